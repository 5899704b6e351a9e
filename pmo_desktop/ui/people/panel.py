"""One person whole: their time, skills, rates, teams and facts, all edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.names import Names
from pmo_desktop.ui.people.columns import (
    ABSENCES,
    CAPACITIES,
    HELD,
    JOINED,
    RATES,
    STANDING_TONES,
)
from pmo_desktop.ui.people.edits import PoolEdits
from pmo_desktop.ui.people.facts import Facts
from pmo_desktop.ui.people.rows import Rows, RowVerbs
from pmo_desktop.ui.people.who import Ask, below
from pmo_desktop.ui.people.year_strip import YearStrip
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.widgets.card import Card, label, row
from pmo_desktop.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from pmo_desktop.services.people_pool import PersonSheet, PoolPerson

TABS = ("time", "skills", "rates", "teams", "facts")
NEW_LEVEL = 3
YEAR_WIDTH = 40
CHIPS = {"green": "chip_green", "amber": "chip_amber", "red": "chip_red"}


class PersonPanel(Card):
    """`changed` when what is shown is to be read again."""

    changed = Signal()

    def __init__(self, context: Context, names: Names) -> None:
        super().__init__(titled=False)
        self._context = context
        self.sheet: PersonSheet | None = None
        self._edits = PoolEdits(context, self, self.changed.emit)
        self.name, self.what = label(look="title"), label(look="hint")
        self.standing = label(look="chip_grey")
        self.double, self.merge, self.fill = QPushButton(), QPushButton(), QPushButton()
        self.tabs = Segments(TABS)
        self.stack = QStackedWidget()
        self.strip = YearStrip(context.language, context.palette)
        self.earlier, self.later, self.year = (
            QPushButton("‹"),
            QPushButton("›"),
            label(look="quiet"),
        )
        self._make_tables(names)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.show_sheet(None)

    # What the page uses

    def show_sheet(self, sheet: PersonSheet | None) -> None:
        """The person whose sheet it is; None: nobody is chosen."""
        self.sheet = sheet
        self.tabs.setEnabled(sheet is not None)
        self.stack.setEnabled(sheet is not None)
        self.strip.show_sheet(sheet)
        self.facts.show_person(sheet.person if sheet else None)
        self.absences.set_rows(sheet.absences if sheet else ())
        self.capacities.set_rows(sheet.capacities if sheet else ())
        self.rates.set_rows(sheet.rates if sheet else ())
        self.skills.set_rows(sheet.skills if sheet else ())
        self.teams.set_rows(sheet.teams if sheet else ())
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
        self.strip.set_language(self._context.language)
        self.absences.say(
            text("Absences"),
            "",
            text("Add an absence"),
            text("Remove the chosen absences"),
            text("Once more, right behind"),
        )
        self.capacities.say(text("Capacity by date"), text("else the usual one holds"),
                            text("Add a capacity from a day on"),
                            text("Remove the chosen capacities"),
                            text("Once more, right behind"))  # fmt: skip
        self.rates.say(
            text("Rates by date"),
            text("in the office's currency"),
            text("Add a rate"),
            text("Remove the chosen rates"),
            text("Once more, from today on"),
        )
        self.skills.say(term("person.skills"), text("level 1 to 5"), text("Add a skill"),
                        text("Take the chosen skills away"))  # fmt: skip
        self.teams.say(term("person.teams"), "", text("Add to a team"),
                       text("Take out of the chosen teams"))  # fmt: skip
        self.facts.retranslate()
        self._say_who()

    def restyle(self) -> None:
        self.strip.set_palette(self._context.palette)

    # Layout

    def _make_tables(self, names: Names) -> None:
        context = self._context
        self.facts = Facts(context, names, self._change_person)
        self.absences = Rows(
            context,
            "absences",
            ABSENCES,
            RowVerbs(
                self._add_absence,
                self._change_absence,
                self._remove_absences,
                self._double_absence,
                "first",
            ),
            empty=lambda: context.language.text("Never away. Add leave, sickness or training."),
        )
        self.capacities = Rows(
            context,
            "capacities",
            CAPACITIES,
            RowVerbs(
                self._add_capacity,
                self._change_capacity,
                self._remove_capacities,
                self._double_capacity,
                "first",
            ),
            empty=lambda: context.language.text("Always the usual capacity."),
        )
        self.rates = Rows(
            context,
            "rates",
            RATES,
            RowVerbs(
                self._add_rate, self._change_rate, self._remove_rates, self._double_rate, "from_day"
            ),
            empty=lambda: context.language.text(
                "No rate yet: what this person does costs nothing."
            ),
        )
        self.skills = Rows(
            context,
            "held_skills",
            HELD,
            RowVerbs(self._ask_skill, self._change_level, self._remove_skills, None, "level"),
            empty=lambda: context.language.text("No skill yet. Add one with +."),
        )
        self.teams = Rows(
            context, "joined_teams", JOINED,
            RowVerbs(self._ask_team, None, self._leave_teams),
            empty=lambda: context.language.text("In no team. Add to one with +."))  # fmt: skip

    def _lay_out(self) -> None:
        self.body.setSpacing(10)
        self.body.addLayout(row(self.name, self.standing, self.what, None))
        self.body.addLayout(row(self.double, self.merge, self.fill, None))
        self.body.addLayout(row(self.tabs, None))
        self.year.setFixedWidth(YEAR_WIDTH)
        self.year.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for button in (self.earlier, self.later):
            button.setProperty("look", "link")
            button.setFixedWidth(20)
        parts = {"time": self._time_tab(), "skills": self.skills, "rates": self.rates,
                 "teams": self.teams, "facts": self._facts_tab()}  # fmt: skip
        for tab in TABS:
            self.stack.addWidget(parts[tab])
        self.body.addWidget(self.stack, 1)

    def _time_tab(self) -> QWidget:
        tab = QWidget()
        layout = QVBoxLayout(tab)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(row(self.earlier, self.year, self.later, None, spacing=2))
        layout.addWidget(self.strip)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.absences)
        split.addWidget(self.capacities)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        layout.addWidget(split, 1)
        return tab

    def _facts_tab(self) -> QWidget:
        tab = QWidget()
        layout = QVBoxLayout(tab)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.facts)
        layout.addStretch(1)
        return tab

    def _connect(self) -> None:
        self.tabs.chosen.connect(lambda key: self.stack.setCurrentIndex(TABS.index(key)))
        self.strip.year_changed.connect(lambda year: self.year.setText(str(year)))
        self.earlier.clicked.connect(lambda: self.strip.show_year(self.strip.year - 1))
        self.later.clicked.connect(lambda: self.strip.show_year(self.strip.year + 1))
        self.strip.day_chosen.connect(self._on_day_chosen)
        self.strip.day_wanted.connect(self._on_day_wanted)
        self.double.clicked.connect(self._on_double_wanted)
        self.merge.clicked.connect(self._on_merge_wanted)
        self.fill.clicked.connect(self._on_fill_wanted)

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

    @property
    def person(self) -> PoolPerson:
        assert self.sheet is not None  # nothing can be done while nobody is chosen
        return self.sheet.person

    # Time

    def _free_day(self) -> date:
        """The first working day from today on without an absence."""
        assert self.sheet is not None  # as above
        day = self.sheet.today
        for _ in range(366):
            away = any(one.first <= day <= one.last for one in self.sheet.absences)
            if self.sheet.calendar.is_working(day) and not away:
                return day
            day += timedelta(days=1)
        return day

    def _add_absence(self) -> int | None:
        return self._add_absence_on(self._free_day())

    def _add_absence_on(self, day: date) -> int | None:
        from pmo_desktop.services.absences import add_absence

        found = self._edits.do(
            "Add an absence of {name}", self._who, add_absence, self.person.id, day
        )
        return None if found is None else int(found)

    def _change_absence(self, found: Any, column: Column, value: Any) -> bool:
        from pmo_desktop.services.absences import change_absence

        values = {column.key: "" if value is None and column.key == "note" else value}
        return self._edits.did(
            "Change an absence of {name}", self._who, change_absence, found.id, values
        )

    def _remove_absences(self, rows: Sequence[Any]) -> None:
        from pmo_desktop.services.absences import remove_absences

        ids = [found.id for found in rows]
        self._edits.did("Remove absences of {name}", self._who, remove_absences, ids)

    def _double_absence(self, found: Any) -> int | None:
        from pmo_desktop.services.absences import duplicate_absence

        made = self._edits.do("Add an absence of {name}", self._who, duplicate_absence, found.id)
        return None if made is None else int(made)

    def _on_day_chosen(self, day: date) -> None:
        """A click on a day shows its absence."""
        found = self.strip.absences_on(day)
        if found:
            self.absences.table.select(found[0].id, "kind")
            self.absences.table.setFocus()

    def _on_day_wanted(self, day: date) -> None:
        """A double click on a day without an absence makes one there."""
        if not self.strip.absences_on(day):
            self.absences.open_later(self._add_absence_on(day))

    def _add_capacity(self) -> int | None:
        from pmo_desktop.services.capacities import add_capacity

        assert self.sheet is not None  # nothing can be added while nobody is chosen
        spans = self.sheet.capacities
        first = self.sheet.today.replace(day=1)
        if spans:
            newest = max(span.last or span.first for span in spans)
            first = max(first, newest + timedelta(days=1))
        last = first + timedelta(days=91)
        made = self._edits.do("Add a capacity of {name}", self._who, add_capacity, self.person.id,
                              first, last, self.person.capacity)  # fmt: skip
        return None if made is None else int(made)

    def _change_capacity(self, found: Any, column: Column, value: Any) -> bool:
        from pmo_desktop.services.capacities import change_capacity

        return self._edits.did("Change a capacity of {name}", self._who, change_capacity,
                               found.id, {column.key: value})  # fmt: skip

    def _remove_capacities(self, rows: Sequence[Any]) -> None:
        from pmo_desktop.services.capacities import remove_capacities

        ids = [found.id for found in rows]
        self._edits.did("Remove capacities of {name}", self._who, remove_capacities, ids)

    def _double_capacity(self, found: Any) -> int | None:
        from pmo_desktop.services.capacities import duplicate_capacity

        made = self._edits.do("Add a capacity of {name}", self._who, duplicate_capacity, found.id)
        return None if made is None else int(made)

    # Rates

    def _add_rate(self) -> int | None:
        from pmo_desktop.services.rates import add_rate

        assert self.sheet is not None  # as above
        rates = self.sheet.rates
        newest = rates[-1].standard if rates else 0
        first = self.sheet.today if rates else None
        made = self._edits.do("Add a rate of {name}", self._who, add_rate, self.person.id, first,
                              newest)  # fmt: skip
        return None if made is None else int(made)

    def _change_rate(self, found: Any, column: Column, value: Any) -> bool:
        from pmo_desktop.services.rates import change_rate

        return self._edits.did("Change a rate of {name}", self._who, change_rate, found.id,
                               {column.key: value})  # fmt: skip

    def _remove_rates(self, rows: Sequence[Any]) -> None:
        from pmo_desktop.services.rates import remove_rates

        ids = [found.id for found in rows]
        self._edits.did("Remove rates of {name}", self._who, remove_rates, ids)

    def _double_rate(self, found: Any) -> int | None:
        from pmo_desktop.services.rates import duplicate_rate

        assert self.sheet is not None  # as above
        made = self._edits.do("Add a rate of {name}", self._who, duplicate_rate, found.id,
                              self.sheet.today)  # fmt: skip
        return None if made is None else int(made)

    # Skills

    def _ask_skill(self) -> int | None:
        from pmo_desktop.services.skill_matrix import skill_names

        if self.sheet is None:
            return None
        text = self._context.language.text
        held = {skill.id for skill in self.sheet.skills}
        known = [one for one in self._context.query(skill_names) if one[0] not in held]
        ask = Ask(text("Which skill? A new name makes one."), text("Add skill"),
                  known, self._give_skill, self, makes=self._make_skill)  # fmt: skip
        below(self.skills.buttons.add, ask)
        return None

    def _give_skill(self, skill_id: int) -> None:
        from pmo_desktop.services.skills import set_level

        args = (self.person.id, skill_id, NEW_LEVEL)
        if self._edits.did("Change the skills of {name}", self._who, set_level, *args):
            self.skills.open_later(skill_id)

    def _make_skill(self, name: str) -> None:
        from pmo_desktop.services.skills import give_new_skill

        made = self._edits.do("Change the skills of {name}", self._who, give_new_skill,
                              self.person.id, name, NEW_LEVEL)  # fmt: skip
        if made is not None:
            self.skills.open_later(int(made))

    def _change_level(self, found: Any, _column: Column, value: Any) -> bool:
        from pmo_desktop.services.skills import set_level

        return self._edits.did("Change the skills of {name}", self._who, set_level,
                               self.person.id, found.id, value or 0)  # fmt: skip

    def _remove_skills(self, rows: Sequence[Any]) -> None:
        from pmo_desktop.services.skills import set_levels

        cells = [(self.person.id, found.id) for found in rows]
        self._edits.did("Change the skills of {name}", self._who, set_levels, cells, 0)

    # Teams

    def _ask_team(self) -> int | None:
        from pmo_desktop.services.groups import team_names

        if self.sheet is None:
            return None
        text = self._context.language.text
        mine = {team.id for team in self.sheet.teams}
        known = [one for one in self._context.query(team_names) if one[0] not in mine]
        ask = Ask(text("Which team? A new name makes one."), text("Add to team"),
                  known, self._join, self, makes=self._make_team)  # fmt: skip
        below(self.teams.buttons.add, ask)
        return None

    def _join(self, team_id: int) -> None:
        from pmo_desktop.services.teams import add_members

        self._edits.did("Change the teams of {name}", self._who, add_members, team_id,
                        [self.person.id])  # fmt: skip

    def _make_team(self, name: str) -> None:
        from pmo_desktop.services.teams import add_team_of

        self._edits.did("Change the teams of {name}", self._who, add_team_of, name,
                        [self.person.id])  # fmt: skip

    def _leave_teams(self, rows: Sequence[Any]) -> None:
        from pmo_desktop.services.teams import leave_teams

        ids = [found.id for found in rows]
        self._edits.did("Change the teams of {name}", self._who, leave_teams, ids, self.person.id)

    # The person

    @property
    def _who(self) -> dict[str, Any]:
        return {"name": self.person.name}

    def _change_person(self, values: dict[str, Any]) -> bool:
        from pmo_desktop.services.people import set_person

        if self.sheet is None:
            return False
        if "calendar" in values:
            return self._edits.beside("Change person “{name}”", self._who, set_person,
                                      self.person.id, values)  # fmt: skip
        return self._edits.did("Change person “{name}”", self._who, set_person, self.person.id,
                               values)  # fmt: skip

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
        people = self._context.query(candidates)
        ask = Ask(
            text("Who fills the role {name}?", name=role.name),
            text("Fill the role"),
            people,
            lambda one: self._fill(role, one),
            self,
        )
        below(self.fill, ask)

    def _fill(self, role: PoolPerson, person_id: int) -> None:
        from pmo_desktop.services.people import replace_placeholder

        self._edits.beside("Fill the role {name}", {"name": role.name}, replace_placeholder,
                           role.id, person_id)  # fmt: skip
