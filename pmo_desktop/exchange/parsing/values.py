"""What reading a cell comes to: a plain value, `None` for nothing, or why it could not be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from pmo_desktop.exchange.parsing import words
from pmo_desktop.exchange.parsing.text import clean, plain


@dataclass(frozen=True)
class Unread:
    """A cell that was not read; `code` is one of `findings.SENTENCES`."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


def shown(value: Any) -> str:
    """A cell's value as its sheet shows it, more or less."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    return str(value)


# The readers below give None for a blank cell. `typed`: 1 and TRUE are not the same.


@lru_cache(maxsize=16_384, typed=True)
def text(value: Any) -> str | None:
    """A text as it stands, without blanks around it; its own lines stay."""
    if isinstance(value, str):
        return value.strip().replace("\r\n", "\n").replace("\r", "\n") or None
    return shown(value)


@lru_cache(maxsize=16_384, typed=True)
def line(value: Any) -> str | None:
    """A name: one line, one blank between words."""
    return clean(value) or None if isinstance(value, str) else shown(value)


@lru_cache(maxsize=4096, typed=True)
def department(value: Any) -> str | None:
    written = line(value)
    return None if written is None or words.is_nothing(written) else written


@lru_cache(maxsize=4096, typed=True)
def code(value: Any) -> str | None:
    """A code or an identity: a number without decimals is written without any."""
    written = clean(shown(value))
    return None if words.is_nothing(written) else written


@lru_cache(maxsize=4096, typed=True)
def choice(family: str, value: Any) -> str | Unread | None:
    """One of an enumeration's words, as the enumeration's value."""
    written = clean(shown(value))
    if words.is_nothing(written):
        return None
    return words.meaning(family, written) or Unread("not_a_choice")


@lru_cache(maxsize=4096, typed=True)
def yes_or_no(value: Any) -> bool | Unread | None:
    if isinstance(value, bool) or value == "":
        return value if value != "" else None
    found = words.meaning("bool", shown(value))
    if found is None:
        return None if words.is_nothing(shown(value)) else Unread("not_yes_or_no")
    return found == "true"


@lru_cache(maxsize=4096, typed=True)
def whole_number(value: Any) -> int | Unread | None:
    """A whole number; `P1` and `1级` are 1."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else Unread("not_a_whole_number")
    written = plain(shown(value))
    if words.is_nothing(written):
        return None
    digits = written.lower().strip("p级第位#. ")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else Unread("not_a_whole_number")


def each(read: Callable[[Any], Any], cells: Sequence[Any]) -> list[Any]:
    """What every cell is read as, equal ones once: most columns hold the same few values."""
    if bool in map(type, cells):
        return list(map(read, cells))  # TRUE would be taken for 1
    known = {cell: read(cell) for cell in set(cells)}
    return [known[cell] for cell in cells]


def is_blank(value: Any) -> bool:
    return value == "" or value is None or (isinstance(value, str) and not value.strip())


def as_number(value: Any) -> float | None:
    """A cell's number, also where it was formatted as a day by mistake (15 as 1900-01-15)."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float | int):
        return float(value)
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        if moment.year < EARLY:
            return (moment - datetime(1899, 12, 31)) / timedelta(days=1)
    return None


EARLY = 1905
