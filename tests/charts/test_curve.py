from __future__ import annotations

import datetime as dt

from pmo_desktop.charts.curve import Curve, curves
from pmo_desktop.charts.scene import Polyline
from pmo_desktop.language import Language

EN = Language("en")
FIRST = dt.date(2026, 8, 31)


def curve(name: str, *values: float) -> Curve:
    points = tuple((FIRST + dt.timedelta(days=30 * n), v) for n, v in enumerate(values))
    return Curve(name, points, "planned")


def test_all_curves_share_one_scale() -> None:
    scene = curves((curve("PV", 0, 50, 100), curve("EV", 0, 25)), EN, 400, 200)
    planned, earned = scene.group("curves")
    assert isinstance(planned, Polyline)
    assert isinstance(earned, Polyline)
    floor = planned.points[0][1]
    assert abs((floor - earned.points[1][1]) - (floor - planned.points[2][1]) / 4) < 1e-9


def test_each_curve_is_named_at_its_end_without_overlap() -> None:
    scene = curves((curve("PV", 0, 100), curve("EV", 0, 99), curve("AC", 0, 98)), EN, 400, 200)
    labels = scene.group("labels")
    assert [text.text for text in labels] == ["PV", "EV", "AC"]
    assert labels[1].y - labels[0].y >= 12
    assert labels[2].y - labels[1].y >= 12


def test_the_status_date_is_a_dashed_line_within_the_axis() -> None:
    lines = (curve("PV", 0, 50, 100),)
    (status,) = curves(lines, EN, 400, 200, FIRST + dt.timedelta(days=20)).group("status")
    assert status.dash
    assert curves(lines, EN, 400, 200, dt.date(2030, 1, 1)).group("status") == ()


def test_nothing_to_draw_gives_an_empty_picture() -> None:
    assert curves((), EN, 400, 200).groups == ()
    assert curves((Curve("PV", (), "planned"),), EN, 400, 200).groups == ()
