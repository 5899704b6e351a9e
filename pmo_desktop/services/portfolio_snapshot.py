"""The portfolio as it was when it was read last, so that the next start shows it at once.

Whoever has changed a database leaves it, the window and the commands alike. It is taken only while
the database still stands at the very change that it was read at; otherwise the thin reader reads
again. Kept as JSON beside the database, as SQLite keeps its own companions.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pmo_desktop.domain.health import Light, Reason, Verdict
from pmo_desktop.services.office_row import OfficeRow
from pmo_desktop.services.portfolio import (
    Portfolio,
    ProjectRow,
    Trend,
    portfolio,
    portfolio_of_file,
)

KINDS: Mapping[str, type[Any]] = {
    kind.__name__: kind for kind in (Portfolio, ProjectRow, Trend, OfficeRow, Verdict, Reason)
}
NEWEST_CHANGE = "SELECT id, at FROM change_set ORDER BY id DESC LIMIT 1"
COMPANION = "-portfolio"
Version = tuple[int, str]


def snapshot_file(database: Path) -> Path:
    """Where the snapshot of this database is kept."""
    return database.with_name(database.name + COMPANION)


def version_of_file(database: Path) -> Version | None:
    """The newest change of a database; None where it has none or cannot be read."""
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"file:{database.as_posix()}?mode=ro", uri=True)) as connection,
    ):
        row = connection.execute(NEWEST_CHANGE).fetchone()
        return None if row is None else (row[0], row[1])
    return None


def portfolio_with_version(session: Any) -> tuple[Portfolio, Version | None]:
    """A reader: the version is read first, so that it is never newer than the figures."""
    raw = session.connection().connection.dbapi_connection
    row = raw.execute(NEWEST_CHANGE).fetchone()
    return portfolio(session), None if row is None else (row[0], row[1])


def portfolio_at_once(database: Path) -> Portfolio:
    """The quickest way to the figures; raises `sqlite3.Error` where the file has none."""
    return load_snapshot(database) or portfolio_of_file(database)


def leave_portfolio(database: Path) -> None:
    """Have the portfolio kept as the database stands now; raises `sqlite3.Error`."""
    if load_snapshot(database) is None:
        version = version_of_file(database)
        keep_snapshot(database, portfolio_of_file(database), version)


def load_snapshot(database: Path) -> Portfolio | None:
    """The portfolio, if it was kept and nothing has been changed since."""
    try:
        kept = json.loads(snapshot_file(database).read_text(encoding="utf-8"))
        version = version_of_file(database)
        if version is None or kept["version"] != list(version):
            return None
        found = _value(kept["portfolio"])
    except (OSError, ValueError, TypeError, KeyError):
        # Of another version of the program, or damaged: the database has it all.
        return None
    return found if isinstance(found, Portfolio) else None


def keep_snapshot(database: Path, found: Portfolio, version: Version | None) -> None:
    """Keep the portfolio for the next start; a folder that cannot be written costs only time."""
    if version is None:
        return
    file = snapshot_file(database)
    kept = {"version": list(version), "portfolio": _plain(found)}
    with suppress(OSError):
        beside = file.with_name(file.name + ".part")
        beside.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        beside.replace(file)


# JSON knows numbers, texts, booleans and nothing; all else is a list that begins with what it is.


def _plain(value: Any) -> Any:
    if isinstance(value, Light):
        return ["light", value.value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Decimal):
        return ["decimal", str(value)]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if isinstance(value, Mapping):
        return ["map", {key: _plain(item) for key, item in value.items()}]
    if isinstance(value, tuple | list):
        return ["tuple", [_plain(item) for item in value]]
    name = type(value).__name__
    if name not in KINDS:
        raise TypeError(name)
    return [name, [_plain(getattr(value, field.name)) for field in fields(value)]]


def _value(plain: Any) -> Any:
    if not isinstance(plain, list):
        return plain
    kind, inside = plain
    match kind:
        case "light":
            return Light(inside)
        case "decimal":
            return Decimal(inside)
        case "date":
            return date.fromisoformat(inside)
        case "map":
            return {key: _value(item) for key, item in inside.items()}
        case "tuple":
            return tuple(map(_value, inside))
        case _:
            return KINDS[kind](*map(_value, inside))
