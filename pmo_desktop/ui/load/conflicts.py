"""The list of overloads: who, when, how much, and between which projects."""

from __future__ import annotations

import datetime as dt
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

from pmo_desktop.charts.heatmap import LIMITS
from pmo_desktop.language import Language
from pmo_desktop.ui.load.overloads import Overload

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
HEIGHT = 74
GAP = 8
STRIPE = 3
PAD = 12
GRAVE = LIMITS[5]
MOST_PROJECTS = 3
LINE = 20
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def share(run: Overload, language: Language) -> str:
    """From the lightest to the heaviest of its weeks: `145–170%`."""
    low, high = language.percent(run.lowest), language.percent(run.highest)
    return high if low == high else f"{low.removesuffix('%')}–{high}"


def extent(run: Overload, weeks: Sequence[dt.date], language: Language) -> str:
    """Which weeks, and how many hours beyond capacity."""
    first, last = (weeks[number].isocalendar().week for number in (run.first, run.last))
    hours = round(run.hours)
    if run.first == run.last:
        return language.text("Week {first}, {hours} h beyond capacity", first=first, hours=hours)
    return language.text(
        "Weeks {first}–{last}, {hours} h beyond capacity", first=first, last=last, hours=hours
    )


def between(run: Overload) -> str:
    """The projects, with the priority of each: `P-2601 (1) × P-2611 (4)`."""
    names = [f"{one.code or one.name} ({one.priority})" for one in run.shares[:MOST_PROJECTS]]
    more = len(run.shares) - MOST_PROJECTS
    return " × ".join(names) + (f" +{more}" if more > 0 else "")


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.runs: Sequence[Overload] = ()
        self.weeks: Sequence[dt.date] = ()
        self.language = Language("en")

    @override
    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.runs)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        run = self.runs[index.row()]
        head = f"{run.name}\t{share(run, self.language)}"
        return "\n".join((head, extent(run, self.weeks, self.language), between(run)))

    def show(self, runs: Sequence[Overload], weeks: Sequence[dt.date], language: Language) -> None:
        self.beginResetModel()
        self.runs, self.weeks, self.language = runs, weeks, language
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
        stripe = "red" if run.highest > GRAVE else "amber"
        painter.fillRect(QRect(box.left(), box.top(), STRIPE, box.height()), self.colours[stripe])
        self._write(painter, box, option.font, str(index.data()).split("\n"), f"{stripe}_ink")
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
        painter.setPen(self.colours[tone])
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
    """`chosen(Overload)` where one is clicked or reached by the keyboard."""

    chosen = Signal(object)

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
        self.set_palette(palette)

    @property
    def runs(self) -> Sequence[Overload]:
        return self._model.runs

    def set_palette(self, palette: Mapping[str, str]) -> None:
        """The colours, by role."""
        self._delegate.colours = {role: QColor(colour) for role, colour in palette.items()}
        self.viewport().update()

    def show_runs(
        self, runs: Sequence[Overload], weeks: Sequence[dt.date], language: Language
    ) -> None:
        self._model.show(runs, weeks, language)

    def _on_current_changed(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._model.runs[index.row()])
