"""How fast the program starts on an office, against a bare PySide6 window.

Each start is a fresh Python; the clock runs from before it is started to the first picture on the
(offscreen) display, and on to the picture in which the portfolio is filled.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from pmo_desktop.bench.figure import Figure
from pmo_desktop.progress import Progress, Report
from pmo_desktop.services.portfolio_snapshot import leave_portfolio, snapshot_file

ROUNDS = 9
FIGURES = (
    ("painted", "Start: window painted, against a bare PySide6 window", 1.4),
    ("filled", "Start: portfolio filled, against a bare PySide6 window", 2.0),
    ("anew", "Start: portfolio worked out and filled, against a bare PySide6 window", 2.4),
)

# Both print the moments of a clock that all processes of the machine share.
BARE = """
import json, os, sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(json.dumps({"painted": time.monotonic()}), flush=True)
        os._exit(0)
app = QApplication([])
window = Window()
window.resize(1366, 768)
window.show()
app.exec()
"""
OURS = """
import json, os, sys, time
from pathlib import Path
from PySide6.QtCore import QSettings
from pmo_desktop.app import Program, make_application
moments = {}
class Timed(Program):
    def _on_painted(self):
        moments["painted"] = time.monotonic()
        super()._on_painted()
def on_filled():
    program.shell.repaint()
    moments["filled"] = time.monotonic()
    print(json.dumps(moments), flush=True)
    os._exit(0)
app = make_application([""])
settings = QSettings(sys.argv[2], QSettings.Format.IniFormat)
program = Timed(app, Path(sys.argv[1]), settings)
program.shell.resize(1366, 768)
program.filled.connect(on_filled)
program.show()
app.exec()
"""


def measure_start(database: Path, report: Report) -> tuple[Figure, ...]:
    """Medians of `ROUNDS` starts in turn with the bare window's: painted and filled, and filled
    where nobody has left the portfolio for this start, as with a database from elsewhere."""
    times: dict[str, list[float]] = {"bare": [], "painted": [], "filled": [], "anew": []}
    words = [str(database), str(database.with_suffix(".ini"))]
    for number in range(ROUNDS + 1):
        report(Progress(number, ROUNDS + 1, "Starting the program"))
        bare = _start(BARE, [], database.parent)
        snapshot_file(database).unlink(missing_ok=True)
        anew = _start(OURS, words, database.parent)
        leave_portfolio(database)
        ours = _start(OURS, words, database.parent)
        if number:  # the first round finds the files in no cache
            times["bare"].append(bare["painted"])
            times["painted"].append(ours["painted"])
            times["filled"].append(ours["filled"])
            times["anew"].append(anew["filled"])
    bare_time = median(times["bare"])
    return tuple(
        Figure(f"start.{code}", name, median(times[code]), bare_time, limit)
        for code, name, limit in FIGURES
    )


def _start(program: str, words: list[str], home: Path) -> Mapping[str, float]:
    """Seconds from now to each of the moments that `program` prints."""
    env = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        # The user's own log and settings stay out of it.
        "XDG_DATA_HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "LOCALAPPDATA": str(home),
    }
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    begun = time.monotonic()
    told = subprocess.run(
        [sys.executable, "-c", program, *words], env=env, capture_output=True, text=True, check=True
    )
    moments = json.loads(told.stdout.splitlines()[-1])
    return {name: moment - begun for name, moment in moments.items()}
