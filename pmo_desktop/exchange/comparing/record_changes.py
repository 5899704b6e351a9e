"""What a row of a file changes in one record, field by field.

Only what may stand in its field gets into a change; what may not is told, and the rest of the row
goes on without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from pmo_desktop.domain.fields import TABLES, Field, Kind
from pmo_desktop.domain.records import (
    UNKNOWN,
    ChangeKind,
    ChangeStatus,
    Doubt,
    FieldChange,
    NewFields,
    Record,
    RecordChange,
)
from pmo_desktop.domain.tasks import Link
from pmo_desktop.exchange.comparing.bases import NO_BASE, Base
from pmo_desktop.exchange.comparing.equality import is_empty, same
from pmo_desktop.exchange.comparing.link_codes import LinkCodes, spelled
from pmo_desktop.exchange.comparing.matching import Pair
from pmo_desktop.exchange.comparing.newcomers import Newcomers
from pmo_desktop.exchange.comparing.specs import LIMITED, empties, specs
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


@dataclass
class RecordChanges:
    """Compares the rows of one file with their records; `findings` grows as it goes.

    `links` are the codes of the file's tasks, and `codes` those of the known ones by their ids;
    whoever compares tasks sets them first. `unchanged` counts the records that stay as they are.
    """

    own: bool
    currency: str
    newcomers: Newcomers
    sent: Sent = field(default_factory=Sent)
    base: Base = NO_BASE
    codes: Mapping[int, str] = field(default_factory=dict)
    links: LinkCodes = field(default_factory=LinkCodes)
    unchanged: int = 0
    findings: list[Finding] = field(default_factory=list)

    def of(
        self,
        pair: Pair,
        values: Mapping[str, Any],
        kept: frozenset[str] | set[str] = NO_NAMES,
        outdated: Sequence[FieldChange] = (),
    ) -> RecordChange | None:
        """The change of one record, None where there is nothing to change.

        `values` is what is left of the row to be compared; fields of `kept` travel with a change
        even though they stay as they are, `outdated` ones come with it to be looked at.
        """
        given, known = pair.given, pair.known
        if known is None:
            return self._added(pair, values) if self._has_required(given) else None
        found = [
            self._field(spec, values[name], pair, name in kept)
            for name, spec, empty, *_ in specs(given.table, tuple(values))
            if name in kept or values[name] is not known.values.get(name, empty)
        ]
        fields = [change for change in found if change is not None]
        if all(change.before == change.after for change in fields):
            fields = []
        if known.id is None:
            return _addition(given, known, fields) if fields else None
        fields += outdated
        if not fields and not pair.is_doubtful:
            self.unchanged += 1
            return None
        if not pair.is_doubtful:
            self._tell_of_renaming(pair, fields)
        return RecordChange(
            ChangeKind.CHANGE, given.table, known.label, known.id, known.uid, tuple(fields)
        )

    def doubted(
        self, change: RecordChange, pair: Pair, as_new: RecordChange | None
    ) -> RecordChange:
        """The change of a record that it may be, with the doubt, which is told."""
        given, known = pair.given, pair.known
        assert known is not None  # a doubt is about a record that is known
        key = f"{given.table}:{known.id}:{normal_name(given.label)}"
        doubt = Doubt(key, pair.reason, pair.score, given.label, known.label, as_new)
        told = {"name": given.label, "known": known.label, "score": f"{pair.score:.0%}"}
        self.tell(f"doubt_{pair.reason}", WARNING, given, "name", **told)
        return replace(change, doubt=doubt)

    def aside(self) -> RecordChanges:
        """Compares as this does, and what it tells and counts is dropped."""
        return replace(self, findings=[])

    def tell(self, code: str, severity: str, given: Record, name: str, /, **params: Any) -> None:
        """Something about a field of a row, with the cell where it stands."""
        self.findings.append(finding_at(given.cells.get(name), code, severity, **params))

    def _added(self, pair: Pair, values: Mapping[str, Any]) -> RecordChange:
        """A record that is not known yet: there is nothing to compare it with."""
        given = pair.given
        found: dict[str, Any] = {}
        doubts: dict[str, tuple[str, ...]] = {}
        names = tuple(values)
        for name, spec, _, is_limited, is_naming in specs(given.table, names):
            value = values[name]
            if value is None or value == "" or value == ():
                continue
            if is_limited and not self._may_stand(spec, value, given):
                continue
            if is_naming:
                value = self._as_known(spec, value, pair)
                if is_empty(value):
                    continue
                if keys := self.newcomers.doubts(spec, value):
                    doubts[name] = keys
            found[name] = value
        label = Record(given.table, found).label
        fields = NewFields(found, empties(given.table, names), given.cells, doubts)
        return RecordChange(ChangeKind.ADD, given.table, label, None, None, fields)

    def _field(self, spec: Field, value: Any, pair: Pair, kept: bool) -> FieldChange | None:
        given, known = pair.given, pair.known
        before = known.values.get(spec.name, spec.empty) if known else spec.empty
        if value is before and not kept:
            return None
        cell = given.cells.get(spec.name)
        if is_empty(value):
            return self._emptied(spec, before, pair)
        if not self._may_stand(spec, value, given):
            return None
        if same(spec, before, value, self.currency, cell):
            return FieldChange(spec.name, before, before, cell) if kept else None
        after = self._as_known(spec, value, pair)
        then = self.links.moved(before or ()) if spec.kind is Kind.LINKS else before
        is_compared = then is before and after is value
        if not is_compared and same(spec, then, after, self.currency, cell):
            return FieldChange(spec.name, before, before, cell) if kept else None
        doubts = self.newcomers.doubts(spec, after)
        return self._standing(
            pair, spec, FieldChange(spec.name, before, after, cell, doubts=doubts)
        )

    def _standing(self, pair: Pair, spec: Field, change: FieldChange) -> FieldChange:
        """The change with its base, and which of the two sides has moved since."""
        known = pair.known
        if known is None or known.id is None:
            return change
        refused = self.base.refused(known, spec, change.after)
        base = self.base.value(known, spec)
        if refused is not None:
            status = ChangeStatus.OUTDATED if refused.decided else ChangeStatus.CONFLICT
        elif base is UNKNOWN:
            status = (
                ChangeStatus.CONFLICT if self.sent.has_moved(spec, known) else ChangeStatus.CHANGED
            )
        else:
            base, status = self._since(spec, base, change)
        if status is ChangeStatus.CONFLICT:
            now = written_text(spec, change.before, self.sent.language)
            self.tell("conflict", WARNING, pair.given, spec.name, field=spec.code, value=now)
        name, before, after, cell = change.name, change.before, change.after, change.cell
        return FieldChange(name, before, after, cell, base, status, change.doubts)

    def _since(self, spec: Field, base: Any, change: FieldChange) -> tuple[Any, ChangeStatus]:
        told = base
        if spec.kind is Kind.LINKS:
            base = self.base.links_now(base or (), self.codes)
            told = self.links.moved(base)
        if same(spec, base, change.before, self.currency):
            return base, ChangeStatus.CHANGED
        is_told = same(spec, told, change.after, self.currency, change.cell)
        return base, ChangeStatus.OUTDATED if is_told else ChangeStatus.CONFLICT

    def _emptied(self, spec: Field, before: Any, pair: Pair) -> FieldChange | None:
        given = pair.given
        if not self.own or is_empty(before):
            return None
        if spec.required or spec.code in NEVER_EMPTY:
            severity = WARNING if spec.required else NOTE
            self.tell("kept", severity, given, spec.name, field=spec.code)
            return None
        change = FieldChange(spec.name, before, spec.empty, given.cells.get(spec.name))
        return self._standing(pair, spec, change)

    def _as_known(self, spec: Field, value: Any, pair: Pair) -> Any:
        """The value with names and codes as the office writes them."""
        if spec.kind is Kind.LINKS:
            return self._linked(value, pair)
        return self.spelled(spec, value, pair.given)

    def spelled(self, spec: Field, value: Any, row: Record) -> Any:
        """The value of a row with names of people and departments as the office writes them."""
        match spec.kind:
            case Kind.PERSON:
                return self.newcomers.person(value, row, spec.name)
            case Kind.PEOPLE:
                return self.newcomers.team(value, row, spec.name)
            case Kind.DEPARTMENT:
                return self.newcomers.department(value, row, spec.name)
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
        beyond = beyond_limit(spec, value) if spec.kind in LIMITED else None
        if beyond is None:
            return True
        code, shown = beyond
        self.tell(code, WARNING, given, spec.name, field=spec.code, value=shown)
        return False

    def _has_required(self, given: Record) -> bool:
        """Whether a new row says enough to be a record."""
        for spec in _required(given.table):
            if is_empty(given.values.get(spec.name)):
                where = next(iter(given.cells), spec.name)
                self.tell("required", ERROR, given, where, field=spec.code)
                return False
        return True

    def _tell_of_renaming(self, pair: Pair, fields: list[FieldChange]) -> None:
        if pair.given.uid is not None or pair.given.table == "project":
            return
        for change in fields:
            if change.name == "name" and normal_name(change.before) != normal_name(change.after):
                params = {"before": change.before, "after": change.after}
                self.tell("renamed", NOTE, pair.given, "name", **params)


def beyond_limit(spec: Field, value: Any) -> tuple[str, Any] | None:
    """The code of what is wrong with a value that may not stand in its field, and the value as it
    is told."""
    if spec.kind is Kind.SHARE and not 0 <= value <= SHARE_LIMITS.get(spec.code, 1.0):
        return "share_beyond", f"{value:.0%}"
    if spec.kind is Kind.LEVEL and value not in LEVELS:
        return "level_beyond", value
    if spec.kind is Kind.DURATION and value < 0:
        return "duration_below", value / MINUTES_PER_DAY
    return None


@cache
def _required(table: str) -> tuple[Field, ...]:
    return tuple(spec for spec in TABLES[table] if spec.required)


def _addition(given: Record, known: Record, fields: list[FieldChange]) -> RecordChange:
    """A record that an earlier file of the import adds, with all that it says."""
    names = {change.name for change in fields}
    before = [
        FieldChange(name, None, value)
        for name, value in known.values.items()
        if name not in names and not is_empty(value)
    ]
    merged = (*before, *fields)
    label = Record(given.table, {change.name: change.after for change in merged}).label
    return RecordChange(ChangeKind.ADD, given.table, label, None, known.uid, merged)
