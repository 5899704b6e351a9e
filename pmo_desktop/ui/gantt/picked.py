"""The selected rows in the order in which they were picked: links are drawn in it.

Rows are known by what they are, so that the same ones are selected after the plan was read anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QObject

from pmo_desktop.domain.plan import PlanRow
from pmo_desktop.ui.gantt.tree import TaskTree

# Of a row: its project, its task, and the name of a group, which has neither.
Identity = tuple[int, int | None, str]


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

    def current(self) -> PlanRow | None:
        """The current row, where it is selected: Qt makes the first one current by itself."""
        position = self._tree.current_position()
        return self._tree.tasks.row(position) if position in self._tree.selected else None

    def identities(self) -> frozenset[Identity]:
        """Which rows are selected, wherever they stand."""
        return frozenset(_identity(self._tree.tasks.row(at)) for at in self._tree.selected)

    def select_again(self, row: PlanRow) -> None:
        """Make a row of before the current one, if it is there."""
        current = self.current()
        if current is not None and _identity(current) == _identity(row):
            return
        position = self._tree.tasks.outline.position(row.project_id, row.task_id)
        if position >= 0:
            self._tree.select(position)

    def select_all_again(self, rows: Sequence[PlanRow]) -> None:
        """Wherever they stand now, in the order in which they were picked."""
        model = self._tree.tasks
        places = {_identity(model.row(at)): at for at in range(model.rowCount())}
        found = [at for row in rows if (at := places.get(_identity(row))) is not None]
        if set(found) != self._tree.selected:
            self._tree.select_rows(found)

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


def _identity(row: PlanRow) -> Identity:
    return (row.project_id, row.task_id, row.name if row.task_id is None else "")
