"""What a file says of a project against what the database knows of it.

Only what a file gives is compared. An empty cell of the own workbook empties an optional field; in
a team's own file it says nothing. Nor does a cell of the own workbook say anything that is as it
was sent out (`sent`), even where the database has moved on. Nothing is ever deleted: a record that
the file has no more is told, and stays. What a team's file implies without a cell of its own (a WBS
from the indentation, a kind from a name) serves new records and changes none that are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmo_desktop.domain.calendars import STANDARD, Calendar
from pmo_desktop.domain.records import ProjectRecords, Record, RecordChange, Span
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.exchange.comparing.baselines import tells_plan_from_actual, with_baseline
from pmo_desktop.exchange.comparing.equality import is_empty
from pmo_desktop.exchange.comparing.link_codes import LinkCodes
from pmo_desktop.exchange.comparing.link_loops import left_standing, loop_findings, standing
from pmo_desktop.exchange.comparing.matching import Matching, Pair, match
from pmo_desktop.exchange.comparing.newcomers import Newcomers
from pmo_desktop.exchange.comparing.outline import Outline
from pmo_desktop.exchange.comparing.record_changes import RecordChanges
from pmo_desktop.exchange.comparing.roster import Roster
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
    """What the office knows beyond one project."""

    people: tuple[Record, ...] = ()
    departments: tuple[str, ...] = ()
    currency: str = "CNY"
    calendar: Calendar = STANDARD


@dataclass(frozen=True)
class Compared:
    """`changes` in an order in which they can be written; `stated` as in `ProjectChange`."""

    changes: tuple[RecordChange, ...]
    findings: tuple[Finding, ...]
    stated: Mapping[int, Span] = field(default_factory=dict)


def compare(
    given: ProjectRecords,
    known: ProjectRecords | None,
    kind: str,
    office: OfficeView,
    sent: Sent = NOTHING_SENT,
) -> Compared:
    """What a file (`own` or `team`) would change in a project; `known` None: it is new."""
    newcomers = Newcomers(
        Roster(record.values["name"] for record in office.people), Roster(office.departments)
    )
    rows = RecordChanges(kind == OWN, _currency(given, known, office), newcomers, sent)
    project = _project(given, known, rows)
    listed = _table("person", given, office.people, rows)
    stated: dict[int, Span] = {}
    tasks = _tasks(given, known, rows, office.calendar, stated)
    registers = [
        change
        for table in (*REGISTERS, "status")
        for change in _table(table, given, known.of(table) if known else (), rows)
    ]
    people = [*listed, *newcomers.additions(listed)]
    findings = (*rows.findings, *newcomers.findings())
    return Compared((*project, *people, *tasks, *registers), findings, stated)


def _currency(given: ProjectRecords, known: ProjectRecords | None, office: OfficeView) -> str:
    stored = known.project.values.get("currency") if known else None
    return str(given.project.values.get("currency") or stored or office.currency)


def _project(
    given: ProjectRecords, known: ProjectRecords | None, rows: RecordChanges
) -> list[RecordChange]:
    pair = Pair(given.project, known.project if known else None)
    row = _said(pair, rows)
    change = rows.of(Pair(row, pair.known), row.values)
    return [change] if change else []


def _table(
    table: str, given: ProjectRecords, known: Sequence[Record], rows: RecordChanges
) -> list[RecordChange]:
    matching = match(table, given.of(table), known)
    _tell_of_identities(matching, rows)
    if table in REGISTERS and matching.pairs:
        _tell_of_missing(matching.missing, rows)
    changes = []
    for pair in matching.pairs:
        row = _said(pair, rows)
        if pair.known is None and table == "status" and _has_no_words(row):
            continue
        changes.append(rows.of(Pair(row, pair.known), row.values))
    return [change for change in changes if change]


def _tasks(
    given: ProjectRecords,
    known: ProjectRecords | None,
    rows: RecordChanges,
    calendar: Calendar,
    stated: dict[int, Span],
) -> list[RecordChange]:
    stored = known.tasks if known else ()
    matching = match("task", given.tasks, stored)
    outlines = Outlines(Outline(given.tasks), Outline(stored))
    rows.links = LinkCodes.after(matching, rows.own)
    _tell_of_identities(matching, rows)
    if matching.pairs:
        lost = (task for task in matching.missing if _is_told(task, outlines, rows.own))
        _tell_of_missing(lost, rows)
    changes = []
    standings = []
    for pair in _planned(matching.pairs, rows, outlines, calendar):
        row = pair.given
        dates = TaskDates(row, pair.known, rows.own, calendar)
        dates.fit(outlines)
        for remark in dates.remarks:
            rows.tell(remark.code, remark.severity, row, remark.name, **remark.params)
        change = rows.of(pair, dates.values, dates.kept)
        changes.append(change)
        if change is not None or pair.known is not None:
            standings.append(standing(pair, change, rows.links, rows.own))
        if not rows.own and pair.known is not None:
            _note_stated(row, pair.known, stated)
    left = (left_standing(record, rows.links) for record in matching.missing)
    rows.findings += loop_findings([*standings, *left])
    return [change for change in changes if change]


def _planned(
    pairs: Iterable[Pair], rows: RecordChanges, outlines: Outlines, calendar: Calendar
) -> list[Pair]:
    """The rows as they are meant, with baselines where a team's sheet tells its plan."""
    said = [Pair(_said(pair, rows), pair.known) for pair in pairs]
    if rows.own or not tells_plan_from_actual(pair.given for pair in said):
        return said
    return [
        pair
        if outlines.has_below(pair.given, pair.known)
        else Pair(with_baseline(pair.given, pair.known, calendar), pair.known)
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


def _said(pair: Pair, rows: RecordChanges) -> Record:
    """The row less a team's empty cells and, of a known record, what it merely implies; untouched
    cells of the own workbook say what the database does."""
    if rows.own and pair.known is not None:
        return _touched(pair.given, pair.known, rows.sent)
    if rows.own:
        return pair.given
    said = {
        name: value
        for name, value in pair.given.values.items()
        if not is_empty(value) and (pair.known is None or name in pair.given.cells)
    }
    return _saying(pair.given, said)


def _touched(given: Record, known: Record, sent: Sent) -> Record:
    values = {
        name: known.values.get(name) if sent.is_untouched(given, name) else value
        for name, value in given.values.items()
    }
    return _saying(given, values)


def _saying(row: Record, values: Mapping[str, Any]) -> Record:
    """The row with these values; a tenth of what `replace` takes, for every row of an import."""
    return Record(row.table, values, row.uid, row.id, row.cells)


def _has_no_words(report: Record) -> bool:
    """Whether a status row is still as it was prepared."""
    said = {name for name, value in report.values.items() if not is_empty(value)}
    return said <= NO_WORDS_YET


def _is_told(task: Record, outlines: Outlines, own: bool) -> bool:
    """Teams often leave out summary rows: their tasks say enough."""
    is_summary = task.values.get("kind") == TaskKind.SUMMARY
    return own or not (is_summary and outlines.known.has_children(task.values.get("wbs")))


def _tell_of_missing(records: Iterable[Record], rows: RecordChanges) -> None:
    for record in records:
        if record.values.get("state") not in CLOSED:
            rows.findings.append(finding_at(None, "missing_in_file", NOTE, label=record.label))


def _tell_of_identities(matching: Matching, rows: RecordChanges) -> None:
    for row in matching.copied:
        rows.tell("copied_row", WARNING, row, _first(row), label=row.label)
    found = {id(pair.given) for pair in matching.pairs if pair.known is not None}
    for row in matching.strangers:
        if id(row) not in found:
            rows.tell("unknown_row", WARNING, row, _first(row), label=row.label)


def _first(row: Record) -> str:
    return "name" if "name" in row.cells else next(iter(row.cells), "")
