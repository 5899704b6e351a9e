"""The WBS of a team's task list: by its codes, its numbering, its levels or its indentation.

What the file itself says goes first: codes like `1.2`, `1-2`, `１．２.`; then styles of
numbering (`一、` above `(一)` above `1.`); then level numbers; then how far names are set in; then
phases, by a column of their own or by rows that have nothing but a name. What has no codes is
numbered by `domain.wbs`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from pmo_desktop.domain import wbs
from pmo_desktop.exchange.parsing.text import are_clean, clean, plain
from pmo_desktop.exchange.parsing.values import Unread, shown, whole_number

MOST = 0.6
NUMBERED = frozenset(("styles", "levels", "phases", "indents", "sections", "flat"))
TAB = 4
TEXTS = frozenset((str,))

DOTTED = re.compile(r"^([A-Za-z]{0,6}[-_ ]?)(\d+(?:[.\-_]\d+)*)\.?$")
LETTERED = re.compile(r"^[A-Z]{1,2}(?:\.\d+)*$")
PLAIN_CODE = re.compile(r"^\d+(?:\.\d+)*$")
CJK_NUMBER = re.compile(r"^([一二三四五六七八九十]{1,3})[、.:]?$")
LETTER_NAME = re.compile(r"^[A-Z]{1,2}\d{0,3}$")
STYLES = (
    ("cjk", re.compile(r"^(?:第?[一二三四五六七八九十百]+[、.:章节]?)$")),
    ("cjk_bracket", re.compile(r"^\([一二三四五六七八九十百]+\)$")),
    ("roman", re.compile(r"^(?:X{0,3}(?:IX|IV|V?I{1,3}|V|X))[.、]?$")),
    ("number", re.compile(r"^\d+[.、]?$")),
    ("bracket", re.compile(r"^\(?\d+\)$")),
    ("letter", re.compile(r"^[A-Za-z][.、)]$")),
)
LEADING_CODE = re.compile(
    r"^((?:\d+\.)+\d+\.?|\d+[.、](?!\d)|[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|"
    r"(?:WBS\s*)?\d+(?:\.\d+)*(?=\s))\s*(\S.*)$"
)
MARKS = re.compile(r"^[\s\u3000]*(?:[├└│─┣┗┃━|]+\s*|[-–—•·∙▪◦○>»→]+\s*)?")
BAR = re.compile(r"[│┃|]|\s{2}|\u3000")


class Line:
    """One row of a task list.

    `position` is that of the row among those read, None for a phase that has no row of its own
    (`at` is then the row that it was read in). `code` is the cell as it stands, `was_read` what it
    was read as, `wbs` what it became; `raw_name` is the name with what sets it in.
    """

    was_read = ""
    level: Any = ""
    indent = 0
    grouping = 0
    depth = 0
    wbs = ""

    def __init__(
        self, at: int, name: str, position: int | None, code: Any, raw_name: Any, column: int
    ) -> None:
        self.at = at
        self.name = name
        self.position = position
        self.code = code
        self.raw_name = raw_name
        self.name_column = column


@dataclass
class Breakdown:
    """`how` says by what the WBS was found: `codes`, `ids` (rows' numbers) or one of `NUMBERED`.

    `notes` are codes of findings with their lines.
    """

    lines: list[Line]
    how: str = "codes"
    notes: list[tuple[str, Line, dict[str, Any]]] = field(default_factory=list)
    dashed: bool = False


def find(lines: list[Line], is_bare: Callable[[Line], bool]) -> Breakdown:
    """Give every line its WBS; `is_bare` tells whether a row has nothing but a name."""
    found = Breakdown(lines)
    if _has_plain_codes(lines):
        return found
    _read_codes(found)
    coded = [line for line in lines if line.was_read]
    if not coded:
        coded = _codes_in_names(lines)
    styles = _styles(coded)
    if len(coded) >= MOST * len(lines) and _are_codes(coded, styles):
        _complete(found)
    elif len(styles) > 1 and len(coded) >= MOST * len(lines):
        found.how = "styles"
        _number(found, _depths_of_styles(lines))
    else:
        _without_codes(found, coded, is_bare)
    return found


def _has_plain_codes(lines: list[Line]) -> bool:
    """Whether every line has a code of its own that needs no thought; most tables are so."""
    codes = plain_codes([line.code for line in lines])
    for line, code in zip(lines, codes, strict=False):
        line.wbs = line.was_read = code
    return bool(codes)


def plain_codes(cells: Sequence[Any]) -> list[str]:
    """The codes of a column in which every cell has one of its own that needs no thought; nothing
    where one has not."""
    codes = [plain_code(cell) if cell.__class__ is str else "" for cell in cells]
    is_outline = any("." in code for code in codes)
    return codes if is_outline and all(codes) and len(set(codes)) == len(codes) else []


@lru_cache(maxsize=8192)
def plain_code(text: str) -> str:
    """A code of numbers and points, tidied; nothing for any other."""
    code = plain(text).rstrip(".")
    return code if PLAIN_CODE.match(code) and not code.endswith(".0") else ""


# --- codes


def _read_codes(found: Breakdown) -> None:
    """Codes as text: `1.10` that a spreadsheet holds as the number 1.1 is known by its place."""
    before = ""
    for line in found.lines:
        value = line.code
        if isinstance(value, float):
            line.was_read = _of_number(value, before)
        elif isinstance(value, date):
            # A spreadsheet takes 1-2 for a day of this year.
            line.was_read = f"{value.month}.{value.day}"
            found.notes.append(("wbs_was_date", line, {"code": line.was_read}))
        else:
            line.was_read = plain(value) if isinstance(value, str) else ""
        before = line.was_read or before
    found.dashed = any(
        "-" in line.was_read[1:] for line in found.lines if line.was_read[:1].isdigit()
    )


@lru_cache(maxsize=4096)
def _of_number(value: float, before: str) -> str:
    text = shown(value)
    head, point, tail = text.partition(".")
    previous_head, _, previous_tail = before.partition(".")
    if point and head == previous_head and previous_tail.isdecimal():
        # 1.9, 1.1 and 1.19, 1.2: the zero behind the last digit went lost.
        wanted = str(int(previous_tail) + 1)
        if wanted.endswith("0") and wanted.rstrip("0") == tail:
            return f"{head}.{wanted}"
    return text


@lru_cache(maxsize=4096)
def normal(code: str) -> str:
    """A code as it is kept: `1-2.` is `1.2`, `二、` is `2`; nothing for what is no code."""
    code = code.rstrip("、")
    if found := DOTTED.match(code):
        head, numbers = found.groups()
        return head.replace(" ", "") + numbers if head else re.sub(r"[-_]", ".", numbers)
    if found := CJK_NUMBER.match(code):
        return _of_cjk(found[1])
    return code.rstrip(".") if LETTERED.match(code) else ""


def _of_cjk(digits: str) -> str:
    tens, ten, ones = digits.rpartition("十")
    if not ten:
        return str("零一二三四五六七八九".find(digits)) if len(digits) == 1 else ""
    first = "零一二三四五六七八九".find(tens) if tens else 1
    last = "零一二三四五六七八九".find(ones) if ones else 0
    return str(first * 10 + last)


@lru_cache(maxsize=4096)
def style_of(code: str) -> str:
    """The style of a numbering that has several: `一、` is cjk; nothing where it has none."""
    if LETTERED.match(code):
        return "letter"
    if DOTTED.match(code) and not code.rstrip(".").isdecimal():
        return "dotted"
    return next((name for name, pattern in STYLES if pattern.match(code)), "")


def _styles(coded: Sequence[Line]) -> set[str]:
    styles = {style for line in coded if (style := style_of(line.was_read))}
    # I and V are letters too, but not beside II.
    if "letter" in styles and any(line.was_read.rstrip(".、") == "II" for line in coded):
        styles = (styles - {"letter"}) | {"roman"}
    return styles


def _are_codes(coded: Sequence[Line], styles: set[str]) -> bool:
    """Whether the codes make an outline by themselves; mere numbers do only with levels."""
    if styles - {"number", "dotted", "letter", "cjk"} or not styles:
        return False
    codes = [normal(line.was_read) for line in coded]
    if not all(codes) or len(set(codes)) * 10 < len(codes) * 9:
        return False
    if "cjk" in styles:
        return "dotted" in styles and {code.partition(".")[0] for code in codes} <= set(codes)
    return "dotted" in styles or "letter" in styles


def _codes_in_names(lines: Sequence[Line]) -> list[Line]:
    """`1.1 方案设计`: where most names begin with a code, that is the WBS."""
    found = [(line, LEADING_CODE.match(plain(line.name))) for line in lines]
    if sum(bool(match) for _, match in found) < max(2, MOST * len(lines)):
        return []
    for line, match in found:
        if match:
            line.was_read, line.name = match[1], clean(match[2])
    return [line for line, match in found if match]


def _complete(found: Breakdown) -> None:
    """Codes as they are; a line without one, or with another's, comes behind its forerunner."""
    codes = [normal(line.was_read) for line in found.lines]
    wanted = set(codes)
    used: set[str] = set()
    before = ""
    for line, code in zip(found.lines, codes, strict=True):
        if code.endswith(".0") and code[:-2] not in wanted:
            # 1.0 above 1.1 and 1.2 is the first level.
            code = code[:-2]
        if not code or code in used:
            given = _next_free(before, used | wanted)
            note = "wbs_twice" if code else "wbs_missing"
            found.notes.append((note, line, {"code": given, "given": code}))
            code = given
        line.wbs = before = code
        used.add(code)


def _next_free(before: str, used: set[str]) -> str:
    head = wbs.parent_code(before)
    number = 1
    while (code := f"{head}.{number}" if head else str(number)) in used:
        number += 1
    return code


# --- without codes


def _depths_of_styles(lines: Sequence[Line]) -> list[int]:
    """Each new style of numbering is one deeper than the styles before it."""
    order: list[str] = []
    depths = []
    depth = 0
    for line in lines:
        style = style_of(line.was_read)
        if style:
            if style not in order:
                order.append(style)
            depth = order.index(style) + (line.was_read.count(".") if style == "dotted" else 0)
        depths.append(depth)
    return depths


def _without_codes(
    found: Breakdown, coded: Sequence[Line], is_bare: Callable[[Line], bool]
) -> None:
    lines = found.lines
    ways: tuple[tuple[str, Callable[[], list[int]]], ...] = (
        ("levels", lambda: _by_levels(lines)),
        ("phases", lambda: _by_phases(lines)),
        ("indents", lambda: _by_widths([_width(shown(line.raw_name)) for line in lines])),
        ("indents", lambda: _by_widths([line.indent for line in lines])),
        ("indents", lambda: _by_widths([line.grouping for line in lines])),
        ("sections", lambda: _by_sections(list(map(is_bare, lines)))),
    )
    for how, way in ways:
        if depths := way():
            found.how = how
            _number(found, depths)
            return
    codes = [normal(line.was_read) for line in lines]
    names = [line.name for line in lines]
    if len(coded) == len(lines) and all(codes) and len(set(codes)) == len(codes):
        found.how, kept = "ids", codes
    elif all(map(LETTER_NAME.match, names)) and len(set(names)) == len(names):
        found.how, kept = "ids", names
    else:
        found.how, kept = "flat", wbs.number(0 for _ in lines)
    for line, code in zip(lines, kept, strict=True):
        line.wbs = code


def _number(found: Breakdown, depths: Sequence[int]) -> None:
    for line, depth, code in zip(found.lines, depths, wbs.number(depths), strict=True):
        line.depth, line.wbs = depth, code


def _by_levels(lines: Sequence[Line]) -> list[int]:
    levels = [whole_number(line.level) for line in lines if line.level != ""]
    numbers = [
        level for level in levels if isinstance(level, int) and not isinstance(level, Unread)
    ]
    if len(numbers) < MOST * len(lines) or len(set(numbers)) < 2:
        return []
    lowest, depth, depths = min(numbers), 0, []
    for line in lines:
        level = whole_number(line.level) if line.level != "" else None
        depth = level - lowest if isinstance(level, int) else depth
        depths.append(depth)
    return depths


def _by_phases(lines: Sequence[Line]) -> list[int]:
    """Depths that come from columns of phases or levels, of which some lines were made."""
    return [line.depth for line in lines] if any(line.depth for line in lines) else []


def _by_widths(widths: Sequence[int]) -> list[int]:
    """Depths from how far lines are set in: deeper than the line above is one below it."""
    if len(set(widths)) < 2:
        return []
    depths, stack = [], [widths[0]]
    for width in widths:
        while len(stack) > 1 and width < stack[-1]:
            stack.pop()
        if width > stack[-1]:
            stack.append(width)
        depths.append(len(stack) - 1)
    return depths


@lru_cache(maxsize=8192)
def _width(name: str) -> int:
    found = MARKS.match(name)
    lead = found[0] if found else ""
    return sum(2 if c in "\u3000├└│─┣┗┃━" else TAB if c == "\t" else 1 for c in lead)


def unmarked(name: str) -> str:
    """A name without what sets it in: blanks, `└─`, `- `."""
    if name[:1].isalnum():
        return clean(name)
    return clean(MARKS.sub("", name, count=1)) or clean(name)


def are_unmarked(cells: Sequence[Any]) -> bool:
    """Whether `unmarked` leaves all of a column's cells as they are, and none is blank."""
    if not TEXTS.issuperset(map(type, cells)):
        return False
    return are_clean(cells) and "".join([name[0] for name in cells]).isalnum()


def _by_sections(bare: Sequence[bool]) -> list[int]:
    """Rows with nothing but a name stand above the rows that follow them."""
    count = sum(bare)
    if not count or count * 2 > len(bare) or all(bare[-count:]):
        return []
    depths, inside = [], 0
    for place, is_bare in enumerate(bare):
        is_section = is_bare and place + 1 < len(bare) and not bare[place + 1]
        inside = 1 if is_section else inside
        depths.append(0 if is_section else inside)
    return depths


# --- columns of levels


def from_levels(
    rows: Sequence[tuple[int, int, Sequence[Any]]], columns: Sequence[int]
) -> Iterator[Line]:
    """Lines of a table whose names stand in a column a level: position, grid row and the texts.

    An outer text that is new makes a line of its own; the innermost is the row's.
    """
    current: list[str] = [""] * len(columns)
    for position, at, texts in rows:
        names = [clean(shown(text)) if text not in ("", None) else "" for text in texts]
        deepest = max((i for i, name in enumerate(names) if name), default=-1)
        for depth, name in enumerate(names):
            if not name or (name == current[depth] and depth < deepest):
                continue
            current[depth:] = [name, *[""] * (len(columns) - depth - 1)]
            own = position if depth == deepest else None
            line = Line(at, name, own, "", name, columns[depth])
            line.depth = depth
            yield line
