"""Milestones ahead: baseline (hollow) to forecast (filled) on one time axis, overdue ones first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from pmo_desktop.charts.timescale import TimeScale, month_start, next_month
from pmo_desktop.reports import marks, messages, tables
from pmo_desktop.reports.pages import blocks
from pmo_desktop.reports.pages.page import Context, Page, series
from pmo_desktop.reports.tables import Cell, Column, LaidTable, Style

if TYPE_CHECKING:
    from pmo_desktop.reports.sheet import Sheet
    from pmo_desktop.services.registers import MilestoneRow

KEY = "milestones"
TABLE = 0.56
WORKING = 5 / 7
REACH = dt.timedelta(days=62)


def pages(context: Context) -> list[Page]:
    """As many as the milestones need; one that says so where there are none."""
    language, m = context.language, context.measures
    rows = sorted(context.data.milestones, key=lambda r: (r.date, r.project_code, r.task_id))
    styles = (blocks.style(m), blocks.style(m, compact=True))
    laid = tables.fitted(lambda style: table(context, rows, style), styles, m.depth - m.leading)
    cuts = tables.cut(laid, m.depth - m.leading) or [range(0)]
    scale = _scale(rows, m.inner * (1 - TABLE) - 30, context.data.office.status_date)
    return series(
        context,
        KEY,
        language.text("Milestones ahead"),
        messages.milestones(context.data, language),
        language.text("Milestones ahead: baseline to forecast"),
        [
            partial(_paint, context=context, laid=laid, rows=rows, cut=cut, scale=scale)
            for cut in cuts
        ],
    )


def table(context: Context, rows: Sequence[MilestoneRow], style: Style) -> LaidTable:
    language = context.language
    columns = (
        Column(language.term("project.name"), weight=2.6, least=80),
        Column(language.term("task_kind.milestone"), weight=3, least=80),
        Column(language.text("Baseline"), most=80),
        Column(language.text("Forecast"), most=80),
        Column(language.term("metric.slip"), "right", most=64),
    )
    cells = [_row(context, row) for row in rows]
    width = context.measures.inner * TABLE
    return tables.lay(columns, cells, width, context.typeface, style)


def _row(context: Context, row: MilestoneRow) -> tuple[Cell, ...]:
    language, overdue = context.language, row.date < context.data.office.status_date
    slip = row.slip_days
    text = "–" if slip is None else language.text("{slip} d", slip=f"{slip:+d}" if slip else "0")
    colour = {"red": "red_ink", "amber": "amber_ink"}.get(_colour(context, row), "ink")
    return (
        Cell(" ".join(filter(None, (row.project_code, row.project_name))), "ink2"),
        Cell(row.name),
        Cell(language.date(row.baseline) or "–", "ink2" if row.baseline else "ink3"),
        Cell(language.date(row.date), "red_ink" if overdue else "ink"),
        Cell(text, colour if slip else "ink3"),
    )


def _colour(context: Context, row: MilestoneRow) -> str:
    """By the office's thresholds of slip, which are in working days."""
    office, slip = context.data.office, (row.slip_days or 0) * WORKING
    if slip >= office.red_slip_days:
        return "red"
    return "amber" if slip >= office.amber_slip_days else "ink3" if slip > 0 else "green"


def _scale(rows: Sequence[MilestoneRow], width: float, today: dt.date) -> TimeScale:
    """Whole months about all forecasts, and about baselines that are not too far away."""
    days = [row.date for row in rows] or [today]
    first, last = min(*days, today), max(*days, today)
    near = [r.baseline for r in rows if r.baseline and first - REACH <= r.baseline <= last + REACH]
    first, last = min([first, *near]), max([last, *near])
    return TimeScale(month_start(first), next_month(last) - dt.timedelta(days=1), width)


def _paint(
    sheet: Sheet,
    context: Context,
    laid: LaidTable,
    rows: Sequence[MilestoneRow],
    cut: range,
    scale: TimeScale,
) -> None:
    m, language = sheet.measures, context.language
    if not cut:
        blocks.empty(
            sheet,
            language.text("No milestone falls in the next {n} weeks", n=context.data.weeks),
        )
        return
    foot = tables.draw(sheet, laid, m.left, m.top, cut)
    left = m.left + laid.width + 20
    _axis(sheet, context, scale, left, m.top, laid.head, foot)
    y = m.top + laid.head
    for index in cut:
        height = laid.rows[index].height
        _span(sheet, context, rows[index], scale, left, y + height / 2)
        y += height
    _legend(sheet, context, m.left, foot + m.leading)


def _axis(
    sheet: Sheet,
    context: Context,
    scale: TimeScale,
    left: float,
    top: float,
    head: float,
    foot: float,
) -> None:
    """Month names in the heading's band, a line at each month's start, the data date dashed."""
    m = sheet.measures
    sheet.rect((left, top, scale.width, head), "panel_alt")
    sheet.lines(((left, top + head, left + scale.width, top + head),), "line_strong", 0.6)
    day, edges, size = scale.first, [], m.small
    free = 0.0
    while day <= scale.last:
        x = left + scale.to_x(day)
        edges.append((x, top + head, x, foot))
        label = context.language.month(day) if not free or day.month == 1 else ""
        label = label or _month(context, day)
        width = context.typeface.width(label, size) + 10
        if x >= free and x + width <= left + scale.width + 4:
            sheet.write(x + 4, top + head / 2 + size * 0.36, label, size, "ink2")
            free = x + width
        day = next_month(day)
    sheet.lines(edges, "grid_strong", 0.6)
    now = left + scale.end_x(context.data.office.status_date)
    sheet.lines(((now, top + head, now, foot),), "status", 1.0, (3, 2))


def _month(context: Context, day: dt.date) -> str:
    return f"{day.month}月" if context.language.is_chinese else context.language.month(day)[:3]


def _span(
    sheet: Sheet, context: Context, row: MilestoneRow, scale: TimeScale, left: float, y: float
) -> None:
    """From the baseline to the forecast; a baseline beyond the axis ends at its edge."""
    x = left + scale.end_x(row.date)
    colour = _colour(context, row)
    if row.baseline is None or row.baseline == row.date:
        marks.forecast(sheet, x, y)
        return
    before = left + min(max(scale.end_x(row.baseline), 0.0), scale.width)
    sheet.lines(((before, y, x, y),), colour, 2.2)
    if scale.first <= row.baseline <= scale.last:
        marks.baseline(sheet, before, y)
    marks.forecast(sheet, x, y)


def _legend(sheet: Sheet, context: Context, x: float, y: float) -> None:
    m, language = sheet.measures, context.language
    for mark, text in (
        (marks.baseline, language.text("Baseline")),
        (marks.forecast, language.text("Forecast")),
    ):
        mark(sheet, x + 5, y - m.small * 0.34)
        sheet.write(x + 13, y, text, m.small, "ink2")
        x += 24 + context.typeface.width(text, m.small)
    sheet.lines(((x + 2, y - m.small * 0.34, x + 16, y - m.small * 0.34),), "status", 1.0, (3, 2))
    text = language.text("Data date")
    sheet.write(x + 21, y, text, m.small, "ink2")
