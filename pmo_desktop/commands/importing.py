"""`import`: returned spreadsheets are read, compared, shown, and taken in as one edit."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, FAILED, FINDINGS, Outcome
from pmo_desktop.commands.shared import workspace

if TYPE_CHECKING:
    from pmo_desktop.exchange.comparing.review import FileReview, Review
    from pmo_desktop.exchange.findings import Finding
    from pmo_desktop.storage.workspace import Workspace

COUNTED = ("error", "warning")


def take_in(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.exchange.comparing.review import review
    from pmo_desktop.exchange.files.collecting import spreadsheets
    from pmo_desktop.exchange.remembering import choices
    from pmo_desktop.exchange.reporting import as_json
    from pmo_desktop.exchange.team.mapping_file import read as read_mapping
    from pmo_desktop.exchange.understanding import understand_all

    with workspace(options, create=True) as opened:
        known = choices(opened, read_mapping(options.mapping) if options.mapping else None)
        files = spreadsheets(options.files)
        understood = understand_all(files, report=console.report, choices=known)
        found = review(opened, understood, console.report)
        for file in found.files:
            _show(file, console)
        committed, line = _commit(opened, found, options, console)
    result = {**as_json(found, console.language), "committed": committed}
    return Outcome(_status(found, committed, options), result, (line,))


def _commit(
    opened: Workspace, found: Review, options: argparse.Namespace, console: Console
) -> tuple[bool, str]:
    """Whether it was written, and the sentence that says so."""
    from pmo_desktop.services.importing import commit
    from pmo_desktop.storage.changes import Title

    say = console.language.text
    changes = found.changes
    if all(file.state == "refused" for file in found.files):
        return False, say("None of these files can be taken in.")
    if not changes:
        return False, say("Nothing is to be taken from these files.")
    if options.dry_run:
        return False, say("Nothing was written: this was a dry run.")
    if not (options.yes or console.asks(say("Commit these changes?"))):
        return False, say("Nothing was written. Add --yes to commit.")
    opened.backup("before-import")
    title = Title("Import {n} files", {"n": len({change.file_name for change in changes})})
    done = opened.edit(title, commit, changes, console.report).result
    return True, say(
        "{n} files were taken in: {added} records added, {changed} changed.",
        n=done.files,
        added=done.added,
        changed=done.changed,
    )


def _status(found: Review, committed: bool, options: argparse.Namespace) -> int:
    if all(file.state == "refused" for file in found.files):
        return FAILED
    if found.changes and not committed and not options.dry_run:
        return FAILED
    findings = any(f.severity in COUNTED for file in found.files for f in file.findings)
    return FINDINGS if findings else DONE


def _show(file: FileReview, console: Console) -> None:
    """What a file would do, and what could not be read in it, for people."""
    from pmo_desktop.exchange.findings import say as say_finding

    say = console.language.text
    name = file.path.name
    if file.state == "refused":
        console.say(say("{file}: cannot be taken in", file=name))
    elif not file.records:
        console.say(say("{file}: nothing to change", file=name))
    else:
        console.say(
            say(
                "{file}: {added} to add, {changed} to change",
                file=name,
                added=file.added,
                changed=file.changed,
            )
        )
    for finding in file.findings:
        if finding.severity in COUNTED:
            console.say(f"  {_place(finding)}{say_finding(finding, console.language)}")


def _place(finding: Finding) -> str:
    place = "!".join(filter(None, (finding.sheet, finding.cell)))
    return f"{place}: " if place else ""


IMPORT = Command(
    "import",
    "Take in returned spreadsheets: what they say is shown before anything is written.",
    take_in,
    (
        Argument(
            ("files",),
            "spreadsheets, or folders of them",
            {"type": Path, "nargs": "+", "metavar": "FILE"},
        ),
        Argument(
            ("--mapping",),
            "a shared mapping file, for every spreadsheet that it fits",
            {"type": Path, "metavar": "FILE.json", "default": None},
        ),
        Argument(
            ("--dry-run",), "show what would change, and write nothing", {"action": "store_true"}
        ),
        Argument(("--yes",), "commit without asking", {"action": "store_true"}),
    ),
)
