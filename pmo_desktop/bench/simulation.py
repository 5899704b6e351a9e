"""How fast schedule risk is simulated: a thousand runs against one pass in plain Python.

The network is that of `bench.network`, with 10,000 tasks, all links' types and lags and three
calendars; every task has three points. Durations are drawn, both passes made for each run, every
task's criticality counted. Beside it stands one textbook pass forwards and one backwards over the
same tasks and links, in lists and whole minutes, which knows no calendar.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from pmo_desktop.bench.figure import Figure, in_turns
from pmo_desktop.bench.network import START, calendars, plan
from pmo_desktop.domain.activities import Activity, Tie
from pmo_desktop.domain.estimates import Estimate
from pmo_desktop.domain.schedule.compiled import compile_network
from pmo_desktop.domain.simulation import simulate
from pmo_desktop.domain.tasks import LinkType
from pmo_desktop.progress import Progress, Report

TASKS, LINKS, RUNS = 10_000, 15_000, 1000
ROUNDS = 3
LIMIT = 60.0
SHORTEST, LONGEST = 0.8, 1.6
FROM_FINISH = (LinkType.FS, LinkType.FF)
TO_FINISH = (LinkType.FF, LinkType.SF)


def measure_simulation(report: Report) -> tuple[Figure, ...]:
    """One figure."""
    report(Progress(0, 1, "Simulating 10,000 tasks"))
    activities, ties = plan(TASKS, LINKS)
    compiled = compile_network(activities, ties, calendars(), START)
    estimates = {
        one.id: Estimate(minutes * SHORTEST, minutes, minutes * LONGEST)
        for one in activities
        if (minutes := one.duration_minutes)
    }
    works: dict[str, Callable[[], object]] = {
        "ours": partial(simulate, compiled, estimates, runs=RUNS),
        "plain": plain_pass(activities, ties),
    }
    times = in_turns(works, ROUNDS)
    return (
        Figure(
            "simulation.runs",
            "1,000 simulated runs of 10,000 tasks with criticality, against one plain Python pass",
            times["ours"],
            times["plain"],
            LIMIT,
        ),
    )


def plain_pass(activities: Sequence[Activity], ties: Sequence[Tie]) -> Callable[[], list[int]]:
    """The baseline; its ties run from lower to higher ids, so that no order is to be found."""
    count = len(activities)
    minutes = [activity.duration_minutes for activity in activities]
    incoming: list[list[tuple[int, bool, bool, int]]] = [[] for _ in range(count)]
    outgoing: list[list[tuple[int, bool, bool, int]]] = [[] for _ in range(count)]
    for tie in ties:
        ends = tie.type in FROM_FINISH, tie.type in TO_FINISH, tie.lag_minutes
        incoming[tie.successor].append((tie.predecessor, *ends))
        outgoing[tie.predecessor].append((tie.successor, *ends))

    def floats() -> list[int]:
        start, finish = [0] * count, [0] * count
        for n in range(count):
            begin = 0
            for before, from_finish, to_finish, lag in incoming[n]:
                pull = (finish[before] if from_finish else start[before]) + lag
                if to_finish:
                    pull -= minutes[n]
                if pull > begin:
                    begin = pull
            start[n], finish[n] = begin, begin + minutes[n]
        late = [max(finish)] * count
        for n in range(count - 1, -1, -1):
            for after, from_finish, to_finish, lag in outgoing[n]:
                room = (late[after] if to_finish else late[after] - minutes[after]) - lag
                if not from_finish:
                    room += minutes[n]
                if room < late[n]:
                    late[n] = room
        return [late[n] - finish[n] for n in range(count)]

    return floats
