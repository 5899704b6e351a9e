"""The executive summary: key figures, decisions wanted, what changed, the trend of the lights."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pmo_desktop.charts.trend import TrendPoint, period_labels, trend
from pmo_desktop.reports import messages, tables
from pmo_desktop.reports.formats import GAP
from pmo_desktop.reports.pages import blocks, cards, changes, decisions, key_figures
from pmo_desktop.reports.pages.page import Context, Page
from pmo_desktop.reports.painting import paint
from pmo_desktop.reports.tables import LaidTable

if TYPE_CHECKING:
    from pmo_desktop.reports.sheet import Box, Sheet

KEY = "summary"
DECISIONS = 4
TREND_WIDTH = 0.32
HEADING = 1.7
NOTES = 2
PERIODS = 6
TALLEST = 180.0


@dataclass(frozen=True)
class Layout:
    """What fits on the page; the rest follows on the pages of decisions and changes."""

    wanted: LaidTable
    decisions: int
    changed: LaidTable
    changes: int
    has_trend: bool


def layout(context: Context) -> Layout:
    """Decisions first, up to `DECISIONS`; changes get the room that is left."""
    m = context.measures
    has_trend = len(context.data.portfolio.trend) > 1
    wanted = decisions.table(context, m.inner, lines=2)
    width = m.inner * (1 - TREND_WIDTH) - GAP if has_trend else m.inner
    changed = changes.table(context, width, blocks.style(m))
    top = _below_cards(m.top) + m.heading * HEADING
    shown = min(DECISIONS, tables.fitting(wanted, m.bottom - top - 120))
    room = m.bottom - _changes_top(context, wanted, shown) - _notes_height(context)
    fits = tables.fitting(changed, room)
    if fits < len(changed.rows):
        fits = tables.fitting(changed, room - m.small * 1.8)
    return Layout(wanted, shown, changed, max(fits, 0), has_trend)


def _below_cards(top: float) -> float:
    return top + cards.HEIGHT + 14


def _changes_top(context: Context, wanted: LaidTable, shown: int) -> float:
    """Where the table of changes begins, under its heading."""
    m = context.measures
    block = wanted.height(0, shown) if shown else m.leading * 1.2
    return _below_cards(m.top) + m.heading * HEADING * 2 + block + 14


def _notes_height(context: Context) -> float:
    return context.measures.leading * NOTES if changes.notes(context) else 0.0


def page(context: Context, plan: Layout) -> Page:
    return Page(
        key=KEY,
        paint=partial(_paint, context=context, plan=plan),
        title=messages.summary(context.data, context.language),
        subtitle=context.language.text("Executive summary"),
        entry=context.language.text("Executive summary"),
    )


def _paint(sheet: Sheet, context: Context, plan: Layout) -> None:
    m, language = sheet.measures, context.language
    if not context.data.current:
        blocks.empty(
            sheet,
            language.text(
                "The portfolio is empty: import the teams' workbooks, then make the pack."
            ),
        )
        return
    y = cards.draw(sheet, key_figures.key_figures(context), m.left, m.top, m.inner) + 14
    y = _decisions(sheet, context, plan, y)
    _changes(sheet, context, plan, y + 14)


def _decisions(sheet: Sheet, context: Context, plan: Layout, y: float) -> float:
    m, language = sheet.measures, context.language
    total = len(plan.wanted.rows)
    more = total - plan.decisions
    note = language.text("{n} more under “Decisions wanted”", n=more) if more else ""
    y = blocks.heading(sheet, m.left, y, language.text("Decisions wanted"), note, m.inner)
    if not plan.decisions:
        text = language.text("The committee is asked for no decision this time.")
        if total:
            text = language.text("They are listed on a page of their own.")
        sheet.write(m.left, y + m.body, text, m.body - 0.5, "ink2")
        return y + m.leading * 1.2
    return tables.draw(sheet, plan.wanted, m.left, y, range(plan.decisions))


def _changes(sheet: Sheet, context: Context, plan: Layout, y: float) -> None:
    m, language, since = sheet.measures, context.language, context.data.since
    width = plan.changed.width
    total = len(plan.changed.rows)
    title = language.text("Since the last closed period")
    if since.period:
        title = language.text("Since {period}", period=since.period)
    top = y
    y = blocks.heading(sheet, m.left, y, title)
    if since.period is None:
        text = language.text("No period was closed yet: there is nothing to compare with")
        sheet.write(m.left, y + m.body, text, m.body - 0.5, "ink2", width=width)
    elif not total:
        text = language.text("No light and no finish changed.")
        sheet.write(m.left, y + m.body, text, m.body - 0.5, "ink2", width=width)
        y += m.leading * 1.3
    elif plan.changes:
        y = tables.draw(sheet, plan.changed, m.left, y, range(plan.changes))
    if since.period is not None:
        _notes(sheet, context, plan, y, width)
    if plan.has_trend:
        left = m.left + m.inner * (1 - TREND_WIDTH)
        _trend(sheet, context, (left, top, m.right - left, m.bottom - top))


def _notes(sheet: Sheet, context: Context, plan: Layout, y: float, width: float) -> None:
    m, language = sheet.measures, context.language
    more = len(plan.changed.rows) - plan.changes
    if more:
        text = language.text("{n} more changes on the next page", n=more)
        sheet.write(m.left + tables.PAD, y + m.small * 1.35, text, m.small, "ink3")
        y += m.small * 1.8
    said = "  ·  ".join(changes.notes(context))
    blocks.paragraph(sheet, m.left + tables.PAD, y + 5, said, width - 10, NOTES, "ink2")


def _trend(sheet: Sheet, context: Context, box: Box) -> None:
    """Stacked columns of the lights by period, the newest at the right."""
    x, y, width, height = box
    y = blocks.heading(sheet, x, y, context.language.text("Trend of the lights"))
    periods = context.data.portfolio.trend[-PERIODS:]
    labels = period_labels([period.period for period in periods])
    points = [
        TrendPoint(label, period.green, period.amber, period.red)
        for label, period in zip(labels, periods, strict=True)
    ]
    paint(sheet, trend(points, width, min(height - (y - box[1]), TALLEST)), x, y)
