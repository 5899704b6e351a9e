"""Reporting rounds: what is opened, sent, received and taken, each as one edit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from pmo_desktop.domain.records import ChangeKind, FieldChange, ProjectChange, RecordChange
from pmo_desktop.domain.rounds import FileState, RoundState, Standing
from pmo_desktop.services.editing import add, remove
from pmo_desktop.services.importing import commit
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.round_rows import Inbox, inbox, inbox_projects, rounds
from pmo_desktop.services.rounds import (
    NewFile,
    RoundPlan,
    Sent,
    assign_file,
    change_round,
    close_round,
    mark_returned,
    mark_sent,
    open_round,
    receive,
    reopen_round,
    set_file_state,
    take,
)
from pmo_desktop.services.settling import settle
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from tests.storage.test_workspace import dump

X = Title("x")
DUE = date(2026, 11, 25)
SENT_AT = datetime(2026, 11, 20, 9)


@pytest.fixture
def projects(workspace: Workspace) -> list[int]:
    rows = [
        {"code": f"P-{n}", "name": f"Project {n}", "manager": "何伟", "department": "IT"}
        for n in (1, 2, 3)
    ]
    return [workspace.edit(X, add, "project", row).result for row in rows]


@pytest.fixture
def plan(projects: list[int]) -> RoundPlan:
    return RoundPlan("2026-11", tuple(projects[:2]), due=DUE)


@pytest.fixture
def round_id(workspace: Workspace, plan: RoundPlan) -> int:
    return int(workspace.edit(X, open_round, plan).result)


def file(digest: str, project_id: int | None, day: int = 24, **values: Any) -> NewFile:
    at = datetime(2026, 11, day, 12)
    return NewFile(f"{digest}.xlsx", f"in/{digest}.xlsx", digest, at, project_id=project_id,
                   **values)  # fmt: skip


def look(workspace: Workspace, round_id: int, day: int = 24) -> Inbox:
    return workspace.query(inbox, round_id, date(2026, 11, day))


def standings(found: Inbox) -> list[Standing]:
    return [row.standing for row in found.projects]


def test_a_round_is_opened_with_what_is_wanted_and_undone_row_for_row(
    workspace: Workspace, plan: RoundPlan
) -> None:
    before = dump(workspace.path)
    wanted = replace(plan, sheets=("task", "status"), language="en", name_pattern="{code}")
    round_id = workspace.edit(X, open_round, wanted).result
    (row,) = workspace.query(rounds)
    assert (row.id, row.period, row.due, row.sheets) == (
        round_id, "2026-11", DUE, ("task", "status"),
    )  # fmt: skip
    assert (row.language, row.name_pattern, row.state) == ("en", "{code}", RoundState.OPEN)
    assert (row.projects, row.sent, row.received) == (2, 0, 0)
    workspace.undo()
    assert dump(workspace.path) == before


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"period": "November"}, "“November” is no reporting period"),
        ({"projects": ()}, "choose at least one"),
        ({"sheets": ()}, "choose at least one"),
        ({"sheets": ("task", "nothing")}, "choose at least one"),
        ({"name_pattern": "{code} {who}"}, "no part “who”"),
        ({"name_pattern": "{code"}, "no pattern for file names"),
        ({"name_pattern": "  "}, "no pattern for file names"),
    ],
)
def test_a_plan_that_makes_no_round_is_refused(
    workspace: Workspace, plan: RoundPlan, values: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        workspace.edit(X, open_round, replace(plan, **values))
    assert workspace.query(rounds) == ()


def test_a_period_has_one_open_round(workspace: Workspace, plan: RoundPlan, round_id: int) -> None:
    with pytest.raises(Refused, match="open already"):
        workspace.edit(X, open_round, plan)
    workspace.edit(X, close_round, round_id)
    second = workspace.edit(X, open_round, plan).result
    with pytest.raises(Refused, match="open already"):
        workspace.edit(X, reopen_round, round_id)
    workspace.edit(X, close_round, second)
    workspace.edit(X, reopen_round, round_id)
    assert [row.id for row in workspace.query(rounds)] == [round_id, second]


def test_a_round_is_changed_while_it_is_open(
    workspace: Workspace, plan: RoundPlan, projects: list[int], round_id: int
) -> None:
    workspace.edit(X, mark_sent, round_id, [Sent(projects[1], "b.xlsx", SENT_AT, 4)])
    wanted = replace(plan, projects=(projects[1], projects[2]), due=date(2026, 11, 30))
    workspace.edit(X, change_round, round_id, wanted)
    found = look(workspace, round_id)
    assert [row.code for row in found.projects] == ["P-2", "P-3"]
    assert (found.projects[0].sent_file, found.round.due) == ("b.xlsx", date(2026, 11, 30))
    workspace.edit(X, close_round, round_id)
    with pytest.raises(Refused, match="is closed"):
        workspace.edit(X, change_round, round_id, plan)


def test_what_was_sent_is_kept_with_the_newest_change(
    workspace: Workspace, projects: list[int], round_id: int
) -> None:
    newest = workspace.newest_change()
    sent = [Sent(projects[0], "P-1.xlsx", SENT_AT, newest)]
    workspace.edit(X, mark_sent, round_id, sent)
    first, second = look(workspace, round_id).projects
    assert (first.sent_file, first.sent_at, first.sent_change_set) == (
        "P-1.xlsx", SENT_AT, newest,
    )  # fmt: skip
    assert (first.standing, second.standing) == (Standing.WAITING, Standing.NOT_SENT)
    assert (first.manager, first.department) == ("何伟", "IT")


def test_the_inbox_says_who_is_received_late_missing_and_twice(
    workspace: Workspace, projects: list[int], plan: RoundPlan, round_id: int
) -> None:
    workspace.edit(X, change_round, round_id, replace(plan, projects=tuple(projects)))
    came = [file("a", projects[0]), file("b", projects[0], 25), file("c", projects[1], 26)]
    assert workspace.edit(X, receive, round_id, came).result == 3
    found = look(workspace, round_id, 27)
    assert standings(found) == [Standing.RECEIVED, Standing.LATE, Standing.MISSING]
    assert [row.code for row in found.twice] == ["P-1"]
    assert [entry.digest for entry in found.waiting] == ["a", "b", "c"]
    newest = found.projects[0].file
    assert newest is not None
    assert newest.digest == "b"
    assert found.round.received == 2


def test_a_file_that_is_there_already_changes_nothing(
    workspace: Workspace, projects: list[int], round_id: int
) -> None:
    workspace.edit(X, receive, round_id, [file("a", projects[0])])
    before = dump(workspace.path)
    edited = workspace.edit(X, receive, round_id, [file("a", projects[1], 26)])
    assert (edited.result, edited.changes) == (0, None)
    assert dump(workspace.path) == before


def test_a_file_that_was_moved_is_found_where_it_is_now(
    workspace: Workspace, projects: list[int], round_id: int
) -> None:
    workspace.edit(X, receive, round_id, [file("a", projects[0])])
    workspace.edit(X, receive, round_id, [], {"a": "elsewhere/a.xlsx"})
    assert look(workspace, round_id).waiting[0].path == "elsewhere/a.xlsx"


def test_a_waiting_file_that_was_overwritten_is_set_aside(
    workspace: Workspace, projects: list[int], round_id: int
) -> None:
    first = file("a", projects[0])
    workspace.edit(X, receive, round_id, [first])
    workspace.edit(X, receive, round_id, [replace(first, digest="b")])
    found = look(workspace, round_id)
    assert found.twice == ()
    assert [(f.digest, f.state) for f in found.projects[0].files] == [
        ("b", FileState.WAITING), ("a", FileState.SET_ASIDE),
    ]  # fmt: skip


def test_unknown_files_are_listed_and_can_be_given_a_project(
    workspace: Workspace, projects: list[int], round_id: int
) -> None:
    workspace.edit(X, receive, round_id, [file("a", None), file("b", projects[2])])
    found = look(workspace, round_id)
    assert {entry.digest: entry.project for entry in found.unknown} == {
        "a": "", "b": "P-3 Project 3",
    }  # fmt: skip
    (unknown,) = (entry for entry in found.unknown if entry.digest == "a")
    with pytest.raises(Refused, match="not in the round"):
        workspace.edit(X, assign_file, unknown.id, projects[2])
    workspace.edit(X, assign_file, unknown.id, projects[0])
    assert standings(look(workspace, round_id)) == [Standing.RECEIVED, Standing.NOT_SENT]
    assert workspace.query(inbox_projects, ["a", "z"]) == {
        "a": look(workspace, round_id).projects[0].project_uid
    }


def test_files_are_set_aside_returned_and_count_again(
    workspace: Workspace, projects: list[int], round_id: int
) -> None:
    workspace.edit(X, receive, round_id, [file("a", projects[0])])
    row_id = look(workspace, round_id).waiting[0].id
    workspace.edit(X, set_file_state, [row_id], FileState.SET_ASIDE)
    assert standings(look(workspace, round_id))[0] is Standing.NOT_SENT
    workspace.edit(X, set_file_state, [row_id], FileState.WAITING)
    assert workspace.edit(X, mark_returned, ["a"]).result == 1
    assert standings(look(workspace, round_id))[0] is Standing.RETURNED


def change_of(project_id: int, digest: str) -> ProjectChange:
    renamed = RecordChange(
        ChangeKind.CHANGE, "project", "", project_id, None,
        (FieldChange("name", "Project 1", "New name"),),
    )  # fmt: skip
    return ProjectChange(project_id, "P-1", "", f"{digest}.xlsx", digest, "own", None, (renamed,))


def test_committing_a_file_takes_it_in_the_inbox_in_the_same_edit(
    workspace: Workspace, projects: list[int], round_id: int
) -> None:
    workspace.edit(X, receive, round_id, [file("a", projects[0]), file("b", projects[1])])
    before = dump(workspace.path)
    done = workspace.edit(X, commit, [change_of(projects[0], "a")], unchanged={"b"}).result
    found = look(workspace, round_id)
    assert standings(found) == [Standing.TAKEN, Standing.TAKEN]
    taken = [row.file.batch_id for row in found.projects if row.file]
    assert taken == [done.batch_id, None]
    workspace.undo()
    assert dump(workspace.path) == before


def test_an_import_is_undone_though_its_file_was_returned_since(
    workspace: Workspace, projects: list[int], round_id: int
) -> None:
    workspace.edit(X, receive, round_id, [file("a", projects[0])])
    taken = workspace.edit(X, commit, [change_of(projects[0], "a")]).changes
    assert taken is not None
    workspace.edit(X, mark_returned, ["a"])
    assert workspace.lost_by_undo(taken.id) == ()
    workspace.undo_edit(taken.id, settle)
    found = look(workspace, round_id).projects[0].file
    assert found is not None
    assert (found.state, found.batch_id) == (FileState.RETURNED, None)
    workspace.undo()
    found = look(workspace, round_id).projects[0].file
    assert found is not None
    assert (found.state, bool(found.batch_id)) == (FileState.RETURNED, True)


def test_a_file_that_cannot_be_read_is_never_taken(
    workspace: Workspace, projects: list[int], round_id: int
) -> None:
    broken = file("a", projects[0], state=FileState.REFUSED)
    workspace.edit(X, receive, round_id, [broken])
    assert workspace.edit(X, take, ["a"]).result == 0


def test_a_project_that_is_removed_leaves_its_rounds(
    workspace: Workspace, projects: list[int], round_id: int
) -> None:
    workspace.edit(X, receive, round_id, [file("a", projects[0])])
    before = dump(workspace.path)
    workspace.edit(X, remove, "project", projects[0])
    found = look(workspace, round_id)
    assert [row.code for row in found.projects] == ["P-2"]
    assert [entry.project_id for entry in found.unknown] == [None]
    workspace.undo()
    assert dump(workspace.path) == before


def test_a_round_that_is_gone_is_said(workspace: Workspace) -> None:
    with pytest.raises(Refused, match="not there any more"):
        look(workspace, 7)
