"""`gantt`: the Gantt plan as a PDF file, all projects or some."""

from __future__ import annotations

import argparse
from pathlib import Path

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, FINDINGS, Outcome
from pmo_desktop.commands.pack import findings_of
from pmo_desktop.commands.shared import workspace
from pmo_desktop.services.refused import Refused


def gantt(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.reports.formats import page_format
    from pmo_desktop.reports.plan_print import PlanPrint, print_plan
    from pmo_desktop.services.gantt import plan
    from pmo_desktop.services.office import office
    from pmo_desktop.services.records import project_ids

    with workspace(options, create=False) as opened:
        known = opened.query(project_ids)
        for code in options.project:
            if code not in known:
                raise Refused("There is no project with the code {code}.", code=code)
        whole = opened.query(plan, [known[code] for code in options.project] or None)
        if not whole.rows:
            raise Refused("There is no plan to print yet.")
        what = PlanPrint(whole, range(len(whole.rows)), opened.query(office), opened.path.name)
    made = print_plan(
        what, console.language, page_format(options.format), options.output, console.report
    )
    line = console.language.text(
        "The plan of {n} pages is in {file}", n=made.pages, file=console.file_line(made.path)
    )
    findings = findings_of(made, console)
    result = {
        "file": str(made.path),
        "pages": made.pages,
        "rows": len(whole.rows),
        "replaced": list(made.replaced),
        "findings": findings,
    }
    return Outcome(FINDINGS if findings else DONE, result, (line, *findings))


GANTT = Command(
    "gantt",
    "Write the Gantt plan as a PDF file.",
    gantt,
    (
        Argument(
            ("-o", "--output"),
            "the PDF file to write",
            {"type": Path, "required": True, "metavar": "FILE.pdf"},
        ),
        Argument(
            ("--project",),
            "only the project with this code; may be given several times",
            {"action": "append", "default": [], "metavar": "CODE"},
        ),
        Argument(
            ("--format",),
            "the shape of the pages: 16:9 or A4 landscape",
            {"choices": ("16:9", "a4"), "default": "a4"},
        ),
    ),
)
