"""Scenes become paths in the order of painting, one path for a run of one look."""

from __future__ import annotations

from typing import Any

from pmo_desktop.charts.scene import Group, Line, Polygon, Rect, Scene, Text
from pmo_desktop.reports.painting import paint


class Recorder:
    """Notes what a sheet would be asked to draw."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Any, tuple[Any, ...]]] = []

    def rects(self, boxes: Any, *style: Any) -> None:
        self.calls.append(("rects", list(boxes), style))

    def lines(self, segments: Any, *style: Any) -> None:
        self.calls.append(("lines", list(segments), style))

    def polylines(self, paths: Any, *style: Any) -> None:
        self.calls.append(("polylines", list(paths), style))

    def polygons(self, paths: Any, *style: Any) -> None:
        self.calls.append(("polygons", list(paths), style))

    def write(self, x: float, y: float, text: str, *style: Any, **more: Any) -> None:
        self.calls.append(("write", (x, y, text), (*style, more)))


def painted(*items: Any) -> list[tuple[str, Any, tuple[Any, ...]]]:
    recorder = Recorder()
    paint(recorder, Scene(100, 100, (Group("all", items),)), 10, 20)  # type: ignore[arg-type]
    return recorder.calls


def test_rectangles_of_one_colour_are_one_path() -> None:
    calls = painted(Rect(0, 0, 5, 5, "bar"), Rect(6, 0, 5, 5, "bar"))
    assert calls == [("rects", [(10, 20, 5, 5), (16, 20, 5, 5)], ("bar", None, 1.0, 0.0))]


def test_what_comes_later_lies_on_top() -> None:
    calls = painted(
        Rect(0, 0, 5, 5, "bar"),
        Line(0, 0, 9, 9, "link"),
        Rect(0, 0, 2, 2, "bar"),
        Polygon(((0, 0), (1, 1), (0, 1)), "milestone"),
    )
    assert [name for name, _, _ in calls] == ["rects", "lines", "rects", "polygons"]
    assert calls[1] == ("lines", [(10, 20, 19, 29)], ("link", 1.0, ()))


def test_a_text_stands_on_the_baseline_below_its_middle() -> None:
    ((_, (x, y, text), style),) = painted(Text(50, 30, "03-01", "ink", 10, "end", True, 40))
    assert (x, y, text) == (60, 50 + 3.6, "03-01")
    assert style == (10, "ink", {"bold": True, "align": "right", "width": 40})
