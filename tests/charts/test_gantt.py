from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from pmo_desktop.charts.bars import ROW_HEIGHT
from pmo_desktop.charts.frame import backdrop, header
from pmo_desktop.charts.gantt import (
    GanttChart,
    GanttOptions,
    label,
    responsible,
    short_people,
    span,
)
from pmo_desktop.charts.scene import Polygon, Rect, Text, text_width
from pmo_desktop.charts.status_line import today_line
from pmo_desktop.charts.timescale import TimeScale
from pmo_desktop.domain.plan import PlanLink
from pmo_desktop.language import Language
from tests.charts.plans import MONDAY, day, milestone, plan, task

EN, ZH = Language("en"), Language("zh")
SCALE = TimeScale.zoomed(MONDAY, MONDAY + dt.timedelta(days=29), 10)
BARE = GanttOptions(baseline=False, links=False, labels=False)


def drawn(*rows, group: str = "bars", options: GanttOptions = BARE, **values):  # type: ignore[no-untyped-def]
    return GanttChart(plan(*rows, **values), options=options).scene(SCALE, EN).group(group)


def test_a_task_is_a_bar_from_its_first_morning_to_its_last_evening() -> None:
    (bar,) = drawn(task(start=2, finish=4))
    assert (bar.x, bar.width, bar.fill) == (20, 30, "bar")


def test_what_is_done_lies_upon_the_bar() -> None:
    row = task(start=0, finish=9, percent_complete=0.4)
    (bar,), (done,) = drawn(row), drawn(row, group="done")
    assert (bar.x, bar.width) == (0, 100)
    assert (done.x, done.width, done.fill) == (0, 40, "bar_done")


def test_a_finished_task_is_done_from_end_to_end() -> None:
    row = task(percent_complete=1.0)
    assert drawn(row) == ()
    (done,) = drawn(row, group="done")
    assert done.width == 50


def test_a_critical_task_is_red_unless_the_critical_path_is_off() -> None:
    row = task(critical=True, percent_complete=0.5)
    assert drawn(row)[0].fill == "critical"
    assert drawn(row, group="done")[0].fill == "critical_done"
    off = GanttOptions(critical=False, baseline=False, links=False, labels=False)
    assert drawn(row, options=off)[0].fill == "bar"


def test_a_row_at_a_position_lies_at_that_many_row_heights() -> None:
    chart = GanttChart(plan(task("a"), task("b"), task("c")), rows=[2, 0], options=BARE)
    tops = [bar.y for bar in chart.scene(SCALE, EN).group("bars")]
    assert [int(top // ROW_HEIGHT) for top in tops] == [0, 1]
    assert chart.height == 2 * ROW_HEIGHT


def test_a_window_of_rows_draws_what_the_whole_chart_draws_there() -> None:
    rows = [task(str(number), start=number, finish=number + 3) for number in range(9)]
    chart = GanttChart(plan(*rows), options=BARE)
    whole = [b for b in chart.scene(SCALE, EN).group("bars") if 2 <= b.y // ROW_HEIGHT < 5]
    assert list(chart.scene(SCALE, EN, 2, 5).group("bars")) == whole


def test_a_row_without_dates_draws_nothing() -> None:
    scene = GanttChart(plan(replace(task(), start=None))).scene(SCALE, EN)
    assert list(scene) == []


def test_a_summary_is_a_bracket_with_how_far_it_is_within() -> None:
    row = task(kind="summary", percent_complete=0.5, start=0, finish=9)
    (bracket,), (stripe,) = drawn(row), drawn(row, group="done")
    assert isinstance(bracket, Polygon)
    assert bracket.fill == "summary"
    assert stripe.width == 50


def test_a_milestone_is_a_diamond_at_the_end_of_its_day() -> None:
    (shape,) = drawn(milestone(on=4))
    assert sorted({x for x, _ in shape.points}) == [43, 50, 57]
    assert shape.fill == "milestone"


@pytest.mark.parametrize(
    ("values", "role"),
    [
        ({"percent_complete": 1.0}, "milestone_done"),
        ({"critical": True}, "critical_done"),
        ({"critical": True, "percent_complete": 1.0}, "milestone_done"),
    ],
)
def test_a_milestones_colour_says_how_it_stands(values: dict[str, object], role: str) -> None:
    assert drawn(milestone(**values))[0].fill == role


def test_a_baseline_is_a_thin_bar_below() -> None:
    row = task(start=3, finish=6, baseline_start=day(0), baseline_finish=day(4, 18))
    options = GanttOptions(links=False, labels=False)
    (ghost,) = drawn(row, group="baseline", options=options)
    (bar,) = drawn(row, options=options)
    assert (ghost.x, ghost.width) == (0, 50)
    assert ghost.y > bar.y + bar.height
    assert drawn(row, group="baseline") == ()


def test_a_milestone_that_moved_leaves_a_hollow_diamond() -> None:
    options = GanttOptions(links=False, labels=False)
    moved = milestone(on=8, baseline_start=day(4, 18), baseline_finish=day(4, 18))
    (ghost,) = drawn(moved, group="baseline", options=options)
    assert ghost.fill == "panel"
    assert ghost.points[0][0] == 50
    kept = milestone(on=4, baseline_start=day(4, 18), baseline_finish=day(4, 18))
    assert drawn(kept, group="baseline", options=options) == ()


def test_a_deadline_is_an_arrow_red_where_it_will_be_missed() -> None:
    (kept,) = drawn(task(finish=4, deadline=day(6, 18)), group="deadlines")
    (missed,) = drawn(task(finish=4, deadline=day(3, 18)), group="deadlines")
    assert (kept.fill, missed.fill) == ("deadline", "red")
    assert kept.points[2][0] == 70


def test_a_bar_is_labelled_with_who_and_how_far() -> None:
    row = task(people=("Ana Silva",), percent_complete=0.3)
    assert label(row, EN) == "Ana Silva 30%"
    assert label(task(people=("Ana Silva",)), EN) == "Ana Silva"


def test_more_than_two_people_are_counted() -> None:
    assert short_people(("刘洋", "陈刚", "王岚", "周扬"), ZH) == "刘洋、陈刚 +2"


def test_a_milestone_is_labelled_with_its_day_and_its_slip() -> None:
    row = milestone(on=9, baseline_start=day(4, 18), baseline_finish=day(4, 18))
    assert label(row, EN) == "11 Nov (+5 d)"
    assert label(row, ZH) == "11-11 (+5 天)"
    assert label(milestone(on=4), EN) == "6 Nov"


def test_a_label_stands_right_of_its_bar_and_of_a_ghost() -> None:
    options = GanttOptions(links=False)
    (text,) = drawn(task(people=("Ana",)), group="labels", options=options)
    assert text.x > 50
    early = milestone(on=4, baseline_start=day(9, 18), baseline_finish=day(9, 18))
    (text,) = drawn(early, group="labels", options=options)
    assert text.x > 100


def test_a_label_that_would_run_over_goes_to_the_left_of_its_bar() -> None:
    row = task(start=20, finish=28, people=("A long name indeed",))
    chart = GanttChart(plan(row))
    (inside,) = chart.scene(SCALE, EN, right=300).group("labels")
    (outside,) = chart.scene(SCALE, EN).group("labels")
    assert isinstance(inside, Text)
    assert isinstance(outside, Text)
    assert (inside.anchor, inside.x) == ("end", 195)
    assert outside.anchor == "start"


def test_items_of_one_colour_stand_together() -> None:
    rows = [task(str(n), critical=n % 2 == 0) for n in range(6)]
    assert [bar.fill for bar in drawn(*rows)] == ["bar"] * 3 + ["critical"] * 3


def test_a_figure_has_its_backdrop_its_rows_and_the_status_line() -> None:
    chart = GanttChart(plan(task(), task("b"), status_date=MONDAY))
    scene = chart.figure(SCALE, EN)
    names = [group.name for group in scene.groups]
    order = [name for name in names if name in ("bands", "grid", "status", "bars")]
    assert order == ["bands", "grid", "status", "bars"]
    assert len(scene.group("bands")) == 1
    assert scene.group("status")[0].x1 == 10


def test_a_bar_of_a_day_is_wider_than_the_line_of_the_status_date_at_every_scale() -> None:
    far = TimeScale.zoomed(MONDAY, MONDAY + dt.timedelta(days=900), 0.2)
    chart = GanttChart(plan(task(start=0, finish=0), status_date=MONDAY), options=BARE)
    (bar,), (line,) = (chart.figure(far, EN).group(name) for name in ("bars", "status"))
    assert bar.width > line.stroke_width


def test_every_size_follows_from_the_rows_height() -> None:
    small = GanttChart(plan(task(people=("Ana",))), row_height=13).scene(SCALE, EN)
    (bar,), (text,) = small.group("bars"), small.group("labels")
    assert isinstance(bar, Rect)
    assert isinstance(text, Text)
    assert (bar.height, text.size) == (6, 5.5)


def test_links_are_left_out_when_they_are_off() -> None:
    rows, links = (task("a"), task("b", 5, 9)), (PlanLink(0, 1),)
    assert len(drawn(*rows, group="links", options=GanttOptions(), links=links)) == 1
    assert drawn(*rows, group="links", links=links) == ()


def test_the_span_of_a_plan_takes_in_baselines_and_deadlines() -> None:
    found = span(
        plan(
            task(start=3, finish=5, baseline_start=day(1), baseline_finish=day(4, 18)),
            task(start=3, finish=5, deadline=day(12, 18)),
        )
    )
    assert found == (day(1).date(), day(12).date())
    assert span(plan()) is None


def test_days_off_are_shaded_only_where_they_can_be_seen() -> None:
    off = frozenset({MONDAY + dt.timedelta(days=5), MONDAY + dt.timedelta(days=6)})
    shown = backdrop(plan(non_working=off), SCALE, 100).group("shade")
    assert shown[0] == Rect(50, 0, 20, 100, "nonworking")
    narrow = TimeScale.zoomed(SCALE.first, SCALE.last, 2)
    assert backdrop(plan(non_working=off), narrow, 100).group("shade") == ()


def test_the_status_line_stands_at_the_end_of_its_day_and_today_is_dashed() -> None:
    held = plan(task(), status_date=MONDAY)
    (line,) = GanttChart(held, options=BARE).scene(SCALE, EN).group("status")
    assert (line.x1, line.y1, line.y2) == (10, 0, ROW_HEIGHT)
    (today,) = today_line(held, SCALE, 50, MONDAY + dt.timedelta(days=2)).items
    assert (today.x1, bool(today.dash)) == (30, True)  # type: ignore[union-attr]
    assert today_line(held, SCALE, 50, MONDAY).items == ()


def test_the_status_line_makes_way_for_words() -> None:
    rows = (task("a", 0, 4), task("b", 0, 0, people=("Somebody with a name",)), task("c", 0, 4))
    status = MONDAY + dt.timedelta(days=6)
    options = GanttOptions(baseline=False, links=False)
    scene = GanttChart(plan(*rows, status_date=status), options=options).scene(SCALE, EN)
    (label,) = (item for item in scene.group("labels") if isinstance(item, Text))
    assert label.x < 70 < label.x + text_width(label.text, label.size)
    above, below = scene.group("status")
    assert (above.y1, below.y2) == (0, 3 * ROW_HEIGHT)
    assert above.y2 < label.y - label.size / 2 < label.y + label.size / 2 < below.y1


def test_the_header_keeps_the_first_month_in_sight() -> None:
    scale = TimeScale.zoomed(dt.date(2026, 11, 1), dt.date(2027, 1, 31), 4)
    texts = header(scale, EN, left=20, right=300).group("labels")
    assert isinstance(texts[0], Text)
    assert (texts[0].text, texts[0].x) == ("Nov 2026", 26)


def test_a_projects_manager_answers_for_its_row() -> None:
    assert responsible(task(kind="project", manager="Zhao")) == ("Zhao",)
    assert responsible(task(kind="project")) == ()
    assert responsible(task(people=("Ana", "Bo"))) == ("Ana", "Bo")
