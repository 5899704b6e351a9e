"""Why a task's date is what it is: the chain of what holds it, beside the row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QPushButton, QWidget

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.widgets.popover import Popover

if TYPE_CHECKING:
    from pmo_desktop.language import Language
    from pmo_desktop.services.why import WhyStep

MOST_SHOWN = 10


def ask_chain(
    context: Context, parent: QWidget, task_id: int, point: QPoint, go_to: Callable[[int], None]
) -> None:
    """Ask beside the window, then show the chain at a point of the screen; `go_to` takes the id of
    a task that the user chose in it."""
    from pmo_desktop.services.why import why

    def show(steps: tuple[WhyStep, ...]) -> None:
        if steps:
            chain_popover(context, parent, steps, go_to).show_at(point)

    context.ask(why, task_id, then=show, owner=parent)


def chain_popover(
    context: Context,
    parent: QWidget,
    steps: tuple[WhyStep, ...],
    go_to: Callable[[int], None],
) -> Popover:
    """The steps from the task back, each with a sentence; a click on one goes there."""
    language = context.language
    popover = Popover(parent)
    popover.add_text(language.text("Why this date"), "title")
    for step in steps[:MOST_SHOWN]:
        link = QPushButton(_head(step, language))
        link.setProperty("look", "link")
        link.clicked.connect(popover.close)
        link.clicked.connect(lambda _=False, number=step.task_id: go_to(number))
        popover.body.addWidget(link)
        popover.add_text(language.text(step.reason.rule, **step.reason.params), "quiet")
    if len(steps) > MOST_SHOWN:
        more = len(steps) - MOST_SHOWN
        popover.add_text(language.text("and {n} more", n=more), "quiet")
    return popover


def _head(step: WhyStep, language: Language) -> str:
    name = f"{step.wbs} {step.name}".strip()
    if step.start is None or step.finish is None:
        return name
    return language.text(
        "{task}: {start} to {finish}", task=name, start=step.start.date(), finish=step.finish.date()
    )
