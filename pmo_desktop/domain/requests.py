"""What project leaders ask of line managers, and how far each asking has come.

A request that nobody has answered yet is open; an offered one has somebody named for it, whom the
project leader may still take or not. An accepted one is agreed. What is open or offered is soft in
the load, what is accepted is hard, what was declined or withdrawn asks for nothing any more.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class RequestState(StrEnum):
    OPEN = "open"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


# Still waiting for somebody, one side or the other.
PENDING = (RequestState.OPEN, RequestState.OFFERED)
# What a line manager may say.
ANSWERS = (RequestState.OFFERED, RequestState.ACCEPTED, RequestState.DECLINED)
# What takes back the time that was asked for.
ENDED = (RequestState.DECLINED, RequestState.WITHDRAWN)
MOST_UNITS = 99.0


def is_overdue(state: str, due: date | None, today: date) -> bool:
    """Whether an answer was due before today and nobody has given one."""
    return state in PENDING and due is not None and due < today
