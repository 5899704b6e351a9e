"""The calendars of a plan, one of them for everything that names none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from pmo_desktop.domain.base_calendars import AS_BASE
from pmo_desktop.domain.plan_file import PlanCalendar, PlanFinding, PlanResource, PlanTask
from pmo_desktop.exchange.plans.computing_calendars import written
from pmo_desktop.exchange.plans.drawn import Drawn
from pmo_desktop.exchange.plans.mspdi_calendars import USUAL_WEEK
from pmo_desktop.exchange.plans.nights import divided

Row = TypeVar("Row", PlanTask, PlanResource)


def calendars_of(drawn: Drawn) -> dict[str, PlanCalendar]:
    """By their ids in the file; each stands on one that is there, or on nothing."""
    found: dict[str, PlanCalendar] = {}
    twice = []
    for calendar in drawn.calendars:
        if calendar.uid in found:
            twice.append(calendar.name or calendar.uid)
            continue
        found[calendar.uid] = calendar
    for uid, calendar in found.items():
        if calendar.base and calendar.base not in found:
            drawn.tell("plan_base_missing", "warning", [calendar.name or uid])
            found[uid] = replace(calendar, base="", week=_filled(calendar.week))
    found = divided(found)
    drawn.tell("plan_calendar_twice", "warning", twice)
    for fault in written(found.values())[1].faults:
        told = {"calendar": fault.params["name"]}
        drawn.findings.append(PlanFinding("plan_calendar_fault", "warning", told))
    return found


def usual_calendar(drawn: Drawn, calendars: dict[str, PlanCalendar]) -> str:
    """The plan's calendar; where it names none its first own, or the usual week of the format,
    which is added. Never the office's: its holidays are not the plan's."""
    named = drawn.head.calendar
    if named in calendars:
        return named
    if named:
        told = {"calendar": named}
        drawn.findings.append(PlanFinding("plan_calendar_missing", "warning", told))
    for uid, calendar in calendars.items():
        if not calendar.base:
            return uid
    uid = str(max((int(uid) for uid in calendars if uid.isdecimal()), default=0) + 1)
    calendars[uid] = PlanCalendar(uid, "Standard", USUAL_WEEK)
    return uid


def with_calendar(drawn: Drawn, one: Row, calendars: Mapping[str, PlanCalendar]) -> Row:
    """A task or resource without a calendar that is not there."""
    if not one.calendar or one.calendar in calendars:
        return one
    drawn.tasks_reader.unread.append(("plan_calendar_unknown", one.name or one.uid))
    return replace(one, calendar="")


def _filled(week: tuple[str, ...]) -> tuple[str, ...]:
    """A week that stands on nothing any more, with the usual days."""
    return tuple(
        usual if hours == AS_BASE else hours for hours, usual in zip(week, USUAL_WEEK, strict=True)
    )
