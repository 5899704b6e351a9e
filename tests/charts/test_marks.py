"""What a Gantt chart shows besides its bars."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from pmo_desktop.charts.gantt import GanttChart, GanttOptions
from pmo_desktop.charts.scene import Line, Polygon, Polyline, Rect, Text, text_width
from pmo_desktop.charts.timescale import TimeScale
from pmo_desktop.domain.plan import PlanLink
from pmo_desktop.domain.tasks import Constraint
from pmo_desktop.language import Language
from tests.charts.plans import MONDAY, day, milestone, plan, task

EN = Language("en")
SCALE = TimeScale.zoomed(MONDAY, MONDAY + dt.timedelta(days=29), 10)


def drawn(*rows, group: str, **options: bool):  # type: ignore[no-untyped-def]
    known = {"baseline": False, "labels": False, **options}
    made = plan(*rows, status_date=MONDAY + dt.timedelta(days=9))
    return GanttChart(made, options=GanttOptions(**known)).scene(SCALE, EN).group(group)


def test_float_is_a_line_from_the_finish_to_the_latest_day() -> None:
    line, end = drawn(task(finish=4, late_finish=day(9, 18)), group="floats", floats=True)
    assert (line.x, line.width, line.fill) == (50, 50, "float")
    assert end.x + end.width / 2 == 100
    assert drawn(task(finish=4, late_finish=day(9, 18)), group="floats") == ()


def test_negative_float_runs_back_and_is_red() -> None:
    line, _ = drawn(task(finish=9, late_finish=day(4, 18)), group="floats", floats=True)
    assert (line.x, line.width, line.fill) == (50, 50, "red")


def test_float_stands_below_the_bar_and_above_the_baseline() -> None:
    row = task(finish=4, late_finish=day(9, 18), baseline_start=day(0), baseline_finish=day(9))
    line, _ = drawn(row, group="floats", floats=True)
    (bar,) = drawn(row, group="bars")
    (ghost,) = drawn(row, group="baseline", baseline=True)
    assert bar.y + bar.height <= line.y
    assert line.y + line.height <= ghost.y


@pytest.mark.parametrize(
    ("values", "role"),
    [
        ({"near_critical": True}, "near"),
        ({"near_critical": True, "critical": True}, "critical"),
        ({"active": False, "critical": True}, "inactive"),
    ],
)
def test_a_bars_colour_says_how_it_stands(values: dict[str, bool], role: str) -> None:
    assert drawn(task(**values), group="bars")[0].fill == role


def test_near_critical_tasks_are_as_others_where_that_is_off() -> None:
    row = task(near_critical=True)
    assert drawn(row, group="bars", near_critical=False)[0].fill == "bar"
    assert drawn(row, group="bars", critical=False)[0].fill == "bar"


def test_an_inactive_task_stays_grey_without_the_critical_path() -> None:
    assert drawn(task(active=False), group="bars", critical=False)[0].fill == "inactive"


def test_a_split_task_is_a_bar_for_each_stretch_and_dotted_between() -> None:
    row = task(start=0, finish=9, gaps=((day(2, 18), day(6)),), percent_complete=0.6)
    found = drawn(row, group="bars")
    dotted = [item for item in found if isinstance(item, Line)]
    bars = [item for item in found if isinstance(item, Rect)]
    assert [(line.x1, line.x2, bool(line.dash)) for line in dotted] == [(30, 60, True)]
    assert [(bar.x, bar.width) for bar in bars] == [(60, 40)]
    done = drawn(row, group="done")
    assert [(bar.x, round(bar.width, 6)) for bar in done] == [(0, 30), (60, 12)]


@pytest.mark.parametrize(
    ("constraint", "tips"),
    [
        (Constraint.SNET, {34}),
        (Constraint.FNLT, {26}),
        (Constraint.MSO, {34, 26}),
    ],
)
def test_a_constraint_is_a_bracket_that_opens_where_the_task_may_lie(
    constraint: Constraint, tips: set[float]
) -> None:
    row = task(start=3, constraint=constraint, constraint_date=day(3))
    lines = drawn(row, group="constraints")
    assert {line.x1 for line in lines} == {30}
    assert {line.x2 for line in lines} - {30} == tips
    assert drawn(row, group="constraints", constraints=False) == ()


def test_the_progress_line_bends_to_what_each_task_has_reached() -> None:
    """Half done and due: to the left; as planned, done or to come: straight; ahead: right."""
    rows = (
        task("late", start=0, finish=9, percent_complete=0.5),
        task("done", start=0, finish=4, percent_complete=1.0),
        task("to come", start=12, finish=15),
        task("ahead", start=8, finish=17, percent_complete=0.8),
        task("not begun", start=4, finish=12),
        task("aside", start=4, finish=12, kind="summary"),
    )
    lines = [i for i in drawn(*rows, group="progress", progress=True) if isinstance(i, Polyline)]
    assert [max(line.points, key=lambda p: abs(p[0] - 100))[0] for line in lines] == [
        50, 100, 100, 160, 40, 100,
    ]  # fmt: skip
    assert drawn(*rows, group="progress") == ()


@pytest.mark.parametrize(
    ("done", "x"),
    [
        (0.3, 21),
        (3 / 7, 30),  # the gap was over at the status date
        (0.5, 65),
        (6 / 7, 90),
    ],
)
def test_the_progress_line_steps_over_the_gaps_of_a_split_task(done: float, x: float) -> None:
    """Work for three days, a rest of three, work for four; the status date is behind all."""
    gap = ((day(2, 18), day(6)),)
    row = task(start=0, finish=9, gaps=gap, percent_complete=done)
    (line,) = (i for i in drawn(row, group="progress", progress=True) if isinstance(i, Polyline))
    assert min(at for at, _ in line.points) == pytest.approx(x)


def test_a_task_that_rests_at_the_status_date_is_where_it_should_be() -> None:
    gap = ((day(2, 18), day(14)),)
    row = task(start=0, finish=16, gaps=gap, percent_complete=0.5)
    (line,) = (i for i in drawn(row, group="progress", progress=True) if isinstance(i, Polyline))
    assert {at for at, _ in line.points} == {100}


def test_a_label_stands_behind_a_constraint_that_it_would_cover() -> None:
    row = task(finish=4, people=("Ana Silva",), constraint=Constraint.FNLT,
               constraint_date=day(8))  # fmt: skip
    (label,) = drawn(row, group="labels", labels=True)
    assert label.x >= 84


def test_links_are_interrupted_where_a_label_stands() -> None:
    rows = (
        task("a", 0, 4),
        task("b", 1, 2, people=("Somebody with a long name",)),
        task("c", 6, 9),
    )
    chart = GanttChart(plan(*rows, links=(PlanLink(0, 2),)))
    scene = chart.scene(SCALE, EN)
    (label,) = (item for item in scene.group("labels") if isinstance(item, Text))
    right = label.x + text_width(label.text, label.size)
    for way in scene.group("links"):
        assert isinstance(way, Polyline)
        for (x1, y1), (x2, y2) in zip(way.points, way.points[1:], strict=False):
            crosses = x1 == x2 and label.x < x1 < right
            assert not (crosses and min(y1, y2) < label.y < max(y1, y2))


def test_milestones_stand_on_the_row_of_their_project_and_their_names_where_there_is_room() -> None:
    row = task("Project", 0, 29, kind="project")
    marks = (milestone("Start", on=2), milestone("Soon", on=3), milestone("End", on=20))
    chart = GanttChart(plan(row), marks={0: marks})
    scene = chart.scene(SCALE, EN)
    diamonds = [item for item in scene.group("marks") if isinstance(item, Polygon)]
    assert sorted(d.points[0][0] for d in diamonds) == [30, 40, 210]
    assert [text.split()[0] for text in scene.texts()] == ["Soon", "End"]


def test_below_a_pixel_a_row_no_two_rows_share_a_pixel() -> None:
    rows = [task(str(n), people=("Ana",)) for n in range(1000)]
    chart = GanttChart(plan(*rows), row_height=0.1)
    scene = chart.scene(SCALE, EN)
    tops = [item.y for item in scene.group("bars") if isinstance(item, Rect)]
    assert len(tops) == 100
    assert np.diff(tops).min() >= 0.99
    assert scene.texts() == ()


def test_days_off_behind_a_project_are_those_of_its_own_calendar() -> None:
    rows = (
        task("Office", kind="project", project_id=1),
        task("Six days", kind="project", project_id=2),
    )
    weekend = frozenset(MONDAY + dt.timedelta(days=n) for n in (5, 6))
    sundays = frozenset(MONDAY + dt.timedelta(days=n) for n in (-1, 6, 13))
    made = plan(*rows, non_working=weekend, own_days_off={2: sundays})
    shaded = GanttChart(made).behind(SCALE, 0, 2, 0, 70).group("shade")
    assert [(r.x, r.width, r.y, r.height) for r in shaded if isinstance(r, Rect)] == [
        (50, 20, 0, 26),
        (60, 10, 26, 26),
    ]
    off = GanttChart(made, options=GanttOptions(days_off=False)).behind(SCALE, 0, 2)
    assert off.group("shade") == ()


def test_a_run_of_rows_has_its_days_off_from_the_top() -> None:
    rows = (task("a", kind="project", project_id=1), task("b", kind="project", project_id=2))
    off = frozenset({MONDAY + dt.timedelta(6)})
    made = plan(*rows, own_days_off={2: off}, non_working=off)
    (box,) = GanttChart(made).behind(SCALE, 1, 2, 0, 70).group("shade")
    assert isinstance(box, Rect)
    assert (box.y, box.height) == (0, 26)
