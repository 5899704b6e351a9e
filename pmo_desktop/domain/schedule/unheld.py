"""Where what levelling holds would begin without that: what it was moved from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pmo_desktop.domain.schedule.compiled import Compiled
from pmo_desktop.domain.schedule.plain import Early, Lists, floor_of, pull_of
from pmo_desktop.domain.schedule.solution import Solution
from pmo_desktop.domain.schedule.spots import Spot, State


def unheld_start(solution: Solution, activity: int) -> int | None:
    """The instant at which this activity (its id) would begin, with all others where they are, if
    levelling did not hold it. None where it does not, or where nothing but levelling keeps it from
    lying as late as may be. `KeyError` where it is not there, or inactive."""
    compiled = solution.compiled
    i = compiled.index[activity]
    spot = compiled.spots[i]
    if spot.activity.held is None or spot.state is not State.FREE:
        return None
    free = compiled.settle(replace(spot.activity, held=None), spot.looped)
    if free.clings:
        return None
    begin = first_number(compiled, i, free, solution.placed)
    found = compiled.lines[spot.line].start_at(begin)
    return found if found < int(solution.placed.start[i]) else None


def first_number(compiled: Compiled, i: int, spot: Spot, placed: Early | Lists) -> int:
    """The number at which a spot in this place begins, with all others where they are placed."""
    begin = floor_of(spot)
    for arrow in compiled.incoming[i]:
        if arrow.pulls:
            begin = max(begin, pull_of(arrow, spot, placed, compiled.lines))
    return min(begin, spot.ceiling, spot.ceiling_finish - spot.span)


def placed_at(compiled: Compiled, dates: Mapping[int, tuple[int, int]]) -> Early:
    """Where these dates, instants of start and finish by id, put the activities; those that are not
    named stay where their spots keep them."""
    columns: list[list[int]] = [[], [], [], [], []]
    for spot in compiled.spots:
        line = compiled.lines[spot.line]
        start, finish = dates.get(spot.activity.id, (spot.start, spot.finish))
        started, ended = line.worked(start), line.worked(finish)
        for column, number in zip(columns, (started, ended, start, finish, ended), strict=True):
            column.append(number)
    return Early(*columns)
