"""The rows in sight on paper: what the page shows, in its columns and its language.

`Printing` is a window with the pages as they will be; each choice makes them anew beside it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
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
    QVBoxLayout,
    QWidget,
)

from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.gantt.view import GanttView
from pmo_desktop.ui.pdf import PageSize, page_sizes
from pmo_desktop.ui.widgets.pdf_view import PdfView
from pmo_desktop.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from pmo_desktop.reports.document import PackResult
    from pmo_desktop.reports.plan_columns import Column
    from pmo_desktop.reports.plan_print import PlanPrint

PAPERS = ("a4", "a3", "a2", "a1", "a0", "letter", "tabloid", "16:9")
SLIDE = "16:9"
ACROSS, UPRIGHT = WAYS = ("across", "upright")
FITS = ("width", "scale", "page")
SIZE = (1080, 720)
POINTS_A_PIXEL = 0.75
# The table's letters are smaller on paper.
COLUMN_POINTS_A_PIXEL = 0.66
STATE = "gantt_print"


def what_is_shown(view: GanttView, context: Context, fit: str = "width") -> PlanPrint:
    """The rows, columns and marks of now."""
    from pmo_desktop.reports.plan_print import Fit, PlanPrint
    from pmo_desktop.services.office import office

    assert context.workspace is not None  # there are rows in sight
    return PlanPrint(
        view.outline.plan,
        tuple(view.outline.rows),
        context.query(office),
        context.workspace.path.name,
        shown_columns(view),
        view.options,
        Fit(fit),
        view.scale.per_day * POINTS_A_PIXEL,
        view.canvas.item.chart.marks,
    )


def shown_columns(view: GanttView) -> tuple[Column, ...]:
    """Those beside the names, the office's own as well; dates are written with their year."""
    from pmo_desktop.reports.plan_columns import COLUMNS, Column

    found, header = [], view.tree.header()
    for number, column in enumerate(view.model.columns):
        if number and not header.isSectionHidden(number):
            width = header.sectionSize(number) * COLUMN_POINTS_A_PIXEL
            own = Column(column.term, width, column.text, column.right)
            found.append(COLUMNS.get(column.key, own))
    return tuple(found)


class Printing(QDialog):
    """Paper, its way and how the plan is brought on it; the pages beside that."""

    def __init__(self, page: QWidget, view: GanttView, context: Context) -> None:
        super().__init__(page)
        self._view, self._context = view, context
        self._folder = TemporaryDirectory(prefix="pmo-plan-", ignore_cleanup_errors=True)
        self._made = 0
        self.current: Path | None = None
        self.paper, self.way, self.fit = QComboBox(), Segments(WAYS), QComboBox()
        self.count = QLabel()
        self.save, self.print_ = QPushButton(), QPushButton()
        self.view = PdfView(context)
        self._lay_out()
        self._restore()
        self.paper.currentIndexChanged.connect(self.make)
        self.way.chosen.connect(self.make)
        self.fit.currentIndexChanged.connect(self.make)
        self.save.clicked.connect(self.ask_save)
        self.print_.clicked.connect(self.ask_print)
        self.finished.connect(self._on_finished)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self.make()

    def make(self, *_: object) -> None:
        """The pages as they are chosen now, as a job; one that is overtaken is not shown."""
        self._made += 1
        number, path = self._made, Path(self._folder.name) / f"plan-{self._made}.pdf"
        self.way.setEnabled(self.paper.currentData() != SLIDE)
        self.save.setEnabled(False)
        self.print_.setEnabled(False)
        work = self._work(path)

        def with_sizes(report: Report) -> tuple[PackResult, tuple[PageSize, ...]]:
            return work(report), page_sizes(path)

        self._context.jobs.run(
            Named("Lay out the Gantt plan"),
            with_sizes,
            lambda made: self._take(number, *made),
            lane="make",
            owner=self,
        )

    def ask_save(self) -> None:
        """Ask where to, then put the pages that are shown there."""
        from pmo_desktop.ui.printing import ask_pdf

        path = ask_pdf(self, self._context, self._context.language.text("Gantt plan"))
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
            job = Named("Print the Gantt plan")
            ask_printer(self, self._context, self.current, job, held=self._folder)

    def _lay_out(self) -> None:
        language = self._context.language
        text, term = language.text, language.term
        self.setWindowTitle(text("Print the plan"))
        for paper in PAPERS:
            self.paper.addItem(term(f"paper.{paper}"), paper)
        self.way.set_texts([term(f"paper_way.{way}") for way in WAYS])
        for fit in FITS:
            self.fit.addItem(term(f"plan_fit.{fit}"), fit)
        self.save.setText(text("Save as PDF…"))
        self.save.setProperty("look", "primary")
        self.print_.setText(text("Print…"))
        self.count.setProperty("look", "hint")
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow(text("Paper"), self.paper)
        form.addRow(text("Orientation"), self.way)
        form.addRow(text("The plan on it"), self.fit)
        left = QVBoxLayout()
        left.addLayout(form)
        left.addWidget(self.count)
        left.addStretch(1)
        left.addWidget(self.save)
        left.addWidget(self.print_)
        layout = QHBoxLayout(self)
        layout.addLayout(left)
        layout.addWidget(self.view, 1)

    def _restore(self) -> None:
        state = self._context.settings.table(STATE)
        for box, name in ((self.paper, "paper"), (self.fit, "fit")):
            box.setCurrentIndex(max(box.findData(state.get(name)), 0))
        if state.get("way") == UPRIGHT:
            self.way.choose(UPRIGHT)

    def _on_finished(self, _result: int) -> None:
        chosen = {"paper": self.paper.currentData(), "fit": self.fit.currentData()}
        self._context.settings.set_table(STATE, {**chosen, "way": self.way.current})

    def _work(self, path: Path) -> Callable[[Report], PackResult]:
        """The job, with the rows, columns and words of now."""
        language, paper = self._context.language, self.paper.currentData()
        upright = self.way.current == UPRIGHT
        what = what_is_shown(self._view, self._context, self.fit.currentData())

        def work(report: Report) -> PackResult:
            from pmo_desktop.reports.paper import paper as sheet
            from pmo_desktop.reports.plan_print import print_plan

            return print_plan(what, language, sheet(paper, upright), path, report)

        return work

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
