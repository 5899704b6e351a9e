"""Giving files under review back to their teams, with what is doubtful marked in a copy of each."""

from __future__ import annotations

from collections.abc import Sequence
from operator import is_not
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton

from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named

if TYPE_CHECKING:
    from pmo_desktop.exchange.comparing.review import FileReview
    from pmo_desktop.exchange.returning.returned import Returned

SHOWN_NAMES = 3


class ReturnButton(QPushButton):
    """Offers the chosen file, or all that have findings for their teams."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._files: tuple[FileReview, ...] = ()
        self._chosen: FileReview | None = None
        self._found: tuple[FileReview, ...] | None = None
        menu = QMenu(self)
        self.one = menu.addAction("")
        self.all = menu.addAction("")
        menu.addSeparator()
        self.notes = menu.addAction("")
        self.notes.setCheckable(True)
        self.setMenu(menu)
        self.one.triggered.connect(self._on_one)
        self.all.triggered.connect(lambda: self.ask_folder(self.with_findings()))
        self.notes.toggled.connect(self._on_notes_toggled)
        self.retranslate()

    def set_files(self, files: Sequence[FileReview], chosen: int) -> None:
        """The files under review, and the number of the one that is looked at."""
        if len(files) != len(self._files) or any(map(is_not, files, self._files)):
            self._files = tuple(files)
            self._found = None
        self._chosen = self._files[chosen] if 0 <= chosen < len(self._files) else None
        self._show()

    def retranslate(self) -> None:
        text = self._context.language.text
        self.setText(text("Return marked…"))
        self.setToolTip(text("Copies of the files in which what is doubtful is marked"))
        self.notes.setText(text("Also what is for information only"))
        self._show()

    def with_findings(self) -> tuple[FileReview, ...]:
        if self._found is None:
            self._found = tuple(file for file in self._files if self._has_findings(file))
        return self._found

    def _has_findings(self, file: FileReview | None) -> bool:
        if file is None:
            return False
        from pmo_desktop.exchange.returning.asking import goes_back

        return any(goes_back(found, notes=self.notes.isChecked()) for found in file.findings)

    def _show(self) -> None:
        text = self._context.language.text
        found = self.with_findings()
        self.one.setText(text("The chosen file…"))
        self.one.setEnabled(self._has_findings(self._chosen))
        self.all.setText(text("All {n} files with findings…", n=len(found)))
        self.all.setEnabled(bool(found))
        self.setEnabled(bool(self._files))

    def _on_notes_toggled(self) -> None:
        self._found = None
        self._show()

    def _on_one(self) -> None:
        if self._chosen is not None:
            self.ask_folder((self._chosen,))

    def ask_folder(self, files: Sequence[FileReview]) -> None:
        """Ask where the copies go, and write them there."""
        folder = QFileDialog.getExistingDirectory(
            self,
            self._context.language.text("Choose a folder for the marked copies"),
            self._context.settings.export_folder,
        )
        if folder:
            self._context.settings.export_folder = folder
            self.write(files, Path(folder))

    def write(self, files: Sequence[FileReview], folder: Path) -> None:
        """Write the marked copies beside the window, and tell how it went."""
        office, notes = self._context.language, self.notes.isChecked()

        def work(report: Report) -> tuple[Returned, ...]:
            from pmo_desktop.exchange.returning.returned import return_files

            return return_files(files, folder, None, office=office, notes=notes, report=report)

        self._context.jobs.run(
            Named("Mark {n} files", {"n": len(files)}),
            work,
            lambda returned: self._on_written(files, returned, folder),
            lane="make",
            owner=self,
        )

    def _on_written(
        self, files: Sequence[FileReview], returned: Sequence[Returned], folder: Path
    ) -> None:
        self._tell(returned, folder)
        workspace = self._context.workspace
        if workspace is None:
            return

        def work(_: Report) -> int:
            from pmo_desktop.exchange.rounds.returning import note_returned

            return note_returned(workspace, files, returned)

        # Behind a writer that may be at work.
        self._context.jobs.run(Named("Return {n} files", {"n": len(returned)}), work, owner=self)

    def _tell(self, returned: Sequence[Returned], folder: Path) -> None:
        failed = [item for item in returned if item.path is None]
        if failed:
            names = [item.source.name for item in failed[:SHOWN_NAMES]]
            why = failed[0].notes[0]
            self._context.warn(
                "{n} files could not be returned: {names}. {why}",
                n=len(failed),
                names=self._context.language.enumeration(names),
                why=self._context.language.text(why.rule, **why.params),
            )
            return
        self._context.inform_of_folder(
            folder,
            "{n} marked copies are in {path}; {cells} cells are marked in them.",
            n=len(returned),
            path=folder,
            cells=sum(item.marked_cells for item in returned),
        )
