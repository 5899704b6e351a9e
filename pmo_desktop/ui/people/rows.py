"""A small table of what belongs to somebody, edited in place: add, double, remove by button or key.

Insert adds, Ctrl+D doubles, Delete removes the chosen rows; each is one edit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from pmo_desktop.domain.fields import Kind
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.buttons import AddRemove
from pmo_desktop.ui.widgets.card import label, row


@dataclass(frozen=True)
class RowVerbs:
    """What can be done with the rows; `add` and `double` give the new row's id, or None. `opens` is
    the column whose editor opens on it."""

    add: Callable[[], int | None] | None = None
    change: Callable[[Any, Column, Any], bool] | None = None
    remove: Callable[[Sequence[Any]], None] | None = None
    double: Callable[[Any], int | None] | None = None
    opens: str = ""


def no_names(_kind: Kind) -> Sequence[str]:
    return ()


def chosen_rows(table: RecordTable) -> list[Any]:
    """The rows of a table that are selected, top to bottom."""
    at = sorted(index.row() for index in table.view.selectionModel().selectedRows())
    return [table.model.shown[number] for number in at]


class Rows(QWidget):
    """`names` completes names in cells; `record` and `whence` are the table's, to ask where a value
    comes from."""

    def __init__(
        self,
        context: Context,
        key: str,
        columns: Sequence[Column],
        verbs: RowVerbs,
        *,
        empty: Callable[[], str],
        names: Callable[[Kind], Sequence[str]] = no_names,
        record: str = "",
        whence: Callable[[Any, QPoint], None] | None = None,
    ) -> None:
        super().__init__()
        self._context, self._verbs = context, verbs
        self._wanted: int | None = None
        self.table = RecordTable(
            context, key, columns, empty=empty, edit=verbs.change, names=names, record=record,
            whence=whence,
        )  # fmt: skip
        self.title = label(look="title")
        self.hint = label(look="hint")
        self.double_button = QToolButton()
        self.buttons = AddRemove(context)
        self._lay_out()
        self._make_actions()
        self._connect()

    def say(self, title: str, hint: str, add: str, remove: str, double: str = "") -> None:
        self.title.setText(title)
        self.hint.setText(hint)
        self.buttons.say(add, remove)
        self.double_button.setToolTip(double)
        for action, words in zip(self._actions, (add, double, remove), strict=True):
            action.setText(words)

    def set_rows(self, rows: Iterable[Any]) -> None:
        """Show these; the editor of a row that was just added opens."""
        self.table.set_rows(rows)
        self._enable()
        wanted = self._wanted
        if wanted is not None and self.table.model.row_of(wanted) >= 0:
            self._wanted = None
            self.table.begin_edit(wanted, self._verbs.opens)

    def add(self) -> None:
        if self._verbs.add is not None:
            self.open_later(self._verbs.add())

    def remove(self) -> None:
        rows = chosen_rows(self.table)
        if rows and self._verbs.remove is not None:
            self._verbs.remove(rows)

    def double(self) -> None:
        found = self.table.selected()
        if found is not None and self._verbs.double is not None:
            self.open_later(self._verbs.double(found))

    def open_later(self, row_id: int | None) -> None:
        """Open a new row's editor: the rows come back with the page's own reading."""
        if row_id is None:
            return
        if not self._verbs.opens:
            self.table.select(row_id)
        elif self.table.model.row_of(row_id) >= 0:
            self.table.begin_edit(row_id, self._verbs.opens)
        else:
            self._wanted = row_id

    def _lay_out(self) -> None:
        if self._verbs.double is None:
            self.double_button.hide()
        head = row(self.title, self.hint, None, self.double_button, self.buttons, spacing=4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        QTimer.singleShot(0, self, self._restyle)
        self._context.theme_changed.connect(self._restyle)

    def _make_actions(self) -> None:
        keys = (QKeySequence(Qt.Key.Key_Insert), QKeySequence("Ctrl+D"),
                QKeySequence(QKeySequence.StandardKey.Delete))  # fmt: skip
        verbs = (self._verbs.add, self._verbs.double, self._verbs.remove)
        self._actions = []
        for key, verb, slot in zip(keys, verbs, (self.add, self.double, self.remove), strict=True):
            action = QAction(self)
            action.setShortcut(key)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _=False, act=slot: act())
            self._actions.append(action)
            if verb is not None:
                # On the whole: where there is no row yet, the table itself is not there to type in.
                self.addAction(action)
                self.table.view.addAction(action)

    def _connect(self) -> None:
        self.buttons.add_wanted.connect(self.add)
        self.buttons.remove_wanted.connect(self.remove)
        self.double_button.clicked.connect(self.double)
        self.table.row_selected.connect(lambda _: self._enable())

    def _enable(self) -> None:
        chosen = self.table.selected() is not None
        self.buttons.enable_remove(chosen)
        self.double_button.setEnabled(chosen)

    def _restyle(self) -> None:
        from pmo_desktop.ui.icons import icon

        roles = self._context.palette
        self.double_button.setIcon(icon("double", roles["ink2"], disabled=roles["disabled"]))
