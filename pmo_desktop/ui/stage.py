"""The middle of the window: one page in sight, each built when it is first shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.page import Page

if not TYPE_CHECKING:
    from pmo_desktop.ui.marks import override
else:
    from PySide6.QtGui import QShowEvent
    from typing_extensions import override

    from pmo_desktop.ui.welcome import Welcome


@dataclass(frozen=True)
class PageSpec:
    """`title` and `group` are English source sentences; `make` builds the page at first use."""

    key: str
    title: str
    group: str
    icon: str
    make: Callable[[Context], QWidget]


class Stage(QWidget):
    """`page_shown` is sent with the page's key (`""`: the welcome), `subtitle_changed` when the
    page in sight has another one, `way_chosen` with the action that the welcome leads to."""

    page_shown = Signal(str)
    subtitle_changed = Signal(str)
    way_chosen = Signal(str)

    def __init__(self, context: Context, specs: Sequence[PageSpec]) -> None:
        super().__init__()
        self.context = context
        self.specs = tuple(specs)
        self.current = ""
        self._specs = {spec.key: spec for spec in specs}
        self._pages: dict[str, QWidget] = {}
        self._welcome: Welcome | None = None
        self._stack = QStackedWidget()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 14, 16, 14)
        self.column.setSpacing(8)
        self.column.addWidget(self._stack, 1)

    @property
    def title(self) -> str:
        """The English source of the title of the page in sight; empty for the welcome."""
        return self._specs[self.current].title if self.current else ""

    @property
    def subtitle(self) -> str:
        shown = self._pages.get(self.current)
        return shown.subtitle if isinstance(shown, Page) else ""

    def page(self, key: str) -> QWidget:
        """The page with this key, built now if it has not been shown yet."""
        if key not in self._pages:
            made = self._specs[key].make(self.context)
            self._pages[key] = made
            self._stack.addWidget(made)
            if isinstance(made, Page):
                made.subtitle_changed.connect(lambda _, k=key: self._on_subtitle_changed(k))
                made.page_wanted.connect(self.go_to)
        return self._pages[key]

    def show_page(self, key: str) -> None:
        self.current = key
        page = self.page(key)
        self._stack.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.page_shown.emit(key)

    def go_to(self, key: str, table: str = "", row_id: int = 0) -> None:
        """Show a page, and there one row."""
        self.show_page(key)
        page = self.page(key)
        if table and isinstance(page, Page):
            page.reveal(table, row_id)

    def show_welcome(self) -> None:
        """The ways to an office, while there is none."""
        if self._welcome is None:
            from pmo_desktop.ui.welcome import Welcome

            self._welcome = Welcome(self.context)
            self._welcome.way_chosen.connect(self.way_chosen)
            self._stack.addWidget(self._welcome)
        self.current = ""
        self._stack.setCurrentWidget(self._welcome)
        self._welcome.setFocus(Qt.FocusReason.OtherFocusReason)
        self.page_shown.emit("")

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """What is first in sight had no window yet when it was given the keyboard."""
        super().showEvent(event)
        shown = self._stack.currentWidget()
        if shown is not None:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_subtitle_changed(self, key: str) -> None:
        if key == self.current:
            self.subtitle_changed.emit(self.subtitle)
