"""When two plain values say the same to their readers, so that nothing is to be changed.

A spreadsheet shows less than the database knows: a bare date stands for a moment of that day, a
share may be rounded, a name has a stray space, a text loses what a cell cannot hold.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from pmo_desktop.domain import wbs
from pmo_desktop.domain.fields import Field, Kind
from pmo_desktop.domain.money import to_minor
from pmo_desktop.domain.records import Cell
from pmo_desktop.exchange.workbook.cells import MAX_TEXT, clean_text
from pmo_desktop.exchange.workbook.template import shown_day
from pmo_desktop.services.names import normal_name

SHARE_STEP = 0.00005
BARE_TIMES = frozenset({time(0, 0), time(9, 0), time(18, 0)})
INVISIBLE = str.maketrans(dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff"))
CLOCK = re.compile(r"\b(\d{1,2}):(\d{2})")


def is_empty(value: Any) -> bool:
    """Whether a plain value is nothing at all; 0 and no are something."""
    return value is None or value in ("", ())


def same(
    field: Field, known: Any, given: Any, currency: str = "CNY", cell: Cell | None = None
) -> bool:
    """Whether `given`, read from a file at `cell`, says what the database knows already.

    Money is compared in whole minor units of `currency`, the order of people counts, that of
    links does not.
    """
    if known is given:
        return True
    if is_empty(known) or is_empty(given):
        return is_empty(known) and is_empty(given)
    match field.kind:
        case Kind.TEXT if field.name == "wbs" and field.table == "task":
            return wbs.clean(known) == wbs.clean(given)
        case Kind.TEXT if field.name == "code" and field.table == "project":
            return normal_name(known) == normal_name(given)
        case Kind.TEXT:
            return plain_text(known) == plain_text(given)
        case Kind.PERSON | Kind.DEPARTMENT:
            return normal_name(known) == normal_name(given)
        case Kind.PEOPLE:
            return list(map(normal_name, known)) == list(map(normal_name, given))
        case Kind.LINKS:
            return sorted(known) == sorted(given)
        case Kind.SHARE:
            return abs(known - given) < SHARE_STEP
        case Kind.MONEY:
            return to_minor(Decimal(known), currency) == to_minor(Decimal(given), currency)
        case Kind.START | Kind.FINISH:
            if says_time(given, cell):
                return bool(known == given)
            return shown_day(field.kind, known) == shown_day(field.kind, given)
        case _:
            return bool(known == given)


def plain_text(text: str) -> str:
    """A text as a reader sees it: composed letters, one blank where there are several."""
    # Of what is printable nothing is left out, and its one kind of blank is a space.
    if len(text) <= MAX_TEXT and text.isprintable() and unicodedata.is_normalized("NFC", text):
        return " ".join(text.split())
    visible = unicodedata.normalize("NFC", clean_text(text)).translate(INVISIBLE)
    return "\n".join(" ".join(line.split()) for line in visible.split("\n")).strip()


def says_time(moment: datetime, cell: Cell | None) -> bool:
    """Whether the file gives a time of its own, and not a bare date that stands for one."""
    if moment.time() not in BARE_TIMES:
        return True
    found = CLOCK.search(cell.text) if cell else None
    return found is not None and (int(found[1]), int(found[2])) != (0, 0)
