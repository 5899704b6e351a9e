"""Columns that write what is read for them: duration, work and cost against the baseline in use.

They are read beside the window, and only while one of them is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from pmo_desktop.domain.plan import Plan, PlanRow
from pmo_desktop.language import Language
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.gantt.columns import MEASURED, signed
from pmo_desktop.ui.gantt.tree import TaskTree

if TYPE_CHECKING:
    from pmo_desktop.services.against_baselines import Difference, Differences

TABLES = frozenset({"project", "task", "assignment", "person", "baseline", "baseline_task"})
KEYS = frozenset(column.key for column in MEASURED)
DURATION, WORK, COST = (column.key for column in MEASURED)


class MeasuredColumns(QObject):
    """Fills the columns of `MEASURED`."""

    def __init__(self, context: Context, tree: TaskTree) -> None:
        super().__init__(tree)
        self._context, self._tree = context, tree
        self._stale = True
        context.data_changed.connect(self._on_data_changed)
        tree.columns_chosen.connect(self.read)

    def read(self) -> None:
        """Read what is shown, where it may be other than what was read last."""
        if not self._stale or self._tree.hidden_columns() >= KEYS:
            return
        if self._context.workspace is None:
            return
        from pmo_desktop.services.against_baselines import differences

        self._stale = False
        self._context.ask(differences, then=self._take, owner=self)

    def make_stale(self) -> None:
        """What was read may not hold any more."""
        self._stale = True
        self.read()

    def _on_data_changed(self, tables: frozenset[str]) -> None:
        if TABLES & tables:
            self.make_stale()

    def _take(self, found: Differences) -> None:
        of = partial(_difference, found)
        self._tree.set_columns({
            column.key: replace(
                column,
                text=partial(_text, of, column.key),
                value=partial(_value, of, column.key),
                tone=partial(_tone, of, column.key),
            )
            for column in MEASURED
        })  # fmt: skip


Of = Callable[[PlanRow], "Difference | None"]


def _difference(found: Differences, row: PlanRow) -> Difference | None:
    if row.task_id is not None:
        return found.tasks.get(row.task_id)
    return found.projects.get(row.project_id) if row.kind == "project" else None


def _value(of: Of, key: str, row: PlanRow) -> Any:
    found = of(row)
    if found is None:
        return None
    by_key = {DURATION: found.duration_minutes, WORK: found.work_minutes, COST: found.cost}
    return by_key[key]


def _text(of: Of, key: str, row: PlanRow, plan: Plan, language: Language) -> str:
    value, found = _value(of, key, row), of(row)
    if value is None or found is None:
        return ""
    if key == COST:
        return signed(language.money(value, found.currency), value)
    return signed(language.days(value, plan.minutes_per_day), value)


def _tone(of: Of, key: str, row: PlanRow) -> str:
    return "red_ink" if (_value(of, key, row) or 0) > 0 else "ink"
