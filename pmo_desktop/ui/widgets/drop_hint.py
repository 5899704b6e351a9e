"""What covers the window while files hang over it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from pmo_desktop.language import Language

INSET = 24


class DropHint(QFrame):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "drop")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._label = QLabel()
        self._label.setProperty("look", "welcome")
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        QVBoxLayout(self).addWidget(self._label)
        self.hide()

    def show_over(self, window: QWidget, language: Language, *, receives: bool = False) -> None:
        self._label.setText(
            language.text("Drop the spreadsheets here to receive them for the round")
            if receives
            else language.text("Drop the spreadsheets here to review them")
        )
        self.setGeometry(window.rect().adjusted(INSET, INSET, -INSET, -INSET))
        self.show()
        self.raise_()
