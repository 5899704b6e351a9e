"""Resource load: how much of each person's week is asked for, and by which projects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.models import Assignment, Department, Person, Project, Task
from pmo_desktop.services.calendars import office_calendar
from pmo_desktop.storage.bulk import table_of

MINUTES_PER_HOUR = 60


@dataclass(frozen=True)
class LoadShare:
    """What one project asks of a person in a week."""

    project_id: int
    code: str
    name: str
    priority: int
    hours: float


@dataclass(frozen=True)
class LoadCell:
    """`load` is demand over capacity, 0.0 where nothing is asked; above 1.0 is too much."""

    load: float
    demand_hours: float
    capacity_hours: float
    shares: tuple[LoadShare, ...]


@dataclass(frozen=True)
class LoadRow:
    person_id: int
    name: str
    role: str
    department: str
    cells: tuple[LoadCell, ...]


@dataclass(frozen=True)
class Load:
    """`weeks` are Mondays; each row has a cell a week."""

    weeks: tuple[date, ...]
    rows: tuple[LoadRow, ...]


def load(session: Session, first: date, weeks: int, department: str | None = None) -> Load:
    """The load of the active people (of one department) over `weeks` from `first`'s week on."""
    raise NotImplementedError(session, first, weeks, department)
