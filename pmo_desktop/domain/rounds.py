"""Reporting rounds: where each project stands in one, from plain values.

A file *counts* for its project while it waits, was taken in, or was returned; one that was set
aside, or that cannot be read, is as good as not there. The newest file that counts says how things
stand; the first one says whether the team was late. The due date is the last day that is in time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from string import Formatter

PERIOD = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
NAME_PARTS = ("code", "name", "period", "department")
DEFAULT_PATTERN = "{code} {name}"


class RoundState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class FileState(StrEnum):
    """WAITING: to be reviewed. TAKEN: taken in, or found to say nothing new. RETURNED: sent back
    to the team to be mended. SET_ASIDE: not to count. REFUSED: it cannot be read."""

    WAITING = "waiting"
    TAKEN = "taken"
    RETURNED = "returned"
    SET_ASIDE = "set_aside"
    REFUSED = "refused"


class FileKind(StrEnum):
    """OWN: the program's workbook of this round, or of none. OTHER_ROUND: that of another round.
    TEAM: a spreadsheet of the team's own."""

    OWN = "own"
    OTHER_ROUND = "other_round"
    TEAM = "team"


class FoldersBy(StrEnum):
    """Into which folders the workbooks of a round go."""

    ONE = ""
    DEPARTMENT = "department"
    PROJECT = "project"


class Standing(StrEnum):
    """NOT_SENT and SENT: nothing came, and nothing is due on a day. WAITING: nothing came, the due
    date has not passed. MISSING: it has. RECEIVED and LATE: a file came, in time or after it.
    TAKEN: it was taken in. RETURNED: it went back to the team."""

    NOT_SENT = "not_sent"
    SENT = "sent"
    WAITING = "waiting"
    MISSING = "missing"
    RECEIVED = "received"
    LATE = "late"
    TAKEN = "taken"
    RETURNED = "returned"

    @property
    def owes(self) -> bool:
        """Whether the team still has to send something."""
        return self in (Standing.SENT, Standing.WAITING, Standing.MISSING, Standing.RETURNED)


COUNTED = frozenset({FileState.WAITING, FileState.TAKEN, FileState.RETURNED})
OF_A_FILE = {FileState.TAKEN: Standing.TAKEN, FileState.RETURNED: Standing.RETURNED}


@dataclass(frozen=True)
class Arrival:
    """A file of a project: when it came, and what became of it."""

    received_at: datetime
    state: FileState


@dataclass(frozen=True)
class Progress:
    """Where a project stands. `is_late`: its first file came after the due date, whatever became
    of it. `is_twice`: several files came that were not returned."""

    standing: Standing
    is_late: bool = False
    is_twice: bool = False


def progress(
    arrivals: Iterable[Arrival], due: date | None, today: date, *, was_sent: bool
) -> Progress:
    """Where a project stands `today`."""
    counted = sorted(
        (arrival for arrival in arrivals if arrival.state in COUNTED),
        key=lambda arrival: arrival.received_at,
    )
    if not counted:
        return Progress(_without_file(due, today, was_sent))
    is_late = due is not None and counted[0].received_at.date() > due
    received = Standing.LATE if is_late else Standing.RECEIVED
    kept = [arrival for arrival in counted if arrival.state is not FileState.RETURNED]
    return Progress(OF_A_FILE.get(counted[-1].state, received), is_late, len(kept) > 1)


def _without_file(due: date | None, today: date, was_sent: bool) -> Standing:
    if due is not None and today > due:
        return Standing.MISSING
    if not was_sent:
        return Standing.NOT_SENT
    return Standing.SENT if due is None else Standing.WAITING


def is_period(text: str) -> bool:
    """Whether it is a month as the office counts them: `2026-11`."""
    return PERIOD.fullmatch(text) is not None


def unknown_parts(pattern: str) -> tuple[str, ...] | None:
    """The `{parts}` of a name pattern that stand for nothing; None where its braces are broken."""
    try:
        parts = [
            part + ("!" + conversion if conversion else "") + (":" + spec if spec else "")
            for _, part, spec, conversion in Formatter().parse(pattern)
            if part is not None
        ]
    except ValueError:
        return None
    return tuple(part for part in parts if part not in NAME_PARTS)


def named(pattern: str, parts: Mapping[str, str]) -> str:
    """The pattern with its parts filled in, stray spaces gone: `P-07 Line 4 2026-11`."""
    return " ".join(Formatter().vformat(pattern, (), parts).split())
