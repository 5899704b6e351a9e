"""The coordination sheet's pages: a department's people by weeks, then who is away and what waits,
with room to sign."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pmo_desktop.domain.load import is_over
from pmo_desktop.reports import tables
from pmo_desktop.reports.pages import blocks
from pmo_desktop.reports.pages.page import Frame, Page
from pmo_desktop.reports.tables import Cell, Column, LaidTable, Style

if TYPE_CHECKING:
    from pmo_desktop.language import Language
    from pmo_desktop.reports.sheet import Sheet
    from pmo_desktop.services.coordination import (
        Coordination,
        DepartmentWeeks,
        PersonWeeks,
        WeekTime,
    )

HOUR = 60
STYLE = Style(7.5, 3.4)
WEEK_WIDTH, NAME_LEAST = 54.0, 150.0
SIGNING, SIGN_LINE = 46.0, 150.0
GAP = 14.0
MOST_REQUEST_LINES = 2
DAY_WIDTH = 54.0
MOST_LOAD = 9.99


@dataclass(frozen=True)
class Part:
    """A table under a heading, on the pages after the people's."""

    heading: str
    table: LaidTable


def pages(found: Coordination, frame: Frame) -> list[Page]:
    """All departments, each from a page of its own on; one page even where there is nobody."""
    made = [page for department in found.departments for page in _pages(department, found, frame)]
    return made or [_nothing(frame)]


def _pages(department: DepartmentWeeks, found: Coordination, frame: Frame) -> list[Page]:
    language, m = frame.language, frame.measures
    name = department.name or language.text("Without a department")
    title = language.text("Resource coordination: {department}", department=name)
    subtitle = _subtitle(department, found, frame)
    paints: list[Callable[[Sheet], None]] = []
    if department.people:
        table = _people(department, found, frame)
        for rows in tables.cut(table, m.depth):
            paints.append(partial(_draw, table=table, rows=rows, x=m.left, y=m.top))
    paints += _parts(department, frame)
    return [
        Page(
            key=f"coordination-{department.name}-{number}",
            paint=paint,
            title=title,
            subtitle=subtitle if len(paints) == 1 else language.text(
                "{subtitle} ({number}/{total})", subtitle=subtitle, number=number,
                total=len(paints),
            ),
            entry=name if number == 1 else "",
        )
        for number, paint in enumerate(paints, 1)
    ]  # fmt: skip


def _subtitle(department: DepartmentWeeks, found: Coordination, frame: Frame) -> str:
    text = frame.language.text
    parts = [
        text("Line manager: {name}", name=department.manager or "–"),
        text("{n} weeks from {day}", n=len(found.weeks), day=found.weeks[0]),
        text("{n} people", n=len(department.people)),
        text("{n} are overloaded in these weeks", n=department.overloaded(frame.office.amber_load)),
        text("{n} requests wait", n=len(department.requests)),
    ]
    return " · ".join(parts)


# The people


def _people(department: DepartmentWeeks, found: Coordination, frame: Frame) -> LaidTable:
    language = frame.language
    columns = [
        Column(
            language.text("Share of the capacity, and hours by project"), weight=1, least=NAME_LEAST
        )
    ]
    for week in found.weeks:
        number = language.text("W{week}", week=week.isocalendar().week)
        title = f"{number} {week:%m-%d}"
        columns.append(Column(title, "right", least=WEEK_WIDTH, most=WEEK_WIDTH))
    rows = [row for person in department.people for row in _rows(person, frame)]
    return tables.lay(columns, rows, frame.measures.inner, frame.typeface, STYLE)


def _rows(person: PersonWeeks, frame: Frame) -> Iterator[list[Cell]]:
    language = frame.language
    head = " · ".join(filter(None, (person.name, person.role)))
    yield [Cell(head, bold=True), *(_load(week, frame) for week in person.weeks)]
    for one in person.allocations:
        name = " ".join(filter(None, (one.code, one.name))) or language.text("Other duties")
        name = language.text("{name} (soft)", name=name) if one.soft else name
        hours = (_hours(minutes, language) for minutes in one.minutes)
        yield [Cell(f"– {name}", "ink2"), *(Cell(text, "ink2") for text in hours)]


def _load(week: WeekTime, frame: Frame) -> Cell:
    """`85%`, or `110% +20%` where something is asked softly besides."""
    language, office = frame.language, frame.office
    if week.load is None:
        return Cell(language.text("away") if not week.capacity else "", "ink3")
    said = language.percent(min(week.load, MOST_LOAD)) if week.firm else "–"
    if week.soft and week.capacity:
        said += f" +{language.percent(week.soft / week.capacity)}"
    colour = "ink"
    if is_over(week.load, office.red_load):
        colour = "red_ink"
    elif is_over(week.load, office.amber_load):
        colour = "amber_ink"
    return Cell(said, colour, bold=bool(week.firm))


def _hours(minutes: float, language: Language) -> str:
    return language.number(minutes / HOUR, 1) if minutes >= 1 else ""


def _draw(sheet: Sheet, table: LaidTable, rows: range, x: float, y: float) -> None:
    tables.draw(sheet, table, x, y, rows)


# Who is away, what waits, and who signs


def _parts(department: DepartmentWeeks, frame: Frame) -> list[Callable[[Sheet], None]]:
    """Pages with the parts below one another, the last with room to sign."""
    m = frame.measures
    pieces: list[tuple[Part, range]] = []
    paints: list[Callable[[Sheet], None]] = []
    room = m.depth
    for part in (_away(department, frame), _requests(department, frame)):
        if part is None:
            continue
        first = True
        for rows in tables.cut(part.table, m.depth - _heading(frame)):
            height = part.table.height(rows.start, rows.stop) + _heading(frame)
            if pieces and (height > room or not first):
                paints.append(partial(_paint, pieces=tuple(pieces), frame=frame, signs=False))
                pieces, room = [], m.depth
            pieces.append((part, rows))
            room -= height + GAP
            first = False
    if pieces and room < SIGNING:
        paints.append(partial(_paint, pieces=tuple(pieces), frame=frame, signs=False))
        pieces = []
    return [*paints, partial(_paint, pieces=tuple(pieces), frame=frame, signs=True)]


def _heading(frame: Frame) -> float:
    return frame.measures.heading * 1.7


def _paint(
    sheet: Sheet, pieces: Sequence[tuple[Part, range]], frame: Frame, *, signs: bool
) -> None:
    m = frame.measures
    y = m.top
    for part, rows in pieces:
        y = blocks.heading(sheet, m.left, y, part.heading)
        y = tables.draw(sheet, part.table, m.left, y, rows) + GAP
    if signs:
        _sign(sheet, frame, max(y, m.top) + SIGNING * 0.6)


def _sign(sheet: Sheet, frame: Frame, y: float) -> None:
    """Lines for the names of those who agree."""
    m, text = frame.measures, frame.language.text
    x = m.left
    for words in (text("Line manager"), text("Project management office"), text("Date")):
        width = frame.typeface.width(words, m.small)
        sheet.write(x, y, words, m.small, "ink2")
        sheet.lines(((x + width + 6, y + 2, x + width + 6 + SIGN_LINE, y + 2),), "ink3", 0.6)
        x += width + SIGN_LINE + 26
        if x + SIGN_LINE > m.right:
            x, y = m.left, y + SIGNING * 0.5


def _away(department: DepartmentWeeks, frame: Frame) -> Part | None:
    language = frame.language
    text, term = language.text, language.term
    if not department.away:
        return None
    columns = [
        Column(term("request.person"), least=110),
        Column(text("Reason"), least=80),
        Column(term("request.first"), least=66),
        Column(term("request.last"), least=66),
        Column(text("Share"), "right", least=44),
        Column(term("task.notes"), weight=1, least=80),
    ]
    rows = [
        [
            Cell(away.person), Cell(term(f"absence_kind.{away.kind}"), "ink2"),
            Cell(language.date(away.first)), Cell(language.date(away.last)),
            Cell(language.percent(away.share)), Cell(away.note, "ink2"),
        ]
        for away in department.away
    ]  # fmt: skip
    style = Style(STYLE.size + 0.5, 4.5)
    laid = tables.lay(columns, rows, frame.measures.inner, frame.typeface, style)
    return Part(text("Away in these weeks"), laid)


def _requests(department: DepartmentWeeks, frame: Frame) -> Part | None:
    language = frame.language
    text, term = language.text, language.term
    if not department.requests:
        return None
    columns = [
        Column(term("header.project"), most=104, lines=2),
        Column(term("request.sought"), most=92, lines=2),
        Column(term("request.units"), "right"),
        Column(text("From, to"), lines=2, least=DAY_WIDTH, most=DAY_WIDTH),
        Column(term("request.asked_by"), most=80, optional=True),
        Column(term("request.due"), least=DAY_WIDTH),
        Column(term("request.note"), weight=1, least=60, lines=MOST_REQUEST_LINES),
        Column(text("Decided"), least=58),
        Column(text("Signed"), least=70),
    ]
    rows = [
        [
            Cell(f"{one.project_code} {one.project_name}".strip()), Cell(one.name, bold=True),
            Cell(language.percent(one.units)),
            Cell(f"{language.date(one.first)}\n{language.date(one.last)}"),
            Cell(one.asked_by, "ink2"),
            Cell(language.date(one.due), "red_ink" if one.overdue else "ink"),
            Cell(one.note, "ink2"), Cell(), Cell(),
        ]
        for one in department.requests
    ]  # fmt: skip
    style = Style(STYLE.size, 14.0)  # high enough to sign
    laid = tables.lay(columns, rows, frame.measures.inner, frame.typeface, style)
    return Part(text("Requests that wait"), laid)


def _nothing(frame: Frame) -> Page:
    text = frame.language.text

    def paint(sheet: Sheet) -> None:
        blocks.empty(sheet, text("There is nobody to coordinate yet."))

    return Page(key="coordination", paint=paint, title=text("Resource coordination"))
