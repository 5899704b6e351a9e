"""`send-out`: a prefilled workbook for each project; with `--round` as a reporting round."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, FAILED, FINDINGS, Outcome
from pmo_desktop.commands.sending_round import send_round_out
from pmo_desktop.commands.shared import workspace
from pmo_desktop.services.refused import Refused

ROUND_ALONE = ("period", "due", "sheets", "name_pattern", "by_department", "by_project")
SHEETS = ("project", "task", "person", "risk", "issue", "status")


def send_out(options: argparse.Namespace, console: Console) -> Outcome:
    if options.round:
        return send_round_out(options, console)
    given = [name for name in ROUND_ALONE if getattr(options, name)]
    if given:
        raise Refused("--{option} is of a round: add --round.", option=given[0].replace("_", "-"))
    if options.output is None:
        raise Refused("Say with -o into which folder to write.")
    return _send_projects(options, console)


def _send_projects(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.exchange.workbook import sending
    from pmo_desktop.services.records import project_ids

    language = console.language
    with workspace(options, create=False) as opened:
        known = opened.query(project_ids)
        chosen = [_project(code, known) for code in options.project] or None
        sent = sending.send_out(opened, options.output, language, chosen, console.report)
    findings = [language.text(found.sentence, **found.params) for found in sent.findings]
    result = {"files": [str(file) for file in sent.files], "findings": findings}
    if findings and not sent.files:
        return Outcome(FAILED, result, tuple(findings))
    line = language.text("{n} workbooks are in {folder}", n=len(sent.files),
                         folder=console.file_line(options.output))  # fmt: skip
    if not sent.files:
        return Outcome(FAILED, result, (line,))
    return Outcome(FINDINGS if findings else DONE, result, (line, *findings))


def _project(code: str, known: Mapping[str, int]) -> int:
    if code not in known:
        raise Refused("There is no project with the code {code}.", code=code)
    return known[code]


SEND_OUT = Command(
    "send-out",
    "Write a prefilled workbook for each project.",
    send_out,
    (
        Argument(
            ("-o", "--output"),
            "the folder to write to",
            {"type": Path, "metavar": "FOLDER"},
        ),
        Argument(
            ("--project",),
            "only the project with this code; may be given several times",
            {"action": "append", "default": [], "metavar": "CODE"},
        ),
        Argument(
            ("--round",),
            "begin a reporting round, or send the open one out again",
            {"action": "store_true"},
        ),
        Argument(
            ("--period",),
            "the round's period, like 2026-11; without it, the office's own",
            {"metavar": "PERIOD"},
        ),
        Argument(("--due",), "the day on which the files are due", {"metavar": "DATE"}),
        Argument(
            ("--sheets",),
            "the sheets that go out; without it, all of them",
            {"nargs": "+", "choices": SHEETS, "metavar": "SHEET"},
        ),
        Argument(
            ("--name-pattern",),
            "the files' names, like {code} {name} {period} {department}",
            {"metavar": "PATTERN"},
        ),
        Argument(("--by-department",), "a folder for each department", {"action": "store_true"}),
        Argument(("--by-project",), "a folder for each project", {"action": "store_true"}),
    ),
)
