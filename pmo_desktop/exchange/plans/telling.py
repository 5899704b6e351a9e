"""What would move in a plan file, for people and for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pmo_desktop.exchange.plans.moves import Move
from pmo_desktop.exchange.plans.reading import PlanReading
from pmo_desktop.language import Language


def say_reason(move: Move, language: Language) -> str:
    """Why a task comes to lie where it does."""
    reason = move.reason
    params = dict(reason.params)
    if "constraint" in params:
        params["constraint"] = language.term(f"constraint.{params['constraint']}")
    if isinstance(params.get("date"), datetime):
        params["date"] = language.moment(params["date"])
    return language.text(reason.rule, **params)


def say_move(move: Move, language: Language) -> str:
    """One line: the task, its recorded and its computed dates, the reason."""
    return language.text(
        "{task}: recorded {recorded}, computed {computed}. {reason}",
        task=f"{move.wbs} {move.name}".strip(),
        recorded=_span(move.recorded_start, move.recorded_finish, language),
        computed=_span(move.start, move.finish, language),
        reason=say_reason(move, language),
    )


def _span(start: datetime | None, finish: datetime | None, language: Language) -> str:
    return " – ".join(language.moment(at) if at is not None else "…" for at in (start, finish))


def plan_as_json(reading: PlanReading, language: Language) -> dict[str, Any]:
    """`moves` has what lies elsewhere than the file says, by the file's ids of the tasks."""
    plan = reading.plan
    starts = [dates.start for dates in reading.computed.dates.values() if dates.start]
    return {
        "source": plan.source,
        "tasks": len(plan.tasks),
        "calendars": [calendar.name for calendar in plan.calendars],
        "resources": len(plan.resources),
        "assignments": len(plan.assignments),
        "would_move": len(reading.moves),
        "keeps_dates": reading.keeps_dates,
        "start": _iso(min(starts, default=None)),
        "finish": _iso(reading.computed.result.finish),
        "moves": [_move(move, language) for move in reading.moves],
    }


def _move(move: Move, language: Language) -> dict[str, Any]:
    return {
        "uid": move.uid,
        "wbs": move.wbs,
        "name": move.name,
        "recorded_start": _iso(move.recorded_start),
        "recorded_finish": _iso(move.recorded_finish),
        "start": _iso(move.start),
        "finish": _iso(move.finish),
        "days": move.days,
        "code": move.code,
        "reason": say_reason(move, language),
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
