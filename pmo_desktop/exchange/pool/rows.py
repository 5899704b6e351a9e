"""Reads one table of people: plain rows, and a finding for each that cannot be taken.

A row names its person as it is written; who that is, the comparison says. Dates are read as in any
other team's file: what may mean two days is decided by the whole table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from pmo_desktop.domain.pool import AbsenceKind, RateTable
from pmo_desktop.domain.pool_fields import POOL_FIELDS
from pmo_desktop.domain.skills import LEVELS
from pmo_desktop.exchange.findings import NOTE, WARNING, Finding
from pmo_desktop.exchange.parsing import dates, money, values
from pmo_desktop.exchange.parsing.blocks import names_from_above
from pmo_desktop.exchange.parsing.text import has_cjk
from pmo_desktop.exchange.parsing.values import Unread, as_number, is_blank, shown
from pmo_desktop.exchange.pool import words
from pmo_desktop.exchange.pool.booking_cells import fill_booking
from pmo_desktop.exchange.pool.days import (
    FIRST_HALF,
    LUNCH,
    MIDNIGHT,
    NOON,
    SECOND_HALF,
    bare_day,
    per_hour,
    share_of_day,
    spans_apart,
)
from pmo_desktop.exchange.pool.fractions import bare, fraction
from pmo_desktop.exchange.pool.odd_rows import broken_cells, is_no_name, is_no_row
from pmo_desktop.exchange.pool.tables import MATRIX, OF_PERSON, PoolTable, level_of
from pmo_desktop.exchange.timesheets.lines import listed

UID_HEADER = "uid"
DAYS = {"absence": ("first", "last"), "person_capacity": ("first", "last"),
        "person_rate": ("from_day",), "person": ("joined", "left_on"),
        "booking": ("first", "last")}  # fmt: skip
AMOUNTS = ("standard", "overtime", "per_use")
TICKS = ("external", "placeholder", "active")
NUMBERS = ("needed_holders", "needed_level")
TEXTS = ("role", "department", "email", "calendar", "note", "category", "team", "lead", "manager",
         "skill", "rate_table", "booking", "project")  # fmt: skip
MOST_HOLDERS = 1000
HALF, WHOLE = 0.5, 1.0
# What a row of each table says; what else stands beside it, a department in a leave list, is for
# the reader.
FIELDS: Mapping[str, frozenset[str]] = {
    **{table: frozenset(field.name for field in fields) for table, fields in POOL_FIELDS.items()},
    "person": OF_PERSON | {"name"},
    "team": frozenset({"team", "lead"}),
    "team_member": frozenset({"team", "person"}),
    "department": frozenset({"department", "manager"}),
}
REQUIRED_DAY = {"absence": "first", "person_capacity": "first", "booking": "first"}
# Tables whose rows are about a person; a booking may ask for nobody in particular.
FOR_ANYBODY = frozenset({"booking"})
# Fields that stand in a column of another name.
COLUMN_OF = {("person", "name"): "person", ("skill", "name"): "skill",
             ("booking", "name"): "booking"}  # fmt: skip


@dataclass(frozen=True)
class PoolRow:
    """`table` is one of `domain.pool_fields`, `person` or `team_member`; `values` are plain, people
    by their names; `identity` is what our own workbook knows the row by, empty elsewhere. `cells`
    has the address of each value that stands in one, and what is written there."""

    table: str
    values: Mapping[str, Any]
    sheet: str
    row: int
    identity: str = ""
    cells: Mapping[str, tuple[str, str]] = field(default_factory=dict)


class TableReader:
    """One table."""

    def __init__(
        self, table: PoolTable, today: date, since_1904: bool, is_own: bool,
        sent: Mapping[tuple[str, str], Mapping[str, Any]],
    ) -> None:  # fmt: skip
        self.table, self._today, self._since_1904 = table, today, since_1904
        self._is_own, self._sent = is_own, sent
        self._name = table.grid.name
        lines = [table.grid.rows[row] for row in table.rows()]
        self._days = self._read_days(lines)
        self._uid = self._uid_column()
        self._shares = self._read_shares()
        self._amounts = self._read_amounts(lines)
        self._above = self._names_from_above()
        self._broken = broken_cells(table)
        self.present: set[tuple[str, str]] = set()

    def read(self) -> Iterator[PoolRow | Finding]:
        yield from self._left_out()
        yield from self._mixed_shares()
        for at, row in enumerate(self.table.rows()):
            if all(is_blank(cell) for cell in self._told(row)) and not self._is_broken(row):
                continue
            if not self._is_own and is_no_row(self.table, row):
                continue
            yield from self._row(at, row)

    def _left_out(self) -> Iterator[Finding]:
        """The columns that are none of the table's; of a matrix they may have been skills."""
        if self.table.left_out:
            is_matrix = self.table.kind == MATRIX
            code = "pool_not_levels" if is_matrix else "pool_columns_left_out"
            text = ", ".join(self.table.left_out)
            severity = WARNING if is_matrix or self._is_own else NOTE
            yield Finding(code, severity, self._name, "", text)

    def _is_broken(self, row: int) -> bool:
        return any((row, at) in self._broken for at in self.table.columns.values())

    def _told(self, row: int) -> list[Any]:
        columns = [*self.table.columns.values(), *self.table.skills.values()]
        return [self.table.grid.rows[row][at] for at in columns]

    def _row(self, at: int, row: int) -> Iterator[PoolRow | Finding]:
        self.present.add((self.table.kind, self._identity(row)))
        for name, column in self.table.columns.items():
            if (row, column) in self._broken:
                error = self._broken[row, column]
                code = "pool_error_cell" if error else "pool_no_result"
                yield replace(self._finding(code, row, name), text=error)
                return
        named: dict[str, Any] = {}
        if "person" in self.table.columns:
            person = values.line(self.table.cell(row, "person")) or self._above.get(row, "")
            if not person and self.table.kind not in FOR_ANYBODY:
                yield self._finding("pool_no_person", row)
                return
            if row in self._above:
                yield replace(self._finding("pool_from_above", row, severity=NOTE), text=person)
            if not self._is_own and is_no_name(person):
                yield self._finding("pool_not_a_name", row)
                return
            named["person"] = person
        if self.table.kind == MATRIX:
            yield from self._levels(row, named["person"])
            return
        found: dict[str, Any] = dict(named)
        for told in self._fill(at, row, found):
            yield told
            if told.params.get("drops"):
                return
        yield from self._made(row, found)

    # --- the cells of a row

    def _fill(self, at: int, row: int, found: dict[str, Any]) -> Iterator[Finding]:
        """Read what stands in the row into `found`; one that `drops` ends it."""
        for name, column in self._days.items():
            value = column[at]
            if isinstance(value, Unread):
                yield self._finding("pool_not_a_day", row, name, drops=True)
            if isinstance(value, datetime) and value.time() != MIDNIGHT:
                found[f"{name}_at"] = value.time()
            found[name] = value.date() if isinstance(value, datetime) else value
        required = REQUIRED_DAY.get(self.table.kind)
        if required and found.get(required) is None:
            yield self._finding("pool_no_first", row, required, drops=True)
            return
        for name, shares_read in self._shares.items():
            if isinstance(shares_read[at], Unread):
                yield self._finding("pool_not_a_share", row, name, drops=True)
            found[name] = shares_read[at]
        if self.table.kind == "person_capacity" and found.get("capacity") is None:
            yield self._finding("pool_no_capacity", row, "capacity", drops=True)
            return
        for name, amounts in self._amounts.items():
            if isinstance(amounts[at], Unread):
                yield self._finding("pool_not_money", row, name, drops=True)
            elif amounts[at] is not None and amounts[at] < 0:
                yield self._finding("pool_below_zero", row, name, drops=True)
            found[name] = amounts[at]
        for name in TEXTS:
            if name in self.table.columns:
                read = values.text if name == "note" else values.line
                found[name] = read(self.table.cell(row, name)) or ""
        rate_table = found.get("rate_table")
        if rate_table and rate_table not in set(RateTable):
            yield self._finding("pool_no_rate_table", row, "rate_table", drops=True)
        if self.table.kind == "booking":
            sent = self._sent.get(("booking", self._identity(row)), {}).get("units")
            tell = lambda code, name: self._finding(code, row, name, drops=True)  # noqa: E731
            yield from fill_booking(self.table, row, found, sent, tell)
            return
        yield from self._fill_rest(row, found)

    def _fill_rest(self, row: int, found: dict[str, Any]) -> Iterator[Finding]:
        for name in TICKS:
            if name in self.table.columns:
                tick = values.yes_or_no(self.table.cell(row, name))
                if isinstance(tick, Unread):
                    yield self._finding("pool_not_yes_or_no", row, name)
                elif tick is not None or name != "active":
                    found[name] = bool(tick)
        for name in NUMBERS:
            cell = self.table.cell(row, name)
            if not is_blank(cell):
                number = values.whole_number(cell)
                if name == "needed_level" and isinstance(number, Unread):
                    number = level_of(cell) or number
                if number is None or isinstance(number, Unread):
                    yield self._finding("pool_not_a_number", row, name)
                elif name == "needed_level" and number not in LEVELS:
                    yield self._finding("pool_not_a_level", row, name)
                elif not 0 <= number <= MOST_HOLDERS:
                    yield self._finding("pool_not_a_count", row, name)
                else:
                    found[name] = number
        if self.table.kind == "person_skill":
            level = level_of(self.table.cell(row, "level"))
            if level is None:
                yield self._finding("pool_not_a_level", row, "level", drops=True)
            found["level"] = level
        if "kind" in self.table.columns and self.table.kind == "absence":
            yield from self._fill_kind(row, found)

    def _fill_kind(self, row: int, found: dict[str, Any]) -> Iterator[Finding]:
        text = shown(self.table.cell(row, "kind")).strip()
        kind = words.meaning("absence_kind", text) if text else AbsenceKind.LEAVE.value
        if not kind:
            yield self._finding("pool_not_a_kind", row, "kind", severity=NOTE)
            kind = AbsenceKind.LEAVE.value
            found["note"] = " ".join(filter(None, (text, found.get("note", ""))))
        found["kind"] = kind

    # --- what comes of it

    def _made(self, row: int, found: dict[str, Any]) -> Iterator[PoolRow | Finding]:
        kind = self.table.kind
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            yield self._finding("pool_backwards", row, "last")
            return
        if kind == "absence":
            yield from self._absences(row, found)
            return
        if kind in ("skill", "person_skill") and not found.get("skill"):
            yield self._finding("pool_no_skill", row)
            return
        if kind == "person":
            found["name"] = found.pop("person")
        if kind == "skill":
            found["name"] = found.pop("skill")
        if kind in ("team", "department") and not found.get(kind):
            yield self._finding("pool_no_name", row, kind)
            return
        if kind == "team_member" and not found.get("team"):
            yield replace(self._finding("pool_no_team", row, "team"), text=found["person"])
            return
        yield self._pool_row(row, kind, found)

    def _absences(self, row: int, found: dict[str, Any]) -> Iterator[PoolRow | Finding]:
        """One absence; where it begins or ends at noon, the half days apart."""
        first, last = found["first"], found.get("last") or found["first"]
        days = as_number(self.table.cell(row, "days"))
        found = {"kind": AbsenceKind.LEAVE.value, "note": "", **found}
        found["share"] = WHOLE if found.get("share") is None else found["share"]
        if days is not None and first == last and 0 < days < 1 and found["share"] == WHOLE:
            found["share"] = days
        if found["share"] <= 0:
            yield self._finding("pool_not_a_share", row, "share")
            return
        begins = bool(SECOND_HALF.search(shown(self.table.cell(row, "first"))))
        ends = bool(FIRST_HALF.search(shown(self.table.cell(row, "last"))))
        at, until = found.get("first_at"), found.get("last_at")
        if first == last and at and until and found["share"] == WHOLE:
            found["share"] = share_of_day(at, until)
        begins |= first != last and at is not None and at >= NOON
        ends |= first != last and until is not None and until <= LUNCH
        if first == last or not (begins or ends):
            share = HALF if (begins or ends) and found["share"] == WHOLE else found["share"]
            yield self._pool_row(row, "absence", {**found, "last": last, "share": share})
            return
        if begins:
            yield self._pool_row(row, "absence", {**found, "last": first, "share": HALF})
            first += timedelta(days=1)
        if ends:
            yield self._pool_row(row, "absence", {**found, "first": last, "last": last,
                                                  "share": HALF})  # fmt: skip
            last -= timedelta(days=1)
        if first <= last:
            yield self._pool_row(row, "absence", {**found, "first": first, "last": last})

    def _levels(self, row: int, person: str) -> Iterator[PoolRow | Finding]:
        for skill, at in self.table.skills.items():
            cell = self.table.grid.rows[row][at]
            if is_blank(cell) and (row, at) not in self._broken:
                continue
            level = None if is_blank(cell) else level_of(cell)
            if level is None:
                self.present.add(("person_skill", f"{person}|{skill}"))
                address = self.table.grid.address(row, at)
                params = {"rows": self.table.number(row)}
                text = shown(cell) or self._broken.get((row, at), "")
                yield Finding("pool_not_a_level", WARNING, self._name, address, text, params)
                continue
            made = {"person": person, "skill": skill, "level": level}
            where = {"level": (self.table.grid.address(row, at), shown(cell).strip())}
            yield PoolRow("person_skill", made, self._name, self.table.number(row),
                          self._identity(row), where)  # fmt: skip

    def _pool_row(self, row: int, kind: str, found: Mapping[str, Any]) -> PoolRow:
        kept = {name: value for name, value in found.items() if name in FIELDS[kind]}
        return PoolRow(kind, kept, self._name, self.table.number(row), self._identity(row),
                       self._cells(row, kind, kept))  # fmt: skip

    def _cells(self, row: int, kind: str, names: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Where the values of these fields stand, and what is written there."""
        found = {}
        for name in names:
            column = COLUMN_OF.get((kind, name), name)
            if column in self.table.columns:
                written = shown(self.table.cell(row, column)).strip()
                found[name] = (self.table.address(row, column), written)
        return found

    def _identity(self, row: int) -> str:
        return "" if self._uid is None else shown(self.table.grid.rows[row][self._uid]).strip()

    def _finding(
        self, code: str, row: int, name: str = "person", *, drops: bool = False,
        severity: str = WARNING,
    ) -> Finding:  # fmt: skip
        text = shown(self.table.cell(row, name)).strip()
        params: dict[str, Any] = {"rows": self.table.number(row)}
        if drops:
            params["drops"] = True
        return Finding(code, severity, self._name, self.table.address(row, name), text, params)

    # --- whole columns

    def _uid_column(self) -> int | None:
        if not self._is_own:
            return None
        head = self.table.grid.rows[self.table.head]
        return next((at for at, cell in enumerate(head) if cell == UID_HEADER), None)

    def _column(self, lines: Sequence[Sequence[Any]], name: str) -> list[Any]:
        at = self.table.columns[name]
        return [line[at] for line in lines]

    def _read_days(self, lines: Sequence[Sequence[Any]]) -> dict[str, list[Any]]:
        names = [n for n in DAYS.get(self.table.kind, ()) if n in self.table.columns]
        columns = [self._column(lines, name) for name in names]
        if not self._is_own:
            columns = spans_apart(columns)
        read = [
            [dates.parse_headed(bare_day(cell), self._since_1904) for cell in column]
            for column in columns
        ]
        pairs = [(0, 1)] if len(names) == 2 else []
        chinese = any(
            isinstance(cell, str) and has_cjk(cell)
            for cell in self.table.grid.rows[self.table.head]
        )
        order = dates.orders(read, pairs, self._today, chinese)
        settled = [[dates.ordered(value, order) for value in column] for column in read]
        found: dict[str, list[Any]] = {}
        for name, column in zip(names, settled, strict=True):
            earlier = found.get(names[0]) if name != names[0] else None
            found[name] = dates.with_years(column, self._today, earlier)
        return found

    def _names_from_above(self) -> dict[int, str]:
        """Rows whose person stands once above several rows, merged over them or left out below."""
        if self._is_own or self.table.kind in ("person", *FOR_ANYBODY):
            return {}
        if "person" not in self.table.columns:
            return {}
        rows = [row for row in self.table.rows() if not all(map(is_blank, self._told(row)))]
        names = [values.line(self.table.cell(row, "person")) or "" for row in rows]
        return names_from_above(names, rows, self.table.grid, self.table.columns["person"])

    def _share_columns(self) -> list[str]:
        bare_kinds = ("person_skill", "booking")
        known = () if self.table.kind in bare_kinds else ("share", "capacity")
        return [name for name in known if name in self.table.columns]

    def _read_shares(self) -> dict[str, list[Any]]:
        sent = self._sent
        return {
            name: [
                fraction(
                    self.table.cell(row, name),
                    sent.get((self.table.kind, self._identity(row)), {}).get(name),
                )
                for row in self.table.rows()
            ]
            for name in self._share_columns()
        }

    def _mixed_shares(self) -> Iterator[Finding]:
        """Percent without its sign in a column of parts: what was made of it."""
        for name in self._share_columns():
            parts, percent = False, []
            for row, share in zip(self.table.rows(), self._shares[name], strict=True):
                number = bare(self.table.cell(row, name))
                parts |= number is not None and 0 < number <= WHOLE
                if number is not None and number > WHOLE and share == round(number / 100, 6):
                    percent.append(row)
            if parts and percent:
                rows = listed(frozenset(map(self.table.number, percent)))
                found = self._finding("pool_mixed_shares", percent[0], name)
                yield replace(found, params={"rows": rows})

    def _read_amounts(self, lines: Sequence[Sequence[Any]]) -> dict[str, list[Any]]:
        if self.table.kind != "person_rate":
            return {}
        head = self.table.grid.rows[self.table.head]
        return {
            name: money.read(
                list(map(per_hour, self._column(lines, name))),
                shown(head[self.table.columns[name]]),
            )[0]
            for name in AMOUNTS
            if name in self.table.columns
        }
