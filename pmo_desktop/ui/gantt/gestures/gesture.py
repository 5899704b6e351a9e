"""What the mouse can do with a bar while it is down: move it, stretch it, set its progress, draw a
link from it.

A gesture follows the mouse by `drag`, which gives what to draw; `edit` is what a drop here would
do, None where it would do nothing. It never touches the database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPointF, Qt

from pmo_desktop.charts.bars import BRACKETS
from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.link_graph import LinkGraph
from pmo_desktop.domain.plan import Plan, PlanRow
from pmo_desktop.domain.tasks import LinkType
from pmo_desktop.language import Language
from pmo_desktop.ui.gantt import plan_edits
from pmo_desktop.ui.gantt.gestures.sketch import Ghost, Sketch
from pmo_desktop.ui.gantt.gestures.snapping import Snapping
from pmo_desktop.ui.gantt.gestures.spots import Bar, Part, bar_at
from pmo_desktop.ui.gantt.plan_edits import PlanEdit
from pmo_desktop.ui.gantt.sizes import ROW

if TYPE_CHECKING:
    from pmo_desktop.ui.gantt.canvas import GanttItem

LINK_TYPES = {
    (False, True): LinkType.FS,
    (True, True): LinkType.SS,
    (False, False): LinkType.FF,
    (True, False): LinkType.SF,
}
"""`(leaves from the start, arrives at the start)`."""
FINE = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Gesture(Protocol):
    """`refusal` says why it cannot be done at all: nothing is drawn then but the sentence."""

    cursor: Qt.CursorShape
    refusal: Reason | None

    def drag(self, point: QPointF, fine: bool, /) -> Sketch: ...

    def scroll(self, by: QPointF) -> None:
        """The chart was scrolled under the mouse by so many pixels."""

    def edit(self) -> PlanEdit | None: ...


class Move:
    """A bar to another place; with the other selected rows, if it is one of them."""

    cursor = Qt.CursorShape.SizeHorCursor

    def __init__(self, item: GanttItem, bar: Bar, at: QPointF, rows: Sequence[PlanRow]) -> None:
        self._item, self._bar, self._from = item, bar, at.x()
        self._rows = _with_first(bar.row, rows)
        self._snapping = Snapping(item.scale, item.chart.plan)
        self._to: dt.datetime | None = None
        self.refusal = _begun(bar.row)

    def drag(self, point: QPointF, fine: bool) -> Sketch:
        bar, row, item = self._bar, self._bar.row, self._item
        x = bar.left + item.x_offset + point.x() - self._from
        snap = self._snapping.finish if bar.is_point else self._snapping.start
        self._to = snap(x, row.project_id, fine)
        shift = item.scale.to_x(self._to) - item.x_offset - bar.left
        ghost = Ghost(bar.position, bar.left + shift, bar.right + shift, bar.is_point, own=True)
        tip = _moment(self._to, item.language, fine)
        return Sketch(ghosts=(ghost,), tip=(row.name, tip), at=point)

    def scroll(self, by: QPointF) -> None:
        self._bar, self._from = self._bar.moved(by), self._from - by.x()

    def edit(self) -> PlanEdit | None:
        start = self._bar.row.finish if self._bar.is_point else self._bar.row.start
        if self._to is None or start is None or _is_there(self._item, self._to, start):
            return None
        minutes = self._snapping.worked(start, self._to, self._bar.row.project_id)
        exact = self._to if self._bar.row.kind not in BRACKETS else None
        return plan_edits.moving(self._rows, minutes, exact)


class Stretch:
    """The finish of a bar, or the start of one that has dates of its own."""

    cursor = Qt.CursorShape.SizeHorCursor

    def __init__(self, item: GanttItem, bar: Bar, at: QPointF, *, start: bool) -> None:
        self._item, self._bar, self._is_start = item, bar, start
        self._grip = at.x() - (bar.left if start else bar.right)
        self._snapping = Snapping(item.scale, item.chart.plan)
        self._to: dt.datetime | None = None
        self.refusal = _finished(bar.row)

    def drag(self, point: QPointF, fine: bool) -> Sketch:
        bar, item = self._bar, self._item
        x = point.x() - self._grip + item.x_offset
        snap = self._snapping.start if self._is_start else self._snapping.finish
        self._to = self._kept(snap(x, bar.row.project_id, fine))
        there = item.scale.to_x(self._to) - item.x_offset
        left, right = (there, bar.right) if self._is_start else (bar.left, there)
        ghost = Ghost(bar.position, left, right, own=True)
        return Sketch(ghosts=(ghost,), tip=self._tip(fine), at=point)

    def _kept(self, moment: dt.datetime) -> dt.datetime:
        """A start stays before the finish, a finish behind the start: the rest is refused."""
        row = self._bar.row
        assert row.start is not None
        assert row.finish is not None
        if self._is_start:
            return min(moment, self._snapping.day_start(row.finish))
        return max(moment, self._snapping.day_end(row.start))

    def _tip(self, fine: bool) -> tuple[str, ...]:
        row, item = self._bar.row, self._item
        assert self._to is not None
        start = self._to if self._is_start else row.start
        finish = row.finish if self._is_start else self._to
        assert start is not None
        assert finish is not None
        worked = self._snapping.worked(start, finish, row.project_id)
        days = item.language.days(worked, item.chart.plan.minutes_per_day)
        return row.name, f"{_moment(self._to, item.language, fine)} · {days}"

    def scroll(self, by: QPointF) -> None:
        self._bar = self._bar.moved(by)

    def edit(self) -> PlanEdit | None:
        row = self._bar.row
        before = row.start if self._is_start else row.finish
        if self._to is None or before is None or _is_there(self._item, self._to, before):
            return None
        start, finish = (self._to, None) if self._is_start else (None, self._to)
        return plan_edits.stretching(row, start, finish)


class Progress:
    """How much of a bar is done: to whole fives in a hundred, in fine steps to one."""

    cursor = Qt.CursorShape.SplitHCursor
    refusal: Reason | None = None

    def __init__(self, item: GanttItem, bar: Bar) -> None:
        self._item, self._bar = item, bar
        self._share: float | None = None

    def drag(self, point: QPointF, fine: bool) -> Sketch:
        bar = self._bar
        share = (point.x() - bar.left) / max(bar.right - bar.left, 1.0)
        steps = 100 if fine else 20
        self._share = min(max(round(share * steps) / steps, 0.0), 1.0)
        right = bar.left + (bar.right - bar.left) * self._share
        ghost = Ghost(bar.position, bar.left, right, own=True)
        done = self._item.language.percent(self._share)
        return Sketch(ghosts=(ghost,), tip=(bar.row.name, done), at=point)

    def scroll(self, by: QPointF) -> None:
        self._bar = self._bar.moved(by)

    def edit(self) -> PlanEdit | None:
        if self._share is None or self._share == self._bar.row.percent_complete:
            return None
        return plan_edits.progressing([self._bar.row], self._share)


class Tying:
    """A link from one bar's end to the nearer end of another; its type is that of the ends."""

    cursor = Qt.CursorShape.CrossCursor
    refusal: Reason | None = None

    def __init__(self, item: GanttItem, bar: Bar, *, start: bool) -> None:
        self._item, self._bar, self._from_start = item, bar, start
        self._graph = graph_of(item.chart.plan)
        assert bar.row.task_id is not None
        self._closing = self._graph.holding(bar.row.task_id)
        self._found: tuple[PlanRow, LinkType] | None = None
        self._hook = self._end(bar, start)

    def drag(self, point: QPointF, _fine: bool, /) -> Sketch:
        item = self._item
        target = bar_at(item, int((point.y() + item.y_offset) // ROW))
        self._found = None
        begin = self._hook
        if target is None or not self._is_near(target, point):
            return Sketch(line=_bent(begin, point), tip=self._hint(), at=point)
        to_start = abs(point.x() - target.left) <= abs(point.x() - target.right)
        kind = LINK_TYPES[(self._from_start, to_start)]
        line = _bent(begin, self._end(target, to_start))
        text = item.language.text
        refused = self._refusal(target.row)
        if refused is not None:
            words = text(refused.rule, **refused.params)
            return Sketch(line=line, target=target, allowed=False, tip=(words,), at=point)
        self._found = (target.row, kind)
        names = text("“{before}” to “{after}”", before=self._bar.row.name, after=target.row.name)
        tip = (names, item.language.term(f"link_type.{kind.value}"))
        return Sketch(line=line, target=target, tip=tip, at=point)

    def _refusal(self, row: PlanRow) -> Reason | None:
        before, after = self._bar.row.task_id, row.task_id
        if after is None:
            return Reason("Links are between tasks: a project has none.")
        if row is not self._bar.row and after not in self._closing:
            return None
        assert before is not None
        names = {before: self._bar.row.name, after: row.name}
        return self._graph.refusal(before, after, names)

    def _hint(self) -> tuple[str, ...]:
        text = self._item.language.text
        return (text("Drop it on the start or the finish of another task"),)

    def _is_near(self, target: Bar, point: QPointF) -> bool:
        if target.row is self._bar.row:
            return target.left - 4 <= point.x() <= target.right + 4
        reach = 24.0 + target.half_width
        return target.left - reach <= point.x() <= target.right + reach

    def _end(self, bar: Bar, start: bool) -> QPointF:
        x = bar.left - bar.half_width if start else bar.right + bar.half_width
        return QPointF(x, bar.middle)

    def scroll(self, by: QPointF) -> None:
        self._bar, self._hook = self._bar.moved(by), self._hook - by

    def edit(self) -> PlanEdit | None:
        if self._found is None:
            return None
        return plan_edits.linking(self._bar.row, *self._found)


def graph_of(plan: Plan) -> LinkGraph:
    """Which of a plan's tasks hold which."""
    rows = plan.rows
    parents = {
        row.task_id: rows[row.parent].task_id if row.parent >= 0 else None
        for row in rows
        if row.task_id is not None
    }
    ends = [(rows[link.predecessor].task_id, rows[link.successor].task_id) for link in plan.links]
    return LinkGraph(parents, [(one, two) for one, two in ends if one and two])


def begin(
    item: GanttItem, part: Part, bar: Bar, at: QPointF, rows: Sequence[PlanRow]
) -> Gesture | None:
    """What begins where the mouse went down."""
    match part:
        case Part.BODY:
            return Move(item, bar, at, rows)
        case Part.START | Part.FINISH:
            return Stretch(item, bar, at, start=part is Part.START)
        case Part.PROGRESS:
            return Progress(item, bar)
        case Part.FROM_START | Part.FROM_FINISH:
            return Tying(item, bar, start=part is Part.FROM_START)
    return None


CURSORS: Mapping[Part, Qt.CursorShape] = {
    Part.BODY: Qt.CursorShape.SizeAllCursor,
    Part.START: Qt.CursorShape.SizeHorCursor,
    Part.FINISH: Qt.CursorShape.SizeHorCursor,
    Part.PROGRESS: Qt.CursorShape.SplitHCursor,
    Part.FROM_START: Qt.CursorShape.CrossCursor,
    Part.FROM_FINISH: Qt.CursorShape.CrossCursor,
    Part.LINK: Qt.CursorShape.PointingHandCursor,
}


def _with_first(row: PlanRow, rows: Sequence[PlanRow]) -> list[PlanRow]:
    if not any(other is row for other in rows):
        return [row]
    return [row, *(other for other in rows if other is not row)]


def _begun(row: PlanRow) -> Reason | None:
    """What has begun is not moved, see `services.placing`."""
    if row.kind in BRACKETS:
        return None
    if row.actual_start is not None or row.actual_finish is not None:
        return Reason(
            "“{task}” has begun: what has happened is not moved. Correct its actual start instead.",
            {"task": row.name},
        )
    return None


def _finished(row: PlanRow) -> Reason | None:
    if row.actual_finish is None:
        return None
    return Reason(
        "“{task}” is done: its duration is what it took. Correct its actual finish instead.",
        {"task": row.name},
    )


def _is_there(item: GanttItem, moment: dt.datetime, other: dt.datetime) -> bool:
    """Whether both are drawn at the same place: a day begins at 08:00 in one calendar, at 09:00
    in another."""
    return item.scale.to_x(moment) == item.scale.to_x(other)


def _moment(moment: dt.datetime, language: Language, fine: bool) -> str:
    day = language.date(moment)
    return f"{day} {moment:%H:%M}" if fine else day


def _bent(begin: QPointF, end: QPointF) -> tuple[QPointF, ...]:
    middle = (begin.y() + end.y()) / 2
    return begin, QPointF(begin.x(), middle), QPointF(end.x(), middle), end
