"""`trace`: where a project's figures came from, or one value of a record."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, Outcome
from pmo_desktop.commands.shared import workspace

if TYPE_CHECKING:
    from pmo_desktop.language import Language
    from pmo_desktop.services.figure_origins import FigureOrigin, Part
    from pmo_desktop.services.origins import Origin
    from pmo_desktop.services.trail import TakenFile
    from pmo_desktop.storage.workspace import Workspace

SHOWN = ("finish", "slip_days", "spi", "cpi", "budget", "spent", "exposure", "quality_rate")


def trace(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.services.tracing import find_pool_row, find_row, is_of_pool, traced_project

    with workspace(options, create=False) as opened:
        table, _, name = options.field.partition(".")
        if name and is_of_pool(table):
            row = opened.query(find_pool_row, options.project, table, name, options.record)
            return _value(opened, table, row, name, console)
        project = opened.query(traced_project, options.project)
        if not options.field:
            return _figures(opened, project, SHOWN, console)
        if not name:
            return _figures(opened, project, (table,), console)
        row = opened.query(find_row, project, table, name, options.record)
        return _value(opened, table, row, name, console)


def _figures(opened: Workspace, project: int, figures: Iterable[str], console: Console) -> Outcome:
    from pmo_desktop.services.figure_origins import figure_origin

    found = [opened.query(figure_origin, project, figure) for figure in figures]
    lines = [line for one in found for line in _figure_lines(one, console.language)]
    files = [_file(file) for file in found[0].files]
    result = {"files": files, "figures": [_figure(one, console.language) for one in found]}
    return Outcome(DONE, result, tuple(lines))


def _figure_lines(found: FigureOrigin, language: Language) -> Iterable[str]:
    from pmo_desktop.services.origin_words import figure_word, part_line

    yield figure_word(found.figure, language)
    for rule in found.rules:
        yield f"  {language.text(rule.rule, **rule.params)}"
    for part in found.parts:
        yield f"  {part_line(part, language)}"


def _value(opened: Workspace, table: str, row: int, name: str, console: Console) -> Outcome:
    from pmo_desktop.services.origin_words import place, step, told
    from pmo_desktop.services.origins import history, origin

    found = opened.query(origin, table, row, name)
    before = opened.query(history, table, row, name)
    language = console.language
    lines = [
        f"{language.term(f'{table}.{name}')}: {place(found, language)}",
        *(f"  {line}" for line in told(found, language)),
        *(f"  {step(table, name, one, language)}" for one in before),
    ]
    result = {"origin": _origin(found), "history": [_origin(one) for one in before]}
    return Outcome(DONE, result, tuple(lines))


def _figure(found: FigureOrigin, language: Language) -> dict[str, Any]:
    return {
        "figure": found.figure,
        "rules": [language.text(rule.rule, **rule.params) for rule in found.rules],
        "parts": [_part(part) for part in found.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    found: dict[str, Any] = {"field": part.term, "label": part.label}
    if part.origin is not None:
        found |= {"value": part.value, "origin": _origin(part.origin)}
    if part.shares:
        shares = [{**_origin(share.origin), "count": share.count} for share in part.shares]
        found["origins"] = shares
    return found


def _origin(origin: Origin) -> dict[str, Any]:
    names = ("before", "after", "file", "sheet", "cell", "text", "sender", "author")
    told = {name: getattr(origin, name) for name in names if getattr(origin, name)}
    return {
        "kind": str(origin.kind),
        **told,
        "saved_at": None if origin.saved_at is None else origin.saved_at.isoformat(),
        "at": None if origin.at is None else origin.at.isoformat(),
        "entry": origin.change_set_id or None,
        "rule": None if origin.rule is None else origin.rule.rule.format(**origin.rule.params),
    }


def _file(file: TakenFile) -> dict[str, Any]:
    return {
        "name": file.name,
        "sender": file.sender,
        "saved_at": None if file.saved_at is None else file.saved_at.isoformat(),
        "taken_at": file.taken_at.isoformat(),
    }


TRACE = Command(
    "trace",
    "Say where a figure or a value came from: file, sheet, cell, sender and date.",
    trace,
    (
        Argument(
            ("project",),
            "the project's code; for absence, person_capacity, person_rate, person_skill and "
            "booking the person's name, for skill, team and department theirs",
            {"metavar": "PROJECT"},
        ),
        Argument(
            ("field",),
            "a figure (spi, finish, ...), or a field of a record (task.finish); without it, the "
            "key figures",
            {"nargs": "?", "default": "", "metavar": "FIELD"},
        ),
        Argument(
            ("record",),
            "the record's WBS or code, the period of a status report, or the first day, the skill "
            "or the booking of a person",
            {"nargs": "?", "default": "", "metavar": "RECORD"},
        ),
    ),
)
