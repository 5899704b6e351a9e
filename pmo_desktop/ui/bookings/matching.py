"""The card beside the bookings: who could take what is asked of nobody yet, best first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalMapper, Signal
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from pmo_desktop.language import Language
from pmo_desktop.ui.widgets.card import Card, label

if TYPE_CHECKING:
    from pmo_desktop.services.matching import Candidate

WIDTH = 268


class MatchingCard(Card):
    """`chosen(Candidate)` where somebody is to be booked."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.summary = label(look="quiet", wrap=True)
        self.found: Sequence[Candidate] = ()
        self._mapper = QSignalMapper(self)
        self._mapper.mappedInt.connect(self._on_mapped)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.body.addWidget(self.summary)
        self.body.addWidget(self._area, 1)

    def show_nothing(self, sentence: str, language: Language) -> None:
        self.say(language.text("Who could do it"))
        self.summary.setText(sentence)
        self._put((), language, "")

    def show_candidates(
        self, wanted: str, found: Sequence[Candidate], language: Language, currency: str
    ) -> None:
        self.say(language.text("Who could do it"), wanted)
        none = language.text("Nobody in the pool has what is asked for.")
        self.summary.setText("" if found else none)
        self.summary.setVisible(not found)
        self._put(found, language, currency)

    def _put(self, found: Sequence[Candidate], language: Language, currency: str) -> None:
        self.found = found
        self.summary.setVisible(bool(self.summary.text()))
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(10)
        for number, one in enumerate(found):
            layout.addWidget(self._candidate(number, one, language, currency))
        layout.addStretch(1)
        self._area.setWidget(holder)

    def _on_mapped(self, number: int) -> None:
        self.chosen.emit(self.found[number])

    def _candidate(self, number: int, one: Candidate, language: Language, currency: str) -> QWidget:
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        button = QPushButton(language.text("Book {name}", name=one.name))
        self._mapper.setMapping(button, number)
        button.clicked.connect(self._mapper.map)
        layout.addWidget(button)
        where = " · ".join(filter(None, (one.role, one.department)))
        if one.rate is not None:
            rate = language.text("{rate} an hour", rate=language.full_money(one.rate, currency))
            where = " · ".join(filter(None, (where, rate)))
        layout.addWidget(label(where, "hint", wrap=True))
        reasons = [language.text(reason.rule, **reason.params) for reason in one.reasons]
        layout.addWidget(label(" · ".join(reasons), "quiet", wrap=True))
        return box
