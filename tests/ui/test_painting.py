from __future__ import annotations

from collections.abc import Iterable

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from pmo_desktop.charts.palette import DARK, LIGHT
from pmo_desktop.charts.scene import Item, Line, Polygon, Polyline, Rect, Text, diamond
from pmo_desktop.ui.painting import ScenePainter

pytestmark = pytest.mark.usefixtures("qapp")


def painted(*items: Item, palette: object = LIGHT) -> QImage:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    ScenePainter(palette).paint(painter, items)  # type: ignore[arg-type]
    painter.end()
    return image


def colour(image: QImage, x: int, y: int) -> str:
    return image.pixelColor(x, y).name().upper()


def inked(image: QImage) -> list[tuple[int, int]]:
    """The pixels that are not white."""
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return [(x, y) for x, y in places if colour(image, x, y) != "#FFFFFF"]


def columns(places: Iterable[tuple[int, int]]) -> tuple[int, int]:
    found = [x for x, _ in places]
    return min(found), max(found)


def test_a_rectangle_is_filled_to_its_pixels() -> None:
    image = painted(Rect(10, 5, 20, 10, "bar_done"))
    assert colour(image, 10, 5) == colour(image, 29, 14) == LIGHT["bar_done"]
    assert colour(image, 9, 5) == colour(image, 30, 14) == "#FFFFFF"


def test_the_colours_are_the_palettes() -> None:
    image = painted(Rect(0, 0, 60, 40, "panel"), Rect(10, 5, 20, 10, "red"), palette=DARK)
    assert (colour(image, 0, 0), colour(image, 15, 10)) == (DARK["panel"], DARK["red"])


def test_what_comes_later_lies_on_top() -> None:
    image = painted(Rect(0, 0, 20, 20, "red"), Rect(10, 0, 20, 20, "green"))
    assert colour(image, 15, 10) == LIGHT["green"]


def test_an_upright_line_is_sharp() -> None:
    image = painted(Line(20, 0, 20, 40, "grid_strong"))
    assert {x for x, _ in inked(image)} == {20}


def test_a_dashed_line_has_gaps() -> None:
    solid = inked(painted(Line(0, 10, 60, 10, "ink")))
    dashed = inked(painted(Line(0, 10, 60, 10, "ink", 1.0, (4.0, 4.0))))
    assert 0 < len(dashed) < len(solid)


def test_a_polyline_follows_its_points() -> None:
    image = painted(Polyline(((5, 5), (30, 5), (30, 30)), "ink"))
    assert colour(image, 15, 5) == colour(image, 30, 20) == LIGHT["ink"]


def test_a_diamond_is_full_in_its_middle_and_empty_in_its_corners() -> None:
    image = painted(Polygon(diamond(20, 20, 10), "milestone"))
    assert colour(image, 20, 20) == LIGHT["milestone"]
    assert colour(image, 11, 11) == "#FFFFFF"


def test_a_texts_place_is_its_anchor() -> None:
    start, middle, end = (
        columns(inked(painted(Text(30, 20, "nnn", size=12, anchor=anchor))))  # type: ignore[arg-type]
        for anchor in ("start", "middle", "end")
    )
    assert start[0] >= 30
    assert middle[0] < 30 < middle[1]
    assert end[1] <= 30


def test_a_text_stands_about_its_middle() -> None:
    rows = [y for _, y in inked(painted(Text(5, 20, "口口", size=12)))]
    assert abs((min(rows) + max(rows)) / 2 - 20) <= 1.5


def test_a_text_that_is_too_wide_is_shortened() -> None:
    image = painted(Text(0, 20, "a very long text indeed", size=12, max_width=40))
    assert columns(inked(image))[1] <= 41


def test_a_scene_that_is_prepared_once_can_be_painted_again() -> None:
    painter_of = ScenePainter(LIGHT)
    prepared = painter_of.prepare((Rect(0, 0, 5, 5, "red"), Text(10, 20, "n")))
    images = []
    for _ in range(2):
        image = QImage(60, 40, QImage.Format.Format_RGB32)
        image.fill(QColor("#FFFFFF"))
        painter = QPainter(image)
        for step in prepared:
            step(painter)
        painter.end()
        images.append(image)
    assert images[0] == images[1]


def test_neighbours_of_one_colour_are_painted_at_once() -> None:
    many = [Rect(number, 0, 1, 1, "bar") for number in range(50)]
    assert len(ScenePainter(LIGHT).prepare(many)) == 1
    assert len(ScenePainter(LIGHT).prepare([*many, Rect(0, 0, 1, 1, "red"), *many])) == 3
