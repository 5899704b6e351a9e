"""The plan as a picture: its table beside its bars, as SVG and as PNG."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ET
import zlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pmo_desktop.charts.bars import ROW_HEIGHT
from pmo_desktop.charts.frame import HEADER_HEIGHT
from pmo_desktop.charts.palette import LIGHT
from pmo_desktop.charts.scene import Group, Line, Polygon, Polyline, Rect, Scene, Text
from pmo_desktop.reports.errors import FolderMissing, PictureTooLarge
from pmo_desktop.reports.plan_picture import Window, plan_picture, png_of, save_picture, whole
from pmo_desktop.reports.svg import svg_of
from tests.reports.test_plan_print import EN, ZH, of

NAMESPACE = "{http://www.w3.org/2000/svg}"


def test_a_picture_has_every_row_beside_its_bar_and_the_dates_above() -> None:
    what = of(5)
    scene = plan_picture(what, EN, whole(what))
    assert scene.height == HEADER_HEIGHT + 6 * ROW_HEIGHT
    assert round(scene.width) == 1600
    texts = scene.texts()
    assert any(text.startswith("Dec 2026") for text in texts)
    for said in ("Task", "Owner", "Cloud", "1.5 Task 5."):
        assert said in texts
    bars = [item for item in scene.group("bars") if isinstance(item, Rect)]
    assert len(bars) == 5


def test_a_picture_of_a_window_has_its_rows_and_its_dates_alone() -> None:
    what = of(30)
    full = whole(what)
    days = full.scale.per_day
    window = Window(10, 14, full.scale, 20 * days, 60 * days)
    scene = plan_picture(what, EN, window)
    names = [text for text in scene.texts() if text.startswith("1.")]
    assert names == [f"1.{n} Task {n}." for n in range(10, 14)]
    table = scene.width - 40 * days
    for group in scene.groups:
        for item in group.items:
            if isinstance(item, Polyline):
                assert all(table - 0.01 <= x <= scene.width + 0.01 for x, _ in item.points)
                assert all(HEADER_HEIGHT <= y <= scene.height for _, y in item.points)


def test_it_speaks_chinese() -> None:
    what = of(2)
    assert {"任务", "负责人"} <= set(plan_picture(what, ZH, whole(what)).texts())


def test_too_large_a_picture_is_told_before_it_is_drawn() -> None:
    what = replace(of(3), rows=tuple([1] * 2000))
    with pytest.raises(PictureTooLarge, match="fewer rows"):
        plan_picture(what, EN, whole(what))


def test_a_plan_without_dates_has_a_picture_all_the_same() -> None:
    made = of(1)
    bare = replace(made.plan, rows=(replace(made.plan.rows[1], start=None, finish=None,
                                            baseline_finish=None),), links=())  # fmt: skip
    what = replace(made, plan=bare, rows=(0,))
    window = whole(what)
    assert window.scale.last - window.scale.first > timedelta(days=60)
    assert "1.1 Task 1." in plan_picture(what, EN, window).texts()


def test_svg_has_an_element_an_item_in_the_colours_of_their_roles() -> None:
    items = (
        Rect(1, 2, 3, 4, "bar", radius=2),
        Line(0, 0, 5, 5, "link", 1.5, (4.0, 3.0)),
        Polyline(((0, 0), (1, 1)), "link"),
        Polygon(((0, 0), (1, 0), (0, 1)), "milestone", "panel"),
        Text(3, 4, "A & B <c>\x07", "ink", 10, "end", True),
    )
    root = ET.fromstring(svg_of(Scene(20.5, 10, (Group("all", items),)), LIGHT, "Plan"))
    assert (root.get("width"), root.get("viewBox")) == ("20.5", "0 0 20.5 10")
    assert root.findtext(f"{NAMESPACE}title") == "Plan"
    rect, line, way, shape, text = root.find(f"{NAMESPACE}g") or ()
    assert (rect.get("fill"), rect.get("rx")) == (LIGHT["bar"], "2")
    assert (line.get("stroke-dasharray"), line.get("stroke-width")) == ("4 3", "1.5")
    assert (way.get("points"), way.get("fill")) == ("0,0 1,1", "none")
    assert (shape.get("fill"), shape.get("stroke")) == (LIGHT["milestone"], LIGHT["panel"])
    assert (text.text, text.get("text-anchor")) == ("A & B <c>", "end")
    assert text.get("font-weight") == "bold"


def test_a_png_has_the_pixels_of_the_scene() -> None:
    halves = (Rect(0, 0, 4, 3, "status"), Rect(4, 0, 4, 3, "panel"))
    data = png_of(Scene(8, 3, (Group("all", halves),)), 1.0)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (8, 3)
    at = data.index(b"IDAT")
    (length,) = struct.unpack(">I", data[at - 4 : at])
    pixels = zlib.decompress(data[at + 4 : at + 4 + length])
    line = pixels[1 : 1 + 24]
    assert line[:3] == bytes.fromhex(LIGHT["status"][1:])
    assert line[-3:] == b"\xff\xff\xff"


@pytest.mark.parametrize("name", ["plan.svg", "plan.png"])
def test_the_same_plan_gives_the_same_picture(tmp_path: Path, name: str) -> None:
    what = of(4)
    scene = plan_picture(what, EN, whole(what))
    first = save_picture(scene, tmp_path / name).read_bytes()
    assert save_picture(scene, tmp_path / name).read_bytes() == first


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    what = of(1)
    with pytest.raises(FolderMissing):
        save_picture(plan_picture(what, EN, whole(what)), tmp_path / "none" / "plan.svg")
