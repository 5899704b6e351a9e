"""What went out, kept in the own workbook: a fingerprint of each cell as it was written.

A cell that comes back with its fingerprint was not touched: it says nothing, whatever the database
has become since. A cell that was touched while the database changed too is a conflict to be told.
They are facts of the sheet `_pmo`: `sent.task` has the fields' names, `sent.task.<uid>` the
fingerprints of that row in their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2s
from typing import Any

from pmo_desktop.domain.fields import Field
from pmo_desktop.domain.records import NOTHING, Record
from pmo_desktop.exchange.comparing.equality import plain_text
from pmo_desktop.exchange.parsing.values import shown
from pmo_desktop.exchange.workbook.cells import cell_value
from pmo_desktop.exchange.workbook.template import Sheet
from pmo_desktop.language import Language

PREFIX = "sent"
# The fact with the journal's newest entry by its name (`services.entries`).
ENTRY = "entry"
BYTES = 4
# The same words and figures stand in a great many cells.
REMEMBERED = 1 << 15


def facts(sheet: Sheet, records: Iterable[Record], language: Language) -> dict[str, str]:
    """The fingerprints of a sheet's rows, to be kept in the workbook."""
    fields = [column.field for column in sheet.columns]
    found = {f"{PREFIX}.{sheet.table}": " ".join(spec.name for spec in fields)}
    for record in records:
        if record.uid:
            texts = (written_text(spec, record.values.get(spec.name), language) for spec in fields)
            found[f"{PREFIX}.{sheet.table}.{record.uid}"] = " ".join(map(fingerprint, texts))
    return found


def written_text(spec: Field, value: Any, language: Language) -> str:
    """The text of a cell as a reader of the file finds it."""
    written = cell_value(spec, value, language)
    if written is None:
        return ""
    if isinstance(written, Decimal | int):
        written = float(written)
    return shown(written)


@lru_cache(maxsize=REMEMBERED)
def fingerprint(text: str) -> str:
    return blake2s(plain_text(text).encode(), digest_size=BYTES).hexdigest()


class _Marks(Mapping[tuple[str, str], Mapping[str, str]]):
    """The fingerprints by the rows' tables and identities, made for the rows that are asked for:
    most of a workbook comes back as it went out."""

    def __init__(self, meta: Mapping[str, str]) -> None:
        self._meta = meta
        self._names: dict[str, list[str]] = {}

    def __getitem__(self, row: tuple[str, str]) -> Mapping[str, str]:
        table, uid = row
        if not uid:
            raise KeyError(row)
        told = self._meta[f"{PREFIX}.{table}.{uid}"]
        if table not in self._names:
            self._names[table] = self._meta.get(f"{PREFIX}.{table}", "").split()
        return dict(zip(self._names[table], told.split(), strict=False))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for key in self._meta:
            head, _, rest = key.partition(".")
            table, _, uid = rest.partition(".")
            if head == PREFIX and uid:
                yield table, uid

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return next(iter(self), None) is not None


@dataclass(frozen=True)
class Sent:
    """The fingerprints of a workbook; without any (a team's own file) nothing is known."""

    marks: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    language: Language = field(default_factory=lambda: Language("en"))

    @staticmethod
    def of(meta: Mapping[str, str], language: Language) -> Sent:
        """From the facts of a workbook that came back."""
        return Sent(_Marks(meta), language)

    def of_row(self, row: Record) -> Mapping[str, str]:
        """The fingerprints of a row by its fields."""
        return self.marks.get((row.table, row.uid or ""), NOTHING)

    def has_moved(self, spec: Field, record: Record) -> bool:
        """Whether the database has another value than the one that went out."""
        mark = self.of_row(record).get(spec.name)
        if mark is None:
            return False
        now = written_text(spec, record.values.get(spec.name), self.language)
        return mark != fingerprint(now)
