"""`mappings`: how teams' own spreadsheets are read, listed, shared as files, deleted."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, Outcome
from pmo_desktop.commands.shared import workspace

if TYPE_CHECKING:
    from pmo_desktop.services.mappings import MappingRow
    from pmo_desktop.storage.workspace import Workspace


def mappings(options: argparse.Namespace, console: Console) -> Outcome:
    with workspace(options, create=options.take_in is not None) as opened:
        if options.take_in is not None:
            line = _take_in(opened, options.take_in, console)
        elif options.export is not None:
            line = _export(opened, options.export[0], Path(options.export[1]), console)
        elif options.delete is not None:
            line = _delete(opened, options.delete, console)
        else:
            line = ""
        rows = _rows(opened)
    lines = (line,) if line else _listed(rows, console)
    return Outcome(DONE, {"mappings": [_as_json(row) for row in rows]}, lines)


def _rows(opened: Workspace) -> tuple[MappingRow, ...]:
    from pmo_desktop.services.mappings import mappings as all_of_them

    found: tuple[MappingRow, ...] = opened.query(all_of_them)
    return found


def _take_in(opened: Workspace, path: Path, console: Console) -> str:
    from dataclasses import replace

    from pmo_desktop.exchange.remembering import remember
    from pmo_desktop.exchange.team.mapping_file import read

    mapping = read(path)
    mapping = replace(mapping, name=mapping.name or path.stem)
    remember(opened, mapping)
    return console.language.text("The mapping “{name}” was remembered.", name=mapping.name)


def _export(opened: Workspace, name: str, path: Path, console: Console) -> str:
    from pmo_desktop.exchange.team.mapping_file import from_text, write

    row = _named(opened, name)
    write(from_text(row.content, row.name), path)
    return console.language.text(
        "The mapping “{name}” was written to {file}", name=row.name, file=console.file_line(path)
    )


def _delete(opened: Workspace, name: str, console: Console) -> str:
    from pmo_desktop.services.mappings import delete_mapping
    from pmo_desktop.storage.changes import Title

    row = _named(opened, name)
    title = Title("Delete the mapping “{name}”", {"name": row.name})
    opened.edit(title, delete_mapping, row.id)
    return console.language.text("The mapping “{name}” was deleted.", name=row.name)


def _named(opened: Workspace, name: str) -> MappingRow:
    from pmo_desktop.services.mappings import find_mapping
    from pmo_desktop.services.refused import Refused

    found: MappingRow | None = opened.query(find_mapping, name)
    if found is None:
        raise Refused(
            "There is no mapping called “{name}”: `mappings` without options lists them.", name=name
        )
    return found


def _listed(rows: tuple[MappingRow, ...], console: Console) -> tuple[str, ...]:
    say = console.language.text
    if not rows:
        return (say("No mappings were saved yet."),)
    return tuple(
        " · ".join(filter(None, (row.name, row.team, say("{n} headers", n=len(row.headers)))))
        for row in rows
    )


def _as_json(row: MappingRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "team": row.team,
        "headers": list(row.headers),
        "made_at": row.made_at.isoformat(sep=" "),
    }


MAPPINGS = Command(
    "mappings",
    "List how teams' own spreadsheets are read; share such mappings as files.",
    mappings,
    (
        Argument(
            ("--export",),
            "write the mapping NAME to a file",
            {"nargs": 2, "metavar": ("NAME", "FILE"), "default": None},
        ),
        Argument(
            ("--import",),
            "save the mapping in a file",
            {"type": Path, "metavar": "FILE", "default": None, "dest": "take_in"},
        ),
        Argument(("--delete",), "forget the mapping NAME", {"metavar": "NAME", "default": None}),
    ),
)
