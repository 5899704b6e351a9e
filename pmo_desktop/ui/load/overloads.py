"""The lists beside the map: who has too much or too little, which skills are short, what is wrong.

An entry has a head with a figure at its right, and two lines; `target` is what it leads to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from pmo_desktop.domain.load import WEEKS_AHEAD
from pmo_desktop.language import Language
from pmo_desktop.services.load_findings import FoundRow, LoadFinding
from pmo_desktop.services.load_page import Known, LoadPageData
from pmo_desktop.services.load_shapes import By
from pmo_desktop.services.overload import OverPerson
from pmo_desktop.services.shortage import Shortage
from pmo_desktop.ui.load.lines import ENDLESS, MINUTES_PER_HOUR, MOST, LoadLine
from pmo_desktop.ui.load.words import when

MOST_PROJECTS = 3
MOST_SPANS = 4
MOST_PEOPLE = 100
WEEK = timedelta(weeks=1)
GRAVE = 1.4
LATER = "ink3"  # the tone of who is overloaded behind the window alone


@dataclass(frozen=True)
class Target:
    """A row of the map and a bucket, or the week of that Monday; or a row of a table on another
    page."""

    by: By = By.PERSON
    key: object = None
    bucket: int = 0
    day: date | None = None
    page: str = ""
    table: str = ""
    id: int = 0


@dataclass(frozen=True)
class Entry:
    """`tone` is the colour of the stripe, `weight` what the list is sorted by."""

    head: str
    figure: str
    lines: tuple[str, str]
    tone: str
    target: Target
    weight: float = 0.0
    whole: str = ""
    rows: tuple[FoundRow, ...] = ()

    @property
    def name(self) -> str:
        return self.head


def overloads(
    found: Sequence[LoadLine], data: LoadPageData, language: Language
) -> tuple[Entry, ...]:
    """Who of these is overloaded, those with the most hours first; then who is only later; of very
    many the worst."""
    there = {line.person_id for line in found}
    entries: list[Entry] = []
    for people, later in ((data.overload.people, False), (data.overload.later, True)):
        shown = [one for one in people if one.person_id in there][:MOST_PEOPLE]
        entries += [_overload(one, data, language, later=later) for one in shown]
    return tuple(entries)


def overloaded_people(found: Sequence[LoadLine], data: LoadPageData) -> int:
    """How many of these are overloaded in the weeks that count."""
    there = {line.person_id for line in found}
    return sum(one.person_id in there for one in data.overload.people)


def _overload(person: OverPerson, data: LoadPageData, language: Language, *, later: bool) -> Entry:
    mondays = [week.monday for week in person.weeks]
    said = {"when": weeks_said(mondays, language), "hours": round(person.hours)}
    extent = language.text("{when}: {hours} h beyond capacity", **said)
    if later:
        extent = language.text("Later · {when}: {hours} h beyond capacity", **said)
    most = max(person.weeks, key=lambda week: week.load)
    figure = ENDLESS if most.load >= MOST else language.percent(most.load)
    tone = LATER if later else "red" if most.load > GRAVE else "amber"
    target = Target(By.PERSON, person.person_id, day=most.monday)
    first = data.ahead.edges[0]
    places = [(monday - first).days // 7 for monday in mondays]
    lines = (extent, between(data.asking.get(person.person_id, {}), data.projects, places))
    return Entry(person.name, figure, lines, tone, target, person.hours)


def weeks_said(mondays: Sequence[date], language: Language) -> str:
    """`Weeks 48–50, 2`."""
    spans = []
    for _, run in groupby(enumerate(mondays), key=lambda one: one[1] - WEEK * one[0]):
        days = [day for _, day in run]
        first, last = days[0].isocalendar().week, days[-1].isocalendar().week
        spans.append(str(first) if len(days) == 1 else f"{first}–{last}")
    said = ", ".join(spans[:MOST_SPANS]) + (", …" if len(spans) > MOST_SPANS else "")
    if len(mondays) == 1:
        return language.text("Week {week}", week=said)
    return language.text("Weeks {weeks}", weeks=said)


def span(line: LoadLine, first: int, last: int, language: Language) -> str:
    """From the first bucket to the last."""
    starts, grain = line.matrix.buckets, line.matrix.grain
    if grain.value == "week":
        weeks = [starts[at].isocalendar().week for at in (first, last)]
        if first == last:
            return language.text("Week {week}", week=weeks[0])
        return language.text("Weeks {first}–{last}", first=weeks[0], last=weeks[1])
    head, tail = (when(starts[at], grain, language) for at in (first, last))
    return head if first == last else f"{head} – {tail}"


def between(
    asked: Mapping[int, Sequence[float]], projects: Mapping[int, Known], weeks: Sequence[int]
) -> str:
    """The projects of some weeks, the most important first: `P-2601 (1) × P-2611 (4)`."""
    there = [projects[one] for one, minutes in asked.items()
             if one in projects and any(minutes[week] for week in weeks)]  # fmt: skip
    there.sort(key=lambda one: (one.priority, one.code))
    names = [f"{one.code or one.name} ({one.priority})" for one in there[:MOST_PROJECTS]]
    more = len(there) - MOST_PROJECTS
    return " × ".join(names) + (f" +{more}" if more > 0 else "")


def idle(found: Sequence[LoadLine], data: LoadPageData, language: Language) -> tuple[Entry, ...]:
    """Who is asked for less than the office wants in the weeks ahead, the most free first."""
    entries, ahead = [], data.ahead
    every = ahead.load()[:, :WEEKS_AHEAD]
    there = {line.person_id for line in found}
    for at, row in enumerate(ahead.rows):
        capacity = float(ahead.capacity[at, :WEEKS_AHEAD].sum())
        asked = float(ahead.hard[at, :WEEKS_AHEAD].sum())
        if row.key not in there or row.is_open or capacity < 1 or asked / capacity >= data.idle:
            continue
        free = (capacity - asked) / MINUTES_PER_HOUR
        loads = every[at].tolist()
        target = Target(By.PERSON, row.key, day=ahead.buckets[loads.index(min(loads))])
        hours = language.text(
            "{hours} h free until {day}",
            hours=language.number(free), day=language.short_date(data.overload.last),
        )  # fmt: skip
        where = " · ".join(filter(None, (row.note, row.department)))
        percent = language.percent(asked / capacity)
        entries.append(Entry(row.name, percent, (hours, where), "accent", target, free))
    return tuple(sorted(entries, key=lambda one: (-one.weight, one.head)))


def short(found: Shortage, per_day: int, language: Language) -> tuple[Entry, ...]:
    """Skills that are asked of nobody yet: what is missing, or that there is enough."""
    entries = []
    for one in found.skills:
        missing, asked = one.short / per_day, float(one.open.sum()) / per_day
        days, free = float(missing.sum()), float(one.free.sum()) / per_day
        at = int(missing.argmax())
        figure = language.text(
            "{days} days short", days=language.number(days, 0 if days >= 10 else 1)
        )
        if not days:
            figure = language.text("enough")
        need = language.text(
            "{asked} person-days are wanted, {free} are free", asked=language.number(asked),
            free=language.number(free),
        )  # fmt: skip
        holders = language.text("{n} people hold it", n=len(one.holders))
        tone = "red" if days else "green"
        target = Target(By.SKILL, one.skill_id, at)
        entries.append(Entry(one.name, figure, (need, holders), tone, target, days))
    return tuple(entries)


def wrong(found: Sequence[LoadFinding], language: Language) -> tuple[Entry, ...]:
    """What is wrong, and where to put it right."""
    entries = []
    for one in found:
        sentence = language.text(one.reason.rule, **one.reason.params)
        row = one.rows[0]
        target = Target(page="gantt", table="task", id=row.task_id or 0)
        if row.task_id is None:
            target = Target(page="bookings", table="booking", id=row.id)
        rows = language.text("{n} rows", n=len(one.rows))
        head = language.term(f"load_finding.{one.kind.value}")
        names = one.rows[0].label
        entries.append(
            Entry(head, rows, (sentence, names), "amber", target, whole=sentence, rows=one.rows)
        )
    return tuple(entries)
