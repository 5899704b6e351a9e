"""The nodes and arrows of a network: activities and ties, in the numbers its passes reckon with.

An instant is a whole minute, a number counts working minutes: see `domain.timeline`.
"""

from __future__ import annotations

from datetime import datetime

from pmo_desktop.domain.activities import Activity, Tie
from pmo_desktop.domain.loops import circles, order
from pmo_desktop.domain.tasks import LinkType
from pmo_desktop.domain.timeline import Timeline, instant_of


class Arrow:
    """A tie between two nodes: from the start or finish of `before` to that of `after`."""

    __slots__ = ("after", "before", "from_finish", "lag", "tie", "to_finish")

    def __init__(self, tie: Tie, before: Node, after: Node) -> None:
        self.tie = tie
        self.before = before
        self.after = after
        self.lag = tie.lag_minutes
        self.from_finish = tie.type is LinkType.FS or tie.type is LinkType.FF
        self.to_finish = tie.type is LinkType.FF or tie.type is LinkType.SF


class Node:
    """An activity on its timeline. `start`, `finish` are instants, `started`, `ended` their numbers
    of working minutes; `work` is what can still be moved of it, and lies just before `finish`.

    `late` is the latest its finish may be: a number of working minutes, but an instant for a point,
    that is, for what has no work.
    """

    __slots__ = (
        "activity",
        "driver",
        "ended",
        "finish",
        "finished",
        "incoming",
        "kept",
        "late",
        "line",
        "looped",
        "outgoing",
        "point",
        "running",
        "start",
        "started",
        "work",
    )

    def __init__(self, activity: Activity, line: Timeline) -> None:
        self.activity = activity
        self.line = line
        self.incoming: list[Arrow] = []
        self.outgoing: list[Arrow] = []
        self.driver: Arrow | None = None
        self.finished = activity.is_finished
        self.running = activity.is_running
        self.kept = self.looped = False
        self.work = activity.duration_minutes
        self.point = not self.work
        self.start = self.finish = self.started = self.ended = self.late = 0

    def keep(self, start: int, finish: int) -> None:
        """Put it at these instants for good."""
        self.kept = True
        self.place(start, finish)
        self.work = max(0, self.ended - self.started)
        self.point = not self.work

    def place(self, start: int, finish: int) -> None:
        """Put it at these instants, off working time or not."""
        self.start, self.finish = start, finish
        self.started, self.ended = self.line.worked(start), self.line.worked(finish)


def draw(tie: Tie, nodes: dict[int, Node]) -> Arrow:
    """The tie as an arrow that both its nodes know; `ValueError` where one is not there."""
    try:
        arrow = Arrow(tie, nodes[tie.predecessor], nodes[tie.successor])
    except KeyError as error:
        raise ValueError(f"{tie} names an activity that is not there") from error
    arrow.before.outgoing.append(arrow)
    arrow.after.incoming.append(arrow)
    return arrow


def sort(nodes: list[Node]) -> tuple[list[Node], list[list[Node]]]:
    """The nodes predecessors first, and the loops; what lies in or behind these is marked."""
    index = {node.activity.id: i for i, node in enumerate(nodes)}
    targets = [[index[a.after.activity.id] for a in node.outgoing] for node in nodes]
    ordered = order(targets)
    if len(ordered) == len(nodes):
        return [nodes[i] for i in ordered], []
    rest = sorted(set(range(len(nodes))).difference(ordered))
    for i in rest:
        nodes[i].looped = True
    loops = [[nodes[i] for i in circle] for circle in circles(targets, rest)]
    return [nodes[i] for i in ordered], loops


def settle(node: Node, project_start: int) -> None:
    """Keep the dates that are not the links' to say, and the start of what has begun."""
    activity = node.activity
    start = _instant(activity.actual_start or activity.start)
    finish = _instant(activity.actual_finish or activity.finish)
    dated = start is not None or finish is not None
    if node.looped or node.finished or (activity.fixed and dated):
        _keep(node, start, finish, project_start)
    elif node.running:
        _resume(node, start, project_start)


def _resume(node: Node, start: int | None, project_start: int) -> None:
    """A started activity has its start for good, and the rest of its work yet to be placed."""
    if start is None:
        start = node.line.start_at(node.line.worked(not_before(node.activity, project_start)))
    node.start, node.started = start, node.line.worked(start)
    duration = node.activity.duration_minutes
    done = round(duration * node.activity.percent_complete)
    node.work = max(1, duration - done)


def _keep(node: Node, start: int | None, finish: int | None, project_start: int) -> None:
    """At the dates it has; one that is missing follows from the other and the duration."""
    line, duration = node.line, node.activity.duration_minutes
    if start is None and finish is None:
        start = line.start_at(line.worked(not_before(node.activity, project_start)))
    if finish is None:
        assert start is not None  # one of both is given
        finish = line.finish_at(line.worked(start) + duration) if duration else start
    if start is None:
        start = line.start_at(line.worked(finish) - duration) if duration else finish
    node.keep(start, finish)


def not_before(activity: Activity, project_start: int) -> int:
    """The instant before which it may not start, by itself or with its project."""
    return project_start if activity.not_before is None else instant_of(activity.not_before)


def _instant(moment: datetime | None) -> int | None:
    return None if moment is None else instant_of(moment)
