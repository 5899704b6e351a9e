"""What a row of a file changes in one record, field by field.

Only what may stand in its field gets into a change; what may not is told, and the rest of the row
goes on without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pmo_desktop.domain.fields import TABLES, Field, Kind, fields_of
from pmo_desktop.domain.records import Cell, ChangeKind, FieldChange, Record, RecordChange
from pmo_desktop.domain.tasks import Link
from pmo_desktop.exchange.comparing.equality import is_empty, same
from pmo_desktop.exchange.comparing.link_codes import LinkCodes, spelled
from pmo_desktop.exchange.comparing.matching import Pair
from pmo_desktop.exchange.comparing.newcomers import Newcomers
from pmo_desktop.exchange.findings import ERROR, NOTE, WARNING, Finding
from pmo_desktop.exchange.telling import finding_at
from pmo_desktop.exchange.workbook.sent import Sent, written_text
from pmo_desktop.language import MINUTES_PER_DAY
from pmo_desktop.services.names import normal_name

# Fields that are never nothing: an emptied cell leaves them as they are.
NEVER_EMPTY = frozenset(
    {"project.priority", "project.state", "project.currency", "task.kind", "task.duration",
     "task.percent_complete", "risk.state", "issue.state", "person.capacity", "person.active"}
)  # fmt: skip
SHARE_LIMITS: Mapping[str, float] = {"person.capacity": float("inf")}
LEVELS = range(1, 6)
NO_NAMES: frozenset[str] = frozenset()
LIMITED = frozenset((Kind.SHARE, Kind.LEVEL, Kind.DURATION))


@dataclass
class RecordChanges:
    """Compares the rows of one file with their records; `findings` grows as it goes.

    `links` are the codes of the file's tasks; whoever compares tasks sets them first.
    """

    own: bool
    currency: str
    newcomers: Newcomers
    sent: Sent = field(default_factory=Sent)
    links: LinkCodes = field(default_factory=LinkCodes)
    findings: list[Finding] = field(default_factory=list)

    def of(
        self, pair: Pair, values: Mapping[str, Any], kept: frozenset[str] | set[str] = NO_NAMES
    ) -> RecordChange | None:
        """The change of one record, None where there is nothing to change.

        `values` is what is left of the row to be compared; fields of `kept` travel with a change
        even though they stay as they are.
        """
        given, known = pair.given, pair.known
        if known is None and not self._has_required(given):
            return None
        compared = self._new_field if known is None else self._field
        found = [
            compared(spec, values[spec.name], pair, spec.name in kept)
            for spec in fields_of(given.table)
            if spec.name in values
        ]
        fields = [change for change in found if change is not None]
        if known is not None and all(change.before == change.after for change in fields):
            return None
        if known is None or known.id is None:
            return _addition(given, known, fields)
        self._tell_of_renaming(pair, fields)
        return RecordChange(
            ChangeKind.CHANGE, given.table, known.label, known.id, known.uid, tuple(fields)
        )

    def tell(self, code: str, severity: str, given: Record, name: str, /, **params: Any) -> None:
        """Something about a field of a row, with the cell where it stands."""
        self.findings.append(finding_at(given.cells.get(name), code, severity, **params))

    def _new_field(self, spec: Field, value: Any, pair: Pair, kept: bool) -> FieldChange | None:
        """A field of a record that is not known yet: there is nothing to compare it with."""
        if is_empty(value) or not self._may_stand(spec, value, pair.given):
            return None
        nothing, cell = spec.empty, pair.given.cells.get(spec.name)
        after = self._as_known(spec, value, pair, cell)
        if is_empty(after):
            return FieldChange(spec.name, nothing, nothing, cell) if kept else None
        return FieldChange(spec.name, nothing, after, cell)

    def _field(self, spec: Field, value: Any, pair: Pair, kept: bool) -> FieldChange | None:
        given, known = pair.given, pair.known
        before = known.values.get(spec.name, spec.empty) if known else spec.empty
        cell = given.cells.get(spec.name)
        if is_empty(value):
            return self._emptied(spec, before, given)
        if not self._may_stand(spec, value, given):
            return None
        if same(spec, before, value, self.currency, cell):
            return FieldChange(spec.name, before, before, cell) if kept else None
        after = self._as_known(spec, value, pair, cell)
        then = self.links.moved(before or ()) if spec.kind is Kind.LINKS else before
        if same(spec, then, after, self.currency, cell):
            return FieldChange(spec.name, before, before, cell) if kept else None
        if known is not None and self.sent.has_moved(spec, known):
            now = written_text(spec, before, self.sent.language)
            self.tell("conflict", WARNING, given, spec.name, field=spec.code, value=now)
        return FieldChange(spec.name, before, after, cell)

    def _emptied(self, spec: Field, before: Any, given: Record) -> FieldChange | None:
        if not self.own or is_empty(before):
            return None
        if spec.required or spec.code in NEVER_EMPTY:
            severity = WARNING if spec.required else NOTE
            self.tell("kept", severity, given, spec.name, field=spec.code)
            return None
        return FieldChange(spec.name, before, spec.empty, given.cells.get(spec.name))

    def _as_known(self, spec: Field, value: Any, pair: Pair, cell: Cell | None) -> Any:
        """The value with names and codes as the office writes them."""
        match spec.kind:
            case Kind.PERSON:
                return self.newcomers.person(value, cell)
            case Kind.PEOPLE:
                return self.newcomers.team(value, cell)
            case Kind.DEPARTMENT:
                return self.newcomers.department(value, cell)
            case Kind.LINKS:
                return self._linked(value, pair)
        return value

    def _linked(self, links: tuple[Link, ...], pair: Pair) -> tuple[Link, ...]:
        found, lost = self.links.resolved(links)
        for link in lost:
            self._tell_of_link("unknown_predecessor", link, pair)
        own_code = spelled(pair.given, pair.known, self.own)
        for link in found:
            if link.wbs == own_code:
                self._tell_of_link("own_predecessor", link, pair)
        return tuple(dict.fromkeys(link for link in found if link.wbs != own_code))

    def _tell_of_link(self, code: str, link: Link, pair: Pair) -> None:
        self.tell(code, WARNING, pair.given, "predecessors", wbs=link.wbs)

    def _may_stand(self, spec: Field, value: Any, given: Record) -> bool:
        if spec.kind not in LIMITED:
            return True
        limit = SHARE_LIMITS.get(spec.code, 1.0)
        if spec.kind is Kind.SHARE and not 0 <= value <= limit:
            code, shown = "share_beyond", f"{value:.0%}"
        elif spec.kind is Kind.LEVEL and value not in LEVELS:
            code, shown = "level_beyond", value
        elif spec.kind is Kind.DURATION and value < 0:
            code, shown = "duration_below", value / MINUTES_PER_DAY
        else:
            return True
        self.tell(code, WARNING, given, spec.name, field=spec.code, value=shown)
        return False

    def _has_required(self, given: Record) -> bool:
        """Whether a new row says enough to be a record."""
        for spec in TABLES[given.table]:
            if spec.required and is_empty(given.values.get(spec.name)):
                where = next(iter(given.cells), spec.name)
                self.tell("required", ERROR, given, where, field=spec.code)
                return False
        return True

    def _tell_of_renaming(self, pair: Pair, fields: list[FieldChange]) -> None:
        for change in fields:
            if change.name != "name" or normal_name(change.before) == normal_name(change.after):
                continue
            if pair.given.uid is None and pair.given.table != "project":
                params = {"before": change.before, "after": change.after}
                self.tell("renamed", NOTE, pair.given, "name", **params)


def _addition(given: Record, known: Record | None, fields: list[FieldChange]) -> RecordChange:
    """A new record; one that an earlier file of the import adds comes with all that it says."""
    names = {change.name for change in fields}
    earlier = known.values.items() if known else ()
    before = [
        FieldChange(name, None, value)
        for name, value in earlier
        if name not in names and not is_empty(value)
    ]
    merged = (*before, *fields)
    label = Record(given.table, {change.name: change.after for change in merged}).label
    return RecordChange(
        ChangeKind.ADD, given.table, label, None, known.uid if known else None, merged
    )
