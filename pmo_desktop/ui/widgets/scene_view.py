"""A scene of `charts` as a widget: composed for its size, painted in the colours of now."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from pmo_desktop.charts.scene import Scene
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.painting import ScenePainter

if not TYPE_CHECKING:
    from pmo_desktop.ui.marks import override
else:
    from typing_extensions import override

Compose = Callable[[float, float], Scene]


class SceneView(QWidget):
    """`compose(width, height)` gives the picture; `clicked` has the place in its coordinates."""

    clicked = Signal(float, float)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._compose: Compose | None = None
        self._note = ""
        self._painter = ScenePainter(context.palette)
        context.theme_changed.connect(self._on_theme_changed)

    def show_scene(self, compose: Compose) -> None:
        self._compose = compose
        self._note = ""
        self.update()

    def show_note(self, text: str) -> None:
        """A sentence instead of a picture that would be empty."""
        self._note = text
        self.update()

    def scene(self) -> Scene:
        """The picture as it is painted now."""
        if self._compose is None:
            return Scene(self.width(), self.height())
        return self._compose(float(self.width()), float(self.height()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        if self._note:
            painter.setPen(QColor(self._context.palette["ink2"]))
            wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), wrapped, self._note)
        else:
            self._painter.paint(painter, self.scene())

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(event.position().x(), event.position().y())

    def _on_theme_changed(self) -> None:
        self._painter = ScenePainter(self._context.palette)
        self.update()
