"""The baselines of a project as a menu: save the plan as one, or those of all projects, measure
against one, rename one, remove one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QInputDialog, QMenu, QWidget

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.gantt.all_baselines import AllBaselines

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
    own.addAction(text("Save the plans of all projects…"), partial(save_all, context, parent))
    for row in found:
        name = name_of(row, context)
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
        own.addAction(
            text("Rename it…"), partial(rename, context, parent, project_id, row.number, row.name)
        )
        own.addAction(text("Remove it"), partial(remove, context, project_id, row.number))
    return own


def name_of(row: BaselineRow, context: Context) -> str:
    """Its number, its name and its day: `1 Approved 3 Nov 2026`."""
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


def save_all(context: Context, parent: QWidget) -> None:
    """Ask for a number and a name, and save the plan of every project under them, as one edit."""
    from pmo_desktop.services.baselines import save_baseline_of_all
    from pmo_desktop.storage.changes import Title

    asked = AllBaselines(context, parent)
    if asked.exec() == QDialog.DialogCode.Accepted:
        number = asked.number.currentData()
        edit = Title("Save baseline {number} of all projects", {"number": number})
        context.edit_in_job(edit, save_baseline_of_all, number, asked.name.text(), owner=parent)


def rename(context: Context, parent: QWidget, project_id: int, number: int, name: str) -> None:
    """Ask for another name."""
    from pmo_desktop.services.baselines import rename_baseline
    from pmo_desktop.storage.changes import Title

    text = context.language.text
    title = text("Baseline {number}", number=number)
    given, accepted = QInputDialog.getText(parent, title, text("Name"), text=name)
    if accepted and given.strip() != name:
        edit = Title("Rename baseline {number}", {"number": number})
        context.edit(edit, rename_baseline, project_id, number, given)


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
