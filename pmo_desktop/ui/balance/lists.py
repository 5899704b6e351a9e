"""The lists of the page: what moved, what stays unsolved, what was found, what lies elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget

from pmo_desktop.domain.balance import Levelled
from pmo_desktop.ui.balance.columns import (
    FINDINGS,
    HELD,
    MOVES,
    UNSOLVED,
    FindingRow,
    HeldRow,
    MoveRow,
    UnsolvedRow,
)
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.card import Card, row
from pmo_desktop.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from pmo_desktop.services.balancing import MovedTask

LISTS = ("moves", "unsolved", "findings", "held")


class BalanceLists(Card):
    """`task_wanted(task id)` where a row is double-clicked; `put_back_wanted(task ids)`, of None:
    all that are held."""

    task_wanted = Signal(int)
    put_back_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(titled=False)
        self._context = context
        self._found: Levelled | None = None
        self.lists = Segments(LISTS)
        self.stack = QStackedWidget()
        self.moves = RecordTable(context, "balance_moves", MOVES, empty=self._no_moves)
        self.unsolved = RecordTable(context, "balance_unsolved", UNSOLVED, empty=self._all_solved)
        self.findings = RecordTable(context, "balance_findings", FINDINGS, empty=self._no_finding)
        self.held = RecordTable(context, "balance_held", HELD, empty=self._none_held)
        self.put_back, self.put_all_back = QPushButton(), QPushButton()
        self._tables = (self.moves, self.unsolved, self.findings, self.held)
        filters = QStackedWidget()
        filters.setFixedWidth(120)
        for table in self._tables:
            self.stack.addWidget(table)
            filters.addWidget(table.filter_edit)
        self._filters = filters
        self.body.addLayout(row(self.lists, None, filters))
        self.body.addWidget(self.stack, 1)
        self.body.addLayout(row(None, self.put_back, self.put_all_back))
        self._connect()
        self.retranslate()

    @property
    def filter_edit(self) -> object:
        return self._tables[LISTS.index(self.lists.current)].filter_edit

    def show_found(self, found: Levelled | None) -> None:
        self._found = found
        self.moves.set_rows(() if found is None else map(MoveRow, found.moves))
        unsolved = () if found is None else found.unsolved
        self.unsolved.set_rows(UnsolvedRow(at, one) for at, one in enumerate(unsolved, 1))
        findings = () if found is None else found.findings
        self.findings.set_rows(FindingRow(at, one) for at, one in enumerate(findings, 1))
        self._say_counts()

    def show_held(self, tasks: Sequence[MovedTask]) -> None:
        """What levelling moved, as the tables stand."""
        self.held.set_rows(map(HeldRow, tasks))
        self._say_counts()

    def retranslate(self) -> None:
        text = self._context.language.text
        self.put_back.setText(text("Put back the chosen ones"))
        self.put_all_back.setText(text("Put all back"))
        self.put_back.setToolTip(text("Let them lie where they would without levelling"))
        self._say_counts()

    def _connect(self) -> None:
        self.lists.chosen.connect(self._on_list_chosen)
        self.put_all_back.clicked.connect(lambda: self.put_back_wanted.emit(None))
        self.put_back.clicked.connect(self._on_put_back)
        self.held.view.selectionModel().selectionChanged.connect(self._say_buttons)
        for table in (self.moves, self.held):
            table.row_activated.connect(lambda one: self.task_wanted.emit(one.id))
        self.unsolved.row_activated.connect(self._on_unsolved_activated)
        self._on_list_chosen(LISTS[0])

    def _on_list_chosen(self, key: str) -> None:
        at = LISTS.index(key)
        self.stack.setCurrentIndex(at)
        self._filters.setCurrentIndex(at)
        self._say_buttons()

    def _on_unsolved_activated(self, one: UnsolvedRow) -> None:
        if one.found.task_ids:
            self.task_wanted.emit(one.found.task_ids[0])

    def _on_put_back(self) -> None:
        chosen = self._chosen()
        if chosen:
            self.put_back_wanted.emit(chosen)

    def _chosen(self) -> list[int]:
        rows = self.held.view.selectionModel().selectedRows()
        return [self.held.model.shown[index.row()].id for index in rows]

    def _say_buttons(self) -> None:
        of_held = self.lists.current == "held"
        self.put_back.setVisible(of_held)
        self.put_all_back.setVisible(of_held)
        self.put_back.setEnabled(bool(self._chosen()))
        self.put_all_back.setEnabled(bool(self.held.model.shown))

    def _say_counts(self) -> None:
        text, found = self._context.language.text, self._found
        moves = 0 if found is None else len(found.moves)
        unsolved = 0 if found is None else len(found.unsolved)
        findings = 0 if found is None else len(found.findings)
        self.lists.set_texts((
            text("Moved {count}", count=moves),
            text("Not solved {count}", count=unsolved),
            text("Findings {count}", count=findings),
            text("Held now {count}", count=len(self.held.model.shown)),
        ))  # fmt: skip
        self._say_buttons()

    # What is said of an empty list

    def _no_moves(self) -> str:
        text = self._context.language.text
        if self._found is None:
            return text(
                "Balancing moves work to where its people have room, the less important projects"
                " first. Nothing is changed until you adopt it."
            )
        return text("Nothing has to move.")

    def _all_solved(self) -> str:
        text = self._context.language.text
        if self._found is None:
            return text("Who is asked for too much and cannot be helped by moving stands here.")
        return text("Nobody is asked for more than there is.")

    def _no_finding(self) -> str:
        return self._context.language.text("Every task that has people can be levelled.")

    def _none_held(self) -> str:
        return self._context.language.text("Levelling has moved nothing so far.")
