"""Checks of the plan as it would be once a file is taken: those that the file brings about.

What was doubtful before, and still is, has been told; only what is new about it is told now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import inf
from operator import add
from typing import TYPE_CHECKING, Any

from pmo_desktop.domain.calendars import STANDARD, Calendar
from pmo_desktop.domain.load import Booking, capacities, demand, monday, ratio
from pmo_desktop.domain.plan_checks import (
    RISK_NEEDS,
    WARNING,
    Check,
    Frame,
    PlanRisk,
    PlanTask,
    check_plan,
    check_risks,
)
from pmo_desktop.domain.projects import ProjectState
from pmo_desktop.domain.records import Cell, ProjectRecords, Record, RecordChange
from pmo_desktop.domain.risk import RiskState
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.exchange.comparing.plan_team import PlanTeam
from pmo_desktop.exchange.findings import Finding
from pmo_desktop.exchange.telling import finding_at

if TYPE_CHECKING:
    from pmo_desktop.exchange.plans.reading import PlanReading

WEEKS = 26
SHOWN_ROWS = 3
LOADING = {"people", "start", "finish", "percent_complete", "kind"}
Key = tuple[str, Hashable]
Weeks = Mapping[str, Sequence[float]]


def plan_findings(
    before: ProjectRecords | None,
    after: ProjectRecords,
    changes: Sequence[RecordChange],
    frame: Frame,
) -> list[Finding]:
    """What the changes make doubtful in the plan and the risks of their project."""
    start = after.project.values.get("start")
    frame = replace(frame, start=start)
    checks = _checks(after, frame)
    known = _told(before, replace(frame, start=_start(before))) if before and checks else {}
    changed = {_key(change): change for change in changes}
    found = []
    for check, records in checks:
        old = known.get(check.code, set())
        new = [r for r in records if (_key(r), check.field) not in old and _key(r) in changed]
        if new:
            found.append(_finding(check, [changed[_key(record)] for record in new]))
    return found


def _start(project: ProjectRecords | None) -> date | None:
    return project.project.values.get("start") if project else None


def _checks(project: ProjectRecords, frame: Frame) -> list[tuple[Check, list[Record]]]:
    tasks, risks = project.tasks, project.risks
    found = [
        (check, [tasks[place] for place in check.places])
        for check in check_plan([_plan_task(task.values) for task in tasks], frame)
    ]
    return found + [
        (check, [risks[place] for place in check.places])
        for check in check_risks([_plan_risk(risk) for risk in risks])
    ]


def _told(project: ProjectRecords, frame: Frame) -> dict[str, set[tuple[Key, str]]]:
    """Which records each check is about already."""
    found: dict[str, set[tuple[Key, str]]] = defaultdict(set)
    for check, records in _checks(project, frame):
        found[check.code] |= {(_key(record), check.field) for record in records}
    return found


def _plan_task(values: Mapping[str, Any]) -> PlanTask:
    return PlanTask(
        str(values.get("wbs") or ""),
        str(values.get("name") or ""),
        str(values.get("kind") or TaskKind.TASK.value),
        values.get("start"),
        values.get("finish"),
        values.get("duration"),
        values.get("percent_complete") or 0.0,
        values.get("actual_start"),
        values.get("actual_finish"),
        values.get("predecessors") or (),
    )


def _plan_risk(risk: Record) -> PlanRisk:
    values = risk.values
    state = values.get("state") or RiskState.OPEN
    return PlanRisk(
        risk.label,
        values.get("probability"),
        values.get("impact"),
        state == RiskState.OPEN,
        frozenset(name for name in RISK_NEEDS if values.get(name)),
    )


def _key(row: Record | RecordChange) -> Key:
    return row.table, row.id if row.id is not None else row.uid


def _finding(check: Check, changes: Sequence[RecordChange]) -> Finding:
    """At the first cell in which the file writes one of the records, best the field itself."""
    cells = (_cell(change, check.field) for change in changes)
    place = next((cell for cell in cells if cell), None)
    return finding_at(place, check.code, check.severity, **{**check.params, "n": len(changes)})


def _cell(change: RecordChange, name: str) -> Cell | None:
    cells = {one.name: one.cell for one in change.fields if one.cell}
    return cells.get(name) or next(iter(cells.values()), None)


# The load


@dataclass
class Loads:
    """The demand of everybody, week by week, by project; projects under review take the place of
    what the database has of them. `has` is what people give, week by week; who is new gives what
    a plan file says of them, or all of `calendar`. `limit` is the load above which a week is too
    much, `things` the names of material and cost."""

    first: date
    calendar: Calendar = STANDARD
    limit: float = 1.3
    has: dict[str, Sequence[float]] = field(default_factory=dict)
    units: Mapping[tuple[int, str], float] = field(default_factory=dict)
    by_project: dict[str, Weeks] = field(default_factory=dict)
    calendars: Mapping[int, Calendar] = field(default_factory=dict)
    things: frozenset[str] = frozenset()
    _minutes: list[int] = field(init=False)
    _totals: dict[str, list[float]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.first = monday(self.first)
        self._minutes = capacities(self.calendar, self.first, WEEKS)

    def asked(
        self,
        after: ProjectRecords,
        changes: Sequence[RecordChange],
        plan: PlanReading | None = None,
    ) -> Weeks | None:
        """What a project will ask for, where the changes have a hand in it; of a plan file as much
        as that says."""
        if not any(change.table == "task" and LOADING & change.values.keys() for change in changes):
            return None
        team = None if plan is None else PlanTeam(plan)
        if team is not None:
            for name, weeks in team.has(self.first, WEEKS, self.calendar).items():
                self.has.setdefault(name, weeks)
        return self._demand(after, team)

    def findings(self, key: str, now: Weeks, changes: Sequence[RecordChange]) -> list[Finding]:
        """Who would be asked for too much by what these changes bring; notes the new demand."""
        before = self.by_project.get(key, {})
        self._note(key, now)
        found = []
        for name in sorted(now):
            cell = _cell_of(name, changes)
            weeks = self._newly_over(name, before.get(name), now[name])
            nobody = [week for week, load in weeks.items() if load == inf]
            if nobody:
                params = {"name": name, "n": len(nobody), "rows": _tasks_of(name, changes)}
                params["week"] = self.first + timedelta(weeks=nobody[0])
                never = not any(self.has.get(name, self._minutes))
                code = "check_no_capacity" if never else "check_away"
                found.append(finding_at(cell, code, WARNING, **params))
            weeks = {week: load for week, load in weeks.items() if load != inf}
            if weeks:
                worst = max(weeks, key=lambda week: weeks[week])
                params = {
                    "name": name,
                    "n": len(weeks),
                    "limit": f"{self.limit:.0%}",
                    "load": f"{weeks[worst]:.0%}",
                    "week": self.first + timedelta(weeks=worst),
                }
                found.append(finding_at(cell, "check_overload", WARNING, **params))
        return found

    def _newly_over(
        self, name: str, before: Sequence[float] | None, now: Sequence[float]
    ) -> dict[int, float]:
        """The weeks above the limit in which this project asks for more than before."""
        total, has = self._total(name), self.has.get(name, self._minutes)
        found = {}
        for week, asked in enumerate(now):
            if asked > (before[week] if before else 0.0):
                load = ratio(total[week], has[week])
                if load > self.limit:
                    found[week] = load
        return found

    def _note(self, key: str, now: Weeks) -> None:
        """A project's demand, which takes the place of what it had."""
        known = self.by_project.get(key, {})
        self.by_project[key] = now
        for name in self._totals.keys() & {*known, *now}:
            if known:
                del self._totals[name]
            else:
                self._totals[name] = list(map(add, self._totals[name], now[name]))

    def _total(self, name: str) -> Sequence[float]:
        """The demand of a person in all projects, week by week."""
        if name not in self._totals:
            found = (weeks.get(name) for weeks in self.by_project.values())
            weeks = [one for one in found if one is not None]
            self._totals[name] = [sum(week) for week in zip(*weeks, strict=True)]
        return self._totals[name]

    def _demand(self, project: ProjectRecords, team: PlanTeam | None) -> Weeks:
        state = project.project.values.get("state") or ProjectState.ACTIVE
        if state != ProjectState.ACTIVE:
            return {}
        names: dict[str, int] = {}
        bookings = []
        for task in filter(_asks, project.tasks):
            for name in task.values.get("people") or ():
                if name in self.things or (team is not None and name in team.things):
                    continue
                number = names.setdefault(name, len(names))
                booking = None if team is None else team.booking(task, name, number)
                bookings.append(booking or self._booking(task, name, number))
        asked = demand(bookings, self.calendar, self.first, WEEKS)
        return {name: asked[number][0] for name, number in names.items() if number in asked}

    def _booking(self, task: Record, name: str, number: int) -> Booking:
        """As the database has it; who is new at a task is at it whole."""
        return Booking(
            number,
            0,
            task.values["start"],
            task.values["finish"],
            self.units.get((task.id or 0, name), 1.0),
            self.calendars.get(task.id or 0),
        )


def _asks(task: Record) -> bool:
    values = task.values
    return bool(
        (values.get("kind") or TaskKind.TASK) == TaskKind.TASK
        and values.get("start")
        and values.get("finish")
        and values["finish"] > values["start"]
        and (values.get("percent_complete") or 0.0) < 1
    )


def _tasks_of(name: str, changes: Iterable[RecordChange]) -> str:
    """The first few tasks of the file that ask for somebody."""
    found = [
        change.label
        for change in changes
        if change.table == "task" and name in (change.values.get("people") or ())
    ]
    return "; ".join(found[:SHOWN_ROWS]) + ("; …" if len(found) > SHOWN_ROWS else "")


def _cell_of(name: str, changes: Iterable[RecordChange]) -> Cell | None:
    """The first cell of the file that gives a person work."""
    for change in changes:
        if change.table == "task" and name in (change.values.get("people") or ()):
            return next(one.cell for one in change.fields if one.name == "people")
    return None
