"""What a row of the plan can be asked: why it lies there, where a value comes from, what the
baselines say."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.gantt.view import GanttView


class RowQuestions(QObject):
    """F4 asks the current cell. `task_wanted` is sent with a task that was chosen in an answer."""

    task_wanted = Signal(int)

    def __init__(self, context: Context, view: GanttView, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._view = view
        whence = QAction(view.tree)
        whence.setShortcut(QKeySequence("F4"))
        whence.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        whence.triggered.connect(self._on_whence)
        view.tree.addAction(whence)

    @property
    def _page(self) -> QWidget:
        """Asked for when it is needed: a page that is held by its parts is not let go."""
        page = self.parent()
        assert isinstance(page, QWidget)
        return page

    def _on_whence(self) -> None:
        self.ask_whence(self._view.tree.currentIndex())

    def ask_against(self, index: QModelIndex, place: QPoint) -> None:
        """Show the row beside each of its project's baselines."""
        from pmo_desktop.ui.gantt.against import ask_against

        row, plan = self._view.model.row(index.row()), self._view.outline.plan
        ask_against(self._context, self._page, row, plan.minutes_per_day, place)

    def ask_why(self, index: QModelIndex, place: QPoint) -> None:
        """Say what holds the row's task where it is."""
        from pmo_desktop.ui.gantt.why import ask_chain

        row = self._view.model.row(index.row())
        if row.task_id is None:
            self._context.inform("A project's dates are those of its first and last tasks.")
        else:
            ask_chain(self._context, self._page, row.task_id, place, self.task_wanted.emit)

    def ask_whence(self, index: QModelIndex) -> None:
        """Say where a cell's value comes from."""
        from pmo_desktop.ui.gantt.whence import ask_whence

        if index.isValid():
            tree, row = self._view.tree, self._view.model.row(index.row())
            column = self._view.model.columns[index.column()]
            place = tree.viewport().mapToGlobal(tree.visualRect(index).bottomLeft())
            ask_whence(self._context, self._page, row, column, place)
