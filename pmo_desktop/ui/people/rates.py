"""What somebody costs an hour, from day to day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.people.belongings import Belongings
from pmo_desktop.ui.people.columns import RATES
from pmo_desktop.ui.people.edits import PoolEdits
from pmo_desktop.ui.people.rows import RowVerbs
from pmo_desktop.ui.tables.column import Column

if TYPE_CHECKING:
    from pmo_desktop.services.people_pool import PersonSheet, RateRow


class Rates(Belongings):
    def __init__(self, context: Context, edits: PoolEdits) -> None:
        super().__init__(
            context, edits, "rates", RATES,
            RowVerbs(self._add, self._change, self._remove, self._double, "from_day"),
            empty=lambda: context.language.text(
                "No rate yet: what this person does costs nothing."
            ),
            record="person_rate",
        )  # fmt: skip

    @override
    def rows_of(self, sheet: PersonSheet) -> Sequence[RateRow]:
        return sheet.rates

    @override
    def retranslate(self) -> None:
        text = self._context.language.text
        self.say(text("Rates by date"), text("in the office's currency"), text("Add a rate"),
                 text("Remove the chosen rates"), text("Once more, from today on"))  # fmt: skip

    def _add(self) -> int | None:
        from pmo_desktop.services.rates import add_rate

        rates = self.shown.rates
        newest = rates[-1].standard if rates else 0
        first = self.shown.today if rates else None
        return self.made("Add a rate of {name}", add_rate, self.person.id, first, newest)

    def _change(self, found: RateRow, column: Column, value: Any) -> bool:
        from pmo_desktop.services.rates import change_rate

        return self.did("Change a rate of {name}", change_rate, found.id, {column.key: value})

    def _remove(self, rows: Sequence[RateRow]) -> None:
        from pmo_desktop.services.rates import remove_rates

        self.did("Remove rates of {name}", remove_rates, [found.id for found in rows])

    def _double(self, found: RateRow) -> int | None:
        from pmo_desktop.services.rates import duplicate_rate

        return self.made("Add a rate of {name}", duplicate_rate, found.id, self.shown.today)
