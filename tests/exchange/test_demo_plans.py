"""The demo projects' plans, before they are carried out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.tasks import LinkType, TaskKind
from pmo_desktop.exchange.demo.durations import STEPS, longer, shorter, usual
from pmo_desktop.exchange.demo.outlines import outline
from pmo_desktop.exchange.demo.plans import DAY, PlannedTask, plan
from pmo_desktop.exchange.demo.words import dice, words

KINDS = sorted(words("tasks"))
PARTS = ("north", "south", "east")


def some_plan(kind: str, size: int, code: str = "P-1") -> tuple[PlannedTask, ...]:
    return plan(2026, code, kind, "en", PARTS, size)


@given(st.sampled_from(KINDS), st.integers(60, 260))
def test_a_plan_has_exactly_the_rows_that_were_asked_for(kind: str, size: int) -> None:
    assert len(some_plan(kind, size)) == size


@given(st.sampled_from(KINDS), st.integers(60, 260), st.text(max_size=3))
def test_every_link_names_a_task_of_the_plan_and_none_runs_in_a_circle(
    kind: str, size: int, code: str
) -> None:
    tasks = {task.wbs: task for task in some_plan(kind, size, code)}
    open_ones = set(tasks)

    while open_ones:
        free = {
            wbs for wbs in open_ones if not any(link.wbs in open_ones for link in tasks[wbs].links)
        }
        assert free, "the rest waits for itself"
        open_ones -= free

    assert all(link.wbs in tasks for task in tasks.values() for link in task.links)


@given(st.sampled_from(KINDS), st.integers(60, 260))
def test_every_task_s_finish_is_awaited_in_its_phase(kind: str, size: int) -> None:
    tasks = some_plan(kind, size)
    awaited = {
        link.wbs for task in tasks for link in task.links if link.type in (LinkType.FS, LinkType.FF)
    }

    assert all(task.wbs in awaited for task in tasks if task.kind is TaskKind.TASK)


def test_rows_stand_below_their_summaries_and_phases_end_in_milestones() -> None:
    tasks = some_plan("software", 120)
    known = set()

    for task in tasks:
        assert not task.parent or task.parent in known
        known.add(task.wbs)

    phases = [task.wbs for task in tasks if "." not in task.wbs]
    for phase in phases:
        below = [task for task in tasks if task.parent == phase]
        assert below[-1].kind is TaskKind.MILESTONE
        assert all(task.kind is TaskKind.SUMMARY for task in below[:-1])


def test_a_plan_that_is_too_small_for_its_phases_is_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        outline(dice(1), "software", "en", PARTS, 10)


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_have_a_text_for_every_row(kind: str) -> None:
    for language in ("zh", "en"):
        names = [task.name for task in plan(7, "P-2", kind, language, PARTS, 150)]
        assert all(names)
        assert not any("{" in name for name in names)
    assert all(name.isascii() for name in names)


def test_a_step_of_any_duration_is_a_whole_number_of_days() -> None:
    for days, step in STEPS.items():
        for percent in range(step, 100, step):
            done = int(days * DAY * (percent / 100))
            assert done % DAY == 0, (days, percent)


def test_durations_are_those_that_planners_write() -> None:
    assert [usual(days) for days in (0, 1, 3, 6, 11, 60)] == [0, 1, 4, 8, 12, 35]
    assert longer(8) == 10
    assert longer(35) == 35
    assert shorter(1) == 1
    assert longer(0) == shorter(0) == 0
