"""How people did: whether it is shown at all, and what was found of their work on a task.

Nothing of it is shown, written down or exported where the office has not switched it on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.performance import RATINGS
from pmo_desktop.models import AssignmentFeedback, Office, Person, Project, Task
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.names import Names
from pmo_desktop.services.office import office_row
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update, table_of

OFFICE = table_of(Office)
FEEDBACK, PEOPLE = table_of(AssignmentFeedback), table_of(Person)
TASKS, PROJECTS = table_of(Task), table_of(Project)
PLAIN = ("rating", "note", "author", "made_on")


class FeedbackRow(NamedTuple):
    id: int
    task_id: int
    task: str
    project_id: int
    project_code: str
    person_id: int
    person: str
    rating: int | None
    note: str
    author: str
    made_on: date


def shows_performance(session: Session) -> bool:
    """Whether the office shows how people did."""
    return bool(session.connection().execute(select(OFFICE.c.shows_performance)).scalar())


def show_performance(session: Session, shown: bool) -> None:
    """Switch it on or off; what was written down stays, unseen."""
    office_row(session).shows_performance = shown
    session.flush()


def feedback(session: Session) -> tuple[FeedbackRow, ...]:
    """All of it, the newest first; nothing where the office does not show it."""
    if not shows_performance(session):
        return ()
    statement = (
        select(
            FEEDBACK.c.id, FEEDBACK.c.task_id, TASKS.c.wbs, TASKS.c.name, TASKS.c.project_id,
            PROJECTS.c.code, FEEDBACK.c.person_id, PEOPLE.c.name, FEEDBACK.c.rating,
            FEEDBACK.c.note, FEEDBACK.c.author, FEEDBACK.c.made_on,
        )
        .join(TASKS, TASKS.c.id == FEEDBACK.c.task_id)
        .join(PROJECTS, PROJECTS.c.id == TASKS.c.project_id)
        .join(PEOPLE, PEOPLE.c.id == FEEDBACK.c.person_id)
        .order_by(FEEDBACK.c.made_on.desc(), FEEDBACK.c.id.desc())
    )  # fmt: skip
    return tuple(_row(row) for row in session.connection().execute(statement))


def _row(row: Any) -> FeedbackRow:
    number, task_id, wbs, name, *others = row
    return FeedbackRow._make((number, task_id, f"{wbs} {name}".strip(), *others))


def add_feedback(session: Session, task_id: int, person: str, values: Mapping[str, Any]) -> int:
    """Write down how somebody's work on a task was found. Raises `Refused` where the office does
    not show it, for a name that nobody has and a rating that is none."""
    _refuse_unseen(session)
    person_id = Names(session).known_person(person)
    if person_id is None:
        raise Refused("Nobody in the pool is called “{name}”.", name=person)
    row = {"made_on": office_row(session).status_date, **_plain(values)}
    made = {**row, "uid": new_uid(), "task_id": task_id, "person_id": person_id}
    return bulk_insert(session, AssignmentFeedback, [made])[0]


def change_feedback(session: Session, feedback_id: int, values: Mapping[str, Any]) -> None:
    """Set plain values. Raises `Refused` as `add_feedback`."""
    _refuse_unseen(session)
    bulk_update(session, AssignmentFeedback, [{"id": feedback_id, **_plain(values)}])


def remove_feedback(session: Session, feedback_id: int) -> None:
    _refuse_unseen(session)
    bulk_delete(session, AssignmentFeedback, [feedback_id])


def _refuse_unseen(session: Session) -> None:
    if not shows_performance(session):
        raise Refused(
            "How people did is not shown in this office. Switch it on in the office settings first."
        )


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in values.items() if name in PLAIN}
    if found.get("rating") is not None and found["rating"] not in RATINGS:
        raise Refused("A rating lies between 1 and 5.")
    return found
