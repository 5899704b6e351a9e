"""What a sheet's XML says beside its values, whoever wrote it."""

from __future__ import annotations

import pytest

from pmo_desktop.exchange.files.markup import Markup, Styles, column_letters


def sheet(rows: str, columns: str = "", rest: str = "") -> Markup:
    return Markup(f"<worksheet>{columns}<sheetData>{rows}</sheetData>{rest}</worksheet>".encode())


def test_errors_have_their_places() -> None:
    found = sheet(
        '<row r="2"><c r="A2" s="1"/><c r="B2" s="3" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="C2"><v>1</v></c><c r="AA2" t="e"><v>#N/A</v></c></row>'
    )
    assert found.errors() == {(1, 1): "#DIV/0!", (1, 26): "#N/A"}
    assert sheet('<row r="1"><c r="A1"><v>1</v></c></row>').errors() == {}


@pytest.mark.parametrize("empty", ["<v/>", "<v></v>", "<v />", ""])
def test_formulas_without_results_have_their_places(empty: str) -> None:
    found = sheet(
        f'<row r="1"><c r="A1" s="2"/><c r="B1"><f>A1+1</f>{empty}</c>'
        '<c r="C1"><f>1</f><v>1</v></c>'
        f'<c r="D1"><f t="shared" si="0"/>{empty}</c><c r="E1">{empty}</c></row>'
    )
    assert found.unfilled() == [(0, 1), (0, 3)]


def test_prefixed_names_are_the_same() -> None:
    found = Markup(
        b'<x:worksheet><x:sheetData><x:row r="3"><x:c r="B3" t="e"><x:v>#REF!</x:v></x:c>'
        b'<x:c r="C3"><x:f>1</x:f><x:v/></x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert found.errors() == {(2, 1): "#REF!"}
    assert found.unfilled() == [(2, 2)]


def test_rows_and_columns_hidden_by_hand_are_away_and_folded_ones_are_not() -> None:
    found = sheet(
        '<row r="1" hidden="1"/><row r="2" hidden="1" outlineLevel="1"/><row r="3"/>',
        '<cols><col min="2" max="3" hidden="1"/><col min="5" max="5" hidden="1" outlineLevel="1"/>'
        '<col min="20" max="16384" hidden="1"/></cols>',
    )
    assert found.hidden_rows() == {0}
    assert {1, 2} < found.hidden_columns()
    assert 4 not in found.hidden_columns()
    assert found.outline_levels() == {1: 1}


def test_a_filter_hides_no_data() -> None:
    found = sheet(
        '<row r="2" hidden="1"/>',
        rest='<autoFilter ref="A1:B2"><filterColumn colId="0"/></autoFilter>',
    )
    assert not found.hidden_rows()


def test_how_far_a_sheet_reaches_is_asked_only_where_it_may_be_far() -> None:
    assert sheet('<row r="1"><c r="A1"><v>1</v></c></row>').extent() is None
    far = '<row r="1048576"><c r="B1048576"><v>1</v></c><c r="XFD1048576" s="1"/></row>'
    assert sheet(far).extent() == (1048575, 1)


def test_styles_tell_percentages_and_indents() -> None:
    styles = Styles(
        lambda: (
            b'<styleSheet><numFmts><numFmt numFmtId="170" formatCode="0.0%"/>'
            b'<numFmt numFmtId="171" formatCode="0.0"/></numFmts><cellStyleXfs><xf numFmtId="9"/>'
            b'</cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="170"/>'
            b'<xf numFmtId="171"/><xf numFmtId="0"><alignment indent="2"/></xf>'
            b"</cellXfs></styleSheet>"
        )
    )
    markup = Markup(
        b'<c r="A1" s="1"><v>1</v></c><c r="B1" s="2"><v>1</v></c>'
        b'<c r="C1" s="3"/><c r="D1" s="4"/>',
        styles,
    )
    assert [markup.is_percent((0, c)) for c in range(4)] == [True, True, False, False]
    assert [markup.indent((0, c)) for c in range(4)] == [0, 0, 0, 2]


def test_columns_are_named_as_sheets_name_them() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 701, 702, 16383)] == [
        "A", "Z", "AA", "ZZ", "AAA", "XFD",
    ]  # fmt: skip
