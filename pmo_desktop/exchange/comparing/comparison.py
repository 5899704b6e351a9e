"""What a file says of a project against what the database knows of it.

Only what a file gives is compared. An empty cell of the own workbook empties an optional field; in
a team's own file it says nothing. Nor does a cell say anything that is as it was sent out, or
accepted last (`saying`), even where the database has moved on. Nothing is ever deleted: a record
that the file has no more is told, and stays. What a team's file implies without a cell of its own
(a WBS from the indentation, a kind from a name) serves new records and changes none that are known.

A row that may be a record and may be another (`matching`) comes with its doubt, and with what it
would be as a record of its own. What is taken of all this is for `choice` to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pmo_desktop.domain.calendars import STANDARD, Calendar
from pmo_desktop.domain.new_records import Changes
from pmo_desktop.domain.records import (
    ChangeStatus,
    ProjectRecords,
    Record,
    RecordChange,
    Span,
)
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.exchange.comparing.baselines import tells_plan_from_actual, with_baseline
from pmo_desktop.exchange.comparing.bases import NO_BASE, Base, codes_by_id
from pmo_desktop.exchange.comparing.equality import is_empty
from pmo_desktop.exchange.comparing.link_codes import LinkCodes
from pmo_desktop.exchange.comparing.matching import Matching, Pair, match
from pmo_desktop.exchange.comparing.new_tasks import NewTasks, are_plain
from pmo_desktop.exchange.comparing.newcomers import Newcomers
from pmo_desktop.exchange.comparing.outline import Outline
from pmo_desktop.exchange.comparing.record_changes import RecordChanges
from pmo_desktop.exchange.comparing.roster import Roster
from pmo_desktop.exchange.comparing.saying import Hearing, Said
from pmo_desktop.exchange.comparing.task_dates import Outlines, TaskDates
from pmo_desktop.exchange.findings import NOTE, WARNING, Finding
from pmo_desktop.exchange.telling import finding_at
from pmo_desktop.exchange.understood import OWN
from pmo_desktop.exchange.workbook.sent import Sent
from pmo_desktop.exchange.workbook.template import NO_WORDS_YET

REGISTERS = ("risk", "issue")
CLOSED = ("closed",)
NOTHING_SENT = Sent()


@dataclass(frozen=True)
class OfficeView:
    """What the office knows beyond one project; `computed` are the ids of the tasks whose dates the
    schedule gives."""

    people: tuple[Record, ...] = ()
    departments: tuple[str, ...] = ()
    currency: str = "CNY"
    calendar: Calendar = STANDARD
    computed: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Missing:
    """A record of the database that the file does not have."""

    table: str
    id: int | None
    label: str


@dataclass(frozen=True)
class Compared:
    """`changes` in an order in which they can be written; `stated` as in `ProjectChange`.
    `unchanged` counts the records of which the file says what the database knows."""

    changes: Sequence[RecordChange]
    findings: tuple[Finding, ...]
    stated: Mapping[int, Span] = field(default_factory=dict)
    missing: tuple[Missing, ...] = ()
    unchanged: int = 0


def compare(
    given: ProjectRecords,
    known: ProjectRecords | None,
    kind: str,
    office: OfficeView,
    sent: Sent = NOTHING_SENT,
    base: Base = NO_BASE,
) -> Compared:
    """What a file (`own` or `team`) would change in a project; `known` None: it is new.

    `base` is what both began with."""
    newcomers = Newcomers(
        Roster(record.values["name"] for record in office.people), Roster(office.departments)
    )
    currency = _currency(given, known, office)
    codes = codes_by_id(known)
    rows = RecordChanges(kind == OWN, currency, newcomers, sent, base, codes)
    rounds = _Comparing(
        rows, Hearing(kind == OWN, currency, sent, base, office.computed), office.calendar
    )
    project = rounds.project(given, known)
    listed = rounds.table("person", given, office.people)
    new = rounds.new_tasks(given, known)
    tasks = rounds.odd_tasks(new) if new else rounds.tasks(given, known)
    registers = [
        change
        for table in (*REGISTERS, "status")
        for change in rounds.table(table, given, known.of(table) if known else ())
    ]
    people = [*newcomers.people(listed), *newcomers.doubtful_departments()]
    findings = (*rows.findings, *_outdated((*project, *tasks, *registers)), *newcomers.findings())
    parts = ([*project, *people], tasks, registers)
    first, tasks, last = map(newcomers.settled, parts)
    changes: Sequence[RecordChange] = (*first, *tasks, *last)
    if new:
        changes = Changes(first, new.records(tasks), last)
    missing = tuple(rounds.missing)
    return Compared(changes, findings, rounds.stated, missing, rows.unchanged)


def _currency(given: ProjectRecords, known: ProjectRecords | None, office: OfficeView) -> str:
    stored = known.project.values.get("currency") if known else None
    return str(given.project.values.get("currency") or stored or office.currency)


@dataclass
class _Comparing:
    """The tables of one file, one after the other."""

    rows: RecordChanges
    hearing: Hearing
    calendar: Calendar
    stated: dict[int, Span] = field(default_factory=dict)
    missing: list[Missing] = field(default_factory=list)

    def project(self, given: ProjectRecords, known: ProjectRecords | None) -> list[RecordChange]:
        said = self.hearing.said(Pair(given.project, known.project if known else None))
        change = self.rows.of(said.pair, said.pair.given.values, outdated=said.outdated)
        return [change] if change else []

    def table(
        self, table: str, given: ProjectRecords, known: Sequence[Record]
    ) -> list[RecordChange]:
        matching = match(table, given.of(table), known)
        _tell_of_identities(matching, self.rows)
        if table in REGISTERS:
            self._tell_of_missing(self._gone(matching))
        changes = []
        for said in map(self.hearing.said, matching.pairs):
            row = said.pair.given
            if self._is_settled(said):
                continue
            if said.pair.known is None and table == "status" and _has_no_words(row):
                continue
            change = self.rows.of(said.pair, row.values, outdated=said.outdated)
            if change is not None and said.pair.is_doubtful:
                change = self.rows.doubted(change, said.pair, self._as_new(said.pair.given))
            changes.append(change)
        return [change for change in changes if change]

    def new_tasks(self, given: ProjectRecords, known: ProjectRecords | None) -> NewTasks | None:
        """The tasks of a project that is not known, where they can be looked at together."""
        rows, tasks = self.rows, given.tasks
        if known is not None or rows.own or not are_plain(tasks):
            return None
        return NewTasks(tasks, rows, self.calendar)

    def odd_tasks(self, new: NewTasks) -> list[RecordChange]:
        """Those of the tasks that must be looked at one by one; tells what there is to tell of
        any, in their order."""
        changes = []
        if new.odd:
            outlines = Outlines(Outline(new.given), Outline(()))
            matching = match("task", new.given, ())
            self.rows.links = LinkCodes.after(matching, matching.pairs, self.rows.own)
        for at in sorted(new.odd | new.contradictions.keys()):
            if at in new.odd:
                said = self.hearing.said(matching.pairs[at])
                changes.append(self._task(said.pair, said, outlines))
            else:
                cell = new.given.cells(at).get("duration")
                told = new.contradictions[at]
                self.rows.findings.append(finding_at(cell, "duration_contradicts", NOTE, **told))
        return [change for change in changes if change]

    def tasks(self, given: ProjectRecords, known: ProjectRecords | None) -> list[RecordChange]:
        rows = self.rows
        stored = known.tasks if known else ()
        matching = match("task", given.tasks, stored)
        outlines = Outlines(Outline(given.tasks), Outline(stored))
        heard = [self.hearing.said(pair) for pair in matching.pairs]
        rows.links = LinkCodes.after(matching, (said.pair for said in heard), rows.own)
        _tell_of_identities(matching, rows)
        self._tell_of_missing(
            task for task in self._gone(matching) if _is_told(task, outlines, rows.own)
        )
        changes = []
        planned = _planned([said.pair for said in heard], rows.own, outlines, self.calendar)
        for pair, said in zip(planned, heard, strict=True):
            if self._is_settled(said):
                continue
            changes.append(self._task(pair, said, outlines))
            if not rows.own and pair.known is not None and not said.outdated:
                _note_stated(pair.given, pair.known, self.stated)
        return [change for change in changes if change]

    def _is_settled(self, said: Said) -> bool:
        """Whether a row need not be compared: of our own workbook most are as they went out."""
        if not self.rows.own or not said.is_settled:
            return False
        self.rows.unchanged += 1
        return True

    def _task(self, pair: Pair, said: Said, outlines: Outlines) -> RecordChange | None:
        rows, row, outdated = self.rows, pair.given, said.outdated
        if said.pair is pair and said.leaves_dates and not pair.is_doubtful:
            return rows.of(pair, said.values, outdated=outdated)
        dates = TaskDates(row, pair.known, rows.own, self.calendar)
        dates.fit(outlines)
        for remark in dates.remarks:
            rows.tell(remark.code, remark.severity, row, remark.name, **remark.params)
        change = rows.of(pair, dates.values, dates.kept, outdated)
        if change is None or not pair.is_doubtful:
            return change
        return rows.doubted(change, pair, self._as_new(row, outlines))

    def _as_new(self, row: Record, outlines: Outlines | None = None) -> RecordChange | None:
        """The row as a record of its own; where its WBS is a record's, with the next free one."""
        values = dict(row.values)
        if outlines is not None:
            values["wbs"] = outlines.free_code(values.get("wbs"))
            dates = TaskDates(replace(row, values=values), None, self.rows.own, self.calendar)
            dates.fit(outlines)
            values = dates.values
        pair = Pair(replace(row, values=values, uid=None))
        return self.rows.aside().of(pair, values)

    def _gone(self, matching: Matching) -> Iterable[Record]:
        """What the file has no more: of what went out, where that is known; of a team's own file
        all that it does not name, unless it has no row of the kind at all."""
        if not matching.missing:
            return ()
        if self.rows.sent.marks:
            return [r for r in matching.missing if self.rows.sent.of_row(r)]
        return matching.missing if matching.pairs else ()

    def _tell_of_missing(self, records: Iterable[Record]) -> None:
        for record in records:
            if record.values.get("state") not in CLOSED:
                self.missing.append(Missing(record.table, record.id, record.label))
                told = finding_at(None, "missing_in_file", NOTE, label=record.label)
                self.rows.findings.append(told)


def _outdated(changes: Iterable[RecordChange]) -> Iterator[Finding]:
    """One finding for all values that the database has moved away from."""
    old = [
        found
        for change in changes
        if change.id is not None
        for found in change.fields
        if found.status is ChangeStatus.OUTDATED
    ]
    if old:
        cell = next((one.cell for one in old if one.cell), None)
        yield finding_at(cell, "outdated", NOTE, n=len(old))


def _planned(
    said: Sequence[Pair], own: bool, outlines: Outlines, calendar: Calendar
) -> Sequence[Pair]:
    """The rows as they are meant, with baselines where a team's sheet tells its plan."""
    if own or not tells_plan_from_actual(pair.given for pair in said):
        return said
    return [
        pair
        if outlines.has_below(pair.given, pair.known)
        else replace(pair, given=with_baseline(pair.given, pair.known, calendar))
        for pair in said
    ]


def _note_stated(row: Record, known: Record, stated: dict[int, Span]) -> None:
    """A team that writes a task's dates down means them, also where they are none too new.

    The own workbook is filled in with dates that were computed: who leaves them says nothing.
    """
    if known.id is None or known.values.get("kind") == TaskKind.SUMMARY:
        return
    spans = [(known.values.get(name), row.values.get(name)) for name in ("start", "finish")]
    if all(old and new and old.date() == new.date() for old, new in spans):
        stated[known.id] = (known.values["start"], known.values["finish"])


def _has_no_words(report: Record) -> bool:
    """Whether a status row is still as it was prepared."""
    said = {name for name, value in report.values.items() if not is_empty(value)}
    return said <= NO_WORDS_YET


def _is_told(task: Record, outlines: Outlines, own: bool) -> bool:
    """Teams often leave out summary rows: their tasks say enough."""
    is_summary = task.values.get("kind") == TaskKind.SUMMARY
    return own or not (is_summary and outlines.known.has_children(task.values.get("wbs")))


def _tell_of_identities(matching: Matching, rows: RecordChanges) -> None:
    for row in matching.copied:
        rows.tell("copied_row", WARNING, row, _first(row), label=row.label)
    found = {id(pair.given) for pair in matching.pairs if pair.known is not None}
    for row in matching.strangers:
        if id(row) not in found:
            rows.tell("unknown_row", WARNING, row, _first(row), label=row.label)


def _first(row: Record) -> str:
    return "name" if "name" in row.cells else next(iter(row.cells), "")
