"""The Gantt plan on paper: a table of tasks beside their bars, over as many pages as it takes.

Every page repeats the table's head and the dates above the bars; the dates of all rows fill the
width of a page. A link that leaves a page goes on where the next one begins.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_desktop.charts.bars import BRACKETS, MILESTONE
from pmo_desktop.charts.frame import backdrop, bands, header, status_line
from pmo_desktop.charts.gantt import GanttChart, GanttOptions, short_people, span
from pmo_desktop.charts.scene import BASELINE, Scene
from pmo_desktop.charts.timescale import TimeScale
from pmo_desktop.domain.plan import Plan, PlanRow
from pmo_desktop.language import Language
from pmo_desktop.progress import Report, silent
from pmo_desktop.reports.document import PackResult, write_document
from pmo_desktop.reports.fonts import Typeface
from pmo_desktop.reports.formats import MEASURES, Measures, PageFormat
from pmo_desktop.reports.pages.page import Frame, Page
from pmo_desktop.reports.painting import paint

if TYPE_CHECKING:
    from pmo_desktop.reports.sheet import Sheet
    from pmo_desktop.services.office_row import OfficeRow

HEAD, ROW = 34.0, 17.0
SIZE = 8.0
INDENT, GAP = 7.0, 6.0
BARS_AT_LEAST, NAME_AT_MOST, NAME_AT_LEAST = 0.45, 230.0, 90.0
BEFORE, AFTER = 8.0, 70.0  # beside the bars, the latter for the labels of the last ones
NO_DATES = dt.timedelta(days=45)


@dataclass(frozen=True)
class Column:
    """`term` is the word of its head, `width` in points."""

    term: str
    width: float
    text: Callable[[PlanRow, Plan, Language], str]
    right: bool = False


def _duration(row: PlanRow, plan: Plan, language: Language) -> str:
    return (
        "" if row.kind == MILESTONE else language.days(row.duration_minutes, plan.minutes_per_day)
    )


def _float(row: PlanRow, plan: Plan, _: Language) -> str:
    if row.total_float_minutes is None or row.percent_complete >= 1:
        return ""
    return f"{round(row.total_float_minutes / plan.minutes_per_day, 1) or 0:g}"


def _day(name: str) -> Callable[[PlanRow, Plan, Language], str]:
    """The day of one of a row's moments, with its year: a plan on paper may be an old one."""
    return lambda row, _, language: language.date(getattr(row, name))


COLUMNS: Mapping[str, Column] = {
    "people": Column("gantt.people", 62, lambda row, _, say: short_people(row.people, say)),
    "start": Column("gantt.start", 51, _day("start")),
    "finish": Column("gantt.finish", 51, _day("finish")),
    "duration": Column("gantt.duration", 42, _duration, right=True),
    "percent_complete": Column(
        "gantt.percent_complete", 36, lambda row, _, say: say.percent(row.percent_complete),
        right=True,
    ),
    "float": Column("gantt.float", 34, _float, right=True),
    "baseline": Column("gantt.baseline", 51, _day("baseline_finish")),
    "deadline": Column("gantt.deadline", 51, _day("deadline")),
}  # fmt: skip
USUAL = ("people", "start", "finish", "duration", "percent_complete")


@dataclass(frozen=True)
class PlanPrint:
    """What is printed: `rows` are indexes of the plan's rows, top to bottom; `columns` the keys of
    `COLUMNS` beside the tasks' names; `source` the name of the database."""

    plan: Plan
    rows: Sequence[int]
    office: OfficeRow
    source: str = ""
    columns: Sequence[str] = USUAL
    options: GanttOptions = field(default_factory=GanttOptions)


def print_plan(
    what: PlanPrint,
    language: Language,
    page_format: PageFormat,
    path: Path,
    report: Report = silent,
) -> PackResult:
    """Write the rows to `path`; raises `ReportError`, and whatever `report` raises to stop it."""
    owner = " · ".join(filter(None, (what.office.name, what.office.period)))
    frame = Frame(language, MEASURES[page_format], Typeface(), what.office, owner, what.source)
    return write_document(frame, pages(what, language, frame.measures), path, report)


def pages(what: PlanPrint, language: Language, measures: Measures) -> list[Page]:
    """Each with as many rows as it holds; one page even where there is no row."""
    each = int((measures.depth - HEAD) // ROW)
    drawing = _Drawing(what, language, measures)
    firsts = range(0, max(len(what.rows), 1), each)
    return [
        Page(
            key=f"plan-{number}",
            paint=lambda sheet, first=first: drawing.draw(sheet, first, first + each),  # type: ignore[misc]
            title=language.text("Gantt plan"),
            subtitle=_subtitle(what, language, first, first + each),
            entry=_entry(what.plan, what.rows[first : first + each]),
        )
        for number, first in enumerate(firsts, 1)
    ]


def _subtitle(what: PlanPrint, language: Language, first: int, end: int) -> str:
    """Which rows, and what the colours mean."""
    last = min(end, len(what.rows))
    rows = language.text(
        "Rows {first} to {last} of {total}", first=first + 1, last=last, total=len(what.rows)
    )
    note = language.text("Grey: baseline  ·  Red: critical  ·  ◇ → ◆ milestone moved")
    return f"{rows}  ·  {note}"


def _entry(plan: Plan, rows: Sequence[int]) -> str:
    """In the outline, a page goes by its first row."""
    return _name(plan.rows[rows[0]]) if rows else ""


def _name(row: PlanRow) -> str:
    return f"{row.wbs} {row.name}".strip()


class _Drawing:
    """The table and the bars of any run of rows, alike on every page."""

    def __init__(self, what: PlanPrint, language: Language, measures: Measures) -> None:
        self._what, self._language, self._measures = what, language, measures
        self._columns = [COLUMNS[key] for key in what.columns]
        others = sum(column.width for column in self._columns)
        room = measures.inner * (1 - BARS_AT_LEAST) - others
        self._name_width = min(max(room, NAME_AT_LEAST), NAME_AT_MOST)
        self._table = self._name_width + others
        life = span(what.plan, what.rows)
        about = what.office.status_date
        self._scale = _scale(life or (about - NO_DATES, about + NO_DATES), self._bars)
        self._chart = GanttChart(what.plan, what.rows, what.options, ROW)

    @property
    def _bars(self) -> float:
        """The width of the bars."""
        return self._measures.inner - self._table

    def draw(self, sheet: Sheet, first: int, end: int) -> None:
        """The rows at the positions `[first, end)`."""
        m = self._measures
        rows = self._what.rows[first:end]
        height = len(rows) * ROW
        top = m.top + HEAD
        self._draw_bars(sheet, first, len(rows), top)
        self._draw_heads(sheet)
        for position, index in enumerate(rows):
            self._draw_row(sheet, self._what.plan.rows[index], top + position * ROW)
        left, right, bottom = m.left, m.right, top + height
        edges = [(left, y, right, y) for y in (m.top, top, bottom)]
        split = m.left + self._table
        sheet.lines([*edges, (split, m.top, split, bottom)], "line", 0.6)

    def _draw_bars(self, sheet: Sheet, first: int, count: int, top: float) -> None:
        m, scale, language, plan = self._measures, self._scale, self._language, self._what.plan
        height, x = count * ROW, m.left + self._table
        tinted = Scene(m.inner, height, (bands(count, 0, m.inner, ROW),))
        paint(sheet, tinted, m.left, top)
        with sheet.clipped((x, m.top, self._bars, HEAD + height)):
            paint(sheet, header(scale, language, height=HEAD), x, m.top)
            paint(sheet, backdrop(plan, scale, height), x, top)
        with sheet.clipped((x, top, self._bars, height)):
            scene = self._chart.scene(scale, language, first, first + count, scale.width)
            paint(sheet, scene, x, top - first * ROW)
            status = Scene(scale.width, height, (status_line(plan, scale, height),))
            paint(sheet, status, x, top)

    def _draw_heads(self, sheet: Sheet) -> None:
        term, y = self._language.term, self._measures.top + HEAD * 0.76
        self._write(sheet, self._measures.left, y, term("gantt.task"), self._name_width)
        x = self._measures.left + self._name_width
        for column in self._columns:
            self._write(sheet, x, y, term(column.term), column.width, right=column.right)
            x += column.width

    def _draw_row(self, sheet: Sheet, row: PlanRow, top: float) -> None:
        middle = top + ROW / 2 + SIZE * BASELINE
        bold = row.kind in BRACKETS
        indent = row.depth * INDENT
        left = self._measures.left
        self._write(
            sheet, left + indent, middle, _name(row), self._name_width - indent, "ink", bold
        )
        x = left + self._name_width
        for column in self._columns:
            text = column.text(row, self._what.plan, self._language)
            self._write(sheet, x, middle, text, column.width, "ink2", right=column.right)
            x += column.width

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
        room = width - GAP
        if right:
            face = sheet.typeface
            text = face.clip(text, room, SIZE, bold)
            sheet.write(x + width - GAP / 2, y, text, SIZE, colour, bold=bold, align="right")
        else:
            sheet.write(x + GAP / 2, y, text, SIZE, colour, bold=bold, width=room)


def _scale(life: tuple[dt.date, dt.date], width: float) -> TimeScale:
    """All dates with room at both ends."""
    first, last = life
    per_day = (width - BEFORE - AFTER) / ((last - first).days + 1)
    before, after = math.ceil(BEFORE / per_day), math.ceil(AFTER / per_day)
    return TimeScale(first - dt.timedelta(days=before), last + dt.timedelta(days=after), width)
