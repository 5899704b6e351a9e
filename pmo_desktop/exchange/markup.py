"""What a sheet's XML says beside its values: errors, formulas, what is hidden, formats, indents.

The values come from calamine, which does not give these. Each is looked for only when it is asked
for, and mostly a search for a few bytes says that there is none. Rows and columns count from 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property

CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
STYLED_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*\bs=\"\d[^>]*?)/?>")
REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
STYLE = re.compile(rb'\bs="(\d+)"')
VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
ERROR, MAY_HIDE, MAY_GROUP = b' t="e"', b' hidden="', b" outlineLevel="
FORMULA_END, PREFIXED_END, ROOT_WITHIN = b"</f>", b":f>", 1024
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
TEXT_OR_VALUE = re.compile(rb"<(?:\w+:)?(?:v>[^<]|is>)")
ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
ROW_NUMBER = re.compile(rb'\br="(\d+)"')
OUTLINE = re.compile(rb'\boutlineLevel="(\d)"')
SPAN = re.compile(rb'\b(min|max)="(\d+)"')
# No sheet of references this short can reach further than memory does.
FAR = re.compile(rb' r="[^"]{6}')

CELL_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
CELL_FORMAT = re.compile(rb"<(?:\w+:)?xf\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?xf>)", re.DOTALL)
NUMBER_FORMAT = re.compile(rb'\bnumFmtId="(\d+)"')
OWN_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b([^>]*)>")
FORMAT_CODE = re.compile(rb'\bformatCode="([^"]*)"')
INDENT = re.compile(rb'\bindent="(\d+)"')
PERCENT_FORMATS = {9, 10}

ERROR_CELL = re.compile(rb' t="e"[^>]*>(.*?)</(?:\w+:)?c>', re.DOTALL)
EMPTY_VALUE = rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?"
UNFILLED = re.compile(rb"(?:f>|/>)" + EMPTY_VALUE + rb"</(?:\w+:)?c>")
FAR_COLUMN = 512

Place = tuple[int, int]
NOTHING_HIDDEN: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())


def column_number(letters: bytes) -> int:
    """`A` -> 0, `AA` -> 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _place(attributes: bytes) -> Place | None:
    found = REFERENCE.search(attributes)
    return (int(found[2]) - 1, column_number(found[1])) if found else None


class Styles:
    """The cell styles of a workbook, as far as they tell how a value is meant."""

    def __init__(self, xml: Callable[[], bytes] = bytes) -> None:
        self._read = xml

    @cached_property
    def _styles(self) -> list[tuple[bool, int]]:
        xml, own = self._read(), {}
        for found in OWN_FORMAT.finditer(xml):
            number, code = NUMBER_FORMAT.search(found[1]), FORMAT_CODE.search(found[1])
            if number and code:
                own[int(number[1])] = b"%" in code[1]
        styles = []
        block = CELL_FORMATS.search(xml)
        for found in CELL_FORMAT.finditer(block[0] if block else b""):
            number, indent = NUMBER_FORMAT.search(found[1]), INDENT.search(found[2] or b"")
            format_id = int(number[1]) if number else 0
            percent = format_id in PERCENT_FORMATS or own.get(format_id, False)
            styles.append((percent, int(indent[1]) if indent else 0))
        return styles

    def is_percent(self, style: int) -> bool:
        return style < len(self._styles) and self._styles[style][0]

    def indent(self, style: int) -> int:
        return self._styles[style][1] if style < len(self._styles) else 0


class Markup:
    """One sheet's XML; an empty one knows nothing and says so by empty answers."""

    def __init__(self, xml: bytes = b"", styles: Styles | None = None) -> None:
        self._xml = xml
        self._styles = styles or Styles()
        self._style_of: Mapping[Place, int] | None = None
        self._hidden: tuple[frozenset[int], frozenset[int]] | None = None

    @property
    def is_known(self) -> bool:
        return bool(self._xml)

    def extent(self) -> Place | None:
        """The last row and column with a value, where they are suspiciously far; else None."""
        if not FAR.search(self._xml):
            return None
        last_row = last_column = 0
        for found in CELL.finditer(self._xml):
            place = _place(found[1])
            if place and found[2] and TEXT_OR_VALUE.search(found[2]):
                last_row, last_column = max(last_row, place[0]), max(last_column, place[1])
        return last_row, last_column

    def errors(self) -> dict[Place, str]:
        """Cells that hold an error: `#DIV/0!`."""
        if ERROR not in self._xml:
            return {}
        found = {}
        for mark in ERROR_CELL.finditer(self._xml):
            place, value = self._place_before(mark.end()), VALUE.search(mark[1])
            if place:
                found[place] = value[1].decode("ascii", "replace") if value else "#N/A"
        return found

    def unfilled(self) -> list[Place]:
        """Formulas whose result is not stored, as programs leave them that cannot calculate."""
        # Few writers put a prefix before names, and none before some of them.
        mark = FORMULA_END if b"<worksheet" in self._xml[:ROOT_WITHIN] else PREFIXED_END
        if mark not in self._xml:
            return []
        places = (self._place_before(mark.end(), FORMULA) for mark in UNFILLED.finditer(self._xml))
        return [place for place in places if place]

    def _place_before(self, end: int, content: re.Pattern[bytes] | None = None) -> Place | None:
        """The place of the cell that ends here; only if there is such content in it."""
        start = self._xml.rfind(b"<c ", 0, end)
        # Behind that only: a sheet without prefixes would be searched to its beginning each time.
        start = max(start, self._xml.rfind(b":c ", max(start, 0), end))
        cell = self._xml[start:end] if start >= 0 else b""
        return None if content and not content.search(cell) else _place(cell)

    def hidden_rows(self) -> frozenset[int]:
        """Rows that were put away by hand; not those that a filter or a folded group hides."""
        return self._what_hides()[0]

    def hidden_columns(self) -> frozenset[int]:
        return self._what_hides()[1]

    def _what_hides(self) -> tuple[frozenset[int], frozenset[int]]:
        if self._hidden is None:
            hides = MAY_HIDE in self._xml
            self._hidden = (self._rows_away(), self._columns_away()) if hides else NOTHING_HIDDEN
        return self._hidden

    def _rows_away(self) -> frozenset[int]:
        if b"filterColumn" in self._xml:
            return frozenset()
        away = [f[1] for f in ROW.finditer(self._xml) if HIDDEN.search(f[1])]
        numbers = (ROW_NUMBER.search(found) for found in away if not OUTLINE.search(found))
        return frozenset(int(number[1]) - 1 for number in numbers if number)

    def _columns_away(self) -> frozenset[int]:
        away: set[int] = set()
        for found in COLUMN.finditer(self._xml):
            if HIDDEN.search(found[1]) and not OUTLINE.search(found[1]):
                span = {name: int(number) for name, number in SPAN.findall(found[1])}
                away.update(range(span.get(b"min", 1) - 1, min(span.get(b"max", 0), FAR_COLUMN)))
        return frozenset(away)

    def outline_levels(self) -> dict[int, int]:
        """How deep each row is grouped, where rows are."""
        if MAY_GROUP not in self._xml:
            return {}
        levels = {}
        for found in ROW.finditer(self._xml):
            number, level = ROW_NUMBER.search(found[1]), OUTLINE.search(found[1])
            if number and level:
                levels[int(number[1]) - 1] = int(level[1])
        return levels

    def is_percent(self, place: Place) -> bool:
        """Whether the cell's number is shown as a percentage."""
        return self._styles.is_percent(self._style(place))

    def indent(self, place: Place) -> int:
        """How far the cell's text is set in."""
        return self._styles.indent(self._style(place))

    def _style(self, place: Place) -> int:
        if self._style_of is None:
            self._style_of = {}
            for attributes in STYLED_CELL.findall(self._xml):
                there, style = _place(attributes), STYLE.search(attributes)
                if there and style:
                    self._style_of[there] = int(style[1])
        return self._style_of.get(place, 0)
