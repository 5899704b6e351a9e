"""The bar below everything: the file, what can be undone and redone, work under way, counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.jobs import Job
from pmo_desktop.ui.shell import STATUS_HEIGHT

if not TYPE_CHECKING:
    from pmo_desktop.ui.marks import override
else:
    from PySide6.QtGui import QResizeEvent
    from typing_extensions import override

SHOWN_AFTER_MS = 500
NARROWEST_STEP = 110


class StatusBar(QFrame):
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_bar")
        self.setFixedHeight(STATUS_HEIGHT)
        self._context = context
        self.file = QLabel()
        self.undo, self.redo = StepLink(), StepLink()
        self.undo.clicked.connect(self.undo_wanted)
        self.redo.clicked.connect(self.redo_wanted)
        self.counts = QLabel()
        self.work = WorkShown(context)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(20)
        layout.addWidget(self.file)
        layout.addWidget(self.undo)
        layout.addWidget(self.redo)
        layout.addStretch(1)
        layout.addWidget(self.work)
        layout.addWidget(self.counts)

    def show_file(self, text: str, tip: str) -> None:
        self.file.setText(text)
        self.file.setToolTip(tip)

    def show_steps(self, undo: str, redo: str) -> None:
        """What the next undo and redo would do; nothing is shown of one that is empty."""
        self.undo.offer(undo, "Ctrl+Z")
        self.redo.offer(redo, "Ctrl+Y")


class StepLink(QPushButton):
    """A step by its words and its key. Words that find no room are cut; the tip has them whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "link")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._words = self._key = ""
        self.hide()

    def offer(self, words: str, key: str) -> None:
        self._words, self._key = words, f"  {key}"
        self.setVisible(bool(words))
        self.updateGeometry()
        self._fit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._advance(self._words + self._key), super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(min(NARROWEST_STEP, self.sizeHint().width()), self.sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - self._advance(self._key)
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&") + self._key)
        self.setToolTip(self._words if shown != self._words else "")

    def _advance(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text) + 1


class WorkShown(QWidget):
    """The oldest job with a title that has run for half a second: name, count, cancel."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._job: Job | None = None
        self.label = QLabel()
        self.bar = QProgressBar()
        self.bar.setFixedWidth(140)
        self.bar.setTextVisible(False)
        self.cancel = QPushButton()
        self.cancel.setProperty("look", "link")
        self.cancel.clicked.connect(self._on_cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for part in (self.label, self.bar, self.cancel):
            layout.addWidget(part)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_AFTER_MS)
        self._timer.timeout.connect(self._show_oldest)
        context.jobs.started.connect(self._on_started)
        context.jobs.progressed.connect(self._on_progressed)
        context.jobs.finished.connect(self._on_finished)
        self.hide()

    def _on_started(self, job: Job) -> None:
        if job.title is not None and self._job is None and not self._timer.isActive():
            self._timer.start()

    def _show_oldest(self) -> None:
        self._job = next((job for job in self._context.jobs.running if job.title), None)
        self.setVisible(self._job is not None)
        if self._job is not None:
            self.cancel.setEnabled(True)
            self._on_progressed(self._job)

    def _on_progressed(self, job: Job) -> None:
        if job is not self._job:
            return
        progress, language = job.progress, self._context.language
        text = language.text(progress.text, **progress.params) if progress.text else ""
        counted = progress.total and progress.counted
        count = f"{progress.done} / {progress.total}" if counted else ""
        name = self._context.title(job)
        self.label.setText(" · ".join(part for part in (name, text, count) if part))
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        self.cancel.setText(language.text("Cancel"))

    def _on_finished(self, job: Job) -> None:
        if job is self._job:
            self._show_oldest()

    def _on_cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.cancel.setEnabled(False)
