from __future__ import annotations

from pmo_desktop.charts.cropping import cropped, moved
from pmo_desktop.charts.scene import Group, Item, Line, Polygon, Polyline, Rect, Scene, Text


def kept(*items: Item, box: tuple[float, ...] = (10, 20)) -> tuple[Item, ...]:
    return cropped(Scene(100, 100, (Group("all", items),)), *box).group("all")


def test_what_lies_outside_is_left_out_and_what_crosses_an_edge_is_cut() -> None:
    inside, across, outside = (Rect(x, 0, 5, 5, "bar") for x in (12, 8, 30))
    assert kept(inside, across, outside) == (inside, Rect(10, 0, 3, 5, "bar"))


def test_lines_end_at_the_edges() -> None:
    assert kept(Line(0, 0, 30, 30, "link")) == (Line(10, 10, 20, 20, "link"),)
    assert kept(Line(5, 0, 5, 30, "link")) == ()


def test_a_way_that_leaves_and_comes_back_is_two() -> None:
    way = Polyline(((12, 0), (30, 0), (30, 8), (15, 8)), "link")
    assert kept(way) == (
        Polyline(((12, 0), (20, 0)), "link"),
        Polyline(((20, 8), (15, 8)), "link"),
    )


def test_half_a_diamond_stays_of_one_on_the_edge() -> None:
    (half,) = kept(Polygon(((10, 0), (14, 4), (10, 8), (6, 4)), "milestone"))
    assert isinstance(half, Polygon)
    assert min(x for x, _ in half.points) == 10
    assert max(x for x, _ in half.points) == 14


def test_texts_stay_whole_where_they_begin() -> None:
    texts = [Text(12, 0, "inside"), Text(2, 0, "begins outside"), Text(60, 0, "end", anchor="end")]
    assert kept(*texts) == (texts[0],)


def test_height_is_cut_as_width_is() -> None:
    line, text = Line(15, 0, 15, 90, "link"), Text(15, 50, "below")
    assert kept(line, text, box=(10, 20, 5, 30)) == (Line(15, 5, 15, 30, "link"),)


def test_a_scene_is_moved_with_all_that_is_in_it() -> None:
    scene = Scene(9, 9, (Group("all", (Line(0, 0, 1, 1, "link"), Text(1, 2, "a"))),))
    line, text = moved(scene, 10, 5).group("all")
    assert line == Line(10, 5, 11, 6, "link")
    assert text == Text(11, 7, "a")
