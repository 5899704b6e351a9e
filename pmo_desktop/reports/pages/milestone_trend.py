"""How the milestones moved over the periods: those that slipped most, one line each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pmo_desktop.charts.milestone_trend import TrendLine, milestone_trend
from pmo_desktop.reports import messages
from pmo_desktop.reports.pages.page import Context, Page, series
from pmo_desktop.reports.painting import paint

if TYPE_CHECKING:
    from pmo_desktop.reports.sheet import Sheet

KEY = "milestone-trend"
MOST = 6


def pages(context: Context) -> list[Page]:
    """One page; none where nothing that is still to come slipped since a period was closed."""
    language = context.language
    slipped = context.data.slipped
    if not slipped:
        return []
    lines = [
        TrendLine(
            f"{trend.project_code} {trend.name}",
            tuple((point.period, point.finish) for point in trend.points),
        )
        for trend in slipped[:MOST]
    ]
    return series(
        context,
        KEY,
        language.text("Milestone trend"),
        messages.milestone_trend(context.data, language),
        language.text(
            "When each milestone was to be reached, as told in each period; rising is late"
        ),
        [partial(_paint, context=context, lines=lines)],
    )


def _paint(sheet: Sheet, context: Context, lines: list[TrendLine]) -> None:
    m = sheet.measures
    paint(sheet, milestone_trend(lines, context.language, m.inner, m.depth), m.left, m.top)
