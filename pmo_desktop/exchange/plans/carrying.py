"""What a plan says that the program does not plan with: kept beside it and written back, or that
which would have to be taken in apart. One line for all of a kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from pmo_desktop.domain.plan_file import Extras, PlanFile, PlanFinding
from pmo_desktop.exchange.findings import NOTE, WARNING

FEW = 5
# They are told in a line of their own, stand for themselves, or say nothing to people.
NOT_LISTED = frozenset(
    ("AvailabilityPeriods", "DurationFormat", "GUID", "Initials", "IsSubproject", "LevelingDelay",
     "LevelingDelayFormat", "Manual", "Milestone", "PredecessorLink", "Summary", "TimephasedData",
     "Unassigned", "WBS")
)  # fmt: skip


def beyond(plan: PlanFile) -> Iterator[PlanFinding]:
    outside = [t.name for t in plan.tasks if any(n == "PredecessorLink" for n, _ in t.extras)]
    yield from _counted("plan_other_projects", WARNING, outside)
    inserted = [t.name for t in plan.tasks if ("IsSubproject", "1") in t.extras]
    yield from _counted("plan_subprojects", WARNING, inserted)
    delayed = [t.name for t in plan.tasks if any(n == "LevelingDelay" for n, _ in t.extras)]
    yield from _counted("plan_levelling", NOTE, delayed)
    changing = [
        resource.name
        for resource in plan.resources
        for name, value in resource.extras
        if name == "AvailabilityPeriods" and value.count("<AvailabilityPeriod>") > 1
    ]
    yield from _counted("plan_availability", NOTE, changing)
    kept = [name for name, _ in chain(*_extras(plan)) if name not in NOT_LISTED]
    names = list(dict.fromkeys(kept))
    if kept:
        told = {"n": len(kept), "kinds": len(names), "names": tuple(names[:FEW])}
        yield PlanFinding("plan_kept_beside", NOTE, told)


def _extras(plan: PlanFile) -> Iterator[Extras]:
    yield from (task.extras for task in plan.tasks)
    yield from (resource.extras for resource in plan.resources)
    yield from (assignment.extras for assignment in plan.assignments)


def _counted(code: str, severity: str, names: Sequence[str]) -> Iterator[PlanFinding]:
    if names:
        yield PlanFinding(code, severity, {"n": len(names), "names": tuple(names[:FEW])})
