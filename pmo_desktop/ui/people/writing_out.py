"""Writes the whole pool to a workbook that the user names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from pmo_desktop.ui.context import Context, Named

if TYPE_CHECKING:
    from pmo_desktop.progress import Report


def ask_pool_file(context: Context, parent: QWidget) -> None:
    """Ask for the file and write the pool there, beside the window."""
    text = context.language.text
    name = f"{text('The resource pool')}.xlsx"
    start = str(Path(context.settings.export_folder or Path.home()) / name)
    chosen, _ = QFileDialog.getSaveFileName(
        parent, text("The resource pool"), start, f"{text('Excel workbook')} (*.xlsx)"
    )
    if chosen:
        context.settings.export_folder = str(Path(chosen).parent)
        write_pool_file(context, Path(chosen).with_suffix(".xlsx"))


def write_pool_file(context: Context, path: Path) -> None:
    """Write the pool to `path` in a job, and say where it is."""
    workspace, language = context.workspace, context.language
    if workspace is None:
        return

    def work(report: Report) -> int:
        from pmo_desktop.exchange.pool.writing import write_pool
        from pmo_desktop.services.pool_records import pool_names, pool_rows

        rows = workspace.query(pool_rows)
        return write_pool(path, rows, workspace.query(pool_names), language, report)

    def done(people: int) -> None:
        context.inform_of_folder(
            path.parent, "{n} people were written to {file}", n=people, file=path.name
        )

    context.jobs.run(Named("Write the pool to {file}", {"file": path.name}), work, done,
                     lane="make")  # fmt: skip
