"""A levelled plan: where every job lies, and what that is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pmo_desktop.domain.levelling.frame import Frame
from pmo_desktop.domain.levelling.objective import Cost, Objective, cost_of
from pmo_desktop.domain.levelling.serial import Placed


@dataclass(frozen=True)
class Plan:
    """`starts` and `finishes` are instants by job id. `misfits` are `(job, resource)`, ids, for
    which there was no room at any time."""

    starts: Mapping[int, int]
    finishes: Mapping[int, int]
    misfits: tuple[tuple[int, int], ...] = ()
    frame: Frame = field(repr=False, compare=False, kw_only=True)

    def cost(self, objective: Objective) -> Cost:
        """The less the better, the first number that differs decides; see `levelling.objective`."""
        return cost_of(self.frame, objective, self.finishes, len(self.misfits))


def plan_of(frame: Frame, placed: Placed) -> Plan:
    """The instants of what a scheme has placed, milestones at the very instant that holds them."""
    start = placed.start
    starts: dict[int, int] = {}
    finishes: dict[int, int] = {}
    for i in frame.begun:
        starts[frame.jobs[i].id], finishes[frame.jobs[i].id] = frame.pinned_span(i)
    for i in frame.order:
        number = frame.jobs[i].id
        if frame.span[i]:
            starts[number], finishes[number] = frame.begins(i, start[i]), frame.ends(i, start[i])
        elif frame.line[i] == frame.clock:
            starts[number] = finishes[number] = start[i]
        else:
            starts[number] = finishes[number] = _instant(frame, i, starts, finishes)
    ordered = [job.id for job in frame.jobs]
    resources = [resource.id for resource in frame.problem.resources]
    return Plan(
        {number: starts[number] for number in ordered},
        {number: finishes[number] for number in ordered},
        tuple((frame.jobs[i].id, resources[r]) for i, r in placed.misfits),
        frame=frame,
    )


def _instant(frame: Frame, i: int, starts: Mapping[int, int], finishes: Mapping[int, int]) -> int:
    """Where a milestone stands that was placed among a calendar's numbers."""
    found = frame.jobs[i].release
    calendar = frame.lines[frame.home[i]]
    for before, lag, from_finish in frame.milestone_ties[i]:
        number = frame.jobs[before].id
        instant = finishes[number] if from_finish else starts[number]
        found = max(found, calendar.finish_at(calendar.worked(instant) + lag) if lag else instant)
    return found
