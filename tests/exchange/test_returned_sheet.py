"""One sheet's XML: cells get another format, whatever way they are written, and nothing moves."""

from __future__ import annotations

from xml.etree import ElementTree as Tree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.exchange.returning.package import CannotMark
from pmo_desktop.exchange.returning.places import Place, address_of, anchors, place_of
from pmo_desktop.exchange.returning.sheet import SheetPart

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = f'<?xml version="1.0"?>\n<worksheet xmlns="{MAIN}">'


def sheet(rows: str, before: str = "", behind: str = "") -> bytes:
    return f"{HEAD}{before}<sheetData>{rows}</sheetData>{behind}</worksheet>".encode()


def styled(data: bytes, *cells: str, style: int = 9) -> bytes:
    """The sheet with these cells given a format."""
    part = SheetPart(data)
    part.restyle({place: lambda _: style for cell in cells if (place := place_of(cell))})
    return part.xml.result()


def test_a_format_is_exchanged_or_put_in_and_no_other_byte_moves() -> None:
    data = sheet(
        '<row  r="2" spans="1:3"><c r="A2" s="4" t="s"><v>7</v></c>'
        "<c t='str' r = 'B2'><f>A2&amp;'x'</f><v>y</v></c>\n<c r='C2' s='5'/></row>"
    )
    found = styled(data, "A2", "B2", "C2")
    assert found == (
        data.replace(b's="4"', b's="9"')
        .replace(b"r = 'B2'", b"r = 'B2' s=\"9\"")
        .replace(b"s='5'", b"s='9'")
    )


def test_cells_that_are_not_there_are_put_in_at_their_places() -> None:
    data = sheet('<row r="2"><c r="B2"/><c r="D2"/></row><row r="5"/>')
    found = styled(data, "A2", "C2", "E2", "B1", "C3", "A5", "B9")
    assert found == sheet(
        '<row r="1"><c r="B1" s="9"/></row>'
        '<row r="2"><c r="A2" s="9"/><c r="B2"/><c r="C2" s="9"/><c r="D2"/><c r="E2" s="9"/></row>'
        '<row r="3"><c r="C3" s="9"/></row>'
        '<row r="5"><c r="A5" s="9"/></row><row r="9"><c r="B9" s="9"/></row>'
    )


@pytest.mark.parametrize("empty", ["<sheetData/>", "<sheetData />", "<sheetData></sheetData>"])
def test_a_sheet_without_rows_gets_some(empty: str) -> None:
    data = f"{HEAD}{empty}</worksheet>".encode()
    assert styled(data, "B2") == sheet('<row r="2"><c r="B2" s="9"/></row>')


def test_where_nothing_says_where_it_is_the_order_does() -> None:
    data = sheet("<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c t='n'/></row>")
    found = styled(data, "B1", "A2", "C2", "A4")
    assert found == sheet(
        '<row><c><v>1</v></c><c s="9"><v>2</v></c></row>'
        '<row><c s="9"/><c t=\'n\'/><c r="C2" s="9"/></row>'
        '<row r="4"><c r="A4" s="9"/></row>'
    )


def test_prefixes_stay_and_are_used() -> None:
    data = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"/></x:row>'
        "</x:sheetData></x:worksheet>"
    ).encode()
    found = styled(data, "A1", "B1", "A3")
    assert b'<x:c r="A1" s="9"/><x:c r="B1" s="9"/></x:row><x:row r="3"><x:c r="A3"' in found
    Tree.fromstring(found)


def test_what_only_looks_like_a_cell_is_none() -> None:
    data = sheet(
        '<!-- <row r="1"><c r="A1"/></row> --><row r="1"><c r="A1" t="inlineStr"><is><t>'
        '<![CDATA[<c r="A1"/>]]></t></is></c></row>'
    )
    found = styled(data, "A1")
    assert found == data.replace(b'<c r="A1" t=', b'<c r="A1" s="9" t=')


def test_an_absent_cell_has_its_row_s_or_column_s_format() -> None:
    columns = '<cols><col min="2" max="3" width="9" style="6"/></cols>'
    part = SheetPart(sheet('<row r="1" s="4" customFormat="1"/><row r="2" s="5"/>', columns))
    given: list[tuple[str, int]] = []
    part.restyle({
        place: lambda style, cell=cell: given.append((cell, style)) or 9  # type: ignore[misc]
        for cell in ("A1", "B1", "A2", "B2", "C7")
        if (place := place_of(cell))
    })  # fmt: skip
    assert sorted(given) == [("A1", 4), ("A2", 0), ("B1", 4), ("B2", 6), ("C7", 6)]


def test_a_row_says_how_far_it_reaches_now() -> None:
    data = sheet('<row r="1" spans="2:3"><c r="B1"/></row>')
    assert b'<row r="1" spans="1:5">' in styled(data, "A1", "E1")
    assert b'<row r="1" spans="2:3">' in styled(data, "B1", "C1")


CELLS = st.tuples(st.integers(1, 9), st.integers(1, 9))


@given(st.dictionaries(CELLS, st.integers(0, 3), max_size=25), st.sets(CELLS, max_size=12),
       st.booleans())  # fmt: skip
def test_as_a_tree_only_the_wanted_cells_have_another_format(
    there: dict[Place, int], wanted: set[Place], bare: bool
) -> None:
    data = sheet(_rows(there, bare))
    part = SheetPart(data)
    part.restyle(dict.fromkeys(wanted, lambda style: style + 10))
    assert _styles(part.xml.result()) == {
        **there,
        **{place: there.get(place, 0) + 10 for place in wanted},
    }


def _rows(cells: dict[Place, int], bare: bool) -> str:
    """Rows and cells in order; those that follow one another may leave out where they are."""
    written, last_row = "", 0
    for row in sorted({row for row, _ in cells}):
        tag = "<row" if bare and row == last_row + 1 else f'<row r="{row}"'
        text, last_row, last = "", row, 0
        for column in sorted(column for r, column in cells if r == row):
            address = f' r="{address_of((row, column))}"'
            where = "" if bare and column == last + 1 else address
            text += f'<c{where} s="{cells[row, column]}"><v>1</v></c>'
            last = column
        written += f"{tag}>{text}</row>"
    return written


def _styles(data: bytes) -> dict[Place, int]:
    """Every cell's format, in the order that the format wants; read as a tree."""
    found: dict[Place, int] = {}
    row = 0
    for element in Tree.fromstring(data).iter(f"{{{MAIN}}}row"):
        row = int(element.get("r") or row + 1)
        column = 0
        for cell in element:
            place = place_of(cell.get("r") or "")
            column = place[1] if place else column + 1
            assert not found or (row, column) > max(found)
            found[row, column] = int(cell.get("s") or 0)
    return found


def test_a_merge_to_the_last_row_costs_nothing() -> None:
    merges = '<mergeCells><mergeCell ref="B2:D1048576"/><mergeCell ref="A1"/></mergeCells>'
    part = SheetPart(sheet("", behind=merges))
    places = [(5, 2), (2, 2), (1_000_000, 4), (5, 5)]
    assert anchors(places, part.merges()) == {(5, 2): (2, 2), (1_000_000, 4): (2, 2)}


@given(st.sets(CELLS), st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_a_cell_belongs_to_the_range_that_it_lies_in(
    places: set[Place], corners: list[tuple[Place, Place]]
) -> None:
    spans = [
        (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])) for a, b in corners
    ]
    expected = {}
    for place in places:
        for top, left, bottom, right in spans:
            inside = top <= place[0] <= bottom and left <= place[1] <= right
            if inside and place != (top, left):
                expected[place] = (top, left)
    assert anchors(places, spans) == expected


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        ("", "</sheetData>@"),
        ("<pageMargins/><drawing r:id='rId1'/><tableParts><tablePart/></tableParts>",
         "<drawing r:id='rId1'/>@<tableParts>"),
        ("<drawing/><legacyDrawingHF/><extLst/>", "<drawing/>@<legacyDrawingHF/>"),
        ("<dataValidations><x><extLst/></x></dataValidations><extLst/>",
         "</dataValidations>@<extLst/>"),
    ],
)  # fmt: skip
def test_the_comments_drawing_stands_where_the_format_wants_it(behind: str, expected: str) -> None:
    root = HEAD.replace(">", ' xmlns:r="x/officeDocument/relationships">', 2).replace(
        '"1.0"? xmlns:r="x/officeDocument/relationships">', '"1.0"?>'
    )
    data = f"{root}<sheetData/>{behind}</worksheet>".encode()
    part = SheetPart(data)
    part.add_comments_drawing("rId7", b"x")
    found = part.xml.result().decode().replace("<sheetData/>", "<sheetData></sheetData>")
    assert expected.replace("@", '<legacyDrawing r:id="rId7"/>') in found


def test_a_prefix_that_is_not_bound_is_bound_with_the_drawing() -> None:
    part = SheetPart(sheet(""))
    part.add_comments_drawing("rId7", b"urn:relations")
    Tree.fromstring(part.xml.result())
    assert b'<legacyDrawing xmlns:r="urn:relations" r:id="rId7"/>' in part.xml.result()


@pytest.mark.parametrize(
    "data",
    [
        b"<chartsheet/>",
        f"{HEAD}</worksheet>".encode(),
        b"\xff\xfe<\x00",
        b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>',
        b"",
        b"not XML",
    ],
)
def test_what_is_no_plain_sheet_is_not_touched(data: bytes) -> None:
    with pytest.raises(CannotMark):
        SheetPart(data)


def test_an_address_is_a_cell_only_within_a_sheet() -> None:
    assert place_of("XFD1048576") == (1_048_576, 16_384)
    assert place_of("$b$12") == (12, 2)
    for wrong in ("", "F", "12", "A0", "XFE1", "A1048577", "A1:B2", "R1C1"):
        assert place_of(wrong) is None, wrong
    assert address_of((7, 703)) == "AAA7"
