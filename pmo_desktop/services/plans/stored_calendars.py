"""The calendars of a stored plan: the project's, those of its tasks and people, and their bases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.base_calendars import AS_BASE
from pmo_desktop.domain.plan_file import PlanCalendar
from pmo_desktop.models import CalendarDay, WorkingCalendar
from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.office import office_row
from pmo_desktop.services.plans.source import Source, numbered
from pmo_desktop.storage.bulk import table_of

CALENDARS, DAYS = table_of(WorkingCalendar), table_of(CalendarDay)


class StoredCalendars(NamedTuple):
    """`usual` is the id of the project's own; `uids` are the ids in the file of all that the plan
    needs, `plan` these."""

    usual: int
    uids: dict[int, str]
    plan: tuple[PlanCalendar, ...]


def stored_calendars(source: Source, people: Sequence[Row[Any]]) -> StoredCalendars:
    rows = source.session.connection().execute(select(CALENDARS).order_by(CALENDARS.c.id))
    every = {row.id: row for row in rows}
    project, office = source.project, office_row(source.session).calendar_id
    usual = project.calendar_id if project.calendar_id in every else office
    if usual is None or usual not in every:
        week = _office_week(source.session)
        return StoredCalendars(0, {0: "1"}, (PlanCalendar("1", "Standard", week),))
    wanted = {usual, *(row.calendar_id for row in (*source.tasks, *people))}
    wanted |= {row.id for row in every.values() if row.project_id == project.id}
    needed = _with_bases(wanted, every)
    in_order = [row for row in every.values() if row.id in needed]
    uids = numbered(in_order, project.id)
    return StoredCalendars(usual, uids, _of_plan(source, in_order, uids))


def _with_bases(wanted: Iterable[int | None], every: Mapping[int, Row[Any]]) -> set[int]:
    todo = [number for number in wanted if number in every]
    needed: set[int] = set()
    while todo:
        number = todo.pop()
        if number is not None and number not in needed:
            needed.add(number)
            base = every[number].base_id
            todo += [base] if base in every else []
    return needed


def _of_plan(
    source: Source, rows: Sequence[Row[Any]], uids: Mapping[int, str]
) -> tuple[PlanCalendar, ...]:
    days: dict[int, list[Any]] = defaultdict(list)
    for day in source.among(DAYS, DAYS.c.calendar_id, uids):
        days[day.calendar_id].append((day.day, day.hours, day.name))
    extras, usual = source.extras("working_calendar", uids), _office_week(source.session)
    return tuple(
        PlanCalendar(
            uids[row.id],
            row.name,
            _week(row, usual),
            tuple(sorted(days[row.id])),
            uids.get(row.base_id, ""),
            extras.get(row.id, ()),
        )
        for row in rows
    )


def _week(row: Row[Any], usual: tuple[str, ...]) -> tuple[str, ...]:
    week = tuple(part.strip() for part in row.week.split(";"))
    if len(week) != 7:
        return usual
    if row.base_id is None and AS_BASE in week:
        pairs: Iterator[tuple[str, str]] = zip(week, usual, strict=True)
        return tuple(other if hours == AS_BASE else hours for hours, other in pairs)
    return week


def _office_week(session: Session) -> tuple[str, ...]:
    return tuple(str(hours) for hours in calendars(session)[None].week)
