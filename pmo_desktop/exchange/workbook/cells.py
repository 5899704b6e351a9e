"""A plain value as a cell of the own workbook holds it.

Texts are written as text whatever they begin with, so that neither a leading zero nor a leading `=`
turns into something else. What a workbook cannot hold is left out of a text: control characters,
and what goes beyond a cell's `MAX_TEXT` characters.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.cell import Cell

from pmo_desktop.domain.fields import Field, Kind
from pmo_desktop.domain.links import format_links
from pmo_desktop.exchange.workbook.template import PEOPLE_SEPARATOR, shown_day
from pmo_desktop.language import MINUTES_PER_DAY, Language

MAX_TEXT = 32_767
SAFE_DIGITS = 15
FIRST_YEAR = 1901
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def cell_value(field: Field, value: Any, language: Language) -> Any:
    """A plain value as its cell holds it: text, number, date, or None for nothing."""
    if value is None or value == "" or value == ():
        return None
    match field.kind:
        case Kind.CHOICE:
            return language.term(field.choice_term(value))
        case Kind.BOOL:
            return language.term(f"bool.{str(value).lower()}")
        case Kind.PEOPLE:
            return clean_text(PEOPLE_SEPARATOR[language.code].join(value))
        case Kind.LINKS:
            return clean_text(format_links(value, chinese=language.is_chinese))
        case Kind.START | Kind.FINISH:
            return day_value(shown_day(field.kind, value))
        case Kind.DATE:
            return day_value(value)
        case Kind.DURATION:
            return value / MINUTES_PER_DAY
        case Kind.MONEY:
            return amount_value(value)
        case Kind.SHARE | Kind.INTEGER | Kind.LEVEL:
            return value
        case _:
            return clean_text(value)


def has_decimals(field: Field, written: Any) -> bool:
    """Whether what was written is more than whole percents or whole days."""
    if not isinstance(written, float):
        return False
    return (written * 100 if field.kind is Kind.SHARE else written) % 1 > 0


def clean_text(text: str) -> str:
    """`text` with what a cell cannot hold left out, and line ends as a cell has them."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return NOT_IN_XML.sub("", lines)[:MAX_TEXT]


def day_value(day: date) -> date | str:
    # A workbook's calendar has no days before 1900, and one too many in 1900.
    return day if day.year >= FIRST_YEAR else day.isoformat()


def amount_value(amount: Decimal) -> Decimal | str:
    # A cell's number holds 15 digits; more than that is kept as text.
    return amount if len(amount.as_tuple().digits) <= SAFE_DIGITS else f"{amount:f}"


def put(cell: Cell, value: Any, style: str) -> None:
    """Write into a cell in one of the styles."""
    put_value(cell, value)
    cell.style = style


def put_value(cell: Any, value: Any) -> None:
    """Write into a cell; a text stays the text that it is."""
    if isinstance(value, str):
        cell.value = LOOKS_ESCAPED.sub("_x005F_", value)
        # openpyxl takes a leading "=" for a formula.
        cell.data_type = "s"
    elif value is not None:
        cell.value = value
