"""`scenarios`: what-ifs beside the plan of record, and making one of them the plan."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, FINDINGS, Outcome
from pmo_desktop.commands.shared import workspace
from pmo_desktop.domain.load import WEEKS_AHEAD
from pmo_desktop.services.refused import Refused

if TYPE_CHECKING:
    from pmo_desktop.domain.scenario_steps import LeftOut
    from pmo_desktop.language import Language
    from pmo_desktop.services.scenario_figures import Figures
    from pmo_desktop.services.scenarios import ScenarioRow
    from pmo_desktop.storage.workspace import Workspace


def scenarios(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.services.scenario_figures import compare
    from pmo_desktop.services.scenarios import scenarios as reader

    with workspace(options, create=False) as opened:
        rows = opened.query(reader)
        if options.promote is not None:
            return _promoted(opened, _named(rows, options.promote), console.language)
        found = compare(opened, report=console.report)
    figures = [("", found.record), *((row.name, found.scenarios[row.id]) for row in rows)]
    result = {
        "record": _figures(found.record, None),
        "scenarios": [
            {"name": row.name, "steps": len(row.steps),
             **_figures(found.scenarios[row.id], found.record)}
            for row in rows
        ],
    }  # fmt: skip
    left_out = any(one.left_out for one in found.scenarios.values())
    lines = [line for name, one in figures for line in _lines(name, one, console.language)]
    return Outcome(FINDINGS if left_out else DONE, result, tuple(lines))


def _promoted(opened: Workspace, row: ScenarioRow, language: Language) -> Outcome:
    from pmo_desktop.services.scenarios import promote
    from pmo_desktop.storage.changes import Title

    title = Title("Make scenario “{name}” the plan of record", {"name": row.name})
    told: tuple[LeftOut, ...] = opened.edit(title, promote, row.id).result
    sentences = [_left_out(one, language) for one in told]
    done = language.text("“{name}” is the plan of record now.", name=row.name)
    result = {"promoted": row.name, "left_out": sentences}
    return Outcome(FINDINGS if told else DONE, result, (done, *sentences))


def _left_out(one: LeftOut, language: Language) -> str:
    told = language.text(one.rule, **one.params)
    return language.text("Step {number} is not taken. {told}", number=one.step, told=told)


def _named(rows: tuple[ScenarioRow, ...], name: str) -> ScenarioRow:
    for row in rows:
        if row.name.casefold() == name.strip().casefold():
            return row
    raise Refused("There is no scenario “{name}”.", name=name)


def _figures(figures: Figures, record: Figures | None) -> Mapping[str, Any]:
    then = {} if record is None else {row.uid: row for row in record.projects}
    return {
        "finish": figures.finish,
        "overloaded_weeks": figures.overloaded_weeks,
        "overload_hours": round(figures.overload_hours, 1),
        "overload_window_weeks": WEEKS_AHEAD,
        "later_hours": round(figures.later_hours, 1),
        "left_out": [
            {"step": one.step, "reason": one.rule.format(**one.params)} for one in figures.left_out
        ],
        "projects": [
            {
                "code": row.code,
                "name": row.name,
                "priority": row.priority,
                "state": row.state,
                "start": row.start,
                "finish": row.finish,
                "finish_before": then[row.uid].finish if row.uid in then else None,
                "cost": row.cost,
                "currency": row.currency,
                "float_days": None if row.float_days is None else round(row.float_days, 2),
                "critical_tasks": row.critical,
            }
            for row in figures.projects
        ],
        "overloads": [
            {
                "person": one.name,
                "weeks": one.weeks,
                "hours": round(one.hours, 1),
                "later_hours": round(one.later_hours, 1),
            }
            for one in figures.people
        ],
    }


def _lines(name: str, figures: Figures, language: Language) -> Iterator[str]:
    text = language.text
    yield text(
        "{name}: last finish {finish}; in the next {weeks} weeks {n} overloaded weeks of people,"
        " {hours} hours too many; later {later} hours",
        name=name or text("Plan of record"),
        finish=language.date(figures.finish),
        n=figures.overloaded_weeks,
        weeks=WEEKS_AHEAD,
        hours=language.number(round(figures.overload_hours)),
        later=language.number(round(figures.later_hours)),
    )
    for one in figures.left_out:
        yield "  " + _left_out(one, language)


SCENARIOS = Command(
    "scenarios",
    "Compare the scenarios with the plan of record, or make one of them the plan.",
    scenarios,
    (
        Argument(
            ("--promote",),
            "take the steps of the scenario with this name as one edit",
            {"metavar": "NAME"},
        ),
    ),
)
