"""`export`: the whole database as one JSON document."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, Outcome
from pmo_desktop.commands.shared import workspace


def export(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.exchange.exporting import export_document

    with workspace(options, create=False) as opened:
        document = export_document(opened, console.report)
    if options.output is None:
        if not console.as_json:
            print(json.dumps(document, ensure_ascii=False, indent=1))
        return Outcome(DONE, document)
    options.output.write_text(json.dumps(document, ensure_ascii=False, indent=1), "utf-8")
    line = console.language.text(
        "{n} projects were written to {file}",
        n=len(document["projects"]),
        file=console.file_line(options.output),
    )
    return Outcome(DONE, document, (line,))


EXPORT = Command(
    "export",
    "Write the whole database as JSON.",
    export,
    (
        Argument(
            ("-o", "--output"),
            "the file to write; without it, the standard output",
            {"type": Path, "default": None, "metavar": "FILE.json"},
        ),
    ),
)
