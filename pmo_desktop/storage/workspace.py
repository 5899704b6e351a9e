"""The two doors to the database: `query` and `edit`, each one short session.

Nothing of the ORM leaves: readers return frozen rows, verbs return plain results. An edit is one
transaction and one undo; whatever is raised inside it leaves the database as it was.
"""

from __future__ import annotations

import getpass
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import get_ident
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from pmo_desktop.collector import collector_at_rest
from pmo_desktop.models.journal import ChangeSetRow
from pmo_desktop.storage import journal
from pmo_desktop.storage.backup import back_up
from pmo_desktop.storage.changes import ChangeSet, RowChange, Title
from pmo_desktop.storage.engine import make_engine, writing
from pmo_desktop.storage.errors import (
    SQLITE_ERRORS,
    IsFounding,
    Missing,
    NotInForce,
    WouldLose,
    storage_error,
)
from pmo_desktop.storage.format import VERSION, found_version
from pmo_desktop.storage.recorder import Recorder
from pmo_desktop.storage.schema import Founder, create_tables, upgrade

if TYPE_CHECKING:
    from pmo_desktop.storage.standing import Lost

P = ParamSpec("P")
T = TypeVar("T")
Listener = Callable[[ChangeSet], None]
# Under which an edit's session has what stands beside the tables, see `Workspace.accompany`.
COMPANION = "pmo_companion"
Writer = Callable[[Connection, Title, str, Sequence[RowChange]], ChangeSet]
Settle = Callable[[Session, int, Sequence[RowChange]], None]


class Companion(Protocol):
    """What stands beside the tables: see `Workspace.accompany`."""

    def void(self) -> None:
        """It no longer says what the tables say."""


@dataclass(frozen=True)
class Edited(Generic[T]):
    """What a verb returned, and what it changed."""

    result: T
    changes: ChangeSet | None


class Workspace:
    """One open database. Safe to use from several threads: each call has its own session."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self.author = _user_name()
        self._engine = engine
        self._writer = writing(engine)
        self._listeners: list[Listener] = []
        self._companion: Companion | None = None
        self._companions_thread = 0

    @staticmethod
    def open(path: Path, *, create: bool = True, found: Founder | None = None) -> Workspace:
        """Open the database, making or migrating it (after a backup) where that is needed.

        `found(session)` fills a new one, in the transaction that makes its tables.
        Raises `StorageError`: `Missing` where there is none and `create` is false, `NotADatabase`,
        `NewerDatabase`, `NotWritable`, `DiskFull`, `Busy`.
        """
        if not path.exists() and not create:
            raise Missing(path)
        try:
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch()
            version = found_version(path)
            engine = make_engine(path)
            if version == 0:
                create_tables(engine, found)
            elif version < VERSION:
                back_up(path, f"before-format-{VERSION}")
                upgrade(engine)
            _check_writable(path)
        except (*SQLITE_ERRORS, DBAPIError) as error:
            raise storage_error(error, path) from error
        return Workspace(path, engine)

    def query(
        self, reader: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What `reader(session, ...)` returns: frozen rows."""
        try:
            with Session(self._engine, autoflush=False) as session:
                return reader(session, *args, **kwargs)
        except DBAPIError as error:
            raise storage_error(error, self.path) from error

    def query_as_of(
        self,
        change_set_id: int,
        reader: Callable[Concatenate[Session, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What `reader` would have returned right after that entry of the journal.

        The tables are turned back in a transaction that is never committed; until the reader is
        done, nobody else can write.
        """
        try:
            with Session(self._writer, autoflush=False) as session:
                journal.go_back_to(session.connection(), change_set_id)
                found = reader(session, *args, **kwargs)
                session.rollback()
                return found
        except DBAPIError as error:
            raise storage_error(error, self.path) from error

    def query_back(self, stops: Iterable[int], reader: Callable[[Session, int], T]) -> dict[int, T]:
        """What `reader(session, stop)` would have returned right after each of these entries of the
        journal, as `query_as_of`; the way back is gone once for all of them."""
        found: dict[int, T] = {}
        standing: int | None = None
        try:
            with Session(self._writer, autoflush=False) as session:
                for stop in sorted(set(stops), reverse=True):
                    journal.go_back_to(session.connection(), stop, standing)
                    session.expire_all()
                    standing = stop
                    found[stop] = reader(session, stop)
                session.rollback()
                return found
        except DBAPIError as error:
            raise storage_error(error, self.path) from error

    def accompany(self, companion: Companion | None) -> None:
        """What stands beside the tables in memory and follows the edits of this thread: verbs find
        it in their session's `info`. An edit that fails makes it void."""
        self._companion, self._companions_thread = companion, get_ident()

    def newest_change(self) -> int:
        """The number of the journal's newest entry; 0 where nothing was ever changed."""
        with self._engine.connect() as connection:
            return journal.newest(connection)

    def edit(
        self,
        title: Title,
        verb: Callable[Concatenate[Session, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Edited[T]:
        """Run `verb(session, ...)` as one transaction and one undo called `title`.

        An edit that changes nothing leaves no trace in the journal.
        """
        return self._edit(journal.write, title, lambda session: verb(session, *args, **kwargs))

    def found(
        self,
        title: Title,
        verb: Callable[Concatenate[Session, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Edited[T]:
        """As `edit`, for what an office starts from: the journal has it, undo stops above it."""
        return self._edit(
            journal.write_founding, title, lambda session: verb(session, *args, **kwargs)
        )

    def try_edit(
        self, verb: Callable[Concatenate[Session, P], object], *args: P.args, **kwargs: P.kwargs
    ) -> list[RowChange]:
        """The rows that an edit would change; nothing of it is kept. What the verb raises is
        raised."""
        try:
            with collector_at_rest(), Session(self._writer, expire_on_commit=False) as session:
                recorder = Recorder(session)
                verb(session, *args, **kwargs)
                session.flush()
                found = recorder.changes()
                session.rollback()
                return found
        except DBAPIError as error:
            raise storage_error(error, self.path) from error

    def undo(self) -> ChangeSet | None:
        """Take back the newest edit in force; None where there is none."""
        return self._replay(journal.next_undo, journal.undo)

    def redo(self) -> ChangeSet | None:
        """Bring back the edit that was undone last; None where there is none."""
        return self._replay(journal.next_redo, journal.redo)

    def lost_by_undo(self, change_set_id: int) -> tuple[Lost, ...]:
        """What was done later and stands in the way of undoing this entry by itself.

        Raises `NotInForce` where there is nothing to undo, `IsFounding` where it stays.
        """
        from pmo_desktop.storage.standing import Standing

        with self._reading() as connection:
            edit = self._in_force(connection, change_set_id)
            if edit.id == self._newest_in_force(connection):
                return ()
            return Standing(connection, edit).lost

    def undo_edit(self, change_set_id: int, settle: Settle) -> ChangeSet:
        """Undo one entry of the journal, whatever came after it, as one entry of its own.

        `settle(session, change_set_id, rows)` computes again what follows from the rows that were
        put back, in the same transaction. Raises `NotInForce`, `IsFounding`, and `WouldLose`
        where something that was done later would be lost: then nothing is changed.
        """
        from pmo_desktop.storage.standing import Standing

        try:
            with Session(self._writer, expire_on_commit=False) as session:
                connection = session.connection()
                edit = self._in_force(connection, change_set_id)
                if edit.id == self._newest_in_force(connection):
                    changes = journal.undo(connection, edit, self.author)
                else:
                    standing = Standing(connection, edit)
                    if standing.lost:
                        raise WouldLose(self.path, standing.lost)
                    changes = self._reverted(session, edit, standing.changes, settle)
                session.commit()
        except DBAPIError as error:
            raise storage_error(error, self.path) from error
        self._tell(changes)
        return changes

    def undo_title(self) -> Title | None:
        return self._title(journal.next_undo)

    def redo_title(self) -> Title | None:
        return self._title(journal.next_redo)

    def on_changed(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after each edit, on the thread that made it; returns the way to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def backup(self, reason: str) -> Path:
        """A copy of the database in `backups` beside it; see `storage.backup`."""
        return back_up(self.path, reason)

    def close(self) -> None:
        self._listeners.clear()
        self._engine.dispose()

    def _edit(self, write: Writer, title: Title, verb: Callable[[Session], T]) -> Edited[T]:
        try:
            with (
                self._accompanied() as info,
                collector_at_rest(),
                Session(self._writer, expire_on_commit=False, info=info) as session,
            ):
                recorder = Recorder(session)
                result = verb(session)
                session.flush()
                rows = recorder.changes()
                changes = None
                if rows:
                    changes = write(session.connection(), title, self.author, rows)
                session.commit()
        except DBAPIError as error:
            raise storage_error(error, self.path) from error
        if changes is not None:
            self._tell(changes)
        return Edited(result, changes)

    @contextmanager
    def _accompanied(self) -> Iterator[dict[str, Any]]:
        companion = self._companion if self._companions_thread == get_ident() else None
        try:
            yield {} if companion is None else {COMPANION: companion}
        except BaseException:
            if companion is not None:
                companion.void()
            raise

    def _reverted(
        self, session: Session, edit: ChangeSetRow, rows: Sequence[RowChange], settle: Settle
    ) -> ChangeSet:
        recorder = Recorder(session)
        journal.apply(session.connection(), rows)
        for row in rows:
            recorder.record(row)
        settle(session, edit.id or 0, rows)
        session.flush()
        return journal.write_revert(session.connection(), edit, self.author, recorder.changes())

    def _in_force(self, connection: Connection, change_set_id: int) -> ChangeSetRow:
        edit = journal.undoable(connection, change_set_id)
        if edit is None and journal.is_founding(connection, change_set_id):
            raise IsFounding(self.path, number=change_set_id)
        if edit is None:
            raise NotInForce(self.path, number=change_set_id)
        return edit

    def _newest_in_force(self, connection: Connection) -> int | None:
        newest = journal.next_undo(connection)
        return None if newest is None else newest.id

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except DBAPIError as error:
            raise storage_error(error, self.path) from error

    def _replay(
        self,
        find: Callable[[Connection], Any],
        replay: Callable[[Connection, Any, str], ChangeSet],
    ) -> ChangeSet | None:
        try:
            with self._writer.begin() as connection:
                edit = find(connection)
                if edit is None:
                    return None
                changes = replay(connection, edit, self.author)
        except DBAPIError as error:
            raise storage_error(error, self.path) from error
        self._tell(changes)
        return changes

    def _title(self, find: Callable[[Connection], Any]) -> Title | None:
        with self._engine.connect() as connection:
            edit = find(connection)
            return None if edit is None else journal.title_of(edit)

    def _tell(self, changes: ChangeSet) -> None:
        for listener in list(self._listeners):
            listener(changes)


def _check_writable(path: Path) -> None:
    """SQLite only says at the first write that a file is read-only; we say it on opening."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        # No user name is to be had in some service accounts.
        return ""
