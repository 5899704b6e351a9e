"""How good levelled plans are, and how soon the first is there.

Single projects of 120 activities: the days of the plans that 1,000 and 5,000 schedules lead to, all
instances together, against the shortest that long searches have found, and against their critical
paths, as the literature has it for PSPLIB's J120 (some 34 % above at 1,000 schedules, 32.5 % at
5,000: Kolisch & Hartmann 2006 and later). Portfolios of 2 to 20
projects that share their resources: the finish of all of them and the projects' delays, against the
better of two priority rules (least slack, earliest late finish) in a plain serial scheme. A whole
office: the time to the first plan that holds, from the bare problem on, against one network pass
(dates and floats, in plain Python) over the same tasks and links.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from pmo_desktop.bench.figure import DAYS, Figure, in_turns
from pmo_desktop.bench.levelled import BEGIN, DAY, instance, office, portfolio
from pmo_desktop.domain.activities import Activity
from pmo_desktop.domain.levelling.frame import Frame
from pmo_desktop.domain.levelling.objective import Objective, Scorer
from pmo_desktop.domain.levelling.orders import by_key
from pmo_desktop.domain.levelling.problem import Problem
from pmo_desktop.domain.levelling.resources import supply_of
from pmo_desktop.domain.levelling.rules import latest_finishes, slacks
from pmo_desktop.domain.levelling.search import level
from pmo_desktop.domain.levelling.serial import Steps
from pmo_desktop.domain.schedule.compiled import compile_network
from pmo_desktop.domain.schedule.solving import PLAIN, solve
from pmo_desktop.domain.timeline import moment_of
from pmo_desktop.progress import Progress, Report

# The shortest that two searches of 25,000 schedules each, or CP-SAT in half a minute, have found.
KNOWN = (
    102, 96, 97, 86, 85, 176, 121, 92, 111, 105, 222, 148, 111, 106, 100, 197, 172, 123, 99, 85,
)  # fmt: skip
PORTFOLIOS = tuple(range(10))
SCHEDULES, MORE_SCHEDULES = 1000, 5000
QUALITY_LIMIT, MORE_QUALITY_LIMIT = 1.033, 1.028
PATH_LIMIT, MORE_PATH_LIMIT = 1.36, 1.34
MAKESPAN_LIMIT, DELAY_LIMIT = 0.95, 0.8
PASSES = 15
ROUNDS = 3


def measure_levelling(report: Report) -> tuple[Figure, ...]:
    report(Progress(0, 3, "Levelling projects of 120 activities"))
    single = (
        *_single("1000", SCHEDULES, QUALITY_LIMIT, PATH_LIMIT),
        *_single("5000", MORE_SCHEDULES, MORE_QUALITY_LIMIT, MORE_PATH_LIMIT),
    )
    report(Progress(1, 3, "Levelling portfolios"))
    shared = _portfolios()
    report(Progress(2, 3, "Levelling a whole office"))
    return (*single, *shared, _first())


def _single(code: str, schedules: int, limit: float, path_limit: float) -> tuple[Figure, Figure]:
    names = {
        "1000": "120 activities levelled by 1,000 schedules, against the shortest known",
        "5000": "120 activities levelled by 5,000 schedules, against the shortest known",
        "path_1000": "120 activities levelled by 1,000 schedules, against their critical path",
        "path_5000": "120 activities levelled by 5,000 schedules, against their critical path",
    }
    problems = [instance(seed) for seed in range(len(KNOWN))]
    days = [
        _length(level(problem, schedules=schedules).plan.finishes.values()) for problem in problems
    ]
    paths = [_path(problem) for problem in problems]
    path = f"path_{code}"
    return (
        _against(f"levelling.{code}", names[code], days, KNOWN, limit),
        _against(f"levelling.{path}", names[path], days, paths, path_limit),
    )


def _against(
    code: str, name: str, days: Sequence[float], others: Sequence[float], limit: float
) -> Figure:
    """The mean of the ratios, as the literature has it: a long project counts no more than a
    short."""
    ratio = sum(found / known for found, known in zip(days, others, strict=True)) / len(others)
    mean = sum(others) / len(others)
    return Figure(code, name, ratio * mean, mean, limit, DAYS)


def _path(problem: Problem) -> float:
    """The days of a project if there were enough of everything."""
    return _length(level(replace(problem, resources=()), schedules=1).plan.finishes.values())


def _length(finishes: Iterable[int]) -> float:
    return (max(finishes) - BEGIN) / DAY


def _portfolios() -> tuple[Figure, Figure]:
    problems = [portfolio(seed) for seed in PORTFOLIOS]
    makespan = [_found(problem, Objective.MAKESPAN) for problem in problems]
    delay = [_found(problem, Objective.TARDINESS) for problem in problems]
    return (
        Figure(
            "levelling.portfolio",
            "Portfolios' finish levelled by 1,000 schedules, against the better of two rules",
            sum(pair[0] for pair in makespan) / len(problems),
            sum(pair[1] for pair in makespan) / len(problems),
            MAKESPAN_LIMIT,
            DAYS,
        ),
        Figure(
            "levelling.delay",
            "Projects' delay levelled by 1,000 schedules, against the better of two rules",
            sum(pair[0] for pair in delay) / len(problems),
            sum(pair[1] for pair in delay) / len(problems),
            DELAY_LIMIT,
            DAYS,
        ),
    )


def _found(problem: Problem, objective: Objective) -> tuple[float, float]:
    """Days of ours and of the better rule: to the last finish, or of a project's mean delay."""
    ours = level(problem, objective, schedules=SCHEDULES).plan.cost(objective)
    rule = min(by_rules(problem, objective))
    if objective is Objective.MAKESPAN:
        return (ours[2] - BEGIN) / DAY, (rule[2] - BEGIN) / DAY
    scale = DAY * len(problem.projects)
    return ours[2] / scale, rule[2] / scale


def by_rules(problem: Problem, objective: Objective) -> Sequence[tuple[float, ...]]:
    """What a plain serial scheme makes of the two rules' orders."""
    frame = Frame(problem)
    scheme, scorer = Steps(frame, supply_of(frame)), Scorer(frame, objective)
    rules = latest_finishes(frame), slacks(frame)
    return [
        scorer.score(scheme.forward(by_key(frame, list(zip(keys, frame.rank, strict=True)))))
        for keys in rules
    ]


def _first() -> Figure:
    problem = office()
    compiled = compile_network(
        [
            Activity(
                job.id,
                job.duration,
                job.calendar,
                job.project,
                not_before=moment_of(job.release),
            )
            for job in problem.jobs
        ],
        problem.ties,
        list(problem.calendars),
        datetime(2026, 1, 5, 9),
    )
    times = in_turns(
        {
            "ours": partial(level, problem, schedules=1),
            "pass": partial(solve, compiled, PLAIN),
        },
        ROUNDS,
    )
    return Figure(
        "levelling.first",
        "The first plan of 5,000 tasks and 240 people, against one network pass",
        times["ours"],
        times["pass"],
        PASSES,
    )
