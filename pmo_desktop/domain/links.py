"""Predecessors as planners write them: `3.2`, `1.1SS-1w, 2.4FS+2d`, `3.2完成-开始+2天、4.1`.

A link is a WBS code, a type (finish-to-start where none is written) and a lag (a lead with `-`) in
weeks, days, hours or minutes of working time; behind a type, a bare number counts days. Links are
parted by commas, semicolons, `、`, `/`, new lines, blanks, `和` or `and`. Full-width characters are
read as their plain ones. What cannot be read is told, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.lags import MINUTES_PER_DAY, format_lag
from pmo_desktop.domain.tasks import Link, LinkType

DAYS_PER_WEEK = 5

START, FINISH = "(?:开始|start)", "(?:完成|结束|finish|end)"
TO = r"\s*(?:-|到|至|to|-to-)?\s*"
TYPES = {
    LinkType.FS: f"FS|{FINISH}{TO}{START}",
    LinkType.SS: f"SS|{START}{TO}{START}",
    LinkType.FF: f"FF|{FINISH}{TO}{FINISH}",
    LinkType.SF: f"SF|{START}{TO}{FINISH}",
}
UNITS = {
    "w": r"w|wks?|weeks?|个?(?:周|星期)",
    "d": r"d|days?|个?工作日|天|日",
    "h": r"h|hrs?|hours?|个?(?:小时|工时)|时",
    "m": r"m|mins?|minutes?|分钟|分",
}
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
NOTHING = {"", "-", "--", "/", "无", "没有", "none", "n/a", "na", "nil"}

# Digits joined by dots, before them perhaps letters (T12, WP-03), after them perhaps one (1.2a);
# or one letter alone, as in small networks (A, B.1). A longer word is no code: it may end in "fs".
CODE = r"(?P<code>[A-Z]{0,8}[-_]?\d+(?:[._]\d+|\.[A-Z])*(?:[A-Z]\b|\.)?|[A-Z](?:\.\d+)*)"
TYPE = "(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in TYPES.items()) + ")"
UNIT = "(?:" + "|".join(f"(?P<{unit}>{words})" for unit, words in UNITS.items()) + ")"
LATER, EARLIER = r"\+|滞后|延后|延迟|推迟", "-|提前"
LAG = rf"(?:(?P<later>{LATER})|(?P<earlier>{EARLIER}))\s*(?P<number>\d+(?:\.\d+)?)\s*{UNIT}?"
END = r"(?=[\s,;、/&和及与]|$)"
LINK = re.compile(
    rf"{CODE}\s*(?:\(\s*)?(?P<type>{TYPE}\s*)?(?:\)\s*)?(?:{LAG})?{END}", re.IGNORECASE
)
SEPARATORS = re.compile(r"(?:[\s,;、/&和及与]|and\b)*", re.IGNORECASE)
PIECE = re.compile(r"[^,;、\n]*")
PERCENT_LAG = re.compile(r"[+-]\s*[\d.]+\s*%")
ELAPSED_LAG = re.compile(r"[+-]\s*[\d.]+\s*(?:e(?:d|h|w|m)|日历|自然)", re.IGNORECASE)
ODD_LAG = re.compile(rf"[+-]\s*[\d.]+\s*(?!{UNIT}(?:[\W\d]|$))[^\W\d_]+", re.IGNORECASE)


@dataclass(frozen=True)
class Unreadable:
    """A part of the text that is no link; `code` is `percent_lag`, `elapsed_lag`, `lag_unit` or
    `not_a_link`, `reason` says it in words."""

    text: str
    code: str
    reason: Reason


@dataclass(frozen=True)
class Parsed:
    links: tuple[Link, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()


def parse_links(
    text: str, *, minutes_per_day: int = MINUTES_PER_DAY, days_per_week: int = DAYS_PER_WEEK
) -> Parsed:
    """The links in a text, in its order; what is between them and cannot be read is told."""
    plain = unicodedata.normalize("NFKC", text).translate(DASHES).replace("。", ".").strip()
    if plain.lower() in NOTHING:
        return Parsed()
    minutes = {"m": 1, "h": 60, "d": minutes_per_day, "w": minutes_per_day * days_per_week}
    links: list[Link] = []
    unreadable: list[Unreadable] = []
    position = _skip(plain, 0)
    while position < len(plain):
        found = LINK.match(plain, position)
        if found and _is_clear(found):
            links.append(_link(found, minutes))
        else:
            found = PIECE.match(plain, position)
            assert found is not None  # it matches even nothing
            unreadable.append(_unreadable(found.group().strip()))
        position = _skip(plain, found.end())
    return Parsed(tuple(dict.fromkeys(links)), tuple(unreadable))


def _is_clear(found: re.Match[str]) -> bool:
    """`1.2-1.4` may be a range and `1.2+3` a sum: a lag needs a type before it or a unit behind."""
    groups = found.groupdict()
    return not groups["number"] or bool(groups["type"] or any(map(groups.get, UNITS)))


def _skip(text: str, position: int) -> int:
    found = SEPARATORS.match(text, position)
    return found.end() if found else position


def _link(found: re.Match[str], minutes: dict[str, int]) -> Link:
    groups = found.groupdict()
    kind = next((kind for kind in LinkType if groups[kind]), LinkType.FS)
    lag = 0
    if groups["number"]:
        unit = next((unit for unit in minutes if groups[unit]), "d")
        lag = round(Decimal(groups["number"]) * minutes[unit])
    return Link(groups["code"].rstrip("."), kind, -lag if groups["earlier"] else lag)


def _unreadable(piece: str) -> Unreadable:
    part = {"part": piece}
    if PERCENT_LAG.search(piece):
        rule = "The lag in “{part}” is a share of a duration: write it in days, as 3.2FS+2d"
        return Unreadable(piece, "percent_lag", Reason(rule, part))
    if ELAPSED_LAG.search(piece):
        rule = "The lag in “{part}” is in elapsed time: write it in working days, as 3.2FS+2d"
        return Unreadable(piece, "elapsed_lag", Reason(rule, part))
    if ODD_LAG.search(piece):
        rule = "The lag in “{part}” has a unit that is not known: use w, d, h or m, as 3.2FS+2d"
        return Unreadable(piece, "lag_unit", Reason(rule, part))
    rule = "“{part}” is not a predecessor: write its WBS code and type, as 3.2 or 3.2FS+2d"
    return Unreadable(piece, "not_a_link", Reason(rule, part))


def format_links(
    links: Iterable[Link], *, minutes_per_day: int = MINUTES_PER_DAY, chinese: bool = False
) -> str:
    """Links as they are written: `3.2`, `3.2SS+2d`; in Chinese `3.2SS+2天`."""
    written = (
        link.wbs
        + ("" if link.type is LinkType.FS and not link.lag_minutes else link.type)
        + format_lag(link.lag_minutes, minutes_per_day=minutes_per_day, chinese=chinese)
        for link in links
    )
    return ("、" if chinese else ", ").join(written)
