"""The files under review: a light for the state, the name, and in a few words what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from pmo_desktop.domain.health import Light
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.lights import paint_light

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ITEM_HEIGHT = 46
LIGHT_ROOM = 34
STATE_LIGHTS = {
    "ready": Light.GREEN,
    "attention": Light.AMBER,
    "refused": Light.RED,
    "unchanged": Light.GREY,
}
ITEM = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class FileItem:
    """`taken`: whether anything of it will be committed."""

    name: str
    note: str
    state: str
    taken: bool


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.items: list[FileItem] = []

    @override
    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.items)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{item.name}\n{item.note}"
        return item if role == ITEM else None


class _Delegate(QStyledItemDelegate):
    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, ITEM_HEIGHT)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item: FileItem = index.data(ITEM)
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        style = bare.widget.style()
        style.drawControl(style.ControlElement.CE_ItemViewItem, bare, painter, bare.widget)
        roles = self._context.palette
        box: QRect = option.rect
        mark = QRectF(box.left() + 4, box.top(), LIGHT_ROOM - 8, box.height())
        paint_light(painter, mark, STATE_LIGHTS[item.state], roles, 13)
        words = box.adjusted(LIGHT_ROOM, 5, -6, -5)
        half = words.height() // 2
        ink = "ink" if item.taken else "ink3"
        self._write(painter, words.adjusted(0, 0, 0, -half), item.name, roles[ink], 13)
        self._write(painter, words.adjusted(0, half, 0, 0), item.note, roles["ink3"], 12)

    def _write(self, painter: QPainter, box: QRect, text: str, colour: str, size: int) -> None:
        font = painter.font()
        font.setPixelSize(size)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class FileList(QListView):
    """`chosen` is sent with the number of the file."""

    chosen = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model()
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(context, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(
            lambda now, _: self.chosen.emit(now.row()) if now.isValid() else None
        )

    def set_items(self, items: Sequence[FileItem]) -> None:
        """Show these; the current one stays where the number is the same."""
        current = self.currentIndex().row()
        if len(items) == len(self._model.items):
            self._model.items = list(items)
            last = self._model.index(len(items) - 1, 0)
            self._model.dataChanged.emit(self._model.index(0, 0), last)
            return
        self._model.beginResetModel()
        self._model.items = list(items)
        self._model.endResetModel()
        if items:
            self.select(max(current, 0))

    def select(self, number: int) -> None:
        self.setCurrentIndex(self._model.index(number, 0))

    def show_only(self, numbers: set[int] | None) -> None:
        """Hide all other files; None shows all."""
        for at in range(len(self._model.items)):
            self.setRowHidden(at, numbers is not None and at not in numbers)
