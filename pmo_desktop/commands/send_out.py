"""`send-out`: a prefilled workbook for each project."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, FAILED, FINDINGS, Outcome
from pmo_desktop.commands.shared import workspace
from pmo_desktop.services.refused import Refused


def send_out(options: argparse.Namespace, console: Console) -> Outcome:
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
            {"type": Path, "required": True, "metavar": "FOLDER"},
        ),
        Argument(
            ("--project",),
            "only the project with this code; may be given several times",
            {"action": "append", "default": [], "metavar": "CODE"},
        ),
    ),
)
