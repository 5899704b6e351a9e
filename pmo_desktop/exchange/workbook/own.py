"""The program's own workbook, as it comes back: certain headers, uids, and blanks that count.

Which workbook it is, its very hidden sheet says (`template`). A column or a sheet that a team added
is left out; a row that it added has no uid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from pmo_desktop.domain import wbs
from pmo_desktop.domain.fields import TABLES
from pmo_desktop.domain.records import ProjectRecords, Record
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.exchange.files.reading import Grid, Workbook
from pmo_desktop.exchange.findings import ERROR, NOTE, WARNING, Finding
from pmo_desktop.exchange.parsing import dates, predecessors, values
from pmo_desktop.exchange.parsing.text import brackets, key
from pmo_desktop.exchange.parsing.values import Unread
from pmo_desktop.exchange.team import rows
from pmo_desktop.exchange.team.columns import Column
from pmo_desktop.exchange.team.filling import Filled, Manner, fill
from pmo_desktop.exchange.team.registers import read_own
from pmo_desktop.exchange.team.tables import Block, Header
from pmo_desktop.exchange.understood import OWN, ColumnFound, SheetFound, TableFound, Understood
from pmo_desktop.exchange.workbook import template
from pmo_desktop.language import CODES, Language

HEADER_WITHIN = 12


def is_own(book: Workbook) -> bool:
    return book.meta.get("signature") == template.SIGNATURE


def understand(book: Workbook, today: date) -> Understood:
    """What a returned workbook holds."""
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
    tables: dict[str, list[Record]] = {table: [] for table in TABLES}
    sheets: list[SheetFound] = []
    findings: list[Finding] = []
    for grid in book.grids:
        table = _tables().get(key(grid.name))
        header = _header_row(grid) if table else None
        if table is None or header is None:
            sheets.append(SheetFound(grid.name, left_out="sheet_without_table"))
            if table:
                findings.append(Finding("sheet_without_table", WARNING, grid.name))
            continue
        found, sheet = _read_sheet(grid, table, header, manner, findings)
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
    return Understood(**result, sheets=tuple(sheets), projects=(records,), findings=tuple(findings))


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


@cache
def _fields(table: str) -> Mapping[str, str]:
    """A field's name by its header, in either language."""
    return {key(Language(code).term(f.code)): f.name for f in TABLES[table] for code in CODES}


def _header_row(grid: Grid) -> int | None:
    for row, cells in enumerate(grid.rows[:HEADER_WITHIN]):
        if cells and cells[0] == template.UID_HEADER:
            return row
    return None


def _read_sheet(
    grid: Grid, table: str, header: int, manner: Manner, findings: list[Finding]
) -> tuple[list[Record], SheetFound]:
    columns = _columns(grid, table, header)
    indices = tuple(range(1, grid.width))
    headers = {c: values.shown(v) for c, v in enumerate(grid.rows[header])}
    block = Block(header, header, Header(indices, headers, {}, {}), len(grid.rows))
    kept = rows.filled(grid, block)
    filled = fill(table, grid, kept, columns, manner)
    if table == "task":
        _complete_tasks(filled)
    records = read_own(filled, [values.code(grid.rows[row][0]) for row in kept])
    findings += filled.findings
    listed = tuple(
        ColumnFound(
            grid.letters(c.index), c.header, f"{table}.{c.field}" if c.field else "", c.reason
        )
        for c in columns
    )
    findings += [
        Finding("column_unknown", NOTE, grid.name, found.letter, found.header)
        for found in listed
        if found.reason
    ]
    shown = TableFound(table, header + grid.top + 1, listed, len(records))
    return records, SheetFound(grid.name, (shown,))


def _columns(grid: Grid, table: str, header: int) -> list[Column]:
    known, taken, found = _fields(table), set(), []
    for index, value in enumerate(grid.rows[header][1:], start=1):
        text = values.shown(value)
        name = known.get(key(text)) or known.get(key(brackets(text)[0])) or ""
        if name and name not in taken:
            taken.add(name)
            found.append(Column(index, text, name))
        elif text.strip():
            found.append(Column(index, text, reason="column_twice" if name else "column_unknown"))
    return found


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
