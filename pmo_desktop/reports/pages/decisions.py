"""Decisions wanted from the committee, and what became of the ones before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from pmo_desktop.domain.risk import DecisionState
from pmo_desktop.reports import messages, tables
from pmo_desktop.reports.pages import blocks
from pmo_desktop.reports.pages.page import Context, Page, series
from pmo_desktop.reports.tables import Cell, Column, LaidTable

if TYPE_CHECKING:
    from pmo_desktop.reports.sheet import Sheet
    from pmo_desktop.services.registers import DecisionRow

KEY = "decisions"
DECIDED = 12


def table(context: Context, width: float, *, lines: int = 6) -> LaidTable:
    """The wanted decisions with up to `lines` lines a cell."""
    language = context.language
    columns = (
        Column(language.term("decision.code"), most=70),
        Column(language.term("decision.name"), weight=3, lines=lines),
        Column(language.term("project.name"), weight=1.8, lines=lines),
        Column(language.term("decision.impact"), weight=2.4, lines=lines),
        Column(language.term("decision.recommendation"), weight=2.8, lines=lines),
        Column(language.term("decision.due"), most=80),
    )
    rows = [_row(context, d) for d in context.data.wanted]
    return tables.lay(columns, rows, width, context.typeface, blocks.style(context.measures))


def _row(context: Context, decision: DecisionRow) -> tuple[Cell, ...]:
    due = decision.due
    late = due is not None and due < context.data.office.status_date
    return (
        Cell(decision.code, bold=True),
        Cell(decision.name),
        Cell(_project(decision), "ink2"),
        Cell(decision.impact),
        Cell(decision.recommendation),
        Cell(context.language.date(due), "red_ink" if late else "ink", bold=True),
    )


def _project(decision: DecisionRow) -> str:
    return " ".join(filter(None, (decision.project_code, decision.project_name)))


def decided_table(context: Context, width: float) -> LaidTable:
    """The latest decisions and their outcomes."""
    language = context.language
    columns = (
        Column(language.term("decision.code"), most=70),
        Column(language.term("decision.name"), weight=3, lines=2),
        Column(language.term("project.name"), weight=2, lines=2),
        Column(language.term("decision.outcome"), weight=4, lines=2),
        Column(language.term("decision.decided_on"), most=90),
    )
    rows = [
        (
            Cell(d.code, bold=True),
            Cell(d.name),
            Cell(_project(d), "ink2"),
            Cell(d.outcome or language.term(f"decision_state.{d.state}")),
            Cell(language.date(d.decided_on)),
        )
        for d in _decided(context.data.decisions)
    ]
    return tables.lay(columns, rows, width, context.typeface, blocks.style(context.measures))


def _decided(decisions: Sequence[DecisionRow]) -> list[DecisionRow]:
    """The newest first."""
    made = [d for d in decisions if d.state == DecisionState.DECIDED and d.decided_on]
    return sorted(made, key=lambda d: (d.decided_on, d.id), reverse=True)[:DECIDED]


def pages(context: Context) -> list[Page]:
    """As many as the wanted decisions need; those decided before stand below the last ones."""
    language, m = context.language, context.measures
    wanted, decided = table(context, m.inner), decided_table(context, m.inner)
    cuts = tables.cut(wanted, m.depth) or [range(0)]
    below: list[LaidTable | None] = [None] * (len(cuts) - 1) + [decided]
    return series(
        context,
        KEY,
        language.text("Decisions wanted"),
        messages.decisions(context.data, language),
        language.text("Decisions wanted"),
        [
            partial(_paint, context=context, wanted=wanted, rows=rows, decided=under)
            for rows, under in zip(cuts, below, strict=True)
        ],
    )


def _paint(
    sheet: Sheet, context: Context, wanted: LaidTable, rows: range, decided: LaidTable | None
) -> None:
    m, language = sheet.measures, context.language
    if rows:
        y = tables.draw(sheet, wanted, m.left, m.top, rows) + 20
    else:
        blocks.empty(sheet, language.text("The committee is asked for no decision this time."))
        y = m.top + 180
    if decided is None or not decided.rows:
        return
    below = y + m.heading * 1.7
    fits = tables.fitting(decided, m.bottom - below)
    if fits:
        blocks.heading(sheet, m.left, y, language.text("Decided before"))
        tables.draw(sheet, decided, m.left, below, range(fits))
