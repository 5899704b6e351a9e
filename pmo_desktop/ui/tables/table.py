"""The table of every page: sort, filter, choice of columns, copy, what to do where it is empty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStackedLayout,
    QWidget,
)

from pmo_desktop.domain.fields import Kind
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.column_layout import ColumnLayout
from pmo_desktop.ui.tables.delegate import RecordDelegate, edit_triggers
from pmo_desktop.ui.tables.model import Edit, RecordModel
from pmo_desktop.ui.tables.view import View
from pmo_desktop.ui.theme import ROW_HEIGHT
from pmo_desktop.ui.widgets.popover import open_why

if not TYPE_CHECKING:
    from pmo_desktop.ui.marks import override
else:
    from PySide6.QtGui import QKeyEvent
    from typing_extensions import override

    from pmo_desktop.exchange.tabling.sheet import Sheet

FILTER_DELAY_MS = 120
FILTER_WIDTH, LEAST_FILTER_WIDTH = 180, 100


def _no_names(_kind: Kind) -> Sequence[str]:
    return ()


class FilterField(QLineEdit):
    """Escape gives the filter up. It gives way where there is little room."""

    left = Signal()

    @override
    def sizeHint(self) -> QSize:
        return QSize(FILTER_WIDTH, super().sizeHint().height())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)


class RecordTable(QWidget):
    """`key` is under which the columns' state is remembered; `empty` and `empty_filtered` are the
    sentences (in the language of now) for an empty table. `filter_edit` is placed by the page.
    `record` is the table of `domain.fields` whose records the rows are, by their `id`: then each
    cell can be asked where it comes from; `whence` is asked in its place, with the row and the
    point of the screen at which to answer."""

    row_activated = Signal(object)
    row_selected = Signal(object)
    shown_changed = Signal()
    ticked = Signal(object, bool)

    def __init__(
        self,
        context: Context,
        key: str,
        columns: Sequence[Column],
        *,
        empty: Callable[[], str],
        edit: Edit | None = None,
        names: Callable[[Kind], Sequence[str]] = _no_names,
        record: str = "",
        whence: Callable[[Any, QPoint], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._record = record
        self._whence = whence
        self._key = key
        self._empty_sentence = empty
        self._loaded = False
        self._column = ""
        self.model = RecordModel(context, columns, edit, self)
        self.view = View(self)
        self.filter_edit = FilterField()
        self._note = QLabel(self)
        self._stack = QStackedLayout(self)
        self._set_up_view(RecordDelegate(context, names, self.view))
        self._set_up_header()
        self._set_up_note()
        self._set_up_filter()
        self._set_up_actions()
        self.setFocusProxy(self.view)
        self.retranslate()
        context.language_changed.connect(self.retranslate)
        context.theme_changed.connect(self._on_theme_changed)
        context.workspace_changed.connect(self._on_workspace_changed)

    # What a page uses

    def set_rows(self, rows: Iterable[Any]) -> None:
        """Show these rows; the selection stays where its row is still there."""
        self._loaded = True
        selected = self.selected_id()
        self.model.set_rows(rows)
        self.columns.look()
        self._select_again(selected)
        self._show_note_if_empty()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns; each stands and is hidden as it was left, a new one as it says."""
        selected = self.selected_id()
        self.model.set_columns(columns)
        self.columns.restore()
        self.columns.fit()
        self._select_again(selected)

    def set_filter(self, accepts: Callable[[Any], bool] | None) -> None:
        selected = self.selected_id()
        self.model.set_filter(accepts)
        self.columns.look()
        self._select_again(selected)
        self._show_note_if_empty()

    def selected(self) -> Any:
        """The current row, or None."""
        index = self.view.currentIndex()
        if not index.isValid() or index.row() >= len(self.model.shown):
            return None
        return self.model.shown[index.row()]

    def selected_id(self) -> Any:
        return getattr(self.selected(), "id", None)

    def select(self, row_id: Any, column: str = "") -> bool:
        """Show and select the row with this id; a filter that hides it is cleared."""
        if self.model.row_of(row_id) < 0 and self.filter_edit.text():
            self.filter_edit.clear()
            self._apply_filter()
        return self._select_id(row_id, column)

    def begin_edit(self, row_id: Any, column: str) -> None:
        """Select a row and open the editor of one of its cells."""
        if self.select(row_id, column):
            self.view.setFocus()
            self.view.edit(self.view.currentIndex())

    def copy(self) -> str:
        """The selected rows (all of them where none is) as tab-parted lines, to the clipboard."""
        chosen = sorted({index.row() for index in self.view.selectionModel().selectedRows()})
        numbers = self.columns.shown()
        language = self._context.language
        columns = [self.model.columns[number] for number in numbers]
        lines = ["\t".join(language.term(column.header_term) for column in columns)]
        for at in chosen or range(len(self.model.shown)):
            row = self.model.shown[at]
            lines.append("\t".join(_one_line(column.text(row, language)) for column in columns))
        text = "\n".join(lines)
        QGuiApplication.clipboard().setText(text)
        return text

    def sheet(self) -> Sheet:
        """What the table shows now, to be written to a file."""
        from pmo_desktop.ui.tables.exporting import sheet_of

        columns = [self.model.columns[number] for number in self.columns.shown()]
        return sheet_of(self._key, columns, self.model.shown, self._context.language)

    def ask_export(self) -> None:
        from pmo_desktop.ui.tables.exporting import ask_export

        ask_export(self._context, self, self._key, self.sheet)

    def retranslate(self) -> None:
        self.filter_edit.setPlaceholderText(self._context.language.text("Filter"))
        self._copy_action.setText(self._context.language.text("Copy as a table"))
        self._whence_action.setText(self._context.language.text("Where it comes from"))
        self._export_action.setText(self._context.language.text("Export the table…"))
        self._tick_action.setText(self._context.language.text("Tick or untick"))
        self.model.touch()
        self.columns.forget()
        self.columns.look()
        self._show_note_if_empty()

    # Setting up

    def _set_up_view(self, delegate: RecordDelegate) -> None:
        view = self.view
        self._delegate = delegate
        view.setModel(self.model)
        view.setItemDelegate(delegate)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setMouseTracking(True)
        view.setTabKeyNavigation(False)
        view.setCornerButtonEnabled(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setEditTriggers(edit_triggers())
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.entered.connect(lambda index: self._hover(index.row()))
        view.clicked.connect(self._on_clicked)
        view.doubleClicked.connect(self._on_double_clicked)
        view.selectionModel().currentRowChanged.connect(self._on_current_changed)
        view.selectionModel().currentColumnChanged.connect(self._on_column_changed)
        self.model.modelReset.connect(self.shown_changed)
        self._stack.addWidget(view)
        view.left.connect(lambda: self._hover(-1))

    def _set_up_header(self) -> None:
        header = self.view.horizontalHeader()
        header.setHighlightSections(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.columns = ColumnLayout(self._context, self._key, self.view, self.model)
        self.view.resized.connect(self.columns.fit)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorShown(True)
        header.setSectionsClickable(True)
        header.setSortIndicatorClearable(True)
        header.sortIndicatorChanged.connect(self._on_sorted)

    def _set_up_note(self) -> None:
        self._note.setProperty("look", "empty")
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._note.setWordWrap(True)
        self._note.setMargin(24)
        self._stack.addWidget(self._note)

    def _set_up_filter(self) -> None:
        self.filter_edit.textChanged.connect(self._on_filter_typed)
        self.filter_edit.setMinimumWidth(LEAST_FILTER_WIDTH)
        self.filter_edit.setMaximumWidth(FILTER_WIDTH)
        self._filter_later = QTimer(self, singleShot=True, interval=FILTER_DELAY_MS)
        self._filter_later.timeout.connect(self._apply_filter)
        self.filter_edit.returnPressed.connect(self.view.setFocus)
        self.filter_edit.left.connect(self._on_filter_left)
        self._search_action = QAction(self.filter_edit)
        self.filter_edit.addAction(self._search_action, QLineEdit.ActionPosition.LeadingPosition)
        # After the first picture: it does without the icons' library.
        QTimer.singleShot(0, self, self._draw_icon)

    def _set_up_actions(self) -> None:
        self._tick_action = QAction(self.view)
        self._tick_action.setShortcut(QKeySequence(Qt.Key.Key_Space))
        self._tick_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._tick_action.triggered.connect(self._tick_selected)
        self._copy_action = QAction(self.view)
        self._copy_action.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._copy_action.triggered.connect(self.copy)
        self.view.addAction(self._copy_action)
        self._whence_action = QAction(self.view)
        self._whence_action.setShortcut(QKeySequence("F4"))
        self._whence_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._whence_action.triggered.connect(self.ask_whence)
        if self._record or self._whence:
            self.view.addAction(self._whence_action)
        self._export_action = QAction(self.view)
        self._export_action.setShortcut(QKeySequence("Ctrl+Shift+E"))
        self._export_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._export_action.triggered.connect(self.ask_export)
        self.view.addAction(self._export_action)
        if any(column.tick for column in self.model.columns):
            self.view.addAction(self._tick_action)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    # What the user does

    def _on_sorted(self, number: int, order: Qt.SortOrder) -> None:
        selected = self.selected_id()
        self.model.sort(number, order)
        self._select_again(selected)

    def _apply_filter(self) -> None:
        selected = self.selected_id()
        self.model.set_words(self.filter_edit.text())
        self._select_again(selected)
        self._show_note_if_empty()

    def _on_filter_typed(self) -> None:
        # The button to clear with is drawn when there is something to clear.
        self.filter_edit.setClearButtonEnabled(True)
        self._filter_later.start()

    def _on_filter_left(self) -> None:
        self._filter_later.stop()
        self._apply_filter()
        self.view.setFocus()

    def _hover(self, row: int) -> None:
        self._delegate.hover(row)
        self.view.viewport().update()

    def _on_clicked(self, index: QModelIndex) -> None:
        column = self.model.columns[index.column()]
        if column.tick:
            found = self.model.shown[index.row()]
            self.ticked.emit(found, not column.value(found))
        if column.why is None:
            return
        why = column.why(self.model.shown[index.row()], self._context.language)
        if why is not None:
            whence = self.ask_whence if self._record or self._whence else None
            open_why(self._context, self, why, self._below(index), whence)

    def ask_whence(self) -> None:
        """Say where the current cell's value comes from."""
        from pmo_desktop.ui.tables.whence import ask_whence

        index = self.view.currentIndex()
        if not index.isValid():
            return
        row, column = self.model.shown[index.row()], self.model.columns[index.column()]
        if self._whence is not None:
            self._whence(row, self._below(index))
        elif self._record:
            ask_whence(self._context, self, self._record, row, column, self._below(index))

    def _below(self, index: QModelIndex) -> QPoint:
        """The screen's point below a cell."""
        return self.view.viewport().mapToGlobal(self.view.visualRect(index).bottomLeft())

    def _tick_selected(self) -> None:
        """The chosen rows all get the box that the first of them has not."""
        column = next(column for column in self.model.columns if column.tick)
        at = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        rows = [self.model.shown[number] for number in at]
        for found in rows:
            self.ticked.emit(found, not column.value(rows[0]))

    def _on_double_clicked(self, index: QModelIndex) -> None:
        if not self.model.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.row_activated.emit(self.model.shown[index.row()])

    def _on_current_changed(self, *_: Any) -> None:
        self.row_selected.emit(self.selected())

    def _on_column_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        # A model that begins anew forgets the column; the keyboard is to stay in it.
        if current.isValid():
            self._column = self.model.columns[current.column()].key

    def _on_workspace_changed(self) -> None:
        # The rows of another office have the same numbers, but are not the same.
        self.view.setCurrentIndex(QModelIndex())
        self.columns.forget()

    def _on_theme_changed(self) -> None:
        self._draw_icon()
        self.model.touch()

    def _draw_icon(self) -> None:
        from pmo_desktop.ui.icons import icon

        self._search_action.setIcon(icon("search", self._context.palette["ink3"]))

    def _select_again(self, row_id: Any) -> None:
        """The row that was selected before the rows were changed; Qt says nothing of its going."""
        if row_id is not None and not self._select_id(row_id):
            self.row_selected.emit(None)

    def _select_id(self, row_id: Any, column: str = "") -> bool:
        at = -1 if row_id is None else self.model.row_of(row_id)
        if at < 0:
            return False
        keys = [known.key for known in self.model.columns]
        shown = self.columns.shown() or [0]
        wanted = keys.index(column or self._column) if column or self._column else shown[0]
        number = wanted if column or wanted in shown else shown[0]
        index = self.model.index(at, number)
        flags = QItemSelectionModel.SelectionFlag
        if self.view.currentIndex() != index or column:
            self.view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.view.scrollTo(index)
        return True

    def _show_note_if_empty(self) -> None:
        empty = self._loaded and not self.model.shown
        if empty and self.model.rows:
            text = self._context.language.text("Nothing matches. Clear the filter to see all rows.")
            self._note.setText(text)
        elif empty:
            self._note.setText(self._empty_sentence())
        self._stack.setCurrentWidget(self._note if empty else self.view)
        self.shown_changed.emit()


def _one_line(text: str) -> str:
    return " ".join(text.split())
