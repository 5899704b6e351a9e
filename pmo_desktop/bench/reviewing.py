"""How long the window stands still while a large review is read, looked at and decided.

A clock that ticks every 5 ms in the event loop tells of every stop; the longest one counts, and is
held against the 100 ms that are promised. Of a stop only that counts in which the program itself
was at work, in the window or beside it: what other programs take of the machine is not its doing.
`python -m pmo_desktop.bench.reviewing FOLDER` measures the workbooks of a folder in a fresh process
without a display and prints the longest stop of each step; `measure_reviewing` runs it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_desktop.bench.figure import Figure
from pmo_desktop.bench.workbooks import write_workbooks
from pmo_desktop.progress import Progress, Report

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from pmo_desktop.ui.sheets.review.panel import ReviewPanel

PROMISED = 0.1
TICK_MS = 5
SETTLE_SECONDS = 0.05
SHOWN_FILES = 12
SCROLL_STEPS = 30
WIDTH, HEIGHT = 1366, 768
Step = tuple[str, Callable[[], object]]


def measure_reviewing(folder: Path, report: Report) -> Figure:
    """The longest stop of all; `folder` is for files that are made and thrown away."""
    report(Progress(0, 1, "Reviewing workbooks in the window"))
    home = folder / "reviewed"
    home.mkdir()
    write_workbooks(home)
    return Figure(
        "review.window",
        "Reviewing 200 workbooks in the window: its longest stop, against 100 ms",
        max(stops(home).values()),
        PROMISED,
        1.0,
    )


def stops(folder: Path) -> dict[str, float]:
    """The longest stop of each step, in seconds, in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-m", "pmo_desktop.bench.reviewing", str(folder)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return found


class Clock:
    """Ticks in the event loop, and keeps the longest time between two ticks of each step."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.longest: dict[str, float] = {}
        self.step = ""
        self._last = _moment()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()

    def begin(self, step: str) -> None:
        self.step = step
        self._last = _moment()

    def _on_tick(self) -> None:
        now = _moment()
        stop = min(after - before for before, after in zip(self._last, now, strict=True))
        self.longest[self.step] = max(self.longest.get(self.step, 0.0), stop)
        self._last = now


def _moment() -> tuple[float, float]:
    """The time of the wall's clock, and how long the program's threads have worked."""
    return time.perf_counter(), time.process_time()


def main(arguments: Sequence[str]) -> None:
    """Measure in this process, and print the longest stops as JSON."""
    import tempfile

    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from pmo_desktop.charts.palette import LIGHT
    from pmo_desktop.services.opening import open_workspace
    from pmo_desktop.ui.context import Context
    from pmo_desktop.ui.jobs import Jobs
    from pmo_desktop.ui.portfolio_watch import PortfolioWatch
    from pmo_desktop.ui.settings import Settings
    from pmo_desktop.ui.sheets.page import SheetsPage
    from pmo_desktop.ui.theme import apply_theme, register_fonts

    app = QApplication([])
    register_fonts(app)
    apply_theme(app, LIGHT)
    with tempfile.TemporaryDirectory(prefix="pmo-bench-", ignore_cleanup_errors=True) as home:
        store = QSettings(str(Path(home) / "pmo.ini"), QSettings.Format.IniFormat)
        jobs = Jobs(app)
        context = Context(Settings(store), jobs, jobs)
        workspace = open_workspace(Path(home) / "office.db")
        context.set_workspace(workspace)
        page = SheetsPage(context, PortfolioWatch(context))
        page.resize(WIDTH, HEIGHT)
        page.show()
        _settle(app, jobs)
        clock = Clock()
        for name, step in _steps(page.panel_in, Path(arguments[0])):
            clock.begin(name)
            step()
            _settle(app, jobs)
        print(json.dumps(clock.longest), flush=True)
        jobs.close()
        workspace.close()
        os._exit(0)


def _settle(app: QApplication, jobs: object) -> None:
    """Let the window live until it is at rest."""
    until = 0.0
    while not until or time.perf_counter() < until:
        app.processEvents()
        time.sleep(0.0005)
        if jobs.running:  # type: ignore[attr-defined]
            until = 0.0
        elif not until:
            until = time.perf_counter() + SETTLE_SECONDS


def _steps(panel: ReviewPanel, folder: Path) -> Iterator[Step]:
    """What an analyst does: reads all, looks at some, scrolls, filters, decides."""
    table = panel.details.tables["changes"]
    deciding = panel.details.deciding
    yield "read", lambda: panel.review([folder])
    for number in range(SHOWN_FILES):
        yield "choose a file", lambda at=number: panel.list.select(at)  # type: ignore[misc]
    files, changes = panel.list.verticalScrollBar(), table.view.verticalScrollBar()
    for at in range(SCROLL_STEPS):
        yield (
            "scroll the files",
            lambda n=at: files.setValue(  # type: ignore[misc]
                files.maximum() * n // SCROLL_STEPS
            ),
        )
        yield (
            "scroll the changes",
            lambda n=at: changes.setValue(  # type: ignore[misc]
                changes.maximum() * n // SCROLL_STEPS
            ),
        )
    for text in ("w", "work", "work 7", ""):
        yield "filter by words", lambda words=text: table.filter_edit.setText(words)  # type: ignore[misc]
    yield "filter by a chip", lambda: panel.details.chips.buttons["added"].click()
    yield "filter by a chip", lambda: panel.details.chips.buttons["added"].click()
    yield "only what to look at", panel.bar.only.click
    yield "only what to look at", panel.bar.only.click
    yield "decide one row", lambda: table.ticked.emit(table.model.shown[0], False)
    yield "decide one row", lambda: table.ticked.emit(table.model.shown[0], True)
    yield "go to the next", panel.go_to_open
    for words, decide in deciding._wholesale():
        yield words, lambda chosen=decide: deciding.decided_everywhere.emit(chosen)  # type: ignore[misc]
    yield "speak another language", lambda: panel._context.set_language("en")
    yield "forget the files", panel.bar.clear.click


if __name__ == "__main__":
    main(sys.argv[1:])
