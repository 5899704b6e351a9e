"""Reading a GanttProject file (.gan) into a `PlanFile`.

GanttProject plans in whole days: a duration is so many working days from the start on (or calendar
days, where weekends are shown only), a lag likewise. A day is taken as one from nine to six with an
hour of rest, as the program's own days are. A task's start is where it was put; the links move it
on. A link is strong (its task is pulled along both ways) or rubber (its task is pushed, but stays
where it was put when there is room before it): a task that only rubber links hold starts no earlier
than it was put, as one without links.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError, XMLParser, iterparse
from xml.sax.saxutils import escape

from pmo_desktop.domain.calendars import STANDARD_DAY
from pmo_desktop.domain.demand import MOST_PEOPLE
from pmo_desktop.domain.hours import parse
from pmo_desktop.domain.plan_file import (
    PlanAssignment,
    PlanBaseline,
    PlanCalendar,
    PlanFile,
    PlanFinding,
    PlanLink,
    PlanRate,
    PlanResource,
    PlanTask,
    parents_of,
)
from pmo_desktop.domain.tasks import Constraint, LinkType, TaskKind
from pmo_desktop.exchange.plans.assembling.links import Outline
from pmo_desktop.exchange.plans.computing_calendars import computing
from pmo_desktop.exchange.plans.elements import children, find, local
from pmo_desktop.exchange.plans.letters import as_utf8, has_document_type
from pmo_desktop.exchange.plans.mspdi import NotAPlan
from pmo_desktop.exchange.plans.values import FIRST_YEAR, LAST_YEAR

LINK_TYPES = {"1": LinkType.SS, "2": LinkType.FS, "3": LinkType.FF, "4": LinkType.SF}
# Lowest, low, normal, high, highest, on Microsoft Project's scale.
PRIORITIES = {"3": 100, "0": 300, "1": 500, "2": 700, "4": 900}
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Microsoft Project's numbers of the free text fields, in their order.
TEXT_FIELDS = (51, 54, 57, 60, 63, 66, *range(67, 71), *range(317, 337))
FIRST_FIELD = 188743680
YEARS_AROUND = 10
MINUTES = parse(STANDARD_DAY).total
FEW = 5
# A hundred years; who wrote more, or less than nothing, has mistyped.
LONGEST_DAYS, NO_DAYS = 36_525, -1
CALENDAR = "1"
# What everybody and every task has there.
USUAL_ROLE, USUAL_COLOUR = "Default:", "8cb6ce"


def read_gan(data: bytes, name: str) -> PlanFile:
    """The plan in a file's bytes; `NotAPlan` where there is none."""
    letters = as_utf8(data)
    if has_document_type(letters.data):
        raise NotAPlan("plan_with_entities")
    root, broken = _root(letters.data)
    if root is None or local(root.tag) != "project":
        raise NotAPlan("not_a_plan")
    reading = _Reading(root, name)
    if broken:
        reading.tell_broken(broken)
    return reading.plan()


def _root(data: bytes) -> tuple[Element | None, int]:
    """The tree as far as it goes, and the line in which it breaks off (0: nowhere)."""
    root: Element | None = None
    try:
        for event, element in iterparse(
            io.BytesIO(data), ("start", "end"), XMLParser(encoding="utf-8")
        ):
            if root is None and event == "start":
                root = element
    except ParseError as error:
        return root, error.position[0]
    return root, 0


@dataclass
class _Task:
    element: Element
    uid: str
    level: int
    start: date | None
    days: int
    extras: list[tuple[str, str]] = field(default_factory=list)


class _Reading:
    def __init__(self, root: Element, name: str) -> None:
        self._root, self._name = root, name
        self._findings: list[PlanFinding] = []
        self._tasks = self._with_ids(list(self._outline(find(root, "tasks"), 1)))
        self._calendar = self._read_calendar()
        self._line = computing((self._calendar,), CALENDAR)[CALENDAR]
        self._fields = self._own_fields()
        self._tell_odd()
        self._tell_left_out()

    def plan(self) -> PlanFile:
        tasks = self._with_links([self._task(task) for task in self._tasks])
        start = min((t.start for t in tasks if t.start), default=None)
        title = self._root.get("name", "")
        resources = tuple(self._resources())
        extras = [("ExtendedAttributes", self._listed())] if self._fields else []
        company = self._root.get("company", "")
        if company:
            extras.append(("Company", company))
        return PlanFile(
            name=self._name,
            title="" if title == "project-name" else title,
            start=start,
            minutes_per_day=MINUTES,
            calendar=CALENDAR,
            calendars=(self._calendar,),
            tasks=tuple(tasks),
            resources=resources,
            assignments=tuple(self._assignments(tasks, resources)),
            extras=tuple(sorted(extras)),
            source="GanttProject",
            findings=tuple(self._findings),
        )

    def tell_broken(self, line: int) -> None:
        last = self._tasks[-1].element.get("name", "") if self._tasks else ""
        told = {"line": line, "n": len(self._tasks), "task": last}
        self._findings.append(PlanFinding("plan_broken_off", "warning", told))

    def _tell_odd(self) -> None:
        """Dates and durations that were left out."""
        starts = [t.element.get("start", "") for t in self._tasks if t.start is None]
        durations = [t.element.get("duration", "") for t in self._tasks if t.days == NO_DAYS]
        for code, texts in (("plan_odd_far_date", starts), ("plan_odd_duration", durations)):
            self._tell(code, "warning", [text for text in texts if text])

    def _tell_left_out(self) -> None:
        """What there is no place for, or what moves no task there."""
        people = {
            one.get("id", ""): one for one in children(find(self._root, "resources"), "resource")
        }
        names = {uid: one.get("name", uid) for uid, one in people.items()}
        off = [
            names.get(one.get("resourceid", ""), "")
            for one in children(find(self._root, "vacations"), "vacation")
        ]
        self._tell("plan_vacations", "warning", list(dict.fromkeys(filter(None, off))))
        roles = [
            names[uid]
            for uid, one in people.items()
            if one.get("phone") or not one.get("function", USUAL_ROLE).startswith(USUAL_ROLE)
        ]
        self._tell("plan_roles", "note", roles)
        looks = [
            task.element.get("name", task.uid)
            for task in self._tasks
            if task.element.get("shape")
            or task.element.get("color", USUAL_COLOUR).lstrip("#").lower() != USUAL_COLOUR
        ]
        self._tell("plan_looks", "note", looks)

    def _with_ids(self, tasks: list[_Task]) -> list[_Task]:
        """Each task with an id of its own."""
        taken = (int(t.uid) for t in tasks if t.uid.isdecimal() and len(t.uid) < 10)
        free = count(max(taken, default=-1) + 1)
        seen: set[str] = set()
        twice = []
        for task in tasks:
            if task.uid in seen:
                twice.append(task.element.get("name", task.uid))
            if not task.uid or task.uid in seen:
                task.uid = str(next(free))
            seen.add(task.uid)
        self._tell("plan_task_twice", "warning", twice)
        return tasks

    def _tell(self, code: str, severity: str, names: Sequence[str], **more: int) -> None:
        """One finding for all of a kind, with the names of the first few."""
        if names:
            told = {"n": len(names), "names": tuple(names[:FEW]), **more}
            self._findings.append(PlanFinding(code, severity, told))

    def _outline(self, above: Element | None, level: int) -> Iterator[_Task]:
        for element in children(above, "task"):
            yield _Task(
                element,
                element.get("id", ""),
                level,
                _day(element.get("start")),
                _days(element.get("duration")),
            )
            yield from self._outline(element, level + 1)

    # The calendar

    def _read_calendar(self) -> PlanCalendar:
        calendars = find(self._root, "calendars")
        types = find(calendars, "day-types")
        week = find(types, "default-week")
        only_shown = find(types, "only-show-weekends")
        is_shown = only_shown is not None and only_shown.get("value") == "true"
        days = tuple(
            STANDARD_DAY if is_shown or (week is not None and week.get(day) == "0") else ""
            for day in WEEK
        )
        if week is None:
            days = (STANDARD_DAY,) * 5 + ("", "")
        if not any(days):
            days = (STANDARD_DAY,) * 7
        found = dict(self._exceptions(calendars, days))
        listed = tuple((day, *what) for day, what in sorted(found.items()))
        return PlanCalendar(CALENDAR, "GanttProject", days, listed)

    def _exceptions(
        self, calendars: Element | None, week: tuple[str, ...]
    ) -> Iterator[tuple[date, tuple[str, str]]]:
        for element in children(calendars, "date"):
            month, number = _number(element.get("month"), 0), _number(element.get("date"), 0)
            year = element.get("year", "").strip()
            hours = STANDARD_DAY if element.get("type") == "WORKING_DAY" else ""
            if element.get("type") == "NEUTRAL":
                continue
            name = " ".join((element.text or "").split())
            for one in [int(year)] if year.isdecimal() else self._years():
                try:
                    day = date(one, month, number)
                except ValueError:
                    continue
                if week[day.weekday()] != hours or hours:
                    yield day, (hours, name)

    def _years(self) -> range:
        """A holiday that returns is written out around the plan."""
        starts = [task.start for task in self._tasks if task.start]
        first = min(starts, default=date(2020, 1, 1)).year - 1
        return range(first, max(starts, default=date(2030, 1, 1)).year + YEARS_AROUND + 1)

    # Tasks

    def _task(self, given: _Task) -> PlanTask:
        element = given.element
        is_point = element.get("meeting") == "true" or given.days == 0
        start = self._start(given.start, is_point)
        days = 1 if given.days == NO_DAYS else given.days
        minutes = 0 if is_point else days * MINUTES
        finish = start
        if start is not None and minutes:
            finish = self._line.add(self._line.next_working(start), minutes)
        done = min(max(_number(element.get("complete"), 0), 0), 100) / 100
        earliest = _day(element.get("thirdDate"))
        constraint, day = Constraint.ASAP, None
        if earliest is not None and element.get("thirdDate-constraint") == "1":
            constraint, day = Constraint.SNET, self._line.day_start(earliest)
        notes = find(element, "notes")
        return PlanTask(
            uid=given.uid,
            name=" ".join(element.get("name", "").split()) or f"#{given.uid}",
            level=given.level,
            kind=TaskKind.MILESTONE if is_point else TaskKind.TASK,
            start=start,
            finish=finish,
            duration_minutes=minutes,
            constraint=constraint,
            constraint_date=day,
            priority=PRIORITIES.get(element.get("priority", "1"), 500),
            percent_complete=done,
            actual_start=start if done else None,
            actual_finish=finish if done >= 1 else None,
            cost=_minor(element.get("cost-manual-value")),
            notes=(notes.text or "").strip() if notes is not None else "",
            baselines=self._baselines(given.uid),
            extras=tuple(sorted(self._extras(element))),
        )

    def _start(self, day: date | None, is_point: bool) -> datetime | None:
        if day is None:
            return None
        start = self._line.day_start(day)
        return start if is_point else self._line.next_working(start)

    def _extras(self, element: Element) -> Iterator[tuple[str, str]]:
        link = element.get("webLink", "")
        if link and link != "http://":
            yield "HyperlinkAddress", unquote(link)
        for value in children(element, "customproperty"):
            name = self._fields.get(value.get("taskproperty-id", ""))
            if name and value.get("value"):
                yield name[0], value.get("value", "")

    def _own_fields(self) -> dict[str, tuple[str, str]]:
        """The properties that its makers added, as text fields: `Text1`, and what they call it."""
        found: dict[str, tuple[str, str]] = {}
        tasks = find(self._root, "tasks")
        for element in children(find(tasks, "taskproperties"), "taskproperty"):
            if element.get("type") == "custom" and len(found) < len(TEXT_FIELDS):
                number = len(found) + 1
                found[element.get("id", "")] = (f"Text{number}", element.get("name", ""))
        return found

    def _listed(self) -> str:
        """The list of own fields as Microsoft Project has it."""
        parts = "".join(
            f"<ExtendedAttribute><FieldID>{FIRST_FIELD + number}</FieldID>"
            f"<FieldName>{name}</FieldName><Alias>{escape(alias)}</Alias></ExtendedAttribute>"
            for number, (name, alias) in zip(TEXT_FIELDS, self._fields.values(), strict=False)
        )
        return f"<ExtendedAttributes>{parts}</ExtendedAttributes>"

    def _baselines(self, uid: str) -> tuple[PlanBaseline, ...]:
        """What was saved of it as earlier states, the first ten, from number 0 on."""
        found = []
        previous = children(find(self._root, "previous"), "previous-tasks")
        for number, saved in zip(range(11), previous, strict=False):
            for one in children(saved, "previous-task"):
                day = _day(one.get("start"))
                if one.get("id") != uid or day is None:
                    continue
                days = max(_days(one.get("duration")), 0)
                start = self._line.day_start(day)
                finish = self._line.add(start, days * MINUTES) if days else start
                found.append(PlanBaseline(number, start, finish, days * MINUTES))
        return tuple(found)

    def _with_links(self, tasks: list[PlanTask]) -> list[PlanTask]:
        """The tasks with their links. Without one that pulls, a task stays where it was put."""
        above = set(parents_of(tuple(task.level for task in tasks)))
        links: dict[str, dict[tuple[str, LinkType], PlanLink]] = {}
        pulled: set[str] = set()
        for predecessor, depend in self._kept_links(tasks):
            successor = depend.get("id", "")
            kind = LINK_TYPES.get(depend.get("type", "2"), LinkType.FS)
            lag = _number(depend.get("difference"), 0) * MINUTES
            if depend.get("hardness") != "Rubber":
                pulled.add(successor)
            known = links.setdefault(successor, {})
            known.setdefault((predecessor, kind), PlanLink(predecessor, kind, lag))
        linked, rubber = [], []
        for place, task in enumerate(tasks):
            role = TaskKind.SUMMARY if place in above else task.kind
            own = tuple(links.get(task.uid, {}).values())
            stays = role is not TaskKind.SUMMARY and task.uid not in pulled
            if stays and task.constraint is Constraint.ASAP and task.start is not None:
                task = replace(task, constraint=Constraint.SNET, constraint_date=task.start)
                if own:
                    rubber.append(task.name)
            linked.append(replace(task, kind=role, links=own))
        self._tell("plan_rubber", "note", rubber)
        return linked

    def _kept_links(self, tasks: Sequence[PlanTask]) -> list[tuple[str, Element]]:
        """The links that lead somewhere, each with its predecessor, at which GanttProject writes
        it."""
        uids, outline = {task.uid for task in tasks}, Outline(tasks)
        kept: list[tuple[str, Element]] = []
        nowhere, itself, within = [], [], []
        for given in self._tasks:
            name = given.element.get("name", given.uid)
            for depend in children(given.element, "depend"):
                successor = depend.get("id", "")
                if successor == given.uid:
                    itself.append(name)
                elif successor not in uids:
                    nowhere.append(f"{name} → {successor}")
                elif outline.are_related(given.uid, successor):
                    within.append(name)
                else:
                    kept.append((given.uid, depend))
        self._tell("plan_link_nowhere", "warning", nowhere)
        self._tell("plan_link_itself", "warning", itself)
        self._tell("plan_link_within", "warning", within)
        return kept

    # Resources

    def _resources(self) -> Iterator[PlanResource]:
        for element in children(find(self._root, "resources"), "resource"):
            name = " ".join(element.get("name", "").split())
            if not name:
                continue
            rates = []
            for rate in children(element, "rate"):
                if rate.get("name") == "standard":
                    # A day's rate, as everything there is counted in days.
                    hourly = (_minor(rate.get("value")) or 0) * 60 // MINUTES
                    rates += [PlanRate("A", None, hourly)] if hourly else []
            yield PlanResource(
                element.get("id", ""),
                name,
                email=element.get("contacts", ""),
                calendar="",
                rates=tuple(rates),
            )

    def _assignments(
        self, tasks: list[PlanTask], resources: tuple[PlanResource, ...]
    ) -> Iterator[PlanAssignment]:
        named = {task.uid: task.name for task in tasks}
        called = {one.uid: one.name for one in resources}
        seen, nowhere, below, beyond = set(), [], [], []
        for element in children(find(self._root, "allocations"), "allocation"):
            key = (element.get("task-id", ""), element.get("resource-id", ""))
            if key[0] not in named or key[1] not in called:
                nowhere.append(key[0])
                continue
            if key in seen:
                continue
            seen.add(key)
            load = _load(element.get("load"))
            who = f"{named[key[0]]}: {called[key[1]]} ({load:.15g}%)"
            if not load <= MOST_PEOPLE * 100:
                beyond.append(who)
                continue
            if load < 0:
                below.append(who)
            yield PlanAssignment(*key, units=max(load, 0.0) / 100)
        self._tell("plan_assignment_nowhere", "warning", nowhere)
        self._tell("plan_units_below", "warning", below)
        self._tell("plan_units_beyond", "warning", beyond, most=MOST_PEOPLE)


def _day(text: str | None) -> date | None:
    """None for what is no day, or lies too far away to be meant."""
    try:
        found = date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _days(text: str | None) -> int:
    """How many days a duration has; NO_DAYS for what is none."""
    plain = (text or "1").strip()
    found = int(plain) if plain.isdecimal() and len(plain) < 7 else NO_DAYS
    return found if found <= LONGEST_DAYS else NO_DAYS


def _number(text: str | None, otherwise: int) -> int:
    plain = (text or "").strip()
    return int(plain) if plain.lstrip("-").isdecimal() and len(plain) < 7 else otherwise


def _decimal(text: str | None, otherwise: float) -> float:
    try:
        found = float(text) if text else otherwise
    except ValueError:
        return otherwise
    return found if 0 <= found < 1e9 else otherwise


def _load(text: str | None) -> float:
    """How much of somebody is asked for, in percent; all of them where it is not said."""
    try:
        return float(text) if text else 100.0
    except ValueError:
        return 100.0


def _minor(text: str | None) -> int | None:
    found = _decimal(text, 0.0)
    return round(found * 100) or None
