"""What a search found, in a list under the search field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout
from typing_extensions import override

from pmo_desktop.ui.context import Context

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit

    from pmo_desktop.services.search import Hit

RESULTS_WIDTH = 460
RESULTS_HEIGHT = 420
HIT = Qt.ItemDataRole.UserRole


class Results(QFrame):
    """The list under the field; the field keeps the keyboard."""

    hit_chosen = Signal(object)

    def __init__(self, context: Context, field: QLineEdit) -> None:
        super().__init__(field.window())
        self._context = context
        self._field = field
        self.setProperty("look", "popover")
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(self._choose)
        self._nothing = QLabel()
        self._nothing.setProperty("look", "quiet")
        self._nothing.setMargin(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self._nothing)
        layout.addWidget(self.list)
        field.window().installEventFilter(self)
        field.installEventFilter(self)

    def show_hits(self, hits: tuple[Hit, ...]) -> None:
        language = self._context.language
        self.list.clear()
        kind = ""
        for hit in hits:
            if hit.table != kind:
                kind = hit.table
                self._add_heading(language.term(f"table.{kind}"))
            self._add_hit(hit)
        self.list.setVisible(bool(hits))
        self._nothing.setVisible(not hits)
        self._nothing.setText(language.text("Nothing has this in its name or code."))
        self._place()
        self.show()
        self.raise_()
        self.move_by(1)

    def move_by(self, step: int) -> None:
        """To the next result, past the headings."""
        at = self.list.currentRow() + step
        while 0 <= at < self.list.count():
            if self.list.item(at).data(HIT) is not None:
                self.list.setCurrentRow(at)
                return
            at += step

    def choose_current(self) -> None:
        if self.list.currentItem() is not None:
            self._choose(self.list.currentItem())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and event.type() == QEvent.Type.FocusOut:
            self.hide()
        elif event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _choose(self, item: QListWidgetItem) -> None:
        if item.data(HIT) is not None:
            self.hit_chosen.emit(item.data(HIT))

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text, self.list)
        item.setFlags(Qt.ItemFlag.NoItemFlags)

    def _add_hit(self, hit: Hit) -> None:
        project = hit.project_code if hit.table not in ("project", "person") else ""
        head = " · ".join(part for part in (project, hit.head) if part)
        item = QListWidgetItem(f"    {hit.name}    {head}", self.list)
        item.setData(HIT, hit)

    def _place(self) -> None:
        rows = self.list.count()
        height = sum(self.list.sizeHintForRow(at) for at in range(rows)) if rows else 24
        self.resize(RESULTS_WIDTH, min(height + 20, RESULTS_HEIGHT))
        corner = self._field.mapTo(self._field.window(), QPoint(0, self._field.height() + 4))
        room = self._field.window().width() - self.width() - 8
        self.move(max(8, min(corner.x(), room)), corner.y())
