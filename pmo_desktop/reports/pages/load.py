"""Resource load: the most loaded people by weeks as a heat map, and what their peak is made of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from pmo_desktop.charts.heatmap import LIMITS, NAME_SIZE, HeatLook, HeatRow, heatmap
from pmo_desktop.reports import figures, messages
from pmo_desktop.reports.figures import Peak
from pmo_desktop.reports.pages import blocks
from pmo_desktop.reports.pages.page import Context, Page
from pmo_desktop.reports.painting import paint

if TYPE_CHECKING:
    from pmo_desktop.reports.sheet import Sheet
    from pmo_desktop.services.load import LoadCell

KEY = "load"
NAME, ROLE, BEHIND = 0.17, 0.15, 0.25  # at most, of the page
ROW = 23.0
HEAD = 40.0
SHARES = 3
MOST = 9.99


def pages(context: Context) -> list[Page]:
    language = context.language
    subtitle = language.text(
        "Demand over capacity in percent, the next {n} weeks, most loaded people first",
        n=context.data.weeks,
    )
    return [
        Page(
            key=KEY,
            paint=partial(_paint, context=context),
            title=messages.load(context.data, language),
            subtitle=subtitle,
            entry=language.text("Resource load"),
        )
    ]


def _paint(sheet: Sheet, context: Context) -> None:
    m, language = sheet.measures, context.language
    load = figures.first_weeks(context.data.load, context.data.weeks)
    people = [peak for peak in figures.peaks(load) if peak.load > 0]
    if not people:
        blocks.empty(
            sheet,
            language.text("No one is assigned to work in the next {n} weeks", n=context.data.weeks),
        )
        return
    shown = people[: int((m.depth - HEAD - m.leading) // ROW)]
    name = _widest(sheet, [peak.row.name for peak in shown], NAME_SIZE, m.inner * NAME)
    role = _widest(sheet, [peak.row.role for peak in shown], NAME_SIZE - 1, m.inner * ROLE)
    look = HeatLook(
        name_width=name,
        note_width=role,
        cell_width=(m.inner * (1 - BEHIND) - name - role) / max(len(load.weeks), 1),
        row_height=ROW,
        header_height=HEAD,
    )
    rows = [
        HeatRow(peak.row.name, peak.row.role, tuple(map(_load, peak.row.cells))) for peak in shown
    ]
    paint(sheet, heatmap(rows, load.weeks, language, look), m.left, m.top)
    _behind(sheet, context, shown)
    _legend(sheet, context, m.top + look.height(len(shown)) + m.leading, len(people) - len(shown))


def _widest(sheet: Sheet, words: Sequence[str], size: float, most: float) -> float:
    """The width of a column of these words."""
    face = sheet.typeface
    return min(max(face.width(face.clean(word), size) for word in words) + 14, most)


def _load(cell: LoadCell) -> float | None:
    """None where nobody is there and nothing is asked; without capacity a demand is endless."""
    if not cell.capacity_hours and not cell.demand_hours:
        return None
    return min(cell.load, MOST)


def _behind(sheet: Sheet, context: Context, people: Sequence[Peak]) -> None:
    """The projects of each one's peak week, the largest first."""
    m, language = sheet.measures, context.language
    x = m.right - m.inner * BEHIND + 10
    width = m.right - x
    size = m.small + 0.5
    sheet.write(x, m.top + HEAD * 0.72 + size * 0.36, language.text("Behind the peak week"), size,
               "ink3", width=width)  # fmt: skip
    for index, peak in enumerate(people):
        y = m.top + HEAD + (index + 0.5) * ROW + size * 0.36
        sheet.write(x, y, behind(peak, context), size, "ink2", width=width)
    edges = [m.top + HEAD + index * ROW for index in range(len(people) + 1)]
    sheet.lines(((m.left, y, m.right, y) for y in edges), "line", 0.5)


def behind(peak: Peak, context: Context) -> str:
    """`W50: P-2601 80%, P-2611 65%`, of the person's capacity that week."""
    language = context.language
    if peak.cell is None or peak.week is None:
        return ""
    shares = sorted(peak.cell.shares, key=lambda s: (-s.hours, s.code))
    capacity = peak.cell.capacity_hours
    words = [
        f"{s.code or s.name} {language.percent(s.hours / capacity)}" if capacity else s.code
        for s in shares[:SHARES]
    ]
    if len(shares) > SHARES:
        words.append(f"+{len(shares) - SHARES}")
    week = language.text("W{week}", week=peak.week.isocalendar().week)
    return language.text("{first}: {second}", first=week, second=language.enumeration(words))


def _legend(sheet: Sheet, context: Context, y: float, more: int) -> None:
    m, language = sheet.measures, context.language
    x = m.left
    labels = [f"≤{language.percent(limit)}" for limit in LIMITS[1:]]
    labels.append(f">{language.percent(LIMITS[-1])}")
    for step, label in enumerate(labels, start=1):
        sheet.rect((x, y - m.small * 0.85, 14, m.small), f"heat{step}", radius=1.5)
        sheet.write(x + 18, y, label, m.small, "ink2")
        x += 30 + context.typeface.width(label, m.small)
    if more > 0:
        note = language.text("{n} more people with work in these weeks", n=more)
        sheet.write(m.right, y, note, m.small, "ink3", align="right", width=m.right - x)
