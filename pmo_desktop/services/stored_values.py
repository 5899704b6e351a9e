"""The columns of the journal in the reader's words: it keeps what the database keeps
(minor units, minutes, codes), a reader sees what the tables show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum

from pmo_desktop.domain import fields
from pmo_desktop.domain.fields import Field, Kind, choice_term
from pmo_desktop.domain.money import from_minor
from pmo_desktop.domain.pool_fields import pool_field
from pmo_desktop.domain.tasks import Contour, LagKind, ProgressRule, ResourceKind, TaskType
from pmo_desktop.language import Language

# Columns of the database that hold a field under another name.
FIELDS: Mapping[str, str] = {
    "person_id": "person",
    "lead_id": "lead",
    "skill_id": "skill",
    "cost_minor": "cost",
    "budget_minor": "budget",
    "spent_minor": "spent",
    "owner_id": "owner",
    "manager_id": "manager",
    "department_id": "department",
    "programme_id": "programme",
    "calendar_id": "calendar",
    "work_minutes": "work",
    "optimistic_minutes": "optimistic",
    "likely_minutes": "likely",
    "pessimistic_minutes": "pessimistic",
    "duration_minutes": "duration",
}
# What columns hold of which no field is made, by the ends of their names.
ENDINGS: Mapping[str, Kind] = {"_minor": Kind.MONEY, "minutes": Kind.DURATION}
CHOICES: Mapping[tuple[str, str], type[StrEnum]] = {
    ("assignment", "contour"): Contour,
    ("dependency", "lag_kind"): LagKind,
    ("office", "progress_rule"): ProgressRule,
    ("person", "kind"): ResourceKind,
    ("task", "task_type"): TaskType,
}
TABLES: Mapping[str, str] = {"status_report": "status"}


def field_code(table: str, column: str) -> str:
    """The vocabulary's code of a column: `risk`, `cost_minor` -> `risk.cost`."""
    return f"{TABLES.get(table, table)}.{FIELDS.get(column, column)}"


def column_word(table: str, column: str, language: Language) -> str:
    """What a column is called: its field's word, or what columns of its name are called in all
    tables; its name in the database where the vocabulary has neither."""
    for code in (field_code(table, column), f"column.{column}"):
        word = language.term(code)
        if word != code:
            return word
    return column


def shown(table: str, column: str, stored: str, language: Language) -> str:
    """A stored value as a reader writes it; what is not understood is shown as it stands."""
    if not stored:
        return ""
    choices = CHOICES.get((table, column))
    if choices is not None and stored in set(choices):
        return language.term(choice_term(choices, stored))
    field = _field(field_code(table, column)) or _by_name(table, column)
    write = WRITERS.get(field.kind) if field is not None else None
    if field is None or write is None:
        # Moments are stored as ISO says: `2026-11-05T09:00:00`.
        return stored.replace("T", " ").removesuffix(":00") if _is_moment(stored) else stored
    try:
        return write(field, stored, language)
    except (ValueError, ArithmeticError):
        return stored


def _field(code: str) -> Field | None:
    for known in (fields.field, pool_field):
        try:
            return known(code)
        except KeyError:
            continue
    return None


def _by_name(table: str, column: str) -> Field | None:
    """A column of no field whose name says what it holds."""
    for ending, kind in ENDINGS.items():
        if column.endswith(ending):
            return Field(table, column, kind)
    return None


def _is_moment(text: str) -> bool:
    return len(text) >= len("2026-11-05T09:00") and text[10] == "T" and text[:4].isdigit()


def _money(_field: Field, stored: str, language: Language) -> str:
    amount = from_minor(int(stored), "CNY") if stored.lstrip("-").isdigit() else Decimal(stored)
    return language.number(amount, 2)


WRITERS: Mapping[Kind, Callable[[Field, str, Language], str]] = {
    Kind.MONEY: _money,
    Kind.DURATION: lambda _, stored, language: language.days(int(stored)),
    Kind.SHARE: lambda _, stored, language: language.percent(float(stored)),
    Kind.CHOICE: lambda field, stored, language: language.term(field.choice_term(stored)),
    Kind.BOOL: lambda _, stored, language: language.term(f"bool.{stored.lower()}"),
}
