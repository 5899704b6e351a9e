"""`return`: the teams' files go back to them, with what is doubtful marked in a copy of each."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, FAILED, FINDINGS, Outcome
from pmo_desktop.commands.shared import speak_of_own_fields, workspace
from pmo_desktop.language import Language

if TYPE_CHECKING:
    from pmo_desktop.exchange.returning.returned import Returned


def give_back(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.exchange.comparing.checking import check_all
    from pmo_desktop.exchange.comparing.choice import Choice
    from pmo_desktop.exchange.comparing.review import review
    from pmo_desktop.exchange.files.collecting import spreadsheets
    from pmo_desktop.exchange.remembering import choices as remembered
    from pmo_desktop.exchange.returning.returned import return_files
    from pmo_desktop.exchange.rounds.assigning import with_their_projects
    from pmo_desktop.exchange.rounds.returning import note_returned
    from pmo_desktop.exchange.understanding import understand_all

    with workspace(options, create=True, language=console.language) as opened:
        speak_of_own_fields(opened, console)
        files = spreadsheets(options.files)
        understood = understand_all(files, report=console.report, choices=remembered(opened))
        found = review(opened, with_their_projects(opened, understood), console.report)
        choices = check_all(opened, list(map(Choice, found.files)), console.report)
        reviewed = [choice.file for choice in choices]
        returned = return_files(
            reviewed,
            options.output,
            Language(options.language) if options.language else None,
            office=console.language,
            notes=options.all,
            report=console.report,
        )
        note_returned(opened, reviewed, returned)
    for item in returned:
        _show(item, console)
    listed = [_as_json(item, console.language) for item in returned]
    written = sum(item.path is not None for item in returned)
    result = {
        "files": listed,
        "counts": {
            "files": len(found.files),
            "returned": written,
            "marked_cells": sum(item.marked_cells for item in returned),
        },
    }
    return Outcome(_status(returned), result, (_summary(returned, written, options, console),))


def _status(returned: Sequence[Returned]) -> int:
    if not returned:
        return DONE
    return FINDINGS if any(item.path is not None for item in returned) else FAILED


def _summary(
    returned: Sequence[Returned], written: int, options: argparse.Namespace, console: Console
) -> str:
    say = console.language.text
    if not returned:
        return say("There is nothing to return: no file has findings for its team.")
    if not written:
        return say("None of the files could be returned.")
    return say(
        "{n} files to return are in {folder}", n=written, folder=console.file_line(options.output)
    )


def _show(item: Returned, console: Console) -> None:
    """What became of one file, for people."""
    say = console.language.text
    if item.path is not None:
        console.say(
            say(
                "{file}: {n} findings, {cells} cells marked, in {copy}",
                file=item.source.name,
                n=item.findings,
                cells=item.marked_cells,
                copy=item.path.name,
            )
        )
    for told in item.notes:
        console.say(f"  {say(told.rule, **told.params)}")


def _as_json(item: Returned, language: Language) -> dict[str, Any]:
    return {
        "file": item.source.name,
        "path": str(item.source),
        "kind": str(item.kind),
        "returned": str(item.path) if item.path else None,
        "findings": item.findings,
        "marked_cells": item.marked_cells,
        "notes": [language.text(told.rule, **told.params) for told in item.notes],
    }


RETURN = Command(
    "return",
    "Write copies of the teams' files in which what is doubtful is marked.",
    give_back,
    (
        Argument(
            ("files",),
            "spreadsheets, or folders of them",
            {"type": Path, "nargs": "+", "metavar": "FILE"},
        ),
        Argument(
            ("-o", "--output"),
            "the folder to write to",
            {"type": Path, "required": True, "metavar": "FOLDER"},
        ),
        Argument(("--all",), "also what is for information only", {"action": "store_true"}),
    ),
)
