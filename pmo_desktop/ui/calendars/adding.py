"""What a new calendar is called, and what it stands on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.widgets.card import row
from pmo_desktop.ui.widgets.popover import Popover

if TYPE_CHECKING:
    from pmo_desktop.services.calendar_sheet import CalendarUse


class NewCalendar(Popover):
    """`chosen(name, base id)` is called once."""

    def __init__(
        self,
        context: Context,
        uses: Sequence[CalendarUse],
        chosen: Callable[[str, int], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        text = context.language.text
        self._chosen = chosen
        self.name, self.base = QLineEdit(), QComboBox()
        for use in uses:
            if use.row.project_id is None:
                self.base.addItem(use.label, use.id)
        self.add_text(context.language.term("calendar.name"), "quiet")
        self.body.addWidget(self.name)
        self.add_text(text("Based on"), "quiet")
        self.body.addWidget(self.base)
        self.done = QPushButton(text("Add calendar"))
        self.done.setProperty("look", "primary")
        self.done.setEnabled(False)
        self.body.addLayout(row(None, self.done))
        self.name.textChanged.connect(lambda name: self.done.setEnabled(bool(name.strip())))
        self.name.returnPressed.connect(self.done.click)
        self.done.clicked.connect(self._on_done)
        self.name.setFocus()

    def _on_done(self) -> None:
        chosen, name, base = self._chosen, self.name.text().strip(), self.base.currentData()
        self.close()
        chosen(name, base)
