"""Where the figures come from: the newest file of each project, and what was entered by hand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from pmo_desktop.reports import tables
from pmo_desktop.reports.pages import blocks
from pmo_desktop.reports.pages.page import Context, Page, series
from pmo_desktop.reports.tables import Cell, Column, LaidTable

if TYPE_CHECKING:
    from pmo_desktop.language import Language
    from pmo_desktop.reports.sheet import Sheet
    from pmo_desktop.services.data_sources import ProjectSource

KEY = "sources"


def pages(context: Context) -> list[Page]:
    """As many as the projects need; none where the pack is to do without, or nothing ever came from
    a file: then there is nothing to say but that, line by line."""
    sources = context.data.sources or ()
    if not any(source.file for source in sources):
        return []
    language, m = context.language, context.measures
    laid = table(context, sources, m.inner)
    entry = language.text("Where the figures come from")
    return series(
        context,
        KEY,
        entry,
        _message(sources, language),
        entry,
        [partial(_paint, laid=laid, rows=rows) for rows in tables.cut(laid, m.depth)],
    )


def table(context: Context, sources: Sequence[ProjectSource], width: float) -> LaidTable:
    """A line a project."""
    language = context.language
    columns = (
        Column(language.term("project.code"), most=70),
        Column(language.term("project.name"), weight=2.2, lines=2),
        Column(language.text("Newest file"), weight=2.6, lines=2),
        Column(language.text("Sheet"), weight=1.5, lines=2),
        Column(language.text("Saved by"), most=80, lines=2),
        Column(language.text("Saved on"), most=76),
        Column(language.text("Taken in"), most=76),
        Column(language.text("Entered by hand"), weight=2.4, lines=2),
    )
    rows = [_row(source, language) for source in sources]
    style = blocks.style(context.measures, compact=True)
    return tables.lay(columns, rows, width, context.typeface, style)


def _row(source: ProjectSource, language: Language) -> tuple[Cell, ...]:
    saved, taken = source.saved_at, source.taken_at
    file = source.file or language.text("no file; all of it was entered in the program")
    return (
        Cell(source.code, bold=True),
        Cell(source.name),
        Cell(file, "ink" if source.file else "ink3"),
        Cell(language.enumeration(source.sheets), "ink2"),
        Cell(source.sender or _dash(source)),
        Cell(language.date(saved.date()) if saved else _dash(source)),
        Cell(language.date(taken.date()) if taken else ""),
        Cell(_by_hand(source, language), "amber_ink"),
    )


def _dash(source: ProjectSource) -> str:
    """The file does not say; without a file there is nothing to say it."""
    return "–" if source.file else ""


def _by_hand(source: ProjectSource, language: Language) -> str:
    """`Cost to date, % complete (3)`."""
    words = (
        language.term(one.code) + (f" ({one.count})" if one.count > 1 else "")
        for one in source.by_hand
    )
    return language.enumeration(words)


def _message(sources: Sequence[ProjectSource], language: Language) -> str:
    known = sum(bool(source.file) for source in sources)
    by_hand = sum(bool(source.by_hand) for source in sources)
    if not by_hand:
        return language.text(
            "{known} of {total} projects stand on a file of their team; no key figure was entered "
            "by hand",
            known=known,
            total=len(sources),
        )
    return language.text(
        "{known} of {total} projects stand on a file of their team; in {by_hand}, key figures were "
        "entered by hand",
        known=known,
        total=len(sources),
        by_hand=by_hand,
    )


def _paint(sheet: Sheet, laid: LaidTable, rows: range) -> None:
    tables.draw(sheet, laid, sheet.measures.left, sheet.measures.top, rows)
