"""What is asked of people's time: a line for each assignment and each booking.

A line asks for `units` (of one full-time person) in the working time of its `calendar` from `start`
to `finish`, but for its `gaps` (as `domain.gaps`), or for `work_minutes` in all where these are
given; the `contour` says how that lies over the time. Numbers of working minutes are those of
`domain.timeline`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, Protocol

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.contours import parts
from pmo_desktop.domain.gaps import Gaps
from pmo_desktop.domain.tasks import Contour
from pmo_desktop.domain.timeline import instant_of

# As many full-time people as anybody is or is asked for at most.
MOST_PEOPLE = 1000


class BookingKind(StrEnum):
    """What a booking is for; only `PROJECT` is for a project."""

    PROJECT = "project"
    OPERATIONS = "operations"
    DUTY = "duty"


class DemandKind(StrEnum):
    """Work on a task; a project's booking without a task; what people do besides projects."""

    TASK = "task"
    BOOKING = "booking"
    DUTY = "duty"


class Line(NamedTuple):
    """`id` is the assignment's or the booking's. Without a person it is generic: for somebody with
    the skill at the level or above, the role, of the department, as far as given. A line that is
    not `firm`, or of a `candidate` project, is soft."""

    kind: DemandKind
    id: int
    task_id: int | None
    person_id: int | None
    skill_id: int | None
    role: str
    level: int | None
    department_id: int | None
    project_id: int | None
    start: datetime
    finish: datetime
    units: float
    calendar: Calendar
    gaps: Gaps = ()
    contour: str = Contour.FLAT.value
    work_minutes: int | None = None
    firm: bool = True
    candidate: bool = False

    @property
    def soft(self) -> bool:
        return self.candidate or not self.firm


class Piece(NamedTuple):
    """From one number of working minutes to another at `rate` full-time people."""

    begin: float
    end: float
    rate: float


class Asking(Protocol):
    """What of a line says when it asks for how much."""

    @property
    def start(self) -> datetime: ...
    @property
    def finish(self) -> datetime: ...
    @property
    def units(self) -> float: ...
    @property
    def gaps(self) -> Gaps: ...
    @property
    def contour(self) -> str: ...
    @property
    def work_minutes(self) -> int | None: ...


def pieces(line: Line) -> list[Piece]:
    """The line as stretches at one rate each; none where there is no working time."""
    return pieces_in(line, line.calendar)


def pieces_in(line: Asking, calendar: Calendar) -> list[Piece]:
    """As `pieces`, in the time of a calendar."""
    worked = calendar.line.worked
    begin, end = worked(instant_of(line.start)), worked(instant_of(line.finish))
    if begin >= end:
        return []
    whole = stretches(begin, end, line.gaps) if line.gaps else [(begin, end)]
    length = sum(b - a for a, b in whole)
    if not length:
        return []
    rate = line.units if line.work_minutes is None else line.work_minutes / length
    if line.contour in FLAT_SHAPES:
        return [Piece(a, b, rate) for a, b in whole if a < b]
    return _shaped(whole, length, rate, line.contour)


def minutes(line: Line) -> float:
    """All that the line asks for, in minutes of a full-time person."""
    return sum((end - begin) * rate for begin, end, rate in pieces(line))


def worked_minutes(line: Line) -> int:
    """The working minutes between the line's dates, rests left out."""
    worked = line.calendar.line.worked
    begin, end = worked(instant_of(line.start)), worked(instant_of(line.finish))
    return sum(max(0, b - a) for a, b in stretches(begin, end, line.gaps))


FLAT_SHAPES = frozenset({"", Contour.FLAT, Contour.OWN})


def _shaped(
    whole: Sequence[tuple[int, int]], length: int, rate: float, contour: str
) -> list[Piece]:
    """The stretches cut where the shape's height changes."""
    found, done = [], 0
    for a, b in whole:
        for begin, end, height in parts(contour):
            first = max(float(a), a + begin * length - done)
            last = min(float(b), a + end * length - done)
            if first < last:
                found.append(Piece(first, last, rate * height))
        done += b - a
    return found


def stretches(start: int, finish: int, gaps: Gaps) -> list[tuple[int, int]]:
    """The stretches in which a split task is worked, in numbers of working minutes."""
    found, begin, rested = [], start, 0
    for worked, rest in gaps:
        end = start + worked + rested
        if begin <= end < finish:
            found.append((begin, end))
            rested += rest
            begin = end + rest
    return [*found, (min(begin, finish), finish)]


def gaps_between(start: int, finish: int, whole: Sequence[tuple[int, int]]) -> Gaps:
    """The gaps from `start` to `finish` of what is worked in these stretches, in their order."""
    found, worked, at = [], 0, start
    for begin, end in [*whole, (finish, finish)]:
        if begin > at:
            found.append((worked, begin - at))
        worked += end - begin
        at = end
    return tuple(found)


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


@lru_cache(maxsize=4096)
def day_bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """The moments that days from `first` to `last`, both included, begin and end with."""
    if last >= date.max:
        return midnight(first), datetime.max.replace(second=0, microsecond=0)
    return midnight(first), midnight(last) + timedelta(days=1)
