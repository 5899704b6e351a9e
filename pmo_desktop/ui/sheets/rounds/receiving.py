"""Receiving files for a round: they are looked at beside the window, then put into its inbox."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named

if TYPE_CHECKING:
    from pmo_desktop.exchange.rounds.collecting import Looked
    from pmo_desktop.services.round_rows import RoundRow
    from pmo_desktop.storage.workspace import Workspace


class Receiving(QObject):
    """`received` is sent with what was found, once it is in the inbox."""

    received = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context

    def receive(self, paths: Sequence[Path], shown: RoundRow | None) -> None:
        """Read files and folders, and put them into the inbox of a round that is open."""
        workspace = self._context.workspace
        if workspace is None:
            return
        if shown is None or not shown.is_open:
            self._context.warn("Begin or open a round first, then drop the files again.")
            return
        wanted, round_id = tuple(paths), shown.id

        def work(report: Report) -> Looked:
            from pmo_desktop.exchange.rounds.collecting import look

            return look(workspace, wanted, round_id, report)

        self._context.jobs.run(
            Named("Receive files for {period}", {"period": shown.period}),
            work,
            lambda looked: self._keep(workspace, looked),
            lane="make",
            owner=self,
        )

    def _keep(self, workspace: Workspace, looked: Looked) -> None:
        """Put what was found into the inbox: behind a writer that is still at work."""

        def work(_: Report) -> int:
            from pmo_desktop.exchange.rounds.collecting import keep

            return keep(workspace, looked)

        number = len({row.digest for row in looked.rows})
        title = Named("Receive {n} files", {"n": number})
        self._context.jobs.run(title, work, lambda _: self.received.emit(looked), owner=self)
