"""A row of controls that goes on in a second line where the window is narrow, instead of cutting
them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget
from typing_extensions import override


class FlowRow(QLayout):
    """Parts beside one another; those after None stand at the right. `spacing` is in pixels."""

    def __init__(self, *parts: QWidget | None, spacing: int = 8) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = parts.index(None) if None in parts else len(parts)
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        for part in parts:
            if part is not None:
                self.addWidget(part)

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        heights = [_height(line) for line in self._lines(width)]
        return sum(heights) + self.spacing() * max(len(heights) - 1, 0)

    @override
    def sizeHint(self) -> QSize:
        """All of it in one line."""
        shown = self._shown()
        return QSize(self._width(shown), _height(shown))

    @override
    def minimumSize(self) -> QSize:
        """The widest part alone in a line."""
        shown = self._shown()
        return QSize(max((item.sizeHint().width() for item in shown), default=0), _height(shown))

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        top = rect.top()
        for line in self._lines(rect.width()):
            height = _height(line)
            last = self._items[self._gap :]
            at_left = [item for item in line if item not in last]
            at_right = [item for item in line if item in last]
            self._place(at_left, rect.left(), top, height)
            start = rect.left()
            if at_left or rect.width() > self._width(self._shown()):
                start = rect.right() + 1 - self._width(at_right)
            self._place(at_right, start, top, height)
            top += height + self.spacing()

    def _place(self, items: Sequence[QLayoutItem], left: int, top: int, height: int) -> None:
        for item in items:
            size = item.sizeHint()
            down = (height - size.height()) // 2
            item.setGeometry(QRect(QPoint(left, top + down), size))
            left += size.width() + self.spacing()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        for item in self._shown():
            if lines and self._width([*lines[-1], item]) <= width:
                lines[-1].append(item)
            else:
                lines.append([item])
        return lines

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _width(self, items: Sequence[QLayoutItem]) -> int:
        gaps = self.spacing() * max(len(items) - 1, 0)
        return sum(item.sizeHint().width() for item in items) + gaps


def _height(items: Sequence[QLayoutItem]) -> int:
    return max((item.sizeHint().height() for item in items), default=0)
