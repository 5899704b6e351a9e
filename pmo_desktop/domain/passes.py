"""The two passes over a network: forwards to the early dates, backwards to the late ones.

The rules are stated in `domain.network`; a tie's work is done here: the number of working minutes
at which it lets its successor begin, and how late it lets its predecessor finish.
"""

from __future__ import annotations

from pmo_desktop.domain.nodes import Arrow, Node, not_before
from pmo_desktop.domain.tasks import Constraint
from pmo_desktop.domain.timeline import instant_of


def forward(node: Node, project_start: int, status: int | None) -> None:
    """Place the node behind its predecessors, which are placed."""
    if node.point:
        _forward_point(node, project_start, status)
        return
    pulls = [_begin(arrow) for arrow in node.incoming]
    begin = node.started if node.kept else _earliest(node, project_start, status)
    if pulls and max(pulls) >= begin:
        node.driver = node.incoming[pulls.index(max(pulls))]
        begin = max(pulls)
    if node.kept:
        return
    if not node.running:
        node.start, node.started = node.line.start_at(begin), begin
    node.ended = begin + node.work
    node.finish = node.line.finish_at(node.ended)


def _forward_point(node: Node, project_start: int, status: int | None) -> None:
    """A point stands at an instant, not at a working minute."""
    pulls = [_instant(arrow) for arrow in node.incoming]
    instant = node.start if node.kept else _earliest_instant(node, project_start, status)
    if pulls and max(pulls) >= instant:
        node.driver = node.incoming[pulls.index(max(pulls))]
        instant = max(pulls)
    if not node.kept:
        node.place(instant, instant)


def _begin(arrow: Arrow) -> int:
    """The number of working minutes before which the successor's work cannot begin for this."""
    before, after = arrow.before, arrow.after
    if before.line is after.line:
        number = before.ended if arrow.from_finish else before.started
    else:
        number = after.line.worked(before.finish if arrow.from_finish else before.start)
    number += arrow.lag
    return number - after.work if arrow.to_finish else number


def _earliest(node: Node, project_start: int, status: int | None) -> int:
    """The number of working minutes before which its work cannot begin whatever the links say."""
    activity, line = node.activity, node.line
    if node.running:
        done = activity.duration_minutes - node.work
        return node.started + done if status is None else max(node.started, line.worked(status))
    earliest = line.worked(not_before(activity, project_start))
    if status is not None:
        earliest = max(earliest, line.worked(status))
    if activity.constraint_date is not None:
        number = line.worked(instant_of(activity.constraint_date))
        if activity.constraint is Constraint.SNET:
            return max(earliest, number)
        if activity.constraint is Constraint.FNET:
            return max(earliest, number - node.work)
    return earliest


def _instant(arrow: Arrow) -> int:
    """The instant before which the successor, a point, cannot be for this."""
    instant = arrow.before.finish if arrow.from_finish else arrow.before.start
    if not arrow.lag:
        return instant
    line = arrow.after.line
    return line.finish_at(line.worked(instant) + arrow.lag)


def _earliest_instant(node: Node, project_start: int, status: int | None) -> int:
    """The instant before which a point cannot be whatever the links say."""
    activity, line = node.activity, node.line
    instant = not_before(activity, project_start)
    if status is not None:
        instant = max(instant, status)
    instant = line.start_at(line.worked(instant))
    if activity.constraint is not Constraint.ASAP and activity.constraint_date is not None:
        return max(instant, instant_of(activity.constraint_date))
    return instant


def backward(node: Node, finish: int) -> None:
    """How late the node may finish, by its successors, whose `late` is known."""
    deadline = node.activity.deadline
    if deadline is not None and not node.finished:
        finish = min(finish, instant_of(deadline))
    late = finish if node.point else node.line.worked(finish)
    for arrow in node.outgoing:
        if _binds(arrow):
            late = min(late, _room(arrow, arrow.after.late))
    node.late = late


def _binds(arrow: Arrow) -> bool:
    """Whether the predecessor's future can still matter to the successor."""
    if arrow.after.finished or arrow.after.looped:
        return False
    return arrow.from_finish or not (arrow.before.running or arrow.before.finished)


def _room(arrow: Arrow, at: int) -> int:
    """How late the predecessor may finish where the successor finishes at `at` (both as `late`)."""
    before, after = arrow.before, arrow.after
    if after.point:
        instant = at
        if arrow.lag:
            instant = after.line.start_at(after.line.worked(at) - arrow.lag)
    else:
        number = (at if arrow.to_finish else at - after.work) - arrow.lag
        if before.line is after.line and not before.point:
            return number if arrow.from_finish else number + before.work
        instant = after.line.start_at(number)
    if before.point:
        return instant
    if arrow.from_finish:
        return before.line.worked(instant)
    return before.line.last_begun(instant) + before.work


def undisturbing(node: Node, finish: int) -> int:
    """How late the node may finish, as `late`, with all its successors where they are."""
    free = finish if node.point else node.line.worked(finish)
    for arrow in node.outgoing:
        if _binds(arrow):
            after = arrow.after
            free = min(free, _room(arrow, after.finish if after.point else after.ended))
    return free
