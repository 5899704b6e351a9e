"""Where a dragged edge snaps to, and what lies under the mouse, against plain readings of both."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.charts.timescale import TimeScale
from pmo_desktop.domain.calendars import STANDARD
from pmo_desktop.domain.plan import Plan, PlanRow
from pmo_desktop.storage.changes import RowChange
from pmo_desktop.ui.gantt.gestures.effects import effect_of
from pmo_desktop.ui.gantt.gestures.snapping import Snapping
from pmo_desktop.ui.gantt.gestures.spots import _distance

FIRST, LAST = dt.date(2026, 11, 2), dt.date(2026, 12, 31)
SCALE = TimeScale.zoomed(FIRST, LAST, 26.0)
OFF = STANDARD.non_working_days(FIRST, LAST)
SNAPPING = Snapping(SCALE, Plan(non_working=OFF))
X = st.floats(0, 50 * 26.0, allow_nan=False)


@given(X)
def test_a_start_snaps_to_the_first_working_day_from_the_nearest_one_on(x: float) -> None:
    start = SNAPPING.start(x, 1, fine=False)
    nearest = FIRST + dt.timedelta(days=round(x / 26.0 + 1e-9))
    assert start.time() == dt.time(9)
    assert start.date() not in OFF
    assert start.date() >= nearest - dt.timedelta(days=1)
    between = (nearest + dt.timedelta(days=n) for n in range((start.date() - nearest).days))
    assert all(day in OFF for day in between)


@given(X.filter(lambda x: x > 30))
def test_a_finish_snaps_to_the_last_working_day_before_the_nearest_end(x: float) -> None:
    finish = SNAPPING.finish(x, 1, fine=False)
    assert finish.time() == dt.time(18)
    assert finish.date() not in OFF
    assert SCALE.to_x(finish) <= x + 13.0 + 1e-6


@given(X)
def test_fine_steps_are_of_five_minutes_near_the_mouse(x: float) -> None:
    moment = SNAPPING.start(x, 1, fine=True)
    assert moment.minute % 5 == 0
    assert abs(SCALE.to_x(moment) - x) <= 26.0 * 3 / 540 + 1e-6


@given(st.integers(0, 40), st.integers(0, 40), st.booleans())
def test_whole_days_count_as_the_calendar_counts_them(one: int, other: int, end: bool) -> None:
    hour = 18 if end else 9
    first, last = (
        dt.datetime.combine(FIRST + dt.timedelta(days=n), dt.time(hour)) for n in (one, other)
    )
    assert SNAPPING.worked(first, last, 1) == STANDARD.between(first, last)


def test_beyond_the_plan_weekends_are_off() -> None:
    snapping = Snapping(TimeScale.zoomed(FIRST, LAST, 26.0), Plan())
    saturday = SCALE.to_x(dt.date(2026, 11, 14))
    assert snapping.start(saturday, 1, fine=False) == dt.datetime(2026, 11, 16, 9)
    assert snapping.finish(saturday + 26, 1, fine=False) == dt.datetime(2026, 11, 13, 18)


def test_a_project_with_a_calendar_of_its_own_has_its_own_days_off() -> None:
    monday = dt.date(2026, 11, 16)
    plan = Plan(non_working=OFF, own_days_off={7: OFF | {monday}})
    snapping = Snapping(SCALE, plan)
    assert snapping.start(SCALE.to_x(monday), 7, fine=False).date() == dt.date(2026, 11, 17)
    assert snapping.start(SCALE.to_x(monday), 8, fine=False).date() == monday


POINTS = st.tuples(st.floats(0, 100), st.floats(0, 100))


@given(st.lists(POINTS, min_size=2, max_size=5), POINTS)
def test_a_point_on_a_way_of_right_angles_is_no_distance_from_it(
    corners: list[tuple[float, float]], point: tuple[float, float]
) -> None:
    way = [corners[0]]
    for x, y in corners[1:]:
        way += [(x, way[-1][1]), (x, y)]
    for (x1, y1), (x2, y2) in pairwise(way):
        assert _distance(way, (x1 + x2) / 2, (y1 + y2) / 2) <= 1e-9
    nearest = min(max(abs(point[0] - x), abs(point[1] - y)) for x, y in way)
    assert _distance(way, *point) <= nearest + 1e-9


def row(task: int | None, finish: dt.datetime, kind: str = "task") -> PlanRow:
    start = finish - dt.timedelta(hours=9)
    return PlanRow(task, 1, -1, 0, "", "T", kind, start, finish, 480, 0.0)


def test_an_effect_says_who_moves_and_by_how_much_the_project_slips() -> None:
    friday, monday = dt.datetime(2026, 11, 27, 18), dt.datetime(2026, 11, 30, 18)
    plan = Plan(rows=(row(None, friday, "project"), row(1, friday), row(2, friday)))
    change = RowChange("task", 2, {"finish": friday}, {"finish": monday})
    effect = effect_of([change, RowChange("dependency", 2, {}, {"type": "SS"})], plan)
    assert effect.moved == {2: (friday - dt.timedelta(hours=9), monday)}
    assert effect.slips == {1: 3}


def test_an_effect_names_the_milestones_that_move_the_furthest_first() -> None:
    friday = dt.datetime(2026, 11, 27, 18)
    rows = [row(n, friday, "milestone") for n in (1, 2, 3)]
    rows[1] = replace(rows[1], name="Go live")
    changes = [
        RowChange("task", n, {"finish": friday}, {"finish": friday + dt.timedelta(days=days)})
        for n, days in ((1, 2), (2, -4), (3, 0))
    ]
    effect = effect_of(changes, Plan(rows=tuple(rows)))
    assert effect.milestones == (
        (2, "Go live", -4),
        (1, "T", 2),
    )


def test_a_task_with_float_to_spare_does_not_move_the_projects_finish() -> None:
    friday, monday = dt.datetime(2026, 11, 27, 18), dt.datetime(2026, 11, 30, 18)
    plan = Plan(rows=(row(None, monday, "project"), row(1, friday), row(2, monday)))
    change = RowChange("task", 1, {"finish": friday}, {"finish": monday})
    assert effect_of([change], plan).slips == {1: 0}
