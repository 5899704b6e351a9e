"""The resources of a Microsoft Project XML file, and what they are assigned to.

Work that nobody is assigned to is written there as the work of resource -65535; the task has it as
well, so it is let go unless it carries fields of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from xml.etree.ElementTree import Element

from pmo_desktop.domain.plan_file import PlanAssignment, PlanRate, PlanResource
from pmo_desktop.domain.tasks import Contour, ResourceKind
from pmo_desktop.exchange.plans.codes import CONTOURS, NO_CALENDAR, RATE_TABLES
from pmo_desktop.exchange.plans.elements import as_text, children, find, leaves, local, words
from pmo_desktop.exchange.plans.fields import FieldNames
from pmo_desktop.exchange.plans.values import Values, is_yes

KNOWN_OF_RESOURCE = frozenset(
    words(
        "UID ID Name Type IsNull EmailAddress MaxUnits MaterialLabel CalendarUID IsCostResource "
        "IsInactive StandardRate OvertimeRate CostPerUse"
    )
)
FOLLOWING_OF_RESOURCE = frozenset(
    words(
        "PeakUnits OverAllocated Work RegularWork OvertimeWork ActualWork RemainingWork Start "
        "Finish ActualOvertimeWork RemainingOvertimeWork PercentWorkComplete Cost OvertimeCost "
        "ActualCost ActualOvertimeCost RemainingCost RemainingOvertimeCost WorkVariance "
        "CostVariance SV CV ACWP BCWS BCWP CreationDate ActualWorkProtected "
        "ActualOvertimeWorkProtected AvailableFrom AvailableTo"
    )
)
KNOWN_OF_ASSIGNMENT = frozenset(
    words(
        "UID TaskUID ResourceUID Units Work ActualWork Start Finish Delay WorkContour "
        "CostRateTable Cost ActualCost"
    )
)
FOLLOWING_OF_ASSIGNMENT = frozenset(
    words(
        "ACWP BCWS BCWP CV SV VAC CostVariance StartVariance FinishVariance WorkVariance "
        "OvertimeCost OvertimeWork RegularWork RemainingCost RemainingWork RemainingOvertimeCost "
        "RemainingOvertimeWork ActualOvertimeCost ActualOvertimeWork ActualStart ActualFinish "
        "PercentWorkComplete Stop Resume Overallocated CreationDate Milestone Summary "
        "ActualWorkProtected ActualOvertimeWorkProtected LinkedFields"
    )
)
NOT_KEPT_OF_ASSIGNMENT = KNOWN_OF_ASSIGNMENT | FOLLOWING_OF_ASSIGNMENT
USUAL: Mapping[str, frozenset[str]] = {
    name: frozenset(values)
    for name, *values in (
        line.split(":")
        for line in words(
            "CanLevel:1:0 AccrueAt:3 StandardRateFormat:2:8 OvertimeRateFormat:2 IsGeneric:0 "
            "IsBudget:0 IsEnterprise:0 BookingType:0 WorkGroup:0:1 Confirmed:0 "
            "HasFixedRateUnits:1 FixedMaterial:0 LevelingDelay:0 LevelingDelayFormat:7:8 "
            "ResponsePending:0 UpdateNeeded:0 BudgetCost:0 BudgetWork:PT0H0M0S RateScale:0"
        )
    )
}
REMAINING_WORK, ACTUAL_WORK = "1", "2"
NOTHING_DONE = frozenset({"", "PT0H0M0S", "PT0M0S", "PT0S", "0"})


class Span(NamedTuple):
    """A stretch of an assignment's time, and whether anything is done in it."""

    start: datetime
    finish: datetime
    is_worked: bool


class ReadAssignment(NamedTuple):
    """`spans` are there where its work pauses; `left_out` has the codes of what else it says."""

    assignment: PlanAssignment
    spans: tuple[Span, ...]
    left_out: tuple[str, ...] = ()


def read_resource(element: Element, values: Values, fields: FieldNames) -> PlanResource | None:
    """None for an empty row, and for the one without a name that stands for nobody."""
    own = leaves(element)
    uid = own.get("UID", "") or own.get("ID", "")
    name = " ".join(own.get("Name", "").split())
    if not uid or not name or is_yes(own.get("IsNull")):
        return None
    extras = [
        (key, value)
        for key, value in own.items()
        if key not in KNOWN_OF_RESOURCE
        and key not in FOLLOWING_OF_RESOURCE
        and value
        and value not in USUAL.get(key, ())
    ]
    extras += _parts(element, fields, ("Rates",))
    calendar = own.get("CalendarUID", "")
    units = own.get("MaxUnits", "")
    return PlanResource(
        uid,
        name,
        _kind(own),
        own.get("EmailAddress", ""),
        float(values.number(units)) if units else 1.0,
        not is_yes(own.get("IsInactive")),
        own.get("MaterialLabel", ""),
        "" if calendar in NO_CALENDAR else calendar,
        _rates(element, own, values),
        tuple(sorted(extras)),
    )


Dates = Mapping[str, tuple[datetime | None, datetime | None]]


def read_assignment(
    element: Element, values: Values, fields: FieldNames, dates: Dates
) -> ReadAssignment | None:
    """None where it does not say of which task and whom it is; `dates` are those of the tasks."""
    own = leaves(element)
    task, resource = own.get("TaskUID", ""), own.get("ResourceUID", "")
    if not task or not resource:
        return None
    extras = [
        (key, own[key])
        for key in own.keys() - NOT_KEPT_OF_ASSIGNMENT
        if own[key] and own[key] not in USUAL.get(key, ())
    ]
    contour = CONTOURS.get(own.get("WorkContour", "0"), Contour.FLAT)
    kept = () if contour is Contour.OWN else ("TimephasedData",)
    extras += _parts(element, fields, kept)
    units = own.get("Units", "")
    start, finish = values.moment(own.get("Start")), values.moment(own.get("Finish"))
    of_task = dates.get(task, (None, None))
    found = PlanAssignment(
        task,
        resource,
        float(values.number(units)) if units else 1.0,
        values.minutes(own.get("Work")),
        values.minutes(own.get("ActualWork")) or None,
        None if start == of_task[0] else start,
        None if finish == of_task[1] else finish,
        values.tenths(own.get("Delay")),
        contour,
        RATE_TABLES.get(own.get("CostRateTable", "0"), "A"),
        values.money(own.get("Cost")) or None,
        values.money(own.get("ActualCost")) or None,
        tuple(sorted(extras)),
    )
    left_out = []
    if own.get("OvertimeWork", "") not in NOTHING_DONE:
        left_out.append("plan_overtime")
    if kept and _has_days(element):
        left_out.append("plan_by_days")
    return ReadAssignment(found, _spans(element, values), tuple(left_out))


def _has_days(element: Element) -> bool:
    """Whether it says day by day what follows from nothing: what was done, what a baseline had."""
    for part in children(element, "TimephasedData"):
        told = leaves(part)
        if told.get("Type") != REMAINING_WORK and told.get("Value", "") not in NOTHING_DONE:
            return True
    return False


def _kind(own: Mapping[str, str]) -> ResourceKind:
    if is_yes(own.get("IsCostResource")) or own.get("Type") == "2":
        return ResourceKind.COST
    return ResourceKind.MATERIAL if own.get("Type") == "0" else ResourceKind.WORK


def _rates(element: Element, own: Mapping[str, str], values: Values) -> tuple[PlanRate, ...]:
    """The tables of rates; where there are none, the one rate of the resource itself."""
    found = []
    for rate in children(find(element, "Rates"), "Rate"):
        told = leaves(rate)
        first = values.moment(told.get("RatesFrom"))
        is_ever = first is None or first.year <= 1984
        found.append(
            PlanRate(
                RATE_TABLES.get(told.get("RateTable", "0"), "A"),
                None if is_ever or first is None else first.date(),
                _minor(told.get("StandardRate"), values),
                _minor(told.get("OvertimeRate"), values),
                values.money(told.get("CostPerUse")) or 0,
            )
        )
    if not found:
        found = [
            PlanRate(
                "A",
                None,
                _minor(own.get("StandardRate"), values),
                _minor(own.get("OvertimeRate"), values),
                values.money(own.get("CostPerUse")) or 0,
            )
        ]
    return tuple(rate for rate in found if rate.standard or rate.overtime or rate.per_use)


def _minor(text: str | None, values: Values) -> int:
    """A rate is written in whole currency an hour, unlike costs."""
    return round(values.number(text) * 100)


def _parts(
    element: Element, fields: FieldNames, left_out: tuple[str, ...]
) -> list[tuple[str, str]]:
    found = []
    for child in [child for child in element if len(child)]:
        name = local(child.tag)
        if name in left_out:
            continue
        if name == "ExtendedAttribute":
            found.append(fields.value(child))
        else:
            found.append((name, as_text(child)))
    return found


def _spans(element: Element, values: Values) -> tuple[Span, ...]:
    """What is done when, where it pauses somewhere; empty where it does not."""
    found = []
    for part in children(element, "TimephasedData"):
        told = leaves(part)
        if told.get("Type") not in (REMAINING_WORK, ACTUAL_WORK):
            continue
        start, finish = values.moment(told.get("Start")), values.moment(told.get("Finish"))
        if start is not None and finish is not None and start < finish:
            found.append(Span(start, finish, told.get("Value", "") not in NOTHING_DONE))
    if all(span.is_worked for span in found) or not any(span.is_worked for span in found):
        return ()
    return tuple(sorted(found))
