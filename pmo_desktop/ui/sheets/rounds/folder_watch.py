"""Watches a folder for files that come to rest in it: copied whole, not still being written.

A change in the folder only wakes the looking, and so does a slow clock, as folders of a network may
say nothing. Files are looked at twice, a moment apart and beside the window; those that stayed as
they were are told once, until they change again.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from pmo_desktop.exchange.files.collecting import spreadsheets
from pmo_desktop.ui.jobs import Jobs

LOOK_AGAIN_MS = 900
LOOK_ANYWAY_MS = 60_000
Trace = tuple[int, int]


class FolderWatch(QObject):
    """`arrived` is sent with the files that are new or changed, once they are at rest."""

    arrived = Signal(list)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self.folder: Path | None = None
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self, singleShot=True, interval=LOOK_AGAIN_MS)
        self._clock = QTimer(self, interval=LOOK_ANYWAY_MS)
        self._told: dict[Path, Trace] = {}
        self._seen: dict[Path, Trace] = {}
        self._clock.timeout.connect(self.look)
        self._watcher.directoryChanged.connect(lambda _: self._timer.start())
        self._timer.timeout.connect(self.look)

    @property
    def is_on(self) -> bool:
        return self.folder is not None

    def start(self, folder: Path) -> bool:
        """Watch this folder; what is in it already counts as new. Whether it can be watched."""
        self.stop()
        if not folder.is_dir() or not self._watcher.addPath(str(folder)):
            return False
        self.folder = folder
        self._timer.start()
        self._clock.start()
        return True

    def stop(self) -> None:
        self._timer.stop()
        self._clock.stop()
        watched = self._watcher.directories()
        if watched:
            self._watcher.removePaths(watched)
        self.folder = None
        self._told, self._seen = {}, {}

    def look(self) -> None:
        """See what is there; tell what stayed as it was since the last look, wait for the rest."""
        folder = self.folder
        if folder is not None:
            self._jobs.ask(
                lambda: _traces(folder), lambda seen: self._compare(folder, seen), owner=self
            )

    def _compare(self, folder: Path, seen: dict[Path, Trace]) -> None:
        if folder != self.folder:
            return
        before, self._seen = self._seen, seen
        at_rest = {path: trace for path, trace in seen.items() if before.get(path) == trace}
        new = sorted(path for path, trace in at_rest.items() if self._told.get(path) != trace)
        self._told |= at_rest
        if len(at_rest) < len(seen):
            self._timer.start()
        if new:
            self.arrived.emit(new)


def _traces(folder: Path) -> dict[Path, Trace]:
    """Size and time of each spreadsheet in the folder; none where it cannot be looked into."""
    found: dict[Path, Trace] = {}
    try:
        for path in spreadsheets([folder]):
            if path != folder:
                stat = path.stat()
                found[path] = (stat.st_size, stat.st_mtime_ns)
    except OSError:
        # A file that goes while it is looked at; the next change of the folder looks again.
        return found
    return found
