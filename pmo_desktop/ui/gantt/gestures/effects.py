"""What an edit would bring about, while the mouse is still down: tried in the database beside the
window, and taken back.

One try is under way at a time; of those that are wanted meanwhile the newest is next. So what is
shown may lag behind the mouse, and never stops it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from pmo_desktop.charts.bars import BRACKETS
from pmo_desktop.domain.plan import Plan, PlanRow
from pmo_desktop.ui.gantt.plan_edits import PlanEdit

if TYPE_CHECKING:
    from pmo_desktop.storage.changes import RowChange
    from pmo_desktop.ui.context import Context

Dates = tuple[dt.datetime | None, dt.datetime | None]


class MovedMilestone(NamedTuple):
    """By how many calendar days it would be later."""

    task_id: int
    name: str
    days: int


@dataclass(frozen=True)
class Effect:
    """`moved` tasks by id with the dates that they would have; `milestones` those among them, the
    furthest moved first; `slips` the calendar days by which projects would finish later; `refused`
    a sentence with its parameters."""

    moved: Mapping[int, Dates] = field(default_factory=dict)
    milestones: tuple[MovedMilestone, ...] = ()
    slips: Mapping[int, int] = field(default_factory=dict)
    refused: tuple[str, Mapping[str, Any]] | None = None


class Effects(QObject):
    """`told(edit, Effect)` answers `ask`, some time later."""

    told = Signal(object, object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._busy = False
        self._next: tuple[PlanEdit, Plan] | None = None

    def ask(self, edit: PlanEdit, plan: Plan) -> None:
        """What would it do to this plan? Nothing is asked while a writer is under way."""
        if self._busy:
            self._next = (edit, plan)
        elif self._context.workspace is not None and self._context.jobs.writing is None:
            self._begin(edit, plan)

    def forget(self) -> None:
        """Nobody wants to know any more."""
        self._next = None

    def _begin(self, edit: PlanEdit, plan: Plan) -> None:
        self._busy = True
        workspace = self._context.workspace
        assert workspace is not None  # looked at by who asks

        def work() -> Effect:
            return tried(edit, plan, workspace.try_edit)

        def then(effect: Effect) -> None:
            self._end()
            self.told.emit(edit, effect)

        self._context.jobs.ask(work, then, owner=self, failed=lambda _error: self._end())

    def _end(self) -> None:
        self._busy = False
        following, self._next = self._next, None
        if following is not None:
            self.ask(*following)


def tried(edit: PlanEdit, plan: Plan, try_edit: Any) -> Effect:
    """The effect of an edit, by trying it."""
    from pmo_desktop.services.refused import Refused

    try:
        changes = try_edit(edit.verb, *edit.args, **edit.options)
    except Refused as error:
        return Effect(refused=(error.sentence, error.params))
    return effect_of(changes, plan)


def effect_of(changes: Iterable[RowChange], plan: Plan) -> Effect:
    """From the rows that an edit would change."""
    known = {row.task_id: row for row in plan.rows if row.task_id is not None}
    moved: dict[int, Dates] = {}
    for change in changes:
        after = change.after or {}
        row = known.get(change.row_id) if change.table == "task" else None
        if row is not None and not after.keys().isdisjoint(("start", "finish")):
            moved[change.row_id] = after.get("start", row.start), after.get("finish", row.finish)
    return Effect(moved, _milestones(moved, known), _slips(moved, plan))


def _milestones(
    moved: Mapping[int, Dates], known: Mapping[int, PlanRow]
) -> tuple[MovedMilestone, ...]:
    found = []
    for task, (_, finish) in moved.items():
        row = known[task]
        if row.kind == "milestone" and row.finish and finish and row.finish != finish:
            found.append(MovedMilestone(task, row.name, (finish.date() - row.finish.date()).days))
    return tuple(sorted(found, key=lambda one: -abs(one.days)))


def _slips(moved: Mapping[int, Dates], plan: Plan) -> dict[int, int]:
    rows = [row for row in plan.rows if row.task_id is not None and row.kind not in BRACKETS]
    touched = {row.project_id for row in rows if row.task_id in moved}
    before: dict[int, dt.datetime] = {}
    after: dict[int, dt.datetime] = {}
    for row in rows:
        if row.project_id not in touched or not row.active:
            continue
        assert row.task_id is not None
        finish = moved[row.task_id][1] if row.task_id in moved else row.finish
        for found, moment in ((before, row.finish), (after, finish)):
            if moment is not None:
                found[row.project_id] = max(moment, found.get(row.project_id, moment))
    return {
        project: (after[project].date() - before[project].date()).days
        for project in touched
        if project in before and project in after
    }
