"""What the workbook that goes out consists of, as the office wishes: plain data.

A sheet is a table of `domain.fields`; its columns are fields, the office's own ones among them.
What is empty is as usual: an instruction, a header. A column that identifies a record (`is_held`)
is always there, for by it rows are known again. Two headers of a sheet are alike where their
letters and digits are (`alike`): that is how a column is known when the workbook comes back.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as filled
from types import MappingProxyType

from pmo_desktop.domain.fields import TABLES, Field, is_custom

SHEETS = ("project", "task", "person", "risk", "issue", "status")
AS_USUAL: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class TemplateColumn:
    """`headers` are the office's words by the language's code; of a field of its own, its names.
    `asked` is the office's wish that it be filled in; `options` is what may be chosen (none: any).
    """

    field: Field
    shown: bool = True
    asked: bool = False
    headers: Mapping[str, str] = filled(default_factory=lambda: AS_USUAL)
    options: tuple[str, ...] = ()

    @property
    def is_custom(self) -> bool:
        return is_custom(self.field.name)

    @property
    def is_held(self) -> bool:
        """Whether it must stay in the workbook: by it a record is known."""
        return self.field.required

    @property
    def is_required(self) -> bool:
        return self.field.required or self.asked

    def wording(self, code: str) -> str:
        """The office's words in a language; an own field's other name rather than none."""
        found = self.headers.get(code, "")
        if not found and self.is_custom:
            found = next(filter(None, self.headers.values()), self.field.name)
        return found


@dataclass(frozen=True)
class TemplateSheet:
    """`columns` in their order, those that are not shown among them."""

    table: str
    columns: tuple[TemplateColumn, ...]
    shown: bool = True
    instructions: Mapping[str, str] = filled(default_factory=lambda: AS_USUAL)

    def column(self, code: str) -> TemplateColumn:
        """The column of a field; `KeyError` where there is none."""
        for column in self.columns:
            if column.field.code == code:
                return column
        raise KeyError(code)

    def having(self, column: TemplateColumn) -> TemplateSheet:
        """The sheet with this column in the place of the one of the same field."""
        columns = (column if c.field == column.field else c for c in self.columns)
        return replace(self, columns=tuple(columns))

    def moved(self, code: str, to: int) -> TemplateSheet:
        """The sheet with a column at another place; beyond the ends is at the end."""
        column = self.column(code)
        others = [c for c in self.columns if c is not column]
        others.insert(min(max(to, 0), len(others)), column)
        return replace(self, columns=tuple(others))


@dataclass(frozen=True)
class Template:
    sheets: tuple[TemplateSheet, ...]

    def sheet(self, table: str) -> TemplateSheet:
        """The sheet of a table; `KeyError` where there is none."""
        for sheet in self.sheets:
            if sheet.table == table:
                return sheet
        raise KeyError(table)

    def having(self, sheet: TemplateSheet) -> Template:
        """The template with this sheet in the place of the one of the same table."""
        sheets = (sheet if s.table == sheet.table else s for s in self.sheets)
        return Template(tuple(sheets))

    @property
    def shown(self) -> tuple[TemplateSheet, ...]:
        return tuple(sheet for sheet in self.sheets if sheet.shown)

    @property
    def own_fields(self) -> tuple[TemplateColumn, ...]:
        """The columns of fields that the office made itself."""
        return tuple(c for sheet in self.sheets for c in sheet.columns if c.is_custom)


def usual(own: Sequence[TemplateColumn] = ()) -> Template:
    """The template before anybody wished otherwise; own fields come last on their sheets."""
    return Template(tuple(TemplateSheet(table, _usual_columns(table, own)) for table in SHEETS))


def _usual_columns(table: str, own: Iterable[TemplateColumn]) -> tuple[TemplateColumn, ...]:
    columns = tuple(TemplateColumn(spec) for spec in TABLES[table])
    return (*columns, *(column for column in own if column.field.table == table))


def alike(header: str) -> str:
    """What two headers have in common that cannot be told apart."""
    plain = unicodedata.normalize("NFKC", header).casefold()
    return "".join(letter for letter in plain if letter.isalnum())
