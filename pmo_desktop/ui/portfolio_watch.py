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
        """What was kept of the last reading, if it still holds, else straight from the file: both
        before the database library is there."""
        from pmo_desktop.services.portfolio_snapshot import portfolio_at_once

        self._take(portfolio_at_once(path))

    def read(self) -> None:
        """Read again beside the window, and keep it for the next start."""
        workspace = self._context.workspace
        if workspace is None:
            self._take(None)
            return

        def work() -> Portfolio:
            from pmo_desktop.services.portfolio_snapshot import (
                keep_snapshot,
                portfolio_with_version,
            )

            portfolio, version = workspace.query(portfolio_with_version)
            keep_snapshot(workspace.path, portfolio, version)
            return portfolio

        self._context.jobs.ask(work, self._take, owner=self)

    def _take(self, portfolio: Portfolio | None) -> None:
        self.portfolio = portfolio
        self.changed.emit()
