"""A table's columns as data: what a column shows of a row, and how it can be changed.

Rows are frozen dataclasses of the services; a column takes its native value from a row (also what
it is sorted by) and writes it by the kind of its field.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from pmo_desktop.domain.fields import Field, Kind, field
from pmo_desktop.domain.health import Light, Reason
from pmo_desktop.language import Language

RIGHT_ALIGNED = {Kind.INTEGER, Kind.SHARE, Kind.MONEY, Kind.DURATION}
CENTERED = {Kind.LEVEL, Kind.BOOL}


@dataclass(frozen=True)
class Why:
    """What a click on a figure opens: its title, the light if it is one, and the reasons."""

    title: str
    reasons: Sequence[Reason]
    light: Light | None = None


@dataclass(frozen=True)
class Column:
    """`term` is the vocabulary's code of the header, and the field's code where it is editable.

    `header` is the header's term where it is another one. `show` overrides the field's own way of
    writing; `tone` is the palette's role of the ink, `chip`
    a tone (`red`: `red_soft` under `red_ink`); `why` answers a click. A `light` column's value is a
    `Light`. `hidden` columns are there to be chosen. A `tick` column's value is a
    bool, shown as a box; a click on it is told by the table's `ticked`. Where each cell edits a
    field of its own, `cell_field` says which (None: none) and `cell_value` gives its plain value.
    `options` are the values among which an own field's is chosen, `cell_options` those of a cell
    that edits a field of its own.
    """

    key: str
    term: str
    value: Callable[[Any], Any]
    kind: Kind = Kind.TEXT
    width: int = 96
    editable: bool = False
    hidden: bool = False
    stretch: bool = False
    light: bool = False
    progress: bool = False
    tick: bool = False
    header: str = ""
    currency: Callable[[Any], str] | None = None
    show: Callable[[Any, Language], str] | None = None
    tone: Callable[[Any], str | None] | None = None
    chip: Callable[[Any], str | None] | None = None
    why: Callable[[Any, Language], Why | None] | None = None
    right: bool = False
    center: bool = False
    cell_field: Callable[[Any], Field | None] | None = None
    cell_value: Callable[[Any], Any] | None = None
    options: tuple[str, ...] = ()
    cell_options: Callable[[Any], Sequence[str]] | None = None

    @property
    def field(self) -> Field:
        """The field that this column edits."""
        return field(self.term)

    def field_of(self, row: Any) -> Field | None:
        """The field that the cell of a row edits; None where it edits none."""
        if self.cell_field is not None:
            return self.cell_field(row)
        return self.field if self.editable else None

    def options_of(self, row: Any) -> Sequence[str]:
        """Among what the cell of a row is chosen; nothing where it is typed."""
        return self.options if self.cell_options is None else self.cell_options(row)

    def native(self, row: Any) -> Any:
        """The plain value that an editor begins with."""
        return self.value(row) if self.cell_value is None else self.cell_value(row)

    @property
    def is_right(self) -> bool:
        return self.right or self.kind in RIGHT_ALIGNED

    @property
    def is_center(self) -> bool:
        return self.center or self.light or self.kind in CENTERED

    @property
    def header_term(self) -> str:
        return self.header or self.term

    def text(self, row: Any, language: Language) -> str:
        """The cell's text."""
        if self.show is not None:
            return self.show(row, language)
        value = self.value(row)
        if self.light:
            return "" if value is None else language.term(f"light.{value}")
        currency = self.currency(row) if self.currency else "CNY"
        return written(value, self.kind, language, currency, self._choice_term)

    def _choice_term(self, value: str) -> str:
        return self.field.choice_term(value)


def written(
    value: Any,
    kind: Kind,
    language: Language,
    currency: str = "CNY",
    choice_term: Callable[[str], str] = str,
) -> str:
    """A plain value of a field as a table shows it."""
    if value is None or value == "" or value == ():
        return ""
    match kind:
        case Kind.SHARE:
            return language.percent(value)
        case Kind.MONEY:
            return language.money(Decimal(value), currency)
        case Kind.DATE | Kind.START | Kind.FINISH:
            day = value.date() if isinstance(value, datetime) else value
            return language.date(day)
        case Kind.DURATION:
            return language.days(value)
        case Kind.CHOICE:
            return language.term(choice_term(value))
        case Kind.BOOL:
            return language.term(f"bool.{str(bool(value)).lower()}")
        case Kind.PEOPLE:
            return language.enumeration(value)
        case Kind.INTEGER:
            return language.number(value)
        case _:
            return str(value)


def of_field(code: str, **options: Any) -> Column:
    """The column of a field of `domain.fields`: its kind, its name, editable unless said otherwise.

    The row's attribute has the field's name.
    """
    found = field(code)
    options.setdefault("editable", True)
    options.setdefault("value", lambda row: getattr(row, found.name))
    return Column(key=found.name, term=code, kind=found.kind, **options)
