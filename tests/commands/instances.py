"""Instances of resource-constrained scheduling as plan files of Microsoft Project: days round the
clock, what each job needs as units of its assignments, what there is as the resources' units."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

START = "2026-01-01T00:00:00"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><Project xmlns="http://schemas.microsoft.com/project">'
)
DAY = (
    "<WeekDay><DayType>{day}</DayType><DayWorking>1</DayWorking><WorkingTimes><WorkingTime>"
    "<FromTime>00:00:00</FromTime><ToTime>00:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>"
)


@dataclass(frozen=True)
class Instance:
    """`days` and `needs` of each job, who follows it, and the capacities."""

    days: dict[int, int]
    needs: dict[int, tuple[int, ...]]
    after: dict[int, list[int]]
    capacities: tuple[int, ...]


def read(text: str) -> Instance:
    """One of the library's files."""
    lines = text.splitlines()

    def section(name: str, skip: int) -> list[list[int]]:
        at = next(n for n, line in enumerate(lines) if line.startswith(name)) + skip
        rows = []
        while at < len(lines) and not lines[at].startswith("*"):
            rows.append([int(word) for word in re.findall(r"-?\d+", lines[at])])
            at += 1
        return rows

    after = {row[0]: row[3:] for row in section("PRECEDENCE", 2)}
    jobs = section("REQUESTS", 3)
    return Instance(
        {row[0]: row[2] for row in jobs},
        {row[0]: tuple(row[3:]) for row in jobs},
        after,
        tuple(section("RESOURCEAVAIL", 2)[0]),
    )


def drawn(seed: int, jobs: int = 14) -> Instance:
    """A small one of the same kind; its ends are milestones."""
    dice = random.Random(seed)
    days, needs = {1: 0, jobs: 0}, {1: (0, 0), jobs: (0, 0)}
    after: dict[int, list[int]] = {number: [] for number in range(1, jobs + 1)}
    for job in range(2, jobs):
        days[job] = dice.randint(1, 6)
        needs[job] = (dice.randint(0, 4), dice.randint(1, 4))
        for before in dice.sample(range(1, job), min(job - 1, dice.randint(1, 2))):
            after[before].append(job)
    for job in range(1, jobs):
        if not after[job]:
            after[job].append(jobs)
    return Instance(days, needs, after, (5, 6))


def as_plan(instance: Instance, name: str) -> str:
    """The plan file."""
    before: dict[int, list[int]] = {job: [] for job in instance.days}
    for job, followers in instance.after.items():
        for follower in followers:
            before[follower].append(job)
    week = "".join(DAY.format(day=day) for day in range(1, 8))
    tasks = "".join(_task(instance, job, before[job]) for job in sorted(instance.days))
    resources = "".join(
        f"<Resource><UID>{n}</UID><ID>{n}</ID><Name>R{n}</Name><Type>1</Type>"
        f"<MaxUnits>{units}</MaxUnits><CalendarUID>1</CalendarUID></Resource>"
        for n, units in enumerate(instance.capacities, 1)
    )
    return (
        f"{HEAD}<Name>{name}</Name><Title>{name}</Title><StartDate>{START}</StartDate>"
        "<ScheduleFromStart>1</ScheduleFromStart><MinutesPerDay>1440</MinutesPerDay>"
        "<MinutesPerWeek>10080</MinutesPerWeek><CalendarUID>1</CalendarUID>"
        "<Calendars><Calendar><UID>1</UID><Name>24 Hours</Name><IsBaseCalendar>1</IsBaseCalendar>"
        f"<WeekDays>{week}</WeekDays></Calendar></Calendars><Tasks>{tasks}</Tasks>"
        f"<Resources>{resources}</Resources><Assignments>{''.join(_assignments(instance))}"
        "</Assignments></Project>"
    )


def _task(instance: Instance, job: int, before: list[int]) -> str:
    days = instance.days[job]
    ties = "".join(
        f"<PredecessorLink><PredecessorUID>{other}</PredecessorUID><Type>1</Type>"
        "<LinkLag>0</LinkLag></PredecessorLink>"
        for other in before
    )
    return (
        f"<Task><UID>{job}</UID><ID>{job}</ID><Name>job {job}</Name><WBS>{job}</WBS>"
        f"<OutlineNumber>{job}</OutlineNumber><OutlineLevel>1</OutlineLevel><Start>{START}</Start>"
        f"<Duration>PT{24 * days}H0M0S</Duration><DurationFormat>7</DurationFormat>"
        f"<Milestone>{int(not days)}</Milestone><Summary>0</Summary>"
        f"<ConstraintType>0</ConstraintType>{ties}</Task>"
    )


def _assignments(instance: Instance) -> list[str]:
    found: list[str] = []
    for job, days in instance.days.items():
        for resource, units in enumerate(instance.needs[job], 1):
            if units and days:
                number = len(found) + 1
                found.append(
                    f"<Assignment><UID>{number}</UID><TaskUID>{job}</TaskUID>"
                    f"<ResourceUID>{resource}</ResourceUID><Units>{units}</Units>"
                    f"<Work>PT{24 * days * units}H0M0S</Work></Assignment>"
                )
    return found


def violations(instance: Instance, starts: dict[int, int]) -> list[str]:
    """What is wrong with jobs that begin on these days: an independent look."""
    found = []
    for job, followers in instance.after.items():
        for follower in followers:
            if starts[follower] < starts[job] + instance.days[job]:
                found.append(f"{follower} does not follow {job}")
    return found


def usage(instance: Instance, starts: dict[int, int]) -> dict[tuple[int, int], int]:
    """What is taken, by resource and day."""
    taken: dict[tuple[int, int], int] = {}
    for job, start in starts.items():
        for day in range(start, start + instance.days[job]):
            for resource, units in enumerate(instance.needs[job]):
                taken[resource, day] = taken.get((resource, day), 0) + units
    return taken
