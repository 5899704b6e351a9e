from __future__ import annotations

import datetime as dt

import pytest

from pmo_desktop.charts.heatmap import HeatLook, HeatRow, heat_step, heatmap
from pmo_desktop.charts.scene import Text
from pmo_desktop.language import Language

EN, ZH = Language("en"), Language("zh")
WEEKS = tuple(dt.date(2026, 12, 14) + dt.timedelta(weeks=week) for week in range(4))
LOOK = HeatLook(name_width=80, note_width=60, cell_width=30, row_height=20, header_height=40)
ROWS = (
    HeatRow("赵倩", "架构师", (0.45, 1.15, 1.55, None)),
    HeatRow("Marco Rossi", "Architect", (0.0, 1.0, 1.004, 1.4)),
)


@pytest.mark.parametrize(
    ("load", "step"),
    [
        (None, 0), (0.0, 0), (0.05, 1), (0.55, 1), (0.56, 2), (0.8, 2), (0.81, 3), (1.0, 3),
        (1.004, 3), (1.01, 4), (1.2, 4), (1.25, 5), (1.4, 5), (1.45, 6), (9.0, 6),
    ],
)  # fmt: skip
def test_a_load_has_a_step_of_the_scale(load: float | None, step: int) -> None:
    assert heat_step(load) == step


def test_every_load_is_a_cell_with_its_number() -> None:
    scene = heatmap(ROWS, WEEKS, EN, LOOK)
    assert len(scene.group("cells")) == 8
    assert [t.text for t in scene.group("numbers")] == ["45", "115", "155", "100", "100", "140"]


def test_a_cell_lies_in_its_week_and_its_row() -> None:
    scene = heatmap(ROWS, WEEKS, EN, LOOK)
    (number,) = (t for t in scene.group("numbers") if t.text == "140")
    cells = [c for c in scene.group("cells") if c.x <= number.x <= c.x + c.width]
    (cell,) = (c for c in cells if c.y <= number.y <= c.y + c.height)
    assert (cell.x, cell.y, cell.fill) == (140 + 3 * 30, 40 + 20 + 1, "heat5")
    assert number.colour == "on_heat5"


def test_names_and_roles_stand_at_the_left() -> None:
    texts = heatmap(ROWS, WEEKS, EN, LOOK).group("names")
    assert [t.text for t in texts] == ["赵倩", "架构师", "Marco Rossi", "Architect"]
    assert all(isinstance(t, Text) and t.max_width and t.x + t.max_width <= 140 for t in texts)


def test_weeks_stand_below_their_months() -> None:
    english = [t.text for t in heatmap(ROWS, WEEKS, EN, LOOK).group("header")]
    assert english == ["Dec 2026", "W51", "W52", "W53", "W1"]
    chinese = [t.text for t in heatmap(ROWS, WEEKS, ZH, LOOK).group("header")]
    assert chinese == ["2026-12", "51周", "52周", "53周", "1周"]


def test_the_scene_is_as_large_as_its_cells() -> None:
    scene = heatmap(ROWS, WEEKS, EN, LOOK)
    assert (scene.width, scene.height) == (140 + 4 * 30, 40 + 2 * 20)
