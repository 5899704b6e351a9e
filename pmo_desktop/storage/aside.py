"""A copy of the database to try things on, which nobody else sees.

What takes seconds to work out would hold up every edit if it stood in a transaction of the
database itself.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pmo_desktop.storage.engine import make_engine
from pmo_desktop.storage.errors import SQLITE_ERRORS, storage_error
from pmo_desktop.storage.workspace import Workspace

NAME = "aside.db"


@contextmanager
def aside(workspace: Workspace) -> Iterator[Workspace]:
    """The database as it stands, in a folder that goes when the copy is no longer wanted.

    Raises `StorageError` where there is no room for it.
    """
    with tempfile.TemporaryDirectory(prefix="pmo-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / NAME
        _copy(workspace.path, path)
        copy = Workspace(path, make_engine(path))
        copy.author = workspace.author
        try:
            yield copy
        finally:
            copy.close()


def _copy(source: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as stored, closing(sqlite3.connect(target)) as copy:
            stored.backup(copy)
            # A crash loses the copy, which nobody misses.
            copy.execute("PRAGMA journal_mode = MEMORY")
    except SQLITE_ERRORS as error:
        raise storage_error(error, target) from error
