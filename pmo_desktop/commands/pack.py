"""`pack`: the steering committee's pack as a PDF file."""

from __future__ import annotations

import argparse
from pathlib import Path

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, Outcome
from pmo_desktop.commands.shared import workspace


def pack(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.reports.formats import page_format
    from pmo_desktop.reports.gathering import gather
    from pmo_desktop.reports.pack import make_pack

    with workspace(options, create=False) as opened:
        data = gather(opened)
    made = make_pack(
        data, console.language, page_format(options.format), options.output, console.report
    )
    line = console.language.text(
        "The pack of {n} pages is in {file}", n=made.pages, file=console.file_line(made.path)
    )
    return Outcome(DONE, {"file": str(made.path), "pages": made.pages}, (line,))


PACK = Command(
    "pack",
    "Write the steering committee's pack as a PDF file.",
    pack,
    (
        Argument(
            ("-o", "--output"),
            "the PDF file to write",
            {"type": Path, "required": True, "metavar": "FILE.pdf"},
        ),
        Argument(
            ("--format",),
            "the shape of the pages: 16:9 or A4 landscape",
            {"choices": ("16:9", "a4"), "default": "16:9"},
        ),
    ),
)
