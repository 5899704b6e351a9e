"""A project's whole life as a small Gantt chart: the rows that matter and fit, with their names."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pmo_desktop.charts.frame import header
from pmo_desktop.charts.gantt import GanttChart, GanttOptions, span
from pmo_desktop.charts.scene import BASELINE
from pmo_desktop.charts.timescale import TimeScale
from pmo_desktop.domain.plan import Plan, PlanRow
from pmo_desktop.reports.pages import blocks
from pmo_desktop.reports.pages.page import Context
from pmo_desktop.reports.painting import paint

if TYPE_CHECKING:
    from pmo_desktop.reports.sheet import Box, Sheet

HEAD = 34.0
NAMES = 0.31
LEAST_ROW, MOST_ROW = 17.5, 23.5
BEFORE, AFTER = 8.0, 74.0  # beside the life, the latter for the labels of the last rows
SUMMARIES = 0.6


def draw(sheet: Sheet, context: Context, project_id: int, box: Box) -> None:
    """The chart in `box`, under its heading; says so where there is nothing to draw."""
    m, language, plan = sheet.measures, context.language, context.data.plan
    x, y, width, height = box
    room = height - m.heading * 1.7 - HEAD
    own = context.data.plan_by_project.get(project_id, ())
    rows = key_rows(plan, own, int(room // LEAST_ROW))
    life = span(plan, rows)
    note = language.text("Grey: baseline  ·  Red: critical  ·  ◇ → ◆ milestone moved")
    y = blocks.heading(sheet, x, y, language.text("Plan"), note if life else "", width)
    if life is None:
        sheet.write(x, y + m.body, language.text("This project has no dated tasks."), m.body - 0.5,
                   "ink3")  # fmt: skip
        return
    row_height = min(room / len(rows), MOST_ROW)
    names = width * NAMES
    _names(sheet, plan, rows, (x, y + HEAD, names, row_height))
    _bars(sheet, context, plan, rows, life, (x + names, y, width - names, row_height))


def _names(sheet: Sheet, plan: Plan, rows: Sequence[int], box: Box) -> None:
    """Names beside the bars, indented as the tree is; `box` has the height of one row."""
    x, y, width, row_height = box
    size = min(sheet.measures.small + 0.5, row_height * 0.55)
    for position, index in enumerate(rows):
        row = plan.rows[index]
        indent = max(row.depth - 1, 0) * size * 0.9
        sheet.write(
            x + indent,
            y + (position + 0.5) * row_height + size * BASELINE - row_height / 26,
            f"{row.wbs} {row.name}".strip() if row.depth else row.name,
            size,
            bold=row.kind in ("project", "summary"),
            width=width - indent - 8,
        )
    bottom = y + len(rows) * row_height
    sheet.lines(((x, y, x + width, y), (x, bottom, x + width, bottom)), "line", 0.6)


def _bars(
    sheet: Sheet,
    context: Context,
    plan: Plan,
    rows: Sequence[int],
    life: tuple[dt.date, dt.date],
    box: Box,
) -> None:
    x, y, width, row_height = box
    language = context.language
    scale = _scale(life, width)
    chart = GanttChart(plan, rows, GanttOptions(links=False), row_height)
    with sheet.clipped((x, y, width, HEAD + chart.height + 1)):
        paint(sheet, header(scale, language, height=HEAD), x, y)
        paint(sheet, chart.figure(scale, language), x, y + HEAD)
    bottom = y + HEAD + chart.height
    sheet.lines(((x, bottom, x + width, bottom),), "line", 0.6)


def _scale(life: tuple[dt.date, dt.date], width: float) -> TimeScale:
    """The whole life with room at both ends."""
    first, last = life
    per_day = (width - BEFORE - AFTER) / ((last - first).days + 1)
    before, after = math.ceil(BEFORE / per_day), math.ceil(AFTER / per_day)
    return TimeScale(first - dt.timedelta(days=before), last + dt.timedelta(days=after), width)


def key_rows(plan: Plan, own: Sequence[int], most: int) -> list[int]:
    """Up to `most` of a project's `own` rows, in the plan's order: the project itself, its
    first-level summaries, its milestones (those to come first), then deeper summaries and tasks,
    critical ones before others.
    """
    rows = plan.rows
    milestones = [i for i in own if rows[i].kind == "milestone"]
    coming = [i for i in milestones if rows[i].percent_complete < 1]
    summaries = [i for i in own if rows[i].kind == "summary" and rows[i].depth == 1]
    first = [i for i in own if rows[i].kind == "project"]
    enough = max(int(most * SUMMARIES), most - 1 - len(coming)) if coming else most
    rest = sorted(own, key=lambda i: _rest_order(rows[i], i))
    ranked = [*first, *summaries[:enough], *coming, *milestones, *summaries, *rest]
    return sorted(list(dict.fromkeys(ranked))[: max(most, 0)])


def _rest_order(row: PlanRow, index: int) -> tuple[bool, int, bool, int]:
    """Summaries by depth, then tasks by depth, critical ones first."""
    return (row.kind != "summary", row.depth, not row.critical, index)
