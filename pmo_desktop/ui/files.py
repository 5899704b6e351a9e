"""What File does: open, make, demo, back up, export, close the period. All of it beside the window.

The verbs are imported inside the jobs: their libraries load while the window lives.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from pmo_desktop.paths import user_data
from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named

DATABASE_PATTERN = "*.db *.sqlite *.sqlite3"
DATABASE_SUFFIXES = (".db", ".sqlite", ".sqlite3")


class Files(QObject):
    """`window` is the parent of the dialogs."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window

    # Asked for by the user

    def ask_open(self) -> None:
        text = self._context.language.text
        from PySide6.QtWidgets import QFileDialog

        path, _ = QFileDialog.getOpenFileName(
            self._window, text("Open an office"), self._folder(), self._database_filter()
        )
        if path:
            self.open(Path(path))

    def ask_new(self) -> None:
        path = self._ask_new_path(self._context.language.text("New office"), "pmo.db")
        if path is not None:
            self.open(path, create=True)

    def ask_demo(self) -> None:
        path = self._ask_new_path(self._context.language.text("Demo office"), "pmo-demo.db")
        if path is not None:
            self.make_demo(path)

    def ask_export(self) -> None:
        text = self._context.language.text
        start = str(Path(self._context.settings.export_folder or self._folder()) / "pmo.xlsx")
        kinds = f"{text('Excel workbook')} (*.xlsx);;JSON (*.json)"
        from PySide6.QtWidgets import QFileDialog

        path, _ = QFileDialog.getSaveFileName(self._window, text("Export everything"), start, kinds)
        if path:
            self._context.settings.export_folder = str(Path(path).parent)
            self.export(Path(path))

    def ask_export_plan(self, project_id: int | None = None) -> None:
        """Ask for the file, and for the project unless it is given; nothing where there is none."""
        from PySide6.QtWidgets import QFileDialog, QInputDialog

        from pmo_desktop.exchange.files.filenames import safe_name
        from pmo_desktop.services.plans.identity import project_choices

        text, workspace = self._context.language.text, self._context.workspace
        choices = workspace.query(project_choices) if workspace is not None else ()
        if not choices:
            self._context.warn("There is no project to write yet.")
            return
        title = text("Export a plan to MS Project XML")
        chosen = next((choice for choice in choices if choice.id == project_id), None)
        if chosen is None:
            names = [f"{choice.code} {choice.name}".strip() for choice in choices]
            name, taken = QInputDialog.getItem(
                self._window, title, self._context.language.term("table.project"), names, 0, False
            )
            if not taken:
                return
            chosen = choices[names.index(name)]
        folder = Path(self._context.settings.export_folder or self._folder())
        path, _ = QFileDialog.getSaveFileName(
            self._window, title, str(folder / f"{safe_name(chosen.code)}.xml"), "XML (*.xml)"
        )
        if path:
            self._context.settings.export_folder = str(Path(path).parent)
            self.export_plan(chosen.id, Path(path))

    # Done

    def open(self, path: Path, *, create: bool = False) -> None:
        """Work on the database at `path`; the one before stays open when that fails."""
        language = self._context.language

        def work(_: Report) -> Any:
            from pmo_desktop.services.opening import open_workspace

            return open_workspace(path, create=create, language=language)

        self._context.jobs.run(Named("Open {file}", {"file": path.name}), work, self._take)

    def make_demo(self, path: Path) -> None:
        """Make the demo office at `path` and open it."""

        def work(report: Report) -> Any:
            from pmo_desktop.exchange.demo.office import make_demo
            from pmo_desktop.services.opening import open_workspace

            made = make_demo(path, report=report)
            return open_workspace(path, create=False), made.returned_folder

        self._context.jobs.run(Named("Make the demo office"), work, self._take_demo)

    def backup(self) -> None:
        workspace = self._context.workspace
        if workspace is None:
            return
        self._context.jobs.run(
            Named("Back up"),
            lambda _: workspace.backup("by-hand"),
            lambda path: self._context.inform("Backed up to {path}.", path=path),
            lane="make",
        )

    def export(self, path: Path) -> None:
        """Write the whole database as JSON, or its registers as a workbook, by the file's name."""
        workspace = self._context.workspace
        if workspace is None:
            return
        language = self._context.language

        def work(report: Report) -> Path:
            from pmo_desktop.exchange.exporting import export_json
            from pmo_desktop.exchange.tabling.master import write_master

            if path.suffix.lower() == ".json":
                export_json(workspace, path, report)
            else:
                write_master(workspace, path, language, report)
            return path

        self._context.jobs.run(
            Named("Export everything"),
            work,
            lambda done: self._context.inform("Everything was written to {path}.", path=done),
            lane="make",
        )

    def export_plan(self, project_id: int, path: Path) -> None:
        """Write one project's plan for Microsoft Project, and say what the file cannot carry."""
        workspace = self._context.workspace
        if workspace is None:
            return

        def work(_: Report) -> Any:
            from pmo_desktop.exchange.plans.exporting import export_plan

            return export_plan(workspace, project_id, path)

        self._context.jobs.run(
            Named("Export a plan to MS Project XML"),
            work,
            lambda done: self._say_exported(done, path),
            lane="make",
        )

    def _say_exported(self, done: Any, path: Path) -> None:
        from pmo_desktop.exchange.findings import say

        language = self._context.language
        self._context.inform("{n} tasks were written to {file}", n=done.tasks, file=path)
        if done.left_out:
            from PySide6.QtWidgets import QMessageBox

            told = "\n\n".join(say(finding, language) for finding in done.left_out)
            box = QMessageBox(self._window)
            box.setWindowTitle(language.text("Export a plan to MS Project XML"))
            box.setText(language.text("What the file cannot carry:"))
            box.setInformativeText(told)
            box.open()

    def close_period(self) -> None:
        workspace = self._context.workspace
        if workspace is None:
            return

        def work(_: Report) -> Any:
            from pmo_desktop.services.period import close_period
            from pmo_desktop.storage.changes import Title

            return workspace.edit(Title("Close the period"), close_period).result

        self._context.jobs.run(
            Named("Close the period"),
            work,
            lambda period: self._context.inform(
                "Period {period} is closed: its figures are kept as they are.", period=period
            ),
        )

    def _take(self, workspace: Any) -> None:
        self._context.settings.remember_database(workspace.path)
        self._context.set_workspace(workspace)

    def _take_demo(self, made: tuple[Any, Path]) -> None:
        workspace, folder = made
        self._take(workspace)
        self._context.inform_of_folder(
            folder,
            "The demo office is there. What its teams sent back is in {folder}: "
            "drop that folder on the window.",
            folder=folder,
        )

    def _ask_new_path(self, title: str, name: str) -> Path | None:
        start = str(Path(self._folder()) / name)
        from PySide6.QtWidgets import QFileDialog

        path, _ = QFileDialog.getSaveFileName(self._window, title, start, self._database_filter())
        if not path:
            return None
        chosen = Path(path)
        chosen = chosen if chosen.suffix else chosen.with_suffix(".db")
        if chosen.exists():
            # Never write over an office: the dialog's "replace?" is answered too easily.
            self._context.warn("{path} is there already. Choose another name.", path=chosen)
            return None
        return chosen

    def _folder(self) -> str:
        workspace = self._context.workspace
        return str(workspace.path.parent if workspace is not None else user_data())

    def _database_filter(self) -> str:
        return self._context.language.text("PMO Desktop office") + f" ({DATABASE_PATTERN})"


def is_database(path: Path) -> bool:
    return path.suffix.lower() in DATABASE_SUFFIXES
