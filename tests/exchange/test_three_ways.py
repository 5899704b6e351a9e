"""Database, file and base: each value against the table of what can have happened to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.fields import TABLES, field
from pmo_desktop.domain.records import Cell, ProjectChange, ProjectRecords, Record
from pmo_desktop.domain.tasks import Link
from pmo_desktop.exchange.comparing.bases import Base, mark_of, series_of
from pmo_desktop.exchange.comparing.choice import Choice
from pmo_desktop.exchange.comparing.comparison import OfficeView, compare
from pmo_desktop.exchange.comparing.places import (
    Answer,
    Decision,
    Difference,
    Place,
    Policy,
    places,
)
from pmo_desktop.exchange.comparing.review import FileReview, review
from pmo_desktop.exchange.understanding import understand
from pmo_desktop.exchange.understood import OWN, TEAM, Understood
from pmo_desktop.exchange.workbook.sending import send_out
from pmo_desktop.exchange.workbook.sent import written_text
from pmo_desktop.language import Language
from pmo_desktop.services.bases import Then
from pmo_desktop.services.editing import add, change
from pmo_desktop.services.importing import commit
from pmo_desktop.services.records import project_ids, project_records
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from tests.exchange.office_records import DEPARTMENTS, PEOPLE, PROJECT, RECORDS, TASKS, additions

AT = datetime
TODAY = date(2026, 11, 20)
OFFICE = OfficeView(PEOPLE, DEPARTMENTS)
FEW: dict[str, list[Any]] = {
    "notes": ["", "a", "b", "c"],
    "deadline": [None, AT(2026, 9, 30, 18), AT(2026, 10, 9, 18), AT(2026, 11, 2, 18)],
    "people": [(), ("Jane Doe",), ("徐佳",), ("徐佳", "张伟")],
    "percent_complete": [0.0, 0.25, 0.5, 1.0],
}
PLAIN_TASKS = [task for task in TASKS if task.values["kind"] == "task"]
sides = st.lists(
    st.tuples(*(st.sampled_from(few) for few in FEW.values())),
    min_size=len(PLAIN_TASKS),
    max_size=len(PLAIN_TASKS),
)


def with_values(side: Sequence[tuple[Any, ...]]) -> ProjectRecords:
    found = {}
    for task, values in zip(PLAIN_TASKS, side, strict=True):
        found[task.id] = replace(
            task, values={**task.values, **dict(zip(FEW, values, strict=True))}
        )
    return replace(RECORDS, tasks=tuple(found.get(task.id, task) for task in TASKS))


def returned(records: ProjectRecords) -> ProjectRecords:
    """As a file gives them: every value from a cell, nothing by its id."""

    def row(record: Record) -> Record:
        cells = {
            spec.name: Cell(
                record.table, "A1", written_text(spec, record.values[spec.name], Language("en"))
            )
            for spec in TABLES[record.table]
        }
        return replace(record, id=None, cells=cells)

    return ProjectRecords(row(PROJECT), tasks=tuple(map(row, records.tasks)))


def wanted(kind: str, base: Any, now: Any, file: Any) -> Difference | None:
    """The table: what the file's value is to the other two."""
    if kind == TEAM and file in (None, "", ()):
        return None
    if file == now:
        return None
    if file == base:
        return Difference.OUTDATED
    return Difference.CHANGED if now == base else Difference.CONFLICT


@pytest.mark.parametrize("kind", [OWN, TEAM])
@given(base=sides, now=sides, file=sides)
def test_each_value_is_what_the_table_of_three_says(
    kind: str, base: Any, now: Any, file: Any
) -> None:
    then = Then({1: with_values(base)}, PEOPLE)
    known = with_values(now)
    compared = compare(returned(with_values(file)), known, kind, OFFICE, base=Base.of(then, 1))
    choice = Choice(reviewed(compared.changes))
    found = {
        (choice.record(place).id, place.field): choice.difference(place)
        for place in places(choice.file)
        if place.field in FEW
    }
    expected = {
        (task.id, name): said
        for task, *three in zip(PLAIN_TASKS, base, now, file, strict=True)
        for name, *values in zip(FEW, *three, strict=True)
        if (said := wanted(kind, *values)) is not None
    }
    assert found == expected
    taken = {
        (record.id, one.name): one.after
        for project in choice.changes()
        for record in project.changes
        for one in record.fields
        if one.before != one.after and one.name in FEW
    }
    assert taken.keys() == {key for key, said in expected.items() if said is Difference.CHANGED}


@given(base=sides, now=sides, file=sides, policy=st.sampled_from(list(Decision)))
def test_a_policy_decides_the_conflicts_and_nothing_else(
    base: Any, now: Any, file: Any, policy: Decision
) -> None:
    then = Then({1: with_values(base)}, PEOPLE)
    compared = compare(
        returned(with_values(file)), with_values(now), OWN, OFFICE, base=Base.of(then, 1)
    )
    choice = Choice(reviewed(compared.changes), Policy(conflicts=policy))
    for place in places(choice.file):
        said = choice.difference(place)
        expected = {Difference.CONFLICT: policy, Difference.OUTDATED: Decision.KEEP}
        assert choice.decision(place) is expected.get(said, Decision.ACCEPT)
    assert bool(choice.undecided()) == (
        policy is Decision.OPEN and choice.counts()[Difference.CONFLICT] > 0
    )


def reviewed(changes: Any, kind: str = OWN) -> FileReview:
    change = ProjectChange(1, "P", "P", "a.xlsx", "", kind, None, tuple(changes))
    return FileReview(Understood(Path("a.xlsx")), (change,))


# With a database


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    workspace.edit(Title("x"), commit, [additions(RECORDS)])
    return workspace


def set_task(workspace: Workspace, wbs: str, **values: Any) -> None:
    (task,) = [t for t in stored(workspace).tasks if t.values["wbs"] == wbs]
    workspace.edit(Title("x"), change, "task", task.id or 0, values)


def stored(workspace: Workspace) -> ProjectRecords:
    return workspace.query(project_records, workspace.query(project_ids)["P-0605"])


def notes(workspace: Workspace, wbs: str = "1.1") -> Any:
    return next(t.values["notes"] for t in stored(workspace).tasks if t.values["wbs"] == wbs)


def team(name: str, said: str, digest: str = "") -> Understood:
    values = {"wbs": "1.1", "name": "方案设计", "notes": said}
    cells = {at: Cell("Plan", "B2", str(value)) for at, value in values.items()}
    records = ProjectRecords(
        Record("project", {"code": "P-0605"}), tasks=(Record("task", values, cells=cells),)
    )
    return Understood(Path(name), digest or f"{name}{said}", projects=(records,))


def take(workspace: Workspace, *files: Understood, policy: Policy | None = None) -> FileReview:
    found = review(workspace, files)
    changes = [
        change for file in found.files for change in Choice(file, policy or Policy()).changes()
    ]
    workspace.edit(Title("x"), commit, changes)
    return found.files[-1]


def differences(found: FileReview) -> list[Difference]:
    choice = Choice(found)
    return [choice.difference(place) for place in places(found)]


def test_a_team_that_says_again_what_it_said_takes_no_edit_of_the_office_back(
    office: Workspace,
) -> None:
    take(office, team("plan 1.xlsx", "first"))
    set_task(office, "1.1", notes="by the office")
    for version in (2, 3, 4):
        found = take(office, team(f"plan {version}.xlsx", "first"))
        assert differences(found) == [Difference.OUTDATED]
        assert notes(office) == "by the office"
    assert differences(take(office, team("plan 5.xlsx", "second"))) == [Difference.CONFLICT]
    assert notes(office) == "by the office"


def test_a_conflict_that_nobody_decided_stays_one_in_the_next_file(office: Workspace) -> None:
    take(office, team("plan 1.xlsx", "first"))
    set_task(office, "1.1", notes="by the office")
    held = team("plan 2.xlsx", "second")
    # Another value of the same file is taken, so that the file is one of those taken in.
    other = Record("task", {"wbs": "1.2", "name": "安全评估", "notes": "more"},
                   cells={"wbs": Cell("P", "A"), "notes": Cell("P", "B")})  # fmt: skip
    both = replace(held.projects[0], tasks=(*held.projects[0].tasks, other))
    found = take(office, replace(held, projects=(both,)))
    assert sorted(differences(found)) == [Difference.CHANGED, Difference.CONFLICT]
    again = review(office, [team("plan 3.xlsx", "second")]).files[0]
    assert differences(again) == [Difference.CONFLICT]
    decided = take(office, team("plan 3.xlsx", "second"), policy=Policy(Decision.ACCEPT))
    assert differences(decided) == [Difference.CONFLICT]
    assert notes(office) == "second"


def test_a_value_that_was_refused_stays_refused(office: Workspace) -> None:
    take(office, team("plan 1.xlsx", "first"))
    (file,) = review(office, [team("plan 2.xlsx", "unwanted")]).files
    choice = Choice(file)
    (place,) = places(file)
    choice.decide(place, Decision.KEEP)
    assert choice.changes() == ()
    spec = field("task.notes")
    other = replace(choice.file.differences[0], changes=())
    record = file.differences[0].changes[0]
    kept = list(choice_kept(choice))
    assert [(one.table, one.id, one.name, one.mark) for one in kept] == [
        ("task", record.id, "notes", mark_of(spec, "unwanted"))
    ]
    office.edit(Title("x"), commit, [replace(other, kept=tuple(kept))])
    again = review(office, [team("plan 3.xlsx", "unwanted")]).files[0]
    assert differences(again) == [Difference.OUTDATED]


def choice_kept(choice: Choice) -> Any:
    return choice._kept(0, choice.file.differences[0])


def test_the_own_workbook_knows_what_went_out(office: Workspace, tmp_path: Path) -> None:
    (path,) = send_out(office, tmp_path, Language("en")).files
    set_task(office, "1.1", notes="by the office")
    file = understand(path, today=TODAY)
    (found,) = review(office, [file]).files
    assert differences(found) == [Difference.OUTDATED]
    assert found.state == "unchanged"

    def touched(said: str) -> Understood:
        (records,) = file.projects
        tasks = tuple(
            replace(
                task,
                values={**task.values, "notes": said},
                cells={**task.cells, "notes": Cell("Plan", "N5", said)},
            )
            if task.values["wbs"] == "1.1"
            else task
            for task in records.tasks
        )
        return replace(file, digest=said, projects=(replace(records, tasks=tasks),))

    (found,) = review(office, [touched("by the team")]).files
    (changed,) = found.differences[0].changes
    (one,) = changed.fields
    assert (one.base, one.before, one.after) == ("", "by the office", "by the team")
    assert differences(found) == [Difference.CONFLICT]
    assert differences(review(office, [touched("by the office")]).files[0]) == []
    take(office, touched("by the team"), policy=Policy(Decision.ACCEPT))
    # Of the same sending what was accepted last counts: the team corrects itself.
    assert differences(review(office, [touched("corrected")]).files[0]) == [Difference.CHANGED]


def test_dates_that_the_schedule_moved_are_not_called_outdated(
    office: Workspace, tmp_path: Path
) -> None:
    first = {"wbs": "3", "name": "First", "duration": 480, "predecessors": (Link("2.1"),)}
    office.edit(Title("x"), add, "task", first, office.query(project_ids)["P-0605"])
    (path,) = send_out(office, tmp_path, Language("en")).files
    before = next(t for t in stored(office).tasks if t.values["wbs"] == "3")
    set_task(office, "2.1", finish=AT(2026, 12, 18, 18))
    after = next(t for t in stored(office).tasks if t.values["wbs"] == "3")
    assert before.values["start"] != after.values["start"]
    (found,) = review(office, [understand(path, today=TODAY)]).files
    told = {
        (change.label, one.name)
        for project in found.differences
        for change in project.changes
        for one in change.fields
    }
    assert {label for label, _ in told} == {after_label(office, "2.1")}


def after_label(workspace: Workspace, wbs: str) -> str:
    return next(task.label for task in stored(workspace).tasks if task.values["wbs"] == wbs)


def test_a_workbook_of_another_database_falls_back_to_what_it_remembers(
    office: Workspace, tmp_path: Path
) -> None:
    (path,) = send_out(office, tmp_path, Language("en")).files
    file = understand(path, today=TODAY)
    foreign = replace(file, meta={**file.meta, "entry": "1:0000000000000000"})
    set_task(office, "1.1", notes="by the office")
    assert differences(review(office, [foreign]).files[0]) == [Difference.OUTDATED]


def test_of_two_files_in_one_import_the_later_counts(office: Workspace) -> None:
    take(office, team("plan 1.xlsx", "first"))
    files = [team("plan 2.xlsx", "second"), team("plan 3.xlsx", "first")]
    take(office, *files)
    assert notes(office) == "first"


def test_versions_and_dates_make_no_other_series() -> None:
    assert series_of("R05 周报 2026-11-06 v2.xlsx") == series_of("R06_周报_2026-11-13_v3.xlsx")
    assert series_of("risks.xlsx") != series_of("plan.xlsx")


# Doubts


def doubtful(*tasks: Record, **tables: Any) -> Choice:
    records = ProjectRecords(
        Record("project", {"code": "P-0605"}, cells={"code": Cell("P", "A")}), tasks=tasks, **tables
    )
    return Choice(reviewed(compare(records, RECORDS, TEAM, OFFICE).changes, TEAM))


def row(**values: Any) -> Record:
    return Record("task", values, cells={name: Cell("Plan", "A7") for name in values})


def test_a_doubtful_row_is_neither_merged_nor_added_until_it_is_answered() -> None:
    choice = doubtful(row(wbs="1.1", name="搬迁", notes="new"))
    (doubt,) = choice.doubts()
    assert choice.changes() == ()
    assert set(choice.counts()) == {Difference.DOUBTFUL}
    choice.answer(doubt.key, Answer.SAME)
    (record,) = choice.changes()[0].changes
    assert (record.id, record.values) == (2, {"name": "搬迁", "notes": "new"})
    choice.answer(doubt.key, Answer.NEW)
    (record,) = choice.changes()[0].changes
    assert (record.id, record.values["name"]) == (None, "搬迁")
    choice.answer(doubt.key, None)
    assert choice.changes() == ()


def test_a_doubtful_name_holds_back_the_cells_with_it_and_no_others() -> None:
    choice = doubtful(row(wbs="1.1", name="方案设计", people=("Jane Doee",), notes="ok"))
    (doubt,) = choice.doubts()
    assert (doubt.name, doubt.known) == ("Jane Doee", "Jane Doe")

    def taken() -> list[tuple[str, dict[str, Any]]]:
        return [
            (record.table, record.values)
            for project in choice.changes()
            for record in project.changes
        ]

    assert taken() == [("task", {"notes": "ok"})]
    choice.answer(doubt.key, Answer.SAME)
    assert taken() == [("task", {"notes": "ok"})]
    choice.answer(doubt.key, Answer.NEW)
    assert taken() == [
        ("person", {"name": "Jane Doee"}),
        ("task", {"people": ("Jane Doee",), "notes": "ok"}),
    ]


def test_a_link_to_a_task_that_is_not_taken_goes_with_it() -> None:
    choice = doubtful(
        row(wbs="8", name="新任务", duration=480),
        row(wbs="9", name="后续工作", duration=480, predecessors=(Link("8"),)),
    )
    first = next(place for place in places(choice.file))
    assert choice.record(first).label == "8 新任务"
    choice.decide(first, Decision.KEEP)
    (record,) = choice.changes()[0].changes
    assert record.values["predecessors"] == ()


def test_an_own_value_is_taken_in_place_of_the_file_s() -> None:
    choice = doubtful(row(wbs="1.1", name="方案设计", notes="theirs"))
    (place,) = places(choice.file)
    assert isinstance(place, Place)
    choice.edit(place, "ours")
    (record,) = choice.changes()[0].changes
    assert record.values == {"notes": "ours"}
    assert record.fields[0].cell is None
    choice.edit(place, "")
    assert choice.changes() == ()
