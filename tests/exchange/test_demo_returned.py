"""The demo teams' returned spreadsheets: what was written into them is what is read back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from pmo_desktop.domain.fields import Kind, field
from pmo_desktop.domain.records import ChangeKind, ProjectRecords, Record, RecordChange
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.exchange.comparing.review import FileReview, State, review
from pmo_desktop.exchange.demo.draft import draft
from pmo_desktop.exchange.demo.layouts import LAYOUTS, Layout
from pmo_desktop.exchange.demo.mistakes import Returned
from pmo_desktop.exchange.demo.office import STATUS_DATE, DemoResult
from pmo_desktop.exchange.demo.returned import returned
from pmo_desktop.exchange.understanding import understand_all
from pmo_desktop.exchange.understood import OWN, TEAM, Understood
from pmo_desktop.services.calendars import office_calendar
from pmo_desktop.services.importing import commit
from pmo_desktop.services.portfolio import portfolio
from pmo_desktop.services.scheduling import compute
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

UNCHANGED = "P-2647 智能仓储三期.xlsx"
NOT_FIELDS = ("#", "formula", "kind")


class Filed:
    """The office, its files, what the teams meant, and what was understood."""

    def __init__(self, made: DemoResult) -> None:
        self.workspace = Workspace.open(made.database, create=False)
        calendar = self.workspace.query(office_calendar)
        drafted = draft(2026, calendar, STATUS_DATE, 30, 240, 4000)
        self.meant = returned(self.workspace, drafted)
        self.files = made.files
        self.understood = understand_all(list(made.files))
        self.reviewed = review(self.workspace, self.understood)

    def each(self) -> Iterator[tuple[Returned, Understood, FileReview]]:
        yield from zip(self.meant, self.understood, self.reviewed.files, strict=True)

    def of_layout(self, layout: Layout) -> list[tuple[Returned, Understood]]:
        return [
            (one, file) for one, file, _ in self.each() if one.layout is layout and not one.spoil
        ]


@pytest.fixture(scope="module")
def filed(large_demo_office: DemoResult) -> Iterator[Filed]:
    found = Filed(large_demo_office)
    yield found
    found.workspace.close()


def shown(code: str, value: Any) -> Any:
    """A value as a spreadsheet of days and whole per cent can hold it."""
    kind = field(code).kind
    if value in (None, "", ()):
        return None
    if kind in (Kind.START, Kind.FINISH):
        return value.date()
    if kind is Kind.SHARE:
        return round(value, 3)
    if kind is Kind.LINKS:
        return frozenset(value)
    return value.strip() if isinstance(value, str) else value


def differences(
    table: str, meant: Record, read: Record, names: list[str], slips: Mapping[Any, Any]
) -> list[str]:
    key = meant.values.get("wbs") or meant.values.get("code")
    found = []
    for name in names:
        if (table, key, name) in slips:
            continue
        code = f"{table}.{name}"
        wanted, got = shown(code, meant.values[name]), shown(code, read.values.get(name))
        if wanted != got:
            found.append(f"{key} {name}: {wanted!r} was written, {got!r} was read")
    return found


def compared(table: str, meant: tuple[Record, ...], read: tuple[Record, ...], names: list[str],
             slips: Mapping[Any, Any]) -> list[str]:  # fmt: skip
    if len(meant) != len(read):
        return [f"{len(meant)} rows of {table} were written, {len(read)} were read"]
    found: list[str] = []
    for one, other in zip(meant, read, strict=True):
        summary = one.values.get("kind") == TaskKind.SUMMARY
        milestone = one.values.get("kind") == TaskKind.MILESTONE
        kept = [name for name in names if not summary or name in ("wbs", "name")]
        kept = [name for name in kept if not (milestone and name == "duration")]
        if is_reversed(one):
            kept = [name for name in kept if name not in ("start", "finish", "duration")]
        found += differences(table, one, other, kept, slips)
    return found


def is_reversed(record: Record) -> bool:
    """Whether the team mixed up start and finish."""
    start, finish = record.values.get("start"), record.values.get("finish")
    return bool(start and finish and finish < start)


def edits(meant: Returned) -> Iterator[tuple[str, str | None]]:
    """What the team changed or added, by table and identity (or label, where it is new)."""
    for table in ("project", "task", "risk", "issue", "status"):
        before = {record.uid: record.values for record in meant.sent.of(table)}
        for record in meant.records.of(table):
            if record.uid is None:
                yield table, record.label
            elif any(value != before[record.uid][name] for name, value in record.values.items()):
                slipped = {n for t, code, n in meant.slips if (t, code) == (table, code_of(record))}
                changed = {n for n, v in record.values.items() if v != before[record.uid][n]}
                if changed - slipped:
                    yield table, record.uid


def code_of(record: Record) -> Any:
    return record.values.get("wbs") or record.values.get("code")


def only_project(file: Understood) -> ProjectRecords:
    (project,) = file.projects
    return project


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_the_plan_in_a_team_s_layout_is_read_as_it_was_written(
    filed: Filed, layout: Layout
) -> None:
    names = [column.field for column in layout.columns if column.field not in NOT_FIELDS]
    assert filed.of_layout(layout)

    for meant, file in filed.of_layout(layout):
        read = only_project(file).tasks
        assert not compared("task", meant.records.tasks, read, ["wbs", *names], meant.slips)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_registers_money_and_words_of_a_team_s_layout_are_read_as_they_were_written(
    filed: Filed, layout: Layout
) -> None:
    for meant, file in filed.of_layout(layout):
        read = only_project(file)
        risks = [column.field for column in layout.risks.columns]
        assert not compared("risk", meant.records.risks, read.risks, risks, meant.slips)
        if layout.issues:
            issues = [column.field for column in layout.issues.columns]
            assert not compared("issue", meant.records.issues, read.issues, issues, meant.slips)
        money = ["budget", "spent", "code"]
        assert not differences("project", meant.records.project, read.project, money, {})
        if layout.words:
            (status,) = read.status
            newest = meant.records.status[-1]
            assert not differences("status", newest, status, list(layout.words), {})


def test_about_half_of_the_files_are_own_workbooks(filed: Filed) -> None:
    kinds = [file.kind for one, file, _ in filed.each() if not one.spoil]

    assert 12 <= kinds.count(OWN) <= 18
    assert 12 <= kinds.count(TEAM) <= 18


def differing_records(reviewed: FileReview) -> Iterator[RecordChange]:
    """What the file says, whether it is sure or to be looked at."""
    for project in reviewed.differences:
        yield from project.changes


def test_an_own_workbook_brings_the_team_s_edits_and_nothing_else(filed: Filed) -> None:
    for meant, _, reviewed in filed.each():
        if meant.layout is None and not meant.spoil:
            wanted = set(edits(meant))
            found = {
                (record.table, record.uid if record.kind is ChangeKind.CHANGE else record.label)
                for record in differing_records(reviewed)
                if record.table != "person"
            }
            assert found == wanted, reviewed.path.name


def test_the_file_that_came_back_as_it_was_sent_changes_nothing(filed: Filed) -> None:
    unchanged = [file for file in filed.reviewed.files if file.state is State.UNCHANGED]

    assert [file.path.name for file in unchanged] == [UNCHANGED]
    assert not unchanged[0].findings


def test_what_is_under_a_password_or_no_workbook_is_refused(filed: Filed) -> None:
    refused = [file for file in filed.reviewed.files if file.state is State.REFUSED]

    assert {finding.code for file in refused for finding in file.findings} == {
        "encrypted",
        "plain_text",
    }
    assert {file.path for file in refused} == {
        path for path, one in zip(filed.files, filed.meant, strict=True) if one.spoil
    }


def test_every_cell_that_no_one_can_read_is_told_by_its_place(filed: Filed) -> None:
    slips = [(one, reviewed) for one, _, reviewed in filed.each() if one.slips and not one.spoil]
    assert len(slips) >= 3

    for one, reviewed in slips:
        for typed in one.slips.values():
            told = [f for f in reviewed.findings if f.cell and f.text == typed]
            assert told, (reviewed.path.name, typed)


def test_a_finish_before_its_start_is_told(filed: Filed) -> None:
    mixed_up = [
        reviewed for one, _, reviewed in filed.each() if any(map(is_reversed, one.records.tasks))
    ]
    assert mixed_up

    for reviewed in mixed_up:
        assert "finish_before_start" in {finding.code for finding in reviewed.findings}


def test_a_misspelt_person_is_told_beside_the_one_who_is_meant(filed: Filed) -> None:
    told = [f for file in filed.reviewed.files for f in file.findings if f.code == "near_person"]

    assert told
    assert all(finding.sheet and finding.cell for finding in told)


def test_the_files_can_be_taken_in_together_and_taken_back(filed: Filed, tmp_path: Path) -> None:
    database = Path(shutil.copy(filed.workspace.path, tmp_path / "office.db"))
    workspace = Workspace.open(database, create=False)
    before = workspace.query(portfolio)

    changes = review(workspace, filed.understood).changes
    done = workspace.edit(Title("Import {n} files", {"n": 30}), commit, changes).result
    after = workspace.query(portfolio)

    assert done.files >= 26
    assert done.added > 60
    assert done.changed > 150
    assert after.tasks > before.tasks
    assert len(workspace.query(compute).result.loops) == 2
    workspace.undo()
    assert workspace.query(portfolio) == before
    workspace.close()
