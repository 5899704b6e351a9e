"""A plan file as an import understands it: the plan, where its tasks come to lie, what would
move, and its records for lists and counts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path

from pmo_desktop.collector import collector_at_rest
from pmo_desktop.domain.plan_file import PlanFile, PlanFinding, PlanTask
from pmo_desktop.domain.projects import ScheduleFrom
from pmo_desktop.domain.records import ProjectRecords
from pmo_desktop.domain.tasks import Constraint, TaskKind
from pmo_desktop.exchange.files import formats
from pmo_desktop.exchange.files.formats import Refusal
from pmo_desktop.exchange.findings import NOTE, WARNING, Finding
from pmo_desktop.exchange.plans.carrying import beyond
from pmo_desktop.exchange.plans.computing import ComputedPlan, compute
from pmo_desktop.exchange.plans.computing_calendars import computing
from pmo_desktop.exchange.plans.gan import read_gan
from pmo_desktop.exchange.plans.moves import Move, moves
from pmo_desktop.exchange.plans.mspdi import NotAPlan, read_mspdi
from pmo_desktop.exchange.plans.plan_records import records_of
from pmo_desktop.exchange.plans.recognising import (
    HEAD,
    PLAN_SUFFIXES,
    PlanKind,
    misnamed,
    plan_kind,
)

READERS = {PlanKind.MSPDI: read_mspdi, PlanKind.GAN: read_gan}
MAX_PLAN = 1024 * formats.MEGABYTE
# They can clash with links.
HARD = (Constraint.SNLT, Constraint.FNLT, Constraint.MSO, Constraint.MFO)


@dataclass(frozen=True)
class PlanReading:
    """`computed` and `moves` are as if all was computed. `keeps_dates`: what would move is kept
    where the file says, and becomes fixed; summaries span what is below them either way.
    `starts_today`: the file does not say when the plan begins, so it begins when it is read."""

    plan: PlanFile
    computed: ComputedPlan
    moves: tuple[Move, ...]
    digest: str
    keeps_dates: bool = False
    starts_today: bool = False

    @property
    def kept(self) -> frozenset[str]:
        """The tasks that become fixed, by their ids in the file: what would move, and what that
        would move in turn once it is where it was."""
        return self._choice[0]

    @property
    def chosen(self) -> ComputedPlan:
        """Where all comes to lie with this choice."""
        return self._choice[1]

    @cached_property
    def _choice(self) -> tuple[frozenset[str], ComputedPlan]:
        computed, kept = self.computed, frozenset[str]()
        more = _keepable(self.moves) if self.keeps_dates else kept
        while more:
            kept |= more
            tasks = (replace(t, manual=t.manual or t.uid in kept) for t in self.plan.tasks)
            fixed = replace(self.plan, tasks=tuple(tasks))
            computed = compute(fixed)
            more = _keepable(moves(fixed, computed)) - kept
        return kept, computed

    @cached_property
    def records(self) -> ProjectRecords:
        return records_of(self.plan, self.chosen)

    def keeping(self, keeps_dates: bool) -> PlanReading:
        return replace(self, keeps_dates=keeps_dates)

    def holding(self, until: Mapping[str, datetime]) -> PlanReading:
        """The same plan with tasks (by their ids) that levelling holds where the file says nothing
        of it."""
        new = {t.uid for t in self.plan.tasks if t.held_until is None} & until.keys()
        if not new:
            return self
        tasks = (
            replace(t, held_until=until[t.uid]) if t.uid in new else t for t in self.plan.tasks
        )
        plan, computed, moved = _settled(replace(self.plan, tasks=tuple(tasks)))
        return replace(self, plan=plan, computed=computed, moves=moved)

    def starting(self, start: datetime) -> PlanReading:
        """The same plan from another start on."""
        plan, computed, moved = _settled(replace(self.plan, start=start))
        return replace(self, plan=plan, computed=computed, moves=moved)


def _keepable(moved: Iterable[Move]) -> frozenset[str]:
    """Those that can stay where they were: a summary spans what is below it."""
    return frozenset(
        move.uid
        for move in moved
        if move.recorded_start and move.recorded_finish and move.kind is not TaskKind.SUMMARY
    )


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
        other = misnamed(head) if path.suffix.lower() in PLAN_SUFFIXES else None
        if other is not None:
            raise other
        return None
    data = formats.file_bytes(path, MAX_PLAN)
    return plan_of(data, path.stem, kind, keeps_dates)


def plan_of(
    data: bytes,
    name: str,
    kind: PlanKind,
    keeps_dates: bool = False,
    today: date | None = None,
) -> PlanReading:
    """The plan in these bytes; `name` is the file's, less its suffix. `Refusal`."""
    with collector_at_rest():
        try:
            plan = READERS[kind](data, name)
        except NotAPlan as error:
            raise Refusal(error.code, error.params) from None
        begun = _begun(plan)
        starts_today = begun.start is None
        if starts_today:
            begun = replace(begun, start=_first_day(begun, today or date.today()))
        plan, computed, moved = _settled(begun)
        digest = hashlib.sha256(data).hexdigest()
        return PlanReading(plan, computed, moved, digest, keeps_dates, starts_today)


def _begun(plan: PlanFile) -> PlanFile:
    """With a start: that of its first task, where the file says none."""
    if plan.start is not None:
        return plan
    return replace(plan, start=min((task.start for task in plan.tasks if task.start), default=None))


def _first_day(plan: PlanFile, today: date) -> datetime:
    line = computing(plan.calendars, plan.calendar)[plan.calendar]
    return line.next_working(datetime.combine(today, time.min))


def _settled(plan: PlanFile) -> tuple[PlanFile, ComputedPlan, tuple[Move, ...]]:
    """The plan, computed. Whether dates that must be kept win over links is said in the file, but
    Microsoft Project itself writes it either way: where that matters, the reading counts by which
    fewer tasks would move."""
    plan = _aimed(plan)
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


def _aimed(plan: PlanFile) -> PlanFile:
    """A plan that is scheduled from its finish, with those tasks as late as possible that are meant
    to be. Microsoft Project says so of every task there, and means "as soon as possible" where that
    stands; who writes such a file otherwise may mean nothing by it. What fits the recorded dates
    counts; where nothing tells, it is meant if others are to be late."""
    if plan.schedule_from is not ScheduleFrom.FINISH:
        return plan
    late = replace(plan, tasks=tuple(map(_as_late, plan.tasks)))
    if late == plan:
        return plan
    as_said, as_late = (len(moves(one, compute(one))) for one in (plan, late))
    if as_said != as_late:
        return plan if as_said < as_late else late
    is_meant = any(
        task.constraint is Constraint.ALAP and task.kind is not TaskKind.SUMMARY
        for task in plan.tasks
    )
    return plan if is_meant else late


def _as_late(task: PlanTask) -> PlanTask:
    if task.constraint is not Constraint.ASAP or task.kind is TaskKind.SUMMARY:
        return task
    return replace(task, constraint=Constraint.ALAP)


def findings_of(reading: PlanReading) -> tuple[Finding, ...]:
    """All that is to be told of the file, what would move first. Circles of links are told with
    the checks of the plan that would be, as those of any file."""
    plan = reading.plan
    return tuple(_told(one) for one in (*_of_moves(reading), *plan.findings, *beyond(plan)))


def _of_moves(reading: PlanReading) -> Iterator[PlanFinding]:
    tasks, moved = len(reading.plan.tasks), len(reading.moves)
    dated = sum(task.start is not None or task.finish is not None for task in reading.plan.tasks)
    if not tasks:
        yield PlanFinding("plan_empty", NOTE)
    elif not dated and reading.plan.start is not None:
        code = "plan_without_start" if reading.starts_today else "plan_without_dates"
        yield PlanFinding(code, NOTE, {"n": tasks, "day": reading.plan.start.date()})
    elif not moved:
        yield PlanFinding("plan_no_moves", NOTE, {"n": dated})
    elif reading.keeps_dates:
        yield PlanFinding("plan_dates_kept", NOTE, {"n": len(reading.kept), "tasks": tasks})
    else:
        yield PlanFinding("plan_moves", WARNING, {"n": moved, "tasks": tasks})


def _told(found: PlanFinding) -> Finding:
    params = dict(found.params)
    if "names" in params:
        params["names"] = ", ".join(str(name) for name in params["names"])
    if "day" in params:
        params["day"] = params["day"].isoformat()
    return Finding(found.code, found.severity, params=params)
