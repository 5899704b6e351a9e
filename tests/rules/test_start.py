"""What is loaded when: nothing heavy before the first paint, no Qt at all without a window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pmo_desktop.storage.workspace import Workspace

HEAVY = {
    "alembic",
    "msoffcrypto",
    "numpy",
    "openpyxl",
    "pydantic",
    "pypdfium2",
    "pyqtgraph",
    "python_calamine",
    "reportlab",
    "sqlalchemy",
    "sqlmodel",
}
QT = {"PySide6", "shiboken6", "pyqtgraph"}

IMPORT_APP = """
import json, sys
import pmo_desktop.app
print(json.dumps(sorted(sys.modules)))
"""
START_APP = """
import json, os, sys
from pathlib import Path
from PySide6.QtCore import QSettings
from pmo_desktop.app import Program, make_application
loaded = {}
def tell():
    loaded["filled"] = sorted(sys.modules)
    print(json.dumps(loaded), flush=True)
    os._exit(0)
class Watched(Program):
    def _on_painted(self):
        loaded["painted"] = sorted(sys.modules)
        super()._on_painted()
app = make_application([""])
settings = QSettings(sys.argv[2], QSettings.Format.IniFormat)
program = Watched(app, Path(sys.argv[1]), settings)
program.filled.connect(tell)
program.show()
app.exec()
"""
# Whoever asks for Qt gets the error of a machine that has none.
HEADLESS = """
import importlib.abc, json, sys
from functools import partial
class NoQt(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"PySide6", "shiboken6", "pyqtgraph"}:
            raise ImportError(f"{name} must not be asked for without a window")
sys.meta_path.insert(0, NoQt())
from pmo_desktop.cli import main
from pmo_desktop.exchange.demo import office
office.make_demo = partial(office.make_demo, projects=4, people=40, tasks=260)
for words in json.loads(sys.argv[1]):
    status = main(words)
    print(words[0], status, flush=True)
assert not [name for name in sys.modules if name.split(".")[0] in {"PySide6", "pyqtgraph"}]
"""


def python(program: str, *words: str) -> str:
    told = subprocess.run(
        [sys.executable, "-c", program, *words],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
    )
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


def heavy(names: list[str]) -> set[str]:
    return {name.split(".")[0] for name in names} & HEAVY


@pytest.mark.window
def test_importing_the_window_loads_nothing_heavy() -> None:
    assert not heavy(json.loads(python(IMPORT_APP)))


@pytest.mark.window
def test_nothing_heavy_is_loaded_before_the_window_is_painted_and_filled(
    workspace: Workspace, tmp_path: Path
) -> None:
    loaded = json.loads(python(START_APP, str(workspace.path), str(tmp_path / "settings.ini")))
    assert not heavy(loaded["painted"])
    assert not heavy(loaded["filled"])


def test_the_command_line_loads_nothing_heavy_to_say_what_it_can_do() -> None:
    program = "import json, sys, pmo_desktop.cli; print(json.dumps(sorted(sys.modules)))"
    names = json.loads(python(program))
    assert not heavy(names)
    assert not {name.split(".")[0] for name in names} & QT


def test_the_loop_from_spreadsheets_to_the_pack_needs_no_qt(tmp_path: Path) -> None:
    at = ["--database", str(tmp_path / "office.db"), "--language", "zh"]
    told = python(
        HEADLESS,
        json.dumps(
            [
                ["demo", *at],
                ["import", "--yes", *at, str(tmp_path / "office_returned")],
                ["pack", *at, "--output", str(tmp_path / "pack.pdf")],
                ["send-out", *at, "--output", str(tmp_path / "sent")],
                ["export", *at, "--output", str(tmp_path / "office.json")],
                ["undo", *at],
                ["redo", *at],
            ]
        ),
    )
    ended = [line.split() for line in told.splitlines() if line.split()[-1:] in (["0"], ["1"])]
    assert [words[0] for words in ended] == [
        *("demo", "import", "pack", "send-out", "export", "undo", "redo")
    ]
    assert (tmp_path / "pack.pdf").read_bytes().startswith(b"%PDF")
