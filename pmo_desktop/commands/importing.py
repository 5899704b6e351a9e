"""`import`: returned spreadsheets and plans are read, compared, shown, and taken in as one edit."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, FAILED, FINDINGS, Outcome
from pmo_desktop.commands.pool import Deciding, take_in_pools
from pmo_desktop.commands.shared import speak_of_own_fields, workspace
from pmo_desktop.commands.timesheets import take_in_returns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pmo_desktop.exchange.comparing.choice import Choice
    from pmo_desktop.exchange.comparing.places import Policy
    from pmo_desktop.exchange.findings import Finding
    from pmo_desktop.exchange.plans.reading import PlanReading
    from pmo_desktop.exchange.understood import Understood
    from pmo_desktop.language import Language
    from pmo_desktop.storage.workspace import Workspace

COUNTED = ("error", "warning")
MOVES_SHOWN = 20


def take_in(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.exchange.comparing.checking import check_all
    from pmo_desktop.exchange.comparing.choice import Choice
    from pmo_desktop.exchange.comparing.review import review
    from pmo_desktop.exchange.pool.review import pools_among
    from pmo_desktop.exchange.reporting import as_json
    from pmo_desktop.exchange.returns import returns_among
    from pmo_desktop.exchange.rounds.assigning import with_their_projects

    answers = {"yes": options.yes, "dry_run": options.dry_run}
    with workspace(options, create=True, language=console.language) as opened:
        speak_of_own_fields(opened, console)
        pools, understood = pools_among(_understood(opened, options, console))
        sheets, understood = returns_among(understood)
        deciding = Deciding(options.conflicts, options.doubtful, options.missing == "remove")
        people = take_in_pools(opened, pools, console, deciding, **answers)
        worked = take_in_returns(opened, sheets, console, **answers)
        found = review(opened, with_their_projects(opened, understood), console.report)
        decided = [Choice(file, policy(options)) for file in found.files]
        check_all(opened, decided, console.report)
        for choice in decided:
            show(choice, console)
        committed = worked.committed or people.committed
        lines = [*([people.line] if pools else []), *([worked.line] if sheets else [])]
        is_about_projects = bool(decided or not lines)
        if is_about_projects:
            written, line = commit_decided(opened, decided, console, **answers)
            committed, lines = committed or written, [*lines, line]
    result = {**as_json(found, console.language, decided), "committed": committed}
    result |= worked.result | people.result
    status = _status(decided, committed, options) if is_about_projects else DONE
    if worked.waits or people.waits:
        status = FAILED
    elif (worked.told or people.told) and status == DONE:
        status = FINDINGS
    return Outcome(status, result, tuple(lines))


def _understood(
    opened: Workspace, options: argparse.Namespace, console: Console
) -> list[Understood]:
    from pmo_desktop.exchange.files.collecting import spreadsheets
    from pmo_desktop.exchange.plans.understanding import keeping_dates
    from pmo_desktop.exchange.remembering import choices
    from pmo_desktop.exchange.team.mapping_file import read
    from pmo_desktop.exchange.understanding import understand_all

    known = choices(opened, read(options.mapping) if options.mapping else None)
    files = spreadsheets(options.files)
    understood = understand_all(files, report=console.report, choices=known)
    return [keeping_dates(file, True) if options.keep_dates else file for file in understood]


def policy(options: argparse.Namespace) -> Policy:
    """What is decided of conflicts and doubts by the command's options; else they are held back."""
    from pmo_desktop.exchange.comparing.places import Answer, Decision, Policy

    conflicts = {"file": Decision.ACCEPT, "database": Decision.KEEP}
    doubts = {"take": Answer.SAME, "new": Answer.NEW}
    return Policy(conflicts.get(options.conflicts, Decision.OPEN), doubts.get(options.doubtful))


def commit_decided(
    opened: Workspace,
    decided: Sequence[Choice],
    console: Console,
    *,
    yes: bool,
    dry_run: bool = False,
) -> tuple[bool, str]:
    """Whether it was written, and the sentence that says so."""
    from pmo_desktop.services.importing import commit
    from pmo_desktop.storage.changes import Title

    say = console.language.text
    changes = [change for choice in decided for change in choice.changes()]
    unchanged = {c.file.understood.digest for c in decided if c.file.state == "unchanged"}
    waiting = {c.file.understood.digest for c in decided if c.undecided() or c.doubts()}
    if all(choice.file.state == "refused" for choice in decided):
        return False, say("None of these files can be taken in.")
    if not changes:
        if yes and not dry_run:
            # In the inbox of a round they are dealt with.
            title = Title("Import {n} files", {"n": len(unchanged)})
            opened.edit(title, commit, (), console.report, unchanged)
        return False, say("Nothing is to be taken from these files.")
    if dry_run:
        return False, say("Nothing was written: this was a dry run.")
    if not (yes or console.asks(say("Commit these changes?"))):
        return False, say("Nothing was written. Add --yes to commit.")
    opened.backup("before-import")
    title = Title("Import {n} files", {"n": len({change.file_name for change in changes})})
    done = opened.edit(title, commit, changes, console.report, unchanged, waiting).result
    return True, say(
        "{n} files were taken in: {added} records added, {changed} changed.",
        n=done.files,
        added=done.added,
        changed=done.changed,
    )


def _status(decided: Sequence[Choice], committed: bool, options: argparse.Namespace) -> int:
    if all(choice.file.state == "refused" for choice in decided):
        return FAILED
    if any(choice.changes() for choice in decided) and not committed and not options.dry_run:
        return FAILED
    findings = any(f.severity in COUNTED for choice in decided for f in choice.file.findings)
    return FINDINGS if findings else DONE


def show(choice: Choice, console: Console) -> None:
    """What a file would do, and what could not be read in it, for people."""
    from pmo_desktop.exchange.findings import say as say_finding

    say, file = console.language.text, choice.file
    name = file.path.name
    records = [record for change in choice.changes() for record in change.changes]
    added = sum(record.kind == "add" for record in records)
    if file.state == "refused":
        console.say(say("{file}: cannot be taken in", file=name))
    elif not records:
        console.say(say("{file}: nothing to change", file=name))
    else:
        console.say(
            say(
                "{file}: {added} to add, {changed} to change",
                file=name,
                added=added,
                changed=len(records) - added,
            )
        )
    if file.understood.plan is not None:
        for line in _moves(file.understood.plan, console.language):
            console.say(f"  {line}")
    for line in _held_back(choice, say):
        console.say(f"  {line}")
    # Of a plan all is told: what it was turned into is seen nowhere else.
    for finding in file.findings:
        if finding.severity in COUNTED or file.understood.plan is not None:
            console.say(f"  {_place(finding)}{say_finding(finding, console.language)}")


def _moves(reading: PlanReading, language: Language) -> Iterator[str]:
    """The first of what would move; `--json` has all of it."""
    from pmo_desktop.exchange.plans.telling import say_move

    for move in reading.moves[:MOVES_SHOWN]:
        yield say_move(move, language)
    rest = len(reading.moves) - MOVES_SHOWN
    if rest > 0:
        yield language.text("and {n} more: --json lists them all.", n=rest)


def _held_back(choice: Choice, say: Callable[..., str]) -> Iterator[str]:
    """What of the file waits for a decision."""
    conflicts, doubts = len(choice.undecided()), len(choice.doubts())
    if conflicts:
        yield say(
            "{n} conflicts are held back: decide them in the window, or add --conflicts file or "
            "--conflicts database.",
            n=conflicts,
        )
    if doubts:
        yield say(
            "{n} doubtful rows and names are held back: decide them in the window, or add "
            "--doubtful take (they are the ones that they look like) or --doubtful new.",
            n=doubts,
        )


def _place(finding: Finding) -> str:
    place = "!".join(filter(None, (finding.sheet, finding.cell)))
    return f"{place}: " if place else ""


DECIDING = (
    Argument(
        ("--conflicts",),
        "whose value counts where both have changed it; else it is held back and told",
        {"choices": ("file", "database"), "default": None},
    ),
    Argument(
        ("--doubtful",),
        "what doubtful rows and names are: the known ones (take), new ones (new), or held "
        "back and told (leave)",
        {"choices": ("take", "new", "leave"), "default": "leave"},
    ),
    Argument(("--yes",), "commit without asking", {"action": "store_true"}),
)
IMPORT = Command(
    "import",
    "Take in returned spreadsheets, timesheets, and plans of Microsoft Project (XML) and "
    "GanttProject: what they say is shown before anything is written.",
    take_in,
    (
        Argument(
            ("files",),
            "spreadsheets and plan files (.xml, .gan), or folders of them",
            {"type": Path, "nargs": "+", "metavar": "FILE"},
        ),
        Argument(
            ("--mapping",),
            "a shared mapping file, for every spreadsheet that it fits",
            {"type": Path, "metavar": "FILE.json", "default": None},
        ),
        Argument(
            ("--keep-dates",),
            "of plan files: tasks that would lie elsewhere by links, constraints and calendars "
            "keep the recorded dates and become fixed",
            {"action": "store_true"},
        ),
        Argument(
            ("--dry-run",), "show what would change, and write nothing", {"action": "store_true"}
        ),
        Argument(
            ("--missing",),
            "what becomes of rows that a workbook of the pool was sent with and no longer has: "
            "they stay and are told (keep), or are removed (remove)",
            {"choices": ("keep", "remove"), "default": "keep"},
        ),
        *DECIDING,
    ),
)
