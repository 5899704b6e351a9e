"""How a cell is painted and edited: lights, chips, progress; an editor for each kind of field."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.lights import paint_light
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.editors import ListEditor, Names, TextEditor, is_leaving, make_editor
from pmo_desktop.ui.tables.model import COLUMN, DISPLAY, ROW
from pmo_desktop.ui.theme import ROW_HEIGHT

Index = QModelIndex | QPersistentModelIndex
CHIP_HEIGHT = 18
CHIP_PADDING = 8
BAR_HEIGHT = 4


class RecordDelegate(QStyledItemDelegate):
    """`names` gives the persons and departments for completion."""

    def __init__(self, context: Context, names: Names, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._names = names

    # Painting

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), ROW_HEIGHT)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        column: Column = index.data(COLUMN)
        row = index.data(ROW)
        tone = column.chip(row) if column.chip else None
        if column.light or tone is not None or column.progress:
            self._paint_background(painter, option, index)
            if column.light:
                self._paint_light(painter, option, index)
            elif tone is not None:
                self._paint_chip(painter, option, index.data(DISPLAY), tone, column)
            else:
                self._paint_progress(painter, option, index)
        else:
            super().paint(painter, option, index)

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        color = index.data(Qt.ItemDataRole.ForegroundRole)
        if color is not None:
            # The style sheet's selected colour would hide the tone.
            option.palette.setColor(option.palette.ColorRole.HighlightedText, color)

    def _paint_background(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        style = bare.widget.style()
        style.drawControl(style.ControlElement.CE_ItemViewItem, bare, painter, bare.widget)

    def _paint_light(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        light = _native(index)
        if light is not None:
            paint_light(painter, QRectF(option.rect), light, self._context.palette)

    def _paint_chip(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        text: str,
        tone: str,
        column: Column,
    ) -> None:
        if not text:
            return
        roles = self._context.palette
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = option.font
        font.setPixelSize(12)
        painter.setFont(font)
        width = min(
            painter.fontMetrics().horizontalAdvance(text) + 2 * CHIP_PADDING,
            option.rect.width() - 8,
        )
        box = QRectF(option.rect.left() + 4, 0, width, CHIP_HEIGHT)
        box.moveCenter(option.rect.toRectF().center())
        if not column.is_center:
            box.moveLeft(option.rect.left() + 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(roles[f"{tone}_soft"]))
        painter.drawRoundedRect(box, CHIP_HEIGHT / 2, CHIP_HEIGHT / 2)
        painter.setPen(QColor(roles[f"{tone}_ink"]))
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(box.width()) - 8
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
        painter.restore()

    def _paint_progress(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        share = _native(index)
        if share is None:
            return
        roles = self._context.palette
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        text_width = 40
        room = option.rect.adjusted(6, 0, -text_width - 6, 0)
        bar = QRectF(room.left(), 0, max(room.width(), 8), BAR_HEIGHT)
        bar.moveCenter(room.toRectF().center())
        painter.setBrush(QColor(roles["line"]))
        painter.drawRoundedRect(bar, 2, 2)
        if share > 0:
            bar.setWidth(bar.width() * min(share, 1.0))
            painter.setBrush(QColor(roles["bar_done"]))
            painter.drawRoundedRect(bar, 2, 2)
        painter.setPen(QColor(roles["ink"]))
        place = option.rect.adjusted(option.rect.width() - text_width - 4, 0, -6, 0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, right, index.data(DISPLAY))
        painter.restore()

    # Editing

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column: Column = index.data(COLUMN)
        editor = make_editor(parent, self._context, column.field, self._names)
        if isinstance(editor, ListEditor):
            editor.activated.connect(lambda: self._finish(editor))
        return editor

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, TextEditor | ListEditor):
            editor.set_value(_native(index))
        if isinstance(editor, QComboBox) and not editor.property("opened"):
            editor.setProperty("opened", True)
            editor.showPopup()

    @override
    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        if isinstance(editor, ListEditor) or (isinstance(editor, TextEditor) and editor.is_valid()):
            model.setData(index, editor.value())
        elif isinstance(editor, TextEditor):
            self._context.warn(
                "“{text}” was not taken: the cell keeps its value.", text=editor.text()
            )

    @override
    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(editor, TextEditor) and is_leaving(event) and not editor.is_valid():
            editor.complain()
            return True
        return super().eventFilter(editor, event)

    def _finish(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)


def _native(index: Index) -> Any:
    """The native value; not by a role of its own, because Qt would turn it into one of its own."""
    column: Column = index.data(COLUMN)
    return column.value(index.data(ROW))


def edit_triggers() -> QAbstractItemView.EditTrigger:
    """Double click, F2, typing: a single click selects and opens reasons."""
    trigger = QAbstractItemView.EditTrigger
    return trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed
