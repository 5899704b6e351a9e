"""The resource pool: who is there, with what time, skills and rates; teams and departments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QPushButton, QStackedWidget, QVBoxLayout
from typing_extensions import override

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.names import Names
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.people.groups import DEPARTMENT, TEAM, GroupsView
from pmo_desktop.ui.people.panel import PersonPanel
from pmo_desktop.ui.people.register import PeopleRegister
from pmo_desktop.ui.widgets.card import Card, row
from pmo_desktop.ui.widgets.segments import Segments
from pmo_desktop.ui.widgets.split import beside

if TYPE_CHECKING:
    from pmo_desktop.services.groups import Groups
    from pmo_desktop.services.people_pool import PersonSheet

VIEWS = ("people", "teams", "departments")
PANEL_WIDTH, LEAST_PANEL = 430, 400


class PeoplePage(Page):
    tables = frozenset(
        {"person", "department", "skill", "person_skill", "assignment", "booking", "absence",
         "person_capacity", "person_rate", "team", "team_member", "office", "project",
         "working_calendar", "calendar_day"}
    )  # fmt: skip

    def __init__(self, context: Context, names: Names) -> None:
        super().__init__(context)
        self.views = Segments(VIEWS)
        self.register = PeopleRegister(context, names)
        self.panel = PersonPanel(context, names)
        self.teams = GroupsView(context, TEAM, names)
        self.departments = GroupsView(context, DEPARTMENT, names)
        self.take_in, self.write_out = QPushButton(), QPushButton()
        self.stack, self.bars = QStackedWidget(), QStackedWidget()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.register)
        self.retranslate()

    @override
    def refresh(self) -> None:
        from pmo_desktop.services.groups import groups

        self.context.ask(groups, then=self._take, owner=self)
        self._ask_sheet()

    @override
    def retranslate(self) -> None:
        text, term = self.context.language.text, self.context.language.term
        self.views.set_texts((text("People"), term("person.teams"), text("Departments")))
        self.take_in.setText(text("Take in…"))
        self.take_in.setToolTip(text("Absences, skills or the whole pool from a spreadsheet"))
        self.write_out.setText(text("Write out…"))
        self.write_out.setToolTip(text("The whole pool as a workbook, to be filled in and sent"))
        for part in (self.register, self.panel, self.teams, self.departments):
            part.retranslate()

    @override
    def restyle(self) -> None:
        self.panel.restyle()

    @override
    def reveal(self, table: str, row_id: int) -> None:
        if table in (TEAM, DEPARTMENT):
            self.views.choose(f"{table}s")
            view = self.teams if table == TEAM else self.departments
            view.reveal(row_id)
            return
        self.views.choose("people")
        self.register.reveal(row_id)

    def filter_field(self) -> QLineEdit:
        shown = {"teams": self.teams, "departments": self.departments}.get(self.views.current)
        return self.register.table.filter_edit if shown is None else shown.filter_edit

    def _lay_out(self) -> None:
        card = Card(titled=False)
        card.body.addLayout(self.register.bar)
        card.body.addWidget(self.register, 1)
        self.panel.setMinimumWidth(LEAST_PANEL)
        split = beside(card, self.panel, shares=(1, 0), sizes=(900, PANEL_WIDTH))
        for view in (split, self.teams, self.departments):
            self.stack.addWidget(view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(row(self.views, None, self.take_in, self.write_out))
        layout.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.views.chosen.connect(lambda key: self.stack.setCurrentIndex(VIEWS.index(key)))
        self.register.row_selected.connect(lambda _: self._ask_sheet())
        for part in (self.panel, self.teams, self.departments):
            part.changed.connect(self._make_stale)
        for view in (self.teams, self.departments):
            view.person_wanted.connect(lambda number: self.reveal("person", number))
        self.take_in.clicked.connect(lambda: self.page_wanted.emit("sheets", "pool", 0))
        self.write_out.clicked.connect(self._on_write_wanted)

    def _take(self, found: Groups) -> None:
        self.register.offer(found.people)
        self.register.set_rows(found.people)
        if self.register.table.selected() is None and self.register.table.model.shown:
            self.register.table.select(self.register.table.model.shown[0].id)
        self.teams.show_groups(found)
        self.departments.show_groups(found)
        language = self.context.language
        active = [one for one in found.people if one.is_there and not one.placeholder]
        full_time = language.number(sum(one.capacity_now for one in active), 1)
        people = language.text("{n} active people", n=len(active))
        self.set_subtitle(f"{people} · {language.text('{number} full-time', number=full_time)}")

    def _ask_sheet(self) -> None:
        from pmo_desktop.services.people_pool import person_sheet

        chosen = self.register.table.selected()
        if chosen is None or self.context.workspace is None:
            self.panel.show_sheet(None)
            return
        self.context.ask(person_sheet, chosen.id, then=self._take_sheet, owner=self)

    def _take_sheet(self, sheet: PersonSheet | None) -> None:
        chosen = self.register.table.selected()
        if sheet is not None and (chosen is None or chosen.id != sheet.person.id):
            return  # somebody else was chosen meanwhile
        self.panel.show_sheet(sheet)

    def _on_write_wanted(self) -> None:
        from pmo_desktop.ui.people.writing_out import ask_pool_file

        ask_pool_file(self.context, self)
