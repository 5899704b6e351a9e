"""Dates that must hold, before anything is looked for: where no order of the work keeps one, what
leads to it stays where it would lie if nobody had too much, and the overload is told.

So a hard date, or a task that is not to move, is never given up for somebody's room.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from pmo_desktop.domain.levelling.plan import Plan
from pmo_desktop.domain.levelling.problem import Problem
from pmo_desktop.domain.levelling.search import level
from pmo_desktop.progress import Report
from pmo_desktop.services.levelling_problem import Asked

TRIES = 100
ROUNDS = 4
# The part of what may be spent that each round takes at most: the rest is for the plan itself.
PART = 0.1


def settled(asked: Asked, report: Report) -> tuple[Problem, int]:
    """The problem with what cannot be moved in time where it stays, and the schedules spent."""
    problem, used = asked.problem, 0
    dated = {job.id for job in problem.jobs if job.pinned is None and job.latest is not None}
    bounds = asked.bounds
    tries, seconds = TRIES, None
    if bounds.schedules is not None:
        tries = min(TRIES, max(1, int(bounds.schedules * PART)))
    if bounds.seconds is not None:
        seconds = bounds.seconds * PART
    for turn in range(ROUNDS):
        if not dated:
            break
        done = level(problem, bounds.objective, tries, seconds, bounds.seed, report)
        used += done.schedules
        late = overdue(problem, done.plan)
        if not late:
            break
        if turn == ROUNDS - 1:
            late = dated
        problem = _staying(asked, problem, _leading_to(problem, late))
    return problem, used


def overdue(problem: Problem, plan: Plan) -> set[int]:
    """What ends behind its hard date."""
    return {
        job.id
        for job in problem.jobs
        if job.pinned is None and job.latest is not None and plan.finishes[job.id] > job.latest
    }


def _leading_to(problem: Problem, jobs: Iterable[int]) -> set[int]:
    """These, and all that something of them follows."""
    before: dict[int, set[int]] = defaultdict(set)
    for tie in problem.ties:
        before[tie.successor].add(tie.predecessor)
    found: set[int] = set()
    to_do = list(jobs)
    while to_do:
        job = to_do.pop()
        if job not in found:
            found.add(job)
            to_do += before[job]
    return found


def _staying(asked: Asked, problem: Problem, jobs: set[int]) -> Problem:
    index, start = asked.compiled.index, asked.base.placed.start
    return replace(
        problem,
        jobs=[
            replace(job, pinned=int(start[index[job.id]]))
            if job.id in jobs and job.pinned is None
            else job
            for job in problem.jobs
        ],
    )
