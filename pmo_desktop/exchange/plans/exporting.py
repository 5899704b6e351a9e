"""Writing one project as a plan for Microsoft Project; and what such a file cannot carry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pmo_desktop.exchange.files.in_place import put_in_place
from pmo_desktop.exchange.findings import NOTE, Finding
from pmo_desktop.exchange.plans.writing.mspdi import left_to_say, mspdi_bytes
from pmo_desktop.services.plans.stored_plan import StoredPlan, stored_plan
from pmo_desktop.storage.workspace import Workspace


@dataclass(frozen=True)
class ExportedPlan:
    """`left_out` tells what the file cannot carry."""

    code: str
    tasks: int
    left_out: tuple[Finding, ...] = ()


def export_plan(workspace: Workspace, project_id: int, path: Path) -> ExportedPlan:
    """Write the project's plan at `path`. `OSError` where it cannot be written."""
    stored = workspace.query(stored_plan, project_id)
    put_in_place(path, mspdi_bytes(stored.plan))
    return ExportedPlan(stored.code, len(stored.plan.tasks), tuple(_left_out(stored)))


def _left_out(stored: StoredPlan) -> Iterator[Finding]:
    for code, count in (*stored.left_out, *left_to_say(stored.plan).items()):
        yield Finding(code, NOTE, params={"n": count})
