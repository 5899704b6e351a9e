"""`demo`: a demo office with its teams' returned spreadsheets."""

from __future__ import annotations

import argparse

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, Outcome
from pmo_desktop.commands.shared import leave_for_next_start
from pmo_desktop.paths import default_database
from pmo_desktop.services.refused import Refused


def demo(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.exchange.demo.office import make_demo

    path = options.database or default_database()
    if path.exists() and path.stat().st_size and not options.replace:
        raise Refused(
            "{file} is there already. Name another one with --database, or add --replace.",
            file=str(path),
        )
    made = make_demo(path, seed=options.seed, report=console.report)
    leave_for_next_start(made.database)
    language = console.language
    lines = (
        language.text("The demo office is in {file}", file=console.file_line(made.database)),
        language.text(
            "{n} returned spreadsheets are in {folder}",
            n=len(made.files),
            folder=console.file_line(made.returned_folder),
        ),
    )
    result = {
        "database": str(made.database),
        "returned": str(made.returned_folder),
        "files": [str(file) for file in made.files],
    }
    return Outcome(DONE, result, lines)


DEMO = Command(
    "demo",
    "Make a demo office, with its teams' returned spreadsheets.",
    demo,
    (
        Argument(("--seed",), "another seed makes another office", {"type": int, "default": 2026}),
        Argument(
            ("--replace",),
            "replace the database where there is one",
            {"action": "store_true"},
        ),
    ),
)
