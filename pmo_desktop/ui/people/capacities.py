"""Somebody's capacities from day to day, where the usual one does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.people.belongings import Belongings
from pmo_desktop.ui.people.columns import CAPACITIES
from pmo_desktop.ui.people.edits import PoolEdits
from pmo_desktop.ui.people.rows import RowVerbs
from pmo_desktop.ui.tables.column import Column

if TYPE_CHECKING:
    from pmo_desktop.services.people_pool import CapacityRow, PersonSheet

A_QUARTER = timedelta(days=91)


class Capacities(Belongings):
    def __init__(self, context: Context, edits: PoolEdits) -> None:
        super().__init__(
            context, edits, "capacities", CAPACITIES,
            RowVerbs(self._add, self._change, self._remove, self._double, "first"),
            empty=lambda: context.language.text("Always the usual capacity."),
            record="person_capacity",
        )  # fmt: skip

    @override
    def rows_of(self, sheet: PersonSheet) -> Sequence[CapacityRow]:
        return sheet.capacities

    @override
    def retranslate(self) -> None:
        text = self._context.language.text
        self.say(text("Capacity by date"), text("else the usual one holds"),
                 text("Add a capacity from a day on"), text("Remove the chosen capacities"),
                 text("Once more, right behind"))  # fmt: skip

    def _add(self) -> int | None:
        from pmo_desktop.services.capacities import add_capacity

        spans = self.shown.capacities
        first = self.shown.today.replace(day=1)
        if spans:
            newest = max(span.last or span.first for span in spans)
            first = max(first, newest + timedelta(days=1))
        return self.made("Add a capacity of {name}", add_capacity, self.person.id, first,
                         first + A_QUARTER, self.person.capacity)  # fmt: skip

    def _change(self, found: CapacityRow, column: Column, value: Any) -> bool:
        from pmo_desktop.services.capacities import change_capacity

        values = {column.key: value}
        return self.did("Change a capacity of {name}", change_capacity, found.id, values)

    def _remove(self, rows: Sequence[CapacityRow]) -> None:
        from pmo_desktop.services.capacities import remove_capacities

        self.did("Remove capacities of {name}", remove_capacities, [found.id for found in rows])

    def _double(self, found: CapacityRow) -> int | None:
        from pmo_desktop.services.capacities import duplicate_capacity

        return self.made("Add a capacity of {name}", duplicate_capacity, found.id)
