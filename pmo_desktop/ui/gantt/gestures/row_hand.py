"""The mouse on the rows of the table: it drags those that are selected to another place in the
outline, by their names.

What cannot be done is said beside the mouse, before the drop.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.outline import Line, Lines, OutlineError, Where, put
from pmo_desktop.domain.plan import Plan, PlanRow
from pmo_desktop.ui.gantt import plan_edits
from pmo_desktop.ui.gantt.gestures.dragging import EDGE, Dragging
from pmo_desktop.ui.gantt.gestures.effect_lines import lines_of
from pmo_desktop.ui.gantt.gestures.effects import Effect
from pmo_desktop.ui.gantt.gestures.row_mark import NOTHING, Mark, MarkOverlay
from pmo_desktop.ui.gantt.gestures.row_place import Place, place_at
from pmo_desktop.ui.gantt.plan_edits import PlanEdit
from pmo_desktop.ui.gantt.sizes import ROW
from pmo_desktop.ui.gantt.tree import TaskTree


class Dragged:
    """The rows in hand, and what would become of their project's outline."""

    def __init__(self, rows: Sequence[PlanRow], plan: Plan) -> None:
        self.rows = [row for row in rows if row.task_id is not None]
        self._ids = {row.task_id for row in self.rows if row.task_id is not None}
        self._plan = plan

    @cached_property
    def _lines(self) -> Lines:
        project = self.rows[0].project_id
        tasks = (row for row in self._plan.rows if row.project_id == project)
        return tuple(Line(row.task_id, row.depth - 1) for row in tasks if row.task_id is not None)

    def refusal(self, place: Place) -> Reason | None:
        """Why they cannot go there."""
        stranger = next((row for row in self.rows if row.project_id != place.project_id), None)
        if stranger is not None:
            return Reason(
                "“{task}” belongs to another project: rows are moved within their own.",
                {"task": stranger.name},
            )
        try:
            self._put(place)
        except OutlineError as error:
            return error.reason
        return None

    def stays(self, place: Place) -> bool:
        """Whether they stand there already."""
        return self._put(place) == self._lines

    def is_own(self, place: Place) -> bool:
        """Whether a single row is held above itself: nothing is meant by that."""
        other = place.other
        return len(self.rows) == 1 and other is not None and other.task_id in self._ids

    def edit(self, place: Place) -> PlanEdit:
        return plan_edits.placing_rows(self.rows, place.where, place.other, place.project_id)

    def _put(self, place: Place) -> Lines:
        other = None if place.other is None else place.other.task_id
        return put(self._lines, self._ids, place.where, other)


class RowHand(Dragging):
    """`dropped(PlanEdit, Place)` asks for an edit, `refused(Reason)` says that there is none,
    `tried(PlanEdit | None)` asks for an edit's effect, which is told by `show_effect`.
    `in_outline`: rows stand as in the outline, so that they can be moved in it."""

    dropped = Signal(object, object)
    refused = Signal(object)
    tried = Signal(object)

    def __init__(
        self,
        tree: TaskTree,
        palette: Mapping[str, str],
        selected: Callable[[], Sequence[PlanRow]],
    ) -> None:
        super().__init__(tree)
        self.in_outline = True
        self._tree, self._selected = tree, selected
        self.overlay = MarkOverlay(palette, tree.viewport())
        self._pressed: tuple[int, QPointF, bool] | None = None
        self._dragged: Dragged | None = None
        self._point = QPointF()
        self._place: Place | None = None
        self._refusal: Reason | None = None
        self._wanted: PlanEdit | None = None
        self._effect: Effect | None = None

    @property
    @override
    def is_dragging(self) -> bool:
        return self._dragged is not None

    def set_palette(self, palette: Mapping[str, str]) -> None:
        """The colours, by role."""
        self.overlay.set_palette(palette)

    def show_effect(self, edit: PlanEdit, effect: Effect) -> None:
        """What the edit that is being dragged would bring about."""
        if self._dragged is not None and edit is self._wanted:
            self._effect = effect
            if effect.refused is not None:
                self._refusal = Reason(effect.refused[0], dict(effect.refused[1]))
            self._draw()

    @override
    def cancel(self) -> None:
        was, self._dragged, self._pressed = self._dragged, None, None
        self._edge.stop()
        self._forget_place()
        self.overlay.show_mark(NOTHING, 0)
        if was is not None:
            self._release()
            self.let_go.emit()

    # What the mouse does

    @override
    def _on_resized(self) -> None:
        self.overlay.resize(self._tree.viewport().size())

    @override
    def _on_press(self, event: QMouseEvent) -> bool:
        self._pressed = None
        point = event.position().toPoint()
        index = self._tree.indexAt(point)
        is_plain = event.button() is Qt.MouseButton.LeftButton and not event.modifiers()
        if not is_plain or index.column() != 0 or self._tree.arrow_at(point) >= 0:
            return False
        if self._tree.tasks.row(index.row()).task_id is None:
            return False
        # A press on one of several leaves them selected: all are meant, unless it is let go here.
        one_of_several = index.row() in self._tree.selected and len(self._tree.selected) > 1
        self._pressed = (index.row(), event.position(), one_of_several)
        return one_of_several

    @override
    def _on_move(self, event: QMouseEvent) -> bool:
        if self._pressed is None or not event.buttons():
            return False
        position, at, _ = self._pressed
        if self._dragged is None:
            if (event.position() - at).manhattanLength() < QApplication.startDragDistance():
                return True
            self._begin(position)
        self._point = event.position()
        self._mind_edge(self._beyond() != 0)
        self._follow()
        return True

    def _begin(self, position: int) -> None:
        if position not in self._tree.selected:
            self._tree.select(position)
        self._dragged = Dragged(self._selected(), self._tree.tasks.outline.plan)
        self._hold()

    @override
    def _on_release(self, event: QMouseEvent) -> bool:
        pressed, dragged = self._pressed, self._dragged
        self._pressed = None
        if pressed is None:
            return False
        if dragged is None:
            if pressed[2]:
                self._tree.select(pressed[0])
                self._tree.setFocus()
            return pressed[2]
        place, refusal = self._place, self._refusal
        self.cancel()
        if refusal is not None:
            self.refused.emit(refusal)
        elif place is not None:
            self.dropped.emit(dragged.edit(place), place)
        return True

    def _beyond(self) -> int:
        """Which way to scroll, in pixels: the mouse is at the edge of what is in sight."""
        height, y = self._tree.viewport().height(), self._point.y()
        return ((y > height - EDGE) - (y < EDGE)) * ROW

    @override
    def _scroll_on(self) -> None:
        bar, by = self._tree.verticalScrollBar(), self._beyond()
        if self._dragged is None or not by:
            self._edge.stop()
        else:
            bar.setValue(bar.value() + by)
            self._follow()

    # What a drop where the mouse is would do

    def _follow(self) -> None:
        assert self._dragged is not None
        down = QPointF(0, self._tree.verticalScrollBar().value())
        place = place_at(self._tree.tasks, self._point + down)
        if not self.in_outline:
            self._forget_place()
            self._refusal = Reason("Show the rows by project to change the outline.")
        elif place is None or self._dragged.is_own(place):
            self._forget_place()
        elif place != self._place:
            self._forget_place()
            self._refusal = self._dragged.refusal(place)
            if self._refusal is not None or not self._dragged.stays(place):
                self._place = place
        if self._place is not None and self._refusal is None and self._wanted is None:
            self._wanted = self._dragged.edit(self._place)
            self.tried.emit(self._wanted)
        self._draw()

    def _forget_place(self) -> None:
        self._place = self._refusal = self._effect = None
        if self._wanted is not None:
            self._wanted = None
            self.tried.emit(None)

    def _draw(self) -> None:
        allowed = self._refusal is None
        mark = Mark(self._place, allowed, tuple(self._tip()), self._point)
        shape = Qt.CursorShape.DragMoveCursor if allowed else Qt.CursorShape.ForbiddenCursor
        self._tree.viewport().setCursor(shape)
        self.overlay.show_mark(mark, self._tree.verticalScrollBar().value())

    def _tip(self) -> list[str]:
        assert self._dragged is not None
        language, rows, place = self._tree.tasks.language, self._dragged.rows, self._place
        if self._refusal is not None:
            return [language.text(self._refusal.rule, **self._refusal.params)]
        found = [rows[0].name if len(rows) == 1 else language.text("{n} tasks", n=len(rows))]
        if place is None:
            return found
        found.append(self._said(place))
        return found if self._effect is None else [*found, *lines_of(self._effect, None, language)]

    def _said(self, place: Place) -> str:
        text = self._tree.tasks.language.text
        if place.other is None:
            return text("to the end of the project")
        name = place.other.name
        if place.where is Where.BELOW:
            return text("below “{name}”", name=name)
        if place.where is Where.BEFORE:
            return text("before “{name}”", name=name)
        return text("after “{name}”", name=name)
