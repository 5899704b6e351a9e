"""The lines of the heat map as a spreadsheet: people or groups by weeks, as shares of capacity."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from pmo_desktop.domain.fields import Kind
from pmo_desktop.language import Language
from pmo_desktop.ui.load.lines import LoadLine, shown_load

if TYPE_CHECKING:
    from pmo_desktop.exchange.tabling.sheet import Sheet


def sheet_of_load(lines: Sequence[LoadLine], weeks: Sequence[date], language: Language) -> Sheet:
    """What the map shows; a week without demand or capacity is empty."""
    from pmo_desktop.exchange.tabling.sheet import Sheet, SheetColumn

    return Sheet(
        language.text("Resource load"),
        [
            SheetColumn(language.term("person.name")),
            SheetColumn(language.term("person.role")),
            *(SheetColumn(week.isoformat(), Kind.SHARE) for week in weeks),
        ],
        [[line.name, line.note, *map(shown_load, line.cells)] for line in lines],
    )
