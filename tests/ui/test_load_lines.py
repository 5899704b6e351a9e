from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.language import Language
from pmo_desktop.services.load import LoadRow
from pmo_desktop.ui.load.lines import (
    Grouping,
    LoadFilter,
    Order,
    is_over,
    lines,
    merged,
    peak,
    shown_load,
)
from pmo_desktop.ui.load.overloads import overloads
from pmo_desktop.ui.load.words import sentence, when
from tests.ui.loads import ANA, LIN, LOAD, MONDAY, ZHAO, cell, person

EN, ZH = Language("en"), Language("zh")
EVERYONE = LoadFilter()


def names(**values: object) -> list[str]:
    return [line.name for line in lines(LOAD.rows, LoadFilter(**values))]  # type: ignore[arg-type]


def test_the_heaviest_peak_comes_first() -> None:
    assert names() == ["赵倩", "Ana Silva", "Lin Feng"]


def test_people_can_be_sorted_by_name() -> None:
    found = lines(LOAD.rows, EVERYONE, order=Order.NAME)
    assert [line.name for line in found] == ["Ana Silva", "Lin Feng", "赵倩"]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"text": "architect lin"}, ["Lin Feng"]),
        ({"text": "digital"}, ["赵倩", "Lin Feng"]),
        ({"department": "Digital"}, ["赵倩", "Lin Feng"]),
        ({"role": "Tester"}, ["Ana Silva"]),
        ({"overloaded": True}, ["赵倩", "Ana Silva"]),
        ({"overloaded": True, "role": "Architect"}, ["赵倩"]),
    ],
)
def test_people_are_narrowed(chosen: dict[str, object], expected: list[str]) -> None:
    assert names(**chosen) == expected


def test_groups_stand_above_their_people() -> None:
    found = lines(LOAD.rows, EVERYONE, Grouping.ROLE)
    assert [(line.name, line.people, line.is_group) for line in found] == [
        ("Tester", 1, True),
        ("Ana Silva", 1, False),
        ("Architect", 2, True),
        ("赵倩", 1, False),
        ("Lin Feng", 1, False),
    ]


def test_those_without_a_department_are_a_group_too() -> None:
    found = lines(LOAD.rows, EVERYONE, Grouping.DEPARTMENT, Order.NAME, unknown="Not given")
    assert [line.name for line in found if line.is_group] == ["Digital", "Not given"]


def test_a_folded_group_keeps_its_own_line() -> None:
    found = lines(LOAD.rows, EVERYONE, Grouping.ROLE, folded=frozenset({"Architect"}))
    assert [line.name for line in found] == ["Tester", "Ana Silva", "Architect"]


def test_a_group_adds_up_demand_capacity_and_projects() -> None:
    first = merged("Architect", (ZHAO, LIN)).cells[0]
    assert (first.demand_hours, first.capacity_hours) == (76.0, 80.0)
    assert first.load == 0.95
    assert [(share.code, share.hours) for share in first.shares] == [("P-1", 52.0), ("P-2", 24.0)]


def test_beside_a_name_stands_what_the_group_does_not_say() -> None:
    by_role = lines((ZHAO,), EVERYONE, Grouping.ROLE)[1]
    by_department = lines((ZHAO,), EVERYONE, Grouping.DEPARTMENT)[1]
    assert (by_role.note, by_department.note) == ("Digital", "Architect")


def test_a_week_without_capacity_and_demand_is_no_load() -> None:
    assert shown_load(cell({}, capacity=0)) is None
    assert shown_load(cell({})) == 0.0
    assert shown_load(cell({"P-1": 10}, capacity=0)) == 9.99


def test_a_full_week_is_not_too_much() -> None:
    assert not is_over(cell({"P-1": 100}))
    assert not is_over(cell({"P-1": 100.4}))
    assert is_over(cell({"P-1": 101}))


def test_overloads_are_runs_of_weeks_the_gravest_first() -> None:
    first, second, third = overloads(LOAD.rows)
    assert (first.name, first.first, first.last, first.peak) == ("赵倩", 0, 1, 1)
    assert (first.lowest, first.highest, first.hours) == (1.4, 1.5, 36.0)
    assert [(share.code, share.hours) for share in first.shares] == [("P-1", 92.0), ("P-2", 24.0)]
    assert (second.name, second.first, second.last) == ("Ana Silva", 2, 2)
    assert (third.name, third.first, third.last) == ("Ana Silva", 0, 0)


LOADS = st.lists(st.sampled_from([0.0, 60.0, 100.0, 101.0, 140.0]), min_size=1, max_size=12)


@given(st.lists(LOADS, min_size=1, max_size=4))
def test_every_week_of_too_much_is_in_just_one_run(loads: list[list[float]]) -> None:
    count = min(map(len, loads))
    rows = [
        person(number, f"n{number}", "", "", *({"P-1": load} for load in weeks[:count]))
        for number, weeks in enumerate(loads)
    ]
    found = [
        (run.person_id, week) for run in overloads(rows) for week in range(run.first, run.last + 1)
    ]
    expected = [
        (row.person_id, week)
        for row in rows
        for week, held in enumerate(row.cells)
        if held.load > 1.005
    ]
    assert sorted(found) == sorted(expected)


@given(st.permutations(LOAD.rows), st.sampled_from(Grouping), st.sampled_from(Order))
def test_every_person_has_one_line_whatever_the_order(
    rows: list[LoadRow], grouping: Grouping, order: Order
) -> None:
    found = [line for line in lines(rows, EVERYONE, grouping, order) if not line.is_group]
    assert sorted(line.person_id or 0 for line in found) == [1, 2, 3]
    if grouping is Grouping.NONE and order is Order.PEAK:
        assert [peak(line) for line in found] == sorted(map(peak, rows), reverse=True)


@pytest.mark.parametrize(
    ("held", "english", "chinese"),
    [
        (
            cell({"P-1": 150}),
            "150%: 60 h are asked, 20 h more than there are.",
            "150%：需要 60 小时，超出产能 20 小时。",
        ),
        (
            cell({"P-1": 80}),
            "80%: 32 h of 40 h are asked.",
            "80%：产能 40 小时，需要 32 小时。",
        ),
        (cell({}), "Nothing is asked; 40 h are free.", "没有需求；有 40 小时空闲。"),
        (
            cell({}, capacity=0),
            "Nobody is there this week, and nothing is asked.",
            "本周无产能，也没有需求。",
        ),
        (
            cell({"P-1": 20}, capacity=0),
            "8 h are asked in a week without capacity.",
            "本周无产能，却需要 8 小时。",
        ),
    ],
)
def test_a_cell_is_said_in_a_sentence(held: object, english: str, chinese: str) -> None:
    assert sentence(held, EN) == english  # type: ignore[arg-type]
    assert sentence(held, ZH) == chinese  # type: ignore[arg-type]


def test_a_week_is_said_with_its_days() -> None:
    assert when(MONDAY, EN) == "Week 51, 14 Dec to 20 Dec"
    assert when(MONDAY, ZH) == "第 51 周，12-14 至 12-20"


def test_the_tester_has_a_free_week_between_two_heavy_ones() -> None:
    assert [held.load for held in ANA.cells] == [1.1, 0.0, 1.2]
    assert [run.first for run in overloads([ANA])] == [2, 0]
    assert overloads([LIN]) == ()
