"""What a workbook says of itself: who saved it last, and when.

Workbooks of the zip formats say it in a part of their own; older ones and plain text say nothing
that is read here. A team may have written anything there: it is shown, and nothing is decided by
it alone.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pmo_desktop.exchange.files import formats
from pmo_desktop.exchange.files.archive import Archive, Damaged
from pmo_desktop.exchange.files.formats import Refusal

OFFICE, OPEN_DOCUMENT = "docProps/core.xml", "meta.xml"
LARGEST_PART = 256 * 1024
LONGEST_NAME = 120
SAVED_BY = re.compile(r"<(?:\w+:)?lastModifiedBy\b[^>]*>([^<]*)<")
SAVED_AT = re.compile(r"<(?:\w+:)?modified\b[^>]*>([^<]*)<")
CREATOR = re.compile(r"<dc:creator\b[^>]*>([^<]*)<")
DATE = re.compile(r"<dc:date\b[^>]*>([^<]*)<")


@dataclass(frozen=True)
class Provenance:
    """`saved_at` is local time without a zone; both are empty where the file says nothing."""

    sender: str = ""
    saved_at: datetime | None = None


NOBODY = Provenance()


def provenance(path: Path) -> Provenance:
    """What the file at `path` says of itself; never raises for what the file is."""
    try:
        data = formats.file_bytes(path)
        if not data.startswith(formats.ZIP):
            return NOBODY
        return of_archive(Archive(data))
    except (Refusal, Damaged, OSError):
        return NOBODY


def of_archive(archive: Archive) -> Provenance:
    """What an opened workbook says of itself; never raises for what it is."""
    try:
        if _is_small(archive, OFFICE):
            return _told(_text(archive, OFFICE), SAVED_BY, SAVED_AT)
        if _is_small(archive, OPEN_DOCUMENT):
            return _told(_text(archive, OPEN_DOCUMENT), CREATOR, DATE)
    except Damaged:
        return NOBODY
    return NOBODY


def _is_small(archive: Archive, name: str) -> bool:
    return name in archive.parts and archive.parts[name].size <= LARGEST_PART


def _text(archive: Archive, name: str) -> str:
    return archive.read(name).decode("utf-8", "replace")


def _told(text: str, who: re.Pattern[str], when: re.Pattern[str]) -> Provenance:
    name, moment = who.search(text), when.search(text)
    sender = " ".join(html.unescape(name[1]).split())[:LONGEST_NAME] if name else ""
    return Provenance(sender, _moment(moment[1]) if moment else None)


def _moment(text: str) -> datetime | None:
    """A moment as ISO says it; one with a zone is brought to the local one."""
    try:
        found = datetime.fromisoformat(text.strip())
        if found.tzinfo is not None:
            found = found.astimezone().replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None
    return found.replace(microsecond=0)
