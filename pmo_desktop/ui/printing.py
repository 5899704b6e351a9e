"""PDF pages on a printer: each page a picture at the printer's own fineness."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from pmo_desktop.progress import Progress, Report
from pmo_desktop.ui.pdf import POINTS_PER_INCH, PageSize, page_image, page_sizes

FINEST_DPI = 300
EXACT = QPageSize.SizeMatchPolicy.ExactMatch


def set_up(printer: QPrinter, size: PageSize) -> None:
    """Paper of the pages' own shape where the printer makes a file, else A4 across."""
    if printer.outputFormat() is QPrinter.OutputFormat.PdfFormat:
        whole = QSizeF(size.width, size.height)
        printer.setPageSize(QPageSize(whole, QPageSize.Unit.Point, "", EXACT))
        printer.setFullPage(True)
    else:
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)


def print_pages(path: Path, printer: QPrinter, report: Report) -> int:
    """Print the pages that the printer's range names, or all; returns how many."""
    sizes = page_sizes(path)
    numbers = _chosen(printer, len(sizes))
    painter = QPainter(printer)
    try:
        for done, number in enumerate(numbers):
            report(Progress(done, len(numbers)))
            if done:
                printer.newPage()
            _paint(painter, printer, path, number)
    finally:
        painter.end()
    return len(numbers)


def _chosen(printer: QPrinter, count: int) -> Sequence[int]:
    first, last = printer.fromPage(), printer.toPage()
    return range(count) if first == 0 else range(first - 1, min(last, count))


def _paint(painter: QPainter, printer: QPrinter, path: Path, number: int) -> None:
    dpi = min(printer.resolution(), FINEST_DPI)
    image = page_image(path, number, dpi / POINTS_PER_INCH)
    room = QRectF(painter.viewport())
    shrink = min(room.width() / image.width(), room.height() / image.height())
    box = QRectF(0, 0, image.width() * shrink, image.height() * shrink)
    box.moveCenter(room.center())
    painter.drawImage(box, image)
