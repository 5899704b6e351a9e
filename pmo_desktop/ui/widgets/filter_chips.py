"""Small buttons that each show one kind of rows, with how many there are; none of them: all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget


class FilterChips(QWidget):
    """`changed` is sent when the user presses one; a kind without rows has no button in sight."""

    changed = Signal()

    def __init__(self, keys: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QPushButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for key in keys:
            button = QPushButton()
            button.setCheckable(True)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(self.changed)
            self.buttons[key] = button
            layout.addWidget(button)

    @property
    def chosen(self) -> frozenset[str]:
        """The kinds that are pressed; a button out of sight presses nothing."""
        return frozenset(
            key
            for key, button in self.buttons.items()
            if button.isChecked() and not button.isHidden()
        )

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """The words of the kinds that there are."""
        for key, button in self.buttons.items():
            button.setText(texts.get(key, ""))
            button.setVisible(key in texts)

    def clear(self) -> None:
        """Press none, without a word."""
        for button in self.buttons.values():
            button.setChecked(False)
