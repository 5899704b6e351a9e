"""Any workbook that openpyxl can make, marked anywhere: nothing is lost, and marking again adds up
to the same."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, GradientFill, PatternFill, Side
from openpyxl.utils import get_column_letter
from python_calamine import load_workbook as calamine_workbook

from pmo_desktop.exchange.findings import Finding
from pmo_desktop.exchange.returning.colours import MARKS
from pmo_desktop.exchange.returning.marking import marked
from pmo_desktop.language import Language
from tests.exchange.marked_files import (
    coloured,
    comments,
    formats,
    is_well_formed,
    names,
    packed_parts,
    warning,
)

FILLS: list[Any] = [
    None,
    None,
    PatternFill("solid", start_color="FFFFFF00"),
    PatternFill("solid", start_color="FF1B2430", end_color="FFFF0000"),
    PatternFill("darkGrid", start_color="FF00FF00", end_color="FF0000FF"),
    GradientFill(stop=("FFFFFF", "99CCFF")),
]
FONTS: list[Any] = [None, Font(bold=True), Font(color="FFFFFF"), Font(name="Arial", italic=True)]
VALUES = st.one_of(
    st.none(), st.integers(-9, 9), st.floats(0, 1), st.just(date(2026, 11, 5)),
    st.sampled_from(["十一月中", "=SUM(A1:A3)", "<b>&amp;\"'", " two\nlines ", "_x0041_"]),
)  # fmt: skip
CELLS = st.tuples(st.integers(1, 12), st.integers(1, 6))
LOOKS = st.tuples(st.sampled_from(FILLS), st.sampled_from(FONTS), st.booleans(), st.booleans())
TITLES = st.lists(
    st.sampled_from(["Plan", "计划 & 风险", "It's", "Findings", "a<b>", "审核意见"]),
    min_size=1, max_size=3, unique=True,
)  # fmt: skip


@st.composite
def workbooks(draw: st.DrawFn) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title in draw(TITLES):
        sheet = book.create_sheet(title)
        for (row, column), (value, look) in draw(
            st.dictionaries(CELLS, st.tuples(VALUES, LOOKS), max_size=14)
        ).items():
            cell = sheet.cell(row, column, value)
            fill, font, has_border, has_comment = look
            if fill is not None:
                cell.fill = fill
            if font is not None:
                cell.font = font
            if has_border:
                cell.border = Border(left=Side("double"))
                cell.number_format = "0.00%"
            if has_comment:
                cell.comment = Comment("from the team\n◆ not ours", "Li")
        if draw(st.booleans()):
            sheet.merge_cells("B14:D16")
        if draw(st.booleans()):
            sheet.column_dimensions["C"].fill = PatternFill("solid", start_color="FFAAAAAA")
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def places(draw: st.DrawFn, data: bytes) -> list[Finding]:
    titles = st.sampled_from([*load_workbook(io.BytesIO(data)).sheetnames, "gone"])
    found = draw(st.lists(st.tuples(titles, CELLS), max_size=8))
    return [warning(title, f"{get_column_letter(c)}{r}") for title, (r, c) in found]


@st.composite
def cases(draw: st.DrawFn) -> tuple[bytes, list[Finding], list[Finding]]:
    data = draw(workbooks())
    return data, places(draw, data), places(draw, data)


def mark(data: bytes, findings: list[Finding]) -> bytes:
    return marked(data, findings, Language("zh"), title="x").content


def wanted(data: bytes, findings: list[Finding]) -> set[tuple[str, str]]:
    titles = load_workbook(io.BytesIO(data)).sheetnames
    return {(found.sheet, found.cell) for found in findings if found.sheet in titles}


def values(data: bytes) -> dict[str, list[list[Any]]]:
    book = calamine_workbook(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def fills(data: bytes) -> dict[tuple[str, str], str]:
    book = load_workbook(io.BytesIO(data))
    return {
        (sheet.title, cell.coordinate): repr(cell.fill)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type and cell.fill.fill_type != "none"
    }


def as_before(data: bytes, first: bytes) -> dict[tuple[str, str], str]:
    """The fills that are no marks, of the cells that the first file had: one that was put in for
    a mark has the fill of its column, which shows as well without it."""
    known = {
        (sheet.title, cell.coordinate)
        for sheet in load_workbook(io.BytesIO(first)).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None or cell.has_style
    }
    return {
        place: look
        for place, look in fills(data).items()
        if place in known and not any(mark in look for mark in MARKS)
    }


@settings(max_examples=20)
@given(cases())
def test_marks_are_where_the_findings_are_and_everything_else_is_as_it_was(
    case: tuple[bytes, list[Finding], list[Finding]],
) -> None:
    data, findings, _ = case
    result = mark(data, findings)
    assert is_well_formed(result)
    assert names(result)[: len(names(data))] == names(data)
    assert coloured(result) == wanted(data, findings)
    old_values, new_values = values(data), values(result)
    assert [new_values[name] for name in old_values] == list(old_values.values())
    old, new = formats(data), formats(result)
    assert all(new[sheet][cell] == look for sheet, row in old.items() for cell, look in row.items())
    said, before = comments(result), comments(data)
    for place in wanted(data, findings):
        assert "PMO Desktop:\n◆ “十一月中”" in said.pop(place)
        before.pop(place, None)
    assert said == before


@settings(max_examples=20)
@given(cases())
def test_marking_again_is_as_marking_once(
    case: tuple[bytes, list[Finding], list[Finding]],
) -> None:
    data, first, second = case
    once = mark(data, first)
    assert packed_parts(mark(once, first)) == packed_parts(once)
    again = mark(once, second)
    fresh = mark(data, second)
    assert coloured(again) == coloured(fresh) == wanted(data, second)
    assert comments(again) == comments(fresh)
    assert as_before(again, data) == as_before(fresh, data)
    assert len(load_workbook(io.BytesIO(again)).sheetnames) == len(
        load_workbook(io.BytesIO(fresh)).sheetnames
    )


@settings(max_examples=12)
@given(cases())
def test_another_program_s_saving_in_between_makes_no_difference(
    case: tuple[bytes, list[Finding], list[Finding]],
) -> None:
    data, first, second = case
    book = load_workbook(io.BytesIO(mark(data, first)))
    saved = io.BytesIO()
    book.save(saved)
    again, fresh = mark(saved.getvalue(), second), mark(data, second)
    assert coloured(again) == coloured(fresh)
    assert comments(again) == comments(fresh)
    assert as_before(again, data) == as_before(fresh, data)
