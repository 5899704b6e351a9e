"""Ways out of a conflict: somebody is asked for more than they have, and what can be done about
it.

A way that there is has an edit that was tried, so that its effect is what the edit brings about;
one that there is not says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pmo_desktop.domain.gaps import Rests
from pmo_desktop.domain.health import Reason

Dates = tuple[datetime | None, datetime | None]


class WayKind(StrEnum):
    """FLOAT: work is moved within its float. BEYOND: further than that. OTHER: another person does
    it. SPLIT: it rests meanwhile. REDUCE: with less of the person a week, for longer. CAPACITY: the
    person gives more in these weeks."""

    FLOAT = "float"
    BEYOND = "beyond"
    OTHER = "other"
    SPLIT = "split"
    REDUCE = "reduce"
    CAPACITY = "capacity"


@dataclass(frozen=True)
class Conflict:
    """A person (its id) and the days, both included, in whose weeks they have too much."""

    person_id: int
    first: date
    last: date


@dataclass(frozen=True)
class Slip:
    """By how many calendar days something would be later (below 0: earlier)."""

    project_code: str
    name: str
    days: int


@dataclass(frozen=True)
class OtherLoad:
    """How many hours beyond capacity somebody else would have more (below 0: less)."""

    person: str
    hours: float


@dataclass(frozen=True)
class WayEffect:
    """`hours_before` and `hours_left` are the person's hours beyond capacity in the conflict's
    weeks; `elsewhere` what they have more in other weeks. `milestones` and `finishes` (of projects)
    are what would move, the furthest first; `deadlines` are missed that were not. `cost` is in the
    office's money, None where nobody's rate is known. `changed` are the tasks of `moved`, and those
    that stay where they are, which the way itself changes: the rest only follows. `rests` is when
    tasks that are split by it would rest."""

    hours_before: float
    hours_left: float
    elsewhere: float = 0.0
    moved: Mapping[int, Dates] = field(default_factory=dict)
    milestones: tuple[Slip, ...] = ()
    finishes: tuple[Slip, ...] = ()
    deadlines: tuple[str, ...] = ()
    others: tuple[OtherLoad, ...] = ()
    cost: Decimal | None = None
    changed: Mapping[int, Dates] = field(default_factory=dict)
    rests: Mapping[int, Rests] = field(default_factory=dict)

    @property
    def solves(self) -> bool:
        return self.hours_left < 0.05


@dataclass(frozen=True)
class Way:
    """`what` says what is done; `verb` is the name of one of `services.ways_out_verbs`, with its
    `args`. Without a verb there is no such way, and `what` says why. `refused` is what the verb
    said where it would not. `priority` is that of the project that gives way."""

    kind: WayKind
    what: Reason
    verb: str = ""
    args: tuple[Any, ...] = ()
    effect: WayEffect | None = None
    priority: int = 0
    known: tuple[Reason, ...] = ()

    @property
    def exists(self) -> bool:
        return self.effect is not None


@dataclass(frozen=True)
class WaysOut:
    """Of one conflict, with the person's name; hours in the conflict's weeks. `change` is the
    newest entry of the journal that they were worked out from."""

    conflict: Conflict
    person: str
    asked: float
    capacity: float
    ways: tuple[Way, ...]
    currency: str = ""
    change: int = 0

    @property
    def over(self) -> float:
        return max(0.0, self.asked - self.capacity)
