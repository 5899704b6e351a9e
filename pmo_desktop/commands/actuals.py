"""`actuals`: planned against actual work; by person only where the office shows how people did."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, Outcome
from pmo_desktop.commands.shared import workspace
from pmo_desktop.services.refused import Refused

if TYPE_CHECKING:
    from pmo_desktop.domain.performance import Record, Sums
    from pmo_desktop.services.performance import Actuals

HOUR = 60


def actuals(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.domain.performance import grouped
    from pmo_desktop.services.office import office
    from pmo_desktop.services.performance import reviewed

    with workspace(options, create=False) as opened:
        last = options.to or opened.query(office).status_date
        if options.since and options.since > last:
            raise Refused("The first day, {first}, comes after the last, {last}.",
                          first=options.since, last=last)  # fmt: skip
        found, noted = opened.query(reviewed, options.since, options.to)
    language = console.language
    by_project = grouped(found.cells, lambda cell: cell.project_id or 0)
    lines = [
        language.text(
            "{name}: planned {planned} h, actual {actual} h",
            name=found.projects.get(project) or language.text("No project"),
            planned=language.number(sums.planned / HOUR, 1),
            actual=language.number(sums.actual / HOUR, 1),
        )
        for project, sums in sorted(by_project.items())
    ]
    if not found.shown:
        lines.append(
            language.text(
                "How people did is not shown in this office: nobody's hours and figures are given."
            )
        )
    result = _as_json(found, by_project)
    if found.shown:
        result["feedback"] = [
            {
                "task": row.task, "project": row.project_code, "person": row.person,
                "rating": row.rating, "note": row.note, "author": row.author,
                "made_on": row.made_on.isoformat(),
            }
            for row in noted
        ]  # fmt: skip
    return Outcome(DONE, result, tuple(lines))


def _as_json(found: Actuals, by_project: dict[int, Sums]) -> dict[str, Any]:
    from pmo_desktop.domain.performance import NO_RECORD, grouped

    result: dict[str, Any] = {
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "shows_performance": found.shown,
        "finished": _record(found.office),
        "projects": [
            {
                "project": found.projects.get(project, ""), **_hours(sums),
                **_record(found.of_projects.get(project, NO_RECORD)),
            }
            for project, sums in sorted(by_project.items())
        ],
        "work": [
            {
                **({"person": found.people[cell.person_id].name} if cell.person_id else {}),
                "project": found.projects.get(cell.project_id or 0, ""),
                "task": found.tasks[cell.task_id].name if cell.task_id else "",
                "planned_minutes": round(cell.planned), "actual_minutes": round(cell.actual),
            }
            for cell in found.cells
        ],
    }  # fmt: skip
    if found.shown:
        by_person = grouped(found.cells, lambda cell: cell.person_id)
        result["people"] = [
            {
                "person": found.people[person].name, "department": found.people[person].department,
                **_hours(sums), **_record(found.of_people.get(person, NO_RECORD)),
            }
            for person, sums in sorted(by_person.items())
        ]  # fmt: skip
    return result


def _hours(sums: Sums) -> dict[str, Any]:
    return {
        "planned_minutes": round(sums.planned),
        "actual_minutes": round(sums.actual),
        "difference_minutes": round(sums.difference),
    }


def _record(record: Record) -> dict[str, Any]:
    return {
        "accuracy": _rounded(record.accuracy),
        "mean_error": _rounded(record.error),
        "estimated": record.estimated,
        "on_time": _rounded(record.on_time),
        "promised": record.promised,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


ACTUALS = Command(
    "actuals",
    "Planned against actual work from assignments and timesheets, with estimate accuracy and "
    "on-time rate.",
    actuals,
    (
        Argument(
            ("--since",),
            "the first day; without it eight weeks before the last",
            {"type": date.fromisoformat, "default": None, "metavar": "2026-10-01"},
        ),
        Argument(
            ("--to",),
            "the last day; without it the status date",
            {"type": date.fromisoformat, "default": None, "metavar": "2026-11-22"},
        ),
    ),
)
