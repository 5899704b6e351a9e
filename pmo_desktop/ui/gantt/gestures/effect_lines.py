"""The effect of an edit in words: the lines beside the mouse."""

from __future__ import annotations

from collections.abc import Iterator

from pmo_desktop.domain.plan import PlanRow
from pmo_desktop.language import Language
from pmo_desktop.ui.gantt.gestures.effects import Effect

# How many moved milestones are named, and how many letters of each.
MILESTONES, NAME = 3, 32


def lines_of(effect: Effect, dragged: PlanRow | None, language: Language) -> tuple[str, ...]:
    """Where what is dragged would lie, which milestones move and how far, what becomes of the
    finish of its project."""
    return (
        *_own_dates(effect, dragged, language),
        *_milestones(effect, dragged, language),
        *dict.fromkeys(_slips(effect, language)),
    )


def _own_dates(effect: Effect, row: PlanRow | None, language: Language) -> Iterator[str]:
    dates = effect.moved.get(row.task_id) if row is not None and row.task_id else None
    if dates is not None and row is not None and row.kind != "milestone":
        start, finish = (language.date(moment) for moment in dates)
        yield language.text("{start} to {finish}", start=start, finish=finish)


def _milestones(effect: Effect, row: PlanRow | None, language: Language) -> Iterator[str]:
    text = language.text
    own = None if row is None else row.task_id
    others = [one for one in effect.milestones if one.task_id != own]
    for one in others[:MILESTONES]:
        name = one.name if len(one.name) <= NAME else one.name[: NAME - 1] + "\u2026"
        yield text("milestone {name} {days} d", name=name, days=f"{one.days:+d}")
    if len(others) > MILESTONES:
        yield text("and {n} more milestones", n=len(others) - MILESTONES)


def _slips(effect: Effect, language: Language) -> Iterator[str]:
    for days in effect.slips.values():
        if days:
            yield language.text("finish of the project {days} d by the calendar", days=f"{days:+d}")
        else:
            yield language.text("the project's finish stays")
