"""The search field of the top bar: projects, tasks, people, skills, risks by name or code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.icons import icon

if not TYPE_CHECKING:
    from pmo_desktop.ui.marks import override
else:
    from typing_extensions import override

    from pmo_desktop.services.search import Hit
    from pmo_desktop.ui.search_results import Results

DELAY_MS = 150
KEYS_MARGIN = 10


class SearchField(QLineEdit):
    """Emits the table and the row of the result that was chosen."""

    hit_chosen = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._results: Results | None = None
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self._search)
        self._glass = self.addAction(
            icon("search", context.palette["ink3"]), QLineEdit.ActionPosition.LeadingPosition
        )
        self.setMinimumWidth(180)
        self.setMaximumWidth(330)
        self.setClearButtonEnabled(True)
        self._keys = QLabel("Ctrl K", self)
        self._keys.setProperty("look", "hint")
        self._keys.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.textChanged.connect(lambda text: self._keys.setVisible(not text))
        self.textEdited.connect(lambda: self._timer.start())

    def retranslate(self) -> None:
        language = self._context.language
        self.setPlaceholderText(language.text("Search projects, tasks, people, skills…"))

    def restyle(self) -> None:
        self._glass.setIcon(icon("search", self._context.palette["ink3"]))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keys.adjustSize()
        middle = (self.height() - self._keys.height()) // 2
        self._keys.move(self.width() - self._keys.width() - KEYS_MARGIN, middle)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._results is not None and self._results.isVisible():
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._results.move_by(1 if event.key() == Qt.Key.Key_Down else -1)
                return
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._results.choose_current()
                return
        if event.key() == Qt.Key.Key_Escape:
            self._close()
            return
        super().keyPressEvent(event)

    def _search(self) -> None:
        from pmo_desktop.services.search import search

        words = self.text().strip()
        if not words or self._context.workspace is None:
            self._close(keep_text=True)
            return
        self._context.ask(search, words, then=lambda hits: self._show(words, hits), owner=self)

    def _show(self, words: str, hits: tuple[Hit, ...]) -> None:
        if words != self.text().strip():
            return
        if self._results is None:
            from pmo_desktop.ui.search_results import Results

            self._results = Results(self._context, self)
            self._results.hit_chosen.connect(self._on_hit_chosen)
        self._results.show_hits(hits)

    def _on_hit_chosen(self, hit: Hit) -> None:
        self._close()
        self.hit_chosen.emit(hit)

    def _close(self, *, keep_text: bool = False) -> None:
        if not keep_text:
            self.clear()
        if self._results is not None:
            self._results.hide()
