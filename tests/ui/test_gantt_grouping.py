from __future__ import annotations

from pmo_desktop.domain.plan import Plan, PlanLink
from pmo_desktop.ui.gantt.grouping import Grouping, grouped
from tests.charts.plans import milestone, task
from tests.ui.test_gantt_outline import row

PLAN = Plan(
    (
        row(None, -1, 0, "Cloud", kind="project"),
        task("Late", 9, 12, parent=0, depth=1, people=("Zhao",), percent_complete=0.5),
        task("Early", 0, 3, parent=0, depth=1, people=("Ana", "Zhao")),
        milestone("Gate", 5, parent=0, depth=1),
    ),
    (PlanLink(2, 1),),
)


def names(plan: Plan) -> list[str]:
    return [("  " * r.depth) + r.name for r in plan.rows]


def test_by_project_the_plan_stays_as_it_is() -> None:
    assert grouped(PLAN, Grouping.PROJECT, "Nobody") is PLAN


def test_by_date_there_are_only_tasks_the_earliest_first() -> None:
    assert names(grouped(PLAN, Grouping.DATE, "Nobody")) == ["Early", "Gate", "Late"]


def test_by_person_everyone_has_a_group_with_all_of_their_tasks() -> None:
    assert names(grouped(PLAN, Grouping.PERSON, "Nobody")) == [
        "Ana", "  Early", "Zhao", "  Early", "  Late", "Nobody", "  Gate",
    ]  # fmt: skip


def test_a_group_spans_its_tasks_and_is_done_by_their_work() -> None:
    found = grouped(PLAN, Grouping.PERSON, "Nobody").rows[2]
    early, late = PLAN.rows[2], PLAN.rows[1]
    assert (found.start, found.finish) == (early.start, late.finish)
    assert found.percent_complete == 0.25
    assert found.task_id is None


def test_links_join_the_rows_where_they_stand_now() -> None:
    (by_date,) = grouped(PLAN, Grouping.DATE, "Nobody").links
    assert (by_date.predecessor, by_date.successor) == (0, 2)
    (by_person,) = grouped(PLAN, Grouping.PERSON, "Nobody").links
    assert (by_person.predecessor, by_person.successor) == (1, 4)
