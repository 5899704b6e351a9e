"""What holds for each connection to a database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from inspect import unwrap
from pathlib import Path

from pmo_desktop.storage import engine

FULL = 2


def test_what_was_committed_outlives_a_power_cut_and_no_row_points_to_nothing(
    tmp_path: Path,
) -> None:
    with closing(sqlite3.connect(tmp_path / "office.db")) as connection:
        # The tests' own connections do not wait for the disk.
        unwrap(engine.set_pragmas)(connection)
        assert connection.execute("PRAGMA synchronous").fetchone() == (FULL,)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
