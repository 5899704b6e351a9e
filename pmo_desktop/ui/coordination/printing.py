"""The coordination sheet as it will be printed: for whom, which weeks, which way up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget
from typing_extensions import override

from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.print_window import UPRIGHT, WAYS, PrintWindow, Work
from pmo_desktop.ui.widgets.segments import Segments
from pmo_desktop.ui.widgets.spin import indent

if TYPE_CHECKING:
    from pmo_desktop.reports.document import PackResult

USUAL_WEEKS, MOST_WEEKS = 8, 12


class SheetPrinting(PrintWindow):
    def __init__(self, page: QWidget, context: Context, department: str) -> None:
        super().__init__(
            page,
            context,
            Named("Lay out the coordination sheet"),
            Named("Print the coordination sheet"),
        )
        self._wanted = department
        self.department, self.weeks, self.way = QComboBox(), QSpinBox(), Segments(WAYS)
        self._fill()
        self.department.currentIndexChanged.connect(self.make)
        self.weeks.valueChanged.connect(self.make)
        self.way.chosen.connect(self.make)
        self.make()

    @property
    @override
    def file_name(self) -> str:
        return self._context.language.text("Resource coordination")

    @override
    def work(self, path: Path) -> Work:
        workspace = self._context.workspace
        assert workspace is not None  # the page of requests is shown with one only
        language, weeks = self._context.language, self.weeks.value()
        department = self.department.currentData() or None
        upright = self.way.current == UPRIGHT

        def work(report: Report) -> PackResult:
            from pmo_desktop.reports.coordination import gather, print_coordination
            from pmo_desktop.reports.paper import paper

            what = gather(workspace, weeks, department)
            return print_coordination(what, language, paper("a4", upright), path, report)

        return work

    def _fill(self) -> None:
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
        self.form.addRow(text("Department"), self.department)
        self.form.addRow(text("Weeks"), self.weeks)
        self.form.addRow(text("Orientation"), self.way)
        self.lay_out()
