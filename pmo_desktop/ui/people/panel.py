"""One person whole: their time, skills, rates, teams and facts, all edited in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.names import Names
from pmo_desktop.ui.people.columns import STANDING_TONES
from pmo_desktop.ui.people.edits import PoolEdits
from pmo_desktop.ui.people.facts import Facts
from pmo_desktop.ui.people.held_skills import HeldSkills
from pmo_desktop.ui.people.joined_teams import JoinedTeams
from pmo_desktop.ui.people.rates import Rates
from pmo_desktop.ui.people.time_tab import TimeTab
from pmo_desktop.ui.people.who import Ask, below
from pmo_desktop.ui.widgets.card import Card, label, row
from pmo_desktop.ui.widgets.elided import ElidedLabel
from pmo_desktop.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from pmo_desktop.services.people_pool import PersonSheet, PoolPerson

NAME_WIDTH = 220
TABS = ("time", "skills", "rates", "teams", "facts")
CHIPS = {"green": "chip_green", "amber": "chip_amber", "red": "chip_red"}


class PersonPanel(Card):
    """`changed` when what is shown is to be read again."""

    changed = Signal()

    def __init__(self, context: Context, names: Names) -> None:
        super().__init__(titled=False)
        self._context = context
        self.sheet: PersonSheet | None = None
        self._edits = PoolEdits(context, self, self.changed.emit)
        self.name, self.what = ElidedLabel("title", NAME_WIDTH), ElidedLabel("hint")
        self.standing = label(look="chip_grey")
        self.double, self.merge, self.fill = QPushButton(), QPushButton(), QPushButton()
        self.tabs = Segments(TABS)
        self.stack = QStackedWidget()
        self.time = TimeTab(context, self._edits)
        self.skills = HeldSkills(context, self._edits)
        self.rates = Rates(context, self._edits)
        self.teams = JoinedTeams(context, self._edits)
        self.facts = Facts(context, names, self._change_person)
        self._lay_out()
        self.tabs.chosen.connect(lambda key: self.stack.setCurrentIndex(TABS.index(key)))
        self.double.clicked.connect(self._on_double_wanted)
        self.merge.clicked.connect(self._on_merge_wanted)
        self.fill.clicked.connect(self._on_fill_wanted)
        self.retranslate()
        self.show_sheet(None)

    # What the page uses

    def show_sheet(self, sheet: PersonSheet | None) -> None:
        """The person whose sheet it is; None: nobody is chosen."""
        self.sheet = sheet
        self.tabs.setEnabled(sheet is not None)
        self.stack.setEnabled(sheet is not None)
        for part in (self.time, self.skills, self.rates, self.teams):
            part.show_sheet(sheet)
        self.facts.show_person(sheet.person if sheet else None)
        self._say_who()

    def retranslate(self) -> None:
        text, term = self._context.language.text, self._context.language.term
        self.tabs.set_texts((text("Time"), term("person.skills"), text("Rates"),
                             term("person.teams"), text("Facts")))  # fmt: skip
        self.double.setText(text("Duplicate"))
        self.merge.setText(text("Same person…"))
        self.merge.setToolTip(text("Two entries are one person: bring them together"))
        self.fill.setText(text("Fill the role…"))
        self.fill.setToolTip(text("Let a person do everywhere what this role was to do"))
        for part in (self.time, self.skills, self.rates, self.teams, self.facts):
            part.retranslate()
        self._say_who()

    def restyle(self) -> None:
        self.time.restyle()

    # Layout

    def _lay_out(self) -> None:
        self.body.setSpacing(10)
        self.body.addLayout(row(self.name, self.standing, self.what, None))
        self.body.addLayout(row(self.double, self.merge, self.fill, None))
        self.body.addLayout(row(self.tabs, None))
        for part in (self.time, self.skills, self.rates, self.teams, self._facts_tab()):
            self.stack.addWidget(part)
        self.body.addWidget(self.stack, 1)

    def _facts_tab(self) -> QWidget:
        tab = QWidget()
        layout = QVBoxLayout(tab)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.facts)
        layout.addStretch(1)
        return tab

    def _say_who(self) -> None:
        text = self._context.language.text
        person = self.sheet.person if self.sheet else None
        for part in (self.double, self.merge, self.standing):
            part.setVisible(person is not None)
        self.fill.setVisible(person is not None and person.placeholder)
        if person is None:
            self.name.setText(text("Nobody is chosen"))
            self.what.setText("")
            return
        self.name.setText(person.name)
        self.what.setText(" · ".join(filter(None, (person.role, person.department))))
        self.standing.setText(self._context.language.term(f"pool_standing.{person.standing}"))
        look = CHIPS.get(STANDING_TONES[person.standing], "chip_grey")
        self.standing.setProperty("look", look)
        self.standing.style().unpolish(self.standing)
        self.standing.style().polish(self.standing)

    # What is done with the person

    @property
    def person(self) -> PoolPerson:
        assert self.sheet is not None  # nothing can be done while nobody is chosen
        return self.sheet.person

    def _change_person(self, values: dict[str, Any]) -> bool:
        from pmo_desktop.services.people import set_person

        if self.sheet is None:
            return False
        who = {"name": self.person.name}
        do = self._edits.beside if "calendar" in values else self._edits.did
        return do("Change person “{name}”", who, set_person, self.person.id, values)

    def _on_double_wanted(self) -> None:
        from pmo_desktop.services.people import duplicate_person, free_name

        name = self._context.query(free_name, self.person.name)
        self._edits.do("Add person “{name}”", {"name": name}, duplicate_person, self.person.id,
                       name)  # fmt: skip

    def _on_merge_wanted(self) -> None:
        from pmo_desktop.services.people import like_names

        text, keep = self._context.language.text, self.person
        others = self._context.query(like_names, keep.id)
        question = text("Who is {name} as well? What that entry has and does goes to {name}.",
                        name=keep.name)  # fmt: skip
        ask = Ask(question, text("Bring together"), others,
                  lambda other: self._merge(keep, other), self)  # fmt: skip
        below(self.merge, ask)

    def _merge(self, keep: PoolPerson, other: int) -> None:
        from pmo_desktop.services.people import merge_people

        self._edits.beside("Bring together what is known of {name}", {"name": keep.name},
                           merge_people, keep.id, [other])  # fmt: skip

    def _on_fill_wanted(self) -> None:
        from pmo_desktop.services.people import candidates

        text, role = self._context.language.text, self.person
        question = text("Who fills the role {name}?", name=role.name)
        ask = Ask(question, text("Fill the role"), self._context.query(candidates),
                  lambda one: self._fill(role, one), self)  # fmt: skip
        below(self.fill, ask)

    def _fill(self, role: PoolPerson, person_id: int) -> None:
        from pmo_desktop.services.people import replace_placeholder

        self._edits.beside("Fill the role {name}", {"name": role.name}, replace_placeholder,
                           role.id, person_id)  # fmt: skip
