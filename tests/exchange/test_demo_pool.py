"""The demo office's pool shows what a pool has to show."""

from __future__ import annotations

from pmo_desktop.domain.pool import PoolStanding
from pmo_desktop.domain.skills import SkillGap
from pmo_desktop.services.groups import groups
from pmo_desktop.services.people_pool import person_sheet
from pmo_desktop.services.skill_matrix import skill_matrix
from pmo_desktop.storage.workspace import Workspace


def test_somebody_is_external_somebody_leaves_and_roles_are_to_be_filled(
    demo_workspace: Workspace,
) -> None:
    people = demo_workspace.query(groups).people
    assert any(person.external for person in people)
    leavers = [person for person in people if person.left_on is not None]
    assert leavers
    assert all(person.tasks for person in leavers)
    roles = [person for person in people if person.standing is PoolStanding.PLACEHOLDER]
    assert len(roles) == 3
    assert all(role.bookings and not role.capacity_now for role in roles)


def test_everybody_costs_something_and_most_are_away_some_time(demo_workspace: Workspace) -> None:
    people = [one for one in demo_workspace.query(groups).people if one.is_there]
    sheets = [demo_workspace.query(person_sheet, one.id) for one in people]
    assert all(one.rate for one in people if not one.placeholder)
    assert {absence.kind for sheet in sheets for absence in sheet.absences} >= {"leave"}
    assert any(absence.share == 0.5 for sheet in sheets for absence in sheet.absences)


def test_teams_have_leads_and_departments_their_managers(demo_workspace: Workspace) -> None:
    found = demo_workspace.query(groups)
    assert found.teams
    assert all(team.lead and team.count > 1 for team in found.teams)
    assert all(one.manager for one in found.departments if one.count)


def test_skills_are_short(demo_workspace: Workspace) -> None:
    gaps = {skill.gap for skill in demo_workspace.query(skill_matrix).skills}
    assert {SkillGap.UNMET, SkillGap.NOBODY, SkillGap.SINGLE, SkillGap.FEW} <= gaps
