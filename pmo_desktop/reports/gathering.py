"""From the database to a pack's data: the readers, asked once each."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from pmo_desktop.domain.load import WEEKS_AHEAD
from pmo_desktop.reports.data import PackData, PackOptions

if TYPE_CHECKING:
    from pmo_desktop.services.registers import MilestoneRow, StatusRow
    from pmo_desktop.storage.workspace import Workspace

OVERDUE = dt.timedelta(days=365)


def gather(workspace: Workspace, options: PackOptions | None = None) -> PackData:
    """All that the pack says of the office as it stands."""
    from pmo_desktop.services import (
        data_sources,
        gantt,
        load,
        milestone_trend,
        portfolio,
        registers,
        since,
    )

    options = options or PackOptions()
    whole = workspace.query(portfolio.portfolio)
    today = whole.office.status_date
    monday = today - dt.timedelta(days=today.weekday())
    last = today + dt.timedelta(weeks=options.weeks)
    data = PackData(
        portfolio=whole,
        since=workspace.query(since.since),
        load=workspace.query(load.load, monday, max(options.weeks, WEEKS_AHEAD)),
        milestones=_ahead(workspace.query(registers.milestones, today - OVERDUE, last)),
        risks=workspace.query(registers.risks),
        decisions=workspace.query(registers.decisions),
        statuses=_newest(workspace.query(registers.statuses)),
        weeks=options.weeks,
        source=workspace.path.name,
        projects=options.projects,
        sources=workspace.query(data_sources.project_sources) if options.sources else None,
    )
    active = [project.id for project in data.active]
    data = replace(data, trends=workspace.query(milestone_trend.milestone_trends, active))
    chosen = [project.id for project in data.chosen]
    return replace(data, plan=workspace.query(gantt.plan, chosen)) if chosen else data


def _ahead(rows: tuple[MilestoneRow, ...]) -> tuple[MilestoneRow, ...]:
    return tuple(row for row in rows if not row.done)


def _newest(rows: tuple[StatusRow, ...]) -> dict[int, StatusRow]:
    """The newest report of each project."""
    found: dict[int, StatusRow] = {}
    for row in rows:
        known = found.get(row.project_id)
        if known is None or (row.period, row.id) > (known.period, known.id):
            found[row.project_id] = row
    return found
