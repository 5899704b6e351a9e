"""The rounds as their panel shows them: all in a list, one with its inbox and its plan."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pmo_desktop.services.round_rows import Inbox, RoundRow
    from pmo_desktop.services.rounds import RoundPlan
    from pmo_desktop.storage.workspace import Workspace

# Instead of a round's id: the one that is being made, and whichever is the newest.
NEW, NEWEST = 0, -1


class Rounds(NamedTuple):
    """`inbox` and `plan` are those of the round that is shown; while a new one is made there are
    none."""

    rows: tuple[RoundRow, ...] = ()
    inbox: Inbox | None = None
    plan: RoundPlan | None = None


def read_rounds(workspace: Workspace, wanted: int) -> Rounds:
    """With the wanted round shown, or the newest where that one is gone."""
    from pmo_desktop.services.round_rows import inbox, plan_of, rounds

    known = workspace.query(rounds)
    ids = [row.id for row in known]
    shown = wanted if wanted in (NEW, *ids) else next(iter(ids), NEW)
    if shown == NEW:
        return Rounds(known)
    return Rounds(
        known, workspace.query(inbox, shown, date.today()), workspace.query(plan_of, shown)
    )
