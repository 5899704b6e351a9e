"""How fast a large plan is reckoned: a full pass against networkx's longest path.

A plan of 100,000 tasks with 150,000 links in 200 projects, on three calendars with China's holidays
and make-up days. What is measured are both passes and all floats over the compiled network, as
arrays; beside it `networkx.dag_longest_path` over the same graph, prebuilt, which knows no calendar
and gives one path.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from importlib import import_module
from importlib.util import find_spec

from pmo_desktop.bench.figure import Figure, in_turns
from pmo_desktop.domain.activities import Activity, Tie
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.holidays import statutory_days
from pmo_desktop.domain.schedule.compiled import compile_network
from pmo_desktop.domain.schedule.solving import solve
from pmo_desktop.domain.tasks import LinkType
from pmo_desktop.progress import Progress, Report

TASKS, LINKS = 100_000, 150_000
PROJECT = 500
BACK = 60
ROUNDS = 5
LIMIT = 0.1
START = datetime(2025, 1, 6, 9)
DAY = 480
KINDS = (LinkType.FS,) * 8 + (LinkType.SS, LinkType.FF)
LAGS = (0,) * 6 + (DAY, 2 * DAY)
DURATIONS = (0, DAY // 2, DAY, 2 * DAY, 3 * DAY, 5 * DAY, 10 * DAY)


def measure_network(report: Report) -> tuple[Figure, ...]:
    """Nothing where networkx is not installed: it comes with what development needs."""
    if find_spec("networkx") is None:
        report(Progress(0, 1, "The full pass is not measured: networkx is not installed"))
        return ()
    report(Progress(0, 1, "Scheduling 100,000 tasks"))
    activities, ties = plan(TASKS, LINKS)
    compiled = compile_network(activities, ties, calendars(), START)
    for _ in range(2):
        solve(compiled)  # what is asked for again has its tables
    times = in_turns(
        {"ours": partial(solve, compiled), "networkx": longest_path(activities, ties)}, ROUNDS
    )
    return (
        Figure(
            "network.pass",
            "A full pass over 100,000 tasks and 150,000 links, against networkx's longest path",
            times["ours"],
            times["networkx"],
            LIMIT,
        ),
    )


def calendars() -> list[Calendar]:
    """An office's, one of six days a week, and one with Saturday mornings."""
    days = [(day.day, day.hours) for year in (2025, 2026) for day in statutory_days(year) or []]
    return [
        Calendar.from_text(days=days),
        Calendar.from_text("08:00-12:00,13:30-17:30;" * 6, days),
        Calendar.from_text("09:00-12:00,13:00-18:00;" * 5 + "09:00-12:00;", days),
    ]


def plan(tasks: int, links: int) -> tuple[list[Activity], list[Tie]]:
    """Projects whose tasks follow some of those shortly before them."""
    dice = random.Random(1)
    activities = [
        Activity(n, dice.choice(DURATIONS), calendar=n // PROJECT % 3, project=n // PROJECT)
        for n in range(tasks)
    ]
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < links:
        after = dice.randrange(tasks)
        before = after - dice.randrange(1, BACK)
        if before // PROJECT == after // PROJECT:
            pairs.add((before, after))
    return activities, [Tie(*pair, dice.choice(KINDS), dice.choice(LAGS)) for pair in sorted(pairs)]


def longest_path(activities: Sequence[Activity], ties: Sequence[Tie]) -> partial[object]:
    """The baseline, over a graph that is built: every link as long as its predecessor."""
    networkx = import_module("networkx")  # the program itself does not stand on it
    graph = networkx.DiGraph()
    graph.add_nodes_from(range(len(activities)))
    graph.add_weighted_edges_from(
        (tie.predecessor, tie.successor, activities[tie.predecessor].duration_minutes)
        for tie in ties
    )
    return partial(networkx.dag_longest_path, graph)
