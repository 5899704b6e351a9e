"""Which value of the plan a cell shows, to ask where it comes from."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from pmo_desktop.domain.plan import PlanRow
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.gantt.columns import OF_PROJECTS, PROJECTS_OWN, TaskColumn

# Columns that are not edited here, by the fields that they show.
SHOWN = {"baseline": "baseline_finish"}


def ask_whence(
    context: Context, parent: QWidget, row: PlanRow, column: TaskColumn, point: QPoint
) -> None:
    """Of a task's field, or of a project's figure; else say that it is made of others."""
    from pmo_desktop.services.figure_origins import FIGURES
    from pmo_desktop.services.origins import known_field
    from pmo_desktop.ui.widgets.whence import open_figure, open_origin

    name = SHOWN.get(column.key) or column.edits.partition(".")[2]
    is_project = row.task_id is None
    field = OF_PROJECTS.get(column.edits, "").partition(".")[2]
    if column.edits.startswith(PROJECTS_OWN):
        field, name = name, ""
    if is_project and name in FIGURES:
        open_figure(context, parent, row.project_id, name, point)
    elif is_project and field:
        open_origin(context, parent, ("project", row.project_id, field), point)
    elif row.task_id is not None and known_field("task", name):
        open_origin(context, parent, ("task", row.task_id, name), point)
    else:
        context.inform("This column has no value of its own: it is made of others.")
