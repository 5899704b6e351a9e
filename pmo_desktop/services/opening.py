"""Opening a database the way the whole program does: a new one gets its office."""

from __future__ import annotations

from pathlib import Path

from pmo_desktop.services.founding import found_office
from pmo_desktop.storage.workspace import Workspace


def open_workspace(path: Path, *, create: bool = True) -> Workspace:
    """The database at `path`; raises `StorageError`, see `Workspace.open`."""
    return Workspace.open(path, create=create, found=found_office)
