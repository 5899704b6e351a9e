"""Pieces that several page kinds are put together from: headings, paragraphs, figures, empties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmo_desktop.domain.risk import Rating
from pmo_desktop.reports import marks
from pmo_desktop.reports.tables import ASCENT, Style, shorten
from pmo_desktop.reports.wrapping import wrap

if TYPE_CHECKING:
    from pmo_desktop.language import Language
    from pmo_desktop.reports.formats import Measures
    from pmo_desktop.reports.sheet import Box, Sheet
    from pmo_desktop.services.registers import RiskRow

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
    sheet: Sheet, x: float, y: float, text: str, width: float, most: int, colour: str = "ink"
) -> float:
    """Up to `most` lines of body text with their top at y; gives the y below."""
    face, size = sheet.typeface, _paragraph_size(sheet.measures)
    lines = _paragraph_lines(sheet, text, width)
    if len(lines) > most:
        last = lines[most - 1] + " " + lines[most]
        lines = [*lines[: most - 1], shorten(last, width, face, size)]
    for line in lines:
        sheet.write(x, y + size, line, size, colour)
        y += line_height(sheet.measures)
    return y


def line_count(sheet: Sheet, text: str, width: float) -> int:
    """How many lines a paragraph would take."""
    return len(_paragraph_lines(sheet, text, width))


def line_height(measures: Measures) -> float:
    """From one line of a paragraph to the next."""
    return _paragraph_size(measures) * 1.42


def _paragraph_size(measures: Measures) -> float:
    return measures.body - 0.5


def _paragraph_lines(sheet: Sheet, text: str, width: float) -> list[str]:
    face, size = sheet.typeface, _paragraph_size(sheet.measures)
    return wrap(face.clean(text), width, lambda part: face.width(part, size))


def rating(risk: RiskRow, language: Language) -> str:
    """`High 4×5`, or a dash for a risk without both levels."""
    if risk.rating is None:
        return "–"
    return f"{language.term(f'rating.{risk.rating}')} {risk.probability}×{risk.impact}"


def empty(sheet: Sheet, text: str, top: float | None = None) -> None:
    """What an otherwise empty page says, in the middle of its content."""
    m = sheet.measures
    y = m.top if top is None else top
    middle = y + min(m.bottom - y, 160) / 2
    sheet.rect((m.left, y, m.inner, (middle - y) * 2), "panel_alt", "line", radius=6)
    sheet.write(m.width / 2, middle + m.body * ASCENT, text, m.body, "ink2", align="centre",
               width=m.inner - 40)  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """A figure on a card. `step` is its change: +1 up, -1 down; `good` colours it, None is grey.

    `lights` are drawn instead of the value, with their counts.
    """

    label: str
    value: str
    note: str = ""
    step: int = 0
    good: bool | None = None
    lights: Sequence[tuple[marks.Light, int]] = ()


CARD_HEIGHT = 62.0
CARD_GAP = 10.0


def cards(sheet: Sheet, figures: Sequence[Figure], x: float, y: float, width: float) -> float:
    """A row of cards of equal width; gives the y below."""
    each = (width - CARD_GAP * (len(figures) - 1)) / len(figures)
    boxes = [(x + i * (each + CARD_GAP), y, each, CARD_HEIGHT) for i in range(len(figures))]
    sheet.rects(boxes, "panel", "line", 0.9, 5)
    for figure, box in zip(figures, boxes, strict=True):
        _card(sheet, figure, box)
    return y + CARD_HEIGHT


def _card(sheet: Sheet, figure: Figure, box: Box) -> None:
    m = sheet.measures
    x, y, width, _ = box
    left, room = x + 10, width - 20
    sheet.write(left, y + 16, figure.label, m.small, "ink2", width=room)
    if figure.lights:
        _lights(sheet, figure.lights, left, y + 31, room)
    else:
        size = m.title * 0.78
        while size > m.body and sheet.typeface.width(figure.value, size, True) > room:
            size -= 0.5
        sheet.write(left, y + 37, figure.value, size, bold=True, width=room)
    note = left
    colour = "ink3" if figure.good is None else "green_ink" if figure.good else "red_ink"
    if figure.step:
        marks.arrow(sheet, left + 3.5, y + 48.5, up=figure.step > 0, colour=colour, half=3)
        note += 10
    sheet.write(note, y + 52, figure.note, m.small, colour, width=room - (note - left))


def _lights(
    sheet: Sheet, lights: Sequence[tuple[marks.Light, int]], x: float, y: float, width: float
) -> None:
    size = sheet.measures.title * 0.68
    step = width / len(lights)
    for index, (light, count) in enumerate(lights):
        left = x + index * step
        marks.light(sheet, left + 5, y, light, 5)
        sheet.write(left + 13, y + size * ASCENT, str(count), size, bold=True, width=step - 14)
