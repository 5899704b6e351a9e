from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.charts.bars import Place, place, track
from pmo_desktop.charts.links import LinkIndex, arrowhead, path
from pmo_desktop.charts.timescale import TimeScale
from pmo_desktop.domain.plan import PlanLink, PlanRow
from pmo_desktop.domain.tasks import LinkType
from tests.charts.plans import MONDAY, milestone, task

SCALE = TimeScale.zoomed(MONDAY, MONDAY + dt.timedelta(days=60), 10)
STARTS, LASTS = st.integers(0, 40), st.integers(0, 15)
ROWS = st.one_of(
    st.builds(lambda start, days: task(start=start, finish=start + days), STARTS, LASTS),
    st.builds(lambda start: milestone(on=start), STARTS),
)


def placed(row: PlanRow, position: int) -> Place:
    on = track(row)
    assert on is not None
    return place(on, position * 26.0, SCALE, 1.0)


@given(ROWS, ROWS, st.sampled_from(LinkType), st.integers(0, 8), st.integers(0, 8))
def test_a_link_runs_at_right_angles_from_one_shape_to_the_other(
    before: PlanRow, after: PlanRow, kind: LinkType, first: int, second: int
) -> None:
    if first == second:
        second += 1
    one, other = placed(before, first), placed(after, second)
    way = path(kind, one, other)
    for (x1, y1), (x2, y2) in pairwise(way):
        assert x1 == x2 or y1 == y2
    (x, y), (end_x, end_y) = way[0], way[-1]
    assert one.shape_left <= x <= one.shape_right
    assert abs(y - one.middle) <= one.half_height
    assert other.shape_left <= end_x <= other.shape_right
    assert abs(end_y - other.middle) <= other.half_height


def test_finish_to_start_comes_down_onto_the_successor() -> None:
    way = path(LinkType.FS, placed(task(start=0, finish=4), 0), placed(task(start=5, finish=9), 1))
    assert way == ((50, 12), (54, 12), (54, 32))


def test_a_far_successor_is_reached_along_the_edge_of_its_row() -> None:
    way = path(
        LinkType.FS, placed(task(start=0, finish=4), 0), placed(task(start=20, finish=24), 3)
    )
    assert way == ((50, 12), (56, 12), (56, 78), (204, 78), (204, 84))


def test_a_successor_above_is_reached_from_below() -> None:
    way = path(LinkType.FS, placed(task(start=0, finish=4), 2), placed(task(start=9, finish=12), 0))
    assert way[-1] == (94, 18)
    assert way[-2][1] == 26


def test_start_to_start_enters_the_left_side() -> None:
    way = path(LinkType.SS, placed(task(start=2, finish=4), 0), placed(task(start=2, finish=9), 1))
    assert way == ((20, 12), (14, 12), (14, 38), (20, 38))


def test_finish_to_finish_enters_the_right_side() -> None:
    way = path(LinkType.FF, placed(task(start=0, finish=4), 0), placed(task(start=2, finish=4), 1))
    assert way[-1] == (50, 38)
    assert way[-2][0] > 50


def test_what_ends_at_a_milestone_comes_from_above_it() -> None:
    for kind in (LinkType.FS, LinkType.FF):
        way = path(kind, placed(task(start=0, finish=4), 0), placed(milestone(on=8), 1))
        assert way[-1] == (90, 31)


@pytest.mark.parametrize(
    ("way", "tip"),
    [
        (((0.0, 0.0), (0.0, 10.0)), ((0, 10), (-2.975, 6.5), (2.975, 6.5))),
        (((0.0, 0.0), (10.0, 0.0)), ((10, 0), (6.5, -2.975), (6.5, 2.975))),
    ],
)
def test_an_arrowhead_points_the_way_it_came(
    way: tuple[tuple[float, float], ...], tip: tuple[tuple[float, float], ...]
) -> None:
    assert arrowhead(way, 1.0, "link").points == tip


@given(
    st.lists(st.tuples(st.integers(0, 199), st.integers(0, 199)), max_size=60),
    st.integers(0, 199),
    st.integers(1, 80),
)
def test_every_link_across_a_window_of_rows_is_found_once(
    ends: list[tuple[int, int]], first: int, size: int
) -> None:
    links = [PlanLink(before, after) for before, after in ends]
    index = LinkIndex(links, {row: row for row in range(0, 200, 2)})
    last = first + size
    found = list(index.within(first, last))
    assert len({id(link) for link in found}) == len(found)
    shown = [link for link in links if link.predecessor % 2 == link.successor % 2 == 0]
    crossing = [
        link
        for link in shown
        if min(link.predecessor, link.successor) < last
        and max(link.predecessor, link.successor) >= first
    ]
    assert {id(link) for link in crossing} <= {id(link) for link in found}
    assert {id(link) for link in found} <= {id(link) for link in shown}
