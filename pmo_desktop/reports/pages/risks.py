"""The risk matrix of all current projects, and the gravest risks; the numbers tie them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from pmo_desktop.charts.matrix import MatrixRisk, matrix
from pmo_desktop.reports import messages, tables
from pmo_desktop.reports.formats import GAP
from pmo_desktop.reports.pages import blocks
from pmo_desktop.reports.pages.page import Context, Page
from pmo_desktop.reports.painting import paint
from pmo_desktop.reports.tables import Cell, Column, LaidTable, Style

if TYPE_CHECKING:
    from pmo_desktop.reports.sheet import Sheet
    from pmo_desktop.services.registers import RiskRow

KEY = "risks"
MATRIX = 0.34
MOST = 40


def pages(context: Context) -> list[Page]:
    language = context.language
    return [
        Page(
            key=KEY,
            paint=partial(_paint, context=context),
            title=messages.risks(context.data, language),
            subtitle=language.text("Risk matrix and top risks"),
            entry=language.text("Risks"),
        )
    ]


def _paint(sheet: Sheet, context: Context) -> None:
    m, language, rows = sheet.measures, context.language, context.data.open_risks
    if not rows:
        blocks.empty(sheet, language.text("No risk is open in any current project."))
        return
    width = m.inner * MATRIX
    laid = _table(context, m.inner - width - GAP)
    shown = tables.fitting(laid, m.depth)
    height = min(m.depth - m.leading * 2, width * 1.08)
    cells = matrix_risks(rows, shown)
    paint(sheet, matrix(cells, language, width, height), m.left, m.top)
    _notes(sheet, context, m.top + height + m.leading, shown)
    tables.draw(sheet, laid, m.left + width + GAP, m.top, range(shown))


def matrix_risks(rows: Sequence[RiskRow], listed: int) -> list[MatrixRisk]:
    """The rated risks: the first `listed` by their numbers, the others of each cell counted."""
    found: list[MatrixRisk] = []
    others: Counter[tuple[int, int]] = Counter()
    for number, risk in enumerate(rows, start=1):
        if risk.probability is None or risk.impact is None:
            continue
        if number <= listed:
            found.append(MatrixRisk(str(number), risk.probability, risk.impact))
        else:
            others[risk.probability, risk.impact] += 1
    return found + [MatrixRisk(f"+{count}", *levels) for levels, count in others.items()]


def _notes(sheet: Sheet, context: Context, y: float, listed: int) -> None:
    """How the matrix is to be read, and what it does not show."""
    m, language = sheet.measures, context.language
    width = m.inner * MATRIX
    rows = context.data.open_risks
    unrated = sum(risk.rating is None for risk in rows)
    said = [language.text("{n} open risks, numbered as in the list", n=len(rows))]
    if len(rows) > listed:
        said.append(language.text("+n: others of the cell"))
    if unrated:
        said.append(language.text("{n} not rated", n=unrated))
    text = "  ·  ".join(said)
    blocks.paragraph(sheet, m.left, y - m.body, text, width, 2, "ink3")


def _table(context: Context, width: float) -> LaidTable:
    language = context.language
    columns = (
        Column("#", "right", most=30),
        Column(language.term("project.name"), weight=2, lines=2),
        Column(language.term("risk.name"), weight=3, lines=3),
        Column(language.term("risk.rating"), most=70),
        Column(language.term("risk.exposure"), "right", most=76),
        Column(language.term("risk.owner"), most=70),
        Column(language.term("risk.due"), most=80),
        Column(language.term("risk.action"), weight=2.8, lines=3),
    )
    today = context.data.office.status_date
    rows = []
    for number, risk in enumerate(context.data.open_risks[:MOST], start=1):
        colour = blocks.RATING_COLOUR[risk.rating] if risk.rating else "ink3"
        late = risk.due is not None and risk.due < today
        project = f"{risk.project_code} {risk.project_name}".strip()
        rows.append(
            (
                Cell(str(number), bold=True),
                Cell(project, "ink2"),
                Cell(risk.name),
                Cell(blocks.rating(risk, language), colour),
                Cell(language.money(risk.exposure, risk.currency) if risk.exposure else "–"),
                Cell(risk.owner, "ink2"),
                Cell(language.date(risk.due), "red_ink" if late else "ink2"),
                Cell(risk.action, "ink2"),
            )
        )
    style = Style(context.measures.body - 1.5, 6.5)
    return tables.lay(columns, rows, width, context.typeface, style)
