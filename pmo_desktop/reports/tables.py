"""Light tables of plain strings: laid out first, then cut into pages, then drawn.

A column is as wide as its contents up to `most`, or takes a share (`weight`) of what is left; a
cell wraps up to the column's `lines` and ends with an ellipsis where even that is too short.
Figures stand right, lights in the middle. Widths and heights are in points.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from pmo_desktop.reports.sheet import Align
from pmo_desktop.reports.wrapping import wrap

if TYPE_CHECKING:
    from pmo_desktop.reports.fonts import Typeface
    from pmo_desktop.reports.sheet import Sheet

PAD = 5.5
STEP = 4.0
ROUNDING = 0.01
ASCENT = 0.36  # of the size, from a line's middle to its baseline
Mark: TypeAlias = "Callable[[Sheet, float, float], None]"


@dataclass(frozen=True)
class Column:
    """`weight` above 0 shares the room that is left; else as wide as needed, `least` to `most`.

    An `optional` column is left out where the weighted ones would fall below their `least`.
    """

    title: str
    align: Align = "left"
    weight: float = 0.0
    least: float = 0.0
    most: float = 200.0
    lines: int = 1
    optional: bool = False


@dataclass(frozen=True)
class Cell:
    """`mark` draws a sign about the middle of the cell's first line; `link` is a page's key.

    A cell with both a mark and a text has the mark first.
    """

    text: str = ""
    colour: str = "ink"
    bold: bool = False
    mark: Mark | None = None
    link: str = ""


@dataclass(frozen=True)
class Style:
    """`leading` is between lines of a cell, `space` above and below them together."""

    size: float
    space: float = 9.0

    @property
    def leading(self) -> float:
        return self.size * 1.35

    @property
    def mark(self) -> float:
        """How much room a mark before a text takes."""
        return self.size * 1.25

    def height(self, lines: int) -> float:
        return self.leading * lines + self.space


@dataclass(frozen=True)
class LaidRow:
    cells: tuple[Cell, ...]
    lines: tuple[tuple[str, ...], ...]
    height: float


@dataclass(frozen=True)
class LaidTable:
    """A table with its columns' widths and its rows' lines, ready to be cut and drawn."""

    columns: tuple[Column, ...]
    widths: tuple[float, ...]
    rows: tuple[LaidRow, ...]
    style: Style
    titles: tuple[tuple[str, ...], ...] = field(default=())

    @property
    def width(self) -> float:
        return sum(self.widths)

    @property
    def head(self) -> float:
        """The heading row's height."""
        return self.style.height(max(map(len, self.titles), default=1)) - 1

    def height(self, first: int = 0, last: int | None = None) -> float:
        """Of the heading and the rows `[first, last)`."""
        return self.head + sum(row.height for row in self.rows[first:last])


def lay(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    width: float,
    typeface: Typeface,
    style: Style,
) -> LaidTable:
    """The table in `width`, which it fills where a column has a weight."""
    natural = [
        0.0 if c.weight else _natural(c, [row[i] for row in rows], typeface, style)
        for i, c in enumerate(columns)
    ]
    kept = _kept(columns, natural, width)
    columns = [columns[i] for i in kept]
    rows = [[row[i] for i in kept] for row in rows]
    widths = _widths(columns, [natural[i] for i in kept], width)
    laid = tuple(_row(columns, row, widths, typeface, style) for row in rows)
    titles = tuple(
        _lines(c.title, w - 2 * PAD, 2, typeface, style.size - 1)
        for c, w in zip(columns, widths, strict=True)
    )
    return LaidTable(tuple(columns), widths, laid, style, titles)


def fitted(make: Callable[[Style], LaidTable], styles: Sequence[Style], height: float) -> LaidTable:
    """The table in the first of `styles` in which a page of `height` holds it, else in the last."""
    for style in styles[:-1]:
        table = make(style)
        if table.height() <= height:
            return table
    return make(styles[-1])


def cut(table: LaidTable, height: float) -> list[range]:
    """The rows of each page: as few pages as `height` allows, none much fuller than another.

    A row higher than a page stands alone on its page. No rows give no page.
    """
    pages = _cut(table, height)
    if len(pages) < 2:
        return pages
    even = table.head + (table.height() - table.head) / len(pages)
    while even < height:
        evenly = _cut(table, even)
        if len(evenly) == len(pages):
            return evenly
        even += STEP
    return pages


def _cut(table: LaidTable, height: float) -> list[range]:
    """Each page as full as can be."""
    pages: list[range] = []
    start, room = 0, height - table.head
    for index, row in enumerate(table.rows):
        if row.height > room + ROUNDING and index > start:
            pages.append(range(start, index))
            start, room = index, height - table.head
        room -= row.height
    if start < len(table.rows):
        pages.append(range(start, len(table.rows)))
    return pages


def fitting(table: LaidTable, height: float) -> int:
    """How many of the first rows fit into `height` under the heading."""
    room = height - table.head
    for index, row in enumerate(table.rows):
        room -= row.height
        if room < -ROUNDING:
            return index
    return len(table.rows)


def draw(sheet: Sheet, table: LaidTable, x: float, y: float, rows: range | None = None) -> float:
    """The heading and some rows with the top left corner at (x, y); gives the y below."""
    chosen = rows if rows is not None else range(len(table.rows))
    y = _head(sheet, table, x, y)
    edges: list[tuple[float, float, float, float]] = []
    for index in chosen:
        row = table.rows[index]
        _cells(sheet, table, row, x, y)
        y += row.height
        edges.append((x, y, x + table.width, y))
    if edges:
        sheet.lines(edges, "line", 0.6)
    return y


def _kept(columns: Sequence[Column], natural: Sequence[float], width: float) -> list[int]:
    """The columns that there is room for; optional ones go, the first one first."""
    kept = list(range(len(columns)))
    for index in range(len(columns)):
        if sum(natural[i] + columns[i].least * bool(columns[i].weight) for i in kept) <= width:
            break
        if columns[index].optional:
            kept.remove(index)
    return kept


def _widths(columns: Sequence[Column], natural: Sequence[float], width: float) -> tuple[float, ...]:
    """Weighted columns share what is left; where that is too little, the others give way."""
    least = sum(c.least for c in columns if c.weight)
    fixed = sum(natural)
    shrink = min(1.0, max(width - least, width * 0.4) / fixed) if fixed else 1.0
    weights = sum(c.weight for c in columns) or 1.0
    left = max(width - fixed * shrink, 0.0)
    return tuple(
        left * c.weight / weights if c.weight else need * shrink
        for c, need in zip(columns, natural, strict=True)
    )


def _natural(column: Column, cells: Sequence[Cell], typeface: Typeface, style: Style) -> float:
    """The width that no cell of the column needs more than."""
    need = typeface.width(typeface.clean(column.title), style.size - 1)
    for cell in cells:
        text = typeface.width(typeface.clean(cell.text), style.size, cell.bold)
        need = max(need, text + (style.mark if cell.mark and cell.text else 0.0))
    return min(max(need + 2 * PAD + 0.5, column.least), column.most)


def _row(
    columns: Sequence[Column],
    cells: Sequence[Cell],
    widths: Sequence[float],
    typeface: Typeface,
    style: Style,
) -> LaidRow:
    lines = tuple(
        _lines(
            cell.text,
            width - 2 * PAD - (style.mark if cell.mark else 0.0),
            column.lines,
            typeface,
            style.size,
            cell.bold,
        )
        for column, cell, width in zip(columns, cells, widths, strict=True)
    )
    return LaidRow(tuple(cells), lines, style.height(max(map(len, lines), default=1) or 1))


def _lines(
    text: str, width: float, most: int, typeface: Typeface, size: float, bold: bool = False
) -> tuple[str, ...]:
    """Up to `most` lines; the last one ends with an ellipsis where there would be more."""
    text = typeface.clean(text)
    if not text:
        return ()
    if most == 1:
        return (typeface.clip(" ".join(text.split()), width, size, bold),)
    lines = wrap(text, width, lambda part: typeface.width(part, size, bold))
    if len(lines) > most:
        last = lines[most - 1] + " " + lines[most]
        lines = [*lines[: most - 1], shorten(last, width, typeface, size, bold)]
    return tuple(lines)


def shorten(text: str, width: float, typeface: Typeface, size: float, bold: bool = False) -> str:
    """The text with an ellipsis at its end, even where the text alone would fit."""
    room = width - typeface.width("…", size, bold)
    while text and typeface.width(text, size, bold) > room:
        text = text[:-1]
    return text.rstrip(" ,，;；、") + "…"


def _head(sheet: Sheet, table: LaidTable, x: float, y: float) -> float:
    size = table.style.size - 1
    sheet.rect((x, y, table.width, table.head), "panel_alt")
    left = x
    for column, width, lines in zip(table.columns, table.widths, table.titles, strict=True):
        middle = y + table.head / 2 - (len(lines) - 1) * table.style.leading / 2
        for line in lines:
            _string(sheet, column, left, width, middle + size * ASCENT, line, size, "ink2")
            middle += table.style.leading
        left += width
    bottom = y + table.head
    sheet.lines(((x, bottom, x + table.width, bottom),), "line_strong", 0.6)
    return bottom


def _cells(sheet: Sheet, table: LaidTable, row: LaidRow, x: float, y: float) -> None:
    style = table.style
    for column, width, cell, lines in zip(
        table.columns, table.widths, row.cells, row.lines, strict=True
    ):
        middle = y + style.space / 2 + style.leading / 2
        if column.lines == 1 or len(lines) <= 1:
            middle = min(middle, y + row.height / 2) if row.height else middle
        shift = _mark(sheet, table, cell, x, width, middle)
        baseline = middle + style.size * ASCENT
        for line in lines:
            _string(
                sheet, column, x + shift, width - shift, baseline, line, style.size,
                cell.colour, cell.bold,
            )  # fmt: skip
            baseline += style.leading
        if cell.link:
            sheet.link(cell.link, (x, y, width, row.height))
        x += width


def _mark(sheet: Sheet, table: LaidTable, cell: Cell, x: float, width: float, y: float) -> float:
    """Draws the cell's mark; gives how far the text moves right."""
    if cell.mark is None:
        return 0.0
    if not cell.text:
        cell.mark(sheet, x + width / 2, y)
        return 0.0
    cell.mark(sheet, x + PAD + table.style.mark * 0.36, y)
    return table.style.mark


def _string(
    sheet: Sheet,
    column: Column,
    x: float,
    width: float,
    baseline: float,
    text: str,
    size: float,
    colour: str,
    bold: bool = False,
) -> None:
    at = {"left": x + PAD, "right": x + width - PAD, "centre": x + width / 2}[column.align]
    sheet.write(at, baseline, text, size, colour, bold=bold, align=column.align)
