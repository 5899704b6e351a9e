"""The card beside the requests: what the chosen one asks for, and the line manager's answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QGridLayout,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)

from pmo_desktop.domain.fields import Kind
from pmo_desktop.domain.requests import ENDED, RequestState
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.coordination.columns import free_words, state_term
from pmo_desktop.ui.names import Names
from pmo_desktop.ui.widgets.card import Card, label

if TYPE_CHECKING:
    from pmo_desktop.services.free_time import FreeTime
    from pmo_desktop.services.request_rows import RequestRow

WIDTH = 286
ANSWER_HEIGHT = 84
BUTTONS = (
    (RequestState.ACCEPTED, "Agree"),
    (RequestState.OFFERED, "Offer"),
    (RequestState.DECLINED, "Decline"),
    (RequestState.WITHDRAWN, "Withdraw"),
    (RequestState.OPEN, "Open again"),
)


class AnswerCard(Card):
    """`answered` is sent with the state that was chosen; what was typed is in `answer` and
    `person`."""

    answered = Signal(object)

    def __init__(self, context: Context, names: Names) -> None:
        super().__init__()
        self._context, self._names = context, names
        self._row: RequestRow | None = None
        self.what, self.when = label(look="title", wrap=True), label(wrap=True)
        self.about, self.free = label(look="small", wrap=True), label(wrap=True)
        self.person = QLineEdit()
        self.answer = QPlainTextEdit()
        self.buttons = {state: QPushButton() for state, _ in BUTTONS}
        self._person_label, self._answer_label = label(look="small"), label(look="small")
        self._completer: QCompleter | None = None
        self.setFixedWidth(WIDTH)
        self._lay_out()
        self.retranslate()
        self.show_request(None, None)

    def show_request(self, row: RequestRow | None, free: FreeTime | None) -> None:
        """What is chosen in the table, and what is known of the person's time then."""
        is_other = row is None or self._row is None or row.id != self._row.id
        self._row = row
        if is_other or row is None or self._row is None:
            self.answer.setPlainText("" if row is None else row.answer)
            self.person.setText("" if row is None or row.is_placeholder else row.person)
        self._complete()
        self._say(row, free)
        for state, button in self.buttons.items():
            button.setVisible(row is not None and _may(row.state, state))
        for field in (self.answer, self.person):
            field.setEnabled(row is not None)

    def retranslate(self) -> None:
        text = self._context.language.text
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
        for field in (self._person_label, self.person, self._answer_label, self.answer):
            form.addWidget(field)
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
        parts = (f"{row.project_code} {row.project_name}".strip(), asked, row.note)
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
        return said if free.fits else f"{said} {text('That is not enough.')}"


def _may(now: str, then: RequestState) -> bool:
    """Whether the state can be chosen from the one that the request is in."""
    if then == now:
        return False
    if then is RequestState.OPEN:
        return now != RequestState.OPEN
    return now not in ENDED
