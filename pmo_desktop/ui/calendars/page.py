"""Working calendars: all of them with who uses them, and one whole: its week, year and days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from pmo_desktop.ui.calendars.adding import NewCalendar
from pmo_desktop.ui.calendars.assigning import AssignCalendar
from pmo_desktop.ui.calendars.columns import CALENDARS
from pmo_desktop.ui.calendars.days import DaysCard
from pmo_desktop.ui.calendars.edits import CalendarEdits
from pmo_desktop.ui.calendars.week import WeekCard
from pmo_desktop.ui.calendars.year_card import YearCard
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.buttons import AddRemove
from pmo_desktop.ui.widgets.card import Card, label, row

if TYPE_CHECKING:
    from pmo_desktop.services.calendar_sheet import CalendarSheet, CalendarUse, CalendarUser
    from pmo_desktop.services.office import OfficeRow

LEFT_WIDTH = 436


class CalendarsPage(Page):
    tables = frozenset({"working_calendar", "calendar_day", "office", "project", "person", "task"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._uses: Sequence[CalendarUse] = ()
        self._today = date.today()
        self._wanted: int | None = None
        self._edits = CalendarEdits(context, self, lambda: None)
        self.list = Card()
        self.table = RecordTable(context, "calendars", CALENDARS, empty=self._empty)
        self.buttons = AddRemove(context)
        self.assign = QPushButton()
        self.where = label(look="hint", wrap=True)
        self.days = DaysCard(context, "days_of_calendar")
        self.week, self.year = WeekCard(context), YearCard(context)
        self._lay_out()
        self.table.row_selected.connect(self._on_row_selected)
        self.buttons.add_wanted.connect(self._on_add_wanted)
        self.assign.clicked.connect(self._on_assign_wanted)
        self.buttons.remove_wanted.connect(self._on_remove_wanted)
        self.setFocusProxy(self.table)
        self.retranslate()

    @override
    def refresh(self) -> None:
        from pmo_desktop.services.calendar_sheet import calendar_uses
        from pmo_desktop.services.office import office

        self.context.ask(office, then=self._take_office, owner=self)
        self.context.ask(calendar_uses, then=self._take, owner=self)

    @override
    def retranslate(self) -> None:
        text = self.context.language.text
        self.list.say(text("Working calendars"))
        self.buttons.say(text("Add a calendar"), text("Remove the chosen calendar"))
        self.assign.setText(text("Assign…"))
        self.where.setText(
            text(
                "A project or a person gets the chosen calendar by “Assign”, a task in the task"
                " details of the Gantt plan."
            )
        )
        for card in (self.week, self.year, self.days):
            card.retranslate()
        self.days.say(text("Exceptions"), text("days that differ from the week"))

    @override
    def restyle(self) -> None:
        self.year.restyle()

    @override
    def reveal(self, table: str, row_id: int) -> None:
        if table == "working_calendar":
            self._wanted = row_id
            self.table.select(row_id)

    def filter_field(self) -> QLineEdit:
        return self.table.filter_edit

    def _lay_out(self) -> None:
        self.list.head.addWidget(self.table.filter_edit)
        self.list.head.addWidget(self.buttons)
        self.list.body.addWidget(self.table, 1)
        line = row(self.where, self.assign)
        line.setStretch(0, 1)
        self.list.body.addLayout(line)
        left, right = QWidget(), QWidget()
        for side, parts in ((left, ((self.list, 1), (self.days, 1))),
                            (right, ((self.week, 0), (self.year, 1)))):  # fmt: skip
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(12)
            for part, share in parts:
                column.addWidget(part, share)
        left.setFixedWidth(LEFT_WIDTH)
        whole = row(left, right, spacing=12)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _empty(self) -> str:
        return self.context.language.text("There is no calendar yet. Add one with +.")

    def _take_office(self, office: OfficeRow) -> None:
        self._today = office.status_date

    def _take(self, uses: Sequence[CalendarUse]) -> None:
        self._uses = uses
        self.table.set_rows(uses)
        if self._wanted is not None:
            self.table.select(self._wanted)
            self._wanted = None
        if self.table.selected() is None and uses:
            self.table.select(uses[0].id)
        self.set_subtitle(self.context.language.text("{n} calendars", n=len(uses)))
        self._on_row_selected()

    def _on_row_selected(self, _row: object = None) -> None:
        from pmo_desktop.services.calendar_sheet import calendar_sheet

        chosen: CalendarUse | None = self.table.selected()
        self.assign.setEnabled(chosen is not None)
        self.buttons.enable_remove(chosen is not None and not chosen.row.is_office)
        if chosen is None or self.context.workspace is None:
            self._take_sheet(None)
            return
        self.context.ask(calendar_sheet, chosen.id, then=self._take_sheet, owner=self)

    def _take_sheet(self, sheet: CalendarSheet | None) -> None:
        chosen: CalendarUse | None = self.table.selected()
        if sheet is not None and (chosen is None or chosen.id != sheet.row.id):
            return  # another one was chosen meanwhile
        self.week.show_sheet(sheet, self._uses)
        self.year.show_sheet(sheet, self._today)
        self.days.setEnabled(sheet is not None)
        if sheet is not None:
            self.days.show_days(sheet.row.id, sheet.found, self._today)

    def _on_add_wanted(self) -> None:
        popover = NewCalendar(self.context, self._uses, self._add, self)
        popover.show_at(self.buttons.add.mapToGlobal(self.buttons.add.rect().bottomLeft()))

    def _add(self, name: str, base: int) -> None:
        from pmo_desktop.services.working_calendars import add_calendar
        from pmo_desktop.storage.changes import Title

        title = Title("Add calendar “{name}”", {"name": name})
        self._edits.do(title, add_calendar, name, base, then=self._on_added)

    def _on_added(self, number: int) -> None:
        self.reveal("working_calendar", number)
        self._make_stale()

    def _on_assign_wanted(self) -> None:
        from pmo_desktop.services.calendar_sheet import calendar_users

        chosen: CalendarUse | None = self.table.selected()
        if chosen is None:
            return
        users = self.context.query(calendar_users, chosen.row.project_id)
        if not users:
            self.context.warn("There is no project and no person yet to work in a calendar.")
            return
        popover = AssignCalendar(self.context, users, lambda user: self._assign(chosen, user), self)
        popover.show_at(self.assign.mapToGlobal(self.assign.rect().bottomLeft()))

    def _assign(self, use: CalendarUse, user: CalendarUser) -> None:
        from pmo_desktop.services.editing import change
        from pmo_desktop.storage.changes import Title

        title = Title("Let {user} work in “{name}”", {"user": user.name, "name": use.label})
        name = "" if use.row.is_office else use.label  # the office's holds where none is given
        self._edits.do(title, change, user.table, user.id, {"calendar": name})

    def _on_remove_wanted(self) -> None:
        from pmo_desktop.services.working_calendars import remove_calendar
        from pmo_desktop.storage.changes import Title

        use: CalendarUse | None = self.table.selected()
        if use is None:
            return
        title = Title("Remove calendar “{name}”", {"name": use.row.name})
        self._edits.do(title, remove_calendar, use.id, then=lambda _: self._tell_removed(use))

    def _tell_removed(self, use: CalendarUse) -> None:
        """Who works in another calendar now."""
        if use.projects + use.people + use.tasks:
            self.context.inform(
                "“{name}” was removed; what used it works in the office's or its project's"
                " calendar again: {projects} projects, {people} people, {tasks} tasks. Undo brings"
                " it back.",
                name=use.row.name,
                projects=use.projects,
                people=use.people,
                tasks=use.tasks,
            )
