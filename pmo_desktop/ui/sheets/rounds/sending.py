"""Sending out a round's workbooks: all that it asks for, or some once more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pmo_desktop.progress import Report
from pmo_desktop.ui.sheets.rounds.reading import NEW

if TYPE_CHECKING:
    from pmo_desktop.exchange.workbook.sending import SentOut
    from pmo_desktop.services.rounds import RoundPlan
    from pmo_desktop.storage.workspace import Workspace

Work = Callable[[Report], "SentOut"]


def sending(workspace: Workspace, round_id: int, plan: RoundPlan, begun: list[int]) -> Work:
    """Begin the round, or change it, and send it; `begun` is given its id once there is one, also
    where the sending is stopped."""

    def work(report: Report) -> SentOut:
        from pmo_desktop.exchange.rounds.sending import send_round

        begun.append(_kept(workspace, round_id, plan))
        return send_round(workspace, begun[0], report)

    return work


def sending_again(workspace: Workspace, round_id: int, projects: Sequence[int]) -> Work:
    """Send these projects' workbooks once more."""

    def work(report: Report) -> SentOut:
        from pmo_desktop.exchange.rounds.sending import send_round

        return send_round(workspace, round_id, report, projects)

    return work


def _kept(workspace: Workspace, round_id: int, plan: RoundPlan) -> int:
    """The id of the round, begun or changed so that it is as planned."""
    from pmo_desktop.services.rounds import change_round, open_round
    from pmo_desktop.storage.changes import Title

    params = {"period": plan.period}
    if round_id == NEW:
        title = Title("Begin the round {period}", params)
        begun: int = workspace.edit(title, open_round, plan).result
        return begun
    workspace.edit(Title("Change the round {period}", params), change_round, round_id, plan)
    return round_id
