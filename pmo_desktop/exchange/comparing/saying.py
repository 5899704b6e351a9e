"""What a row of a file says, less what says nothing.

An empty cell of a team's file says nothing, nor does of a known record what the file merely
implies. A cell that still has what was sent out, or accepted last, says nothing either, whatever
the database has become since: that is *outdated*, to be told and to be looked at, and not taken by
itself. So is a value that was seen before and refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from pmo_desktop.domain.fields import Field
from pmo_desktop.domain.records import (
    NOTHING,
    UNKNOWN,
    Cell,
    ChangeStatus,
    FieldChange,
    Record,
)
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.exchange.comparing.bases import NO_BASE, Base
from pmo_desktop.exchange.comparing.equality import is_empty, same
from pmo_desktop.exchange.comparing.matching import Pair
from pmo_desktop.exchange.comparing.specs import specs
from pmo_desktop.exchange.comparing.task_dates import DECIDING, ROLLED_UP
from pmo_desktop.exchange.workbook.sent import Sent, fingerprint

HAVE_A_SAY = frozenset(DECIDING)


class Silence(Enum):
    """UNTOUCHED: as it was written when it went out. REFUSED: it was seen before, and not taken.
    AS_BEFORE: what both sides had."""

    UNTOUCHED = "untouched"
    REFUSED = "refused"
    AS_BEFORE = "as_before"


@dataclass(frozen=True)
class Said:
    """A pair with the row less what says nothing, and what of it is outdated. `differing` are the
    fields that are left to be compared, in which the row is not the record; None: all of them."""

    pair: Pair
    outdated: tuple[FieldChange, ...] = ()
    differing: tuple[str, ...] | None = None

    @property
    def values(self) -> Mapping[str, Any]:
        """What is left to be compared."""
        values = self.pair.given.values
        return values if self.differing is None else {name: values[name] for name in self.differing}

    @property
    def leaves_dates(self) -> bool:
        """Whether nothing of it has a say in a known task's dates."""
        return self.differing is not None and HAVE_A_SAY.isdisjoint(self.differing)

    @property
    def is_settled(self) -> bool:
        """Whether the row is the record, and says nothing else of it."""
        return self.differing == () and not self.outdated and not self.pair.is_doubtful


@dataclass(frozen=True)
class Hearing:
    """How the rows of a file are heard. `own`: it is our own workbook. `computed` are the ids of
    tasks whose dates the schedule gives."""

    own: bool
    currency: str = "CNY"
    sent: Sent = field(default_factory=Sent)
    base: Base = NO_BASE
    computed: frozenset[int] = frozenset()

    def said(self, pair: Pair) -> Said:
        """What the row of the pair says."""
        given, known = pair.given, pair.known
        values = given.values
        if not self.own and (known is not None or _has_blanks(values)):
            values = {
                name: value
                for name, value in values.items()
                if not is_empty(value) and (known is None or name in given.cells)
            }
        if known is None or known.id is None:
            if values is not given.values:
                pair = _saying(pair, values)
            return Said(pair)
        return self._against(pair, known, values)

    def _against(self, pair: Pair, known: Record, values: Mapping[str, Any]) -> Said:
        given, stored = pair.given, known.values
        if values.items() <= stored.items():
            return Said(pair if values is given.values else _saying(pair, values), differing=())
        heard = dict(values)
        differing = []
        for name, value in values.items():
            now = stored.get(name, UNKNOWN)
            if now == value:
                heard[name] = now
            else:
                differing.append(name)
        outdated: list[FieldChange] = []
        left: list[str] = []
        marks = self.sent.of_row(given) if self.own else NOTHING
        for name, spec, empty, *_ in specs(given.table, tuple(differing)):
            now, value = stored.get(name, empty), values[name]
            if value == now or (is_empty(value) and is_empty(now)):
                heard[name] = now
                continue
            cell = given.cells.get(name)
            silence = self._silence(spec, known, value, cell, marks.get(name))
            if silence is None:
                left.append(name)
                continue
            heard[name] = now
            if same(spec, now, value, self.currency, cell):
                continue
            # A file shows less than the database knows: what it shows must have moved.
            if silence is Silence.UNTOUCHED and not self.sent.has_moved(spec, known):
                continue
            if not self._follows(known, spec, values):
                base = self.base.value(known, spec)
                base = value if base is UNKNOWN else base
                status = ChangeStatus.OUTDATED
                outdated.append(FieldChange(name, now, value, cell, base, status))
        return Said(_saying(pair, heard), tuple(outdated), tuple(left))

    def _silence(
        self, spec: Field, known: Record, value: Any, cell: Cell | None, mark: str | None
    ) -> Silence | None:
        """Why the cell says nothing; None where it says something. `mark` is what was sent out."""
        if mark is not None and mark == fingerprint(cell.text if cell else ""):
            return Silence.UNTOUCHED
        if self.base.kept:
            refused = self.base.refused(known, spec, value)
            if refused is not None:
                return Silence.REFUSED if refused.decided else None
        base = self.base.value(known, spec)
        if base is UNKNOWN:
            return None
        is_base = base == value or same(spec, base, value, self.currency, cell)
        return Silence.AS_BEFORE if is_base else None

    def _follows(self, known: Record, spec: Field, values: Mapping[str, Any]) -> bool:
        """Whether the value follows from others: nobody has changed it by itself."""
        if known.table != "task":
            return False
        if known.values.get("kind") == TaskKind.SUMMARY and spec.name in ROLLED_UP:
            return True
        if known.id in self.computed and spec.name in ("start", "finish"):
            return True
        return spec.name == "duration" and {"start", "finish"} <= values.keys()


def _saying(pair: Pair, values: Mapping[str, Any]) -> Pair:
    """The pair with these values; a quarter of what `replace` takes, for every row of an import."""
    row = pair.given
    given = Record(row.table, values, row.uid, row.id, row.cells)
    return Pair(given, pair.known, pair.reason, pair.score)


def _has_blanks(values: Mapping[str, Any]) -> bool:
    """Whether some value is nothing at all."""
    return not all(values.values()) and any(map(is_empty, values.values()))
