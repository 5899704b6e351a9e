"""A table of the window as a spreadsheet: its columns in their order, its rows as filtered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QWidget

from pmo_desktop.domain.fields import Kind
from pmo_desktop.language import Language
from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.tables.column import Column

if TYPE_CHECKING:
    from pmo_desktop.exchange.tabling.sheet import Sheet

# These are written as what they are; of all other columns the text that the table shows.
NATIVE = frozenset(
    {Kind.INTEGER, Kind.SHARE, Kind.MONEY, Kind.DATE, Kind.START, Kind.FINISH, Kind.LEVEL,
     Kind.DURATION}
)  # fmt: skip


def sheet_of(
    name: str, columns: Sequence[Column], rows: Sequence[Any], language: Language
) -> Sheet:
    """What a table shows, with numbers and days as such."""
    from pmo_desktop.exchange.tabling.sheet import Sheet, SheetColumn

    native = [column.kind in NATIVE and column.show is None for column in columns]
    return Sheet(
        name,
        [
            SheetColumn(language.term(column.header_term), column.kind if own else Kind.TEXT)
            for column, own in zip(columns, native, strict=True)
        ],
        [
            [
                column.value(row) if own else column.text(row, language)
                for column, own in zip(columns, native, strict=True)
            ]
            for row in rows
        ],
    )


def ask_export(context: Context, window: QWidget, name: str, make: Callable[[], Sheet]) -> None:
    """Ask for a file and write the table there, beside the window."""
    text = context.language.text
    start = str(Path(context.settings.export_folder or Path.home()) / f"{name}.xlsx")
    kinds = f"{text('Excel workbook')} (*.xlsx);;CSV (*.csv)"
    chosen, kind = QFileDialog.getSaveFileName(window, text("Export the table"), start, kinds)
    if chosen:
        path = Path(chosen)
        if not path.suffix:
            path = path.with_suffix(".csv" if "csv" in kind else ".xlsx")
        context.settings.export_folder = str(path.parent)
        export_table(context, path, make())


def export_table(context: Context, path: Path, sheet: Sheet) -> None:
    """Write the table to `path` as a job."""
    language = context.language

    def work(report: Report) -> Path:
        from pmo_desktop.exchange.tabling.files import write_tables

        write_tables(path, [sheet], language, report)
        return path

    context.jobs.run(
        Named("Export the table"),
        work,
        lambda done: context.inform("The table was written to {path}.", path=done),
        lane="make",
    )
