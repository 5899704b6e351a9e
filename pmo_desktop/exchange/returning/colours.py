"""The colours of marks in a team's own file, mixed from the palette's.

Each severity has a pale one, and a deep one for cells whose text is light. They are mixed, so that
nobody else's cells have the very same colour: by it a mark is known again when the file comes back.
"""

from __future__ import annotations

from collections.abc import Mapping

from pmo_desktop.charts.palette import LIGHT
from pmo_desktop.exchange.findings import ERROR, NOTE, WARNING

PALE = 0.38
LIGHT_FROM = 150
OPAQUE = "FF"


def _mixed(role: str, share: float) -> str:
    """A role of the palette on white, as a workbook writes it: `FFF2D4A0`."""
    parts = (int(LIGHT[role][at : at + 2], 16) for at in (1, 3, 5))
    return OPAQUE + "".join(f"{round(255 - share * (255 - part)):02X}" for part in parts)


def opaque(role: str) -> str:
    return _mixed(role, 1)


PALES: Mapping[str, str] = {
    ERROR: _mixed("red", PALE),
    WARNING: _mixed("amber", PALE),
    NOTE: _mixed("accent", PALE / 2),
}
DEEPS: Mapping[str, str] = {
    ERROR: _mixed("red_ink", 0.97),
    WARNING: _mixed("amber_ink", 0.97),
    NOTE: _mixed("accent_ink", 0.97),
}
MARKS = frozenset({*PALES.values(), *DEEPS.values()})


def is_light(rgb: str) -> bool:
    """Whether a text of this colour (`FFFFFF` or `FFFFFFFF`) is too light for a pale ground."""
    try:
        red, green, blue = (int(rgb[-6:][at : at + 2], 16) for at in (0, 2, 4))
    except ValueError:
        return False
    return 0.3 * red + 0.59 * green + 0.11 * blue > LIGHT_FROM
