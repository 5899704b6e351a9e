"""From the parts of a plan file to a plan that holds together: the outline, links and assignments
that lead somewhere, a calendar for everything. What had to be let go is told, counted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

from pmo_desktop.domain.plan_file import PlanFile, PlanFinding
from pmo_desktop.exchange.plans.assembling.calendars import (
    calendars_of,
    usual_calendar,
    with_calendar,
)
from pmo_desktop.exchange.plans.assembling.durations import with_duration, with_pauses
from pmo_desktop.exchange.plans.assembling.links import with_links
from pmo_desktop.exchange.plans.assembling.people import assignments_of, resources_of
from pmo_desktop.exchange.plans.assembling.tasks import (
    outlined_tasks,
    stem,
    with_unassigned,
)
from pmo_desktop.exchange.plans.computing_calendars import computing
from pmo_desktop.exchange.plans.drawn import FEW, Drawn


def assembled(drawn: Drawn, name: str) -> PlanFile:
    """The plan of what was read; `name` is the file's, less its suffix."""
    calendars = calendars_of(drawn)
    usual = usual_calendar(drawn, calendars)
    lines = computing(calendars.values(), usual)
    resources = [with_calendar(drawn, one, calendars) for one in resources_of(drawn)]
    tasks = [with_calendar(drawn, task, calendars) for task in outlined_tasks(drawn)]
    tasks = with_links(drawn, tasks)
    of_task = [lines[task.calendar or usual] for task in tasks]
    tasks = list(map(with_duration, tasks, of_task))
    assignments, spans = assignments_of(drawn, tasks, resources)
    pauses = [spans.get(task.uid, ()) for task in tasks]
    tasks = list(map(with_pauses, with_unassigned(drawn, tasks), pauses, of_task))
    _tell_odd(drawn)
    _tell_single_days(drawn)
    head = drawn.head
    title = " ".join(head.title.split()) or stem(head.name)
    # A file is called as its project is, and so it is written.
    extras = [pair for pair in head.extras if pair[0] != "Name" or stem(pair[1]) != title]
    return replace(
        head,
        name=name,
        title=title,
        calendar=usual,
        calendars=tuple(calendars.values()),
        tasks=tuple(tasks),
        resources=tuple(resources),
        assignments=tuple(assignments),
        extras=tuple(sorted(extras)),
        findings=tuple(drawn.findings),
    )


def _tell_odd(drawn: Drawn) -> None:
    """What could not be read of single values."""
    for kind, texts in drawn.values.odd.items():
        drawn.tell(f"plan_odd_{kind}", "warning", list(dict.fromkeys(texts)))
    unread: dict[str, list[str]] = defaultdict(list)
    for code, name in drawn.tasks_reader.unread:
        unread[code].append(name)
    for code, names in unread.items():
        drawn.tell(code, "warning", names)


def _tell_single_days(drawn: Drawn) -> None:
    """What of the calendars became single days."""
    by_kind: dict[str, list[tuple[str, int, date]]] = defaultdict(list)
    for code, name, days, last in drawn.calendar_remarks.single:
        by_kind[code].append((name, days, last))
    for code, single in by_kind.items():
        told = {
            "n": len(single),
            "days": sum(days for _, days, _ in single),
            "day": max(last for _, _, last in single),
            "names": tuple(dict.fromkeys(name for name, _, _ in single))[:FEW],
        }
        drawn.findings.append(PlanFinding(code, "note", told))
