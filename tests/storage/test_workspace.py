"""The two doors, undo and redo, and what happens to a database that is not as it should be."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pmo_desktop.models import Assignment, Department, Person, Project, Task
from pmo_desktop.storage import errors
from pmo_desktop.storage.backup import backups
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.engine import make_engine
from pmo_desktop.storage.format import APPLICATION_ID, VERSION
from pmo_desktop.storage.recorder import PastTheJournal
from pmo_desktop.storage.schema import upgrade
from pmo_desktop.storage.workspace import Workspace

ADD = Title("Add a person")


@pytest.fixture
def opened(tmp_path: Path):
    workspace = Workspace.open(tmp_path / "office.db")
    yield workspace
    workspace.close()


def dump(path: Path) -> dict[str, list[tuple]]:
    """Every row of every table but the journal's own."""
    with sqlite3.connect(path) as connection:
        names = [
            row[0]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {
            name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=str)
            for name in names
            if not name.startswith(("change_", "sqlite_"))
        }


def add_person(session: Session, uid: str, name: str = "Ann") -> int:
    person = Person(uid=uid, name=name)
    session.add(person)
    session.flush()
    return person.id or 0


def rename(session: Session, name: str) -> None:
    session.execute(select(Person)).scalars().one().name = name


def departments(session: Session) -> list[str]:
    return [row.name for row in session.execute(select(Department)).scalars()]


def names(session: Session) -> list[str]:
    return [person.name for person in session.execute(select(Person)).scalars()]


def test_an_edit_says_what_it_changed(opened: Workspace) -> None:
    edited = opened.edit(ADD, add_person, "p1")
    assert edited.result == 1
    assert edited.changes is not None
    assert edited.changes.tables == {"person"}
    assert edited.changes.rows[0].before is None
    assert edited.changes.rows[0].after["name"] == "Ann"


def test_an_edit_that_changes_nothing_leaves_no_trace(opened: Workspace) -> None:
    assert opened.edit(Title("Nothing"), lambda _session: None).changes is None
    assert opened.undo_title() is None


def test_undo_and_redo_work_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    first = Workspace.open(path)
    empty = dump(path)
    first.edit(ADD, add_person, "p1")
    one = dump(path)
    first.edit(Title("Rename"), rename, "Bea")
    two = dump(path)
    first.close()

    second = Workspace.open(path)
    assert second.undo_title() == Title("Rename")
    second.undo()
    assert dump(path) == one
    second.undo()
    assert dump(path) == empty
    assert second.undo() is None
    second.close()

    third = Workspace.open(path)
    third.redo()
    third.redo()
    assert dump(path) == two
    assert third.redo() is None
    third.close()


def test_a_new_edit_ends_what_could_be_redone(opened: Workspace) -> None:
    opened.edit(ADD, add_person, "p1")
    opened.undo()
    opened.edit(ADD, add_person, "p2", "Cai")
    assert opened.redo() is None
    assert opened.query(names) == ["Cai"]


def test_what_is_raised_in_an_edit_leaves_the_database_as_it_was(opened: Workspace) -> None:
    def half(session: Session) -> None:
        add_person(session, "p1")
        raise ValueError("halfway")

    before = dump(opened.path)
    with pytest.raises(ValueError, match="halfway"):
        opened.edit(ADD, half)
    assert dump(opened.path) == before
    assert opened.undo_title() is None


def test_listeners_hear_of_edits_undos_and_redos(opened: Workspace) -> None:
    heard: list[str] = []
    stop = opened.on_changed(lambda changes: heard.append(changes.kind))
    opened.edit(ADD, add_person, "p1")
    opened.undo()
    opened.redo()
    stop()
    opened.undo()
    assert heard == ["edit", "undo", "redo"]


def test_repeated_changes_of_a_row_are_one_change(opened: Workspace) -> None:
    opened.edit(ADD, add_person, "p1")

    def twice(session: Session) -> None:
        rename(session, "Bea")
        session.flush()
        rename(session, "Cai")

    changes = opened.edit(Title("Rename"), twice).changes
    assert changes is not None
    assert [(row.before, row.after) for row in changes.rows] == [({"name": "Ann"}, {"name": "Cai"})]


def test_a_row_that_came_and_went_in_one_edit_is_no_change(opened: Workspace) -> None:
    def come_and_go(session: Session) -> None:
        bulk_delete(session, Person, [add_person(session, "p1")])

    assert opened.edit(Title("Nothing"), come_and_go).changes is None


def test_statements_past_the_journal_are_refused(opened: Workspace) -> None:
    opened.edit(ADD, add_person, "p1")
    with pytest.raises(PastTheJournal):
        opened.edit(Title("Wipe"), lambda session: session.execute(delete(Person)))
    assert opened.query(names) == ["Ann"]


def test_undo_puts_back_rows_that_point_at_each_other(opened: Workspace) -> None:
    def build(session: Session) -> None:
        project = bulk_insert(session, Project, [{"uid": "x", "code": "P", "name": "P"}])[0]
        top = bulk_insert(session, Task, [{"uid": "t", "project_id": project, "name": "top"}])[0]
        child = {"uid": "c", "project_id": project, "name": "child", "parent_id": top}
        low = bulk_insert(session, Task, [child])[0]
        person = add_person(session, "p1")
        bulk_insert(session, Assignment, [{"task_id": low, "person_id": person}])

    def clear(session: Session) -> None:
        for model in (Assignment, Task, Project, Person):
            rows = session.execute(select(model)).scalars()
            ids = sorted((row.id for row in rows), reverse=True)
            for row_id in ids:
                bulk_delete(session, model, [row_id])

    opened.edit(Title("Build"), build)
    built = dump(opened.path)
    opened.edit(Title("Clear"), clear)
    cleared = dump(opened.path)
    opened.undo()
    assert dump(opened.path) == built
    opened.redo()
    assert dump(opened.path) == cleared


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_any_series_of_edits_can_be_walked_back_and_forth(tmp_path_factory, seed: int) -> None:
    path = tmp_path_factory.mktemp("walk") / "office.db"
    workspace = Workspace.open(path)
    chance = random.Random(seed)
    states = [dump(path)]
    for step in range(chance.randint(1, 8)):
        if workspace.edit(Title("Step"), random_step, chance, step).changes is not None:
            states.append(dump(path))
    at = len(states) - 1
    for _ in range(20):
        back = chance.random() < 0.5
        done = workspace.undo() if back else workspace.redo()
        at = max(0, at - 1) if back else min(len(states) - 1, at + 1)
        assert dump(path) == states[at], done
    workspace.close()


def random_step(session: Session, chance: random.Random, step: int) -> None:
    people = list(session.execute(select(Person)).scalars())
    for number in range(chance.randint(1, 4)):
        action = chance.choice(["orm", "bulk", "change", "bulk change", "delete"])
        if action == "orm":
            add_person(session, f"{step}-{number}")
        elif action == "bulk":
            bulk_insert(session, Department, [{"uid": f"{step}-{number}", "name": "D"}])
        elif people and action == "change":
            chance.choice(people).name = f"name {chance.randint(0, 3)}"
        elif people and action == "bulk change":
            row = {"id": chance.choice(people).id, "role": f"role {chance.randint(0, 3)}"}
            bulk_update(session, Person, [row])
        elif people and action == "delete":
            session.delete(people.pop())
            session.flush()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(errors.Missing, match="no database at"):
        Workspace.open(tmp_path / "none.db", create=False)


@pytest.mark.parametrize("content", [b"hello, this is a text", b"PK\x03\x04 a workbook"])
def test_a_file_that_is_no_database_is_refused_and_left_alone(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(content)
    with pytest.raises(errors.NotADatabase, match=r"letter\.db is not a PMO Desktop database"):
        Workspace.open(path)
    assert path.read_bytes() == content


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(errors.NotADatabase):
        Workspace.open(tmp_path)


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE notes (text)")
    with pytest.raises(errors.NotADatabase):
        Workspace.open(path)


def test_a_newer_database_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    Workspace.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")
    with pytest.raises(errors.NewerDatabase, match="written by a newer PMO Desktop"):
        Workspace.open(path)


def test_an_interrupted_first_start_is_taken_up_again(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    path.touch()
    workspace = Workspace.open(path)
    assert workspace.query(names) == []
    workspace.close()


def test_the_migrations_end_at_the_same_schema_as_the_models(tmp_path: Path) -> None:
    made, migrated = tmp_path / "made.db", tmp_path / "migrated.db"
    Workspace.open(made).close()
    engine = make_engine(migrated)
    upgrade(engine)
    engine.dispose()
    assert schema(migrated) == schema(made)
    with sqlite3.connect(migrated) as connection:
        assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID


def test_an_older_database_is_backed_up_and_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    engine = make_engine(path)
    upgrade(engine, "0001")
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO department (uid, name) VALUES ('d1', 'Research')")
        connection.exec_driver_sql("PRAGMA user_version = 1")
    engine.dispose()
    before = dump(path)
    newer = Workspace.open(path)
    assert newer.query(departments) == ["Research"]
    newer.close()
    (copy,) = backups(path)
    assert dump(copy) == before
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == VERSION


def test_each_format_has_its_migration(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    Workspace.open(path).close()
    engine = make_engine(path)
    upgrade(engine)
    engine.dispose()
    with sqlite3.connect(path) as connection:
        stamped = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    assert stamped == [(f"{VERSION:04d}",)]


def schema(path: Path) -> dict[str, object]:
    with sqlite3.connect(path) as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
            if name not in ("alembic_version", "sqlite_sequence")
        ]
        return {
            name: (
                # Without its default, which only helps an older database's rows along.
                [(*row[1:4], row[5]) for row in connection.execute(f"PRAGMA table_info({name})")],
                sorted(row[2:5] for row in connection.execute(f"PRAGMA foreign_key_list({name})")),
                sorted(row[2] for row in connection.execute(f"PRAGMA index_list({name})")),
            )
            for name in sorted(tables)
        }


def test_a_backup_holds_what_was_committed(opened: Workspace) -> None:
    opened.edit(ADD, add_person, "p1")
    copy = opened.backup("before-import")
    assert backups(opened.path) == [copy]
    assert dump(copy) == dump(opened.path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_folder_is_told_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    Workspace.open(path).close()
    path.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(errors.NotWritable, match="read-only"):
            Workspace.open(path)
    finally:
        tmp_path.chmod(0o755)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("database or disk is full", errors.DiskFull),
        ("attempt to write a readonly database", errors.NotWritable),
        ("unable to open database file", errors.NotWritable),
        ("database is locked", errors.Busy),
        ("database disk image is malformed", errors.Damaged),
        ("something else", errors.StorageError),
    ],
)
def test_each_failure_of_sqlite_has_its_sentence(said: str, kind: type) -> None:
    error = errors.storage_error(sqlite3.OperationalError(said), Path("office.db"))
    assert type(error) is kind
    assert "office.db" in str(error)


def test_a_full_disk_leaves_the_database_as_it_was(opened: Workspace) -> None:
    opened.edit(ADD, add_person, "p0")
    before = dump(opened.path)

    def fill(session: Session) -> None:
        session.connection().exec_driver_sql("PRAGMA max_page_count = 60")
        rows = [{"uid": f"u{n}", "name": "x" * 500} for n in range(2000)]
        bulk_insert(session, Person, rows)

    with pytest.raises(errors.DiskFull, match="Free some space"):
        opened.edit(Title("Fill"), fill)
    assert dump(opened.path) == before


@pytest.mark.parametrize("moment", ["edit", "found", "undo"])
def test_a_process_killed_in_the_midst_leaves_the_database_as_before(
    tmp_path: Path, moment: str
) -> None:
    path = tmp_path / "office.db"
    workspace = Workspace.open(path)
    workspace.edit(ADD, add_person, "p1")
    workspace.close()
    before = dump(path)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), moment], capture_output=True, check=False
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    workspace = Workspace.open(path)
    assert dump(path) == before
    assert workspace.undo_title() == ADD
    workspace.close()


def test_undo_stops_above_what_the_office_started_from(opened: Workspace) -> None:
    opened.found(Title("Found"), add_person, "p1", "Ann")
    assert opened.undo_title() is None
    assert opened.undo() is None
    opened.edit(ADD, rename, "Bea")
    opened.undo()
    assert opened.query(names) == ["Ann"]
    assert opened.undo() is None
    opened.redo()
    assert opened.query(names) == ["Bea"]
    assert opened.query_as_of(0, names) == []


def test_what_the_office_started_from_is_refused_by_itself_too(opened: Workspace) -> None:
    founded = opened.found(Title("Found"), add_person, "p1", "Ann").changes
    assert founded is not None
    opened.edit(ADD, rename, "Bea")
    with pytest.raises(errors.IsFounding, match="Entry 1 "):
        opened.undo_edit(founded.id, lambda *_: None)
    assert opened.query(names) == ["Bea"]


def test_a_demo_office_of_before_is_founded_from_now_on(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    engine = make_engine(path)
    upgrade(engine, "0004")
    with engine.begin() as connection:
        for title in ("Make the demo office", "Add a person"):
            connection.exec_driver_sql(
                "INSERT INTO change_set (kind, state, title, params, author, at) "
                f"VALUES ('edit', 'done', '{title}', '{{}}', '', '2026-11-20 09:00:00')"
            )
        connection.exec_driver_sql("PRAGMA user_version = 4")
    engine.dispose()
    workspace = Workspace.open(path)
    assert workspace.undo_title() == ADD
    workspace.undo()
    assert workspace.undo_title() is None
    workspace.close()


KILLED = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    from pmo_desktop.models import Person
    from pmo_desktop.storage import journal
    from pmo_desktop.storage.bulk import bulk_insert
    from pmo_desktop.storage.changes import Title
    from pmo_desktop.storage.workspace import Workspace

    def die(*_):
        os.kill(os.getpid(), signal.SIGKILL)

    workspace = Workspace.open(Path(sys.argv[1]))
    if sys.argv[2] == "undo":
        journal._add_set = die
        workspace.undo()

    def work(session):
        bulk_insert(session, Person, [{"uid": f"k{n}", "name": "x" * 200} for n in range(5000)])
        die()

    do = workspace.found if sys.argv[2] == "found" else workspace.edit
    do(Title("Killed"), work)
    """
)


def test_a_reader_sees_the_tables_as_they_stood_after_any_entry(opened: Workspace) -> None:
    """Edits, undos and redos in any order, each remembered as it stood."""
    rng = random.Random(7)
    seen = {opened.newest_change(): opened.query(names)}
    for number in range(60):
        step = rng.choice(["add", "rename", "remove", "undo", "redo"])
        if step == "undo":
            opened.undo()
        elif step == "redo":
            opened.redo()
        else:
            opened.edit(ADD, one_change, step, f"n{number}", rng)
        seen[opened.newest_change()] = opened.query(names)
    for change_set, then in seen.items():
        assert opened.query_as_of(change_set, names) == then
    some = rng.sample(sorted(seen), 20)
    found = opened.query_back(some, lambda session, _: names(session))
    assert found == {stop: seen[stop] for stop in some}
    assert opened.query(names) == then


def one_change(session: Session, step: str, name: str, rng: random.Random) -> None:
    people = list(session.execute(select(Person)).scalars())
    if step == "add" or not people:
        bulk_insert(session, Person, [{"uid": name, "name": name}])
    elif step == "rename":
        bulk_update(session, Person, [{"id": rng.choice(people).id, "name": name}])
    else:
        bulk_delete(session, Person, [rng.choice(people).id or 0])


def test_trying_an_edit_says_what_it_would_change_and_keeps_nothing(opened: Workspace) -> None:
    before = dump(opened.path)
    heard: list[object] = []
    opened.on_changed(heard.append)
    (found,) = opened.try_edit(add_person, "p-1", "Ann")
    assert found.after is not None
    assert (found.table, found.after["name"]) == ("person", "Ann")
    assert dump(opened.path) == before
    assert opened.undo_title() is None
    assert heard == []
