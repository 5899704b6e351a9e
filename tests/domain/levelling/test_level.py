"""Levelling small plans that can be reckoned by hand."""

from __future__ import annotations

from datetime import datetime

from pmo_desktop.domain.activities import Tie
from pmo_desktop.domain.calendars import STANDARD
from pmo_desktop.domain.levelling.explaining import MoveReason, UnsolvedReason
from pmo_desktop.domain.levelling.problem import Job, Need, Problem, Project, Resource
from pmo_desktop.domain.levelling.search import level
from pmo_desktop.domain.timeline import instant_of, moment_of

MONDAY = instant_of(datetime(2026, 11, 2, 9))
DAY = 480
ANA = 7


def job(number: int, days: int, project: int = 1, **more: object) -> Job:
    needs = (Need(ANA, 100),)
    return Job(number, project, days * DAY, needs=needs, release=MONDAY, **more)  # type: ignore[arg-type]


def problem(*jobs: Job, ties: tuple[Tie, ...] = (), capacity: int = 100) -> Problem:
    projects = Project(1, priority=1), Project(2, priority=2)
    return Problem(jobs, ties, [STANDARD], [Resource(ANA, ((0, capacity),))], projects)


def test_who_is_needed_twice_does_the_more_important_project_first() -> None:
    found = level(problem(job(1, 2, project=2), job(2, 1, project=1)))
    first = found.first
    assert moment_of(first.starts[2]) == datetime(2026, 11, 2, 9)
    assert moment_of(first.starts[1]) == datetime(2026, 11, 3, 9)
    assert moment_of(first.finishes[1]) == datetime(2026, 11, 4, 18)
    assert not found.unsolved


def test_what_was_moved_names_whom_it_waits_for_and_what_took_the_room() -> None:
    found = level(
        problem(job(1, 2, project=2), job(2, 1), job(3, 1, project=2), ties=(Tie(1, 3),)),
        schedules=1,
    )
    moved = found.why
    assert moved[1] == (1, DAY, MoveReason.ROOM, ANA, (2,))
    assert moved[3] == (3, DAY, MoveReason.LINK, None, (1,))
    assert 2 not in moved


def test_a_need_beyond_all_there_is_takes_what_there_is_and_is_told() -> None:
    found = level(problem(job(1, 1), capacity=50))
    assert moment_of(found.plan.finishes[1]) == datetime(2026, 11, 2, 18)
    [told] = found.unsolved
    assert (told.job, told.resource, told.reason) == (1, ANA, UnsolvedReason.TOO_MUCH)
    assert told.params == {"needed": 100, "greatest": 50}
