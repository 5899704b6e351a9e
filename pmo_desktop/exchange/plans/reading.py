"""A plan file as an import understands it: the plan, where its tasks come to lie, what would
move, and its records for lists and counts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from pmo_desktop.collector import collector_at_rest
from pmo_desktop.domain.plan_file import PlanFile, PlanFinding
from pmo_desktop.domain.records import ProjectRecords
from pmo_desktop.domain.tasks import Constraint
from pmo_desktop.exchange.files import formats
from pmo_desktop.exchange.files.formats import Refusal
from pmo_desktop.exchange.findings import NOTE, WARNING, Finding
from pmo_desktop.exchange.plans.computing import ComputedPlan, compute
from pmo_desktop.exchange.plans.gan import read_gan
from pmo_desktop.exchange.plans.moves import Move, moves
from pmo_desktop.exchange.plans.mspdi import NotAPlan, read_mspdi
from pmo_desktop.exchange.plans.plan_records import records_of
from pmo_desktop.exchange.plans.recognising import HEAD, PlanKind, plan_kind

READERS = {PlanKind.MSPDI: read_mspdi, PlanKind.GAN: read_gan}
MAX_PLAN = 1024 * formats.MEGABYTE
FEW = 5
# They can clash with links.
HARD = (Constraint.SNLT, Constraint.FNLT, Constraint.MSO, Constraint.MFO)


@dataclass(frozen=True)
class PlanReading:
    """`keeps_dates`: what would move is kept where the file says, and becomes fixed."""

    plan: PlanFile
    computed: ComputedPlan
    moves: tuple[Move, ...]
    digest: str
    keeps_dates: bool = False

    @cached_property
    def kept(self) -> frozenset[str]:
        """The tasks that become fixed, by their ids in the file."""
        if not self.keeps_dates:
            return frozenset()
        return frozenset(m.uid for m in self.moves if m.recorded_start and m.recorded_finish)

    @cached_property
    def records(self) -> ProjectRecords:
        return records_of(self.plan, self.computed, self.kept)

    def keeping(self, keeps_dates: bool) -> PlanReading:
        return replace(self, keeps_dates=keeps_dates)


def read_plan(path: Path, keeps_dates: bool = False) -> PlanReading | None:
    """The plan in the file; None for a file that is no plan. `Refusal` for one that cannot be
    read, or is of a kind that is not."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return None  # the reader of spreadsheets says what is the matter
    kind = plan_kind(head, path.suffix.lower())
    if kind is None:
        return None
    data = formats.file_bytes(path, MAX_PLAN)
    return plan_of(data, path.stem, kind, keeps_dates)


def plan_of(data: bytes, name: str, kind: PlanKind, keeps_dates: bool = False) -> PlanReading:
    """The plan in these bytes; `name` is the file's, less its suffix. `Refusal`."""
    with collector_at_rest():
        try:
            plan = READERS[kind](data, name)
        except NotAPlan as error:
            raise Refusal(error.code, error.params) from None
        plan, computed, moved = _settled(plan)
        digest = hashlib.sha256(data).hexdigest()
        return PlanReading(plan, computed, moved, digest, keeps_dates)


def _settled(plan: PlanFile) -> tuple[PlanFile, ComputedPlan, tuple[Move, ...]]:
    """The plan, computed. Whether dates that must be kept win over links is said in the file, but
    Microsoft Project itself writes it either way: where that matters, the reading counts by which
    fewer tasks would move."""
    computed = compute(plan)
    moved = moves(plan, computed)
    if not moved or not any(task.constraint in HARD for task in plan.tasks):
        return plan, computed, moved
    other = replace(plan, honours_constraints=not plan.honours_constraints)
    computed_so = compute(other)
    moved_so = moves(other, computed_so)
    if len(moved_so) >= len(moved):
        return plan, computed, moved
    told = PlanFinding("plan_honours" if other.honours_constraints else "plan_honours_not", NOTE)
    return replace(other, findings=(*plan.findings, told)), computed_so, moved_so


def findings_of(reading: PlanReading) -> tuple[Finding, ...]:
    """All that is to be told of the file, what would move first."""
    return tuple(_told(one) for one in (*_of_moves(reading), *_of_plan(reading)))


def _of_moves(reading: PlanReading) -> Iterator[PlanFinding]:
    tasks, moved = len(reading.plan.tasks), len(reading.moves)
    if not tasks:
        yield PlanFinding("plan_empty", NOTE)
    elif not moved:
        yield PlanFinding("plan_no_moves", NOTE, {"n": tasks})
    elif reading.keeps_dates:
        yield PlanFinding("plan_dates_kept", NOTE, {"n": moved, "tasks": tasks})
    else:
        yield PlanFinding("plan_moves", WARNING, {"n": moved, "tasks": tasks})
    names = {task.uid: task.name for task in reading.plan.tasks}
    for loop in reading.computed.loops:
        path = " → ".join(names[uid] for uid in (*loop, loop[0]))
        yield PlanFinding("plan_loop", WARNING, {"path": path})


def _of_plan(reading: PlanReading) -> Iterator[PlanFinding]:
    plan = reading.plan
    yield from plan.findings
    outside = [t.name for t in plan.tasks if any(n == "PredecessorLink" for n, _ in t.extras)]
    if outside:
        told = {"n": len(outside), "names": tuple(outside[:FEW])}
        yield PlanFinding("plan_other_projects", WARNING, told)
    inserted = [t.name for t in plan.tasks if ("IsSubproject", "1") in t.extras]
    if inserted:
        told = {"n": len(inserted), "names": tuple(inserted[:FEW])}
        yield PlanFinding("plan_subprojects", WARNING, told)


def _told(found: PlanFinding) -> Finding:
    params = dict(found.params)
    if "names" in params:
        params["names"] = ", ".join(str(name) for name in params["names"])
    if "day" in params:
        params["day"] = params["day"].isoformat()
    return Finding(found.code, found.severity, params=params)
