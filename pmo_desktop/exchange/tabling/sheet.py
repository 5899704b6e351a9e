"""One table to be written out: its columns and its plain values, before it is any kind of file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pmo_desktop.domain.fields import Kind
from pmo_desktop.exchange.workbook.template import shown_day
from pmo_desktop.language import MINUTES_PER_DAY, Language


@dataclass(frozen=True)
class SheetColumn:
    """`header` is in the reader's words; `kind` says how the values below it are written."""

    header: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Sheet:
    """`rows` hold plain values of the columns' kinds (`domain.fields`), or texts in their place."""

    name: str
    columns: Sequence[SheetColumn]
    rows: Sequence[Sequence[Any]]


Written = str | int | float | Decimal | date | None


def written(value: Any, kind: Kind, language: Language) -> Written:
    """A plain value as a cell holds it: a number, a day, a text, or None for nothing.

    A finish at midnight is the end of the day before; a duration is days of `MINUTES_PER_DAY`.
    """
    if value is None or value == "" or value == ():
        return None
    if isinstance(value, str):
        return value
    match kind:
        case Kind.START | Kind.FINISH | Kind.DATE:
            return shown_day(kind, value) if isinstance(value, datetime) else value
        case Kind.DURATION:
            return float(value) / MINUTES_PER_DAY
        case Kind.BOOL:
            return language.term(f"bool.{str(bool(value)).lower()}")
        case Kind.PEOPLE:
            return language.enumeration(value)
        case _ if isinstance(value, int | float | Decimal):
            return value
        case _:
            return str(value)
