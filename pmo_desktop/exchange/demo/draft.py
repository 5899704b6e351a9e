"""The whole demo office as plain values, before anything of it is in a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.exchange.demo import money, registers
from pmo_desktop.exchange.demo.execution import Execution, carry_out
from pmo_desktop.exchange.demo.history import Period, periods
from pmo_desktop.exchange.demo.people import DemoPerson, people
from pmo_desktop.exchange.demo.plans import plan
from pmo_desktop.exchange.demo.portfolio import DemoProgramme, DemoProject, programmes, projects
from pmo_desktop.exchange.demo.registers import DemoDecision, DemoIssue, DemoRisk
from pmo_desktop.exchange.demo.staffing import Bookings, staff
from pmo_desktop.exchange.demo.words import words


@dataclass(frozen=True)
class DraftProject:
    """One project with all that hangs on it; `bookings` by WBS code."""

    execution: Execution
    budget: Decimal
    bookings: Bookings
    risks: tuple[DemoRisk, ...]
    issues: tuple[DemoIssue, ...]

    @property
    def project(self) -> DemoProject:
        return self.execution.project

    @property
    def code(self) -> str:
        return self.execution.project.code


@dataclass(frozen=True)
class Draft:
    """`periods` oldest first; the last one is open, the others are to be closed."""

    seed: int
    people: tuple[DemoPerson, ...]
    programmes: tuple[DemoProgramme, ...]
    projects: tuple[DraftProject, ...]
    decisions: tuple[DemoDecision, ...]
    periods: tuple[Period, ...]

    @property
    def status_date(self) -> date:
        return self.periods[-1].status_date


def draft(
    seed: int, calendar: Calendar, status_date: date, project_count: int, people_count: int,
    task_count: int,
) -> Draft:  # fmt: skip
    """The office that this seed makes; tasks are counted with summaries and milestones."""
    everyone = people(seed, people_count)
    lived = periods(status_date)
    executions = [
        _executed(seed, project, calendar, status_date)
        for project in projects(seed, project_count, task_count, everyone)
    ]
    bookings = staff(seed, executions, everyone, [period.status_date for period in lived])
    drafts = tuple(
        _drafted(seed, execution, bookings[execution.project.code], status_date)
        for execution in executions
    )
    codes = [execution.project.code for execution in executions]
    return Draft(
        seed=seed,
        people=everyone,
        programmes=programmes(seed),
        projects=drafts,
        decisions=registers.decisions(seed, codes, status_date),
        periods=lived,
    )


def _executed(seed: int, project: DemoProject, calendar: Calendar, status_date: date) -> Execution:
    tasks = plan(
        seed, project.code, project.kind, project.language, project.parts, project.size
    )  # fmt: skip
    execution = carry_out(seed, project, tasks, calendar, status_date)
    halts: Mapping[str, Sequence[str]] = words("portfolio")["halted"]
    if project.code not in halts:
        return execution
    halted, resumed = map(date.fromisoformat, halts[project.code])
    return replace(execution, halted=halted, resumed=resumed, known={})


def _drafted(
    seed: int, execution: Execution, bookings: Bookings, status_date: date
) -> DraftProject:
    budget = money.budget(execution.project.kind, execution.tasks)
    team = _team(bookings)
    start = execution.start
    return DraftProject(
        execution=execution,
        budget=budget,
        bookings=bookings,
        risks=registers.risks(seed, execution.project, budget, team, start, status_date),
        issues=registers.issues(seed, execution.project, team, start, status_date),
    )


def _team(bookings: Bookings) -> list[DemoPerson]:
    """Everyone who is booked, each once."""
    return list({b.person.uid: b.person for crew in bookings.values() for b in crew}.values())
