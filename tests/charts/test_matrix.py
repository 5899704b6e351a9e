from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.charts.matrix import MatrixGrid, MatrixRisk, matrix
from pmo_desktop.charts.scene import Rect
from pmo_desktop.domain.risk import rating
from pmo_desktop.language import Language

EN = Language("en")
LEVEL = st.integers(1, 5)


def test_every_cell_has_the_colour_of_its_rating() -> None:
    cells = matrix((), EN, 320, 256).group("cells")
    assert len(cells) == 25
    grid = MatrixGrid(320, 256)
    for cell in cells:
        assert isinstance(cell, Rect)
        levels = grid.levels_at(cell.x + 1, cell.y + 1)
        assert levels is not None
        assert cell.fill == f"matrix_{rating(*levels).value}"


def test_probability_grows_upwards_and_impact_to_the_right() -> None:
    grid = MatrixGrid(320, 256)
    assert grid.cell(5, 1).y < grid.cell(1, 1).y
    assert grid.cell(1, 5).x > grid.cell(1, 1).x


@given(LEVEL, LEVEL, st.floats(150, 900), st.floats(150, 900))
def test_a_point_in_a_cell_gives_its_levels(
    probability: int, impact: int, width: float, height: float
) -> None:
    grid = MatrixGrid(width, height)
    cell = grid.cell(probability, impact)
    found = grid.levels_at(cell.x + cell.width / 2, cell.y + cell.height / 2)
    assert found == (probability, impact)


def test_a_point_beside_the_cells_gives_nothing() -> None:
    grid = MatrixGrid(320, 256)
    assert grid.levels_at(5, 100) is None
    assert grid.levels_at(100, 5) is None
    assert grid.levels_at(100, 250) is None


def test_a_risk_stands_in_its_cell_by_its_code() -> None:
    (code,) = matrix((MatrixRisk("R7", 5, 4),), EN, 320, 256).group("codes")
    assert code.text == "R7"
    assert MatrixGrid(320, 256).levels_at(code.x, code.y) == (5, 4)


def test_risks_that_do_not_fit_into_their_cell_are_counted() -> None:
    many = tuple(MatrixRisk(f"R{number}", 3, 3) for number in range(30))
    (code,) = matrix(many, EN, 320, 256).group("codes")
    assert code.text == "30 risks"
    (narrow,) = matrix(many, EN, 150, 256).group("codes")
    assert narrow.text == "30"


def test_a_few_codes_share_the_lines_of_a_cell() -> None:
    three = tuple(MatrixRisk(f"R{number}", 3, 3) for number in (1, 2, 3))
    codes = matrix(three, EN, 320, 256).group("codes")
    assert " ".join(code.text for code in codes).split() == ["R1", "R2", "R3"]
