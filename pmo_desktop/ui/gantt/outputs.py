"""What leaves the plan's page: paper, pictures, a table, a plan file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.gantt.view import GanttView

if TYPE_CHECKING:
    from pmo_desktop.ui.files import Files


class Outputs(QObject):
    def __init__(self, context: Context, view: GanttView, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._view = view
        self._files: Files | None = None

    @property
    def _page(self) -> QWidget:
        """Asked for when it is needed: a page that is held by its parts is not let go."""
        page = self.parent()
        assert isinstance(page, QWidget)
        return page

    def ask_print(self) -> None:
        """A window with the pages as they will be."""
        from pmo_desktop.ui.gantt.printing import Printing

        Printing(self._page, self._view, self._context).open()

    def ask_save_picture(self) -> None:
        """What is in sight, to a file."""
        from pmo_desktop.ui.gantt.picturing import ask_save_picture

        ask_save_picture(self._page, self._view, self._context)

    def copy_picture(self) -> None:
        """What is in sight, to the clipboard."""
        from pmo_desktop.ui.gantt.picturing import copy_picture

        copy_picture(self._view, self._context)

    def ask_export(self) -> None:
        """Write the rows in sight to a spreadsheet."""
        from pmo_desktop.ui.gantt.exporting import sheet_of_plan
        from pmo_desktop.ui.tables.exporting import ask_export

        language = self._context.language
        ask_export(self._context, self._page, "gantt", lambda: sheet_of_plan(self._view, language))

    def ask_export_plan(self) -> None:
        """Write the selected row's project for Microsoft Project; without one, ask which."""
        from pmo_desktop.ui.files import Files

        if self._files is None:
            self._files = Files(self._context, self._page)
        row = self._view.selected()
        self._files.ask_export_plan(None if row is None else row.project_id)
