"""What a user does to a round and to what was received for it, each one edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmo_desktop.domain.rounds import FileState
from pmo_desktop.ui.context import Context

if TYPE_CHECKING:
    from pmo_desktop.services.round_rows import RoundRow
    from pmo_desktop.services.rounds import RoundPlan


def close_or_open(context: Context, shown: RoundRow) -> None:
    """Close the round, or open it again."""
    from pmo_desktop.services.rounds import close_round, reopen_round
    from pmo_desktop.storage.changes import Title

    params = {"period": shown.period}
    if shown.is_open:
        context.edit(Title("Close the round {period}", params), close_round, shown.id)
    else:
        context.edit(Title("Open the round {period} again", params), reopen_round, shown.id)


def change(context: Context, round_id: int, plan: RoundPlan) -> None:
    """Have the round as it is planned."""
    from pmo_desktop.services.rounds import change_round
    from pmo_desktop.storage.changes import Title

    title = Title("Change the round {period}", {"period": plan.period})
    context.edit(title, change_round, round_id, plan)


def add_project(context: Context, shown: RoundRow, project_id: int) -> None:
    """Ask one more project in the round."""
    from pmo_desktop.services.rounds import add_project as add
    from pmo_desktop.storage.changes import Title

    title = Title("Change the round {period}", {"period": shown.period})
    context.edit(title, add, shown.id, project_id)


def set_state(context: Context, files: list[int], state: str) -> None:
    """Say what was done with received files."""
    from pmo_desktop.services.rounds import set_file_state
    from pmo_desktop.storage.changes import Title

    title = Title("Change the state of {n} received files", {"n": len(files)})
    context.edit(title, set_file_state, files, FileState(state))


def assign(context: Context, file_id: int, project_id: int) -> None:
    """Say of which project a received file is."""
    from pmo_desktop.services.rounds import assign_file
    from pmo_desktop.storage.changes import Title

    context.edit(Title("Say whose a file is"), assign_file, file_id, project_id)
