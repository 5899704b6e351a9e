"""Tasks with their links and baselines as Microsoft Project has them."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from pmo_desktop.domain.plan_file import PlanBaseline, PlanLink, PlanTask
from pmo_desktop.domain.tasks import Constraint, LagKind, TaskKind
from pmo_desktop.exchange.plans import codes, order
from pmo_desktop.exchange.plans.mspdi_tasks import DURATION_FORMATS
from pmo_desktop.exchange.plans.values import duration_text
from pmo_desktop.exchange.plans.writing.parts import Parts, leaf
from pmo_desktop.exchange.plans.writing.texts import flag, minutes, moment, money

CONSTRAINTS, LINK_TYPES = codes.back(codes.CONSTRAINTS), codes.back(codes.LINK_TYPES)
TASK_TYPES = codes.back(codes.TASK_TYPES)
LAG_FORMATS = {
    LagKind.WORKING: codes.DAYS,
    LagKind.ELAPSED: codes.ELAPSED_DAYS,
    LagKind.SHARE: codes.SHARE,
}
# What a task kept of its unassigned work is written with its assignments.
UNASSIGNED = "Unassigned"


def task_element(task: PlanTask, place: int, number: str, fields: Mapping[str, str]) -> str:
    """The task at this place of the list, from 1, with this number in the outline; `fields` has the
    numbers of its makers' fields."""
    parts = Parts(fields)
    parts.put_back(pair for pair in task.extras if pair[0] != UNASSIGNED)
    parts.set(_said(task, place, number).items())
    parts.set_if_missing(
        (
            ("WBS", number),
            ("DurationFormat", DURATION_FORMATS[task.estimated, task.elapsed]),
            ("Milestone", flag(task.kind is TaskKind.MILESTONE)),
        )
    )
    if task.kind is TaskKind.SUMMARY:
        parts.set((("Milestone", "0"),))
    parts.put_before("PredecessorLink", map(_link, task.links))
    parts.set_elements("Baseline", map(_baseline, task.baselines))
    return parts.element("Task", order.TASK)


def _said(task: PlanTask, place: int, number: str) -> dict[str, str]:
    has_date = task.constraint is not Constraint.ASAP
    said = {
        "UID": task.uid,
        "ID": str(place),
        "Name": task.name,
        "Active": flag(task.active),
        "Manual": flag(task.manual or ("Manual", "1") in task.extras),
        "Type": TASK_TYPES[task.task_type],
        "IsNull": "0",
        "OutlineNumber": number,
        "OutlineLevel": str(task.level),
        "Priority": str(task.priority),
        "Start": moment(task.start),
        "Finish": moment(task.finish),
        "Duration": duration_text(task.duration_minutes),
        "Work": minutes(task.work_minutes),
        "Resume": moment(task.resume),
        "EffortDriven": flag(task.effort_driven),
        "Estimated": flag(task.estimated),
        "Summary": flag(task.kind is TaskKind.SUMMARY),
        "FixedCost": money(task.fixed_cost),
        "PercentComplete": str(round(task.percent_complete * 100)),
        "Cost": money(task.cost),
        "ActualStart": moment(task.actual_start),
        "ActualFinish": moment(task.actual_finish),
        "ActualCost": money(task.actual_cost),
        "ConstraintType": CONSTRAINTS[task.constraint],
        "CalendarUID": task.calendar or "-1",
        "ConstraintDate": moment(task.constraint_date) if has_date else "",
        "Deadline": moment(task.deadline),
        "IgnoreResourceCalendar": flag(task.ignores_people),
        "Notes": task.notes,
    }
    if task.manual:
        for name in ("Start", "Finish", "Duration"):
            said[f"Manual{name}"] = said[name]
    return said


def _link(link: PlanLink) -> str:
    lag = round(link.lag_share * 100) if link.lag_kind is LagKind.SHARE else link.lag_minutes * 10
    return (
        f"<PredecessorLink><PredecessorUID>{escape(link.predecessor)}</PredecessorUID>"
        f"<Type>{LINK_TYPES[link.type]}</Type><CrossProject>0</CrossProject>"
        f"<LinkLag>{lag}</LinkLag><LagFormat>{LAG_FORMATS[link.lag_kind]}</LagFormat>"
        "</PredecessorLink>"
    )


def _baseline(one: PlanBaseline) -> str:
    said = (
        ("Number", str(one.number)),
        ("Start", moment(one.start)),
        ("Finish", moment(one.finish)),
        ("Duration", minutes(one.duration_minutes)),
        ("DurationFormat", "7" if one.duration_minutes is not None else ""),
        ("Work", minutes(one.work_minutes)),
        ("Cost", money(one.cost)),
    )
    return f"<Baseline>{''.join(leaf(name, text) for name, text in said if text)}</Baseline>"
