"""Whose load the strip below the bars shows: of the people of the chosen rows, else of all."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from pmo_desktop.charts.bars import BRACKETS
from pmo_desktop.charts.gantt import short_people
from pmo_desktop.charts.timescale import week_start
from pmo_desktop.domain.plan import Plan, PlanRow
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.gantt.demand import DemandStrip, demand_of
from pmo_desktop.ui.gantt.grouping import GROUP, NO_PROJECT
from pmo_desktop.ui.gantt.view import GanttView
from pmo_desktop.ui.preview import ask_as_shown

if TYPE_CHECKING:
    from pmo_desktop.services.load import Load

WEEKS_BEFORE = 12
MOST_WEEKS = 104
UNKNOWN = -1


class DemandShown(QObject):
    """The load is read when it is wanted, and again when the plan or a preview changes it."""

    def __init__(self, context: Context, view: GanttView, strip: DemandStrip) -> None:
        super().__init__(strip)
        self._context = context
        self._view = view
        self._strip = strip
        self._plan = Plan()
        self._load: Load | None = None
        self._is_wanted = False
        self._shown_of: tuple[int, tuple[str, ...]] = (UNKNOWN, ())
        view.row_selected.connect(self._show)

    def set_wanted(self, wanted: bool) -> None:
        """Show or hide the strip."""
        self._is_wanted = wanted
        self._strip.setVisible(wanted)
        if self._load is None:
            self.read()

    def set_plan(self, plan: Plan) -> None:
        """The plan whose people they are; `read` asks for their load."""
        self._plan = plan

    def read(self) -> None:
        """Read the load of the weeks in the scale, about the status date."""
        if not self._is_wanted or not self._plan.rows:
            return
        from pmo_desktop.services.load import load

        scale = self._view.scale
        about = self._plan.status_date or dt.date.today()
        first = max(scale.first, about - dt.timedelta(weeks=WEEKS_BEFORE))
        weeks = min((scale.last - week_start(first)).days // 7 + 1, MOST_WEEKS)
        ask_as_shown(self._context, load, first, max(weeks, 1), then=self._take, owner=self)

    def _take(self, load: Load) -> None:
        self._load = load
        self._shown_of = (UNKNOWN, ())
        self._show()

    def _show(self) -> None:
        """Of the people of the chosen tasks; of a project's where that is chosen; else of all."""
        tree, model = self._view.tree, self._view.model
        chosen = [model.row(position) for position in sorted(tree.selected)]
        people = tuple(dict.fromkeys(name for row in chosen for name in _people_of(row)))
        project = chosen[0].project_id if chosen and not people else NO_PROJECT
        if self._load is None or (project, people) == self._shown_of:
            return
        self._shown_of = (project, people)
        name = next((row.name for row in self._plan.rows if row.project_id == project), "")
        told = short_people(people, self._context.language)
        self._strip.show_demand(demand_of(self._load, project or None, people), name, told)


def _people_of(row: PlanRow) -> tuple[str, ...]:
    """Whose demand a chosen row asks for: those of a task, or the one whose group it is."""
    if row.kind == GROUP:
        return (row.name,)
    return () if row.kind in BRACKETS else row.people
