"""Table and bars side by side: one list of rows, one time scale, one pair of offsets.

The table's scroll value is the bars' vertical offset in pixels, so rows always align. The scale
covers the plan with a margin, and at least what is in sight.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QScrollBar, QVBoxLayout, QWidget
from typing_extensions import override

from pmo_desktop.charts.bars import Place
from pmo_desktop.charts.gantt import GanttChart, GanttOptions, Marks, span
from pmo_desktop.charts.timescale import (
    LEAST_PER_DAY,
    MOST_PER_DAY,
    PER_DAY,
    TimeScale,
    Zoom,
    month_start,
    next_month,
)
from pmo_desktop.charts.tracks import PlanTracks
from pmo_desktop.domain.gaps import Rests
from pmo_desktop.domain.plan import Plan, PlanRow
from pmo_desktop.language import Language
from pmo_desktop.ui.gantt.canvas import GanttCanvas, GanttItem
from pmo_desktop.ui.gantt.dates import DateHeader
from pmo_desktop.ui.gantt.gestures.hand import Hand
from pmo_desktop.ui.gantt.gestures.row_hand import RowHand
from pmo_desktop.ui.gantt.ghosts import Dates
from pmo_desktop.ui.gantt.keys import (
    CLOSER_KEYS,
    FIT_KEY,
    FURTHER_KEYS,
    LEVEL_KEYS,
    SEEK_KEY,
    SELECTION_KEY,
    TODAY_KEY,
)
from pmo_desktop.ui.gantt.outline import Filter, Outline
from pmo_desktop.ui.gantt.picked import Identity, Picked
from pmo_desktop.ui.gantt.sizes import ROW
from pmo_desktop.ui.gantt.splitter import LineSplitter
from pmo_desktop.ui.gantt.table import TaskModel
from pmo_desktop.ui.gantt.table_room import TableRoom
from pmo_desktop.ui.gantt.tree import TaskTree

ZOOM_STEP = 1.25
MARGIN_DAYS = 10
MARGIN_PIXELS = 160
LEAD_PIXELS = 60
TREE_WIDTH = 516
TREE_LEAST = 220


class GanttView(QWidget):
    """`set_plan` shows a plan; nothing else is needed.

    `scaled` says that the time scale or its offset is another one; `row_selected(PlanRow | None)`,
    `edit_wanted(row, field, value)`; `folded_to` a depth, which is kept as `level`.
    """

    scaled = Signal()
    zoom_changed = Signal(str)
    row_selected = Signal(object)
    edit_wanted = Signal(object, object, object)
    folded_to = Signal(int)

    def __init__(
        self, language: Language, palette: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.language = language
        self.options = GanttOptions()
        self.level: int | None = None
        self.outline = Outline()
        self.scale = TimeScale.zoomed(*_days_about(dt.date.today()), PER_DAY[Zoom.WEEK])
        self._span = (dt.date.today(), dt.date.today())
        self._tracks = PlanTracks(self.outline.plan)
        self._marks: Marks = {}
        self._chart = self._new_chart()
        self.model = TaskModel(self.outline, language, self)
        self.tree = TaskTree(self.model, palette)
        self._item = GanttItem(self._chart, self.scale, language, palette)
        self.canvas = GanttCanvas(self._item)
        self.picked = Picked(self.tree)
        self.hand = Hand(self.canvas, palette, self.picked.rows)
        self.row_hand = RowHand(self.tree, palette, self.picked.rows)
        self._waiting: Plan | None = None
        self._told: frozenset[Identity] = frozenset()
        self.dates = DateHeader(self.scale, language, palette)
        self.sideways = QScrollBar(Qt.Orientation.Horizontal)
        self.downwards = QScrollBar(Qt.Orientation.Vertical)
        self.columns_bar = QScrollBar(Qt.Orientation.Horizontal)
        self.splitter = LineSplitter(palette)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.tree)

    # What a page uses

    def set_plan(self, plan: Plan) -> None:
        """Show a plan; the same rows read anew keep selection, folds and place. While
        something is dragged the plan waits."""
        if self.hand.is_dragging or self.row_hand.is_dragging:
            self._waiting = plan
            return
        self._waiting = None
        first_time = not self.outline.plan.rows
        selected, others = self.selected(), self.picked.rows()
        self.hand.forget()
        self.outline.set_plan(plan)
        self._tracks = PlanTracks(plan)
        self._span = span(plan) or (plan.status_date or dt.date.today(),) * 2
        self.model.take_plan()
        self.dates.status_date = plan.status_date
        self._rescale(self.scale.per_day)
        self._show_rows()
        if selected is not None:
            self.picked.select_again(selected)
        if len(others) > 1:
            self.picked.select_all_again(others)
        self._tell_selected()
        if first_time:
            self.show_status_date()

    def set_marks(self, marks: Marks) -> None:
        """Milestones that stand on a row besides what it is, by the plan's rows; before the plan
        that they belong to."""
        self._marks = marks

    def show_ghosts(self, ghosts: Mapping[int, Dates], rests: Mapping[int, Rests]) -> None:
        """Where tasks, by their ids, would go, and when they would rest; with none, nothing."""
        self._item.show_ghosts(ghosts, rests)

    def set_filter(self, kept_by: Filter) -> None:
        """Show only some of the rows."""
        selected = self.selected()
        self.outline.set_filter(kept_by)
        self._rearranged(selected)

    def set_options(self, options: GanttOptions) -> None:
        """What is drawn besides the bars."""
        self.options = options
        self._show_rows()

    def set_language(self, language: Language) -> None:
        self.language = language
        self.model.set_language(language)
        self.dates.language = language
        self.dates.update()
        self._show_rows()

    def set_palette(self, palette: Mapping[str, str]) -> None:
        """The colours, by role."""
        self.splitter.set_palette(palette)
        self.tree.set_palette(palette)
        self.dates.set_palette(palette)
        self._item.set_palette(palette)
        self.hand.set_palette(palette)
        self.row_hand.set_palette(palette)

    def selected(self) -> PlanRow | None:
        """The current row, where it is selected: Qt makes the first one current by itself."""
        return self.picked.current()

    def reveal(self, table: str, row_id: int) -> bool:
        """Unfold, scroll to and select a `project` or a `task`; whether it is in the plan."""
        index = self.outline.find(table, row_id)
        if index < 0:
            return False
        position = self.outline.reveal(index)
        self._rearranged(None)
        self.tree.select(position)
        self.tree.scrollTo(self.tree.currentIndex(), TaskTree.ScrollHint.PositionAtCenter)
        self.show_bar(position)
        return True

    def fold_to(self, depth: int) -> None:
        """Fold everything below a depth; 0 leaves the projects alone."""
        selected = self.selected()
        self.outline.fold_to(depth)
        self.level = depth
        self._rearranged(selected)
        self.folded_to.emit(depth)

    def toggle(self, position: int) -> None:
        """Fold or unfold the row at a position in sight."""
        index = self.outline.rows[position]
        self.outline.set_folded([index], not self.outline.is_folded(index))
        self._rearranged(self.selected())

    def fold_below(self, position: int, folded: bool) -> None:
        """Fold or unfold a row and everything under it."""
        index = self.outline.rows[position]
        self.outline.set_folded([index, *self.outline.below(index)], folded)
        self._rearranged(self.selected())

    # Scale

    @property
    def x_offset(self) -> int:
        """The x of the scale that lies at the left edge of the bars."""
        return self._item.x_offset

    def chart_edges(self) -> tuple[int, int]:
        """Where the bars begin in this widget, and how wide they are."""
        return self.canvas.mapTo(self, QPoint(0, 0)).x(), self.canvas.width()

    def set_zoom(self, zoom: Zoom) -> None:
        """The usual width of a zoom level, about the status date where it is in sight; else about
        the middle."""
        width = self.canvas.width()
        day = self.outline.plan.status_date or dt.date.today()
        x = round(self.scale.end_x(day)) - self._item.x_offset
        self.zoom_to(PER_DAY[zoom], x if 0 <= x <= width else width // 2)

    def zoom_by(self, steps: float, x: int | None = None) -> None:
        """Closer (above 0) or further, about a pixel of the bars; None is their middle."""
        about = self.canvas.width() // 2 if x is None else x
        self.zoom_to(self.scale.per_day * ZOOM_STEP**steps, about)

    def zoom_to(self, per_day: float, x: int) -> None:
        """So many pixels a day; what is at x stays there."""
        fixed = (self._item.x_offset + x) / self.scale.per_day
        before = self.scale.zoom
        per_day = min(max(per_day, LEAST_PER_DAY), MOST_PER_DAY)
        offset = round(fixed * per_day) - x
        self._rescale(per_day, offset + self.canvas.width())
        self.sideways.setValue(offset)
        self._on_sideways(self.sideways.value())
        if self.scale.zoom is not before:
            self.zoom_changed.emit(self.scale.zoom.value)

    def fit(self) -> None:
        """The rows in sight from their first day to their last."""
        self._fit(self.outline.rows)

    def fit_selection(self) -> None:
        """The selected rows from their first day to their last; all where none is."""
        chosen = [self.outline.rows[position] for position in sorted(self.tree.selected)]
        self._fit(chosen or self.outline.rows)

    def show_today(self) -> None:
        """Bring today to the middle; the scale grows where it does not reach so far."""
        today = dt.date.today()
        if not self.scale.first <= today <= self.scale.last:
            self._span = (min(self._span[0], today), max(self._span[1], today))
            self._rescale(self.scale.per_day)
        self.sideways.setValue(round(self.scale.end_x(today)) - self.canvas.width() // 2)

    def _fit(self, rows: Sequence[int]) -> None:
        days = span(self.outline.plan, rows)
        if days is None:
            return
        first, last = days
        room = max(self.canvas.width() - MARGIN_PIXELS, 100)
        self.zoom_to(room / ((last - first).days + 1), 0)
        self.sideways.setValue(round(self.scale.to_x(first)) - LEAD_PIXELS // 2)

    def show_status_date(self) -> None:
        """Bring the status date to a third of the width."""
        day = self.outline.plan.status_date or dt.date.today()
        self.sideways.setValue(round(self.scale.end_x(day)) - self.canvas.width() * 2 // 5)

    def show_bar(self, position: int) -> None:
        """Bring the bar of a row into sight; -1 is no row."""
        place = self._place(position) if position >= 0 else None
        if place is not None and not self._is_in_sight(place):
            self.sideways.setValue(round(place.left) - LEAD_PIXELS)

    def scroll_by(self, dx: int, dy: int) -> None:
        """Move what is in sight, in pixels."""
        self.sideways.setValue(self.sideways.value() + dx)
        bar = self.tree.verticalScrollBar()
        bar.setValue(bar.value() + dy)

    # Inside

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        beside = QVBoxLayout(left)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.tree)
        # Its room stays when it is not needed, so that table and bars show the same rows.
        kept = self.columns_bar.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.columns_bar.setSizePolicy(kept)
        beside.addWidget(self.columns_bar)
        grid = QGridLayout(right)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.dates, 0, 0, 1, 2)
        grid.addWidget(self.canvas, 1, 0)
        grid.addWidget(self.downwards, 1, 1)
        grid.addWidget(self.sideways, 2, 0)
        self.splitter.addWidget(left)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([TREE_WIDTH, 3 * TREE_WIDTH])
        left.setMinimumWidth(TREE_LEAST)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self._room = TableRoom(self.splitter, self.tree, TREE_WIDTH)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._room.share()

    def _connect(self) -> None:
        tree_bar = self.tree.verticalScrollBar()
        tree_bar.valueChanged.connect(self._on_downwards)
        tree_bar.rangeChanged.connect(self._on_tree_range)
        self.downwards.valueChanged.connect(tree_bar.setValue)
        self.sideways.valueChanged.connect(self._on_sideways)
        columns = self.tree.horizontalScrollBar()
        columns.rangeChanged.connect(self._on_columns_range)
        columns.valueChanged.connect(self.columns_bar.setValue)
        self.columns_bar.valueChanged.connect(columns.setValue)
        self._on_columns_range(columns.minimum(), columns.maximum())
        self.tree.folding_wanted.connect(self._on_folding_wanted)
        self.tree.hovered.connect(self._on_hovered)
        self.tree.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.model.edit_wanted.connect(self.edit_wanted)
        self.canvas.hovered.connect(self._on_hovered)
        self.hand.let_go.connect(self._on_let_go)
        self.row_hand.let_go.connect(self._on_let_go)
        self.canvas.clicked.connect(self._on_clicked)
        self.canvas.sought.connect(self.show_bar)
        self.canvas.scrolled.connect(self.scroll_by)
        self.canvas.zoomed.connect(self.zoom_by)
        self.canvas.resized.connect(self._on_resized)
        self.dates.zoomed.connect(self.zoom_by)

    def _rearranged(self, selected: PlanRow | None) -> None:
        self.model.arrange()
        self._show_rows()
        if selected is not None:
            self.picked.select_again(selected)
        self._tell_selected()

    def _show_rows(self) -> None:
        self._chart = self._new_chart()
        self._item.show_chart(self._chart, self.scale, self.language)
        self._mark_selected()
        self.hand.scrolled()

    def _new_chart(self) -> GanttChart:
        outline = self.outline
        return GanttChart(
            outline.plan, outline.rows, self.options, tracks=self._tracks, marks=self._marks
        )

    def _rescale(self, per_day: float, least: int = 0) -> None:
        """Another width of a day; the scale is at least as wide as `least` and the bars."""
        days = self._span
        first, last = _days_about(*days)
        most = max(self.canvas.width(), least, 1) / per_day
        last = max(last, first + dt.timedelta(days=int(most) + 1))
        last = max(last, days[1] + dt.timedelta(days=int(MARGIN_PIXELS / per_day) + 1))
        moved = (self.scale.first - first).days * per_day
        self.scale = TimeScale.zoomed(first, last, per_day)
        width = self.canvas.width()
        offset = self._item.x_offset + round(moved)
        with QSignalBlocker(self.sideways):
            self.sideways.setRange(0, max(round(self.scale.width) - width, 0))
            self.sideways.setPageStep(width)
            self.sideways.setSingleStep(ROW * 2)
            self.sideways.setValue(offset)
        self._item.show_chart(self._chart, self.scale, self.language)
        self.dates.scale = self.scale
        self._on_sideways(self.sideways.value())

    def _place(self, position: int) -> Place | None:
        return self._chart.place(self.outline.rows[position], self.scale)

    def _is_in_sight(self, place: Place) -> bool:
        left = self._item.x_offset
        return place.right >= left and place.left <= left + self.canvas.width()

    def _mark_selected(self) -> None:
        self.tree.note_selected()
        self._item.selected = self.tree.selected
        self._item.update()

    def _on_downwards(self, value: int) -> None:
        self._item.y_offset = value
        self._item.update()
        self.hand.scrolled()
        with QSignalBlocker(self.downwards):
            self.downwards.setValue(value)

    def _on_tree_range(self, least: int, most: int) -> None:
        bar = self.tree.verticalScrollBar()
        self.downwards.setRange(least, most)
        self.downwards.setPageStep(bar.pageStep())
        self.downwards.setSingleStep(ROW)
        self.downwards.setVisible(most > least)

    def _on_columns_range(self, least: int, most: int) -> None:
        bar = self.tree.horizontalScrollBar()
        self.columns_bar.setRange(least, most)
        self.columns_bar.setPageStep(bar.pageStep())
        self.columns_bar.setSingleStep(ROW)
        self.columns_bar.setVisible(most > least)

    def _on_sideways(self, value: int) -> None:
        self._item.x_offset = value
        self._item.update()
        self.hand.scrolled()
        self.dates.x_offset = value
        self.dates.update()
        self.scaled.emit()

    def _on_resized(self) -> None:
        self._rescale(self.scale.per_day)

    def _on_hovered(self, position: int) -> None:
        self.tree.set_hovered(position)
        if self._item.hovered != position:
            self._item.hovered = position
            self._item.update()

    def _on_let_go(self) -> None:
        if self._waiting is not None:
            self.set_plan(self._waiting)

    def _on_clicked(self, position: int, held: Qt.KeyboardModifier) -> None:
        if position >= 0:
            self.tree.pick(position, held)
        self.tree.setFocus()

    def _on_folding_wanted(self, position: int) -> None:
        if self.outline.is_parent(self.outline.rows[position]):
            self.toggle(position)

    def _on_selection_changed(self) -> None:
        self._mark_selected()
        self._told = self.picked.identities()
        self.row_selected.emit(self.selected())

    def _tell_selected(self) -> None:
        """Selected rows that went with others are no longer selected, and Qt does not say so."""
        if self.picked.identities() != self._told:
            self._on_selection_changed()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in CLOSER_KEYS:
            self.zoom_by(1)
        elif key in FURTHER_KEYS:
            self.zoom_by(-1)
        elif key == FIT_KEY:
            self.fit()
        elif key == TODAY_KEY and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.show_today()
        elif key in LEVEL_KEYS and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            self.fold_to(LEVEL_KEYS.index(key))
        elif key == SELECTION_KEY:
            self.fit_selection()
        elif key == SEEK_KEY:
            self.show_bar(self.tree.current_position())
        else:
            super().keyPressEvent(event)


def _days_about(first: dt.date, last: dt.date | None = None) -> tuple[dt.date, dt.date]:
    """Whole months about some days, with a margin."""
    margin = dt.timedelta(days=MARGIN_DAYS)
    begin = month_start(first - margin)
    return begin, next_month((last or first) + margin) - dt.timedelta(days=1)
