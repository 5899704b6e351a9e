"""Which rows of a plan are in sight, top to bottom: what the filter keeps, less what is folded.

A row with children is kept when one of them is. Words are looked for in code, name and people; a
row above that has them all keeps everything below it. What is folded is remembered by project and
task, so that it outlives a refresh; a search by words unfolds everything, and has folds of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pmo_desktop.charts.bars import BRACKETS, MILESTONE
from pmo_desktop.domain.plan import Plan, PlanRow

Key = tuple[int, int | None, str]


class Show(StrEnum):
    """Which tasks are kept."""

    ALL = "all"
    UNFINISHED = "unfinished"
    CRITICAL = "critical"
    NEAR_CRITICAL = "near_critical"
    LATE = "late"
    CHANGED = "changed"
    MILESTONES = "milestones"


@dataclass(frozen=True, slots=True)
class Filter:
    """`text` is split into words that must all be there; `project_id` None is every project;
    `changed` are the tasks that are not as they were when the last period was closed."""

    show: Show = Show.ALL
    text: str = ""
    project_id: int | None = None
    changed: frozenset[int] = frozenset()

    @property
    def keeps_all(self) -> bool:
        return self.show is Show.ALL and self.project_id is None and not self.text.strip()


class Outline:
    """`rows` are the indexes of the plan's rows that are in sight."""

    def __init__(self, plan: Plan | None = None, kept_by: Filter | None = None) -> None:
        self.rows: Sequence[int] = ()
        self._folded: set[Key] = set()
        self._folded_in_search: set[Key] = set()
        self._filter = kept_by or Filter()
        self.set_plan(plan or Plan())

    @property
    def filter(self) -> Filter:
        return self._filter

    def set_plan(self, plan: Plan) -> None:
        """Another plan, or the same one read anew: folds and filter stay."""
        self.plan = plan
        self._texts: list[str] | None = None
        self._arrange()

    def set_filter(self, kept_by: Filter) -> None:
        if kept_by.text != self._filter.text:
            self._folded_in_search.clear()
        self._filter = kept_by
        self._arrange()

    def is_parent(self, row: int) -> bool:
        """Whether a row has others below it: its first child stands right behind it."""
        rows = self.plan.rows
        return row + 1 < len(rows) and rows[row + 1].parent == row

    def is_folded(self, row: int) -> bool:
        return self.is_parent(row) and _key(self.plan.rows[row]) in self._folds

    def set_folded(self, rows: Iterable[int], folded: bool) -> None:
        """Fold or unfold some rows; those without children stay as they are."""
        keys = {_key(self.plan.rows[row]) for row in rows if self.is_parent(row)}
        if folded:
            self._folds.update(keys)
        else:
            self._folds.difference_update(keys)
        self._arrange()

    def fold_to(self, depth: int) -> None:
        """Show the rows down to a depth: 0 the projects alone."""
        self._folds.clear()
        deep = [i for i, row in enumerate(self.plan.rows) if row.depth >= depth]
        self.set_folded(deep, True)

    @property
    def deepest(self) -> int:
        """How many levels below its projects the plan has."""
        return max((row.depth for row in self.plan.rows), default=0)

    def below(self, row: int) -> range:
        """The rows under a row, at any depth."""
        rows, depth = self.plan.rows, self.plan.rows[row].depth
        end = row + 1
        while end < len(rows) and rows[end].depth > depth:
            end += 1
        return range(row + 1, end)

    def position(self, project_id: int, task_id: int | None) -> int:
        """Where a project or a task stands in sight; -1 where it is not."""
        plan_rows = self.plan.rows
        wanted = (project_id, task_id)
        return next(
            (
                at
                for at, row in enumerate(self.rows)
                if (plan_rows[row].project_id, plan_rows[row].task_id) == wanted
            ),
            -1,
        )

    def find(self, table: str, row_id: int) -> int:
        """The plan's row of a `project` or a `task`; -1 where there is none."""
        for index, row in enumerate(self.plan.rows):
            if row.task_id == row_id if table == "task" else _is_project(row, row_id):
                return index
        return -1

    def reveal(self, index: int) -> int:
        """Unfold what hides a row of the plan, drop a filter that does; its position."""
        above, parent = [], self.plan.rows[index].parent
        while parent >= 0:
            above.append(parent)
            parent = self.plan.rows[parent].parent
        self.set_folded(above, False)
        if index not in self.rows:
            self.set_filter(Filter())
            self.set_folded(above, False)
        return self.rows.index(index)

    @property
    def _folds(self) -> set[Key]:
        return self._folded_in_search if self._filter.text else self._folded

    def _arrange(self) -> None:
        rows, folds = self.plan.rows, self._folds
        if self._filter.keeps_all and not folds:
            self.rows = range(len(rows))
            return
        kept = self._kept()
        shown: list[int] = []
        hidden_below = -1
        for index, row in enumerate(rows):
            if hidden_below >= 0:
                if row.depth > hidden_below:
                    continue
                hidden_below = -1
            if not kept[index]:
                continue
            shown.append(index)
            if folds and self.is_parent(index) and _key(row) in folds:
                hidden_below = row.depth
        self.rows = shown

    def _kept(self) -> Sequence[int]:
        """One flag a row; children come after their parents, so parents are decided last."""
        rows = self.plan.rows
        if self._filter.keeps_all:
            return b"\1" * len(rows)
        worded = self._worded()
        kept = bytearray(len(rows))
        behind = -1
        for index in range(len(rows) - 1, -1, -1):
            row = rows[index]
            is_leaf, behind = behind != index, row.parent
            if is_leaf:
                kept[index] = worded[index] and self._passes(row)
            if kept[index] and row.parent >= 0:
                kept[row.parent] = 1
        return kept

    def _passes(self, row: PlanRow) -> bool:
        wanted = self._filter.project_id
        if wanted is not None and row.project_id != wanted:
            return False
        match self._filter.show:
            case Show.UNFINISHED:
                return row.percent_complete < 1
            case Show.CRITICAL:
                return row.critical
            case Show.NEAR_CRITICAL:
                return row.critical or row.near_critical
            case Show.LATE:
                return is_late(row, self.plan.status_date)
            case Show.CHANGED:
                return row.task_id in self._filter.changed
            case Show.MILESTONES:
                return row.kind == MILESTONE
            case _:
                return True

    def _worded(self) -> bytearray:
        rows = self.plan.rows
        words = self._filter.text.casefold().split()
        if not words:
            return bytearray(b"\1") * len(rows)
        if self._texts is None:
            self._texts = [_searched(row) for row in rows]
        found = bytearray(len(rows))
        for index, row in enumerate(rows):
            text = self._texts[index]
            above = row.parent >= 0 and found[row.parent]
            found[index] = above or all(word in text for word in words)
        return found


def is_late(row: PlanRow, status_date: date | None) -> bool:
    """Unfinished, and over its deadline, its baseline's finish or the status date."""
    if row.percent_complete >= 1 or row.finish is None or not row.active:
        return False
    if row.deadline is not None and row.finish > row.deadline:
        return True
    day = row.finish.date()
    if row.baseline_finish is not None and day > row.baseline_finish.date():
        return True
    return status_date is not None and day < status_date


def _key(row: PlanRow) -> Key:
    # A group of another grouping has neither task nor project of its own, but a name.
    return (row.project_id, row.task_id, row.name if row.kind in BRACKETS else "")


def _is_project(row: PlanRow, project_id: int) -> bool:
    return row.task_id is None and row.project_id == project_id


def _searched(row: PlanRow) -> str:
    return " ".join((row.wbs, row.name, *row.people)).casefold()
