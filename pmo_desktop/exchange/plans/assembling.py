"""From the parts of a plan file to a plan that holds together: the outline, links and assignments
that lead somewhere, a calendar for everything. What had to be let go is told, counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import count
from typing import TYPE_CHECKING, TypeVar

from pmo_desktop.domain.base_calendars import AS_BASE
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.demand import MOST_PEOPLE
from pmo_desktop.domain.gaps import gaps_text
from pmo_desktop.domain.plan_file import (
    PlanAssignment,
    PlanCalendar,
    PlanFile,
    PlanFinding,
    PlanLink,
    PlanResource,
    PlanTask,
    outline_numbers,
    parents_of,
)
from pmo_desktop.domain.tasks import ResourceKind, TaskKind
from pmo_desktop.exchange.plans.codes import NOBODY_UID
from pmo_desktop.exchange.plans.computing_calendars import computing, written
from pmo_desktop.exchange.plans.mspdi_calendars import USUAL_WEEK
from pmo_desktop.exchange.plans.mspdi_resources import Span
from pmo_desktop.exchange.plans.mspdi_tasks import parts_text
from pmo_desktop.exchange.plans.nights import divided
from pmo_desktop.exchange.plans.values import is_yes

if TYPE_CHECKING:
    from pmo_desktop.exchange.plans.mspdi import Drawn

FEW = 5
SUMMARY = "Summary."
# What is kept of the project's own task: the rest follows from the others.
KEPT_OF_SUMMARY = frozenset({"Notes", "Hyperlink", "HyperlinkAddress", "HyperlinkSubAddress"})


Row = TypeVar("Row", PlanTask, PlanResource)


def assembled(drawn: Drawn, name: str) -> PlanFile:
    """The plan of what was read; `name` is the file's, less its suffix."""
    return _Assembling(drawn, name).plan()


class _Assembling:
    def __init__(self, drawn: Drawn, name: str) -> None:
        self._drawn = drawn
        self._name = name
        self._findings = list(drawn.findings)
        self._extras = list(drawn.head.extras)
        self._odd_capacities: list[str] = []

    def plan(self) -> PlanFile:
        calendars = self._calendars()
        usual = self._drawn.head.calendar
        if usual not in calendars:
            usual = self._usual_calendar(calendars)
        lines = computing(calendars.values(), usual)
        resources = [self._with_calendar(resource, calendars) for resource in self._resources()]
        tasks = self._outline()
        tasks = [self._with_calendar(task, calendars) for task in tasks]
        tasks = self._with_links(tasks)
        of_task = [lines[task.calendar or usual] for task in tasks]
        tasks = list(map(_with_duration, tasks, of_task))
        assignments, spans = self._assignments(tasks, resources)
        tasks = self._with_unassigned(tasks)
        pauses = [spans.get(task.uid, ()) for task in tasks]
        tasks = list(map(_with_pauses, tasks, pauses, of_task))
        self._tell_odd()
        self._tell_single_days()
        head = self._drawn.head
        title = " ".join(head.title.split()) or _stem(head.name)
        # A file is called as its project is, and so it is written.
        extras = [pair for pair in self._extras if pair[0] != "Name" or _stem(pair[1]) != title]
        return replace(
            head,
            name=self._name,
            title=title,
            calendar=usual,
            calendars=tuple(calendars.values()),
            tasks=tuple(tasks),
            resources=tuple(resources),
            assignments=tuple(assignments),
            extras=tuple(sorted(extras)),
            findings=tuple(self._findings),
        )

    def _tell(self, code: str, severity: str, names: Sequence[str], **params: object) -> None:
        """One finding for all of a kind, with the names of the first few."""
        if names:
            told = {"n": len(names), "names": tuple(names[:FEW]), **params}
            self._findings.append(PlanFinding(code, severity, told))

    # Calendars

    def _calendars(self) -> dict[str, PlanCalendar]:
        found: dict[str, PlanCalendar] = {}
        twice = []
        for calendar in self._drawn.calendars:
            if calendar.uid in found:
                twice.append(calendar.name or calendar.uid)
                continue
            found[calendar.uid] = calendar
        for uid, calendar in found.items():
            if calendar.base and calendar.base not in found:
                self._tell("plan_base_missing", "warning", [calendar.name or uid])
                found[uid] = replace(calendar, base="", week=_filled(calendar.week))
        found = divided(found)
        self._tell("plan_calendar_twice", "warning", twice)
        for fault in written(found.values())[1].faults:
            told = {"calendar": fault.params["name"]}
            self._findings.append(PlanFinding("plan_calendar_fault", "warning", told))
        return found

    def _usual_calendar(self, calendars: dict[str, PlanCalendar]) -> str:
        """The plan's calendar where it names none: its first own, or the usual week of the format.
        Never the office's: its holidays are not the plan's."""
        if self._drawn.head.calendar:
            missing = self._drawn.head.calendar
            self._findings.append(
                PlanFinding("plan_calendar_missing", "warning", {"calendar": missing})
            )
        for uid, calendar in calendars.items():
            if not calendar.base:
                return uid
        uid = str(max((int(uid) for uid in calendars if uid.isdecimal()), default=0) + 1)
        calendars[uid] = PlanCalendar(uid, "Standard", USUAL_WEEK)
        return uid

    def _with_calendar(self, one: Row, calendars: Mapping[str, PlanCalendar]) -> Row:
        if not one.calendar or one.calendar in calendars:
            return one
        self._drawn.tasks_reader.unread.append(("plan_calendar_unknown", one.name or one.uid))
        return replace(one, calendar="")

    # Resources

    def _resources(self) -> list[PlanResource]:
        found: dict[str, PlanResource] = {}
        twice = []
        for resource in self._drawn.resources:
            if resource.uid in found:
                twice.append(resource.name)
            else:
                found[resource.uid] = self._sensible(resource)
        self._tell("plan_resource_twice", "warning", twice)
        self._tell("plan_capacity_odd", "warning", self._odd_capacities)
        return list(found.values())

    def _sensible(self, resource: PlanResource) -> PlanResource:
        """There is no less of anybody than nothing; of more than anybody has plenty it was
        mistyped, and one is taken."""
        if resource.kind is not ResourceKind.WORK or 0 <= resource.units <= MOST_PEOPLE:
            return resource
        self._odd_capacities.append(f"{resource.name} ({_percent(resource.units)})")
        return replace(resource, units=0.0 if resource.units < 0 else 1.0)

    # Tasks

    def _outline(self) -> list[PlanTask]:
        """The tasks with levels and kinds that fit together, without the project's own."""
        tasks: list[PlanTask] = []
        texts: list[dict[str, str]] = []
        seen: set[str] = set()
        twice, unnamed, deep = [], 0, []
        free = _free_numbers(self._drawn.tasks)
        for own, task in self._drawn.tasks:
            if task.level == 0:
                self._take_summary(task)
                continue
            uid, name = task.uid, task.name
            if not uid or uid in seen:
                if uid:
                    twice.append(name or uid)
                uid = next(free)
            seen.add(uid)
            if not name:
                unnamed += 1
                name = f"#{uid}"
            deepest = tasks[-1].level + 1 if tasks else 1
            level = 1 if task.level < 0 else min(task.level, deepest)
            if task.level > deepest:
                deep.append(name)
            if (uid, name, level) != (task.uid, task.name, task.level):
                task = replace(task, uid=uid, name=name, level=level)
            tasks.append(task)
            texts.append(own)
        self._tell("plan_task_twice", "warning", twice)
        self._tell("plan_task_unnamed", "note", [""] * unnamed)
        self._tell("plan_levels", "note", deep)
        self._tell("plan_empty_rows", "note", [""] * self._drawn.empty_rows)
        known = map(_with_hold, map(_with_hand, _with_kinds(tasks, texts)))
        return _with_codes(list(known))

    def _take_summary(self, task: PlanTask) -> None:
        """Of the project's own task what does not follow from the others."""
        kept = [
            (name, value)
            for name, value in task.extras
            if name in KEPT_OF_SUMMARY or name in self._drawn.fields.names.values()
        ]
        if task.notes:
            kept.append(("Notes", task.notes))
        self._extras += [(SUMMARY + name, value) for name, value in kept]
        if not self._drawn.head.title and task.name:
            self._drawn.head = replace(self._drawn.head, title=_stem(task.name))

    def _with_links(self, tasks: list[PlanTask]) -> list[PlanTask]:
        uids = {task.uid for task in tasks}
        outline = Outline(tasks)
        nowhere, itself, within, twice = [], [], [], []
        found = []
        for task in tasks:
            if not task.links:
                found.append(task)
                continue
            kept: dict[tuple[str, str], PlanLink] = {}
            for link in task.links:
                key = (link.predecessor, link.type.value)
                if link.predecessor == task.uid:
                    itself.append(task.name)
                elif link.predecessor not in uids:
                    nowhere.append(f"{task.name} ← {link.predecessor}")
                elif outline.are_related(task.uid, link.predecessor):
                    within.append(task.name)
                elif key in kept:
                    twice.append(task.name)
                else:
                    kept[key] = link
            whole = len(kept) == len(task.links)
            found.append(task if whole else replace(task, links=tuple(kept.values())))
        self._tell("plan_link_nowhere", "warning", nowhere)
        self._tell("plan_link_itself", "warning", itself)
        self._tell("plan_link_within", "warning", within)
        self._tell("plan_link_twice", "note", twice)
        return found

    # Assignments

    def _assignments(
        self, tasks: Sequence[PlanTask], resources: Sequence[PlanResource]
    ) -> tuple[list[PlanAssignment], dict[str, tuple[Span, ...]]]:
        by_uid = {task.uid: task for task in tasks}
        people = {resource.uid: resource for resource in resources}
        found: dict[tuple[str, str], PlanAssignment] = {}
        spans: dict[str, list[tuple[Span, ...]]] = defaultdict(list)
        nowhere, twice, below, beyond = [], [], [], []
        for read in self._drawn.assignments:
            given = read.assignment
            task = by_uid.get(given.task)
            if task is None:
                if given.task != "0":
                    nowhere.append(given.task)
                continue
            spans[task.uid].append(read.spans)
            self._drawn.tasks_reader.unread += [(code, task.name) for code in read.left_out]
            if given.resource not in people:
                if given.resource not in (NOBODY_UID, "", "-1", "0"):
                    nowhere.append(task.name)
                continue
            if (given.task, given.resource) in found:
                twice.append(task.name)
                continue
            resource = people[given.resource]
            if resource.kind is ResourceKind.WORK:
                if given.units > MOST_PEOPLE:
                    beyond.append(_who(task, resource, given))
                    continue
                if given.units < 0 or (given.work_minutes or 0) < 0:
                    below.append(_who(task, resource, given))
                    given = _of_nothing(given)
            found[given.task, given.resource] = given
        self._tell("plan_units_below", "warning", below)
        self._tell("plan_units_beyond", "warning", beyond, most=MOST_PEOPLE)
        self._tell("plan_assignment_nowhere", "warning", nowhere)
        self._tell("plan_assignment_twice", "warning", twice)
        pauses = {uid: parts[0] for uid, parts in spans.items() if len(parts) == 1 and parts[0]}
        return list(found.values()), pauses

    def _with_unassigned(self, tasks: list[PlanTask]) -> list[PlanTask]:
        """What the work that nobody is assigned to says of itself is kept with its task."""
        said = {
            read.assignment.task: parts_text(dict(read.assignment.extras))
            for read in self._drawn.assignments
            if read.assignment.resource == NOBODY_UID
            and any(name in self._drawn.fields.names.values() for name, _ in read.assignment.extras)
        }
        if not said:
            return tasks
        return [
            replace(task, extras=tuple(sorted((*task.extras, ("Unassigned", said[task.uid])))))
            if task.uid in said
            else task
            for task in tasks
        ]

    def _tell_odd(self) -> None:
        for kind, texts in self._drawn.values.odd.items():
            self._tell(f"plan_odd_{kind}", "warning", list(dict.fromkeys(texts)))
        unread: dict[str, list[str]] = defaultdict(list)
        for code, name in self._drawn.tasks_reader.unread:
            unread[code].append(name)
        for code, names in unread.items():
            self._tell(code, "warning", names)

    def _tell_single_days(self) -> None:
        """What of the calendars became single days."""
        by_kind: dict[str, list[tuple[str, int, date]]] = defaultdict(list)
        for code, name, days, last in self._drawn.calendar_remarks.single:
            by_kind[code].append((name, days, last))
        for code, single in by_kind.items():
            told = {
                "n": len(single),
                "days": sum(days for _, days, _ in single),
                "day": max(last for _, _, last in single),
                "names": tuple(dict.fromkeys(name for name, _, _ in single))[:FEW],
            }
            self._findings.append(PlanFinding(code, "note", told))


class Outline:
    """Which tasks lie below which."""

    def __init__(self, tasks: Sequence[PlanTask]) -> None:
        self._places = {task.uid: place for place, task in enumerate(tasks)}
        self._parents = parents_of(tuple(task.level for task in tasks))
        self._above = set(self._parents)

    def are_related(self, one: str, other: str) -> bool:
        """Whether one of two different tasks is a summary, and the other is below it."""
        first, second = self._places[one], self._places[other]
        return self._is_below(first, second) or self._is_below(second, first)

    def _is_below(self, place: int | None, summary: int) -> bool:
        if summary not in self._above:
            return False
        while place is not None and place != summary:
            place = self._parents[place]
        return place == summary


def _of_nothing(given: PlanAssignment) -> PlanAssignment:
    work = None if given.work_minutes is None else max(given.work_minutes, 0)
    return replace(given, units=max(given.units, 0.0), work_minutes=work)


def _who(task: PlanTask, resource: PlanResource, given: PlanAssignment) -> str:
    return f"{task.name}: {resource.name} ({_percent(given.units)})"


def _percent(units: float) -> str:
    """As the program that wrote it shows units."""
    return f"{units * 100:.15g}%"


def _stem(name: str) -> str:
    """A project's name that is the name of its file, less the suffix."""
    plain = " ".join(name.split())
    for suffix in (".xml", ".mpp", ".mpt"):
        if plain.lower().endswith(suffix):
            return plain[: -len(suffix)]
    return plain


def _free_numbers(tasks: Sequence[tuple[dict[str, str], PlanTask]]) -> Iterator[str]:
    """Ids that no task has."""
    taken = max((int(t.uid) for _, t in tasks if t.uid.isdecimal() and len(t.uid) < 10), default=0)
    return map(str, count(taken + 1))


def _filled(week: tuple[str, ...]) -> tuple[str, ...]:
    """A week that stands on nothing any more, with the usual days."""
    return tuple(
        usual if hours == AS_BASE else hours for hours, usual in zip(week, USUAL_WEEK, strict=True)
    )


def _with_kinds(tasks: list[PlanTask], texts: Sequence[Mapping[str, str]]) -> list[PlanTask]:
    """Who has others below is a summary, whatever the file calls it."""
    above = set(parents_of(tuple(task.level for task in tasks)))
    found = list(tasks)
    for place, task in enumerate(tasks):
        if place in above:
            extras = tuple(pair for pair in task.extras if pair[0] not in ("Milestone", "Summary"))
            found[place] = replace(task, kind=TaskKind.SUMMARY, extras=extras)
        elif is_yes(texts[place].get("Summary")):
            found[place] = replace(task, extras=tuple(sorted((*task.extras, ("Summary", "1")))))
    return found


def _with_hold(task: PlanTask) -> PlanTask:
    """What levelling had delayed begins no earlier than it was recorded: the delay itself counts
    from where the task would lie without it."""
    if task.start is None or not any(name == "LevelingDelay" for name, _ in task.extras):
        return task
    return replace(task, held_until=task.start)


def _with_hand(task: PlanTask) -> PlanTask:
    """By hand are dates that somebody gave. A summary spans what is below it, and a task without a
    start is placed: that these were to be scheduled by hand is only kept."""
    if not task.manual or (task.start is not None and task.kind is not TaskKind.SUMMARY):
        return task
    return replace(task, manual=False, extras=tuple(sorted((*task.extras, ("Manual", "1")))))


def _with_codes(tasks: list[PlanTask]) -> list[PlanTask]:
    """A code is kept beside the task only where it is not its number in the outline."""
    numbers = outline_numbers(tuple(task.level for task in tasks))
    return [
        replace(task, extras=tuple(pair for pair in task.extras if pair != ("WBS", number)))
        if ("WBS", number) in task.extras
        else task
        for task, number in zip(tasks, numbers, strict=True)
    ]


def _with_duration(task: PlanTask, calendar: Calendar) -> PlanTask:
    """A duration that is missing or cannot be is the working time between the dates, or a day."""
    if task.duration_minutes >= 0:
        return task
    start, finish = task.start, task.finish
    if start is None or finish is None or finish < start:
        return replace(task, duration_minutes=calendar.minutes_per_day, estimated=True)
    worked = int((finish - start).total_seconds()) // 60
    minutes = worked if task.elapsed else calendar.between(start, finish)
    kind = TaskKind.MILESTONE if minutes == 0 and task.kind is TaskKind.TASK else task.kind
    return replace(task, duration_minutes=minutes, kind=kind)


def _with_pauses(task: PlanTask, spans: Sequence[Span], calendar: Calendar) -> PlanTask:
    """The task with its splits, as far as the work of the only one assigned shows them, and with
    the day on which it goes on where that does not follow."""
    if task.kind is not TaskKind.TASK or task.elapsed:
        return replace(task, resume=None) if task.resume else task
    if task.resume is not None and _goes_on(task, task.resume, calendar):
        task = replace(task, resume=None)
    if not spans or task.start is None or task.finish is None:
        return task
    gaps = _gaps(task.start, spans, calendar)
    lost = sum(gap for _, gap in gaps)
    if lost and calendar.between(task.start, task.finish) == task.duration_minutes + lost:
        return replace(task, gaps=gaps_text(tuple(gaps)), resume=None)
    return task


def _goes_on(task: PlanTask, resume: datetime, calendar: Calendar) -> bool:
    """Whether the rest of the work simply follows what is done."""
    begun = task.actual_start or task.start
    if begun is None:
        return True
    done = round(task.duration_minutes * task.percent_complete)
    return calendar.between(begun, resume) <= done


def _gaps(start: datetime, spans: Sequence[Span], calendar: Calendar) -> list[tuple[int, int]]:
    """After so many worked minutes, so many working minutes in which nothing is done."""
    found: list[tuple[int, int]] = []
    worked = 0
    at = start
    for span in spans:
        if not span.is_worked:
            continue
        pause = calendar.between(at, span.start)
        if pause > 0 and worked:
            found.append((worked, pause))
        worked += max(calendar.between(max(at, span.start), span.finish), 0)
        at = max(at, span.finish)
    return found
