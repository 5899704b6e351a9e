"""What a timesheet says, as plain values, before anybody is looked up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pmo_desktop.exchange.findings import Finding


class Said(NamedTuple):
    """Whose time it is: as the sheet writes it, or where it does not, what else may name somebody:
    the sheet's own name, the file's."""

    written: str = ""
    perhaps: tuple[str, ...] = ()


class Line(NamedTuple):
    """One cell of hours; `row` counts from 1 as the sheet does. Codes and names may be empty.

    `is_code_number`: the task's code is a number in the sheet, in which 1.10 is the same as 1.1.
    `is_bare`: nothing says what the number counts."""

    sheet: str
    row: int
    cell: str
    who: Said
    day: date
    project_code: str
    project: str
    task_code: str
    task: str
    minutes: int
    note: str = ""
    is_code_number: bool = False
    is_bare: bool = False


class Span(NamedTuple):
    """The days that a table has columns for, of somebody who worked on some of them."""

    who: Said
    first: date
    last: date


Spoken = Line | Finding | Span


@dataclass(frozen=True)
class TimesheetReading:
    """All that the sheets of a file say."""

    lines: tuple[Line, ...] = ()
    findings: tuple[Finding, ...] = ()
    spans: tuple[Span, ...] = ()


def listed(rows: set[int] | frozenset[int]) -> str:
    """Rows as a reader looks for them: `5, 8-12`."""
    parts: list[list[int]] = []
    for row in sorted(rows):
        if parts and row == parts[-1][1] + 1:
            parts[-1][1] = row
        else:
            parts.append([row, row])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)
