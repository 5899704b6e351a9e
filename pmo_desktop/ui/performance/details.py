"""What a row of planned against actual is made of: its parts, the days behind them, and how the
work was found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.performance.columns import (
    DayRow,
    WorkRow,
    day_columns,
    feedback_columns,
    work_columns,
)
from pmo_desktop.ui.performance.rows import TASK, parts_of
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.buttons import AddRemove
from pmo_desktop.ui.widgets.card import Card
from pmo_desktop.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from pmo_desktop.services.feedback import FeedbackRow
    from pmo_desktop.services.performance import Actuals
    from pmo_desktop.services.timesheets import EntryRow

PARTS, DAYS, FEEDBACK = TABS = ("parts", "days", "feedback")


class Details(Card):
    """`opened` is sent with a part (a task of a person, a person of a task) that was activated."""

    opened = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._found: Actuals | None = None
        self._row: WorkRow | None = None
        self._view = ""
        self._feedback: Sequence[FeedbackRow] = ()
        self.tabs = Segments(TABS)
        self.parts = self._table("performance_parts", work_columns(""), self._no_parts)
        self.days = self._table("performance_days", day_columns(), self._no_days)
        self.feedback = RecordTable(
            context, "feedback", feedback_columns(), empty=self._no_feedback, edit=self._edit
        )
        self.buttons = AddRemove(context)
        self._stack = QStackedWidget()
        self._lay_out()
        self.tabs.chosen.connect(self._on_tab)
        self.parts.row_activated.connect(self.opened)
        self.parts.row_selected.connect(lambda _: self._ask_days())
        self.feedback.row_selected.connect(lambda row: self.buttons.enable_remove(row is not None))
        self.buttons.add_wanted.connect(self.add)
        self.buttons.remove_wanted.connect(self.remove)
        self._on_tab(PARTS)

    def show_row(
        self, found: Actuals, row: WorkRow | None, view: str, feedback: Sequence[FeedbackRow]
    ) -> None:
        """What a row of the list is made of; None where none is chosen."""
        self._found, self._row, self._view, self._feedback = found, row, view, feedback
        language = self._context.language
        self.say(language.text("Behind it"), "" if row is None else row.name)
        parts = [] if row is None else parts_of(found, row, view, language)
        self.parts.set_rows(parts)
        self.feedback.set_rows([one for one in feedback if self._is_about(one)])
        self.tabs.setVisible(True)
        self.buttons.setEnabled(found.shown)
        self._ask_days()

    def retranslate(self) -> None:
        text = self._context.language.text
        self.tabs.set_texts((text("Parts"), text("Days"), text("Feedback")))
        self.buttons.say(
            text("Write down how the chosen work was found"), text("Remove the chosen feedback")
        )

    def add(self) -> None:
        """Feedback on the chosen part: one person's work on one task."""
        part = self.parts.selected()
        if part is None or part.task_id is None or part.person_id is None:
            self._context.warn("Choose a person's work on a task under “Parts” first.")
            return
        from pmo_desktop.services.feedback import add_feedback
        from pmo_desktop.storage.changes import Title

        assert self._found is not None  # there is a part
        name = self._found.people[part.person_id].name
        # A title is told of by undo and the change log, also where names are not to be.
        title = Title("Write down feedback")
        if self._context.edit(title, add_feedback, part.task_id, name, {"rating": 3}) is not None:
            self.tabs.choose(FEEDBACK)

    def remove(self) -> None:
        row = self.feedback.selected()
        if row is not None:
            from pmo_desktop.services.feedback import remove_feedback
            from pmo_desktop.storage.changes import Title

            title = Title("Remove feedback")
            self._context.edit(title, remove_feedback, row.id)

    def _table(self, key: str, columns: Sequence[Column], empty: Any) -> RecordTable:
        return RecordTable(self._context, key, columns, empty=empty)

    def _lay_out(self) -> None:
        for table in (self.parts, self.days, self.feedback):
            self._stack.addWidget(table)
        self.head.addWidget(self.buttons)
        inside = QVBoxLayout()
        inside.setSpacing(8)
        inside.addWidget(self.tabs)
        inside.addWidget(self._stack, 1)
        self.body.addLayout(inside, 1)

    def _on_tab(self, key: str) -> None:
        self._stack.setCurrentIndex(TABS.index(key))
        self.buttons.setVisible(key != DAYS)

    def _is_about(self, one: FeedbackRow) -> bool:
        row = self._row
        if row is None:
            return False
        pairs = (
            (row.person_id, one.person_id),
            (row.task_id, one.task_id),
            (row.project_id, one.project_id),
        )
        return all(wanted in (None, got) for wanted, got in pairs)

    def _ask_days(self) -> None:
        """The entries behind the chosen part, or behind all of them."""
        from pmo_desktop.services.timesheets import entries_of

        found, row = self._found, self.parts.selected() or self._row
        if found is None or row is None or self._context.workspace is None:
            self.days.set_rows([])
            return
        workspace = self._context.workspace
        person = row.person_id if found.shown else None
        first, last = found.first, found.last

        def read() -> Sequence[EntryRow]:
            return workspace.query(
                entries_of, first, last, person_id=person, project_id=row.project_id,
                task_id=row.task_id,
            )  # fmt: skip

        self._context.jobs.ask(read, lambda rows: self._take_days(found, row, rows), owner=self)

    def _take_days(self, found: Actuals, row: WorkRow, rows: Sequence[EntryRow]) -> None:
        if self._found is not found or row is not (self.parts.selected() or self._row):
            return
        if found.shown:
            self.days.set_rows([_day(entry, self._view) for entry in rows])
            return
        sums: dict[tuple[date, str], int] = {}
        for entry in rows:
            key = entry.day, entry.task or entry.project
            sums[key] = sums.get(key, 0) + entry.minutes
        self.days.set_rows(
            DayRow(number, day, name, minutes, "")
            for number, ((day, name), minutes) in enumerate(sums.items(), 1)
        )

    def _edit(self, row: FeedbackRow, column: Column, value: Any) -> bool:
        from pmo_desktop.services.feedback import change_feedback
        from pmo_desktop.storage.changes import Title

        title = Title("Change feedback")
        changed = {column.key: value}
        return self._context.edit(title, change_feedback, row.id, changed) is not None

    def _no_parts(self) -> str:
        return self._context.language.text("Choose a row to see what it is made of.")

    def _no_days(self) -> str:
        return self._context.language.text("No timesheet has hours of it in this period.")

    def _no_feedback(self) -> str:
        text = self._context.language.text
        if self._found is not None and not self._found.shown:
            return text("How people did is not shown in this office.")
        return text("Nothing was written down. Choose a person's work on a task, then +.")


def _day(entry: EntryRow, view: str) -> DayRow:
    """A person's day says of what, any other whose it is."""
    of = entry.person if view == TASK else " · ".join(filter(None, (entry.person, entry.task)))
    return DayRow(entry.id, entry.day, of or entry.project, entry.minutes, entry.note)
