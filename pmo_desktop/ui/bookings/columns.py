"""The columns of the bookings: for what, who or what is asked for, when and how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmo_desktop.domain.demand import BookingKind
from pmo_desktop.domain.fields import Field, Kind
from pmo_desktop.language import Language
from pmo_desktop.ui.tables.column import Column

if TYPE_CHECKING:
    from pmo_desktop.services.bookings import BookingRow


def _edited(name: str, kind: Kind, width: int, **more: Any) -> Column:
    field = Field("booking", name, kind)
    return Column(
        name,
        f"booking.{name}",
        lambda row: getattr(row, name),
        kind=kind,
        width=width,
        cell_field=lambda _row: field,
        **more,
    )


def _hours(row: BookingRow, language: Language) -> str:
    return "" if row.hours is None else language.number(row.hours, 0 if row.hours >= 10 else 1)


def _person(row: BookingRow, language: Language) -> str:
    return row.person or language.text("to be found")


def _person_tone(row: BookingRow) -> str | None:
    return "amber_ink" if row.open else None


def _firm(row: BookingRow, language: Language) -> str:
    return language.text("firm") if row.firm else language.text("soft")


def columns(skills: tuple[str, ...], projects: tuple[str, ...]) -> tuple[Column, ...]:
    """The columns; `skills` and `projects` are what is offered where one is chosen."""
    kind = Field("booking", "kind", Kind.CHOICE, BookingKind)
    firm = Field("booking", "firm", Kind.BOOL)
    hours = Field("booking", "hours", Kind.TEXT)
    units = Field("booking", "units", Kind.TEXT)
    return (
        _edited("name", Kind.TEXT, 100),
        Column("kind", "booking.kind", lambda row: row.kind, width=86,
               show=lambda row, language: language.term(f"booking_kind.{row.kind}"),
               cell_field=lambda _row: kind),
        _edited("project", Kind.TEXT, 100, options=projects, stretch=True),
        _edited("person", Kind.PERSON, 100, show=_person, tone=_person_tone),
        _edited("skill", Kind.TEXT, 80, options=skills),
        _edited("level", Kind.LEVEL, 42),
        _edited("role", Kind.TEXT, 64),
        _edited("department", Kind.DEPARTMENT, 90, hidden=True),
        _edited("first", Kind.DATE, 80),
        _edited("last", Kind.DATE, 80),
        Column("units", "booking.units", lambda row: row.units, width=62, right=True,
               show=lambda row, language: language.percent(row.units),
               cell_field=lambda _row: units,
               cell_value=lambda row: f"{row.units * 100:g}%"),
        Column("hours", "booking.hours", lambda row: row.hours, width=58, right=True, show=_hours,
               hidden=True,
               cell_field=lambda _row: hours,
               cell_value=lambda row: "" if row.hours is None else f"{row.hours:g}"),
        Column("firm", "booking.firm", lambda row: row.firm, width=58, show=_firm,
               chip=lambda row: "green" if row.firm else "grey",
               cell_field=lambda _row: firm),
        _edited("note", Kind.TEXT, 130, hidden=True),
    )  # fmt: skip
