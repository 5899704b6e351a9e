"""Cyclic garbage is collected on the main thread alone while other threads work.

Python collects on whichever thread happens to allocate. A widget that was part of a cycle would be
destroyed there, and Qt allows that on the main thread only: the program would end, now and then.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

from pmo_desktop.collector import RESTING

EVERY_MILLISECONDS = 500


class Garbage(QObject):
    """Python's own collector rests between `take_over` and `hand_back`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_ours = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MILLISECONDS)
        self._timer.timeout.connect(collect)

    def take_over(self) -> None:
        if not self._is_ours and gc.isenabled():
            self._is_ours = True
            gc.disable()
            self._timer.start()

    def hand_back(self) -> None:
        if self._is_ours:
            self._is_ours = False
            self._timer.stop()
            gc.enable()


def collect() -> int:
    """Collect the oldest generation that is due by Python's own thresholds; how much was found.

    Not while rows are made beside the window: a walk over all of them would stop it each time."""
    if RESTING:
        return 0
    due = [
        generation
        for generation, (count, limit) in enumerate(
            zip(gc.get_count(), gc.get_threshold(), strict=True)
        )
        if limit and count > limit
    ]
    return gc.collect(due[-1]) if due else 0
