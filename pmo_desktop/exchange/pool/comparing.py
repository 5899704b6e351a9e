"""A spreadsheet of people against the database: what it would add, change and remove.

Of our own workbook only what differs from what was sent counts; where the database has moved since,
too, it is a conflict, and is not taken by itself. What was sent and is missing now is offered for
removal, and never taken by itself: a row that somebody deletes is not deleted in the office. Of any
other table an empty cell says nothing.

A file that comes after others is held against what they make of the database: what they say, too,
is no difference, and where it says otherwise it is not taken by itself. New names wait for an
answer where a known one may be meant, and where they stand in a table that is no list of people.

A row whose days do not go together with the others is left out with a finding, the rest is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pmo_desktop.domain.pool_changes import (
    PoolChange,
    PoolChangeKind,
    PoolNames,
    StoredRow,
    contradict,
)
from pmo_desktop.exchange.findings import NOTE, WARNING, Finding
from pmo_desktop.exchange.parsing import people
from pmo_desktop.exchange.pool.booked import Projects, asks_for_nobody, booked
from pmo_desktop.exchange.pool.clashes import CLASHES, clashing
from pmo_desktop.exchange.pool.keys import (
    DEFAULTS,
    KEYS,
    Target,
    alike,
    is_nothing,
    key_of,
    label_of,
)
from pmo_desktop.exchange.pool.knowing import NAME_OF, Answers, Known, doubt_key
from pmo_desktop.exchange.pool.reading import PoolReading
from pmo_desktop.exchange.pool.rows import PoolRow
from pmo_desktop.services.names import normal_name
from pmo_desktop.services.pool_records import TABLES, PoolRows
from pmo_desktop.services.sources import source_of_cells

ADD, CHANGE, REMOVE = PoolChangeKind.ADD, PoolChangeKind.CHANGE, PoolChangeKind.REMOVE
# Tables whose rows may bring a person who is not known yet.
BRINGS_PEOPLE = ("person_skill",)
# Tables whose rows may bring what they are of: a skill, a team.
BRINGS = {"person_skill": "skill", "team_member": "team"}
# Who leads what must be known first.
COMPARED = ("person", *(table for table in TABLES if table != "person"))
# Who answers for a row, and is no part of what it is known by.
# Values that are names of other rows.
NAMES = {"person": "person", "skill": "skill", "team": "team", "lead": "person",
         "manager": "person"}  # fmt: skip
LEADS = {"team": "lead", "department": "manager"}
REMOVABLE = ("person_skill", "person_capacity", "absence", "person_rate", "team_member", "booking")
NO_NAMES = PoolNames()


@dataclass(frozen=True)
class PoolReview:
    """What a file would change, and what there is to tell of it. `unknown` are the people whom it
    names and nobody knows, as they are written, by the keys of their doubts; with the known name
    that may be meant."""

    changes: tuple[PoolChange, ...]
    findings: tuple[Finding, ...]
    unchanged: int = 0
    unknown: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Around:
    """What a file is compared in besides the database: the names that rows may have, the changes
    of `earlier` files, the answers about new names, and the file's own `stamp` for sources."""

    names: PoolNames = NO_NAMES
    earlier: Sequence[PoolChange] = ()
    answers: Answers = field(default_factory=dict)
    stamp: Mapping[str, Any] = field(default_factory=dict)


ALONE = Around()


def compare_pool(reading: PoolReading, stored: PoolRows, around: Around = ALONE) -> PoolReview:
    """Compare what was read with the rows of the database."""
    return _Comparing(reading, stored, around).review()


class _Comparing:
    def __init__(self, reading: PoolReading, stored: PoolRows, around: Around) -> None:
        self._reading, self._stored, self._around = reading, stored, around
        self._known = {table: Known(table, stored, around.earlier, around.answers)
                       for table in NAME_OF}  # fmt: skip
        self._calendars = {normal_name(name): name for name in around.names.calendars}
        self._projects = Projects(around.names)
        self._by_identity = {
            table: {row.identity: row for row in rows} for table, rows in stored.items()
        }
        self._by_key = {
            table: {key_of(table, row.values): row for row in rows}
            for table, rows in stored.items()
        }
        self._by_id = {table: {row.id: row for row in rows} for table, rows in stored.items()}
        self._earlier: dict[Target, list[PoolChange]] = defaultdict(list)
        for one in around.earlier:
            self._earlier[one.target].append(one)
        self._seen: dict[str, set[Any]] = {table: set() for table in TABLES}
        self._named = _named(reading.rows)
        self._taken_names = {
            table: {normal_name(row.values[name]): row.id for row in stored[table]}
            for table, name in NAME_OF.items()
        }
        self._unknown: dict[str, tuple[str, str]] = {}
        self._findings: list[Finding] = []
        self._changes: list[PoolChange] = []
        self._unchanged = 0

    def review(self) -> PoolReview:
        for table in COMPARED:
            rows = [row for row in self._reading.rows if row.table == table]
            for row in rows:
                self._compare(row)
            if self._reading.is_own and table in REMOVABLE and table in self._reading.tables:
                self._offer_removals(table)
        self._leave_out_clashes()
        findings = (*map(_told, self._reading.findings), *self._findings)
        return PoolReview(tuple(self._changes), findings, self._unchanged, self._unknown)

    # --- row by row

    def _compare(self, row: PoolRow) -> None:
        values = self._resolved(row)
        if values is None:
            return
        found = self._stored_row(row, values)
        seen = found.id if found is not None else ("new", key_of(row.table, values))
        if seen in self._seen[row.table]:
            self._tell("pool_twice", row, text=label_of(row.table, values))
            return
        self._seen[row.table].add(seen)
        if found is None:
            self._add(row, values)
        else:
            self._change(row, values, found)

    def _resolved(self, row: PoolRow) -> dict[str, Any] | None:
        """The values with the names that are known; None where the row cannot be."""
        usual = DEFAULTS.get(row.table, {})
        values: dict[str, Any] | None = {
            name: value for name, value in row.values.items()
            if not (is_nothing(value) and usual.get(name))
        }  # fmt: skip
        assert values is not None  # it was made above
        if row.table == "person":
            self._spell_facts(row, values)
        self._spell_lead(row, values)
        if values.get("person") and not self._spell_person(row, values):
            return None
        brought = BRINGS.get(row.table, "")
        if brought and values.get("level", True):
            values[brought] = self._spell_new(brought, row, values[brought])
        if row.table == "booking":
            stored = self._by_identity["booking"].get(row.identity) if row.identity else None
            if stored is not None:
                # A column that is gone says nothing of what the booking is for.
                kept = {name: stored.values[name] for name in ("project", "kind")}
                values = {**kept, **values}
            tell = lambda code, text: self._tell(code, row, text=text)  # noqa: E731
            values = booked(values, self._known, self._projects, tell)
        return values

    def _spell_facts(self, row: PoolRow, values: dict[str, Any]) -> None:
        if values.get("calendar"):
            known = self._calendars.get(normal_name(values["calendar"]))
            if known is None:
                self._tell("pool_no_calendar", row, text=values.pop("calendar"))
            else:
                values["calendar"] = known
        if not row.identity:
            values["name"] = self._known["person"].meant(values["name"]) or values["name"]
        said, departments = values.get("department"), self._known["department"]
        if said:
            found = departments.find(said)
            if found is None:
                self._tell_of_department(row, said)
                departments.add(said)
            values["department"] = found or said

    def _tell_of_department(self, row: PoolRow, said: str) -> None:
        """A department comes with the first person who belongs to it."""
        listed = any(one.table == "department" and alike(one.values["department"], said)
                     for one in self._reading.rows)  # fmt: skip
        like = self._known["department"].like(said, self._named["department"])
        if not listed:
            code = "pool_new_department_like" if like else "pool_new_department"
            self._tell(code, row, text=said, name=like)

    def _spell_lead(self, row: PoolRow, values: dict[str, Any]) -> None:
        lead = LEADS.get(row.table, "")
        if values.get(lead):
            leader = self._known["person"].find(values[lead])
            if leader is None:
                self._tell("pool_nobody_leads", row, text=values.pop(lead))
            else:
                values[lead] = leader

    def _spell_person(self, row: PoolRow, values: dict[str, Any]) -> bool:
        """Whether the row's person is known, or may be brought by it."""
        said, known = values["person"], self._known["person"]
        if people.are_several(said) and known.meant(said) is None:
            self._tell("pool_several", row, text=said)
            return False
        name = known.find(said)
        if name is None:
            name = people.first(said) or said
            like = known.like(name, self._named["person"])
            self._unknown.setdefault(doubt_key("person", name), (name, like))
            if row.table not in BRINGS_PEOPLE:
                code = "pool_nobody_like" if like else "pool_nobody"
                self._tell(code, row, text=said, name=like)
                return False
            self._bring("person", row, name, like)
        values["person"] = name
        return True

    def _spell_new(self, table: str, row: PoolRow, said: str) -> str:
        known = self._known[table]
        name = known.find(said)
        if name is None:
            name = said
            self._bring(table, row, name, known.like(name, self._named[table]))
        return name

    def _bring(self, table: str, row: PoolRow, name: str, like: str) -> None:
        """Add somebody or something that only another table names. A new skill or team is in doubt
        where a known one is like it, a new person always."""
        known = self._known[table]
        is_doubtful = (table == "person" or bool(like)) and not known.is_said_new(name)
        key = doubt_key(table, name) if is_doubtful else ""
        known.add(name, key)
        if is_doubtful:
            if table == "person":
                self._unknown[key] = (name, like)
            code = f"pool_new_{table}_like" if like else f"pool_new_{table}"
            self._tell(code, row, text=name, name=like)
        values = {NAME_OF[table]: name}
        self._put(PoolChange(
            ADD, table, name, values, sheet=row.sheet, row=row.row, taken=not is_doubtful,
            target=(table, key_of(table, values)), decides=key, like=like,
            source=dict(self._around.stamp),
        ))  # fmt: skip

    def _stored_row(self, row: PoolRow, values: Mapping[str, Any]) -> StoredRow | None:
        found = self._by_identity[row.table].get(row.identity) if row.identity else None
        # A row that was copied in the file brought its identity along.
        if found is not None and found.id not in self._seen[row.table]:
            return found
        # The database has people, skills and teams by the names that the file may have changed.
        was = {name: self._known[table].was(values[name]) for name, table in NAMES.items()
               if values.get(name)}  # fmt: skip
        return self._by_key[row.table].get(key_of(row.table, {**values, **was}))

    def _add(self, row: PoolRow, values: dict[str, Any]) -> None:
        if row.table == "person_skill" and not values["level"]:
            return
        if row.table == "booking" and asks_for_nobody(values):
            self._tell("pool_asks_for_nobody", row)
            return
        whole = {**DEFAULTS.get(row.table, {}), **values}
        whole = {name: value for name, value in whole.items()
                 if value is not None or name in ("last", "from_day")}  # fmt: skip
        self._check_days(row, whole, {})
        was_sent = (row.table, row.identity) in self._reading.sent
        decides, like = "", ""
        if row.table in NAME_OF:
            name = values[NAME_OF[row.table]]
            if self._taken_names[row.table].setdefault(normal_name(name), -row.row) != -row.row:
                self._tell("pool_twice", row, text=name)  # another row is renamed so
                return
            decides, like = self._newcomer(row, name)
        self._put(PoolChange(
            ADD, row.table, label_of(row.table, values), whole, sheet=row.sheet, row=row.row,
            is_conflict=was_sent, taken=not (was_sent or decides),
            target=(row.table, key_of(row.table, values)), decides=decides, like=like,
            source=self._source(row, whole),
        ))  # fmt: skip

    def _newcomer(self, row: PoolRow, name: str) -> tuple[str, str]:
        """The doubt about a new row of a list of people, and who may be meant: only where one is
        like it."""
        known = self._known[row.table]
        if known.find(name) is not None:
            return known.doubt(name), ""  # an earlier file adds it, too
        like = "" if row.identity else known.like(name, self._named[row.table])
        key = doubt_key(row.table, name) if like and row.table == "person" else ""
        if known.is_said_new(name):
            key = ""
        known.add(name, key)
        if key:
            self._unknown.setdefault(key, (name, like))
            self._tell("pool_new_person_like", row, text=name, name=like)
        return key, like if key else ""

    def _change(self, row: PoolRow, values: dict[str, Any], found: StoredRow) -> None:
        if row.table == "person_skill" and values["level"] == 0:
            self._put(self._removal(row.table, found, row, taken=True))
            return
        changed, conflict = self._changed(row, values, found)
        self._check_name(row, changed, found)
        self._check_days(row, changed, found.values)
        if not changed:
            self._unchanged += 1
            return
        if row.table == "booking" and asks_for_nobody({**found.values, **changed}):
            self._tell("pool_asks_for_nobody", row)
            return
        name = NAME_OF.get(row.table, "")
        if name in changed:
            self._known[row.table].rename(found.values[name], changed[name])
        before = {name: found.values.get(name) for name in (*KEYS[row.table], *changed)}
        self._put(PoolChange(
            CHANGE, row.table, label_of(row.table, found.values), changed, before, found.id,
            row.sheet, row.row, conflict, not conflict, (row.table, found.id),
            source=self._source(row, changed),
        ))  # fmt: skip

    def _changed(
        self, row: PoolRow, values: Mapping[str, Any], found: StoredRow
    ) -> tuple[dict[str, Any], bool]:
        """What differs from the database, and whether that has moved since the file went out."""
        sent = self._reading.sent.get((row.table, found.identity))
        changed, conflict = {}, False
        for name, value in values.items():
            now = found.values.get(name)
            if now and NAMES.get(name) and NAME_OF.get(row.table) != name:
                now = self._known[NAMES[name]].find(now) or now
            if alike(value, now) or (not self._reading.is_own and is_nothing(value)):
                continue
            if sent is not None and name in sent:
                if alike(_plain(value), sent[name]):
                    continue  # untouched; the database has moved on
                conflict |= not alike(_plain(now), sent[name])
            changed[name] = value
        return changed, conflict

    def _check_name(self, row: PoolRow, changed: dict[str, Any], found: StoredRow) -> None:
        """A new name that is another's already is not taken."""
        name = NAME_OF.get(row.table, "")
        if name not in changed:
            return
        said = normal_name(changed[name] or "")
        if self._taken_names[row.table].setdefault(said, found.id) != found.id:
            self._tell("pool_name_taken", row, text=changed.pop(name), name=found.values[name])

    def _check_days(self, row: PoolRow, values: dict[str, Any], stored: Mapping[str, Any]) -> None:
        """Nobody leaves before coming."""
        if row.table != "person" or not {"joined", "left_on"} & values.keys():
            return
        whole = {**stored, **values}
        joined, left = whole.get("joined"), whole.get("left_on")
        if joined and left and left < joined:
            self._tell("pool_left_before", row, name=whole.get("name", ""))
            values.pop("joined", None)
            values.pop("left_on", None)

    def _offer_removals(self, table: str) -> None:
        """What was sent, is still there, and is missing in the file; what stands in it and could
        not be read is not missing."""
        present = self._reading.present
        for found in self._stored[table]:
            was_sent = (table, found.identity) in self._reading.sent
            names = f"{found.values['person']}|{found.values.get('skill', '')}"
            is_there = (table, found.identity) in present or (table, names) in present
            if was_sent and not is_there and found.id not in self._seen[table]:
                self._put(self._removal(table, found, None, taken=False))

    # --- what comes of it

    def _put(self, made: PoolChange) -> None:
        """Keep a change, with the doubts that it hangs on, unless an earlier file says it, too."""
        doubts = tuple(filter(None, (
            self._known[table].doubt(made.values.get(name) or made.before.get(name) or "")
            for table, name in (("person", "person"), ("skill", "skill"), ("team", "team"),
                                ("person", LEADS.get(made.table, "")))
            if name != NAME_OF.get(made.table)
        )))  # fmt: skip
        if doubts:
            made = replace(made, doubts=doubts, taken=False)
        others = self._earlier.get(made.target, ())
        against = next((one for one in others if one.taken and contradict(one, made)), None)
        if against is not None:
            row = PoolRow(made.table, {}, made.sheet, made.row)
            self._tell("pool_other_file", row, text=made.label, file=against.file)
            made = replace(made, rival=against.file, is_conflict=True, taken=False)
        elif any(one.taken >= made.taken and _says_as_much(one, made) for one in others):
            self._unchanged += 1
            return
        self._changes.append(made)

    def _removal(
        self, table: str, found: StoredRow, row: PoolRow | None, *, taken: bool
    ) -> PoolChange:
        return PoolChange(
            REMOVE, table, label_of(table, found.values), {}, found.values, found.id,
            row.sheet if row else "", row.row if row else 0, taken=taken,
            target=(table, found.id), source=dict(self._around.stamp),
        )  # fmt: skip

    def _source(self, row: PoolRow, values: Mapping[str, Any]) -> dict[str, Any]:
        return source_of_cells(self._around.stamp, row.sheet, values, row.cells)

    def _tell(self, code: str, row: PoolRow, text: str = "", **params: Any) -> None:
        told = {"rows": row.row, **params}
        severity = NOTE if code in NOTES else WARNING
        self._findings.append(Finding(code, severity, row.sheet, "", text, told))

    def _leave_out_clashes(self) -> None:
        spell = lambda name: self._known["person"].find(name) or name  # noqa: E731
        for table in CLASHES:
            mine = [one for one in self._changes if one.table == table and one.taken]
            earlier = [one for one in self._around.earlier if one.table == table and one.taken]
            gone = clashing(table, self._stored[table], earlier, mine, spell)
            for one, (code, day) in gone:
                name = spell((one.values.get("person") or one.before.get("person")) or "")
                params = {"rows": one.row, "name": name, "day": day}
                self._findings.append(Finding(code, WARNING, one.sheet, "", "", params))
            left_out = {id(one) for one, _ in gone}
            self._changes = [one for one in self._changes if id(one) not in left_out]


NOTES = frozenset({"pool_new_department"})


def _named(rows: Sequence[PoolRow]) -> Mapping[str, frozenset[str]]:
    """The people and skills that stand in a file, made comparable."""
    found: dict[str, set[str]] = {table: set() for table in NAME_OF}
    for row in rows:
        for table, name in NAME_OF.items():
            said = row.values.get(name if row.table == table else table)
            # In a list of levels, unlike in a matrix, a skill may be written in two ways.
            is_list = table == "skill" and "skill" in row.cells
            if isinstance(said, str) and said and not is_list:
                found[table].add(normal_name(said))
    return {table: frozenset(names) for table, names in found.items()}


def _says_as_much(one: PoolChange, other: PoolChange) -> bool:
    return one.kind is other.kind and other.values.keys() <= one.values.keys()


def _plain(value: Any) -> Any:
    """A value as it was noted when it was sent."""
    from pmo_desktop.exchange.pool.writing import noted

    return noted(value)


def _told(finding: Finding) -> Finding:
    params = {name: value for name, value in finding.params.items() if name != "drops"}
    return Finding(finding.code, finding.severity, finding.sheet, finding.cell, finding.text,
                   params)  # fmt: skip
