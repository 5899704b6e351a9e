"""What all tests share: no screen, no user's files, the program's fonts, samples where they are."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from pmo_desktop.exchange.demo.office import DemoResult
    from pmo_desktop.storage.workspace import Workspace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parent.parent
PLACEHOLDER = re.compile(r"\{\w*\}")
TODAY = date(2026, 11, 20)

settings.register_profile(
    "house",
    deadline=None,
    max_examples=60,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("search", parent=settings.get_profile("house"), derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


def _qt_is_here() -> bool:
    try:
        import PySide6.QtWidgets
    except ImportError:
        return False
    return PySide6.QtWidgets is not None


# Where Qt's system libraries are missing, what needs a window is left out; run.py says so loudly.
QT_IS_HERE = _qt_is_here()
collect_ignore = [] if QT_IS_HERE else ["ui", "app", "bench", "rules/test_qt.py"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not QT_IS_HERE and item.get_closest_marker("window"):
            item.add_marker(pytest.mark.skip(reason="Qt's libraries are missing here"))


@pytest.fixture(scope="session", autouse=True)
def users_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes what belongs to the user who runs it."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
            patch.setenv(name, str(home / name.lower()))
        yield


@pytest.fixture(scope="session", autouse=True)
def nothing_waits_for_the_disk() -> Iterator[None]:
    """What a test writes need not outlive a power cut: the wait for it is half of an edit's time.
    That a user's edits do outlive one is asked in `storage/test_engine.py`."""
    from pmo_desktop.storage import engine

    set_pragmas = engine.set_pragmas

    @wraps(set_pragmas)
    def hurry(connection: sqlite3.Connection) -> None:
        set_pragmas(connection)
        connection.execute("PRAGMA synchronous = OFF")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "set_pragmas", hurry)
        yield


@pytest.fixture(autouse=True)
def every_sentence_is_translated(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a test makes the program say in Chinese has its translation.

    The rules read the literal sentences in the source; this sees those that come from tables.
    A test of the fallback itself is marked `untranslated`.
    """
    if request.node.get_closest_marker("untranslated"):
        return
    from pmo_desktop.language import Language, _catalogue

    said = Language.text

    def text(self: Language, source: str, /, **params: object) -> str:
        if self.is_chinese and any(
            c.isascii() and c.isalpha() for c in PLACEHOLDER.sub("", source)
        ):
            assert source in _catalogue("zh"), f"no Chinese for {source!r}"
        return said(self, source, **params)

    monkeypatch.setattr(Language, "text", text)


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """pytest-qt's application, in the program's own fonts: pictures are alike everywhere."""
    from pmo_desktop.ui.theme import register_fonts

    register_fonts(qapp)
    return qapp


@pytest.fixture(scope="session")
def samples() -> Path:
    """Input that nobody tuned: the folder that PMO_SAMPLES names, or `samples` in `shared` beside
    the checkout. Tests that need it are skipped where it is not."""
    folder = Path(os.environ.get("PMO_SAMPLES", ROOT.parent / "shared" / "samples"))
    if not folder.is_dir():
        pytest.skip("no sample files here; PMO_SAMPLES can name their folder")
    return folder


@pytest.fixture(scope="session")
def founded_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new office's database, founded on a fixed day, made once; not to be written to."""
    from pmo_desktop.services.founding import found_office
    from pmo_desktop.storage.workspace import Workspace

    path = tmp_path_factory.mktemp("founded") / "office.db"
    Workspace.open(path, found=partial(found_office, today=TODAY)).close()
    return path


@pytest.fixture(scope="session")
def new_workspace(
    founded_office: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Workspace]:
    """Opens one new office after another, for tests that try many; they close them."""
    from pmo_desktop.storage.workspace import Workspace

    def made() -> Workspace:
        path = tmp_path_factory.mktemp("office") / "office.db"
        return Workspace.open(Path(shutil.copy(founded_office, path)), create=False)

    return made


@pytest.fixture
def workspace(founded_office: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A test's own new office, open and free to be changed."""
    from pmo_desktop.storage.workspace import Workspace

    path = Path(shutil.copy(founded_office, tmp_path / "office.db"))
    opened = Workspace.open(path, create=False)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def demo_office(tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    """A small demo office with its returned spreadsheets, made once; not to be written to."""
    from pmo_desktop.exchange.demo.office import make_demo

    path = tmp_path_factory.mktemp("demo") / "demo.db"
    return make_demo(path, projects=6, people=40, tasks=420)


@pytest.fixture(scope="session")
def large_demo_office(tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    """The demo office as the program makes it, once; not to be written to."""
    from pmo_desktop.exchange.demo.office import make_demo

    return make_demo(tmp_path_factory.mktemp("large_demo") / "office.db")


@pytest.fixture
def demo_database(demo_office: DemoResult, tmp_path: Path) -> Path:
    """A test's own copy of the small demo office."""
    return Path(shutil.copy(demo_office.database, tmp_path / "demo.db"))


@pytest.fixture
def demo_workspace(demo_database: Path) -> Iterator[Workspace]:
    """The small demo office, open and free to be changed."""
    from pmo_desktop.storage.workspace import Workspace

    opened = Workspace.open(demo_database, create=False)
    yield opened
    opened.close()
