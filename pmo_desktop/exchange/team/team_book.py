"""A team's workbook: what is found in it, sheet by sheet, and all that there is to tell of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from pmo_desktop.domain.records import Cell, ProjectRecords, Record
from pmo_desktop.exchange.files.reading import Grid, Workbook
from pmo_desktop.exchange.findings import ERROR, NOTE, WARNING, Finding
from pmo_desktop.exchange.parsing import words
from pmo_desktop.exchange.parsing.text import has_cjk, plain
from pmo_desktop.exchange.team import columns, facts, merging, projects, registers, rows, tasks
from pmo_desktop.exchange.team.applying import Applied
from pmo_desktop.exchange.team.facts import Facts
from pmo_desktop.exchange.team.filling import Manner, fill
from pmo_desktop.exchange.team.found_tables import FoundTable, tables_of
from pmo_desktop.exchange.team.own_fields import (
    UNKNOWN,
    OwnField,
    known_facts,
    settle_choices,
    taken_for,
    unknown,
)
from pmo_desktop.exchange.understood import SheetFound, Understood, UnknownColumn

KEPT_IN_PROGRAM = "decision"
# Sheets that are no tables of the team's.
NO_PLAN = frozenset({"sheet_hidden", "sheet_not_a_table", "sheet_of_findings"})


@dataclass
class TeamBook:
    """A team's workbook: what is found in it, sheet by sheet."""

    book: Workbook
    today: date
    applied: Applied = field(default_factory=Applied)
    fields: Sequence[OwnField] = ()
    tables: list[FoundTable] = field(default_factory=list)
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
            else:
                self._find_in(grid)
        self._put_away()
        for grid in self.book.grids:
            if not any(table.grid.name == grid.name for table in self.tables):
                self.left_out.setdefault(
                    grid.name, "sheet_without_table" if grid.rows else "sheet_empty"
                )

    def _find_in(self, grid: Grid) -> None:
        """The tables of a sheet, and the facts beside them."""
        found = list(tables_of(grid, self.applied)) if grid.rows else []
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

    def _of(self, kind: str) -> list[FoundTable]:
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

    def _tell_rows(self, table: FoundTable) -> None:
        for code, left in table.rows.left.items():
            severity = WARNING if code == "rows_hidden" else NOTE
            listed = rows.listed(table.grid, left)
            self._tell(code, severity, table.grid.name, n=len(left), rows=listed)

    def _tell_columns(self, table: FoundTable) -> None:
        grid = table.grid
        hidden = grid.markup.hidden_columns()
        if table.block.last < table.block.first:
            self._tell("headers_guessed", WARNING, grid.name)
        taken = table.filled.columns if table.filled else {}
        for column in table.columns:
            if column.reason:
                code, severity = column.reason, NOTE
            elif column.field == "finish" and table.is_deadline(column):
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
            found = tuple(t.shown for t in self.tables if t.grid.name == grid.name)
            yield SheetFound(grid.name, found, "" if found else self.left_out.get(grid.name, ""))
        for name, code in self.book.left_out:
            yield SheetFound(name, left_out=code)

    def _language(self) -> str:
        headers = [column.header for table in self.tables for column in table.columns]
        chinese = sum(map(has_cjk, headers))
        return "zh" if 2 * chinese > len(headers) else "en"


@lru_cache(maxsize=1024)
def _is_put_away(name: str) -> bool:
    low = plain(name).lower()
    return any(word in low for word in words.lists()["put_away"])


def _lists_costs(table: FoundTable, has_tasks: bool) -> bool:
    """Whether a table with amounts lists kinds of cost of one project, and not projects."""
    fields = {column.field for column in table.columns if column.field}
    if "item" in fields and not fields & {"code", "name", "manager"}:
        return True
    only_amounts = fields <= {"name", "item", "budget", "spent", "description"}
    total = bool(table.rows.left.get("rows_total"))
    return only_amounts and has_tasks and total and len(table.rows.kept) > 1


def _totals(table: FoundTable) -> Iterator[tuple[str, Any, Cell]]:
    """The amounts in a table's last row of totals, where they are stored."""
    total = table.rows.left.get("rows_total", [])[-1:]
    amounts = [c for c in table.columns if c.field in ("budget", "spent")]
    filled = fill("project", table.grid, total, amounts, Manner(date.today()))
    for name, found in filled.values.items():
        if found and found[0] is not None:
            yield name, found[0], filled.cell(name, 0)
