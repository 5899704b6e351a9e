"""Sheets of paper for what is printed by itself: the usual sizes, across or upright."""

from __future__ import annotations

from pmo_desktop.reports.formats import MEASURES, Measures, PageFormat

SIZES = {
    "a4": (595.28, 841.89),
    "a3": (841.89, 1190.55),
    "a2": (1190.55, 1683.78),
    "a1": (1683.78, 2383.94),
    "a0": (2383.94, 3370.39),
    "letter": (612.0, 792.0),
    "tabloid": (792.0, 1224.0),
}
SLIDE = "16:9"
PAPERS = (*SIZES, SLIDE)


def paper(name: str, upright: bool = False) -> Measures:
    """The measures of a sheet, in points; a slide is always across. `KeyError` for another name."""
    if name == SLIDE:
        return MEASURES[PageFormat.WIDE]
    usual = MEASURES[PageFormat.A4]
    short, long = SIZES[name]
    width, height = (short, long) if upright else (long, short)
    return Measures(
        width, height, usual.margin, usual.title, usual.subtitle, usual.heading, usual.body,
        usual.small,
    )  # fmt: skip
