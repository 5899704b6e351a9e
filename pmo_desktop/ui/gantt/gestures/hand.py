"""The mouse on the bars: what it is on, what it drags, what it draws, what its drop does.

It leaves to the canvas all that is no gesture: scrolling, zooming, hovering rows, tooltips. A press
on a bar selects its row, with Control or Shift besides others; from a few pixels on it drags.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from pmo_desktop.domain.plan import PlanRow
from pmo_desktop.ui.gantt.gestures.dragging import EDGE, Dragging
from pmo_desktop.ui.gantt.gestures.effect_lines import lines_of
from pmo_desktop.ui.gantt.gestures.effects import Effect
from pmo_desktop.ui.gantt.gestures.gesture import CURSORS, FINE, Gesture, begin
from pmo_desktop.ui.gantt.gestures.sketch import NOTHING, Ghost, Overlay, Sketch
from pmo_desktop.ui.gantt.gestures.spots import Bar, Part, Spot, bar_at, spot_at
from pmo_desktop.ui.gantt.plan_edits import PlanEdit
from pmo_desktop.ui.gantt.sizes import ROW

if TYPE_CHECKING:
    from pmo_desktop.ui.gantt.canvas import GanttCanvas

# How far the chart is scrolled at its edge, in pixels.
EDGE_STEP = 26
Selected = Callable[[], Sequence[PlanRow]]


class Press(NamedTuple):
    """Where the mouse went down, with which keys held, and whether the row was selected before."""

    spot: Spot
    at: QPointF
    held: Qt.KeyboardModifier
    was_selected: bool


class Hand(Dragging):
    """`dropped(PlanEdit)` asks for an edit, `tried(PlanEdit | None)` for its effect; what it would
    do is told by `show_effect`. `link_chosen(number, QPoint)`: a link of the plan was clicked, at a
    point of the screen."""

    dropped = Signal(object)
    tried = Signal(object)
    link_chosen = Signal(int, object)

    def __init__(self, canvas: GanttCanvas, palette: Mapping[str, str], selected: Selected) -> None:
        super().__init__(canvas)
        self.enabled = True
        self.chosen_link = -1
        self._canvas = canvas
        self._selected = selected
        self._overlay = Overlay(palette, canvas.viewport())
        self._pressed: Press | None = None
        self._gesture: Gesture | None = None
        self._drawn = NOTHING
        self._wanted: PlanEdit | None = None
        self._effect: Effect | None = None
        self._offset = QPointF()
        self._point, self._fine = QPointF(), False

    @property
    @override
    def is_dragging(self) -> bool:
        return self._gesture is not None

    def set_palette(self, palette: Mapping[str, str]) -> None:
        """The colours, by role."""
        self._overlay.set_palette(palette)

    def choose_link(self, number: int) -> None:
        """Mark a link of the plan; -1 marks none."""
        self.chosen_link = number
        self._show(self._idle(None))

    def forget(self) -> None:
        """The plan is another one: what is dragged or chosen was of the one before."""
        self.chosen_link = -1
        self.cancel()
        self._show(NOTHING)

    def scrolled(self) -> None:
        """What is drawn goes with the rows; handles come back with the mouse."""
        item = self._canvas.item
        before, self._offset = self._offset, QPointF(item.x_offset, item.y_offset)
        if self._gesture is None:
            self._show(self._idle(None))
        elif self._offset != before:
            self._gesture.scroll(self._offset - before)
            self._follow()

    def show_effect(self, edit: PlanEdit, effect: Effect) -> None:
        """What the edit that is being dragged would bring about."""
        if self._gesture is not None and edit is self._wanted:
            self._effect = effect
            self._show(self._with_effect(self._drawn))

    @override
    def cancel(self) -> None:
        was = self._gesture
        self._gesture = self._pressed = None
        self._edge.stop()
        self._forget_effect()
        if was is not None:
            self._release()
            self._show(self._idle(None))
            self.let_go.emit()

    # What the mouse does

    @override
    def _on_resized(self) -> None:
        self._overlay.resize(self._canvas.viewport().size())

    @override
    def _on_left(self) -> None:
        if self._gesture is None:
            self._show(self._idle(None))

    @override
    def _on_press(self, event: QMouseEvent) -> bool:
        if event.button() is not Qt.MouseButton.LeftButton or not self.enabled:
            return False
        spot = spot_at(self._canvas.item, event.position())
        if spot is None or spot.part is not Part.LINK:
            self.choose_link(-1)
        if spot is None:
            return False
        if spot.part is Part.LINK:
            self.choose_link(spot.link)
            self.link_chosen.emit(spot.link, event.globalPosition().toPoint())
            return True
        row = None if spot.bar is None else spot.bar.row
        chosen = any(other is row for other in self._selected())
        self._pressed = Press(spot, event.position(), event.modifiers(), chosen)
        if spot.bar is not None and not chosen:
            self._canvas.clicked.emit(spot.bar.position, event.modifiers())
        return True

    @override
    def _on_move(self, event: QMouseEvent) -> bool:
        if self._pressed is None:
            if not event.buttons():
                self._hover(event.position())
            return False
        spot, at = self._pressed.spot, self._pressed.at
        if self._gesture is None and not self._begin(spot, at, event.position()):
            return True
        self._drag(event)
        return True

    def _begin(self, spot: Spot, at: QPointF, point: QPointF) -> bool:
        moved = (point - at).manhattanLength()
        if spot.bar is None or moved < QApplication.startDragDistance() / 2:
            return False
        bar = bar_at(self._canvas.item, spot.bar.position) or spot.bar
        self._gesture = begin(self._canvas.item, spot.part, bar, at, self._selected())
        if self._gesture is None:
            return False
        self._point = point
        self._offset = QPointF(self._canvas.item.x_offset, self._canvas.item.y_offset)
        refused = self._gesture.refusal is not None
        cursor = Qt.CursorShape.ForbiddenCursor if refused else self._gesture.cursor
        self._canvas.viewport().setCursor(cursor)
        self._hold()
        return True

    def _drag(self, event: QMouseEvent) -> None:
        assert self._gesture is not None
        refusal = self._gesture.refusal
        if refusal is not None:
            words = self._canvas.item.language.text(refusal.rule, **refusal.params)
            self._show(Sketch(allowed=False, tip=(words,), at=event.position()))
            return
        self._point, self._fine = event.position(), bool(event.modifiers() & FINE)
        self._mind_edge(not self._beyond().isNull())
        self._follow()

    def _beyond(self) -> QPoint:
        """Which way to scroll, in pixels: the mouse is at the edge of what is in sight."""
        room = self._canvas.viewport().rect().adjusted(EDGE, EDGE, -EDGE, -EDGE)
        x, y = round(self._point.x()), round(self._point.y())
        right = (x > room.right()) - (x < room.left())
        down = (y > room.bottom()) - (y < room.top())
        return QPoint(right * EDGE_STEP, down * EDGE_STEP)

    @override
    def _scroll_on(self) -> None:
        by = self._beyond()
        if self._gesture is None or by.isNull():
            self._edge.stop()
        else:
            self._canvas.scrolled.emit(by.x(), by.y())

    def _follow(self) -> None:
        """Draw, and have tried, what a drop where the mouse is would do."""
        assert self._gesture is not None
        self._drawn = self._gesture.drag(self._point, self._fine)
        edit = self._gesture.edit()
        if edit is None:
            self._forget_effect()
        elif self._wanted is None or edit.args != self._wanted.args:
            self._wanted, self._effect = edit, None
            self.tried.emit(edit)
        self._show(self._with_effect(self._drawn))

    @override
    def _on_release(self, event: QMouseEvent) -> bool:
        if self._pressed is None:
            return False
        gesture = self._gesture
        edit = None if gesture is None or gesture.refusal is not None else gesture.edit()
        pressed, self._pressed = self._pressed, None
        if gesture is None and pressed.spot.bar is not None and pressed.was_selected:
            self._canvas.clicked.emit(pressed.spot.bar.position, pressed.held)
        self.cancel()
        self._hover(event.position())
        if edit is not None:
            self.dropped.emit(edit)
        return True

    def _hover(self, point: QPointF) -> None:
        """Handles and a cursor on what the mouse is on, and on nothing else."""
        spot = spot_at(self._canvas.item, point) if self.enabled else None
        bar = None if spot is None else spot.bar
        self._show(self._idle(bar))
        if spot is None:
            self._canvas.viewport().unsetCursor()
        else:
            self._canvas.viewport().setCursor(CURSORS[spot.part])

    # What is drawn

    def _show(self, sketch: Sketch) -> None:
        self._overlay.show_sketch(sketch, self._canvas.item.y_offset)

    def _idle(self, bar: Bar | None) -> Sketch:
        chosen = self._route(self.chosen_link)
        return Sketch(hovered=bar, chosen=chosen) if bar is not None or chosen else NOTHING

    def _route(self, number: int) -> tuple[QPointF, ...]:
        item = self._canvas.item
        if not 0 <= number < len(item.chart.plan.links):
            return ()
        link = item.chart.plan.links[number]
        rows = item.chart.rows
        ends = [at for at in (link.predecessor, link.successor) if at in rows]
        if len(ends) < 2:
            return ()
        position = rows.index(ends[0])
        numbers, routes = item.chart.routes(item.scale, position, position + 1)
        if number not in numbers:
            return ()
        way = routes[numbers.index(number)].tolist()
        return tuple(QPointF(x - item.x_offset, y - item.y_offset) for x, y in way)

    def _with_effect(self, sketch: Sketch) -> Sketch:
        """With where the successors would go, and what the project's finish says to it."""
        effect = self._effect
        if effect is None:
            return sketch
        text = self._canvas.item.language.text
        if effect.refused is not None:
            words = text(effect.refused[0], **effect.refused[1])
            return Sketch(sketch.hovered, sketch.ghosts, sketch.line, sketch.target, False,
                          tip=(*sketch.tip, words), at=sketch.at)  # fmt: skip
        ghosts = (*sketch.ghosts, *self._ghosts(effect, sketch.ghosts))
        spot = None if self._pressed is None else self._pressed.spot
        row = None if spot is None or spot.bar is None else spot.bar.row
        tip = (*sketch.tip, *lines_of(effect, row, self._canvas.item.language))
        return Sketch(sketch.hovered, ghosts, sketch.line, sketch.target, sketch.allowed,
                      tip=tip, at=sketch.at)  # fmt: skip

    def _ghosts(self, effect: Effect, wanted: Sequence[Ghost]) -> list[Ghost]:
        """Of the rows in sight, where they would go; of what is dragged where that is elsewhere,
        because links hold it."""
        item = self._canvas.item
        first = item.y_offset // ROW
        last = min((item.y_offset + item.size[1]) // ROW + 1, len(item.chart.rows))
        found = []
        for position in range(first, last):
            row = item.chart.plan.rows[item.chart.rows[position]]
            dates = effect.moved.get(row.task_id) if row.task_id is not None else None
            if dates is None or dates[0] is None or dates[1] is None:
                continue
            point = row.kind == "milestone"
            left = item.scale.to_x(dates[1] if point else dates[0]) - item.x_offset
            right = item.scale.to_x(dates[1]) - item.x_offset
            if not any(g.position == position and abs(g.right - right) < 1 for g in wanted):
                found.append(Ghost(position, left, right, point))
        return found

    def _forget_effect(self) -> None:
        if self._wanted is not None:
            self._wanted = self._effect = None
            self.tried.emit(None)
