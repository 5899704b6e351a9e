"""What went back to the teams, noted in the inboxes of the rounds: who got a file back owes one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pmo_desktop.services.rounds import mark_returned
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

if TYPE_CHECKING:
    from pmo_desktop.exchange.comparing.review import FileReview
    from pmo_desktop.exchange.returning.returned import Returned


def note_returned(
    workspace: Workspace, files: Sequence[FileReview], returned: Sequence[Returned]
) -> int:
    """Mark what was returned of these files; returns how many rows of inboxes that are. Files that
    are in no inbox leave no trace."""
    written = {item.source for item in returned if item.path is not None}
    digests = {file.understood.digest for file in files if file.path in written}
    title = Title("Return {n} files", {"n": len(digests)})
    noted: int = workspace.edit(title, mark_returned, digests).result
    return noted
