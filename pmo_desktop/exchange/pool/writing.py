"""Writes the pool as one workbook: people, absences, capacities, rates, skills, teams, departments.

Headers are in both languages; lists, dates and shares have their rules. Column A is hidden and
holds what a row is known by; the very hidden sheet beside it says what went out.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmo_desktop.domain.demand import BookingKind
from pmo_desktop.domain.fields import Field, Kind
from pmo_desktop.domain.pool import AbsenceKind, RateTable
from pmo_desktop.domain.pool_changes import PoolNames, StoredRow
from pmo_desktop.domain.skills import LEVELS
from pmo_desktop.exchange.files.in_place import put_in_place
from pmo_desktop.exchange.pool.reading import SENT, SIGNATURE
from pmo_desktop.exchange.pool.rows import UID_HEADER
from pmo_desktop.exchange.workbook.template import META_SHEET
from pmo_desktop.language import CODES, Language
from pmo_desktop.progress import Progress, Report, silent

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from pmo_desktop.services.pool_records import PoolRows

SPARE_ROWS = 300
LISTS = "_lists"
SHARE, DAY, MONEY, CHOICE, TICK, LIST, LEVEL, NUMBER, UNITS, HOURS = (
    "share", "day", "money", "choice", "tick", "list", "level", "number", "units", "hours"
)  # fmt: skip


@dataclass(frozen=True)
class PoolColumn:
    """`term` is the header's code, `kind` how its cells are written and checked; `offers` names the
    words that are offered, for a choice its vocabulary."""

    field: str
    term: str
    kind: str = ""
    width: int = 14
    offers: str = ""


@dataclass(frozen=True)
class PoolSheet:
    table: str
    title: str
    columns: tuple[PoolColumn, ...]


PERSON = PoolColumn("person", "absence.person", LIST, 16, "people")
SHEETS: tuple[PoolSheet, ...] = (
    PoolSheet("person", "pool_sheet.people", (
        PoolColumn("name", "person.name", "", 18),
        PoolColumn("role", "person.role", "", 20),
        PoolColumn("department", "person.department", LIST, 18, "departments"),
        PoolColumn("email", "person.email", "", 28),
        PoolColumn("capacity", "person.capacity", SHARE, 10),
        PoolColumn("calendar", "person.calendar", LIST, 16, "calendars"),
        PoolColumn("external", "person.external", TICK, 10),
        PoolColumn("placeholder", "person.placeholder", TICK, 12),
        PoolColumn("joined", "pool_header.joined", DAY, 13),
        PoolColumn("left_on", "pool_header.left_on", DAY, 13),
        PoolColumn("active", "person.active", TICK, 9),
    )),
    PoolSheet("absence", "pool_sheet.absences", (
        PERSON,
        PoolColumn("kind", "absence.kind", CHOICE, 14, "absence_kind"),
        PoolColumn("first", "absence.first", DAY, 13),
        PoolColumn("last", "absence.last", DAY, 13),
        PoolColumn("share", "absence.share", SHARE, 12),
        PoolColumn("note", "absence.note", "", 30),
    )),
    PoolSheet("person_capacity", "pool_sheet.capacities", (
        PERSON,
        PoolColumn("first", "person_capacity.first", DAY, 13),
        PoolColumn("last", "person_capacity.last", DAY, 13),
        PoolColumn("capacity", "person_capacity.capacity", SHARE, 12),
    )),
    PoolSheet("person_rate", "pool_sheet.rates", (
        PERSON,
        PoolColumn("rate_table", "person_rate.rate_table", LIST, 9, "rate_tables"),
        PoolColumn("from_day", "pool_header.from_day", DAY, 13),
        PoolColumn("standard", "person_rate.standard", MONEY, 16),
        PoolColumn("overtime", "person_rate.overtime", MONEY, 16),
        PoolColumn("per_use", "person_rate.per_use", MONEY, 14),
    )),
    PoolSheet("skill", "pool_sheet.skills", (
        PoolColumn("name", "skill.name", "", 24),
        PoolColumn("category", "skill.category", "", 18),
        PoolColumn("needed_holders", "skill.needed_holders", NUMBER, 12),
        PoolColumn("needed_level", "skill.needed_level", LEVEL, 12),
    )),
    PoolSheet("team", "pool_sheet.teams", (
        PoolColumn("team", "team.name", "", 22),
        PoolColumn("lead", "team.lead", LIST, 18, "people"),
    )),
    PoolSheet("team_member", "pool_sheet.members", (
        PoolColumn("team", "team.name", LIST, 22, "teams"), PERSON,
    )),
    PoolSheet("department", "pool_sheet.departments", (
        PoolColumn("department", "person.department", "", 22),
        PoolColumn("manager", "department.manager", LIST, 18, "people"),
    )),
    PoolSheet("booking", "pool_sheet.bookings", (
        PoolColumn("name", "booking.name", "", 20),
        PoolColumn("kind", "booking.kind", CHOICE, 13, "booking_kind"),
        PoolColumn("project", "booking.project", LIST, 24, "projects"),
        PoolColumn("person", "booking.person", LIST, 16, "people"),
        PoolColumn("skill", "booking.skill", LIST, 16, "skills"),
        PoolColumn("level", "booking.level", LEVEL, 8),
        PoolColumn("role", "booking.role", "", 16),
        PoolColumn("department", "booking.department", LIST, 16, "departments"),
        PoolColumn("first", "booking.first", DAY, 13),
        PoolColumn("last", "booking.last", DAY, 13),
        PoolColumn("units", "pool_header.units", UNITS, 12),
        PoolColumn("hours", "booking.hours", HOURS, 9),
        PoolColumn("firm", "booking.firm", TICK, 10),
        PoolColumn("note", "booking.note", "", 30),
    )),
)  # fmt: skip
CHOICES: Mapping[str, type[StrEnum]] = {"absence_kind": AbsenceKind, "booking_kind": BookingKind}
MATRIX_TITLE = "pool_sheet.matrix"
FORMATS = {DAY: "yyyy-mm-dd", SHARE: "0%", MONEY: "#,##0.00", UNITS: "0%", HOURS: "0.##"}


def write_pool(
    path: Path, rows: PoolRows, names: PoolNames, language: Language, report: Report = silent
) -> int:
    """Write the workbook to `path`; returns how many people it has. Raises `OSError`."""
    put_in_place(path, pool_bytes(rows, names, language, report))
    return len(rows["person"])


def pool_bytes(
    rows: PoolRows, names: PoolNames, language: Language, report: Report = silent
) -> bytes:
    """The workbook's bytes."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    writer = _Writer(book, rows, names, language)
    writer.guidance()
    for done, sheet in enumerate(SHEETS):
        report(Progress(done, len(SHEETS), "Writing the pool"))
        writer.sheet(sheet)
        if sheet.table == "skill":
            writer.matrix()
    writer.lists()
    writer.meta()
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def guidance_titles() -> frozenset[str]:
    """What the sheet with the instructions is called, in both languages."""
    return frozenset(Language(code).text("How to fill this in") for code in CODES)


def both(term: str) -> str:
    """A header in both languages, one below the other; once where they are alike."""
    said = dict.fromkeys(Language(code).term(term) for code in reversed(CODES))
    return "\n".join(said)


def noted(value: Any) -> Any:
    """A value as it is noted beside the workbook: what JSON can say."""
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


class _Writer:
    def __init__(
        self, book: Workbook, rows: PoolRows, names: PoolNames, language: Language
    ) -> None:
        self._book, self._rows, self._language = book, rows, language
        term = language.term
        yes_no = [term("bool.true"), term("bool.false")]
        self._offers: Mapping[str, Sequence[str]] = {
            "people": [row.values["name"] for row in rows["person"]],
            "departments": [row.values["department"] for row in rows["department"]],
            "teams": [row.values["team"] for row in rows["team"]],
            "calendars": names.calendars,
            "projects": names.labels,
            "skills": [row.values["name"] for row in rows["skill"]],
            **{name: [term(f"{name}.{kind}") for kind in kinds] for name, kinds in CHOICES.items()},
            "rate_tables": [table.value for table in RateTable],
            TICK: yes_no,
            LEVEL: [str(level) for level in LEVELS],
        }

    def guidance(self) -> None:
        """The first sheet: what to do, on less than a page."""
        from openpyxl.styles import Alignment, Font

        text = self._language.text
        page = self._book.create_sheet(text("How to fill this in"))
        page.column_dimensions["A"].width = 4
        page.column_dimensions["B"].width = 100
        page.sheet_view.showGridLines = False
        page["B2"].value = text("The resource pool")
        page["B2"].font = Font(bold=True, size=14)
        steps = (
            text("Change what is to be changed, and take the file in again: every difference is "
                 "shown before anything is written. What is not touched stays as it is."),
            text("New rows go below the last one. A row that is deleted here is offered for "
                 "removal, and is not removed by itself."),
            text("A person is known by the name. Write it as it stands on the sheet of people."),
            text("Dates are whole days, like 2026-11-05; first and last day both count. Half days "
                 "have a share of 50%."),
            text("Shares are percentages: 100% is a full-time week or a whole day."),
            text("Skill levels are 1 (beginner) to 5 (expert); 0 takes a skill away. A new column "
                 "in the matrix is a new skill."),
            text("Rates are for an hour, in the office's currency; without a date a rate holds "
                 "from ever."),
            text("A booking is for a person, or for anybody with the skill, role or department. "
                 "50% is half of one full-time person, 200% two; where hours stand there, they "
                 "count. What is not agreed is soft."),
        )  # fmt: skip
        for number, step in enumerate(steps, 1):
            page.cell(number + 3, 1, str(number))
            cell = page.cell(number + 3, 2, step)
            cell.alignment = Alignment(wrap_text=True, vertical="top")

    def sheet(self, sheet: PoolSheet) -> None:
        page = self._page(sheet.title)
        self._heads(page, [both(column.term) for column in sheet.columns],
                    [column.width for column in sheet.columns])  # fmt: skip
        for number, row in enumerate(self._rows[sheet.table], 2):
            self._put(page, number, 1, row.identity, "")
            for at, column in enumerate(sheet.columns, 2):
                value = row.values.get(column.field)
                if column.kind == CHOICE and value:
                    value = self._language.term(f"{column.offers}.{value}")
                self._put(page, number, at, value, column.kind)
        last = len(self._rows[sheet.table]) + 1 + SPARE_ROWS
        for at, column in enumerate(sheet.columns, 2):
            self._rule(page, column, at, last)

    def matrix(self) -> None:
        """People by skills."""
        page = self._page(MATRIX_TITLE)
        skills = [row.values["name"] for row in self._rows["skill"]]
        heads = [both("absence.person"), both("person.department"), *skills]
        self._heads(page, heads, [16, 16, *(9 for _ in skills)])
        levels = {(row.values["person"], row.values["skill"]): row.values["level"]
                  for row in self._rows["person_skill"]}  # fmt: skip
        for number, row in enumerate(self._rows["person"], 2):
            name = row.values["name"]
            cells = [row.identity, name, row.values["department"],
                     *(levels.get((name, skill)) for skill in skills)]  # fmt: skip
            for at, value in enumerate(cells, 1):
                self._put(page, number, at, value, "")
        if skills:
            self._level_rule(page, len(skills) + 3, len(self._rows["person"]) + 1 + SPARE_ROWS)

    def lists(self) -> None:
        page = self._book.create_sheet(LISTS)
        for at, words in enumerate(self._offers.values(), 1):
            for number, word in enumerate(words, 1):
                self._put(page, number, at, word, "")
        page.sheet_state = "veryHidden"

    def meta(self) -> None:
        page = self._book.create_sheet(META_SHEET)
        page.append(["signature", SIGNATURE])
        page.append(["version", "1"])
        page.append(["language", self._language.code])
        for table, rows in self._rows.items():
            for row in rows:
                name = SENT + json.dumps([table, row.identity], ensure_ascii=False)
                page.append([name, _noted(row)])
        page.sheet_state = "veryHidden"

    # --- cells

    def _page(self, title: str) -> Worksheet:
        page = self._book.create_sheet(self._language.term(title))
        page.freeze_panes = "C2"
        page.column_dimensions["A"].hidden = True
        return page

    def _heads(self, page: Worksheet, heads: Sequence[str], widths: Sequence[int]) -> None:
        from openpyxl.styles import Alignment, Font
        from openpyxl.utils import get_column_letter

        from pmo_desktop.exchange.workbook.styles import fill

        page.cell(1, 1, UID_HEADER)
        for at, (head, width) in enumerate(zip(heads, widths, strict=True), 2):
            cell = page.cell(1, at)
            self._put(page, 1, at, head, "")
            cell.font = Font(bold=True)
            cell.fill = fill("grey_soft")
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            page.column_dimensions[get_column_letter(at)].width = width
        page.row_dimensions[1].height = 32

    def _put(self, page: Worksheet, row: int, column: int, value: Any, kind: str) -> None:
        from pmo_desktop.exchange.workbook.cells import amount_value, clean_text, day_value
        from pmo_desktop.exchange.workbook.cells import put_value as put

        if value is None and kind not in FORMATS:
            return  # a matrix is mostly empty
        term = self._language.term
        if kind == TICK and value is not None:
            value = term(f"bool.{str(bool(value)).lower()}")
        elif isinstance(value, date):
            value = day_value(value)
        elif isinstance(value, Decimal):
            value = amount_value(value)
        if isinstance(value, str):
            value = clean_text(value) or None
        cell = page.cell(row, column)
        put(cell, value)
        if kind in FORMATS:
            cell.number_format = FORMATS[kind]

    def _rule(self, page: Worksheet, column: PoolColumn, at: int, last: int) -> None:
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        text = self._language.text
        rules: dict[str, tuple[dict[str, Any], str]] = {
            DAY: ({"type": "date", "operator": "greaterThan", "formula1": "1"},
                  text("Write a date, like 2026-11-05.")),
            SHARE: ({"type": "decimal", "operator": "between", "formula1": "0", "formula2": "10"},
                    text("Write a share between 0% and 100%.")),
            UNITS: ({"type": "decimal", "operator": "between", "formula1": "0",
                     "formula2": "100"}, text("Write a share like 50%, or 200% for two people.")),
            HOURS: ({"type": "decimal", "operator": "greaterThan", "formula1": "0"},
                    text("Write a number of hours above 0, or nothing.")),
            MONEY: ({"type": "decimal", "operator": "greaterThanOrEqual", "formula1": "0"},
                    text("Write a number that is not below 0.")),
            NUMBER: ({"type": "whole", "operator": "between", "formula1": "0",
                      "formula2": "1000"}, text("Write a whole number.")),
        }  # fmt: skip
        offers = column.offers or (column.kind if column.kind in (TICK, LEVEL) else "")
        if offers and self._offers[offers]:
            made = DataValidation(type="list", formula1=self._offered(offers), allow_blank=True)
            # Names that are not in the list may be new ones; words must be among those offered.
            made.showErrorMessage = column.kind in (CHOICE, TICK, LEVEL)
            made.error = text("Choose one of the words in the list.")
        elif column.kind in rules:
            rule, words = rules[column.kind]
            made = DataValidation(allow_blank=True, **rule)
            made.showErrorMessage = True
            made.error = words
        else:
            return
        letter = get_column_letter(at)
        made.add(f"{letter}2:{letter}{last}")
        page.add_data_validation(made)

    def _level_rule(self, page: Worksheet, last_column: int, last: int) -> None:
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        made = DataValidation(type="whole", operator="between", formula1="0", formula2="5",
                              allow_blank=True)  # fmt: skip
        made.showErrorMessage = True
        made.error = self._language.text("Skill levels are 1 (beginner) to 5 (expert).")
        made.add(f"D2:{get_column_letter(last_column)}{last}")
        page.add_data_validation(made)

    def _offered(self, name: str) -> str:
        from openpyxl.utils import get_column_letter

        letter = get_column_letter(list(self._offers).index(name) + 1)
        return f"'{LISTS}'!${letter}$1:${letter}${len(self._offers[name])}"


def _noted(row: StoredRow) -> str:
    plain = {name: noted(value) for name, value in row.values.items()}
    return json.dumps(plain, ensure_ascii=False)


def field_of(table: str, name: str) -> Field:
    """The field behind a value of a row, to say it."""
    from pmo_desktop.domain.fields import field
    from pmo_desktop.domain.pool_fields import pool_field

    if table == "person":
        return field(f"person.{name}")
    if table == "team_member":
        return (
            Field("absence", "person", Kind.PERSON) if name == "person" else pool_field("team.name")
        )
    if table in ("team", "department") and name == table:
        return pool_field(f"{table}.name")
    return pool_field(f"{table}.{name}")
