"""Which columns a table shows, in which order and how wide; remembered as the user leaves them.

A width that the user has not set follows from what the cells hold, see `widths`. It is looked at
when rows come in, and only grows from then on: nothing jumps while one types or filters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QHeaderView, QMenu

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.tables.cells import PADDING, CellMeasure
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.model import RecordModel
from pmo_desktop.ui.tables.view import View
from pmo_desktop.ui.tables.widths import Want, widths

MIN_WIDTH = 36
# Of how many rows the cells are looked at, and of how many of each column's longest the width.
LOOKED_AT, MEASURED = 120, 3
SAVE_DELAY_MS = 400


class ColumnLayout(QObject):
    """Of the table under `key`, whose view has its model already."""

    def __init__(self, context: Context, key: str, view: View, model: RecordModel) -> None:
        super().__init__(view)
        self._context = context
        self._key = key
        self._view = view
        self._model = model
        self._own: dict[str, int] = {}
        self._needs: dict[str, int] = {}
        self._fitting = False
        self._save_later = QTimer(self, singleShot=True, interval=SAVE_DELAY_MS)
        self._save_later.timeout.connect(self._save)
        header = self._header()
        header.setSectionsMovable(True)
        header.setMinimumSectionSize(MIN_WIDTH)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_menu_asked)
        self.restore()
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(lambda *_: self._save_later.start())

    def shown(self) -> list[int]:
        """The numbers of the columns in sight, from left to right."""
        header = self._header()
        order = (header.logicalIndex(at) for at in range(header.count()))
        return [number for number in order if not header.isSectionHidden(number)]

    def restore(self, state: dict[str, Any] | None = None) -> None:
        """As it was left, or as `state` says."""
        state = self._context.settings.table(self._key) if state is None else state
        columns = self._model.columns
        usual = {column.key: column.width for column in columns if not column.stretch}
        kept = {key: int(width) for key, width in state.get("widths", {}).items()}
        # What equals the usual width was not set by anybody.
        self._own = {key: kept[key] for key in usual if kept.get(key, usual[key]) != usual[key]}
        known = state.get("order", ())
        hidden = {c.key for c in columns if c.hidden and c.key not in known}
        hidden |= set(state.get("hidden", ()))
        header = self._header()
        self._fitting = True
        for number, column in enumerate(columns):
            header.resizeSection(number, self._own.get(column.key, column.width))
            header.setSectionHidden(number, column.key in hidden)
        keys = [column.key for column in columns]
        for place, key in enumerate(k for k in state.get("order", keys) if k in keys):
            header.moveSection(header.visualIndex(keys.index(key)), place)
        self._fitting = False
        self._save_later.stop()
        self._needs.clear()
        self.look()

    def look(self) -> None:
        """Rows have come in: columns whose cells are cut get the room that others do not need."""
        if not self._model.shown:
            return
        before = dict(self._needs)
        measure = CellMeasure()
        rows = list(self._sample())
        for number in self.shown():
            column = self._model.columns[number]
            need = max(self._of_cells(measure, column, rows), self._of_header(column))
            self._needs[column.key] = max(need, self._needs.get(column.key, 0))
        if self._needs != before:
            self.fit()

    def fit(self) -> None:
        """Give each column its width in the room of now."""
        header, shown = self._header(), self.shown()
        given = widths(self._view.room, [self._want(number) for number in shown])
        self._fitting = True
        for number, width in zip(shown, given, strict=True):
            header.resizeSection(number, max(width, MIN_WIDTH))
        self._fitting = False

    def forget(self) -> None:
        """Other words or another office: what was measured holds no more."""
        self._needs.clear()

    def choose(self, number: int, shown: bool) -> None:
        """Show a column or hide it; the last one stays."""
        if not shown and len(self.shown()) == 1:
            return
        self._fitting = True
        self._header().setSectionHidden(number, not shown)
        self._fitting = False
        self.look()
        self.fit()
        self._save()

    def menu(self) -> QMenu:
        """To choose the columns, and to have them as they were at first."""
        menu = QMenu(self._view)
        language = self._context.language
        for number, column in enumerate(self._model.columns):
            action = menu.addAction(language.term(column.header_term))
            action.setCheckable(True)
            action.setChecked(not self._header().isSectionHidden(number))
            action.toggled.connect(lambda on, at=number: self.choose(at, on))
        menu.addSeparator()
        menu.addAction(language.text("Columns as at first"), self._reset)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _header(self) -> QHeaderView:
        return self._view.horizontalHeader()

    def _want(self, number: int) -> Want:
        column = self._model.columns[number]
        own = self._own.get(column.key)
        if own is not None:
            return Want(own, own)
        need = self._needs.get(column.key, column.width)
        return Want(column.width, need, column.stretch)

    def _of_header(self, column: Column) -> int:
        """Of its words: Qt's own hint has room for more marks than are drawn."""
        if column.tick:
            return MIN_WIDTH
        words = self._context.language.term(column.header_term)
        return self._header().fontMetrics().horizontalAdvance(words) + 2 * PADDING + 1

    def _of_cells(self, measure: CellMeasure, column: Column, rows: list[Any]) -> int:
        if column.light or column.tick or column.progress:
            return column.width
        language = self._context.language
        texts = {column.text(row, language): row for row in rows}
        longest = sorted(texts, key=_rough, reverse=True)[:MEASURED]
        return max((measure.width(column, text, texts[text]) for text in longest), default=0)

    def _sample(self) -> Iterator[Any]:
        rows = self._model.shown
        yield from rows[:: max(len(rows) // LOOKED_AT, 1)]

    def _reset(self) -> None:
        self.restore({})
        self.fit()
        self._save()

    def _save(self) -> None:
        header, columns = self._header(), self._model.columns
        state = {
            "hidden": [c.key for n, c in enumerate(columns) if header.isSectionHidden(n)],
            "order": [columns[header.logicalIndex(at)].key for at in range(header.count())],
            "widths": dict(self._own),
        }
        self._context.settings.set_table(self._key, state)

    def _on_resized(self, number: int, _before: int, width: int) -> None:
        if self._fitting or not width:
            return
        column = self._model.columns[number]
        if not column.stretch:
            self._own[column.key] = width
        self._save_later.start()

    def _on_menu_asked(self, point: QPoint) -> None:
        self.menu().popup(self._header().mapToGlobal(point))


def _rough(text: str) -> int:
    """About how wide; a Chinese character is as wide as two letters."""
    return len(text) + sum(1 for sign in text if sign > "\u2e80")
