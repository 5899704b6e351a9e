"""What can go wrong with the database file, each as a sentence: what, where, what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pmo_desktop.storage.standing import Lost


class StorageError(Exception):
    """`sentence` is an English source sentence, `params` its parameters."""

    sentence = "The database {path} cannot be used: {detail}."

    def __init__(self, path: Path | str, **params: Any) -> None:
        self.params: dict[str, Any] = {"path": str(path), **params}
        super().__init__(self.sentence.format_map({"detail": "", **self.params}))


class NotADatabase(StorageError):
    sentence = "{path} is not a PMO Desktop database. Choose another file with File > Open."


class NewerDatabase(StorageError):
    sentence = (
        "{path} was written by a newer PMO Desktop (format {found}, this program knows {known}). "
        "Install the newer version and open it again; nothing was changed."
    )


class Missing(StorageError):
    sentence = "There is no database at {path}. Check the name, or make one with File > New."


class NotWritable(StorageError):
    sentence = (
        "{path} cannot be written: the file or its folder is read-only. "
        "Copy the database to a folder of your own and open it there."
    )


class Busy(StorageError):
    sentence = (
        "{path} is in use by another program. Close the other window or wait for its import "
        "to end, then try again; nothing was changed."
    )


class DiskFull(StorageError):
    sentence = (
        "The disk that holds {path} is full. Free some space and try again; nothing was changed."
    )


class Damaged(StorageError):
    sentence = (
        "{path} is damaged ({detail}). Open the newest file of the folder 'backups' beside it."
    )


class NotInForce(StorageError):
    sentence = (
        "Entry {number} of the change log is not in force: it is an undo, was undone already, or "
        "is not there. Choose one that is in force."
    )


class IsFounding(StorageError):
    sentence = (
        "Entry {number} of the change log is what the office started from, and stays. To start "
        "over, make a new office with File > New."
    )


class WouldLose(StorageError):
    """`lost` has what was done later and stands on the edit, see `storage.standing`."""

    sentence = (
        "This cannot be undone by itself: {n} later changes would be lost with it. Undo those "
        "first, or leave it as it is; nothing was changed."
    )

    def __init__(self, path: Path, lost: Sequence[Lost]) -> None:
        super().__init__(path, n=len(lost))
        self.lost = tuple(lost)


def storage_error(error: BaseException, path: Path) -> StorageError:
    """The sentence for what SQLite said about the file at `path`."""
    cause = getattr(error, "orig", None) or error
    said = str(cause).lower()
    for part, kind in (
        ("disk is full", DiskFull),
        ("no space left", DiskFull),
        ("readonly", NotWritable),
        ("read-only", NotWritable),
        ("unable to open", NotWritable),
        ("permission denied", NotWritable),
        ("locked", Busy),
        ("not a database", NotADatabase),
        ("malformed", Damaged),
    ):
        if part in said:
            return kind(path, detail=str(cause))
    return StorageError(path, detail=str(cause))


SQLITE_ERRORS = (sqlite3.OperationalError, sqlite3.DatabaseError, OSError)
