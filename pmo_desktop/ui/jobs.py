"""Work beside the window: it never waits for what may take long.

Work is a plain function that knows no Qt, `work(report) -> T`; it runs in one of three lanes of one
thread each: `write` changes the database, one writer after the other; `read` answers a page's
query, which does not wait for an import; `make` writes files (a pack, workbooks) from what is
there. Its result comes back on the main thread. `report` raises `Cancelled` once the user asked to
stop.

A lane's thread holds nothing but the job. What the job carries (the work, who waits for it, how it
ended) often reaches a widget, and is let go of on the main thread: a widget that is destroyed on
another one takes the program with it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Any, Literal, Protocol

import shiboken6
from PySide6.QtCore import QEventLoop, QObject, Signal

from pmo_desktop.progress import Cancelled, Progress, Report
from pmo_desktop.ui.garbage import Garbage

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

REPORT_EVERY_SECONDS = 0.05
# How long a lane may compute before it lets the window go on. Painting asks for its turn a hundred
# times a picture: with Python's usual 5 ms it would take half a second beside a comparison.
SWITCH_SECONDS = 0.00005
# A lane that reports often rests as often, so that a picture is not twice as long beside it.
REST_EVERY_SECONDS, REST_SECONDS = 0.002, 0.001
Lane = Literal["write", "read", "make"]


class Sentence(Protocol):
    """An English source sentence with its parameters."""

    @property
    def text(self) -> str: ...
    @property
    def params(self) -> Mapping[str, Any]: ...


@dataclass
class Errand:
    """What a job does, for whom, and how it ended."""

    work: Callable[[Report], Any]
    then: Callable[[Any], None] | None
    failed: Callable[[BaseException], None] | None
    owner: QObject | None
    result: Any = None
    error: BaseException | None = None

    @property
    def is_awaited(self) -> bool:
        """Whether whoever asked for it is still there."""
        return self.owner is None or shiboken6.isValid(self.owner)


class Job:
    """One piece of work under way. `title` is None for a query that nobody need hear of."""

    def __init__(self, title: Sentence | None, lane: Lane, errand: Errand) -> None:
        self.title = title
        self.lane: Lane = lane
        self.progress = Progress(0, 0)
        self.began = time.monotonic()
        self.errand: Errand | None = errand
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
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes: dict[Lane, ThreadPoolExecutor] = {}
        self._running: list[Job] = []
        self._garbage = Garbage(self)
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
        job = Job(title, lane, Errand(work, then, failed, owner))
        self._running.append(job)
        self.started.emit(job)
        self._thread(lane).submit(self._do, job)
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
        self._garbage.hand_back()
        for job in self._running:
            job.errand = None
        self._running.clear()

    def _thread(self, lane: Lane) -> ThreadPoolExecutor:
        from concurrent.futures import ThreadPoolExecutor  # the first paint does not need it

        if lane not in self._lanes:
            sys.setswitchinterval(SWITCH_SECONDS)
            self._garbage.take_over()
            self._lanes[lane] = ThreadPoolExecutor(max_workers=1, thread_name_prefix=lane)
        return self._lanes[lane]

    def _do(self, job: Job) -> None:
        """On the lane's thread."""
        last = rested = 0.0

        def report(progress: Progress) -> None:
            nonlocal last, rested
            if job.cancelled:
                raise Cancelled
            now = time.monotonic()
            if now - rested >= REST_EVERY_SECONDS:
                time.sleep(REST_SECONDS)
                rested = time.monotonic()
            if now - last >= REPORT_EVERY_SECONDS or progress.done >= progress.total:
                last = now
                self._reported.emit(job, progress)

        _run(job, report)
        self._ended.emit(job)

    def _on_reported(self, job: Job, progress: Progress) -> None:
        job.progress = progress
        self.progressed.emit(job)

    def _on_ended(self, job: Job) -> None:
        if job in self._running:
            self._running.remove(job)
        errand, job.errand = job.errand, None
        try:
            if errand is not None and errand.is_awaited:
                self._answer(job, errand)
        finally:
            if errand is not None:
                errand.error = None  # its traceback holds the errand: a cycle
            self.finished.emit(job)

    def _answer(self, job: Job, errand: Errand) -> None:
        if errand.error is None:
            if errand.then is not None:
                errand.then(errand.result)
        elif errand.failed is not None:
            errand.failed(errand.error)
        else:
            self.failed.emit(job, errand.error)


def _run(job: Job, report: Report) -> None:
    """Do the job's work; once this returns, its errand alone holds what came of it."""
    errand = job.errand
    assert errand is not None  # it is taken away on the main thread, after the end
    try:
        if job.cancelled:
            raise Cancelled
        errand.result = errand.work(report)
    except BaseException as error:
        errand.error = error
