"""Reads what a workbook says of people: its tables, and of our own workbook what went out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from pmo_desktop.exchange.files.reading import Workbook
from pmo_desktop.exchange.findings import WARNING, Finding
from pmo_desktop.exchange.pool.rows import PoolRow, TableReader
from pmo_desktop.exchange.pool.tables import MATRIX, is_about_tasks, own_tables, pool_tables
from pmo_desktop.language import CODES, Language

SIGNATURE = "pmo-desktop-pool"
SENT = "row:"


@dataclass(frozen=True)
class PoolReading:
    """`is_own`: it is our own workbook; `sent` then holds what went out, by table and identity.
    `tables` are those that the file has a sheet for, with rows or without; `present` are the
    identities of all rows that stand in it, read or not (of levels the two names)."""

    rows: tuple[PoolRow, ...]
    findings: tuple[Finding, ...] = ()
    is_own: bool = False
    tables: frozenset[str] = frozenset()
    present: frozenset[tuple[str, str]] = frozenset()
    sent: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)


def is_pool(book: Workbook) -> bool:
    """Whether a workbook is about people alone."""
    if book.meta.get("signature") == SIGNATURE:
        return True
    if any(is_about_tasks(grid) for grid in book.grids):
        return False
    return bool(pool_tables(book))


def read_pool(book: Workbook, today: date) -> PoolReading:
    """What there is to be taken; `today` is near what dates without a year mean."""
    is_own = book.meta.get("signature") == SIGNATURE
    rows: list[PoolRow] = []
    findings: list[Finding] = []
    present: set[tuple[str, str]] = set()
    tables = own_tables(book, _titles()) if is_own else pool_tables(book)
    sent = _sent(book) if is_own else {}
    if is_own:
        findings += _unknown_sheets(book)
        if None in sent.values():
            findings.append(Finding("pool_meta_broken", WARNING))
            sent = {place: values for place, values in sent.items() if values is not None}
    for table in tables:
        reader = TableReader(table, today, book.since_1904, is_own, sent)
        for found in reader.read():
            (rows if isinstance(found, PoolRow) else findings).append(found)  # type: ignore[arg-type]
        present |= reader.present
    if not rows:
        findings.append(Finding("pool_nothing", WARNING))
    kinds = frozenset("person_skill" if one.kind == MATRIX else one.kind for one in tables)
    return PoolReading(tuple(rows), tuple(findings), is_own, kinds, frozenset(present), sent)


@cache
def _titles() -> Mapping[str, str]:
    """The kinds of our own workbook's sheets, by their names in both languages."""
    from pmo_desktop.exchange.pool.writing import MATRIX_TITLE, SHEETS

    terms = {sheet.title: sheet.table for sheet in SHEETS} | {MATRIX_TITLE: MATRIX}
    return {Language(code).term(term): kind for code in CODES for term, kind in terms.items()}


def _unknown_sheets(book: Workbook) -> Iterator[Finding]:
    """Sheets of our own workbook that are none of its own: renamed, or added."""
    from pmo_desktop.exchange.pool.writing import guidance_titles

    known = {*_titles(), *guidance_titles()}
    for grid in book.grids:
        if grid.name not in known and not grid.name.startswith("_") and grid.rows:
            yield Finding("pool_unknown_sheet", WARNING, grid.name, "", grid.name)


def _sent(book: Workbook) -> dict[tuple[str, str], Any]:
    """What went out; None where somebody has meddled with it."""
    found: dict[tuple[str, str], Any] = {}
    for name, text in book.meta.items():
        if name.startswith(SENT):
            try:
                table, identity = json.loads(name.removeprefix(SENT))
                values = json.loads(text)
            except (ValueError, TypeError):
                table, identity, values = name, "", None
            found[str(table), str(identity)] = values if isinstance(values, dict) else None
    return found
