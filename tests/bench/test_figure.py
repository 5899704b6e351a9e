"""Figures: ratios of medians, taken in turns."""

from __future__ import annotations

import pytest

from pmo_desktop.bench.figure import MEGABYTES, Figure, in_turns
from pmo_desktop.bench.plans import plan_of


@pytest.mark.parametrize(("ours", "holds"), [(1.9, True), (2.0, True), (2.1, False)])
def test_a_figure_holds_up_to_its_limit(ours: float, holds: bool) -> None:
    figure = Figure("a", "A", ours=ours, baseline=1.0, limit=2.0)
    assert figure.ratio == pytest.approx(ours)
    assert figure.holds is holds
    assert figure.as_dict()["holds"] is holds


def test_times_are_told_in_milliseconds_and_memory_in_megabytes() -> None:
    time = Figure("a", "A", ours=0.5, baseline=1.0, limit=1.0).as_dict()
    memory = Figure("b", "B", ours=300.0, baseline=400.0, limit=1.0, unit=MEGABYTES).as_dict()
    assert (time["ours_ms"], time["baseline_ms"]) == (500.0, 1000.0)
    assert (memory["ours_mb"], memory["baseline_mb"]) == (300.0, 400.0)


def test_works_take_turns_and_the_first_round_only_warms_up() -> None:
    ran: list[str] = []
    times = in_turns({"a": lambda: ran.append("a"), "b": lambda: ran.append("b")}, rounds=2)
    assert ran == ["a", "b"] * 3
    assert times.keys() == {"a", "b"}
    assert all(time >= 0 for time in times.values())


def test_the_measured_plan_has_its_tasks_below_their_rows() -> None:
    plan = plan_of(1_000)
    assert sum(row.kind != "project" for row in plan.rows) == 1_000
    assert sum(row.kind == "project" for row in plan.rows) == 10
    for row in plan.rows:
        assert (row.parent == -1) == (row.depth == 0)
        assert row.depth == 0 or plan.rows[row.parent].depth == row.depth - 1
    assert all(link.predecessor + 1 == link.successor for link in plan.links)
