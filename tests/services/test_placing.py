from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from pmo_desktop.domain.calendars import STANDARD
from pmo_desktop.domain.plan import PlanRow
from pmo_desktop.domain.tasks import Constraint, Link
from pmo_desktop.services.editing import add, change
from pmo_desktop.services.gantt import plan
from pmo_desktop.services.placing import (
    add_progress,
    lengthen,
    move,
    set_progress,
    shifted,
    stretch,
)
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

TITLE = Title("Change the plan")
Ids = dict[str, int]
DAY = 480


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 11, day, hour)


@pytest.fixture
def ids(workspace: Workspace) -> Ids:
    """Free of 2 days and After behind it below Phase; Kept with dates of its own; a milestone."""

    def put(session: Session) -> Ids:
        cloud = add(session, "project", {"code": "P", "name": "Cloud", "start": at(23).date()})
        tasks = {
            "Phase": {"wbs": "1"},
            "Free": {"wbs": "1.1", "duration": 2 * DAY},
            "After": {"wbs": "1.2", "predecessors": (Link("1.1"),)},
            "Kept": {"wbs": "2", "start": at(23), "finish": at(25, 18)},
            "Gate": {"wbs": "3", "kind": "milestone", "finish": at(27, 18)},
        }
        made = {
            name: add(session, "task", {"name": name, **values}, cloud)
            for name, values in tasks.items()
        }
        return {**made, "Cloud": cloud}

    return workspace.edit(TITLE, put).result


def row(workspace: Workspace, name: str) -> PlanRow:
    return next(row for row in workspace.query(plan).rows if row.name == name)


def dates(workspace: Workspace, name: str) -> tuple[datetime | None, datetime | None]:
    found = row(workspace, name)
    return found.start, found.finish


def test_a_computed_task_starts_no_earlier_than_it_was_moved_to(
    workspace: Workspace, ids: Ids
) -> None:
    workspace.edit(TITLE, move, DAY, [ids["Free"]])
    moved = row(workspace, "Free")
    assert (moved.constraint, moved.constraint_date) == (Constraint.SNET, at(24))
    assert dates(workspace, "Free") == (at(24), at(25, 18))
    assert dates(workspace, "After") == (at(26), at(26, 18))
    workspace.undo()
    assert row(workspace, "Free").constraint is Constraint.ASAP
    assert dates(workspace, "After") == (at(25), at(25, 18))


def test_a_task_with_dates_of_its_own_gets_other_ones(workspace: Workspace, ids: Ids) -> None:
    workspace.edit(TITLE, move, DAY, [ids["Kept"]], (), at(26))
    assert dates(workspace, "Kept") == (at(26), at(30, 18))
    assert row(workspace, "Kept").constraint is Constraint.ASAP


def test_a_milestone_moves_to_the_end_of_a_day(workspace: Workspace, ids: Ids) -> None:
    workspace.edit(TITLE, move, DAY, [ids["Gate"]])
    assert dates(workspace, "Gate") == (at(30, 18), at(30, 18))


def test_a_must_start_date_moves_with_its_bar(workspace: Workspace, ids: Ids) -> None:
    must = {"constraint": "mso", "constraint_date": at(24)}
    workspace.edit(TITLE, change, "task", ids["Free"], must)
    workspace.edit(TITLE, move, DAY, [ids["Free"]])
    moved = row(workspace, "Free")
    assert (moved.constraint, moved.constraint_date) == (Constraint.MSO, at(25))


def test_a_summary_moves_what_nothing_of_it_comes_before(workspace: Workspace, ids: Ids) -> None:
    workspace.edit(TITLE, move, 2 * DAY, [ids["Phase"]])
    assert dates(workspace, "Phase") == (at(25), at(27, 18))
    assert row(workspace, "After").constraint is Constraint.ASAP


def test_a_project_moves_all_that_it_has_and_its_start(workspace: Workspace, ids: Ids) -> None:
    workspace.edit(TITLE, move, 5 * DAY, [], [ids["Cloud"]])
    assert dates(workspace, "Kept") == (at(30), datetime(2026, 12, 2, 18))
    assert dates(workspace, "Free")[0] == at(30)
    workspace.edit(TITLE, move, -5 * DAY, [], [ids["Cloud"]])
    assert dates(workspace, "Free")[0] == at(23)


def test_several_tasks_move_as_one_edit(workspace: Workspace, ids: Ids) -> None:
    workspace.edit(TITLE, move, DAY, [ids["Free"], ids["Kept"]])
    assert dates(workspace, "Free")[0] == at(24)
    assert dates(workspace, "Kept")[0] == at(24)
    workspace.undo()
    assert dates(workspace, "Free")[0] == dates(workspace, "Kept")[0] == at(23)


def test_what_has_begun_is_not_moved(workspace: Workspace, ids: Ids) -> None:
    workspace.edit(TITLE, set_progress, 0.5, [ids["Free"]])
    with pytest.raises(Refused, match="what has happened is not moved"):
        workspace.edit(TITLE, move, DAY, [ids["Free"]])


def test_what_follows_a_task_that_has_begun_moves_with_its_project(
    workspace: Workspace, ids: Ids
) -> None:
    workspace.edit(TITLE, change, "task", ids["Free"], {"actual_start": at(23)})
    before = row(workspace, "After").start
    workspace.edit(TITLE, move, 3 * DAY, (), (ids["Cloud"],))
    assert before is not None
    assert row(workspace, "Free").start == at(23)
    assert row(workspace, "After").start == shifted(before, 3 * DAY, STANDARD, point=False)


def test_a_later_finish_is_a_longer_duration(workspace: Workspace, ids: Ids) -> None:
    workspace.edit(TITLE, stretch, ids["Free"], None, at(26, 18))
    assert row(workspace, "Free").duration_minutes == 4 * DAY
    assert dates(workspace, "After") == (at(27), at(27, 18))


def test_dates_of_its_own_stretch_at_either_end(workspace: Workspace, ids: Ids) -> None:
    workspace.edit(TITLE, stretch, ids["Kept"], at(24), None)
    assert dates(workspace, "Kept") == (at(24), at(25, 18))
    assert row(workspace, "Kept").duration_minutes == 2 * DAY
    workspace.edit(TITLE, stretch, ids["Kept"], None, at(27, 18))
    assert dates(workspace, "Kept") == (at(24), at(27, 18))


@pytest.mark.parametrize(
    ("task", "start", "finish", "sentence"),
    [
        ("Free", at(24), None, "schedule gives it its start"),
        ("Phase", None, at(27, 18), "follow from the tasks below"),
        ("Gate", None, at(30, 18), "milestone has no duration"),
        ("Kept", None, at(20, 18), "cannot be shorter"),
    ],
)
def test_what_cannot_be_stretched_says_why(
    workspace: Workspace,
    ids: Ids,
    task: str,
    start: datetime | None,
    finish: datetime | None,
    sentence: str,
) -> None:
    with pytest.raises(Refused, match=sentence):
        workspace.edit(TITLE, stretch, ids[task], start, finish)


def test_tasks_are_made_longer_and_shorter(workspace: Workspace, ids: Ids) -> None:
    workspace.edit(TITLE, lengthen, DAY, [ids["Free"], ids["Kept"]])
    assert row(workspace, "Free").duration_minutes == 3 * DAY
    assert dates(workspace, "Kept") == (at(23), at(26, 18))
    with pytest.raises(Refused, match="cannot be shorter"):
        workspace.edit(TITLE, lengthen, -3 * DAY, [ids["Free"]])


def test_progress_says_when_a_task_began_and_nothing_done_takes_it_back(
    workspace: Workspace, ids: Ids
) -> None:
    workspace.edit(TITLE, add_progress, 0.3, [ids["Free"]])
    assert row(workspace, "Free").actual_start == at(23)
    workspace.edit(TITLE, add_progress, -0.5, [ids["Free"]])
    assert row(workspace, "Free").percent_complete == 0
    assert row(workspace, "Free").actual_start is None


def test_progress_of_a_summary_follows_from_below(workspace: Workspace, ids: Ids) -> None:
    with pytest.raises(Refused, match="follows from the tasks below"):
        workspace.edit(TITLE, set_progress, 1.0, [ids["Phase"]])


@given(st.integers(0, 20), st.integers(-20, 20), st.booleans())
def test_days_there_and_back_are_where_one_was(day: int, days: int, point: bool) -> None:
    begin = datetime(2026, 11, 2, 9) + timedelta(days=day)
    moment = STANDARD.previous_working(begin) if point else STANDARD.next_working(begin)
    there = shifted(moment, days * DAY, STANDARD, point=point)
    assert STANDARD.between(moment, there) == days * DAY
    assert shifted(there, -days * DAY, STANDARD, point=point) == moment
