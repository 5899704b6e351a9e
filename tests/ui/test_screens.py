"""Every screen in both languages and both themes: looked at by a machine, kept for people.

With PMO_SCREENS=1 the pictures go to `docs/screens` and are of the full demo office; otherwise they
are of the small one, and go with the test.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from pmo_desktop.app import Program
from pmo_desktop.charts.palette import DARK, LIGHT
from pmo_desktop.exchange.demo.office import DemoResult, make_demo
from tests.ui.conftest import end, settle

SAYING = [role for role in LIGHT if role.startswith(("green", "amber", "red", "accent", "heat"))]
KEPT = os.environ.get("PMO_SCREENS") == "1"
SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"
SIZE = (1440, 900)
NARROW = (1366, 768)
LOOKS = [(language, theme) for language in ("zh", "en") for theme in ("light", "dark")]
SLACK = 3
FEWEST_COLOURS = 24


@pytest.fixture(scope="module")
def shown(
    qapp: QApplication, demo_office: DemoResult, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Program, DemoResult]]:
    """One program for all pictures; languages and colours are changed while it runs."""
    from PySide6.QtCore import QSettings

    folder = tmp_path_factory.mktemp("screens")
    office = make_demo(folder / "demo.db") if KEPT else demo_office
    database = office.database if KEPT else Path(shutil.copy(office.database, folder / "demo.db"))
    store = QSettings(str(folder / "pmo.ini"), QSettings.Format.IniFormat)
    store.setValue("language", "zh")
    store.setValue("theme", "light")
    program = Program(qapp, database, store)
    program.shell.resize(*SIZE)
    program.show()
    program.build()
    qapp.processEvents()
    settle(program)
    yield program, office
    end(program)


def dress(program: Program, language: str, theme: str, size: tuple[int, int]) -> None:
    program.context.set_language(language)
    program.context.set_theme(theme)
    program.shell.resize(*size)
    settle(program)


def open_page(program: Program, key: str, qtbot: QtBot) -> QWidget:
    program.stage.show_page(key)
    settle(program)
    page: Any = program.stage.page(key)
    if key == "pack":
        # Again in the language of now.
        page.language.setCurrentIndex(page.language.findData(program.context.language.code))
        before = page._current
        page._make()
        qtbot.waitUntil(lambda: page._current != before and page.view.is_complete, timeout=90_000)
    settle(program)
    return page


def review_all(program: Program, office: DemoResult) -> None:
    page: Any = program.stage.page("sheets")
    page.review([office.returned_folder])
    settle(program)
    choices = page.panel_in.choices
    told = max(
        range(len(choices)), key=lambda at: (len(choices[at].file.findings) > 1, choices[at].count)
    )
    page.panel_in.list.select(told)
    settle(program)


def keep(program: Program, name: str, language: str, theme: str, folder: Path) -> QImage:
    picture = program.shell.grab().toImage()
    in_few_colours(picture).save(str(folder / f"{name}_{language}_{theme}.png"))
    return picture


def in_few_colours(picture: QImage) -> QImage:
    """With its 256 most frequent colours: a third of the file, and nobody sees it."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(plain.constBits(), np.uint32)
    found, counts = np.unique(pixels, return_counts=True)
    # The palettes' own colours may be rare and yet say everything: a red square, an amber triangle.
    own = [QColor(roles[name]).rgb() for roles in (LIGHT, DARK) for name in SAYING]
    frequent = [int(colour) for colour in found[np.argsort(-counts)]]
    table = list(dict.fromkeys([*own, *frequent]))[:256]
    return plain.convertToFormat(
        QImage.Format.Format_Indexed8,
        table,
        Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither,
    )


def colours(picture: QImage) -> int:
    """How many different colours a coarse grid of its points has."""
    return len(
        {
            picture.pixel(x, y)
            for x in range(0, picture.width(), 5)
            for y in range(0, picture.height(), 3)
        }
    )


def cut_off(window: QWidget) -> list[str]:
    """The words in sight that have less room than they need."""
    short = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.visibleRegion().isEmpty():
            continue
        said = getattr(widget, "text", None)
        words = said() if callable(said) else ""
        if not words or isinstance(widget, QLineEdit):
            continue
        if isinstance(widget, QAbstractButton | QLabel):
            room, needed = widget.width(), widget.sizeHint().width()
            if _wraps(widget):
                room, needed = widget.height(), widget.heightForWidth(widget.width())
            if room + SLACK < needed:
                short.append(f"{words!r} has {room} of {needed}")
    return short


def _wraps(widget: QWidget) -> bool:
    return isinstance(widget, QLabel) and widget.wordWrap()


PAGES = (
    "portfolio",
    "gantt",
    "load",
    "risks",
    "forecast",
    "people",
    "skills",
    "requests",
    "scenarios",
    "actuals",
    "decisions",
    "audit",
    "calendars",
    "office",
    "template",
    "pack",
)


@pytest.mark.parametrize(("language", "theme"), LOOKS)
@pytest.mark.parametrize("key", PAGES)
def test_a_page_is_painted_in_every_look(
    shown: tuple[Program, DemoResult],
    key: str,
    language: str,
    theme: str,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    program, _ = shown
    dress(program, language, theme, SIZE)
    open_page(program, key, qtbot)
    picture = keep(program, key, language, theme, SCREENS if KEPT else tmp_path)
    assert colours(picture) >= FEWEST_COLOURS
    corner = picture.pixelColor(picture.width() - 3, 70)
    assert (corner.lightness() > 128) is (theme == "light")
    assert program.desk.top_bar.title.text()


@pytest.mark.parametrize(("language", "theme"), LOOKS)
@pytest.mark.parametrize("view", ["portfolio", "trend"])
def test_the_plans_other_views_are_painted_in_every_look(
    shown: tuple[Program, DemoResult],
    view: str,
    language: str,
    theme: str,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    program, _ = shown
    dress(program, language, theme, SIZE)
    page: Any = open_page(program, "gantt", qtbot)
    page.bar.views.choose(view)
    settle(program)
    picture = keep(program, f"gantt_{view}", language, theme, SCREENS if KEPT else tmp_path)
    assert colours(picture) >= FEWEST_COLOURS
    dress(program, language, theme, NARROW)
    assert not cut_off(program.shell)
    page.bar.views.choose("plan")
    settle(program)


@pytest.mark.parametrize(("language", "theme"), LOOKS)
def test_the_review_is_painted_in_every_look(
    shown: tuple[Program, DemoResult], language: str, theme: str, tmp_path: Path
) -> None:
    program, office = shown
    dress(program, language, theme, SIZE)
    program.stage.show_page("sheets")
    review_all(program, office)
    picture = keep(program, "import", language, theme, SCREENS if KEPT else tmp_path)
    assert colours(picture) >= FEWEST_COLOURS
    page: Any = program.stage.page("sheets")
    assert page.panel_in.details.tables["changes"].model.shown
    page.show_sending()
    settle(program)
    keep(program, "send", language, theme, SCREENS if KEPT else tmp_path)
    page.views.choose("in")


@pytest.mark.parametrize(("language", "theme"), LOOKS)
def test_how_a_file_was_read_is_painted_in_every_look(
    shown: tuple[Program, DemoResult], language: str, theme: str, tmp_path: Path
) -> None:
    program, office = shown
    dress(program, language, theme, SIZE)
    program.stage.show_page("sheets")
    review_all(program, office)
    panel: Any = program.stage.page("sheets").panel_in  # type: ignore[attr-defined]
    read = [c for c in panel.choices if c.file.understood.kind == "team" and c.file.changes]
    panel.show_reading(max(read, key=lambda c: len(c.file.findings)).file.path)
    settle(program)
    picture = keep(program, "reading", language, theme, SCREENS if KEPT else tmp_path)
    assert colours(picture) >= FEWEST_COLOURS
    assert panel.mapping.grid.sheet_model.table is not None
    dress(program, language, theme, NARROW)
    assert not cut_off(program.shell)
    panel.mapping.leave()
    settle(program)


@pytest.mark.parametrize(("language", "theme"), LOOKS)
def test_the_rounds_are_painted_in_every_look(
    shown: tuple[Program, DemoResult],
    language: str,
    theme: str,
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,
) -> None:
    program, office = shown
    dress(program, language, theme, SIZE)
    program.stage.show_page("sheets")
    page: Any = program.stage.page("sheets")
    page.views.choose("rounds")
    settle(program)
    if page.rounds.round is None:
        begin_round(page.rounds, tmp_path_factory.mktemp("round"), office)
        settle(program)
    program.desk.messages.hide()
    picture = keep(program, "rounds", language, theme, SCREENS if KEPT else tmp_path)
    assert colours(picture) >= FEWEST_COLOURS
    for is_shown in (True, False):
        page.rounds.settings.setChecked(is_shown)
        page.rounds.settings.clicked.emit()
        dress(program, language, theme, NARROW)
        assert not cut_off(program.shell)
    page.views.choose("in")


@pytest.mark.parametrize(("language", "theme"), LOOKS)
def test_balancing_is_painted_in_every_look(
    shown: tuple[Program, DemoResult], language: str, theme: str, qtbot: QtBot, tmp_path: Path
) -> None:
    program, _ = shown
    dress(program, language, theme, SIZE)
    page: Any = open_page(program, "balance", qtbot)
    if page._found is None:
        page.balance()
        qtbot.waitUntil(lambda: page._found is not None, timeout=60_000)
        page.stop()
        settle(program)
    picture = keep(program, "balance", language, theme, SCREENS if KEPT else tmp_path)
    assert colours(picture) >= FEWEST_COLOURS
    dress(program, language, theme, NARROW)
    for key in ("unsolved", "findings", "held", "moves"):
        page.lists.lists.choose(key)
        assert not cut_off(program.shell)


@pytest.mark.parametrize(("language", "theme"), LOOKS)
def test_ways_out_are_painted_in_every_look(
    shown: tuple[Program, DemoResult], language: str, theme: str, qtbot: QtBot, tmp_path: Path
) -> None:
    program, _ = shown
    dress(program, language, theme, SIZE)
    page: Any = open_page(program, "load", qtbot)
    page.conflicts.chosen.emit(page.conflicts.runs[0])
    page.ask_ways_out()
    settle(program)
    picture = keep(program, "ways_out", language, theme, SCREENS if KEPT else tmp_path)
    assert colours(picture) >= FEWEST_COLOURS
    page.ways.table.select(next(r.id for r in page.ways.table.model.shown if r.way.exists))
    page.ways.look.click()
    settle(program)
    dress(program, language, theme, NARROW)
    assert not cut_off(page.ways)
    assert not cut_off(page.preview_bar)
    page.preview_bar.leave.click()
    page.ways.close_.click()
    settle(program)


def begin_round(panel: Any, folder: Path, office: DemoResult) -> None:
    """A round that went out, and of which all but the last files came back."""
    panel.form.folder.edit.setText(str(folder))
    panel.form.due.set_value(date.today())
    panel.form.send.click()
    panel._context.jobs.wait()
    QApplication.processEvents()
    panel._context.jobs.wait()
    panel.receive(sorted(office.returned_folder.iterdir())[:-3])


@pytest.mark.parametrize("key", [*PAGES, "sheets"])
@pytest.mark.parametrize("language", ["zh", "en"])  # the outer of the two: it is what takes time
def test_no_words_are_cut_off_on_a_small_screen(
    shown: tuple[Program, DemoResult], key: str, language: str, qtbot: QtBot
) -> None:
    program, office = shown
    dress(program, language, "light", NARROW)
    open_page(program, key, qtbot)
    if key == "sheets":
        review_all(program, office)
    assert program.shell.width() == NARROW[0]
    assert not cut_off(program.shell)


def test_the_welcome_is_painted(
    qapp: QApplication, start: Callable[..., Program], tmp_path: Path
) -> None:
    program = start(None)
    for language, theme in LOOKS:
        dress(program, language, theme, SIZE)
        picture = keep(program, "welcome", language, theme, SCREENS if KEPT else tmp_path)
        assert colours(picture) >= FEWEST_COLOURS
        assert not cut_off(program.shell)
    del qapp
