"""All that a pack says, as plain values: gathered once, then laid out without any database.

`active` projects are counted, `current` ones (those on hold among them) are listed, `chosen` ones
get a page each. Rows come as the services' readers give them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pmo_desktop.domain.health import Light
from pmo_desktop.domain.load import WEEKS_AHEAD
from pmo_desktop.domain.plan import Plan
from pmo_desktop.domain.projects import ProjectState
from pmo_desktop.domain.risk import DecisionState, RiskState

if TYPE_CHECKING:
    from pmo_desktop.services.data_sources import ProjectSource
    from pmo_desktop.services.load import Load
    from pmo_desktop.services.milestone_trend import MilestoneTrend
    from pmo_desktop.services.office import OfficeRow
    from pmo_desktop.services.portfolio import Portfolio, ProjectRow
    from pmo_desktop.services.registers import DecisionRow, MilestoneRow, RiskRow, StatusRow
    from pmo_desktop.services.since import Since

CURRENT = frozenset({ProjectState.ACTIVE, ProjectState.ON_HOLD})
WEEKS = WEEKS_AHEAD


@dataclass(frozen=True)
class PackOptions:
    """`projects` get a page each, None for all active ones; `weeks` is how far the pack looks;
    `sources`: whether it ends with where the figures come from."""

    projects: tuple[int, ...] | None = None
    weeks: int = WEEKS
    sources: bool = True


@dataclass(frozen=True)
class PackData:
    """`statuses` has the newest report of each project by its id; `source` is the database's name.

    `load` and `milestones` look `weeks` weeks ahead of the office's status date, `load` at least as
    far as overload is counted; milestones that are overdue are among them. `trends` are the
    milestones of the active projects. `sources` None: the pack does without that page.
    """

    portfolio: Portfolio
    since: Since
    load: Load
    plan: Plan = field(default_factory=Plan)
    milestones: tuple[MilestoneRow, ...] = ()
    risks: tuple[RiskRow, ...] = ()
    decisions: tuple[DecisionRow, ...] = ()
    statuses: Mapping[int, StatusRow] = field(default_factory=dict)
    weeks: int = WEEKS
    source: str = ""
    projects: tuple[int, ...] | None = None
    sources: tuple[ProjectSource, ...] | None = None
    trends: tuple[MilestoneTrend, ...] = ()

    @property
    def office(self) -> OfficeRow:
        return self.portfolio.office

    @cached_property
    def current(self) -> tuple[ProjectRow, ...]:
        return tuple(p for p in self.portfolio.projects if p.state in CURRENT)

    @cached_property
    def active(self) -> tuple[ProjectRow, ...]:
        return tuple(p for p in self.current if p.state == ProjectState.ACTIVE)

    @cached_property
    def chosen(self) -> tuple[ProjectRow, ...]:
        """Those asked for, else all active ones; in the portfolio's order."""
        if self.projects is None:
            return self.active
        asked = set(self.projects)
        return tuple(p for p in self.portfolio.projects if p.id in asked)

    @cached_property
    def slipped(self) -> tuple[MilestoneTrend, ...]:
        """The milestones still to come that are later than first told, the latest of them first."""
        found = [t for t in self.trends if not t.done and len(t.points) > 1 and t.moved_days > 0]
        return tuple(sorted(found, key=lambda t: (-t.moved_days, t.project_code, t.task_id)))

    @cached_property
    def open_risks(self) -> tuple[RiskRow, ...]:
        """Those not closed, of active projects, the gravest first."""
        found = (r for p in self.active for r in self.risks_by_project.get(p.id, ()))
        return tuple(sorted(found, key=gravity))

    @cached_property
    def risks_by_project(self) -> Mapping[int, tuple[RiskRow, ...]]:
        """Those not closed, of every project, the gravest first."""
        found: dict[int, list[RiskRow]] = {}
        for risk in self.risks:
            if risk.state != RiskState.CLOSED:
                found.setdefault(risk.project_id, []).append(risk)
        return {key: tuple(sorted(rows, key=gravity)) for key, rows in found.items()}

    @cached_property
    def plan_by_project(self) -> Mapping[int, tuple[int, ...]]:
        """The dated rows of the plan of every project, by index."""
        found: dict[int, list[int]] = {}
        for index, row in enumerate(self.plan.rows):
            if row.start is not None and row.finish is not None:
                found.setdefault(row.project_id, []).append(index)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def wanted(self) -> tuple[DecisionRow, ...]:
        """Decisions that the committee is asked for, the most urgent first."""
        found = [d for d in self.decisions if d.state == DecisionState.WANTED]
        return tuple(sorted(found, key=lambda d: (d.due is None, d.due, d.code, d.id)))

    def count(self, light: Light) -> int:
        """How many active projects have this overall light."""
        return sum(overall(p) is light for p in self.active)


def overall(project: ProjectRow) -> Light:
    """The overall light of a project; grey where it has none."""
    verdict = project.verdicts.get("overall")
    return verdict.light if verdict else Light.GREY


def gravity(risk: RiskRow) -> tuple[int, float, str, str, int]:
    """Sorts risks: the highest score first, then the largest exposure."""
    score = (risk.probability or 0) * (risk.impact or 0)
    return (-score, -float(risk.exposure), risk.project_code, risk.code, risk.id)
