"""What a project can be."""

from __future__ import annotations

from enum import StrEnum


class ProjectState(StrEnum):
    PROPOSED = "proposed"
    ACTIVE = "active"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class ProjectPhase(StrEnum):
    INITIATION = "initiation"
    PLANNING = "planning"
    EXECUTION = "execution"
    ACCEPTANCE = "acceptance"
    CLOSURE = "closure"


class ScheduleFrom(StrEnum):
    """From its start on as early, or from its finish back as late as possible."""

    START = "start"
    FINISH = "finish"
