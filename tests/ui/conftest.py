"""A program on the small demo office, with settings of its own; and how to wait for it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pmo_desktop.collector import FROZEN, freeze, thaw

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from pmo_desktop.app import Program
    from pmo_desktop.storage.workspace import Workspace
    from pmo_desktop.ui.context import Context
    from tests.ui.gantt_planner import Filled


WINDOWS_A_ROUND = 5
# What was made since the last collection.
_made: list[type] = []


def pytest_runtest_setup() -> None:
    """Collect what the last window left, and freeze what stands, the modules and the tests, which
    no round of the collector need walk again: the program does the same once its window stands.

    Where a review has thawed it all, a round takes long, and several windows share one."""
    if len(_made) < (1 if FROZEN else WINDOWS_A_ROUND):
        return
    from PySide6.QtCore import QCoreApplication, QEvent

    _made.clear()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    freeze()


@pytest.fixture
def store(tmp_path: Path) -> QSettings:
    """Settings that say English and light, in a file of the test's own."""
    from PySide6.QtCore import QSettings

    made = QSettings(str(tmp_path / "settings" / "pmo.ini"), QSettings.Format.IniFormat)
    made.setValue("language", "en")
    made.setValue("theme", "light")
    return made


@pytest.fixture
def context(qapp: QApplication, store: QSettings, workspace: Workspace) -> Iterator[Context]:
    """A context on a new office, without a window."""
    import shiboken6

    from pmo_desktop.ui.context import Context
    from pmo_desktop.ui.jobs import Jobs
    from pmo_desktop.ui.settings import Settings

    jobs = Jobs(qapp)
    made = Context(Settings(store), jobs, jobs)
    made.set_workspace(workspace)
    _made.append(Context)
    yield made
    jobs.wait()
    jobs.close()
    shiboken6.delete(jobs)


@pytest.fixture(scope="session")
def filled_plan(new_workspace: Callable[[], Workspace]) -> Filled:
    """The office with one project that `gantt_planner` speaks of, made once."""
    from tests.ui.gantt_planner import filled

    return filled(new_workspace)


@pytest.fixture
def start(qapp: QApplication, store: QSettings) -> Iterator[Callable[..., Program]]:
    """Starts a program on a database, shows it, and waits until it is at rest."""
    from pmo_desktop.app import Program

    started: list[Program] = []

    def begin(database: Path | None) -> Program:
        program = Program(qapp, database, store)
        started.append(program)
        _made.append(Program)
        program.shell.resize(1366, 768)
        program.show()
        program.build()
        qapp.processEvents()
        settle(program)
        return program

    yield begin
    for program in started:
        end(program)


@pytest.fixture
def program(start: Callable[[Path], Program], demo_database: Path) -> Program:
    """On a copy of the small demo office."""
    made = start(demo_database)
    assert made.context.workspace is not None
    return made


def end(program: Program) -> None:
    """Close the program and its window, and leave the application undressed."""
    import shiboken6
    from PySide6.QtWidgets import QApplication

    if "sheets" in program.stage._pages:
        thaw()  # a review freezes its rows
    program.close()
    program.shell.close()
    # At once, not later: a window that waits to be deleted is not to be dressed again. Then the
    # program: while its context stands, what the pages connected to it keeps all of them, and
    # every later test dresses and collects around them.
    shiboken6.delete(program.shell)
    shiboken6.delete(program)
    QApplication.instance().setStyleSheet("")  # type: ignore[union-attr]


def settle(program: Program) -> None:
    """Until nothing is under way, nor follows from what was."""
    from PySide6.QtWidgets import QApplication

    for _ in range(4):
        program.jobs.wait()
        QApplication.processEvents()
