"""The card beside the requests: what the chosen one asks for, and the line manager's answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QDateEdit,
    QGridLayout,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)

from pmo_desktop.domain.fields import Kind
from pmo_desktop.domain.requests import ENDED, PENDING, RequestState
from pmo_desktop.services.refused import Refused
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.coordination.columns import HOUR, free_words, read_units, state_term
from pmo_desktop.ui.names import Names
from pmo_desktop.ui.widgets.card import Card, label, row
from pmo_desktop.ui.widgets.optional_date import SHOWN_AS

if TYPE_CHECKING:
    from pmo_desktop.services.free_time import FreeTime
    from pmo_desktop.services.request_parts import Part
    from pmo_desktop.services.request_rows import RequestRow

WIDTH = 286
ANSWER_HEIGHT = 84
UNITS_WIDTH, RIVALS_SHOWN = 64, 4
BUTTONS = (
    (RequestState.ACCEPTED, "Agree"),
    (RequestState.OFFERED, "Offer"),
    (RequestState.DECLINED, "Decline"),
    (RequestState.WITHDRAWN, "Withdraw"),
    (RequestState.OPEN, "Open again"),
)


class AnswerCard(Card):
    """`answered` is sent with the state that was chosen; what was typed is in `answer` and
    `person`, and in `given` where less than what was asked for is given."""

    answered = Signal(object)

    def __init__(self, context: Context, names: Names) -> None:
        super().__init__()
        self._context, self._names = context, names
        self._row: RequestRow | None = None
        self.what, self.when = label(look="title", wrap=True), label(wrap=True)
        self.about, self.free = label(look="small", wrap=True), label(wrap=True)
        self.person, self.units = QLineEdit(), QLineEdit()
        self.first, self.last = QDateEdit(), QDateEdit()
        self.rest = label(look="small", wrap=True)
        self.answer = QPlainTextEdit()
        self.buttons = {state: QPushButton() for state, _ in BUTTONS}
        self._person_label, self._answer_label = label(look="small"), label(look="small")
        self._given_label = label(look="small")
        self._completer: QCompleter | None = None
        self.setFixedWidth(WIDTH)
        self._lay_out()
        self.retranslate()
        self.show_request(None, None)

    def show_request(self, row: RequestRow | None, free: FreeTime | None) -> None:
        """What is chosen in the table, and what is known of the person's time then."""
        is_other = row is None or self._row is None or row.id != self._row.id
        is_new = is_other or _asked(row) != _asked(self._row)
        self._row = row
        if is_other or row is None or self._row is None:
            self.answer.setPlainText("" if row is None else row.answer)
            self.person.setText("" if row is None or row.is_placeholder else row.person)
        if is_new:
            self._show_given(row)
        self._complete()
        self._say(row, free)
        for state, button in self.buttons.items():
            button.setVisible(row is not None and _may(row.state, state))
        for field in (self.answer, self.person):
            field.setEnabled(row is not None)

    def given(self, state: RequestState) -> Part | None:
        """What of it is given, where that is less than what was asked for. Raises `Refused` for a
        share that is none."""
        row = self._row
        if row is None or state not in (RequestState.ACCEPTED, RequestState.OFFERED):
            return None
        from pmo_desktop.services.request_parts import Part

        part = Part(_day(self.first), _day(self.last), read_units(self.units.text()))
        return None if part == (row.first, row.last, row.units) else part

    def retranslate(self) -> None:
        text = self._context.language.text
        self._given_label.setText(text("From when to when"))
        self.say(text("Answer"))
        self._person_label.setText(text("Who is named for it"))
        self._answer_label.setText(text("What is answered"))
        for state, source in BUTTONS:
            self.buttons[state].setText(text(source))

    def _lay_out(self) -> None:
        self.answer.setFixedHeight(ANSWER_HEIGHT)
        self.answer.setTabChangesFocus(True)
        self.buttons[RequestState.ACCEPTED].setProperty("look", "primary")
        form = QVBoxLayout()
        form.setSpacing(4)
        for part in (self.what, self.when, self.about, self.free):
            form.addWidget(part)
        form.addSpacing(6)
        form.addWidget(self._person_label)
        form.addLayout(row(self.person, self.units, spacing=4))
        form.addWidget(self._given_label)
        self.units.setFixedWidth(UNITS_WIDTH)
        for day in (self.first, self.last):
            day.setDisplayFormat(SHOWN_AS)
            day.setCalendarPopup(True)
            day.dateChanged.connect(lambda _: self._say_rest())
        self.units.textChanged.connect(lambda _: self._say_rest())
        form.addLayout(row(self.first, self.last, spacing=4))
        form.addWidget(self.rest)
        form.addWidget(self._answer_label)
        form.addWidget(self.answer)
        grid = QGridLayout()
        grid.setSpacing(6)
        for number, (state, _) in enumerate(BUTTONS):
            grid.addWidget(self.buttons[state], number // 2, number % 2)
            self.buttons[state].clicked.connect(
                lambda _on=False, chosen=state: self.answered.emit(chosen)
            )
        self.body.addLayout(form)
        self.body.addLayout(grid)
        self.body.addStretch(1)

    def _show_given(self, row: RequestRow | None) -> None:
        """What was asked for, to be lessened."""
        is_whole = row is None or row.is_placeholder or row.state not in PENDING
        for field in (self._given_label, self.units, self.first, self.last):
            field.setVisible(not is_whole)
        if row is not None:
            self.units.setText(f"{row.units * 100:g}%")
            for field, day in ((self.first, row.first), (self.last, row.last)):
                field.setDate(QDate(day.year, day.month, day.day))
        self._say_rest()

    def _say_rest(self) -> None:
        try:
            part = self.given(RequestState.ACCEPTED)
        except Refused:
            part = None
        is_less = part is not None and self._row is not None and self._row.state in PENDING
        self.rest.setVisible(is_less)
        self.rest.setText(
            self._context.language.text("The rest goes on waiting as a request of its own.")
        )

    def _complete(self) -> None:
        if self._completer is not None:
            self._completer.deleteLater()
        completer = QCompleter(list(self._names(Kind.PERSON)), self.person)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        offers = QListView()
        offers.setProperty("look", "completion")
        completer.setPopup(offers)
        self.person.setCompleter(completer)
        self._completer = completer

    def _say(self, row: RequestRow | None, free: FreeTime | None) -> None:
        language = self._context.language
        text, term = language.text, language.term
        if row is None:
            self.what.setText(text("Choose a request."))
            for part in (self.when, self.about, self.free):
                part.setText("")
            return
        self.say(text("Answer"), term(state_term(row.state)))
        self.what.setText(row.name or text("Anybody"))
        self.when.setText(
            text(
                "{units} from {first} to {last}",
                units=language.percent(row.units),
                first=row.first,
                last=row.last,
            )
        )
        asked = text(
            "Asked by {asker} of {asked} on {day}",
            asker=row.asked_by or "–",
            asked=row.asked_of or "–",
            day=row.asked_on,
        )
        project = text(
            "{project}, priority {priority}",
            project=f"{row.project_code} {row.project_name}".strip(),
            priority=row.priority,
        )
        parts = (project, asked, row.note)
        self.about.setText("\n".join(filter(None, parts)))
        self.free.setText("" if free is None else self._free(row, free))

    def _free(self, row: RequestRow, free: FreeTime) -> str:
        text = self._context.language.text
        said = text(
            "{person} has free {free}; {asked} h are asked for.",
            person=row.person,
            free=free_words(free, self._context.language),
            asked=self._context.language.number(free.asked / 60),
        )
        if free.fits:
            return said
        others = self._rivals(row, free)
        return "\n".join(filter(None, (f"{said} {text('That is not enough.')}", others)))

    def _rivals(self, row: RequestRow, free: FreeTime) -> str:
        """Who else asks for the same days, and whose turn it is by priority."""
        language = self._context.language
        text = language.text
        found = []
        for one in free.rivals[:RIVALS_SHOWN]:
            hours = language.number(one.minutes / HOUR)
            if not one.code:
                found.append(text("no project {hours} h", hours=hours))
            elif one.soft:
                found.append(
                    text("{project} (priority {priority}) {hours} h, soft",
                         project=one.code, priority=one.priority, hours=hours)
                )  # fmt: skip
            else:
                found.append(
                    text("{project} (priority {priority}) {hours} h",
                         project=one.code, priority=one.priority, hours=hours)
                )  # fmt: skip
        if not found:
            return ""
        told = text("The time goes to: {projects}.", projects=language.enumeration(found))
        behind = [one for one in free.rivals if one.code and one.priority > row.priority]
        if behind and not all(one.soft for one in behind):
            told += " " + text("Some of it is less urgent than this request.")
        return told


def _asked(row: RequestRow | None) -> tuple[object, ...]:
    """What of a request the fields of what is given begin with."""
    return () if row is None else (row.units, row.first, row.last, row.state, row.is_placeholder)


def _day(field: QDateEdit) -> date:
    chosen = field.date()
    return date(chosen.year(), chosen.month(), chosen.day())


def _may(now: str, then: RequestState) -> bool:
    """Whether the state can be chosen from the one that the request is in."""
    if then == now:
        return False
    if then is RequestState.OPEN:
        return now != RequestState.OPEN
    return now not in ENDED
