"""Where the hours of a cell of the load come from: tasks, and the cells of their dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from pmo_desktop.language import Language
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.load.lines import LoadLine
from pmo_desktop.ui.load.words import sentence, when
from pmo_desktop.ui.widgets.popover import Popover

if TYPE_CHECKING:
    from pmo_desktop.services.load_origins import LoadOrigin, LoadPart
    from pmo_desktop.services.origins import Origin

SHOWN_TASKS = 8


def ask_whence(
    context: Context, parent: QWidget, line: LoadLine, bucket: int, point: QPoint
) -> None:
    """Of a person's or a group's time."""
    from pmo_desktop.services.load_origins import load_origin

    def show(found: LoadOrigin) -> None:
        _show(context, parent, line, bucket, found, point)

    first, last = line.matrix.edges[bucket], line.matrix.edges[bucket + 1] - dt.timedelta(days=1)
    context.ask(load_origin, line.members, first, SHOWN_TASKS, last, then=show, owner=parent)


def _show(
    context: Context,
    parent: QWidget,
    line: LoadLine,
    bucket: int,
    found: LoadOrigin,
    point: QPoint,
) -> None:
    language, matrix = context.language, line.matrix
    popover = Popover(parent)
    name = f"{line.name} · {when(matrix.buckets[bucket], matrix.grain, language)}"
    popover.add_text(language.text("Where “{field}” comes from", field=name), "small")
    popover.add_text(sentence(line.cell(bucket), language), "title")
    for part in found.parts[:SHOWN_TASKS]:
        popover.add_text(task_line(part, line, language))
        popover.add_text(_by_place(part.origins, "task", language), "small")
    rest = len(found.parts) - SHOWN_TASKS
    if rest > 0:
        popover.add_text(language.text("… and {n} more", n=rest), "hint")
    if line.person_id is not None:
        for origin in found.capacity.values():
            popover.add_text(_by_place({"capacity": origin}, "person", language), "hint")
    popover.show_at(point)


def task_line(part: LoadPart, line: LoadLine, language: Language) -> str:
    """`P-2653 1.2 Build: 12 h`; of a group also whose hours they are."""
    task = f"{part.person} · {part.label}" if line.person_id is None else part.label
    return language.text("{task}: {hours} h", task=task, hours=language.number(part.hours, 1))


def _by_place(origins: Mapping[str, Origin], table: str, language: Language) -> str:
    """`Start, Finish: plan.xlsx · Plan!E5, Plan!F5; People: Entered by hand`."""
    from pmo_desktop.services.origin_words import place

    found: dict[str, tuple[list[str], list[str]]] = {}
    for name, origin in origins.items():
        head = origin.file or place(origin, language)
        words, cells = found.setdefault(head, ([], []))
        words.append(language.term(f"{table}.{name}"))
        if origin.file and origin.cell:
            cells.append(f"{origin.sheet}!{origin.cell}")
    return "; ".join(_said(head, *parts, language) for head, parts in found.items())


def _said(head: str, words: Sequence[str], cells: Sequence[str], language: Language) -> str:
    where = " · ".join(filter(None, (head, language.enumeration(cells))))
    return language.text("{fields}: {place}", fields=language.enumeration(words), place=where)
