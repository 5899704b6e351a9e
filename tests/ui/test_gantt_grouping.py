from __future__ import annotations

from dataclasses import replace

import pytest

from pmo_desktop.domain.plan import Plan, PlanLink
from pmo_desktop.ui.gantt.grouping import Grouping, grouped, portfolio_of
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


def projects(**values: object) -> Plan:
    """Two projects with a task and a milestone each."""
    rows = []
    for number, name in enumerate(("Cloud", "Store"), 1):
        top = len(rows)
        known = {key: found[number - 1] for key, found in values.items()}  # type: ignore[index]
        rows.append(replace(row(None, -1, 0, name, kind="project", project_id=number), **known))
        rows.append(task(f"T{number}", 0, 3, parent=top, depth=1, project_id=number))
        rows.append(milestone(f"M{number}", 5, parent=top, depth=1, project_id=number))
    return Plan(tuple(rows), (PlanLink(1, 4),))


@pytest.mark.parametrize(
    ("by", "field"),
    [
        (Grouping.PROGRAMME, "programme"),
        (Grouping.OWNER, "manager"),
        (Grouping.PHASE, "phase"),
        (Grouping.DEPARTMENT, "department"),
    ],
)
def test_projects_stand_below_what_they_share_and_those_without_last(
    by: Grouping, field: str
) -> None:
    found = grouped(projects(**{field: ("", "Red")}), by, "None")
    assert names(found) == [
        "Red", "  Store", "    T2", "    M2", "None", "  Cloud", "    T1", "    M1",
    ]  # fmt: skip
    assert [r.parent for r in found.rows] == [-1, 0, 1, 1, -1, 4, 5, 5]
    (link,) = found.links
    assert (found.rows[link.predecessor].name, found.rows[link.successor].name) == ("T1", "T2")


def test_groups_are_told_in_words() -> None:
    found = grouped(projects(phase=("plan", "plan")), Grouping.PHASE, "None", str.upper)
    assert [r.name for r in found.rows if r.kind == "group"] == ["PLAN"]


def test_a_portfolio_has_the_milestones_on_the_rows_of_their_projects() -> None:
    found, marks = portfolio_of(projects())
    assert [r.name for r in found.rows] == ["Cloud", "Store"]
    assert {n: [m.name for m in of] for n, of in marks.items()} == {0: ["M1"], 1: ["M2"]}
    inside, _ = portfolio_of(grouped(projects(phase=("a", "a")), Grouping.PHASE, "None"))
    assert names(inside) == ["a", "  Cloud", "  Store"]
