"""The program's own workbook, as it comes back: certain headers, uids, and blanks that count.

Which workbook it is, its very hidden sheet says (`template`). A sheet that a team added is left
out, a column that it added is offered to be kept; a row that it added has no uid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any

from pmo_desktop.domain import wbs
from pmo_desktop.domain.fields import TABLES
from pmo_desktop.domain.records import ProjectRecords, Record
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.exchange.files.reading import Grid, Workbook
from pmo_desktop.exchange.findings import ERROR, NOTE, WARNING, Finding
from pmo_desktop.exchange.parsing import dates, predecessors, values
from pmo_desktop.exchange.parsing.text import key
from pmo_desktop.exchange.parsing.values import Unread
from pmo_desktop.exchange.team.columns import Column
from pmo_desktop.exchange.team.filling import Filled, Manner, fill
from pmo_desktop.exchange.team.own_fields import (
    UNKNOWN,
    OwnField,
    settle_choices,
    unknown,
)
from pmo_desktop.exchange.team.registers import read_own
from pmo_desktop.exchange.understood import (
    OWN,
    SheetFound,
    TableFound,
    Understood,
    UnknownColumn,
)
from pmo_desktop.exchange.workbook import template
from pmo_desktop.exchange.workbook.columns import Columns, columns_of, sent_headers
from pmo_desktop.language import CODES, Language

HEADER_WITHIN = 12
CLOSED = "closed"


def is_own(book: Workbook) -> bool:
    return book.meta.get("signature") == template.SIGNATURE


def understand(book: Workbook, today: date, fields: Sequence[OwnField] = ()) -> Understood:
    """What a returned workbook holds; `fields` are the office's own."""
    meta = book.meta
    language = meta["language"] if meta.get("language") in CODES else "en"
    status_date = _day(meta.get("status_date", ""))
    result: dict[str, Any] = {
        "path": book.path, "digest": book.digest, "kind": OWN, "language": language,
        "status_date": status_date, "meta": dict(meta),
    }  # fmt: skip
    made_by = meta.get("template", "")[:9]
    if made_by.isdecimal() and int(made_by) > int(template.VERSION):
        params = {"file": book.path.name}
        return Understood(**result, findings=(Finding("newer_template", ERROR, params=params),))
    manner = Manner(status_date or today, book.since_1904, is_own=True)
    reader = _Reader(meta, fields, manner)
    tables: dict[str, list[Record]] = {table: [] for table in TABLES}
    sheets: list[SheetFound] = []
    for grid in book.grids:
        table = _tables().get(key(grid.name))
        header = _header_row(grid) if table else None
        if table is None or header is None:
            sheets.append(SheetFound(grid.name, left_out="sheet_without_table"))
            if table:
                reader.findings.append(Finding("sheet_without_table", WARNING, grid.name))
            continue
        found, sheet = reader.read(grid, table, header)
        tables[table] += found
        sheets.append(sheet)
    project = next(iter(tables["project"]), None) or Record(
        "project", {"code": meta["project_code"]} if meta.get("project_code") else {}
    )
    if project.uid is None and meta.get("project_uid"):
        project = Record("project", project.values, meta["project_uid"], cells=project.cells)
    records = ProjectRecords(
        project,
        tasks=tuple(tables["task"]),
        risks=tuple(tables["risk"]),
        issues=tuple(tables["issue"]),
        people=tuple(tables["person"]),
        status=tuple(record for record in tables["status"] if _says_something(record)),
    )
    return Understood(
        **result,
        sheets=tuple(sheets),
        projects=(records,),
        findings=tuple(reader.findings),
        unknown=tuple(reader.unknown),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


@cache
def _tables() -> Mapping[str, str]:
    """A table by the name of its sheet, in either language."""
    return {
        key(Language(code).term(f"table.{sheet.table}")): sheet.table
        for sheet in template.SHEETS
        for code in CODES
    }


def _header_row(grid: Grid) -> int | None:
    for row, cells in enumerate(grid.rows[:HEADER_WITHIN]):
        if cells and cells[0] == template.UID_HEADER:
            return row
    return None


def _filled_rows(grid: Grid, first: int) -> list[int]:
    """The rows from there on that hold anything beside an identity."""
    blank = grid.width - 1
    rows = enumerate(grid.rows[first:], first)
    return [at for at, cells in rows if cells[1:].count("") < blank]


@dataclass
class _Reader:
    """Reads the sheets of one workbook; what there is to tell grows as it goes."""

    meta: Mapping[str, str]
    fields: Sequence[OwnField]
    manner: Manner
    findings: list[Finding] = field(default_factory=list)
    unknown: list[UnknownColumn] = field(default_factory=list)

    @cached_property
    def sent(self) -> Mapping[str, Mapping[str, str]]:
        """The headers of the sheets as they went out."""
        return sent_headers(self.meta)

    def read(self, grid: Grid, table: str, header: int) -> tuple[list[Record], SheetFound]:
        """The records of a sheet, and how it was understood."""
        sent = self.sent.get(table, {})
        columns = columns_of(grid, header, table, sent, self.fields)
        kept = _filled_rows(grid, header + 1)
        records = self._records(table, grid, kept, columns) if kept else []
        for column in columns.unknown:
            self._tell_unknown(grid, table, column, kept)
        shown = TableFound(table, header + grid.top + 1, columns.listed, len(records))
        return records, SheetFound(grid.name, (shown,))

    def _records(self, table: str, grid: Grid, kept: list[int], columns: Columns) -> list[Record]:
        filled = fill(table, grid, kept, columns.plainly_called, self.manner)
        settle_choices(filled, self.fields)
        self._hush_uncalled(filled)
        if table == "task":
            _complete_tasks(filled)
        records = read_own(filled, [values.code(grid.rows[row][0]) for row in kept])
        self.findings += filled.findings
        self._tell_blanks(filled)
        return records

    def _hush_uncalled(self, filled: Filled) -> None:
        """A blank in a column that had not gone out says nothing: nobody was asked."""
        sent = self.sent.get(filled.table, {})
        for name, found in filled.values.items() if sent else ():
            if name not in sent:
                blanks = (at for at, value in enumerate(found) if value in (None, ""))
                filled.absent.update((name, at) for at in blanks)

    def _tell_blanks(self, filled: Filled) -> None:
        """What the office wanted filled in, beyond what makes a record, and was not."""
        asked = self.meta.get(f"{template.REQUIRED}.{filled.table}", "").split()
        held = {spec.name for spec in TABLES[filled.table] if spec.required}
        for name in asked:
            if name not in filled.values or name in held:
                continue
            found = filled.values[name]
            blank = [at for at in self._awaited(filled) if found[at] in (None, "", ())]
            blank = [at for at in blank if (name, at) not in filled.absent]
            if blank:
                filled_so_far = len(filled.findings)
                filled.tell("must_fill", WARNING, name, blank[0], n=len(blank))
                self.findings += filled.findings[filled_so_far:]

    def _awaited(self, filled: Filled) -> list[int]:
        """The rows that must say it: no summaries, nothing closed, the period's own report."""
        if filled.table == "status":
            periods = filled.values.get("period", [])
            return [at for at, said in enumerate(periods) if said == self.meta.get("period")]
        kinds = filled.values.get("kind", [])
        states = filled.values.get("state", []) if filled.table != "project" else []
        return [
            at
            for at in range(len(filled.rows))
            if not (kinds and kinds[at] == TaskKind.SUMMARY)
            and not (states and states[at] == CLOSED)
        ]

    def _tell_unknown(self, grid: Grid, table: str, column: Column, kept: Sequence[int]) -> None:
        found = unknown(table, grid, column, kept)
        letters = grid.letters(column.index)
        params = {"n": found.values}
        if column.reason == UNKNOWN:
            self.unknown.append(found)
        self.findings.append(
            Finding(column.reason, NOTE, grid.name, letters, column.header, params)
        )


def _complete_tasks(filled: Filled) -> None:
    """What needs the other rows: links, the kind of a new row, a milestone's one moment."""
    rows = len(filled.rows)
    codes = [code or "" for code in filled.values.get("wbs", [None] * rows)]
    _read_links(filled, codes)
    kinds = filled.values.get("kind", [None] * rows)
    if None in kinds:
        parents = set(wbs.parents(codes))
        lengths = filled.values.get("duration", [None] * rows)
        for place, kind in enumerate(kinds):
            if kind is None and ("kind", place) not in filled.absent:
                kinds[place] = _kind(place in parents, lengths[place]).value
    for place, kind in enumerate(kinds):
        if kind == TaskKind.MILESTONE:
            _at_day_s_end(filled, place)


def _read_links(filled: Filled, codes: Sequence[str]) -> None:
    """Where one of the links could not be read, the others must not seem to be all."""
    raw = filled.raw.get("predecessors")
    if raw is None:
        return
    found = predecessors.by_plain_codes(raw, codes)
    if found is None:
        known = predecessors.Table({wbs.clean(code): code for code in codes if code})
        found = predecessors.read(raw, known, codes)
    filled.values["predecessors"] = found
    for place, links in enumerate(found):
        if isinstance(links, list):
            filled.absent.add(("predecessors", place))
            for problem in links:
                if isinstance(problem, Unread):
                    filled.tell(problem.code, WARNING, "predecessors", place, **problem.params)


def _kind(is_parent: bool, duration: Any) -> TaskKind:
    if is_parent:
        return TaskKind.SUMMARY
    return TaskKind.MILESTONE if duration == 0 else TaskKind.TASK


def _at_day_s_end(filled: Filled, place: int) -> None:
    columns = [filled.values[name] for name in ("finish", "start") if name in filled.values]
    day = next((column[place] for column in columns if column[place]), None)
    for column in columns:
        if isinstance(day, datetime):
            column[place] = datetime.combine(day.date(), dates.DAY_ENDS)


def _says_something(record: Record) -> bool:
    """A prepared status row that nobody wrote into is no report."""
    given = {name for name, value in record.values.items() if value not in (None, "", ())}
    return record.uid is not None or bool(given - template.NO_WORDS_YET)
