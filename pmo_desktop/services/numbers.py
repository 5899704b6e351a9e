"""The next free number of a register: `R-07` after `R-06`."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.models import Decision, Issue, Risk
from pmo_desktop.storage.bulk import table_of

PREFIXES = {"risk": "R", "issue": "I", "decision": "D"}
TABLES = {"risk": table_of(Risk), "issue": table_of(Issue), "decision": table_of(Decision)}


def next_code(session: Session, table: str, project_id: int | None) -> str:
    """The code after the highest one in the project's register (decisions: in the office's)."""
    stored = TABLES[table]
    statement = select(stored.c.code)
    if table != "decision":
        statement = statement.where(stored.c.project_id == project_id)
    numbers = [
        int(digits[-1])
        for code in session.connection().execute(statement).scalars()
        if (digits := re.findall(r"\d+", code))
    ]
    return f"{PREFIXES[table]}-{max(numbers, default=0) + 1:02d}"
