"""What a row of a file says of a task's dates, duration and kind, made ready for the comparison.

Start and finish decide: where both are given the duration follows from them and is none of the
file's changes. Only where it alone was changed in the own workbook does it decide. A milestone has
one date. A summary task's dates and progress follow from its tasks and are not taken, the dates of
what has happened from the actual ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import count
from typing import Any

from pmo_desktop.domain import fields
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.records import Record
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.domain.wbs import clean
from pmo_desktop.exchange.comparing.equality import is_empty, same
from pmo_desktop.exchange.comparing.outline import Outline
from pmo_desktop.exchange.findings import NOTE, WARNING
from pmo_desktop.services.dates import fitted_finish, fitted_start

START, FINISH, DURATION, KIND = map(
    fields.field, ("task.start", "task.finish", "task.duration", "task.kind")
)
ROLLED_UP = ("start", "finish", "duration", "percent_complete", "actual_start", "actual_finish")
DECIDING = ("wbs", "kind", *ROLLED_UP)
TOLERANCE_MINUTES = 240
Values = dict[str, Any]


@dataclass(frozen=True)
class Remark:
    """Something to be told about the row's field `name`; see `remarks` for the sentence."""

    code: str
    severity: str
    name: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outlines:
    """The outline that the file makes, and the one that the database has."""

    given: Outline
    known: Outline

    def has_below(self, given: Record, known: Record | None) -> bool:
        """Whether other tasks hang below the task, in the file or in the database."""
        known_wbs = known.values.get("wbs") if known else None
        return self.given.has_children(given.values.get("wbs")) or self.known.has_children(
            known_wbs
        )

    def free_code(self, wbs: str | None) -> str:
        """The code where the database has none like it, else the next free one beside it."""
        taken = self.given.codes() | self.known.codes()
        if wbs and clean(wbs) not in self.known.codes():
            return wbs
        stem, _, _ = (wbs or "").rpartition(".")
        head = f"{stem}." if stem else ""
        return next(code for number in count(1) if clean(code := f"{head}{number}") not in taken)


@dataclass
class TaskDates:
    """The values of one row; `values` are left to be compared, `kept` must travel with a change
    though they may say nothing new (the database works out the rest from what it is given)."""

    given: Record
    known: Record | None
    own: bool
    calendar: Calendar
    values: Values = field(init=False)
    kept: set[str] = field(init=False, default_factory=set)
    remarks: list[Remark] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.values = dict(self.given.values)

    def fit(self, outlines: Outlines) -> None:
        """Bring `values` into the form in which they are compared."""
        if self.known is not None and not any(map(self._differs, DECIDING)):
            return
        if outlines.has_below(self.given, self.known):
            self._fit_summary(outlines.given)
            return
        if self._kind == TaskKind.MILESTONE:
            self._fit_milestone()
        else:
            self._fit_span()
        if self.known is not None:
            for name in ("start", "finish"):
                self._fit_to_actual(name, f"actual_{name}")

    @property
    def _kind(self) -> str | None:
        if self.values.get("kind"):
            return str(self.values["kind"])
        if self.known is not None:
            return str(self.known.values.get("kind"))
        same_day = _day(self.values.get("start")) == _day(self.values.get("finish"))
        return TaskKind.MILESTONE if self.values.get("duration") == 0 and same_day else None

    def _fit_summary(self, outline: Outline) -> None:
        self._tell_of_roll_up(outline)
        for name in ROLLED_UP:
            if self.own and self._differs(name):
                self._remark("rolled_up", NOTE, name, field=f"task.{name}")
            self.values.pop(name, None)
        if self.known is None or self.known.values.get("kind") == TaskKind.SUMMARY:
            self.values["kind"] = TaskKind.SUMMARY.value

    def _tell_of_roll_up(self, outline: Outline) -> None:
        """A team's own summary dates that its own tasks contradict."""
        wbs = self.values.get("wbs")
        if self.own or not wbs:
            return
        for name, extreme in (("start", min), ("finish", max)):
            below = [task.values.get(name) for task in outline.leaves(wbs)]
            dates = [_day(moment) for moment in below if moment]
            given = _day(self.values.get(name))
            if given and dates and extreme(dates) != given:
                rolled = extreme(dates)
                self._remark("summary_dates", NOTE, name, given=given, rolled=rolled)

    def _fit_milestone(self) -> None:
        start, finish = self.values.get("start"), self.values.get("finish")
        if not is_empty(start) and not is_empty(finish) and _day(start) != _day(finish):
            moved = self._differs("start") and not self._differs("finish")
            moment = start if moved and self.known is not None else finish
            if self.known is None or self._differs("start") == self._differs("finish"):
                self._remark("milestone_dates", WARNING, "finish", finish=_day(finish))
        else:
            moment = start if is_empty(finish) else finish
        self.values.pop("duration", None)
        if is_empty(moment):
            # A milestone without any date would be nowhere: it keeps the one that it has.
            for name in ("start", "finish"):
                self.values.pop(name, None)
        else:
            self.values["start"] = self.values["finish"] = fitted_finish(moment, self.calendar)
        if self.known is None:
            self.values["kind"] = TaskKind.MILESTONE.value

    def _fit_span(self) -> None:
        start, finish = self.values.get("start"), self.values.get("finish")
        if start is None or finish is None:
            self._leave_to_the_rest("start", "finish")
            self._leave_to_the_rest("finish", "start")
            self._fit_by_duration()
        elif finish < start:
            self._refuse_reversed(start, finish)
        else:
            self._fit_between(start, finish)

    def _leave_to_the_rest(self, name: str, other: str) -> None:
        """Of two dates one that is emptied is worked out from the other and the duration."""
        emptied = name in self.values and is_empty(self.values[name])
        if emptied and not is_empty(self.values.get(other)):
            del self.values[name]

    def _fit_by_duration(self) -> None:
        """One date and a duration: if one of them differs, both must be known."""
        if is_empty(self.values.get("duration")):
            self.values.pop("duration", None)
            return
        dates = {name for name in ("start", "finish") if not is_empty(self.values.get(name))}
        if dates and any(self._differs(name) for name in (*dates, "duration")):
            self.kept |= dates | {"duration"}

    def _refuse_reversed(self, start: datetime, finish: datetime) -> None:
        dates = {"start": start.date(), "finish": finish.date()}
        self._remark("dates_reversed", WARNING, "finish", **dates)
        for name in ("start", "finish", "duration"):
            self.values.pop(name, None)

    def _fit_between(self, start: datetime, finish: datetime) -> None:
        duration = self.values.pop("duration", None)
        if self.known is None:
            if duration is not None:
                self._tell_of_contradiction(start, finish, duration)
            return
        moved = self._differs("start") or self._differs("finish")
        if self._differs("start"):
            self.kept.add("finish")
        if duration is None or not self._is_change(DURATION.name, duration):
            return
        if self.own and not moved:
            self.values["duration"] = duration
            del self.values["start"], self.values["finish"]
            self._remark("duration_decides", NOTE, "duration")
            return
        self._tell_of_contradiction(start, finish, duration)

    def _tell_of_contradiction(self, start: datetime, finish: datetime, duration: int) -> None:
        if told := contradiction(start, finish, duration, self.calendar):
            self._remark("duration_contradicts", NOTE, "duration", **told)

    def _fit_to_actual(self, name: str, actual: str) -> None:
        """Dates of what has happened follow the actual ones: to move them is to move those."""
        happened = self.known.values.get(actual) if self.known else None
        if happened is None or self.known is None or self.known.values.get(name) != happened:
            return
        if not self._differs(name) or self._differs(actual):
            return
        if is_empty(self.given.values.get(actual)):
            self.values[actual] = self.values[name]
        else:
            if not self._is_baseline(name):
                self._remark("actual_decides", NOTE, name, field=f"task.{actual}")
            del self.values[name]

    def _is_baseline(self, name: str) -> bool:
        """Whether the date is what was planned once, which is kept as such."""
        planned = self.values.get(f"baseline_{name}")
        if planned is None and self.known is not None:
            planned = self.known.values.get(f"baseline_{name}")
        return planned is not None and _day(planned) == _day(self.values[name])

    def _differs(self, name: str) -> bool:
        return name in self.values and self._is_change(name, self.values[name])

    def _is_change(self, name: str, value: Any) -> bool:
        if self.known is None:
            return not is_empty(value)
        known = self.known.values.get(name)
        if known is value:
            return False
        spec = fields.field(f"task.{name}")
        cell = self.given.cells.get(name)
        return not same(spec, known, value, cell=cell)

    def _remark(self, code: str, severity: str, name: str, /, **params: Any) -> None:
        self.remarks.append(Remark(code, severity, name, params))


@lru_cache(maxsize=8192)
def contradiction(
    start: datetime, finish: datetime, duration: int, calendar: Calendar
) -> Mapping[str, float] | None:
    """In days what was given, and what lies between the two moments, with holidays and without;
    None where one of them is about the same."""
    counted, plain = _counted(start, finish, calendar)
    if min(abs(counted - duration), abs(plain - duration)) <= TOLERANCE_MINUTES:
        return None
    per_day = calendar.minutes_per_day
    found = {"given": duration, "counted": counted, "plain": plain}
    return {name: minutes / per_day for name, minutes in found.items()}


@lru_cache(maxsize=16)
def _without_holidays(calendar: Calendar) -> Calendar:
    return Calendar(calendar.week)


@lru_cache(maxsize=8192)
def _counted(start: datetime, finish: datetime, calendar: Calendar) -> tuple[int, int]:
    """The working minutes between two moments, and those that there would be without holidays."""
    plain = _without_holidays(calendar)
    return _minutes(start, finish, calendar), _minutes(start, finish, plain)


def _minutes(start: datetime, finish: datetime, calendar: Calendar) -> int:
    first, last = fitted_start(start, calendar), fitted_finish(finish, calendar)
    return calendar.between(first, last) if first and last else 0


def _day(moment: datetime | None) -> Any:
    return None if moment is None else moment.date()
