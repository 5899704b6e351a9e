"""`undo` and `redo`: the newest edit is taken back, or brought back."""

from __future__ import annotations

import argparse
from typing import Any

from pmo_desktop.commands.command import Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, FAILED, Outcome
from pmo_desktop.commands.shared import workspace


def undo(options: argparse.Namespace, console: Console) -> Outcome:
    with workspace(options, create=False) as opened:
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


def _nothing(console: Console, sentence: str) -> Outcome:
    text = console.language.text(sentence)
    return Outcome(FAILED, {"title": None, "rows": 0, "error": text}, (text,))


def _done(console: Console, sentence: str, changes: Any) -> Outcome:
    title = console.language.text(changes.title.text, **changes.title.params)
    line = console.language.text(sentence, title=title)
    return Outcome(DONE, {"title": title, "rows": len(changes.rows)}, (line,))


UNDO = Command("undo", "Take back the newest change.", undo)
REDO = Command("redo", "Bring back the change that was undone last.", redo)
