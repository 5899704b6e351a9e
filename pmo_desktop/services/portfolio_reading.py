"""Reads the portfolio by plain SQL and the rules of the domain; see `services.portfolio`."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from pmo_desktop.domain import lights
from pmo_desktop.domain.base_calendars import CalendarText, made
from pmo_desktop.domain.calendars import STANDARD, Calendar
from pmo_desktop.domain.evm import EarnedValue, Leaf, earned_value, progress
from pmo_desktop.domain.health import Light, worst
from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.load import WEEKS_AHEAD, demand, is_over, monday, ratio, totals
from pmo_desktop.domain.money import from_minor
from pmo_desktop.domain.projects import ProjectState
from pmo_desktop.domain.risk import exposure
from pmo_desktop.services.demand_reading import firm_bookings, last_day, read_lines, read_times
from pmo_desktop.services.office_row import OfficeRow
from pmo_desktop.services.portfolio_rows import Portfolio, ProjectRow, Trend

OFFICE = [field.name for field in fields(OfficeRow)]
DAYS = ("status_date", "committee_date")

# Who is there: the same as the rows of `services.load`.
THERE = "SELECT id, name FROM person WHERE active AND NOT placeholder AND kind = 'work'"
PROJECTS = """
SELECT p.id, p.uid, p.code, p.name, coalesce(d.name, '') AS department,
       coalesce(m.name, '') AS manager, coalesce(g.name, '') AS programme, p.objective,
       p.priority, p.phase, p.state, p.currency, p.budget_minor, p.spent_minor, p.calendar_id
FROM project p
LEFT JOIN department d ON d.id = p.department_id
LEFT JOIN person m ON m.id = p.manager_id
LEFT JOIN programme g ON g.id = p.programme_id
ORDER BY p.priority, p.code, p.id
"""
TASKS = """
SELECT id, project_id, parent_id, kind, name, start, finish, percent_complete, baseline_start,
       baseline_finish
FROM task WHERE active
"""


class TaskRow(NamedTuple):
    """The columns of `TASKS` but the project, moments parsed."""

    id: int
    parent_id: int | None
    kind: str
    name: str
    start: datetime | None
    finish: datetime | None
    percent_complete: float
    baseline_start: datetime | None
    baseline_finish: datetime | None


class Risks(NamedTuple):
    """Of one project; `exposure` None where there is no register at all."""

    open: int
    exposure: Decimal | None


def read(connection: sqlite3.Connection) -> Portfolio:
    """The whole portfolio as it stands."""
    return _Reading(connection).portfolio()


class _Reading:
    """Everything that is asked of the file, once each, and the projects made of it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._office = _office(connection)
        self._limits = lights.Thresholds(
            **{f.name: getattr(self._office, f.name) for f in fields(lights.Thresholds)}
        )
        self._calendars, self._default = _calendars(connection)
        self._projects = self._rows(PROJECTS)
        self._tasks = _tasks(connection)
        self._quality = dict(connection.execute(
            "SELECT project_id, quality FROM status_report WHERE quality IS NOT NULL "
            "ORDER BY period").fetchall())  # fmt: skip
        self._risks = self._risks_by_project()
        self._issues = dict(connection.execute(
            "SELECT project_id, count(*) FROM issue WHERE state <> 'closed' "
            "GROUP BY project_id").fetchall())  # fmt: skip
        self._closed = self._closed_snapshots()
        self._booked, self._overloaded = self._load()

    def portfolio(self) -> Portfolio:
        earned = {p["id"]: self._earned(p) for p in self._projects}
        rows = tuple(self._project(p, earned[p["id"]]) for p in self._projects)
        ours = [
            row
            for row in rows
            if row.state == ProjectState.ACTIVE and row.currency == self._office.currency
        ]
        before = [self._closed[row.id] for row in ours if row.id in self._closed]
        return Portfolio(
            office=self._office,
            projects=rows,
            trend=(*self._trend(), _now(self._office.period, rows)),
            spi=_share([(r.earned_value, r.planned_value) for r in ours]),
            cpi=_share([(r.earned_value, r.spent) for r in ours]),
            quality=_mean([row.quality for row in ours]),
            exposure=sum((row.exposure for row in ours), Decimal(0)),
            previous_spi=_share([(s["earned_minor"], s["planned_minor"]) for s in before]),
            previous_cpi=_share([(s["earned_minor"], s["spent_minor"]) for s in before]),
            previous_exposure=self._previous_exposure(before),
            overloaded_people=self._overloaded,
            people=self._count("SELECT count(*) FROM person WHERE active"),
            tasks=sum(map(len, self._tasks.values())),
        )

    def _project(self, project: sqlite3.Row, earned: EarnedValue) -> ProjectRow:
        tasks = self._tasks.get(project["id"], [])
        starts = [task.start for task in tasks if task.start]
        finishes = [task.finish for task in tasks if task.finish]
        baselines = [task.baseline_finish for task in tasks if task.baseline_finish]
        finish, baseline = max(finishes, default=None), max(baselines, default=None)
        risks = self._risks.get(project["id"], Risks(0, None))
        quality = self._quality.get(project["id"])
        slip = (finish.date() - baseline.date()).days if finish and baseline else None
        verdicts = {
            "schedule": lights.schedule(earned.spi, slip, self._limits),
            "cost": lights.cost(earned.cpi, earned.ac, earned.bac, self._limits),
            "quality": lights.quality(quality, self._limits),
            "risk": lights.risk(risks.exposure, earned.bac, self._limits),
            "resource": lights.resource(self._booked[project["id"]], WEEKS_AHEAD, self._limits),
        }
        milestone = self._next_milestone(tasks)
        before = self._closed.get(project["id"])
        return ProjectRow(
            **{name: project[name] for name in _PLAIN},
            budget=earned.bac,
            spent=earned.ac,
            percent_complete=_done(earned),
            start=min(starts).date() if starts else None,
            finish=finish.date() if finish else None,
            baseline_finish=baseline.date() if baseline else None,
            slip_days=slip,
            verdicts={"overall": worst(verdicts), **verdicts},
            planned_value=earned.pv,
            earned_value=earned.ev,
            spi=earned.spi,
            cpi=earned.cpi,
            quality=quality,
            exposure=risks.exposure or Decimal(0),
            open_risks=risks.open,
            open_issues=self._issues.get(project["id"], 0),
            next_milestone=milestone.name if milestone else "",
            next_milestone_date=milestone.finish.date() if milestone and milestone.finish else None,
            previous_overall=Light(before["overall"]) if before else None,
        )

    def _earned(self, project: sqlite3.Row) -> EarnedValue:
        tasks = self._tasks.get(project["id"], [])
        above = {task.parent_id for task in tasks}
        leaves = (
            Leaf(t.percent_complete, t.start, t.finish, t.baseline_start, t.baseline_finish)
            for t in tasks
            if t.id not in above
        )
        evening = datetime.combine(self._office.status_date, time.max)
        shares = progress(leaves, self._calendar(project), evening.replace(second=0, microsecond=0))
        currency = project["currency"]
        budget = from_minor(project["budget_minor"], currency)
        return earned_value(shares, budget, from_minor(project["spent_minor"], currency))

    def _next_milestone(self, tasks: Sequence[TaskRow]) -> TaskRow | None:
        ahead = [
            task
            for task in tasks
            if task.kind == "milestone" and task.finish and task.percent_complete < 1
        ]
        return min(ahead, key=lambda task: task.finish or datetime.max, default=None)

    def _load(self) -> tuple[dict[int, list[lights.PersonWeek]], int]:
        """Each project's person-weeks over the weeks ahead, and how many people are overloaded."""
        first = monday(self._office.status_date)
        known: dict[int | None, Calendar] = dict(self._calendars.items())
        known[None] = self._default
        times = read_times(self._connection, known)
        people = dict(self._connection.execute(THERE))
        lines = read_lines(self._connection, known, first, last_day(first, WEEKS_AHEAD))
        asked = demand(firm_bookings(lines), self._default, first, WEEKS_AHEAD)
        mondays = [first + timedelta(weeks=week) for week in range(WEEKS_AHEAD + 1)]
        edges = [day.toordinal() * MINUTES_IN_DAY for day in mondays]
        found: dict[int, list[lights.PersonWeek]] = defaultdict(list)
        overloaded = 0
        for person, projects in asked.items():
            if person not in people:
                continue
            has = times[person].over(edges)
            loads = [
                ratio(asks, minutes) for asks, minutes in zip(totals(projects), has, strict=True)
            ]
            overloaded += is_over(max(loads), self._office.amber_load)
            for project, minutes in projects.items():
                found[project] += [
                    lights.PersonWeek(load, people[person], monday_of)
                    for load, monday_of, asked_here in zip(loads, mondays, minutes, strict=False)
                    if asked_here
                ]
        return found, overloaded

    def _risks_by_project(self) -> dict[int, Risks]:
        currency = {project["id"]: project["currency"] for project in self._projects}
        found: dict[int, Risks] = {}
        for project, probability, cost, state in self._connection.execute(
            "SELECT project_id, probability, cost_minor, state FROM risk"
        ):
            known = found.get(project, Risks(0, Decimal(0)))
            if state == "open":
                amount = exposure(probability, from_minor(cost, currency[project]))
                known = Risks(known.open + 1, (known.exposure or Decimal(0)) + amount)
            found[project] = known
        return found

    def _closed_snapshots(self) -> dict[int, sqlite3.Row]:
        """The snapshots of the last closed period by project."""
        rows = self._rows(
            "SELECT * FROM period_snapshot WHERE period = (SELECT max(period) FROM period_snapshot)"
        )
        return {row["project_id"]: row for row in rows}

    def _previous_exposure(self, before: Sequence[sqlite3.Row]) -> Decimal | None:
        known = [row["exposure_minor"] for row in before if row["exposure_minor"] is not None]
        return from_minor(sum(known), self._office.currency) if known else None

    def _trend(self) -> list[Trend]:
        counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for period, overall, number in self._connection.execute(
            "SELECT period, overall, count(*) FROM period_snapshot GROUP BY period, overall"
        ):
            counts[period][overall] = number
        return [
            Trend(period, by["green"], by["amber"], by["red"])
            for period, by in sorted(counts.items())
            if period != self._office.period
        ]

    def _calendar(self, project: sqlite3.Row) -> Calendar:
        return self._calendars.get(project["calendar_id"], self._default)

    def _rows(self, statement: str) -> list[sqlite3.Row]:
        cursor = self._connection.cursor()
        cursor.row_factory = sqlite3.Row
        return cursor.execute(statement).fetchall()

    def _count(self, statement: str) -> int:
        return int(self._connection.execute(statement).fetchone()[0])


_PLAIN = ("id", "uid", "code", "name", "department", "manager", "programme", "objective",
          "priority", "phase", "state", "currency")  # fmt: skip


def _office(connection: sqlite3.Connection) -> OfficeRow:
    row = connection.execute(f"SELECT {', '.join(OFFICE)} FROM office WHERE id = 1").fetchone()
    values = dict(zip(OFFICE, row, strict=True))
    for name in DAYS:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    return OfficeRow(**values)


def _calendars(connection: sqlite3.Connection) -> tuple[dict[int, Calendar], Calendar]:
    days: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for calendar, day, hours in connection.execute(
        "SELECT calendar_id, day, hours FROM calendar_day"
    ):
        days[calendar].append((date.fromisoformat(day), hours))
    own = connection.execute("SELECT calendar_id FROM office WHERE id = 1").fetchone()
    texts = [
        CalendarText(row_id, name, week, tuple(days[row_id]), base)
        for row_id, name, week, base in connection.execute(
            "SELECT id, name, week, base_id FROM working_calendar"
        )
    ]
    found = dict(made(texts, own[0]).calendars)
    return found, found.get(own[0], STANDARD)


def _tasks(connection: sqlite3.Connection) -> dict[int, list[TaskRow]]:
    found: dict[int, list[TaskRow]] = defaultdict(list)
    parse = datetime.fromisoformat
    for row_id, project, parent, kind, name, start, finish, done, first, last in connection.execute(
        TASKS
    ):
        found[project].append(
            TaskRow(
                row_id,
                parent,
                kind,
                name,
                parse(start) if start else None,
                parse(finish) if finish else None,
                done,
                parse(first) if first else None,
                parse(last) if last else None,
            )
        )
    return found


def _done(earned: EarnedValue) -> float:
    shares = earned.shares
    return shares.earned / shares.total if shares and shares.total else 0.0


def _now(period: str, rows: Iterable[ProjectRow]) -> Trend:
    found = [row.verdicts["overall"].light for row in rows if row.state == ProjectState.ACTIVE]
    return Trend(period, *(found.count(light) for light in (Light.GREEN, Light.AMBER, Light.RED)))


def _share(pairs: Iterable[tuple[Any, Any]]) -> float | None:
    """The sum of the first by the sum of the second, over the pairs that have both."""
    known = [(a, b) for a, b in pairs if a is not None and b is not None]
    below = sum(b for _, b in known)
    return float(sum(a for a, _ in known) / below) if below else None


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
