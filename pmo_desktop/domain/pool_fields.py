"""The fields of what belongs to people: absences, capacities, rates, skills, teams, departments;
and of bookings, which ask for people.

They are edited on the page of the pool and travel in its workbook; no project's workbook has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmo_desktop.domain.demand import BookingKind
from pmo_desktop.domain.fields import Field, Kind
from pmo_desktop.domain.pool import AbsenceKind, RateTable


def _fields(table: str, *specs: tuple[Any, ...]) -> tuple[Field, ...]:
    return tuple(Field(table, *spec) for spec in specs)


POOL_FIELDS: Mapping[str, tuple[Field, ...]] = {
    "absence": _fields(
        "absence",
        ("person", Kind.PERSON, None, True),
        ("kind", Kind.CHOICE, AbsenceKind),
        ("first", Kind.DATE, None, True),
        ("last", Kind.DATE, None, True),
        ("share", Kind.SHARE),
        ("note",),
    ),
    "person_capacity": _fields(
        "person_capacity",
        ("person", Kind.PERSON, None, True),
        ("first", Kind.DATE, None, True),
        ("last", Kind.DATE),
        ("capacity", Kind.SHARE, None, True),
    ),
    "person_rate": _fields(
        "person_rate",
        ("person", Kind.PERSON, None, True),
        ("rate_table", Kind.CHOICE, RateTable),
        ("from_day", Kind.DATE),
        ("standard", Kind.MONEY),
        ("overtime", Kind.MONEY),
        ("per_use", Kind.MONEY),
    ),
    "person_skill": _fields(
        "person_skill",
        ("person", Kind.PERSON, None, True),
        ("skill", Kind.TEXT, None, True),
        ("level", Kind.LEVEL),
    ),
    "skill": _fields(
        "skill",
        ("name", Kind.TEXT, None, True),
        ("category",),
        ("needed_holders", Kind.INTEGER),
        ("needed_level", Kind.LEVEL),
    ),
    "team": _fields("team", ("name", Kind.TEXT, None, True), ("lead", Kind.PERSON)),
    "booking": _fields(
        "booking",
        ("name",),
        ("kind", Kind.CHOICE, BookingKind),
        ("project",),
        ("person", Kind.PERSON),
        ("skill",),
        ("level", Kind.LEVEL),
        ("role",),
        ("department", Kind.DEPARTMENT),
        ("first", Kind.DATE, None, True),
        ("last", Kind.DATE, None, True),
        ("units", Kind.SHARE),
        ("hours",),
        ("firm", Kind.BOOL),
        ("note",),
    ),
    "department": _fields("department", ("name", Kind.TEXT, None, True), ("manager", Kind.PERSON)),
}


def pool_field(code: str) -> Field:
    """The field with this code, `absence.first`; `KeyError` where there is none."""
    table, name = code.split(".", 1)
    for field in POOL_FIELDS[table]:
        if field.name == name:
            return field
    raise KeyError(code)
