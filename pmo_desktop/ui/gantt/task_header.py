"""The heads of the columns: as high as the dates beside them, the first one standing still."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from pmo_desktop.charts.frame import HEADER_HEIGHT
from pmo_desktop.ui.gantt.columns import TaskColumn
from pmo_desktop.ui.gantt.sizes import FIRST_INDENT, PADDING


class TaskHeader(QHeaderView):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.colours: Mapping[str, QColor] = {}
        self.text_font = self.font()

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), int(HEADER_HEIGHT))

    @override
    def paintEvent(self, e: QPaintEvent) -> None:
        super().paintEvent(e)
        if self.offset():
            painter = QPainter(self.viewport())
            first = QRect(0, 0, self.sectionSize(0), self.height())
            self.paintSection(painter, first, 0)
            painter.fillRect(first.right(), 0, 1, first.height(), self.colours["line"])

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        column: TaskColumn = self.model().columns[logicalIndex]  # type: ignore[attr-defined]
        painter.fillRect(rect, self.colours["panel_alt"])
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self.colours["line"])
        painter.setPen(self.colours["ink2"])
        painter.setFont(self.text_font)
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        text = self.model().headerData(logicalIndex, Qt.Orientation.Horizontal)
        room = rect.adjusted(FIRST_INDENT if logicalIndex == 0 else PADDING, 0, -PADDING, 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)

    # The edges of columns that lie under the first one are not for the mouse.

    def _is_covered(self, point: QPoint) -> bool:
        return self.offset() > 0 and point.x() < self.sectionSize(0)

    @override
    def mousePressEvent(self, e: QMouseEvent) -> None:
        if not self._is_covered(e.position().toPoint()):
            super().mousePressEvent(e)

    @override
    def mouseMoveEvent(self, e: QMouseEvent) -> None:
        if e.buttons() or not self._is_covered(e.position().toPoint()):
            super().mouseMoveEvent(e)
        else:
            self.unsetCursor()

    @override
    def mouseDoubleClickEvent(self, e: QMouseEvent) -> None:
        if not self._is_covered(e.position().toPoint()):
            super().mouseDoubleClickEvent(e)
