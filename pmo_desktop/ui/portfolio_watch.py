"""The portfolio's figures as they stand, read once for everyone who shows them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pmo_desktop.ui.context import Context

if TYPE_CHECKING:
    from pmo_desktop.services.portfolio import Portfolio


class PortfolioWatch(QObject):
    """`portfolio` is None until it was read; `changed` is sent whenever it was read again."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._context = context
        self.portfolio: Portfolio | None = None
        context.data_changed.connect(lambda _: self.read())
        context.workspace_changed.connect(self.read)

    def read_thin(self, path: Path) -> None:
        """Straight from the file, before the database library is there."""
        from pmo_desktop.services.portfolio import portfolio_of_file

        self._take(portfolio_of_file(path))

    def read(self) -> None:
        """Read again beside the window."""
        if self._context.workspace is None:
            self._take(None)
            return
        from pmo_desktop.services.portfolio import portfolio

        self._context.ask(portfolio, then=self._take, owner=self)

    def _take(self, portfolio: Portfolio | None) -> None:
        self.portfolio = portfolio
        self.changed.emit()
