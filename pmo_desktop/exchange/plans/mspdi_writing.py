"""Writing a plan as a Microsoft Project XML file that its program reads (SaveVersion 14).

Elements stand in the schema's order. What the plan kept of another file under its own names is put
back where it was; exceptions that follow each other are one stretch of days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from html import escape
from xml.etree.ElementTree import Element, ParseError, fromstring, tostring

from pmo_desktop.domain.base_calendars import AS_BASE
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.gaps import parse_gaps
from pmo_desktop.domain.hours import CalendarError, parse
from pmo_desktop.domain.plan_file import (
    Extras,
    PlanAssignment,
    PlanBaseline,
    PlanCalendar,
    PlanFile,
    PlanLink,
    PlanResource,
    PlanTask,
    outline_numbers,
)
from pmo_desktop.domain.projects import ScheduleFrom
from pmo_desktop.domain.tasks import Constraint, LagKind, ProgressRule, ResourceKind, TaskKind
from pmo_desktop.exchange.plans import codes, order
from pmo_desktop.exchange.plans.computing_calendars import computing
from pmo_desktop.exchange.plans.fields import FieldNames, write_value
from pmo_desktop.exchange.plans.mspdi_project import MOVES_ON, USUAL
from pmo_desktop.exchange.plans.mspdi_tasks import DURATION_FORMATS
from pmo_desktop.exchange.plans.values import duration_text, moment_text

NAMESPACE = "http://schemas.microsoft.com/project"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SAVE_VERSION = "14"
SUMMARY = "Summary."
SUNDAY_FIRST = (6, 0, 1, 2, 3, 4, 5)
CONSTRAINTS, LINK_TYPES = codes.back(codes.CONSTRAINTS), codes.back(codes.LINK_TYPES)
TASK_TYPES, CONTOURS = codes.back(codes.TASK_TYPES), codes.back(codes.CONTOURS)
RATE_TABLES = codes.back(codes.RATE_TABLES)
LAG_FORMATS = {
    LagKind.WORKING: codes.DAYS,
    LagKind.ELAPSED: codes.ELAPSED_DAYS,
    LagKind.SHARE: codes.SHARE,
}
Parts = dict[str, list[str]]


def mspdi_bytes(plan: PlanFile) -> bytes:
    """The whole file."""
    return "".join(_Writing(plan).pieces()).encode()


class _Writing:
    def __init__(self, plan: PlanFile) -> None:
        self._plan = plan
        self._numbers = _field_numbers(plan.extras)
        self._lines = computing(plan.calendars, plan.calendar)
        self._assigned: dict[str, list[PlanAssignment]] = defaultdict(list)
        for assignment in plan.assignments:
            self._assigned[assignment.task].append(assignment)

    def pieces(self) -> Iterator[str]:
        plan = self._plan
        yield f'{HEAD}<Project xmlns="{NAMESPACE}">'
        yield from _in_order(self._project(), order.PROJECT)
        yield "<Calendars>"
        yield from map(_calendar, plan.calendars)
        yield "</Calendars><Tasks>"
        yield self._summary()
        levels = tuple(task.level for task in plan.tasks)
        for place, (task, number) in enumerate(
            zip(plan.tasks, outline_numbers(levels), strict=True), 1
        ):
            yield self._task(task, place, number)
        yield "</Tasks><Resources>"
        for place, resource in enumerate(plan.resources, 1):
            yield self._resource(resource, place)
        yield "</Resources><Assignments>"
        yield from self._assignments()
        yield "</Assignments></Project>\n"

    # The project

    def _project(self) -> Parts:
        plan = self._plan
        parts: Parts = {}
        for name, text in USUAL.items():
            _put(parts, name, text)
        self._extras(parts, (pair for pair in plan.extras if not pair[0].startswith(SUMMARY)))
        _set(parts, "SaveVersion", SAVE_VERSION)
        _set(parts, "UID", plan.project_uid)
        _set(parts, "Title", plan.title)
        parts.setdefault("Name", [_leaf("Name", f"{plan.title or plan.name}.xml")])
        _set(parts, "Manager", plan.manager)
        _set(parts, "ScheduleFromStart", _flag(plan.schedule_from is ScheduleFrom.START))
        _set(parts, "StartDate", _moment(plan.start))
        _set(parts, "FinishDate", _moment(plan.finish))
        _set(parts, "HonorConstraints", _flag(plan.honours_constraints))
        if plan.progress_rule is not ProgressRule.STANDS:
            _set(parts, MOVES_ON, _flag(True))
        if plan.status_date is not None:
            _set(parts, "StatusDate", f"{plan.status_date.isoformat()}T00:00:00")
        _set(parts, "CurrencyCode", plan.currency)
        _set(parts, "MinutesPerDay", str(plan.minutes_per_day))
        _set(parts, "CalendarUID", plan.calendar)
        return parts

    def _summary(self) -> str:
        """The project's own task, as Microsoft Project writes it."""
        plan = self._plan
        parts: Parts = {}
        kept = [(n.removeprefix(SUMMARY), v) for n, v in plan.extras if n.startswith(SUMMARY)]
        self._extras(parts, kept)
        for name, text in (
            ("UID", codes.SUMMARY_UID),
            ("ID", "0"),
            ("Name", plan.title or plan.name),
            ("IsNull", "0"),
            ("WBS", "0"),
            ("OutlineNumber", "0"),
            ("OutlineLevel", "0"),
            ("Start", _moment(plan.start)),
            ("Finish", _moment(plan.finish)),
            ("Milestone", "0"),
            ("Summary", "1"),
        ):
            _set(parts, name, text)
        return f"<Task>{''.join(_in_order(parts, order.TASK))}</Task>"

    # Tasks

    def _task(self, task: PlanTask, place: int, number: str) -> str:
        parts: Parts = {}
        self._extras(parts, task.extras)
        get = {
            "UID": task.uid,
            "ID": str(place),
            "Name": task.name,
            "Active": _flag(task.active),
            "Manual": _flag(task.manual or ("Manual", "1") in task.extras),
            "Type": TASK_TYPES[task.task_type],
            "IsNull": "0",
            "OutlineNumber": number,
            "OutlineLevel": str(task.level),
            "Priority": str(task.priority),
            "Start": _moment(task.start),
            "Finish": _moment(task.finish),
            "Duration": duration_text(task.duration_minutes),
            "Work": _minutes(task.work_minutes),
            "Resume": _moment(task.resume),
            "EffortDriven": _flag(task.effort_driven),
            "Estimated": _flag(task.estimated),
            "Summary": _flag(task.kind is TaskKind.SUMMARY),
            "FixedCost": _money(task.fixed_cost),
            "PercentComplete": str(round(task.percent_complete * 100)),
            "Cost": _money(task.cost),
            "ActualStart": _moment(task.actual_start),
            "ActualFinish": _moment(task.actual_finish),
            "ActualCost": _money(task.actual_cost),
            "ConstraintType": CONSTRAINTS[task.constraint],
            "CalendarUID": task.calendar or "-1",
            "ConstraintDate": _moment(task.constraint_date)
            if task.constraint is not Constraint.ASAP
            else "",
            "Deadline": _moment(task.deadline),
            "IgnoreResourceCalendar": _flag(task.ignores_people),
            "Notes": task.notes,
        }
        if task.manual:
            get |= {
                "ManualStart": get["Start"],
                "ManualFinish": get["Finish"],
                "ManualDuration": get["Duration"],
            }
        for name, text in get.items():
            if text:
                parts[name] = [_leaf(name, text)]
        usual = DURATION_FORMATS[task.estimated, task.elapsed]
        for name, text in (
            ("WBS", number),
            ("DurationFormat", usual),
            ("Milestone", _flag(task.kind is TaskKind.MILESTONE)),
        ):
            parts.setdefault(name, [_leaf(name, text)])
        if task.kind is TaskKind.SUMMARY:
            parts["Milestone"] = [_leaf("Milestone", "0")]
        links = [_link(link) for link in task.links]
        parts.setdefault("PredecessorLink", [])[:0] = links
        parts["Baseline"] = [_baseline(one) for one in task.baselines]
        return f"<Task>{''.join(_in_order(parts, order.TASK))}</Task>"

    # Resources and assignments

    def _resource(self, resource: PlanResource, place: int) -> str:
        parts: Parts = {}
        self._extras(parts, resource.extras)
        is_work = resource.kind is ResourceKind.WORK
        for name, text in (
            ("UID", resource.uid),
            ("ID", str(place)),
            ("Name", resource.name),
            ("Type", _flag(is_work)),
            ("IsNull", "0"),
            ("MaterialLabel", resource.material_unit),
            ("EmailAddress", resource.email),
            ("MaxUnits", _number(resource.units)),
            ("CalendarUID", resource.calendar or "-1"),
            ("IsInactive", _flag(not resource.active)),
            ("IsCostResource", _flag(resource.kind is ResourceKind.COST)),
        ):
            _set(parts, name, text)
        first = next((r for r in resource.rates if r.table == "A" and r.from_day is None), None)
        if first is not None:
            _set(parts, "StandardRate", _number(first.standard / 100))
            _set(parts, "StandardRateFormat", "2" if is_work else "8")
            _set(parts, "OvertimeRate", _number(first.overtime / 100))
            _set(parts, "OvertimeRateFormat", "2")
            _set(parts, "CostPerUse", _money(first.per_use))
        if resource.rates:
            parts["Rates"] = [f"<Rates>{''.join(_rates(resource))}</Rates>"]
        return f"<Resource>{''.join(_in_order(parts, order.RESOURCE))}</Resource>"

    def _assignments(self) -> Iterator[str]:
        number = 0
        for task in self._plan.tasks:
            for assignment in self._assigned.get(task.uid, ()):
                number += 1
                yield self._assignment(assignment, task, number)
            kept = dict(task.extras).get("Unassigned")
            has_gaps = bool(task.gaps) and not self._assigned.get(task.uid)
            if kept or has_gaps:
                number += 1
                nobody = PlanAssignment(task.uid, codes.NOBODY_UID, work_minutes=task.work_minutes)
                yield self._assignment(nobody, task, number, kept or "")

    def _assignment(
        self, assignment: PlanAssignment, task: PlanTask, number: int, fields: str = ""
    ) -> str:
        parts: Parts = {}
        self._extras(parts, assignment.extras)
        if fields:
            self._extras(parts, _said(fields))
        work = assignment.work_minutes
        for name, text in (
            ("UID", str(number)),
            ("TaskUID", assignment.task),
            ("ResourceUID", assignment.resource),
            ("ActualCost", _money(assignment.actual_cost)),
            ("ActualWork", _minutes(assignment.actual_work_minutes)),
            ("Cost", _money(assignment.cost)),
            ("CostRateTable", RATE_TABLES.get(assignment.rate_table, "0")),
            ("Delay", str(assignment.delay_minutes * 10)),
            ("Finish", _moment(assignment.finish or task.finish)),
            ("Start", _moment(assignment.start or task.start)),
            ("Units", _number(assignment.units)),
            ("Work", _minutes(work)),
            ("WorkContour", CONTOURS[assignment.contour]),
        ):
            _set(parts, name, text)
        if task.gaps and task.start is not None and "TimephasedData" not in parts:
            line = self._lines[task.calendar or self._plan.calendar]
            parts["TimephasedData"] = list(_pauses(task, task.start, line, number))
        return f"<Assignment>{''.join(_in_order(parts, order.ASSIGNMENT))}</Assignment>"

    def _extras(self, parts: Parts, extras: Iterable[tuple[str, str]]) -> None:
        """Put back what was kept under the file's own names."""
        count = 0
        for name, value in extras:
            if name == "Unassigned":
                continue
            field = Element("x")
            if write_value(field, name, value, self._numbers, 0):
                count += 1
                text = tostring(field[0], "unicode")
                parts.setdefault("ExtendedAttribute", []).append(text)
            elif value.startswith(f"<{name}") and _is_whole(value):
                parts.setdefault(name, []).append(value)
            else:
                _put(parts, name, value)


def _said(text: str) -> Extras:
    import json

    found = json.loads(text)
    return tuple((str(name), str(value)) for name, value in found.items())


def _field_numbers(extras: Extras) -> dict[str, str]:
    """The numbers of the fields that the plan's own list names, by these names."""
    fields = FieldNames()
    listed = dict(extras).get("ExtendedAttributes", "")
    if listed:
        try:
            fields.define(fromstring(listed))
        except ParseError:
            return {}
    return {name: number for number, name in fields.names.items()}


def _is_whole(value: str) -> bool:
    try:
        fromstring(value)
    except ParseError:
        return False
    return True


def _in_order(parts: Parts, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield from parts.get(name, ())
    for name in sorted(parts.keys() - set(names)):
        yield from parts[name]


def _leaf(name: str, text: str) -> str:
    return f"<{name}>{escape(text, quote=False)}</{name}>"


def _put(parts: Parts, name: str, text: str) -> None:
    parts.setdefault(name, []).append(_leaf(name, text))


def _set(parts: Parts, name: str, text: str) -> None:
    """Once, and in the place of what was kept."""
    if text:
        parts[name] = [_leaf(name, text)]


def _flag(value: bool) -> str:
    return "1" if value else "0"


def _moment(moment: datetime | None) -> str:
    return moment_text(moment) if moment is not None else ""


def _minutes(minutes: int | None) -> str:
    return duration_text(minutes) if minutes is not None else ""


def _money(minor: int | None) -> str:
    return str(minor) if minor is not None else ""


def _number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".") or "0"


def _link(link: PlanLink) -> str:
    lag = round(link.lag_share * 100) if link.lag_kind is LagKind.SHARE else link.lag_minutes * 10
    return (
        f"<PredecessorLink><PredecessorUID>{escape(link.predecessor)}</PredecessorUID>"
        f"<Type>{LINK_TYPES[link.type]}</Type><CrossProject>0</CrossProject>"
        f"<LinkLag>{lag}</LinkLag><LagFormat>{LAG_FORMATS[link.lag_kind]}</LagFormat>"
        "</PredecessorLink>"
    )


def _baseline(one: PlanBaseline) -> str:
    parts = (
        ("Number", str(one.number)),
        ("Start", _moment(one.start)),
        ("Finish", _moment(one.finish)),
        ("Duration", _minutes(one.duration_minutes)),
        ("DurationFormat", "7" if one.duration_minutes is not None else ""),
        ("Work", _minutes(one.work_minutes)),
        ("Cost", _money(one.cost)),
    )
    return f"<Baseline>{''.join(_leaf(n, text) for n, text in parts if text)}</Baseline>"


def _rates(resource: PlanResource) -> Iterator[str]:
    for rate in resource.rates:
        first = rate.from_day or date(1984, 1, 1)
        yield (
            f"<Rate><RatesFrom>{first}T00:00:00</RatesFrom><RatesTo>2049-12-31T23:59:00</RatesTo>"
            f"<RateTable>{RATE_TABLES.get(rate.table, '0')}</RateTable>"
            f"<StandardRate>{_number(rate.standard / 100)}</StandardRate>"
            "<StandardRateFormat>2</StandardRateFormat>"
            f"<OvertimeRate>{_number(rate.overtime / 100)}</OvertimeRate>"
            "<OvertimeRateFormat>2</OvertimeRateFormat>"
            f"<CostPerUse>{rate.per_use}</CostPerUse></Rate>"
        )


def _pauses(task: PlanTask, start: datetime, line: Calendar, number: int) -> Iterator[str]:
    """What is done when, day or no day: the work between the splits, and nothing in them."""
    at, done = start, 0
    for worked, gap in parse_gaps(task.gaps):
        part = worked - done
        end = line.add(at, part)
        yield _span(at, end, part, number)
        begin = line.next_working(line.add(end, gap))
        yield _span(end, begin, 0, number)
        at, done = begin, worked
    rest = task.duration_minutes - done
    if rest > 0:
        yield _span(at, line.add(at, rest), rest, number)


def _span(start: datetime, finish: datetime, minutes: int, number: int) -> str:
    return (
        f"<TimephasedData><Type>1</Type><UID>{number}</UID><Start>{moment_text(start)}</Start>"
        f"<Finish>{moment_text(finish)}</Finish><Unit>2</Unit>"
        f"<Value>{duration_text(minutes)}</Value></TimephasedData>"
    )


# Calendars


def _calendar(calendar: PlanCalendar) -> str:
    parts: Parts = {}
    for name, value in calendar.extras:
        _put(parts, name, value)
    _set(parts, "UID", calendar.uid)
    _set(parts, "Name", calendar.name)
    _set(parts, "IsBaseCalendar", _flag(not calendar.base))
    _set(parts, "BaseCalendarUID", calendar.base or "-1")
    parts["WeekDays"] = [f"<WeekDays>{''.join(_week(calendar.week))}</WeekDays>"]
    stretches = list(_stretches(calendar))
    if stretches:
        parts["Exceptions"] = [f"<Exceptions>{''.join(map(_exception, stretches))}</Exceptions>"]
    return f"<Calendar>{''.join(_in_order(parts, order.CALENDAR))}</Calendar>"


def _week(week: Sequence[str]) -> Iterator[str]:
    for number, day in enumerate(SUNDAY_FIRST, 1):
        if week[day] != AS_BASE:
            yield f"<WeekDay><DayType>{number}</DayType>{_day(week[day])}</WeekDay>"


def _day(hours: str) -> str:
    try:
        intervals = parse(hours).intervals
    except CalendarError:
        intervals = ()
    if not intervals:
        return "<DayWorking>0</DayWorking>"
    times = "".join(
        f"<WorkingTime><FromTime>{_clock(start)}</FromTime><ToTime>{_clock(end)}</ToTime>"
        "</WorkingTime>"
        for start, end in intervals
    )
    return f"<DayWorking>1</DayWorking><WorkingTimes>{times}</WorkingTimes>"


def _clock(minute: int) -> str:
    """The end of a day is written as its beginning."""
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}:00"


Stretch = tuple[date, date, str, str]


def _stretches(calendar: PlanCalendar) -> Iterator[Stretch]:
    """Days that follow each other with the same hours and name, as first and last."""
    open_stretch: Stretch | None = None
    for day, hours, name in calendar.days:
        if open_stretch is not None:
            first, last, its_hours, its_name = open_stretch
            if (its_hours, its_name) == (hours, name) and day - last == timedelta(days=1):
                open_stretch = (first, day, hours, name)
                continue
            yield open_stretch
        open_stretch = (day, day, hours, name)
    if open_stretch is not None:
        yield open_stretch


def _exception(stretch: Stretch) -> str:
    first, last, hours, name = stretch
    named = _leaf("Name", name) if name else ""
    return (
        "<Exception><EnteredByOccurrences>0</EnteredByOccurrences>"
        f"<TimePeriod><FromDate>{first}T00:00:00</FromDate><ToDate>{last}T23:59:00</ToDate>"
        f"</TimePeriod><Occurrences>{(last - first).days + 1}</Occurrences>{named}<Type>1</Type>"
        f"{_day(hours)}</Exception>"
    )


def left_to_say(plan: PlanFile) -> Mapping[str, int]:
    """What the format cannot carry, by the codes of the sentences: how often."""
    found: dict[str, int] = {}
    rounded = [t for t in plan.tasks if abs(t.percent_complete * 100 % 1 - 0.5) < 0.5 - 1e-6]
    rounded = [t for t in rounded if t.kind is not TaskKind.SUMMARY]
    if rounded:
        found["plan_progress_rounded"] = len(rounded)
    shares = [k for t in plan.tasks for k in t.links if k.lag_share * 100 % 1 > 1e-6]
    if shares:
        found["plan_share_rounded"] = len(shares)
    held = [t for t in plan.tasks if t.held_until and "LevelingDelay" not in dict(t.extras)]
    if held:
        found["plan_levelled"] = len(held)
    return found
