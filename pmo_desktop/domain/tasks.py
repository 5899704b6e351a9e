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
    """What a date does to a task, in the usual eight: as soon, as late as possible; start, finish
    no earlier than; start, finish no later than; must start, must finish on."""

    ASAP = "asap"
    ALAP = "alap"
    SNET = "snet"
    FNET = "fnet"
    SNLT = "snlt"
    FNLT = "fnlt"
    MSO = "mso"
    MFO = "mfo"


class LagKind(StrEnum):
    """What a lag counts: working minutes, elapsed minutes, or a share of the predecessor."""

    WORKING = "working"
    ELAPSED = "elapsed"
    SHARE = "share"


class TaskType(StrEnum):
    """Which of units, duration and work stays where another of them changes."""

    FIXED_UNITS = "fixed_units"
    FIXED_DURATION = "fixed_duration"
    FIXED_WORK = "fixed_work"


class ProgressRule(StrEnum):
    """What the rest of a task begun out of sequence does: it waits for its predecessors, or not.

    With STANDS it waits for them too, but the status date moves nothing: a plan that another
    program made keeps what is late where its links put it."""

    RETAINED = "retained"
    OVERRIDE = "override"
    STANDS = "stands"


class Contour(StrEnum):
    """How an assignment's work lies over its time."""

    FLAT = "flat"
    BACK_LOADED = "back_loaded"
    FRONT_LOADED = "front_loaded"
    DOUBLE_PEAK = "double_peak"
    EARLY_PEAK = "early_peak"
    LATE_PEAK = "late_peak"
    BELL = "bell"
    TURTLE = "turtle"
    OWN = "own"


class ResourceKind(StrEnum):
    """A person, or what a plan file also assigns to tasks."""

    WORK = "work"
    MATERIAL = "material"
    COST = "cost"


@dataclass(frozen=True, order=True)
class Link:
    """A predecessor as a planner writes it: `3.2FS+2d`. Lag in working minutes, a lead below 0."""

    wbs: str
    type: LinkType = LinkType.FS
    lag_minutes: int = 0
