"""`pack`: the steering committee's pack as a PDF file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, FINDINGS, Outcome
from pmo_desktop.commands.shared import workspace

if TYPE_CHECKING:
    from pmo_desktop.reports.document import PackResult


def pack(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.reports.data import PackOptions
    from pmo_desktop.reports.formats import page_format
    from pmo_desktop.reports.gathering import gather
    from pmo_desktop.reports.pack import make_pack

    with workspace(options, create=False) as opened:
        data = gather(opened, PackOptions(sources=not options.no_sources))
    made = make_pack(
        data, console.language, page_format(options.format), options.output, console.report
    )
    line = console.language.text(
        "The pack of {n} pages is in {file}", n=made.pages, file=console.file_line(made.path)
    )
    findings = findings_of(made, console)
    result = {
        "file": str(made.path),
        "pages": made.pages,
        "replaced": list(made.replaced),
        "findings": findings,
    }
    return Outcome(FINDINGS if findings else DONE, result, (line, *findings))


def findings_of(made: PackResult, console: Console) -> list[str]:
    """What on the pages is not as it was given."""
    if not made.replaced:
        return []
    return [
        console.language.text(
            "The fonts lack these characters, they are written as □: {characters}",
            characters=" ".join(made.replaced),
        )
    ]


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
        Argument(
            ("--no-sources",),
            "leave out the last page, on where the figures come from",
            {"action": "store_true"},
        ),
    ),
)
