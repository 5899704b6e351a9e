"""What a schedule finds wrong with a plan, and how it is said.

A finding has the ids of the activities and whole working minutes; `reason` makes a sentence of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.lags import format_lag_of
from pmo_desktop.domain.tasks import LagKind, LinkType


class FindingKind(StrEnum):
    """CLASH: dates that are kept break a link. OUT_OF_SEQUENCE: what was done breaks it. LOOP:
    links in a circle. DEADLINE: the finish lies behind it. REVERSED: kept dates finish before they
    start. BEYOND: the dates leave the years 1 to 9999. CONSTRAINT: it lies behind the latest date
    that its constraint allows."""

    CLASH = "clash"
    OUT_OF_SEQUENCE = "out_of_sequence"
    LOOP = "loop"
    DEADLINE = "deadline"
    REVERSED = "reversed"
    BEYOND = "beyond"
    CONSTRAINT = "constraint"


@dataclass(frozen=True)
class Finding:
    """`activities`: predecessor and successor of a broken link, the circle of a loop, or the one.

    `minutes` are missing: for the link to hold (successor's calendar), or to the deadline or the
    constraint's date.
    """

    kind: FindingKind
    activities: tuple[int, ...]
    minutes: int = 0
    link: LinkType | None = None
    lag_minutes: int = 0
    lag_kind: LagKind = LagKind.WORKING
    lag_share: float = 0.0


TO_START = (LinkType.FS, LinkType.SS)


def reason(finding: Finding, labels: Mapping[int, str], minutes_per_day: int = 480) -> Reason:
    """The finding in words; `labels` has what a reader calls each activity."""
    names = [labels[activity] for activity in finding.activities]
    days = finding.minutes / minutes_per_day
    match finding.kind:
        case FindingKind.CLASH | FindingKind.OUT_OF_SEQUENCE:
            return _broken_link(finding, names, days, minutes_per_day)
        case FindingKind.LOOP:
            return Reason(
                "Links run in a circle, and the dates in and behind it stay as they are: {circle}."
                " Remove one of these links",
                {"circle": " → ".join([*names, names[0]])},
            )
        case FindingKind.DEADLINE:
            return Reason(
                "“{task}” finishes {n} working days behind its deadline",
                {"task": names[0], "n": days},
            )
        case FindingKind.CONSTRAINT:
            return Reason(
                "“{task}” lies {n} working days behind the date that its constraint sets",
                {"task": names[0], "n": days},
            )
        case FindingKind.REVERSED:
            return Reason(
                "“{task}” finishes before it starts: correct its dates", {"task": names[0]}
            )
        case FindingKind.BEYOND:
            return Reason(
                "“{task}” leaves the years 1 to 9999: check its duration and its links' lags",
                {"task": names[0]},
            )


def _broken_link(finding: Finding, names: list[str], days: float, minutes_per_day: int) -> Reason:
    assert finding.link is not None  # a broken link has its type
    lag = format_lag_of(
        finding.lag_minutes,
        finding.lag_kind,
        finding.lag_share,
        minutes_per_day=minutes_per_day,
    )
    params = {
        "predecessor": names[0],
        "successor": names[1],
        "n": days,
        "link": finding.link + lag,
    }
    planned = finding.kind is FindingKind.CLASH
    if finding.link in TO_START:
        if planned:
            return Reason(
                "“{successor}” is planned to start {n} working days too early for its link {link}"
                " from “{predecessor}”",
                params,
            )
        return Reason(
            "“{successor}” was started {n} working days too early for its link {link} from"
            " “{predecessor}”",
            params,
        )
    if planned:
        return Reason(
            "“{successor}” is planned to finish {n} working days too early for its link {link}"
            " from “{predecessor}”",
            params,
        )
    return Reason(
        "“{successor}” was finished {n} working days too early for its link {link} from"
        " “{predecessor}”",
        params,
    )
