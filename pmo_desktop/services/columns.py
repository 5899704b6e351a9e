"""Plain values of a record -> the columns of its row, and the refusal of what may not stand there.

The fields that are rows of other tables (a task's people and predecessors) are left to
`services.writing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from pmo_desktop.domain.fields import Field, Kind, fields_of
from pmo_desktop.domain.money import to_minor
from pmo_desktop.language import Term
from pmo_desktop.services.names import Names
from pmo_desktop.services.refused import Refused

BOUNDED = (Kind.SHARE, Kind.LEVEL, Kind.DURATION, Kind.CHOICE)
ELSEWHERE = (Kind.PEOPLE, Kind.LINKS)
MINOR = {"budget": "budget_minor", "spent": "spent_minor", "cost": "cost_minor"}
IDS = {"manager": "manager_id", "owner": "owner_id", "department": "department_id",
       "programme": "programme_id", "calendar": "calendar_id"}  # fmt: skip
MINUTES = {"work": "work_minutes", "optimistic": "optimistic_minutes", "likely": "likely_minutes",
           "pessimistic": "pessimistic_minutes"}  # fmt: skip
EMPTY_COLUMNS = {"project.priority": 100, "task.priority": 500, "task.percent_complete": 0.0,
                 "person.capacity": 1.0, "person.active": True, "task.active": True,
                 "project.honours_constraints": True, "project.schedule_from": "start",
                 "task.constraint": "asap"}  # fmt: skip
MOST_PRIORITY = 1000


def columns(
    table: str,
    values: Mapping[str, Any],
    names: Names,
    currency: str,
    project_id: int | None = None,
) -> dict[str, Any]:
    """The columns behind `values`, of a record in the project; raises `Refused` for a value that
    its field may not hold."""
    found: dict[str, Any] = {}
    for name, field in _in_columns(table):
        if name not in values:
            continue
        value = checked(field, values[name])
        if name in MINOR:
            found[MINOR[name]] = to_minor(value, currency)
        elif name in IDS:
            found[IDS[name]] = _identity(field, value, names, project_id)
        elif name in MINUTES:
            found[MINUTES[name]] = value
        else:
            found[name] = _never_null(field) if value is None else value
    return found


@cache
def _in_columns(table: str) -> tuple[tuple[str, Field], ...]:
    return tuple((field.name, field) for field in fields_of(table) if field.kind not in ELSEWHERE)


def checked(field: Field, value: Any) -> Any:
    """The value where it may stand in the field; raises `Refused`."""
    if not value and value in (None, "", ()):
        if field.required:
            raise Refused("“{field}” must not be empty.", field=Term(field.code))
        return value
    if field.kind not in BOUNDED:
        if field.code == "task.priority" and not 0 <= value <= MOST_PRIORITY:
            raise Refused("“{field}” must lie between 0 and 1000.", field=Term(field.code))
        return value
    if field.kind is Kind.SHARE and not (0 <= value <= 1 or field.name == "capacity"):
        raise Refused("“{field}” must lie between 0% and 100%.", field=Term(field.code))
    if field.kind is Kind.LEVEL and value not in range(1, 6):
        raise Refused("“{field}” must be a level from 1 to 5.", field=Term(field.code))
    if field.kind is Kind.DURATION and value < 0:
        raise Refused("“{field}” must not be negative.", field=Term(field.code))
    if field.choices is not None and value not in _values(field.choices):
        raise Refused("“{value}” is not one of the choices of “{field}”.", field=Term(field.code),
                      value=value)  # fmt: skip
    return value


@cache
def _values(choices: type[StrEnum]) -> frozenset[str]:
    return frozenset(choices)


def _never_null(field: Field) -> Any:
    """What an emptied field holds in its column."""
    if field.code in EMPTY_COLUMNS:
        return EMPTY_COLUMNS[field.code]
    if field.kind in (Kind.TEXT, Kind.CHOICE):
        return ""
    return False if field.kind is Kind.BOOL else None


def _identity(field: Field, value: str | None, names: Names, project_id: int | None) -> int | None:
    if field.kind is Kind.PERSON:
        return names.person(value)
    if field.kind is Kind.CALENDAR:
        return names.calendar(value, project_id)
    return names.department(value) if field.kind is Kind.DEPARTMENT else names.programme(value)
