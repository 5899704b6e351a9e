"""A workbook as plain grids: every visible sheet's values, and what surrounds them.

calamine reads the values: numbers are floats, blanks are `""`, dates `date` or `datetime`. A grid's
rows begin with the first used cell; `top` and `left` say where that is, and addresses are always
those of the sheet. A text file is a workbook of one sheet. Nothing here knows what values mean.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmo_desktop.exchange.files import formats
from pmo_desktop.exchange.files.apart import read_apart
from pmo_desktop.exchange.files.archive import Archive
from pmo_desktop.exchange.files.formats import Refusal
from pmo_desktop.exchange.files.markup import Markup, Styles, column_letters
from pmo_desktop.exchange.files.plain_text import text_rows
from pmo_desktop.exchange.files.provenance import NOBODY, Provenance, of_archive

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata

WORKBOOK = "xl/workbook.xml"
MAX_CELLS = 10_000_000
MAX_ROWS = 50_000
MAX_COLUMNS = 2_000
READ_CELLS = 2_000_000
FILLED_ROWS = 2_000

SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)/?>")
RELATION_OF_SHEET = re.compile(rb'\s\w+:id="([^"]*)"')
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
RELATION_ID, TARGET = re.compile(rb'\bId="([^"]*)"'), re.compile(rb'\bTarget="([^"]*)"')
SINCE_1904 = re.compile(rb'\bdate1904="(?:1|true)"')
REPEATED = re.compile(rb'number-rows-repeated="\d{5,}"|number-columns-repeated="\d{4,}"')
ODS_VALUE = re.compile(
    rb'number-columns-repeated="\d{4,}"[^>]*office:value|'
    rb'number-rows-repeated="\d{5,}"[^>]*>(?:(?!</table:table-row>).){0,2000}?office:value',
    re.DOTALL,
)


NO_MARKUP = Markup()
# What is said of a file, where it is true of one of its sheets alone.
OF_SHEET = {"damaged": "sheet_damaged", "zip_bomb": "sheet_too_large"}


@dataclass
class Grid:
    """One sheet's values from its first used cell on; all rows are equally long.

    Where it `is_turned`, its rows are the sheet's columns; it then has no markup. `merges` are the
    merged ranges as first row, first column, last row, last column of the grid. `cut` is how many
    rows were read where the sheet has more.
    """

    name: str
    rows: list[list[Any]]
    top: int = 0
    left: int = 0
    markup: Markup = field(default_factory=Markup)
    merges: tuple[tuple[int, int, int, int], ...] = ()
    cut: int = 0
    is_turned: bool = False

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    @cached_property
    def columns(self) -> list[tuple[Any, ...]]:
        """The values column by column; from when they are asked for on the rows stay."""
        return list(zip(*self.rows, strict=True))

    def address(self, row: int, column: int) -> str:
        """The grid's cell as the sheet calls it: `F12`."""
        if self.is_turned:
            row, column = column, row
        return f"{column_letters(self.left + column)}{self.top + row + 1}"

    def letters(self, column: int) -> str:
        return column_letters(self.left + column)

    def place(self, row: int, column: int) -> tuple[int, int]:
        """The grid's cell as the sheet's markup counts it."""
        return row + self.top, column + self.left


@dataclass
class Workbook:
    """`left_out` are sheets that were not read: name and the code of the reason.

    `meta` holds what the sheet `_pmo` of the program's own workbook says. `size` is the file's, in
    bytes. `is_repaired`: a text was in wrong letters, see `plain_text`.
    """

    path: Path
    digest: str
    grids: list[Grid]
    left_out: list[tuple[str, str]] = field(default_factory=list)
    since_1904: bool = False
    meta: Mapping[str, str] = field(default_factory=dict)
    size: int = 0
    is_repaired: bool = False
    provenance: Provenance = NOBODY

    def forget_markup(self) -> None:
        """Let go of the sheets' XML, which is many times as large as their values."""
        for grid in self.grids:
            grid.markup = NO_MARKUP


def read(path: Path, meta_sheet: str = "") -> Workbook:
    """The workbook at `path`; `Refusal` where it cannot be read.

    `meta_sheet` names a hidden sheet of keys and values that is read all the same.
    """
    data = formats.file_bytes(path)
    kind = formats.recognise(data, path.suffix.lower())
    if kind == "text":
        return _text_workbook(path, data)
    archive = formats.opened(data) if kind == "zip" else None
    if archive is None or WORKBOOK not in archive.parts:
        return read_apart(data, path, meta_sheet)
    return _workbook(data, path, meta_sheet, archive)


def read_here(data: bytes, path: Path, meta_sheet: str) -> Workbook:
    """The workbook in this process, whatever its format; see `apart`."""
    kind = formats.recognise(data, path.suffix.lower())
    return _workbook(data, path, meta_sheet, formats.opened(data) if kind == "zip" else None)


def _workbook(data: bytes, path: Path, meta_sheet: str, archive: Archive | None) -> Workbook:
    parts = _Parts(archive)
    book = _load(data)
    digest = hashlib.sha256(data).hexdigest()
    result = Workbook(path, digest, [], since_1904=parts.since_1904, size=len(data))
    if archive is not None:
        result.provenance = of_archive(archive)
    for position, sheet in enumerate(book.sheets_metadata):
        reason = _reason_to_leave(sheet)
        try:
            if sheet.name == meta_sheet:
                rows = _grid(book, sheet.name, parts.markup(position)).rows
                result.meta = {str(r[0]): str(r[1]).strip() for r in rows if len(r) > 1 and r[0]}
            elif reason:
                result.left_out.append((sheet.name, reason))
            else:
                grid = _grid(book, sheet.name, parts.markup(position))
                if archive is None:
                    grid.rows = _with_floats(grid.rows)
                result.grids.append(grid)
        except Refusal as refusal:
            # A sheet that is damaged or too large does not take the others with it.
            result.left_out.append((sheet.name, OF_SHEET.get(refusal.code, refusal.code)))
    return result


def _reason_to_leave(sheet: SheetMetadata) -> str:
    if str(sheet.typ) != "SheetTypeEnum.WorkSheet":
        return "sheet_not_a_table"
    return "" if str(sheet.visible) == "SheetVisibleEnum.Visible" else "sheet_hidden"


def _load(data: bytes) -> CalamineWorkbook:
    import python_calamine as calamine  # imported on first use: the window paints without it

    try:
        return calamine.load_workbook(io.BytesIO(data))
    except calamine.PasswordError:
        raise Refusal("encrypted") from None
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Refusal("damaged", {"reason": str(error)}) from None


def _is_too_large(last_row: int, last_column: int) -> bool:
    return (last_row + 1) * (last_column + 1) > MAX_CELLS


def _grid(book: CalamineWorkbook, name: str, markup: Markup) -> Grid:
    import python_calamine as calamine

    extent = markup.extent()
    if extent and _is_too_large(*extent):
        raise Refusal("sheet_too_large")
    try:
        sheet = book.get_sheet_by_name(name)
        if sheet.height * sheet.width > MAX_CELLS or sheet.width > MAX_COLUMNS:
            raise Refusal("sheet_too_large")
        wanted = min(MAX_ROWS, READ_CELLS // max(sheet.width, 1))
        cut = wanted if sheet.height > wanted else 0
        rows = sheet.to_python(nrows=wanted) if cut else sheet.to_python()
        top, left = sheet.start or (0, 0)
        merges = _merges(sheet, top, left)
    except (calamine.CalamineError, OSError, ValueError):
        raise Refusal("sheet_damaged") from None
    return Grid(name, rows, top, left, markup, merges, cut)


def _with_floats(rows: list[list[Any]]) -> list[list[Any]]:
    """The values of an older format, in which calamine gives whole numbers as such."""
    return [[float(v) if v.__class__ is int else v for v in row] for row in rows]


def _merges(sheet: CalamineSheet, top: int, left: int) -> tuple[tuple[int, int, int, int], ...]:
    return tuple(
        (
            first_row - top,
            first - left,
            min(last_row - top, first_row - top + FILLED_ROWS),
            last - left,
        )
        for (first_row, first), (last_row, last) in sheet.merged_cell_ranges or ()
        if first_row >= top and first >= left
    )


class _Parts:
    """Where in a workbook's zip the sheets' XML stands; sheets count from 0 in the book's order."""

    def __init__(self, archive: Archive | None) -> None:
        self._archive = archive
        self._sheets: Sequence[str] = ()
        self._styles = Styles()
        self.since_1904 = False
        if archive is not None:
            self._look_into(archive)

    def _look_into(self, archive: Archive) -> None:
        names = archive.parts
        if "content.xml" in names:
            content = formats.part(archive, "content.xml")
            if REPEATED.search(content) and ODS_VALUE.search(content):
                raise Refusal("sheet_too_large")
        if WORKBOOK not in names or "xl/_rels/workbook.xml.rels" not in names:
            return
        workbook = formats.part(archive, WORKBOOK)
        self.since_1904 = b"date1904=" in workbook and SINCE_1904.search(workbook) is not None
        relations = formats.part(archive, "xl/_rels/workbook.xml.rels")
        self._sheets = _sheet_parts(workbook, relations)
        if "xl/styles.xml" in names:
            self._styles = Styles(lambda: formats.part(archive, "xl/styles.xml"))

    def markup(self, position: int) -> Markup:
        """One sheet's XML; an empty one where the format has none."""
        name = self._sheets[position] if position < len(self._sheets) else ""
        if self._archive is None:
            return Markup()
        if name in self._archive.parts:
            return Markup(formats.part(self._archive, name), self._styles)
        self._refuse_if_far(self._archive)
        return Markup()

    def _refuse_if_far(self, archive: Archive) -> None:
        """Where it cannot be told which part is whose, no part may reach too far."""
        for name in archive.parts:
            if name.lower().startswith("xl/worksheets/") and name.lower().endswith(".xml"):
                extent = Markup(formats.part(archive, name)).extent()
                if extent and _is_too_large(*extent):
                    raise Refusal("sheet_too_large")


@lru_cache(maxsize=64)
def _sheet_parts(workbook: bytes, relations: bytes) -> tuple[str, ...]:
    """The names of the parts that hold the sheets, in the book's order."""
    targets = {}
    for attributes in RELATION.findall(relations):
        identity, target = RELATION_ID.search(attributes), TARGET.search(attributes)
        if identity and target:
            path = target[1].decode("utf-8", "replace")
            targets[identity[1]] = path[1:] if path.startswith("/") else f"xl/{path}"
    found = []
    for attributes in SHEET.findall(workbook):
        identity = RELATION_OF_SHEET.search(attributes)
        found.append(targets.get(identity[1], "") if identity else "")
    return tuple(found)


def _text_workbook(path: Path, data: bytes) -> Workbook:
    digest = hashlib.sha256(data).hexdigest()
    found = text_rows(data, MAX_ROWS, MAX_COLUMNS)
    grid = Grid(path.stem, [list(row) for row in found.rows], cut=found.cut)
    return Workbook(path, digest, [grid], size=len(data), is_repaired=found.is_repaired)
