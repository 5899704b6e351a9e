"""Stored values in the reader's words."""

from __future__ import annotations

import pytest

from pmo_desktop.language import Language
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
