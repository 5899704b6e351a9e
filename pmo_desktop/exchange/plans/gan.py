"""Reading a GanttProject file (.gan)."""

from __future__ import annotations

from pmo_desktop.domain.plan_file import PlanFile


def read_gan(data: bytes, name: str) -> PlanFile:
    raise NotImplementedError
