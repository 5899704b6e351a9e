"""Ctrl+C while something is looked for: the first one ends the search, a second one the command."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any, Self

from pmo_desktop.progress import Cancelled, Progress, Report


class Interrupts:
    """Within it the first Ctrl+C only makes what is `heeded_by` a report raise `Cancelled`."""

    def __init__(self) -> None:
        self.came = False
        self._before: Any = None

    def __enter__(self) -> Self:
        # Only the main thread is told of signals, and only it may say what they do.
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def heeded_by(self, report: Report) -> Report:
        def told(progress: Progress) -> None:
            if self.came:
                raise Cancelled
            report(progress)

        return told

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        if self.came:
            raise KeyboardInterrupt
        self.came = True
