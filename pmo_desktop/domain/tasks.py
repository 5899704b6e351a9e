"""What a task can be, and how tasks are tied."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TaskKind(StrEnum):
    SUMMARY = "summary"
    TASK = "task"
    MILESTONE = "milestone"


class LinkType(StrEnum):
    """Predecessor's end first: FS is finish-to-start."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


class Constraint(StrEnum):
    ASAP = "asap"
    SNET = "snet"
    FNET = "fnet"


@dataclass(frozen=True, order=True)
class Link:
    """A predecessor as a planner writes it: `3.2FS+2d`. Lag in working minutes, a lead below 0."""

    wbs: str
    type: LinkType = LinkType.FS
    lag_minutes: int = 0
