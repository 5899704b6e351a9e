"""Pages of any shape to a file and to a printer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from pmo_desktop.progress import silent
from pmo_desktop.reports.formats import MEASURES
from pmo_desktop.reports.paper import SIZES, paper
from pmo_desktop.ui.context import Context, Message, Named
from pmo_desktop.ui.pdf import PageSize, page_image, page_sizes
from pmo_desktop.ui.printing import (
    ask_pdf,
    ask_printer,
    fit_paper,
    nearest_paper,
    pdf_path,
    print_file,
    print_pages,
)

pytestmark = pytest.mark.usefixtures("qapp")
Id = QPageSize.PageSizeId
PORTRAIT, LANDSCAPE = QPageLayout.Orientation.Portrait, QPageLayout.Orientation.Landscape
JOB = Named("Print the Gantt plan")
Make = Callable[[float, float], Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A file of two pages of a size in points, each black all over."""

    def made(width: float, height: float) -> Path:
        path = tmp_path / "pages.pdf"
        writer = QPdfWriter(str(path))
        size = QPageSize(
            QSizeF(width, height), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch
        )
        writer.setPageSize(size)
        painter = QPainter(writer)
        for page in range(2):
            if page:
                writer.newPage()
            painter.fillRect(painter.viewport(), "black")
        painter.end()
        return path

    return made


def to_file(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


@pytest.mark.parametrize(
    ("name", "upright", "known"),
    [
        ("a4", False, Id.A4),
        ("a4", True, Id.A4),
        ("a3", True, Id.A3),
        ("a1", False, Id.A1),
        ("a0", True, Id.A0),
        ("letter", True, Id.Letter),
        ("tabloid", False, Id.Tabloid),
        ("16:9", False, Id.A4),
    ],
)
def test_a_printer_gets_the_paper_and_the_way_up_of_the_pages(
    tmp_path: Path, name: str, upright: bool, known: Id
) -> None:
    measures = paper(name, upright)
    printer = to_file(tmp_path / "printed.pdf")
    fit_paper(printer, PageSize(measures.width, measures.height))
    layout = printer.pageLayout()
    assert layout.pageSize().id() == known
    assert layout.orientation() is (PORTRAIT if upright else LANDSCAPE)


def test_every_paper_of_the_plan_is_its_own_nearest() -> None:
    found = {name: nearest_paper(PageSize(*size)) for name, size in SIZES.items()}
    assert len(set(found.values())) == len(SIZES)
    slide = next(iter(MEASURES.values()))
    assert nearest_paper(PageSize(slide.width, slide.height)) == Id.A4


@pytest.mark.parametrize(("width", "height"), [(595, 842), (842, 595), (1191, 842), (792, 1224)])
def test_pages_fill_paper_of_their_own_shape(
    make: Make, tmp_path: Path, width: float, height: float
) -> None:
    path = make(width, height)
    printer = to_file(tmp_path / "printed.pdf")
    fit_paper(printer, page_sizes(path)[0])
    printer.setFullPage(True)
    assert print_pages(path, printer, silent) == 2
    (first, second) = page_sizes(tmp_path / "printed.pdf")
    assert (first.width, first.height) == pytest.approx((width, height), abs=2)
    assert second == first
    shown = page_image(tmp_path / "printed.pdf", 1, 0.5)
    dark = [
        shown.pixelColor(x, y).lightness() < 40
        for x in range(30, shown.width() - 30, 20)
        for y in range(30, shown.height() - 30, 20)
    ]
    assert all(dark)


def test_a_file_gets_pages_of_their_very_size(context: Context, make: Make, tmp_path: Path) -> None:
    told: list[Message] = []
    context.message_posted.connect(told.append)
    path = make(500, 300)
    printer = to_file(tmp_path / "printed.pdf")
    fit_paper(printer, page_sizes(path)[0])
    print_file(context, path, printer, JOB)
    context.jobs.wait()
    size = page_sizes(tmp_path / "printed.pdf")[0]
    assert (size.width, size.height) == pytest.approx((500, 300), abs=1)
    assert [message.say(context.language) for message in told] == ["2 pages went to the printer."]


def test_the_printers_are_offered_with_the_pages_paper(
    context: Context, make: Make, qtbot: QtBot
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ask_printer(parent, context, make(842, 1191), JOB)
    layout = dialog.printer().pageLayout()
    assert layout.pageSize().id() == Id.A3
    assert layout.orientation() is PORTRAIT
    dialog.close()


def test_a_dot_in_a_files_name_is_no_ending() -> None:
    assert pdf_path(Path("Plan 2026.11")) == Path("Plan 2026.11.pdf")
    assert pdf_path(Path("plan.PDF")) == Path("plan.PDF")


def test_where_to_is_asked_in_the_folder_of_last_time(
    context: Context, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(_parent: object, _title: str, start: str, _kind: str) -> tuple[str, str]:
        asked.append(start)
        return str(tmp_path / "a.b"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    parent = QWidget()
    qtbot.addWidget(parent)
    assert ask_pdf(parent, context, "Plan 2026.11") == tmp_path / "a.b.pdf"
    ask_pdf(parent, context, "Plan")
    assert asked == ["Plan 2026.11.pdf", str(tmp_path / "Plan.pdf")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    assert ask_pdf(parent, context, "Plan") is None
