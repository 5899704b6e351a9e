"""The office's own fields in spreadsheets: known by their names, and offered for what is not known.

A column is one of them where its header is one of the field's names, in either language. What has
choices takes one of them, however it is spelled. A column with an unknown header can become one:
`unknown` says how many values it has, and which kind they seem to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pmo_desktop.domain.fields import Kind, is_custom
from pmo_desktop.exchange.files.reading import Grid
from pmo_desktop.exchange.findings import WARNING
from pmo_desktop.exchange.parsing import dates
from pmo_desktop.exchange.parsing.text import brackets, clean, key
from pmo_desktop.exchange.parsing.values import is_blank, shown, yes_or_no
from pmo_desktop.exchange.team.columns import Column
from pmo_desktop.exchange.team.facts import Facts
from pmo_desktop.exchange.team.filling import Filled
from pmo_desktop.exchange.understood import UnknownColumn

UNKNOWN, LEFT_OUT = "column_unknown", "column_left_out"
MOST_CHOICES = 8
TIMES = 3
LONGEST_CHOICE = 24


@dataclass(frozen=True)
class OwnField:
    """`name` is the field's in its table (`custom.text-1`), `names` what it is called."""

    table: str
    name: str
    names: tuple[str, ...]
    options: tuple[str, ...] = ()


def taken_for(
    table: str, columns: Iterable[Column], fields: Sequence[OwnField]
) -> tuple[Column, ...]:
    """The columns, with those that are own fields of the table by their names taken for them. One
    that a mapping of another office says is a field which is not known here, is not known."""
    known = names_of(table, fields)
    ours = {own.name for own in fields if own.table == table}
    taken: set[str] = set()
    found = []
    for column in columns:
        if is_custom(column.field) and column.field not in ours:
            column = Column(column.index, column.header, "", UNKNOWN)
        if is_custom(column.field):
            taken.add(column.field)
        is_settled = (column.field and not column.is_doubtful) or column.reason == LEFT_OUT
        name = "" if is_settled else _meant(column.header, known)
        if name and name not in taken:
            taken.add(name)
            column = Column(column.index, column.header, name)
        found.append(column)
    return tuple(found)


def known_facts(facts: Facts, fields: Iterable[OwnField]) -> Facts:
    """The facts, without those of own fields that are not known here."""
    if not any(is_custom(fact.code.partition(".")[2]) for fact in facts.found):
        return facts
    ours = {f"{own.table}.{own.name}" for own in fields}
    return Facts(
        [f for f in facts.found if f.code in ours or not is_custom(f.code.partition(".")[2])],
        facts.titles,
    )


def names_of(table: str, fields: Iterable[OwnField]) -> Mapping[str, str]:
    """The fields of a table by their names as `key`s."""
    return {key(n): own.name for own in fields if own.table == table for n in own.names if key(n)}


def _meant(header: str, known: Mapping[str, str]) -> str:
    return known.get(key(header)) or known.get(key(brackets(header)[0])) or ""


def settle_choices(filled: Filled, fields: Iterable[OwnField]) -> None:
    """Spell choices as the office does; what is none of them is told, and absent."""
    for own in fields:
        if own.table != filled.table or not own.options or own.name not in filled.values:
            continue
        spelled = {key(option): option for option in own.options}
        found = filled.values[own.name]
        for position, value in enumerate(found):
            if isinstance(value, str) and value:
                found[position] = spelled.get(key(value))
                if found[position] is None:
                    filled.tell("not_a_choice", WARNING, own.name, position)
                    filled.absent.add((own.name, position))


def unknown(table: str, grid: Grid, column: Column, rows: Sequence[int]) -> UnknownColumn:
    """What there is to know of a column that nothing was taken from."""
    cells = [grid.rows[row][column.index] for row in rows]
    given = [value for value in cells if not is_blank(value)]
    kind, options = _kind(given)
    letter = grid.letters(column.index)
    header = clean(column.header)
    return UnknownColumn(table, grid.name, letter, header, len(given), kind.value, options)


def _kind(given: Sequence[Any]) -> tuple[Kind, tuple[str, ...]]:
    """The kind that fits all the values, and what seems to be the choices."""
    if not given:
        return Kind.TEXT, ()
    if all(isinstance(yes_or_no(value), bool) for value in given):
        return Kind.BOOL, ()
    if all(_is_day(value) for value in given):
        return Kind.DATE, ()
    if all(isinstance(value, int | float) for value in given):
        whole = all(float(value).is_integer() for value in given)
        return (Kind.INTEGER if whole else Kind.MONEY), ()
    words = tuple(dict.fromkeys(clean(shown(value)) for value in given))
    is_few = len(words) <= MOST_CHOICES and len(given) >= TIMES * len(words)
    if is_few and all(len(word) <= LONGEST_CHOICE for word in words):
        return Kind.CHOICE, words
    return Kind.TEXT, ()


def _is_day(value: Any) -> bool:
    if isinstance(value, date):
        return True
    return isinstance(value, str) and isinstance(dates.parse(value), datetime)
