"""Under which number and name the plans of all projects are saved as a baseline."""

from __future__ import annotations

from collections import Counter

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from pmo_desktop.ui.context import Context

NUMBERS = range(11)


class AllBaselines(QDialog):
    """`number` offers all, the first that no project has being chosen; it says what would be
    replaced."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        text = context.language.text
        self.setWindowTitle(text("Save the plans of all projects"))
        self.number, self.name = QComboBox(), QLineEdit()
        self._fill(context)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.addRow(text("Baseline"), self.number)
        form.addRow(text("Name"), self.name)
        self.save, cancel = QPushButton(text("Save")), QPushButton(text("Cancel"))
        self.save.setDefault(True)
        self.save.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        body = QVBoxLayout(self)
        body.setContentsMargins(16, 14, 16, 14)
        body.setSpacing(12)
        body.addLayout(form)
        body.addLayout(buttons)
        self.setMinimumWidth(380)
        self.name.setFocus()

    def _fill(self, context: Context) -> None:
        from pmo_desktop.services.baselines import baselines

        taken = Counter(row.number for row in context.query(baselines))
        text = context.language.text
        for number in NUMBERS:
            n = taken[number]
            said = text("{number}: replaces that of {n} projects", number=number, n=n)
            self.number.addItem(said if n else str(number), number)
        free = next((number for number in NUMBERS if not taken[number]), 0)
        self.number.setCurrentIndex(free)
