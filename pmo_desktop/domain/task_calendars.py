"""Which calendar each task is worked on in: its own, its people's, or its project's.

The rule is stated in `services.scheduling`. Several people with calendars of their own work on a
task when all of them are there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from pmo_desktop.domain.base_calendars import spoken
from pmo_desktop.domain.calendars import Calendar, CalendarError
from pmo_desktop.domain.common_time import common
from pmo_desktop.domain.health import Reason

People = Mapping[int, tuple[int | None, ...]]
NOBODY: tuple[int | None, ...] = ()


class WorkedTask(Protocol):
    """What of a task's row is asked; a calendar is named by its id."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def calendar_id(self) -> int | None: ...
    @property
    def ignores_people(self) -> bool: ...


def people_by_task(assigned: Iterable[tuple[int, int]], own: Mapping[int, int]) -> People:
    """Task id -> the calendars of its people (None: no own), where one of them has their own; of
    pairs of a task and a person, and the calendars of those who have one."""
    found: dict[int, set[int | None]] = defaultdict(set)
    for task, person in assigned:
        found[task].add(own.get(person))
    return {
        task: tuple(sorted(ids, key=lambda number: number or 0))
        for task, ids in found.items()
        if ids != {None}
    }


class TaskCalendars:
    """Calendars as a schedule takes them: in an order, each named by its place in it."""

    def __init__(self, known: Mapping[int | None, Calendar], people: People) -> None:
        """`known` has calendars by their ids, the office's under None."""
        self._people = people
        self.in_order: list[Calendar] = list(known.values())
        self._places: dict[int | None, int] = {number: at for at, number in enumerate(known)}
        self._joined: dict[tuple[Any, ...], int] = {}
        self.faults: list[Reason] = []

    def of_project(self, number: int | None) -> Calendar:
        """The calendar with this id, or the office's."""
        return self.in_order[self._place(number)]

    def calendar_of(self, task: WorkedTask, project_calendar: int | None) -> Calendar:
        """The calendar that the task is worked on in."""
        return self.in_order[self.of_task(task, project_calendar)]

    def of_task(self, task: WorkedTask, project_calendar: int | None) -> int:
        """The place in the order of the calendar that the task is worked on in."""
        people = NOBODY
        if self._people and not task.ignores_people:
            people = self._people.get(task.id, NOBODY)
        own = task.calendar_id if task.calendar_id in self._places else None
        if not people:
            return self._place(project_calendar if own is None else own)
        theirs = [project_calendar if number is None else number for number in people]
        key = (own, *theirs)
        if key not in self._joined:
            wanted = theirs if own is None else [own, *theirs]
            self._joined[key] = self._join(task, wanted, self._place(wanted[0]))
        return self._joined[key]

    def _place(self, number: int | None) -> int:
        return self._places.get(number, self._places[None])

    def _join(self, task: WorkedTask, wanted: list[int | None], otherwise: int) -> int:
        try:
            found = common(tuple(self.in_order[self._place(number)] for number in wanted))
        except CalendarError as error:
            self.faults.append(
                Reason(
                    "“{task}” can never be worked on when all its people and its calendar are"
                    " there, so that only the first of their calendars counts: {reason}",
                    {"task": task.name, "reason": spoken(error.reason)},
                )
            )
            return otherwise
        self.in_order.append(found)
        return len(self.in_order) - 1
