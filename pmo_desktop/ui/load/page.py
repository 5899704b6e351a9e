"""The load page: people by weeks, what stands behind a cell, who has too much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QStackedWidget, QVBoxLayout
from typing_extensions import override

from pmo_desktop.services.load import Load, load
from pmo_desktop.services.office import office
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.load.behind import BehindCard
from pmo_desktop.ui.load.conflicts import ConflictList
from pmo_desktop.ui.load.heat import HeatMap
from pmo_desktop.ui.load.lines import LoadLine, lines, peak
from pmo_desktop.ui.load.overloads import Overload, overloads
from pmo_desktop.ui.load.shares import ShareBars
from pmo_desktop.ui.load.toolbar import LoadBar
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.widgets.card import Card

if TYPE_CHECKING:
    from pmo_desktop.exchange.tabling.sheet import Sheet

SIDE_WIDTH = 316
STATE = "load"
TABLES = ("project", "task", "assignment", "person", "department", "office", "working_calendar",
          "calendar_day")  # fmt: skip


def upcoming(session: Any, weeks: int) -> Load:
    """The load of everyone from the status date's week on."""
    return load(session, office(session).status_date, weeks)


class LoadPage(Page):
    tables = frozenset(TABLES)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._load = Load((), ())
        self._folded: frozenset[str] = frozenset()
        self.bar = LoadBar(context.palette)
        self.heat = HeatMap(context.language, context.palette)
        self.bars = ShareBars(self.heat, context.language, context.palette)
        self.behind = BehindCard()
        self.conflicts = ConflictList(context.palette)
        self.bars_card, self.conflicts_card = Card(), Card()
        self.note, self.calm = QLabel(), QLabel()
        self.stack, self.conflict_stack = QStackedWidget(), QStackedWidget()
        self.bar.restore(context.settings.table(STATE))
        self._lay_out()
        self._connect()
        self.retranslate()

    # The page

    @override
    def refresh(self) -> None:
        self.context.ask(upcoming, self.bar.weeks, then=self.take, owner=self)

    @override
    def retranslate(self) -> None:
        language = self.context.language
        self.bar.retranslate(language)
        self.heat.set_language(language)
        self.bars.set_language(language)
        self._export.setText(language.text("Export the table…"))
        self._whence.setText(language.text("Where it comes from"))
        self.calm.setText(language.text("Nobody is asked for more than there is."))
        self._show()
        self._show_cell()

    @override
    def restyle(self) -> None:
        palette = self.context.palette
        for part in (self.heat, self.bars, self.conflicts):
            part.set_palette(palette)
        self.bar.restyle(palette)

    @override
    def reveal(self, table: str, row_id: int) -> None:
        """A person: the week in which most is asked."""
        found = next((row for row in self._load.rows if row.person_id == row_id), None)
        if table == "person" and found is not None:
            loads = [cell.load for cell in found.cells]
            self._choose_person(row_id, loads.index(max(loads)))

    def filter_field(self) -> QLineEdit:
        return self.bar.filter_edit

    # Setting up

    def _lay_out(self) -> None:
        for note in (self.note, self.calm):
            note.setProperty("look", "empty")
            note.setAlignment(Qt.AlignmentFlag.AlignCenter)
            note.setWordWrap(True)
        self.stack.addWidget(self.heat)
        self.stack.addWidget(self.note)
        self.conflict_stack.addWidget(self.conflicts)
        self.conflict_stack.addWidget(self.calm)
        heat_card = Card(titled=False)
        heat_card.body.setContentsMargins(1, 4, 1, 1)
        heat_card.body.addWidget(self.stack)
        self.bars_card.body.setContentsMargins(1, 10, 1, 4)
        self.bars_card.head.setContentsMargins(12, 0, 14, 0)
        self.bars_card.body.addWidget(self.bars, 1)
        self.conflicts_card.body.addWidget(self.conflict_stack, 1)
        grid = QGridLayout()
        grid.setSpacing(12)
        grid.addWidget(heat_card, 0, 0, 2, 1)
        grid.addWidget(self.bars_card, 2, 0)
        grid.addWidget(self.behind, 0, 1)
        grid.addWidget(self.conflicts_card, 1, 1, 2, 1)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(1, 1)
        for side in (self.behind, self.conflicts_card):
            side.setFixedWidth(SIDE_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.bar)
        layout.addLayout(grid, 1)
        self.setFocusProxy(self.heat)

    def _connect(self) -> None:
        self.bar.weeks_changed.connect(self._on_weeks_changed)
        self.bar.changed.connect(self._on_changed)
        self.bar.left.connect(self.heat.setFocus)
        self.heat.chosen.connect(self._show_cell)
        self.heat.folding_wanted.connect(self._on_folding_wanted)
        self.behind.project_wanted.connect(self._on_project_wanted)
        self.conflicts.chosen.connect(self._on_conflict_chosen)
        self._export = QAction(self.heat)
        self._export.setShortcut(QKeySequence("Ctrl+Shift+E"))
        self._export.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._export.triggered.connect(self.ask_export)
        self._whence = QAction(self.heat)
        self._whence.setShortcut(QKeySequence("F4"))
        self._whence.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._whence.triggered.connect(self.ask_whence)
        self.heat.addActions([self._whence, self._export])
        self.heat.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def ask_whence(self) -> None:
        """Say which tasks are behind the current cell, and where they come from."""
        from pmo_desktop.ui.load.whence import ask_whence

        line, week = self._current_line(), self.heat.week
        if line is not None and week >= 0:
            box = self.heat.cell_rect(self.heat.line, week)
            place = self.heat.viewport().mapToGlobal(box.bottomLeft())
            ask_whence(self.context, self, line, self._load.weeks[week], line.cells[week], place)

    def ask_export(self) -> None:
        from pmo_desktop.ui.load.exporting import sheet_of_load
        from pmo_desktop.ui.tables.exporting import ask_export

        def sheet() -> Sheet:
            return sheet_of_load(self.heat.lines, self._load.weeks, self.context.language)

        ask_export(self.context, self, "load", sheet)

    # Showing

    def take(self, found: Load) -> None:
        """Show a load; the chosen person stays chosen."""
        first_time = not self._load.rows
        self._load = found
        departments = sorted({row.department for row in found.rows if row.department})
        roles = sorted({row.role for row in found.rows if row.role})
        self.bar.offer(departments, roles, self.context.language)
        self._show()
        if first_time and self.heat.lines:
            loads = [cell.load for cell in self.heat.lines[0].cells]
            self.heat.choose(0, loads.index(max(loads)))
        self._show_cell()

    def _show(self) -> None:
        """The lines that the bar asks for, the overloads of those people."""
        bar, language = self.bar, self.context.language
        unknown = language.text("Not given")
        kept = lines(self._load.rows, bar.filter, unknown=unknown, order=bar.order)
        self.heat.folded = self._folded
        shown = lines(self._load.rows, bar.filter, bar.grouping, bar.order, self._folded, unknown)
        self.heat.show_lines(shown, self._load.weeks)
        people = {line.person_id for line in kept}
        runs = overloads([row for row in self._load.rows if row.person_id in people])
        self.conflicts.show_runs(runs, self._load.weeks, language)
        self.conflict_stack.setCurrentIndex(0 if runs else 1)
        self._say(kept, runs)
        self._show_note()

    def _say(self, kept: tuple[LoadLine, ...], runs: tuple[Overload, ...]) -> None:
        text = self.context.language.text
        over = len({run.person_id for run in runs})
        overloaded = text("{n} overloaded", n=over)
        self.set_subtitle(f"{text('{n} people', n=len(kept))} · {overloaded}")
        self.conflicts_card.say(text("Overloads"), overloaded)

    def _show_note(self) -> None:
        text = self.context.language.text
        if self._load.rows:
            note = text("Nobody matches. Clear the filter to see everyone.")
        else:
            note = text("Nobody here yet. People and their tasks come with the teams' sheets.")
        self.note.setText(note)
        self.stack.setCurrentIndex(0 if self.heat.lines else 1)

    def _show_cell(self) -> None:
        """The current cell's projects, and its line's weeks."""
        language, line = self.context.language, self._current_line()
        self.bars.show_line(line)
        if line is None or self.heat.week < 0:
            self.behind.show_nothing(language)
            self.bars_card.say(language.text("Demand by project"))
            return
        cell, monday = line.cells[self.heat.week], self._load.weeks[self.heat.week]
        self.behind.show_cell(line, monday, cell, language)
        title = language.text("{name}: demand by project, and capacity", name=line.name)
        most = language.text("at most {load}", load=language.percent(peak(line)))
        self.bars_card.say(title, most)

    def _current_line(self) -> LoadLine | None:
        at = self.heat.line
        return self.heat.lines[at] if 0 <= at < len(self.heat.lines) else None

    # What the user does

    def _on_weeks_changed(self) -> None:
        self.context.settings.set_table(STATE, self.bar.state())
        self.refresh()

    def _on_changed(self) -> None:
        self.context.settings.set_table(STATE, self.bar.state())
        self._show()
        self._show_cell()

    def _on_folding_wanted(self, number: int) -> None:
        name = self.heat.lines[number].name
        self._folded = self._folded ^ {name}
        self._show()

    def _on_project_wanted(self, project_id: int) -> None:
        self.page_wanted.emit("gantt", "project", project_id)

    def _on_conflict_chosen(self, run: Overload) -> None:
        self._choose_person(run.person_id, run.peak)

    def _choose_person(self, person_id: int, week: int) -> None:
        """Unfold and unfilter what hides the person."""
        if self._place_of(person_id) < 0:
            self._folded = frozenset()
            self._show()
        if self._place_of(person_id) < 0:
            self.bar.clear_filter()
            self._show()
        place = self._place_of(person_id)
        if place >= 0:
            self.heat.choose(place, week)

    def _place_of(self, person_id: int) -> int:
        places = (at for at, line in enumerate(self.heat.lines) if line.person_id == person_id)
        return next(places, -1)
