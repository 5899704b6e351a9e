"""The saved mappings beside the sheet: remember, use another, share as files, rename, delete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QWidget,
)

from pmo_desktop.exchange.team.layouts import FileLayout
from pmo_desktop.exchange.team.mapping import FileMapping, signature
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.widgets.popover import Popover

if TYPE_CHECKING:
    from pmo_desktop.services.mappings import MappingRow

JSON = "*.json"


class NameForm(Popover):
    """Asks for a mapping's name and team; `said` is sent with both."""

    said = Signal(str, str)

    def __init__(self, context: Context, parent: QWidget, title: str, save: str) -> None:
        super().__init__(parent)
        text = context.language.text
        self.name, self.team = QLineEdit(), QLineEdit()
        self.save = QPushButton(save)
        self.save.setProperty("look", "primary")
        self.add_text(title, "title")
        form = QFormLayout()
        form.addRow(QLabel(text("Name")), self.name)
        form.addRow(QLabel(text("Team")), self.team)
        self.body.addLayout(form)
        hint = text(
            "Files with the team in their name, their folder's or that of who saved them are read "
            "by it first; without a team it is for anybody's."
        )
        self.add_text(hint, "hint")
        self.body.addWidget(self.save)
        self.save.clicked.connect(self._on_save)
        for line in (self.name, self.team):
            line.returnPressed.connect(self._on_save)
        self.setFocusProxy(self.name)

    def open_at(self, point: QPoint, name: str, team: str) -> None:
        self.name.setText(name)
        self.team.setText(team)
        self.show_at(point)
        self.name.setFocus()
        self.name.selectAll()

    def _on_save(self) -> None:
        name, team = self.name.text(), self.team.text()
        self.close()
        self.said.emit(name, team)


class SavedMappings(QObject):
    """`chosen` is sent with the mapping by which the file is to be read."""

    chosen = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._parent = parent
        self._path: Path | None = None
        self._team = ""
        self._layout: FileLayout | None = None
        self._mapping: FileMapping | None = None
        self.remember, self.others = QPushButton(), QPushButton()
        self.buttons = (self.remember, self.others)
        self.form: NameForm | None = None
        self.remember.clicked.connect(self.ask_name)
        self.others.clicked.connect(self._on_others)

    def begin(self, path: Path, team: str) -> None:
        """Another file; `team` is whose it seems to be."""
        self._path, self._team = path, team

    def show_layout(self, layout: FileLayout | None, mapping: FileMapping | None) -> None:
        self._layout, self._mapping = layout, mapping
        self.remember.setEnabled(mapping is not None)
        self.others.setEnabled(layout is not None)

    def retranslate(self) -> None:
        text = self._context.language.text
        self.remember.setText(text("Remember for this team…"))
        self.others.setText(text("Saved mappings ▾"))

    # Remembering

    def ask_name(self) -> None:
        """Ask for the name under which the mapping is to be remembered."""
        mapping, path = self._mapping, self._path
        if mapping is None or path is None:
            return
        text = self._context.language.text
        used = self._layout.mapping if self._layout else None
        name = used.name if used and used.name else path.stem
        team = used.team if used and used.team else self._team
        self.form = NameForm(
            self._context, self._parent, text("Remember how this is read"), text("Remember")
        )
        self.form.said.connect(self._on_named)
        self.form.open_at(_below(self.remember), name, team)

    def _on_named(self, name: str, team: str) -> None:
        if self._mapping is not None:
            self._save(replace(self._mapping, name=" ".join(name.split()), team=team.strip()))

    def _save(self, mapping: FileMapping) -> None:
        from pmo_desktop.exchange.team.mapping_file import to_text
        from pmo_desktop.services.mappings import save_mapping
        from pmo_desktop.storage.changes import Title

        title = Title("Remember the mapping “{name}”", {"name": mapping.name})
        arguments = (mapping.name, mapping.team, signature(mapping), to_text(mapping))
        if self._context.edit(title, save_mapping, *arguments) is not None:
            self._context.inform("The mapping “{name}” was remembered.", name=mapping.name)
            self.chosen.emit(mapping)

    # Others

    def _on_others(self) -> None:
        self.menu().popup(_below(self.others))

    def menu(self) -> QMenu:
        """Every saved mapping with how well it fits, and the files."""
        text = self._context.language.text
        menu = QMenu(self._parent)
        scores = self._scores()
        for saved in self._rows():
            shown = saved.name
            if saved.name in scores:
                shown = text("{name} ({score}% alike)", name=saved.name, score=scores[saved.name])
            one = menu.addMenu(shown)
            for word, act in (
                (text("Read the file by it"), self.use),
                (text("Save as a file…"), self.ask_export),
                (text("Rename…"), self.ask_rename),
                (text("Delete"), self.delete),
            ):
                one.addAction(word).triggered.connect(lambda _=False, a=act, r=saved: a(r))
        if menu.isEmpty():
            menu.addAction(text("No mappings were saved yet.")).setEnabled(False)
        menu.addSeparator()
        menu.addAction(text("Load from a file…")).triggered.connect(self.ask_import)
        share = menu.addAction(text("Save what is shown as a file…"))
        share.setEnabled(self._mapping is not None)
        share.triggered.connect(lambda: self.ask_export(None))
        return menu

    def _rows(self) -> Sequence[MappingRow]:
        from pmo_desktop.services.mappings import mappings

        found: Sequence[MappingRow] = self._context.query(mappings)
        return found

    def _scores(self) -> dict[str, int]:
        """How well each saved mapping fits the file, in hundredths, where it may fit at all."""
        from pmo_desktop.exchange.files.reading import Grid
        from pmo_desktop.exchange.remembering import saved_mappings
        from pmo_desktop.exchange.team.outlines import LABEL_ROWS
        from pmo_desktop.exchange.team.recognising import recognise

        layout, workspace = self._layout, self._context.workspace
        if layout is None or workspace is None:
            return {}
        grids = [
            Grid(s.name, [list(r) for r in s.rows[:LABEL_ROWS]], s.top, s.left, merges=s.merges)
            for s in layout.sheets
        ]
        found = recognise(saved_mappings(workspace), grids, self._path)
        return {one.mapping.name: round(100 * one.score) for one in found}

    def use(self, saved: MappingRow) -> None:
        """Read the file by a saved mapping, however well it fits."""
        from pmo_desktop.exchange.team.mapping_file import BadMapping, from_text

        try:
            found = from_text(saved.content, saved.name)
        except BadMapping as error:
            self._context.show_error(error)
            return
        self.chosen.emit(replace(found, name=saved.name, team=saved.team))

    def delete(self, saved: MappingRow) -> None:
        from pmo_desktop.services.mappings import delete_mapping
        from pmo_desktop.storage.changes import Title

        title = Title("Delete the mapping “{name}”", {"name": saved.name})
        if self._context.edit(title, delete_mapping, saved.id) is not None:
            self._context.inform("The mapping “{name}” was deleted.", name=saved.name)

    def ask_rename(self, saved: MappingRow) -> None:
        text = self._context.language.text
        self.form = NameForm(self._context, self._parent, text("Rename"), text("Save"))
        self.form.said.connect(lambda name, team: self.rename(saved, name, team))
        self.form.open_at(_below(self.others), saved.name, saved.team)

    def rename(self, saved: MappingRow, name: str, team: str) -> None:
        from pmo_desktop.services.mappings import rename_mapping
        from pmo_desktop.storage.changes import Title

        title = Title("Rename the mapping “{name}”", {"name": saved.name})
        self._context.edit(title, rename_mapping, saved.id, name, team)

    # Files

    def ask_export(self, saved: MappingRow | None) -> None:
        """Ask where a saved mapping, or the one that is shown, is to be written."""
        name = saved.name if saved else self._path.stem if self._path else ""
        text = self._context.language.text
        folder = self._context.settings.export_folder
        path, _ = QFileDialog.getSaveFileName(
            self._parent,
            text("Save the mapping as a file"),
            str(Path(folder) / f"{name}.json"),
            f"{text('Mappings')} ({JSON})",
        )
        if path:
            self.export(saved, Path(path))

    def export(self, saved: MappingRow | None, path: Path) -> None:
        from pmo_desktop.exchange.team import mapping_file

        try:
            shown = self._mapping
            if saved is not None:
                shown = replace(mapping_file.from_text(saved.content), name=saved.name)
            if shown is None:
                return
            mapping_file.write(replace(shown, name=shown.name or path.stem), path)
        except (OSError, mapping_file.BadMapping) as error:
            self._context.show_error(error)
            return
        self._context.inform("The mapping was written to {file}.", file=path.name)

    def ask_import(self) -> None:
        text = self._context.language.text
        folder = self._context.settings.import_folder
        path, _ = QFileDialog.getOpenFileName(
            self._parent, text("Load a mapping"), folder, f"{text('Mappings')} ({JSON})"
        )
        if path:
            self.load(Path(path))

    def load(self, path: Path) -> None:
        """Read the file by a shared mapping; remembering it is another step."""
        from pmo_desktop.exchange.team import mapping_file

        try:
            found: Any = mapping_file.read(path)
        except mapping_file.BadMapping as error:
            self._context.show_error(error)
            return
        self.chosen.emit(replace(found, name=found.name or path.stem))


def _below(button: QPushButton) -> QPoint:
    return button.mapToGlobal(button.rect().bottomLeft())
