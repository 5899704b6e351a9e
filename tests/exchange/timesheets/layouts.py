"""Timesheets written in the layouts that people use, for tests that read them back.

A `Worked` is what a layout is to say; each writer gives the rows of its sheets, with the range of
cells that are merged.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter

WEEKDAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
}
WORDS = {
    "en": {"name": "Employee", "date": "Date", "project": "Project", "task": "Task",
           "hours": "Hours", "total": "Total", "week": "Week of", "title": "Timesheet"},
    "zh": {"name": "姓名", "date": "日期", "project": "项目编号", "task": "任务名称",
           "hours": "工时", "total": "合计", "week": "周起始日期", "title": "工时表"},
}  # fmt: skip
MONTH_NAMES = calendar.month_name


class Worked(NamedTuple):
    person: str
    day: date
    project: str
    task: str
    minutes: int


@dataclass
class Sheets:
    rows: dict[str, list[list[Any]]] = field(default_factory=dict)
    merges: dict[str, list[str]] = field(default_factory=dict)


class Way(NamedTuple):
    """How a layout is written: the language, with totals, how hours are; `shape` is for whatever
    else a layout leaves open."""

    language: str
    totals: bool
    hours: str
    shape: int


def hours(minutes: int, way: str) -> Any:
    whole, rest = divmod(minutes, 60)
    return {
        "number": minutes / 60,
        "text": f"{minutes / 60:g}",
        "clock": f"{whole}:{rest:02}",
        "unit": f"{minutes / 60:g}h",
        "chinese": f"{minutes / 60:g}小时",
        "time": time(whole, rest) if whole < 24 else timedelta(minutes=minutes),
        "days": f"{minutes / 480:g}天",
    }[way]


HOURS = ("number", "text", "clock", "unit", "chinese", "time", "days")


def flat_list(worked: Sequence[Worked], way: Way) -> Sheets:
    """A row for each day and task; names and dates in each row, or once above theirs, merged."""
    words = WORDS[way.language]
    head = [words[name] for name in ("name", "date", "project", "task", "hours")]
    rows: list[list[Any]] = [[words["title"]], [], head]
    merges: list[str] = []
    ordered = sorted(worked)
    is_merged = way.shape % 2 == 1
    for one in ordered:
        rows.append([one.person, one.day, one.project, one.task, hours(one.minutes, way.hours)])
    if is_merged:
        for keys, column in (((0,), 1), ((0, 1), 2)):
            at = 4
            for _, group in groupby(ordered, lambda w, keys=keys: [w[k] for k in keys]):  # type: ignore[misc]
                number = len(list(group))
                if number > 1:
                    letter = get_column_letter(column)
                    merges.append(f"{letter}{at}:{letter}{at + number - 1}")
                    for row in rows[at : at + number - 1]:
                        row[column - 1] = None
                at += number
    if way.totals:
        total = sum(one.minutes for one in worked)
        rows.append([words["total"], None, None, None, total / 60])
    return Sheets({"Log": rows}, {"Log": merges})


def week_grids(worked: Sequence[Worked], way: Way) -> Sheets:
    """A sheet a person, a grid a week, named above it or by dates."""
    words, found = WORDS[way.language], Sheets()
    for person, mine in groupby(sorted(worked), lambda one: one.person):
        entries = list(mine)
        rows: list[list[Any]] = [[words["title"]], [words["name"], person]]
        for monday, week in groupby(entries, lambda one: _monday(one.day)):
            rows += _week(list(week), monday, way)
        found.rows[f"{len(found.rows) + 1} {person}"] = rows
    return found


def _week(entries: Sequence[Worked], monday: date, way: Way) -> list[list[Any]]:
    words = WORDS[way.language]
    days = [monday + timedelta(days=at) for at in range(7)]
    names = list(WEEKDAYS[way.language])
    both = [f"{name} {day:%m/%d}" for name, day in zip(names, days, strict=True)]
    kinds: list[list[Any]] = [[names], [both], [days], [names, days]]
    heads: list[list[Any]] = kinds[way.shape % 4]
    lead = [words["project"], words["task"]]
    tail = [words["total"]] if way.totals else []
    rows: list[list[Any]] = [[], [words["week"], monday]] if way.shape % 4 == 0 else [[]]
    rows += [[*(lead if number == 0 else [None, None]), *head, *(tail if number == 0 else [])]
             for number, head in enumerate(heads)]  # fmt: skip
    return [*rows, *_body(entries, days, way)]


def _body(entries: Sequence[Worked], days: Sequence[date], way: Way) -> list[list[Any]]:
    words, rows = WORDS[way.language], []
    sums = dict.fromkeys(days, 0)
    works = sorted({(one.project, one.task) for one in entries})
    for project, task in works:
        at = {one.day: one.minutes for one in entries if (one.project, one.task) == (project, task)}
        cells = [hours(at[day], way.hours) if day in at else None for day in days]
        for day, minutes in at.items():
            sums[day] += minutes
        rows.append([project, task, *cells, *([sum(at.values()) / 60] if way.totals else [])])
    if way.totals:
        values = [sums[day] / 60 for day in days]
        rows.append([words["total"], None, *values, sum(values)])
    return rows


def month_grids(worked: Sequence[Worked], way: Way) -> Sheets:
    """A sheet a month of everybody, or a sheet a person; days are bare numbers, the month stands in
    the title or in the sheet's name."""
    found, by_month = Sheets(), sorted(worked, key=lambda one: (one.day.year, one.day.month))
    for (year, month), group in groupby(by_month, lambda one: (one.day.year, one.day.month)):
        entries = sorted(group)
        if way.shape % 2:
            for person, mine in groupby(entries, lambda one: one.person):
                name = f"{person} {len(found.rows)}"
                found.rows[name] = _month(list(mine), year, month, way, person)
        else:
            name = _month_name(year, month, way) if way.shape % 4 else f"x{len(found.rows)}"
            found.rows[name] = _month(entries, year, month, way, "")
    return found


def _month(
    entries: Sequence[Worked], year: int, month: int, way: Way, person: str
) -> list[list[Any]]:
    words = WORDS[way.language]
    length = calendar.monthrange(year, month)[1]
    days = [date(year, month, number) for number in range(1, length + 1)]
    numbers: list[Any] = [f"{d.day}日" if way.shape % 3 == 0 else float(d.day) for d in days]
    title = f"{words['title']} {_month_name(year, month, way)}"
    rows: list[list[Any]] = [[title if person or way.shape % 4 == 0 else words["title"]]]
    lead = [words["project"], words["task"]]
    tail = [words["total"]] if way.totals else []
    if person:
        rows += [[words["name"], person], [*lead, *numbers, *tail]]
        if way.shape % 5 == 0:
            rows.append([None, None, *(WEEKDAYS[way.language][d.weekday()] for d in days)])
        return [*rows, *_body(entries, days, way)]
    rows.append([words["name"], *lead, *numbers, *tail])
    for who, mine in groupby(entries, lambda one: one.person):
        plain = way._replace(totals=False)
        for row in _body(list(mine), days, plain):
            mine_alone = [one for one in entries if (one.person, one.project) == (who, row[0])]
            total = sum(one.minutes for one in mine_alone if one.task == row[1])
            rows.append([who, *row, *([total / 60] if way.totals else [])])
    return rows


def _month_name(year: int, month: int, way: Way) -> str:
    if way.language == "zh":
        return f"{year}年{month}月"
    return f"{MONTH_NAMES[month]} {year}" if way.shape % 2 == 0 else f"{year}-{month:02}"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


LAYOUTS: tuple[Callable[[Sequence[Worked], Way], Sheets], ...] = (
    flat_list, week_grids, month_grids
)  # fmt: skip
