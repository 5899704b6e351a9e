"""The tasks of a Microsoft Project XML file.

The outline is taken from the levels in the order of the file, as Microsoft Project does; a code
that somebody gave by hand is kept beside it. What follows from the rest of the file (floats,
variances, earned value) is not kept: the program computes it, and writes it anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any
from xml.etree.ElementTree import Element

from pmo_desktop.domain.plan_file import PlanBaseline, PlanLink, PlanTask
from pmo_desktop.domain.tasks import Constraint, LagKind, TaskKind, TaskType
from pmo_desktop.exchange.plans.codes import (
    CONSTRAINTS,
    LINK_TYPES,
    NO_CALENDAR,
    NO_FORMATS,
    TASK_TYPES,
    is_elapsed,
    is_share,
)
from pmo_desktop.exchange.plans.elements import as_text, leaves, words
from pmo_desktop.exchange.plans.fields import FieldNames
from pmo_desktop.exchange.plans.values import Values, is_yes

# What the fields of `PlanTask` are made of.
KNOWN = frozenset(
    words(
        "UID ID Name Active Manual Type IsNull OutlineNumber OutlineLevel Priority Start Finish "
        "Duration DurationFormat Estimated EffortDriven Milestone Summary CalendarUID "
        "ConstraintType ConstraintDate Deadline IgnoreResourceCalendar PercentComplete ActualStart "
        "ActualFinish Resume Work FixedCost Cost ActualCost Notes"
    )
)
# What the program (and Microsoft Project itself) computes of the rest.
FOLLOWING = frozenset(
    words(
        "EarlyStart EarlyFinish LateStart LateFinish StartVariance FinishVariance WorkVariance "
        "FreeSlack TotalSlack StartSlack FinishSlack Critical OverAllocated ACWP BCWS BCWP CV SV "
        "ActualDuration RemainingDuration ActualWork RemainingWork RegularWork RemainingCost "
        "ActualOvertimeCost ActualOvertimeWork RemainingOvertimeCost RemainingOvertimeWork "
        "OvertimeCost OvertimeWork PercentWorkComplete ManualStart ManualFinish ManualDuration "
        "Stop ResumeValid ActualWorkProtected ActualOvertimeWorkProtected CreateDate LinkedFields "
        "PreLeveledStart PreLeveledFinish"
    )
)
NOT_KEPT = KNOWN | FOLLOWING
RECORDED = (
    "Start",
    "Finish",
    "EarlyStart",
    "EarlyFinish",
    "LateStart",
    "LateFinish",
    "TotalSlack",
    "FreeSlack",
)
# What need not be kept, as it is so wherever nothing is said.
USUAL: Mapping[str, frozenset[str]] = {
    name: frozenset(values)
    for name, *values in (
        line.split(":")
        for line in words(
            "Recurring:0 Rollup:0 HideBar:0 DisplayAsSummary:0 IsSubproject:0 ExternalTask:0 "
            "IsSubprojectReadOnly:0 FixedCostAccrual:3:2 PhysicalPercentComplete:0 "
            "LevelAssignments:1 LevelingCanSplit:1 LevelingDelay:0 LevelingDelayFormat:8:7 "
            "EarnedValueMethod:0 IsPublished:1:0 CommitmentType:0 "
            "BoardStatusColumnOrderingID:0 NextAvailableBoardStatusColumnOrderingID:0 "
            "NextAvailableSprintOrderingID:0 SprintColumnOrderingID:0"
        )
    )
}
# Of a task of the file, never kept whole: the computed share of every day.
LEFT_OUT = frozenset({"TimephasedData"})
DURATION_FORMATS = {
    (False, False): "7",
    (True, False): "39",
    (False, True): "8",
    (True, True): "40",
}


class TaskReader:
    """`unread` collects what could not be understood: the code of the sentence, and the task."""

    def __init__(self, values: Values, fields: FieldNames) -> None:
        self._values = values
        self._fields = fields
        self._cut = -1
        self.unread: list[tuple[str, str]] = []

    def task(self, element: Element) -> tuple[dict[str, str], PlanTask]:
        """The element's plain texts, and the task; its level is as the file has it, 0 for the
        project's own task, -1 where it says none."""
        cut = len(element.tag) - len("Task")
        own = {c.tag: c.text for c in element if c.text}
        if cut:
            own = {tag[cut:]: text for tag, text in own.items()}
        links: list[PlanLink] = []
        baselines: list[PlanBaseline] = []
        extras: list[tuple[str, str]] = []
        by_days = False
        for child in [c for c in element if len(c)]:
            name = child.tag[cut:]
            own.pop(name, None)
            if name == "Baseline" and any(map(len, child)):
                by_days = True
            self._part(name, child, links, baselines, extras)
        uid = own.get("UID", "").strip() or own.get("ID", "").strip()
        if by_days:
            self.unread.append(("plan_by_days", own.get("Name", uid)))
        extras += self._kept(own)
        return own, self._task(own, uid, tuple(links), tuple(baselines), extras)

    def _task(
        self,
        own: dict[str, str],
        uid: str,
        links: tuple[PlanLink, ...],
        baselines: tuple[PlanBaseline, ...],
        extras: list[tuple[str, str]],
    ) -> PlanTask:
        get, moment, money = own.get, self._values.moment, self._values.money
        duration_format = get("DurationFormat", "7")
        elapsed = is_elapsed(duration_format)
        estimated = is_yes(get("Estimated"))
        usual = DURATION_FORMATS[estimated, elapsed]
        if duration_format not in NO_FORMATS and duration_format != usual:
            extras.append(("DurationFormat", duration_format))
        constraint, constraint_date = self._constraint(own, uid)
        duration = self._values.length(get("Duration"))
        is_milestone = is_yes(get("Milestone"))
        point = duration == 0 if duration is not None else is_milestone
        if "Milestone" in own and is_milestone != point:
            extras.append(("Milestone", str(int(is_milestone))))
        actual_start, actual_finish = moment(get("ActualStart")), moment(get("ActualFinish"))
        calendar = get("CalendarUID", "").strip()
        # A task that is not begun goes on nowhere.
        resume = moment(get("Resume")) if actual_start and not actual_finish else None
        return PlanTask(
            uid=uid,
            name=" ".join(get("Name", "").split()),
            level=_level(own),
            kind=TaskKind.MILESTONE if point else TaskKind.TASK,
            active=get("Active", "1").strip() not in ("0", "false"),
            manual=is_yes(get("Manual")),
            start=moment(get("Start")),
            finish=moment(get("Finish")),
            duration_minutes=-1 if duration is None and not is_milestone else duration or 0,
            elapsed=elapsed,
            estimated=estimated,
            constraint=constraint,
            constraint_date=constraint_date,
            deadline=moment(get("Deadline")),
            calendar="" if calendar in NO_CALENDAR else calendar,
            ignores_people=is_yes(get("IgnoreResourceCalendar")),
            priority=_priority(get("Priority")),
            task_type=TASK_TYPES.get(get("Type", "0").strip(), TaskType.FIXED_UNITS),
            effort_driven=is_yes(get("EffortDriven")),
            percent_complete=self._share(get("PercentComplete", "")),
            actual_start=actual_start,
            actual_finish=actual_finish,
            resume=resume,
            work_minutes=self._values.minutes(get("Work")),
            fixed_cost=money(get("FixedCost")) or None,
            cost=money(get("Cost")) or None,
            actual_cost=money(get("ActualCost")) or None,
            notes=get("Notes", "").strip(),
            links=links,
            baselines=tuple(sorted(baselines, key=attrgetter("number"))),
            extras=tuple(sorted(extras)),
            recorded={name: own[name] for name in RECORDED if name in own},
        )

    def _constraint(self, own: dict[str, str], uid: str) -> tuple[Constraint, datetime | None]:
        """The constraint with its date; one that lacks the date that it needs is none."""
        found = CONSTRAINTS.get(own.get("ConstraintType", "0").strip(), Constraint.ASAP)
        date = self._values.moment(own.get("ConstraintDate"))
        if found in (Constraint.ASAP, Constraint.ALAP):
            return found, None
        if date is None:
            self.unread.append(("constraint_without_date", own.get("Name", uid)))
            return Constraint.ASAP, None
        return found, date

    def _part(
        self,
        name: str,
        child: Element,
        links: list[PlanLink],
        baselines: list[PlanBaseline],
        extras: list[tuple[str, str]],
    ) -> None:
        if name == "PredecessorLink":
            link = self._link(child)
            if link is not None:
                links.append(link)
            else:
                extras.append(("PredecessorLink", as_text(child)))
        elif name == "Baseline":
            baseline = read_baseline(child, self._values)
            if baseline is not None:
                baselines.append(baseline)
        elif name == "ExtendedAttribute":
            extras.append(self._fields.value(child))
        elif name not in LEFT_OUT:
            extras.append((name, as_text(child)))

    def _link(self, element: Element) -> PlanLink | None:
        """None for a link to a task of another file."""
        own = leaves(element)
        if is_yes(own.get("CrossProject")) or own.get("CrossProjectName"):
            return None
        predecessor = own.get("PredecessorUID", "")
        kind = LINK_TYPES.get(own.get("Type", "1") or "1", LINK_TYPES["1"])
        lag_format = own.get("LagFormat", "")
        if own.get("LinkLag", "0") in ("0", ""):
            return PlanLink(predecessor, kind)
        lag = self._values.lag(own.get("LinkLag"))
        if not lag:
            return PlanLink(predecessor, kind)
        if is_share(lag_format):
            return PlanLink(predecessor, kind, 0, LagKind.SHARE, float(lag) / 100)
        elapsed = LagKind.ELAPSED if is_elapsed(lag_format) else LagKind.WORKING
        return PlanLink(predecessor, kind, round(lag / 10), elapsed)

    def _share(self, text: str) -> float:
        if text.isdecimal() and len(text) < 4:
            return min(int(text), 100) / 100
        found = float(self._values.number(text)) / 100
        return min(max(found, 0.0), 1.0)

    def _kept(self, own: dict[str, str]) -> list[tuple[str, str]]:
        """What is said beyond the fields, where it is not the usual."""
        found = []
        for name in own.keys() - NOT_KEPT:
            value = own[name].strip()
            # A code that is the number in the outline is nobody's own.
            is_number = name == "WBS" and value == own.get("OutlineNumber")
            if value and not is_number and value not in USUAL.get(name, ()):
                found.append((name, value))
        return found


def read_baseline(element: Element, values: Values) -> PlanBaseline | None:
    """None where it says nothing: all eleven are often written, and empty."""
    own = leaves(element)
    number = own.get("Number", "0")
    if not number.isdecimal() or int(number) > 10:
        return None
    found = PlanBaseline(
        int(number),
        values.moment(own.get("Start")),
        values.moment(own.get("Finish")),
        values.minutes(own.get("Duration")),
        values.minutes(own.get("Work")),
        values.money(own.get("Cost")),
    )
    rest = (found.start, found.finish, found.duration_minutes, found.work_minutes, found.cost)
    return found if any(value is not None for value in rest) else None


def _level(own: Mapping[str, str]) -> int:
    text = own.get("OutlineLevel", "").strip()
    if text.isdecimal():
        return int(text)
    number = own.get("OutlineNumber", "").strip()
    if number:
        return 0 if number == "0" else number.count(".") + 1
    return -1


def _priority(text: str | None) -> int:
    """0 to 1000; missing it is in the middle."""
    return min(int(text), 1000) if text and text.strip().isdecimal() else 500


def parts_text(parts: Mapping[str, Any]) -> str:
    """Several texts of one part as the text of an extra."""
    return json.dumps(parts, ensure_ascii=False, sort_keys=True)
