"""The folder that workbooks go to: typed, or chosen in a dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget

from pmo_desktop.language import Language
from pmo_desktop.ui.widgets.card import row


class FolderField(QWidget):
    def __init__(self, folder: str = "") -> None:
        super().__init__()
        self.edit, self._choose = QLineEdit(folder), QPushButton()
        self._title = ""
        self.setLayout(row(self.edit, self._choose))
        self.setFocusProxy(self.edit)
        self._choose.clicked.connect(self._on_choose)

    def text(self) -> str:
        return self.edit.text().strip()

    def set_text(self, folder: str) -> None:
        self.edit.setText(folder)

    def retranslate(self, language: Language) -> None:
        self.edit.setPlaceholderText(language.text("The folder for the workbooks"))
        self._choose.setText(language.text("Choose…"))
        self._title = language.text("Choose a folder for the workbooks")

    def _on_choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self._title, self.edit.text())
        if folder:
            self.edit.setText(folder)
