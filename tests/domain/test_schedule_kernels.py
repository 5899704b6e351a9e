"""Two kernels, one truth: plain Python and numpy by levels say the same of every network."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_desktop.domain.activities import Activity, Tie
from pmo_desktop.domain.calendars import STANDARD, Calendar
from pmo_desktop.domain.schedule import levels, plain
from pmo_desktop.domain.schedule.compiled import Compiled, compile_network
from pmo_desktop.domain.schedule.lines import OutsideTables
from pmo_desktop.domain.schedule.solution import Solution
from pmo_desktop.domain.schedule.solving import WIDE, kernel_for, solve
from pmo_desktop.domain.tasks import Constraint, LagKind, LinkType
from tests.domain.networks import CALENDARS, RICH, START, Net, nets, phased

DAY = 480
START_DAY = datetime(2026, 11, 2, 9)
LONGER = Calendar.from_text(
    "08:00-12:00,13:30-17:30;" * 6,
    {date(2026, 11, 9) + timedelta(days=n): "" for n in range(5)}
    | {date(2026, 11, 15): "09:00-12:00"},
)
ROUND = Calendar.from_text("00:00-24:00;" * 6 + "00:00-24:00")


def said(solution: Solution) -> tuple[object, ...]:
    """Everything that a solution holds, as plain lists."""
    placed = [[int(n) for n in numbers] for numbers in solution.placed]
    rest = [[int(n) for n in numbers] for numbers in (solution.late, solution.total, solution.free)]
    return placed, rest, dict(solution.finishes)


def counted(compiled: Compiled, solution: Solution) -> tuple[object, ...]:
    """As `said`, of what lies outside loops."""
    there = compiled.order
    placed = [[int(numbers[i]) for i in there] for numbers in solution.placed]
    rest = [
        [int(numbers[i]) for i in there]
        for numbers in (solution.late, solution.total, solution.free)
    ]
    return placed, rest, dict(solution.finishes)


@settings(max_examples=150, deadline=None)
@given(nets(kinds=RICH, status=True, rich=True))
def test_both_kernels_say_the_same_of_small_networks(net: Net) -> None:
    compiled = compile_network(net.activities, net.ties, CALENDARS, START, net.status)
    assert said(solve(compiled, levels)) == said(solve(compiled, plain))  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None)
@given(phased(kinds=RICH, status=True))
def test_both_kernels_say_the_same_behind_shares_of_summaries(net: Net) -> None:
    compiled = compile_network(net.activities, net.ties, CALENDARS, START, net.status)
    assert said(solve(compiled, levels)) == said(solve(compiled, plain))  # type: ignore[arg-type]


def large(count: int, seed: int) -> tuple[list[Activity], list[Tie]]:
    """Tasks of all kinds on three calendars, some hundred of them a level, with a loop."""
    dice = random.Random(seed)

    def activity(number: int) -> Activity:
        minutes = dice.choice([0, 60, 240, DAY, 3 * DAY, 10 * DAY])
        moment = START_DAY + timedelta(hours=dice.randrange(24 * 90))
        kind = dice.random()
        if kind < 0.05:
            length = timedelta(days=dice.randrange(5))
            return Activity(number, minutes, fixed=True, start=moment, finish=moment + length)
        if kind < 0.1:
            return Activity(number, minutes, actual_start=moment, percent_complete=dice.random())
        constraint = dice.choice(list(Constraint)) if kind < 0.2 else Constraint.ASAP
        return Activity(
            number,
            minutes,
            calendar=dice.randrange(3),
            project=dice.randrange(2),
            constraint=constraint,
            constraint_date=moment,
            honours_constraint=dice.random() < 0.7,
            elapsed=dice.random() < 0.05,
            gaps=((120, DAY),) if dice.random() < 0.1 else (),
            deadline=moment if dice.random() < 0.05 else None,
        )

    ties = []
    for number in range(1, count):
        for _ in range(dice.randrange(4)):
            kind = dice.choice([LinkType.FS] * 5 + list(LinkType))
            lag_kind = dice.choice([LagKind.WORKING] * 6 + list(LagKind))
            lag = dice.choice([0, 0, 0, DAY, 90, -DAY])
            before = dice.randrange(max(0, number - 900), number)
            ties.append(Tie(before, number, kind, lag, lag_kind, 0.5))
    ties += [Tie(count - 1, count - 2), Tie(count - 2, count - 1)]
    return [activity(number) for number in range(count)], ties


@pytest.mark.parametrize("seed", range(3))
def test_both_kernels_say_the_same_of_large_networks(seed: int) -> None:
    activities, ties = large(4_000, seed)
    status = START_DAY + timedelta(days=12) if seed else None
    compiled = compile_network(activities, ties, [STANDARD, LONGER, ROUND], START_DAY, status)
    assert compiled.loops
    fast, slow = solve(compiled, levels), solve(compiled, plain)  # type: ignore[arg-type]
    assert counted(compiled, fast) == counted(compiled, slow)
    solve(compiled)
    assert kernel_for(compiled) is levels


def test_what_is_asked_for_once_is_for_plain_python() -> None:
    compiled = compile_network([Activity(n, DAY) for n in range(4_000)], [], STANDARD, START_DAY)
    assert kernel_for(compiled) is plain
    assert kernel_for(compiled) is levels


def test_narrow_and_small_networks_are_for_plain_python() -> None:
    few = compile_network([Activity(n, DAY) for n in range(100)], [], STANDARD, START_DAY)
    assert [kernel_for(few), kernel_for(few)] == [plain, plain]
    count = 4_000
    chains = [Tie(n, n + WIDE // 2) for n in range(count - WIDE // 2)]
    narrow = compile_network([Activity(n, DAY) for n in range(count)], chains, STANDARD, START_DAY)
    assert [kernel_for(narrow), kernel_for(narrow)] == [plain, plain]


def test_dates_that_lead_out_of_the_tables_are_reckoned_in_python() -> None:
    activities = [Activity(n, DAY) for n in range(5_000)]
    ties = [Tie(n, n + 2_500) for n in range(2_500)]
    activities[7] = Activity(7, 200 * 250 * DAY)
    compiled = compile_network(activities, ties, STANDARD, START_DAY)
    with pytest.raises(OutsideTables):
        levels.forward(compiled)
    solve(compiled)
    found = solve(compiled)
    assert said(found) == said(solve(compiled, plain))  # type: ignore[arg-type]
    assert max(found.placed.finish) // (1440 * 365) > 2200


@pytest.mark.parametrize("year", [1900, 9999])
def test_a_date_of_another_age_stands_in_nobody_s_way(year: int) -> None:
    """The tables would be too long for the year 9999, and are long enough for 1900."""
    far = Activity(1, DAY, constraint=Constraint.MSO, constraint_date=datetime(year, 6, 1, 9))
    activities = [far, *(Activity(n, DAY) for n in range(2, 5_000))]
    compiled = compile_network(activities, [Tie(2, 3)], STANDARD, START_DAY)
    kernel_for(compiled)
    assert (kernel_for(compiled) is levels) == (year == 1900)
    assert said(solve(compiled)) == said(solve(compiled, plain))  # type: ignore[arg-type]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 2_000))
def test_tables_turn_instants_and_numbers_as_the_lines_do(first: int, step: int) -> None:
    import numpy as np

    from pmo_desktop.domain.schedule.lines import CLOCK
    from pmo_desktop.domain.schedule.tables import Tables
    from pmo_desktop.domain.timeline import instant_of

    lines = [*(calendar.line for calendar in (*CALENDARS, STANDARD, LONGER)), CLOCK]
    day = START_DAY.toordinal()
    tables = Tables(lines, day - 20, day + 60)
    instants = np.arange(20) * step + instant_of(START_DAY) + first
    for n, line in enumerate(lines):
        rows, entries = tables.rows[[n] * 20], tables.entries[[n] * 20]
        numbers = tables.worked(instants, rows)
        assert numbers.tolist() == [line.worked(int(one)) for one in instants]
        starts = tables.start_at(numbers, entries, rows)
        assert starts.tolist() == [line.start_at(int(one)) for one in numbers]


def test_small_plans_leave_numpy_where_it_is() -> None:
    program = """
import sys
from datetime import datetime
from pmo_desktop.domain.activities import Activity, Tie
from pmo_desktop.domain.calendars import STANDARD
from pmo_desktop.domain.network import schedule
found = schedule([Activity(n, 480) for n in range(500)],
                 [Tie(n, n + 1) for n in range(499)], STANDARD, datetime(2026, 11, 2, 9))
assert len(found.activities) == 500 and found.activities[499].critical
assert "numpy" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)
