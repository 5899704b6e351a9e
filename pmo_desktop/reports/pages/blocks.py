"""Pieces that several page kinds are put together from: headings, paragraphs, ratings, empties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmo_desktop.domain.risk import Rating
from pmo_desktop.reports.tables import ASCENT, Style, shorten
from pmo_desktop.reports.wrapping import wrap

if TYPE_CHECKING:
    from pmo_desktop.language import Language
    from pmo_desktop.reports.formats import Measures
    from pmo_desktop.reports.sheet import Sheet
    from pmo_desktop.services.registers import RiskRow

EMPTY = 160.0
LINE = 1.42  # from one line of a paragraph to the next, by its size
RATING_COLOUR = {Rating.HIGH: "red_ink", Rating.MEDIUM: "amber_ink", Rating.LOW: "green_ink"}


def style(measures: Measures, *, compact: bool = False) -> Style:
    """The tables' style: body text, or small text in tight rows."""
    return Style(measures.small, 5.0) if compact else Style(measures.body - 1, 8.5)


def heading(sheet: Sheet, x: float, y: float, text: str, note: str = "", width: float = 0) -> float:
    """A small bold heading with its top at y, a note at its right end; gives the y below."""
    m = sheet.measures
    baseline = y + m.heading
    sheet.write(x, baseline, text, m.heading, bold=True)
    if note:
        left = sheet.typeface.width(sheet.typeface.clean(text), m.heading, bold=True) + 12
        sheet.write(
            x + width, baseline, note, m.small, "ink3", align="right", width=max(width - left, 0)
        )
    return y + m.heading * 1.7


def paragraph(
    sheet: Sheet,
    x: float,
    y: float,
    text: str,
    width: float,
    most: int,
    colour: str = "ink",
    size: float | None = None,
) -> float:
    """Up to `most` lines with their top at y, of body text or `size`; gives the y below."""
    size = size or sheet.measures.body - 0.5
    lines = broken(sheet, text, width, size)
    if len(lines) > most:
        last = lines[most - 1] + " " + lines[most]
        lines = [*lines[: most - 1], shorten(last, width, sheet.typeface, size)]
    for line in lines:
        sheet.write(x, y + size, line, size, colour)
        y += size * LINE
    return y


def broken(sheet: Sheet, text: str, width: float, size: float) -> list[str]:
    """A paragraph's lines."""
    face = sheet.typeface
    return wrap(face.clean(text), width, lambda part: face.width(part, size))


def rating(risk: RiskRow, language: Language) -> str:
    """`High 4×5`, or a dash for a risk without both levels."""
    if risk.rating is None:
        return "–"
    return f"{language.term(f'rating.{risk.rating}')} {risk.probability}×{risk.impact}"


def empty(sheet: Sheet, text: str) -> None:
    """What an otherwise empty page says, in the middle of its content."""
    m = sheet.measures
    middle = m.top + EMPTY / 2
    sheet.rect((m.left, m.top, m.inner, EMPTY), "panel_alt", "line", radius=6)
    sheet.write(m.width / 2, middle + m.body * ASCENT, text, m.body, "ink2", align="centre",
               width=m.inner - 40)  # fmt: skip
