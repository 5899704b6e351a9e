"""The checks of a schedule in words: what each looks for, and how a project came off."""

from __future__ import annotations

from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.schedule_checks import INDEXES, Outcome, ScheduleCheck
from pmo_desktop.language import Language

MEANINGS = {
    ScheduleCheck.LOGIC: Reason("Tasks not done that lack a predecessor or a successor"),
    ScheduleCheck.LEADS: Reason("Links with a lead: the successor begins before its time"),
    ScheduleCheck.LAGS: Reason("Links with a lag of more than five working days"),
    ScheduleCheck.RELATIONS: Reason("Links that are not finish-to-start"),
    ScheduleCheck.HARD_CONSTRAINTS: Reason(
        "Tasks not done with a date that stops links: must start or finish on, no later than"
    ),
    ScheduleCheck.HIGH_FLOAT: Reason(
        "Tasks not done with more than 44 working days of float: a link may be missing"
    ),
    ScheduleCheck.NEGATIVE_FLOAT: Reason("Tasks not done that cannot keep a date set for them"),
    ScheduleCheck.HIGH_DURATION: Reason(
        "Tasks not done that take more than 44 working days: they should be cut up"
    ),
    ScheduleCheck.INVALID_DATES: Reason(
        "Actual dates behind the status date, or expected ones before it"
    ),
    ScheduleCheck.RESOURCES: Reason("Tasks not done that nobody works on"),
    ScheduleCheck.MISSED: Reason("Tasks due by the status date that missed their baseline"),
    ScheduleCheck.CRITICAL_PATH: Reason(
        "Whether a delay at the start of the critical path reaches the finish"
    ),
    ScheduleCheck.CPLI: Reason(
        "Critical path length index: how tight the way to the baseline's finish is"
    ),
    ScheduleCheck.BEI: Reason(
        "Baseline execution index: tasks done, against those that should be done by now"
    ),
    ScheduleCheck.DONE_UNDATED: Reason("Tasks that are done, and nobody said when"),
}


def value_text(outcome: Outcome, language: Language) -> str:
    """`12 of 80 (15%), at most 5%`, `0.87, at least 0.95`; nothing where nothing was judged."""
    if outcome.value is None:
        return ""
    if outcome.check in INDEXES:
        return language.text(
            "{value}, at least {limit}", value=round(outcome.value, 2), limit=outcome.limit
        )
    return language.text(
        "{count} of {total} ({share}), at most {limit}",
        count=outcome.count,
        total=outcome.total,
        share=language.percent(outcome.value, 1),
        limit=language.percent(outcome.limit),
    )
