"""`export`: the whole database as JSON, its tables as a workbook, one of them as a text file, one
project as a plan for Microsoft Project."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, Outcome
from pmo_desktop.commands.pool import write_out
from pmo_desktop.commands.shared import speak_of_own_fields, workspace
from pmo_desktop.services.refused import Refused

TABLES = ("project", "task", "risk", "issue", "decision", "person", "load")
SPREADSHEETS = (".xlsx", ".csv")
PLAN = ".xml"


def export(options: argparse.Namespace, console: Console) -> Outcome:
    """JSON, unless the file to be written is a spreadsheet or a plan by its name."""
    file = options.output = options.file or options.output
    if options.pool:
        return _pool(options, console)
    if options.project is not None or (file is not None and file.suffix.lower() == PLAN):
        return _plan(options, console)
    if file is not None and file.suffix.lower() in SPREADSHEETS:
        return _spreadsheet(options, console)
    if options.table:
        raise Refused("A table is written to a spreadsheet: name a file with -o FILE.xlsx or .csv.")
    return _json(options, console)


def _pool(options: argparse.Namespace, console: Console) -> Outcome:
    if options.output is None or options.output.suffix.lower() != ".xlsx":
        raise Refused("The pool is written as a workbook: name a file that ends in .xlsx.")
    with workspace(options, create=False) as opened:
        return write_out(opened, options.output, console)


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


def _plan(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.exchange.findings import say
    from pmo_desktop.exchange.plans.exporting import export_plan
    from pmo_desktop.services.records import find_project

    file, wanted = options.output, options.project
    if file is None or file.suffix.lower() != PLAN:
        raise Refused("One project is written as a plan: name a file that ends in .xml.")
    if not wanted:
        raise Refused("Say which project is to be written: --project CODE.")
    with workspace(options, create=False) as opened:
        found = opened.query(find_project, None, wanted, wanted)
        found = found or opened.query(find_project, None, "", wanted)
        if found is None:
            raise Refused("There is no project with the code or name {code}.", code=wanted)
        done = export_plan(opened, found, file)
    told = [say(finding, console.language) for finding in done.left_out]
    line = console.language.text(
        "{n} tasks were written to {file}", n=done.tasks, file=console.file_line(file)
    )
    result = {"file": str(file), "project": done.code, "tasks": done.tasks, "left_out": told}
    return Outcome(DONE, result, (line, *told))


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
    "Write the whole database as JSON, its tables as spreadsheets, or one project for Microsoft "
    "Project.",
    export,
    (
        Argument(
            ("file",),
            "the file to write, as with --output: .xml is a plan for Microsoft Project",
            {"type": Path, "nargs": "?", "default": None, "metavar": "FILE"},
        ),
        Argument(
            ("--project",),
            "the project that a plan file is of, by its code or name",
            {"default": None, "metavar": "CODE"},
        ),
        Argument(
            ("-o", "--output"),
            "the file to write: .json, .xlsx with all tables, or .csv; without it JSON goes to the "
            "standard output",
            {"type": Path, "default": None, "metavar": "FILE"},
        ),
        Argument(
            ("--pool",),
            "the people with their absences, capacities, rates, skills and teams, as a workbook "
            "to be filled in and taken in again",
            {"action": "store_true"},
        ),
        Argument(
            ("--table",),
            "of the spreadsheets only these tables",
            {"nargs": "+", "choices": TABLES, "default": None},
        ),
    ),
)
