"""People, and what belongs to them: absences, capacities, rates, skills, teams, departments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from pmo_desktop.domain.pool import PoolStanding
from pmo_desktop.domain.skills import SkillGap
from pmo_desktop.models import Assignment, Booking, Task
from pmo_desktop.services.absences import (
    add_absence,
    change_absence,
    duplicate_absence,
    remove_absences,
)
from pmo_desktop.services.capacities import add_capacity, change_capacity, duplicate_capacity
from pmo_desktop.services.editing import add
from pmo_desktop.services.groups import groups
from pmo_desktop.services.people import (
    duplicate_person,
    merge_people,
    replace_placeholder,
    set_person,
)
from pmo_desktop.services.people_pool import PersonSheet, PoolPerson, person_sheet, pool
from pmo_desktop.services.rates import add_rate, change_rate, duplicate_rate
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.skill_matrix import skill_matrix
from pmo_desktop.services.skills import (
    add_skill,
    change_skill,
    merge_skills,
    remove_skills,
    set_level,
    set_levels,
)
from pmo_desktop.services.teams import (
    add_department,
    add_members,
    add_team,
    duplicate_team,
    merge_departments,
    remove_members,
    remove_teams,
    rename_department,
    set_lead,
    set_manager,
)
from pmo_desktop.storage.bulk import bulk_insert, table_of
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

EDIT = Title("Edit")
NOV, DEC = date(2026, 11, 30), date(2026, 12, 31)
TODAY = date(2026, 11, 20)


@pytest.fixture
def do(workspace: Workspace) -> Callable[..., Any]:
    """An edit, and what its verb returned."""
    return lambda verb, *args: workspace.edit(EDIT, verb, *args).result


@pytest.fixture
def wang(do: Callable[..., Any]) -> int:
    return int(do(add, "person", {"name": "王岚", "role": "Tester"}))


def sheet(workspace: Workspace, person: int) -> PersonSheet:
    found = workspace.query(person_sheet, person)
    assert found is not None
    return found


def person(workspace: Workspace, number: int) -> PoolPerson:
    return sheet(workspace, number).person


def a_task(workspace: Workspace, project: int, wbs: str) -> int:
    return int(workspace.edit(EDIT, add, "task", {"name": wbs, "wbs": wbs}, project).result)


def rows(workspace: Workspace, model: Any) -> list[Any]:
    def read(session: Any) -> list[Any]:
        return list(session.connection().execute(select(table_of(model))))

    return list(workspace.query(read))


def test_an_absence_without_a_last_day_is_one_day_long(
    workspace: Workspace, do: Callable[..., Any], wang: int
) -> None:
    do(add_absence, wang, NOV)
    (found,) = sheet(workspace, wang).absences
    assert (found.first, found.last, found.share, found.kind) == (NOV, NOV, 1.0, "leave")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"last": date(2026, 11, 1)}, "before the first"),
        ({"share": 1.5}, "at most 100%"),
        ({"share": 0.0}, "above 0%"),
        ({"kind": "holiday"}, "Say why"),
        ({"first": None}, "first day"),
    ],
)
def test_an_absence_that_cannot_be_is_refused(
    do: Callable[..., Any], wang: int, values: dict[str, Any], sentence: str
) -> None:
    absence = do(add_absence, wang, NOV)
    with pytest.raises(Refused, match=sentence):
        do(change_absence, absence, values)


def test_half_days_go_together_until_the_day_is_full(do: Callable[..., Any], wang: int) -> None:
    do(add_absence, wang, NOV, DEC, "leave", 0.5)
    do(add_absence, wang, DEC, None, "training", 0.5)
    with pytest.raises(Refused, match="more than the whole day"):
        do(add_absence, wang, NOV, None, "duty", 0.6)


def test_the_first_day_moved_behind_the_last_takes_it_along(
    workspace: Workspace, do: Callable[..., Any], wang: int
) -> None:
    absence = do(add_absence, wang, TODAY, NOV)
    do(change_absence, absence, {"first": DEC})
    (found,) = sheet(workspace, wang).absences
    assert (found.first, found.last) == (DEC, DEC)


def test_an_absence_is_doubled_behind_itself_and_undone_at_once(
    workspace: Workspace, do: Callable[..., Any], wang: int
) -> None:
    absence = do(add_absence, wang, date(2026, 12, 1), date(2026, 12, 3), "training")
    do(duplicate_absence, absence)
    assert [a.first for a in sheet(workspace, wang).absences] == [
        date(2026, 12, 1),
        date(2026, 12, 4),
    ]
    do(remove_absences, [a.id for a in sheet(workspace, wang).absences])
    workspace.undo()
    assert len(sheet(workspace, wang).absences) == 2


def test_two_capacities_never_hold_at_once(
    workspace: Workspace, do: Callable[..., Any], wang: int
) -> None:
    half = do(add_capacity, wang, date(2026, 11, 1), NOV, 0.5)
    do(add_capacity, wang, date(2026, 12, 1), None, 0.8)
    assert person(workspace, wang).capacity_now == 0.5
    with pytest.raises(Refused, match="another capacity"):
        do(change_capacity, half, {"last": None})
    with pytest.raises(Refused, match="before the first"):
        do(change_capacity, half, {"last": date(2026, 10, 1)})
    with pytest.raises(Refused, match="0% or more"):
        do(change_capacity, half, {"capacity": -0.1})


def test_a_capacity_without_an_end_is_not_doubled(do: Callable[..., Any], wang: int) -> None:
    always = do(add_capacity, wang, NOV, None, 0.5)
    with pytest.raises(Refused, match="last day first"):
        do(duplicate_capacity, always)


def test_the_newest_rate_that_has_begun_holds(
    workspace: Workspace, do: Callable[..., Any], wang: int
) -> None:
    do(add_rate, wang, None, Decimal("300"))
    newer = do(add_rate, wang, date(2026, 7, 1), Decimal("320.50"), Decimal("480"))
    later = do(duplicate_rate, newer, date(2027, 1, 1))
    do(change_rate, later, {"standard": Decimal("350")})
    assert person(workspace, wang).rate == Decimal("320.50")
    assert [rate.now for rate in sheet(workspace, wang).rates] == [False, True, False]
    with pytest.raises(Refused, match="from this day on"):
        do(add_rate, wang, None, Decimal("1"))
    with pytest.raises(Refused, match="below zero"):
        do(change_rate, later, {"overtime": Decimal("-1")})


def test_a_person_who_has_left_or_is_yet_to_come_gives_nothing(
    workspace: Workspace, do: Callable[..., Any], wang: int
) -> None:
    do(set_person, wang, {"left_on": date(2026, 11, 19)})
    assert person(workspace, wang).standing is PoolStanding.LEFT
    assert person(workspace, wang).capacity_now == 0
    do(set_person, wang, {"left_on": None, "joined": DEC})
    assert person(workspace, wang).standing is PoolStanding.COMING
    with pytest.raises(Refused, match="before the first"):
        do(set_person, wang, {"left_on": NOV})


@pytest.mark.usefixtures("wang")
def test_two_people_cannot_have_one_name(do: Callable[..., Any]) -> None:
    other = do(add, "person", {"name": "李娜"})
    with pytest.raises(Refused, match="somebody called"):
        do(set_person, other, {"name": "王 岚"})


def test_a_copy_has_the_rates_and_skills_and_no_work_nor_absences(
    workspace: Workspace, do: Callable[..., Any], wang: int
) -> None:
    do(add_rate, wang, None, Decimal("300"))
    do(add_absence, wang, NOV)
    do(set_level, wang, do(add_skill, {"name": "SQL"}), 4)
    copy = do(duplicate_person, wang, "王岚 2")
    found = sheet(workspace, copy)
    assert (found.person.rate, found.person.skills) == (Decimal("300.00"), "SQL 4")
    assert not found.absences
    assert found.person.uid != person(workspace, wang).uid


def test_people_who_are_one_person_become_one_with_all_they_have(
    workspace: Workspace, do: Callable[..., Any], wang: int
) -> None:
    project = do(add, "project", {"code": "P", "name": "P", "manager": "王蓝"})
    alike = next(one.id for one in workspace.query(pool) if one.name == "王蓝")
    sql, java = do(add_skill, {"name": "SQL"}), do(add_skill, {"name": "Java"})
    do(set_levels, [(wang, sql), (alike, java)], 2)
    do(set_level, alike, sql, 5)
    do(add_absence, alike, NOV)
    do(add_absence, wang, NOV)
    do(add_absence, alike, DEC)
    both, other = (a_task(workspace, project, wbs) for wbs in ("1", "2"))
    do(bulk_insert, Assignment, [
        {"task_id": both, "person_id": wang, "units": 0.5},
        {"task_id": both, "person_id": alike, "units": 1.0},
        {"task_id": other, "person_id": alike, "units": 0.3},
    ])  # fmt: skip
    do(merge_people, wang, [alike])
    assert [one.name for one in workspace.query(pool)] == ["王岚"]
    found = sheet(workspace, wang)
    assert found.person.skills == "SQL 5, Java 2"
    assert [a.first for a in found.absences] == [NOV, DEC]
    assert {(a.task_id, a.person_id, a.units) for a in rows(workspace, Assignment)} == {
        (both, wang, 1.0),
        (other, wang, 0.3),
    }
    assert workspace.undo_title() == EDIT
    workspace.undo()
    assert len(workspace.query(pool)) == 2
    assert len(rows(workspace, Assignment)) == 3


def test_nobody_is_merged_with_themselves(do: Callable[..., Any], wang: int) -> None:
    with pytest.raises(Refused, match="Choose two people"):
        do(merge_people, wang, [wang])


def test_who_fills_a_role_does_everywhere_what_it_was_to_do(
    workspace: Workspace, do: Callable[..., Any], wang: int
) -> None:
    role = do(add, "person", {"name": "Test lead (N.N.)", "placeholder": True})
    project = do(add, "project", {"code": "P", "name": "P"})
    task = a_task(workspace, project, "1")
    do(bulk_insert, Assignment, [
        {"task_id": task, "person_id": role, "units": 0.5},
        {"task_id": task, "person_id": wang, "units": 0.25},
    ])  # fmt: skip
    booking = {"uid": "b", "person_id": role, "project_id": project, "first": NOV, "last": DEC}
    do(bulk_insert, Booking, [booking])
    do(add_rate, role, None, Decimal("1"))
    assert person(workspace, role).standing is PoolStanding.PLACEHOLDER
    with pytest.raises(Refused, match="not a role"):
        do(replace_placeholder, wang, role)
    do(replace_placeholder, role, wang)
    assert [one.id for one in workspace.query(pool)] == [wang]
    assert [(a.person_id, a.units) for a in rows(workspace, Assignment)] == [(wang, 0.75)]
    assert [b.person_id for b in rows(workspace, Booking)] == [wang]
    assert person(workspace, wang).rate is None
    assert rows(workspace, Task)


def test_who_leads_a_team_belongs_to_it(
    workspace: Workspace, do: Callable[..., Any], wang: int
) -> None:
    team = do(add_team, "Payments")
    do(set_lead, team, wang)
    other = do(duplicate_team, team, "Payments 2")
    (first, second) = workspace.query(groups).teams
    assert first.people == second.people == (wang,)
    do(remove_members, team, [wang])
    assert workspace.query(groups).teams[0].lead == ""
    do(remove_teams, [other])
    assert person(workspace, wang).teams == ()
    with pytest.raises(Refused, match="already"):
        do(add_team, " payments ")


def test_the_members_of_a_team_are_in_it_once(
    workspace: Workspace, do: Callable[..., Any], wang: int
) -> None:
    team = do(add_team, "Payments")
    do(add_members, team, [wang, wang])
    do(add_members, team, [wang])
    assert workspace.query(groups).teams[0].people == (wang,)


def test_departments_that_are_one_become_one(
    workspace: Workspace, do: Callable[..., Any], wang: int
) -> None:
    do(set_person, wang, {"department": "研发部"})
    keep = do(add_department, "研发中心")
    gone = next(d.id for d in workspace.query(groups).departments if d.name == "研发部")
    do(set_manager, gone, wang)
    do(merge_departments, keep, [gone])
    (found,) = workspace.query(groups).departments
    assert (found.name, found.manager, found.people) == ("研发中心", "王岚", (wang,))
    with pytest.raises(Refused, match="a name"):
        do(rename_department, keep, "  ")


def test_the_matrix_says_what_is_missing(
    workspace: Workspace, do: Callable[..., Any], wang: int
) -> None:
    others = [do(add, "person", {"name": name}) for name in ("A", "B", "C")]
    names = ("asked", "nobody", "one", "few", "enough")
    skills = {name: do(add_skill, {"name": name, "needed_holders": 3}) for name in names}
    booking = {"uid": "b", "skill_id": skills["asked"], "first": NOV, "last": DEC}
    do(bulk_insert, Booking, [booking])
    do(set_levels, [(one, skills["enough"]) for one in (wang, *others)], 3)
    do(set_levels, [(one, skills["few"]) for one in (wang, others[0])], 4)
    do(set_level, wang, skills["one"], 3)
    do(set_level, others[0], skills["one"], 2)
    do(set_level, wang, skills["nobody"], 1)
    found = {skill.name: skill for skill in workspace.query(skill_matrix).skills}
    assert {name: skill.gap for name, skill in found.items()} == {
        "asked": SkillGap.UNMET,
        "nobody": SkillGap.NOBODY,
        "one": SkillGap.SINGLE,
        "few": SkillGap.FEW,
        "enough": SkillGap.NONE,
    }
    assert (found["one"].people, found["one"].holders, found["one"].names) == (2, 1, ("王岚",))
    do(set_person, others[0], {"left_on": date(2026, 11, 1)})
    assert workspace.query(skill_matrix).levels[wang, skills["few"]] == 4
    assert (others[0], skills["few"]) not in workspace.query(skill_matrix).levels


def test_skills_that_are_one_keep_the_higher_level(
    workspace: Workspace, do: Callable[..., Any], wang: int
) -> None:
    sql, alike = do(add_skill, {"name": "SQL"}), do(add_skill, {"name": "SQL 语言"})
    do(set_level, wang, sql, 2)
    do(set_level, wang, alike, 4)
    do(merge_skills, sql, [alike])
    assert person(workspace, wang).skills == "SQL 4"
    workspace.undo()
    assert person(workspace, wang).skills == "SQL 语言 4, SQL 2"


def test_a_level_of_nothing_takes_the_skill_away(
    workspace: Workspace, do: Callable[..., Any], wang: int
) -> None:
    sql = do(add_skill, {"name": "SQL"})
    do(set_level, wang, sql, 4)
    do(set_level, wang, sql, 0)
    assert person(workspace, wang).skills == ""
    with pytest.raises(Refused, match="A level is 1"):
        do(set_level, wang, sql, 6)
    with pytest.raises(Refused, match="already"):
        do(change_skill, do(add_skill, {"name": "Java"}), {"name": "sql"})
    do(remove_skills, [sql])
    assert [skill.name for skill in workspace.query(skill_matrix).skills] == ["Java"]
