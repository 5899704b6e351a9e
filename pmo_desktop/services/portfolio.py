"""The portfolio as the first screen shows it: each project with its lights and figures.

Read by the standard library's `sqlite3` alone, so that the window has its list before the database
library is imported; a session's reader takes the same way through its own connection. The rules
are imported on use: a window that kept its last portfolio shows it without them.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_desktop.services.portfolio_rows import Portfolio as Portfolio
from pmo_desktop.services.portfolio_rows import ProjectRow as ProjectRow
from pmo_desktop.services.portfolio_rows import Trend as Trend

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def portfolio(session: Session) -> Portfolio:
    """The portfolio through a session's own connection."""
    from pmo_desktop.services.portfolio_reading import read

    raw = session.connection().connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)  # the engine knows no other driver
    return read(raw)


def portfolio_of_file(path: Path) -> Portfolio:
    """The portfolio straight from a file, for the first paint; raises `sqlite3.Error`."""
    from pmo_desktop.services.portfolio_reading import read

    with closing(sqlite3.connect(f"file:{path.as_posix()}?mode=ro", uri=True)) as connection:
        return read(connection)
