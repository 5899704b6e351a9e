"""Somebody's absences: added, changed, doubled, removed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.people.belongings import Belongings
from pmo_desktop.ui.people.columns import ABSENCES
from pmo_desktop.ui.people.edits import PoolEdits
from pmo_desktop.ui.people.rows import RowVerbs
from pmo_desktop.ui.tables.column import Column

if TYPE_CHECKING:
    from pmo_desktop.services.people_pool import AbsenceRow, PersonSheet

A_YEAR = 366


class Absences(Belongings):
    def __init__(self, context: Context, edits: PoolEdits) -> None:
        super().__init__(
            context, edits, "absences", ABSENCES,
            RowVerbs(self._add, self._change, self._remove, self._double, "first"),
            empty=lambda: context.language.text("Never away. Add leave, sickness or training."),
            record="absence",
        )  # fmt: skip

    @override
    def rows_of(self, sheet: PersonSheet) -> Sequence[AbsenceRow]:
        return sheet.absences

    @override
    def retranslate(self) -> None:
        text = self._context.language.text
        self.say(text("Absences"), "", text("Add an absence"), text("Remove the chosen absences"),
                 text("Once more, right behind"))  # fmt: skip

    def add_on(self, day: date) -> int | None:
        from pmo_desktop.services.absences import add_absence

        return self.made("Add an absence of {name}", add_absence, self.person.id, day)

    def _add(self) -> int | None:
        return self.add_on(self._free_day())

    def _free_day(self) -> date:
        """The first working day from today on without an absence."""
        day = self.shown.today
        for _ in range(A_YEAR):
            away = any(one.first <= day <= one.last for one in self.shown.absences)
            if self.shown.calendar.is_working(day) and not away:
                return day
            day += timedelta(days=1)
        return day

    def _change(self, found: AbsenceRow, column: Column, value: Any) -> bool:
        from pmo_desktop.services.absences import change_absence

        values = {column.key: "" if value is None and column.key == "note" else value}
        return self.did("Change an absence of {name}", change_absence, found.id, values)

    def _remove(self, rows: Sequence[AbsenceRow]) -> None:
        from pmo_desktop.services.absences import remove_absences

        self.did("Remove absences of {name}", remove_absences, [found.id for found in rows])

    def _double(self, found: AbsenceRow) -> int | None:
        from pmo_desktop.services.absences import duplicate_absence

        return self.made("Add an absence of {name}", duplicate_absence, found.id)
