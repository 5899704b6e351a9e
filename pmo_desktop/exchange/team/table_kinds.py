"""What kind of table headers make: a plan, a register, a list of people or of projects.

A header counts for every kind of which it may be a field; a sheet's name and the title above a
table may speak of one of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from pmo_desktop.exchange.parsing import words
from pmo_desktop.exchange.parsing.text import plain
from pmo_desktop.exchange.team.headers import SURE, Meanings

NAMELESS = 0.3
DOUBTED = 0.6

# What a table must have: one of the first and one of the second, at least.
ESSENTIAL: Mapping[str, tuple[tuple[frozenset[str], frozenset[str]], ...]] = {
    table: tuple((frozenset(first.split()), frozenset(second.split())) for first, second in pairs)
    for table, pairs in {
        "task": (
            ("name wbs name1 name2", "start finish dates duration percent_complete predecessors "
             "people state deadline actual_start actual_finish"),
            ("duration", "predecessors"),
            ("start", "finish"),
        ),
        "risk": (("name", "probability impact cost owner due response action state rating"),
                 ("probability", "impact")),
        "issue": (("name", "severity owner due action state"),),
        "person": (("name", "role department email capacity contact"),),
        "project": (
            ("name code", "manager budget spent department phase state priority sponsor programme "
             "objective currency start description"),
            ("item", "budget spent"),
            ("budget", "spent"),
        ),
        "status": (("achievements plans", "plans support period status_date quality"),),
        "decision": (("name", "recommendation outcome due state impact decided_on"),),
    }.items()
}  # fmt: skip


# What names a table's rows, where it is not `name` alone.
NAMING: Mapping[str, tuple[str, ...]] = {
    "task": ("name", "wbs", "name1"),
    "risk": ("name", "code"),
    "issue": ("name", "code"),
    "project": ("name", "code", "item"),
    "status": ("achievements", "plans"),
}


@lru_cache(maxsize=2048)
def spoken_of(text: str) -> frozenset[str]:
    """The tables that a sheet's name or a title speaks of: `风险登记` of risks."""
    low = plain(text).lower()
    return frozenset(
        table for table in ESSENTIAL if any(w in low for w in words.lists()[f"table.{table}"])
    )


def kinds(found: Sequence[Meanings]) -> dict[str, float]:
    """How well headers make each of the tables that they can make; nothing for the others.

    A header counts for a table by its score there, less where other tables know it as well.
    """
    best: dict[str, dict[str, float]] = {table: {} for table in ESSENTIAL}
    columns: dict[str, dict[str, set[int]]] = {table: {} for table in ESSENTIAL}
    for index, column in enumerate(found):
        tops: dict[str, float] = {}
        for meaning in column:
            tops[meaning.table] = max(meaning.score, tops.get(meaning.table, 0.0))
        total = sum(tops.values())
        for meaning in column:
            table, _, name = meaning.code.partition(".")
            worth = meaning.score * meaning.score / total
            best[table][name] = max(worth, best[table].get(name, 0.0))
            columns[table].setdefault(name, set()).add(index)
    scores = {
        table: sum(fields.values())
        for table, fields in best.items()
        if _is_whole(table, columns[table])
    }
    if "project" in scores and not best["project"].keys() & {"name", "code", "item"}:
        # Amounts alone are a project's only where nothing else makes sense of them.
        scores["project"] *= NAMELESS
    elif "project" in scores and "task" in scores and not _names_projects(found):
        # `Stage | Description | Owner | Start | End` has more of a plan than of a list of projects.
        scores["project"] *= DOUBTED
    return scores


def _names_projects(found: Sequence[Meanings]) -> bool:
    """Whether a header can be nothing less than a project's name or code."""
    wanted = ("project.name", "project.code", "project.item", "project.manager", "project.budget")
    return any(m.score == SURE and m.code in wanted for column in found for m in column)


def _is_whole(table: str, columns: Mapping[str, set[int]]) -> bool:
    """Whether fields that a table must have are there, in columns of their own."""
    for first, second in ESSENTIAL[table]:
        ones = set().union(*(columns[name] for name in first & columns.keys()))
        others = set().union(*(columns[name] for name in second & columns.keys()))
        if ones and others and len(ones | others) > 1:
            return True
    return False
