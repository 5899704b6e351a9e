"""The two page formats and the measures that every page keeps to.

Points throughout; x runs right and y runs down from the top left corner, as in `charts.scene`.
A page has a title, a subtitle, its content between `top` and `bottom`, and a footer.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PageFormat(StrEnum):
    WIDE = "16:9"
    A4 = "a4"


@dataclass(frozen=True)
class Measures:
    """`title`, `heading`, `body` and `small` are font sizes; `leading` is of body text."""

    width: float
    height: float
    margin: float
    title: float
    subtitle: float
    heading: float
    body: float
    small: float

    @property
    def left(self) -> float:
        return self.margin

    @property
    def right(self) -> float:
        return self.width - self.margin

    @property
    def inner(self) -> float:
        """The content's width."""
        return self.width - 2 * self.margin

    @property
    def top(self) -> float:
        return self.margin + 52

    @property
    def bottom(self) -> float:
        return self.height - self.margin - 8

    @property
    def depth(self) -> float:
        """The content's height."""
        return self.bottom - self.top

    @property
    def leading(self) -> float:
        return self.body * 1.45


GAP = 18.0
MEASURES = {
    # A slide of 13.33 by 7.5 inches, the size that projectors and slide programs use.
    PageFormat.WIDE: Measures(960, 540, 36, 22, 11.5, 12, 11, 9),
    PageFormat.A4: Measures(841.89, 595.28, 34, 19, 10.5, 11, 10, 8.5),
}


def page_format(name: str) -> PageFormat:
    """`16:9`, `16x9`, `wide`, `a4`, `A4` -> the format; `ValueError` where there is none."""
    plain = name.strip().lower().replace("x", ":")
    if plain in ("wide", "16:9"):
        return PageFormat.WIDE
    if plain in ("a4", "a4 landscape"):
        return PageFormat.A4
    raise ValueError(f"unknown page format {name!r}: use 16:9 or a4")
