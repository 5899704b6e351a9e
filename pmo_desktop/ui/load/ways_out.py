"""The ways out of an overload, each in a row with its price; looked at, and adopted. Where several
people have too much, one after the other is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QPushButton
from typing_extensions import override

from pmo_desktop.domain.ways_out import Conflict, Way, WaysOut
from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.load.ways_out_columns import WayRow, columns
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.widgets.card import Card, row

if TYPE_CHECKING:
    from pmo_desktop.ui.gantt.plan_edits import PlanEdit
    from pmo_desktop.ui.jobs import Job

PEOPLE_WIDTH = 150


class Choice(NamedTuple):
    """Somebody who has too much, and by how many hours."""

    conflict: Conflict
    name: str
    hours: float


class WaysOutCard(Card):
    """`gantt_wanted` asks for the Gantt, where the chosen way is shown; `closed` to be put away."""

    gantt_wanted = Signal()
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._job: Job | None = None
        self._found: WaysOut | None = None
        self._asked: tuple[str, str] = ("", "")
        self._choices: Sequence[Choice] = ()
        self.people = QComboBox()
        self.people.setMinimumWidth(PEOPLE_WIDTH)
        self.table = RecordTable(context, "ways_out", columns(""), empty=self._empty)
        self.look, self.gantt = QPushButton(), QPushButton()
        self.adopt, self.close_ = QPushButton(), QPushButton()
        self.adopt.setProperty("look", "primary")
        self.head.addLayout(row(self.people, self.look, self.gantt, self.adopt, self.close_))
        self.body.addWidget(self.table, 1)
        self._connect()
        self.retranslate()

    def open(self, choices: Sequence[Choice], when: str) -> None:
        """Work them out beside the window, of the first of these people; `when` says which week."""
        self._choices, self._asked = choices, ("", when)
        self._fill()
        self._work(0)

    def _fill(self) -> None:
        language = self._context.language
        with QSignalBlocker(self.people):
            self.people.clear()
            for one in self._choices:
                hours = language.number(one.hours, 1 if one.hours < 10 else 0)
                self.people.addItem(language.text("{name} {hours} h", name=one.name, hours=hours))
        self.people.setVisible(len(self._choices) > 1)

    def _work(self, at: int) -> None:
        from pmo_desktop.services.ways_out import ways_out

        conflict, name, _ = self._choices[at]
        when = self._asked[1]
        workspace = self._context.workspace
        if workspace is None:
            return
        self.cancel()
        self._found, self._asked = None, (name, when)
        self.table.set_rows(())

        def work(report: Report) -> WaysOut:
            return ways_out(workspace, conflict, report)

        self._job = self._context.jobs.run(
            Named("Ways out of an overload"), work, self._take, lane="read", owner=self,
            failed=self._on_failed,
        )  # fmt: skip
        self._say()

    def cancel(self) -> None:
        """Nobody wants to know any more."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def retranslate(self) -> None:
        text = self._context.language.text
        self.look.setText(text("Show here"))
        self.look.setToolTip(text("The load as it would be"))
        self.gantt.setText(text("Show on the Gantt"))
        self.gantt.setToolTip(text("Where the tasks would go, upon the plan as it is"))
        self.adopt.setText(text("Adopt"))
        self.adopt.setToolTip(text("Do this: one edit that can be undone"))
        self.close_.setText(text("Close"))
        self.people.setToolTip(text("Who has too much"))
        self.people.setAccessibleName(text("Who has too much"))
        self._say()

    # Inside

    def _connect(self) -> None:
        self.people.activated.connect(self._on_person_chosen)
        self.table.row_selected.connect(self._on_selected)
        self.table.row_activated.connect(self._on_look)
        self.look.clicked.connect(self._on_look)
        self.gantt.clicked.connect(self._on_gantt_clicked)
        self.adopt.clicked.connect(self._on_adopt_clicked)
        self.close_.clicked.connect(self.closed)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.closed)

    def _on_person_chosen(self, at: int) -> None:
        self._context.show_preview(None)
        self._work(at)

    def _on_selected(self, _row: object) -> None:
        self._say()

    def _on_look(self, _row: object = None) -> None:
        self._show()

    def _on_adopted(self, _result: object) -> None:
        self.closed.emit()

    def _take(self, found: WaysOut) -> None:
        self._job = None
        self._found = found
        self.table.set_columns(columns(found.currency))
        self.table.set_rows(WayRow(at, way) for at, way in enumerate(found.ways, 1))
        first = next((at for at, way in enumerate(found.ways, 1) if way.exists), None)
        if first is not None:
            self.table.select(first)
        self._say()

    def _on_failed(self, error: BaseException) -> None:
        from pmo_desktop.progress import Cancelled

        self._job = None
        if not isinstance(error, Cancelled):
            self._context.show_error(error)
        self._say()

    def _way(self) -> Way | None:
        chosen = self.table.selected()
        return chosen.way if chosen is not None and chosen.way.exists else None

    def _edit(self, way: Way) -> PlanEdit:
        from pmo_desktop.services.ways_out import title_of, verb_of
        from pmo_desktop.ui.gantt.plan_edits import PlanEdit

        assert self._found is not None  # a way is one of those that were found
        title = title_of(way, self._found.person)
        return PlanEdit(title.text, title.params, verb_of(way), way.args)

    def _show(self) -> bool:
        from pmo_desktop.ui.preview import Preview

        way = self._way()
        if way is None or way.effect is None:
            return False
        effect = way.effect
        preview = Preview(
            self._edit(way),
            effect.moved,
            way.what.rule,
            way.what.params,
            effect.changed,
            effect.rests,
        )
        self._context.show_preview(preview)
        return True

    def _on_gantt_clicked(self) -> None:
        if self._show():
            self.gantt_wanted.emit()

    def _on_adopt_clicked(self) -> None:
        from pmo_desktop.ui.gantt.plan_edits import do

        way = self._way()
        if way is not None:
            do(self._context, self._edit(way), self, self._on_adopted)

    def _say(self) -> None:
        language, (name, when) = self._context.language, self._asked
        text = language.text
        hint = ""
        if self._found is not None:
            hours = language.number(self._found.over, 1)
            hint = text("{hours} h beyond capacity", hours=hours)
        self.say(text("Ways out: {name}, {when}", name=name, when=when), hint)
        way = self._way()
        for button in (self.look, self.adopt):
            button.setEnabled(way is not None)
        # More capacity changes no task: the plan would look as it does.
        effect = way.effect if way is not None else None
        self.gantt.setEnabled(effect is not None and bool(effect.moved or effect.changed))

    def _empty(self) -> str:
        return self._context.language.text("What can be done is being tried.")

    @override
    def hideEvent(self, event: object) -> None:
        del event
        self.cancel()
