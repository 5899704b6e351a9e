"""A plan file taken into the database: one edit, its own calendars, compared when it returns."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from pmo_desktop.exchange.comparing.checking import check_all
from pmo_desktop.exchange.comparing.choice import Choice
from pmo_desktop.exchange.comparing.places import Place
from pmo_desktop.exchange.comparing.review import FileReview, review
from pmo_desktop.exchange.findings import say
from pmo_desktop.exchange.plans.understanding import keeping_dates
from pmo_desktop.exchange.plans.writing.mspdi import left_to_say, mspdi_bytes
from pmo_desktop.exchange.understanding import understand_all
from pmo_desktop.language import Language
from pmo_desktop.models import Task
from pmo_desktop.services.editing import add, change, set_office
from pmo_desktop.services.importing import commit
from pmo_desktop.services.office import office_row
from pmo_desktop.services.opening import open_workspace
from pmo_desktop.services.plans.identity import project_choices
from pmo_desktop.services.plans.stored_plan import StoredPlan, stored_plan
from pmo_desktop.services.scheduling import reschedule
from pmo_desktop.storage.bulk import bulk_update
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from tests.exchange.plans.files import calendar, link, project, task

IMPORT, EDIT = Title("Import"), Title("Edit")
RECORDED = "<Start>2026-03-02T08:00:00</Start><Finish>2026-03-02T17:00:00</Finish>"
RESOURCES = (
    "<Resources><Resource><UID>7</UID><Name>Ann</Name><Type>1</Type>"
    "<StandardRate>50</StandardRate></Resource></Resources><Assignments><Assignment>"
    "<UID>1</UID><TaskUID>1</TaskUID><ResourceUID>7</ResourceUID><Units>0.5</Units></Assignment>"
    "</Assignments>"
)


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    return workspace


def reviewed(office: Workspace, folder: Path, text: str, *, keeps: bool = False) -> FileReview:
    path = folder / "bridge.xml"
    path.write_text(text, encoding="utf-8")
    understood = [keeping_dates(file, keeps) for file in understand_all([path])]
    return review(office, understood).files[0]


def take(office: Workspace, folder: Path, text: str, *, keeps: bool = False) -> StoredPlan:
    changes = reviewed(office, folder, text, keeps=keeps).changes
    office.edit(IMPORT, commit, changes)
    (chosen,) = office.query(project_choices)
    return office.query(stored_plan, chosen.id)


def starts(stored: StoredPlan) -> list[str]:
    return [f"{t.start:%m-%d %H:%M}" for t in stored.plan.tasks if t.start]


def test_a_plan_is_computed_with_its_own_calendar(office: Workspace, tmp_path: Path) -> None:
    """The office's hours begin at nine, the plan's at eight; the office has May Day off."""
    text = project(task(1, days=2) + task(2, rest=link(1))).replace("2026-03-02", "2026-04-30")
    stored = take(office, tmp_path, text)
    assert starts(stored) == ["04-30 08:00", "05-04 08:00"]
    assert [c.name for c in stored.plan.calendars] == ["Standard"]


def test_lags_that_are_elapsed_or_a_share_reach_the_schedule(
    office: Workspace, tmp_path: Path
) -> None:
    tasks = task(1, days=2) + task(2, rest=link(1, 1, 14400, 8)) + task(3, rest=link(1, 3, 50, 19))
    assert starts(take(office, tmp_path, project(tasks))) == [
        "03-02 08:00",
        "03-05 08:00",
        "03-03 08:00",
    ]


def test_what_may_start_before_its_project_does(office: Workspace, tmp_path: Path) -> None:
    early = "<ConstraintType>4</ConstraintType><ConstraintDate>2026-02-25T08:00:00</ConstraintDate>"
    assert starts(take(office, tmp_path, project(task(1, rest=early)))) == ["02-25 08:00"]


def test_it_is_one_edit_and_one_undo(office: Workspace, tmp_path: Path) -> None:
    take(office, tmp_path, project(task(1) + task(2, rest=link(1)), rest=RESOURCES))
    office.undo()
    assert office.query(project_choices) == ()
    office.redo()
    (chosen,) = office.query(project_choices)
    stored = office.query(stored_plan, chosen.id)
    assert [(a.task, a.units) for a in stored.plan.assignments] == [("1", 0.5)]
    assert stored.plan.resources[0].rates[0].standard == 5000


def test_recorded_dates_are_kept_where_that_is_chosen(office: Workspace, tmp_path: Path) -> None:
    text = project(task(1, rest=RECORDED) + task(2, rest=RECORDED + link(1)))
    stored = take(office, tmp_path, text, keeps=True)
    assert starts(stored) == ["03-02 08:00", "03-02 08:00"]
    assert [t.manual for t in stored.plan.tasks] == [False, True]


def test_the_same_file_changes_nothing(office: Workspace, tmp_path: Path) -> None:
    text = project(task(1) + task(2, rest=link(1)), rest=RESOURCES)
    take(office, tmp_path, text)
    again = reviewed(office, tmp_path, text)
    assert (again.changes, again.unchanged) == ((), 2)


def test_a_plan_that_returns_is_compared_by_the_ids_of_the_file(
    office: Workspace, tmp_path: Path
) -> None:
    before = take(office, tmp_path, project(task(1, "Dig") + task(2, "Pour") + task(3, "Paint")))
    text = project(task(2, "Pour concrete", days=2) + task(1, "Dig") + task(4, "Cure"))
    found = reviewed(office, tmp_path, text)
    assert [record.label for record in found.records if record.id is None] == ["3 Cure"]
    assert [one.label for one in found.missing] == ["3 Paint"]
    after = take(office, tmp_path, text)
    assert [t.name for t in after.plan.tasks] == ["Pour concrete", "Dig", "Paint", "Cure"]
    assert after.tasks["2"] == before.tasks["2"]


def test_what_no_record_shows_is_taken_too(office: Workspace, tmp_path: Path) -> None:
    text = project(task(1))
    take(office, tmp_path, text)
    friday = (
        "<Exceptions><Exception><TimePeriod><FromDate>2026-05-01</FromDate>"
        "<ToDate>2026-05-01</ToDate></TimePeriod><DayWorking>0</DayWorking></Exception></Exceptions>"
    )
    changed = text.replace(calendar(), calendar(rest=friday))
    assert [f.code for f in reviewed(office, tmp_path, changed).findings][-1] == "plan_beside"
    assert len(take(office, tmp_path, changed).plan.calendars[0].days) == 1


def test_a_change_that_is_left_out_stays_as_it_was(office: Workspace, tmp_path: Path) -> None:
    take(office, tmp_path, project(task(1, "Dig") + task(2, "Pour")))
    found = reviewed(office, tmp_path, project(task(1, "Excavate", days=3) + task(2, "Pour")))
    choice = Choice(found)
    choice.take(Place(0, 0, "name"), False)
    office.edit(IMPORT, commit, choice.changes())
    (chosen,) = office.query(project_choices)
    dig = office.query(stored_plan, chosen.id).plan.tasks[0]
    assert (dig.name, dig.duration_minutes) == ("Dig", 1440)
    assert dig.finish == datetime(2026, 3, 4, 17)


def test_loops_are_named_and_the_rest_is_computed(office: Workspace, tmp_path: Path) -> None:
    tasks = task(1, "A", rest=link(2)) + task(2, "B", rest=link(1)) + task(3, "C", days=2)
    found = reviewed(office, tmp_path, project(tasks))
    choice = Choice(found)
    check_all(office, [choice])
    (told,) = [f for f in choice.file.findings if "loop" in f.code]
    assert all(f" {name}" in say(told, Language("en")) for name in "AB")
    stored = take(office, tmp_path, project(tasks))
    assert stored.plan.tasks[2].finish == datetime(2026, 3, 3, 17)


def test_an_office_s_project_written_and_taken_in_again_changes_nothing(
    demo_workspace: Workspace, tmp_path: Path
) -> None:
    """Also where the status date moves what is late: the office's rule travels with the file."""
    path = tmp_path / "project.xml"
    for chosen in demo_workspace.query(project_choices):
        stored = demo_workspace.query(stored_plan, chosen.id)
        path.write_bytes(mspdi_bytes(stored.plan))
        (found,) = review(demo_workspace, understand_all([path])).files
        assert not list(found.changes), chosen.code


def test_work_that_the_status_date_moves_lies_there_in_another_office_too(
    office: Workspace, tmp_path: Path
) -> None:
    day = office.query(office_row).status_date
    office.edit(EDIT, set_office, {"status_date": date(2026, 11, 18)})
    assert day != date(2026, 11, 18)
    project_id = office.edit(
        EDIT, add, "project", {"code": "P-1", "name": "Bridge", "start": date(2026, 11, 2)}
    ).result
    task_id = office.edit(EDIT, add, "task", {"name": "Late", "duration": 960}, project_id).result
    stored = office.query(stored_plan, project_id)
    assert [t.start for t in stored.plan.tasks] == [datetime(2026, 11, 18, 9)], task_id
    path = tmp_path / "bridge.xml"
    path.write_bytes(mspdi_bytes(stored.plan))
    other = open_workspace(tmp_path / "other.db")
    try:
        changes = review(other, understand_all([path])).changes
        other.edit(IMPORT, commit, changes)
        (chosen,) = other.query(project_choices)
        again = other.query(stored_plan, chosen.id)
    finally:
        other.close()
    assert [t.start for t in again.plan.tasks] == [datetime(2026, 11, 18, 9)]
    assert again.plan.progress_rule == stored.plan.progress_rule


def test_a_plan_without_any_date_begins_on_the_day_when_it_is_read(
    office: Workspace, tmp_path: Path
) -> None:
    """And stands there when the same file comes again."""
    text = project(task(1) + task(2, rest=link(1))).replace(
        "<StartDate>2026-03-02T08:00:00</StartDate>", ""
    )
    found = reviewed(office, tmp_path, text)
    assert [f.code for f in found.findings] == ["plan_without_start"]
    stored = take(office, tmp_path, text)
    today = datetime.combine(date.today(), time.min)
    assert stored.plan.start is not None
    assert abs(stored.plan.start - today) < timedelta(days=4)
    (chosen,) = office.query(project_choices)
    office.edit(EDIT, change, "project", chosen.id, {"start": date(2026, 3, 2)})
    again = reviewed(office, tmp_path, text)
    assert (again.changes, again.unchanged) == ((), 2)


def test_a_plan_that_does_not_say_its_start_begins_with_its_first_task(
    office: Workspace, tmp_path: Path
) -> None:
    tasks = task(1, rest=RECORDED) + task(2, rest=link(1))
    text = project(tasks).replace("<StartDate>2026-03-02T08:00:00</StartDate>", "")
    assert starts(take(office, tmp_path, text)) == ["03-02 08:00", "03-03 08:00"]
    assert reviewed(office, tmp_path, text).changes == ()


def span(first: int, last: int) -> str:
    """Recorded days of March 2026."""
    return f"<Start>2026-03-{first:02}T08:00:00</Start><Finish>2026-03-{last:02}T17:00:00</Finish>"


# A summary that was recorded otherwise than what is below it; one scheduled by hand; an inactive
# task; a follower without recorded dates; a phase of which nothing is planned any more.
UNEVEN = (
    task(1, "Phase", rest=span(2, 30))
    + task(2, "Dig", level=2, rest=span(9, 9))
    + task(3, "Pour", level=2, rest=span(3, 3) + link(2))
    + task(4, "Cancelled", level=2, rest="<Active>0</Active>" + span(25, 25))
    + task(5, "By hand", rest="<Manual>1</Manual>" + span(16, 27))
    + task(6, "Paint", level=2, rest=span(16, 16))
    + task(7, "Hand over", rest=link(3))
    + task(8, "Given up", rest=span(20, 27))
    + task(9, "Sell", level=2, rest="<Active>0</Active>")
)


@pytest.mark.parametrize("keeps", [False, True])
def test_whatever_dates_are_kept_the_second_time_nothing_changes(
    office: Workspace, tmp_path: Path, keeps: bool
) -> None:
    text = project(UNEVEN)
    first = reviewed(office, tmp_path, text, keeps=keeps)
    stored = take(office, tmp_path, text, keeps=keeps)
    again = reviewed(office, tmp_path, text, keeps=keeps)
    assert (again.changes, again.unchanged) == ((), 9)
    assert first.understood.plan is not None
    shown = [record.values.get("start") for record in first.understood.plan.records.tasks]
    assert [task.start for task in stored.plan.tasks] == shown
    summaries = [(t.start, t.finish) for t in stored.plan.tasks if t.uid in "15"]
    one = (datetime(2026, 3, 3, 8), datetime(2026, 3, 9, 17)) if keeps else (
        datetime(2026, 3, 2, 8), datetime(2026, 3, 3, 17))  # fmt: skip
    other = (datetime(2026, 3, 16, 8), datetime(2026, 3, 16, 17)) if keeps else (
        datetime(2026, 3, 2, 8), datetime(2026, 3, 2, 17))  # fmt: skip
    assert summaries == [one, other]


def test_a_summary_scheduled_by_hand_is_written_back_as_one(
    office: Workspace, tmp_path: Path
) -> None:
    stored = take(office, tmp_path, project(UNEVEN))
    assert b"<Name>By hand</Name><Active>1</Active><Manual>1</Manual>" in mspdi_bytes(stored.plan)


def test_a_plan_scheduled_from_its_finish_lies_there_as_it_was_shown(
    office: Workspace, tmp_path: Path
) -> None:
    late = "<ConstraintType>1</ConstraintType>"
    head = "<ScheduleFromStart>0</ScheduleFromStart><FinishDate>2026-03-13T17:00:00</FinishDate>"
    tasks = task(1, days=3, rest=late) + task(2, days=4, rest=late + link(1)) + task(3)
    stored = take(office, tmp_path, project(tasks, head=head))
    assert starts(stored) == ["03-05 08:00", "03-10 08:00", "03-05 08:00"]
    assert reviewed(office, tmp_path, project(tasks, head=head)).changes == ()


def test_what_the_office_schedules_from_its_finish_is_late_in_its_file(
    office: Workspace, tmp_path: Path
) -> None:
    values = {"code": "P-1", "name": "Bridge", "schedule_from": "finish", "finish_by":
              date(2026, 12, 18)}  # fmt: skip
    project_id = office.edit(EDIT, add, "project", values).result
    office.edit(EDIT, add, "task", {"name": "Dig", "duration": 960}, project_id)
    stored = office.query(stored_plan, project_id)
    path = tmp_path / "bridge.xml"
    path.write_bytes(mspdi_bytes(stored.plan))
    assert b"<ConstraintType>1</ConstraintType>" in path.read_bytes()
    assert stored.plan.tasks[0].start == datetime(2026, 12, 17, 9)
    assert review(office, understand_all([path])).changes == ()


def test_what_levelling_delayed_lies_where_it_was_recorded(
    office: Workspace, tmp_path: Path
) -> None:
    """And what follows it behind it; a second time nothing changes."""
    delayed = "<LevelingDelay>19200</LevelingDelay><LevelingDelayFormat>8</LevelingDelayFormat>"
    tasks = task(1, rest=span(4, 4) + delayed) + task(2, rest=span(5, 5) + link(1))
    found = reviewed(office, tmp_path, project(tasks))
    assert [f.code for f in found.findings] == ["plan_no_moves", "plan_levelling"]
    stored = take(office, tmp_path, project(tasks))
    assert starts(stored) == ["03-04 08:00", "03-05 08:00"]
    assert reviewed(office, tmp_path, project(tasks)).changes == ()
    assert b"<LevelingDelay>19200</LevelingDelay>" in mspdi_bytes(stored.plan)


def test_what_was_levelled_here_stays_so_when_its_file_comes_again(
    office: Workspace, tmp_path: Path
) -> None:
    (stored_task,) = take(office, tmp_path, project(task(1))).tasks.values()
    row = office.query(project_choices)[0]

    def hold(session: Session) -> None:
        bulk_update(session, Task, [{"id": stored_task, "held_until": datetime(2026, 3, 9, 8)}])
        reschedule(session, [row.id])

    office.edit(EDIT, hold)
    stored = office.query(stored_plan, row.id)
    assert starts(stored) == ["03-09 08:00"]
    assert left_to_say(stored.plan) == {"plan_levelled": 1}
    assert reviewed(office, tmp_path, mspdi_bytes(stored.plan).decode()).changes == ()
    longer = take(office, tmp_path, project(task(1, days=2)))
    assert starts(longer) == ["03-09 08:00"]
