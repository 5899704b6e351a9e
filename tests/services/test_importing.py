"""Taking reviewed files in: one edit, one undo, and where each value came from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from pmo_desktop.domain.records import Cell, ChangeKind, FieldChange, ProjectChange, RecordChange
from pmo_desktop.domain.tasks import Link
from pmo_desktop.services.audit import audit, audit_details
from pmo_desktop.services.importing import commit
from pmo_desktop.services.opening import open_workspace
from pmo_desktop.services.period import close_period, next_period
from pmo_desktop.services.records import known_digests, project_ids, project_records
from pmo_desktop.services.since import since
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from tests.storage.test_workspace import dump

IMPORT = Title("Import {n} files", {"n": 2})


@pytest.fixture
def opened(workspace: Workspace) -> Workspace:
    return workspace


def added(table: str, cells: dict[str, str] | None = None, **values: object) -> RecordChange:
    places = cells or {}
    fields = tuple(
        FieldChange(name, None, value, Cell("Plan", places[name]) if name in places else None)
        for name, value in values.items()
    )
    return RecordChange(ChangeKind.ADD, table, "", None, None, fields)


def file(code: str, *records: RecordChange, name: str = "plan.xlsx") -> ProjectChange:
    project = added("project", code=code, name=f"Project {code}", budget=Decimal("100"))
    return ProjectChange(
        None, code, f"Project {code}", name, f"sha-{code}-{name}", "team", date(2026, 11, 20),
        (project, *records),
    )  # fmt: skip


def plan_of(code: str) -> ProjectChange:
    return file(
        code,
        added("person", name="周扬", role="Architect"),
        added("task", {"finish": "F12"}, wbs="1.1", name="A", start=datetime(2026, 11, 2),
              finish=datetime(2026, 11, 6), people=("周 扬",)),
        added("task", wbs="1.2", name="B", duration=960, predecessors=(Link("1.1"),)),
        added("task", wbs="1", name="Phase", kind="summary"),
        added("risk", code="R-1", name="Delay", probability=4, impact=4, owner="周扬"),
    )  # fmt: skip


def test_all_files_are_one_edit_and_one_undo(opened: Workspace) -> None:
    before = dump(opened.path)
    result = opened.edit(IMPORT, commit, [plan_of("P-1"), plan_of("P-2")]).result
    assert (result.files, result.added, result.changed) == (2, 12, 0)
    path = opened.path
    opened.close()
    again = open_workspace(path)
    again.undo()
    assert dump(path) == before
    again.redo()
    assert set(again.query(project_ids)) == {"P-1", "P-2"}
    again.close()


def test_a_person_in_two_files_comes_once(opened: Workspace) -> None:
    opened.edit(IMPORT, commit, [plan_of("P-1"), plan_of("P-2")])
    people = opened.query(lambda s: s.connection().exec_driver_sql("SELECT name FROM person").all())
    assert people == [("周扬",)]


def test_tasks_hang_below_their_codes_and_follow_their_links(opened: Workspace) -> None:
    opened.edit(IMPORT, commit, [plan_of("P-1")])
    records = opened.query(project_records, opened.query(project_ids)["P-1"])
    by_code = {record.values["wbs"]: record.values for record in records.tasks}
    assert list(by_code) == ["1", "1.1", "1.2"]
    assert by_code["1.2"]["start"] == datetime(2026, 11, 20, 9), "not before the status date"
    assert by_code["1"]["finish"] == by_code["1.2"]["finish"]


def test_two_files_of_one_new_project_meet_in_it(opened: Workspace) -> None:
    more = file("P-1", added("risk", name="Another"), name="more.xlsx")
    opened.edit(IMPORT, commit, [plan_of("P-1"), more])
    records = opened.query(project_records, opened.query(project_ids)["P-1"])
    assert len(records.risks) == 2


def test_a_value_knows_its_cell(opened: Workspace) -> None:
    opened.edit(IMPORT, commit, [plan_of("P-1")])
    entry = opened.query(audit)[0]
    assert entry.counts["task"] == 3
    details = opened.query(audit_details, entry.id)
    finish = next(d for d in details if d.field == "finish" and d.label == "1.1 A")
    assert finish.source == "plan.xlsx: Plan!F12"


def test_the_change_log_names_what_rows_point_to(opened: Workspace) -> None:
    opened.edit(IMPORT, commit, [plan_of("P-1")])
    details = opened.query(audit_details, opened.query(audit)[0].id)
    said = {(d.table, d.field): d.after for d in details}
    assert said[("risk", "owner_id")] == "周扬"
    assert said[("risk", "project_id")] == "P-1 Project P-1"
    assert said[("dependency", "predecessor_id")] == "1.1 A"


def test_a_file_is_known_by_its_bytes(opened: Workspace) -> None:
    opened.edit(IMPORT, commit, [plan_of("P-1")])
    assert opened.query(known_digests) == {"sha-P-1-plan.xlsx"}


def test_a_cancelled_import_leaves_nothing(opened: Workspace) -> None:
    class Stop(Exception):
        pass

    def report(progress: object) -> None:
        if getattr(progress, "done", 0) == 1:
            raise Stop

    before = dump(opened.path)
    with pytest.raises(Stop):
        opened.edit(IMPORT, commit, [plan_of("P-1"), plan_of("P-2")], report)
    assert dump(opened.path) == before


def test_what_changed_since_the_closed_period_is_told(opened: Workspace) -> None:
    opened.edit(IMPORT, commit, [plan_of("P-1")])
    period = opened.edit(Title("Close the period"), close_period).result
    opened.edit(IMPORT, commit, [plan_of("P-2")])
    found = opened.query(since)
    assert found.period == period
    assert found.new_projects == ("Project P-2",)
    assert [risk.project_code for risk in found.new_risks] == ["P-2"]


def test_a_year_ends_after_its_twelfth_period() -> None:
    assert next_period("2026-12") == "2027-01"
    assert next_period("2026-09") == "2026-10"


def test_dates_that_a_file_states_are_not_moved_by_what_else_it_brings(opened: Workspace) -> None:
    opened.edit(IMPORT, commit, [plan_of("P-1")])
    project = opened.query(project_ids)["P-1"]
    before = {r.values["wbs"]: r for r in opened.query(project_records, project).tasks}
    stays = before["1.2"]
    later = RecordChange(
        ChangeKind.CHANGE, "task", "", before["1.1"].id, None,
        (FieldChange("finish", None, datetime(2026, 12, 18)),),
    )  # fmt: skip
    span = (stays.values["start"], stays.values["finish"])
    change = ProjectChange(project, "P-1", "P", "b.xlsx", "sha-b", "team", None, (later,))
    opened.edit(IMPORT, commit, [change])
    moved = {r.values["wbs"]: r for r in opened.query(project_records, project).tasks}["1.2"]
    assert moved.values["start"] > span[0]
    opened.undo()
    opened.edit(IMPORT, commit, [replace(change, stated={stays.id or 0: span})])
    kept = {r.values["wbs"]: r for r in opened.query(project_records, project).tasks}["1.2"]
    assert (kept.values["start"], kept.values["finish"]) == span


def test_a_task_that_began_elsewhere_than_its_file_still_says_is_where_it_began(
    opened: Workspace,
) -> None:
    """The file states the planned dates as they are, and what has happened beside them."""
    opened.edit(IMPORT, commit, [plan_of("P-1")])
    project_id = opened.query(project_ids)["P-1"]
    records = opened.query(project_records, project_id)
    known = next(task for task in records.tasks if task.values["wbs"] == "1.1")
    assert known.id is not None
    began = datetime(2026, 11, 4, 9)
    change = RecordChange(
        ChangeKind.CHANGE, "task", known.label, known.id, known.uid,
        (FieldChange("actual_start", None, began),),
    )  # fmt: skip
    planned = {known.id: (known.values["start"], known.values["finish"])}
    again = replace(plan_of("P-1"), project_id=project_id, changes=(change,), stated=planned)
    opened.edit(IMPORT, commit, [again])
    tasks = opened.query(project_records, project_id).tasks
    (found,) = [task for task in tasks if task.values["wbs"] == "1.1"]
    assert (found.values["start"], found.values["finish"]) == (began, known.values["finish"])
