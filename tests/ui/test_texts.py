"""What the window says from tables has its Chinese too, and its terms."""

from __future__ import annotations

import pytest

from pmo_desktop.domain.fields import fields_of
from pmo_desktop.language import Language, _catalogue
from pmo_desktop.ui import edits, errors
from pmo_desktop.ui.actions import MENUS, SEPARATOR
from pmo_desktop.ui.calendars.columns import CALENDARS
from pmo_desktop.ui.calendars.days import DAYS
from pmo_desktop.ui.pages.audit import DETAILS, ENTRIES
from pmo_desktop.ui.pages.decisions import DECISIONS
from pmo_desktop.ui.pages.office import THRESHOLDS
from pmo_desktop.ui.people import columns as pool_columns
from pmo_desktop.ui.people.register import PEOPLE
from pmo_desktop.ui.portfolio.columns import COLUMNS
from pmo_desktop.ui.portfolio.outlook import WANTED
from pmo_desktop.ui.risks.columns import ISSUES, RISKS
from pmo_desktop.ui.sheets.review.rows import CHANGES, FINDINGS, UNDERSTOOD
from pmo_desktop.ui.skills.columns import GAPS, SKILLS
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.welcome import WAYS

REGISTERS = (RISKS, ISSUES, PEOPLE, DECISIONS)
SENTENCES = {
    *(spec.text for _, specs in MENUS for spec in specs if spec is not SEPARATOR),
    *(title for title, _ in MENUS),
    *(text for way in WAYS for text in (way.title, way.text)),
    *(threshold.text for threshold in THRESHOLDS),
    *edits.CHANGE_TITLES.values(),
    *edits.ADD_TITLES.values(),
    *edits.REMOVE_TITLES.values(),
    *errors.OS_SENTENCES.values(),
    errors.OTHER_OS_ERROR,
    errors.CANCELLED,
    errors.UNEXPECTED,
    *(
        text
        for spec in REGISTERS
        for text in (spec.new_name, spec.add, spec.remove, spec.empty, spec.open_only)
    ),
}
TABLES_OF_COLUMNS: tuple[tuple[Column, ...], ...] = (
    COLUMNS, WANTED, CHANGES, FINDINGS, UNDERSTOOD, ENTRIES, DETAILS, DAYS, CALENDARS,
    pool_columns.ABSENCES, pool_columns.CAPACITIES, pool_columns.RATES, pool_columns.HELD,
    pool_columns.JOINED, pool_columns.TEAMS, pool_columns.DEPARTMENTS, pool_columns.MEMBERS,
    SKILLS, GAPS,
    *(tuple(spec.columns) for spec in REGISTERS),
)  # fmt: skip


@pytest.mark.parametrize("sentence", sorted(SENTENCES))
def test_a_sentence_of_a_table_has_its_chinese(sentence: str) -> None:
    assert sentence in _catalogue("zh")


def test_every_column_has_a_header_in_the_vocabulary() -> None:
    terms = _catalogue("terms")
    headers = {column.header_term for columns in TABLES_OF_COLUMNS for column in columns}
    assert not headers - terms.keys()


def test_an_editable_column_is_of_a_field_with_its_name() -> None:
    for columns in TABLES_OF_COLUMNS:
        for column in columns:
            if column.editable:
                assert column.field.name == column.key
                assert column.field in fields_of(column.field.table)


def test_no_table_has_two_columns_of_one_key() -> None:
    for columns in TABLES_OF_COLUMNS:
        keys = [column.key for column in columns]
        assert len(keys) == len(set(keys))


def test_an_error_that_nobody_expected_is_a_sentence() -> None:
    kind, source, params = errors.told(ValueError("no such thing"))
    assert kind == "error"
    assert "no such thing" in Language("en").text(source, **params)


def test_a_full_disk_says_what_to_do() -> None:
    error = OSError(28, "No space left on device", "plan.xlsx")
    kind, source, params = errors.told(error)
    text = Language("en").text(source, **params)
    assert (kind, "plan.xlsx" in text, "Make room" in text) == ("error", True, True)
