"""The portfolio on a page: every current project in a row, the tightest setting that fits.

Up to about thirty projects stand on one page, in smaller type where needed; more take further
pages of about equal length.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from pmo_desktop.domain.health import DIMENSIONS, Light
from pmo_desktop.domain.projects import ProjectState
from pmo_desktop.reports import marks, messages, tables
from pmo_desktop.reports.data import overall
from pmo_desktop.reports.pages import blocks
from pmo_desktop.reports.pages.page import Context, Page, series
from pmo_desktop.reports.tables import Cell, Column, LaidTable, Mark, Style

if TYPE_CHECKING:
    from pmo_desktop.reports.sheet import Sheet
    from pmo_desktop.services.portfolio import ProjectRow

KEY = "portfolio"
LEAST_SIZE = 8.4
SPREAD = 1.45  # a row's least height, to its type


def project_key(project_id: int) -> str:
    """The bookmark of a project's page."""
    return f"project-{project_id}"


def pages(context: Context) -> list[Page]:
    language = context.language
    laid, cuts = _cut(context)
    paints: list[Callable[[Sheet], None]] = [
        partial(_paint, context=context, laid=laid, rows=rows) for rows in cuts
    ]
    return series(
        context,
        KEY,
        language.text("Portfolio"),
        messages.portfolio(context.data, language),
        language.text("Portfolio by priority"),
        paints or [partial(_nothing, context=context)],
    )


def _nothing(sheet: Sheet, context: Context) -> None:
    blocks.empty(sheet, context.language.text("There is no project under way or on hold."))


def _cut(context: Context) -> tuple[LaidTable, list[range]]:
    """Normal rows if they fit on one page, else smaller ones on as few pages of equal length."""
    m, total = context.measures, len(context.data.current)
    normal = table(context, blocks.style(m), lines=2)
    cuts = tables.cut(normal, m.depth)
    if len(cuts) <= 1:
        return normal, cuts
    most = int(m.depth / (LEAST_SIZE * SPREAD)) - 1
    step = math.ceil(total / math.ceil(total / most))
    laid = table(context, _style(step, m.depth, m.body - 1))
    return laid, tables.cut(laid, m.depth)


def _style(rows: int, depth: float, largest: float) -> Style:
    """The largest type in which so many rows and a heading fill a page."""
    height = depth / (rows + 1.05)
    size = min(height / SPREAD, largest)
    return Style(size, height - Style(size).leading)


def table(context: Context, style: Style, lines: int = 1) -> LaidTable:
    """The current projects, with up to `lines` lines a cell."""
    language = context.language
    dimensions = tuple(
        Column(language.term(f"dimension.{name}"), "centre", most=62) for name in DIMENSIONS
    )
    columns = (
        Column(language.term("project.code"), most=74),
        Column(language.term("project.name"), weight=3, least=110, lines=lines),
        Column(language.term("project.manager"), most=84, optional=True),
        Column(language.term("dimension.overall"), "centre", most=56),
        Column(language.text("Trend"), "centre", most=44),
        *dimensions,
        Column(language.term("metric.spi"), "right"),
        Column(language.term("metric.cpi"), "right"),
        Column(language.term("metric.slip"), "right", most=64),
        Column(language.term("metric.next_milestone"), weight=2, least=70, lines=lines),
        Column(language.text("On"), most=84),
        Column(language.text("In a sentence"), weight=3, least=120, lines=lines, optional=True),
    )
    shown = {p.id for p in context.data.chosen}
    rows = [_row(context, p, p.id in shown, style) for p in context.data.current]
    return tables.lay(columns, rows, context.measures.inner, context.typeface, style)


def _row(context: Context, project: ProjectRow, linked: bool, style: Style) -> tuple[Cell, ...]:
    language, half = context.language, min(style.size * 0.42, 4.4)
    key = project_key(project.id) if linked else ""
    now, before = overall(project), project.previous_overall
    turn: Mark = partial(marks.trend, before=Light(before) if before else None, now=now)
    due = project.next_milestone_date
    return (
        Cell(project.code, "accent" if key else "ink", link=key),
        Cell(project.name, link=key),
        Cell(project.manager, "ink2"),
        Cell(mark=partial(marks.light, value=now, half=half)),
        Cell(mark=turn),
        *(_light(project, name, half) for name in DIMENSIONS),
        _index(context, project.spi),
        _index(context, project.cpi),
        _slip(context, project),
        Cell(project.next_milestone),
        Cell(language.date(due), _due_colour(context, project)),
        Cell(_sentence(context, project), "ink2"),
    )


def _sentence(context: Context, project: ProjectRow) -> str:
    if project.state == ProjectState.ON_HOLD:
        return context.language.term("project_state.on_hold")
    return messages.project_clause(project, context.language, most=1)


def _light(project: ProjectRow, name: str, half: float) -> Cell:
    verdict = project.verdicts.get(name)
    light = verdict.light if verdict else Light.GREY
    return Cell(mark=partial(marks.light, value=light, half=half))


def _index(context: Context, index: float | None) -> Cell:
    """Red below the office's red threshold."""
    if index is None:
        return Cell("–", "ink3")
    red = index < context.data.office.red_index
    return Cell(context.language.number(index, 2), "red_ink" if red else "ink", bold=red)


def _slip(context: Context, project: ProjectRow) -> Cell:
    """Red where it is what makes the schedule red."""
    days = project.slip_days
    if days is None:
        return Cell("–", "ink3")
    schedule = project.verdicts.get("schedule")
    late = days > 0 and schedule is not None and schedule.light is Light.RED
    text = context.language.text("{slip} d", slip=f"{days:+d}" if days else "0")
    return Cell(text, "red_ink" if late else "ink", bold=late)


def _due_colour(context: Context, project: ProjectRow) -> str:
    due = project.next_milestone_date
    return "red_ink" if due is not None and due < context.data.office.status_date else "ink"


def _paint(sheet: Sheet, context: Context, laid: LaidTable, rows: range) -> None:
    m = sheet.measures
    _counts(sheet, context)
    tables.draw(sheet, laid, m.left, m.top, rows)


def _counts(sheet: Sheet, context: Context) -> None:
    """How many projects have each light, at the right of the subtitle."""
    m = sheet.measures
    x, y = m.right, m.top - 13
    for light in (Light.GREY, Light.GREEN, Light.AMBER, Light.RED):
        count = context.data.count(light)
        if light is Light.GREY and not count:
            continue
        text = str(count)
        sheet.write(x, y + m.body * 0.36, text, m.body, bold=True, align="right")
        x -= context.typeface.width(text, m.body, True) + 9
        marks.light(sheet, x, y, light, 4.5)
        x -= 20
