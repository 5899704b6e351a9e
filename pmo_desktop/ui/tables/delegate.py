"""How a cell is painted and edited: lights, chips, progress; an editor for each kind of field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from pmo_desktop.domain.fields import Kind
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.tables.cells import CellPainter
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.model import COLUMN, ROW
from pmo_desktop.ui.theme import ROW_HEIGHT

if not TYPE_CHECKING:
    from pmo_desktop.ui.marks import override
else:
    from typing_extensions import override

Index = QModelIndex | QPersistentModelIndex
Names = Callable[[Kind], Sequence[str]]
NOWHERE = QModelIndex()


class RecordDelegate(QStyledItemDelegate):
    """`names` gives the persons and departments for completion."""

    def __init__(self, context: Context, names: Names, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._names = names
        self._view = parent if isinstance(parent, QTableView) else None
        self._painter: CellPainter | None = None
        self._hovered = -1
        context.theme_changed.connect(self.restyle)

    # Painting

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, ROW_HEIGHT)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = self._view
        if self._painter is None:
            self._painter = CellPainter(self._context.palette)
        at = index.row()
        ground = "hover" if at == self._hovered else ""
        if view is not None and view.selectionModel().isRowSelected(at, NOWHERE):
            ground = "selection"
        column, row = index.data(COLUMN), index.data(ROW)
        self._painter.paint(painter, option.rect, column, row, self._context.language, ground)
        if view is not None and view.hasFocus() and index == view.currentIndex():
            self._painter.frame(painter, option.rect)

    def hover(self, row: int) -> None:
        """Which row the pointer is over; -1 for none."""
        self._hovered = row

    def restyle(self) -> None:
        """Take the colours of now."""
        self._painter = None

    # Editing. The editors are imported with the first one: a start does without them.

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        from pmo_desktop.ui.tables.editors import make_editor

        column: Column = index.data(COLUMN)
        field = column.field_of(index.data(ROW)) or column.field
        finish, options = self._finish, column.options_of(index.data(ROW))
        return make_editor(parent, self._context, field, self._names, finish, options)

    @override
    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        editor.setGeometry(option.rect)
        _widen(editor)

    @override
    def setEditorData(self, editor: Any, index: Index) -> None:
        editor.set_value(_native(index))
        _widen(editor)

    @override
    def setModelData(self, editor: Any, model: Any, index: Index) -> None:
        if editor.is_valid():
            model.setData(index, editor.value())
        else:
            self._context.warn(
                "“{text}” was not taken: the cell keeps its value.", text=editor.text()
            )

    @override
    def eventFilter(self, editor: Any, event: QEvent) -> bool:
        if is_leaving(event) and not editor.is_valid():
            editor.complain()
            return True
        return super().eventFilter(editor, event)

    def _finish(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)


def is_leaving(event: QEvent) -> bool:
    """Whether a key would take what was typed and leave the editor."""
    return event.type() == QEvent.Type.KeyPress and event.key() in (  # type: ignore[attr-defined]
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
    )


def _widen(editor: Any) -> None:
    """Never too narrow to read what is typed; inside the table."""
    box, room = editor.geometry(), editor.parentWidget().width()
    box.setWidth(min(max(box.width(), editor.least_width()), room))
    box.moveLeft(max(min(box.left(), room - box.width()), 0))
    editor.setGeometry(box)


def _native(index: Index) -> Any:
    """The native value; not by a role of its own, because Qt would turn it into one of its own."""
    column: Column = index.data(COLUMN)
    return column.native(index.data(ROW))


def edit_triggers() -> QAbstractItemView.EditTrigger:
    """Double click, F2, typing: a single click selects and opens reasons."""
    trigger = QAbstractItemView.EditTrigger
    return trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed
