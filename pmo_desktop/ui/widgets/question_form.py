"""Asks what a field of the office's own is to be: its names, its kind, what may be chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QPushButton, QWidget

from pmo_desktop.domain.fields import CUSTOM_KINDS, Kind
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.widgets.popover import Popover

BETWEEN = re.compile(r"[;；,，、\n]")


class QuestionForm(Popover):
    """`said` is sent with the names by language, the kind's value, and the choices."""

    said = Signal(object, str, object)

    def __init__(self, context: Context, parent: QWidget, title: str, save: str) -> None:
        super().__init__(parent)
        text, term = context.language.text, context.language.term
        self.zh, self.en, self.options = QLineEdit(), QLineEdit(), QLineEdit()
        self.kind = QComboBox()
        self.save = QPushButton(save)
        self.save.setProperty("look", "primary")
        for kind in CUSTOM_KINDS:
            self.kind.addItem(term(f"custom_kind.{kind.value}"), kind.value)
        self.add_text(title, "title")
        form = QFormLayout()
        form.addRow(QLabel(text("Chinese name")), self.zh)
        form.addRow(QLabel(text("English name")), self.en)
        form.addRow(QLabel(text("Kind of field")), self.kind)
        self._choices = QLabel(text("Choices"))
        form.addRow(self._choices, self.options)
        self.options.setPlaceholderText(text("with a semicolon between them"))
        self.body.addLayout(form)
        self.body.addWidget(self.save)
        self.save.clicked.connect(self._on_save)
        for line in (self.zh, self.en, self.options):
            line.returnPressed.connect(self._on_save)
        self.kind.currentIndexChanged.connect(self._show_choices)
        self.setFocusProxy(self.zh if context.language.is_chinese else self.en)
        self._show_choices()

    def open_at(
        self, point: QPoint, name: str = "", kind: str = "text", options: Sequence[str] = ()
    ) -> None:
        """Show it with what is known already; the one name serves both languages."""
        self.zh.setText(name)
        self.en.setText(name)
        self.options.setText("; ".join(options))
        self.kind.setCurrentIndex(max(self.kind.findData(kind), 0))
        self.show_at(point)
        self.setFocus()

    def _show_choices(self) -> None:
        has_choices = self.kind.currentData() == Kind.CHOICE.value
        self._choices.setVisible(has_choices)
        self.options.setVisible(has_choices)
        self.adjustSize()

    def _on_save(self) -> None:
        names = {"zh": self.zh.text(), "en": self.en.text()}
        options = [word.strip() for word in BETWEEN.split(self.options.text()) if word.strip()]
        kind = self.kind.currentData()
        self.close()
        self.said.emit(names, kind, options)
