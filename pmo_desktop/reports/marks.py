"""The small signs of the pack: lights by shape and colour, trend arrows, diamonds.

A light is a circle, a triangle or a square, so that it survives a black-and-white printer. Every
mark is centred on (x, y).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmo_desktop.charts.scene import diamond
from pmo_desktop.domain.health import SEVERITY, Light

if TYPE_CHECKING:
    from pmo_desktop.reports.sheet import Sheet


def light(sheet: Sheet, x: float, y: float, value: Light, half: float = 4.5) -> None:
    """Green circle, amber triangle, red square, grey dash."""
    if value is Light.GREEN:
        sheet.rect((x - half, y - half, 2 * half, 2 * half), "green", radius=half)
    elif value is Light.AMBER:
        foot = y + half * 0.95
        top = y - half * 1.05
        sheet.polygons((((x, top), (x + half * 1.12, foot), (x - half * 1.12, foot)),), "amber")
    elif value is Light.RED:
        side = half * 0.94
        sheet.rect((x - side, y - side, 2 * side, 2 * side), "red", radius=half * 0.28)
    else:
        sheet.rect((x - half * 0.8, y - half * 0.2, half * 1.6, half * 0.4), "grey")


def trend(sheet: Sheet, x: float, y: float, before: Light | None, now: Light) -> None:
    """An arrow up where a light got better, down where it got worse, a dash where it stayed."""
    if before is None or Light.GREY in (before, now):
        return
    step = SEVERITY[before] - SEVERITY[now]
    if step == 0:
        sheet.rect((x - 3.2, y - 0.6, 6.4, 1.2), "ink3")
    else:
        arrow(sheet, x, y, up=step > 0, colour="green" if step > 0 else "red")


def arrow(
    sheet: Sheet, x: float, y: float, *, up: bool, colour: str = "ink2", half: float = 3.6
) -> None:
    """A filled triangle that points up or down."""
    tip, foot = (y - half, y + half * 0.8) if up else (y + half, y - half * 0.8)
    sheet.polygons((((x, tip), (x + half, foot), (x - half, foot)),), colour)


def forecast(sheet: Sheet, x: float, y: float, half: float = 4.5, colour: str = "ink") -> None:
    """A filled diamond."""
    sheet.polygons((diamond(x, y, half),), colour)


def baseline(sheet: Sheet, x: float, y: float, half: float = 4.5) -> None:
    """A hollow diamond."""
    sheet.polygons((diamond(x, y, half),), "panel", "ink3", 0.9)
