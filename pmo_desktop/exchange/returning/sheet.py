"""One sheet's XML, in which cells get another format and nothing else moves.

Rows and cells may leave out where they are; then they follow the one before. A cell or a row that
is not there is put in at its place, with the format that the row or the column would give it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from pmo_desktop.exchange.returning.package import CannotMark
from pmo_desktop.exchange.returning.places import Place, Span, address_of, place_of
from pmo_desktop.exchange.returning.xmltext import Element, Xml, attribute, with_attribute

STYLE = re.compile(rb"\ss\s*=\s*[\"'](\d+)[\"']")
# What stands behind a sheet's comments, which the format wants in a fixed order.
BEHIND_COMMENTS = {
    b"legacyDrawingHF", b"drawingHF", b"picture", b"oleObjects", b"controls", b"webPublishItems",
    b"tableParts", b"extLst", b"AlternateContent",
}  # fmt: skip
DEFAULT_WIDTH, DEFAULT_HEIGHT = 8.43, 15.0
PIXELS_A_DIGIT, PADDING, PIXELS_A_POINT = 7, 5, 4 / 3

Restyle = Callable[[int], int]


@dataclass(frozen=True)
class Column:
    """Columns `first` to `last`; `width` in digits of the default font, 0 where hidden."""

    first: int
    last: int
    style: int
    width: float


class SheetPart:
    """A worksheet, its cells and what they look like; `CannotMark` where it is none."""

    def __init__(self, data: bytes) -> None:
        self.xml = Xml(data)
        if self.xml.root.name != b"worksheet":
            raise CannotMark("worksheet")
        cells = self.xml.first("sheetData")
        if cells is None:
            raise CannotMark("sheetData")
        self._cells = cells
        self.columns = tuple(self._columns())

    @property
    def is_protected(self) -> bool:
        found = self.xml.first("sheetProtection", self._cells.end)
        return found is not None and found.get("sheet") in ("1", "true")

    def merges(self) -> Iterator[Span]:
        for merge in self.xml.each("mergeCell", self._cells.end):
            first, _, last = (merge.get("ref") or "").partition(":")
            begin, end = place_of(first), place_of(last)
            if begin and end:
                yield (*begin, *end)

    def _columns(self) -> Iterator[Column]:
        listed = self.xml.first("cols", 0, self._cells.start)
        if listed is None:
            return
        for found in self.xml.each("col", listed.inside, listed.close):
            hidden = found.get("hidden") in ("1", "true")
            try:
                first, last = int(found.get("min") or 0), int(found.get("max") or 0)
                width = float(found.get("width") or DEFAULT_WIDTH)
                yield Column(first, last, int(found.get("style") or 0), 0 if hidden else width)
            except ValueError:
                raise CannotMark("cols") from None

    # Sizes, for the boxes of comments

    def width(self, column: int) -> int:
        """Pixels."""
        found = next((c.width for c in self.columns if c.first <= column <= c.last), None)
        width = self._format("defaultColWidth", DEFAULT_WIDTH) if found is None else found
        return round(width * PIXELS_A_DIGIT + PADDING) if width else 0

    @property
    def row_height(self) -> int:
        """That of a usual row, in pixels."""
        return max(round(self._format("defaultRowHeight", DEFAULT_HEIGHT) * PIXELS_A_POINT), 1)

    def _format(self, name: str, usual: float) -> float:
        found = self.xml.first("sheetFormatPr", 0, self._cells.start)
        try:
            return float((found.get(name) if found else None) or usual)
        except ValueError:
            return usual

    # Cells

    def formatted(self, styles: Collection[int]) -> dict[Place, int]:
        """The cells that have one of these formats, with its number."""
        if not styles:
            return {}
        numbers = b"|".join(b"%d" % style for style in styles)
        wanted = re.compile(rb"\ss\s*=\s*[\"'](?:" + numbers + rb")[\"']")
        begin, end = self._cells.inside, self._cells.close
        places = deque(hit.start() for hit in wanted.finditer(self.xml.seen, begin, end))
        found = {}
        for number, row in self._rows() if places else ():
            if not places or places[0] >= row.end:
                continue
            while places and places[0] < row.end:
                places.popleft()
            for place, cell in self._row_cells(number, row):
                style = _style(cell.attributes)
                if style in styles:
                    found[place] = style
        return found

    def restyle(self, wanted: Mapping[Place, Restyle]) -> None:
        """Give these cells the formats that the functions make of those that they have."""
        by_row: dict[int, dict[int, Restyle]] = {}
        for (row, column), change in wanted.items():
            by_row.setdefault(row, {})[column] = change
        waiting, there = deque(sorted(by_row)), set()
        before: dict[int, int] = {}
        for number, element in self._rows():
            while waiting and waiting[0] < number:
                before[waiting.popleft()] = element.start
            if number in by_row and number not in there:
                self._restyle_row(number, element, by_row[number])
                there.add(number)
        self._insert_rows({n: by_row[n] for n in by_row if n not in there}, before)

    def _restyle_row(self, number: int, row: Element, wanted: dict[int, Restyle]) -> None:
        left = dict(wanted)
        row_style = _row_style(row.attributes)
        put: dict[int, list[tuple[int, bytes]]] = {}
        for (_, column), cell in self._row_cells(number, row):
            for missing in sorted(c for c in left if c < column):
                put.setdefault(cell.start, []).append(
                    (missing, self._new_cell((number, missing), row_style, left.pop(missing)))
                )
            if column in left:
                self._restyle_cell(cell, left.pop(column))
        for start, cells in put.items():
            self.xml.insert(start, b"".join(text for _, text in cells))
        rest = b"".join(self._new_cell((number, c), row_style, left[c]) for c in sorted(left))
        added = sorted([*left, *(column for cells in put.values() for column, _ in cells)])
        attributes = _with_span(row.attributes, added) if added else row.attributes
        if row.closes_itself and rest:
            name = self.xml.prefix + b"row"
            opened = attributes.removesuffix(b"/").rstrip()
            whole = b"<" + name + opened + b">" + rest + b"</" + name + b">"
            self.xml.replace(row.start, row.end, whole)
            return
        if attributes != row.attributes:
            self.xml.replace(row.inside - len(row.attributes) - 1, row.inside - 1, attributes)
        if rest:
            self.xml.insert(row.close, rest)

    def _restyle_cell(self, cell: Element, change: Restyle) -> None:
        old = _style(cell.attributes)
        new = change(old)
        if new == old:
            return
        at = cell.start + 1 + len(self.xml.prefix) + 1
        found = STYLE.search(cell.attributes)
        if found:
            self.xml.replace(at + found.start(1), at + found.end(1), b"%d" % new)
            return
        reference = re.search(rb"\sr\s*=\s*(?:\"[^\"]*\"|'[^']*')", cell.attributes)
        self.xml.insert(at + (reference.end() if reference else 0), b' s="%d"' % new)

    def _new_cell(self, place: Place, row_style: int | None, change: Restyle) -> bytes:
        style = self._column_style(place[1]) if row_style is None else row_style
        name = b"<" + self.xml.prefix + b"c"
        return name + b' r="%s" s="%d"/>' % (address_of(place).encode("ascii"), change(style))

    def _insert_rows(self, rows: dict[int, dict[int, Restyle]], before: dict[int, int]) -> None:
        written: dict[int, bytes] = {}
        name = self.xml.prefix + b"row"
        for number in sorted(rows):
            cells = rows[number]
            text = b"".join(self._new_cell((number, c), None, cells[c]) for c in sorted(cells))
            whole = b"<" + name + b' r="%d">' % number + text + b"</" + name + b">"
            at = before.get(number, -1)
            written[at] = written.get(at, b"") + whole
        for at, text in written.items():
            if at < 0:
                self.xml.append(self._cells, text)
            else:
                self.xml.insert(at, text)

    def _column_style(self, column: int) -> int:
        return next((c.style for c in self.columns if c.first <= column <= c.last), 0)

    def _rows(self) -> Iterator[tuple[int, Element]]:
        number = 0
        for row in self.xml.each("row", self._cells.inside, self._cells.close):
            given = attribute(row.attributes, "r")
            number = int(given) if given and given.isdecimal() else number + 1
            yield number, row

    def _row_cells(self, number: int, row: Element) -> Iterator[tuple[Place, Element]]:
        column = 0
        for cell in self.xml.each("c", row.inside, row.close):
            given = place_of(attribute(cell.attributes, "r") or "")
            column = given[1] if given else column + 1
            yield (number, column), cell

    # Comments

    def comments_drawing(self) -> str | None:
        """The relation of the drawing that holds the comments' boxes, where there is one."""
        found = self.xml.first("legacyDrawing", self._cells.end)
        return found.get("id") if found else None

    def add_comments_drawing(self, relation: str, namespace: bytes) -> None:
        behind = (e for e in self.xml.children(self._cells.end) if e.name in BEHIND_COMMENTS)
        place = next(behind, None)
        prefix = self.xml.prefix_of(b"/relationships")
        bound = b"" if prefix else b' xmlns:r="' + namespace + b'"'
        tag = b"<" + self.xml.prefix + b"legacyDrawing" + bound + b" " + (prefix or b"r:")
        text = tag + b'id="' + relation.encode("ascii") + b'"/>'
        self.xml.insert(place.start if place else self.xml.root_close, text)


def _style(attributes: bytes) -> int:
    found = STYLE.search(attributes)
    return int(found[1]) if found else 0


def _row_style(attributes: bytes) -> int | None:
    """The format that a row gives to its empty cells; None where the columns' holds."""
    if attribute(attributes, "customFormat") not in ("1", "true"):
        return None
    return _style(attributes)


def _with_span(attributes: bytes, added: list[int]) -> bytes:
    """A row's attributes with the columns that it says to reach over."""
    first, _, last = (attribute(attributes, "spans") or "").partition(":")
    if not (first.isdecimal() and last.isdecimal()):
        return attributes
    begin, end = min(int(first), added[0]), max(int(last), added[-1])
    if (begin, end) == (int(first), int(last)):
        return attributes
    return with_attribute(attributes, "spans", f"{begin}:{end}")
