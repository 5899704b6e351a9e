"""The plan as the Gantt shows it: projects, their tasks, floats and links."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from pmo_desktop.domain.plan import Plan


def plan(session: Session, project_ids: Sequence[int] | None = None) -> Plan:
    """The plan of these projects, or of all; each project, then its tasks in their order."""
    raise NotImplementedError(session, project_ids)
