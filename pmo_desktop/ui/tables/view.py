"""Qt's table view, as the tables of all pages have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTableView

if not TYPE_CHECKING:
    from pmo_desktop.ui.marks import override
else:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QResizeEvent
    from typing_extensions import override


class View(QTableView):
    """The table with two events as signals; a filter of all events would cost every one of them."""

    resized = Signal()
    left = Signal()
    _room: int | None = None

    @property
    def room(self) -> int:
        """The width in which columns are shown. The viewport's own is not asked for: to hand out a
        plain widget Qt's Python first makes the types of all widgets, a tenth of a start."""
        return self.maximumViewportSize().width() if self._room is None else self._room

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._room = event.size().width()
        self.resized.emit()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.left.emit()
