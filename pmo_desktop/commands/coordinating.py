"""`coordinate`: the resource coordination sheet as a PDF file, and the requests as a workbook."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, FINDINGS, Outcome
from pmo_desktop.commands.pack import findings_of
from pmo_desktop.commands.shared import workspace
from pmo_desktop.services.refused import Refused


def coordinate(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.exchange.requests.writing import write_requests
    from pmo_desktop.reports.coordination import (
        MOST_WEEKS,
        UPRIGHT_WEEKS,
        WEEKS,
        gather,
        print_coordination,
    )
    from pmo_desktop.reports.paper import paper
    from pmo_desktop.services.request_sheets import waiting_requests

    if options.pdf is None and options.requests is None:
        raise Refused("Say what is to be written: --pdf FILE.pdf, --requests FILE.xlsx, or both.")
    if options.weeks is not None and not 1 <= options.weeks <= MOST_WEEKS:
        raise Refused("The sheet shows 1 to {most} weeks, not {given}.",
                      most=MOST_WEEKS, given=options.weeks)  # fmt: skip
    say = console.language.text
    lines: list[str] = []
    findings: list[str] = []
    result: dict[str, Any] = {}
    with workspace(options, create=False) as opened:
        weeks = options.weeks or (UPRIGHT_WEEKS if options.portrait else WEEKS)
        sheet = gather(opened, weeks, options.department)
        waiting = opened.query(waiting_requests, options.department)
    if options.pdf is not None:
        measures = paper("a4", options.portrait)
        made = print_coordination(sheet, console.language, measures, options.pdf, console.report)
        findings = findings_of(made, console)
        result |= {"file": str(made.path), "pages": made.pages, "findings": findings}
        lines.append(
            say(
                "The coordination sheet of {n} pages is in {file}",
                n=made.pages,
                file=console.file_line(made.path),
            )
        )
    if options.requests is not None:
        count = write_requests(options.requests, waiting, console.language)
        result |= {"requests_file": str(options.requests), "requests": count}
        file = console.file_line(options.requests)
        lines.append(say("{n} requests were written to {file}", n=count, file=file))
    return Outcome(FINDINGS if findings else DONE, result, (*lines, *findings))


COORDINATE = Command(
    "coordinate",
    "Write the resource coordination sheet as a PDF file, and the waiting requests as a workbook "
    "for line managers to answer in.",
    coordinate,
    (
        Argument(("--pdf",), "the PDF file to write", {"type": Path, "metavar": "FILE.pdf"}),
        Argument(
            ("--requests",),
            "the workbook of requests to write; its answers come back with import",
            {"type": Path, "metavar": "FILE.xlsx"},
        ),
        Argument(("--department",), "only this department", {"metavar": "NAME"}),
        Argument(
            ("--weeks",),
            "how many weeks from the status date on, up to 12",
            {"type": int, "default": None, "metavar": "N"},
        ),
        Argument(("--portrait",), "pages upright instead of across", {"action": "store_true"}),
    ),
)
