"""Which column of a sheet of our own workbook is which field.

As the workbook says itself, as an own field is called, as the vocabulary has it; workbooks of the
first version do not say. The sheets of an office are mostly alike: what was found is remembered by
all that it depends on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache

from pmo_desktop.domain.fields import TABLES, is_custom
from pmo_desktop.exchange.files.markup import column_letters
from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.parsing import values
from pmo_desktop.exchange.parsing.text import brackets, clean, key
from pmo_desktop.exchange.team.columns import Column
from pmo_desktop.exchange.team.own_fields import UNKNOWN, OwnField, names_of
from pmo_desktop.exchange.understood import ColumnFound
from pmo_desktop.exchange.workbook import template
from pmo_desktop.language import CODES, Language

REMEMBERED = 256
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Columns:
    """The columns of a sheet that begins at the column `left` of its page."""

    table: str
    all: tuple[Column, ...]
    left: int = 0

    @cached_property
    def plainly_called(self) -> tuple[Column, ...]:
        """The columns under headers without units: whatever the office calls a duration or an
        amount, its numbers are days and whole units."""
        return tuple(replace(c, header=c.field) if c.field else c for c in self.all)

    @cached_property
    def listed(self) -> tuple[ColumnFound, ...]:
        """As they are told."""
        return tuple(
            ColumnFound(
                column_letters(self.left + c.index),
                c.header,
                f"{self.table}.{c.field}" if c.field else "",
                c.reason,
            )
            for c in self.all
        )

    @cached_property
    def unknown(self) -> tuple[Column, ...]:
        """Those that are taken for no field, each with its reason."""
        return tuple(column for column in self.all if column.reason)


def columns_of(
    grid: Grid,
    header: int,
    table: str,
    sent: Mapping[str, str],
    fields: Iterable[OwnField],
) -> Columns:
    """The columns of a sheet with its headers in this row; `sent` are those that went out."""
    texts = tuple(map(values.shown, grid.rows[header]))
    own = tuple(one for one in fields if one.table == table)
    return _found(table, texts, tuple(sent.items()), own, grid.left)


def sent_headers(meta: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The headers of the sheets as they went out, by the tables and the fields' names."""
    found: dict[str, dict[str, str]] = {}
    prefix = f"{template.HEADER}."
    for fact, words in meta.items():
        if fact.startswith(prefix):
            table, _, name = fact.removeprefix(prefix).partition(".")
            found.setdefault(table, {})[name] = words
    return found


@lru_cache(maxsize=REMEMBERED)
def _found(
    table: str, row: tuple[str, ...], sent: Pairs, own: tuple[OwnField, ...], left: int
) -> Columns:
    """What went out is known by what the workbook says of it; then the others are looked at."""
    headers = _Headers(table, dict(sent), own)
    texts = {at: text for at, text in enumerate(row) if at and text}
    found: dict[int, Column] = {}
    taken: set[str] = set()
    for ways in (headers.said, headers.known):
        for index, text in texts.items():
            name = ways(text)
            if index not in found and name and name not in taken:
                taken.add(name)
                found[index] = Column(index, text, name)
    for index, text in texts.items():
        if index not in found and text.strip():
            is_known = headers.said(text) or headers.known(text)
            reason = "column_twice" if is_known else UNKNOWN
            found[index] = Column(index, text, reason=reason)
    return Columns(table, tuple(found[index] for index in sorted(found)), left)


class _Headers:
    """Which field a header of a sheet is."""

    def __init__(self, table: str, sent: Mapping[str, str], fields: Sequence[OwnField]) -> None:
        own = {one.name for one in fields}
        said = {n: words for n, words in sent.items() if not is_custom(n) or n in own}
        self.exact = {clean(words): name for name, words in said.items()}
        self.sent = {key(words): name for name, words in said.items()}
        self.own = names_of(table, fields)
        self.usual = _usual(table)

    def said(self, text: str) -> str:
        """The field that went out under this header."""
        bare = clean(text).removesuffix(template.REQUIRED_MARK).strip()
        return self.exact.get(bare) or self.sent.get(key(bare)) or ""

    def known(self, text: str) -> str:
        """The field that is generally called so."""
        for spelled in (key(text), key(brackets(text)[0])):
            if name := self.own.get(spelled) or self.usual.get(spelled):
                return name
        return ""


@cache
def _usual(table: str) -> Mapping[str, str]:
    """A field's name by its header, in either language."""
    return {key(Language(code).term(f.code)): f.name for f in TABLES[table] for code in CODES}
