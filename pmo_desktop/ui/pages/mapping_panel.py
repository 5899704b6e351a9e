"""How a team's file was read, on the sheet itself; what is wrong is corrected with the mouse.

Every correction reads the file anew beside the window. Nothing is written: the review takes the
mapping when the user goes back to it, the database when it is to be remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QMenu,
    QPushButton,
    QSplitter,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from pmo_desktop.exchange.parsing.dates import ORDERS
from pmo_desktop.exchange.team import mapping as mapped
from pmo_desktop.exchange.team.layouts import FileLayout, SheetLayout, TableLayout, letters
from pmo_desktop.exchange.team.learning import learn, learn_table
from pmo_desktop.exchange.team.mapping import LEFT_OUT, FileMapping, MappedCell, MappedColumn
from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.jobs import Job
from pmo_desktop.ui.pages.mapping_fields import FieldChooser, Offer, offer_of
from pmo_desktop.ui.pages.mapping_grid import SheetGrid
from pmo_desktop.ui.pages.mapping_saved import SavedMappings
from pmo_desktop.ui.pages.mapping_words import WordList
from pmo_desktop.ui.widgets.card import Card, label, row

if TYPE_CHECKING:
    from pmo_desktop.exchange.understood import Understood

WORDS_WIDTH = 270
AS_GUESSED = "?"
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
        self.back, self.again = QPushButton(), QPushButton()
        self.saved = SavedMappings(context, self)
        self.grid, self.words = SheetGrid(context), WordList(context)
        self.legend = label(look="hint")
        self.chooser: FieldChooser | None = None
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
        self.body.addLayout(row(self.tables, self.kind, self.dates, self.turned, None))
        self.body.addWidget(self.legend)
        split = QSplitter(Qt.Orientation.Horizontal)
        side = QWidget()
        inside = QVBoxLayout(side)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.words)
        split.addWidget(self.grid)
        split.addWidget(side)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(0, 1)
        split.setSizes([900, WORDS_WIDTH])
        self._side = side
        self.body.addWidget(split, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self.leave)
        self.again.clicked.connect(lambda: self.use(FileMapping()))
        self.sheets.currentChanged.connect(self._on_sheet)
        self.tables.activated.connect(self._on_table)
        self.kind.activated.connect(self._on_kind)
        self.dates.activated.connect(self._on_dates)
        self.turned.clicked.connect(self._on_turned)
        self.without_sheet.clicked.connect(self._on_without_sheet)
        self.grid.column_asked.connect(self._on_column_head)
        self.grid.row_asked.connect(self._on_row_head)
        self.grid.cell_asked.connect(self.ask_cell)
        self.words.meant.connect(self._on_meant)
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

    def _with_table(self, change: Callable[[mapped.MappedTable], mapped.MappedTable]) -> None:
        sheet, table = self.sheet(), self.table()
        if sheet is not None and table is not None:
            changed = change(learn_table(table))
            at = self._mapped_number(sheet)
            self._correct(lambda known: mapped.with_table(known, sheet.name, at, changed))

    def _mapped_number(self, sheet: SheetLayout) -> int:
        """Where the table stands among those that a mapping may have."""
        before = sheet.tables[: self.number()]
        return sum(table.kind in mapped.TABLE_KINDS for table in before)

    def set_column(self, position: int, field: str | None) -> None:
        """Say what a column is: a field, `LEFT_OUT`, or None for the guess."""
        self._with_table(lambda table: mapped.with_column(table, position, field))

    def set_header_row(self, last: int, rows: int = 1, *, further: bool = False) -> None:
        """Say which rows (of a turned table: columns) have the headers; none of them: `rows` 0, and
        `last` is above the first record. `further`: of one more table, not of this one."""
        sheet, table = self.sheet(), self.table()
        if sheet is None:
            return
        kind = table.kind if table else str(self.kind.currentData() or "task")
        is_turned = table.is_turned if table else False
        if rows:
            texts = sheet.headers(last, rows, is_turned=is_turned)
        else:
            first = sheet.top if is_turned else sheet.left
            texts = [(first + at, "") for at in range(sheet.width(is_turned=is_turned))]
        if not texts:
            self._context.warn("Nothing stands there: choose the row that has the headers.")
            return
        columns = tuple(MappedColumn(text, None, at) for at, text in texts)
        new = mapped.MappedTable(kind, last, rows, columns, is_turned=is_turned)
        at = len(sheet.tables) if further else self._mapped_number(sheet) if table else 0
        self._correct(lambda known: mapped.with_header_row(known, sheet.name, at, new))

    def set_cell(self, row_at: int, column: int, field: str | None) -> None:
        """Say what a single cell says: a field's code, `LEFT_OUT`, or None for the guess."""
        sheet = self.sheet()
        if sheet is None:
            return
        cell = f"{letters(column)}{row_at + 1}"
        place = MappedCell(sheet.name, cell, field or LEFT_OUT, *sheet.label_of(row_at, column))
        said = None if field is None else place
        self._correct(lambda known: mapped.with_cell(known, said, place))

    def _on_kind(self, _: int) -> None:
        kind, sheet, table = self.kind.currentData(), self.sheet(), self.table()
        if sheet is None or kind == (table.kind if table else ""):
            return
        at = self._mapped_number(sheet)
        if not kind:
            self._correct(lambda known: mapped.without_table(known, sheet.name, at))
        elif table is not None:
            self._with_table(lambda known: _opened(replace(known, kind=kind)))
        else:
            index = self.grid.currentIndex()
            self.set_header_row(max(index.row(), sheet.top))

    def _on_dates(self, _: int) -> None:
        order = str(self.dates.currentData() or "")
        self._with_table(lambda table: replace(table, dates=order))

    def _on_turned(self, turned: bool) -> None:
        sheet, table = self.sheet(), self.table()
        if sheet is None or table is None:
            return
        last = sheet.left if turned else sheet.top
        texts = sheet.headers(last, 1, is_turned=turned)
        columns = tuple(MappedColumn(text, None, at) for at, text in texts)
        new = mapped.MappedTable(table.kind, last, 1, columns, is_turned=turned)
        at = self._mapped_number(sheet)
        self._correct(lambda known: mapped.with_header_row(known, sheet.name, at, new))

    def _on_without_sheet(self, left_out: bool) -> None:
        sheet = self.sheet()
        if sheet is not None:
            self._correct(lambda known: mapped.with_sheet_left_out(known, sheet.name, left_out))

    def _on_meant(self, field: str, text: str, means: str | None) -> None:
        self._with_table(lambda table: mapped.with_word(table, field, text, means))

    # Asking

    def _on_column_head(self, column: int, point: QPoint) -> None:
        table = self.table()
        if table is not None and table.is_turned:
            self._menu_of_headers(column).popup(point)
        else:
            self.ask_column(column, point)

    def _on_row_head(self, at: int, point: QPoint) -> None:
        table = self.table()
        if table is not None and table.is_turned:
            self.ask_column(at, point)
        else:
            self._menu_of_headers(at).popup(point)

    def ask_column(self, position: int, point: QPoint) -> None:
        """Let the user choose what a column of the table is."""
        table, language = self.table(), self._context.language
        if table is None or self._job is not None:
            return
        found = next((c for c in table.columns if c.index == position), None)
        fields = [offer_of(n, f"{table.kind}.{n}", language) for n in mapped.fields_of(table.kind)]
        own = [
            Offer(LEFT_OUT, language.text("left out")),
            Offer(AS_GUESSED, language.text("as guessed")),
        ]
        name = str(position + 1) if table.is_turned else letters(position)
        title = language.text("What is in {column}?", column=name)
        self._choose(
            title,
            [*fields, *own],
            lambda value: self.set_column(position, None if value == AS_GUESSED else value),
            point,
            found.field if found else None,
        )

    def ask_form(self, row_at: int, column: int, point: QPoint) -> None:
        """Let the user choose what a single cell says."""
        sheet, language = self.sheet(), self._context.language
        if sheet is None or self._job is not None:
            return
        cell = f"{letters(column)}{row_at + 1}"
        found = next((c.field for c in sheet.cells if c.cell == cell), None)
        fields = [
            Offer(code, _form_text(code, language.term), offer_of(code, code, language).words)
            for code in mapped.FORM_FIELDS
        ]
        own = [
            Offer(LEFT_OUT, language.text("says nothing")),
            Offer(AS_GUESSED, language.text("as guessed")),
        ]
        self._choose(
            language.text("What does {cell} say?", cell=cell),
            [*fields, *own],
            lambda value: self.set_cell(row_at, column, None if value == AS_GUESSED else value),
            point,
            found,
        )

    def _choose(
        self,
        title: str,
        offered: list[Offer],
        then: Callable[[Any], None],
        point: QPoint,
        current: Any,
    ) -> None:
        self.chooser = FieldChooser(self._context, self, title, offered)
        self.chooser.chosen.connect(then)
        self.chooser.open_at(point, current)

    def ask_cell(self, row_at: int, column: int, point: QPoint) -> None:
        """All that can be said of a cell: its column, its row, itself."""
        self.menu_of_cell(row_at, column, point).popup(point)

    def menu_of_cell(self, row_at: int, column: int, point: QPoint) -> QMenu:
        text, table = self._context.language.text, self.table()
        across = table is None or not table.is_turned
        position, line = (column, row_at) if across else (row_at, column)
        menu = self._menu_of_headers(line)
        first = menu.actions()[0]
        if table is not None:
            ask = menu.addAction(text("What this column is…"))
            ask.triggered.connect(lambda: self.ask_column(position, point))
            out = menu.addAction(text("Leave this column out"))
            out.triggered.connect(lambda: self.set_column(position, LEFT_OUT))
            menu.removeAction(ask)
            menu.removeAction(out)
            menu.insertActions(first, [ask, out])
            menu.insertSeparator(first)
        menu.addSeparator()
        form = menu.addAction(text("What this single cell says…"))
        form.triggered.connect(lambda: self.ask_form(row_at, column, point))
        return menu

    def _menu_of_headers(self, line: int) -> QMenu:
        text, table = self._context.language.text, self.table()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        turned = table is not None and table.is_turned
        offered = (
            (
                text("This is the header column"),
                text("The first record is in this column; there are no headers"),
            )
            if turned
            else (
                text("This is the header row"),
                text("The first record is in this row; there are no headers"),
            )
        )
        menu.addAction(offered[0]).triggered.connect(lambda: self.set_header_row(line))
        two = menu.addAction(text("The headers are this one and the one before"))
        two.triggered.connect(lambda: self.set_header_row(line, 2))
        menu.addAction(offered[1]).triggered.connect(lambda: self.set_header_row(line - 1, 0))
        if table is not None and not turned:
            further = menu.addAction(text("This is the header row of a further table"))
            further.triggered.connect(lambda: self.set_header_row(line, further=True))
        menu.setEnabled(self._job is None)
        return menu


def _short(name: str) -> str:
    """A file's name, without its middle where it is very long."""
    half = LONGEST_NAME // 2
    return name if len(name) <= LONGEST_NAME else f"{name[:half]}…{name[-half:]}"


def _opened(table: mapped.MappedTable) -> mapped.MappedTable:
    """A table of another kind: its columns are guessed anew, what words mean is not kept."""
    columns = tuple(replace(column, field=None) for column in table.columns)
    return replace(table, columns=columns, words=())


def _form_text(code: str, term: Callable[[str], str]) -> str:
    """A field with its table: `Project: Manager`."""
    table = term("table." + code.partition(".")[0])
    return f"{table}: {term(code)}"
