"""Entries of the journal by names that no other database has for one of its own.

A workbook that is sent out knows the newest entry, so that what went out can be read again when it
comes back: the database as it stood then. Two databases number their entries alike, also two copies
of one that have gone their own ways; so the name tells of what the entry was as well.
"""

from __future__ import annotations

from hashlib import blake2s

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pmo_desktop.models.journal import ChangeSetRow
from pmo_desktop.storage.bulk import table_of

SETS = table_of(ChangeSetRow)
MARK_BYTES = 8


def newest_entry(session: Session) -> str:
    """The name of the newest entry; empty where nothing was ever changed."""
    number = session.connection().execute(select(func.max(SETS.c.id))).scalar()
    return "" if number is None else f"{number}:{_mark(session, number)}"


def number_of(session: Session, name: str) -> int | None:
    """The number of the entry with this name; None where this database has no such entry."""
    number, _, mark = name.partition(":")
    # A name from a file may be anything; numbers of entries fit SQLite's integers.
    if not number.isdecimal() or len(number) > 18 or not mark:
        return None
    return int(number) if _mark(session, int(number)) == mark else None


def _mark(session: Session, number: int) -> str:
    found = session.connection().execute(select(SETS).where(SETS.c.id == number)).one_or_none()
    if found is None:
        return ""
    told = f"{found.kind}\n{found.at}\n{found.title}\n{found.params}\n{found.author}"
    return blake2s(told.encode(), digest_size=MARK_BYTES).hexdigest()
