"""A window with pages as they will be printed: each choice makes them anew, beside the window."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.pdf import PageSize, page_sizes
from pmo_desktop.ui.widgets.pdf_view import PdfView

if TYPE_CHECKING:
    from pmo_desktop.reports.document import PackResult

ACROSS, UPRIGHT = WAYS = ("across", "upright")
SIZE = (1080, 720)
Work = Callable[[Report], "PackResult"]


class PrintWindow(QDialog):
    """`form` takes the choices; a subclass says in `work` how the pages are made of them, lays out
    with `lay_out` and calls `make` whenever a choice has changed."""

    def __init__(self, page: QWidget, context: Context, laying: Named, printing: Named) -> None:
        super().__init__(page)
        self._context, self._laying, self._printing = context, laying, printing
        self._folder = TemporaryDirectory(prefix="pmo-print-", ignore_cleanup_errors=True)
        self._made = 0
        self.current: Path | None = None
        self.form, self.count = QFormLayout(), QLabel()
        self.save, self.print_ = QPushButton(), QPushButton()
        self.view = PdfView(context)
        self.save.clicked.connect(self.ask_save)
        self.print_.clicked.connect(self.ask_print)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)

    @property
    def file_name(self) -> str:
        """What a saved file is called, without its ending."""
        raise NotImplementedError

    def work(self, path: Path) -> Work:
        """The job that makes the pages of what is chosen now."""
        raise NotImplementedError

    def make(self, *_: object) -> None:
        """The pages as they are chosen now; those that are overtaken are not shown."""
        if self._context.workspace is None:
            return  # it was closed while the window stood open
        self._made += 1
        number, path = self._made, Path(self._folder.name) / f"pages-{self._made}.pdf"
        self.save.setEnabled(False)
        self.print_.setEnabled(False)
        work = self.work(path)

        def with_sizes(report: Report) -> tuple[PackResult, tuple[PageSize, ...]]:
            return work(report), page_sizes(path)

        self._context.jobs.run(
            self._laying,
            with_sizes,
            lambda made: self._take(number, *made),
            lane="make",
            owner=self,
        )

    def ask_save(self) -> None:
        """Ask where to, then put the pages that are shown there."""
        from pmo_desktop.ui.printing import ask_pdf

        path = ask_pdf(self, self._context, self.file_name)
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Put the pages that are shown at `path`."""
        from pmo_desktop.reports.errors import report_error
        from pmo_desktop.ui.printing import pdf_path

        target = pdf_path(path)
        if self.current is None:
            return
        try:
            shutil.copyfile(self.current, target)
        except OSError as error:
            self._context.show_error(report_error(error, target))
            return
        self._context.inform(
            "{n} pages were written to {path}.", n=len(self.view.sizes), path=target
        )
        self.close()

    def ask_print(self) -> None:
        from pmo_desktop.ui.printing import ask_printer

        if self.current is not None:
            # The pages outlive this window as long as they are being printed.
            ask_printer(self, self._context, self.current, self._printing, held=self._folder)

    def lay_out(self) -> None:
        """The choices and the buttons beside the pages."""
        text = self._context.language.text
        self.save.setText(text("Save as PDF…"))
        self.save.setProperty("look", "primary")
        self.print_.setText(text("Print…"))
        self.count.setProperty("look", "hint")
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        left = QVBoxLayout()
        left.addLayout(self.form)
        left.addWidget(self.count)
        left.addStretch(1)
        left.addWidget(self.save)
        left.addWidget(self.print_)
        layout = QHBoxLayout(self)
        layout.addLayout(left)
        layout.addWidget(self.view, 1)

    def _take(self, number: int, result: PackResult, sizes: tuple[PageSize, ...]) -> None:
        if number != self._made:
            return
        self.current = result.path
        self.view.show_file(result.path, sizes)
        self.count.setText(self._context.language.text("{n} pages", n=len(sizes)))
        self.save.setEnabled(True)
        self.print_.setEnabled(True)
        if result.replaced:
            self._context.warn(
                "The fonts lack these characters, they are written as □: {characters}",
                characters=" ".join(result.replaced),
            )
