"""The schedule: when everything can be at the earliest, and must be at the latest (critical path
method; Kelley and Walker 1959, with the four relations of the precedence diagramming method).

What is kept: a fixed activity has its given dates, a finished one its actual dates. A started one
keeps its start, and the rest of its work waits for the status date and for its predecessors
(retained logic). All others start as early as the project start, the status date, their constraint
and their links let them. Kept dates that break a link are told as findings, not moved.

A link holds where at least its lag of working minutes *of the successor's calendar* lies between
its two ends. A milestone stands at the very instant that its latest link, constraint or project
start gives: behind a predecessor, at that one's finish.

Backwards, every activity may finish as late as leaves its project's finish (or its own deadline)
where it is. Fixed activities hand this on by their duration, as if they could be planned anew, so
their float tells what the plan needs of them, below 0 where it cannot hold. What has happened is a
fact: links into a finished activity, or from the start of a started one, bind nobody any more.

Critical is what is not finished and has no float left. A finished activity is never critical,
however late it was: nothing can be done about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from pmo_desktop.domain.activities import Activity, Placed, Result, Scheduled, Tie
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.findings import Finding, FindingKind
from pmo_desktop.domain.nodes import Arrow, Node, draw, settle, sort
from pmo_desktop.domain.passes import backward, forward, undisturbing
from pmo_desktop.domain.timeline import FIRST_INSTANT, LAST_INSTANT, instant_of, moment_of

__all__ = ["Activity", "Placed", "Result", "Scheduled", "Tie", "place", "schedule"]


def schedule(
    activities: Sequence[Activity],
    ties: Iterable[Tie],
    calendars: Calendar | Sequence[Calendar],
    project_start: datetime,
    status_date: datetime | None = None,
) -> Result:
    """The dates and floats of all activities.

    `status_date` is the instant up to which progress is known (None: progress moves nothing).
    `ValueError` for an id that is used twice, a tie to an unknown one, a duration below 0.
    """
    drawn = _drawn(activities, ties, calendars, project_start, status_date)
    finishes = _finishes(drawn.nodes)
    for node in reversed(drawn.ordered):
        backward(node, finishes[node.activity.project])

    dates = _Dates()
    return Result(
        {n.activity.id: _scheduled(n, finishes[n.activity.project], dates) for n in drawn.nodes},
        {project: dates[finish] for project, finish in finishes.items()},
        tuple(tuple(node.activity.id for node in loop) for loop in drawn.loops),
        tuple(_findings(drawn.nodes, drawn.arrows, drawn.loops)),
    )


def place(
    activities: Sequence[Activity],
    ties: Iterable[Tie],
    calendars: Calendar | Sequence[Calendar],
    project_start: datetime,
    status_date: datetime | None = None,
) -> dict[int, Placed]:
    """Only where `schedule` puts the activities, at half its cost, or less: `ties` are not even
    looked at where all activities keep their dates."""
    kept = {activity.id: found for activity in activities if (found := _kept(activity))}
    if len(kept) == len(activities):
        return kept
    dates = _Dates()
    drawn = _drawn(activities, ties, calendars, project_start, status_date)
    return {n.activity.id: Placed(dates[n.start], dates[n.finish]) for n in drawn.nodes}


def _kept(activity: Activity) -> Placed | None:
    """The dates of an activity that no link can move; None where that is not so."""
    start = activity.actual_start or activity.start
    finish = activity.actual_finish or activity.finish
    if start is None or finish is None or not (activity.fixed or activity.is_finished):
        return None
    return Placed(start.replace(second=0, microsecond=0), finish.replace(second=0, microsecond=0))


class _Drawn(NamedTuple):
    """A network whose nodes are placed; `ordered` are those outside loops, predecessors first."""

    nodes: list[Node]
    arrows: list[Arrow]
    ordered: list[Node]
    loops: list[list[Node]]


def _drawn(
    activities: Sequence[Activity],
    ties: Iterable[Tie],
    calendars: Calendar | Sequence[Calendar],
    project_start: datetime,
    status_date: datetime | None,
) -> _Drawn:
    lines = [c.line for c in ([calendars] if isinstance(calendars, Calendar) else calendars)]
    nodes = {a.id: Node(a, lines[a.calendar]) for a in activities}
    if len(nodes) < len(activities) or any(a.duration_minutes < 0 for a in activities):
        raise ValueError("an activity's id is used twice, or its duration is below 0")
    arrows = [draw(tie, nodes) for tie in ties]
    everyone = list(nodes.values())
    ordered, loops = sort(everyone)
    start = instant_of(project_start)
    status = None if status_date is None else instant_of(status_date)
    for node in everyone:
        settle(node, start)
    for node in ordered:
        forward(node, start, status)
    return _Drawn(everyone, arrows, ordered, loops)


def _finishes(nodes: list[Node]) -> dict[int, int]:
    """Each project's last finish, an instant."""
    finishes: dict[int, int] = {}
    for node in nodes:
        project = node.activity.project
        finishes[project] = max(node.finish, finishes.get(project, node.finish))
    return finishes


class _Dates(dict[int, datetime]):
    """Moments by instant, each made once; what leaves the years 1 to 9999 is put at their end."""

    def __missing__(self, instant: int) -> datetime:
        moment = moment_of(min(max(instant, FIRST_INSTANT), LAST_INSTANT))
        self[instant] = moment
        return moment


def _scheduled(node: Node, project_finish: int, dates: _Dates) -> Scheduled:
    number, start, finish = node.activity.id, dates[node.start], dates[node.finish]
    driver = node.driver.before.activity.id if node.driver else None
    if node.looped:
        return Scheduled(number, start, finish, start, finish, None, None, False, None)
    total, free = _float(node, node.late), _float(node, undisturbing(node, project_finish))
    late_start, late_finish = _late_dates(node, dates) if total else (start, finish)
    critical = total <= 0 and not node.finished
    return Scheduled(number, start, finish, late_start, late_finish, total, free, critical, driver)


def _float(node: Node, until: int) -> int:
    """From the node's finish `until` another, given as `late` is."""
    return (node.line.worked(until) if node.point else until) - node.ended


def _late_dates(node: Node, dates: _Dates) -> tuple[datetime, datetime]:
    """What has started has its start for good."""
    if node.point:
        return dates[node.late], dates[node.late]
    finish = dates[node.line.finish_at(node.late)]
    if node.running or node.finished:
        return dates[node.start], finish
    return dates[node.line.start_at(node.late - node.work)], finish


def _findings(nodes: list[Node], arrows: list[Arrow], loops: list[list[Node]]) -> Iterator[Finding]:
    for loop in loops:
        yield Finding(FindingKind.LOOP, tuple(node.activity.id for node in loop))
    for arrow in arrows:
        yield from _broken(arrow)
    for node in nodes:
        ids = (node.activity.id,)
        earlier, later = sorted((node.start, node.finish))
        if earlier < FIRST_INSTANT or later > LAST_INSTANT:
            yield Finding(FindingKind.BEYOND, ids)
        if node.finish < node.start:
            yield Finding(FindingKind.REVERSED, ids)
        missing = _behind_deadline(node)
        if missing > 0:
            yield Finding(FindingKind.DEADLINE, ids, missing)


def _behind_deadline(node: Node) -> int:
    deadline = node.activity.deadline
    if deadline is None or node.finished:
        return 0
    return node.ended - node.line.worked(instant_of(deadline))


def _broken(arrow: Arrow) -> Iterator[Finding]:
    """The finding on a link that does not hold; links among loops are told as those."""
    before, after = arrow.before, arrow.after
    if after.looped or not (after.kept or after.running):
        return
    end = after.ended if arrow.to_finish else after.started
    begin = after.line.worked(before.finish if arrow.from_finish else before.start)
    missing = begin + arrow.lag - end
    if missing <= 0:
        return
    done = after.finished or (after.running and not arrow.to_finish)
    kind = FindingKind.OUT_OF_SEQUENCE if done else FindingKind.CLASH
    ids = (before.activity.id, after.activity.id)
    yield Finding(kind, ids, missing, arrow.tie.type, arrow.lag)
