"""A list whose rows have a box each: which projects go out, or into the pack."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

VALUE = Qt.ItemDataRole.UserRole
ON, OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class TickedList(QListWidget):
    """Rows are known by values of their own. `changed`: a box was ticked or unticked."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemChanged.connect(lambda _: self.changed.emit())

    def fill(self, rows: Iterable[tuple[Any, str, bool]]) -> None:
        """Show these: their value, their text, whether they are ticked. Nothing is told of it."""
        with QSignalBlocker(self):
            self.clear()
            for value, text, ticked in rows:
                item = QListWidgetItem(text, self)
                item.setData(VALUE, value)
                item.setToolTip(text)
                item.setCheckState(ON if ticked else OFF)

    def ticked(self) -> tuple[Any, ...]:
        return tuple(value for value, on in self.boxes().items() if on)

    def boxes(self) -> dict[Any, bool]:
        """Of each row whether it is ticked."""
        items = [self.item(at) for at in range(self.count())]
        return {item.data(VALUE): item.checkState() is ON for item in items}

    def tick_all(self, on: bool) -> None:
        for at in range(self.count()):
            self.item(at).setCheckState(ON if on else OFF)
