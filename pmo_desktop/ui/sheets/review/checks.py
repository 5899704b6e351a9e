"""The checks of the plans under review: made beside the window, again after each decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

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

    `finished` is sent once the files have their findings, with whether any are others than before;
    `is_due` until a review has its first."""

    finished = Signal(bool)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._choices: list[Choice] = []
        self._kept: list[Checks] = []
        self._job: Job | None = None
        self.is_due = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._start)

    @property
    def is_running(self) -> bool:
        return self._job is not None or self._later.isActive()

    def begin(self, choices: Sequence[Choice]) -> None:
        """Check these, as they are decided now; of an earlier review nothing is kept."""
        self.stop()
        if choices:
            self._choices = list(choices)
            self._kept = []
            self.is_due = True
            self.again()

    def again(self) -> None:
        """Something else was decided: check once that is shown."""
        self._later.start()

    def _start(self) -> None:
        workspace, kept = self._context.workspace, self._kept
        if workspace is None or not self._choices:
            return
        if self._job is not None:
            self._job.cancel()
        decided = [choice.copy() for choice in self._choices]

        def work(report: Report) -> Found:
            # Its libraries are loaded beside the window, too.
            from pmo_desktop.exchange.comparing.checking import Checks

            if not kept:
                kept.append(Checks(workspace))
            return kept[0].of(decided, report)

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
        self._job = None
        self._later.stop()
        self._choices, self._kept = [], []
        self.is_due = False

    def _on_found(self, job: Job, found: Found) -> None:
        if job is not self._job:
            return
        self._job, self.is_due = None, False
        others = [
            (choice, findings)
            for choice, findings in zip(self._choices, found, strict=True)
            if choice.file.checks != findings
        ]
        for choice, findings in others:
            choice.file = choice.file.with_checks(findings)
        self.finished.emit(bool(others))

    def _on_failed(self, job: Job, error: BaseException) -> None:
        if job is not self._job:
            return
        self._job, self.is_due = None, False
        self.finished.emit(False)
        self._context.show_error(error)
