"""An import makes new projects up in memory and writes them once: the rows are those that writing
file by file, each row at once and the schedule last, leaves behind."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from pmo_desktop.domain.records import Cell, ChangeKind, FieldChange, ProjectChange, RecordChange
from pmo_desktop.domain.tasks import Link, LinkType
from pmo_desktop.services.importing import commit
from pmo_desktop.services.records import find_project, project_ids, project_records
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.scheduling import reschedule
from pmo_desktop.services.writing import write_records
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from tests.conftest import TODAY
from tests.storage.test_workspace import dump

CODES = ("1", "1.1", "1.2", "1.2.1", "1.2.1.4", "2", "2.1", "3", "10", "10.2")
PEOPLE = ("Ana Silva", "ana  silva", "周扬", "周 扬", "Li Siyuan")
OURS = ("import_batch", "import_file", "change_set", "change_row", "sqlite_sequence")
IMPORT = Title("Import {n} files", {"n": 2})


@settings(max_examples=40)
@given(seed=st.integers(0, 10**6))
def test_the_rows_are_those_of_writing_file_by_file(
    new_workspace: Callable[[], Workspace], seed: int
) -> None:
    chance = random.Random(seed)
    with closing(new_workspace()) as quick, closing(new_workspace()) as slow:
        for tag in "ab":
            changes = files(chance, quick, tag)
            before = dump(quick.path)
            quick.edit(IMPORT, commit, changes)
            slow.edit(IMPORT, write_file_by_file, changes)
            assert rows(quick.path) == rows(slow.path)
            assert journal(quick.path) == journal(slow.path)
            after = dump(quick.path)
            quick.undo()
            assert dump(quick.path) == before
            quick.redo()
            assert dump(quick.path) == after


def test_a_refused_file_takes_those_before_it_back(workspace: Workspace) -> None:
    good = plan(random.Random(1), "P-1", "a")
    wrong = added("task", "x", wbs="1", name="A", predecessors=(Link("7"),))
    bad = plan(random.Random(2), "P-2", "b")
    before = dump(workspace.path)
    with pytest.raises(Refused, match="There is no task 7"):
        workspace.edit(IMPORT, commit, [good, replace(bad, changes=(*bad.changes[:1], wrong))])
    assert dump(workspace.path) == before


def write_file_by_file(session: Session, changes: Sequence[ProjectChange]) -> None:
    """The slow and obvious way."""
    projects = set()
    for change in changes:
        known = change.project_id or find_project(session, None, change.code, change.name)
        records = [r for r in change.changes if known is None or r.table != "project"]
        project_id = write_records(session, known, records, file=change.file_name)
        projects.add(project_id or 0)
    reschedule(session, projects)


def rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All tables but those of the journal and of imports; uids only where the test gave them."""
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: [
                tuple("" if is_ours(value) else value for value in row)
                for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY id')
            ]
            for (name,) in tables.fetchall()
            if name not in OURS and not name.startswith("alembic")
        }


def journal(path: Path) -> list[tuple[Any, ...]]:
    """What it says of every row, whatever the order of the rows."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(
            'SELECT "table", row_id, before, after, source FROM change_row'
            " WHERE \"table\" NOT IN ('import_batch', 'import_file')"
        ).fetchall()
    return sorted((*row[:2], *map(as_pairs, row[2:])) for row in found)


def as_pairs(text: str | None) -> list[tuple[str, str]]:
    values = json.loads(text) if text else {}
    return sorted((name, repr("" if is_ours(value) else value)) for name, value in values.items())


def is_ours(value: object) -> bool:
    """A uid that the program made up."""
    return isinstance(value, str) and len(value) == 16 and value.startswith("u")


def files(chance: random.Random, workspace: Workspace, tag: str) -> list[ProjectChange]:
    """Some of new projects, some of which come twice, and of those that are there already."""
    known = workspace.query(project_ids)
    codes = [chance.choice(("P-1", "P-2", "P-3", "P-4")) for _ in range(chance.randint(1, 4))]
    found = []
    for number, code in enumerate(codes):
        change = plan(chance, code, f"{tag}{number}")
        if code in known:
            stored = workspace.query(project_records, known[code]).tasks
            changed = [moved(chance, task.id or 0) for task in stored if chance.random() < 0.4]
            more = tuple(r for r in change.changes if r.table != "project")
            change = replace(change, project_id=known[code], changes=(*more, *changed))
        found.append(change)
    return found


def plan(chance: random.Random, code: str, tag: str) -> ProjectChange:
    project = added("project", f"{tag}-{code}", code=code, name=f"Project {code}")
    people = [
        added("person", f"{tag}-p{n}", name=name, role=f"Role {tag}")
        for n, name in enumerate(chance.sample(PEOPLE, chance.randint(0, 2)))
    ]
    wbs = chance.sample(CODES, chance.randint(0, 7))
    tasks = [task(chance, tag, own, wbs) for own in wbs]
    risks = [
        added("risk", f"{tag}-r{n}", name="R", owner="周扬") for n in range(chance.randint(0, 2))
    ]
    return ProjectChange(
        None, code, f"Project {code}", f"{tag}.xlsx", f"sha-{tag}", "team", TODAY,
        (project, *people, *tasks, *risks),
    )  # fmt: skip


def task(chance: random.Random, tag: str, own: str, wbs: Sequence[str]) -> RecordChange:
    """Of a new project no code comes twice; one that is there already may have it twice then."""
    others = [code for code in wbs if code != own]
    values: dict[str, Any] = {"wbs": own, "name": f"Task {own} of {tag}"}
    values |= chance.choice((dates(chance), {"duration": chance.choice((0, 60, 480, 4800))}, {}))
    if chance.random() < 0.5:
        values["percent_complete"] = chance.choice((0.0, 0.3, 1.0))
    if chance.random() < 0.5:
        values["people"] = tuple(chance.sample(PEOPLE, chance.randint(0, 3)))
    if others and chance.random() < 0.5:
        values["predecessors"] = tuple(
            Link(code, chance.choice(list(LinkType)), chance.choice((0, 480)))
            for code in chance.sample(others, chance.randint(1, min(2, len(others))))
        )
    return added("task", f"{tag}-{own}", **values)


def moved(chance: random.Random, task_id: int) -> RecordChange:
    values = chance.choice((dates(chance), {"percent_complete": 0.5}, {"people": (PEOPLE[0],)}))
    return replace(added("task", "", **values), kind=ChangeKind.CHANGE, id=task_id, uid=None)


def dates(chance: random.Random) -> dict[str, Any]:
    start = datetime(2026, 10, 1, chance.choice((0, 9, 11))) + timedelta(chance.randint(0, 90))
    finish = start + timedelta(chance.randint(1, 20))
    return chance.choice(({"start": start, "finish": finish}, {"start": start}, {"finish": finish}))


def added(table: str, uid: str, **values: Any) -> RecordChange:
    fields = tuple(
        FieldChange(name, None, value, Cell("Plan", f"{chr(65 + place)}7", str(value)))
        for place, (name, value) in enumerate(values.items())
    )
    return RecordChange(ChangeKind.ADD, table, "", None, uid, fields)
