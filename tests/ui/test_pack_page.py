"""The pack's preview, saving and printing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from pmo_desktop.app import Program
from pmo_desktop.ui.context import Named
from pmo_desktop.ui.pdf import page_image, page_sizes
from pmo_desktop.ui.printing import print_file
from tests.ui.conftest import settle


@pytest.fixture
def page(program: Program, qtbot: QtBot) -> Any:
    """With its first preview made."""
    program.stage.show_page("pack")
    made: Any = program.stage.page("pack")
    qtbot.waitUntil(lambda: made.save.isEnabled() and made.view.is_complete, timeout=60_000)
    return made


def made_again(page: Any, qtbot: QtBot) -> None:
    before = page._current
    qtbot.waitUntil(lambda: page._current != before, timeout=60_000)


def test_the_pages_are_shown_as_they_will_be_printed(page: Any) -> None:
    sizes = page_sizes(page._current)
    assert len(sizes) > 6
    assert sizes[0].width / sizes[0].height == pytest.approx(16 / 9, rel=0.01)
    picture: QImage = page.view._images[0]
    assert picture.width() > 600
    colours = {picture.pixel(x, y) for x in range(0, picture.width(), 7) for y in range(0, 300, 7)}
    assert len(colours) > 5


def test_another_format_is_another_preview(page: Any, qtbot: QtBot) -> None:
    page.formats.choose("a4")
    made_again(page, qtbot)
    size = page_sizes(page._current)[0]
    assert size.width / size.height == pytest.approx(297 / 210, rel=0.01)
    assert page.context.settings.pack_format == "a4"


def test_a_project_that_is_left_out_has_no_page(page: Any, qtbot: QtBot) -> None:
    before = len(page_sizes(page._current))
    page.projects.item(0).setCheckState(Qt.CheckState.Unchecked)
    made_again(page, qtbot)
    assert len(page_sizes(page._current)) < before


def test_the_committee_on_the_cover_is_the_office_s(
    page: Any, program: Program, qtbot: QtBot
) -> None:
    page.committee.setText("Board of changes")
    page.committee.editingFinished.emit()
    made_again(page, qtbot)
    settle(program)
    assert program.watch.portfolio is not None
    assert program.watch.portfolio.office.committee == "Board of changes"
    assert program.desk.actions["undo"].isEnabled()


def test_the_pack_is_saved(page: Any, program: Program, tmp_path: Path) -> None:
    page.save_to(tmp_path / "pack")
    settle(program)
    assert (tmp_path / "pack.pdf").read_bytes() == page._current.read_bytes()
    assert "pack.pdf" in program.desk.messages.text


def test_a_pack_that_cannot_be_saved_is_told(page: Any, program: Program, tmp_path: Path) -> None:
    page.save_to(tmp_path / "nowhere" / "pack.pdf")
    settle(program)
    assert "nowhere" in program.desk.messages.text


def test_printing_gives_a_page_for_each_page(page: Any, program: Program, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    print_file(program.context, page._current, printer, Named("Print the steering pack"))
    settle(program)
    assert len(page_sizes(tmp_path / "printed.pdf")) == 2
    ours = page_image(page._current, 1, 0.3)
    printed = page_image(tmp_path / "printed.pdf", 0, 0.3)
    assert printed.width() == pytest.approx(ours.width(), abs=2)
