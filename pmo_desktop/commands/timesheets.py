"""Timesheets on the command line: taken in with `import`; `timesheet` writes empty ones."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, Outcome
from pmo_desktop.commands.shared import workspace

if TYPE_CHECKING:
    from pmo_desktop.exchange.requests.answers import FileOfAnswers
    from pmo_desktop.exchange.returns import Returns
    from pmo_desktop.exchange.timesheets.review import FileOfTimesheets, TimesheetReview
    from pmo_desktop.exchange.understood import Understood
    from pmo_desktop.storage.workspace import Workspace


class TakenIn(NamedTuple):
    """What became of the timesheets and answers among the files of an import; `waits`: it was not
    written."""

    line: str
    result: dict[str, Any]
    committed: bool
    waits: bool
    told: int


def take_in_returns(
    opened: Workspace, returned: Sequence[Understood], console: Console, *, yes: bool, dry_run: bool
) -> TakenIn:
    """Show what timesheets and answers would change, and take them in as one edit."""
    from pmo_desktop.exchange.returns import review_returns

    found = review_returns(opened, returned, console.report)
    for sheet in found.timesheets.files:
        _show(sheet, console)
    for file in found.answers:
        _show_answers(file, console)
    committed, line = _commit(opened, found, console, yes=yes, dry_run=dry_run)
    waits = bool(found.news) and not committed and not dry_run
    result: dict[str, Any] = {}
    if found.timesheets.files:
        sheets = found.timesheets
        result["timesheets"] = [_as_json(file, sheets, console) for file in sheets.files]
    if found.answers:
        result["answers"] = [_answers_as_json(file, console) for file in found.answers]
    return TakenIn(line, result, committed, waits, found.told)


def _commit(
    opened: Workspace, found: Returns, console: Console, *, yes: bool, dry_run: bool
) -> tuple[bool, str]:
    from pmo_desktop.services.returns import take_returns
    from pmo_desktop.storage.changes import Title

    say = console.language.text
    if not found.news:
        return False, say("The timesheets and answers say nothing that is not known.")
    if dry_run:
        return False, say("Nothing was written: this was a dry run.")
    if not (yes or console.asks(say("Commit these timesheets and answers?"))):
        return False, say("Nothing was written. Add --yes to commit.")
    opened.backup("before-import")
    taken = [file.as_taken() for file in found.timesheets.files if file.news]
    answers = [answer.given for file in found.answers for answer in file.answers]
    title = Title("Take in {n} timesheets and answers", {"n": found.files})
    done = opened.edit(title, take_returns, taken, answers, console.report).result
    return True, say(
        "Timesheets: {added} entries added, {changed} changed, {removed} taken back; "
        "{answers} requests answered.",
        added=done.sheets.added,
        changed=done.sheets.changed,
        removed=done.sheets.removed,
        answers=done.answers,
    )


def _show_answers(file: FileOfAnswers, console: Console) -> None:
    from pmo_desktop.exchange.findings import NOTE
    from pmo_desktop.exchange.findings import say as say_finding

    text = console.language.text
    console.say(
        text(
            "{file}: answers to requests, {n} new",
            file=file.understood.path.name,
            n=len(file.answers),
        )
    )
    for finding in file.findings:
        if finding.severity != NOTE:
            console.say(f"  {finding.sheet}: {say_finding(finding, console.language)}")


def _answers_as_json(file: FileOfAnswers, console: Console) -> dict[str, Any]:
    from pmo_desktop.exchange.findings import say as say_finding

    return {
        "file": str(file.understood.path),
        "answers": [
            {
                "project": answer.request.project_code, "request": answer.request.name,
                "before": answer.request.state, "state": answer.given.state,
                "person": answer.given.person, "answer": answer.given.answer,
                "part": None if answer.given.part is None else {
                    "first": answer.given.part.first.isoformat(),
                    "last": answer.given.part.last.isoformat(),
                    "units": answer.given.part.units,
                },
            }
            for answer in file.answers
        ],
        "findings": [
            {"code": one.code, "sheet": one.sheet, "text": say_finding(one, console.language)}
            for one in file.findings
        ],
    }  # fmt: skip


def _show(file: FileOfTimesheets, console: Console) -> None:
    from pmo_desktop.domain.timesheets import EntryState
    from pmo_desktop.exchange.findings import NOTE
    from pmo_desktop.exchange.findings import say as say_finding

    counts = {state.value: file.count(state) for state in EntryState}
    console.say(
        console.language.text(
            "{file}: timesheet, {new} entries new, {changed} changed, {removed} taken back, "
            "{known} known",
            file=file.path.name,
            **counts,
        )
    )
    for finding in file.findings:
        if finding.severity != NOTE:
            place = f"{finding.sheet}: " if finding.sheet else ""
            console.say(f"  {place}{say_finding(finding, console.language)}")


def _as_json(file: FileOfTimesheets, found: TimesheetReview, console: Console) -> dict[str, Any]:
    from pmo_desktop.domain.timesheets import EntryState
    from pmo_desktop.exchange.findings import say as say_finding

    names = found.names
    return {
        "file": str(file.path),
        **{state.value: file.count(state) for state in EntryState},
        "entries": [
            {
                "state": str(change.state),
                "person": names.people[change.entry.person_id],
                "day": change.entry.day.isoformat(),
                "project": names.projects.get(change.entry.project_id or 0, ""),
                "task": names.tasks.get(change.entry.task_id or 0, ""),
                "minutes": change.entry.minutes,
                "before": change.before,
                "note": change.entry.note,
                "cell": "!".join(filter(None, (sheet, cell))),
            }
            for change, sheet, cell in file.changes
        ],
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "sheet": finding.sheet,
                "cell": finding.cell,
                "text": say_finding(finding, console.language),
            }
            for finding in file.findings
        ],
    }


def timesheet(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.exchange.timesheets.template import write_timesheets
    from pmo_desktop.services.office import office
    from pmo_desktop.services.timesheet_people import timesheet_people

    with workspace(options, create=False) as opened:
        first = options.week or opened.query(office).status_date
        people = opened.query(
            timesheet_people, first, options.weeks, options.department, options.person
        )
    count = write_timesheets(options.output, people, console.language, console.report)
    line = console.language.text(
        "{n} timesheets were written to {file}", n=count, file=console.file_line(options.output)
    )
    return Outcome(DONE, {"file": str(options.output), "sheets": count}, (line,))


TIMESHEET = Command(
    "timesheet",
    "Write empty timesheets for people to fill in, with the tasks that are planned for them.",
    timesheet,
    (
        Argument(
            ("-o", "--output"),
            "the workbook to write",
            {"type": Path, "required": True, "metavar": "FILE.xlsx"},
        ),
        Argument(
            ("--person",),
            "only the person with this name; may be given several times",
            {"action": "append", "default": [], "metavar": "NAME"},
        ),
        Argument(("--department",), "only the people of this department", {"metavar": "NAME"}),
        Argument(
            ("--week",),
            "a day of the first week; without it the week of the status date",
            {"type": date.fromisoformat, "default": None, "metavar": "2026-11-23"},
        ),
        Argument(("--weeks",), "how many weeks", {"type": int, "default": 1, "metavar": "N"}),
    ),
)
