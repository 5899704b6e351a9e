"""The selected rows in the order in which they were picked: links are drawn in it."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QObject

from pmo_desktop.domain.plan import PlanRow
from pmo_desktop.ui.gantt.tree import TaskTree


class Picked(QObject):
    def __init__(self, tree: TaskTree) -> None:
        super().__init__(tree)
        self._tree = tree
        self._order: dict[int, None] = {}
        tree.selectionModel().selectionChanged.connect(self._on_changed)

    def positions(self) -> list[int]:
        """The rows in sight that are selected; those that Qt did not tell of come last."""
        chosen = self._tree.selected
        known = [position for position in self._order if position in chosen]
        return [*known, *sorted(chosen.difference(known))]

    def rows(self) -> list[PlanRow]:
        """The same as rows of the plan."""
        model = self._tree.tasks
        count = model.rowCount()
        return [model.row(position) for position in self.positions() if position < count]

    def _on_changed(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        for span in deselected.toList():
            for position in range(span.top(), span.bottom() + 1):
                self._order.pop(position, None)
        current = self._tree.current_position()
        for span in selected.toList():
            positions = range(span.top(), span.bottom() + 1)
            # A range that was drawn upwards begins below.
            upwards = current == span.top() and len(positions) > 1
            for position in reversed(positions) if upwards else positions:
                self._order.setdefault(position)
