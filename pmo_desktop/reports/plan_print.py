"""The Gantt plan on paper: a table of tasks beside their bars, over as many pages as it takes.

Every page repeats the table, its head and the dates above the bars; columns for which there is no
room are named below. Fitted to the width, the dates
of all rows fill a page across; with the scale kept they go on over pages side by side, those of the
same rows one after the other; fitted to one page, rows and dates shrink until all are on it. A link
that leaves a page goes on where the next one begins.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_desktop.charts.bars import BRACKETS
from pmo_desktop.charts.cropping import cropped
from pmo_desktop.charts.frame import bands, header
from pmo_desktop.charts.gantt import GanttChart, GanttOptions, span
from pmo_desktop.charts.marks import Marks
from pmo_desktop.charts.scene import BASELINE, Scene
from pmo_desktop.charts.timescale import TimeScale
from pmo_desktop.domain.plan import Plan, PlanRow
from pmo_desktop.language import Language
from pmo_desktop.progress import Report, silent
from pmo_desktop.reports.document import PackResult, write_document
from pmo_desktop.reports.fonts import Typeface
from pmo_desktop.reports.formats import Measures
from pmo_desktop.reports.pages.page import Frame, Page
from pmo_desktop.reports.painting import paint
from pmo_desktop.reports.plan_columns import USUAL, Column, fitting

if TYPE_CHECKING:
    from pmo_desktop.reports.sheet import Sheet
    from pmo_desktop.services.office_row import OfficeRow

HEAD, ROW = 34.0, 17.0
SIZE = 8.0
INDENT, GAP = 7.0, 6.0
BARS_AT_LEAST, NAME_AT_MOST, NAME_AT_LEAST = 0.45, 230.0, 115.0
LEAST_BARS = 0.31  # of the page, before a column is left out
NOTE = 13.0
BEFORE, AFTER = 8.0, 70.0  # beside the bars, the latter for the labels of the last ones
NO_DATES = dt.timedelta(days=45)


class Fit(StrEnum):
    """How the plan is brought on paper: one page wide, as wide as its scale, or on one page."""

    WIDTH = "width"
    SCALE = "scale"
    PAGE = "page"


@dataclass(frozen=True)
class PlanPrint:
    """What is printed: `rows` are indexes of the plan's rows, top to bottom; `columns` those beside
    the tasks' names, as far as there is room; `source` the name of the database.

    `per_day` are the points a day of a scale that is kept; `marks` milestones that stand on rows.
    """

    plan: Plan
    rows: Sequence[int]
    office: OfficeRow
    source: str = ""
    columns: Sequence[Column] = USUAL
    options: GanttOptions = field(default_factory=GanttOptions)
    fit: Fit = Fit.WIDTH
    per_day: float = 2.8
    marks: Marks = field(default_factory=dict)


def print_plan(
    what: PlanPrint,
    language: Language,
    measures: Measures,
    path: Path,
    report: Report = silent,
) -> PackResult:
    """Write the rows to `path`; raises `ReportError`, and whatever `report` raises to stop it."""
    owner = " · ".join(filter(None, (what.office.name, what.office.period)))
    frame = Frame(language, measures, Typeface(), what.office, owner, what.source)
    return write_document(frame, pages(what, language, frame.measures), path, report)


def pages(what: PlanPrint, language: Language, measures: Measures) -> list[Page]:
    """Each with as many rows as it holds, those of the same rows side by side; one page even where
    there is no row."""
    drawing = _Drawing(what, language, measures)
    firsts = range(0, max(len(what.rows), 1), drawing.rows_a_page)
    tiles = drawing.tiles()
    return [
        Page(
            key=f"plan-{number}-{tile}" if tile else f"plan-{number}",
            paint=lambda sheet, first=first, tile=tile: drawing.draw(sheet, first, tile),  # type: ignore[misc]
            title=language.text("Gantt plan"),
            subtitle=_subtitle(what, language, first, drawing.rows_a_page, tile, tiles),
            entry=_entry(what.plan, what.rows[first : first + drawing.rows_a_page])
            if not tile
            else "",
        )
        for number, first in enumerate(firsts, 1)
        for tile in range(tiles)
    ]


def _subtitle(
    what: PlanPrint, language: Language, first: int, each: int, tile: int, tiles: int
) -> str:
    """Which rows, which part of the dates, and what the colours mean."""
    last = min(first + each, len(what.rows))
    said = [
        language.text(
            "Rows {first} to {last} of {total}", first=first + 1, last=last, total=len(what.rows)
        )
    ]
    if tiles > 1:
        said.append(language.text("Dates: page {number} of {total}", number=tile + 1, total=tiles))
    said.append(language.text("Grey: baseline  ·  Red: critical  ·  ◇ → ◆ milestone moved"))
    return "  ·  ".join(said)


def _entry(plan: Plan, rows: Sequence[int]) -> str:
    """In the outline, a page goes by its first row."""
    return name_of(plan.rows[rows[0]]) if rows else ""


def name_of(row: PlanRow) -> str:
    """A row's code and name."""
    return f"{row.wbs} {row.name}".strip()


class _Drawing:
    """The table and the bars of any run of rows, alike on every page. Sizes are those of a row of
    `ROW`, times `shrink`."""

    def __init__(self, what: PlanPrint, language: Language, measures: Measures) -> None:
        self._what, self._language, self._measures = what, language, measures
        self.shrink = 1.0
        if what.fit is Fit.PAGE and what.rows:
            self.shrink = min((measures.depth - HEAD - NOTE) / (len(what.rows) * ROW), 1.0)
        self._row = ROW * self.shrink
        room = measures.inner * (1 - LEAST_BARS) - NAME_AT_LEAST * self.shrink
        self._columns, self._left_out = fitting(what.columns, room, self.shrink)
        others = sum(column.width for column in self._columns)
        room = measures.inner * (1 - BARS_AT_LEAST) - others
        self._name_width = min(max(room, NAME_AT_LEAST), NAME_AT_MOST) * self.shrink
        self._table = self._name_width + others * self.shrink
        life = span(what.plan, what.rows)
        about = what.office.status_date
        self._scale = self._scale_of(life or (about - NO_DATES, about + NO_DATES))
        self._chart = GanttChart(what.plan, what.rows, what.options, self._row, marks=what.marks)

    @property
    def rows_a_page(self) -> int:
        if self._what.fit is Fit.PAGE:
            return max(len(self._what.rows), 1)
        note = NOTE if self._left_out else 0.0
        return int((self._measures.depth - HEAD - note) // ROW)

    def tiles(self) -> int:
        """Over how many pages the dates go."""
        return max(math.ceil(round(self._scale.width / self._bars, 6)), 1)

    @property
    def _bars(self) -> float:
        """The width of the bars on a page."""
        return self._measures.inner - self._table

    def _scale_of(self, life: tuple[dt.date, dt.date]) -> TimeScale:
        if self._what.fit is not Fit.SCALE:
            return scale_to(life, self._bars)
        per_day = self._what.per_day
        before, after = math.ceil(BEFORE / per_day), math.ceil(AFTER / per_day)
        first, last = life
        days = (last - first).days + 1 + before + after
        whole = max(math.ceil(days * per_day / self._bars), 1) * self._bars
        begin = first - dt.timedelta(days=before)
        return TimeScale.zoomed(
            begin, begin + dt.timedelta(days=max(int(whole / per_day), days) - 1), per_day
        )

    def draw(self, sheet: Sheet, first: int, tile: int = 0) -> None:
        """The rows from a position on, and one page's width of the dates."""
        m = self._measures
        rows = self._what.rows[first : first + self.rows_a_page]
        height = len(rows) * self._row
        top = m.top + HEAD
        self._draw_bars(sheet, first, len(rows), top, tile * self._bars)
        self._draw_heads(sheet)
        for position, index in enumerate(rows):
            self._draw_row(sheet, self._what.plan.rows[index], top + position * self._row)
        left, right, bottom = m.left, m.right, top + height
        edges = [(left, y, right, y) for y in (m.top, top, bottom)]
        split = m.left + self._table
        sheet.lines([*edges, (split, m.top, split, bottom)], "line", 0.6)
        self._draw_note(sheet, bottom)

    def _draw_bars(self, sheet: Sheet, first: int, count: int, top: float, left: float) -> None:
        m, scale, language = self._measures, self._scale, self._language
        height, x, end = count * self._row, m.left + self._table, left + self._bars
        tinted = Scene(m.inner, height, (bands(count, 0, m.inner, self._row),))
        paint(sheet, tinted, m.left, top)
        shift = x - left
        with sheet.clipped((x, m.top, self._bars, HEAD + height)):
            paint(sheet, header(scale, language, left, end, height=HEAD), shift, m.top)
            behind = self._chart.behind(scale, first, first + count, left, end)
            paint(sheet, cropped(behind, left, end), shift, top)
        with sheet.clipped((x, top, self._bars, height)):
            scene = self._chart.scene(scale, language, first, first + count, end, left)
            paint(sheet, cropped(scene, left, end), shift, top - first * self._row)

    def _draw_note(self, sheet: Sheet, bottom: float) -> None:
        """What the paper has no room for."""
        if self._left_out:
            language, m = self._language, self._measures
            names = language.enumeration([language.term(one.term) for one in self._left_out])
            text = language.text("No room on this paper for: {columns}", columns=names)
            sheet.write(m.left, bottom + NOTE - 3, text, SIZE, "ink3", width=m.inner)

    def _draw_heads(self, sheet: Sheet) -> None:
        term, y = self._language.term, self._measures.top + HEAD * 0.76
        self._write(sheet, self._measures.left, y, term("gantt.task"), self._name_width)
        x = self._measures.left + self._name_width
        for column in self._columns:
            width = column.width * self.shrink
            self._write(sheet, x, y, term(column.term), width, right=column.right)
            x += width

    def _draw_row(self, sheet: Sheet, row: PlanRow, top: float) -> None:
        middle = top + self._row / 2 + SIZE * self.shrink * BASELINE
        bold = row.kind in BRACKETS
        indent = row.depth * INDENT * self.shrink
        left = self._measures.left
        self._write(
            sheet, left + indent, middle, name_of(row), self._name_width - indent, "ink", bold
        )
        x = left + self._name_width
        for column in self._columns:
            text, width = column.text(row, self._what.plan, self._language), column.width
            self._write(sheet, x, middle, text, width * self.shrink, "ink2", right=column.right)
            x += width * self.shrink

    def _write(
        self,
        sheet: Sheet,
        x: float,
        y: float,
        text: str,
        width: float,
        colour: str = "ink3",
        bold: bool = False,
        *,
        right: bool = False,
    ) -> None:
        """In a cell that begins at x, within its gaps."""
        gap, size = GAP * self.shrink, SIZE * self.shrink
        room = width - gap
        if right:
            text = sheet.typeface.clip(text, room, size, bold)
            sheet.write(x + width - gap / 2, y, text, size, colour, bold=bold, align="right")
        else:
            sheet.write(x + gap / 2, y, text, size, colour, bold=bold, width=room)


def scale_to(life: tuple[dt.date, dt.date], width: float) -> TimeScale:
    """All dates with room at both ends."""
    first, last = life
    per_day = (width - BEFORE - AFTER) / ((last - first).days + 1)
    before, after = math.ceil(BEFORE / per_day), math.ceil(AFTER / per_day)
    return TimeScale(first - dt.timedelta(days=before), last + dt.timedelta(days=after), width)
