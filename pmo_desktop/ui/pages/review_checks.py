"""The checks of the plans under review: made beside the window, again after each decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pmo_desktop.exchange.comparing.choice import Choice
from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.jobs import Job

if TYPE_CHECKING:
    from pmo_desktop.exchange.comparing.checking import Checks
    from pmo_desktop.exchange.findings import Finding

Found = Sequence[tuple["Finding", ...]]


class ReviewChecks(QObject):
    """The newest request wins: what an earlier one finds is of decisions that hold no more.

    `changed` is sent once the files have their findings; `is_due` until a review has its first."""

    changed = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._choices: list[Choice] = []
        self._checks: Checks | None = None
        self._job: Job | None = None
        self.is_due = False

    @property
    def is_running(self) -> bool:
        return self._job is not None

    def begin(self, choices: Sequence[Choice]) -> None:
        """Check these, as they are decided now; of an earlier review nothing is kept."""
        from pmo_desktop.exchange.comparing.checking import Checks

        workspace = self._context.workspace
        self.stop()
        if workspace is not None and choices:
            self._choices = list(choices)
            self._checks = Checks(workspace)
            self.is_due = True
            self.again()

    def again(self) -> None:
        """Something else was decided."""
        checks = self._checks
        if checks is None:
            return
        if self._job is not None:
            self._job.cancel()
        decided = [choice.copy() for choice in self._choices]

        def work(report: Report) -> Found:
            return checks.of(decided, report)

        job = self._context.jobs.run(
            None,
            work,
            lambda found: self._on_found(job, found),
            failed=lambda error: self._on_failed(job, error),
            lane="make",
            owner=self,
        )
        self._job = job

    def stop(self) -> None:
        """There is nothing under review any more."""
        if self._job is not None:
            self._job.cancel()
        self._job = self._checks = None
        self._choices = []
        self.is_due = False

    def _on_found(self, job: Job, found: Found) -> None:
        if job is not self._job:
            return
        self._job, self.is_due = None, False
        for choice, findings in zip(self._choices, found, strict=True):
            if choice.file.checks != findings:
                choice.file = choice.file.with_checks(findings)
        self.changed.emit()

    def _on_failed(self, job: Job, error: BaseException) -> None:
        if job is not self._job:
            return
        self._job, self.is_due = None, False
        self.changed.emit()
        self._context.show_error(error)
