"""`level`: the portfolio balanced, so that nobody is asked for more than there is."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date, datetime
from math import inf
from typing import TYPE_CHECKING, Any

from pmo_desktop.commands.command import Argument, Command
from pmo_desktop.commands.console import Console
from pmo_desktop.commands.interrupts import Interrupts
from pmo_desktop.commands.outcome import DONE, FINDINGS, Outcome
from pmo_desktop.commands.shared import workspace
from pmo_desktop.domain.load import WEEKS_AHEAD
from pmo_desktop.services.refused import Refused

if TYPE_CHECKING:
    from pmo_desktop.domain.balance import Bounds, Levelled, TaskMove, TaskName, Unsolved
    from pmo_desktop.domain.health import Reason
    from pmo_desktop.language import Language
    from pmo_desktop.services.balancing import MovedTask
    from pmo_desktop.storage.workspace import Workspace

MOST_LINES = 40
RECKONED = "beyond what each person has in a week, in the next {weeks} weeks, as load tells them"
CLASHES = "asked of somebody beyond what they have at that moment, whenever: what levelling undoes"


def level(options: argparse.Namespace, console: Console) -> Outcome:
    if options.put_back:
        return _put_back(options, console)
    from pmo_desktop.services.balancing import adopt
    from pmo_desktop.services.levelling import asked, balance
    from pmo_desktop.storage.changes import Title

    with workspace(options, create=False) as opened:
        wanted = opened.query(asked, _bounds(options, opened))
        with Interrupts() as interrupts:
            found = balance(wanted, interrupts.heeded_by(console.report))
        moved = None
        if options.adopt:
            moved = opened.edit(Title("Balance the portfolio"), adopt, found.tasks).result
    language = console.language
    lines = [*_lines(found, language), *_told(found, language)]
    if interrupts.came:
        lines.append(language.text("Stopped: this is the best plan so far."))
    if moved is not None:
        lines.append(language.text("Adopted: {n} tasks lie elsewhere now.", n=moved))
    told = found.unsolved or found.findings
    shown = {"stopped": interrupts.came, **_result(found, moved is not None, language)}
    return Outcome(FINDINGS if told else DONE, shown, tuple(lines))


def _bounds(options: argparse.Namespace, opened: Workspace) -> Bounds:
    from pmo_desktop.domain.balance import Bounds
    from pmo_desktop.domain.levelling.objective import Objective
    from pmo_desktop.services.records import project_ids

    for name in ("schedules", "seconds"):
        given = getattr(options, name)
        if given is not None and not 0 < given < inf:
            raise Refused("There is at least one schedule, and some time, to be spent.")
    schedules = options.schedules
    if schedules is None and options.seconds is None:
        schedules = Bounds.schedules
    known = opened.query(project_ids)
    for code in options.project:
        if code not in known:
            raise Refused("There is no project with the code {code}.", code=code)
    return Bounds(
        objective=Objective(options.objective),
        schedules=schedules,
        seconds=options.seconds,
        seed=options.seed,
        keep_team_dates=options.keep_team_dates,
        keep_deadlines=options.keep_deadlines,
        kept=frozenset(_people(options.keep, opened)),
        projects=frozenset(known[code] for code in options.project) or None,
    )


def _people(names: list[str], opened: Workspace) -> Iterator[int]:
    from pmo_desktop.services.levelling_problem import people_named

    for name in names:
        found = opened.query(people_named, name)
        if not found:
            raise Refused("There is nobody with the name {name}.", name=name)
        yield from found


def _put_back(options: argparse.Namespace, console: Console) -> Outcome:
    from pmo_desktop.services.balancing import moved_tasks, put_back
    from pmo_desktop.storage.changes import Title

    with workspace(options, create=False) as opened:
        moved = opened.query(moved_tasks)
        if moved:
            opened.edit(Title("Put back what levelling moved"), put_back)
    text = console.language.text
    line = text("{n} tasks were put back.", n=len(moved))
    if not moved:
        line = text("Levelling has moved nothing: there is nothing to put back.")
    return Outcome(DONE, {"put_back": [_moved_task(task) for task in moved]}, (line,))


def _moved_task(task: MovedTask) -> dict[str, Any]:
    return {
        "project": task.project_code,
        "wbs": task.wbs,
        "name": task.name,
        "from": _moment(task.start),
        "to": _moment(task.moved_from),
    }


# For people


def _lines(found: Levelled, language: Language) -> Iterator[str]:
    text = language.text
    for project in found.projects:
        yield text(
            "{project}: {before} → {after} ({days} d), {n} tasks moved",
            project=f"{project.code} {project.name}".strip(),
            before=language.date(_day(project.before)),
            after=language.date(_day(project.after)),
            days=f"{project.days:+d}",
            n=project.moved,
        )
    for move in found.moves[:MOST_LINES]:
        yield _move_line(move, language)
    if len(found.moves) > MOST_LINES:
        yield text("and {n} more: --json lists them all.", n=len(found.moves) - MOST_LINES)
    yield text(
        "{hours} h beyond capacity in the next {weeks} weeks before, {left} h after;"
        " later {later} h before, {later_left} h after; at the same time as other work {clash} h"
        " before, {clash_left} h after; {n} schedules in {seconds} s",
        hours=round(found.before.over),
        weeks=WEEKS_AHEAD,
        left=round(found.after.over),
        later=round(found.before.later),
        later_left=round(found.after.later),
        clash=round(found.before.clash),
        clash_left=round(found.after.clash),
        n=found.schedules,
        seconds=f"{found.seconds:.1f}",
    )


def _move_line(move: TaskMove, language: Language) -> str:
    return language.text(
        "  {task}: {before} → {after} ({days} d). {why}.",
        task=f"{move.project_code} {move.wbs} {move.name}",
        before=language.date(_day(move.start_before)),
        after=language.date(_day(move.start)),
        days=f"{move.days:+d}",
        why=_said(move.reasons, language),
    )


def _told(found: Levelled, language: Language) -> Iterator[str]:
    for one in found.unsolved[:MOST_LINES]:
        yield language.text("Not solved: {what}. {why}.", what=_what(one, language),
                            why=_said((one.reason,), language))  # fmt: skip
    if len(found.unsolved) > MOST_LINES:
        left = len(found.unsolved) - MOST_LINES
        yield language.text("and {n} more: --json lists them all.", n=left)
    for finding in found.findings[:MOST_LINES]:
        yield language.text(finding.rule, **finding.params)


def _what(one: Unsolved, language: Language) -> str:
    days = {"first": language.date(one.first), "last": language.date(one.last)}
    if not one.person:
        return language.text("{task}, {first} to {last}", task=one.tasks[0], **days)
    return language.text(
        "{person}, {first} to {last}, {hours} h clash",
        person=one.person,
        hours=f"{one.hours:.1f}",
        **days,
    )


def _said(reasons: tuple[Reason, ...], language: Language) -> str:
    return language.text("; ").join(language.text(one.rule, **one.params) for one in reasons)


# For programs


def _result(found: Levelled, adopted: bool, language: Language) -> dict[str, Any]:
    bounds = found.bounds
    before = [p.before for p in found.projects if p.before is not None]
    return {
        "objective": bounds.objective.value,
        "seed": bounds.seed,
        "schedules": found.schedules,
        "seconds": round(found.seconds, 3),
        "adopted": adopted,
        "finish_before": _moment(max(before, default=None)),
        "finish_after": _moment(found.finish),
        "overload_hours_before": round(found.before.over, 2),
        "overload_hours_after": round(found.after.over, 2),
        "overload_hours_are": language.text(RECKONED, weeks=WEEKS_AHEAD),
        "overload_first": found.before.ahead[0].isoformat(),
        "overload_until": found.before.ahead[1].isoformat(),
        "later_hours_before": round(found.before.later, 2),
        "later_hours_after": round(found.after.later, 2),
        "clash_hours_before": round(found.before.clash, 2),
        "clash_hours_after": round(found.after.clash, 2),
        "clash_hours_are": language.text(CLASHES),
        "projects": [
            {
                "code": project.code,
                "name": project.name,
                "priority": project.priority,
                "finish_before": _moment(project.before),
                "finish_after": _moment(project.after),
                "days": project.days,
                "moved": project.moved,
            }
            for project in found.projects
        ],
        "moved": [_moved(move, language) for move in found.moves],
        "unsolved": [_unsolved(one, language) for one in found.unsolved],
        "findings": [language.text(one.rule, **one.params) for one in found.findings],
    }


def _moved(move: TaskMove, language: Language) -> dict[str, Any]:
    return {
        "project": move.project_code,
        "wbs": move.wbs,
        "name": move.name,
        "from": _moment(move.start_before),
        "to": _moment(move.start),
        "finish_before": _moment(move.finish_before),
        "finish_after": _moment(move.finish),
        "days": move.days,
        "held": move.held,
        "people": list(move.people),
        "why": [language.text(one.rule, **one.params) for one in move.reasons],
        "because_of": [_named(one) for one in move.by],
    }


def _named(task: TaskName) -> dict[str, Any]:
    return {"project": task.project, "wbs": task.wbs, "name": task.name}


def _unsolved(one: Unsolved, language: Language) -> dict[str, Any]:
    return {
        "person": one.person or None,
        "first": one.first and one.first.isoformat(),
        "last": one.last and one.last.isoformat(),
        "hours": round(one.hours, 2),
        "tasks": list(one.tasks),
        "rows": [_named(task) for task in one.named],
        "bookings": list(one.bookings),
        "why": language.text(one.reason.rule, **one.reason.params),
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="minutes")


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


LEVEL = Command(
    "level",
    "Balance the portfolio: move work to where its people have room.",
    level,
    (
        Argument(
            ("--schedules",),
            "how many schedules are tried (1000, unless seconds are given)",
            {"type": int, "metavar": "N"},
        ),
        Argument(("--seconds",), "how long is looked for a better plan", {"type": float}),
        Argument(
            ("--seed",),
            "the same number gives the same result (1)",
            {"type": int, "default": 1},
        ),
        Argument(
            ("--objective",),
            "everything done soon (makespan), or the projects late as little as may be (tardiness)",
            {"choices": ("makespan", "tardiness"), "default": "tardiness"},
        ),
        Argument(
            ("--keep-team-dates",),
            "dates that teams gave are not moved",
            {"action": "store_true"},
        ),
        Argument(
            ("--keep-deadlines",),
            "no task may end behind its deadline",
            {"action": "store_true"},
        ),
        Argument(
            ("--keep",),
            "tasks of this person stay where they are; may be given several times",
            {"action": "append", "default": [], "metavar": "PERSON"},
        ),
        Argument(
            ("--project",),
            "only tasks of the project with this code are moved; may be given several times",
            {"action": "append", "default": [], "metavar": "CODE"},
        ),
        Argument(("--adopt",), "give the tasks these dates", {"action": "store_true"}),
        Argument(
            ("--put-back",),
            "put all tasks back that levelling moved, and do nothing else",
            {"action": "store_true"},
        ),
    ),
)
