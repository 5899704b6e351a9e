"""The lines of the heat map as a spreadsheet, in the unit that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from math import isinf
from typing import TYPE_CHECKING

from pmo_desktop.domain.fields import Kind
from pmo_desktop.language import Language
from pmo_desktop.ui.load.lines import LoadLine, Unit

if TYPE_CHECKING:
    from pmo_desktop.exchange.tabling.sheet import Sheet


def sheet_of_load(lines: Sequence[LoadLine], unit: Unit, language: Language) -> Sheet:
    """What the map shows, firm demand, a row each; a bucket without any is empty."""
    from pmo_desktop.exchange.tabling.sheet import Sheet, SheetColumn

    kind = Kind.SHARE if unit is Unit.SHARE else Kind.TEXT
    buckets = lines[0].matrix.buckets if lines else ()
    return Sheet(
        language.text("Resource load"),
        [
            SheetColumn(language.term("person.name")),
            SheetColumn(language.term("person.role")),
            *(SheetColumn(day.isoformat(), kind) for day in buckets),
        ],
        [[line.name, line.note, *_values(line, unit)] for line in lines],
    )


def _values(line: LoadLine, unit: Unit) -> list[float | None]:
    found = line.matrix
    values = found.shown(found.hard[line.at], unit.value, line.at).tolist()
    return [None if not value or isinf(value) else value for value in values]
