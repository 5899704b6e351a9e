"""What the demo teams said of each reporting period: believable because it is what happened.

Achievements name tasks that were finished in the period and milestones that were reached, plans
those expected next, support what the project's story is short of. A period is a calendar month;
its status date is the Sunday nearest to that of the newest period, a month apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.exchange.demo.execution import Execution, Span, TaskState
from pmo_desktop.exchange.demo.plans import PlannedTask
from pmo_desktop.exchange.demo.words import dice, uid, words

PERIODS = 6
NAMED = 3
NEXT_DAYS = 30
# The pass rate at the status date that a quality light stands for.
QUALITY_BANDS = {"green": (0.957, 0.995), "amber": (0.912, 0.944), "red": (0.84, 0.885)}
QUALITY_AT_START = (0.955, 0.985)


@dataclass(frozen=True)
class Period:
    """`name` is `2026-11`; `before` is the status date of the period before."""

    name: str
    status_date: date
    before: date


@dataclass(frozen=True)
class DemoReport:
    """A team's words on one period; `quality` is the pass rate 0..1."""

    uid: str
    period: Period
    author: str
    achievements: str
    plans: str
    support: str
    quality: float


def periods(status_date: date, count: int = PERIODS) -> tuple[Period, ...]:
    """The newest period and those before it, oldest first."""
    dates = [_months_back(status_date, back) for back in range(count, -1, -1)]
    return tuple(Period(f"{day:%Y-%m}", day, before) for before, day in pairwise(dates))


def report(seed: int, execution: Execution, period: Period, share: float) -> DemoReport:
    """The report on one period; `share` 0..1 is how far the story has come by then."""
    project = execution.project
    rng = dice(seed, "report", project.code, period.name)
    phrases = words("status")[project.language]
    before, now = execution.state(period.before), execution.state(period.status_date)
    return DemoReport(
        uid=uid(rng),
        period=period,
        author=project.manager.name,
        achievements=_achievements(rng, phrases, execution.tasks, before, now),
        plans=_plans(rng, phrases, execution, now, period),
        support=_support(rng, phrases, project.story if share > 0.5 else {}),
        quality=_quality(seed, execution, period, share),
    )


def _achievements(
    rng: Random,
    phrases: Mapping[str, Any],
    tasks: Sequence[PlannedTask],
    before: Mapping[str, TaskState],
    now: Mapping[str, TaskState],
) -> str:
    done = [t for t in tasks if t.wbs in now and now[t.wbs].percent == 1 > before[t.wbs].percent]
    running = [task for task in tasks if task.wbs in now and 0 < now[task.wbs].percent < 1]
    milestones = [task for task in done if task.kind is TaskKind.MILESTONE]
    finished = [task for task in done if task.kind is TaskKind.TASK]
    percent = f"{_share_done(tasks, now):.0%}"
    said = [rng.choice(phrases["milestone"]).format(name=task.name) for task in milestones]
    if finished:
        named = _names(rng, phrases, finished)
        said.append(rng.choice(phrases["done"]).format(tasks=named))
    if running:
        named = _names(rng, phrases, running)
        said.append(rng.choice(phrases["running"]).format(tasks=named, percent=percent))
    return _joined(phrases, said or [phrases["quiet"][0].format(percent=percent)])


def _plans(
    rng: Random,
    phrases: Mapping[str, Any],
    execution: Execution,
    now: Mapping[str, TaskState],
    period: Period,
) -> str:
    expected = execution.expected(period.status_date)
    until = period.status_date + timedelta(days=NEXT_DAYS)
    ahead = [
        task
        for task in execution.tasks
        if task.wbs in now and now[task.wbs].percent < 1 and expected[task.wbs][1].date() <= until
    ]
    works = [task for task in ahead if task.kind is TaskKind.TASK]
    said = []
    if works:
        named = _names(rng, phrases, works)
        said.append(rng.choice(phrases["next"]).format(tasks=named))
    said += _next_milestone(rng, phrases, execution.tasks, now, expected)
    return _joined(phrases, said or phrases["nothing_next"])


def _next_milestone(
    rng: Random,
    phrases: Mapping[str, Any],
    tasks: Sequence[PlannedTask],
    now: Mapping[str, TaskState],
    expected: Mapping[str, Span],
) -> list[str]:
    for task in tasks:
        if task.kind is TaskKind.MILESTONE and now[task.wbs].percent < 1:
            day = expected[task.wbs][1].date()
            return [rng.choice(phrases["next_milestone"]).format(name=task.name, date=day)]
    return []


def _support(rng: Random, phrases: Mapping[str, Any], story: Mapping[str, str]) -> str:
    """What is asked for where something is amiss; most others need nothing."""
    asked = [rng.choice(phrases["support"][dimension]) for dimension in story]
    return _joined(phrases, asked or [rng.choice(phrases["support"]["green"])])


def _quality(seed: int, execution: Execution, period: Period, share: float) -> float:
    rng = dice(seed, "quality", execution.project.code)
    light = execution.project.story.get("quality", "green")
    first, last = rng.uniform(*QUALITY_AT_START), rng.uniform(*QUALITY_BANDS[light])
    shaken = dice(seed, "quality", execution.project.code, period.name).uniform(-0.004, 0.004)
    rate = first + (last - first) * share + (shaken if share < 1 else 0)
    return round(min(max(rate, 0), 1), 3)


def _share_done(tasks: Sequence[PlannedTask], now: Mapping[str, TaskState]) -> float:
    """The share of the planned working days that are done."""
    days = {task.wbs: task.days for task in tasks if task.kind is TaskKind.TASK}
    done = sum(days[wbs] * now[wbs].percent for wbs in days)
    return done / max(sum(days.values()), 1)


def _names(rng: Random, phrases: Mapping[str, Any], tasks: Sequence[PlannedTask]) -> str:
    chosen = sorted(rng.sample(range(len(tasks)), k=min(NAMED, len(tasks))))
    return str(phrases["join"]).join(tasks[index].name for index in chosen)


def _joined(phrases: Mapping[str, Any], sentences: Sequence[str]) -> str:
    return str(phrases["between"]).join(filter(None, sentences))


def _months_back(day: date, months: int) -> date:
    """The Sunday (or whatever weekday `day` is) nearest to the same day so many months before."""
    month = day.year * 12 + day.month - 1 - months
    same = date(month // 12, month % 12 + 1, min(day.day, 28))
    shift = (day.weekday() - same.weekday() + 3) % 7 - 3
    return same + timedelta(days=shift)
