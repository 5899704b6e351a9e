"""The lists beside the map: who has too much or too little, which skills are short, what is wrong.

An entry has a head with a figure at its right, and two lines; `target` is what it leads to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from pmo_desktop.language import Language
from pmo_desktop.services.load_findings import LoadFinding
from pmo_desktop.services.load_page import Known, LoadPageData
from pmo_desktop.services.load_shapes import By
from pmo_desktop.services.portfolio_rows import WEEKS_AHEAD
from pmo_desktop.services.shortage import Shortage
from pmo_desktop.ui.load.lines import ENDLESS, MINUTES_PER_HOUR, MOST, LoadLine, is_over
from pmo_desktop.ui.load.words import when

MOST_PROJECTS = 3
MOST_RUNS = 500
GRAVE = 1.4


@dataclass(frozen=True)
class Target:
    """A row of the map and a bucket, or a row of a table on another page."""

    by: By = By.PERSON
    key: object = None
    bucket: int = 0
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

    @property
    def name(self) -> str:
        return self.head


def overloads(
    found: Sequence[LoadLine], data: LoadPageData, language: Language
) -> tuple[Entry, ...]:
    """The runs of buckets in which a person has too much, those with the most hours first; of very
    many the worst."""
    runs = [run for line in found for run in _runs(line, data.amber)]
    runs.sort(key=lambda run: (-run.hours, run.line.name, run.first))
    return tuple(_overload(run, data, language) for run in runs[:MOST_RUNS])


class _Run(NamedTuple):
    """Buckets `[first, last)` in which a line has too much, with the hours beyond capacity."""

    line: LoadLine
    first: int
    last: int
    hours: float


def _runs(line: LoadLine, limit: float) -> Iterator[_Run]:
    if line.row.is_open:
        return
    beyond = line.matrix.hard[line.at] - line.matrix.capacity[line.at]
    first = 0
    for over, run in groupby(line.loads, key=lambda load: is_over(load, limit)):
        last = first + len(list(run))
        if over:
            yield _Run(line, first, last, float(beyond[first:last].sum()) / MINUTES_PER_HOUR)
        first = last


def _overload(run: _Run, data: LoadPageData, language: Language) -> Entry:
    line, first, last, hours = run
    loads = [min(load, MOST) for load in line.loads[first:last]]
    low, high = language.percent(min(loads)), language.percent(max(loads))
    figure = high if low == high else f"{low.removesuffix('%')}–{high}"
    if max(loads) >= MOST:
        figure = ENDLESS
    extent = language.text(
        "{when}: {hours} h beyond capacity", when=span(line, first, last - 1, language),
        hours=round(hours),
    )  # fmt: skip
    asked = data.overloads.get(line.person_id or 0, {})
    bucket = first + loads.index(max(loads))
    tone = "red" if max(loads) > GRAVE else "amber"
    target = Target(By.PERSON, line.row.key, bucket)
    lines = (extent, between(asked, data.projects, first, last))
    return Entry(line.name, figure, lines, tone, target, hours)


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
    asked: Mapping[int, Sequence[float]], projects: Mapping[int, Known], first: int, last: int
) -> str:
    """The projects, the most important first: `P-2601 (1) × P-2611 (4)`."""
    there = [projects[one] for one, minutes in asked.items()
             if one in projects and any(minutes[first:last])]  # fmt: skip
    there.sort(key=lambda one: (one.priority, one.code))
    names = [f"{one.code or one.name} ({one.priority})" for one in there[:MOST_PROJECTS]]
    more = len(there) - MOST_PROJECTS
    return " × ".join(names) + (f" +{more}" if more > 0 else "")


def idle(found: Sequence[LoadLine], limit: float, language: Language) -> tuple[Entry, ...]:
    """Who is asked for less than the office wants in the weeks ahead, the most free first."""
    entries = []
    for line in found:
        ahead = _ahead(line.matrix.edges)
        capacity = float(line.matrix.capacity[line.at, :ahead].sum())
        asked = float(line.matrix.hard[line.at, :ahead].sum())
        if line.row.is_open or capacity < 1 or asked / capacity >= limit:
            continue
        free = (capacity - asked) / MINUTES_PER_HOUR
        loads = line.loads[:ahead]
        target = Target(By.PERSON, line.row.key, loads.index(min(loads)))
        last = line.matrix.edges[ahead] - timedelta(days=1)
        hours = language.text(
            "{hours} h free until {day}", hours=language.number(free), day=language.short_date(last)
        )
        where = " · ".join(filter(None, (line.row.note, line.row.department)))
        percent = language.percent(asked / capacity)
        entries.append(Entry(line.name, percent, (hours, where), "accent", target, free))
    return tuple(sorted(entries, key=lambda one: (-one.weight, one.head)))


def _ahead(edges: Sequence[date]) -> int:
    """How many buckets begin in the weeks that lights look ahead, too; one at least."""
    end = edges[0] + timedelta(weeks=WEEKS_AHEAD)
    return max(1, sum(day < end for day in edges[:-1]))


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
        entries.append(Entry(head, rows, (sentence, names), "amber", target, whole=sentence))
    return tuple(entries)
