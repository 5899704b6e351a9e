"""The open requests by the line manager who is to answer them, and what comes back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.requests import PENDING, RequestState
from pmo_desktop.models import Skill
from pmo_desktop.progress import Progress, Report, silent
from pmo_desktop.services.free_time import FreeTime, free_time
from pmo_desktop.services.request_parts import Part, answer_in_part
from pmo_desktop.services.request_rows import RequestRow, requests
from pmo_desktop.services.requests import answer_request
from pmo_desktop.storage.bulk import table_of


@dataclass(frozen=True)
class ManagerRequests:
    """What waits for one line manager (no name: for nobody in particular)."""

    manager: str
    department: str
    requests: tuple[RequestRow, ...]


class Waiting(NamedTuple):
    managers: tuple[ManagerRequests, ...]
    free: Mapping[int, FreeTime]


class Requested(NamedTuple):
    """All requests, what is known of the time of those who are asked for, and the skills that there
    are to ask for."""

    rows: tuple[RequestRow, ...]
    free: Mapping[int, FreeTime]
    skills: tuple[str, ...]


class GivenAnswer(NamedTuple):
    """What a line manager has answered; `person` is a name, empty where nobody else is named;
    `part` is what is given where it is less than what was asked for."""

    request_id: int
    state: str
    person: str
    answer: str
    part: Part | None = None


def waiting_requests(session: Session, department: str | None = None) -> Waiting:
    """The requests that wait, by line manager (of one department: only its)."""
    found: dict[str, list[RequestRow]] = defaultdict(list)
    for row in requests(session):
        if row.state in PENDING and department in (None, row.department):
            found[row.asked_of].append(row)
    managers = [
        ManagerRequests(name, next((row.department for row in rows if row.department), ""),
                        tuple(rows))
        for name, rows in sorted(found.items())
    ]  # fmt: skip
    return Waiting(tuple(managers), free_time(session))


def requested(session: Session) -> Requested:
    return Requested(requests(session), free_time(session), skill_names(session))


def take_answers(session: Session, answers: Sequence[GivenAnswer], report: Report = silent) -> int:
    """Answer the requests as their line managers have; returns how many. Raises `Refused`."""
    for done, given in enumerate(answers):
        report(Progress(done, len(answers)))
        if given.part is None:
            answer_request(
                session, given.request_id, given.state, answer=given.answer, person=given.person
            )
        else:
            answer_in_part(
                session, given.request_id, RequestState(given.state), given.part,
                answer=given.answer, person=given.person,
            )  # fmt: skip
    return len(answers)


def skill_names(session: Session) -> tuple[str, ...]:
    """What skills are called, by name."""
    rows = session.connection().execute(select(table_of(Skill).c.name).distinct())
    return tuple(sorted(rows.scalars()))
