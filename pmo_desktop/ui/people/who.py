"""Asks for one of several by its name: a person, a team, a skill; who types finds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QPushButton, QWidget

from pmo_desktop.ui.widgets.card import row
from pmo_desktop.ui.widgets.popover import Popover

LIST_WIDTH = 320


class Ask(Popover):
    """`chosen(id)` is called once; where `makes` is given, a name that is none of them is told to
    it instead."""

    def __init__(
        self,
        question: str,
        done: str,
        offers: Sequence[tuple[int, str]],
        chosen: Callable[[int], None],
        parent: QWidget,
        *,
        makes: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self._chosen, self._makes, self._offers = chosen, makes, offers
        names = [name for _, name in offers]
        self.field = QComboBox()
        self.field.setEditable(True)
        self.field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.field.addItems(names)
        self.field.setMaximumWidth(LIST_WIDTH)
        completer = QCompleter(names, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.field.setCompleter(completer)
        self.add_text(question, "quiet")
        self.body.addWidget(self.field)
        self.done = QPushButton(done)
        self.done.setProperty("look", "primary")
        self.body.addLayout(row(None, self.done))
        if makes is not None:
            self.field.setCurrentText("")
        self.field.editTextChanged.connect(self._on_text_changed)
        edit = self.field.lineEdit()
        assert edit is not None  # it is editable
        edit.returnPressed.connect(self._on_return)
        self.done.clicked.connect(self._on_done)
        self._on_text_changed(self.field.currentText())
        self.field.setFocus()
        edit.selectAll()

    def _on_text_changed(self, typed: str) -> None:
        known = self.field.findText(typed) >= 0 and bool(typed)
        self.done.setEnabled(known or (self._makes is not None and bool(typed.strip())))

    def _on_return(self) -> None:
        if self.done.isEnabled():
            self._on_done()

    def _on_done(self) -> None:
        chosen, makes, typed = self._chosen, self._makes, self.field.currentText()
        at = self.field.findText(typed)
        self.close()
        if at >= 0:
            chosen(self._offers[at][0])
        elif makes is not None:
            makes(typed.strip())


def below(widget: QWidget, popover: Popover) -> None:
    """Show it below a button."""
    popover.show_at(widget.mapToGlobal(widget.rect().bottomLeft()))
