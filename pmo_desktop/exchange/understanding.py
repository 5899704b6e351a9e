"""Understanding a spreadsheet: from a file to records, and all that there is to tell about it.

`understand` never raises for what a file holds or is: what cannot be read is a finding. It knows no
database; what is new and what is changed is for the comparison to say.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from pmo_desktop.collector import collector_at_rest
from pmo_desktop.domain.records import Cell, ProjectRecords, Record
from pmo_desktop.exchange.files import reading
from pmo_desktop.exchange.files.formats import Refusal
from pmo_desktop.exchange.files.markup import column_letters
from pmo_desktop.exchange.files.reading import Grid, Workbook
from pmo_desktop.exchange.findings import ERROR, LIST_MARK, NOTE, WARNING, Finding
from pmo_desktop.exchange.parsing import words
from pmo_desktop.exchange.parsing.text import has_cjk, plain
from pmo_desktop.exchange.plans.understanding import understand_plan
from pmo_desktop.exchange.team import (
    columns,
    facts,
    guessing,
    header_rows,
    layouts,
    merging,
    projects,
    registers,
    rows,
    tables,
    tasks,
)
from pmo_desktop.exchange.team.applying import Applied, apply, beside_mapped, words_of
from pmo_desktop.exchange.team.columns import Column
from pmo_desktop.exchange.team.facts import Facts
from pmo_desktop.exchange.team.filling import Filled, Manner, fill
from pmo_desktop.exchange.team.layouts import FileLayout
from pmo_desktop.exchange.team.mapping import MappedTable
from pmo_desktop.exchange.team.own_fields import (
    UNKNOWN,
    OwnField,
    known_facts,
    settle_choices,
    taken_for,
    unknown,
)
from pmo_desktop.exchange.team.recognising import Choices
from pmo_desktop.exchange.team.rows import Rows
from pmo_desktop.exchange.team.tables import Block
from pmo_desktop.exchange.understood import (
    ColumnFound,
    SheetFound,
    TableFound,
    Understood,
    UnknownColumn,
)
from pmo_desktop.exchange.workbook import own, template
from pmo_desktop.progress import Progress, Report, silent

HANDFUL, HANDFUL_BYTES = 16, 1024 * 1024
NO_CHOICES = Choices()
KEPT_IN_PROGRAM = "decision"
# Sheets that are no tables of the team's.
NO_PLAN = frozenset({"sheet_hidden", "sheet_not_a_table", "sheet_of_findings"})
ONLY_PROJECTS_HAVE = frozenset(
    f"project.{name}"
    for name in ("code", "budget", "spent", "manager", "sponsor", "programme", "objective", "phase")
)


def understand(
    path: Path, *, today: date, report: Report = silent, choices: Choices = NO_CHOICES
) -> Understood:
    """What the file at `path` holds; `today` is the day near which dates without a year lie.

    `choices` are the mappings that go before the guess.
    """
    report(Progress(0, 1, "Reading {file}", {"file": path.name}))
    found = _understood(_read(path), today, choices)
    report(Progress(1, 1, "Reading {file}", {"file": path.name}))
    return found


def understand_all(
    paths: Sequence[Path],
    *,
    today: date | None = None,
    report: Report = silent,
    choices: Choices = NO_CHOICES,
) -> list[Understood]:
    """What each of the files holds, in their order; one that cannot be read stops no other."""
    day = today or date.today()
    found: list[Understood] = []
    with collector_at_rest():
        while len(found) < len(paths):
            books = _handful(paths, len(found), report)
            found += [_with_care(book, day, choices) for book in books]
    report(Progress(len(paths), len(paths)))
    return found


def _handful(paths: Sequence[Path], begin: int, report: Report) -> list[Workbook | Understood]:
    """The next few files. Small ones are read together before they are understood: each half's
    instructions then stay in the processor's cache (a tenth of the time)."""
    books: list[Workbook | Understood] = []
    size = 0
    for done, path in enumerate(paths[begin : begin + HANDFUL], begin):
        report(Progress(done, len(paths), "Reading {file}", {"file": path.name}))
        book = _read(path)
        books.append(book)
        size += book.size if isinstance(book, Workbook) else 0
        if size > HANDFUL_BYTES:
            break
    return books


def _read(path: Path) -> Workbook | Understood:
    """The file's workbook, or a plan as it was understood, or why it was not read."""
    try:
        if (found := understand_plan(path)) is not None:
            return found
        return _without_findings(reading.read(path, template.META_SHEET))
    except Refusal as refusal:
        params = {"file": path.name, **refusal.params}
        return Understood(path, findings=(Finding(refusal.code, ERROR, params=params),))


def _with_care(book: Workbook | Understood, today: date, choices: Choices) -> Understood:
    """Even a fault of ours in one file stops no other."""
    try:
        return _understood(book, today, choices)
    except Exception:
        logging.getLogger(__name__).exception("a file was not understood: %s", book.path)
        told = Finding("our_fault", ERROR, params={"file": book.path.name})
        return Understood(book.path, book.digest, findings=(told,))


def _understood(book: Workbook | Understood, today: date, choices: Choices) -> Understood:
    if isinstance(book, Understood):
        return book
    if own.is_own(book):
        found = own.understand(book, today, choices.fields)
    else:
        found = _team(book, today, choices).understood()
    book.forget_markup()
    return replace(found, provenance=book.provenance)


def _team(book: Workbook, today: date, choices: Choices) -> _Team:
    applied = apply(choices.choose(book.path, book.grids))
    return _Team(book, today, applied, choices.fields)


def look(path: Path, *, today: date, choices: Choices = NO_CHOICES) -> FileLayout:
    """What the file holds, with the sheets themselves: where in them it was found."""
    book = _read(path)
    if isinstance(book, Understood):
        return FileLayout(book)
    if own.is_own(book):
        understood = own.understand(book, today, choices.fields)
        return FileLayout(understood, tuple(map(layouts.bare, book.grids)))
    team = _team(book, today, choices)
    understood = team.understood()
    sheets = [layouts.of(grid, team.tables, team.facts, team.left_out) for grid in book.grids]
    book.forget_markup()
    return FileLayout(understood, tuple(sheets), team.applied.mapping)


def _without_findings(book: Workbook) -> Workbook:
    """The list of findings that went back to the team in its file tells nothing new."""
    for grid in [grid for grid in book.grids if grid.rows and grid.rows[0][:1] == [LIST_MARK]]:
        book.grids.remove(grid)
        book.left_out.append((grid.name, "sheet_of_findings"))
    return book


@dataclass
class _Table:
    """One table on its way: where it is, what it is, its columns, its rows."""

    grid: Grid
    block: Block
    kind: str
    columns: tuple[Column, ...]
    rows: Rows
    mapped: MappedTable | None = None
    filled: Filled | None = None

    def manner(self, manner: Manner) -> Manner:
        """How its cells are to be read, with what their words mean."""
        if self.mapped is None:
            return manner
        return replace(manner, words=words_of(self.mapped), order=self.mapped.dates)


@dataclass
class _Team:
    """A team's workbook: what is found in it, sheet by sheet."""

    book: Workbook
    today: date
    applied: Applied = field(default_factory=Applied)
    fields: Sequence[OwnField] = ()
    tables: list[_Table] = field(default_factory=list)
    facts: list[Facts] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    unknown: list[UnknownColumn] = field(default_factory=list)
    status_date: date | None = None

    def understood(self) -> Understood:
        self._find_tables()
        self.status_date = self._status_date()
        manner = Manner(self.status_date or self.today, self.book.since_1904)
        for table in self.tables:
            own_manner = table.manner(manner)
            table.filled = fill(table.kind, table.grid, table.rows.kept, table.columns, own_manner)
            settle_choices(table.filled, self.fields)
        found = self._projects(manner)
        for table in self.tables:
            self._tell_columns(table)
            self.findings += table.filled.findings if table.filled else []
        if self.book.is_repaired:
            self._tell("text_repaired", NOTE, "")
        if not found:
            code = "no_tables" if any(grid.rows for grid in self.book.grids) else "empty_workbook"
            self.findings.insert(0, Finding(code, ERROR, params={"file": self.book.path.name}))
        return Understood(
            self.book.path,
            self.book.digest,
            language=self._language(),
            sheets=tuple(self._sheets()),
            projects=tuple(found),
            status_date=self.status_date,
            findings=tuple(self.findings),
            unknown=tuple(self.unknown),
        )

    # --- tables

    def _find_tables(self) -> None:
        self.findings += self.applied.findings
        for name, code in self.book.left_out:
            self.left_out[name] = code
            severity = NOTE if code in NO_PLAN else ERROR
            self._tell(code, severity, name)
        for grid in self.book.grids:
            if self.applied.is_left_out(grid):
                self.left_out[grid.name] = "sheet_left_out"
                self._tell("sheet_left_out", NOTE, grid.name)
                self.facts.append(self.applied.facts(Facts(), grid))
                continue
            found = list(_tables_of(grid, self.applied)) if grid.rows else []
            if any(table.kind == KEPT_IN_PROGRAM for table in found):
                self._tell("sheet_of_decisions", NOTE, grid.name)
                found = [table for table in found if table.kind != KEPT_IN_PROGRAM]
            for table in found:
                table.columns = taken_for(table.kind, table.columns, self.fields)
            self.tables += found
            remarks = [row for table in found for row in table.rows.left.get("rows_note", ())]
            is_turned = any(table.grid is not grid for table in found)
            blocks = [table.block for table in found]
            told = Facts() if is_turned else facts.find(grid, blocks, remarks)
            self.facts.append(known_facts(self.applied.facts(told, grid), self.fields))
            if grid.cut:
                self._tell("sheet_cut", WARNING, grid.name, n=grid.cut)
            for table in found:
                self._tell_rows(table)
        self._put_away()
        for grid in self.book.grids:
            if not any(table.grid.name == grid.name for table in self.tables):
                self.left_out.setdefault(
                    grid.name, "sheet_without_table" if grid.rows else "sheet_empty"
                )

    def _put_away(self) -> None:
        """Sheets that are called old, or examples, are left out where another holds tasks."""
        current = [t for t in self.tables if t.mapped or not _is_put_away(t.grid.name)]
        if not current or len(current) == len(self.tables):
            return
        if not any(t.kind == "task" for t in current) and len(current) != len(self.tables):
            current = [t for t in self.tables if t.kind == "task" or t in current]
        for name in dict.fromkeys(t.grid.name for t in self.tables if t not in current):
            self.left_out[name] = "sheet_put_away"
            self._tell("sheet_put_away", WARNING, name)
        self.tables = current

    def _status_date(self) -> date | None:
        manner = Manner(self.today, self.book.since_1904)
        for found in self.facts:
            fact = found.first("status.status_date")
            day = projects.day_of(fact.value, manner) if fact else None
            if isinstance(day, date):
                return day
        return None

    # --- records

    def _of(self, kind: str) -> list[_Table]:
        return [table for table in self.tables if table.kind == kind]

    def _projects(self, manner: Manner) -> list[ProjectRecords]:
        main, status = projects.from_facts(
            [fact for found in self.facts for fact in found.found], manner
        )
        listed = self._listed(main)
        found = {table: self._records(table) for table in ("task", "risk", "issue", "person")}
        reports = self._reports(status)
        named = {name for table in found.values() for name in table if name}
        has_work = any(found[table] for table in ("task", "risk", "issue")) or bool(reports)
        if named and len(named | {str(main.values.get("code", ""))}) > 1 and len(named) > 1:
            drafts = merging.by_name(named, listed, main)
        elif has_work or len(listed) == 1 or (not listed and {"code", "name"} & main.values.keys()):
            drafts = {"": self._one(main, listed, has_work)}
        else:
            drafts = {str(place): draft for place, draft in enumerate(listed)}
        result = list(merging.together(drafts, found, reports))
        if not result and found["person"]:
            people = tuple(found["person"].get("", ()))
            result = [ProjectRecords(Record("project", {}), people=people)]
        for draft in drafts.values():
            self.findings += draft.findings
        self.findings += status.findings
        return result

    def _listed(self, main: projects.Draft) -> list[projects.Draft]:
        """The rows of tables of projects; tables of kinds of cost go straight to the project."""
        drafts: list[projects.Draft] = []
        for table in self._of("project"):
            assert table.filled is not None
            if _lists_costs(table, any(self._of("task"))):
                projects.merge(main, projects.summed(table.filled, list(_totals(table))))
            else:
                drafts += projects.from_table(table.filled)
        return merging.without_twins(drafts, self.findings)

    def _one(
        self, main: projects.Draft, listed: Sequence[projects.Draft], has_work: bool
    ) -> projects.Draft:
        """The one project of a file, with what its row in a table of projects says."""
        titles = [
            title for found in self.facts for title in found.titles if not _is_put_away(title.sheet)
        ]
        titles = self._titles_of_work() + titles
        if len(listed) == 1:
            projects.merge(main, listed[0])
        projects.identify(main, titles, self.book.path)
        if len(listed) > 1:
            code, name = main.values.get("code", ""), main.values.get("name", "")
            for draft in listed:
                if projects.is_of(draft, code, name):
                    projects.merge(main, draft)
                else:
                    merging.tell_other(draft, self.findings)
        if has_work and not {"code", "name"} & main.values.keys():
            main.values["name"] = self.book.path.stem
            self._tell("no_project", WARNING, "", file=self.book.path.name)
        return main

    def _titles_of_work(self) -> list[Cell]:
        """The titles above the tasks go before those of other sheets."""
        grids = {id(table.grid) for table in self._of("task")}
        return [
            title
            for grid, found in zip(self.book.grids, self.facts, strict=True)
            if id(grid) in grids
            for title in found.titles
        ]

    def _records(self, kind: str) -> dict[str, Sequence[Record]]:
        found: dict[str, Sequence[Record]] = {}
        for table in sorted(self._of(kind), key=lambda t: -len(t.rows.kept)):
            assert table.filled is not None
            read: Mapping[str, Sequence[Record]]
            if kind == "task":
                read = tasks.read(table.filled, table.rows.gaps)
            else:
                read = registers.read(table.filled)
            for project, records in read.items():
                known = found.get(project, ())
                new = merging.new_among(records, known, kind, self.findings)
                found[project] = [*known, *new] if known else new
        return found

    def _reports(self, draft: projects.Draft) -> list[Record]:
        """Status reports: from tables, or the one that labels and headings give."""
        reports: list[Record] = []
        for table in self._of("status"):
            assert table.filled is not None
            for position in range(len(table.filled.rows)):
                row = projects.Draft("status")
                for name, column in table.filled.values.items():
                    row.give(name, column[position], table.filled.cell(name, position))
                reports += self._report(row)
        return reports or self._report(draft)

    def _report(self, draft: projects.Draft) -> list[Record]:
        if not draft.values.keys() & {"achievements", "plans", "support", "quality"}:
            return []
        day = draft.values.get("status_date") or self.status_date
        period = (
            projects.period_of(draft.values.get("period", ""))
            if draft.values.get("period")
            else None
        )
        draft.values["period"] = period or f"{day or self.today:%Y-%m}"
        if day:
            draft.values["status_date"] = day
        return [draft.record()]

    # --- what there is to tell

    def _tell(self, code: str, severity: str, sheet: str, **params: Any) -> None:
        self.findings.append(Finding(code, severity, sheet, params=params))

    def _tell_rows(self, table: _Table) -> None:
        for code, left in table.rows.left.items():
            severity = WARNING if code == "rows_hidden" else NOTE
            listed = rows.listed(table.grid, left)
            self._tell(code, severity, table.grid.name, n=len(left), rows=listed)

    def _tell_columns(self, table: _Table) -> None:
        grid = table.grid
        hidden = grid.markup.hidden_columns()
        if table.block.last < table.block.first:
            self._tell("headers_guessed", WARNING, grid.name)
        taken = table.filled.columns if table.filled else {}
        for column in table.columns:
            if column.reason:
                code, severity = column.reason, NOTE
            elif column.field == "finish" and _is_deadline(table, column):
                code, severity = "due_as_finish", NOTE
            elif (
                column.is_doubtful and column.field in taken and column.field not in columns.HELPERS
            ):
                code, severity = "column_doubtful", WARNING
            elif column.field and column.index + grid.left in hidden:
                code, severity = "column_hidden", NOTE
            else:
                continue
            letters = grid.letters(column.index)
            params: dict[str, Any] = {"field": f"{table.kind}.{column.field}"}
            if code == UNKNOWN:
                found = unknown(table.kind, grid, column, table.rows.kept)
                self.unknown.append(found)
                params = {"n": found.values}
            self.findings.append(Finding(code, severity, grid.name, letters, column.header, params))

    def _sheets(self) -> Iterator[SheetFound]:
        for grid in self.book.grids:
            found = tuple(_shown(t) for t in self.tables if t.grid.name == grid.name)
            yield SheetFound(grid.name, found, "" if found else self.left_out.get(grid.name, ""))
        for name, code in self.book.left_out:
            yield SheetFound(name, left_out=code)

    def _language(self) -> str:
        headers = [column.header for table in self.tables for column in table.columns]
        chinese = sum(map(has_cjk, headers))
        return "zh" if 2 * chinese > len(headers) else "en"


def _tables_of(grid: Grid, applied: Applied) -> Iterator[_Table]:
    """The tables of a sheet with their kinds, columns and rows: a mapping's, then the guessed."""
    mapped = applied.of(grid)
    if not mapped and not applied.is_whole(grid):
        yield from _guessed(grid)
        return
    others = [] if applied.is_whole(grid) else beside_mapped(mapped, tables.find(grid))
    found = [_table(m.grid, m.block, m.table.kind, m.columns, m.table) for m in mapped]
    found += _headed(grid, others)
    yield from sorted(found, key=lambda t: (t.block.first, t.block.header.columns[0]))


def _guessed(grid: Grid) -> Iterator[_Table]:
    blocks = tables.find(grid)
    if not blocks and (block := guessing.by_likely_headers(grid)):
        blocks = [block]
    if not blocks and (turned := guessing.turned(grid)):
        grid, blocks = turned
    if not blocks and (guessed := guessing.without_headers(grid)):
        block, assigned = guessed
        yield _table(grid, block, "task", assigned)
    yield from _headed(grid, blocks)


def _headed(grid: Grid, blocks: Sequence[Block]) -> Iterator[_Table]:
    for block in blocks:
        kind = header_rows.kind_of(block.header, grid.name, *block.titles[:1])
        if kind == "project" and _may_list_tasks(grid, block):
            kind = "task"
        yield _table(grid, block, kind, columns.assign(kind, grid, block))


def _is_deadline(table: _Table, column: Column) -> bool:
    found = table.block.header.meanings.get(column.index, ())
    return bool(found) and found[0].code == "task.deadline"


def _may_list_tasks(grid: Grid, block: Block) -> bool:
    """Whether `项目` heads the items of one project's plan: it has no field that only projects
    have, and codes with levels, or the sheet says above it which project it is about."""
    header = block.header
    codes = {meaning.code for found in header.meanings.values() for meaning in found[:1]}
    if "task" not in header.scores or codes & ONLY_PROJECTS_HAVE:
        return False
    coded = [c.index for c in columns.assign("task", grid, block) if c.field == "wbs"]
    told = facts.find(grid, [block], ()).found
    return bool(coded) or any(
        f.is_sure and f.code in ("project.code", "project.name") for f in told
    )


def _table(
    grid: Grid,
    block: Block,
    kind: str,
    assigned: tuple[Column, ...],
    mapped: MappedTable | None = None,
) -> _Table:
    places = {column.field: column.index for column in assigned if column.field}
    return _Table(grid, block, kind, assigned, rows.keep(grid, block, places), mapped)


@lru_cache(maxsize=1024)
def _is_put_away(name: str) -> bool:
    low = plain(name).lower()
    return any(word in low for word in words.lists()["put_away"])


def _lists_costs(table: _Table, has_tasks: bool) -> bool:
    """Whether a table with amounts lists kinds of cost of one project, and not projects."""
    fields = {column.field for column in table.columns if column.field}
    if "item" in fields and not fields & {"code", "name", "manager"}:
        return True
    only_amounts = fields <= {"name", "item", "budget", "spent", "description"}
    total = bool(table.rows.left.get("rows_total"))
    return only_amounts and has_tasks and total and len(table.rows.kept) > 1


def _totals(table: _Table) -> Iterator[tuple[str, Any, Cell]]:
    """The amounts in a table's last row of totals, where they are stored."""
    total = table.rows.left.get("rows_total", [])[-1:]
    amounts = [c for c in table.columns if c.field in ("budget", "spent")]
    filled = fill("project", table.grid, total, amounts, Manner(date.today()))
    for name, found in filled.values.items():
        if found and found[0] is not None:
            yield name, found[0], filled.cell(name, 0)


def _shown(table: _Table) -> TableFound:
    taken = frozenset(table.filled.columns) if table.filled else frozenset()
    listed = _columns_shown(table.kind, table.columns, taken, table.grid.left)
    header = table.block.last + table.grid.top + 1
    return TableFound(table.kind, header, listed, len(table.rows.kept))


@lru_cache(maxsize=1024)
def _columns_shown(
    kind: str, listed: tuple[Column, ...], taken: frozenset[str], left: int
) -> tuple[ColumnFound, ...]:
    return tuple(
        ColumnFound(
            column_letters(left + column.index),
            column.header,
            f"{kind}.{column.field}" if column.field in taken else "",
            column.reason or ("" if column.field in taken else "column_unfit"),
        )
        for column in listed
    )
