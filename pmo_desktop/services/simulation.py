"""Schedule risk of the stored plans: what is simulated, and what is told of it.

Of a task the three points that it has are taken; where some are missing its planned duration stands
in for them, and a task without any may be given a general spread. Dates that a team gave are its
earliest: a simulation asks what happens if work takes longer, and then nothing can keep its date.
Open risks act on the tasks they are tied to, with the probability of their level.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import ceil
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.activities import Activity
from pmo_desktop.domain.estimates import Distribution, Estimate
from pmo_desktop.domain.hours import MINUTES_IN_DAY
from pmo_desktop.domain.risk import LEVEL_PROBABILITY, RiskState
from pmo_desktop.domain.simulation import Driver, Simulated, Spread, simulate
from pmo_desktop.domain.tasks import Constraint, TaskKind
from pmo_desktop.domain.timeline import instant_of
from pmo_desktop.models import Risk, TaskRisk
from pmo_desktop.progress import Report, silent
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.scheduling import Computed, compute, connected
from pmo_desktop.storage.bulk import table_of

RISKS, TASK_RISKS = table_of(Risk), table_of(TaskRisk)
FEWEST_RUNS, MOST_RUNS = 10, 100_000
MOST_SENSITIVE = 15


@dataclass(frozen=True)
class Options:
    """`shortest` and `longest` are shares of the planned duration for tasks without an estimate of
    their own; both 1: those do not vary."""

    runs: int = 1000
    seed: int = 1
    distribution: Distribution = Distribution.PERT
    shortest: float = 1.0
    longest: float = 1.0


@dataclass(frozen=True)
class Forecast:
    """The finishes of a project or milestone. `planned` is what the plan says, `chance` the share
    of runs that meet it; `days` are all finishes, in ascending order."""

    planned: datetime | None
    chance: float | None
    p50: datetime
    p80: datetime
    mean: datetime
    days: tuple[date, ...]

    def at(self, share: float) -> date:
        """The first day that at least this share of the runs meets."""
        place = ceil(share * len(self.days) - 1e-9) - 1
        return self.days[min(max(place, 0), len(self.days) - 1)]


@dataclass(frozen=True)
class SensitiveTask:
    """`criticality` is a share of the runs, `correlation` -1..1 (None: not asked)."""

    task_id: int
    wbs: str
    name: str
    criticality: float
    correlation: float | None


@dataclass(frozen=True)
class ActingRisk:
    """`delay` in elapsed days, on the mean, of runs with it against runs without."""

    risk_id: int
    code: str
    name: str
    probability: float
    delay: float | None


@dataclass(frozen=True)
class ForecastMilestone:
    task_id: int
    name: str
    forecast: Forecast


@dataclass(frozen=True)
class ProjectForecast:
    """`varied` counts the tasks whose duration was drawn: with none every run is the plan."""

    project_id: int
    code: str
    name: str
    priority: int
    forecast: Forecast
    varied: int
    baseline_finish: datetime | None
    milestones: tuple[ForecastMilestone, ...]
    tasks: tuple[SensitiveTask, ...]
    risks: tuple[ActingRisk, ...]


@dataclass(frozen=True)
class ScheduleRisk:
    options: Options
    projects: tuple[ProjectForecast, ...]


def schedule_risk(
    session: Session,
    project_ids: Sequence[int] | None = None,
    options: Options | None = None,
    report: Report = silent,
) -> ScheduleRisk:
    """The forecasts of these projects, or of all; projects tied to them are simulated with them.

    Raises `Refused` for options that make no sense, and where dates lie too far apart.
    """
    options = options or Options()
    _check(options)
    known = compute(session, None if project_ids is None else connected(session, project_ids))
    asked = _Asked(known, options, _acting(session))
    found = asked.simulate(report)
    wanted = None if project_ids is None else set(project_ids)
    projects = [p for p in known.projects if wanted is None or p.id in wanted]
    return ScheduleRisk(
        options, tuple(asked.forecast(p, found) for p in projects if p.id in found.projects)
    )


def _check(options: Options) -> None:
    if not FEWEST_RUNS <= options.runs <= MOST_RUNS:
        raise Refused("A simulation has {least} to {most} runs.", least=FEWEST_RUNS, most=MOST_RUNS)
    if not 0 <= options.shortest <= 1 <= options.longest <= 10:
        raise Refused(
            "The shortest duration is 0 to 100 % of the planned one, the longest 100 to 1000 %."
        )


def _acting(session: Session) -> list[Row[Any]]:
    """Open risks with the tasks that they act on; those without a probability cannot be drawn."""
    return list(
        session.connection().execute(
            select(
                RISKS.c.id, RISKS.c.code, RISKS.c.name, RISKS.c.probability,
                TASK_RISKS.c.task_id, TASK_RISKS.c.low, TASK_RISKS.c.likely, TASK_RISKS.c.high,
            )
            .join(TASK_RISKS, TASK_RISKS.c.risk_id == RISKS.c.id)
            .where(RISKS.c.state == RiskState.OPEN.value, RISKS.c.probability.is_not(None))
            .order_by(RISKS.c.id, TASK_RISKS.c.id)
        )
    )  # fmt: skip


class _Asked:
    """A computed plan made ready to be simulated."""

    def __init__(self, known: Computed, options: Options, acting: Sequence[Row[Any]]) -> None:
        self._options = options
        self._tasks = {task.id: task for rows in known.tasks.values() for task in rows}
        self._known = known
        self._activities = [_released(one) for one in known.network.activities]
        self._estimates = {
            one.id: estimate
            for one in self._activities
            if (estimate := _estimate(self._tasks[one.id], options)) is not None
        }
        self._risks = {row.id: row for row in acting}
        self._drivers = _drivers(acting)

    def simulate(self, report: Report) -> Simulated:
        # With its numbers this takes numpy, which the rest of this file does without.
        from pmo_desktop.domain.schedule.compiled import compile_network
        from pmo_desktop.domain.schedule.lines import OutsideTables
        from pmo_desktop.domain.schedule.tables import TooWide

        network = self._known.network
        compiled = compile_network(
            self._activities, network.ties(), network.calendars, *network.bounds
        )
        options = self._options
        try:
            return simulate(
                compiled,
                self._estimates,
                self._drivers,
                runs=options.runs,
                seed=options.seed,
                distribution=options.distribution,
                watch=[number for number in self._milestones() if number in compiled.index],
                report=report,
            )
        except (TooWide, OutsideTables):
            raise Refused(
                "Some dates of these plans lie too many years apart to be simulated:"
                " look for a mistyped year in the plan checks."
            ) from None

    def _milestones(self) -> list[int]:
        return [
            one.id for one in self._activities if not one.duration_minutes and not one.is_finished
        ]

    def forecast(self, project: Row[Any], found: Simulated) -> ProjectForecast:
        tasks = self._known.tasks[project.id]
        own = {one.id for one in self._activities if one.project == project.id}
        baseline = max((t.baseline_finish for t in tasks if t.baseline_finish), default=None)
        return ProjectForecast(
            project.id,
            project.code,
            project.name,
            project.priority,
            _forecast(found.projects[project.id], self._known.result.finishes.get(project.id)),
            sum(k in own and e.shortest < e.longest for k, e in self._estimates.items()),
            baseline,
            tuple(
                ForecastMilestone(k, self._tasks[k].name, _forecast(spread, self._planned(k)))
                for k, spread in found.watched.items()
                if k in own
            ),
            self._sensitive(own, found),
            tuple(
                ActingRisk(
                    effect.id,
                    self._risks[effect.id].code,
                    self._risks[effect.id].name,
                    float(LEVEL_PROBABILITY[self._risks[effect.id].probability]),
                    None if effect.delay is None else effect.delay / MINUTES_IN_DAY,
                )
                for effect in found.drivers
                if effect.project == project.id
            ),
        )

    def _planned(self, task_id: int) -> datetime | None:
        placed = self._known.result.activities.get(task_id)
        return placed.finish if placed else None

    def _sensitive(self, own: set[int], found: Simulated) -> tuple[SensitiveTask, ...]:
        """Those that the finish follows most; milestones are no work."""
        kinds = {k for k in own if self._tasks[k].kind != TaskKind.MILESTONE}
        rows = [
            SensitiveTask(task.id, task.wbs, task.name, share, found.sensitivity.get(task.id))
            for k, share in found.criticality.items()
            if k in kinds and (share > 0 or k in found.sensitivity)
            for task in (self._tasks[k],)
        ]
        rows.sort(key=lambda row: (-abs(row.correlation or 0.0), -row.criticality, row.task_id))
        return tuple(rows[:MOST_SENSITIVE])


def _released(activity: Activity) -> Activity:
    """Given dates become the earliest start; what is done stays a fact."""
    if not activity.fixed or activity.is_finished:
        return activity
    free = replace(activity, fixed=False)
    if activity.constraint is not Constraint.ASAP or activity.start is None:
        return free
    return replace(free, constraint=Constraint.SNET, constraint_date=activity.start)


def _estimate(task: Row[Any], options: Options) -> Estimate | None:
    """None where the task's duration does not vary."""
    planned = max(task.duration_minutes, 0)
    if not planned:
        return None
    points = (task.optimistic_minutes, task.likely_minutes, task.pessimistic_minutes)
    if all(point is None for point in points):
        if options.shortest == options.longest:
            return None
        return Estimate(planned * options.shortest, planned, planned * options.longest)
    likely = planned if points[1] is None else points[1]
    shortest = likely if points[0] is None else points[0]
    longest = likely if points[2] is None else points[2]
    # The planned duration may lie outside of what was estimated before it changed.
    return Estimate(min(shortest, likely), likely, max(longest, likely))


def _drivers(acting: Sequence[Row[Any]]) -> list[Driver]:
    factors: dict[int, dict[int, Estimate]] = {}
    shares: dict[int, float] = {}
    for row in acting:
        shares[row.id] = float(LEVEL_PROBABILITY[row.probability])
        low, likely, high = sorted((row.low, row.likely, row.high))
        factors.setdefault(row.id, {})[row.task_id] = Estimate(low, likely, high)
    return [Driver(number, share, factors[number]) for number, share in shares.items()]


def _forecast(spread: Spread, planned: datetime | None) -> Forecast:
    chance = None if planned is None else spread.chance(instant_of(planned))
    days = tuple(_days(spread))
    return Forecast(planned, chance, spread.at(0.5), spread.at(0.8), spread.mean, days)


def _days(spread: Spread) -> list[date]:
    """A finish at midnight belongs to the day that ends with it."""
    return [date.fromordinal((instant - 1) // MINUTES_IN_DAY) for instant in spread.instants]
