"""Which project or person shall work in a calendar; who types finds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QPushButton, QWidget

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.widgets.card import row
from pmo_desktop.ui.widgets.popover import Popover

if TYPE_CHECKING:
    from pmo_desktop.services.calendar_sheet import CalendarUser

LIST_WIDTH = 320


class AssignCalendar(Popover):
    """`chosen(user)` is called once."""

    def __init__(
        self,
        context: Context,
        users: Sequence[CalendarUser],
        chosen: Callable[[CalendarUser], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        text = context.language.text
        self._chosen, self._users = chosen, users
        self.user = QComboBox()
        self.user.setEditable(True)
        self.user.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.user.addItems([user.name for user in users])
        self.user.setMaximumWidth(LIST_WIDTH)
        completer = QCompleter([user.name for user in users], self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.user.setCompleter(completer)
        self.add_text(text("This project or person works in the chosen calendar"), "quiet")
        self.body.addWidget(self.user)
        self.done = QPushButton(text("Assign"))
        self.done.setProperty("look", "primary")
        self.body.addLayout(row(None, self.done))
        self.user.editTextChanged.connect(self._on_text_changed)
        self.done.clicked.connect(self._on_done)

    def _on_text_changed(self, typed: str) -> None:
        at = self.user.findText(typed)
        self.done.setEnabled(at >= 0)

    def _on_done(self) -> None:
        chosen = self._chosen
        # By what stands in the field: a name may have been typed.
        at = self.user.currentIndex()
        if self.user.itemText(at) != self.user.currentText():
            at = self.user.findText(self.user.currentText())
        user = self._users[at]
        self.close()
        chosen(user)
