"""Balancing: the portfolio levelled by priority, within bounds, and what that means for it.

    found = asked(session, bounds)          # reads; see `services.levelling_problem`
    levelled = balance(found, report, better)   # needs no session any more
    workspace.edit(Title("..."), adopt, levelled.tasks)   # see `services.balancing`

What is handed out is what the schedule itself makes of the levelled starts, so that adopting it
leads to these very dates: where the schedule cannot follow (a date that wins over links, say), the
difference stands among what is unsolved.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from pmo_desktop.domain.balance import Levelled
from pmo_desktop.domain.levelling.explaining import moves
from pmo_desktop.domain.levelling.plan import Plan
from pmo_desktop.domain.levelling.resources import Supply, supply_of
from pmo_desktop.domain.levelling.search import level
from pmo_desktop.progress import Report, silent
from pmo_desktop.services.levelling_dates import overdue, settled
from pmo_desktop.services.levelling_outcome import Outcome
from pmo_desktop.services.levelling_problem import Asked, asked

__all__ = ["Asked", "asked", "balance"]
Better = Callable[[Levelled], None]
# So often a better plan is made ready to be looked at.
SHOWN_EVERY = 1.5


def balance(found: Asked, report: Report = silent, better: Better | None = None) -> Levelled:
    """The best plan within the bounds. `better` gets the first plan as soon as it is there, and
    then, now and then, the best so far; where `report` raises `Cancelled` the best is returned."""
    begun = perf_counter()
    shown: float | None = None
    bounds = found.bounds

    def outcome(plan: Plan, schedules: int, supply: Supply) -> Levelled:
        told = moves(plan, supply)
        made = Outcome(found, plan, schedules, perf_counter() - begun, supply.outside_ids)
        return made.levelled(told.get)

    def take(plan: Plan) -> None:
        """A plan that gives up a date that must hold is no plan yet."""
        nonlocal shown
        now = perf_counter()
        soon = shown is None or now - shown >= SHOWN_EVERY
        if better is not None and soon and not overdue(problem, plan):
            better(outcome(plan, 0, supply_of(plan.frame)))
            shown = perf_counter()

    problem, used = settled(found, report)
    spent = perf_counter() - begun
    done = level(
        problem,
        bounds.objective,
        None if bounds.schedules is None else max(1, bounds.schedules - used),
        None if bounds.seconds is None else max(0.0, bounds.seconds - spent),
        bounds.seed,
        report,
        take,
    )
    return outcome(done.plan, used + done.schedules, done.supply)
