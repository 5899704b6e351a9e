"""A sentence under a field that says why its text cannot be taken."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

GAP = 2


class Bubble(QFrame):
    """Stands beside `field` in the same parent, inside it, and goes with the field."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field.parentWidget())
        self._room = field.parentWidget()
        self._field = field
        self._label = QLabel()
        self.setProperty("look", "bubble")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.addWidget(self._label)
        field.destroyed.connect(self.deleteLater)

    def say(self, text: str) -> None:
        self._label.setText(text)
        self.adjustSize()
        place = self._field.geometry().bottomLeft() + QPoint(0, GAP)
        room = self._room.rect() if self._room else self._field.rect()
        place.setX(max(0, min(place.x(), room.right() - self.width())))
        if place.y() + self.height() > room.bottom():
            place.setY(self._field.geometry().top() - self.height() - GAP)
        self.move(place)
        self.show()
        self.raise_()

    @property
    def text(self) -> str:
        return self._label.text()
