"""`gantt`: the Gantt plan as a PDF file or a picture, all projects or some."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, FINDINGS, Outcome
from pmo_desktop.commands.pack import findings_of
from pmo_desktop.commands.shared import workspace
from pmo_desktop.services.refused import Refused

if TYPE_CHECKING:
    from pmo_desktop.reports.plan_print import PlanPrint


PICTURES = frozenset({".png", ".svg"})
PAPER_NAMES = ("a4", "a3", "a2", "a1", "a0", "letter", "tabloid", "16:9")
# Points a day, where a cell of days, weeks, months or quarters can just be read.
PER_DAY = {"day": 16.0, "week": 2.8, "month": 1.1, "quarter": 0.4}


def gantt(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.reports.plan_print import Fit, PlanPrint
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
        what = PlanPrint(
            whole, range(len(whole.rows)), opened.query(office), opened.path.name,
            fit=Fit(options.fit), per_day=PER_DAY[options.scale],
        )  # fmt: skip
    if options.output.suffix.lower() in PICTURES:
        return _picture(what, options.output, console)
    return _document(what, options, console)


def _picture(what: PlanPrint, path: Path, console: Console) -> Outcome:
    """All rows and all their dates in one picture."""
    from pmo_desktop.reports.plan_picture import plan_picture, save_picture, whole

    language = console.language
    made = save_picture(
        plan_picture(what, language, whole(what)), path, language.text("Gantt plan")
    )
    line = language.text("The picture of the plan is in {file}", file=console.file_line(made))
    return Outcome(DONE, {"file": str(made), "rows": len(what.rows)}, (line,))


def _document(what: PlanPrint, options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.reports.paper import paper
    from pmo_desktop.reports.plan_print import print_plan

    measures = paper(options.format, options.portrait)
    made = print_plan(what, console.language, measures, options.output, console.report)
    line = console.language.text(
        "The plan of {n} pages is in {file}", n=made.pages, file=console.file_line(made.path)
    )
    findings = findings_of(made, console)
    result = {
        "file": str(made.path),
        "pages": made.pages,
        "rows": len(what.rows),
        "replaced": list(made.replaced),
        "findings": findings,
    }
    return Outcome(FINDINGS if findings else DONE, result, (line, *findings))


GANTT = Command(
    "gantt",
    "Write the Gantt plan as a PDF file, or as a picture.",
    gantt,
    (
        Argument(
            ("-o", "--output"),
            "the file to write: .pdf, or .png or .svg for one picture of all rows",
            {"type": Path, "required": True, "metavar": "FILE"},
        ),
        Argument(
            ("--project",),
            "only the project with this code; may be given several times",
            {"action": "append", "default": [], "metavar": "CODE"},
        ),
        Argument(
            ("--format",),
            "the size of the pages",
            {"choices": PAPER_NAMES, "default": "a4"},
        ),
        Argument(
            ("--portrait",),
            "pages upright instead of across",
            {"action": "store_true"},
        ),
        Argument(
            ("--fit",),
            "one page wide, the scale kept over pages side by side, or all on one page",
            {"choices": ("width", "scale", "page"), "default": "width"},
        ),
        Argument(
            ("--scale",),
            "with --fit scale: what one cell of the dates is",
            {"choices": tuple(PER_DAY), "default": "week"},
        ),
    ),
)
