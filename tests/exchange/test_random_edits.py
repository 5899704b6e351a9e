"""Whatever a team does to the workbook that it was sent, the review shows just that.

Edits are drawn at random and done twice: in the sheet, as a person would (rows are inserted,
deleted, sorted, copied, renamed, retyped; columns are added), and in a plain model of what they
mean. Then what the review shows is held against the model.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmo_desktop.domain.fields import Kind
from pmo_desktop.domain.fields import field as field_of
from pmo_desktop.domain.records import ChangeKind
from pmo_desktop.exchange.comparing.review import FileReview, differing, review
from pmo_desktop.exchange.understanding import understand
from pmo_desktop.exchange.workbook import template
from pmo_desktop.exchange.workbook.sending import send_out
from pmo_desktop.language import Language
from pmo_desktop.services.importing import commit
from pmo_desktop.services.records import project_ids, project_records
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from tests.exchange.office_records import RECORDS, additions

TODAY = date(2026, 11, 20)
SEEDS = range(24)
STEPS = 12
TABLES = ("task", "risk", "issue")
EDITED = {
    "task": ("name", "notes", "percent_complete"),
    "risk": ("name", "probability", "impact", "cost", "due", "response", "action"),
    "issue": ("name", "severity", "due", "action"),
}
Row = list[Any]


@dataclass
class Meant:
    """What the team's edits mean: by uid the fields that it changed, the names that it added, the
    uids of rows that it took away, and how many rows it copied."""

    changed: dict[str, dict[str, Any]] = field(default_factory=dict)
    added: set[tuple[str, str]] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    copied: int = 0


class Desk:
    """A team's desk: the sheets' rows as lists, and what was done to them."""

    def __init__(self, path: Path, language: Language, known: dict[str, Any], seed: int) -> None:
        self.path, self.language, self.known = path, language, known
        self.rng = random.Random(seed)
        self.book = openpyxl.load_workbook(path)
        self.meant = Meant()
        self.number = 0
        self.rows: dict[str, list[Row]] = {table: self._taken(table) for table in TABLES}

    def page(self, table: str) -> Any:
        return self.book[self.language.term(f"table.{table}")]

    def sheet(self, table: str) -> template.Sheet:
        return next(sheet for sheet in template.SHEETS if sheet.table == table)

    def _taken(self, table: str) -> list[Row]:
        """The rows with a uid, lifted out of the sheet."""
        page, width = self.page(table), len(self.sheet(table).columns) + 1
        taken = []
        for cells in page.iter_rows(min_row=template.FIRST_ROW, max_col=width):
            if cells[0].value:
                taken.append([cell.value for cell in cells])
            for cell in cells:
                cell.value = None
        return taken

    def put_back(self) -> None:
        for table, rows in self.rows.items():
            page = self.page(table)
            for at, row in enumerate(rows, start=template.FIRST_ROW):
                for column, value in enumerate(row, start=1):
                    page.cell(at, column).value = value
                    if isinstance(value, str) and value.startswith("="):
                        page.cell(at, column).data_type = "s"
        self.book.save(self.path)

    # What a team does

    def edit(self, table: str) -> None:
        row = self.drawn(table)
        name = self.rng.choice(EDITED[table])
        if row is None or not self.is_editable(row, name):
            return
        written, meant = self.drawn_value(f"{table}.{name}")
        row[self.sheet(table).position(name) - 1] = written
        self.meant.changed.setdefault(row[0], {})[name] = meant

    def is_editable(self, row: Row, name: str) -> bool:
        # What a summary has done follows from its tasks.
        record = self.known[row[0]]
        return name != "percent_complete" or record.values["kind"] == "task"

    def add(self, table: str) -> None:
        self.number += 1
        name = f"New {table} {self.number}"
        row: Row = [None] * (len(self.sheet(table).columns) + 1)
        row[self.sheet(table).position("name") - 1] = name
        if table == "task":
            row[self.sheet(table).position("wbs") - 1] = str(80 + self.number)
            row[self.sheet(table).position("start") - 1] = datetime(2027, 3, 1)
            row[self.sheet(table).position("finish") - 1] = datetime(2027, 3, 5)
        self.rows[table].insert(self.rng.randint(0, len(self.rows[table])), row)
        self.meant.added.add((table, name))

    def remove(self, table: str) -> None:
        row = self.drawn(table)
        if row is not None:
            self.rows[table].remove(row)
            self.meant.removed.add(row[0])
            self.meant.changed.pop(row[0], None)

    def shuffle(self, table: str) -> None:
        self.rng.shuffle(self.rows[table])

    def leave_a_gap(self, table: str) -> None:
        gap: Row = [None] * (len(self.sheet(table).columns) + 1)
        self.rows[table].insert(self.rng.randint(0, len(self.rows[table])), gap)

    def copy(self, table: str) -> None:
        row = self.drawn(table)
        if row is None or table == "task":
            return
        self.number += 1
        copied = deepcopy(row)
        copied[self.sheet(table).position("name") - 1] = f"Copy {self.number}"
        # Below its model: whoever copies a row pastes it further down.
        self.rows[table].append(copied)
        self.meant.copied += 1

    def add_a_column(self, table: str) -> None:
        page, column = self.page(table), len(self.sheet(table).columns) + 2
        page.cell(template.HEADER_ROW, column).value = "Our own remark"
        for at in range(len(self.rows[table])):
            page.cell(template.FIRST_ROW + at, column).value = f"remark {at}"

    # Draws

    def drawn(self, table: str) -> Row | None:
        copied = [row[0] for row in self.rows[table]]
        rows = [row for row in self.rows[table] if row[0] and copied.count(row[0]) == 1]
        return self.rng.choice(rows) if rows else None

    def drawn_value(self, code: str) -> tuple[Any, Any]:
        """What is typed, and what it means."""
        spec = field_of(code)
        self.number += 1
        match spec.kind:
            case Kind.SHARE:
                percent = self.rng.randint(1, 98)
                return self.rng.choice(
                    [percent / 100, f"{percent}%", f"{percent} %"]
                ), percent / 100
            case Kind.LEVEL:
                level = self.rng.randint(1, 5)
                return self.rng.choice([level, str(level), float(level)]), level
            case Kind.MONEY:
                amount = self.rng.randint(1, 900) * 1000
                typed = [amount, f"{amount:,}", f"¥{amount:,}.00", f"{amount / 10000:g}万"]
                return self.rng.choice(typed), Decimal(amount)
            case Kind.DATE:
                day = date(2027, self.rng.randint(1, 12), self.rng.randint(1, 28))
                typed = [
                    datetime(day.year, day.month, day.day),
                    f"{day:%Y-%m-%d}",
                    f"{day:%Y/%m/%d}",
                    f"{day.year}年{day.month}月{day.day}日",
                ]
                return self.rng.choice(typed), day
            case Kind.CHOICE:
                assert spec.choices is not None
                choice = self.rng.choice(list(spec.choices))
                return self.language.term(spec.choice_term(choice)), choice.value
            case _:
                text = self.rng.choice(["=not a formula", "第{n}版说明", "Text {n}", "- {n}"])
                text = text.format(n=self.number) + f" {self.number}"
                return text, text


@pytest.fixture(scope="module")
def office(new_workspace: Callable[[], Workspace]) -> Any:
    opened = new_workspace()
    opened.edit(Title("x"), commit, [additions(RECORDS)])
    yield opened
    opened.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_review_shows_just_what_was_done(office: Workspace, tmp_path: Path, seed: int) -> None:
    language = Language("zh" if seed % 2 else "en")
    (path,) = send_out(office, tmp_path, language).files
    ids = office.query(project_ids)
    stored = office.query(project_records, next(iter(ids.values())))
    known = {record.uid: record for table in TABLES for record in stored.of(table)}
    desk = Desk(path, language, known, seed)
    verbs = [desk.edit] * 5 + [
        desk.add,
        desk.remove,
        desk.shuffle,
        desk.leave_a_gap,
        desk.copy,
        desk.add_a_column,
    ]
    for _ in range(STEPS):
        desk.rng.choice(verbs)(desk.rng.choice(TABLES))
    desk.put_back()
    (found,) = review(office, [understand(path, today=TODAY)]).files
    assert changed(found) == meant_changes(desk.meant, known)
    assert added(found) - copies(found) == desk.meant.added
    missing = [f for f in found.findings if f.code == "missing_in_file"]
    still_told = {uid for uid in desk.meant.removed if known[uid].values.get("state") != "closed"}
    assert len(missing) == len(still_told)
    assert sum(f.code == "copied_row" for f in found.findings) == desk.meant.copied


def meant_changes(meant: Meant, known: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Less what was typed and is no change: a value that was there already."""
    found = {
        uid: {name: value for name, value in values.items() if value != known[uid].values.get(name)}
        for uid, values in meant.changed.items()
    }
    return {uid: values for uid, values in found.items() if values}


def changed(found: FileReview) -> dict[str, dict[str, Any]]:
    return {
        record.uid or "": {change.name: change.after for change in differing(record)}
        for record in found.records
        if record.kind is ChangeKind.CHANGE
    }


def added(found: FileReview) -> set[tuple[str, str]]:
    records = (record for record in found.records if record.kind is ChangeKind.ADD)
    return {(record.table, record.values["name"]) for record in records}


def copies(found: FileReview) -> set[tuple[str, str]]:
    return {row for row in added(found) if row[1].startswith("Copy")}
