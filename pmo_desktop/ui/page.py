"""A page of the window: what the shell needs of it, and when it reads its rows again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from pmo_desktop.ui.context import Context

if not TYPE_CHECKING:
    from pmo_desktop.ui.marks import override
else:
    from typing_extensions import override


class Page(QWidget):
    """A page reads its rows when it is shown and something that it shows was changed meanwhile.

    A page in sight reads at once; a hidden one waits until it is shown. Subclasses say which
    tables they show in `tables` (none named: any), read in `refresh`, and put words and colours
    again in `retranslate` and `restyle`.
    """

    tables: frozenset[str] = frozenset()
    subtitle_changed = Signal(str)
    page_wanted = Signal(str, str, int)
    """Go to another page: its key, the table and the row to show there (`""`, 0 for none)."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.subtitle = ""
        self._stale = True
        context.data_changed.connect(self._on_data_changed)
        context.workspace_changed.connect(self._on_workspace_changed)
        context.language_changed.connect(self._on_language_changed)
        context.theme_changed.connect(self.restyle)

    def refresh(self) -> None:
        """Read the rows and show them; there is a workspace when this is called."""
        raise NotImplementedError

    def forget(self) -> None:
        """Another office was opened, whose rows have the same numbers: give up what was worked out
        of the one before, and could still be shown or done."""

    def retranslate(self) -> None:
        """Put every word in the language of now."""

    def restyle(self) -> None:
        """Take the colours of now where the style sheet does not do it."""

    def reveal(self, table: str, row_id: int) -> None:
        """Show one row: a search result or a link of another page leads here."""

    def set_subtitle(self, text: str) -> None:
        """What stands beside the page's title: counts, the range."""
        self.subtitle = text
        self.subtitle_changed.emit(text)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh_if_stale()

    def _refresh_if_stale(self) -> None:
        if self._stale and self.context.workspace is not None:
            self._stale = False
            self.refresh()

    def _make_stale(self) -> None:
        self._stale = True
        if self.isVisible():
            self._refresh_if_stale()

    def _on_data_changed(self, tables: frozenset[str]) -> None:
        if not self.tables or self.tables & tables:
            self._make_stale()

    def _on_workspace_changed(self) -> None:
        self.forget()
        self._make_stale()

    def _on_language_changed(self) -> None:
        self.retranslate()
        self._make_stale()
