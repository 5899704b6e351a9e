from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from pmo_desktop.domain.fields import TABLES
from pmo_desktop.domain.records import ProjectRecords, Record
from pmo_desktop.exchange.workbook import template
from pmo_desktop.exchange.workbook.cells import clean_text
from pmo_desktop.exchange.workbook.writing import Setting, workbook_bytes
from pmo_desktop.language import Language
from tests.exchange.office_records import DEPARTMENTS, NAMES, PROJECT, RECORDS

SETTING = Setting(date(2026, 11, 20), "2026-11", NAMES, DEPARTMENTS)
LANGUAGES = [Language("zh"), Language("en")]
Sheets = Callable[[ProjectRecords, Language], dict[str, Any]]


def sheets(records: ProjectRecords, language: Language) -> dict[str, Any]:
    """The pages by table, as openpyxl reads them."""
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(records, SETTING, language)))
    return {sheet.table: book[sheet.name(language)] for sheet in template.SHEETS} | {"": book}


def cell(page: Any, table: str, name: str, row: int = template.FIRST_ROW) -> Any:
    sheet = next(sheet for sheet in template.SHEETS if sheet.table == table)
    return page.cell(row, sheet.position(name))


def row_of(page: Any, uid: str) -> int:
    return next(c.row for c in page["A"] if c.value == uid)


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
def test_each_table_has_a_sheet_with_all_its_fields_under_their_own_words(
    language: Language,
) -> None:
    pages = sheets(RECORDS, language)
    for table in ("project", "task", "person", "risk", "issue", "status"):
        page = pages[table]
        headers = [c.value for c in page[template.HEADER_ROW]]
        assert headers[0] == "uid"
        assert len(headers) == len(TABLES[table]) + 1
        for field, header in zip(TABLES[table], headers[1:], strict=True):
            assert header.startswith(language.term(field.code))
            assert header.endswith("*") == field.required
        assert page.max_row == template.FIRST_ROW - 1 + len(RECORDS.of(table)) + (table == "status")


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
def test_the_hidden_sheet_says_which_project_it_is(language: Language) -> None:
    book = sheets(RECORDS, language)[""]
    page = book[template.META_SHEET]
    assert page.sheet_state == "veryHidden"
    facts = {row[0].value: row[1].value for row in page.iter_rows()}
    columns = {key: facts.pop(key) for key in list(facts) if key.startswith(("header", "required"))}
    assert columns["header.task.name"] == language.term("task.name")
    assert columns["required.task"] == "wbs name"
    assert {key: value for key, value in facts.items() if not key.startswith("sent.")} == {
        "signature": "pmo-desktop",
        "template": "2",
        "project_uid": PROJECT.uid,
        "project_code": "P-0605",
        "language": language.code,
        "status_date": "2026-11-20",
        "currency": "CNY",
        "period": "2026-11",
    }
    assert book[template.LISTS_SHEET].sheet_state == "veryHidden"


def test_rows_keep_their_identity_in_a_hidden_column() -> None:
    page = sheets(RECORDS, Language("en"))["task"]
    assert page.column_dimensions["A"].hidden
    uids = [page.cell(template.FIRST_ROW + at, 1).value for at in range(len(RECORDS.tasks))]
    assert uids == [task.uid for task in RECORDS.tasks]


def test_values_are_written_as_a_reader_expects_them() -> None:
    page = sheets(RECORDS, Language("zh"))["task"]
    row = row_of(page, "utask0006")
    values = {name: cell(page, "task", name, row) for name in
              ("wbs", "start", "finish", "duration", "percent_complete", "people", "predecessors",
               "kind")}  # fmt: skip
    assert values["wbs"].value == "2.1"
    assert values["start"].value.date() == date(2026, 11, 2)
    assert values["finish"].number_format == "yyyy-mm-dd"
    assert values["duration"].value == 10
    assert values["percent_complete"].value == 0.6
    assert values["percent_complete"].number_format == "0%"
    assert values["people"].value == "李娜、Jane Doe、徐佳"
    assert values["predecessors"].value == "1.2SS-4小时、1.9FF+100分钟"
    assert values["kind"].value == "任务"
    english = sheets(RECORDS, Language("en"))["task"]
    assert cell(english, "task", "people", row).value == "李娜; Jane Doe; 徐佳"
    assert cell(english, "task", "predecessors", row).value == "1.2SS-4h, 1.9FF+100m"


@pytest.mark.parametrize(
    ("uid", "text"), [("utask0006", "=SUM(A1)"), ("utask0005", "+plus"), ("utask0007", "-minus")]
)
def test_a_text_that_looks_like_a_formula_stays_a_text(uid: str, text: str) -> None:
    page = sheets(RECORDS, Language("en"))["task"]
    name = cell(page, "task", "name", row_of(page, uid))
    assert (name.value, name.data_type, name.number_format) == (text, "s", "@")


def test_money_is_a_number_with_its_minor_units() -> None:
    page = sheets(RECORDS, Language("en"))["project"]
    spent = cell(page, "project", "spent")
    assert (spent.value, spent.number_format) == (3700000.05, "#,##0.00")
    yen = replace(PROJECT, values={**PROJECT.values, "currency": "JPY", "spent": Decimal(37)})
    page = sheets(replace(RECORDS, project=yen), Language("en"))["project"]
    assert cell(page, "project", "spent").number_format == "#,##0"


def test_an_amount_beyond_a_number_s_digits_is_kept_as_text() -> None:
    rich = replace(PROJECT, values={**PROJECT.values, "budget": Decimal("12345678901234567.89")})
    page = sheets(replace(RECORDS, project=rich), Language("en"))["project"]
    assert cell(page, "project", "budget").value == "12345678901234567.89"


def test_headers_are_locked_and_rows_can_be_filled_in_inserted_and_sorted() -> None:
    pages = sheets(RECORDS, Language("zh"))
    assert pages[""].security.lockStructure
    page = pages["risk"]
    assert page.protection.sheet
    assert page.protection.password is None
    assert cell(page, "risk", "name", template.HEADER_ROW).protection.locked
    assert not cell(page, "risk", "name").protection.locked
    # A free row has the style of its column; sorting needs the uid's column free, too.
    assert not page.column_dimensions["C"].protection.locked
    assert not page.column_dimensions["A"].protection.locked
    for allowed in ("insertRows", "sort", "autoFilter", "formatColumns"):
        assert getattr(page.protection, allowed) is False
    assert page.freeze_panes == "D4"
    assert page.auto_filter.ref == f"A3:K{3 + len(RECORDS.risks) + template.SPARE_ROWS}"


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
def test_choices_people_and_levels_are_offered_also_in_the_free_rows(language: Language) -> None:
    pages = sheets(RECORDS, language)
    lists = pages[""][template.LISTS_SHEET]

    def offered(table: str, name: str) -> list[str]:
        page = pages[table]
        free = template.FIRST_ROW + template.SPARE_ROWS - 1
        address = cell(page, table, name, free).coordinate
        (rule,) = [v for v in page.data_validations.dataValidation if address in v.sqref]
        if rule.formula1.startswith('"'):
            return rule.formula1.strip('"').split(",")
        return [row[0].value for row in lists[rule.formula1.split("!")[1].replace("$", "")]]

    assert offered("risk", "response") == [
        language.term(f"response.{value}") for value in ("avoid", "transfer", "mitigate", "accept")
    ]
    assert offered("risk", "probability") == ["1", "2", "3", "4", "5"]
    assert offered("task", "people") == list(NAMES)
    assert offered("project", "department") == list(DEPARTMENTS)
    assert offered("person", "active") == [language.term("bool.true"), language.term("bool.false")]


def test_an_office_without_names_yet_gets_a_workbook_too() -> None:
    setting = Setting(date(2026, 11, 20), "2026-11")
    bare = ProjectRecords(Record("project", {"code": "P", "name": "N"}))
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(bare, setting, Language("en"))))
    rules = book["Task"].data_validations.dataValidation
    assert all(rule.formula1 for rule in rules)


def test_what_is_late_or_missing_is_marked_by_the_sheet_itself() -> None:
    page = sheets(RECORDS, Language("en"))["task"]
    formulas = {
        formula: str(ranges.sqref)
        for ranges in page.conditional_formatting
        for rule in ranges.rules
        for formula in rule.formula
    }
    last = template.FIRST_ROW - 1 + len(RECORDS.tasks) + template.SPARE_ROWS
    assert formulas["AND(ISNUMBER($G4),$G4<DATE(2026,11,20),N($I4)<1)"] == f"G4:G{last}"
    assert formulas['$D4="Summary task"'] == f"B4:N{last}"
    assert formulas["AND(COUNTA($B4:$N4)>0,LEN(TRIM($C4))=0)"] == f"C4:C{last}"


def test_a_row_for_the_open_period_waits_for_the_team_s_words() -> None:
    page = sheets(RECORDS, Language("en"))["status"]
    row = template.FIRST_ROW + len(RECORDS.status)
    assert cell(page, "status", "period", row).value == "2026-11"
    assert page.cell(row, 1).value is None
    reported = Record("status", {"period": "2026-11", "plans": "Go on"}, "us2", 2)
    page = sheets(replace(RECORDS, status=(reported,)), Language("en"))["status"]
    assert page.max_row == template.FIRST_ROW


def test_the_workbook_opens_with_what_is_asked_for() -> None:
    for language in LANGUAGES:
        book = sheets(RECORDS, language)[""]
        assert book.active.title == language.text("How to fill this in")
        words = " ".join(str(c.value) for row in book.active for c in row if c.value)
        assert "P-0605" in words
        assert "2026-11-20" in words


def test_the_page_is_printed_on_the_width_of_a_sheet_with_its_headers() -> None:
    page = sheets(RECORDS, Language("en"))["task"]
    assert page.page_setup.orientation == "landscape"
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.print_title_rows == "$1:$3"


def test_every_style_is_held_once_however_many_rows_there_are() -> None:
    many = replace(RECORDS, tasks=RECORDS.tasks * 40)
    few = sheets(RECORDS, Language("en"))[""]
    more = sheets(many, Language("en"))[""]
    assert len(more._cell_styles) == len(few._cell_styles)


@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_any_text_comes_out_of_the_workbook_as_it_went_in(text: str, language: Language) -> None:
    named = Record("task", {"wbs": "1", "name": "n", "notes": text}, "u1", 1)
    records = ProjectRecords(PROJECT, (named,))
    content = workbook_bytes(records, SETTING, language)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    page = book.get_sheet_by_name(language.term("table.task")).to_python(skip_empty_area=False)
    column = next(s for s in template.SHEETS if s.table == "task").position("notes") - 1
    assert page[template.FIRST_ROW - 1][column] == clean_text(text)


def test_a_text_longer_than_a_cell_is_cut_and_the_workbook_is_whole() -> None:
    long = Record("task", {"wbs": "1", "name": "n" * 40_000, "notes": ""}, "u1", 1)
    page = sheets(ProjectRecords(PROJECT, (long,)), Language("en"))["task"]
    assert len(cell(page, "task", "name").value) == 32_767
