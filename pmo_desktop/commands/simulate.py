"""`simulate`: when the projects may finish, if durations vary and risks happen."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, Outcome
from pmo_desktop.commands.shared import workspace
from pmo_desktop.services.refused import Refused

if TYPE_CHECKING:
    from pmo_desktop.language import Language
    from pmo_desktop.services.simulation import Forecast, ProjectForecast

SHARES = (0.1, 0.5, 0.8, 0.9)


def simulate(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.domain.estimates import Distribution
    from pmo_desktop.services.records import project_ids
    from pmo_desktop.services.simulation import Options, schedule_risk

    asked = Options(
        runs=options.runs,
        seed=options.seed,
        distribution=Distribution(options.distribution),
        shortest=options.shortest / 100,
        longest=options.longest / 100,
    )
    with workspace(options, create=False) as opened:
        known = opened.query(project_ids)
        for code in options.project:
            if code not in known:
                raise Refused("There is no project with the code {code}.", code=code)
        wanted = [known[code] for code in options.project] or None
        found = opened.query(schedule_risk, wanted, asked, console.report)
    lines = [line for project in found.projects for line in _lines(project, console.language)]
    result = {
        "runs": asked.runs,
        "seed": asked.seed,
        "distribution": asked.distribution.value,
        "projects": [_project(project) for project in found.projects],
    }
    return Outcome(DONE, result, tuple(lines))


def _lines(project: ProjectForecast, language: Language) -> Iterator[str]:
    found = project.forecast
    yield language.text(
        "{project}: planned {planned}, P50 {p50}, P80 {p80}, {chance} of the runs meet the plan",
        project=f"{project.code} {project.name}",
        planned=language.date(found.planned.date() if found.planned else None),
        p50=language.date(found.at(0.5)),
        p80=language.date(found.at(0.8)),
        chance=language.percent(found.chance),
    )


def _project(project: ProjectForecast) -> dict[str, Any]:
    return {
        "code": project.code,
        "name": project.name,
        **_forecast(project.forecast),
        "varied_tasks": project.varied,
        "milestones": [
            {"name": milestone.name, **_forecast(milestone.forecast)}
            for milestone in project.milestones
        ],
        "tasks": [
            {
                "wbs": task.wbs,
                "name": task.name,
                "criticality": round(task.criticality, 4),
                "correlation": None if task.correlation is None else round(task.correlation, 4),
            }
            for task in project.tasks
        ],
        "risks": [
            {
                "code": risk.code,
                "name": risk.name,
                "probability": risk.probability,
                "delay_days": None if risk.delay is None else round(risk.delay, 2),
            }
            for risk in project.risks
        ],
    }


def _forecast(found: Forecast) -> dict[str, Any]:
    return {
        "planned": found.planned.isoformat(timespec="minutes") if found.planned else None,
        "chance": None if found.chance is None else round(found.chance, 4),
        "mean": found.mean.isoformat(timespec="minutes"),
        **{f"p{share * 100:.0f}": found.at(share).isoformat() for share in SHARES},
    }


SIMULATE = Command(
    "simulate",
    "Simulate the schedules: when the projects may finish.",
    simulate,
    (
        Argument(
            ("--project",),
            "only the project with this code; may be given several times",
            {"action": "append", "default": [], "metavar": "CODE"},
        ),
        Argument(("--runs",), "how many runs (1000)", {"type": int, "default": 1000}),
        Argument(
            ("--seed",),
            "the same number gives the same result (1)",
            {"type": int, "default": 1},
        ),
        Argument(
            ("--distribution",),
            "how durations spread between their three points",
            {"choices": ("pert", "triangular"), "default": "pert"},
        ),
        Argument(
            ("--shortest",),
            "for tasks without an estimate: the shortest duration, in % of the planned one (100)",
            {"type": float, "default": 100.0, "metavar": "PERCENT"},
        ),
        Argument(
            ("--longest",),
            "for tasks without an estimate: the longest duration, in % of the planned one (100)",
            {"type": float, "default": 100.0, "metavar": "PERCENT"},
        ),
    ),
)
