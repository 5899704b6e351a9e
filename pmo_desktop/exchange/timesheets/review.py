"""What timesheets would change, file by file, before anything is written.

Where several files speak of the same work of the same day, the later file counts: each is compared
with what the earlier ones would make of it. What an earlier version of the file (one of the same
name) brought for the same people and days, and the file says no more, is taken back, unless some of
the file could not be read: nobody knows then what is missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from pmo_desktop.domain.timesheets import (
    Entry,
    EntryChange,
    EntryState,
    Stored,
    Work,
    by_work,
    compared,
    summed,
    too_long_days,
)
from pmo_desktop.exchange.findings import NOTE, WARNING, Finding
from pmo_desktop.exchange.timesheets.lines import Line, Span, listed
from pmo_desktop.exchange.timesheets.matching import Matcher, Miss, Person
from pmo_desktop.exchange.understood import Understood
from pmo_desktop.progress import Progress, Report, silent
from pmo_desktop.services.office import office
from pmo_desktop.services.timesheets import (
    KnownWork,
    PlacedChange,
    TimesheetFile,
    brought_by,
    known_timesheets,
    known_work,
    stored_entries,
)
from pmo_desktop.storage.workspace import Workspace

HOUR = 60
# Days beyond which a date is a slip of the pen.
EARLIEST, FAR = date(2000, 1, 1), timedelta(days=366)
# A day that has become longer than this by what is in no file looks like work counted twice.
LONG, FEW_SHOWN = 10 * HOUR, 4
# What says that hours of the file were not taken.
UNREAD = frozenset((
    "not_hours", "hours_negative", "hours_over_day", "timesheet_no_day", "timesheet_dayless",
    "timesheet_no_such_day", "week_unknown", "month_unknown", "months_differ", "weekday_differs",
    "sheet_without_table", "sheet_hidden", "sheet_damaged", "sheet_too_large", "sheet_cut",
    "timesheet_copy", "timesheet_column_unread",
))  # fmt: skip
Place = tuple[str, int]  # a sheet's name and its row


class Names(NamedTuple):
    """What the ids of the entries are called."""

    people: Mapping[int, str]
    projects: Mapping[int, str]
    tasks: Mapping[int, str]


@dataclass(frozen=True)
class FileOfTimesheets:
    """One file: what it would do, what could not be taken. `known`: taken in before."""

    understood: Understood
    changes: tuple[PlacedChange, ...] = ()
    findings: tuple[Finding, ...] = ()
    known: bool = False

    @property
    def path(self) -> Path:
        return self.understood.path

    def count(self, state: EntryState) -> int:
        return sum(placed.change.state is state for placed in self.changes)

    @property
    def news(self) -> int:
        """How many entries it would change in the database."""
        return len(self.changes) - self.count(EntryState.KNOWN)

    @property
    def told(self) -> int:
        """How many findings are more than a note."""
        return sum(finding.severity != NOTE for finding in self.findings)

    def as_taken(self) -> TimesheetFile:
        """What the database takes of it."""
        said = self.understood.provenance
        return TimesheetFile(
            self.path.name,
            self.understood.digest,
            tuple(p for p in self.changes if p.change.state is not EntryState.KNOWN),
            self.told,
            said.sender,
            said.saved_at,
        )


@dataclass(frozen=True)
class TimesheetReview:
    files: tuple[FileOfTimesheets, ...] = ()
    names: Names = field(default_factory=lambda: Names({}, {}, {}))

    @property
    def news(self) -> int:
        return sum(file.news for file in self.files)


def review_timesheets(
    workspace: Workspace, found: Sequence[Understood], report: Report = silent
) -> TimesheetReview:
    """What these files would do to the database."""
    if not found:
        return TimesheetReview()
    known: KnownWork = workspace.query(known_work)
    matcher = Matcher(known)
    today = workspace.query(office).status_date
    digests = workspace.query(known_timesheets, [one.digest for one in found])
    stored = _stored(workspace, found)
    files = []
    for done, one in enumerate(found):
        report(Progress(done, len(found), "Comparing {file}", {"file": one.path.name}))
        ids = [entry.id for entry in stored.values() if entry.id]
        brought = workspace.query(brought_by, one.path.name, ids)
        file = _file(one, matcher, stored, today, is_known=one.digest in digests, brought=brought)
        _overlay(stored, file)
        files.append(file)
    report(Progress(len(found), len(found)))
    return TimesheetReview(tuple(files), _names(known))


def _stored(workspace: Workspace, found: Sequence[Understood]) -> dict[Work, Stored]:
    sheets = [one.timesheet for one in found if one.timesheet]
    days = [line.day for sheet in sheets for line in sheet.lines]
    if not days:
        return {}
    days += [day for sheet in sheets for span in sheet.spans for day in (span.first, span.last)]
    return by_work(workspace.query(stored_entries, min(days), max(days)))


def _overlay(stored: dict[Work, Stored], file: FileOfTimesheets) -> None:
    """What the database would hold after a file; what is new there has no id yet."""
    for change, *_ in file.changes:
        if change.state is EntryState.REMOVED:
            stored.pop(change.entry.work, None)
        elif change.state is not EntryState.KNOWN:
            stored[change.entry.work] = Stored(change.stored or 0, change.entry)


def _file(
    one: Understood, matcher: Matcher, stored: Mapping[Work, Stored], today: date, *,
    is_known: bool, brought: Collection[int],
) -> FileOfTimesheets:  # fmt: skip
    assert one.timesheet is not None  # the caller chose those that have one
    entries: list[Entry] = []
    cells: dict[Work, tuple[str, str]] = {}
    missed: dict[tuple[str, Miss], set[int]] = defaultdict(set)
    guessed: dict[str, Person] = {}
    at: dict[tuple[int, date], list[Place]] = defaultdict(list)
    said: dict[Work, list[tuple[Line, str]]] = defaultdict(list)
    for line in one.timesheet.lines:
        entry = _entry(line, matcher, guessed)
        if isinstance(entry, Entry) and not EARLIEST <= line.day <= today + FAR:
            entry = Miss("timesheet_far_day", line.day.isoformat())
        if isinstance(entry, Miss):
            missed[line.sheet, entry].add(line.row)
        else:
            entries.append(entry)
            cells.setdefault(entry.work, (line.sheet, line.cell))
            at[entry.person_id, entry.day].append((line.sheet, line.row))
            said[entry.work].append((line, entry.note))
    whole = summed(entries)
    changes = tuple(
        PlacedChange(change, *cells[change.entry.work]) for change in compared(whole, stored)
    )
    is_whole = not missed and not any(f.code in UNREAD for f in one.timesheet.findings)
    replaced = _replaced(whole, one.timesheet.spans, matcher, stored, brought) if is_whole else ()
    changes = (*changes, *(PlacedChange(change) for change in replaced))
    stored = {work: entry for work, entry in stored.items()
              if entry.id not in {change.stored for change in replaced}}  # fmt: skip
    findings = (
        *one.timesheet.findings,
        *_misses(missed),
        *(
            Finding("timesheet_person_guessed", NOTE, sheet, params={"person": person.name})
            for sheet, person in guessed.items()
        ),
        *(
            [Finding("timesheet_replaced", WARNING, params={"n": len(replaced)})]
            if replaced
            else []
        ),
        *_twice(said),
        *_doubts(whole, stored, today, matcher, at),
    )
    if is_known and changes and all(placed.change.state is EntryState.KNOWN for placed in changes):
        findings = (Finding("timesheet_known", NOTE), *findings)
    return FileOfTimesheets(one, changes, findings, is_known)


def _replaced(
    entries: Sequence[Entry], spans: Sequence[Span], matcher: Matcher,
    stored: Mapping[Work, Stored], brought: Collection[int],
) -> tuple[EntryChange, ...]:  # fmt: skip
    """What an earlier version of the file brought for its people and days, and it says no more."""
    about: dict[int, list[date]] = defaultdict(list)
    for entry in entries:
        about[entry.person_id].append(entry.day)
    for span in spans:
        person = matcher.person(span.who)
        if isinstance(person, Person):
            about[person.id] += [span.first, span.last]
    works = {entry.work for entry in entries}
    return tuple(
        EntryChange(EntryState.REMOVED, known.entry._replace(minutes=0), known.id,
                    known.entry.minutes)
        for work, known in stored.items()
        if known.id in brought and work not in works and (days := about.get(work.person_id))
        and min(days) <= work.day <= max(days)
    )  # fmt: skip


def _entry(line: Line, matcher: Matcher, guessed: dict[str, Person]) -> Entry | Miss:
    person = matcher.person(line.who)
    if isinstance(person, Miss):
        return person
    target = matcher.target(person.id, line)
    if isinstance(target, Miss):
        return target
    if person.is_guessed:
        guessed[line.sheet] = person
    note = line.note
    if target.about and target.about not in note:
        note = ": ".join(filter(None, (target.about, note)))
    return Entry(person.id, line.day, target.project_id, target.task_id, line.minutes, note)


def _misses(missed: Mapping[tuple[str, Miss], set[int]]) -> Iterator[Finding]:
    for (sheet, miss), rows in missed.items():
        params = {"rows": listed(rows), "n": len(rows)}
        if miss.project:
            params["project"] = miss.project
        if miss.near:
            params["near"] = miss.near
        yield Finding(miss.code, WARNING, sheet, f"A{min(rows)}", miss.text, params)


def _twice(said: Mapping[Work, Sequence[tuple[Line, str]]]) -> Iterator[Finding]:
    """Hours of the same work and day that no note tells apart."""
    rows: dict[str, set[int]] = defaultdict(set)
    for several in said.values():
        if len({note for _, note in several}) < len(several):
            for line, _ in several:
                rows[line.sheet].add(line.row)
    for sheet, found in rows.items():
        params = {"rows": listed(found), "n": len(found)}
        yield Finding("timesheet_twice", WARNING, sheet, f"A{min(found)}", params=params)


def _rows(places: Iterable[Place]) -> str:
    """Rows as a reader looks for them; of several sheets behind their names."""
    rows: dict[str, set[int]] = defaultdict(set)
    for sheet, row in places:
        rows[sheet].add(row)
    if len(rows) == 1:
        return listed(*rows.values())
    return "; ".join(f"{sheet}: {listed(found)}" for sheet, found in rows.items())


def _doubts(
    entries: Sequence[Entry], stored: Mapping[Work, Stored], today: date, matcher: Matcher,
    at: Mapping[tuple[int, date], Sequence[Place]],
) -> Iterator[Finding]:  # fmt: skip
    about = {(entry.person_id, entry.day) for entry in entries}
    works = {entry.work for entry in entries}
    left = [
        one.entry
        for work, one in stored.items()
        if (work.person_id, work.day) in about and work not in works
    ]
    for (person, day), minutes in too_long_days([*entries, *left]).items():
        params = {"person": matcher.name_of(person), "day": day, "hours": minutes / HOUR,
                  "rows": _rows(at[person, day])}  # fmt: skip
        yield Finding("timesheet_long_day", WARNING, at[person, day][0][0], params=params)
    future = {entry.day: None for entry in entries if entry.day > today and entry.minutes}
    if future:
        places = [place for (_, day), found in at.items() if day in future for place in found]
        params = {"n": len(future), "last": max(future), "rows": _rows(places)}
        yield Finding("timesheet_future", WARNING, params=params)
    if left:
        long = _totals([*entries, *left], {(entry.person_id, entry.day) for entry in left})
        severity = WARNING if any(minutes > LONG for minutes in long.values()) else NOTE
        days = ", ".join(
            f"{matcher.name_of(person)} {day}" for person, day in list(long)[:FEW_SHOWN]
        )
        params = {"n": len(left), "days": days + (" …" if len(long) > FEW_SHOWN else "")}
        yield Finding("timesheet_left", severity, params=params)


def _totals(
    entries: Iterable[Entry], about: Collection[tuple[int, date]]
) -> dict[tuple[int, date], int]:
    found: dict[tuple[int, date], int] = dict.fromkeys(sorted(about), 0)
    for entry in entries:
        if (entry.person_id, entry.day) in found:
            found[entry.person_id, entry.day] += entry.minutes
    return found


def _names(known: KnownWork) -> Names:
    return Names(
        {person.id: person.name for person in known.people},
        {project.id: f"{project.code} {project.name}".strip() for project in known.projects},
        {task.id: f"{task.wbs} {task.name}".strip() for task in known.tasks},
    )
