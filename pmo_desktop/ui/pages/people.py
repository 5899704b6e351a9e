"""The resource pool: who is there, with what skills and capacity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from pmo_desktop.domain.fields import Kind
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.names import Names
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.pages.register import Register, RegisterSpec
from pmo_desktop.ui.tables.column import Column, of_field
from pmo_desktop.ui.widgets.card import Card, row

if TYPE_CHECKING:
    from pmo_desktop.services.registers import PersonRow


def _quiet(person: Any) -> str | None:
    return None if person.active else "ink3"


PEOPLE = RegisterSpec(
    "person",
    (
        of_field("person.name", width=120, tone=_quiet),
        of_field("person.role", width=110),
        of_field("person.department", width=120),
        of_field("person.email", width=190),
        of_field("person.capacity", width=130, progress=True),
        Column("tasks", "person.tasks", lambda person: person.tasks, Kind.INTEGER, 80),
        Column("skills", "person.skills", lambda person: person.skills, width=240, stretch=True),
        of_field("person.active", width=70),
    ),
    new_name="New person",
    add="Add a person",
    remove="Remove the chosen person",
    empty="Nobody yet. People come with the teams' spreadsheets, or with + here.",
    is_open=lambda person: person.active,
    open_only="Active people",
    in_project=False,
    has_projects=False,
)


class PeoplePage(Page):
    tables = frozenset({"person", "department", "skill", "person_skill", "assignment"})

    def __init__(self, context: Context, names: Names) -> None:
        super().__init__(context)
        self.register = Register(context, PEOPLE, names, None)
        self.card = Card()
        self.card.head.addLayout(self.register.bar)
        self.card.body.addWidget(self.register, 1)
        self.setLayout(row(self.card))
        self.setFocusProxy(self.register)
        self.retranslate()

    @override
    def refresh(self) -> None:
        from pmo_desktop.services.registers import people

        self.context.ask(people, then=self._take, owner=self)

    @override
    def retranslate(self) -> None:
        text = self.context.language.text
        self.card.say(text("Resource pool"), "")
        self.register.retranslate()

    @override
    def reveal(self, table: str, row_id: int) -> None:
        self.register.reveal(row_id)

    def filter_field(self) -> QLineEdit:
        return self.register.table.filter_edit

    def _take(self, rows: Sequence[PersonRow]) -> None:
        self.register.set_rows(rows)
        language = self.context.language
        active = [person for person in rows if person.active]
        full_time = language.number(sum(person.capacity for person in active), 1)
        people = language.text("{n} active people", n=len(active))
        self.set_subtitle(f"{people} · {language.text('{number} full-time', number=full_time)}")
