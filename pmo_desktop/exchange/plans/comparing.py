"""What a plan file would do to the database: tasks that are new, that differ, that are missing.

A project that a plan file brought is compared task by task by the ids of the file, so that a task
may change its name and place and is the same. Against a project that came otherwise, tasks are
known by their outline numbers with their names; where these differ it is another task.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pmo_desktop.domain import fields
from pmo_desktop.domain.plan_file import PlanFile, PlanTake, outline_numbers
from pmo_desktop.domain.records import (
    ChangeKind,
    FieldChange,
    NewFields,
    ProjectChange,
    Record,
    RecordChange,
)
from pmo_desktop.exchange.comparing.comparison import Missing
from pmo_desktop.exchange.findings import NOTE, Finding
from pmo_desktop.exchange.plans.plan_records import name_of, project_values, task_values
from pmo_desktop.exchange.plans.reading import PlanReading
from pmo_desktop.exchange.understood import PLAN
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.names import normal_name
from pmo_desktop.services.plans.accepted import plan_changes
from pmo_desktop.services.plans.stored_plan import StoredPlan


@dataclass(frozen=True)
class ComparedPlan:
    """`change` is None where nothing at all differs."""

    change: ProjectChange | None
    code: str
    missing: tuple[Missing, ...] = ()
    unchanged: int = 0
    findings: tuple[Finding, ...] = ()
    uids: Mapping[str, str] = field(default_factory=dict)


def guid_of(plan: PlanFile) -> str:
    """The identity that newer versions give a file."""
    return dict(plan.extras).get("GUID", "")


def compare_plan(
    reading: PlanReading, stored: StoredPlan | None, file_name: str, currency: str
) -> ComparedPlan:
    """`stored` is the project as it stands, None where it is new; `currency` the office's."""
    return _Comparing(reading, stored, file_name, currency).compared()


class _Comparing:
    def __init__(
        self, reading: PlanReading, stored: StoredPlan | None, file_name: str, currency: str
    ) -> None:
        if reading.starts_today and stored is not None and stored.plan.start is not None:
            reading = reading.starting(stored.plan.start)
        self._stored = stored if stored is None else _by_this_file(stored, reading.plan)
        if self._stored is not None:
            reading = reading.holding(
                {t.uid: t.held_until for t in self._stored.plan.tasks if t.held_until}
            )
        self._reading, self._file = reading, file_name
        self._currency = currency
        self._uids: dict[str, str] = {}
        self._unchanged = 0

    def compared(self) -> ComparedPlan:
        plan, stored = self._reading.plan, self._stored
        changes = (*self._project(), *self._tasks())
        beside = bool(stored) and not changes and _differs_beside(plan, stored, self._reading)
        values = project_values(plan)
        change = ProjectChange(
            stored.project_id if stored else None,
            stored.code if stored else values["code"] or values["name"],
            stored.name if stored else values["name"],
            self._file,
            self._reading.digest,
            PLAN,
            plan.status_date,
            changes,
            plan=PlanTake(
                plan,
                self._reading.kept,
                self._uids,
                plan_changes(changes),
                stored.linked if stored else {},
                beside,
            ),
        )
        findings = [Finding("plan_beside", NOTE)] if beside else []
        return ComparedPlan(
            change if changes or beside else None,
            change.code,
            tuple(self._missing()),
            self._unchanged,
            tuple(findings),
            self._uids,
        )

    def _project(self) -> Iterator[RecordChange]:
        values = project_values(self._reading.plan)
        stored = self._stored
        if stored is None:
            values["code"] = values["code"] or values["name"]
            values.setdefault("currency", self._currency)
            yield _new("project", values, self._reading.plan.project_uid or new_uid())
            return
        old = {"name": stored.name, "start": stored.plan.start and stored.plan.start.date()}
        new = {"name": name_of(self._reading.plan), "start": values.get("start", old["start"])}
        changed = _changed(Record("project", old, id=stored.project_id), new)
        if changed is not None:
            yield changed

    def _tasks(self) -> Iterator[RecordChange]:
        reading, stored = self._reading, self._stored
        known = task_values(stored.plan, None) if stored else {}
        for uid, values in task_values(reading.plan, reading.chosen).items():
            before = known.get(uid)
            if before is None or stored is None:
                self._uids[uid] = new_uid()
                yield _new("task", values, self._uids[uid])
                continue
            changed = _changed(Record("task", before, id=stored.tasks[uid]), values)
            if changed is None:
                self._unchanged += 1
            else:
                yield changed

    def _missing(self) -> Iterator[Missing]:
        if self._stored is None:
            return
        there = {task.uid for task in self._reading.plan.tasks}
        tasks = self._stored.plan.tasks
        numbers = outline_numbers(tuple(task.level for task in tasks))
        for task, number in zip(tasks, numbers, strict=True):
            if task.uid not in there:
                yield Missing("task", self._stored.tasks[task.uid], f"{number} {task.name}")


def _by_this_file(stored: StoredPlan, plan: PlanFile) -> StoredPlan:
    """The project with its tasks under this file's ids: those that a file brought have them; of the
    others those that stand at the same place with the same name."""
    if not stored.by_hand:
        return stored
    numbers = outline_numbers(tuple(task.level for task in plan.tasks))
    wanted = {
        (number, normal_name(task.name)): task.uid
        for task, number in zip(plan.tasks, numbers, strict=True)
    }
    taken = {task.uid for task in stored.plan.tasks if task.uid not in stored.by_hand}
    names = outline_numbers(tuple(task.level for task in stored.plan.tasks))
    renamed: dict[str, str] = {}
    for task, number in zip(stored.plan.tasks, names, strict=True):
        if task.uid in stored.by_hand:
            uid = wanted.get((number, normal_name(task.name)))
            free = uid is not None and uid not in taken
            renamed[task.uid] = uid if free and uid is not None else f"~{task.uid}"
    return _renamed(stored, renamed)


def _renamed(stored: StoredPlan, uids: Mapping[str, str]) -> StoredPlan:
    tasks = tuple(
        replace(
            task,
            uid=uids.get(task.uid, task.uid),
            links=tuple(
                replace(link, predecessor=uids.get(link.predecessor, link.predecessor))
                for link in task.links
            ),
        )
        for task in stored.plan.tasks
    )
    assignments = tuple(
        replace(one, task=uids.get(one.task, one.task)) for one in stored.plan.assignments
    )
    found = {uids.get(uid, uid): number for uid, number in stored.tasks.items()}
    linked = {new: stored.tasks[old] for old, new in uids.items() if not new.startswith("~")}
    plan = replace(stored.plan, tasks=tasks, assignments=assignments)
    return replace(stored, plan=plan, tasks=found, by_hand=frozenset(), linked=linked)


def _new(table: str, values: Mapping[str, Any], uid: str) -> RecordChange:
    given = {name: value for name, value in values.items() if value not in (None, "", ())}
    empty = {name: _empty(table, name) for name in given}
    label = Record(table, given).label
    return RecordChange(ChangeKind.ADD, table, label, None, uid, NewFields(given, empty, {}))


def _changed(before: Record, after: Mapping[str, Any]) -> RecordChange | None:
    names = dict.fromkeys((*before.values, *after))
    found = []
    for name in names:
        old = before.values.get(name, _absent(before.table, name))
        new = after.get(name, _absent(before.table, name))
        if old != new and not _is_rounding(old, new):
            found.append(FieldChange(name, old, new))
    if not found:
        return None
    label = Record(before.table, {**before.values, **after}).label
    return RecordChange(ChangeKind.CHANGE, before.table, label, before.id, None, tuple(found))


def _is_rounding(old: object, new: object) -> bool:
    return isinstance(old, float) and isinstance(new, float) and abs(old - new) < 1e-6


def _absent(table: str, name: str) -> Any:
    """What a field is where a plan need not say it."""
    if name == "constraint":
        return "asap"
    return True if name == "active" else _empty(table, name)


def _empty(table: str, name: str) -> Any:
    return fields.field(f"{table}.{name}").empty


def _differs_beside(plan: PlanFile, stored: StoredPlan | None, reading: PlanReading) -> bool:
    """Whether anything differs that no record shows: calendars, lags, work, costs, own fields."""
    if stored is None:
        return False
    return _beside(plan, reading) != _beside(stored.plan, None)


def _beside(plan: PlanFile, reading: PlanReading | None) -> tuple[Any, ...]:
    fixed = reading.kept if reading else frozenset()
    tasks = {
        task.uid: replace(
            task,
            start=None,
            finish=None,
            duration_minutes=0,
            percent_complete=0.0,
            manual=task.manual or task.uid in fixed,
        )
        for task in plan.tasks
    }
    shared = [(a.task, a.units, a.work_minutes, a.delay_minutes) for a in plan.assignments]
    # What the file is called is no difference of the plan.
    extras = [pair for pair in plan.extras if pair[0] != "Name"]
    return tasks, plan.calendars, plan.calendar, sorted(shared, key=repr), extras
