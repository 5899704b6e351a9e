"""Ways out of a conflict, each with its price: moved within float, or beyond it; another person; a
split, or less a week; more capacity.

    found = ways_out(workspace, Conflict(person, first, last), report)
    workspace.edit(title_of(way), verb_of(way), *way.args)

Every way is tried in the database and taken back, so that its figures are those that adopting it
brings about. Work of the least important project gives way first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pmo_desktop.domain.ways_out import Conflict, Way, WayKind, WaysOut
from pmo_desktop.progress import Progress, Report, silent
from pmo_desktop.services.ways_out_effects import Priced, tried
from pmo_desktop.services.ways_out_moves import ask_for_less, moves, splits
from pmo_desktop.services.ways_out_people import more_capacity, others
from pmo_desktop.services.ways_out_state import State, read_state
from pmo_desktop.services.ways_out_verbs import VERBS
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

MINUTES_PER_HOUR = 60
Proposals = Callable[[State], Iterator[Priced]]
PROPOSED: tuple[Proposals, ...] = (moves, others, splits, ask_for_less, more_capacity)
TITLES = {
    WayKind.FLOAT: "Move work of {person} within its float",
    WayKind.BEYOND: "Move work of {person}",
    WayKind.OTHER: "Let somebody else do work of {person}",
    WayKind.SPLIT: "Split work of {person}",
    WayKind.REDUCE: "Ask less of {person} a week",
    WayKind.CAPACITY: "Let {person} give more",
}


def ways_out(workspace: Workspace, conflict: Conflict, report: Report = silent) -> WaysOut:
    """All kinds, in their order; of a kind that there is not, one way that says why."""
    state = workspace.query(read_state, conflict)
    proposed = [one for make in PROPOSED for one in make(state)]
    ways: list[Way] = []
    for at, one in enumerate(proposed):
        report(Progress(at, len(proposed), "Trying ways out"))
        ways.append(tried(workspace, state, one) if one.verb else one.way())
    report(Progress(len(proposed), len(proposed), "Trying ways out"))
    asked = state.asked(conflict.person_id)
    capacity = state.capacity(conflict.person_id)
    order = list(WayKind)
    ways.sort(key=lambda way: (order.index(way.kind), not way.exists))
    return WaysOut(
        conflict,
        state.person.name,
        sum(asked[week] for week in state.inside) / MINUTES_PER_HOUR,
        sum(capacity[week] for week in state.inside) / MINUTES_PER_HOUR,
        tuple(ways),
        state.currency,
        state.change,
    )


def verb_of(way: Way) -> Callable[..., Any]:
    """What does it, as `verb(session, *way.args)`."""
    return VERBS[way.verb]


def title_of(way: Way, person: str) -> Title:
    """What the edit is called."""
    return Title(TITLES[way.kind], {"person": person})
