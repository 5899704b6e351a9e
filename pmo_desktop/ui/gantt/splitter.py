"""Two parts with a thin line between them that can be dragged."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget
from typing_extensions import override

GRIP = 5


class LineSplitter(QSplitter):
    """The line lies in the middle of a grip that is wide enough for a mouse."""

    def __init__(self, palette: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.line = QColor(palette["line"])
        self.ground = QColor(palette["panel"])
        self.setChildrenCollapsible(False)
        self.setHandleWidth(GRIP)

    def set_palette(self, palette: Mapping[str, str]) -> None:
        """The colours, by role."""
        self.line = QColor(palette["line"])
        self.ground = QColor(palette["panel"])
        for number in range(self.count()):
            self.handle(number).update()

    @override
    def createHandle(self) -> QSplitterHandle:
        return _Line(self.orientation(), self)


class _Line(QSplitterHandle):
    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        splitter = self.splitter()
        assert isinstance(splitter, LineSplitter)
        painter = QPainter(self)
        painter.fillRect(self.rect(), splitter.ground)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), splitter.line)
