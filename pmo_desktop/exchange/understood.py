"""What a file was understood to be: plain data for the review, the comparison and the commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_desktop.domain.records import ProjectRecords
from pmo_desktop.exchange.files.provenance import NOBODY, Provenance
from pmo_desktop.exchange.findings import ERROR, Finding

if TYPE_CHECKING:
    from pmo_desktop.exchange.plans.reading import PlanReading
    from pmo_desktop.exchange.pool.reading import PoolReading
    from pmo_desktop.exchange.requests.sheet import SheetAnswer
    from pmo_desktop.exchange.timesheets.lines import TimesheetReading

OWN, TEAM, PLAN, TIMESHEET, ANSWERS = "own", "team", "plan", "timesheet", "answers"
POOL = "pool"


@dataclass(frozen=True)
class ColumnFound:
    """`field` is the code of the field (`task.finish`); where it is empty, `reason` is the code of
    the sentence that says why the column was left out."""

    letter: str
    header: str
    field: str = ""
    reason: str = ""


@dataclass(frozen=True)
class UnknownColumn:
    """A column whose header is not known, with `values` cells that hold something: it can be kept
    as a field of the office's own. `kind` is the kind (`domain.fields`) that fits all of them, and
    `options` are what seem to be its choices."""

    table: str
    sheet: str
    letter: str
    header: str
    values: int
    kind: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableFound:
    """`header_row` counts from 1, as the sheet does; 0 where there are no headers above the first
    row. `rows` is how many were taken."""

    table: str
    header_row: int
    columns: tuple[ColumnFound, ...] = ()
    rows: int = 0

    @property
    def fields(self) -> Mapping[str, str]:
        """Column letter -> field code, for the columns that were taken."""
        return {column.letter: column.field for column in self.columns if column.field}


@dataclass(frozen=True)
class SheetFound:
    """One sheet; without tables `left_out` is the code of the sentence that says why."""

    name: str
    tables: tuple[TableFound, ...] = ()
    left_out: str = ""


@dataclass(frozen=True)
class Understood:
    """`kind`: `own` for the program's own workbook, `team` for a team's, `plan` for the file of
    another planning program, `timesheet` for what people worked, `answers` for what line managers
    say to requests; `plan`, `timesheet` and `answers` then have what was read of it.

    A value without a cell in its record was concluded, not read: a project's name from the name of
    the file, say. It is meant for a project that is new, not for changing one that is known.
    """

    path: Path
    digest: str = ""
    kind: str = TEAM
    language: str = "en"
    sheets: tuple[SheetFound, ...] = ()
    projects: tuple[ProjectRecords, ...] = ()
    status_date: date | None = None
    findings: tuple[Finding, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[UnknownColumn, ...] = ()
    provenance: Provenance = NOBODY
    plan: PlanReading | None = None
    timesheet: TimesheetReading | None = None
    answers: tuple[SheetAnswer, ...] | None = None
    pool: PoolReading | None = None

    @property
    def is_readable(self) -> bool:
        return not any(finding.severity == ERROR for finding in self.findings) or bool(
            self.projects
        )
