"""The skills that somebody has, each at a level."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint
from typing_extensions import override

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.people.belongings import Belongings
from pmo_desktop.ui.people.columns import HELD
from pmo_desktop.ui.people.edits import PoolEdits
from pmo_desktop.ui.people.rows import RowVerbs
from pmo_desktop.ui.people.who import Ask, below
from pmo_desktop.ui.tables.column import Column

if TYPE_CHECKING:
    from pmo_desktop.services.people_pool import HeldSkill, PersonSheet

NEW_LEVEL = 3
TITLE = "Change the skills of {name}"


class HeldSkills(Belongings):
    def __init__(self, context: Context, edits: PoolEdits) -> None:
        super().__init__(
            context, edits, "held_skills", HELD,
            RowVerbs(self._ask, self._change, self._remove, None, "level"),
            empty=lambda: context.language.text("No skill yet. Add one with +."),
            whence=self._ask_whence,
        )  # fmt: skip

    @override
    def rows_of(self, sheet: PersonSheet) -> Sequence[HeldSkill]:
        return sheet.skills

    @override
    def retranslate(self) -> None:
        text, term = self._context.language.text, self._context.language.term
        self.say(term("person.skills"), text("level 1 to 5"), text("Add a skill"),
                 text("Take the chosen skills away"))  # fmt: skip

    def _ask(self) -> None:
        from pmo_desktop.services.skill_matrix import skill_names

        if self.sheet is None:
            return
        text = self._context.language.text
        held = {skill.id for skill in self.sheet.skills}
        known = [one for one in self._context.query(skill_names) if one[0] not in held]
        ask = Ask(text("Which skill? A new name makes one."), text("Add skill"),
                  known, self._give, self, makes=self._make)  # fmt: skip
        below(self.buttons.add, ask)

    def _give(self, skill_id: int) -> None:
        from pmo_desktop.services.skills import set_level

        if self.did(TITLE, set_level, self.person.id, skill_id, NEW_LEVEL):
            self.open_later(skill_id)

    def _make(self, name: str) -> None:
        from pmo_desktop.services.skills import give_new_skill

        self.open_later(self.made(TITLE, give_new_skill, self.person.id, name, NEW_LEVEL))

    def _change(self, found: HeldSkill, _column: Column, value: Any) -> bool:
        from pmo_desktop.services.skills import set_level

        return self.did(TITLE, set_level, self.person.id, found.id, value or 0)

    def _remove(self, rows: Sequence[HeldSkill]) -> None:
        from pmo_desktop.services.skills import set_levels

        self.did(TITLE, set_levels, [(self.person.id, found.id) for found in rows], 0)

    def _ask_whence(self, found: HeldSkill, point: QPoint) -> None:
        from pmo_desktop.ui.people.whence import open_level_origin

        open_level_origin(self._context, self, self.person.id, found.id, point)
