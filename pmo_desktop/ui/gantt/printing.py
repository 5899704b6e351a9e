"""The rows in sight as a PDF: what the page shows, in its columns and its language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.gantt.columns import COLUMNS
from pmo_desktop.ui.gantt.view import GanttView

if TYPE_CHECKING:
    from pmo_desktop.reports.document import PackResult

FORMATS = {"A4 (*.pdf)": "a4", "16:9 (*.pdf)": "16:9"}


def ask_print(page: QWidget, view: GanttView, context: Context) -> None:
    """Ask where to, and in which format; then write the file beside the window."""
    settings, text = context.settings, context.language.text
    name = text("Gantt plan") + ".pdf"
    start = str(Path(settings.export_folder) / name) if settings.export_folder else name
    path, shape = QFileDialog.getSaveFileName(page, text("Save as PDF"), start, ";;".join(FORMATS))
    if path:
        settings.export_folder = str(Path(path).parent)
        print_to(view, context, Path(path), FORMATS.get(shape, "a4"))


def print_to(view: GanttView, context: Context, path: Path, shape: str) -> None:
    """Write the rows in sight to `path`, as a job."""
    target = path if path.suffix else path.with_suffix(".pdf")
    context.jobs.run(
        Named("Save the Gantt plan"),
        _work(view, context, target, shape),
        lambda result: _tell(context, result),
        lane="make",
    )


def _work(
    view: GanttView, context: Context, path: Path, shape: str
) -> Callable[[Report], PackResult]:
    """The job, with the rows, columns and words of now."""
    workspace, language, options = context.workspace, context.language, view.options
    plan, rows = view.outline.plan, tuple(view.outline.rows)
    hidden = view.tree.hidden_columns()
    shown = [column.key for column in COLUMNS if column.key not in hidden]

    def work(report: Report) -> PackResult:
        from pmo_desktop.reports.formats import page_format
        from pmo_desktop.reports.plan_print import COLUMNS as PRINTED
        from pmo_desktop.reports.plan_print import PlanPrint, print_plan
        from pmo_desktop.services.office import office

        assert workspace is not None  # there are rows in sight
        columns = [key for key in shown if key in PRINTED]
        what = PlanPrint(plan, rows, workspace.query(office), workspace.path.name, columns, options)
        return print_plan(what, language, page_format(shape), path, report)

    return work


def _tell(context: Context, result: PackResult) -> None:
    context.inform("{n} pages were written to {path}.", n=result.pages, path=result.path)
    if result.replaced:
        context.warn(
            "The fonts lack these characters, they are written as □: {characters}",
            characters=" ".join(result.replaced),
        )
