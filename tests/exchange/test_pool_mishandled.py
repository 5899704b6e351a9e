"""Our own workbook of the pool as people hand it back: renamed, cut, meddled with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pmo_desktop.exchange.workbook.template import META_SHEET
from pmo_desktop.language import Language
from pmo_desktop.services.people_pool import person_sheet, pool
from pmo_desktop.services.pool_taking import take_pool
from pmo_desktop.storage.workspace import Workspace
from tests.exchange.test_pool_bookings import booked, bookings_of
from tests.exchange.test_pool_workbook import EDIT, changed, office, reviewed, told, written

__all__ = ["booked", "office"]
ENGLISH = Language("en")


def test_a_column_that_is_gone_takes_nothing_away(booked: Workspace, tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        for at in (2, 3, 4):
            bookings_of(book).cell(1, at).value = f"x{at}"

    review = reviewed(booked, changed(written(booked, tmp_path, ENGLISH), edit))
    assert not review.changes
    (finding,) = told(review)
    assert "x2, x3, x4" in finding


def test_a_sheet_with_another_name_is_told(booked: Workspace, tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        bookings_of(book).title = "Mine"

    review = reviewed(booked, changed(written(booked, tmp_path, ENGLISH), edit))
    assert not review.changes
    assert '"Mine"' in told(review)[0]


def test_who_is_renamed_keeps_everything(booked: Workspace, tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        page = book.worksheets[1]
        at = next(row for row in range(2, 9) if page.cell(row, 2).value == "王岚")
        page.cell(at, 2).value = "王岚岚"

    before = {one.name: one.id for one in booked.query(pool)}
    review = reviewed(booked, changed(written(booked, tmp_path, ENGLISH), edit))
    assert [(one.table, one.values) for one in review.changes] == [("person", {"name": "王岚岚"})]
    booked.edit(EDIT, take_pool, review.changes)
    sheet = booked.query(person_sheet, before["王岚"])
    assert sheet is not None
    assert sheet.person.name == "王岚岚"
    assert (len(sheet.skills), len(sheet.absences), len(sheet.teams)) == (1, 1, 1)


@pytest.mark.parametrize("text", ["{bad", "[1]", "", None])
def test_a_workbook_whose_memory_is_meddled_with_is_still_read(
    booked: Workspace, tmp_path: Path, text: str | None
) -> None:
    def edit(book: Any) -> None:
        page = book[META_SHEET]
        for at in range(4, 8):
            page.cell(at, 2).value = text

    review = reviewed(booked, changed(written(booked, tmp_path, ENGLISH), edit))
    assert not review.changes


def test_without_its_hidden_column_rows_are_known_by_what_they_say(
    booked: Workspace, tmp_path: Path
) -> None:
    def edit(book: Any) -> None:
        for page in book:
            if page["A1"].value == "uid":
                page.delete_cols(1)

    assert not reviewed(booked, changed(written(booked, tmp_path, ENGLISH), edit)).changes
