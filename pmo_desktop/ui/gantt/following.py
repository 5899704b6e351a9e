"""The Gantt's plan follows edits of tasks at once; what is left is read again when it is quiet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from pmo_desktop.ui.context import Context

if TYPE_CHECKING:
    from pmo_desktop.services.live_plan import LivePlan
    from pmo_desktop.storage.workspace import ChangeSet

QUIET_MS = 1_200


class PlanFollower(QObject):
    """`plan_read` is sent with a plan that was read, `plan_followed` with one that an edit made of
    it, `quiet` some time after the last of these: findings and days off are to be read then."""

    plan_read = Signal(object)
    plan_followed = Signal(object)
    quiet = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._live: LivePlan | None = None
        self._newest = 0
        self.has_followed = False
        self._later = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._later.timeout.connect(self.quiet)
        context.edited.connect(self._on_edited)
        context.workspace_changed.connect(self._on_workspace_changed)

    def read(self, owner: QObject) -> None:
        """Read the plan beside the window."""
        from pmo_desktop.services.live_plan import live_plan

        self._later.stop()
        self._context.ask(live_plan, then=self._take, owner=owner)

    def _take(self, live: LivePlan) -> None:
        workspace = self._context.workspace
        if workspace is None:
            return
        if live.version < self._newest:
            live.void()  # Something was edited while it was read; it is read again already.
        self._live = live
        workspace.accompany(live)
        self.plan_read.emit(live.plan)

    def _on_edited(self, changes: ChangeSet) -> None:
        self._newest = max(self._newest, changes.id)
        self.has_followed = self._live is not None and self._live.follow(changes)
        if self.has_followed and self._live is not None:
            self._later.start()
            self.plan_followed.emit(self._live.plan)

    def _on_workspace_changed(self) -> None:
        self._live, self._newest, self.has_followed = None, 0, False
        self._later.stop()
