"""Loads to look at, in percent of a week of 40 hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from pmo_desktop.services.load import Load, LoadCell, LoadRow, LoadShare

MONDAY = dt.date(2026, 12, 14)
HOURS = 40.0
PRIORITIES = {"P-1": 1, "P-2": 4, "P-3": 9}


def cell(percents: Mapping[str, float], capacity: float = HOURS) -> LoadCell:
    """What each project asks, in percent of a full week."""
    shares = tuple(
        LoadShare(int(code[-1]), code, f"Project {code[-1]}", PRIORITIES[code], p / 100 * HOURS)
        for code, p in percents.items()
    )
    asked = sum(share.hours for share in shares)
    load = asked / capacity if capacity else (9.99 if asked else 0.0)
    return LoadCell(load, asked, capacity, shares)


def person(
    number: int, name: str, role: str, department: str, *weeks: Mapping[str, float]
) -> LoadRow:
    return LoadRow(number, name, role, department, tuple(map(cell, weeks)))


def weeks(count: int) -> tuple[dt.date, ...]:
    return tuple(MONDAY + dt.timedelta(weeks=week) for week in range(count))


ZHAO = person(1, "赵倩", "Architect", "Digital", {"P-1": 80, "P-2": 60}, {"P-1": 150}, {"P-2": 50})
LIN = person(2, "Lin Feng", "Architect", "Digital", {"P-1": 50}, {"P-1": 50, "P-3": 20}, {})
ANA = person(3, "Ana Silva", "Tester", "", {"P-3": 110}, {}, {"P-3": 120})
LOAD = Load(weeks(3), (ZHAO, LIN, ANA))
