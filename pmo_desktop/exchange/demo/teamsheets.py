"""Writes a project's records as a team's own spreadsheet, by a layout."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pmo_desktop.domain.fields import TABLES, Field, Kind
from pmo_desktop.domain.records import ProjectRecords, Record
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.exchange.demo.handwriting import Written
from pmo_desktop.exchange.demo.layouts import Columns, Layout, Register
from pmo_desktop.exchange.workbook.template import shown_day
from pmo_desktop.language import Language

BOLD = Font(bold=True)
TITLE = Font(bold=True, size=14)
HEADER_FILL = PatternFill("solid", start_color="DDE3EC")
WIDE_COLUMNS = ("name", "action", "achievements", "notes")
COMMENT_SHARE = 0.03
FACTS = ("code", "name", "manager", "department", "budget", "spent")
TABLE_FACTS = ("code", "budget", "spent")
FACT_LABELS = {
    "zh": ("项目编号", "项目名称", "项目经理", "所属部门", "预算", "已支出"),
    "en": ("Project code", "Project name", "Project manager", "Department", "Budget", "Spent"),
}
TABLE_HEADERS = {"zh": ("项目", "预算", "已支出"), "en": ("Project", "Budget", "Spent")}
SPACES = "    "

Slips = Mapping[tuple[str, str, str], Any]
"""What a team wrote wrongly: table, WBS or register code, field -> what stands in the cell."""


def team_workbook(
    records: ProjectRecords, layout: Layout, status_date: date, rng: Random, slips: Slips
) -> bytes:
    """The workbook as a file's bytes."""
    return _Book(records, layout, status_date, rng, slips).saved()


@dataclass
class _Book:
    records: ProjectRecords
    layout: Layout
    status_date: date
    rng: Random
    slips: Slips
    book: Workbook = field(default_factory=Workbook)

    def saved(self) -> bytes:
        self._plan()
        self._register("risk", self.layout.risks)
        if self.layout.issues:
            self._register("issue", self.layout.issues)
        self._facts()
        self._words()
        if self.layout.hidden:
            self._old_version()
        stream = io.BytesIO()
        self.book.save(stream)
        return stream.getvalue()

    def _plan(self) -> None:
        layout, page = self.layout, self.book.active
        page.title = layout.sheet
        first = 1 + layout.left
        row = 1 + layout.top
        for line in layout.head:
            self._head_line(page, row, first, line)
            row += 1
        row = _headers(page, row, first, layout.columns)
        numbers = {task.values["wbs"]: n for n, task in enumerate(self.records.tasks, 1)}
        for task in self.records.tasks:
            if layout.spaced and "." not in task.values["wbs"] and numbers[task.values["wbs"]] > 1:
                row += 1
            self._task(page, row, task, numbers)
            row += 1
        if layout.total:
            self._total(page, row)
        _set_widths(page, first, layout.columns)

    def _head_line(self, page: Worksheet, row: int, first: int, line: str) -> None:
        project = self.records.project.values
        text = line.format(
            name=project["name"],
            code=project["code"],
            manager=project["manager"],
            department=project["department"],
            date=self.status_date,
        )
        cell = page.cell(row, first, text or None)
        if row == 1 + self.layout.top:
            cell.font = TITLE
        if self.layout.merged and text:
            last = first + len(self.layout.columns) - 1
            page.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)

    def _task(self, page: Worksheet, row: int, task: Record, numbers: Mapping[str, int]) -> None:
        summary = task.values["kind"] == TaskKind.SUMMARY
        depth = task.values["wbs"].count(".")
        for place, column in enumerate(self.layout.columns, 1 + self.layout.left):
            written = self._task_value(task, column.field, row, numbers)
            if summary and column.field not in ("#", "wbs", "name", "kind"):
                dates = self.layout.summary_dates and column.field in (
                    "start",
                    "finish",
                    "duration",
                )
                written = written if dates else None
            if written is None:
                continue
            cell = _put(page, row, place, written)
            if summary:
                cell.font = BOLD
            if column.field == "name":
                self._set_in(cell, depth)
        if self.layout.merged and summary and depth == 0:
            self._merge_name(page, row)

    def _set_in(self, cell: Any, depth: int) -> None:
        if self.layout.indent == "cells" and depth:
            cell.alignment = Alignment(indent=depth)
        elif self.layout.indent == "spaces":
            cell.value = SPACES * depth + cell.value
        if self.layout.comments and self.rng.random() < COMMENT_SHARE:
            cell.comment = Comment(self.layout.comments, "PMO")

    def _merge_name(self, page: Worksheet, row: int) -> None:
        fields = [column.field for column in self.layout.columns]
        place = 1 + self.layout.left + fields.index("name")
        page.merge_cells(start_row=row, end_row=row, start_column=place, end_column=place + 1)

    def _task_value(
        self, task: Record, name: str, row: int, numbers: Mapping[str, int]
    ) -> Written | None:
        wbs = task.values["wbs"]
        if ("task", wbs, name) in self.slips:
            return Written(self.slips["task", wbs, name])
        if name == "#":
            return Written(numbers[wbs])
        if name == "kind":
            return Written(Language(self.layout.language).term(f"task_kind.{task.values['kind']}"))
        if name == "formula":
            return Written(self._day_count(row))
        if name == "predecessors":
            text = self.layout.hand.links(task.values["predecessors"], numbers)
            return Written(text) if text else None
        return self._value("task", name, task.values[name])

    def _day_count(self, row: int) -> str:
        fields = [column.field for column in self.layout.columns]
        start, finish = (
            get_column_letter(1 + self.layout.left + fields.index(name))
            for name in ("start", "finish")
        )
        return f"=NETWORKDAYS({start}{row},{finish}{row})"

    def _value(self, table: str, name: str, value: Any) -> Written | None:
        """A plain value in the team's hand; None for nothing."""
        if value is None or value == "" or value == ():
            return None
        spec, hand = _field(table, name), self.layout.hand
        match spec.kind:
            case Kind.START | Kind.FINISH:
                return hand.dates(shown_day(spec.kind, value), self.rng)
            case Kind.DATE:
                return hand.dates(value, self.rng)
            case Kind.SHARE:
                return hand.shares(value, self.rng)
            case Kind.DURATION:
                return hand.durations(value, self.rng)
            case Kind.MONEY:
                return hand.money(value, self.rng)
            case Kind.LEVEL:
                return hand.levels(value, self.rng)
            case Kind.PEOPLE:
                names = (hand.name(person, self.rng) for person in value)
                return Written(hand.people.join(names))
            case Kind.PERSON:
                return Written(hand.name(value, self.rng))
            case Kind.CHOICE:
                return Written(Language(self.layout.language).term(spec.choice_term(value)))
        return Written(value)

    def _total(self, page: Worksheet, row: int) -> None:
        fields = [column.field for column in self.layout.columns]
        page.cell(row, 1 + self.layout.left + fields.index("name"), self.layout.total).font = BOLD
        place = 1 + self.layout.left + fields.index("percent_complete")
        letter = get_column_letter(place)
        page.cell(row, place, f"=AVERAGE({letter}{row - 5}:{letter}{row - 1})")

    def _register(self, table: str, register: Register) -> None:
        page = self.book.create_sheet(register.sheet)
        row = 1
        if register.title:
            page.cell(row, 1, register.title).font = TITLE
            row += 1
        row = _headers(page, row, 1, register.columns)
        for record in self.records.of(table):
            for place, column in enumerate(register.columns, 1):
                key = (table, record.values["code"], column.field)
                written = (
                    Written(self.slips[key])
                    if key in self.slips
                    else self._value(table, column.field, record.values[column.field])
                )
                if written is not None:
                    _put(page, row, place, written)
            row += 1
        _set_widths(page, 1, register.columns)

    def _facts(self) -> None:
        """The project's money, as a small table or as labels and values."""
        layout, project = self.layout, self.records.project.values
        page = self.book.create_sheet(layout.facts_sheet)
        if layout.facts == "table":
            for place, name in enumerate(TABLE_FACTS, 1):
                page.cell(1, place, TABLE_HEADERS[layout.language][place - 1]).font = BOLD
                written = self._value("project", name, project[name])
                if written is not None:
                    _put(page, 2, place, written)
            return
        for row, (name, label) in enumerate(
            zip(FACTS, FACT_LABELS[layout.language], strict=True), 1
        ):
            page.cell(row, 1, label).font = BOLD
            written = self._value("project", name, project[name])
            if written is not None:
                _put(page, row, 2, written)

    def _words(self) -> None:
        """The team's words on the newest period."""
        layout = self.layout
        if not layout.words or not self.records.status:
            return
        page = self.book.create_sheet(layout.words_sheet)
        newest = self.records.status[-1].values
        for row, (name, label) in enumerate(layout.words.items(), 1):
            page.cell(row, 1, label).font = BOLD
            value = newest[name]
            text = f"{value * 100:.1f}%" if name == "quality" and value is not None else value
            cell = page.cell(row, 2, text or None)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        page.column_dimensions["A"].width, page.column_dimensions["B"].width = 18, 80

    def _old_version(self) -> None:
        page = self.book.create_sheet(self.layout.hidden)
        page["A1"] = "作废"
        for place, value in enumerate(("1.1", "不要导入", "张三", "2020-01-01"), 1):
            page.cell(2, place, value)
        page.sheet_state = "hidden"


def _put(page: Worksheet, row: int, place: int, written: Written) -> Any:
    """Write into a cell; a format costs time, so only where one is wanted."""
    cell = page.cell(row, place, written.value)
    if written.number_format != "General":
        cell.number_format = written.number_format
    return cell


def _headers(page: Worksheet, row: int, first: int, columns: Columns) -> int:
    """Write the headers, two rows of them where some are grouped; returns the next row."""
    if any(column.group for column in columns):
        for place, column in enumerate(columns, first):
            before = columns[place - first - 1].group if place > first else ""
            if column.group and column.group != before:
                page.cell(row, place, column.group).font = BOLD
                last = place
                while last - first + 1 < len(columns) and (
                    columns[last - first + 1].group == column.group
                ):
                    last += 1
                page.merge_cells(start_row=row, end_row=row, start_column=place, end_column=last)
        row += 1
    for place, column in enumerate(columns, first):
        cell = page.cell(row, place, column.header)
        cell.font, cell.fill = BOLD, HEADER_FILL
    return row + 1


def _set_widths(page: Worksheet, first: int, columns: Iterable[Any]) -> None:
    for place, column in enumerate(columns, first):
        wide = column.field in WIDE_COLUMNS
        page.column_dimensions[get_column_letter(place)].width = 34 if wide else 13


def _field(table: str, name: str) -> Field:
    return next(spec for spec in TABLES[table] if spec.name == name)
