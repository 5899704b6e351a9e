"""What follows from how a task is to be scheduled: constraints with dates, estimates in order.

A constraint needs a date: one that was given without takes the task's own, one that needs none
loses it. A date given to a task without constraint means that it shall not start earlier; without
its date a constraint is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmo_desktop.domain.calendars import ROUND_THE_CLOCK_WEEK, Calendar
from pmo_desktop.domain.tasks import Constraint
from pmo_desktop.language import Term
from pmo_desktop.services.dates import fitted_finish, fitted_start
from pmo_desktop.services.refused import Refused

UNDATED = (Constraint.ASAP, Constraint.ALAP)
OF_FINISH = (Constraint.FNET, Constraint.FNLT, Constraint.MFO)
ESTIMATES = ("optimistic", "likely", "pessimistic")
ROUND_THE_CLOCK = Calendar.from_text(ROUND_THE_CLOCK_WEEK)
# What of a task is looked at here: where none of these was given nothing follows.
CONCERNED = frozenset(("constraint", "constraint_date", "elapsed", "resume",
                       *(f"{name}_minutes" for name in ESTIMATES)))  # fmt: skip


def planned(row: Mapping[str, Any], old: Mapping[str, Any], calendar: Calendar) -> dict[str, Any]:
    """More columns of a task of which `row` is to be written and `old` stands (new: empty).

    Raises `Refused` for a constraint that has no date to take, and for estimates out of order.
    """
    if CONCERNED.isdisjoint(row):
        return {}
    found = _constrained(row, old, calendar)
    if row.get("resume") is not None:
        found["resume"] = fitted_start(row["resume"], calendar)
    if "elapsed" in row and old and "duration_minutes" not in row:
        found |= _of_same_days(row, old, calendar)
    _check_estimates({**old, **row})
    return found


def _constrained(
    row: Mapping[str, Any], old: Mapping[str, Any], calendar: Calendar
) -> dict[str, Any]:
    if "constraint" not in row and "constraint_date" not in row:
        return {}
    kind = Constraint(row.get("constraint", old.get("constraint", Constraint.ASAP)))
    moment = row.get("constraint_date", old.get("constraint_date"))
    if "constraint" not in row:
        if moment is None:
            kind = Constraint.ASAP
        elif kind in UNDATED:
            kind = Constraint.SNET
    if kind in UNDATED:
        return {"constraint": kind.value, "constraint_date": None}
    merged = {**old, **row}
    if moment is None:
        moment = merged.get("finish" if kind in OF_FINISH else "start")
    if moment is None:
        raise Refused("A constraint of this kind needs a date: give “{field}” as well.",
                      field=Term("task.constraint_date"))  # fmt: skip
    fit = fitted_finish if kind in OF_FINISH else fitted_start
    return {"constraint": kind.value, "constraint_date": fit(moment, calendar)}


def _of_same_days(
    row: Mapping[str, Any], old: Mapping[str, Any], calendar: Calendar
) -> dict[str, Any]:
    """As many days as before, of the clock or of work."""
    if bool(row["elapsed"]) == bool(old.get("elapsed")):
        return {}
    before, after = calendar.minutes_per_day, ROUND_THE_CLOCK.minutes_per_day
    if not row["elapsed"]:
        before, after = after, before
    return {"duration_minutes": round(old.get("duration_minutes", 0) * after / before)}


def _check_estimates(merged: Mapping[str, Any]) -> None:
    names = [n for n in ESTIMATES if merged.get(f"{n}_minutes") is not None]
    given = [merged[f"{name}_minutes"] for name in names]
    for i in range(len(given) - 1):
        if given[i] > given[i + 1]:
            raise Refused("“{less}” must not be longer than “{more}”.",
                          less=Term(f"task.{names[i]}"),
                          more=Term(f"task.{names[i + 1]}"))  # fmt: skip
