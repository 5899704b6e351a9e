"""`undo` and `redo`: the newest edit is taken back, or brought back; or any one by itself."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, FAILED, Outcome
from pmo_desktop.commands.shared import workspace

if TYPE_CHECKING:
    from pmo_desktop.storage.standing import Lost
    from pmo_desktop.storage.workspace import Workspace


def undo(options: argparse.Namespace, console: Console) -> Outcome:
    with workspace(options, create=False) as opened:
        if options.last_import:
            number = _newest_import(opened)
            if number is None:
                return _nothing(console, "No import is in force.")
            return _undo_entry(opened, number, console)
        if options.entry is not None:
            return _undo_entry(opened, options.entry, console)
        changes = opened.undo()
    if changes is None:
        return _nothing(console, "There is nothing to undo.")
    return _done(console, "Undone: {title}", changes)


def redo(options: argparse.Namespace, console: Console) -> Outcome:
    with workspace(options, create=False) as opened:
        changes = opened.redo()
    if changes is None:
        return _nothing(console, "There is nothing to redo.")
    return _done(console, "Redone: {title}", changes)


def _undo_entry(opened: Workspace, number: int, console: Console) -> Outcome:
    from pmo_desktop.services.origin_words import lost_line
    from pmo_desktop.services.settling import settle
    from pmo_desktop.storage.errors import WouldLose

    try:
        changes = opened.undo_edit(number, settle)
    except WouldLose as error:
        text = console.language.text(error.sentence, **error.params)
        lines = (text, *(f"  {lost_line(one, console.language)}" for one in error.lost))
        lost = [_as_json(one, console) for one in error.lost]
        return Outcome(FAILED, {"title": None, "rows": 0, "error": text, "lost": lost}, lines)
    return _done(console, "Undone: {title}", changes)


def _newest_import(opened: Workspace) -> int | None:
    from pmo_desktop.services.trail import newest_import

    found: int | None = opened.query(newest_import)
    return found


def _as_json(lost: Lost, console: Console) -> dict[str, Any]:
    return {
        "entry": lost.change_set_id,
        "title": console.language.text(lost.title.text, **lost.title.params),
        "author": lost.author,
        "at": lost.at.isoformat(),
        "table": lost.table,
        "row": lost.row_id,
        "label": lost.label,
        "columns": list(lost.columns),
        "why": lost.why,
    }


def _nothing(console: Console, sentence: str) -> Outcome:
    text = console.language.text(sentence)
    return Outcome(FAILED, {"title": None, "rows": 0, "error": text}, (text,))


def _done(console: Console, sentence: str, changes: Any) -> Outcome:
    title = console.language.text(changes.title.text, **changes.title.params)
    line = console.language.text(sentence, title=title)
    result = {"title": title, "rows": len(changes.rows), "entry": changes.id}
    return Outcome(DONE, result, (line,))


UNDO = Command(
    "undo",
    "Take back the newest change, or an earlier one by itself.",
    undo,
    (
        Argument(
            ("--entry",),
            "the entry of the change log to take back by itself, by its number",
            {"type": int, "default": None, "metavar": "N"},
        ),
        Argument(
            ("--import",),
            "take back the newest import, whatever came after it",
            {"action": "store_true", "dest": "last_import"},
        ),
    ),
)
REDO = Command("redo", "Bring back the change that was undone last.", redo)
