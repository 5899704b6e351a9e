"""Who works on what in the demo office, and with what share of the week.

Every project has a team by role, of its own department where it can. Tasks go to whoever of the
team has most room in those days, and nobody is asked for more than the capacity, neither by the
plan as it stands nor by what was expected for the weeks ahead when the earlier periods ended; only
where a project's story wants its resource light amber or red, a few of its people get too much in
the weeks after the newest status date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.exchange.demo.execution import Execution, Span
from pmo_desktop.exchange.demo.people import DemoPerson
from pmo_desktop.exchange.demo.plans import PlannedTask
from pmo_desktop.exchange.demo.words import dice

UNIT_STEP = 0.05
LEAST_UNITS = 0.2
LEADING = (0.5, 0.6, 0.8, 0.8, 1.0)
HELPING = (0.3, 0.4, 0.5)
CREW_WEIGHTS = {1: 45, 2: 38, 3: 17}
DAYS_OF_ONE_PERSON = 55
LARGEST_ROLE_TEAM = 7
SAME_PERSON_SHARE = 0.6
OVERLOAD_WEEKS = 7
DAYS_AHEAD = 90
SOON_DAYS, AROUND_DAYS = 42, 10
VIEW = 1_000_000
MOST_MORE = 0.8
KEY_ROLES = 4
# How many people a project with this light has who get too much, and the peak of their load.
OVERLOADED = {"amber": (3, 1.08, 1.22), "red": (3, 1.38, 1.65)}


class Booking(NamedTuple):
    """A person's share in a task; `units` of a full-time person."""

    person: DemoPerson
    units: float


Bookings = dict[str, list[Booking]]


Days = tuple[int, ...]


@dataclass
class Diary:
    """What every person is booked for, by day. A day of an earlier period's outlook is a day of its
    own, see `_views`."""

    booked: dict[str, dict[int, float]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(float))
    )

    def peak(self, person: DemoPerson, days: Days) -> float:
        """The most that the person has on one of the days."""
        booked = self.booked[person.uid]
        return max((booked[day] for day in days if day in booked), default=0.0)

    def room(self, person: DemoPerson, days: Days) -> float:
        return person.capacity - self.peak(person, days)

    def book(self, person: DemoPerson, days: Days, units: float) -> None:
        booked = self.booked[person.uid]
        for day in days:
            booked[day] += units


@dataclass(frozen=True)
class Outlook:
    """A task's days: those of the plan as it stands, and those of all outlooks together."""

    span: Span
    days: Days
    everywhere: Days


def staff(
    seed: int, executions: Sequence[Execution], people: Sequence[DemoPerson], dates: Sequence[date]
) -> dict[str, Bookings]:
    """The bookings of every project's tasks, by project code and WBS code.

    `dates` are the status dates of the periods, the newest last.
    """
    status_date = dates[-1]
    diary = Diary()
    pool = [person for person in people if person.active]
    trouble = _trouble(executions)
    keys = _key_people(dice(seed, "key people"), executions, trouble, pool)
    free = [person for person in pool if person not in keys]
    outlooks = {e.project.code: _outlooks(e, dates) for e in executions}
    bookings: dict[str, Bookings] = {}
    for execution in sorted(executions, key=lambda e: e.project.priority):
        code = execution.project.code
        rng = dice(seed, "staffing", code)
        team = _team(rng, execution, free, bookings)
        for person, light in keys.items():
            if light == trouble.get(code):
                team.setdefault(person.role, []).insert(0, person)
        bookings[code] = _book_all(rng, execution, team, free, outlooks[code], diary)
    rng, when = dice(seed, "overload"), status_date
    _overload(rng, executions, trouble, keys, bookings, outlooks, diary, when)
    return bookings


def _outlooks(execution: Execution, dates: Sequence[date]) -> dict[str, Outlook]:
    """When each task runs: by the plan at the newest of the dates, and by what was expected at the
    earlier ones for the weeks ahead."""
    now = execution.expected(dates[-1])
    soon = dates[-1].toordinal() + SOON_DAYS
    everywhere = {wbs: _wide(span, soon) for wbs, span in now.items()}
    for number, day in enumerate(dates[:-1], 1):
        first, last = day.toordinal(), day.toordinal() + DAYS_AHEAD
        for wbs, span in execution.expected(day).items():
            begin, end = max(span[0].toordinal(), first), min(span[1].toordinal(), last)
            everywhere[wbs] += tuple(range(number * VIEW + begin, number * VIEW + end + 1))
    return {wbs: Outlook(span, _days(span), everywhere[wbs]) for wbs, span in now.items()}


def _trouble(executions: Sequence[Execution]) -> dict[str, str]:
    """The lights of projects whose people get too much, by code; an office of few projects, none of
    which has that story, has one in any case: there is something to find a way out of."""
    stories = ((e.project.code, e.project.story.get("resource")) for e in executions)
    found = {code: light for code, light in stories if light is not None}
    return found or {e.project.code: "amber" for e in executions[:1]}


def _key_people(
    rng: Random,
    executions: Sequence[Execution],
    trouble: Mapping[str, str],
    pool: Sequence[DemoPerson],
) -> dict[DemoPerson, str]:
    """The people of whom too much is to be asked, and the light of the projects that share them.

    They are of the roles with most work in these projects, and work for no other project.
    """
    keys: dict[DemoPerson, str] = {}
    for light, (count, *_) in OVERLOADED.items():
        troubled = [e for e in executions if trouble.get(e.project.code) == light]
        work: dict[str, int] = defaultdict(int)
        for execution in troubled:
            for task in execution.tasks:
                work[task.role] += task.days
        roles = [
            role for role in sorted(work, key=lambda r: -work[r]) if role not in ("", "manager")
        ]
        for number in range(count * len(troubled)):
            role = roles[number % min(len(roles), KEY_ROLES)]
            able = [p for p in pool if p.role == role and p not in keys and p.capacity == 1]
            if able:
                keys[rng.choice(able)] = light
    return keys


def _team(
    rng: Random,
    execution: Execution,
    pool: Sequence[DemoPerson],
    bookings: Mapping[str, Bookings],
) -> dict[str, list[DemoPerson]]:
    """People by role: as many as the work asks for, those with the fewest projects first."""
    work: dict[str, int] = defaultdict(int)
    for task in execution.tasks:
        work[task.role] += task.days
    busy = _projects_of_people(bookings)
    team = {"manager": [execution.project.manager]}
    for role, days in work.items():
        if role in ("", "manager"):
            continue
        count = min(1 + days // DAYS_OF_ONE_PERSON, LARGEST_ROLE_TEAM)
        able = [person for person in pool if person.role == role]
        rng.shuffle(able)
        own = execution.project.department
        able.sort(key=lambda person: busy[person.uid] - 0.5 * (person.department == own))
        team[role] = able[:count]
    return team


def _projects_of_people(bookings: Mapping[str, Bookings]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for by_task in bookings.values():
        for uid in {booking.person.uid for crew in by_task.values() for booking in crew}:
            found[uid] += 1
    return found


def _book_all(
    rng: Random,
    execution: Execution,
    team: dict[str, list[DemoPerson]],
    pool: Sequence[DemoPerson],
    outlooks: Mapping[str, Outlook],
    diary: Diary,
) -> Bookings:
    found: Bookings = {}
    before: tuple[str, str, DemoPerson] | None = None
    for task in execution.tasks:
        if task.kind is TaskKind.SUMMARY:
            continue
        if task.kind is TaskKind.MILESTONE:
            found[task.wbs] = [Booking(execution.project.manager, 1.0)]
            continue
        package, days = (task.parent, task.role), outlooks[task.wbs].everywhere
        same = before[2] if before and before[:2] == package else None
        able = team[task.role]
        crew = _crew(rng, able, days, diary, same) or _helpers(rng, able, pool, task, days, diary)
        for booking in crew:
            diary.book(booking.person, days, booking.units)
        found[task.wbs] = crew
        before = (*package, crew[0].person) if crew else None
    return found


def _helpers(
    rng: Random,
    team: list[DemoPerson],
    pool: Sequence[DemoPerson],
    task: PlannedTask,
    days: Days,
    diary: Diary,
) -> list[Booking]:
    """Where nobody of the team has room another of the role helps out, and belongs to it then."""
    others = [person for person in pool if person.role == task.role and person not in team]
    crew = _crew(rng, others, days, diary, None)[:1]
    team += [booking.person for booking in crew]
    return crew


def _crew(
    rng: Random,
    able: Sequence[DemoPerson],
    days: Days,
    diary: Diary,
    same: DemoPerson | None,
) -> list[Booking]:
    """One to three people with room for the task, the one who leads it first."""
    rooms = {person.uid: diary.room(person, days) for person in able}
    free = [person for person in able if rooms[person.uid] >= LEAST_UNITS]
    free.sort(key=lambda person: -rooms[person.uid])
    if same in free and rng.random() < SAME_PERSON_SHARE:
        free.remove(same)
        free.insert(0, same)
    size = rng.choices(list(CREW_WEIGHTS), list(CREW_WEIGHTS.values()))[0]
    crew = []
    for position, person in enumerate(free[:size]):
        wanted = rng.choice(HELPING if position else LEADING)
        crew.append(Booking(person, _stepped(min(wanted, rooms[person.uid]))))
    return crew


def _overload(
    rng: Random,
    executions: Sequence[Execution],
    trouble: Mapping[str, str],
    keys: Mapping[DemoPerson, str],
    bookings: Mapping[str, Bookings],
    outlooks: Mapping[str, Mapping[str, Outlook]],
    diary: Diary,
    status_date: date,
) -> None:
    """Book the key people for more than they can give in the weeks after the status date, first
    for tasks of their own role."""
    first = status_date + timedelta(days=1)
    last = first + timedelta(weeks=OVERLOAD_WEEKS)
    for person, light in keys.items():
        _, low, high = OVERLOADED[light]
        peak = person.capacity * rng.uniform(low, high)
        ahead = [
            (task.role != person.role, rng.random(), e.project.code, task.wbs)
            for e in executions
            if trouble.get(e.project.code) == light
            for task in e.tasks
            if task.kind is TaskKind.TASK
            and _meets(outlooks[e.project.code][task.wbs].span, first, last)
        ]
        for _, _, code, wbs in sorted(ahead):
            crew, days = bookings[code][wbs], outlooks[code][wbs].days
            more = _stepped(min(peak - diary.peak(person, days), MOST_MORE))
            if more >= LEAST_UNITS and all(booking.person != person for booking in crew):
                crew.append(Booking(person, more))
                diary.book(person, days, more)


def _meets(span: Span, first: date, last: date) -> bool:
    return span[0].date() <= last and span[1].date() >= first


def _stepped(units: float) -> float:
    return round(int(units / UNIT_STEP + 1e-9) * UNIT_STEP, 2)


def _wide(span: Span, soon: int) -> Days:
    """The days of a task, with room around it where it comes later than soon: it may be moved."""
    first, last = span[0].toordinal(), span[1].toordinal()
    around = AROUND_DAYS if last > soon else 0
    return tuple(range(first - around, last + around + 1))


def _days(span: Span) -> Days:
    return tuple(range(span[0].toordinal(), span[1].toordinal() + 1))
