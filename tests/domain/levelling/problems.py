"""Random small problems on calendars with a few working minutes a day."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from hypothesis import strategies as st

from pmo_desktop.domain.levelling.problem import Job, Need, Problem, Project, Resource
from pmo_desktop.domain.timeline import instant_of
from tests.domain.networks import CALENDARS, CLOCKS, ties_between

COUNT = 7
MOMENTS = [instant_of(CLOCKS[calendar].begin(number)) for calendar in (0, 1) for number in
           range(100, 128, 3)]  # fmt: skip
LATER = [instant_of(CLOCKS[0].end(number)) for number in range(110, 190, 7)]
ODD = [moment + 311 for moment in MOMENTS[:4]]


# Strategies are made once: to check a new one takes many times as long as to draw from it.


@lru_cache(maxsize=None, typed=True)
def some(*of: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(of)


@cache
def whole(first: int, last: int) -> st.SearchStrategy[int]:
    return st.integers(first, last)


capacities = st.dictionaries(some(*MOMENTS, *LATER), some(0, 50, 100, 200), max_size=3)
both_due = st.tuples(some(None, *LATER), some(None, *LATER))


@cache
def needs(resources: int) -> st.SearchStrategy[tuple[Need, ...]]:
    number, units = st.integers(0, resources - 1), st.sampled_from([50, 100, 100, 150])
    whole = st.builds(Need, number, units, st.just(0), st.none())
    part = st.builds(Need, number, st.just(50), st.integers(0, 3), st.integers(1, 6))
    wholes = st.lists(whole, max_size=2, unique_by=lambda one: one.resource)
    parts = st.lists(part, max_size=3)
    return st.one_of(wholes, wholes, st.builds(list.__add__, wholes, parts)).map(tuple)


@cache
@st.composite
def jobs(draw: st.DrawFn, number: int, resources: int, calendars: tuple[int, ...]) -> Job:
    duration = draw(some(0, 1, 2, 3, 5, 7))
    rich = draw(whole(0, 9))
    gaps = draw(some((), (), ((1, 2),), ((1, 1), (2, 3)))) if rich == 1 else ()
    elapsed = rich == 2 and not gaps
    return Job(
        number,
        draw(whole(1, 3)),
        duration * 30 if elapsed else duration,
        draw(some(*calendars)),
        draw(needs(resources)),
        release=draw(some(*MOMENTS, *ODD)),
        latest=draw(some(*LATER)) if rich == 3 else None,
        due=draw(some(*LATER)) if rich == 4 else None,
        pinned=draw(some(*MOMENTS)) if rich == 5 else None,
        priority=draw(whole(1, 2)),
        gaps=gaps,
        elapsed=elapsed,
    )


@cache
@st.composite
def supplies(draw: st.DrawFn, number: int, calendars: tuple[int, ...]) -> Resource:
    steps = draw(capacities)
    start = draw(some(100, 100, 150, 200, 0))
    own = draw(some(None, None, *calendars))
    return Resource(number, ((0, start), *sorted(steps.items())), own)


@st.composite
def problems(draw: st.DrawFn, mixed: bool = True) -> Problem:
    """With `mixed` on three calendars that hardly have anything in common."""
    count = draw(whole(1, COUNT))
    calendars = (0, 1, 2) if mixed and draw(st.booleans()) else (0,)
    resources = draw(whole(1, 3))
    return Problem(
        [draw(jobs(n, resources, calendars)) for n in range(count)],
        draw(ties_between(count, rich=True)) if count > 1 else (),
        CALENDARS,
        [draw(supplies(n, calendars)) for n in range(resources)],
        [
            Project(n, draw(whole(1, 3)), draw(some(1.0, 2.0)), due)
            for n, due in enumerate(draw(both_due), 1)
        ],
    )


@st.composite
def plain_problems(draw: st.DrawFn) -> Problem:
    """On one calendar, without rests or ways over the clock, and with enough in the end."""
    found = draw(problems(mixed=False))
    jobs = [
        replace(
            job, gaps=(), elapsed=False, duration=job.duration % 8, release=MOMENTS[n % 5],
            needs=tuple(need for need in job.needs if need.last is None),
        )
        for n, job in enumerate(found.jobs)
    ]  # fmt: skip
    last = max(LATER) + 1
    resources = [
        replace(one, capacity=(*one.capacity, (last, 200)), calendar=None)
        for one in found.resources
    ]
    ties = draw(ties_between(len(jobs))) if len(jobs) > 1 else []
    return replace(found, jobs=jobs, ties=ties, resources=resources)
