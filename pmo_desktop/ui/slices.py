"""Work on the main thread that would take too long in one go: a little in each turn of the loop."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QObject, QTimer

SLICE_SECONDS = 0.02


def _nothing(*_: Any) -> None:
    pass


class Slices(QObject):
    """Takes things one by one and lets go of each; the window lives in between.

    What is asked for first is done first, and small work at once, before `run` returns."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[tuple[deque[Any], Callable[[Any], object], Callable[[], object]]]
        self._waiting = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_turn)

    @property
    def is_busy(self) -> bool:
        return bool(self._waiting)

    def run(
        self,
        items: Iterable[Any],
        do: Callable[[Any], object] = _nothing,
        done: Callable[[], object] = _nothing,
    ) -> None:
        """Do `do` with each, then call `done`."""
        begun = self.is_busy
        self._waiting.append((deque(items), do, done))
        if not begun:
            self._on_turn()

    def stop(self) -> None:
        """Leave everything that waits."""
        self._waiting.clear()
        self._timer.stop()

    def _on_turn(self) -> None:
        until = time.perf_counter() + SLICE_SECONDS
        while self._waiting:
            items, do, done = self._waiting[0]
            if items:
                do(items.popleft())
            else:
                self._waiting.popleft()
                done()
            if time.perf_counter() > until:
                break
        if not self._waiting:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()
