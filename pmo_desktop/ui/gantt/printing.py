"""The rows in sight on paper: what the page shows, in its columns and its language.

`Printing` is a window with the pages as they will be; each choice makes them anew beside it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override

from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.gantt.view import GanttView
from pmo_desktop.ui.print_window import UPRIGHT, WAYS, PrintWindow, Work
from pmo_desktop.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from pmo_desktop.reports.document import PackResult
    from pmo_desktop.reports.plan_columns import Column
    from pmo_desktop.reports.plan_print import PlanPrint

PAPERS = ("a4", "a3", "a2", "a1", "a0", "letter", "tabloid", "16:9")
SLIDE = "16:9"
FITS = ("width", "scale", "page")
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


class Printing(PrintWindow):
    """Paper, its way and how the plan is brought on it; the pages beside that."""

    def __init__(self, page: QWidget, view: GanttView, context: Context) -> None:
        super().__init__(
            page, context, Named("Lay out the Gantt plan"), Named("Print the Gantt plan")
        )
        self._view = view
        self.paper, self.way, self.fit = QComboBox(), Segments(WAYS), QComboBox()
        self._fill()
        self._restore()
        self.paper.currentIndexChanged.connect(self.make)
        self.way.chosen.connect(self.make)
        self.fit.currentIndexChanged.connect(self.make)
        self.finished.connect(self._on_finished)
        self.make()

    @property
    @override
    def file_name(self) -> str:
        return self._context.language.text("Gantt plan")

    @override
    def work(self, path: Path) -> Work:
        """With the rows, columns and words of now."""
        language, paper = self._context.language, self.paper.currentData()
        upright = self.way.current == UPRIGHT
        self.way.setEnabled(paper != SLIDE)
        what = what_is_shown(self._view, self._context, self.fit.currentData())

        def work(report: Report) -> PackResult:
            from pmo_desktop.reports.paper import paper as sheet
            from pmo_desktop.reports.plan_print import print_plan

            return print_plan(what, language, sheet(paper, upright), path, report)

        return work

    def _fill(self) -> None:
        text, term = self._context.language.text, self._context.language.term
        self.setWindowTitle(text("Print the plan"))
        for paper in PAPERS:
            self.paper.addItem(term(f"paper.{paper}"), paper)
        self.way.set_texts([term(f"paper_way.{way}") for way in WAYS])
        for fit in FITS:
            self.fit.addItem(term(f"plan_fit.{fit}"), fit)
        self.form.addRow(text("Paper"), self.paper)
        self.form.addRow(text("Orientation"), self.way)
        self.form.addRow(text("The plan on it"), self.fit)
        self.lay_out()

    def _restore(self) -> None:
        state = self._context.settings.table(STATE)
        for box, name in ((self.paper, "paper"), (self.fit, "fit")):
            box.setCurrentIndex(max(box.findData(state.get(name)), 0))
        if state.get("way") == UPRIGHT:
            self.way.choose(UPRIGHT)

    def _on_finished(self, _result: int) -> None:
        chosen = {"paper": self.paper.currentData(), "fit": self.fit.currentData()}
        self._context.settings.set_table(STATE, {**chosen, "way": self.way.current})
