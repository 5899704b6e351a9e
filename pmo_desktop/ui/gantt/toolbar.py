"""The bar above the plan: which view, zoom, what is drawn, levels, grouping, which tasks, print, a
filter by words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from pmo_desktop.charts.gantt import GanttOptions
from pmo_desktop.charts.timescale import Zoom
from pmo_desktop.language import Language
from pmo_desktop.ui.gantt.grouping import Grouping
from pmo_desktop.ui.gantt.outline import Filter, Show
from pmo_desktop.ui.icons import icon
from pmo_desktop.ui.widgets.flow import FlowRow
from pmo_desktop.ui.widgets.segments import Segments

FILTER_DELAY_MS = 150
FILTER_WIDTH = 112
TOGGLES = ("critical", "baseline", "links", "demand")
MORE = ("near_critical", "floats", "deadlines", "constraints", "progress", "labels", "days_off")
PRINTED = ("paper", "file", "copy", "table", "plan")
OFF_AT_FIRST = frozenset({"floats", "progress"})
PLAN, PORTFOLIO, TREND = VIEWS = ("plan", "portfolio", "trend")
ALL_LEVELS = 1_000


class GanttBar(QWidget):
    """Says what the user chose; `findings` is a button that the page fills and answers."""

    view_chosen = Signal(str)
    zoom_chosen = Signal(str)
    level_chosen = Signal(int)
    options_changed = Signal()
    grouping_changed = Signal()
    filter_changed = Signal()
    filter_left = Signal()

    def __init__(self, palette: Mapping[str, str]) -> None:
        super().__init__()
        self.views = Segments(VIEWS)
        self.zooms = Segments([zoom.value for zoom in Zoom])
        self.fit, self.today = QPushButton(), QPushButton()
        self.show_ = QPushButton()
        self.levels = QMenu(self)
        self.toggles = {name: QAction(self, checkable=True) for name in TOGGLES}
        self.shown = {name: QAction(self, checkable=True) for name in MORE}
        self.deepest, self._all_levels = 1, ""
        self._grouping, self._show = QComboBox(), QComboBox()
        self.print_ = QToolButton()
        self.printed = {name: QAction(self) for name in PRINTED}
        self.findings = QPushButton()
        self.findings.setProperty("look", "link")
        self.filter_edit = QLineEdit()
        self._search = self.filter_edit.addAction(
            icon("search", palette["ink3"]), QLineEdit.ActionPosition.LeadingPosition
        )
        self.print_.setIcon(icon("print", palette["ink2"], disabled=palette["disabled"]))
        self._lay_out()
        _fill(self._grouping, [("", by.value) for by in Grouping])
        _fill(self._show, [("", show.value) for show in Show])
        self._connect()

    @property
    def options(self) -> GanttOptions:
        on = {name: self.toggles[name].isChecked() for name in TOGGLES if name != "demand"}
        more = {name: action.isChecked() for name, action in self.shown.items()}
        return GanttOptions(**on, **more)

    @property
    def wants_demand(self) -> bool:
        return self.toggles["demand"].isChecked()

    @property
    def grouping(self) -> Grouping:
        return Grouping(self._grouping.currentData())

    @property
    def filter(self) -> Filter:
        return Filter(Show(self._show.currentData()), self.filter_edit.text())

    def mark_zoom(self, key: str) -> None:
        """The zoom was changed elsewhere."""
        with QSignalBlocker(self.zooms):
            self.zooms.choose(key)

    def mark_filter(self, kept_by: Filter) -> None:
        """The filter was changed elsewhere."""
        with QSignalBlocker(self._show), QSignalBlocker(self.filter_edit):
            self._show.setCurrentIndex(list(Show).index(kept_by.show))
            self.filter_edit.setText(kept_by.text)

    def group_by(self, by: Grouping) -> None:
        self._grouping.setCurrentIndex(list(Grouping).index(by))

    def show_only(self, show: Show) -> None:
        self._show.setCurrentIndex(list(Show).index(show))

    def state(self) -> dict[str, Any]:
        """What is worth keeping until next time."""
        on: dict[str, Any] = {name: button.isChecked() for name, button in self.toggles.items()}
        more = {name: action.isChecked() for name, action in self.shown.items()}
        chosen = {"view": self.views.current, "zoom": self.zooms.current,
                  "show": self.filter.show.value, "text": self.filter_edit.text(),
                  "grouping": self.grouping.value}  # fmt: skip
        return {**on, **more, **chosen}

    def restore(self, state: Mapping[str, Any]) -> None:
        """As it was left; at first everything is drawn of what is unfinished."""
        for name, button in self.toggles.items():
            with QSignalBlocker(button):
                button.setChecked(bool(state.get(name, True)))
        for name, action in self.shown.items():
            with QSignalBlocker(action):
                action.setChecked(bool(state.get(name, name not in OFF_AT_FIRST)))
        by = [grouping.value for grouping in Grouping]
        if state.get("grouping") in by:
            with QSignalBlocker(self._grouping):
                self._grouping.setCurrentIndex(by.index(state["grouping"]))
        shown = str(state.get("show"))
        known = [show.value for show in Show]
        with QSignalBlocker(self._show):
            self._show.setCurrentIndex(known.index(shown if shown in known else Show.UNFINISHED))
        with QSignalBlocker(self.filter_edit):
            self.filter_edit.setText(str(state.get("text", "")))
        zoom = state.get("zoom")
        self.mark_zoom(zoom if zoom in list(Zoom) else Zoom.WEEK.value)
        view = state.get("view")
        with QSignalBlocker(self.views):
            self.views.choose(view if view in VIEWS else PLAN)
        self._on_view(self.views.current)

    def retranslate(self, language: Language) -> None:
        text, term = language.text, language.term
        self.views.set_texts([term(f"plan_view.{view}") for view in VIEWS])
        self.zooms.set_texts([term(f"zoom.{zoom.value}") for zoom in Zoom])
        for name, action in self.shown.items():
            action.setText(term(f"gantt_shows.{name}"))
        self.show_.setText(text("Show"))
        self.show_.setToolTip(text("What is drawn, and how deep the outline is unfolded"))
        self._all_levels = text("All levels")
        self.levels.setTitle(text("Levels"))
        self.today.setText(text("Today"))
        self.today.setToolTip(text("Go to today (Ctrl+T)"))
        self.fit.setText(text("Fit"))
        self.fit.setToolTip(text("Everything from the first day to the last (0)"))
        self.toggles["critical"].setText(text("Critical path"))
        self.toggles["baseline"].setText(text("Baseline"))
        self.toggles["links"].setText(text("Dependencies"))
        self.toggles["demand"].setText(text("Demand"))
        _fill(self._grouping, [(term(f"grouping.{by.value}"), by.value) for by in Grouping])
        _fill(self._show, [(term(f"show.{show.value}"), show.value) for show in Show])
        self._grouping.setToolTip(text("How the tasks are grouped"))
        self._show.setToolTip(text("Which tasks are shown"))
        self.filter_edit.setPlaceholderText(text("Filter"))
        self.filter_edit.setToolTip(text("Words of a task's code, name or people"))

        self.printed["paper"].setText(text("Print or save as PDF…"))
        self.printed["file"].setText(text("Save the picture…"))
        self.printed["copy"].setText(text("Copy the picture"))
        self.printed["table"].setText(text("Export the table…"))
        self.printed["plan"].setText(text("Export a plan to MS Project XML…"))
        self.print_.setToolTip(text("Print, save or copy these rows…"))
        self.print_.setAccessibleName(text("Print, save or copy these rows…"))

    def restyle(self, palette: Mapping[str, str]) -> None:
        self.print_.setIcon(icon("print", palette["ink2"], disabled=palette["disabled"]))
        self._search.setIcon(icon("search", palette["ink3"]))

    def _lay_out(self) -> None:
        self.filter_edit.setFixedWidth(FILTER_WIDTH)
        self.filter_edit.setClearButtonEnabled(True)
        self.findings.hide()
        for choice in (self._grouping, self._show):
            # The words change with the language.
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        printing = QMenu(self.print_)
        printing.addActions(list(self.printed.values()))
        printing.insertSeparator(self.printed["table"])
        self.print_.setMenu(printing)
        self.print_.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.show_)
        menu.addActions(list(self.toggles.values()))
        menu.addSeparator()
        menu.addActions(list(self.shown.values()))
        menu.addSeparator()
        menu.addMenu(self.levels)
        self.show_.setMenu(menu)
        self.levels.aboutToShow.connect(self._list_levels)
        self.levels.triggered.connect(self._on_level_picked)
        first = (self.views, self.zooms, self.fit, self.today, self.show_, self._grouping,
                 self._show, self.print_)  # fmt: skip
        self.setLayout(FlowRow(*first, None, self.findings, self.filter_edit))

    def _list_levels(self) -> None:
        self.levels.clear()
        for level in range(self.deepest):
            action = self.levels.addAction(str(level + 1))
            action.setShortcut(QKeySequence(f"Alt+{level + 1}"))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.setData(level)
        self.levels.addAction(self._all_levels).setData(ALL_LEVELS)

    def _connect(self) -> None:
        self._filter_later = QTimer(self, singleShot=True, interval=FILTER_DELAY_MS)
        self._filter_later.timeout.connect(self.filter_changed)
        self.filter_edit.textChanged.connect(self._on_filter_typed)
        self.filter_edit.returnPressed.connect(self._on_filter_entered)
        self.views.chosen.connect(self._on_view)
        self.views.chosen.connect(self.view_chosen)
        self.zooms.chosen.connect(self.zoom_chosen)
        for action in (*self.toggles.values(), *self.shown.values()):
            action.toggled.connect(self.options_changed)
        self._grouping.currentIndexChanged.connect(self.grouping_changed)
        self._show.currentIndexChanged.connect(self.filter_changed)

    def _on_view(self, view: str) -> None:
        """The milestones' trend has neither rows nor an axis of days."""
        for part in (self.zooms, self.fit, self.today, self.show_, self._grouping, self._show,
                     self.filter_edit):  # fmt: skip
            part.setEnabled(view != TREND)

    def _on_level_picked(self, action: QAction) -> None:
        self.level_chosen.emit(action.data())

    def _on_filter_typed(self) -> None:
        self._filter_later.start()

    def _on_filter_entered(self) -> None:
        self._filter_later.stop()
        self.filter_changed.emit()
        self.filter_left.emit()


def _fill(box: QComboBox, choices: list[tuple[str, str]]) -> None:
    """Other words, the same choice; nothing is said to have changed."""
    at = max(box.currentIndex(), 0)
    with QSignalBlocker(box):
        box.clear()
        for text, value in choices:
            box.addItem(text, value)
        box.setCurrentIndex(at)
