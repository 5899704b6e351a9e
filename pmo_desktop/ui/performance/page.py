"""Planned and actual: work by person, project and task, out of assignments and timesheets."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QDateEdit,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.performance.columns import WorkRow, hours, record_columns, work_columns
from pmo_desktop.ui.performance.details import Details
from pmo_desktop.ui.performance.rows import PERSON, PROJECT, TASK, VIEWS, rows_of, total_of
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.theme import qt_locale
from pmo_desktop.ui.widgets.card import Card, label, row
from pmo_desktop.ui.widgets.flow import FlowRow
from pmo_desktop.ui.widgets.kpi import Kpi
from pmo_desktop.ui.widgets.optional_date import SHOWN_AS
from pmo_desktop.ui.widgets.segments import Segments
from pmo_desktop.ui.widgets.split import beside

if TYPE_CHECKING:
    from pmo_desktop.services.performance import Reviewed

ABOUT = {PERSON: "performance.department", PROJECT: "", TASK: "performance.project"}


class ActualsPage(Page):
    tables = frozenset(
        {"timesheet_entry", "assignment", "assignment_feedback", "task", "project", "person",
         "department", "office", "working_calendar", "calendar_day"}
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._found: Reviewed | None = None
        self.views = Segments(VIEWS)
        self.first, self.last = QDateEdit(), QDateEdit()
        self._first_label, self._last_label = label(look="small"), label(look="small")
        self.write = QPushButton()
        self.table = RecordTable(context, "actuals", self._columns(PERSON), empty=self._empty)
        self.details = Details(context)
        self.figures = tuple(Kpi(context) for _ in range(4))
        self.card, self.note = Card(), Card(titled=False)
        self._note_text, self.to_office = label(wrap=True, look="quiet"), QPushButton()
        self._lay_out()
        self._connect()
        self.retranslate()

    @property
    def view(self) -> str:
        """What the list is of; where people are not shown, never of them."""
        shown = self._found is None or self._found.found.shown
        return self.views.current if shown or self.views.current != PERSON else PROJECT

    # What the shell uses

    @override
    def refresh(self) -> None:
        from pmo_desktop.services.performance import reviewed

        found = self._found
        first = None if found is None else found.found.first
        last = None if found is None else found.found.last
        self.context.ask(reviewed, first, last, then=self._take, owner=self)

    @override
    def retranslate(self) -> None:
        text = self.context.language.text
        self.views.set_texts((text("By person"), text("By project"), text("By task")))
        self._first_label.setText(self.context.language.term("request.first"))
        self._last_label.setText(self.context.language.term("request.last"))
        self.write.setText(text("Write timesheets…"))
        self.write.setToolTip(text("Empty timesheets for people to fill in, with their tasks"))
        self.to_office.setText(text("Office settings"))
        self._note_text.setText(
            text(
                "How people did is not shown in this office: hours by person, their figures and "
                "feedback are neither shown nor exported. It is switched on in the office settings."
            )
        )
        for field in (self.first, self.last):
            field.setLocale(qt_locale(self.context.language))
        self.details.retranslate()
        self._show()

    def filter_field(self) -> QLineEdit:
        return self.table.filter_edit

    # Setting up

    def _lay_out(self) -> None:
        for field in (self.first, self.last):
            field.setCalendarPopup(True)
            field.setDisplayFormat(SHOWN_AS)
            field.setKeyboardTracking(False)
        bar = QWidget()
        bar.setLayout(
            FlowRow(
                self.views, self._first_label, self.first, self._last_label, self.last,
                self.table.filter_edit, None, self.write,
            )
        )  # fmt: skip
        cards = QWidget()
        cards.setLayout(row(*self.figures, spacing=12))
        self.note.body.addWidget(self._note_text)
        self.note.body.addWidget(self.to_office, 0, Qt.AlignmentFlag.AlignLeft)
        self.card.body.addWidget(self.table, 1)
        split = beside(self.card, self.details, shares=(3, 2))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(bar)
        layout.addWidget(cards)
        layout.addWidget(self.note)
        layout.addWidget(split, 1)
        self.note.hide()
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.views.chosen.connect(lambda _: self._show())
        for field in (self.first, self.last):
            field.dateChanged.connect(self._on_period)
        self.table.row_selected.connect(lambda _: self._show_details())
        self.details.opened.connect(self.open_part)
        self.to_office.clicked.connect(lambda: self.page_wanted.emit("office", "", 0))
        self.write.clicked.connect(self.ask_write)

    # Showing

    def _take(self, got: Reviewed) -> None:
        self._found = got
        for field, day in ((self.first, got.found.first), (self.last, got.found.last)):
            field.blockSignals(True)
            field.setDate(QDate(day.year, day.month, day.day))
            field.blockSignals(False)
        self._show()

    def _show(self) -> None:
        if self._found is None:
            return
        found, language = self._found.found, self.context.language
        self.note.setVisible(not found.shown)
        self.card.say(self._title(), "")
        self.table.set_columns(self._columns(self.view))
        self.table.set_rows(rows_of(found, self.view, language))
        if self.table.selected() is None and self.table.model.shown:
            self.table.select(self.table.model.shown[0].id)
        self._say_figures()
        self._show_details()
        self.set_subtitle(language.text("{first} to {last}", first=found.first, last=found.last))

    def _title(self) -> str:
        text = self.context.language.text
        titles = {
            PERSON: text("Hours by person"),
            PROJECT: text("Hours by project"),
            TASK: text("Hours by task"),
        }
        return titles[self.view]

    def _columns(self, view: str) -> tuple[Column, ...]:
        columns = work_columns(ABOUT[view])
        return columns if view == TASK else (*columns, *record_columns())

    def _say_figures(self) -> None:
        assert self._found is not None  # there is something to say
        found, language = self._found.found, self.context.language
        text = language.text
        sums = total_of(found.cells)
        off = text("{hours} h more than planned", hours=hours(sums.difference, language))
        if sums.difference < 0:
            off = text("{hours} h less than planned", hours=hours(-sums.difference, language))
        people = rows_of(found, PERSON, language) if found.shown else []
        if untold := sum(row.is_untold for row in people):
            off = text("no timesheet from {n} people", n=untold)
        record = found.office
        says = (
            (
                text("Planned"),
                text("{hours} h", hours=hours(sums.planned, language)),
                text("as promised, by the baselines"),
            ),
            (text("Actual"), text("{hours} h", hours=hours(sums.actual, language)), off),
            (
                text("Estimate accuracy"),
                language.percent(record.accuracy),
                text("actual over planned, {n} finished", n=record.estimated),
            ),
            (
                text("On time"),
                language.percent(record.on_time),
                text("of {n} finished with a promised day", n=record.promised),
            ),
        )
        for card, (name, figure, note) in zip(self.figures, says, strict=True):
            card.say(name, figure, note)

    def _show_details(self) -> None:
        if self._found is not None:
            chosen: WorkRow | None = self.table.selected()
            self.details.show_row(self._found.found, chosen, self.view, self._found.feedback)

    def open_part(self, part: WorkRow) -> None:
        """Go from a part to the list of what it is one of: a task, or a person."""
        view = PERSON if self.view == TASK and part.person_id is not None else TASK
        wanted = part.person_id if view == PERSON else (part.project_id, part.task_id)
        self.views.choose(view)
        self.table.select(wanted)

    def _on_period(self) -> None:
        from pmo_desktop.services.performance import reviewed

        first, last = (_python_date(field.date()) for field in (self.first, self.last))
        self.context.ask(reviewed, first, last, then=self._take, owner=self)

    def _empty(self) -> str:
        return self.context.language.text(
            "Nothing was planned or worked in this period. Take timesheets in by File > Import, "
            "or choose other days."
        )

    # Empty timesheets

    def ask_write(self) -> None:
        settings, text = self.context.settings, self.context.language.text
        name = text("Timesheet")
        start = str(Path(settings.export_folder or Path.home()) / f"{name}.xlsx")
        kinds = f"{text('Excel workbook')} (*.xlsx)"
        chosen, _ = QFileDialog.getSaveFileName(self, name, start, kinds)
        if chosen:
            settings.export_folder = str(Path(chosen).parent)
            self.write_to(Path(chosen))

    def write_to(self, path: Path) -> None:
        """Empty timesheets of everybody for the week that begins after the status date."""
        workspace, language = self.context.workspace, self.context.language
        if workspace is None:
            return
        target = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")

        def work(report: Report) -> int:
            from pmo_desktop.exchange.timesheets.template import write_timesheets
            from pmo_desktop.services.office import office
            from pmo_desktop.services.timesheet_people import timesheet_people

            first = workspace.query(office).status_date + timedelta(days=1)
            people = workspace.query(timesheet_people, first)
            return write_timesheets(target, people, language, report)

        self.context.jobs.run(
            Named("Write timesheets"),
            work,
            lambda count: self.context.inform_of_folder(
                target.parent, "{n} timesheets were written to {file}", n=count, file=target
            ),
            lane="make",
        )


def _python_date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
