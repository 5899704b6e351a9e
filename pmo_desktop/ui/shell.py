"""The window's frame: there at once, in its colours; what stands in it comes after.

Only what the first picture needs is imported here.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QMainWindow, QWidget

from pmo_desktop.ui.settings import Settings

if not TYPE_CHECKING:
    from pmo_desktop.ui.marks import override
else:
    from PySide6.QtGui import (
        QCloseEvent,
        QDragEnterEvent,
        QDragLeaveEvent,
        QDropEvent,
        QPaintEvent,
    )
    from typing_extensions import override

FIRST_SIZE = (1440, 900)
SMALLEST_SIZE = (1100, 640)
# What the system's border and title bar take at most; not known before the window is shown.
FRAME = (16, 40)
TOP_HEIGHT = 46
NAVIGATION_WIDTH = 170
STATUS_HEIGHT = 26
# The parts of the frame: row, column, and how many columns they take.
PLACES = {"top": (0, 0, 2), "navigation": (1, 0, 1), "stage": (1, 1, 1), "status": (2, 0, 2)}
COLOURS = {
    "top": "panel",
    "navigation": "navigation",
    "stage": "background",
    "status": "panel",
}


class Shell(QMainWindow):
    """`painted` is sent in the first picture; `dropped` with the files that were let fall on it."""

    painted = Signal()
    dropped = Signal(list)
    dragged_over = Signal(bool)

    def __init__(self, settings: Settings, roles: Mapping[str, str]) -> None:
        super().__init__()
        self._settings = settings
        self._was_painted = False
        self.resize(*FIRST_SIZE)
        self.setMinimumSize(*SMALLEST_SIZE)
        if settings.geometry.isEmpty():
            self._keep_on_screen()
        else:
            self.restoreGeometry(settings.geometry)
        self._grid = QGridLayout()
        self._parts: dict[str, QWidget] = {}
        self._show_bare(roles)

    def put(self, place: str, part: QWidget) -> None:
        """Put a part in its place of the frame: `top`, `navigation`, `stage`, `status`."""
        before = self._parts.pop(place, None)
        if before is not None:
            self._grid.removeWidget(before)
            before.hide()
            before.deleteLater()
        row, column, columns = PLACES[place]
        self._grid.addWidget(part, row, column, 1, columns)
        self._parts[place] = part

    def _keep_on_screen(self) -> None:
        """Where the screen has less room than the first size and a frame take: all of it."""
        room = self.screen().availableGeometry()
        width, height = room.width() - FRAME[0], room.height() - FRAME[1]
        if width < FIRST_SIZE[0] or height < FIRST_SIZE[1]:
            self.move(room.topLeft())
            self.resize(min(width, FIRST_SIZE[0]), min(height, FIRST_SIZE[1]))

    def _show_bare(self, roles: Mapping[str, str]) -> None:
        """The parts without words: plain widgets in plain colours, because a painter would load
        the whole of Qt's namespace first."""
        whole = QWidget()
        whole.setLayout(self._grid)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._grid.setRowStretch(1, 1)
        for place, role in COLOURS.items():
            part = QWidget()
            part.setStyleSheet(f"background: {roles[role]}")
            self.put(place, part)
        self._parts["top"].setFixedHeight(TOP_HEIGHT)
        self._parts["navigation"].setFixedWidth(NAVIGATION_WIDTH)
        self._parts["status"].setFixedHeight(STATUS_HEIGHT)
        self.setCentralWidget(whole)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.geometry = self.saveGeometry()
        super().closeEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.dragged_over.emit(True)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self.dragged_over.emit(False)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.dragged_over.emit(False)
        urls = event.mimeData().urls()
        event.acceptProposedAction()
        self.dropped.emit([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])
