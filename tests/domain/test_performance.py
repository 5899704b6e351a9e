"""The figures of planned against actual work, against slow sums."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.performance import (
    NO_RECORD,
    Finished,
    Sums,
    WorkCell,
    grouped,
    record,
)

DAY = date(2026, 11, 20)
MINUTES = st.none() | st.integers(0, 5000).map(float)
DAYS = st.none() | st.integers(-9, 9).map(lambda n: DAY + timedelta(days=n))
TASKS = st.lists(st.builds(Finished, MINUTES, MINUTES, DAYS, DAYS), max_size=12)
IDS = st.none() | st.integers(1, 3)
CELLS = st.lists(
    st.builds(WorkCell, IDS, IDS, IDS, st.integers(0, 99), st.integers(0, 99)), max_size=20
)


def test_work_of_a_fifth_more_than_estimated_is_an_accuracy_of_1_2() -> None:
    found = record([Finished(600, 720), Finished(400, 480), Finished(None, 60), Finished(60, None)])
    assert (found.accuracy, found.estimated) == (1.2, 2)
    assert found.error is not None
    assert abs(found.error - 1 / 6) < 1e-9


def test_too_much_here_makes_not_good_for_too_little_there() -> None:
    found = record([Finished(100, 50), Finished(100, 150)])
    assert found.accuracy == 1
    assert found.error is not None
    assert abs(found.error - (1 + 1 / 3) / 2) < 1e-9


def test_a_task_that_ends_on_its_day_is_on_time_and_one_without_a_day_does_not_count() -> None:
    late = DAY + timedelta(days=1)
    tasks = [Finished(promised=DAY, finished=DAY), Finished(promised=DAY, finished=late),
             Finished(finished=DAY), Finished(promised=DAY)]  # fmt: skip
    found = record(tasks)
    assert (found.on_time, found.promised) == (0.5, 2)


def test_nothing_finished_has_no_figures() -> None:
    assert record([]) == NO_RECORD


@given(TASKS)
def test_the_figures_are_those_of_a_slow_walk_over_the_tasks(tasks: list[Finished]) -> None:
    planned = actual = error = 0.0
    pairs = kept = promised = 0
    for task in tasks:
        if task.planned and task.actual:
            planned, actual, pairs = planned + task.planned, actual + task.actual, pairs + 1
            error += abs(task.actual - task.planned) / task.actual
        if task.promised and task.finished:
            promised += 1
            kept += task.finished <= task.promised
    found = record(tasks)
    assert (found.estimated, found.promised) == (pairs, promised)
    assert found.accuracy == (actual / planned if pairs else None)
    assert (found.error is None) == (not pairs)
    if found.error is not None:
        assert abs(found.error - error / pairs) < 1e-9
    assert found.on_time == (kept / promised if promised else None)


@given(CELLS)
def test_groups_hold_every_cell_that_has_a_key_once(cells: list[WorkCell]) -> None:
    found = grouped(cells, lambda cell: cell.person_id)
    for person in (1, 2, 3):
        own = [cell for cell in cells if cell.person_id == person]
        expected = Sums(sum(c.planned for c in own), sum(c.actual for c in own))
        assert found.get(person, Sums()) == expected
    assert None not in found
