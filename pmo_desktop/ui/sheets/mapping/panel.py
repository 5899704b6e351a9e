"""How a team's file was read, on the sheet itself; what is wrong is corrected with the mouse.

Every correction reads the file anew beside the window. Nothing is written: the review takes the
mapping when the user goes back to it, the database when it is to be remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QPushButton,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from pmo_desktop.exchange.parsing.dates import ORDERS
from pmo_desktop.exchange.team import mapping as mapped
from pmo_desktop.exchange.team.layouts import FileLayout, SheetLayout, TableLayout, letters
from pmo_desktop.exchange.team.learning import learn
from pmo_desktop.exchange.team.mapping import FileMapping
from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.jobs import Job
from pmo_desktop.ui.sheets.mapping.asking import Asking
from pmo_desktop.ui.sheets.mapping.corrections import Corrections
from pmo_desktop.ui.sheets.mapping.grid import SheetGrid
from pmo_desktop.ui.sheets.mapping.saved import SavedMappings
from pmo_desktop.ui.sheets.mapping.words import WordList
from pmo_desktop.ui.widgets.card import Card, label, row
from pmo_desktop.ui.widgets.split import beside

if TYPE_CHECKING:
    from pmo_desktop.exchange.understood import Understood

WORDS_WIDTH = 270
LONGEST_NAME = 44


class MappingPanel(Card):
    """`left` is sent with the file, its mapping and what was understood by it, when the user goes
    back; the mapping is None where nothing was corrected."""

    left = Signal(object, object, object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._path: Path | None = None
        self._mapping: FileMapping | None = None
        self._job: Job | None = None
        self.layout_shown: FileLayout | None = None
        self.sheets = QTabBar()
        self.tables, self.kind, self.dates = QComboBox(), QComboBox(), QComboBox()
        self.without_sheet, self.turned = QCheckBox(), QCheckBox()
        self.headless = QCheckBox()
        self.back, self.again = QPushButton(), QPushButton()
        self.saved = SavedMappings(context, self)
        self.grid, self.words = SheetGrid(context), WordList(context)
        self.legend = label(look="hint")
        self.corrections = Corrections(self, self)
        self.asking = Asking(context, self, self, self.corrections, self.is_reading)
        self._lay_out()
        self._connect()
        self.retranslate()

    # What the review uses

    def show_file(self, path: Path, mapping: FileMapping | None, team: str) -> None:
        """Show how a file is read: by `mapping`, or by what is saved and guessed."""
        self._path, self._mapping = path, mapping
        self.layout_shown = None
        self.title.setText(_short(path.name))
        self.title.setToolTip(path.name)
        self.saved.begin(path, team)
        self._fill_sheets(())
        self._read()

    def is_reading(self) -> bool:
        return self._job is not None

    @property
    def mapping(self) -> FileMapping:
        """How the file is read now, whole: what was corrected, and what was guessed."""
        layout = self.layout_shown
        return learn(layout) if layout is not None else self._mapping or FileMapping()

    def use(self, mapping: FileMapping | None) -> None:
        """Read the file by another mapping; None: by what is saved and guessed."""
        self._mapping = mapping
        self._read()

    def leave(self) -> None:
        """Go back to the review with what was corrected."""
        if self._path is None or self._job is not None:
            return
        layout = self.layout_shown
        understood: Understood | None = layout.understood if layout else None
        self.left.emit(self._path, self._mapping, understood)

    def retranslate(self) -> None:
        text = self._context.language.text
        self.back.setText(text("Back to the review"))
        self.again.setText(text("As guessed"))
        self.again.setToolTip(text("Forget the corrections of this file"))
        self.without_sheet.setText(text("Leave this sheet out"))
        self.turned.setText(text("One record a column"))
        self.headless.setText(text("No header row"))
        self.headless.setToolTip(text("The first row is a record already: say what each column is"))
        self.legend.setText(
            text(
                "Click a column's head to say what it is, a row's number for the headers, "
                "right-click or press Enter on a cell for both."
            )
        )
        self.saved.retranslate()
        self.words.retranslate()
        self._show()

    # Layout

    def _lay_out(self) -> None:
        self.sheets.setDrawBase(False)
        self.sheets.setExpanding(False)
        self.sheets.setUsesScrollButtons(True)
        self.back.setProperty("look", "primary")
        for button in (*self.saved.buttons, self.again, self.back):
            self.head.addWidget(button)
        self.body.addLayout(row(self.sheets, None, self.without_sheet))
        self.body.addLayout(
            row(self.tables, self.kind, self.dates, self.turned, self.headless, None)
        )
        self.body.addWidget(self.legend)
        side = QWidget()
        inside = QVBoxLayout(side)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.words)
        split = beside(self.grid, side, shares=(1, 0), sizes=(900, WORDS_WIDTH))
        self._side = side
        self.body.addWidget(split, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self.leave)
        self.again.clicked.connect(lambda: self.use(FileMapping()))
        self.sheets.currentChanged.connect(self._on_sheet)
        self.tables.activated.connect(self._on_table)
        self.kind.activated.connect(self._on_kind)
        corrections, asking = self.corrections, self.asking
        self.dates.activated.connect(
            lambda _: corrections.set_dates(str(self.dates.currentData() or ""))
        )
        self.turned.clicked.connect(corrections.set_turned)
        self.headless.clicked.connect(self._on_headless)
        self.without_sheet.clicked.connect(corrections.leave_sheet_out)
        self.grid.column_asked.connect(asking.on_column_head)
        self.grid.row_asked.connect(asking.on_row_head)
        self.grid.cell_asked.connect(asking.ask_cell)
        self.words.meant.connect(corrections.set_meaning)
        corrections.made.connect(self._correct)
        corrections.missed.connect(self._on_missed)
        self.saved.chosen.connect(self.use)
        self._context.workspace_changed.connect(self._forget)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    # Reading

    def _read(self) -> None:
        path, mapping, workspace = self._path, self._mapping, self._context.workspace
        if path is None or workspace is None:
            return
        if self._job is not None:
            self._job.cancel()

        def work(_: Report) -> FileLayout:
            from pmo_desktop.exchange.remembering import choices
            from pmo_desktop.exchange.understanding import look

            by_path = {path: mapping} if mapping is not None else {}
            return look(path, today=date.today(), choices=choices(workspace, by_path=by_path))

        job = self._context.jobs.run(
            Named("Read {file}", {"file": path.name}),
            work,
            lambda found: self._take(job, found),
            failed=lambda error: self._on_failed(job, error),
            lane="make",
            owner=self,
        )
        self._job = job
        self.hint.setText(self._context.language.text("The file is being read…"))
        self.back.setEnabled(False)

    def _take(self, job: Job, found: FileLayout) -> None:
        if job is not self._job:
            return
        self._job = None
        self.layout_shown = found
        self.asking.new_field.unknown = found.understood.unknown
        self._show()

    def _on_failed(self, job: Job, error: BaseException) -> None:
        if job is self._job:
            self._job = None
            self._show()
            self._context.show_error(error)

    def _forget(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job = self._path = self._mapping = self.layout_shown = None
        self._show()

    # Showing

    def sheet(self) -> SheetLayout | None:
        """The sheet that is looked at."""
        layout, at = self.layout_shown, self.sheets.currentIndex()
        if layout is None or not 0 <= at < len(layout.sheets):
            return None
        return layout.sheets[at]

    def number(self) -> int:
        """Which table of the sheet is looked at; one more than there are for none."""
        return max(self.tables.currentIndex(), 0)

    def table(self) -> TableLayout | None:
        """The table that is looked at."""
        sheet = self.sheet()
        if sheet is None or self.number() >= len(sheet.tables):
            return None
        return sheet.tables[self.number()]

    def _show(self) -> None:
        layout = self.layout_shown
        self.back.setEnabled(self._job is None)
        self.again.setEnabled(layout is not None)
        self._fill_sheets(layout.sheets if layout else ())
        self.saved.show_layout(layout, self.mapping if layout else None)
        self.hint.setText(self._about())
        self._show_sheet()

    def _about(self) -> str:
        text, layout = self._context.language.text, self.layout_shown
        if self._job is not None:
            return text("The file is being read…")
        if layout is None:
            return ""
        if layout.mapping is not None and layout.mapping.name:
            return text("read as “{name}” says", name=layout.mapping.name)
        return text("corrected by hand") if self._mapping is not None else text("guessed")

    def _fill_sheets(self, sheets: tuple[SheetLayout, ...] | list[SheetLayout]) -> None:
        names = [sheet.name for sheet in sheets]
        if names == [self.sheets.tabText(at) for at in range(self.sheets.count())]:
            return
        self.sheets.blockSignals(True)
        while self.sheets.count():
            self.sheets.removeTab(0)
        for sheet in sheets:
            self.sheets.addTab(sheet.name)
        with_tables = (at for at, sheet in enumerate(sheets) if sheet.tables)
        self.sheets.setCurrentIndex(next(with_tables, 0))
        self.sheets.blockSignals(False)

    def _show_sheet(self) -> None:
        sheet = self.sheet()
        text = self._context.language.text
        number = self.number()
        self.tables.clear()
        for table in sheet.tables if sheet else ():
            self.tables.addItem(self._named(table))
        if sheet is not None and not sheet.tables:
            self.tables.addItem(text("no table"))
        self.tables.setCurrentIndex(min(number, self.tables.count() - 1))
        self.tables.setVisible(self.tables.count() > 0)
        self.without_sheet.setEnabled(sheet is not None)
        self.without_sheet.setChecked(sheet is not None and sheet.left_out == "sheet_left_out")
        self._show_table()

    def _named(self, table: TableLayout) -> str:
        language = self._context.language
        kind = language.term(f"table.{table.kind}")
        if table.is_turned:
            return language.text(
                "{kind}, headers in column {column}", kind=kind, column=letters(table.last)
            )
        if table.last < table.first:
            return language.text("{kind}, without headers", kind=kind)
        return language.text("{kind}, headers in row {row}", kind=kind, row=table.last + 1)

    def _show_table(self) -> None:
        sheet, table, language = self.sheet(), self.table(), self._context.language
        self.kind.clear()
        for kind in mapped.TABLE_KINDS:
            self.kind.addItem(language.term(f"table.{kind}"), kind)
        self.kind.addItem(language.text("no table"), "")
        self.kind.setCurrentIndex(self.kind.findData(table.kind if table else ""))
        self.dates.clear()
        self.dates.addItem(language.text("Dates as they are"), "")
        for order in ORDERS:
            self.dates.addItem(language.term(f"date_order.{order}"), order)
        said = table.mapped.dates if table and table.mapped else ""
        self.dates.setCurrentIndex(max(self.dates.findData(said), 0))
        self.turned.setChecked(table is not None and table.is_turned)
        self.headless.setChecked(table is not None and table.last < table.first)
        self.headless.setVisible(sheet is not None and bool(sheet.rows))
        for part in (self.dates, self.turned):
            part.setVisible(table is not None)
        self.kind.setVisible(sheet is not None)
        findings = self.layout_shown.understood.findings if self.layout_shown else ()
        self.grid.show_sheet(sheet, table, findings)
        self._side.setVisible(self.words.show_table(table))

    def _on_sheet(self, _: int) -> None:
        self.tables.setCurrentIndex(0)
        self._show_sheet()

    def _on_table(self, _: int) -> None:
        self._show_table()

    # Corrections

    def _correct(self, change: Callable[[FileMapping], FileMapping]) -> None:
        """Change the mapping that holds now, and read the file anew."""
        if self.layout_shown is not None and self._job is None:
            # What was corrected is no longer what was remembered under its name.
            self.use(replace(change(self.mapping), name=""))

    def _on_kind(self, _: int) -> None:
        row_at = self.grid.currentIndex().row()
        self.corrections.set_kind(str(self.kind.currentData() or ""), row_at)

    def _on_headless(self, headless: bool) -> None:
        self.corrections.set_headless(headless, str(self.kind.currentData() or ""))

    def _on_missed(self) -> None:
        self._context.warn("Nothing stands there: choose the row that has the headers.")


def _short(name: str) -> str:
    """A file's name, without its middle where it is very long."""
    half = LONGEST_NAME // 2
    return name if len(name) <= LONGEST_NAME else f"{name[:half]}…{name[-half:]}"
