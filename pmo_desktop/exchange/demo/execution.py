"""How the demo projects' plans were carried out: what was done by any day, and what was expected.

A baseline is the plan as it was approved. What then happened is the same plan with other durations:
some tasks took longer, some were quicker. From these two follows the state on any day, as a team
would have reported it: what is finished by then has its actual dates, what runs has a share done,
what lies ahead is planned as before.

Durations are whole days out of `STEPS`, and shares done whole steps of them, so that the rest of
the work of a running task is a whole number of days too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from pmo_desktop.domain.activities import Activity, Tie
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.network import schedule
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.exchange.demo.durations import STEPS, longer, shorter
from pmo_desktop.exchange.demo.plans import DAY, PlannedTask
from pmo_desktop.exchange.demo.portfolio import DemoProject
from pmo_desktop.exchange.demo.words import dice

Span = tuple[datetime, datetime]
MORNING = time(9, 0)
# Slip of the finish against the baseline that a schedule's light stands for, in working days.
SLIP_BANDS = {"green": (-3, 3), "amber": (6, 11), "red": (17, 26)}
PACE_TRIES = 40
AHEAD_SHARE = 0.12
# The delays of a late project began this long before the status date.
LATE_SINCE = {"green": 400, "amber": 70, "red": 130}


@dataclass(frozen=True)
class TaskState:
    """A task on a day: its duration as it is seen then, and its dates as far as they are facts."""

    days: int
    percent: float = 0.0
    actual_start: datetime | None = None
    actual_finish: datetime | None = None


@dataclass(frozen=True)
class Execution:
    """One project's plan, its baseline and what really happened, by WBS code.

    From `halted` on nothing is done, and nothing new is begun before `resumed`.
    """

    project: DemoProject
    calendar: Calendar
    tasks: tuple[PlannedTask, ...]
    start: date
    baseline: Mapping[str, Span]
    happened: Mapping[str, Span]
    days: Mapping[str, int]
    halted: date | None = None
    resumed: date | None = None
    known: dict[date, dict[str, Span]] = field(default_factory=dict, repr=False, compare=False)

    def state(self, on: date) -> dict[str, TaskState]:
        """Every task but the summaries as the day `on` begins."""
        moment = datetime.combine(min(on, self.halted) if self.halted else on, time())
        return {
            task.wbs: self._task_state(task, moment)
            for task in self.tasks
            if task.kind is not TaskKind.SUMMARY
        }

    def expected(self, on: date) -> dict[str, Span]:
        """Every task's dates as they were expected when the day `on` began."""
        if on not in self.known:
            moment = datetime.combine(on, time())
            pause = self.resumed if self.halted and self.halted <= on else None
            self.known[on] = forecast(
                self.tasks, self.state(on), self.start, self.calendar, moment, pause
            )
        return self.known[on]

    def _task_state(self, task: PlannedTask, moment: datetime) -> TaskState:
        start, finish = self.happened[task.wbs]
        days = self.days[task.wbs]
        if finish <= moment:
            return TaskState(days, 1.0, start, finish)
        if start >= moment or not days:
            return TaskState(task.days)
        step = STEPS[days]
        gone = self.calendar.between(start, moment) / (days * DAY)
        percent = min(max(round(gone * 100 / step), 1), 100 // step - 1) * step
        return TaskState(days, percent / 100, start)


def carry_out(
    seed: int,
    project: DemoProject,
    tasks: Sequence[PlannedTask],
    calendar: Calendar,
    status_date: date,
) -> Execution:
    """A project that stands at the status date where its progress and its story want it."""
    begin, baseline = _placed(project, tasks, calendar, status_date)
    light = project.story.get("schedule", "green")
    low, high = SLIP_BANDS[light]
    since = status_date - timedelta(days=LATE_SINCE[light])
    best: tuple[int, Execution] | None = None
    for attempt in range(PACE_TRIES):
        rng = dice(seed, "pace", project.code, str(attempt))
        days = _paces(rng, tasks, baseline, since, light, attempt / PACE_TRIES)
        happened = forecast(tasks, {w: TaskState(d) for w, d in days.items()}, begin, calendar)
        found = Execution(project, calendar, tuple(tasks), begin, baseline, happened, days)
        miss = _miss(_slip(found, status_date), low, high)
        if best is None or miss < best[0]:
            best = miss, found
        if not miss:
            break
    assert best is not None  # there is at least one attempt
    return best[1]


def forecast(
    tasks: Sequence[PlannedTask],
    states: Mapping[str, TaskState],
    begin: date,
    calendar: Calendar,
    moment: datetime | None = None,
    pause: date | None = None,
) -> dict[str, Span]:
    """The dates of all tasks but the summaries, by the links.

    What is to be done cannot be done before `moment`, nor anything begin before the day `pause`.
    """
    numbers = {wbs: number for number, wbs in enumerate(states)}
    activities = [
        Activity(
            number,
            states[wbs].days * DAY,
            not_before=calendar.day_start(pause) if pause else None,
            percent_complete=states[wbs].percent,
            actual_start=states[wbs].actual_start,
            actual_finish=states[wbs].actual_finish,
        )
        for wbs, number in numbers.items()
    ]
    ties = [
        Tie(numbers[link.wbs], numbers[task.wbs], link.type, link.lag_minutes)
        for task in tasks
        for link in task.links
    ]
    first = calendar.day_start(begin)
    result = schedule(activities, ties, calendar, first, moment)
    placed = result.activities
    return {wbs: (placed[n].start, placed[n].finish) for wbs, n in numbers.items()}


def planned(tasks: Sequence[PlannedTask]) -> dict[str, TaskState]:
    """Nothing done yet, durations as planned."""
    return {task.wbs: TaskState(task.days) for task in tasks if task.kind is not TaskKind.SUMMARY}


def _placed(
    project: DemoProject, tasks: Sequence[PlannedTask], calendar: Calendar, status_date: date
) -> tuple[date, dict[str, Span]]:
    """The start that puts the status date at the project's progress, and the baseline from it."""
    status = datetime.combine(status_date, MORNING)
    draft = forecast(tasks, planned(tasks), status_date, calendar)
    length = calendar.between(status, max(finish for _, finish in draft.values()))
    gone = round(project.progress * length / DAY) * DAY
    begin = calendar.next_working(calendar.add(status, -gone)).date()
    return begin, forecast(tasks, planned(tasks), begin, calendar)


def _paces(
    rng: Random,
    tasks: Sequence[PlannedTask],
    baseline: Mapping[str, Span],
    since: date,
    light: str,
    pressure: float,
) -> dict[str, int]:
    """How long each task really takes; `pressure` 0..1 makes more of the recent ones late."""
    late_share = {"green": 0.1, "amber": 0.25, "red": 0.4}[light] * (0.5 + 2 * pressure)
    paces = {}
    for task in tasks:
        if task.kind is TaskKind.SUMMARY:
            continue
        roll, days = rng.random(), task.days
        recent = task.wbs in baseline and baseline[task.wbs][1].date() >= since
        if recent and roll < late_share:
            days = longer(days, 2 if rng.random() < (0.5 if light == "red" else pressure) else 1)
        elif roll > 1 - AHEAD_SHARE:
            days = shorter(days)
        paces[task.wbs] = days
    return paces


def _slip(execution: Execution, status_date: date) -> int:
    """Working days from the baseline's finish to the expected one."""
    expected = max(finish for _, finish in execution.expected(status_date).values())
    baseline = max(finish for _, finish in execution.baseline.values())
    return round(execution.calendar.between(baseline, expected) / DAY)


def _miss(value: int, low: int, high: int) -> int:
    return max(low - value, value - high, 0)
