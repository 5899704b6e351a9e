"""What leaves the page of requests: the coordination sheet on paper, the requests as a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.coordination.printing import SheetPrinting
from pmo_desktop.ui.widgets.card import row

if TYPE_CHECKING:
    from pmo_desktop.ui.coordination.page import RequestsPage


class SheetButtons(QWidget):
    """Answers come back by the import like anything that is sent out."""

    def __init__(self, context: Context, page: RequestsPage) -> None:
        super().__init__()
        self._context, self._page = context, page
        self.paper, self.send = QPushButton(), QPushButton()
        self.setLayout(row(self.send, self.paper))
        self.paper.clicked.connect(self.show_sheet)
        self.send.clicked.connect(self.ask_send)

    def retranslate(self) -> None:
        text = self._context.language.text
        self.paper.setText(text("Coordination sheet…"))
        self.paper.setToolTip(
            text("People, weeks, overloads, absences and open requests, to print or as a PDF")
        )
        self.send.setText(text("Send out…"))
        self.send.setToolTip(
            text("The waiting requests as a workbook; its answers come back by the import")
        )

    def show_sheet(self) -> SheetPrinting:
        """The pages of the chosen department, or of all."""
        shown = SheetPrinting(self._page, self._context, self._page.department_name)
        shown.show()
        return shown

    def ask_send(self) -> None:
        settings, text = self._context.settings, self._context.language.text
        name = text("Requests for people")
        start = str(Path(settings.export_folder or Path.home()) / f"{name}.xlsx")
        kinds = f"{text('Excel workbook')} (*.xlsx)"
        chosen, _ = QFileDialog.getSaveFileName(self, name, start, kinds)
        if chosen:
            settings.export_folder = str(Path(chosen).parent)
            self.send_to(Path(chosen))

    def send_to(self, path: Path) -> None:
        """Write what waits (for the chosen department) as a workbook, beside the window."""
        workspace = self._context.workspace
        if workspace is None:
            return
        language, department = self._context.language, self._page.department_name or None
        target = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")

        def work(_: Report) -> int:
            from pmo_desktop.exchange.requests.writing import write_requests
            from pmo_desktop.services.request_sheets import waiting_requests

            return write_requests(target, workspace.query(waiting_requests, department), language)

        self._context.jobs.run(
            Named("Write the requests"),
            work,
            lambda count: self._context.inform_of_folder(
                target.parent, "{n} requests were written to {file}", n=count, file=target
            ),
            lane="make",
        )
