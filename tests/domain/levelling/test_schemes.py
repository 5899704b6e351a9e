"""The quick ways of the schemes, held against slow ones."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from pmo_desktop.domain.levelling import profile
from pmo_desktop.domain.levelling.bridges import Bridge
from pmo_desktop.domain.levelling.frame import Frame
from pmo_desktop.domain.levelling.justification import pushed_left, pushed_right
from pmo_desktop.domain.levelling.objective import Objective, Scorer
from pmo_desktop.domain.levelling.packed import packed
from pmo_desktop.domain.levelling.plan import plan_of
from pmo_desktop.domain.levelling.problem import Problem
from pmo_desktop.domain.levelling.resources import shared_time, supply_of
from pmo_desktop.domain.levelling.rules import by_priority, latest_finishes
from pmo_desktop.domain.levelling.serial import Steps
from pmo_desktop.domain.schedule.lines import CLOCK
from tests.domain.levelling.problems import plain_problems, problems
from tests.domain.networks import CALENDARS, START

LENGTH = 12
Lists = tuple[list[int], list[int]]
takes = st.lists(
    st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 5), st.sampled_from([1, 2])), max_size=8
)


def taken(found: list[tuple[int, int, int]], capacity: int) -> tuple[Lists, list[int]]:
    """As steps, and written out."""
    at, room = [profile.NEVER, 0, profile.EVER], [0, capacity, 0]
    written = [capacity] * 40
    for start, span, units in found:
        profile.take(at, room, units, start, start + span)
        for number in range(start, start + span):
            written[number] -= units
    return (at, room), written


@given(takes, st.integers(1, 3), st.integers(0, LENGTH), st.integers(1, 6), st.integers(1, 3))
def test_the_first_room_is_the_first_that_a_walk_finds(
    found: list[tuple[int, int, int]], capacity: int, start: int, span: int, units: int
) -> None:
    (at, room), written = taken(found, capacity)
    assert at == sorted(set(at))
    first = profile.earliest(at, room, units, start, span)
    walked = next(
        (n for n in range(start, 40 - span) if min(written[n : n + span]) >= units), profile.EVER
    )
    assert first == walked


@given(takes, st.integers(1, 3), st.integers(0, 20), st.integers(1, 6), st.integers(1, 3))
def test_the_last_room_is_the_last_that_a_walk_finds(
    found: list[tuple[int, int, int]], capacity: int, finish: int, span: int, units: int
) -> None:
    (at, room), written = taken(found, capacity)
    last = profile.latest(at, room, units, finish, span)
    walked = next(
        (n for n in range(finish, span - 1, -1) if min(written[n - span : n]) >= units),
        None,
    )
    assert last == (profile.NEVER if walked is None else walked)


@given(
    st.sampled_from([(0, 0), (0, 1), (0, 2), (1, 2)]),
    st.booleans(),
    st.integers(0, 60),
    st.integers(1, 30),
)
def test_a_bridge_leads_every_minute_to_its_own(
    pair: tuple[int, int], clock: bool, first: int, count: int
) -> None:
    home = shared_time(CALENDARS[pair[0]], CALENDARS[pair[1]])
    assume(home is not None)
    assert home is not None
    line = CLOCK if clock else CALENDARS[pair[0]].line
    day = START.toordinal()
    bridge = Bridge(home.line, line, day - 100, day + 800)
    begin = home.line.worked(day * 1440) + first
    minutes = [n for a, b in bridge.pieces(begin, begin + count) for n in range(a, b)]
    assert minutes == [line.worked(home.line.start_at(n)) for n in range(begin, begin + count)]


@given(plain_problems())
def test_packed_slots_and_steps_place_alike(problem: Problem) -> None:
    frame = Frame(problem)
    supply = supply_of(frame)
    quick, slow = packed(frame, supply), Steps(frame, supply)
    assume(quick is not None)
    assert quick is not None
    order = by_priority(frame, latest_finishes(frame))
    placed = quick.forward(order)
    assert placed == slow.forward(order)
    for together in (True, False):
        right = pushed_right(frame, quick, placed, together)
        assert right == pushed_right(frame, slow, placed, together)
        assert pushed_left(frame, quick, right) == pushed_left(frame, slow, right)


@given(problems(), st.sampled_from(Objective))
def test_what_the_search_reckons_with_is_what_the_plan_costs(
    problem: Problem, objective: Objective
) -> None:
    """But for milestones, which the plan puts at their very instant."""
    assume(all(job.duration for job in problem.jobs))
    frame = Frame(problem)
    placed = Steps(frame, supply_of(frame)).forward(by_priority(frame, latest_finishes(frame)))
    assert Scorer(frame, objective).score(placed) == plan_of(frame, placed).cost(objective)
