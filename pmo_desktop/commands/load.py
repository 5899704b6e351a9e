"""`load`: how much is asked of whom and when, against what there is; what is wrong with it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, FINDINGS, Outcome
from pmo_desktop.commands.shared import workspace
from pmo_desktop.domain.load import WEEKS_AHEAD
from pmo_desktop.services.refused import Refused

if TYPE_CHECKING:
    from pmo_desktop.domain.load_matrix import Floats
    from pmo_desktop.language import Language
    from pmo_desktop.services.load_findings import LoadFinding
    from pmo_desktop.services.load_matrix import LoadMatrix
    from pmo_desktop.services.overload import Overload
    from pmo_desktop.services.shortage import Shortage

BY = ("person", "role", "skill", "department", "team", "project", "programme")
GRAINS = ("day", "week", "month", "quarter")
UNITS = ("share", "hours", "days", "fte")
DIGITS = 4


def load(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.services.load_findings import load_findings
    from pmo_desktop.services.load_matrix import load_matrix
    from pmo_desktop.services.office import office
    from pmo_desktop.services.overload import overload
    from pmo_desktop.services.shortage import shortage

    with workspace(options, create=False) as opened:
        first = options.first or opened.query(office).status_date
        until = options.until or first + timedelta(weeks=WEEKS_AHEAD, days=-1)
        if until < first:
            raise Refused("The last day comes before the first.")
        more = {"candidates": options.candidates}
        found = opened.query(load_matrix, options.by, options.grain, first, until, **more)
        last = found.edges[-1] - timedelta(days=1)
        findings = opened.query(load_findings, found.edges[0], last, **more)
        short = opened.query(shortage, options.grain, first, until, **more)
        over = opened.query(overload)
    result = {
        "by": options.by,
        "grain": options.grain,
        "unit": options.unit,
        "first": found.edges[0].isoformat(),
        "until": last.isoformat(),
        "candidates": options.candidates,
        **_matrix(found, options.unit),
        "overload": _overload(over),
        "shortage": _shortage(short, found, options.unit),
        "findings": [_finding(one, console.language) for one in findings],
    }
    lines = [*_lines(found, options.unit, console.language), _over_line(over, console.language)]
    lines += [console.language.text(one.reason.rule, **one.reason.params) for one in findings]
    return Outcome(FINDINGS if findings else DONE, result, tuple(lines))


def _matrix(found: LoadMatrix, unit: str) -> dict[str, Any]:
    """Demand and capacity in the unit (as shares: of capacity), `load` always as shares."""
    loads, has = found.load(), found.by.is_of_people
    both = found.load(soft=True)
    return {
        "columns": [
            {"first": day.isoformat(), "until": (end - timedelta(days=1)).isoformat()}
            for day, end in zip(found.buckets, found.edges[1:], strict=True)
        ],
        "rows": [
            {
                "id": row.key if isinstance(row.key, int) else None,
                "name": row.name,
                "role": row.note,
                "department": row.department,
                "hard": _values(found.shown(found.hard[at], unit, at)),
                "soft": _values(found.shown(found.soft[at], unit, at)),
                "capacity": _values(found.shown(found.capacity[at], unit, at)) if has else None,
                "load": _values(loads[at]),
                "load_with_soft": _values(both[at]),
            }
            for at, row in enumerate(found.rows)
        ],
        "total": {
            "hard": _values(found.shown(found.asked_in_all, unit)),
            "soft": _values(found.shown(found.soft_in_all, unit)),
            "capacity": _values(found.shown(found.everybody, unit)),
        },
    }


def _values(values: Floats) -> list[float | None]:
    """An endless load is None: something is asked where there is nothing to give."""
    return [None if value == float("inf") else round(value, DIGITS) for value in values.tolist()]


def _shortage(short: Shortage, found: LoadMatrix, unit: str) -> list[dict[str, Any]]:
    """In person-days where the unit is a share, which a skill has none of."""
    of = "days" if unit == "share" else unit
    return [
        {
            "skill": one.name,
            "holders": len(one.holders),
            "open": _values(found.shown(one.open, of)),
            "free": _values(found.shown(one.free, of)),
            "short": _values(found.shown(one.short, of)),
        }
        for one in short.skills
    ]


def _overload(found: Overload) -> dict[str, Any]:
    """By the week, in the one window that it is counted in, whatever the matrix shows."""
    return {
        "first": found.first.isoformat(),
        "until": found.last.isoformat(),
        "weeks": found.weeks,
        "above": found.limit,
        "people": len(found.people),
        "person_weeks": found.person_weeks,
        "hours": round(found.hours, DIGITS),
        "who": [
            {
                "id": one.person_id,
                "name": one.name,
                "weeks": [week.monday.isoformat() for week in one.weeks],
                "hours": round(one.hours, DIGITS),
                "most": None if one.most == float("inf") else round(one.most, DIGITS),
            }
            for one in found.people
        ],
    }


def _over_line(found: Overload, language: Language) -> str:
    return language.text(
        "In the next {weeks} weeks, until {day}, {n} people are overloaded in {person_weeks} weeks"
        " together, by {hours} h",
        weeks=found.weeks,
        day=language.date(found.last),
        n=len(found.people),
        person_weeks=found.person_weeks,
        hours=language.number(round(found.hours)),
    )


def _finding(found: LoadFinding, language: Language) -> dict[str, Any]:
    return {
        "kind": found.kind.value,
        "sentence": language.text(found.reason.rule, **found.reason.params),
        "rows": [{"table": row.table, "id": row.id, "label": row.label} for row in found.rows],
    }


def _lines(found: LoadMatrix, unit: str, language: Language) -> Iterator[str]:
    """A table, tab by tab, of firm demand; softly asked in brackets."""
    yield "\t".join(["", *(language.date(day) for day in found.buckets)])
    loads, both = found.load(), found.load(soft=True)
    for at, row in enumerate(found.rows):
        hard, soft = found.shown(found.hard[at], unit, at), found.shown(found.soft[at], unit, at)
        cells = []
        for bucket in range(len(found.buckets)):
            if unit == "share":
                words = _percent(loads[at][bucket], language)
                # Beside what is endless nothing is more.
                is_more = soft[bucket] and loads[at][bucket] != float("inf")
                more = _percent(both[at][bucket] - loads[at][bucket], language) if is_more else ""
            else:
                words = language.number(float(hard[bucket]), 1)
                more = language.number(float(soft[bucket]), 1) if soft[bucket] else ""
            cells.append(f"{words} (+{more})" if more else words)
        yield "\t".join([row.name or language.text("Not given"), *cells])


def _percent(load: float, language: Language) -> str:
    return "∞" if load == float("inf") else language.percent(float(load))


def day(text: str) -> date:
    """A day of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(text) from None


LOAD = Command(
    "load",
    "Show how much is asked of whom, and what there is.",
    load,
    (
        Argument(("--by",), "rows (person)", {"choices": BY, "default": "person"}),
        Argument(("--grain",), "columns (week)", {"choices": GRAINS, "default": "week"}),
        Argument(
            ("--unit",),
            "share of capacity, hours, person-days or full-time people (share)",
            {"choices": UNITS, "default": "share"},
        ),
        Argument(
            ("--from",),
            "the first day, YYYY-MM-DD (the status date)",
            {"type": day, "metavar": "DAY", "dest": "first"},
        ),
        Argument(("--until",), "the last day (12 weeks on)", {"type": day, "metavar": "DAY"}),
        Argument(
            ("--candidates",),
            "with what proposed projects would ask for",
            {"action": "store_true"},
        ),
    ),
)
