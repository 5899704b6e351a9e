"""The boxes in which spreadsheet programs show comments: a drawing of the older kind (VML).

The drawing may hold other shapes (buttons, pictures), which stay; it is often not quite XML, so
that only what is ours is looked for and put in. A box hangs at the right of its cell and is as high
as its text needs.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from math import ceil
from unicodedata import east_asian_width

from pmo_desktop.charts.palette import LIGHT
from pmo_desktop.exchange.returning.package import CannotMark
from pmo_desktop.exchange.returning.places import LAST_COLUMN, LAST_ROW, Place
from pmo_desktop.exchange.returning.sheet import SheetPart

NAMESPACES = {
    b"v": b"urn:schemas-microsoft-com:vml",
    b"o": b"urn:schemas-microsoft-com:office:office",
    b"x": b"urn:schemas-microsoft-com:office:excel",
}
BOUND = b"".join(b' xmlns:%s="%s"' % pair for pair in NAMESPACES.items())
NOTE_TYPE = b"_x0000_t202"
SHAPE_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    b'path="m,l,21600r21600,l21600,xe"%s><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
SHAPE = (
    b'<v:shape id="_x0000_s%(number)d" type="#_x0000_t202" style="position:absolute;'
    b"margin-left:60pt;margin-top:2pt;width:%(width)dpt;height:%(height)dpt;z-index:%(order)d;"
    b'visibility:hidden" fillcolor="%(fill)s" o:insetmode="auto"%(bound)s>'
    b'<v:fill color2="%(fill)s"/><v:shadow on="t" color="black" obscured="t"/>'
    b'<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    b'<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
    b"<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>%(anchor)s</x:Anchor>"
    b"<x:AutoFill>False</x:AutoFill><x:Row>%(row)d</x:Row><x:Column>%(column)d</x:Column>"
    b"</x:ClientData></v:shape>\n"
)
# Who writes a drawing may call the namespaces what they will.
ANY_SHAPE = re.compile(
    rb"<(?:[\w.-]+:)?shape(?=[\s>])(?:(?!<(?:[\w.-]+:)?shape[\s>]).)*?</(?:[\w.-]+:)?shape>\s*",
    re.DOTALL,
)
HEAD = re.compile(rb"<xml\b[^>]*>")
IS_NOTE = re.compile(rb"ObjectType\s*=\s*[\"']Note")
ROW, COLUMN = (
    re.compile(rb"<(?:[\w.-]+:)?" + name + rb">\s*(\d+)") for name in (b"Row", b"Column")
)
ANCHOR = re.compile(rb"<(?:[\w.-]+:)?Anchor>([\d,\s-]+)</")
HEIGHT = re.compile(rb"(?<=[;\"'\s])height:\s*([\d.]+)(px|pt)")
NUMBER = re.compile(rb"_x0000_s(\d+)")
FIRST_NUMBER, BLOCK = 1025, 1024
WIDTH, LINE, MARGIN, MAX_LINES = 320, 17, 12, 30
PIXELS_A_LETTER = 7
PIXELS_TO_POINTS = 0.75


def minimal() -> bytes:
    """The drawing of a sheet that has none."""
    layout = b'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    return b"<xml" + BOUND + b">" + layout + b"\n" + SHAPE_TYPE % b"" + b"\n</xml>"


@dataclass
class Boxes:
    """A drawing's text, and the sheet that it lies on."""

    data: bytes
    sheet: SheetPart

    def remove(self, places: Collection[Place]) -> None:
        """Take the boxes of these cells' comments away."""
        self.data = ANY_SHAPE.sub(
            lambda found: b"" if _place(found[0]) in places else found[0], self.data
        )

    def show(self, texts: dict[Place, str]) -> None:
        """A box for each of these cells' comments; one that is there is made as high as needed."""
        known: set[Place] = set()

        def grown(found: re.Match[bytes]) -> bytes:
            place = _place(found[0])
            if place is None or place not in texts:
                return found[0]
            known.add(place)
            return self._grown(found[0], texts[place])

        self.data = ANY_SHAPE.sub(grown, self.data)
        missing = sorted(set(texts) - known)
        if not missing:
            return
        head = HEAD.search(self.data)
        known_names = head is not None and all(
            b'xmlns:%s="%s"' % pair in head[0] for pair in NAMESPACES.items()
        )
        bound = b"" if known_names else BOUND
        new = b"" if NOTE_TYPE + b'"' in self.data else SHAPE_TYPE % bound + b"\n"
        first = self._free_number(len(missing))
        for at, place in enumerate(missing):
            new += self._shape(place, texts[place], first + at, bound)
        end = self.data.rfind(b"</xml")
        if end < 0:
            raise CannotMark("drawing")
        self.data = self.data[:end] + new + self.data[end:]

    def _free_number(self, count: int) -> int:
        """The first number for so many shapes; their blocks are told in the drawing's head."""
        used = [int(number) for number in NUMBER.findall(self.data)]
        first = max([FIRST_NUMBER - 1, *used]) + 1
        blocks = range(first // BLOCK, (first + count - 1) // BLOCK + 1)
        found = re.search(
            rb"<(?:[\w.-]+:)?idmap\b[^>]*\bdata\s*=\s*[\"']([\d,\s]*)[\"']", self.data
        )
        if found:
            told = [int(number) for number in re.findall(rb"\d+", found[1])]
            wanted = told + [block for block in blocks if block not in told]
            if wanted != told:
                listed = b",".join(b"%d" % block for block in wanted)
                self.data = self.data[: found.start(1)] + listed + self.data[found.end(1) :]
        return first

    def _shape(self, place: Place, text: str, number: int, bound: bytes) -> bytes:
        height = _height(text)
        return SHAPE % {
            b"number": number,
            b"fill": LIGHT["amber_soft"].encode("ascii"),
            b"order": number - FIRST_NUMBER + 1,
            b"width": WIDTH * PIXELS_TO_POINTS,
            b"height": height * PIXELS_TO_POINTS,
            b"bound": bound,
            b"anchor": b", ".join(b"%d" % part for part in self._anchor(place, height)),
            b"row": place[0] - 1,
            b"column": place[1] - 1,
        }

    def _anchor(self, place: Place, height: int) -> tuple[int, ...]:
        """From which column and pixel, row and pixel, to which: all count from 0."""
        row, column = place
        left = min(column, LAST_COLUMN - 2)
        right, rest = left, WIDTH
        while right < LAST_COLUMN - 1 and rest > (width := self.sheet.width(right + 1)):
            rest -= width
            right += 1
        top = max(row - 2, 0)
        bottom, below = self._bottom(top, height)
        return left, 12, top, 2, right, min(rest, self.sheet.width(right + 1)), bottom, below

    def _bottom(self, top: int, height: int) -> tuple[int, int]:
        rows, below = divmod(height, self.sheet.row_height)
        return min(top + rows, LAST_ROW - 1), below

    def _grown(self, shape: bytes, text: str) -> bytes:
        height, found = _height(text), ANCHOR.search(shape)
        parts = [int(part) for part in re.findall(rb"-?\d+", found[1])] if found else []
        if found is None or len(parts) != 8:
            return HEIGHT.sub(lambda old: _higher(old, height), shape, count=1)
        bottom, below = self._bottom(parts[2], height)
        if bottom <= parts[6]:
            return shape
        parts[6:] = bottom, below
        new = b", ".join(b"%d" % part for part in parts)
        return shape[: found.start(1)] + new + shape[found.end(1) :]


def _higher(found: re.Match[bytes], pixels: int) -> bytes:
    """A height in a shape's style, and no less than so many pixels."""
    wanted = pixels if found[2] == b"px" else pixels * PIXELS_TO_POINTS
    return b"height:%d%s" % (wanted, found[2]) if float(found[1]) < wanted else found[0]


def _place(shape: bytes) -> Place | None:
    """The cell of whose comment a shape is the box."""
    row, column = ROW.search(shape), COLUMN.search(shape)
    if not IS_NOTE.search(shape) or row is None or column is None:
        return None
    return int(row[1]) + 1, int(column[1]) + 1


def _height(text: str) -> int:
    """Pixels that a text takes in a box of the usual width."""
    room = (WIDTH - MARGIN) // PIXELS_A_LETTER
    lines = sum(max(1, ceil(_letters(line) / room)) for line in text.split("\n"))
    return min(lines, MAX_LINES) * LINE + MARGIN


def _letters(line: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in line)
