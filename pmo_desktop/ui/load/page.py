"""The load page: who is asked for how much and when, what stands behind a cell, what is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
)
from typing_extensions import override

from pmo_desktop.domain.load import WEEKS_AHEAD
from pmo_desktop.services.load_page import Asking, LoadPageData, Split, load_page, load_split
from pmo_desktop.services.load_parts import LoadPart, load_parts
from pmo_desktop.services.load_shapes import DUTIES, By, MatrixRow
from pmo_desktop.services.overload import OverPerson
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.load.behind import BehindCard
from pmo_desktop.ui.load.conflicts import ConflictList
from pmo_desktop.ui.load.heat import HeatMap
from pmo_desktop.ui.load.lines import MOST, LoadFilter, LoadLine, lines, peak, person_lines
from pmo_desktop.ui.load.overloads import (
    Entry,
    Target,
    idle,
    overloaded_people,
    overloads,
    short,
    span,
    wrong,
)
from pmo_desktop.ui.load.shares import ShareBars
from pmo_desktop.ui.load.toolbar import LoadBar
from pmo_desktop.ui.load.ways_out import Choice, WaysOutCard
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.preview import ask_as_shown
from pmo_desktop.ui.widgets.card import Card, label
from pmo_desktop.ui.widgets.preview_bar import PreviewBar
from pmo_desktop.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from pmo_desktop.exchange.tabling.sheet import Sheet

SIDE_WIDTH = 340
WAYS_HEIGHT = 276
STATE = "load"
TABLES = ("project", "task", "assignment", "person", "department", "office", "working_calendar",
          "calendar_day", "booking", "absence", "person_capacity", "skill", "person_skill", "team",
          "team_member", "programme")  # fmt: skip


class Side(StrEnum):
    OVERLOAD = "overload"
    IDLE = "idle"
    SHORTAGE = "shortage"
    FINDINGS = "findings"


def parts(
    session: Any, asked: Asking, row: MatrixRow, first: dt.date, last: dt.date
) -> tuple[LoadPart, ...]:
    """What is behind a cell."""
    return load_parts(session, asked.by, row, first, last, candidates=asked.candidates)


class LoadPage(Page):
    tables = frozenset(TABLES)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._data: LoadPageData | None = None
        self._open: frozenset[tuple[By, object]] = frozenset()
        self._target: Target | None = None
        self._fault_shown = False
        self.bar = LoadBar(context.palette)
        self.heat = HeatMap(context.language, context.palette)
        self.bars = ShareBars(self.heat, context.language, context.palette)
        self.behind = BehindCard()
        self.conflicts = ConflictList(context.palette)
        self.side = Segments([side.value for side in Side])
        self.bars_card, self.conflicts_card = Card(), Card(titled=False)
        self.ways = WaysOutCard(context)
        self.ways_wanted, self.preview_bar = QPushButton(), PreviewBar(context)
        self.note, self.calm, self.window_note = QLabel(), QLabel(), label(look="hint", wrap=True)
        self.stack, self.conflict_stack = QStackedWidget(), QStackedWidget()
        self.bar.restore(context.settings.table(STATE))
        self._lay_out()
        self._connect()
        self.retranslate()

    # The page

    @override
    def refresh(self) -> None:
        ask_as_shown(self.context, load_page, self.bar.asked, then=self.take, owner=self)

    @override
    def forget(self) -> None:
        self._close_ways()
        self._data = None
        self.heat.show_lines((), ())
        self._show()
        self._show_cell()

    @override
    def retranslate(self) -> None:
        language = self.context.language
        self.bar.retranslate(language)
        self.heat.set_language(language)
        self.bars.set_language(language)
        self._export.setText(language.text("Export the table…"))
        self._whence.setText(language.text("Where it comes from"))
        self._ways.setText(language.text("Ways out…"))
        self.ways.retranslate()
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
        """A person, or a skill: the bucket in which most is asked."""
        if table in ("person", "skill"):
            self._go_to(Target(By(table), row_id, -1))

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
        self.conflicts_card.body.addWidget(self.side)
        self.conflicts_card.body.addWidget(self.window_note)
        self.conflicts_card.body.addWidget(self.conflict_stack, 1)
        self.conflicts_card.body.addWidget(self.ways_wanted)
        self.ways.setMinimumHeight(WAYS_HEIGHT)
        self.ways.hide()
        grid = QGridLayout()
        grid.setSpacing(12)
        grid.addWidget(heat_card, 0, 0, 2, 1)
        grid.addWidget(self.bars_card, 2, 0)
        grid.addWidget(self.behind, 0, 1)
        grid.addWidget(self.conflicts_card, 1, 1, 2, 1)
        grid.addWidget(self.ways, 3, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(1, 1)
        for side in (self.behind, self.conflicts_card):
            side.setFixedWidth(SIDE_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.bar)
        layout.addWidget(self.preview_bar)
        layout.addLayout(grid, 1)
        self.setFocusProxy(self.heat)

    def _connect(self) -> None:
        self.bar.asked_changed.connect(self._on_asked_changed)
        self.bar.changed.connect(self._on_changed)
        self.bar.left.connect(self.heat.setFocus)
        self.heat.chosen.connect(self._show_cell)
        self.heat.folding_wanted.connect(self._on_folding_wanted)
        self.behind.task_wanted.connect(self._on_task_wanted)
        self.behind.booking_wanted.connect(self._on_booking_wanted)
        self.conflicts.chosen.connect(self._on_entry_chosen)
        self.conflicts.opened.connect(self._on_entry_opened)
        self.side.chosen.connect(self._show_side)
        self.ways_wanted.clicked.connect(self.ask_ways_out)
        self.ways.closed.connect(self._close_ways)
        self.ways.gantt_wanted.connect(self._on_way_on_gantt_wanted)
        self.context.preview_changed.connect(self._make_stale)
        # What was worked out for a plan says nothing of another one.
        self.context.edited.connect(self._close_ways)
        self._export = QAction(self.heat)
        self._export.setShortcut(QKeySequence("Ctrl+Shift+E"))
        self._export.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._export.triggered.connect(self.ask_export)
        self._whence = QAction(self.heat)
        self._whence.setShortcut(QKeySequence("F4"))
        self._whence.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._whence.triggered.connect(self.ask_whence)
        self._ways = QAction(self)
        self._ways.setShortcut(QKeySequence("Ctrl+Shift+O"))
        self._ways.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._ways.triggered.connect(self.ask_ways_out)
        self.addAction(self._ways)
        self.heat.addActions([self._ways, self._whence, self._export])
        self.heat.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def ask_whence(self) -> None:
        """Say which tasks are behind the current cell, and where they come from."""
        from pmo_desktop.ui.load.whence import ask_whence

        line, bucket = self._current_line(), self.heat.week
        if line is not None and bucket >= 0 and line.members:
            box = self.heat.cell_rect(self.heat.line, bucket)
            place = self.heat.viewport().mapToGlobal(box.bottomLeft())
            ask_whence(self.context, self, line, bucket, place)

    def ask_ways_out(self) -> None:
        """What can be done about the current cell: for each of its people who has too much."""
        from pmo_desktop.domain.ways_out import Conflict

        line, bucket, found = self._current_line(), self.heat.week, self._overloaded()
        if line is None or not found:
            return
        first, last = self._days_of(line, bucket)
        choices = [Choice(Conflict(one.person_id, first, last), one.name, one.hours)
                   for one in found]  # fmt: skip
        self.context.show_preview(None)
        self._show_ways(True)
        self.ways.open(choices, span(line, bucket, bucket, self.context.language))

    def _close_ways(self, _edit: object = None) -> None:
        self._show_ways(False)

    def _on_way_on_gantt_wanted(self) -> None:
        self.page_wanted.emit("gantt", "", 0)

    def _show_ways(self, shown: bool) -> None:
        """They take the place of the line over all weeks."""
        self.ways.setVisible(shown)
        self.bars_card.setVisible(not shown)

    def _overloaded(self) -> tuple[OverPerson, ...]:
        """Those of the current cell who have too much, those with the most hours first."""
        line, bucket = self._current_line(), self.heat.week
        if line is None or bucket < 0 or self._data is None:
            return ()
        return self._data.overloaded_in(line.by, line.row, *self._days_of(line, bucket))

    def _days_of(self, line: LoadLine, bucket: int) -> tuple[dt.date, dt.date]:
        first, end = line.matrix.edges[bucket : bucket + 2]
        return first, end - dt.timedelta(days=1)

    def ask_export(self) -> None:
        from pmo_desktop.ui.load.exporting import sheet_of_load
        from pmo_desktop.ui.tables.exporting import ask_export

        def sheet() -> Sheet:
            return sheet_of_load(self.heat.lines, self.bar.unit, self.context.language)

        ask_export(self.context, self, "load", sheet)

    # Showing

    def take(self, found: LoadPageData) -> None:
        """Show a load; the chosen line stays chosen."""
        first_time = self._data is None or not self.heat.lines or self.heat.line < 0
        self._data = found
        rows = found.people.rows
        departments = sorted({row.department for row in rows if row.department})
        roles = sorted({row.note for row in rows if row.note})
        self.bar.offer(departments, roles, self.context.language)
        self._show()
        if first_time and self.heat.lines and self._target is None:
            self.heat.choose(0, self._worst_of(self.heat.lines[0]))
        if self._target is not None:
            target, self._target = self._target, None
            self._go_to(target)
        self._show_cell()

    def _worst_of(self, line: LoadLine) -> int:
        """The bucket of somebody's worst week of overload, or the peak."""
        assert self._data is not None
        people = self._data.overload.people
        found = next((one for one in people if one.person_id == line.person_id), None)
        worst = None if found is None else max(found.weeks, key=lambda week: week.load).monday
        return _bucket_of(Target(bucket=-1, day=worst), line)

    def called(self, row: MatrixRow) -> str:
        """A row's name; what is no project's, and what is not said, in words."""
        if row.name:
            return row.name
        text = self.context.language.text
        return text("Other duties") if row.key == DUTIES else text("Not given")

    def _lines(self) -> tuple[LoadLine, ...]:
        assert self._data is not None
        bar, data = self.bar, self._data
        return lines(data.matrix, data.people, self._filter, bar.order, self._open, self.called)

    @property
    def _filter(self) -> LoadFilter:
        """The bar's, with who is overloaded, as the list has it."""
        over = () if self._data is None else self._data.overload.people
        return replace(self.bar.filter, over={one.person_id: one.hours for one in over})

    def _marks(self, found: Sequence[LoadLine]) -> dict[object, frozenset[int]]:
        """Where in groups somebody has too much; a person's own cells say so by their colour."""
        assert self._data is not None
        if self._data.matrix.by is By.PERSON:
            return {}
        marks = self._data.marks
        return {line.key: marks[line.at] for line in found if line.matrix is self._data.matrix}

    def _people(self) -> list[LoadLine]:
        """Those who pass the filter, whatever the map shows."""
        assert self._data is not None
        people = self._data.people
        return person_lines(lines(people, people, self._filter, self.bar.order, called=self.called))

    def _show(self) -> None:
        """The lines that the bar asks for, the list beside them."""
        if self._data is not None:
            matrix = self._data.matrix
            self.heat.open_groups, self.heat.unit = self._open, self.bar.unit
            self.heat.counted_until = self._data.overload.last
            found = self._lines()
            self.heat.marks = self._marks(found)
            self.heat.show_lines(found, matrix.buckets, matrix.grain)
        self._show_side()
        self._show_note()

    def _show_side(self) -> None:
        language, data = self.context.language, self._data
        entries: dict[Side, tuple[Entry, ...]] = dict.fromkeys(Side, ())
        over = 0
        if data is not None:
            people = self._people()
            entries[Side.OVERLOAD] = overloads(people, data, language)
            entries[Side.IDLE] = idle(people, data, language)
            entries[Side.SHORTAGE] = short(data.shortage, data.matrix.day_minutes, language)
            entries[Side.FINDINGS] = wrong(data.findings, language)
            over = overloaded_people(people, data)
            overloaded = language.text("{n} overloaded in {weeks} weeks", n=over, weeks=WEEKS_AHEAD)
            count = language.text("{n} people", n=sum(not line.row.is_open for line in people))
            self.set_subtitle(f"{count} · {overloaded}")
        missing = sum(entry.tone == "red" for entry in entries[Side.SHORTAGE])
        counts = {side: len(found) for side, found in entries.items()}
        counts |= {Side.SHORTAGE: missing, Side.OVERLOAD: over}
        heads = [f"{language.term(f'load_list.{side.value}')} {counts[side]}" for side in Side]
        self.side.set_texts(heads)
        side = Side(self.side.current)
        self.conflicts.show_runs(entries[side])
        self.calm.setText(self._calm(side))
        self.window_note.setText(self._window(side))
        self.conflict_stack.setCurrentIndex(0 if entries[side] else 1)

    def _window(self, side: Side) -> str:
        """Which weeks the list is about."""
        language, data = self.context.language, self._data
        if data is None:
            return ""
        if side in (Side.OVERLOAD, Side.IDLE):
            until = language.date(data.overload.last)
            return language.text(
                "Week by week, the next {weeks} weeks: until {day}", weeks=WEEKS_AHEAD, day=until
            )
        until = language.date(data.matrix.edges[-1] - dt.timedelta(days=1))
        return language.text("As far as the map goes: until {day}", day=until)

    def _calm(self, side: Side) -> str:
        """What is said where a list is empty; of what is not known yet, nothing."""
        text = self.context.language.text
        if self._data is None:
            return ""
        return {
            Side.OVERLOAD: text("Nobody is asked for more than there is."),
            Side.IDLE: text("Nobody has less to do than the office wants."),
            Side.SHORTAGE: text("No skill is asked for that nobody is booked for yet."),
            Side.FINDINGS: text("Everything that is asked for has somebody with time for it."),
        }[side]

    def _show_note(self) -> None:
        text = self.context.language.text
        if self._data is None:
            note = text("The load is being summed up…")
        elif self._data.people.rows:
            note = text("Nobody matches. Clear the filter to see everyone.")
        else:
            note = text("Nobody here yet. People and their tasks come with the teams' sheets.")
        self.note.setText(note)
        self.stack.setCurrentIndex(0 if self.heat.lines else 1)

    def _show_cell(self) -> None:
        """What is behind the current cell, and its line over all buckets."""
        language, line = self.context.language, self._current_line()
        self._fault_shown = False
        self._say_ways()
        self.bars.show_line(line)
        if line is None or self.heat.week < 0:
            self.behind.show_nothing(language)
            self.bars_card.say(language.text("Demand and capacity"))
            return
        self.behind.show_cell(line, self.heat.week, language, self._overloaded())
        title = language.text("{name}: demand and capacity", name=line.name)
        most = ""
        if line.by.is_of_people and peak(line) < MOST:
            most = language.text("at most {load}", load=language.percent(peak(line)))
        self.bars_card.say(title, most)
        self._ask_behind(line, self.heat.week)

    def _say_ways(self) -> None:
        """Whether there is anything to find a way out of, and for how many."""
        text, people = self.context.language.text, len(self._overloaded())
        self.ways_wanted.setEnabled(people > 0)
        self._ways.setEnabled(people > 0)
        named = text("Ways out…")
        if people > 1:
            named = text("Ways out for {n} people…", n=people)
        self.ways_wanted.setText(named)
        tip = text("Choose a cell in which somebody has too much in a week.")
        if people:
            tip = text("What can be done about the chosen cell (Ctrl+Shift+O)")
        self.ways_wanted.setToolTip(tip)

    def _ask_behind(self, line: LoadLine, bucket: int) -> None:
        asked = self.bar.asked._replace(by=line.by)
        edges = line.matrix.edges
        last = edges[bucket + 1] - dt.timedelta(days=1)
        shown = line.key, bucket

        def is_shown() -> bool:
            now = self._current_line()
            return now is not None and (now.key, self.heat.week) == shown

        def show_parts(found: tuple[LoadPart, ...]) -> None:
            if is_shown() and not self._fault_shown:
                names = line.person_id is None
                self.behind.show_parts(found, self.context.language, names=names)

        def show_split(found: Split) -> None:
            if is_shown():
                self.bars.show_line(line, found)

        ask_as_shown(self.context, parts, asked, line.row, edges[bucket], last,
                     then=show_parts, owner=self)  # fmt: skip
        ask_as_shown(self.context, load_split, asked, line.row, edges, then=show_split, owner=self)

    def _current_line(self) -> LoadLine | None:
        at = self.heat.line
        return self.heat.lines[at] if 0 <= at < len(self.heat.lines) else None

    # What the user does

    def _on_asked_changed(self) -> None:
        self.context.settings.set_table(STATE, self.bar.state())
        self.refresh()

    def _on_changed(self) -> None:
        self.context.settings.set_table(STATE, self.bar.state())
        self._show()
        self._show_cell()

    def _on_folding_wanted(self, number: int) -> None:
        self._open = self._open ^ {self.heat.lines[number].key}
        self._show()

    def _on_task_wanted(self, task_id: int) -> None:
        self.page_wanted.emit("gantt", "task", task_id)

    def _on_booking_wanted(self, booking_id: int) -> None:
        self.page_wanted.emit("bookings", "booking", booking_id)

    def _on_entry_chosen(self, entry: Entry) -> None:
        if entry.rows:
            self._fault_shown = True
            self.behind.show_rows(entry.head, entry.whole, entry.rows, self.context.language)
        elif not entry.target.page:
            self._go_to(entry.target)

    def _on_entry_opened(self, entry: Entry) -> None:
        """To the task or booking that is to be put right."""
        target = entry.target
        if target.page and target.id:
            self.page_wanted.emit(target.page, target.table, target.id)

    def _go_to(self, target: Target) -> None:
        """Unfold and unfilter what hides the row; read it where the map shows something else."""
        if self._data is None:
            self._target = target
            return
        if target.by is By.PERSON and self._data.matrix.by is not By.PERSON:
            self._open |= {
                line.key for line in self.heat.lines
                if line.is_group and target.key in line.members
            }  # fmt: skip
            self._show()
        elif target.by is not By.PERSON and self._data.matrix.by is not target.by:
            self._target = target
            self.bar.choose_by(target.by)
            return
        if self._place_of(target) < 0:
            self.bar.clear_filter()
            self._show()
        place = self._place_of(target)
        if place >= 0:
            line = self.heat.lines[place]
            self.heat.choose(place, _bucket_of(target, line))

    def _place_of(self, target: Target) -> int:
        wanted = target.by, target.key
        return next((at for at, line in enumerate(self.heat.lines) if line.key == wanted), -1)


def _bucket_of(target: Target, line: LoadLine) -> int:
    """Where it is; of the days or weeks of a day's week the fullest."""
    if target.day is None:
        return target.bucket if target.bucket >= 0 else _peak_at(line)
    edges = line.matrix.edges
    week = [at for at, (day, end) in enumerate(pairwise(edges))
            if day < target.day + dt.timedelta(weeks=1) and end > target.day]  # fmt: skip
    return max(week, key=lambda at: line.loads[at], default=0)


def _peak_at(line: LoadLine) -> int:
    return line.loads.index(max(line.loads)) if line.count else 0
