"""What the program's own workbook consists of: its sheets, their columns, its conventions.

One workbook is one project. Every table has a sheet that the vocabulary names (`table.task`); row
1 is its title, row 2 says how to fill it in, row 3 has the headers, records start in row 4. Column
A is hidden and holds the records' uids, so that a row is known again when its name or WBS was
changed; the fields that the office's template shows (`domain.template`) follow from column B. The
very hidden sheet `_pmo` says in rows of key and value which project it is, which column is which
(`header_facts`: the office may have worded it otherwise) and what went out (`sent`), `_lists` what
the drop-downs offer. Version 1 had the usual columns and did not say which they are.

A start and a finish are written as bare dates (see `shown_day`), a duration as days of
`MINUTES_PER_DAY`, a choice as the vocabulary's word, several people with `PEOPLE_SEPARATOR`
between them, links as `domain.links` does: `3.2, 3.3FF+2d`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from types import MappingProxyType

from pmo_desktop.domain.fields import Field, Kind
from pmo_desktop.domain.template import Template, TemplateColumn, TemplateSheet, usual
from pmo_desktop.language import CODES, Language

SIGNATURE = "pmo-desktop"
VERSION = "2"
META_SHEET = "_pmo"
LISTS_SHEET = "_lists"
UID_HEADER = "uid"
TITLE_ROW, INSTRUCTION_ROW, HEADER_ROW, FIRST_ROW = 1, 2, 3, 4
SPARE_ROWS = 200
REQUIRED_MARK = "*"
PEOPLE_SEPARATOR: Mapping[str, str] = MappingProxyType({"zh": "、", "en": "; "})

WIDTHS: Mapping[Kind, float] = MappingProxyType(
    {
        Kind.TEXT: 20,
        Kind.INTEGER: 10,
        Kind.SHARE: 12,
        Kind.MONEY: 17,
        Kind.DATE: 13,
        Kind.START: 13,
        Kind.FINISH: 13,
        Kind.DURATION: 12,
        Kind.LEVEL: 12,
        Kind.CHOICE: 14,
        Kind.PERSON: 16,
        Kind.PEOPLE: 22,
        Kind.DEPARTMENT: 18,
        Kind.LINKS: 20,
        Kind.BOOL: 9,
    }
)
FIELD_WIDTHS: Mapping[str, float] = MappingProxyType(
    {
        "project.code": 13,
        "project.name": 30,
        "project.currency": 10,
        "project.description": 44,
        "task.wbs": 10,
        "task.name": 40,
        "task.notes": 36,
        "person.email": 28,
        "risk.code": 10,
        "risk.name": 38,
        "risk.action": 44,
        "issue.code": 10,
        "issue.name": 38,
        "issue.action": 44,
        "status.period": 12,
        "status.author": 14,
        "status.achievements": 44,
        "status.plans": 44,
        "status.support": 36,
    }
)


@dataclass(frozen=True)
class Column:
    """One field's column; `width` in characters. `headers` and `options` as in the template."""

    field: Field
    width: float
    required: bool = False
    headers: Mapping[str, str] = made(default_factory=dict)
    options: tuple[str, ...] = ()

    @property
    def wraps(self) -> bool:
        """Whether what is written there may take several lines."""
        return self.field.kind is Kind.TEXT and self.width >= WIDTHS[Kind.TEXT]

    def words(self, language: Language) -> str:
        """What the column is called: `工期(天)`, `Task`."""
        words = self.headers.get(language.code) or language.term(self.field.code)
        if self.field.kind is Kind.DURATION:
            words += "(天)" if language.is_chinese else " (days)"
        return words

    def header(self, language: Language) -> str:
        """`words`, with the mark of what must be filled in: `Task *`."""
        words = self.words(language)
        return f"{words} {REQUIRED_MARK}" if self.required else words


@dataclass(frozen=True)
class Sheet:
    """`instruction` is an English source sentence; `instructions` are the office's own words."""

    table: str
    instruction: str
    columns: tuple[Column, ...]
    instructions: Mapping[str, str] = made(default_factory=dict)

    def name(self, language: Language) -> str:
        return language.term(f"table.{self.table}")

    def says(self, language: Language) -> str:
        """What is to be done on the sheet."""
        return self.instructions.get(language.code) or language.text(self.instruction)

    def position(self, field_name: str) -> int:
        """The 1-based column in which the field stands; column 1 is the uid's."""
        names = [column.field.name for column in self.columns]
        return names.index(field_name) + 2

    def has(self, *field_names: str) -> bool:
        """Whether all these fields have a column."""
        return set(field_names) <= {column.field.name for column in self.columns}


INSTRUCTIONS: Mapping[str, str] = MappingProxyType(
    {
        "project": "Check the project's own data; one row.",
        "task": "Keep dates and progress up to date; grey rows are summed up from the rows below "
        "them. New tasks: any free or inserted row, with a WBS and a name.",
        "person": "The people of this project. Capacity is the share of a full-time week.",
        "risk": "What may go wrong. Probability and impact from 1 (very low) to 5 (very high).",
        "issue": "What has gone wrong and must be dealt with. Severity from 1 to 5.",
        "status": "One row a period: what was achieved, what comes next, what you need.",
    }
)


def sheets_of(wished: Template) -> tuple[Sheet, ...]:
    """The sheets and columns that a template shows."""
    return tuple(_sheet(sheet) for sheet in wished.shown)


def _sheet(sheet: TemplateSheet) -> Sheet:
    columns = tuple(_column(column) for column in sheet.columns if column.shown)
    return Sheet(sheet.table, INSTRUCTIONS[sheet.table], columns, sheet.instructions)


def _column(column: TemplateColumn) -> Column:
    spec = column.field
    width = FIELD_WIDTHS.get(spec.code, WIDTHS[spec.kind])
    headers: dict[str, str] = {code: words for code in CODES if (words := column.wording(code))}
    return Column(spec, width, column.is_required, headers, column.options)


SHEETS: tuple[Sheet, ...] = sheets_of(usual())
HEADER, REQUIRED = "header", "required"


def header_facts(sheet: Sheet, language: Language) -> dict[str, str]:
    """What the workbook says of a sheet's columns: `header.task.finish` is how it is called,
    `required.task` has the names of those that must be filled in."""
    facts = {f"{HEADER}.{c.field.code}": c.words(language) for c in sheet.columns}
    asked = [c.field.name for c in sheet.columns if c.required]
    return {**facts, f"{REQUIRED}.{sheet.table}": " ".join(asked)}


NO_WORDS_YET = frozenset({"period", "status_date", "author"})
"""What a prepared status row holds; a report with no more than this says nothing yet."""


def shown_day(kind: Kind, moment: dt.datetime) -> dt.date:
    """The day that stands for a start or a finish; a finish at midnight ends the day before."""
    if kind is Kind.FINISH and moment.time() == dt.time():
        return moment.date() - dt.timedelta(days=1)
    return moment.date()
