"""How wide the table is beside the bars: as it was drawn, or as its columns need, up to a half."""

from __future__ import annotations

from PySide6.QtCore import QObject

from pmo_desktop.ui.gantt.splitter import LineSplitter
from pmo_desktop.ui.gantt.tree import LEAST_NAME, TaskTree

HALF = 0.5


class TableRoom(QObject):
    """Of the splitter between the table and the bars, which fills its parent; `wish` is how wide
    the table is to be at first."""

    def __init__(self, splitter: LineSplitter, tree: TaskTree, wish: int) -> None:
        super().__init__(splitter)
        self._splitter, self._tree = splitter, tree
        self._wish, self._most = wish, HALF
        splitter.splitterMoved.connect(self._on_moved)
        tree.columns_chosen.connect(self._widen)

    def share(self) -> None:
        """Give the table what it was given or needs, but not more than half, unless somebody drew
        it wider: its columns can be scrolled."""
        sizes, around = self._splitter.sizes(), self._splitter.parentWidget()
        if sum(sizes) and around is not None:
            # Of the room of now: what lies inside is told of it a moment later.
            room = around.width() - self._splitter.handleWidth()
            table = min(self._wish, int(room * self._most))
            self._splitter.setSizes([table, max(sum(sizes) - table, 1)])

    def _widen(self) -> None:
        """Make room for the columns that are shown."""
        header = self._tree.header()
        others = sum(map(header.sectionSize, range(1, header.count())))
        self._wish = max(self._wish, others + LEAST_NAME)
        self.share()

    def _on_moved(self, *_: int) -> None:
        table, bars = self._splitter.sizes()
        self._wish = table
        self._most = max(table / max(table + bars, 1), HALF)
