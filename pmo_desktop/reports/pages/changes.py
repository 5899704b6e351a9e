"""What changed since the last closed period: lights and finishes by project, risks, new projects.

The summary shows the first rows; where there are more, they get pages of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pmo_desktop.domain.health import SEVERITY, Light, Reason
from pmo_desktop.domain.risk import Rating
from pmo_desktop.reports import marks, messages, tables
from pmo_desktop.reports.pages import blocks
from pmo_desktop.reports.pages.page import Context, Page, series
from pmo_desktop.reports.tables import Cell, Column, LaidTable, Style

if TYPE_CHECKING:
    from pmo_desktop.reports.sheet import Sheet
    from pmo_desktop.services.since import FinishChange, LightChange

KEY = "changes"


@dataclass(frozen=True)
class Change:
    """What became of one project."""

    code: str
    name: str
    light: LightChange | None
    finish: FinishChange | None

    @property
    def rank(self) -> tuple[int, int, str, str]:
        """Worse lights first, then longer slips."""
        step = SEVERITY[self.light.before] - SEVERITY[self.light.after] if self.light else 0
        return (step, -(self.finish.days if self.finish else 0), self.code, self.name)


def found(context: Context) -> list[Change]:
    """The changes, one a project, the worst first."""
    since = context.data.since
    lights = {(c.project_code, c.project_name): c for c in since.lights}
    finishes = {(c.project_code, c.project_name): c for c in since.finishes}
    changes = [Change(*key, lights.get(key), finishes.get(key)) for key in {**lights, **finishes}]
    return sorted(changes, key=lambda c: c.rank)


def table(context: Context, width: float, style: Style) -> LaidTable:
    """All changes as a table."""
    language = context.language
    columns = (
        Column(language.term("project.name"), weight=3, least=90),
        Column(language.text("Light"), "centre", least=46),
        Column(language.text("Forecast finish"), most=150),
        Column(language.term("metric.slip"), "right", most=70),
        Column(language.text("Why"), weight=3, least=90, lines=2),
    )
    rows = [_row(context, change) for change in found(context)]
    return tables.lay(columns, rows, width, context.typeface, style)


def _row(context: Context, change: Change) -> tuple[Cell, ...]:
    language, light, finish = context.language, change.light, change.finish
    days = finish.days if finish else 0
    span = f"{language.date(finish.before)} → {language.date(finish.after)}" if finish else ""
    slip = language.text("{slip} d", slip=f"{days:+d}") if finish else ""
    colour = "red_ink" if days > 0 else "green_ink"
    name = " ".join(filter(None, (change.code, change.name)))
    shown = Cell(mark=partial(_step, light=light)) if light else Cell()
    why = _reason(context, light.reason) if light and light.reason else ""
    return (Cell(name), shown, Cell(span), Cell(slip, colour), Cell(why, "ink2"))


def _reason(context: Context, reason: Reason) -> str:
    return context.language.text(reason.rule, **reason.params)


def _step(sheet: Sheet, x: float, y: float, light: LightChange) -> None:
    """Before, an arrow, after."""
    marks.light(sheet, x - 13, y, Light(light.before), 4)
    sheet.write(x, y + 3, "→", 8, "ink3", align="centre")
    marks.light(sheet, x + 13, y, Light(light.after), 4)


def notes(context: Context) -> list[str]:
    """What changed besides lights and finishes, a sentence each."""
    language, since = context.language, context.data.since
    found: list[str] = []
    if since.new_projects:
        names = language.enumeration(since.new_projects)
        found.append(
            language.text("{n} new projects: {names}", n=len(since.new_projects), names=names)
        )
    if since.new_risks:
        high = sum(r.rating is Rating.HIGH for r in since.new_risks)
        found.append(
            language.text("{n} new risks, {high} of them high", n=len(since.new_risks), high=high)
        )
    if since.closed_risks:
        found.append(language.text("{n} risks closed", n=since.closed_risks))
    return found


def pages(context: Context, shown: int) -> list[Page]:
    """All changes; no page where the summary showed them all, which are `shown`."""
    language, m = context.language, context.measures
    styles = (blocks.style(m), blocks.style(m, compact=True))
    laid = tables.fitted(lambda style: table(context, m.inner, style), styles, m.depth)
    if shown >= len(laid.rows):
        return []
    return series(
        context,
        KEY,
        language.text("Changes"),
        messages.changes(context.data, language),
        language.text("What changed since the last closed period"),
        [partial(_paint, laid=laid, rows=rows) for rows in tables.cut(laid, m.depth)],
    )


def _paint(sheet: Sheet, laid: LaidTable, rows: range) -> None:
    tables.draw(sheet, laid, sheet.measures.left, sheet.measures.top, rows)
