"""Stored values in the reader's words."""

from __future__ import annotations

import pytest
from sqlmodel import SQLModel

import pmo_desktop.models  # noqa: F401  # registers the tables
from pmo_desktop.language import Language
from pmo_desktop.services.audit import HIDDEN
from pmo_desktop.services.stored_values import column_word, shown


@pytest.mark.parametrize(
    ("table", "column", "stored", "expected"),
    [
        ("risk", "cost_minor", "12500050", "125,000.50"),
        ("task", "duration_minutes", "7200", "15 d"),
        ("task", "percent_complete", "0.85", "85%"),
        ("task", "start", "2026-11-05T09:00:00", "2026-11-05 09:00"),
        ("task", "baseline_finish", "2026-11-05T18:00:00", "2026-11-05 18:00"),
        ("risk", "state", "closed", "Closed"),
        ("person", "active", "True", "Yes"),
        ("task", "duration_minutes", "long", "long"),
        ("office", "name", "PMO", "PMO"),
        ("person", "kind", "work", "Work"),
        ("task", "task_type", "fixed_units", "Fixed units"),
        ("assignment", "actual_work_minutes", "960", "2 d"),
        ("period_snapshot", "earned_minor", "12500050", "125,000.50"),
        ("risk", "name", "", ""),
    ],
)
def test_a_stored_value_is_shown_as_the_tables_show_it(
    table: str, column: str, stored: str, expected: str
) -> None:
    assert shown(table, column, stored, Language("en")) == expected


def test_a_column_has_the_vocabulary_s_word_or_its_own_name() -> None:
    language = Language("zh")
    assert column_word("risk", "cost_minor", language) == "预计损失"
    assert column_word("status_report", "plans", language) == "下期计划"
    assert column_word("task", "no_column", language) == "no_column"


def test_every_table_and_column_of_the_change_log_has_a_word() -> None:
    chinese = Language("zh")
    silent = []
    for name, table in SQLModel.metadata.tables.items():
        if name.startswith("change_"):
            continue  # the journal does not note itself
        code = f"table.{name}"
        silent += [code] if chinese.term(code) == code else []
        silent += [
            f"{name}.{column.name}"
            for column in table.columns
            if column.name not in HIDDEN and column_word(name, column.name, chinese) == column.name
        ]
    assert [code for code in silent if not code.endswith(".wbs")] == []
