"""Cards: a few figures in a row, each with its change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmo_desktop.domain.health import Light
from pmo_desktop.reports import marks
from pmo_desktop.reports.tables import ASCENT

if TYPE_CHECKING:
    from pmo_desktop.reports.sheet import Box, Sheet

HEIGHT = 62.0
GAP = 10.0


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
    lights: Sequence[tuple[Light, int]] = ()


def draw(sheet: Sheet, figures: Sequence[Figure], x: float, y: float, width: float) -> float:
    """A row of cards of equal width; gives the y below."""
    each = (width - GAP * (len(figures) - 1)) / len(figures)
    boxes = [(x + i * (each + GAP), y, each, HEIGHT) for i in range(len(figures))]
    sheet.rects(boxes, "panel", "line", 0.9, 5)
    for figure, box in zip(figures, boxes, strict=True):
        _card(sheet, figure, box)
    return y + HEIGHT


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
    sheet: Sheet, lights: Sequence[tuple[Light, int]], x: float, y: float, width: float
) -> None:
    size = sheet.measures.title * 0.68
    step = width / len(lights)
    for index, (light, count) in enumerate(lights):
        left = x + index * step
        marks.light(sheet, left + 5, y, light, 5)
        sheet.write(left + 13, y + size * ASCENT, str(count), size, bold=True, width=step - 14)
