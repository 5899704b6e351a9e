"""Copies of the database, by SQLite's own backup, in the folder `backups` beside it.

Copying the file would miss what still stands in the write-ahead log.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from pmo_desktop.storage.errors import SQLITE_ERRORS, storage_error

FOLDER = "backups"
KEPT = 20


def back_up(database: Path, reason: str, now: datetime | None = None) -> Path:
    """Copy the database to `backups/<name> <time> <reason>.db`; keeps the newest twenty.

    `reason` is a short file-name-safe word. Raises `StorageError` where it cannot be written.
    """
    moment = now or datetime.now()
    folder = database.parent / FOLDER
    target = folder / f"{database.stem} {moment:%Y-%m-%d %H%M%S} {reason}.db"
    try:
        folder.mkdir(exist_ok=True)
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    except SQLITE_ERRORS as error:
        target.unlink(missing_ok=True)
        raise storage_error(error, target) from error
    _forget_old(folder, database.stem)
    return target


def backups(database: Path) -> list[Path]:
    """The copies of this database, newest first."""
    folder = database.parent / FOLDER
    return sorted(folder.glob(f"{database.stem} *.db"), reverse=True)


def _forget_old(folder: Path, stem: str) -> None:
    for old in sorted(folder.glob(f"{stem} *.db"), reverse=True)[KEPT:]:
        old.unlink(missing_ok=True)
