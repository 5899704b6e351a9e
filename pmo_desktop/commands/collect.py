"""`collect`: files that came back go into the inbox of a round; who is missing is said.

With `--import` what waits in the inbox is compared and taken in as well, and so are the timesheets,
the answers to requests and the files about people that came along, so that a round can run from a
scheduled task.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.importing import DECIDING, commit_decided, policy, show
from pmo_desktop.commands.outcome import DONE, FAILED, FINDINGS, Outcome
from pmo_desktop.commands.pool import Deciding, take_in_pools
from pmo_desktop.commands.round_choice import chosen_round
from pmo_desktop.commands.shared import speak_of_own_fields, workspace
from pmo_desktop.commands.timesheets import take_in_returns

if TYPE_CHECKING:
    from pmo_desktop.commands.pool import PeopleTakenIn
    from pmo_desktop.commands.timesheets import TakenIn
    from pmo_desktop.exchange.rounds.collecting import Looked
    from pmo_desktop.services.round_rows import Inbox
    from pmo_desktop.storage.workspace import Workspace


def collect(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.exchange.rounds import as_json, collecting
    from pmo_desktop.services.round_rows import inbox, project_keys

    with workspace(options, create=False) as opened:
        round_id = chosen_round(opened, options.round).id
        looked = collecting.collect(opened, options.files, round_id, console.report)
        labels = {key.id: f"{key.code} {key.name}".strip() for key in opened.query(project_keys)}
        _show(looked, labels, console)
        taken: dict[str, Any] | None = None
        if options.take_in:
            taken = _take_in(opened, round_id, options, console)
            taken |= _take_in_returns(opened, looked, taken, options, console)
        found = opened.query(inbox, round_id, date.today())
    result = {
        "files": as_json.looked_as_json(looked, labels, console.language),
        **as_json.inbox_as_json(found),
        "import": taken,
    }
    return Outcome(_status(looked, found, taken), result, tuple(_summary(found, console)))


def _show(looked: Looked, labels: Mapping[int, str], console: Console) -> None:
    from pmo_desktop.exchange.rounds.telling import sentence

    for file in looked.files:
        console.say(sentence(file, labels, console.language))


def _take_in(
    opened: Workspace, round_id: int, options: argparse.Namespace, console: Console
) -> dict[str, Any]:
    """Compare and commit what waits in the inbox; the result for programs."""
    from pmo_desktop.exchange.comparing.checking import check_all
    from pmo_desktop.exchange.comparing.choice import Choice
    from pmo_desktop.exchange.comparing.review import review
    from pmo_desktop.exchange.remembering import choices
    from pmo_desktop.exchange.reporting import as_json
    from pmo_desktop.exchange.rounds.assigning import with_their_projects
    from pmo_desktop.exchange.understanding import understand_all
    from pmo_desktop.services.round_rows import inbox

    waiting = opened.query(inbox, round_id, date.today()).waiting
    files = [Path(file.path) for file in waiting]
    speak_of_own_fields(opened, console)
    understood = understand_all(files, report=console.report, choices=choices(opened))
    found = review(opened, with_their_projects(opened, understood), console.report)
    decided = [Choice(file, policy(options)) for file in found.files]
    check_all(opened, decided, console.report)
    for choice in decided:
        show(choice, console)
    committed, line = False, console.language.text("Nothing waits in the inbox.")
    if decided:
        committed, line = commit_decided(opened, decided, console, yes=options.yes)
    console.say(line)
    held = any(choice.changes() for choice in decided) and not committed
    result = as_json(found, console.language, decided)
    return {**result, "committed": committed, "not_written": held, "text": line}


def _take_in_returns(
    opened: Workspace, looked: Looked, taken: Mapping[str, Any], options: argparse.Namespace,
    console: Console,
) -> dict[str, Any]:  # fmt: skip
    """Take in what came along and is no project's report; what of the result it changes."""
    from pmo_desktop.exchange.pool.review import pools_among

    pools, returned = pools_among(looked.returns)
    deciding = Deciding(options.conflicts, options.doubtful)
    result: dict[str, Any] = {"told": 0}
    parts: list[PeopleTakenIn | TakenIn] = []
    if pools:
        parts.append(
            take_in_pools(opened, pools, console, deciding, yes=options.yes, dry_run=False)
        )
    if returned:
        parts.append(take_in_returns(opened, returned, console, yes=options.yes, dry_run=False))
    for part in parts:
        console.say(part.line)
        result |= part.result
        result["told"] += part.told
    result["committed"] = taken["committed"] or any(part.committed for part in parts)
    result["not_written"] = taken["not_written"] or any(part.waits for part in parts)
    return result


def _summary(found: Inbox, console: Console) -> list[str]:
    """How the round stands, for people: the counts, and who still owes a file."""
    say = console.language.text
    counts = say(
        "Round {period}: {received} of {projects} received, {late} late, {missing} missing, "
        "{twice} twice, {unknown} unknown",
        period=found.round.period,
        received=found.round.received,
        projects=found.round.projects,
        late=sum(row.is_late for row in found.projects),
        missing=len(_overdue(found)),
        twice=len(found.twice),
        unknown=len(found.unknown),
    )
    term = console.language.term
    owing = (row for row in found.projects if row.standing.owes)
    return [counts, *(f"  {row.label}: {term(f'standing.{row.standing}')}" for row in owing)]


def _overdue(found: Inbox) -> tuple[Any, ...]:
    from pmo_desktop.domain.rounds import Standing

    return found.of(Standing.MISSING)


def _status(looked: Looked, found: Inbox, taken: Mapping[str, Any] | None) -> int:
    """Failed where nothing that was named could be read, or what was to be taken in was not."""
    from pmo_desktop.exchange.rounds.collecting import Verdict

    refused = looked.of(Verdict.REFUSED)
    if looked.files and len(refused) == len(looked.files):
        return FAILED
    if taken is not None and taken["not_written"]:
        return FAILED
    odd = looked.of(Verdict.UNKNOWN, Verdict.NOT_IN_ROUND, Verdict.OTHER_ROUND)
    # What came along and is no project's report is dealt with by --import, else somebody has to.
    left = looked.returns if taken is None else taken["told"]
    return FINDINGS if refused or odd or left or _overdue(found) or found.unknown else DONE


COLLECT = Command(
    "collect",
    "Receive files for a reporting round, and say who is received, late or missing.",
    collect,
    (
        Argument(
            ("files",),
            "spreadsheets, or folders of them; without any, only say how the round stands",
            {"type": Path, "nargs": "*", "metavar": "FILE"},
        ),
        Argument(
            ("--round",),
            "the round of this period; without it, the one that is open",
            {"metavar": "PERIOD"},
        ),
        Argument(
            ("--import",),
            "take in what waits in the inbox as well",
            {"action": "store_true", "dest": "take_in"},
        ),
        *DECIDING,
    ),
)
