"""A list of small cards: a head with a figure, two lines, a stripe of the tone. See `overloads`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

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
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from pmo_desktop.ui.load.overloads import Entry

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
HEIGHT = 74
GAP = 8
STRIPE = 3
PAD = 12
LINE = 20
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.runs: Sequence[Entry] = ()

    @override
    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.runs)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        run = self.runs[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return run.whole or None
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return "\n".join((f"{run.head}\t{run.figure}", *run.lines))

    def show(self, runs: Sequence[Entry]) -> None:
        self.beginResetModel()
        self.runs = runs
        self.endResetModel()


class _Delegate(QStyledItemDelegate):
    """A small card with a stripe: red where it is grave."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.colours: dict[str, QColor] = {}

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, HEIGHT + GAP)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, _Model)
        run = model.runs[index.row()]
        box = option.rect.adjusted(0, 0, -1, -GAP)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        ground = "selection" if chosen else "hover" if hovered else "panel"
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.colours["line"])
        painter.setBrush(self.colours[ground])
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        stripe = run.tone
        painter.fillRect(QRect(box.left(), box.top(), STRIPE, box.height()), self.colours[stripe])
        self._write(painter, box, option.font, str(index.data()).split("\n"), stripe)
        painter.restore()

    def _write(
        self, painter: QPainter, box: QRect, font: QFont, lines: list[str], tone: str
    ) -> None:
        """The name with the load at its right, then the weeks, then the projects."""
        name, _, load = lines[0].partition("\t")
        place = QRect(box.left() + PAD + STRIPE, box.top() + 7, box.width() - 2 * PAD, LINE)
        font.setPixelSize(13)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(self.colours.get(f"{tone}_ink", self.colours[tone]))
        painter.drawText(place, RIGHT, load)
        room = painter.fontMetrics().horizontalAdvance(load) + PAD
        self._line(painter, place.adjusted(0, 0, -room, 0), name, "ink")
        font.setPixelSize(12)
        font.setBold(False)
        painter.setFont(font)
        for line, role in zip(lines[1:], ("ink2", "ink3"), strict=True):
            place.translate(0, LINE)
            self._line(painter, place, line, role)

    def _line(self, painter: QPainter, place: QRect, text: str, role: str) -> None:
        painter.setPen(self.colours[role])
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, LEFT, shown)


class ConflictList(QListView):
    """`chosen(Entry)` where one is clicked or reached by the keyboard; `opened(Entry)` where one is
    clicked twice, or Enter pressed on it."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, palette: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model()
        self._delegate = _Delegate(self)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.clicked.connect(self._on_current_changed)
        self.activated.connect(self._on_activated)
        self.set_palette(palette)

    @property
    def runs(self) -> Sequence[Entry]:
        return self._model.runs

    def set_palette(self, palette: Mapping[str, str]) -> None:
        """The colours, by role."""
        self._delegate.colours = {role: QColor(colour) for role, colour in palette.items()}
        self.viewport().update()

    def show_runs(self, runs: Sequence[Entry]) -> None:
        self._model.show(runs)

    def _on_activated(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self._model.runs[index.row()])

    def _on_current_changed(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._model.runs[index.row()])
