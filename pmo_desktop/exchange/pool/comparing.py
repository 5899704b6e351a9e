"""A spreadsheet of people against the database: what it would add, change and remove.

Of our own workbook only what differs from what was sent counts; where the database has moved since,
too, it is a conflict, and is not taken by itself. What was sent and is missing now is offered for
removal, and never taken by itself: a row that somebody deletes is not deleted in the office. Of any
other table an empty cell says nothing.

A row whose days do not go together with the others is left out with a finding, the rest is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pmo_desktop.domain.pool import Away, RateTable, Span, first_clash, too_much
from pmo_desktop.domain.pool_changes import PoolChange, PoolChangeKind, StoredRow
from pmo_desktop.exchange.findings import WARNING, Finding
from pmo_desktop.exchange.parsing import people
from pmo_desktop.exchange.pool.reading import PoolReading, PoolRow
from pmo_desktop.services.names import normal_name
from pmo_desktop.services.pool_records import TABLES, PoolRows

ADD, CHANGE, REMOVE = PoolChangeKind.ADD, PoolChangeKind.CHANGE, PoolChangeKind.REMOVE
# What a row of each table is known by where nobody gave it an identity.
KEYS: Mapping[str, tuple[str, ...]] = {
    "department": ("department",), "person": ("name",), "skill": ("name",),
    "person_skill": ("person", "skill"), "person_capacity": ("person", "first"),
    "absence": ("person", "first", "last", "kind"),
    "person_rate": ("person", "rate_table", "from_day"), "team": ("team",),
    "team_member": ("team", "person"),
}  # fmt: skip
# What a row is called by: its key in words that are nobody's vocabulary.
LABELLED = {table: tuple(name for name in names if name != "kind")
            for table, names in KEYS.items()}  # fmt: skip
# Tables whose rows may bring a person who is not known yet.
BRINGS_PEOPLE = ("person_skill",)
# Who answers for a row, and is no part of what it is known by.
LEADS = {"team": "lead", "department": "manager"}
NAMED = {"person": "name", "skill": "name", "team": "team", "department": "department"}
REMOVABLE = ("person_skill", "person_capacity", "absence", "person_rate", "team_member")
DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "person_capacity": {"last": None},
    "person_rate": {"rate_table": RateTable.A.value, "from_day": None},
    "absence": {"share": 1.0, "note": ""},
}


@dataclass(frozen=True)
class PoolReview:
    """What a file would change, and what there is to tell of it."""

    changes: tuple[PoolChange, ...]
    findings: tuple[Finding, ...]
    unchanged: int = 0


def compare_pool(
    reading: PoolReading, stored: PoolRows, calendars: frozenset[str] = frozenset()
) -> PoolReview:
    """Compare what was read with the rows of the database; `calendars` are the known names."""
    return _Comparing(reading, stored, calendars).review()


class _Comparing:
    def __init__(self, reading: PoolReading, stored: PoolRows, calendars: frozenset[str]) -> None:
        self._reading, self._stored, self._calendars = reading, stored, calendars
        self._people = {normal_name(row.values["name"]): row.values["name"]
                        for row in stored["person"]}  # fmt: skip
        self._by_identity = {
            table: {row.identity: row for row in rows} for table, rows in stored.items()
        }
        self._by_key = {
            table: {_key(table, row.values): row for row in rows} for table, rows in stored.items()
        }
        self._seen: dict[str, set[Any]] = {table: set() for table in TABLES}
        self._renamed: dict[str, str] = {}
        self._new_people: set[str] = set()
        self._of_file = {normal_name(row.values["name"]): row.values["name"]
                         for row in reading.rows if row.table == "person"}  # fmt: skip
        self._findings: list[Finding] = []
        self._changes: list[PoolChange] = []
        self._unchanged = 0

    def review(self) -> PoolReview:
        for table in TABLES:
            rows = [row for row in self._reading.rows if row.table == table]
            for row in rows:
                self._compare(row)
            if self._reading.is_own and table in REMOVABLE and table in self._reading.tables:
                self._offer_removals(table)
        self._leave_out_clashes()
        findings = (*map(_told, self._reading.findings), *self._findings)
        return PoolReview(tuple(self._changes), findings, self._unchanged)

    # --- row by row

    def _compare(self, row: PoolRow) -> None:
        values = self._resolved(row)
        if values is None:
            return
        found = self._known(row, values)
        seen = found.id if found is not None else ("new", _key(row.table, values))
        if seen in self._seen[row.table]:
            self._tell("pool_twice", row, text=_label(row.table, values))
            return
        self._seen[row.table].add(seen)
        if found is None:
            self._add(row, values)
        else:
            self._change(row, values, found)

    def _resolved(self, row: PoolRow) -> dict[str, Any] | None:
        """The values with the person by the name that the pool knows; None where it is nobody."""
        usual = DEFAULTS.get(row.table, {})
        values = {name: value for name, value in row.values.items()
                  if not (_is_nothing(value) and usual.get(name))}  # fmt: skip
        if values.get("calendar") and normal_name(values["calendar"]) not in self._calendars:
            self._tell("pool_no_calendar", row, text=values.pop("calendar"))
        lead = LEADS.get(row.table, "")
        if values.get(lead):
            leader = self._person(values[lead]) or self._of_file.get(normal_name(values[lead]))
            if leader is None:
                self._tell("pool_nobody_leads", row, text=values.pop(lead))
            else:
                values[lead] = leader
        if "person" not in values:
            return values
        name = self._person(values["person"])
        if name is None:
            tidy = people.first(values["person"]) or values["person"]
            if row.table not in BRINGS_PEOPLE:
                self._tell("pool_nobody", row, text=values["person"])
                return None
            self._bring(row, tidy)
            name = tidy
        values["person"] = name
        return values

    def _person(self, said: str) -> str | None:
        tidy = people.first(said) or said
        for name in (said, tidy):
            key = normal_name(name)
            if key in self._renamed:
                return self._renamed[key]
            if key in self._people:
                return self._people[key]
            if key in self._new_people:
                return name
        return None

    def _bring(self, row: PoolRow, name: str) -> None:
        self._new_people.add(normal_name(name))
        self._changes.append(
            PoolChange(ADD, "person", name, {"name": name}, sheet=row.sheet, row=row.row)
        )

    def _known(self, row: PoolRow, values: Mapping[str, Any]) -> StoredRow | None:
        found = self._by_identity[row.table].get(row.identity) if row.identity else None
        # A row that was copied in the file brought its identity along.
        if found is not None and found.id not in self._seen[row.table]:
            return found
        return self._by_key[row.table].get(_key(row.table, values))

    def _add(self, row: PoolRow, values: dict[str, Any]) -> None:
        if row.table == "person_skill" and not values["level"]:
            return
        whole = {**DEFAULTS.get(row.table, {}), **values}
        whole = {name: value for name, value in whole.items()
                 if value is not None or name in ("last", "from_day")}  # fmt: skip
        self._check_days(row, whole, {})
        was_sent = (row.table, row.identity) in self._reading.sent
        if row.table == "person":
            self._new_people.add(normal_name(values["name"]))
        self._changes.append(
            PoolChange(ADD, row.table, _label(row.table, values), whole, sheet=row.sheet,
                       row=row.row, is_conflict=was_sent, taken=not was_sent)
        )  # fmt: skip

    def _change(self, row: PoolRow, values: dict[str, Any], found: StoredRow) -> None:
        if row.table == "person_skill" and values["level"] == 0:
            self._changes.append(_removal(row.table, found, row, taken=True))
            return
        sent = self._reading.sent.get((row.table, found.identity))
        changed, conflict = {}, False
        for name, value in values.items():
            now = found.values.get(name)
            if _alike(value, now) or (not self._reading.is_own and _is_nothing(value)):
                continue
            if sent is not None and name in sent:
                if _alike(_plain(value), sent[name]):
                    continue  # untouched; the database has moved on
                conflict |= not _alike(_plain(now), sent[name])
            changed[name] = value
        self._check_name(row, changed, found)
        self._check_days(row, changed, found.values)
        if not changed:
            self._unchanged += 1
            return
        if row.table == "person" and "name" in changed:
            self._renamed[normal_name(found.values["name"])] = changed["name"]
            self._renamed[normal_name(changed["name"])] = changed["name"]
        before = {name: found.values.get(name) for name in (*KEYS[row.table], *changed)}
        self._changes.append(
            PoolChange(CHANGE, row.table, _label(row.table, found.values), changed, before,
                       found.id, row.sheet, row.row, conflict, not conflict)
        )  # fmt: skip

    def _check_name(self, row: PoolRow, changed: dict[str, Any], found: StoredRow) -> None:
        """A new name that is another's already is not taken."""
        field = NAMED.get(row.table, "")
        if field not in changed:
            return
        said = normal_name(changed[field] or "")
        taken = any(normal_name(one.values[field]) == said and one.id != found.id
                    for one in self._stored[row.table])  # fmt: skip
        named = [one for one in self._changes if one.table == row.table]
        if taken or any(normal_name(one.values.get(field) or "") == said for one in named):
            self._tell("pool_name_taken", row, text=changed.pop(field), name=found.values[field])

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
                self._changes.append(_removal(table, found, None, taken=False))

    def _tell(self, code: str, row: PoolRow, text: str = "", **params: Any) -> None:
        told = {"rows": row.row, **params}
        self._findings.append(Finding(code, WARNING, row.sheet, "", text, told))

    # --- rows that do not go together

    def _leave_out_clashes(self) -> None:
        for table, clash in (("person_capacity", _capacity_clash), ("absence", _absence_clash),
                             ("person_rate", _rate_clash)):  # fmt: skip
            self._leave_out(table, clash)

    def _leave_out(self, table: str, clash: Callable[[list[Any]], tuple[str, Any] | None]) -> None:
        mine = [one for one in self._changes if one.table == table and one.taken]
        changing = {one.id for one in mine if one.id is not None}
        kept: dict[str, list[Mapping[str, Any]]] = {}
        for row in self._stored[table]:
            if row.id not in changing:
                name = self._renamed.get(normal_name(row.values["person"]), row.values["person"])
                kept.setdefault(name, []).append(row.values)
        stored = {row.id: row.values for row in self._stored[table]}
        for one in mine:
            if one.kind is REMOVE:
                continue
            values = {**stored.get(one.id or 0, {}), **one.values}
            others = kept.setdefault(values["person"], [])
            found = clash([*others, values])
            if found is None:
                others.append(values)
                continue
            code, day = found
            params = {"rows": one.row, "name": values["person"], "day": day}
            self._findings.append(Finding(code, WARNING, one.sheet, "", "", params))
            self._changes.remove(one)
            if one.id is not None:
                others.append(stored[one.id])


def _capacity_clash(rows: Sequence[Mapping[str, Any]]) -> tuple[str, date] | None:
    found = first_clash([Span(row["first"], row.get("last")) for row in rows])
    return ("pool_overlap", max(one.first for one in found)) if found else None


def _absence_clash(rows: Sequence[Mapping[str, Any]]) -> tuple[str, date] | None:
    day = too_much([Away(Span(row["first"], row["last"]), row["share"]) for row in rows])
    return ("pool_too_much", day) if day else None


def _rate_clash(rows: Sequence[Mapping[str, Any]]) -> tuple[str, Any] | None:
    keys = [(row.get("rate_table", "A"), row.get("from_day")) for row in rows]
    return ("pool_rate_twice", keys[-1][1]) if keys.count(keys[-1]) > 1 else None


def _removal(table: str, found: StoredRow, row: PoolRow | None, *, taken: bool) -> PoolChange:
    return PoolChange(
        REMOVE, table, _label(table, found.values), {}, found.values, found.id,
        row.sheet if row else "", row.row if row else 0, taken=taken)  # fmt: skip


def _key(table: str, values: Mapping[str, Any]) -> tuple[Any, ...]:
    whole = {**DEFAULTS.get(table, {}), **values}
    return tuple(
        normal_name(value) if isinstance(value := whole.get(name), str) else value
        for name in KEYS[table]
    )


def _label(table: str, values: Mapping[str, Any]) -> str:
    parts = (values.get(name) for name in LABELLED[table])
    return " · ".join(str(part) for part in parts if part)


def _is_nothing(value: Any) -> bool:
    return value is None or value == ""


def _alike(first: Any, second: Any) -> bool:
    if _is_nothing(first) or _is_nothing(second):
        return _is_nothing(first) and _is_nothing(second)
    if isinstance(first, str) and isinstance(second, str):
        return first.split() == second.split()
    if isinstance(first, float) and isinstance(second, float | int):
        return abs(first - second) < 1e-9
    return bool(first == second)


def _plain(value: Any) -> Any:
    """A value as it was noted when it was sent."""
    from pmo_desktop.exchange.pool.writing import noted

    return noted(value)


def _told(finding: Finding) -> Finding:
    params = {name: value for name, value in finding.params.items() if name != "drops"}
    return Finding(finding.code, finding.severity, finding.sheet, finding.cell, finding.text,
                   params)  # fmt: skip
