"""Timesheets and answers that came back together are taken in as one edit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from pmo_desktop.progress import Report, silent
from pmo_desktop.services.request_sheets import GivenAnswer, take_answers
from pmo_desktop.services.timesheets import Taken, TimesheetFile, take_timesheets


class TakenBack(NamedTuple):
    sheets: Taken
    answers: int


def take_returns(
    session: Session,
    sheets: Sequence[TimesheetFile],
    answers: Sequence[GivenAnswer],
    report: Report = silent,
) -> TakenBack:
    """Write what the review found. Raises `Refused`, and `Cancelled` from `report`."""
    answered = take_answers(session, answers, report)
    taken = take_timesheets(session, sheets, report) if sheets else Taken(0, 0, 0, 0)
    return TakenBack(taken, answered)
