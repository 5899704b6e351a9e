"""A button that opens a list to tick in: some of many, found by typing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QPushButton

from pmo_desktop.ui.widgets.popover import Popover

HEIGHT, WIDTH = 300, 300
KEY = Qt.ItemDataRole.UserRole


class PickButton(QPushButton):
    """`offer` says among what, as pairs of a key and a name; `picked` holds the ticked keys.
    `changed` is sent when these are others. The page writes the button's text."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.picked: frozenset[int] = frozenset()
        self.filter_text = ""
        self._offered: tuple[tuple[int, str], ...] = ()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self.open)

    @property
    def offered(self) -> Sequence[tuple[int, str]]:
        return self._offered

    def offer(self, pairs: Iterable[tuple[int, str]]) -> None:
        """Among these; what is no longer there is no longer ticked."""
        self._offered = tuple(pairs)
        kept = self.picked & {key for key, _ in self._offered}
        self.pick(kept)

    def pick(self, keys: Iterable[int]) -> None:
        picked = frozenset(keys)
        if picked != self.picked:
            self.picked = picked
            self.changed.emit()

    def open(self) -> PickList:
        """The list, below the button."""
        found = PickList(self)
        found.show_at(self.mapToGlobal(self.rect().bottomLeft()))
        return found


class PickList(Popover):
    """What is ticked stands first; typing leaves only what has the words."""

    def __init__(self, button: PickButton) -> None:
        super().__init__(button)
        self._button = button
        self.filter_edit = QLineEdit()
        self.filter_edit.setPlaceholderText(button.filter_text)
        self.filter_edit.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setFixedSize(WIDTH, HEIGHT)
        ordered = sorted(button.offered, key=lambda pair: pair[0] not in button.picked)
        for key, name in ordered:
            item = QListWidgetItem(name, self.list)
            item.setData(KEY, key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = key in button.picked
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.body.addWidget(self.filter_edit)
        self.body.addWidget(self.list)
        self.filter_edit.textChanged.connect(self._on_typed)
        self.list.itemChanged.connect(self._on_ticked)
        self.setFocusProxy(self.filter_edit)

    def _on_typed(self, text: str) -> None:
        words = text.casefold().split()
        for at in range(self.list.count()):
            item = self.list.item(at)
            name = item.text().casefold()
            item.setHidden(not all(word in name for word in words))

    def _on_ticked(self, item: QListWidgetItem) -> None:
        key = item.data(KEY)
        on = item.checkState() == Qt.CheckState.Checked
        self._button.pick(self._button.picked | {key} if on else self._button.picked - {key})
