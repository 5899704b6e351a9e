"""The cells of a booking's row: for what, who or what is asked for, how much, agreed or not.

How much is said in full-time people, or in hours over the whole time; where both stand there, the
hours count. Without either it is one person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pmo_desktop.exchange.findings import Finding
from pmo_desktop.exchange.parsing import values
from pmo_desktop.exchange.parsing.values import Unread, is_blank, shown
from pmo_desktop.exchange.pool import words
from pmo_desktop.exchange.pool.fractions import people
from pmo_desktop.exchange.pool.tables import PoolTable, level_of
from pmo_desktop.exchange.timesheets import hours

MINUTES_PER_HOUR = 60
MOST_PEOPLE = 100.0
Tell = Callable[[str, str], Finding]


def fill_booking(
    table: PoolTable, row: int, found: dict[str, Any], sent: float | None, tell: Tell
) -> Iterator[Finding]:
    """Read what a row says into `found`; each finding leaves the row out. `sent` are the units that
    went out for it; `tell` makes a finding of its code and its column."""
    if "booking" in table.columns:
        found["name"] = found.pop("booking")
    if found.get("last") is None:
        yield tell("pool_no_last", "last")
    yield from _purpose(table, row, found, tell)
    yield from _level(table, row, found, tell)
    yield from _amount(table, row, found, sent, tell)
    yield from _agreed(table, row, found, tell)


def _purpose(table: PoolTable, row: int, found: dict[str, Any], tell: Tell) -> Iterator[Finding]:
    text = shown(table.cell(row, "kind")).strip()
    if not text:
        return
    found["kind"] = words.meaning("booking_kind", text)
    if not found["kind"]:
        yield tell("pool_no_purpose", "kind")


def _level(table: PoolTable, row: int, found: dict[str, Any], tell: Tell) -> Iterator[Finding]:
    if "level" not in table.columns:
        return
    cell = table.cell(row, "level")
    level = None if is_blank(cell) else level_of(cell)
    if level is None and not is_blank(cell):
        yield tell("pool_no_level", "level")
    found["level"] = level or None


def _amount(
    table: PoolTable, row: int, found: dict[str, Any], sent: float | None, tell: Tell
) -> Iterator[Finding]:
    if "units" in table.columns:
        units = people(table.cell(row, "units"), sent)
        if units is not None and (isinstance(units, Unread) or not 0 < units <= MOST_PEOPLE):
            yield tell("pool_no_units", "units")
        found["units"] = 1.0 if units is None else units
    if "hours" in table.columns:
        head = shown(table.grid.rows[table.head][table.columns["hours"]])
        cell = table.cell(row, "hours")
        minutes = None if is_blank(cell) else hours.amount(cell, hours.unit_of(head))
        if minutes is not None and (isinstance(minutes, Unread) or minutes <= 0):
            yield tell("pool_no_hours", "hours")
        found["hours"] = None if minutes is None or isinstance(minutes, Unread) else (
            round(minutes) / MINUTES_PER_HOUR
        )  # fmt: skip


def _agreed(table: PoolTable, row: int, found: dict[str, Any], tell: Tell) -> Iterator[Finding]:
    if "firm" not in table.columns:
        return
    cell = table.cell(row, "firm")
    said = words.meaning("firm", shown(cell))
    firm = said == "true" if said else values.yes_or_no(cell)
    if isinstance(firm, Unread):
        yield tell("pool_not_agreed", "firm")
    found["firm"] = True if firm is None else firm
