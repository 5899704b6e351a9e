"""The folder that the user wants watched for an office; it is watched on after a restart."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.sheets.rounds.folder_watch import FolderWatch


class WatchedFolder(FolderWatch):
    """What the user wants is in the settings, with the office for which it holds."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context.jobs, parent)
        self._context = context

    @property
    def is_wanted(self) -> bool:
        """Whether the user wants a folder watched for the office that is open."""
        settings, workspace = self._context.settings, self._context.workspace
        is_here = workspace is not None and settings.watched_for == str(workspace.path)
        return settings.watches and is_here

    def ask(self, parent: QWidget) -> None:
        """Ask which folder to watch from now on; none where the user chooses none."""
        settings = self._context.settings
        self.give_up()
        folder = QFileDialog.getExistingDirectory(
            parent,
            self._context.language.text("Choose a folder to watch"),
            settings.watched_folder or settings.import_folder,
        )
        workspace = self._context.workspace
        if folder and workspace is not None:
            settings.watched_folder = folder
            settings.watched_for = str(workspace.path)
            settings.watches = True
            self.resume()

    def give_up(self) -> None:
        """Watch no folder any more."""
        self._context.settings.watches = False
        self.stop()

    def resume(self) -> None:
        """Go on watching, where the user wants it; a folder that is gone is said."""
        settings = self._context.settings
        if not self.is_wanted or self.is_on:
            return
        folder = Path(settings.watched_folder)
        if not self.start(folder):
            settings.watches = False
            self._context.warn("{folder} cannot be watched: choose another folder.", folder=folder)
