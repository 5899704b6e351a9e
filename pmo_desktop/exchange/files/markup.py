"""What a sheet's XML says beside its values: errors, formulas, what is hidden, formats, indents.

The values come from calamine, which does not give these. Each is looked for only when it is asked
for, and mostly a search for a few bytes says that there is none. Rows and columns count from 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property, lru_cache

CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
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
FAR = re.compile(rb"""\sr=["'][^"']{6}""")
# With the one character of each that others hardly write, which is faster looked for.
ODD_SPELLINGS = ((b"'", b" r='"), (b"\t", b"\tr="), (b"\n", b"\nr="), (b"\r", b"\rr="))
PLAIN_FAR = re.compile(rb' r="[^"]{6}')
FAR_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\sr=["'](\d{6,})["']""")
UNPLACED = re.compile(rb"<(?:\w+:)?c(?=[\s/>])(?![^>]*\sr=)")
ANY_REFERENCE = re.compile(rb"""\sr=["']([^"']*)["']""")

CELL_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
CELL_FORMAT = re.compile(rb"<(?:\w+:)?xf\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?xf>)", re.DOTALL)
NUMBER_FORMAT = re.compile(rb'\bnumFmtId="(\d+)"')
OWN_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b([^>]*)>")
FORMAT_CODE = re.compile(rb'\bformatCode="([^"]*)"')
INDENT = re.compile(rb'\bindent="(\d+)"')
PERCENT_FORMATS = {9, 10}

# What writers without a prefix write, and what any may write.
NAME, ANY_NAME = rb"<", rb"<(?:\w+:)?"


def _odd_cells(name: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """The cells with an error, and with a formula but no result: letters, row, and the error."""
    end = name.replace(b"<", b"</")
    begin = name + rb'c r="([A-Z]{1,3})(\d{1,7})"'
    formula = rb"(?:" + name + rb"f\b[^>]*/>|" + name + rb"f\b[^>]*>[^<]*" + end + rb"f>)"
    value = name + rb"v\s*/>|" + name + rb"v>\s*" + end + rb"v>"
    error = begin + rb'[^>]* t="e"[^>]*>' + formula + rb"?(?:" + name + rb"v>([^<]*)<)?"
    return re.compile(error), re.compile(
        begin + rb"[^>]*>" + formula + rb"(?:" + value + rb")?" + end + rb"c>"
    )


PLAIN_CELLS, PREFIXED_CELLS = _odd_cells(NAME), _odd_cells(ANY_NAME)
FAR_COLUMN = 512

Place = tuple[int, int]
ROWS, COLUMNS = 1_048_576, 16_384
BEYOND: Place = (ROWS, COLUMNS)
PLAIN_REFERENCE = re.compile(rb"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
NOTHING_HIDDEN: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())


def _possible_place(attributes: bytes) -> Place | None:
    """Where a cell says that it is, None where it says nothing, `BEYOND` where none can be."""
    said = ANY_REFERENCE.search(attributes)
    if said is None:
        return None
    found = PLAIN_REFERENCE.fullmatch(said[1])
    if found is None:
        return BEYOND
    place = int(found[2]) - 1, column_number(found[1].upper())
    return place if place[0] < ROWS and place[1] < COLUMNS else BEYOND


@lru_cache(maxsize=2048)
def column_letters(column: int) -> str:
    """0 -> `A`, 26 -> `AA`."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=2048)
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
        self._styles_of: dict[int, dict[int, int]] = {}
        self._hidden: tuple[frozenset[int], frozenset[int]] | None = None

    @property
    def is_known(self) -> bool:
        return bool(self._xml)

    def extent(self) -> Place | None:
        """The last row and column with a value, where they are suspiciously far; else None.

        A cell that no sheet can have is `BEYOND`: a reader that believed it would ask for more
        memory than there is, which ends the process.
        """
        # Nearly all sheets are spelt in one way, in which it is quickly looked for.
        xml = self._xml
        is_odd = any(sign in xml and spelling in xml for sign, spelling in ODD_SPELLINGS)
        if not (FAR if is_odd else PLAIN_FAR).search(self._xml):
            return None
        last_row = last_column = 0
        for found in CELL.finditer(self._xml):
            place = _possible_place(found[1])
            if place == BEYOND:
                return BEYOND
            if place and found[2] and TEXT_OR_VALUE.search(found[2]):
                last_row, last_column = max(last_row, place[0]), max(last_column, place[1])
        if UNPLACED.search(self._xml):
            # These count on from their row.
            numbers = (int(number) for number in FAR_ROW.findall(self._xml))
            last_row = max(last_row, *numbers, 0)
        return last_row, last_column

    def errors(self) -> dict[Place, str]:
        """Cells that hold an error: `#DIV/0!`."""
        if ERROR not in self._xml:
            return {}
        return {
            (int(row) - 1, column_number(letters)): error.decode("ascii", "replace") or "#N/A"
            for letters, row, error in self._odd_cells[0].findall(self._xml)
        }

    def unfilled(self) -> list[Place]:
        """Formulas whose result is not stored, as programs leave them that cannot calculate."""
        cells = self._odd_cells
        if (FORMULA_END if cells is PLAIN_CELLS else PREFIXED_END) not in self._xml:
            return []
        found = cells[1].findall(self._xml)
        return [(int(row) - 1, column_number(letters)) for letters, row in found]

    @property
    def _odd_cells(self) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
        is_plain = self._xml.find(b"<worksheet", 0, ROOT_WITHIN) >= 0
        return PLAIN_CELLS if is_plain else PREFIXED_CELLS

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
        row, column = place
        if column not in self._styles_of:
            found = _styled_cells(column).findall(self._xml)
            self._styles_of[column] = {int(number) - 1: int(style) for number, style in found}
        return self._styles_of[column].get(row, 0)


@lru_cache(maxsize=256)
def _styled_cells(column: int) -> re.Pattern[bytes]:
    """The cells of a column that have a style: their rows and its number."""
    letters = column_letters(column).encode()
    return re.compile(rb' r="' + letters + rb'(\d+)"[^>]*? s="(\d+)"')
