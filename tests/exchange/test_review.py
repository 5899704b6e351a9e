from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pmo_desktop.domain.records import Cell, ChangeKind, ProjectRecords, Record
from pmo_desktop.exchange.comparing.review import FileReview, differing, review
from pmo_desktop.exchange.findings import ERROR, NOTE, Finding
from pmo_desktop.exchange.reporting import as_json
from pmo_desktop.exchange.understood import (
    ColumnFound,
    SheetFound,
    TableFound,
    Understood,
)
from pmo_desktop.language import Language
from pmo_desktop.progress import Progress
from pmo_desktop.services.importing import commit
from pmo_desktop.services.records import project_ids, project_records
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from tests.exchange.office_records import RECORDS, additions

AT = datetime


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    workspace.edit(Title("x"), commit, [additions(RECORDS)])
    return workspace


def row(table: str, **values: Any) -> Record:
    cells = {name: Cell("Plan", f"{chr(66 + at)}5") for at, name in enumerate(values)}
    return Record(table, values, cells=cells)


def file(name: str, *projects: ProjectRecords, digest: str = "", **more: Any) -> Understood:
    return Understood(Path(name), digest or name, projects=projects, **more)


def about(code: str, *tasks: Record, name: str = "", **tables: Any) -> ProjectRecords:
    values = {"code": code} | ({"name": name} if name else {})
    return ProjectRecords(row("project", **values), tasks=tasks, **tables)


def codes(found: FileReview) -> list[str]:
    return [finding.code for finding in found.findings]


def take(workspace: Workspace, *files: Understood) -> None:
    workspace.edit(Title("x"), commit, review(workspace, files).changes)


def stored(workspace: Workspace, code: str) -> ProjectRecords:
    return workspace.query(project_records, workspace.query(project_ids)[code])


def design(**values: Any) -> Record:
    return row("task", wbs="1.1", name="方案设计", **values)


def quiet(found: FileReview) -> list[str]:
    """What is told beside the tasks that a short test file leaves out."""
    return [code for code in codes(found) if code != "missing_in_file"]


def test_a_file_is_compared_with_its_project_and_nothing_is_written(office: Workspace) -> None:
    before = stored(office, "P-0605")
    (found,) = review(office, [file("a.xlsx", about("p-0605", design(notes="ok")))]).files
    (change,) = found.changes
    assert (change.code, change.name, change.file_name) == ("P-0605", "数据中心节能改造", "a.xlsx")
    assert change.project_id == office.query(project_ids)["P-0605"]
    assert [(r.label, r.values) for r in change.changes] == [("1.1 方案设计", {"notes": "ok"})]
    assert (found.added, found.changed, found.state) == (0, 1, "ready")
    assert stored(office, "P-0605") == before


def test_what_is_committed_is_what_was_reviewed_and_then_nothing_is_left(
    office: Workspace,
) -> None:
    files = [
        file(
            "a.xlsx",
            about(
                "P-0605",
                design(start=AT(2026, 8, 20, 9), finish=AT(2026, 9, 4, 18), people=("Zoe Xu",)),
                row("task", wbs="2.3", name="验收", start=AT(2026, 12, 7, 9),
                    finish=AT(2026, 12, 11, 18)),
                risks=(row("risk", code="R-03", name="Fire", probability=3, owner="Zoe Xu"),),
            ),
        ),
        file("b.xlsx", about("P-9", row("task", wbs="1", name="Start", duration=960), name="New")),
    ]  # fmt: skip
    take(office, *files)
    records = stored(office, "P-0605")
    task = next(t for t in records.tasks if t.values["wbs"] == "1.1")
    assert task.values["people"] == ("Zoe Xu",)
    assert task.values["start"] == AT(2026, 8, 20, 9)
    assert [t.values["wbs"] for t in records.tasks].count("2.3") == 1
    assert [r.values["code"] for r in records.risks] == ["R-01", "007", "R-03"]
    assert stored(office, "P-9").project.values["name"] == "New"
    again = review(office, [replace(f, digest="other") for f in files])
    assert again.changes == ()
    assert [found.state for found in again.files] == ["unchanged", "unchanged"]


def test_a_file_that_was_taken_in_before_is_told(office: Workspace) -> None:
    same = file("a.xlsx", about("P-0605", design(notes="ok")))
    take(office, same)
    (found,) = review(office, [same]).files
    assert quiet(found) == ["taken_before"]
    assert found.state == "unchanged"
    take(office, file("b.xlsx", about("P-0605", design(notes="later"))))
    (found,) = review(office, [same]).files
    # The office's later word stays: the file says what it said before.
    assert quiet(found) == ["outdated", "taken_before"]
    assert (found.state, found.changes) == ("unchanged", ())


def test_of_two_files_about_one_project_the_later_one_counts(office: Workspace) -> None:
    files = [
        file("a.xlsx", about("P-0605", design(percent_complete=0.4, notes="first"))),
        file("b.xlsx", about("P-0605", design(percent_complete=1.0))),
    ]
    first, second = review(office, files).files
    assert quiet(first) == []
    assert quiet(second) == ["second_file"]
    (record,) = second.records
    (field,) = record.fields
    assert (field.before, field.after) == (0.4, 1.0)
    take(office, *files)
    task = next(t for t in stored(office, "P-0605").tasks if t.values["wbs"] == "1.1")
    assert (task.values["percent_complete"], task.values["notes"]) == (1.0, "first")


def test_a_record_that_two_files_bring_is_added_once(office: Workspace) -> None:
    new = {"wbs": "2.3", "name": "验收"}
    files = [
        file("a.xlsx", about("P-0605", row("task", **new, duration=480))),
        file("b.xlsx", about("P-0605", row("task", **new, duration=480))),
    ]
    first, second = review(office, files).files
    assert (first.added, second.added) == (1, 0)
    take(office, *files)
    assert [t.values["wbs"] for t in stored(office, "P-0605").tasks].count("2.3") == 1


def test_a_person_whom_two_files_name_is_new_in_the_first_alone(office: Workspace) -> None:
    files = [
        file("a.xlsx", about("P-0605", design(people=("Zoe Xu",)))),
        file("b.xlsx", about("P-9", row("task", wbs="1", name="A", people=("Zoe  XU",)), name="B")),
    ]
    first, second = review(office, files).files
    assert "new_person" in codes(first)
    assert "new_person" not in codes(second)
    take(office, *files)
    assert stored(office, "P-9").tasks[0].values["people"] == ("Zoe Xu",)


def test_two_files_can_bring_a_new_project_together(workspace: Workspace) -> None:
    files = [
        file("plan.xlsx", about("P-9", row("task", wbs="1", name="A", duration=480), name="New")),
        file("risks.xlsx", about("P-9", name="New", risks=(row("risk", name="Fire"),))),
    ]
    take(workspace, *files)
    records = stored(workspace, "P-9")
    assert (len(records.tasks), len(records.risks)) == (1, 1)


def test_a_project_is_found_by_its_name_where_the_file_gives_no_code(office: Workspace) -> None:
    named = ProjectRecords(row("project", name="数据中心 节能改造"), tasks=(design(notes="x"),))
    (found,) = review(office, [file("a.xlsx", named)]).files
    assert found.changes[0].code == "P-0605"


def test_a_new_project_without_a_code_gets_one_and_that_is_told(workspace: Workspace) -> None:
    named = ProjectRecords(row("project", name="Lift"), tasks=(row("task", wbs="1", name="A"),))
    (found,) = review(workspace, [file("a.xlsx", named)]).files
    assert codes(found) == ["project_without_code"]
    assert (found.changes[0].project_id, found.changes[0].code) == (None, "Lift")
    take(workspace, file("a.xlsx", named))
    assert stored(workspace, "Lift").project.values["name"] == "Lift"


def test_a_list_of_new_projects_without_codes_is_told_once(workspace: Workspace) -> None:
    projects = [ProjectRecords(row("project", name=f"Project {n}")) for n in range(9)]
    listed = replace(file("list.xlsx", projects[0]), projects=tuple(projects))
    (found,) = review(workspace, [listed]).files
    assert codes(found) == ["projects_without_code"]
    done = workspace.edit(Title("x"), commit, found.changes).result
    assert (done.files, done.added) == (1, 9)


def test_a_new_code_with_a_known_name_is_asked_about(office: Workspace) -> None:
    (found,) = review(office, [file("a.xlsx", about("P-1", name="数据中心节能改造"))]).files
    assert codes(found) == ["project_name_known"]
    assert found.state == "attention"


def test_a_file_that_could_not_be_read_is_refused_and_the_others_go_on(office: Workspace) -> None:
    damaged = file("bad.xlsx", findings=(Finding("damaged", ERROR, params={"file": "bad.xlsx"}),))
    good = file("good.xlsx", about("P-0605", design(notes="x")))
    first, second = review(office, [damaged, good]).files
    assert (first.state, second.state) == ("refused", "ready")
    assert len(review(office, [damaged, good]).changes) == 1


def test_a_file_without_any_project_s_name_is_refused(office: Workspace) -> None:
    nameless = ProjectRecords(Record("project", {}), tasks=(design(notes="x"),))
    (found,) = review(office, [file("a.xlsx", nameless)]).files
    assert (codes(found), found.state) == (["no_project"], "refused")


def test_it_tells_how_far_it_is(office: Workspace) -> None:
    told: list[Progress] = []
    review(office, [file("a.xlsx"), file("b.xlsx")], told.append)
    assert [(p.done, p.total) for p in told] == [(0, 2), (1, 2), (2, 2)]


def test_a_date_that_only_travels_along_is_not_shown(office: Workspace) -> None:
    moved = {"start": AT(2026, 11, 4, 9), "finish": AT(2026, 11, 13, 18)}
    task = row("task", wbs="2.1", name="=SUM(A1)", **moved)
    (found,) = review(office, [file("a.xlsx", about("P-0605", task))]).files
    (record,) = found.records
    assert set(record.values) == {"start", "finish"}
    assert [field.name for field in differing(record)] == ["start"]


@pytest.mark.parametrize("code", ["zh", "en"])
def test_the_report_says_what_was_understood_added_changed_and_found(
    office: Workspace, code: str
) -> None:
    columns = (ColumnFound("B", "WBS", "task.wbs"), ColumnFound("Z", "Mood", "", "column_unknown"))
    sheet = SheetFound("Plan", (TableFound("task", 4, columns, 2),))
    unread = Finding("kept", NOTE, "Plan", "F7", "", {"field": "task.name"})
    tasks = (design(finish=AT(2026, 9, 11, 18), percent_complete=0.855),
             row("task", wbs="2.3", name="验收", people=("李娜", "徐佳")))  # fmt: skip
    given = file("a.xlsx", about("P-0605", *tasks), sheets=(sheet,), findings=(unread,),
                 status_date=date(2026, 11, 20))  # fmt: skip
    language = Language(code)
    report = as_json(review(office, [given]), language)
    assert report["counts"]["files"] == 1
    (told,) = report["files"]
    assert (told["file"], told["kind"], told["state"]) == ("a.xlsx", "team", "ready")
    assert told["status_date"] == "2026-11-20"
    assert told["projects"][0]["tasks"] == 2
    (table,) = told["sheets"][0]["tables"]
    assert (table["header_row"], table["columns"][0]["field"]) == (4, "task.wbs")
    changed = {one["field"]: one for one in told["changed"]}
    assert changed["finish"] == {
        "project": "P-0605",
        "table": "task",
        "label": "1.1 方案设计",
        "field": "finish",
        "base": "2026-09-04",
        "before": "2026-09-04",
        "after": "2026-09-11",
        "status": "changed",
        "decision": "accept",
        "sheet": "Plan",
        "cell": "D5",
    }
    assert (changed["percent_complete"]["before"], changed["percent_complete"]["after"]) == (
        "100%",
        "85.50%",
    )
    (added,) = told["added"]
    assert added["label"] == "2.3 验收"
    assert added["values"]["people"] == language.enumeration(["李娜", "徐佳"])
    finding = told["findings"][0]
    assert (finding["sheet"], finding["cell"], finding["code"]) == ("Plan", "F7", "kept")
    assert language.term("task.name") in finding["text"]
    assert added["sheet"] == "Plan"


def test_what_is_added_can_be_told_apart_before_it_is_written(office: Workspace) -> None:
    given = about("P-0605", row("task", wbs="8", name="A"), row("task", wbs="9", name="B"))
    (found,) = review(office, [file("a.xlsx", given)]).files
    uids = [record.uid for record in found.records]
    assert all(uids)
    assert len(set(uids)) == 2
    assert {record.kind for record in found.records} == {ChangeKind.ADD}


def test_what_two_files_add_differently_is_taken_from_the_first_and_told(
    office: Workspace,
) -> None:
    new = {"wbs": "2.3", "name": "验收", "duration": 480}
    files = [
        file("a.xlsx", about("P-0605", row("task", **new, notes="first"))),
        file("b.xlsx", about("P-0605", row("task", **new, percent_complete=0.5))),
    ]
    assert quiet(review(office, files).files[1]) == ["second_file", "added_twice"]
    take(office, *files)
    (task,) = [t for t in stored(office, "P-0605").tasks if t.values["wbs"] == "2.3"]
    assert (task.values["notes"], task.values["percent_complete"]) == ("first", 0.0)
    take(office, files[1])
    (task,) = [t for t in stored(office, "P-0605").tasks if t.values["wbs"] == "2.3"]
    assert (task.values["notes"], task.values["percent_complete"]) == ("first", 0.5)
