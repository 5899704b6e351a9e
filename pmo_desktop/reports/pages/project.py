"""One page a project: lights with their reasons, earned value, status words, Gantt, top risks.

The left column says how the project is, the right one shows its plan and what may happen to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from pmo_desktop.domain.health import DIMENSIONS, Light, Verdict
from pmo_desktop.domain.projects import ProjectState
from pmo_desktop.reports import figures, marks, messages, tables
from pmo_desktop.reports.data import overall
from pmo_desktop.reports.formats import GAP
from pmo_desktop.reports.pages import blocks, lifeline
from pmo_desktop.reports.pages.page import SMALLER, Context, Page, title_room
from pmo_desktop.reports.pages.portfolio import project_key
from pmo_desktop.reports.tables import Cell, Column, LaidTable, Style

if TYPE_CHECKING:
    from pmo_desktop.reports.sheet import Sheet
    from pmo_desktop.services.portfolio import ProjectRow

LEFT = 0.37
RISKS = 4
LEAST_GANTT = 225.0
ASIDE = 28.0
SMALLER_STEPS = (0.5, 1.0, 1.5, 2.0)


def pages(context: Context) -> list[Page]:
    language = context.language
    return [
        Page(
            key=project_key(project.id),
            paint=partial(_paint, context=context, project=project),
            title=_title(context, project),
            subtitle=_subtitle(context, project),
            entry=" ".join(filter(None, (project.code, project.name))),
            level=1,
            section=language.text("Projects") if index == 0 else "",
            aside=ASIDE,
        )
        for index, project in enumerate(context.data.chosen)
    ]


def _title(context: Context, project: ProjectRow) -> str:
    """The name and the message; a name too long for both gives way, never the message."""
    size, face = context.measures.title * SMALLER, context.typeface
    message = messages.project_clause(project, context.language)
    name = " ".join(filter(None, (project.code, project.name)))
    rest = messages.project("", message, context.language)
    room = title_room(context, ASIDE) - face.width(face.clean(rest), size, bold=True)
    return messages.project(face.clip(name, room, size, bold=True), message, context.language)


def _subtitle(context: Context, project: ProjectRow) -> str:
    """Who, where, how much, which phase, until when."""
    language = context.language
    budget = language.money(project.budget, project.currency)
    span = (
        f"{language.date(project.start)} → {language.date(project.finish)}"
        if project.start and project.finish
        else ""
    )
    on_hold = project.state == ProjectState.ON_HOLD
    parts = (
        project.manager,
        project.department,
        language.text("Budget {money}", money=budget) if budget else language.text("No budget"),
        language.term(f"project_phase.{project.phase}") if project.phase else "",
        span,
        language.term("project_state.on_hold") if on_hold else "",
    )
    return "  ·  ".join(filter(None, parts))


def _paint(sheet: Sheet, context: Context, project: ProjectRow) -> None:
    m = sheet.measures
    marks.light(sheet, m.right - 7, m.margin + m.title * 0.5, overall(project), 8)
    left = m.inner * LEFT
    _left(sheet, context, project, left)
    x = m.left + left + GAP
    _right(sheet, context, project, x, m.right - x)


def _left(sheet: Sheet, context: Context, project: ProjectRow, width: float) -> None:
    m = sheet.measures
    laid = _lights(context, project, width)
    y = tables.draw(sheet, laid, m.left, m.top) + 12
    y = _earned_value(sheet, context, project, m.left, y, width) + 12
    _words(sheet, context, project, m.left, y, width)


def _lights(context: Context, project: ProjectRow, width: float) -> LaidTable:
    language = context.language
    columns = (
        Column(language.text("Dimension"), most=84),
        Column("", "centre", least=26, most=26),
        Column(language.text("Why"), weight=1, lines=2),
    )
    rows = []
    for name in DIMENSIONS:
        verdict = project.verdicts.get(name)
        light = verdict.light if verdict else Light.GREY
        mark = partial(marks.light, value=light, half=4.4)
        why = _why(context, verdict)
        colour = "ink" if light in (Light.AMBER, Light.RED) else "ink2"
        rows.append((Cell(language.term(f"dimension.{name}")), Cell(mark=mark), Cell(why, colour)))
    style = Style(context.measures.body - 1, 7.5)
    return tables.lay(columns, rows, width, context.typeface, style)


def _why(context: Context, verdict: Verdict | None) -> str:
    """The reasons of a light that wants attention or cannot be judged; green needs none."""
    language = context.language
    if verdict is not None and verdict.light is Light.GREEN:
        return language.text("Within the thresholds")
    reasons = verdict.reasons if verdict else ()
    said = [language.text(reason.rule, **reason.params) for reason in reasons]
    return messages.joined(said, language) or language.text("No data")


def _earned_value(
    sheet: Sheet, context: Context, project: ProjectRow, x: float, y: float, width: float
) -> float:
    """Two rows of four figures; gives the y below."""
    m, language = sheet.measures, context.language
    value = figures.earned_value(project)
    note = language.text("{percent} complete", percent=language.percent(project.percent_complete))
    y = blocks.heading(sheet, x, y, language.text("Earned value"), note, width)

    def money(amount: Decimal | None) -> tuple[str, str]:
        return (language.money(amount, project.currency) or "–", "ink")

    def index(amount: float | None) -> tuple[str, str]:
        bad = amount is not None and amount < context.data.office.red_index
        return (language.number(amount, 2) or "–", "red_ink" if bad else "ink")

    over = value.vac is not None and value.vac < 0
    shown = (
        ("BAC", money(value.bac)), ("PV", money(value.pv)),
        ("EV", money(value.ev)), ("AC", money(value.ac)),
        (language.term("metric.spi"), index(project.spi)),
        (language.term("metric.cpi"), index(project.cpi)),
        ("EAC", money(value.eac)),
        ("VAC", (money(value.vac)[0], "red_ink" if over else "ink")),
    )  # fmt: skip
    step, tall = width / 4, m.small + m.body * 2.1
    for number, (label, (text, colour)) in enumerate(shown):
        left, top = x + number % 4 * step, y + number // 4 * tall
        sheet.write(left + 5, top + m.small, label, m.small, "ink3")
        sheet.write(left + 5, top + m.small + m.body * 1.3, text, m.body, colour, bold=True,
                   width=step - 7)  # fmt: skip
    edges = [(x, y - 3, x + width, y - 3), (x, y + 2 * tall - 1, x + width, y + 2 * tall - 1)]
    sheet.lines(edges, "line", 0.6)
    return y + 2 * tall


def _words(
    sheet: Sheet, context: Context, project: ProjectRow, x: float, y: float, width: float
) -> None:
    """Achievements, plans and support in the team's own words, sharing the room that is left."""
    m, language = sheet.measures, context.language
    status = context.data.statuses.get(project.id)
    if status is None:
        y = blocks.heading(sheet, x, y, language.text("Status"))
        blocks.paragraph(sheet, x, y, language.text("No status report was returned."), width, 2,
                         "ink3")  # fmt: skip
        return
    parts = (
        (language.term("status.achievements"), status.achievements),
        (language.term("status.plans"), status.plans),
        (language.term("status.support"), status.support),
    )
    said = [(name, text.strip()) for name, text in parts]
    if status.period and status.period != context.data.office.period:
        note = language.text("Report of {period}", period=status.period)
        sheet.write(x + width, y + m.heading * 0.9, note, m.small, "ink3", align="right")
    heads = m.heading * 1.5 * len(said)
    size, lines = _fitted(sheet, [text for _, text in said], width, m.bottom - y - heads)
    for (name, text), most in zip(said, lines, strict=True):
        sheet.write(x, y + m.heading * 0.9, name, m.body, bold=True)
        y = m.heading * 0.3 + blocks.paragraph(
            sheet, x, y + m.heading * 1.2, text or "–", width, most,
            "ink" if text else "ink3", size,
        )  # fmt: skip


def _fitted(
    sheet: Sheet, texts: Sequence[str], width: float, height: float
) -> tuple[float, list[int]]:
    """The largest size in which all paragraphs fit; in the smallest the longest give way."""
    lines: list[int] = []
    size = 0.0
    for step in SMALLER_STEPS:
        size = sheet.measures.body - step
        lines = [max(len(blocks.broken(sheet, text, width, size)), 1) for text in texts]
        if sum(lines) * size * blocks.LINE <= height:
            return size, lines
    return size, _share(lines, int(height // (size * blocks.LINE)))


def _share(wanted: list[int], room: int) -> list[int]:
    """Lines for each paragraph: the longest gives way until all fit; at least one each."""
    lines = list(wanted)
    while sum(lines) > room and max(lines) > 1:
        lines[lines.index(max(lines))] -= 1
    return lines


def _right(sheet: Sheet, context: Context, project: ProjectRow, x: float, width: float) -> None:
    m, language = sheet.measures, context.language
    laid = _risk_table(context, project, width)
    room = m.depth - LEAST_GANTT - m.heading * 1.7 - GAP
    shown = min(tables.fitting(laid, room), RISKS)
    risks = laid.height(0, shown) if shown else m.leading * 1.5
    top = m.bottom - risks - m.heading * 1.7
    lifeline.draw(sheet, context, project.id, (x, m.top, width, top - m.top - 14))
    counts = (
        language.text("{n} open risks", n=project.open_risks),
        language.text("{n} open issues", n=project.open_issues),
    )
    y = blocks.heading(sheet, x, top, language.text("Top risks"), "  ·  ".join(counts), width)
    if shown:
        tables.draw(sheet, laid, x, y, range(shown))
    else:
        sheet.write(x, y + m.body, language.text("No risk is open"), m.body - 0.5, "ink3")


def _risk_table(context: Context, project: ProjectRow, width: float) -> LaidTable:
    language = context.language
    columns = (
        Column(language.term("risk.code"), most=52),
        Column(language.term("risk.name"), weight=3, lines=2),
        Column(language.term("risk.rating"), most=70),
        Column(language.term("risk.exposure"), "right", most=74),
        Column(language.term("risk.owner"), most=70),
        Column(language.term("risk.action"), weight=3, lines=2),
    )
    rows = []
    for risk in context.data.risks_by_project.get(project.id, ())[:RISKS]:
        colour = blocks.RATING_COLOUR[risk.rating] if risk.rating else "ink3"
        rows.append(
            (
                Cell(risk.code, bold=True),
                Cell(risk.name),
                Cell(blocks.rating(risk, language), colour),
                Cell(language.money(risk.exposure, risk.currency) if risk.exposure else "–"),
                Cell(risk.owner, "ink2"),
                Cell(risk.action, "ink2"),
            )
        )
    style = Style(context.measures.body - 1.5, 6.5)
    return tables.lay(columns, rows, width, context.typeface, style)
