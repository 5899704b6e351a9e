"""Tables are laid out, cut into pages and never wider or higher than their room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.reports import tables
from pmo_desktop.reports.fonts import Typeface
from pmo_desktop.reports.tables import PAD, Cell, Column, LaidTable, Style

STYLE = Style(10)
COLUMNS = (
    Column("编号", most=70),
    Column("Name", weight=2, least=80, lines=2),
    Column("Why", weight=1, least=60, optional=True),
    Column("SPI", "right"),
)
TEXTS = st.text(alphabet="ab 项目，。19", max_size=40)


@pytest.fixture(scope="module")
def face() -> Typeface:
    return Typeface()


def row(*texts: str) -> tuple[Cell, ...]:
    return tuple(map(Cell, texts))


def test_a_weighted_column_takes_what_the_others_leave(face: Typeface) -> None:
    laid = tables.lay(COLUMNS, [row("P-1", "name", "why", "0.95")], 400, face, STYLE)
    code, name, why, spi = laid.widths
    assert laid.width == pytest.approx(400)
    assert code == pytest.approx(face.width("P-1", 10) + 2 * PAD + 0.5, abs=8)
    assert name == pytest.approx(2 * why)
    assert spi < 40


def test_an_optional_column_goes_where_room_is_short(face: Typeface) -> None:
    laid = tables.lay(COLUMNS, [row("P-1", "name", "why", "0.95")], 190, face, STYLE)
    assert [column.title for column in laid.columns] == ["编号", "Name", "SPI"]
    assert [cell.text for cell in laid.rows[0].cells] == ["P-1", "name", "0.95"]


def test_a_cell_wraps_to_its_lines_and_then_ends_with_an_ellipsis(face: Typeface) -> None:
    laid = tables.lay(COLUMNS, [row("P-1", "云化迁移" * 20, "", "")], 400, face, STYLE)
    first, second = laid.rows[0].lines[1]
    assert not first.endswith("…")
    assert second.endswith("…")
    assert laid.rows[0].height == STYLE.height(2)


def test_no_rows_give_no_page(face: Typeface) -> None:
    assert tables.cut(tables.lay(COLUMNS, [], 400, face, STYLE), 300) == []


def test_a_row_higher_than_a_page_stands_alone(face: Typeface) -> None:
    tall = row("P-1", "云化迁移" * 40, "", "")
    laid = tables.lay(COLUMNS, [tall, tall], 300, face, STYLE)
    assert tables.cut(laid, 10) == [range(1), range(1, 2)]


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS), max_size=12), st.integers(150, 600))
def test_every_line_fits_its_column(rows: list[tuple[str, ...]], width: int) -> None:
    face = Typeface()
    laid = tables.lay(COLUMNS, [row(*texts) for texts in rows], width, face, STYLE)
    assert laid.width <= width + 1e-6
    for laid_row in laid.rows:
        for column, lines in zip(laid.widths, laid_row.lines, strict=True):
            # A column may be narrower than a single character; that one is shown all the same.
            room = max(column - 2 * PAD, 10.0)
            assert all(face.width(line, 10) <= room + 1e-6 for line in lines)


@given(st.lists(TEXTS, max_size=30), st.integers(60, 300))
def test_pages_have_every_row_once_and_are_no_higher_than_the_room(
    texts: list[str], height: int
) -> None:
    face = Typeface()
    laid = tables.lay(COLUMNS, [row("", text, "", "") for text in texts], 200, face, STYLE)
    pages = tables.cut(laid, height)
    assert [i for page in pages for i in page] == list(range(len(texts)))
    for page in pages:
        assert len(page) == 1 or laid.height(page.start, page.stop) <= height + 1e-6
    assert len(pages) == len(greedy(laid, height))


def greedy(laid: LaidTable, height: float) -> list[list[int]]:
    """Rows on pages, each filled until the next row would pass its foot."""
    found: list[list[int]] = []
    for index in range(len(laid.rows)):
        if found and laid.height(found[-1][0], index + 1) <= height + 0.01:
            found[-1].append(index)
        else:
            found.append([index])
    return found


def test_pages_are_about_equally_full(face: Typeface) -> None:
    laid = tables.lay(COLUMNS, [row("", "x", "", "")] * 11, 200, face, STYLE)
    pages = tables.cut(laid, laid.height(0, 10))
    assert [len(page) for page in pages] == [6, 5]


@given(st.lists(TEXTS, max_size=30), st.integers(20, 300))
def test_as_many_rows_fit_as_the_height_allows(texts: list[str], height: int) -> None:
    laid = tables.lay(COLUMNS, [row("", t, "", "") for t in texts], 200, Typeface(), STYLE)
    count = tables.fitting(laid, height)
    assert count == 0 or laid.height(0, count) <= height + 0.01
    assert count == len(texts) or laid.height(0, count + 1) > height


def test_a_table_takes_the_first_style_that_fits(face: Typeface) -> None:
    def make(style: Style) -> LaidTable:
        return tables.lay(COLUMNS, [row("", "x", "", "")] * 10, 200, face, style)

    styles = (Style(12), Style(10), Style(8))
    assert tables.fitted(make, styles, make(styles[1]).height()).style == styles[1]
    assert tables.fitted(make, styles, 10).style == styles[2]
