"""The teams that somebody belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.people.belongings import Belongings
from pmo_desktop.ui.people.columns import JOINED
from pmo_desktop.ui.people.edits import PoolEdits
from pmo_desktop.ui.people.rows import RowVerbs
from pmo_desktop.ui.people.who import Ask, below

if TYPE_CHECKING:
    from pmo_desktop.services.people_pool import PersonSheet

TITLE = "Change the teams of {name}"


class JoinedTeams(Belongings):
    def __init__(self, context: Context, edits: PoolEdits) -> None:
        super().__init__(
            context, edits, "joined_teams", JOINED, RowVerbs(self._ask, None, self._leave),
            empty=lambda: context.language.text("In no team. Add to one with +."),
            record="team",
        )  # fmt: skip

    @override
    def rows_of(self, sheet: PersonSheet) -> Sequence[Any]:
        return sheet.teams

    @override
    def retranslate(self) -> None:
        text, term = self._context.language.text, self._context.language.term
        self.say(term("person.teams"), "", text("Add to a team"),
                 text("Take out of the chosen teams"))  # fmt: skip

    def _ask(self) -> None:
        from pmo_desktop.services.groups import team_names

        if self.sheet is None:
            return
        text = self._context.language.text
        mine = {team.id for team in self.sheet.teams}
        known = [one for one in self._context.query(team_names) if one[0] not in mine]
        ask = Ask(text("Which team? A new name makes one."), text("Add to team"),
                  known, self._join, self, makes=self._make)  # fmt: skip
        below(self.buttons.add, ask)

    def _join(self, team_id: int) -> None:
        from pmo_desktop.services.teams import add_members

        self.did(TITLE, add_members, team_id, [self.person.id])

    def _make(self, name: str) -> None:
        from pmo_desktop.services.teams import add_team_of

        self.did(TITLE, add_team_of, name, [self.person.id])

    def _leave(self, rows: Sequence[Any]) -> None:
        from pmo_desktop.services.teams import leave_teams

        self.did(TITLE, leave_teams, [found.id for found in rows], self.person.id)
