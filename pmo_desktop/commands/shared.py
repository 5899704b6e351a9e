"""What several commands need: the database they work on, and its sentences."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pmo_desktop.paths import default_database

if TYPE_CHECKING:
    from pmo_desktop.storage.workspace import Workspace


@contextmanager
def workspace(options: argparse.Namespace, *, create: bool) -> Iterator[Workspace]:
    """The database that the options name, closed afterwards; raises `StorageError`."""
    from pmo_desktop.services.opening import open_workspace

    opened = open_workspace(options.database or default_database(), create=create)
    try:
        yield opened
    finally:
        opened.close()
