"""A round: workbooks out, files in, whose each is, and who is reminded."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmo_desktop.domain.rounds import FileKind, FileState, FoldersBy, Standing
from pmo_desktop.exchange.comparing.review import review
from pmo_desktop.exchange.files import in_place
from pmo_desktop.exchange.rounds.assigning import with_their_projects
from pmo_desktop.exchange.rounds.collecting import Verdict, collect, look
from pmo_desktop.exchange.rounds.recognising import plain_stem
from pmo_desktop.exchange.rounds.reminders import all_texts, reminders
from pmo_desktop.exchange.rounds.sending import send_round
from pmo_desktop.exchange.understanding import understand_all
from pmo_desktop.exchange.workbook import sending
from pmo_desktop.language import CODES, Language
from pmo_desktop.progress import Cancelled, Progress
from pmo_desktop.services.editing import add, change
from pmo_desktop.services.importing import commit
from pmo_desktop.services.records import project_records
from pmo_desktop.services.round_rows import Inbox, inbox
from pmo_desktop.services.rounds import (
    RoundPlan,
    assign_file,
    change_round,
    close_round,
    open_round,
)
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from tests.storage.test_workspace import dump

X = Title("x")
DUE = date(2026, 11, 25)
IN_TIME, TOO_LATE = datetime(2026, 11, 24, 10), datetime(2026, 11, 26, 10)
NAMES = ("Line 4: rebuild", "数据中心改造", "line 4  rebuild")


@pytest.fixture
def projects(workspace: Workspace) -> list[int]:
    """Three projects, two departments; two of the names are alike to Windows."""
    made = []
    for number, name in enumerate(NAMES, start=1):
        row = {"code": f"P-{number}", "name": name, "department": ("IT", "基建部")[number % 2]}
        row |= {"manager": "何伟"} if number < 3 else {}
        made.append(workspace.edit(X, add, "project", row).result)
        task = {"name": "Design", "start": datetime(2026, 11, 2), "finish": datetime(2026, 11, 6)}
        workspace.edit(X, add, "task", task, made[-1])
    return made


@pytest.fixture
def plan(projects: list[int], tmp_path: Path) -> RoundPlan:
    return RoundPlan(
        "2026-11", tuple(projects), due=DUE, folder=str(tmp_path / "out"), language="en"
    )


@pytest.fixture
def round_id(workspace: Workspace, plan: RoundPlan) -> int:
    return int(workspace.edit(X, open_round, plan).result)


def sent_back(workspace: Workspace, round_id: int) -> list[Path]:
    """The workbooks of the round, as the teams' messages bring them: in another folder."""
    sent = send_round(workspace, round_id).files
    folder = sent[0].parent.parent / "back"
    folder.mkdir(exist_ok=True)
    return [Path(shutil.copy(file, folder)) for file in sent]


def stands(workspace: Workspace, round_id: int, day: date = DUE) -> Inbox:
    return workspace.query(inbox, round_id, day)


def verdicts(looked: Any) -> dict[str, str]:
    return {file.path.name: str(file.verdict) for file in looked.files}


# Sending


def test_every_project_gets_a_workbook_that_knows_its_round(
    workspace: Workspace, round_id: int
) -> None:
    newest = workspace.newest_change()
    sent = send_round(workspace, round_id)
    assert sent.findings == ()
    assert [file.name for file in sent.files] == [
        "P-1 Line 4 rebuild.xlsx", "P-2 数据中心改造.xlsx", "P-3 line 4 rebuild.xlsx",
    ]  # fmt: skip
    found = stands(workspace, round_id)
    assert [row.sent_file for row in found.projects] == [file.name for file in sent.files]
    assert {row.sent_change_set for row in found.projects} == {newest}
    assert {row.standing for row in found.projects} == {Standing.WAITING}
    (understood,) = understand_all(sent.files[:1])
    assert understood.meta["round_uid"] == found.round.uid
    assert understood.meta["period"] == "2026-11"
    assert understood.meta["change_set"] == str(newest)
    assert understood.projects[0].status == ()


def test_what_was_sent_can_be_read_again_as_it_stood(
    workspace: Workspace, round_id: int, projects: list[int]
) -> None:
    send_round(workspace, round_id)
    before = workspace.query(project_records, projects[0])
    workspace.edit(X, change, "project", projects[0], {"name": "Another"})
    row = stands(workspace, round_id).projects[0]
    assert row.sent_change_set is not None
    sent = workspace.query_as_of(row.sent_change_set, project_records, projects[0])
    assert sent == before != workspace.query(project_records, projects[0])


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"folders_by": FoldersBy.DEPARTMENT},
         ["基建部/P-1 Line 4 rebuild.xlsx", "IT/P-2 数据中心改造.xlsx",
          "基建部/P-3 line 4 rebuild.xlsx"]),
        ({"folders_by": FoldersBy.PROJECT, "name_pattern": "{period}"},
         ["P-1 Line 4 rebuild/2026-11.xlsx", "P-2 数据中心改造/2026-11.xlsx",
          "P-3 line 4 rebuild/2026-11.xlsx"]),
        ({"name_pattern": "{name} {period}"},
         ["Line 4 rebuild 2026-11.xlsx", "数据中心改造 2026-11.xlsx",
          "line 4 rebuild 2026-11 (2).xlsx"]),
        ({"name_pattern": "nul"}, ["_nul.xlsx", "_nul (2).xlsx", "_nul (3).xlsx"]),
    ],
)  # fmt: skip
def test_names_and_folders_follow_the_pattern_and_are_safe(
    workspace: Workspace,
    round_id: int,
    plan: RoundPlan,
    values: dict[str, Any],
    expected: list[str],
) -> None:
    workspace.edit(X, change_round, round_id, replace(plan, **values))
    send_round(workspace, round_id)
    written = [row.sent_file for row in stands(workspace, round_id).projects]
    folder = Path(plan.folder)
    assert [name.replace("_nul (", "_nul (") for name in written] == expected
    assert sorted(expected) == sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def test_one_workbook_written_again_never_takes_the_name_of_another(
    workspace: Workspace, round_id: int, plan: RoundPlan, projects: list[int]
) -> None:
    workspace.edit(X, change_round, round_id, replace(plan, name_pattern="{period}"))
    first = send_round(workspace, round_id)
    again = send_round(workspace, round_id, only=[projects[2]])
    assert again.files == first.files[2:]


def test_only_the_chosen_sheets_go_out_and_an_untouched_workbook_changes_nothing(
    workspace: Workspace, round_id: int, plan: RoundPlan
) -> None:
    workspace.edit(X, change_round, round_id, replace(plan, sheets=("task", "status")))
    sent = sent_back(workspace, round_id)
    book = openpyxl.load_workbook(sent[0])
    assert [s.title for s in book.worksheets if s.sheet_state == "visible"][1:] == [
        "Task", "Status report",
    ]  # fmt: skip
    assert "25 November 2026" in str(book.worksheets[0]["B4"].value)
    collect(workspace, sent, round_id, now=IN_TIME)
    found = review(workspace, understand_all(sent))
    assert found.changes == ()
    assert [file.findings for file in found.files] == [()] * 3


def test_a_workbook_that_is_open_is_told_and_does_not_count_as_sent(
    workspace: Workspace, round_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = os.replace

    def locked(source: Any, target: Any) -> None:
        if "P-2" in Path(target).name:
            raise PermissionError(errno.EACCES, "open elsewhere", str(target))
        put(source, target)

    monkeypatch.setattr(in_place.os, "replace", locked)
    sent = send_round(workspace, round_id)
    assert len(sent.files) == 2
    assert len(sent.findings) == 1
    assert [row.sent_at is None for row in stands(workspace, round_id).projects] == [
        False, True, False,
    ]  # fmt: skip


def test_a_round_that_is_stopped_keeps_what_was_written(
    workspace: Workspace, round_id: int
) -> None:
    def stop(progress: Progress) -> None:
        if progress.done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        send_round(workspace, round_id, stop)
    assert stands(workspace, round_id).round.sent == 2


def test_a_round_without_a_folder_says_so(
    workspace: Workspace, round_id: int, plan: RoundPlan, tmp_path: Path
) -> None:
    workspace.edit(X, change_round, round_id, replace(plan, folder=" "))
    assert "Choose a folder" in send_round(workspace, round_id).findings[0].sentence
    (tmp_path / "file").write_text("no folder")
    workspace.edit(X, change_round, round_id, replace(plan, folder=str(tmp_path / "file")))
    assert "Nothing can be written" in send_round(workspace, round_id).findings[0].sentence


# Collecting


def test_the_rounds_own_workbooks_are_received_in_time_late_or_missing(
    workspace: Workspace, round_id: int
) -> None:
    first, second, _ = sent_back(workspace, round_id)
    assert verdicts(collect(workspace, [first], round_id, now=IN_TIME)) == {first.name: "received"}
    collect(workspace, [second], round_id, now=TOO_LATE)
    found = stands(workspace, round_id, TOO_LATE.date())
    assert [row.standing for row in found.projects] == [
        Standing.RECEIVED, Standing.LATE, Standing.MISSING,
    ]  # fmt: skip
    file = found.projects[0].file
    assert file is not None
    assert (file.kind, file.name, file.received_at) == (FileKind.OWN, first.name, IN_TIME)
    assert workspace.undo_title() == Title("Receive {n} files", {"n": 1})


def test_a_workbook_where_it_was_written_counts_once_somebody_saved_it(
    workspace: Workspace, round_id: int
) -> None:
    sent = send_round(workspace, round_id).files
    looked = collect(workspace, sent[0].parent.iterdir(), round_id)
    assert set(verdicts(looked).values()) == {"sent_out"}
    assert stands(workspace, round_id).round.received == 0
    later = datetime.now() + timedelta(hours=1)
    os.utime(sent[0], (later.timestamp(), later.timestamp()))
    collect(workspace, sent, round_id, now=IN_TIME)
    assert stands(workspace, round_id).round.received == 1


def test_workbooks_that_teams_fill_in_where_they_are_come_with_the_rounds_folder(
    workspace: Workspace, round_id: int, plan: RoundPlan
) -> None:
    wanted = replace(plan, folders_by=FoldersBy.DEPARTMENT)
    workspace.edit(X, change_round, round_id, wanted)
    sent = send_round(workspace, round_id).files
    later = datetime.now() + timedelta(hours=1)
    os.utime(sent[0], (later.timestamp(), later.timestamp()))
    looked = collect(workspace, [Path(plan.folder)], round_id, now=IN_TIME)
    assert verdicts(looked) == {
        sent[0].name: "received", sent[1].name: "sent_out", sent[2].name: "sent_out",
    }  # fmt: skip


def test_looking_writes_nothing(workspace: Workspace, round_id: int) -> None:
    files = sent_back(workspace, round_id)
    before = dump(workspace.path)
    assert len(look(workspace, files, round_id, now=IN_TIME).rows) == 3
    assert dump(workspace.path) == before


def test_a_file_whose_bytes_are_known_changes_nothing_under_any_name(
    workspace: Workspace, round_id: int, tmp_path: Path
) -> None:
    first = sent_back(workspace, round_id)[0]
    copy = tmp_path / "copy.xlsx"
    shutil.copy(first, copy)
    looked = collect(workspace, [first, copy], round_id, now=IN_TIME)
    assert verdicts(looked) == {first.name: "received", "copy.xlsx": "known"}
    before = dump(workspace.path)
    collect(workspace, [copy, first], round_id, now=TOO_LATE)
    assert dump(workspace.path) == before


def test_a_known_file_that_was_moved_is_found_again(
    workspace: Workspace, round_id: int, tmp_path: Path
) -> None:
    first = sent_back(workspace, round_id)[0]
    collect(workspace, [first], round_id, now=IN_TIME)
    kept = tmp_path / "kept.xlsx"
    first.rename(kept)
    collect(workspace, [kept], round_id, now=IN_TIME)
    assert stands(workspace, round_id).waiting[0].path == str(kept)


def edited(path: Path, target: Path, edit: Callable[[Any], None]) -> Path:
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(target)
    return target


def with_meta(path: Path, target: Path, **facts: str | None) -> Path:
    def edit(book: Any) -> None:
        for row in book["_pmo"].iter_rows():
            if row[0].value in facts:
                row[1].value = facts[row[0].value]

    return edited(path, target, edit)


def test_the_second_file_of_a_team_is_received_twice_and_the_newest_counts(
    workspace: Workspace, round_id: int, tmp_path: Path
) -> None:
    first = sent_back(workspace, round_id)[0]
    second = edited(first, tmp_path / "second.xlsx", lambda book: book.create_sheet("x"))
    collect(workspace, [first], round_id, now=IN_TIME)
    collect(workspace, [second], round_id, now=TOO_LATE)
    (row,) = stands(workspace, round_id).twice
    assert row.standing is Standing.RECEIVED
    assert row.file is not None
    assert row.file.name == "second.xlsx"


def test_a_workbook_of_another_round_is_told_and_set_aside(
    workspace: Workspace, round_id: int, plan: RoundPlan
) -> None:
    old = sent_back(workspace, round_id)[0]
    workspace.edit(X, close_round, round_id)
    second = workspace.edit(X, open_round, replace(plan, period="2026-12")).result
    looked = collect(workspace, [old], second, now=IN_TIME)
    assert (looked.files[0].verdict, looked.files[0].period) == (Verdict.OTHER_ROUND, "2026-11")
    row = stands(workspace, second).projects[0]
    assert row.standing is Standing.NOT_SENT
    assert [(file.kind, file.state) for file in row.files] == [
        (FileKind.OTHER_ROUND, FileState.SET_ASIDE)
    ]
    # It is still this round's where it is collected for it.
    assert verdicts(collect(workspace, [old], round_id, now=IN_TIME)) == {old.name: "received"}


def test_a_plain_workbook_and_one_of_an_older_template_are_received(
    workspace: Workspace, round_id: int, projects: list[int], tmp_path: Path
) -> None:
    plain = sending.send_out(workspace, tmp_path / "plain", Language("zh"), projects[:1])
    sent = sent_back(workspace, round_id)[1]
    older = with_meta(sent, tmp_path / "older.xlsx", template="0")
    looked = collect(workspace, [*plain.files, older], round_id, now=IN_TIME)
    assert set(verdicts(looked).values()) == {"received"}
    assert stands(workspace, round_id).round.received == 2


def test_a_workbook_of_a_newer_template_is_refused_and_its_project_goes_on_owing(
    workspace: Workspace, round_id: int, tmp_path: Path
) -> None:
    sent = sent_back(workspace, round_id)[1]
    newer = with_meta(sent, tmp_path / "newer.xlsx", template="99")
    looked = collect(workspace, [newer], round_id, now=IN_TIME)
    assert verdicts(looked) == {"newer.xlsx": "refused"}
    row = stands(workspace, round_id).projects[1]
    assert row.standing is Standing.WAITING
    assert [file.state for file in row.files] == [FileState.REFUSED]


def test_a_broken_file_is_in_the_inbox_and_one_that_is_not_there_is_told(
    workspace: Workspace, round_id: int, tmp_path: Path
) -> None:
    broken = tmp_path / "P-2 plan.xlsx"
    broken.write_bytes(b"PK\x03\x04 no more")
    looked = collect(workspace, [broken, tmp_path / "gone.xlsx"], round_id, now=IN_TIME)
    assert set(verdicts(looked).values()) == {"refused"}
    assert all(file.findings for file in looked.files)
    found = stands(workspace, round_id)
    assert [file.name for file in found.projects[1].files] == ["P-2 plan.xlsx"]
    assert found.unknown == ()


def team_file(path: Path, title: str, head: dict[str, str] | None = None) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.append([title])
    for name, value in (head or {}).items():
        page.append([name, value])
    page.append([])
    page.append(["WBS", "Task", "Start", "Finish"])
    page.append(["1", "Survey", datetime(2026, 11, 2), datetime(2026, 11, 6)])
    page.append(["2", "Build", datetime(2026, 11, 9), datetime(2026, 11, 13)])
    book.properties.lastModifiedBy = "Tom"
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("whatever.xlsx", {"Project code": "P-2"}, "received"),
        ("whatever.xlsx", {"Project name": "数据中心改造"}, "received"),
        ("report p-2 week 47.xlsx", {}, "received"),
        ("数据中心改造进度 v3.xlsx", {}, "received"),
        ("P-2 数据中心改造 (1).xlsx", {}, "received"),
        ("P-1 and P-2.xlsx", {}, "unknown"),
        ("p-22.xlsx", {}, "unknown"),
        ("whatever.xlsx", {}, "unknown"),
        ("whatever.xlsx", {"Project code": "Z-9"}, "unknown"),
    ],
)
def test_a_teams_own_file_is_known_by_what_it_says_or_by_its_name(
    workspace: Workspace,
    round_id: int,
    tmp_path: Path,
    name: str,
    head: dict[str, str],
    expected: str,
) -> None:
    path = team_file(tmp_path / name, "Plan", head)
    looked = collect(workspace, [path], round_id, now=IN_TIME)
    assert verdicts(looked) == {name: expected}
    found = stands(workspace, round_id)
    owners = [row.code for row in found.projects if row.files]
    assert owners == (["P-2"] if expected == "received" else [])
    if expected == "unknown":
        assert [(file.name, file.sender) for file in found.unknown] == [(name, "Tom")]


def test_a_teams_file_is_known_by_the_one_that_was_taken_in_before(
    workspace: Workspace, round_id: int, projects: list[int], tmp_path: Path
) -> None:
    before = team_file(tmp_path / "Umbau Stand 2026-10-20.xlsx", "x", {"Project code": "P-2"})
    workspace.edit(X, commit, review(workspace, understand_all([before])).changes)
    now = team_file(tmp_path / "Umbau Stand 2026-11-20 v2.xlsx", "y")
    looked = collect(workspace, [now], round_id, now=IN_TIME)
    assert looked.files[0].projects == (projects[1],)
    assert plain_stem(before.name) == plain_stem(now.name)


def test_a_file_taken_in_before_the_round_began_is_told_and_not_kept(
    workspace: Workspace, plan: RoundPlan, tmp_path: Path
) -> None:
    path = team_file(tmp_path / "a.xlsx", "x", {"Project code": "P-2"})
    workspace.edit(X, commit, review(workspace, understand_all([path])).changes)
    round_id = workspace.edit(X, open_round, plan).result
    sooner = {"id": round_id, "made_at": datetime.now() + timedelta(days=1)}
    workspace.edit(X, _set_made_at, sooner)
    looked = collect(workspace, [path], round_id, now=IN_TIME)
    assert (looked.files[0].verdict, looked.rows) == (Verdict.KNOWN_BEFORE, ())
    workspace.edit(X, _set_made_at, {**sooner, "made_at": datetime(2026, 1, 1)})
    collect(workspace, [path], round_id, now=IN_TIME)
    assert stands(workspace, round_id).projects[1].standing is Standing.TAKEN


def _set_made_at(session: Any, row: dict[str, Any]) -> None:
    from pmo_desktop.models import ReportingRound
    from pmo_desktop.storage.bulk import bulk_update

    bulk_update(session, ReportingRound, [row])


def test_a_file_whose_project_was_assigned_is_reviewed_as_that_projects(
    workspace: Workspace, round_id: int, projects: list[int], tmp_path: Path
) -> None:
    path = team_file(tmp_path / "whatever.xlsx", "Plan")
    collect(workspace, [path], round_id, now=IN_TIME)
    (unknown,) = stands(workspace, round_id).unknown
    understood = understand_all([path])
    (before,) = review(workspace, with_their_projects(workspace, understood)).files
    assert [change.project_id for change in before.changes] == [None]
    workspace.edit(X, assign_file, unknown.id, projects[1])
    found = review(workspace, with_their_projects(workspace, understood))
    assert [change.project_id for change in found.changes] == [projects[1]]
    tables = {record.table for change in found.changes for record in change.changes}
    assert tables == {"task"}
    workspace.edit(X, commit, found.changes)
    assert stands(workspace, round_id).projects[1].standing is Standing.TAKEN


def test_a_project_outside_the_round_is_told(
    workspace: Workspace, round_id: int, plan: RoundPlan, projects: list[int]
) -> None:
    files = sent_back(workspace, round_id)
    workspace.edit(X, change_round, round_id, replace(plan, projects=tuple(projects[:2])))
    looked = collect(workspace, files, round_id, now=IN_TIME)
    assert looked.files[2].verdict is Verdict.NOT_IN_ROUND
    (unknown,) = stands(workspace, round_id).unknown
    assert unknown.project == "P-3 line 4  rebuild"


def test_collecting_can_be_stopped_and_keeps_nothing_then(
    workspace: Workspace, round_id: int
) -> None:
    files = sent_back(workspace, round_id)
    before = dump(workspace.path)

    def stop(progress: Progress) -> None:
        if progress.done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        collect(workspace, files, round_id, stop)
    assert dump(workspace.path) == before


# Reminding


@pytest.mark.parametrize("code", CODES)
def test_who_owes_a_file_is_reminded_in_words_that_say_what_and_when(
    workspace: Workspace, round_id: int, code: str
) -> None:
    language = Language(code)
    first = sent_back(workspace, round_id)[0]
    collect(workspace, [first], round_id, now=IN_TIME)
    found = reminders(stands(workspace, round_id, TOO_LATE.date()), language)
    assert [(one.code, one.to) for one in found] == [("P-2", "何伟"), ("P-3", "")]
    for one in found:
        for word in (one.code, "2026-11", language.long_date(DUE), f"{one.code} "):
            assert word in one.text
        assert ".xlsx" in one.text
        assert "{" not in one.text
    assert "何伟" in found[0].text
    text = all_texts(found)
    assert all(one.text in text for one in found)
    assert ("逾期" in text or "尚未收到" in text) == language.is_chinese


def test_only_the_overdue_ones_can_be_asked_for(workspace: Workspace, round_id: int) -> None:
    send_round(workspace, round_id)
    language = Language("en")
    in_time = stands(workspace, round_id, DUE)
    assert len(reminders(in_time, language)) == 3
    assert "friendly" in reminders(in_time, language)[0].text
    assert reminders(in_time, language, overdue=True) == ()
    assert len(reminders(stands(workspace, round_id, TOO_LATE.date()), language, overdue=True)) == 3
