"""The columns of the list of calendars: what each is called, whose it is, who works in it."""

from __future__ import annotations

from pmo_desktop.domain.fields import Kind
from pmo_desktop.language import Language
from pmo_desktop.services.calendar_sheet import CalendarUse
from pmo_desktop.ui.tables.column import Column


def _whose(use: CalendarUse, language: Language) -> str:
    if use.row.is_office:
        return language.term("calendar.of_office")
    return use.project or language.term("calendar.of_all")


CALENDARS: tuple[Column, ...] = (
    Column("name", "calendar.name", lambda use: use.row.name, width=110, stretch=True),
    Column("whose", "calendar.whose", lambda use: use.project, width=80, show=_whose),
    Column("projects", "calendar.projects", lambda use: use.projects, Kind.INTEGER, 62),
    Column("people", "calendar.people", lambda use: use.people, Kind.INTEGER, 58),
    Column("tasks", "calendar.tasks", lambda use: use.tasks, Kind.INTEGER, 54),
    Column("days", "calendar.days", lambda use: use.row.days, Kind.INTEGER, 80, hidden=True),
)
