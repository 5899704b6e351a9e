"""The Gantt plan as one picture: its table beside its bars, for a slide or a message.

Units are pixels of a screen. `Window` says which rows and which part of the dates are in it.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from pmo_desktop.charts.bars import BRACKETS, ROW_HEIGHT
from pmo_desktop.charts.cropping import cropped, moved
from pmo_desktop.charts.frame import HEADER_HEIGHT, bands, header
from pmo_desktop.charts.gantt import GanttChart, span
from pmo_desktop.charts.palette import LIGHT
from pmo_desktop.charts.scene import Anchor, Group, Item, Line, Rect, Scene, Text
from pmo_desktop.charts.timescale import TimeScale
from pmo_desktop.language import Language
from pmo_desktop.reports.errors import PictureTooLarge, report_error
from pmo_desktop.reports.plan_columns import Column
from pmo_desktop.reports.plan_print import NO_DATES, PlanPrint, name_of, scale_to
from pmo_desktop.reports.svg import svg_of

NAME, PER_POINT = 220.0, 1.55
SIZE, INDENT, GAP = 12.0, 14.0, 5.0
USUAL_WIDTH = 1600.0
MOST_PIXELS = 30_000
FINENESS = 2.0


@dataclass(frozen=True)
class Window:
    """The rows at the positions `[first, last)`, and the dates between two x of a scale."""

    first: int
    last: int
    scale: TimeScale
    left: float
    right: float


def whole(what: PlanPrint, width: float = USUAL_WIDTH) -> Window:
    """All rows and all their dates, in a picture of a width."""
    bars = max(width - _table_width(what), width / 3)
    about = what.office.status_date
    life = span(what.plan, what.rows) or (about - NO_DATES, about + NO_DATES)
    return Window(0, len(what.rows), scale_to(life, bars), 0.0, bars)


def plan_picture(what: PlanPrint, language: Language, window: Window) -> Scene:
    """The picture on white; raises `PictureTooLarge` where no program would open it."""
    count = window.last - window.first
    table = _table_width(what)
    width = table + window.right - window.left
    height = HEADER_HEIGHT + count * ROW_HEIGHT
    if max(width, height) > MOST_PIXELS:
        raise PictureTooLarge(round(width), round(height))
    groups = (
        Group("ground", (Rect(0, 0, width, height, "panel"),)),
        Group("bands", tuple(_bands(count, width))),
        *_chart(what, language, window, table),
        Group("heads", tuple(_heads(what, language))),
        Group("rows", tuple(_rows(what, language, window))),
        Group("edges", _edges(table, width, height)),
    )
    return Scene(width, height, groups)


def save_picture(scene: Scene, path: Path, title: str = "") -> Path:
    """As SVG or PNG, by the name's ending; raises `ReportError`."""
    try:
        if path.suffix.lower() == ".svg":
            path.write_text(svg_of(scene, LIGHT, title), encoding="utf-8")
        else:
            path.write_bytes(png_of(scene))
    except OSError as error:
        raise report_error(error, path) from error
    return path


def png_of(scene: Scene, fineness: float = FINENESS) -> bytes:
    """The scene's pixels, `fineness` times as many to a side as it has units."""
    import pypdfium2

    with pypdfium2.PdfDocument(_pdf_of(scene)) as document:
        bitmap = document[0].render(scale=fineness, rev_byteorder=True)
        return _png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)


def _table_width(what: PlanPrint) -> float:
    return NAME + sum(column.width * PER_POINT for column in what.columns)


def _bands(count: int, width: float) -> Iterator[Item]:
    for item in bands(count, 0, width).items:
        assert isinstance(item, Rect)
        yield Rect(item.x, item.y + HEADER_HEIGHT, item.width, item.height, item.fill)


def _chart(what: PlanPrint, language: Language, window: Window, table: float) -> Iterator[Group]:
    scale, left, right = window.scale, window.left, window.right
    height = (window.last - window.first) * ROW_HEIGHT
    chart = GanttChart(what.plan, what.rows, what.options, marks=what.marks)
    rows = chart.scene(scale, language, window.first, window.last, right, left)
    behind = chart.behind(scale, window.first, window.last, left, right)
    dates = header(scale, language, left, right)
    first = window.first * ROW_HEIGHT
    for scene, top, high, y in (
        (dates, 0.0, HEADER_HEIGHT, 0.0),
        (behind, 0.0, height, HEADER_HEIGHT),
        (rows, first, height, HEADER_HEIGHT - first),
    ):
        yield from moved(cropped(scene, left, right, top, top + high), table - left, y).groups


def _heads(what: PlanPrint, language: Language) -> Iterator[Text]:
    y = HEADER_HEIGHT * 0.76
    yield Text(GAP, y, language.term("gantt.task"), "ink2", SIZE, max_width=NAME - GAP)
    for column, x, width in _columns(what):
        yield _cell(language.term(column.term), x, width, y, column.right, "ink2")


def _rows(what: PlanPrint, language: Language, window: Window) -> Iterator[Item]:
    for position in range(window.first, window.last):
        row = what.plan.rows[what.rows[position]]
        y = HEADER_HEIGHT + (position - window.first + 0.5) * ROW_HEIGHT
        x = GAP + row.depth * INDENT
        bold = row.kind in BRACKETS
        yield Text(x, y, name_of(row), "ink", SIZE, bold=bold, max_width=NAME - x - 2)
        for column, left, width in _columns(what):
            text = column.text(row, what.plan, language)
            if text:
                yield _cell(text, left, width, y, column.right, "ink")


def _columns(what: PlanPrint) -> Iterator[tuple[Column, float, float]]:
    x = NAME
    for column in what.columns:
        width = column.width * PER_POINT
        yield column, x, width
        x += width


def _cell(text: str, x: float, width: float, y: float, right: bool, colour: str) -> Text:
    anchor: Anchor = "end" if right else "start"
    at = x + width - GAP if right else x + GAP
    return Text(at, y, text, colour, SIZE, anchor, max_width=width - 2 * GAP)


def _edges(table: float, width: float, height: float) -> tuple[Line, ...]:
    return (
        Line(0, HEADER_HEIGHT, width, HEADER_HEIGHT, "line"),
        Line(0, height, width, height, "line"),
        Line(table, 0, table, height, "line"),
    )


def _pdf_of(scene: Scene) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    from pmo_desktop.reports.fonts import REGULAR, Typeface
    from pmo_desktop.reports.formats import Measures
    from pmo_desktop.reports.painting import paint
    from pmo_desktop.reports.sheet import Sheet

    typeface, file = Typeface(), BytesIO()
    size = (scene.width, scene.height)
    canvas: Any = Canvas(file, pagesize=size, invariant=1, initialFontName=REGULAR)
    paint(Sheet(canvas, Measures(*size, 0, 0, 0, 0, 0, 0), typeface), scene)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _png(pixels: bytes, width: int, height: int, stride: int) -> bytes:
    """Three bytes a pixel, `stride` bytes a line, as a PNG file."""
    lines = (b"\0" + pixels[at : at + width * 3] for at in range(0, height * stride, stride))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", head),
            _chunk(b"IDAT", zlib.compress(b"".join(lines), 6)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
