"""Bookings in the pool's workbook and in lists that others wrote: new, changed, removed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pmo_desktop.domain.pool_changes import PoolChangeKind
from pmo_desktop.language import Language
from pmo_desktop.services.bookings import add_booking, bookings
from pmo_desktop.services.editing import add
from pmo_desktop.services.pool_taking import take_pool
from pmo_desktop.storage.workspace import Workspace
from tests.exchange.test_pool_workbook import (
    EDIT,
    LANGUAGES,
    changed,
    office,
    reviewed,
    table,
    told,
    written,
)

__all__ = ["office"]
ADD, CHANGE, REMOVE = PoolChangeKind.ADD, PoolChangeKind.CHANGE, PoolChangeKind.REMOVE
MAY, JUNE = date(2027, 5, 3), date(2027, 6, 4)
DAYS = {"first": MAY, "last": JUNE}


@pytest.fixture
def booked(office: Workspace) -> Workspace:
    """A person at a project, anybody with SQL in operations, hours of a department."""
    do = lambda verb, *args: office.edit(EDIT, verb, *args).result  # noqa: E731
    do(add, "project", {"code": "P-1", "name": "Payments"})
    do(add, "project", {"code": "P-2", "name": "Ledger"})
    do(add_booking, {"name": "Build", "project": "P-1", "person": "王岚", "units": 0.5, **DAYS})
    wanted = {"skill": "SQL", "level": 3, "units": 2.0, "firm": False}
    do(add_booking, {"name": "Run", **wanted, **DAYS})
    do(add_booking, {"kind": "duty", "department": "质量部", "hours": 37.5, **DAYS})
    return office


def bookings_of(book: Any) -> Any:
    return next(page for page in book if page.title in ("Bookings", "预订"))


@pytest.mark.parametrize("language", LANGUAGES, ids=["zh", "en"])
def test_bookings_go_out_and_come_back_without_a_difference(
    booked: Workspace, tmp_path: Path, language: Language
) -> None:
    found = reviewed(booked, written(booked, tmp_path, language))
    assert not found.changes
    assert not found.findings


@pytest.mark.parametrize("language", LANGUAGES, ids=["zh", "en"])
def test_bookings_are_changed_added_and_removed_as_one_edit(
    booked: Workspace, tmp_path: Path, language: Language
) -> None:
    before = booked.query(bookings)

    def edit(book: Any) -> None:
        page = bookings_of(book)
        page.cell(2, 12).value = 0.8
        page.cell(2, 5).value = "marco rossi"
        page.delete_rows(4)
        values = ["", "New", "", "P-2", "", "", "", "Architect", "", MAY, JUNE, "50%", "", "No"]
        for at, value in enumerate(values, 1):
            page.cell(4, at).value = value or None

    review = reviewed(booked, changed(written(booked, tmp_path, language), edit))
    assert not review.findings
    assert [(one.kind, one.table, one.taken) for one in review.changes] == [
        (CHANGE, "booking", True), (ADD, "booking", True), (REMOVE, "booking", False)
    ]  # fmt: skip
    booked.edit(EDIT, take_pool, review.changes)
    build, run, new = sorted(booked.query(bookings), key=lambda row: row.name)[:3]
    assert (build.person, build.units, build.project) == ("Marco Rossi", 0.8, "P-1 Payments")
    assert (new.name, run.name) == ("Run", "New")
    assert (run.role, run.project, run.units, run.firm) == ("Architect", "P-2 Ledger", 0.5, False)
    booked.undo()
    assert booked.query(bookings) == before


def test_a_list_of_bookings_that_others_wrote_is_understood(
    booked: Workspace, tmp_path: Path
) -> None:
    path = table(tmp_path, [
        ["预订", "项目", "人员", "技能", "级别", "开始", "结束", "投入比例", "工时", "已确认"],
        ["上线", "Ledger", "王岚", "", "", "2027-07-01", "2027-07-30", "50", "", "是"],
        ["运维", "", "", "sql", "精通", "2027-07-01", "2027-07-30", 2, "", "软性"],
        ["评审", "P-1", "Marco Rossi", "", "", "2027-07-01", "2027-07-02", "", "2天", ""],
    ])  # fmt: skip
    review = reviewed(booked, path)
    assert told(review) == []
    booked.edit(EDIT, take_pool, review.changes)
    rows = {row.name: row for row in booked.query(bookings)}
    up, run, check = rows["上线"], rows["运维"], rows["评审"]
    assert (up.project, up.kind, up.units, up.firm) == ("P-2 Ledger", "project", 0.5, True)
    assert (run.kind, run.skill, run.level, run.units, run.firm) == (
        "operations", "SQL", 4, 2.0, False
    )  # fmt: skip
    assert (check.project, check.hours) == ("P-1 Payments", 16.0)
    assert not reviewed(booked, path).changes


BAD = (
    (["x", "P-9", "王岚", "", MAY, JUNE, 1], "There is no project"),
    (["x", "", "王兰兰", "", MAY, JUNE, 1], "Nobody in the pool is called"),
    (["x", "", "", "Fortran", MAY, JUNE, 1], "There is no skill"),
    (["x", "", "", "", MAY, JUNE, 1], "asks for nobody"),
    (["x", "", "王岚", "", JUNE, MAY, 1], "last day comes before"),
    (["x", "", "王岚", "", MAY, "", 1], "no last day"),
    (["x", "", "王岚", "", MAY, JUNE, "lots"], "not how many people"),
    (["x", "", "王岚", "", MAY, JUNE, 0], "not how many people"),
    (["x", "", "王岚", "", "soon", JUNE, 1], "no date"),
)


@pytest.mark.parametrize(("row", "sentence"), BAD, ids=[sentence for _, sentence in BAD])
def test_a_booking_that_cannot_be_is_told_and_left_out(
    booked: Workspace, tmp_path: Path, row: list[Any], sentence: str
) -> None:
    head = ["Booking", "Project", "Person", "Skill", "Start", "End", "Units"]
    good = ["good", "P-1", "王岚", "", MAY, date(2027, 5, 7), 1]
    review = reviewed(booked, table(tmp_path, [head, row, good]))
    assert [one.values["name"] for one in review.changes] == ["good"]
    (finding,) = told(review)
    assert sentence in finding
    assert "2" in finding


def test_a_booking_is_for_a_project_or_for_something_else(
    booked: Workspace, tmp_path: Path
) -> None:
    head = ["Booking", "For", "Project", "Person", "Start", "End"]
    both = ["a", "Operations", "P-1", "王岚", MAY, JUNE]
    neither = ["b", "Project", "", "王岚", MAY, JUNE]
    strange = ["c", "Fun", "", "王岚", MAY, JUNE]
    review = reviewed(booked, table(tmp_path, [head, both, neither, strange]))
    assert not review.changes
    assert len(told(review)) == 3
