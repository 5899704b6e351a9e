"""Opening a database the way the whole program does: a new one gets its office."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from pmo_desktop.language import Language
from pmo_desktop.services.founding import found_office
from pmo_desktop.storage.schema import Founder
from pmo_desktop.storage.workspace import Workspace

STANDARD = "calendar.standard"


def open_workspace(
    path: Path, *, create: bool = True, language: Language | None = None
) -> Workspace:
    """The database at `path`; a new one's calendar is called in `language`. Raises `StorageError`,
    see `Workspace.open`."""
    found = found_office if language is None else _founding(language)
    return Workspace.open(path, create=create, found=found)


def _founding(language: Language) -> Founder:
    return partial(found_office, calendar_name=language.term(STANDARD))
