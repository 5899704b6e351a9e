"""The probability-impact matrix: probability upwards, impact to the right, risks by their codes.

Groups: `cells`, `codes`, `axes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pmo_desktop.charts.scene import Group, Rect, Scene, Text, text_width
from pmo_desktop.domain.risk import LEVELS, rating
from pmo_desktop.language import Language

SIZE = 11.0
LINE = 14.0
LEFT = 20.0
TOP = 20.0
BOTTOM = 36.0
GAP = 2.0
PAD = 4.0


@dataclass(frozen=True, slots=True)
class MatrixRisk:
    """A risk with both of its levels, 1..5."""

    code: str
    probability: int
    impact: int


@dataclass(frozen=True, slots=True)
class MatrixGrid:
    """Where the cells of a matrix of this size lie."""

    width: float
    height: float

    @property
    def step_x(self) -> float:
        return (self.width - LEFT) / len(LEVELS)

    @property
    def step_y(self) -> float:
        return (self.height - TOP - BOTTOM) / len(LEVELS)

    def cell(self, probability: int, impact: int, fill: str | None = None) -> Rect:
        """The cell of a pair of levels."""
        x = LEFT + (impact - LEVELS[0]) * self.step_x
        y = TOP + (LEVELS[-1] - probability) * self.step_y
        return Rect(x, y, self.step_x - GAP, self.step_y - GAP, fill)

    def levels_at(self, x: float, y: float) -> tuple[int, int] | None:
        """(probability, impact) at a point; None beside the cells."""
        column, row = int((x - LEFT) // self.step_x), int((y - TOP) // self.step_y)
        if 0 <= column < len(LEVELS) and 0 <= row < len(LEVELS):
            return LEVELS[-1] - row, LEVELS[0] + column
        return None


def matrix(risks: Sequence[MatrixRisk], language: Language, width: float, height: float) -> Scene:
    """Codes where they fit into their cell, else the number of risks."""
    grid = MatrixGrid(width, height)
    by_cell: dict[tuple[int, int], list[str]] = {}
    for risk in risks:
        by_cell.setdefault((risk.probability, risk.impact), []).append(risk.code)
    cells = tuple(
        grid.cell(probability, impact, f"matrix_{rating(probability, impact).value}")
        for probability in LEVELS
        for impact in LEVELS
    )
    codes = tuple(
        text
        for levels, held in sorted(by_cell.items())
        for text in _codes(held, grid.cell(*levels), language)
    )
    groups = (Group("cells", cells), Group("codes", codes), _axes(grid, language))
    return Scene(width, height, groups)


def _codes(codes: Sequence[str], cell: Rect, language: Language) -> list[Text]:
    """The codes in as many lines as there is room for, or how many they are."""
    centre, middle = cell.x + cell.width / 2, cell.y + cell.height / 2
    lines = _wrapped(codes, cell.width - 2 * PAD)
    if lines is None or len(lines) * LINE > cell.height - PAD:
        text = language.text("{n} risks", n=len(codes))
        if text_width(text, SIZE) > cell.width - PAD:
            text = str(len(codes))
        return [Text(centre, middle, text, "on_matrix", SIZE, "middle", bold=True)]
    top = middle - (len(lines) - 1) * LINE / 2
    return [
        Text(centre, top + index * LINE, line, "on_matrix", SIZE, "middle")
        for index, line in enumerate(lines)
    ]


def _wrapped(codes: Sequence[str], width: float) -> list[str] | None:
    """The codes in lines of a width; None where one alone is too wide."""
    lines: list[str] = []
    for code in codes:
        if text_width(code, SIZE) > width:
            return None
        longer = f"{lines[-1]}  {code}" if lines else code
        if lines and text_width(longer, SIZE) <= width:
            lines[-1] = longer
        else:
            lines.append(code)
    return lines


def _axes(grid: MatrixGrid, language: Language) -> Group:
    """The levels along both axes, and the names of the axes at their ends."""
    texts = []
    for level in LEVELS:
        row, column = grid.cell(level, LEVELS[0]), grid.cell(LEVELS[0], level)
        y, x = row.y + row.height / 2, column.x + column.width / 2
        texts.append(Text(LEFT - 8, y, str(level), "ink2", SIZE, "end"))
        texts.append(Text(x, grid.height - BOTTOM + 8, str(level), "ink2", SIZE, "middle"))
    probability = f"↑ {language.term('risk.probability')}"
    impact = f"{language.term('risk.impact')} →"
    texts.append(Text(0, TOP / 2 - 2, probability, "ink3", SIZE))
    texts.append(Text(grid.width - GAP, grid.height - 8, impact, "ink3", SIZE, "end"))
    return Group("axes", tuple(texts))
