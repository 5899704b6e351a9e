"""Problems to level and measure with, made up: the same ones every time.

Projects of 120 activities as PSPLIB's J120 are designed (Kolisch, Sprecher & Drexl 1995; Kolisch &
Sprecher 1996), one of each pair of factor and strength: see `bench.networks`. Activities of one to
ten days, four resources, asked for by so many of the activities (`factor`), and as scarce as
`strength` says between what one activity needs and what all of them need at their earliest. Their
calendar runs round the clock, so that a day is a day.
"""

from __future__ import annotations

import random
from datetime import datetime
from typing import NamedTuple

from pmo_desktop.bench.networks import COMPLEXITIES, network
from pmo_desktop.domain.activities import Tie
from pmo_desktop.domain.calendars import ROUND_THE_CLOCK_WEEK, Calendar
from pmo_desktop.domain.holidays import statutory_days
from pmo_desktop.domain.levelling.problem import Job, Need, Problem, Project, Resource
from pmo_desktop.domain.tasks import LinkType
from pmo_desktop.domain.timeline import instant_of

DAY = 1440
BEGIN = instant_of(datetime(2026, 1, 5, 9))
RESOURCES = 4
FACTORS, STRENGTHS = (0.25, 0.5, 0.75, 1.0), (0.1, 0.2, 0.3, 0.4, 0.5)
CLOCK = Calendar.from_text(ROUND_THE_CLOCK_WEEK)


class Drawn(NamedTuple):
    """One project: days, predecessors and needs of its activities, by their places."""

    days: list[int]
    before: list[list[int]]
    needs: list[list[int]]

    def early(self) -> list[int]:
        """The days on which links alone let each begin."""
        found: list[int] = []
        for before in self.before:
            found.append(max((found[p] + self.days[p] for p in before), default=0))
        return found

    @property
    def length(self) -> int:
        """The days of its critical path."""
        return max(start + days for start, days in zip(self.early(), self.days, strict=True))


def drawn(count: int, complexity: float, factor: float, dice: random.Random) -> Drawn:
    days = [dice.randint(1, 10) for _ in range(count)]
    # Each asks for one resource at least.
    asked = {(n, dice.randrange(RESOURCES)) for n in range(count)}
    left = [(n, r) for n in range(count) for r in range(RESOURCES) if (n, r) not in asked]
    asked.update(dice.sample(left, max(0, round(factor * count * RESOURCES) - count)))
    needs = [
        [dice.randint(1, 10) if (n, r) in asked else 0 for r in range(RESOURCES)]
        for n in range(count)
    ]
    return Drawn(days, network(count, complexity, dice), needs)


def scarce(project: Drawn, strength: float) -> list[int]:
    """What there is of each resource."""
    early = project.early()
    found = []
    for r in range(RESOURCES):
        least = max(needs[r] for needs in project.needs)
        asked: dict[int, int] = {}
        for start, days, needs in zip(early, project.days, project.needs, strict=True):
            for day in range(start, start + days):
                asked[day] = asked.get(day, 0) + needs[r]
        found.append(least + round(strength * max(0, max(asked.values()) - least)))
    return found


def instance(seed: int, count: int = 120) -> Problem:
    """A single project, by its number."""
    dice = random.Random(seed)
    complexity = COMPLEXITIES[seed % len(COMPLEXITIES)]
    project = drawn(count, complexity, FACTORS[seed // len(STRENGTHS) % len(FACTORS)], dice)
    capacity = scarce(project, STRENGTHS[seed % len(STRENGTHS)])
    jobs, ties = _jobs(project, 0, 0, BEGIN)
    return Problem(jobs, ties, [CLOCK], _resources(capacity), [Project(0)])


def portfolio(seed: int) -> Problem:
    """Projects that share their resources, each due when its critical path would have it done."""
    dice = random.Random(seed)
    count = dice.choice((2, 3, 5, 10, 20))
    size = dice.choice((30, 60, 90, 120)) if count < 10 else dice.choice((30, 60))
    jobs: list[Job] = []
    ties: list[Tie] = []
    projects = []
    work, least, last = [0] * RESOURCES, [0] * RESOURCES, 0
    for number in range(count):
        project = drawn(size, dice.choice(COMPLEXITIES), dice.choice(FACTORS[1:]), dice)
        release = dice.randrange(project.length) if number else 0
        more = _jobs(project, number, len(jobs), BEGIN + release * DAY)
        jobs += more[0]
        ties += more[1]
        last = max(last, release + project.length)
        projects.append(Project(number, due=BEGIN + (release + project.length) * DAY))
        for r in range(RESOURCES):
            work[r] += sum(
                days * needs[r] for days, needs in zip(project.days, project.needs, strict=True)
            )
            least[r] = max(least[r], *(needs[r] for needs in project.needs))
    asked = dice.choice((0.6, 0.9, 1.2, 1.6))
    capacity = [max(least[r], round(work[r] / last / asked)) for r in range(RESOURCES)]
    return Problem(jobs, ties, [CLOCK], _resources(capacity), projects)


def _jobs(project: Drawn, number: int, first: int, release: int) -> tuple[list[Job], list[Tie]]:
    jobs = [
        Job(
            first + n,
            number,
            days * DAY,
            needs=tuple(Need(r, 100 * units) for r, units in enumerate(project.needs[n]) if units),
            release=release,
        )
        for n, days in enumerate(project.days)
    ]
    ties = [Tie(first + p, first + n) for n, before in enumerate(project.before) for p in before]
    return jobs, ties


def _resources(capacity: list[int]) -> list[Resource]:
    return [Resource(r, ((0, 100 * units),)) for r, units in enumerate(capacity)]


PROJECTS, TASKS, PEOPLE, TEAM = 60, 84, 240, 16
DURATIONS = (0, 240, 480, 960, 1440, 2400, 2400, 4800)
KINDS = (LinkType.FS,) * 8 + (LinkType.SS, LinkType.FF)
LAGS = (0,) * 6 + (480, 960)


def office() -> Problem:
    """A whole office: sixty projects with teams of sixteen out of 240 people, of whom every tenth
    works fewer days or hours than the others; holidays, absences."""
    dice = random.Random(1)
    days = [(day.day, day.hours) for year in (2025, 2026) for day in statutory_days(year) or []]
    hours = "09:00-12:00,13:00-18:00"
    calendars = [
        Calendar.from_text(days=days),
        Calendar.from_text(f"{hours};" * 4 + ";;", days),
        Calendar.from_text("09:00-12:00,13:00-15:00;" * 5 + ";", days),
    ]
    own = {person: 1 + person // 10 % 2 for person in range(0, PEOPLE, 10)}
    jobs: list[Job] = []
    pairs: dict[tuple[int, int], Tie] = {}
    for number in range(PROJECTS):
        release = BEGIN + dice.randrange(40) * 7 * DAY
        team = dice.sample(range(PEOPLE), TEAM)
        for n in range(TASKS):
            people = dice.sample(team, dice.choice((1, 1, 2)))
            if any(person in own for person in people):
                people = people[:1]
            duration = dice.choice(DURATIONS)
            needs = tuple(Need(person, dice.choice((100, 100, 50))) for person in people)
            calendar = own.get(people[0], 0) if duration else 0
            jobs.append(Job(len(jobs), number, duration, calendar, needs, release))
            for _ in range(dice.choice((1, 1, 2)) if n else 0):
                before = len(jobs) - 1 - dice.randrange(1, min(n, 15) + 1)
                pairs[before, len(jobs) - 1] = Tie(
                    before, len(jobs) - 1, dice.choice(KINDS), dice.choice(LAGS)
                )
    people_there = [
        Resource(person, _absences(dice), own.get(person, 0)) for person in range(PEOPLE)
    ]
    projects = [Project(n, priority=1 + n % 5, weight=5.0 - n % 5) for n in range(PROJECTS)]
    return Problem(jobs, list(pairs.values()), calendars, people_there, projects)


def _absences(dice: random.Random) -> tuple[tuple[int, int], ...]:
    steps = [(0, 100)]
    midnight = instant_of(datetime(2026, 1, 1))
    for quarter in range(dice.randrange(4)):
        begin = midnight + (quarter * 90 + dice.randrange(60)) * DAY
        steps += [(begin, 0), (begin + dice.choice((1, 5, 14)) * DAY, 100)]
    return tuple(steps)
