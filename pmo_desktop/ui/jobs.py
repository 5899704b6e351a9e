"""Work beside the window: it never waits for what may take long.

Work is a plain function that knows no Qt, `work(report) -> T`; it runs in one of three lanes of one
thread each: `write` changes the database, one writer after the other; `read` answers a page's
query, which does not wait for an import; `make` writes files (a pack, workbooks) from what is
there. Its result comes back on the main thread. `report` raises `Cancelled` once the user asked to
stop.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from threading import Event
from typing import TYPE_CHECKING, Any, Literal, Protocol

import shiboken6
from PySide6.QtCore import QEventLoop, QObject, Signal

from pmo_desktop.progress import Cancelled, Progress, Report

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

REPORT_EVERY_SECONDS = 0.05
Lane = Literal["write", "read", "make"]


class Sentence(Protocol):
    """An English source sentence with its parameters."""

    @property
    def text(self) -> str: ...
    @property
    def params(self) -> Mapping[str, Any]: ...


class Job:
    """One piece of work under way. `title` is None for a query that nobody need hear of."""

    def __init__(self, title: Sentence | None, lane: Lane) -> None:
        self.title = title
        self.lane: Lane = lane
        self.progress = Progress(0, 0)
        self.began = time.monotonic()
        self._stop = Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()


class Jobs(QObject):
    """The three lanes. Signals arrive on the thread that made this object."""

    started = Signal(object)
    progressed = Signal(object)
    finished = Signal(object)
    failed = Signal(object, object)
    _reported = Signal(object, object)
    _ended = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes: dict[Lane, ThreadPoolExecutor] = {}
        self._running: list[Job] = []
        self._reported.connect(self._on_reported)
        self._ended.connect(self._on_ended)

    @property
    def running(self) -> tuple[Job, ...]:
        """Everything under way or waiting, oldest first."""
        return tuple(self._running)

    @property
    def writing(self) -> Job | None:
        """The writer under way, if there is one."""
        return next((job for job in self._running if job.lane == "write"), None)

    def run(
        self,
        title: Sentence | None,
        work: Callable[[Report], Any],
        then: Callable[[Any], None] | None = None,
        *,
        lane: Lane = "write",
        failed: Callable[[BaseException], None] | None = None,
        owner: QObject | None = None,
    ) -> Job:
        """Do `work`, then call `then(result)`, or `failed(error)`, on the main thread.

        Without `failed` the signal of that name is sent, and the window shows the sentence. Neither
        is called once `owner` is gone.
        """
        job = Job(title, lane)
        self._running.append(job)
        self.started.emit(job)

        def call() -> None:
            answer = self._call(job, work, then, failed)
            self._ended.emit(job, lambda: _alive(owner) and answer())

        self._thread(lane).submit(call)
        return job

    def ask(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        *,
        owner: QObject | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> Job:
        """A query: quiet, and in the lane of its own."""
        return self.run(None, lambda _: work(), then, lane="read", owner=owner, failed=failed)

    def wait(self) -> None:
        """Let the window live until nothing is under way (for tests and for closing)."""
        while self._running:
            loop = QEventLoop()
            self.finished.connect(loop.quit)
            if self._running:
                loop.exec()

    def close(self) -> None:
        """Stop everything: a writer that is not finished leaves the database as it was."""
        for job in self._running:
            job.cancel()
        for lane in self._lanes.values():
            lane.shutdown(wait=True, cancel_futures=True)
        self._lanes.clear()
        self._running.clear()

    def _thread(self, lane: Lane) -> ThreadPoolExecutor:
        from concurrent.futures import ThreadPoolExecutor  # the first paint does not need it

        if lane not in self._lanes:
            self._lanes[lane] = ThreadPoolExecutor(max_workers=1, thread_name_prefix=lane)
        return self._lanes[lane]

    def _call(
        self,
        job: Job,
        work: Callable[[Report], Any],
        then: Callable[[Any], None] | None,
        failed: Callable[[BaseException], None] | None,
    ) -> Callable[[], Any]:
        """Run on the lane's thread; what it returns runs on the main thread."""
        last = 0.0

        def report(progress: Progress) -> None:
            nonlocal last
            if job.cancelled:
                raise Cancelled
            now = time.monotonic()
            if now - last >= REPORT_EVERY_SECONDS or progress.done >= progress.total:
                last = now
                self._reported.emit(job, progress)

        try:
            if job.cancelled:
                raise Cancelled
            result = work(report)
        except BaseException as error:
            caught = error
            return lambda: failed(caught) if failed else self.failed.emit(job, caught)
        return lambda: then(result) if then else None

    def _on_reported(self, job: Job, progress: Progress) -> None:
        job.progress = progress
        self.progressed.emit(job)

    def _on_ended(self, job: Job, answer: Callable[[], Any]) -> None:
        if job in self._running:
            self._running.remove(job)
        try:
            answer()
        finally:
            self.finished.emit(job)


def _alive(owner: QObject | None) -> bool:
    return owner is None or shiboken6.isValid(owner)
