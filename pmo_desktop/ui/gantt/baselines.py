"""The baselines of a project as a menu: save the plan as one, measure against one, remove one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from pmo_desktop.ui.context import Context

if TYPE_CHECKING:
    from pmo_desktop.services.baselines import BaselineRow

NUMBERS = range(11)


def add_baselines(menu: QMenu, context: Context, parent: QWidget, project_id: int) -> QMenu:
    """A menu of its own in `menu`; each choice is one edit and one undo."""
    from pmo_desktop.services.baselines import baselines

    text = context.language.text
    found: tuple[BaselineRow, ...] = context.query(baselines, [project_id])
    own = menu.addMenu(text("Baselines"))
    taken = {row.number: row for row in found}
    free = next((number for number in NUMBERS if number not in taken), None)
    if free is not None:
        own.addAction(
            text("Save the plan as baseline {number}…", number=free),
            partial(save, context, parent, project_id, free, ""),
        )
    for row in found:
        name = _name(row, context)
        own.addSeparator()
        chosen = own.addAction(
            text("Measure against {baseline}", baseline=name),
            partial(use, context, project_id, row.number),
        )
        chosen.setCheckable(True)
        chosen.setChecked(row.in_use)
        own.addAction(
            text("Save the plan in its place…"),
            partial(save, context, parent, project_id, row.number, row.name),
        )
        own.addAction(text("Remove it"), partial(remove, context, project_id, row.number))
    return own


def _name(row: BaselineRow, context: Context) -> str:
    saved = "" if row.saved_at is None else context.language.date(row.saved_at.date())
    return " ".join(filter(None, (str(row.number), row.name, saved)))


def save(context: Context, parent: QWidget, project_id: int, number: int, name: str) -> None:
    """Ask for a name, and save the plan under the number."""
    from pmo_desktop.services.baselines import save_baseline
    from pmo_desktop.storage.changes import Title

    text = context.language.text
    title = text("Baseline {number}", number=number)
    given, accepted = QInputDialog.getText(parent, title, text("Name"), text=name)
    if accepted:
        edit = Title("Save baseline {number}", {"number": number})
        context.edit(edit, save_baseline, number, given, [project_id])


def use(context: Context, project_id: int, number: int) -> None:
    """Measure the project against a baseline."""
    from pmo_desktop.services.baselines import use_baseline
    from pmo_desktop.storage.changes import Title

    edit = Title("Measure against baseline {number}", {"number": number})
    context.edit(edit, use_baseline, project_id, number)


def remove(context: Context, project_id: int, number: int) -> None:
    """Forget a baseline; undo brings it back."""
    from pmo_desktop.services.baselines import remove_baseline
    from pmo_desktop.storage.changes import Title

    edit = Title("Remove baseline {number}", {"number": number})
    context.edit(edit, remove_baseline, project_id, number)
