from __future__ import annotations

import datetime as dt
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.charts.bars import Place, place, track
from pmo_desktop.charts.links import REACH, LinkIndex, arrowheads, cut, ways
from pmo_desktop.charts.shapes import Places, places
from pmo_desktop.charts.timescale import TimeScale
from pmo_desktop.charts.tracks import PlanTracks
from pmo_desktop.domain.plan import PlanRow
from pmo_desktop.domain.tasks import LinkType
from tests.charts import slow_links
from tests.charts.plans import MONDAY, milestone, plan, task

Point = tuple[float, float]
SCALE = TimeScale.zoomed(MONDAY, MONDAY + dt.timedelta(days=60), 10)
STARTS, LASTS = st.integers(0, 40), st.integers(0, 15)
ROWS = st.one_of(
    st.builds(lambda start, days: task(start=start, finish=start + days), STARTS, LASTS),
    st.builds(lambda start: milestone(on=start), STARTS),
)
Row = tuple[PlanRow, int]


def placed(row: PlanRow, position: int) -> Place:
    on = track(row)
    assert on is not None
    return place(on, position * 26.0, SCALE, 1.0)


def together(*rows: Row) -> Places:
    """Rows at positions, as arrays."""
    made = PlanTracks(plan(*(row for row, _ in rows)))
    positions = np.array([position for _, position in rows])
    return places(made, np.arange(len(rows)), positions, SCALE, 26.0, 1.0)


def without_repeats(points: list[list[float]]) -> tuple[Point, ...]:
    kept = [(points[0][0], points[0][1])]
    for x, y in points[1:]:
        if (x, y) != kept[-1]:
            kept.append((x, y))
    return tuple(kept)


def way_of(kind: LinkType, before: Row, after: Row) -> tuple[Point, ...]:
    return without_repeats(ways([kind], together(before), together(after))[0].tolist())


@given(st.lists(st.tuples(ROWS, ROWS, st.sampled_from(LinkType), st.integers(0, 8),
                          st.integers(1, 8)), min_size=1, max_size=12))  # fmt: skip
def test_many_ways_at_once_are_those_of_each_link_alone(
    links: list[tuple[PlanRow, PlanRow, LinkType, int, int]],
) -> None:
    before = [(one, at) for one, _, _, at, _ in links]
    after = [(other, (at + apart) % 9) for _, other, _, at, apart in links]
    kinds = [kind for _, _, kind, _, _ in links]
    found = ways(kinds, together(*before), together(*after))
    for way, kind, one, other in zip(found.tolist(), kinds, before, after, strict=True):
        slow = slow_links.path(kind, placed(*one), placed(*other))
        assert without_repeats(way) == without_repeats([list(point) for point in slow])


@given(ROWS, ROWS, st.sampled_from(LinkType), st.integers(0, 8), st.integers(0, 8))
def test_a_link_runs_at_right_angles_from_one_shape_to_the_other(
    before: PlanRow, after: PlanRow, kind: LinkType, first: int, second: int
) -> None:
    if first == second:
        second += 1
    one, other = placed(before, first), placed(after, second)
    way = way_of(kind, (before, first), (after, second))
    for (x1, y1), (x2, y2) in pairwise(way):
        assert x1 == x2 or y1 == y2
    (x, y), (end_x, end_y) = way[0], way[-1]
    assert slow_links.end(one, False) <= x <= slow_links.end(one, True)
    assert abs(y - one.middle) <= one.half_height
    assert slow_links.end(other, False) <= end_x <= slow_links.end(other, True)
    assert abs(end_y - other.middle) <= other.half_height


def test_finish_to_start_comes_down_onto_the_successor() -> None:
    way = way_of(LinkType.FS, (task(start=0, finish=4), 0), (task(start=5, finish=9), 1))
    assert way == ((50, 12), (54, 12), (54, 32))


def test_a_far_successor_is_reached_along_the_edge_of_its_row() -> None:
    way = way_of(LinkType.FS, (task(start=0, finish=4), 0), (task(start=20, finish=24), 3))
    assert way == ((50, 12), (56, 12), (56, 78), (204, 78), (204, 84))


def test_a_successor_above_is_reached_from_below() -> None:
    way = way_of(LinkType.FS, (task(start=0, finish=4), 2), (task(start=9, finish=12), 0))
    assert way[-1] == (94, 18)
    assert way[-2][1] == 26


def test_start_to_start_enters_the_left_side() -> None:
    way = way_of(LinkType.SS, (task(start=2, finish=4), 0), (task(start=2, finish=9), 1))
    assert way == ((20, 12), (14, 12), (14, 38), (20, 38))


def test_finish_to_finish_enters_the_right_side() -> None:
    way = way_of(LinkType.FF, (task(start=0, finish=4), 0), (task(start=2, finish=4), 1))
    assert way[-1] == (50, 38)
    assert way[-2][0] > 50


def test_what_ends_at_a_milestone_comes_from_above_it() -> None:
    for kind in (LinkType.FS, LinkType.FF):
        way = way_of(kind, (task(start=0, finish=4), 0), (milestone(on=8), 1))
        assert way[-1] == (90, 31)


@pytest.mark.parametrize(
    ("way", "tip"),
    [
        (((0.0, 0.0), (0.0, 10.0)), [[0, 10], [-2.975, 6.5], [2.975, 6.5]]),
        (((0.0, 0.0), (10.0, 0.0)), [[10, 0], [6.5, -2.975], [6.5, 2.975]]),
        (((0.0, 0.0), (0.0, 10.0), (0.0, 10.0)), [[0, 10], [-2.975, 6.5], [2.975, 6.5]]),
    ],
)
def test_an_arrowhead_points_the_way_it_came(
    way: tuple[Point, ...], tip: list[list[float]]
) -> None:
    found = arrowheads(np.array([way]), 1.0)[0].tolist()
    assert np.allclose(sorted(found), sorted(tip))


def test_a_link_leaves_room_for_what_is_written_where_it_runs_down() -> None:
    way = np.array([[(0.0, 0.0), (10.0, 0.0), (10.0, 100.0), (40.0, 100.0)]])
    found = cut(way, np.array([(0.0, 20.0, 30.0, 32.0), (5.0, 60.0, 12.0, 70.0)]))
    steps = {(tuple(a), tuple(b)) for one in found.tolist() for a, b in pairwise(one) if a != b}
    assert steps == {
        ((0, 0), (10, 0)),
        ((10, 0), (10, 20)),
        ((10, 32), (10, 60)),
        ((10, 70), (10, 100)),
        ((10, 100), (40, 100)),
    }


def test_a_link_that_runs_up_leaves_room_as_well() -> None:
    way = np.array([[(10.0, 100.0), (10.0, 0.0), (40.0, 0.0)]])
    found = cut(way, np.array([(0.0, 20.0, 30.0, 32.0)]))
    steps = {(tuple(a), tuple(b)) for one in found.tolist() for a, b in pairwise(one) if a != b}
    assert steps == {((10, 100), (10, 32)), ((10, 20), (10, 0)), ((10, 0), (40, 0))}


@given(
    st.lists(st.tuples(st.integers(-1, 400), st.integers(-1, 400)), max_size=60),
    st.integers(0, 399),
    st.integers(1, 80),
)
def test_the_links_across_a_window_of_rows_are_those_that_touch_it(
    ends: list[tuple[int, int]], first: int, size: int
) -> None:
    before, after = np.array(ends, dtype=np.int64).reshape(-1, 2).T
    last = first + size
    found = LinkIndex(before, after).within(first, last).tolist()
    assert found == [
        number
        for number, (one, other) in enumerate(ends)
        if one >= 0 and other >= 0 and min(one, other) < last and max(one, other) >= first
    ]


def test_a_link_over_many_rows_is_found_from_any_of_them() -> None:
    index = LinkIndex(np.array([0]), np.array([10 * REACH]))
    assert all(index.within(at, at + 5).tolist() == [0] for at in range(0, 10 * REACH, REACH))
