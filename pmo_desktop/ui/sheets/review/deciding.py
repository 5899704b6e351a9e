"""What can be decided of the changes of a file under review, by keys and by menu.

A accepts the chosen rows, K keeps what the database has, E or F2 takes a value of one's own, + says
that a doubtful row is a new record; with Shift, A and K decide the whole record. N goes to the next
row that waits for a decision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton

from pmo_desktop.exchange.comparing.choice import Choice
from pmo_desktop.exchange.comparing.places import Answer, Decision, Difference, Place
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.sheets.review.rows import ChangeRow
from pmo_desktop.ui.tables.table import RecordTable

SHIFT, KEY = Qt.Modifier.SHIFT, Qt.Key


class Deciding(QObject):
    """`decided` is sent after each decision; `decided_everywhere` asks for one on all files, with
    what does it to a file; `next_asked` for the next row to decide. `button` has the menu."""

    decided = Signal()
    decided_everywhere = Signal(object)
    next_asked = Signal()

    def __init__(self, context: Context, table: RecordTable) -> None:
        super().__init__(table)
        self._context = context
        self._table = table
        self._choice: Choice | None = None
        self.accept = self._action(self._accept, QKeySequence(KEY.Key_A))
        self.keep = self._action(self._keep, QKeySequence(KEY.Key_K))
        self.edit = self._action(self._edit, QKeySequence(KEY.Key_E))
        self.new = self._action(self._as_new, QKeySequence(KEY.Key_Plus), KEY.Key_Insert)
        self.accept_record = self._action(self._accept_record, QKeySequence(SHIFT | KEY.Key_A))
        self.keep_record = self._action(self._keep_record, QKeySequence(SHIFT | KEY.Key_K))
        self.next = self._action(self.next_asked.emit, QKeySequence(KEY.Key_N))
        self.button = QPushButton()
        self.menu = QMenu(self.button)
        self.button.setMenu(self.menu)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.retranslate()

    def show_choice(self, choice: Choice) -> None:
        """The decisions are about this file."""
        self._choice = choice
        self.button.setEnabled(bool(choice.places))

    def retranslate(self) -> None:
        text = self._context.language.text
        self.button.setText(text("Decide"))
        self.accept.setText(text("Accept"))
        self.keep.setText(text("Keep what the database has"))
        self.edit.setText(text("Another value…"))
        self.new.setText(text("It is a new record"))
        self.accept_record.setText(text("Accept all of the record"))
        self.keep_record.setText(text("Keep the record as it is"))
        self.next.setText(text("Next to decide"))

    # The chosen rows

    def _action(self, slot: Callable[[], None], key: QKeySequence, *more: Qt.Key) -> QAction:
        action = QAction(self._table.view)
        action.setShortcuts([key, *map(QKeySequence, more)])
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(slot)
        self._table.view.addAction(action)
        return action

    def _chosen(self) -> list[ChangeRow]:
        numbers = {index.row() for index in self._table.view.selectionModel().selectedRows()}
        return [self._table.model.shown[number] for number in sorted(numbers)]

    def _accept(self) -> None:
        self._decide(self._places(self._chosen()), Decision.ACCEPT)

    def _keep(self) -> None:
        self._decide(self._places(self._chosen()), Decision.KEEP)

    def _accept_record(self) -> None:
        self._decide(self._of_records(), Decision.ACCEPT)

    def _keep_record(self) -> None:
        self._decide(self._of_records(), Decision.KEEP)

    def _as_new(self) -> None:
        choice = self._choice
        doubts = [row.record.doubt for row in self._chosen() if row.record and row.record.doubt]
        if choice is None or not doubts:
            return
        for doubt in doubts:
            choice.answer(doubt.key, Answer.NEW)
        self.decided.emit()

    def _edit(self) -> None:
        selected = self._table.selected()
        if isinstance(selected, ChangeRow) and selected.field is not None:
            self._table.begin_edit(selected.id, "decision")

    def _places(self, rows: Iterable[ChangeRow]) -> list[Place]:
        return [row.id for row in rows if isinstance(row.id, Place)]

    def _of_records(self) -> list[Place]:
        if self._choice is None:
            return []
        records = {(place.project, place.record) for place in self._places(self._chosen())}
        return [place for place in self._choice.places if (place.project, place.record) in records]

    def _decide(self, places: Iterable[Place], decision: Decision) -> None:
        if self._choice is None:
            return
        for place in places:
            self._choice.decide(place, decision)
        self.decided.emit()

    # A whole file, and all of them

    def _fill_menu(self) -> None:
        text, menu = self._context.language.text, self.menu
        menu.clear()
        menu.addActions([self.accept, self.keep, self.edit, self.new])
        menu.addSeparator()
        menu.addActions([self.accept_record, self.keep_record, self.next])
        here, everywhere = menu.addMenu(text("In this file")), menu.addMenu(text("In all files"))
        for words, decide in self._wholesale():
            here.addAction(words, partial(self._here, decide))
            everywhere.addAction(words, partial(self.decided_everywhere.emit, decide))

    def _wholesale(self) -> list[tuple[str, Callable[[Choice], None]]]:
        text = self._context.language.text
        return [
            (text("Conflicts: take the file's values"), _all(Difference.CONFLICT, Decision.ACCEPT)),
            (text("Conflicts: keep the database's"), _all(Difference.CONFLICT, Decision.KEEP)),
            (text("Doubtful: they are the same"), _answer_all(Answer.SAME)),
            (text("Doubtful: they are new"), _answer_all(Answer.NEW)),
            (text("Outdated: take the file's values"), _all(Difference.OUTDATED, Decision.ACCEPT)),
            (text("Accept all that was changed and added"), _accept_news),
            (text("Keep all as the database has it"), _keep_all),
        ]

    def _here(self, decide: Callable[[Choice], None]) -> None:
        if self._choice is not None:
            decide(self._choice)
            self.decided.emit()


def _all(difference: Difference, decision: Decision) -> Callable[[Choice], None]:
    def decide(choice: Choice) -> None:
        for place in choice.places:
            if choice.difference(place) is difference:
                choice.decide(place, decision)

    return decide


def _answer_all(answer: Answer) -> Callable[[Choice], None]:
    def decide(choice: Choice) -> None:
        for doubt in choice.doubts():
            choice.answer(doubt.key, answer)

    return decide


def _accept_news(choice: Choice) -> None:
    for place in choice.places:
        if choice.difference(place) in (Difference.ADDED, Difference.CHANGED):
            choice.decide(place, Decision.ACCEPT)


def _keep_all(choice: Choice) -> None:
    for place in choice.places:
        choice.decide(place, Decision.KEEP)
