"""Levelling: the plan of the priority order first, and then better ones for as long as one waits.

A steady-state genetic search over orders of jobs (Hartmann 1998; the hybrid with double
justification of every child: Valls, Ballestín & Quintanilla 2008). Of two drawn parents the better
is taken; most children come from around one good plan, the others from two of them; of several
projects often one is moved as a whole. The worst of the population makes room. A single small
project is planned from its end every other time (Debels & Vanhoucke 2005: two populations).

Every pass of the serial scheme, forwards or backwards, counts as one schedule. The same seed gives
the same plan where schedules are counted, not seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from random import Random
from time import perf_counter
from typing import NamedTuple

from pmo_desktop.domain.levelling import dates
from pmo_desktop.domain.levelling.explaining import Moved, Unsolved, moves, unsolved
from pmo_desktop.domain.levelling.frame import Frame
from pmo_desktop.domain.levelling.justification import Scheme, pushed_right
from pmo_desktop.domain.levelling.objective import Cost, Objective, Scorer
from pmo_desktop.domain.levelling.orders import by_finish, by_key, by_start
from pmo_desktop.domain.levelling.packed import packed
from pmo_desktop.domain.levelling.plan import Plan, plan_of
from pmo_desktop.domain.levelling.problem import Problem
from pmo_desktop.domain.levelling.resources import HORIZONS, Supply, supply_of
from pmo_desktop.domain.levelling.rules import by_priority, in_time, latest_finishes, one_by_one
from pmo_desktop.domain.levelling.sampling import (
    around,
    around_from_end,
    crossed,
    mutated,
    sampled,
    shifted,
)
from pmo_desktop.domain.levelling.serial import Placed, Steps
from pmo_desktop.progress import Cancelled, Progress, Report, silent

USUAL_SCHEDULES = 1000
REPORTED_EVERY = 0.05
# How many children come from around one parent; where there are several projects, how many have one
# of these moved as a whole.
NEAR = 0.6
SHIFTED = 0.5
# A single project of so few jobs is searched more widely, and from both ends; by how many jobs its
# children differ, forwards and backwards, and how much longer than the parent they may be.
SMALL = 60
NEAR_SMALL = 0.8
FROM_END = 0.5
CHANGES, CHANGES_FROM_END = 15.0, 8.0
STRETCH = 0.25


@dataclass(frozen=True)
class Levelled:
    """`first` is the plan of the priority order, `plan` the best that was found; `schedules` were
    made for it. `stopped` says that the user did not want to wait any longer."""

    plan: Plan
    first: Plan
    schedules: int
    stopped: bool
    supply: Supply

    @cached_property
    def unsolved(self) -> tuple[Unsolved, ...]:
        """What the plan could not hold."""
        return unsolved(self.plan, self.supply)

    @cached_property
    def why(self) -> dict[int, Moved]:
        """By job id: what does not begin where links alone would have it, and why."""
        return moves(self.plan, self.supply)


class Candidate(NamedTuple):
    """A plan in the search; `order` is that of its beginnings."""

    cost: Cost
    order: list[int]
    placed: Placed


class _Over(Exception):
    """There are no more schedules, or no more time, or nothing can be better."""


def level(
    problem: Problem,
    objective: Objective = Objective.MAKESPAN,
    schedules: int | None = None,
    seconds: float | None = None,
    seed: int = 0,
    report: Report = silent,
    better: Callable[[Plan], None] | None = None,
) -> Levelled:
    """`schedules` and `seconds` bound the search, whichever comes first; with neither there are
    `USUAL_SCHEDULES`. The plan of the priority order is always made.

    `better` gets the first plan, and each that is better than all before. Where `report` raises
    `Cancelled` the best so far is handed out, as it is when the time is over.
    """
    if schedules is None and seconds is None:
        schedules = USUAL_SCHEDULES
    search = _Search(problem, objective, schedules, seconds, seed, report, better)
    search.run()
    return Levelled(search.plan, search.first, search.used, search.stopped, search.supply)


class _Search:
    def __init__(
        self,
        problem: Problem,
        objective: Objective,
        schedules: int | None,
        seconds: float | None,
        seed: int,
        report: Report,
        better: Callable[[Plan], None] | None,
    ) -> None:
        begun = perf_counter()
        self.objective = objective
        self.limit = schedules
        self.until = None if seconds is None else begun + seconds
        self.dice = Random(seed)
        self.report, self.better = report, better
        self.used = 0
        self.stopped = False
        self.reported = begun
        self.begun = begun
        self.frame = Frame(problem)
        self.keys = latest_finishes(self.frame)
        self.scorer = Scorer(self.frame, objective)
        self.several = len(self.frame.lasts) > 1
        self.small = not self.several and len(self.frame.order) <= SMALL
        order = by_priority(self.frame, self.keys)
        for horizon in HORIZONS:
            self.supply = supply_of(self.frame, horizon)
            self.scheme: Scheme = packed(self.frame, self.supply) or Steps(self.frame, self.supply)
            started = perf_counter()
            placed = self.scheme.forward(order)
            self.pace = perf_counter() - started
            finish = max(self.frame.finishes(placed.start).values(), default=0)
            if not self.supply.is_exceeded(finish, placed.misfits):
                break
        self.used = 1
        first = self._candidate(placed)
        self.best = first
        self.first = self.plan = plan_of(self.frame, first.placed)
        self.cost = self.plan.cost(objective)
        self.bound = self.scorer.score(Placed(dates.early(self.frame)))
        if better:
            better(self.plan)

    def run(self) -> None:
        """Until there is nothing more to spend, or to gain."""
        try:
            if len(self.frame.order) > 1 and self.best.cost > self.bound:
                self._search()
        except _Over:
            pass
        except Cancelled:
            self.stopped = True

    def _search(self) -> None:
        self._spend()
        population = [self._justified(self.best)]
        size = self._size()
        starts = [by_key(self.frame, list(zip(self.keys, self.frame.rank, strict=True)))]
        if any(job.latest is not None for job in self.frame.jobs):
            starts.append(in_time(self.frame, self.keys))
        if self.several:
            starts.append(one_by_one(self.frame, self.keys))
        while len(population) < size:
            order = starts.pop() if starts else sampled(self.frame, self.keys, self.dice)
            population.append(self._made(order))
        seen = {hash(tuple(one.placed.start)) for one in population}
        while True:
            child = self._child(population)
            key = hash(tuple(child.placed.start))
            if key in seen:
                continue
            worst = max(range(len(population)), key=lambda at: population[at].cost)
            if child.cost <= population[worst].cost:
                seen.add(key)
                population[worst] = child

    def _child(self, population: list[Candidate]) -> Candidate:
        dice = self.dice
        one = self._drawn(population)
        if self.small and dice.random() < FROM_END:
            return self._from_end(one)
        if self.several and dice.random() < SHIFTED:
            order = shifted(self.frame, one.order, dice)
        elif dice.random() < (NEAR_SMALL if self.small else NEAR):
            changes = CHANGES if self.small else 10.0
            order = around(self.frame, one.order, dice, changes)
        else:
            other = self._drawn(population)
            if other is one:
                other = dice.choice(population)
            order = crossed(one.order, other.order, dice)
        return self._made(mutated(self.frame, order, dice))

    def _from_end(self, one: Candidate) -> Candidate:
        """A plan made from its end, with room for all, and pushed to the left."""
        frame = self.frame
        order = around_from_end(
            frame, by_finish(frame, one.placed.start), self.dice, CHANGES_FROM_END
        )
        finishes = frame.finishes(one.placed.start)
        last = max(finishes.values(), default=0)
        first = min(frame.begins(i, frame.floor[i]) for i in frame.order)
        # Never behind what the scheme has slots for: everything one after the other.
        room = max(0, min(int((last - first) * STRETCH), first + sum(frame.span) - last))
        self._spend()
        self.used += 1
        until = dates.caps(frame, dict.fromkeys(finishes, last + room))
        right = self.scheme.backward(order, until, frame.floor)
        self._spend()
        return self._candidate(self._forward(by_start(frame, right.start)))

    def _drawn(self, population: list[Candidate]) -> Candidate:
        one, other = self.dice.choice(population), self.dice.choice(population)
        return one if one.cost <= other.cost else other

    def _size(self) -> int:
        """As many as the schedules to come can bring on."""
        left = self.limit
        if self.until is not None:
            timed = int((self.until - perf_counter()) / max(self.pace, 1e-6))
            left = timed if left is None else min(left, timed)
        assert left is not None
        return max(3, min(60, 10 + left // 200, left // 9))

    def _made(self, order: list[int]) -> Candidate:
        self._spend()
        return self._justified(self._candidate(self._forward(order)))

    def _justified(self, found: Candidate) -> Candidate:
        """The plan pushed to the right and to the left again, where there are schedules for it."""
        if self.limit is not None and self.used + 2 > self.limit:
            return found
        frame, scheme = self.frame, self.scheme
        together = self.objective is Objective.MAKESPAN
        right = pushed_right(frame, scheme, found.placed, together)
        self.used += 1
        self._spend()
        left = self._candidate(self._forward(by_start(frame, right.start)))
        return left if left.cost <= found.cost else found

    def _forward(self, order: list[int]) -> Placed:
        self.used += 1
        return self.scheme.forward(order)

    def _candidate(self, placed: Placed) -> Candidate:
        found = Candidate(self.scorer.score(placed), by_start(self.frame, placed.start), placed)
        if self.used > 1 and found.cost < self.best.cost:
            self._keep(found)
        return found

    def _keep(self, found: Candidate) -> None:
        """A plan that is better than all before."""
        plan = plan_of(self.frame, found.placed)
        cost = plan.cost(self.objective)
        if cost >= self.cost:
            return
        self.best, self.plan, self.cost = found, plan, cost
        if self.better:
            self.better(plan)
        if found.cost <= self.bound:
            raise _Over

    def _spend(self) -> None:
        """Whether there is a schedule to spend."""
        if self.limit is not None and self.used >= self.limit:
            raise _Over
        now = perf_counter()
        if self.until is not None and now >= self.until:
            raise _Over
        if now - self.reported >= REPORTED_EVERY:
            self.reported = now
            self.report(self._progress(now))

    def _progress(self, now: float) -> Progress:
        text = "Levelling: {n} schedules tried"
        if self.limit is not None:
            return Progress(self.used, self.limit, text, {"n": self.used})
        assert self.until is not None
        # In milliseconds, so that the bar grows evenly.
        spent, whole = (round((end - self.begun) * 1000) for end in (now, self.until))
        return Progress(min(spent, whole), whole, text, {"n": self.used}, counted=False)
