"""A network with its dates and floats, as numbers; rows for readers are made when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from pmo_desktop.domain.activities import Placed, Result, Scheduled
from pmo_desktop.domain.schedule.arrows import Arrow
from pmo_desktop.domain.schedule.clashes import findings
from pmo_desktop.domain.schedule.compiled import Compiled
from pmo_desktop.domain.schedule.plain import Early, Numbers, floor_of, pull_of
from pmo_desktop.domain.schedule.spots import Spot, State
from pmo_desktop.domain.timeline import FIRST_INSTANT, LAST_INSTANT, moment_of


class Moments(dict[int, datetime]):
    """Moments by instant, each made once; what leaves the years 1 to 9999 is put at their end."""

    def __missing__(self, instant: int) -> datetime:
        moment = moment_of(min(max(instant, FIRST_INSTANT), LAST_INSTANT))
        self[instant] = moment
        return moment


@dataclass(frozen=True)
class Solution:
    """Everything by spot, lists or arrays. `placed` is where all lies, `late` how late each may end
    (numbers of its line), `total` and `free` are floats in minutes of its calendar. `finishes` is
    each project's last finish, an instant."""

    compiled: Compiled
    placed: Early
    late: Numbers
    total: Numbers
    free: Numbers
    finishes: Mapping[int, int]

    def driver(self, i: int) -> Arrow | None:
        """The link that holds a spot where it is; None where a date does."""
        return driver_of(self.compiled, self.placed, i)

    def late_dates(self, i: int) -> tuple[int, int]:
        """The latest start and finish, instants; what has started has its start for good."""
        spot, late = self.compiled.spots[i], int(self.late[i])
        line = self.compiled.lines[spot.line]
        begun = spot.state is State.RUNNING or spot.finished
        start = int(self.placed.start[i]) if begun else line.start_at(late - spot.span)
        return start, line.finish_at(late)


class Rows(Mapping[int, Scheduled]):
    """The activities' rows by id, each made when it is first looked at."""

    def __init__(self, solution: Solution) -> None:
        self._solution = solution
        self._moments = Moments()
        self._made: dict[int, Scheduled] = {}

    def __getitem__(self, activity: int) -> Scheduled:
        found = self._made.get(activity)
        if found is None:
            index = self._solution.compiled.index[activity]
            found = self._made[activity] = scheduled(self._solution, index, self._moments)
        return found

    def __iter__(self) -> Iterator[int]:
        return iter(self._solution.compiled.index)

    def __len__(self) -> int:
        return len(self._solution.compiled.index)


def scheduled(solution: Solution, i: int, moments: Moments) -> Scheduled:
    """The row of one spot."""
    spot, placed = solution.compiled.spots[i], solution.placed
    start, finish = moments[int(placed.start[i])], moments[int(placed.finish[i])]
    number = spot.activity.id
    if spot.looped:
        return Scheduled(number, start, finish, start, finish, None, None, False, None)
    total, free = int(solution.total[i]), int(solution.free[i])
    late_start, late_finish = start, finish
    if total:
        late_start, late_finish = (moments[one] for one in solution.late_dates(i))
    driver = solution.driver(i)
    return Scheduled(
        number,
        start,
        finish,
        late_start,
        late_finish,
        total,
        free,
        total <= 0 and not spot.finished,
        None if driver is None else driver.tie.predecessor,
    )


def placed_rows(compiled: Compiled, placed: Early) -> dict[int, Placed]:
    """Only the dates, of all."""
    moments = Moments()
    return {
        spot.activity.id: Placed(moments[int(start)], moments[int(finish)])
        for spot, start, finish in zip(compiled.spots, placed.start, placed.finish, strict=True)
    }


def driver_of(compiled: Compiled, placed: Early, i: int) -> Arrow | None:
    """The first of the links that pull furthest, where they reach to where the spot begins."""
    spot = compiled.spots[i]
    begin = begin_of(spot, placed, i)
    if spot.state is not State.KEPT:
        begin = max(begin, floor_of(spot))
    found = None
    for arrow in compiled.incoming[i]:
        if arrow.pulls or (spot.state is State.KEPT and not spot.looped):
            pull = pull_of(arrow, spot, placed, compiled.lines)
            if pull > begin or (pull == begin and found is None):
                found, begin = arrow, pull
    return found


def begin_of(spot: Spot, placed: Early, i: int) -> int:
    """The number at which what was placed of it begins."""
    return int(placed.started[i]) if spot.state is State.KEPT else int(placed.ended[i]) - spot.span


def result_of(solution: Solution) -> Result:
    """What readers get: rows by id, made as they are looked at, and the findings."""
    compiled = solution.compiled
    moments = Moments()
    return Result(
        Rows(solution),
        {project: moments[finish] for project, finish in solution.finishes.items()},
        tuple(tuple(compiled.spots[i].activity.id for i in loop) for loop in compiled.loops),
        tuple(findings(compiled, solution.placed)),
        solution,
    )
