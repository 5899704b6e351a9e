"""What the numbers of a Microsoft Project XML file stand for (MSPDI schema of 2003 to 2021)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from pmo_desktop.domain.tasks import Constraint, Contour, LinkType, TaskType

CONSTRAINTS: Mapping[str, Constraint] = {
    "0": Constraint.ASAP,
    "1": Constraint.ALAP,
    "2": Constraint.MSO,
    "3": Constraint.MFO,
    "4": Constraint.SNET,
    "5": Constraint.SNLT,
    "6": Constraint.FNET,
    "7": Constraint.FNLT,
}
LINK_TYPES: Mapping[str, LinkType] = {
    "0": LinkType.FF,
    "1": LinkType.FS,
    "2": LinkType.SF,
    "3": LinkType.SS,
}
TASK_TYPES: Mapping[str, TaskType] = {
    "0": TaskType.FIXED_UNITS,
    "1": TaskType.FIXED_DURATION,
    "2": TaskType.FIXED_WORK,
}
CONTOURS: Mapping[str, Contour] = {
    "0": Contour.FLAT,
    "1": Contour.BACK_LOADED,
    "2": Contour.FRONT_LOADED,
    "3": Contour.DOUBLE_PEAK,
    "4": Contour.EARLY_PEAK,
    "5": Contour.LATE_PEAK,
    "6": Contour.BELL,
    "7": Contour.TURTLE,
    "8": Contour.OWN,
}
RATE_TABLES: Mapping[str, str] = dict(zip("01234", "ABCDE", strict=True))

# A format is a unit: minutes, hours, days, weeks, months, each worked and elapsed, and per cent;
# 32 more of it says that it is estimated.
ESTIMATED = 32
DAYS, ELAPSED_DAYS, SHARE = 7, 8, 19
ELAPSED_FORMATS = frozenset({4, 6, 8, 10, 12})
SHARE_FORMATS = frozenset({19, 20})
NO_FORMATS = frozenset({"", "21", "53"})

# The project summary task, and the resource of an assignment that has none.
SUMMARY_UID, NOBODY_UID = "0", "-65535"
NO_CALENDAR = ("", "-1")

Code = TypeVar("Code")


def back(table: Mapping[str, Code]) -> dict[Code, str]:
    """From the program's value to the file's number."""
    return {value: number for number, value in table.items()}


def is_elapsed(text: str) -> bool:
    """Whether a duration or lag of this format counts nights and days off."""
    return _plain(text) in ELAPSED_FORMATS


def is_share(text: str) -> bool:
    """Whether a lag of this format is per cent of the predecessor's duration."""
    return _plain(text) in SHARE_FORMATS


def _plain(text: str) -> int:
    if not text.strip().isdecimal():
        return DAYS
    number = int(text)
    return number - ESTIMATED if number > ESTIMATED else number
