"""Where a value or a figure comes from, in a panel beside it: file, cell, sender, history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.widgets.popover import Popover

if TYPE_CHECKING:
    from pmo_desktop.services.figure_origins import FigureOrigin
    from pmo_desktop.services.origins import Origin
    from pmo_desktop.storage.standing import Lost

SHOWN_STEPS = 6
SHOWN_PARTS = 14
SHOWN_LOST = 10


def open_origin(
    context: Context, parent: QWidget, record: tuple[str, int, str], point: QPoint
) -> None:
    """Of the field of a record: its table, its id, the field's name."""
    from pmo_desktop.services.origins import history, origin

    def read(session: Any) -> tuple[Origin, Sequence[Origin]]:
        return origin(session, *record), history(session, *record)

    def show(found: tuple[Origin, Sequence[Origin]]) -> None:
        _show_origin(context, parent, record, found, point)

    context.ask(read, then=show, owner=parent)


def open_figure(
    context: Context, parent: QWidget, project_id: int | None, figure: str, point: QPoint
) -> None:
    """Of a project's figure, or of one over all projects where `project_id` is None."""
    from pmo_desktop.services.figure_origins import figure_origin, portfolio_origin

    def read(session: Any) -> FigureOrigin:
        if project_id is None:
            return portfolio_origin(session, figure)
        return figure_origin(session, project_id, figure)

    context.ask(read, then=lambda found: _show_figure(context, parent, found, point), owner=parent)


def open_lost(context: Context, parent: QWidget, lost: Sequence[Lost], point: QPoint) -> Popover:
    """What stands in the way of an undo."""
    from pmo_desktop.services.origin_words import lost_line

    language = context.language
    popover = Popover(parent)
    popover.add_text(language.text("This would be lost with it"), "title")
    popover.add_text(
        language.text("Undo these later changes first, or leave it as it is."), "quiet"
    )
    _add_lines(context, popover, [lost_line(one, language) for one in lost], SHOWN_LOST)
    popover.show_at(point)
    return popover


def _show_origin(
    context: Context,
    parent: QWidget,
    record: tuple[str, int, str],
    found: tuple[Origin, Sequence[Origin]],
    point: QPoint,
) -> None:
    from pmo_desktop.services.origin_words import place, step, told

    (table, _, name), (origin, steps), language = record, found, context.language
    popover = Popover(parent)
    head = language.text("Where “{field}” comes from", field=language.term(f"{table}.{name}"))
    popover.add_text(head, "small")
    popover.add_text(place(origin, language), "title")
    for line in told(origin, language):
        popover.add_text(line, "quiet")
    if len(steps) > 1 or (steps and steps[0].before):
        popover.add_text(language.text("What stood there"), "small")
        lines = [step(table, name, one, language) for one in steps]
        _add_lines(context, popover, lines, SHOWN_STEPS)
    popover.show_at(point)


def _show_figure(context: Context, parent: QWidget, found: FigureOrigin, point: QPoint) -> None:
    from pmo_desktop.services.origin_words import figure_word, part_line

    language = context.language
    popover = Popover(parent)
    word = figure_word(found.figure, language)
    popover.add_text(language.text("Where “{field}” comes from", field=word), "title")
    for rule in found.rules:
        popover.add_text(language.text(rule.rule, **rule.params), "quiet")
    lines = [part_line(part, language) for part in found.parts]
    _add_lines(context, popover, lines, SHOWN_PARTS)
    for file in found.files[:1]:
        popover.add_text(
            language.text("The newest file: {file}, {at}", file=file.name, at=file.taken_at),
            "small",
        )
    if not found.rules and not found.parts:
        popover.add_text(language.text("Nothing is known of it yet."), "quiet")
    popover.show_at(point)


def _add_lines(context: Context, popover: Popover, lines: Sequence[str], most: int) -> None:
    for line in lines[:most]:
        popover.add_text(line, "small")
    if len(lines) > most:
        rest = context.language.text("… and {n} more", n=len(lines) - most)
        popover.add_text(rest, "hint")
