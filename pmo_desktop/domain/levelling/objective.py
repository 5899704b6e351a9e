"""What makes one plan better than another: a row of numbers, the first that differs decides.

Before any objective: that every need fits somewhere, and that hard dates hold. Then, for MAKESPAN,
the last finish of all, and the projects' finishes by their weights; for TARDINESS the minutes by
which projects and deadlines are late, by the projects' weights, then the last finish, then the
projects' finishes. Minutes are the clock's.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from pmo_desktop.domain.levelling.frame import Frame
from pmo_desktop.domain.levelling.serial import Placed

Cost = tuple[float, ...]


class Objective(StrEnum):
    MAKESPAN = "makespan"
    TARDINESS = "tardiness"


def cost_of(frame: Frame, objective: Objective, finishes: Mapping[int, int], misfits: int) -> Cost:
    """Of a plan's finishes (instants by job id)."""
    last: dict[int, int] = {}
    overrun = late = 0.0
    for i, job in enumerate(frame.jobs):
        finish = finishes[job.id]
        if finish > last.get(job.project, 0):
            last[job.project] = finish
        if job.latest is not None and finish > job.latest and job.pinned is None:
            overrun += finish - job.latest
        if job.due is not None and finish > job.due:
            late += frame.project(i).weight * (finish - job.due)
    return _cost(frame, objective, last, misfits, overrun, late)


def _cost(
    frame: Frame,
    objective: Objective,
    last: Mapping[int, int],
    misfits: int,
    overrun: float,
    late: float,
) -> Cost:
    makespan = max(last.values(), default=0)
    weighted = 0.0
    for number in sorted(last):
        project = frame.projects.get(number)
        if project is None:
            continue
        weighted += project.weight * last[number]
        if project.due is not None and last[number] > project.due:
            late += project.weight * (last[number] - project.due)
    if objective is Objective.MAKESPAN:
        return misfits, overrun, makespan, weighted
    return misfits, overrun, late, makespan, weighted


class Scorer:
    """The same of what a scheme has placed, by looking at those jobs alone that can be a project's
    last, or have dates."""

    def __init__(self, frame: Frame, objective: Objective) -> None:
        self.frame, self.objective = frame, objective
        self._dated = []
        self._late = 0.0
        for i, job in enumerate(frame.jobs):
            if i in frame.begun:
                finish = frame.pinned_span(i)[1]
                if job.due is not None and finish > job.due:
                    self._late += frame.project(i).weight * (finish - job.due)
                continue
            if job.latest is not None or job.due is not None:
                self._dated.append((i, job.latest, job.due, frame.project(i).weight))

    def score(self, placed: Placed) -> Cost:
        frame, start = self.frame, placed.start
        ends = frame.ends
        last = frame.finishes(start)
        overrun, late = 0.0, self._late
        for i, latest, due, weight in self._dated:
            finish = ends(i, start[i])
            if latest is not None and finish > latest:
                overrun += finish - latest
            if due is not None and finish > due:
                late += weight * (finish - due)
        misfits = len(placed.misfits)
        return _cost(frame, self.objective, last, misfits, overrun, late)
