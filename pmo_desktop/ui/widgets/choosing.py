"""Asking for spreadsheets to read; the folder is remembered."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from pmo_desktop.ui.context import Context

SPREADSHEETS = "*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv"
PLANS = "*.xml *.gan"


def ask_spreadsheets(parent: QWidget, context: Context) -> list[Path]:
    """The files that were chosen; none where the user thought better of it."""
    text = context.language.text
    paths, _ = QFileDialog.getOpenFileNames(
        parent,
        text("Choose spreadsheets"),
        context.settings.import_folder,
        f"{text('Spreadsheets and plans')} ({SPREADSHEETS} {PLANS})"
        f";;{text('Spreadsheets')} ({SPREADSHEETS})",
    )
    if paths:
        context.settings.import_folder = str(Path(paths[0]).parent)
    return [Path(path) for path in paths]
