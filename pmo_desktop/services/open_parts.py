"""What waits for somebody in tasks: the parts of placeholders; and what bookings can be made of."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from pmo_desktop.services.calendars import calendars
from pmo_desktop.services.demand_reading import read_lines
from pmo_desktop.services.load_findings import FoundRow
from pmo_desktop.services.load_parts import labels
from pmo_desktop.services.office import office_row
from pmo_desktop.services.pool_time import connection_of

PLACEHOLDERS = "SELECT id, name FROM person WHERE placeholder AND kind = 'work'"
PROJECTS = """
SELECT code, name FROM project WHERE state IN ('active', 'proposed') ORDER BY priority, code
"""
# Of people, one by one: none where nobody is a placeholder.
ONLY = " AND h.placeholder"


def placeholders_parts(session: Session) -> tuple[FoundRow, ...]:
    """The assignments of placeholders from the status date on, with task and placeholder."""
    connection = connection_of(session)
    names = dict(connection.execute(PLACEHOLDERS).fetchall())
    if not names:
        return ()
    first = office_row(session).status_date
    lines = [
        line
        for line in read_lines(connection, calendars(session), first, date.max, only=ONLY)
        if line.task_id is not None and line.person_id in names
    ]
    words = labels(connection, lines)
    return tuple(
        FoundRow("assignment", line.id, f"{words.of(line)} · {names[line.person_id or 0]}",
                 line.task_id, line.project_id)
        for line in lines
    )  # fmt: skip


def offered(session: Session) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The skills, and the projects with their codes, that a booking can name."""
    connection = connection_of(session)
    skills = tuple(row[0] for row in connection.execute("SELECT name FROM skill ORDER BY name"))
    projects = tuple(f"{row[0]} {row[1]}".strip() for row in connection.execute(PROJECTS))
    return skills, projects
