"""Timesheets as plain values: what was worked, and how a sheet differs from what is known.

An entry is the working minutes of one person on one day, for one task, for a project without a
task, or for neither; then its note says what it was. Two entries about the same (`Work`) are one:
within a sheet they are added up, against what is stored the sheet's word is the newer one. So the
same sheet taken in twice changes nothing, and a corrected one changes what it corrects.

An entry of no minutes takes back what is stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

MINUTES_A_DAY = 24 * 60


class Work(NamedTuple):
    """What an entry is about: whose day, and what of; `about` is the note where nothing else says
    it."""

    person_id: int
    day: date
    project_id: int | None
    task_id: int | None
    about: str = ""


class Entry(NamedTuple):
    person_id: int
    day: date
    project_id: int | None
    task_id: int | None
    minutes: int
    note: str = ""

    @property
    def work(self) -> Work:
        loose = self.project_id is None and self.task_id is None
        return Work(
            self.person_id,
            self.day,
            self.project_id,
            self.task_id,
            _folded(self.note) if loose else "",
        )


class Stored(NamedTuple):
    """An entry of the database, with its id."""

    id: int
    entry: Entry


class EntryState(StrEnum):
    """NEW: to be added. CHANGED: other minutes or another note than stored. REMOVED: nothing was
    worked after all. KNOWN: as it is stored."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"
    KNOWN = "known"


class EntryChange(NamedTuple):
    """`stored` is the entry that there was; `before` its minutes."""

    state: EntryState
    entry: Entry
    stored: int | None = None
    before: int | None = None


def summed(entries: Iterable[Entry]) -> list[Entry]:
    """One entry for each work, in the order in which they first come; their notes are joined."""
    found: dict[Work, Entry] = {}
    for entry in entries:
        known = found.get(entry.work)
        found[entry.work] = entry if known is None else _both(known, entry)
    return list(found.values())


def compared(entries: Iterable[Entry], stored: Mapping[Work, Stored]) -> Iterator[EntryChange]:
    """What each of the entries (one for each work) is against what is stored."""
    for entry in entries:
        known = stored.get(entry.work)
        if known is None:
            if entry.minutes:
                yield EntryChange(EntryState.NEW, entry)
            continue
        yield EntryChange(_state(entry, known.entry), entry, known.id, known.entry.minutes)


def by_work(stored: Iterable[Stored]) -> dict[Work, Stored]:
    """The stored entries by what they are about; of several the first."""
    found: dict[Work, Stored] = {}
    for one in stored:
        found.setdefault(one.entry.work, one)
    return found


def too_long_days(entries: Iterable[Entry]) -> dict[tuple[int, date], int]:
    """The days of people on which more was worked than a day has, with the minutes."""
    totals: dict[tuple[int, date], int] = defaultdict(int)
    for entry in entries:
        totals[entry.person_id, entry.day] += entry.minutes
    return {key: minutes for key, minutes in totals.items() if minutes > MINUTES_A_DAY}


def _state(entry: Entry, known: Entry) -> EntryState:
    if not entry.minutes:
        return EntryState.REMOVED
    is_same = entry.minutes == known.minutes and (not entry.note or entry.note == known.note)
    return EntryState.KNOWN if is_same else EntryState.CHANGED


def _both(one: Entry, other: Entry) -> Entry:
    notes = [one.note]
    if other.note and _folded(other.note) not in {_folded(part) for part in one.note.split("; ")}:
        notes.append(other.note)
    return one._replace(minutes=one.minutes + other.minutes, note="; ".join(filter(None, notes)))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
