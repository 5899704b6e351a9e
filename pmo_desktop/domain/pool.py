"""The resource pool: what keeps people from work, and what holds for them from when to when.

Days of a span are both included; a span without a last day goes on for ever. What holds on a day is
said by the span that covers it, a rate by the newest one that has begun.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar


class AbsenceKind(StrEnum):
    LEAVE = "leave"
    SICKNESS = "sickness"
    TRAINING = "training"
    DUTY = "duty"
    OTHER = "other"


class RateTable(StrEnum):
    """The tables of rates that an assignment may be paid by; the usual one is A."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


class PoolStanding(StrEnum):
    """How somebody stands to the office on a day: there, away (for the whole day), yet to come,
    gone, or a role that is still to be filled."""

    PRESENT = "present"
    AWAY = "away"
    COMING = "coming"
    LEFT = "left"
    PLACEHOLDER = "placeholder"


SLACK = 1e-9


@dataclass(frozen=True)
class Span:
    """From `first` to `last`, both included."""

    first: date
    last: date | None = None

    @property
    def is_backwards(self) -> bool:
        return self.last is not None and self.last < self.first

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def meets(self, other: Span) -> bool:
        """Whether they have a day in common."""
        return self.first <= (other.last or date.max) and other.first <= (self.last or date.max)


@dataclass(frozen=True)
class Away:
    """An absence: a share of the working time of the days of a span."""

    span: Span
    share: float = 1.0


def first_clash(spans: Iterable[Span]) -> tuple[Span, Span] | None:
    """The first two spans that have a day in common."""
    ordered = sorted(spans, key=lambda span: span.first)
    longest: Span | None = None
    for span in ordered:
        if longest is not None and longest.meets(span):
            return longest, span
        if longest is None or (span.last or date.max) > (longest.last or date.max):
            longest = span
    return None


def too_much(absences: Sequence[Away]) -> date | None:
    """The first day on which the shares of the absences come to more than the whole day."""
    edges: dict[date, float] = {}
    for absence in absences:
        span = absence.span
        edges[span.first] = edges.get(span.first, 0.0) + absence.share
        if span.last is not None and span.last < date.max:
            after = span.last + timedelta(days=1)
            edges[after] = edges.get(after, 0.0) - absence.share
    total = 0.0
    for day in sorted(edges):
        total += edges[day]
        if total > 1 + SLACK:
            return day
    return None


def away_on(absences: Iterable[Away], day: date) -> float:
    """The share of a day's working time that is missing, at most 1."""
    return min(sum(one.share for one in absences if one.span.covers(day)), 1.0)


T = TypeVar("T")


def in_force(rates: Iterable[tuple[date | None, T]], day: date) -> T | None:
    """What holds on a day of things that hold from a day on (None: from ever)."""
    begun = [(first or date.min, what) for first, what in rates if first is None or first <= day]
    return max(begun, key=lambda found: found[0])[1] if begun else None
