"""What several commands need: the database they work on, and its sentences."""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_desktop.commands.console import Console
from pmo_desktop.language import Language
from pmo_desktop.paths import default_database

if TYPE_CHECKING:
    from pmo_desktop.storage.workspace import Workspace


@contextmanager
def workspace(
    options: argparse.Namespace, *, create: bool, language: Language | None = None
) -> Iterator[Workspace]:
    """The database that the options name, closed afterwards; a new one is founded in `language`.
    Raises `StorageError`."""
    from pmo_desktop.services.opening import open_workspace

    path = options.database or default_database()
    opened = open_workspace(path, create=create, language=language)
    try:
        yield opened
    finally:
        opened.close()
    leave_for_next_start(opened.path)


def speak_of_own_fields(opened: Workspace, console: Console) -> None:
    """From now on the console calls the office's own fields by their names."""
    from pmo_desktop.services.custom_fields import own_words

    console.language = Language(console.language.code, opened.query(own_words))


def leave_for_next_start(database: Path) -> None:
    """What the window shows at once when it opens next; it can do without."""
    from pmo_desktop.services.portfolio_snapshot import leave_portfolio

    with suppress(sqlite3.Error):
        leave_portfolio(database)
