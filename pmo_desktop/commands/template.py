"""`template`: what the workbook that goes out consists of: shown, shared as a file, reset."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, Outcome
from pmo_desktop.commands.shared import workspace

if TYPE_CHECKING:
    from pmo_desktop.domain.template import Template, TemplateSheet
    from pmo_desktop.storage.workspace import Workspace


def template(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.exchange.workbook.template_file import as_json, write

    say = console.language.text
    lines: tuple[str, ...] = ()
    with workspace(options, create=options.take_in is not None) as opened:
        if options.take_in is not None:
            _take_in(opened, options.take_in)
            lines = (say("The template was taken from {file}", file=str(options.take_in)),)
        elif options.reset:
            _reset(opened)
            lines = (say("The template is the usual one again."),)
        found = _template(opened)
    if options.export is not None:
        write(found, options.export)
        file = console.file_line(options.export)
        lines = (*lines, say("The template was written to {file}", file=file))
    return Outcome(DONE, as_json(found), lines or _listed(found, console))


def _template(opened: Workspace) -> Template:
    from pmo_desktop.services.template import template as stored

    found: Template = opened.query(stored)
    return found


def _take_in(opened: Workspace, path: Path) -> None:
    from pmo_desktop.exchange.workbook.template_file import read
    from pmo_desktop.services.template import take_template
    from pmo_desktop.storage.changes import Title

    wished = read(path)
    opened.edit(Title("Take the template from {file}", {"file": path.name}), take_template, wished)


def _reset(opened: Workspace) -> None:
    from pmo_desktop.services.template import reset_template
    from pmo_desktop.storage.changes import Title

    opened.edit(Title("Let the template be as usual"), reset_template)


def _listed(found: Template, console: Console) -> tuple[str, ...]:
    return tuple(_line(sheet, console) for sheet in found.shown)


def _line(sheet: TemplateSheet, console: Console) -> str:
    language = console.language
    words = [
        column.wording(language.code) or language.term(column.field.code)
        for column in sheet.columns
        if column.shown
    ]
    name = language.term(f"table.{sheet.table}")
    return language.text("{name}: {words}", name=name, words=language.enumeration(words))


TEMPLATE = Command(
    "template",
    "Show what the workbook that goes out consists of; share it as a file.",
    template,
    (
        Argument(
            ("--export",),
            "write the template to a file",
            {"type": Path, "metavar": "FILE", "default": None},
        ),
        Argument(
            ("--import",),
            "take the template in a file, in place of the one of now",
            {"type": Path, "metavar": "FILE", "default": None, "dest": "take_in"},
        ),
        Argument(("--reset",), "let everything be as usual again", {"action": "store_true"}),
    ),
)
