"""Committing a review: all that was not left out, as one edit; a backup is made first.

Files with conflicts that nobody has decided stay under review.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_desktop.exchange.comparing.choice import Choice
from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context

if TYPE_CHECKING:
    from pmo_desktop.services.importing import CommitResult
    from pmo_desktop.storage.workspace import Workspace


def is_ready(choice: Choice) -> bool:
    """Whether something of a file is taken, and all its conflicts are decided."""
    return bool(choice.count and not choice.undecided())


def is_waiting(choice: Choice) -> bool:
    """Whether a file waits for somebody to decide its conflicts."""
    return bool(choice.whole and choice.undecided())


@dataclass(frozen=True)
class Commit:
    """What is committed, as it was decided when the user said so, and what is not."""

    ready: tuple[Choice, ...]
    waiting: tuple[Path, ...]
    # Of files that say what is known: in the inbox of a round they are dealt with as well.
    unchanged: frozenset[str]

    @property
    def files(self) -> int:
        return len({choice.file.path.name for choice in self.ready})

    @property
    def doubts(self) -> int:
        """How many doubtful matches nobody has answered."""
        return sum(len(choice.doubts()) for choice in self.ready)

    def write(self, workspace: Workspace, report: Report) -> CommitResult:
        """The edit; raises what the workspace does."""
        from pmo_desktop.services.importing import commit
        from pmo_desktop.storage.changes import Title

        changes = tuple(change for choice in self.ready for change in choice.changes())
        workspace.backup("before-import")
        title = Title("Import {n} files", {"n": self.files})
        return workspace.edit(title, commit, changes, report, self.unchanged).result


def commit_of(choices: Sequence[Choice]) -> Commit:
    return Commit(
        tuple(choice.copy() for choice in choices if is_ready(choice)),
        tuple(choice.file.path for choice in choices if is_waiting(choice)),
        frozenset(
            choice.file.understood.digest
            for choice in choices
            if choice.whole and choice.file.state == "unchanged"
        ),
    )


def tell_committed(context: Context, result: CommitResult, doubts: int) -> None:
    """Say what was taken in, and what of it is still open."""
    added, changed = result.added, result.changed
    if doubts:
        context.warn(
            "{files} files were taken in: {added} records added, {changed} changed; {n} "
            "doubtful matches were left out. Choose the files again to answer them.",
            n=doubts,
            files=result.files,
            added=added,
            changed=changed,
        )
    else:
        context.inform(
            "{n} files were taken in: {added} records added, {changed} changed.",
            n=result.files,
            added=added,
            changed=changed,
        )
