from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from pmo_desktop.domain.fields import TABLES, field
from pmo_desktop.domain.records import (
    Cell,
    ChangeStatus,
    ProjectChange,
    ProjectRecords,
    Record,
    RecordChange,
)
from pmo_desktop.exchange.comparing.choice import Choice
from pmo_desktop.exchange.comparing.comparison import Compared, OfficeView, compare
from pmo_desktop.exchange.comparing.review import FileReview
from pmo_desktop.exchange.parsing.values import shown
from pmo_desktop.exchange.understood import Understood
from pmo_desktop.exchange.workbook import template
from pmo_desktop.exchange.workbook.sent import Sent, fingerprint, written_text
from pmo_desktop.exchange.workbook.writing import Setting, workbook_bytes
from pmo_desktop.language import Language
from tests.exchange.office_records import DEPARTMENTS, PEOPLE, RECORDS, TASKS

AT = datetime
LANGUAGES = [Language("zh"), Language("en")]
OFFICE = OfficeView(PEOPLE, DEPARTMENTS)


def sent_out(language: Language) -> tuple[Sent, CalamineWorkbook]:
    content = workbook_bytes(RECORDS, Setting(date(2026, 11, 20), "2026-11"), language)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    meta = {str(row[0]): str(row[1]) for row in book.get_sheet_by_name("_pmo").to_python()}
    return Sent.of(meta, language), book


def taken(found: Compared) -> list[RecordChange]:
    """What is to be written where nobody decides otherwise."""
    change = ProjectChange(1, "P", "P", "a.xlsx", "", "own", None, found.changes)
    choice = Choice(FileReview(Understood(Path("a.xlsx")), (change,)))
    return [record for project in choice.changes() for record in project.changes]


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
def test_every_cell_of_a_workbook_that_went_out_is_untouched(language: Language) -> None:
    sent, book = sent_out(language)
    for sheet in template.SHEETS:
        page = book.get_sheet_by_name(sheet.name(language)).to_python(skip_empty_area=False)
        for record, cells in zip(
            RECORDS.of(sheet.table), page[template.FIRST_ROW - 1 :], strict=False
        ):
            names = [column.field.name for column in sheet.columns]
            marks = sent.of_row(record)
            now = {n: fingerprint(shown(v)) for n, v in zip(names, cells[1:], strict=True)}
            assert {name: marks[name] for name in names} == now
            moved = [f.name for f in TABLES[sheet.table] if sent.has_moved(f, record)]
            assert moved == []


def test_a_touched_cell_is_known_and_so_is_a_changed_database() -> None:
    sent, _ = sent_out(Language("zh"))
    assert sent.of_row(TASKS[1])["percent_complete"] != fingerprint("0.5")
    done = replace(TASKS[1], values={**TASKS[1].values, "percent_complete": 0.9})
    assert sent.has_moved(field("task.percent_complete"), done)


def test_a_row_that_was_not_sent_out_says_nothing_of_that() -> None:
    sent, _ = sent_out(Language("zh"))
    new = Record("task", {"name": "New"}, cells={"name": Cell("s", "A1", "New")})
    assert not sent.of_row(new)
    assert not sent.has_moved(field("task.name"), new)


def returned(record: Record, **values: Any) -> Record:
    """The record's row as it comes back: its cells as they were written, but for `values`."""
    given = {**record.values, **values}
    cells = {
        f.name: Cell("Plan", "A1", written_text(f, given[f.name], Language("zh")))
        for f in TABLES[record.table]
    }
    return Record(record.table, given, record.uid, cells=cells)


def compared(row: Record, **moved: Any) -> Compared:
    """The row back, while the database's record got the values `moved`."""
    sent, _ = sent_out(Language("zh"))
    tasks = tuple(
        replace(task, values={**task.values, **moved}) if task.uid == row.uid else task
        for task in TASKS
    )
    given = ProjectRecords(returned(RECORDS.project), tasks=(row,))
    return compare(given, replace(RECORDS, tasks=tasks), "own", OFFICE, sent)


def test_an_untouched_row_takes_nothing_back_that_the_office_has_changed() -> None:
    row = returned(TASKS[5])
    moved = {"finish": AT(2026, 11, 27, 18), "notes": "moved", "percent_complete": 0.8}
    found = compared(row, **moved)
    (change,) = found.changes
    assert {field.name for field in change.fields} == set(moved)
    assert {field.status for field in change.fields} == {ChangeStatus.OUTDATED}
    assert taken(found) == []


def test_a_start_that_was_touched_keeps_the_finish_that_the_office_has_changed() -> None:
    row = returned(TASKS[5], start=AT(2026, 11, 4, 9))
    (change,) = taken(compared(row, finish=AT(2026, 11, 27, 18)))
    assert change.values == {"start": AT(2026, 11, 4, 9), "finish": AT(2026, 11, 27, 18)}


def test_what_both_have_changed_is_a_conflict_and_not_taken() -> None:
    row = returned(TASKS[5], percent_complete=0.7)
    found = compared(row, percent_complete=0.8)
    (change,) = found.changes
    assert change.values == {"percent_complete": 0.7}
    assert [field.status for field in change.fields] == [ChangeStatus.CONFLICT]
    assert taken(found) == []
    (conflict,) = [finding for finding in found.findings if finding.code == "conflict"]
    assert conflict.params == {"field": "task.percent_complete", "value": "0.8"}


def test_what_both_have_changed_alike_is_no_conflict() -> None:
    found = compared(returned(TASKS[5], percent_complete=0.8), percent_complete=0.8)
    assert found.changes == ()
    assert "conflict" not in [finding.code for finding in found.findings]
