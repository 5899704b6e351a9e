"""The coordination sheet as it will be printed: for whom, which weeks, which way up."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.pdf import PageSize, page_sizes
from pmo_desktop.ui.widgets.pdf_view import PdfView
from pmo_desktop.ui.widgets.segments import Segments
from pmo_desktop.ui.widgets.spin import indent

if TYPE_CHECKING:
    from pmo_desktop.reports.document import PackResult

ACROSS, UPRIGHT = WAYS = ("across", "upright")
USUAL_WEEKS, MOST_WEEKS = 8, 12
SIZE = (1080, 720)


class SheetPrinting(QDialog):
    """Each choice makes the pages anew, beside the window."""

    def __init__(self, page: QWidget, context: Context, department: str) -> None:
        super().__init__(page)
        self._context, self._wanted = context, department
        self._folder = TemporaryDirectory(prefix="pmo-sheet-", ignore_cleanup_errors=True)
        self._made = 0
        self.current: Path | None = None
        self.department, self.weeks, self.way = QComboBox(), QSpinBox(), Segments(WAYS)
        self.count = QLabel()
        self.save, self.print_ = QPushButton(), QPushButton()
        self.view = PdfView(context)
        self._lay_out()
        self.department.currentIndexChanged.connect(self.make)
        self.weeks.valueChanged.connect(self.make)
        self.way.chosen.connect(self.make)
        self.save.clicked.connect(self.ask_save)
        self.print_.clicked.connect(self.ask_print)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self.make()

    def make(self, *_: object) -> None:
        """The pages as they are chosen now; those that are overtaken are not shown."""
        workspace = self._context.workspace
        if workspace is None:
            return
        self._made += 1
        number, path = self._made, Path(self._folder.name) / f"sheet-{self._made}.pdf"
        language, weeks = self._context.language, self.weeks.value()
        department = self.department.currentData() or None
        upright = self.way.current == UPRIGHT
        self.save.setEnabled(False)
        self.print_.setEnabled(False)

        def work(report: Report) -> tuple[PackResult, tuple[PageSize, ...]]:
            from pmo_desktop.reports.coordination import gather, print_coordination
            from pmo_desktop.reports.paper import paper

            what = gather(workspace, weeks, department)
            made = print_coordination(what, language, paper("a4", upright), path, report)
            return made, page_sizes(path)

        self._context.jobs.run(
            Named("Lay out the coordination sheet"),
            work,
            lambda made: self._take(number, *made),
            lane="make",
            owner=self,
        )

    def ask_save(self) -> None:
        from pmo_desktop.ui.printing import ask_pdf

        name = self._context.language.text("Resource coordination")
        path = ask_pdf(self, self._context, name)
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
            job = Named("Print the coordination sheet")
            ask_printer(self, self._context, self.current, job, held=self._folder)

    def _lay_out(self) -> None:
        from pmo_desktop.services.records import known_names

        text, term = self._context.language.text, self._context.language.term
        self.setWindowTitle(text("Resource coordination"))
        self.department.addItem(text("All departments"), "")
        for name in self._context.query(known_names).departments:
            self.department.addItem(name, name)
        self.department.setCurrentIndex(max(self.department.findData(self._wanted), 0))
        indent(self.weeks)
        self.weeks.setRange(1, MOST_WEEKS)
        self.weeks.setValue(USUAL_WEEKS)
        self.weeks.setKeyboardTracking(False)
        self.way.set_texts([term(f"paper_way.{way}") for way in WAYS])
        self.save.setText(text("Save as PDF…"))
        self.save.setProperty("look", "primary")
        self.print_.setText(text("Print…"))
        self.count.setProperty("look", "hint")
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow(text("Department"), self.department)
        form.addRow(text("Weeks"), self.weeks)
        form.addRow(text("Orientation"), self.way)
        left = QVBoxLayout()
        left.addLayout(form)
        left.addWidget(self.count)
        left.addStretch(1)
        left.addWidget(self.save)
        left.addWidget(self.print_)
        layout = QHBoxLayout(self)
        layout.addLayout(left)
        layout.addWidget(self.view, 1)

    def _take(self, number: int, made: PackResult, sizes: tuple[PageSize, ...]) -> None:
        if number != self._made:
            return
        self.current = made.path
        self.view.show_file(made.path, sizes)
        self.count.setText(self._context.language.text("{n} pages", n=len(sizes)))
        self.save.setEnabled(True)
        self.print_.setEnabled(True)
