"""`send-out --round`: a reporting round is begun, or sent out again; what was sent is kept."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pmo_desktop.commands.console import Console
from pmo_desktop.commands.outcome import DONE, FAILED, FINDINGS, Outcome
from pmo_desktop.commands.round_choice import day
from pmo_desktop.commands.shared import workspace
from pmo_desktop.services.refused import Refused

if TYPE_CHECKING:
    from pmo_desktop.services.round_rows import RoundRow
    from pmo_desktop.services.rounds import RoundPlan
    from pmo_desktop.storage.workspace import Workspace


def send_round_out(options: argparse.Namespace, console: Console) -> Outcome:
    """An open round of the period is sent out again, with what the options change of it."""
    from pmo_desktop.exchange.rounds.as_json import round_as_json
    from pmo_desktop.exchange.rounds.sending import send_round
    from pmo_desktop.services.round_rows import rounds

    with workspace(options, create=False) as opened:
        named = _named_projects(opened, options.project)
        round_id = _round(opened, options, console, named)
        sent = send_round(opened, round_id, console.report, named or None)
        row = next(row for row in opened.query(rounds) if row.id == round_id)
    say = console.language.text
    findings = [say(found.sentence, **found.params) for found in sent.findings]
    result = {
        "round": round_as_json(row),
        "files": [str(file) for file in sent.files],
        "findings": findings,
    }
    if not sent.files:
        return Outcome(FAILED, result, tuple(findings))
    line = say("{n} workbooks of the round {period} are in {folder}", n=len(sent.files),
               period=row.period, folder=row.folder)  # fmt: skip
    return Outcome(FINDINGS if findings else DONE, result, (line, *findings))


def _round(
    opened: Workspace, options: argparse.Namespace, console: Console, named: Sequence[int]
) -> int:
    """The id of the round, begun or changed as the options say."""
    from pmo_desktop.services.office import office
    from pmo_desktop.services.round_rows import projects_under_way, rounds
    from pmo_desktop.services.rounds import RoundPlan, change_round, open_round
    from pmo_desktop.storage.changes import Title

    period = options.period or opened.query(office).period
    known = [row for row in opened.query(rounds) if row.period == period and row.is_open]
    if known:
        plan = _with_options(_plan_of(opened, known[0]), options)
        wanted = replace(plan, projects=tuple(dict.fromkeys((*plan.projects, *named))))
        title = Title("Change the round {period}", {"period": period})
        opened.edit(title, change_round, known[0].id, wanted)
        return known[0].id
    projects = tuple(named) or opened.query(projects_under_way)
    plan = RoundPlan(period, projects, language=console.language.code)
    title = Title("Begin the round {period}", {"period": period})
    begun: int = opened.edit(title, open_round, _with_options(plan, options)).result
    return begun


def _plan_of(opened: Workspace, row: RoundRow) -> RoundPlan:
    from pmo_desktop.services.round_rows import plan_of

    return opened.query(plan_of, row.id)


def _with_options(plan: RoundPlan, options: argparse.Namespace) -> RoundPlan:
    from pmo_desktop.domain.rounds import FoldersBy

    if options.output is not None:
        plan = replace(plan, folder=str(options.output.absolute()))
    if options.due:
        plan = replace(plan, due=day(options.due))
    if options.sheets:
        plan = replace(plan, sheets=tuple(options.sheets))
    if options.language:
        plan = replace(plan, language=options.language)
    if options.name_pattern:
        plan = replace(plan, name_pattern=options.name_pattern)
    if options.by_department:
        plan = replace(plan, folders_by=FoldersBy.DEPARTMENT)
    if options.by_project:
        plan = replace(plan, folders_by=FoldersBy.PROJECT)
    return plan


def _named_projects(opened: Workspace, codes: Sequence[str]) -> tuple[int, ...]:
    from pmo_desktop.services.records import project_ids

    known = opened.query(project_ids)
    for code in codes:
        if code not in known:
            raise Refused("There is no project with the code {code}.", code=code)
    return tuple(known[code] for code in codes)
