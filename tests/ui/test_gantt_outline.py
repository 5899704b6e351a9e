from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.plan import Plan, PlanRow
from pmo_desktop.ui.gantt.outline import Filter, Outline, Show, is_late
from pmo_desktop.ui.gantt.table import changed_span
from tests.charts.plans import day, task


def row(task_id: int | None, parent: int, depth: int, name: str, **values: object) -> PlanRow:
    base = {
        "project_id": 1,
        "wbs": "",
        "kind": "task",
        "start": None,
        "finish": None,
        "duration_minutes": 480,
        "percent_complete": 0.0,
    }
    return PlanRow(task_id=task_id, parent=parent, depth=depth, name=name, **{**base, **values})  # type: ignore[arg-type]


# 0 Cloud > 1 Design > (2 Assess, 3 Approved), 4 Build > 5 Code; 6 Store > 7 Move
PLAN = Plan(
    (
        row(None, -1, 0, "Cloud", kind="project"),
        row(1, 0, 1, "Design", kind="summary"),
        row(2, 1, 2, "Assess", percent_complete=1.0, people=("刘洋",)),
        row(3, 1, 2, "Approved", kind="milestone"),
        row(4, 0, 1, "Build", kind="summary"),
        row(5, 4, 2, "Code", critical=True, people=("Ana Silva",)),
        row(None, -1, 0, "Store", kind="project", project_id=2),
        row(6, 6, 1, "Move", project_id=2),
    )
)


def names(outline: Outline) -> list[str]:
    return [outline.plan.rows[index].name for index in outline.rows]


def kept(**values: object) -> list[str]:
    return names(Outline(PLAN, Filter(**values)))  # type: ignore[arg-type]


def test_every_row_is_in_sight_at_first() -> None:
    assert list(Outline(PLAN).rows) == list(range(8))


def test_folding_a_row_hides_everything_below_it() -> None:
    outline = Outline(PLAN)
    outline.set_folded([0], True)
    assert names(outline) == ["Cloud", "Store", "Move"]
    assert outline.is_folded(0)
    outline.set_folded([0], False)
    assert list(outline.rows) == list(range(8))


def test_a_fold_within_a_fold_is_remembered() -> None:
    outline = Outline(PLAN)
    outline.set_folded([1], True)
    outline.set_folded([0], True)
    outline.set_folded([0], False)
    assert names(outline) == ["Cloud", "Design", "Build", "Code", "Store", "Move"]


def test_a_row_without_children_cannot_be_folded() -> None:
    outline = Outline(PLAN)
    outline.set_folded([5], True)
    assert list(outline.rows) == list(range(8))
    assert not outline.is_folded(5)


def test_folding_to_the_projects_leaves_them_alone() -> None:
    outline = Outline(PLAN)
    outline.fold_to(0)
    assert names(outline) == ["Cloud", "Store"]
    outline.fold_to(1)
    assert names(outline) == ["Cloud", "Design", "Build", "Store", "Move"]


def test_folds_outlive_a_plan_that_is_read_anew() -> None:
    outline = Outline(PLAN)
    outline.set_folded([0], True)
    outline.set_plan(Plan((row(None, -1, 0, "New", kind="project", project_id=9), *_moved(PLAN))))
    assert names(outline) == ["New", "Cloud", "Store", "Move"]


def _moved(plan: Plan) -> list[PlanRow]:
    """The same rows, one place further down."""
    from dataclasses import replace

    return [replace(r, parent=r.parent + 1 if r.parent >= 0 else -1) for r in plan.rows]


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        (Show.UNFINISHED, ["Cloud", "Design", "Approved", "Build", "Code", "Store", "Move"]),
        (Show.CRITICAL, ["Cloud", "Build", "Code"]),
        (Show.MILESTONES, ["Cloud", "Design", "Approved"]),
    ],
)
def test_a_row_is_kept_with_all_that_stand_above_it(show: Show, expected: list[str]) -> None:
    assert kept(show=show) == expected


def test_every_word_must_be_found_in_code_name_or_people() -> None:
    assert kept(text="ana code") == ["Cloud", "Build", "Code"]
    assert kept(text="刘洋") == ["Cloud", "Design", "Assess"]
    assert kept(text="ana move") == []


def test_a_row_that_matches_keeps_what_is_below_it() -> None:
    assert kept(text="design") == ["Cloud", "Design", "Assess", "Approved"]
    assert kept(text="store") == ["Store", "Move"]


def test_words_and_kind_are_both_asked_for() -> None:
    assert kept(text="cloud", show=Show.MILESTONES) == ["Cloud", "Design", "Approved"]


def test_one_project_can_be_kept_alone() -> None:
    assert kept(project_id=2) == ["Store", "Move"]


def test_a_search_unfolds_and_leaves_the_folds_as_they_were() -> None:
    outline = Outline(PLAN)
    outline.set_folded([0], True)
    outline.set_filter(Filter(text="code"))
    assert names(outline) == ["Cloud", "Build", "Code"]
    outline.set_folded([4], True)
    assert names(outline) == ["Cloud", "Build"]
    outline.set_filter(Filter())
    assert names(outline) == ["Cloud", "Store", "Move"]


def test_a_row_is_found_by_its_table_and_id() -> None:
    outline = Outline(PLAN)
    assert outline.find("task", 5) == 5
    assert outline.find("project", 2) == 6
    assert outline.find("task", 99) == -1


def test_revealing_a_row_unfolds_what_hides_it() -> None:
    outline = Outline(PLAN)
    outline.fold_to(0)
    position = outline.reveal(5)
    assert outline.rows[position] == 5
    assert names(outline) == ["Cloud", "Design", "Build", "Code", "Store"]


def test_revealing_a_row_drops_a_filter_that_hides_it() -> None:
    outline = Outline(PLAN, Filter(show=Show.MILESTONES))
    position = outline.reveal(5)
    assert outline.rows[position] == 5
    assert outline.filter == Filter()


def test_the_rows_below_are_those_deeper_until_the_next() -> None:
    assert list(Outline(PLAN).below(0)) == [1, 2, 3, 4, 5]
    assert list(Outline(PLAN).below(7)) == []


@given(st.lists(st.integers(0, 5), max_size=12), st.lists(st.integers(0, 5), max_size=12))
def test_the_changed_span_turns_one_list_into_the_other(
    before: list[int], after: list[int]
) -> None:
    first, end, after_end = changed_span(before, after)
    assert before[:first] + after[first:after_end] + before[end:] == after
    assert first <= end
    assert first <= after_end


@pytest.mark.parametrize(
    ("values", "late"),
    [
        ({"deadline": day(3, 18)}, True),
        ({"deadline": day(4, 18)}, False),
        ({"baseline_finish": day(3, 18)}, True),
        ({"baseline_finish": day(3, 18), "percent_complete": 1.0}, False),
        ({"baseline_finish": day(3, 18), "active": False}, False),
        ({}, False),
    ],
)
def test_late_is_what_is_over_its_deadline_or_its_baseline(
    values: dict[str, object], late: bool
) -> None:
    assert is_late(task(finish=4, **values), None) is late


def test_what_should_be_done_by_the_status_date_is_late() -> None:
    assert is_late(task(finish=4), day(5).date())
    assert not is_late(task(finish=4), day(4).date())
