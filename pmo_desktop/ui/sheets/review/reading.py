"""What a review does beside the window: files are read, understood and compared."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pmo_desktop.exchange.comparing.choice import Choice
from pmo_desktop.progress import Progress, Report

if TYPE_CHECKING:
    from pmo_desktop.exchange.comparing.review import FileReview
    from pmo_desktop.exchange.team.mapping import FileMapping
    from pmo_desktop.exchange.understood import Understood
    from pmo_desktop.storage.workspace import Workspace


class Found(NamedTuple):
    """The files under review; `returned` are those among them that are about no project:
    timesheets, answers to requests."""

    choices: list[Choice]
    returned: Sequence[Understood] = ()


Work = Callable[[Report], Found]


def reading(
    workspace: Workspace,
    paths: Sequence[Path],
    mappings: Mapping[Path, FileMapping],
    elsewhere: Collection[Path],
) -> Work:
    """Read files and folders; `mappings` say how somebody wants a file to be read, and what is
    reviewed `elsewhere` is left out."""

    def work(report: Report) -> Found:
        from pmo_desktop.exchange.files.collecting import spreadsheets
        from pmo_desktop.exchange.remembering import choices
        from pmo_desktop.exchange.returns import returns_among
        from pmo_desktop.exchange.understanding import understand_all

        report(Progress(0, 0, "Looking for spreadsheets"))
        known = choices(workspace, by_path=mappings)
        understood = understand_all(spreadsheets(paths), report=report, choices=known)
        returned, understood = returns_among(understood)
        return Found(
            _compared(workspace, understood, (), report),
            [one for one in returned if one.path not in elsewhere],
        )

    return work


def comparing(
    workspace: Workspace, understood: Sequence[Understood], before: Iterable[Choice]
) -> Work:
    """Compare again what was read; what was decided `before` stays where nothing else changes."""
    return lambda report: Found(_compared(workspace, understood, before, report))


def _compared(
    workspace: Workspace,
    understood: Sequence[Understood],
    before: Iterable[Choice],
    report: Report,
) -> list[Choice]:
    from pmo_desktop.exchange.comparing.review import review
    from pmo_desktop.exchange.rounds.assigning import with_their_projects

    known = {choice.file.path: choice for choice in before}
    found = review(workspace, with_their_projects(workspace, understood), report).files
    return [counted(_decided_before(file, known.get(file.path))) for file in found]


def counted(choice: Choice) -> Choice:
    """The choice with what a look at it asks for worked out already."""
    assert choice.count >= 0
    assert choice.file.state
    return choice


def _decided_before(file: FileReview, known: Choice | None) -> Choice:
    """The choice of a file; where it would change the same as before, what was decided stays."""
    if known is not None and _changes(known.file) == _changes(file):
        return known
    return Choice(file)


def _changes(file: FileReview) -> list[Any]:
    """What a file would change, without the identities, which are new each time."""
    return [
        (change.project_id, change.code, [replace(record, uid=None) for record in change.changes])
        for change in file.differences
    ]
