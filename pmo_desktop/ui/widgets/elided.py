"""A label that gives way: where it has too little room its words end with an ellipsis, and the
whole of them is its tip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QStyle, QStyleOption
from typing_extensions import override

LEAST = 48


class ElidedLabel(QLabel):
    """It never gets narrower than `least` pixels, or its words where these are."""

    def __init__(self, look: str = "", least: int = LEAST) -> None:
        super().__init__()
        self._least = least
        if look:
            self.setProperty("look", look)

    @override
    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        return QSize(min(whole.width(), self._least), whole.height())

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, option = QPainter(self), QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        box, end = self.contentsRect(), Qt.TextElideMode.ElideRight
        words = painter.fontMetrics().elidedText(self.text(), end, box.width())
        self.setToolTip(self.text() if words != self.text() else "")
        painter.drawText(box, self.alignment(), words)
