"""What a file must be to be our database, told by the standard library alone.

`application_id` says that the file is ours, `user_version` which migration it stands at; both are
read without importing the database library, so that the start stays short.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from pmo_desktop.storage.errors import (
    SQLITE_ERRORS,
    Missing,
    NewerDatabase,
    NotADatabase,
    storage_error,
)

APPLICATION_ID = 0x504D4F44
VERSION = 5
MAGIC = b"SQLite format 3\x00"


def found_version(path: Path) -> int:
    """The migration that the file stands at, 0 for an empty file.

    Raises `Missing`, `NotADatabase`, `NewerDatabase`.
    """
    if not path.exists():
        raise Missing(path)
    if path.is_dir():
        raise NotADatabase(path)
    try:
        with path.open("rb") as file:
            head = file.read(len(MAGIC))
        if not head:
            return 0
        if head != MAGIC:
            raise NotADatabase(path)
        with closing(sqlite3.connect(path)) as connection:
            ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    except SQLITE_ERRORS as error:
        raise storage_error(error, path) from error
    if not ours:
        raise NotADatabase(path)
    if version > VERSION:
        raise NewerDatabase(path, found=version, known=VERSION)
    return version
