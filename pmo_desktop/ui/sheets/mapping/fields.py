"""The list of fields to choose from, which what is typed makes shorter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

from pmo_desktop.language import CODES, Language
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.widgets.popover import Popover

VALUE = Qt.ItemDataRole.UserRole
HEIGHT = 300
WIDTH = 280


@dataclass(frozen=True)
class Offer:
    """One line of the list; `words` are what it is found by besides its text."""

    value: Any
    text: str
    words: str = ""


def offer_of(value: Any, term: str, language: Language) -> Offer:
    """A line for a term of the vocabulary, found by its word in either language and its code."""
    other = " ".join(Language(code).term(term) for code in CODES)
    return Offer(value, language.term(term), f"{other} {term}")


class _Search(QLineEdit):
    """What is typed goes here, up and down go to the list."""

    moved = Signal(int)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 8,
            Qt.Key.Key_PageUp: -8,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self.moved.emit(step)
        else:
            super().keyPressEvent(event)


class FieldChooser(Popover):
    """`chosen` is sent with the value of what was chosen; Escape closes without."""

    chosen = Signal(object)

    def __init__(
        self, context: Context, parent: QWidget, title: str, offers: Sequence[Offer]
    ) -> None:
        super().__init__(parent)
        self._offers = offers
        self.search = _Search()
        self.list = QListWidget()
        heading = self.add_text(title, "title")
        heading.setMinimumWidth(WIDTH)
        self.search.setPlaceholderText(context.language.text("Type to find a field"))
        self.body.addWidget(self.search)
        self.body.addWidget(self.list)
        self.list.setFixedSize(WIDTH, HEIGHT)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(self.search)
        self.search.textChanged.connect(self._fill)
        self.search.moved.connect(self._move)
        self.search.returnPressed.connect(self._choose_current)
        self.list.itemClicked.connect(self._choose)
        self._fill("")

    def open_at(self, point: QPoint, current: Any = None) -> None:
        """Show the list with what holds now chosen."""
        for number in range(self.list.count()):
            if self.list.item(number).data(VALUE) == current:
                self.list.setCurrentRow(number)
        self.show_at(point)
        self.search.setFocus()

    def _fill(self, typed: str) -> None:
        wanted = typed.casefold().split()
        self.list.clear()
        for offer in self._offers:
            held = f"{offer.text} {offer.words}".casefold()
            if all(word in held for word in wanted):
                item = QListWidgetItem(offer.text)
                item.setData(VALUE, offer.value)
                self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _move(self, step: int) -> None:
        last = self.list.count() - 1
        if last >= 0:
            self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), last))

    def _choose_current(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._choose(item)

    def _choose(self, item: QListWidgetItem) -> None:
        value = item.data(VALUE)
        self.close()
        self.chosen.emit(value)
