"""Which value or figure a table's cell shows, to ask where it comes from."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.tables.column import Column


def ask_whence(
    context: Context, parent: QWidget, record: str, row: Any, column: Column, point: QPoint
) -> None:
    """Of a field of the record, or of a figure of the project; else say that it is made of others.

    `record` is the table of `domain.fields` whose record the row is.
    """
    from pmo_desktop.services.figure_origins import FIGURES
    from pmo_desktop.services.origins import known_field
    from pmo_desktop.ui.widgets.whence import open_figure, open_origin

    table, _, name = column.term.partition(".")
    if record == "project" and column.key in FIGURES and not column.editable:
        open_figure(context, parent, row.id, column.key, point)
    elif table == record and known_field(table, name):
        open_origin(context, parent, (table, row.id, name), point)
    elif column.term == "project.code" and getattr(row, "project_id", None) is not None:
        open_origin(context, parent, ("project", row.project_id, "code"), point)
    else:
        context.inform("This column has no value of its own: it is made of others.")
