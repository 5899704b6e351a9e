"""A row of joined buttons of which one is down: views of one page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget


class Segments(QWidget):
    chosen = Signal(str)

    def __init__(self, keys: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = tuple(keys)
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for number, key in enumerate(self._keys):
            button = QPushButton()
            button.setCheckable(True)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setProperty("look", _look(number, len(self._keys)))
            button.clicked.connect(lambda _on=False, k=key: self.chosen.emit(k))
            self._group.addButton(button, number)
            layout.addWidget(button)
        self._group.button(0).setChecked(True)

    @property
    def current(self) -> str:
        return self._keys[self._group.checkedId()]

    def choose(self, key: str) -> None:
        """Put a button down and say so."""
        self._group.button(self._keys.index(key)).setChecked(True)
        self.chosen.emit(key)

    def set_texts(self, texts: Sequence[str]) -> None:
        for number, text in enumerate(texts):
            self._group.button(number).setText(text)


def _look(number: int, count: int) -> str:
    if number == 0:
        return "segment_first"
    return "segment_last" if number == count - 1 else "segment"
