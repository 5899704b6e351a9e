"""The connection to one SQLite file: transactions that begin where we say, and the pragmas.

The driver's own idea of when to begin is switched off: readers `BEGIN`, writers `BEGIN IMMEDIATE`,
so that a writer waits for the lock at its start and never in the midst of its work.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

BUSY_MILLISECONDS = 5000
WRITES = "pmo_writes"


def make_engine(path: Path) -> Engine:
    """An engine on the file at `path`, which must be there."""
    engine = create_engine(
        f"sqlite:///{path.as_posix()}", connect_args={"check_same_thread": False}
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def writing(engine: Engine) -> Engine:
    """The same engine, whose transactions take the write lock at their start."""
    return engine.execution_options(**{WRITES: True})


def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None
    set_pragmas(connection)


def set_pragmas(connection: sqlite3.Connection) -> None:
    """What holds for each connection, with the ORM or without it."""
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    connection.execute("PRAGMA synchronous = FULL")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
