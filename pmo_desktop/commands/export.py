"""`export`: the whole database as JSON, its tables as a workbook, one of them as a text file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, Outcome
from pmo_desktop.commands.shared import speak_of_own_fields, workspace
from pmo_desktop.services.refused import Refused

TABLES = ("project", "task", "risk", "issue", "decision", "person", "load")
SPREADSHEETS = (".xlsx", ".csv")


def export(options: argparse.Namespace, console: Console) -> Outcome:
    """JSON, unless the file to be written is a spreadsheet by its name."""
    file = options.output
    if file is not None and file.suffix.lower() in SPREADSHEETS:
        return _spreadsheet(options, console)
    if options.table:
        raise Refused("A table is written to a spreadsheet: name a file with -o FILE.xlsx or .csv.")
    return _json(options, console)


def _spreadsheet(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.exchange.tabling.files import write_tables
    from pmo_desktop.exchange.tabling.master import SHEETS

    file = options.output
    wanted = options.table or list(SHEETS)
    if file.suffix.lower() == ".csv" and len(wanted) != 1:
        raise Refused("A .csv file has one table: say which with --table.")
    with workspace(options, create=False) as opened:
        speak_of_own_fields(opened, console)
        sheets = [SHEETS[name](opened, console.language, console.report) for name in wanted]
    write_tables(file, sheets, console.language, console.report)
    counts = {name: len(sheet.rows) for name, sheet in zip(wanted, sheets, strict=True)}
    line = console.language.text(
        "{n} tables were written to {file}", n=len(sheets), file=console.file_line(file)
    )
    return Outcome(DONE, {"file": str(file), "rows": counts}, (line,))


def _json(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.exchange.exporting import export_document
    from pmo_desktop.exchange.files.in_place import put_in_place

    with workspace(options, create=False) as opened:
        speak_of_own_fields(opened, console)
        document = export_document(opened, console.report)
    if options.output is None:
        if not console.as_json:
            print(json.dumps(document, ensure_ascii=False, indent=1))
        return Outcome(DONE, document)
    put_in_place(options.output, json.dumps(document, ensure_ascii=False, indent=1).encode())
    line = console.language.text(
        "{n} projects were written to {file}",
        n=len(document["projects"]),
        file=console.file_line(options.output),
    )
    return Outcome(DONE, document, (line,))


EXPORT = Command(
    "export",
    "Write the whole database as JSON, or its tables as spreadsheets.",
    export,
    (
        Argument(
            ("-o", "--output"),
            "the file to write: .json, .xlsx with all tables, or .csv; without it JSON goes to the "
            "standard output",
            {"type": Path, "default": None, "metavar": "FILE"},
        ),
        Argument(
            ("--table",),
            "of the spreadsheets only these tables",
            {"nargs": "+", "choices": TABLES, "default": None},
        ),
    ),
)
