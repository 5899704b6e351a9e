"""PDF pages to a file or a printer: asked for, set up and printed in one way, whatever is on them.

On paper each page is a picture at the printer's own fineness.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from pmo_desktop.progress import Progress, Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.pdf import POINTS_PER_INCH, PageSize, page_image, page_sizes

FINEST_DPI = 300
EXACT = QPageSize.SizeMatchPolicy.ExactMatch
PORTRAIT, LANDSCAPE = QPageLayout.Orientation.Portrait, QPageLayout.Orientation.Landscape
Id = QPageSize.PageSizeId
PAPERS = (Id.A5, Id.A4, Id.A3, Id.A2, Id.A1, Id.A0, Id.Letter, Id.Tabloid)


def ask_pdf(parent: QWidget, context: Context, name: str) -> Path | None:
    """Where to save a PDF that goes by `name`; None where nobody says so."""
    settings, text = context.settings, context.language.text
    start = str(Path(settings.export_folder or ".") / f"{name}.pdf")
    path, _ = QFileDialog.getSaveFileName(parent, text("Save as PDF"), start, "PDF (*.pdf)")
    if not path:
        return None
    settings.export_folder = str(Path(path).parent)
    return pdf_path(Path(path))


def pdf_path(path: Path) -> Path:
    """The same with the ending of a PDF file; a dot in the name is none."""
    return path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")


def ask_printer(
    parent: QWidget, context: Context, path: Path, job: Named, held: object = None
) -> QPrintDialog:
    """Offer the printers, set up for the pages of the file at `path`; print on the one chosen."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    fit_paper(printer, page_sizes(path)[0])
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.accepted.connect(lambda: print_file(context, path, printer, job, held))
    dialog.finished.connect(dialog.deleteLater)
    dialog.show()
    return dialog


def print_file(
    context: Context, path: Path, printer: QPrinter, job: Named, held: object = None
) -> None:
    """Print the file's pages beside the window; `held` is kept until that is done. What makes a
    file gets pages of their own size; on paper holds what was chosen in the dialog."""
    if printer.outputFormat() is QPrinter.OutputFormat.PdfFormat:
        size = page_sizes(path)[0]
        whole = QSizeF(size.width, size.height)
        printer.setPageOrientation(PORTRAIT)
        printer.setPageSize(QPageSize(whole, QPageSize.Unit.Point, "", EXACT))
        printer.setFullPage(True)

    def work(report: Report) -> tuple[int, object]:
        return print_pages(path, printer, report), held

    context.jobs.run(
        job,
        work,
        lambda done: context.inform("{n} pages went to the printer.", n=done[0]),
        lane="make",
    )


def fit_paper(printer: QPrinter, size: PageSize) -> None:
    """The usual paper that is nearest to pages of a size, and their way up."""
    printer.setPageSize(QPageSize(nearest_paper(size)))
    printer.setPageOrientation(LANDSCAPE if size.width > size.height else PORTRAIT)


def nearest_paper(size: PageSize) -> QPageSize.PageSizeId:
    """The usual paper whose edges differ least from a page's, whichever way up it lies."""
    short, long = sorted((size.width, size.height))

    def differs(paper: QPageSize.PageSizeId) -> float:
        known = QPageSize.size(paper, QPageSize.Unit.Point)
        return abs(known.width() - short) + abs(known.height() - long)

    return min(PAPERS, key=differs)


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
