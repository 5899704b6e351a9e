"""Where somebody's level of a skill comes from: it has a row of its own, behind those shown."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.widgets.whence import open_origin


def open_level_origin(
    context: Context, parent: QWidget, person_id: int, skill_id: int, point: QPoint
) -> None:
    """Of a level that nobody gave it says so."""
    from pmo_desktop.services.skills import level_row

    found = context.query(level_row, person_id, skill_id)
    if found is None:
        context.inform("This person does not have the skill: there is nothing to ask about.")
    else:
        open_origin(context, parent, ("person_skill", found, "level"), point)
