"""The columns of the requests: what is asked, of whom, until when, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmo_desktop.domain.fields import Field, Kind
from pmo_desktop.domain.requests import RequestState
from pmo_desktop.language import Language
from pmo_desktop.services.refused import Refused
from pmo_desktop.ui.tables.column import Column

if TYPE_CHECKING:
    from pmo_desktop.services.free_time import FreeTime
    from pmo_desktop.services.request_rows import RequestRow

HOUR = 60
UNITS = re.compile(r"^(\d+(?:[.,]\d+)?)\s*(%?)$")
MORE_THAN_PEOPLE = 10  # a bare number above it counts percent
STATE_TONES = {"open": "amber", "offered": "accent", "accepted": "green", "declined": "red"}


def read_units(text: str) -> float:
    """`50%`, `0.5`, `2` as full-time people. Raises `Refused`."""
    found = UNITS.match(text.strip())
    if found is None:
        raise Refused("“{text}” is no share of a person: write it like 50% or 0.5.", text=text)
    number = float(found[1].replace(",", "."))
    return number / 100 if found[2] or number > MORE_THAN_PEOPLE else number


def state_term(state: str) -> str:
    return f"request_state.{RequestState(state)}"


def _edited(name: str, kind: Kind, width: int, **more: Any) -> Column:
    field = Field("request", name, kind)
    return Column(
        name,
        f"request.{name}",
        lambda row: getattr(row, name),
        kind=kind,
        width=width,
        cell_field=lambda _row: field,
        **more,
    )


def _state_text(row: RequestRow, language: Language) -> str:
    return language.term(state_term(row.state))


def _state_tone(row: RequestRow) -> str:
    return "red" if row.overdue else STATE_TONES.get(row.state, "grey")


def _due_tone(row: RequestRow) -> str | None:
    return "red_ink" if row.overdue else None


def free_words(free: FreeTime, language: Language) -> str:
    """`32 of 40 h`: what is free of what the person has."""
    return language.text(
        "{free} of {all} h",
        free=language.number(free.free / HOUR),
        all=language.number(free.capacity / HOUR),
    )


def columns(free: Mapping[int, FreeTime], skills: tuple[str, ...]) -> tuple[Column, ...]:
    """The columns; `free` has what is known of the people's time by the requests' ids."""

    def left(row: RequestRow) -> float | None:
        return free[row.id].free if row.id in free else None

    def left_text(row: RequestRow, language: Language) -> str:
        return free_words(free[row.id], language) if row.id in free else ""

    def left_tone(row: RequestRow) -> str | None:
        return "red_ink" if row.id in free and not free[row.id].fits else None

    units = Field("request", "units", Kind.TEXT)
    return (
        Column("project_code", "header.project", lambda row: row.project_code, width=58,
               tone=lambda _: "ink2"),
        Column("priority", "request.priority", lambda row: row.priority, Kind.INTEGER, 58,
               hidden=True),
        Column("state", "request.state", lambda row: row.state, width=74, show=_state_text,
               chip=_state_tone),
        _edited("person", Kind.PERSON, 84, stretch=True),
        _edited("skill", Kind.TEXT, 78, options=skills),
        _edited("role", Kind.TEXT, 78),
        _edited("level", Kind.LEVEL, 52, hidden=True),
        Column("units", "request.units", lambda row: row.units, width=48, right=True,
               show=lambda row, language: language.percent(row.units),
               cell_field=lambda _row: units,
               cell_value=lambda row: f"{row.units * 100:g}%"),
        _edited("first", Kind.DATE, 84),
        _edited("last", Kind.DATE, 84),
        Column("free", "request.free", left, width=98, right=True, show=left_text,
               tone=left_tone),
        _edited("asked_of", Kind.PERSON, 66),
        Column("department", "request.department", lambda row: row.department, width=92,
               hidden=True),
        _edited("asked_by", Kind.PERSON, 92, hidden=True),
        _edited("asked_on", Kind.DATE, 88, hidden=True),
        _edited("due", Kind.DATE, 84, tone=_due_tone),
        _edited("note", Kind.TEXT, 140, hidden=True),
        _edited("answer", Kind.TEXT, 140, hidden=True),
        _edited("answered_on", Kind.DATE, 88, hidden=True),
    )  # fmt: skip
