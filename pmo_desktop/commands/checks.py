"""`checks`: how healthy the schedules are, project by project."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, FINDINGS, Outcome
from pmo_desktop.commands.shared import workspace
from pmo_desktop.services.refused import Refused

if TYPE_CHECKING:
    from pmo_desktop.domain.schedule_checks import Outcome as Checked
    from pmo_desktop.language import Language
    from pmo_desktop.services.schedule_checks import ProjectChecks


def checks(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.services.records import project_ids
    from pmo_desktop.services.schedule_checks import schedule_checks

    with workspace(options, create=False) as opened:
        known = opened.query(project_ids)
        for code in options.project:
            if code not in known:
                raise Refused("There is no project with the code {code}.", code=code)
        wanted = [known[code] for code in options.project] or None
        found = opened.query(schedule_checks, wanted)
    failed = sum(project.failed for project in found)
    lines = [line for project in found for line in _lines(project, console.language)]
    result = {"failed": failed, "projects": [_project(project) for project in found]}
    return Outcome(FINDINGS if failed else DONE, result, tuple(lines))


def _lines(project: ProjectChecks, language: Language) -> Iterator[str]:
    from pmo_desktop.services.check_words import value_text

    yield language.text(
        "{project}: {n} checks failed", project=f"{project.code} {project.name}", n=project.failed
    )
    for outcome in project.outcomes:
        if outcome.passes is False:
            name = language.term(f"schedule_check.{outcome.check}")
            yield f"  {name}: {value_text(outcome, language)}"


def _project(project: ProjectChecks) -> dict[str, Any]:
    return {
        "code": project.code,
        "name": project.name,
        "failed": project.failed,
        "checks": [_outcome(outcome, project) for outcome in project.outcomes],
    }


def _outcome(outcome: Checked, project: ProjectChecks) -> dict[str, Any]:
    tasks = (project.tasks[number] for number in outcome.tasks)
    return {
        "check": str(outcome.check),
        "passes": outcome.passes,
        "value": None if outcome.value is None else round(outcome.value, 4),
        "limit": outcome.limit,
        "count": outcome.count,
        "total": outcome.total,
        "tasks": [{"wbs": task.wbs, "name": task.name} for task in tasks],
    }


CHECKS = Command(
    "checks",
    "Check the schedules as in the DCMA 14-point assessment.",
    checks,
    (
        Argument(
            ("--project",),
            "only the project with this code; may be given several times",
            {"action": "append", "default": [], "metavar": "CODE"},
        ),
    ),
)
