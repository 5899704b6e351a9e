"""Where a value under review comes from: the file's cell and sender beside what was sent out and
what the database has, and whence that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from pmo_desktop.domain.records import UNKNOWN
from pmo_desktop.exchange.comparing.choice import Choice
from pmo_desktop.language import Language
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.sheets.review.rows import ChangeRow, field_text
from pmo_desktop.ui.widgets.popover import Popover

if TYPE_CHECKING:
    from pmo_desktop.services.origins import Origin

NOTHING = "—"


def ask_whence(
    context: Context, parent: QWidget, choice: Choice, change: ChangeRow, point: QPoint
) -> None:
    """Of one change of a file; what the database has is asked for beside the window."""
    record, field = change.record, change.field
    if record is None:
        context.inform("The file does not have it: it stays as it is.")
    elif record.id is None or field is None:
        _show(context, parent, choice, change, None, point)
    else:
        from pmo_desktop.services.origins import origin

        context.ask(
            origin, record.table, record.id, field.name,
            then=lambda found: _show(context, parent, choice, change, found, point), owner=parent,
        )  # fmt: skip


def _show(
    context: Context,
    parent: QWidget,
    choice: Choice,
    change: ChangeRow,
    found: Origin | None,
    point: QPoint,
) -> None:
    language = context.language
    popover = Popover(parent)
    head = language.text("Where “{field}” comes from", field=_word(change, language))
    popover.add_text(head, "small")
    popover.add_text(_in_file(choice, change), "title")
    for line in _said_of_file(choice, change, language):
        popover.add_text(line, "quiet")
    if change.field is not None:
        popover.add_text(language.term("review.base"), "small")
        popover.add_text(_base(change, language))
    popover.add_text(language.text("In the database"), "small")
    for line, look in _in_database(change, found, language):
        popover.add_text(line, look)
    popover.show_at(point)


def _word(change: ChangeRow, language: Language) -> str:
    if change.field is None:
        return f"{language.term(f'table.{change.table}')} {change.label}"
    return f"{language.term(f'{change.table}.{change.field.name}')} · {change.label}"


def _in_file(choice: Choice, change: ChangeRow) -> str:
    cell = None if change.cell is None else str(change.cell)
    return " · ".join(filter(None, (choice.file.path.name, cell)))


def _said_of_file(choice: Choice, change: ChangeRow, language: Language) -> list[str]:
    """What is written in the cell, what it was read as, and who saved it when."""
    from pmo_desktop.services.origin_words import saved

    lines = []
    if change.cell is None:
        lines.append(language.text("This was concluded from the file; no cell says it."))
    elif change.cell.text:
        lines.append(language.text("“{text}” is written there.", text=change.cell.text))
    if change.field is not None:
        value = _text(change, change.field.after, language)
        lines.append(language.text("It was read as {value}.", value=value))
    provenance = choice.file.understood.provenance
    return [*lines, *saved(provenance.sender, provenance.saved_at, language)]


def _base(change: ChangeRow, language: Language) -> str:
    assert change.field is not None
    if change.field.base is UNKNOWN:
        return language.text("It is not known what was sent out or accepted last.")
    return _text(change, change.field.base, language)


def _in_database(
    change: ChangeRow, found: Origin | None, language: Language
) -> list[tuple[str, str]]:
    """Lines with their looks."""
    from pmo_desktop.services.origin_words import place, told

    if change.doubt is not None:
        return [(change.doubt.known, "")]
    if change.field is None or found is None:
        return [(language.text("It is new: the database has nothing of it yet."), "quiet")]
    value = _text(change, change.field.before, language)
    lines = [(value, ""), (place(found, language), "quiet")]
    return [*lines, *((line, "quiet") for line in told(found, language))]


def _text(change: ChangeRow, value: object, language: Language) -> str:
    assert change.field is not None
    return field_text(change.table, change.field.name, value, language) or NOTHING
