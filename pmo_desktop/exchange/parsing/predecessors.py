"""Predecessors as teams write them: by WBS, by row number, by name; `domain.links` reads the text.

What the numbers of a column mean is decided by the column: row numbers where the table has them and
more of the predecessors are among them than among the WBS codes. A predecessor that is not in the
table is told, never kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from pmo_desktop.domain import wbs
from pmo_desktop.domain.links import Parsed, parse_links
from pmo_desktop.domain.tasks import Link
from pmo_desktop.exchange.parsing import words
from pmo_desktop.exchange.parsing.text import key, plain
from pmo_desktop.exchange.parsing.values import Unread, shown

TYPE_BEHIND = re.compile(r"\s*\(?(FS|SS|FF|SF)\)?\s*([+-].*)?$", re.IGNORECASE)
DASHED = re.compile(r"(?<=\d)-(?=\d)")
PIECES = re.compile(r"\s*[,;、\n]\s*")


@dataclass(frozen=True)
class Table:
    """What a predecessor can be called in a table, and the WBS that it then has.

    A name or a code that two rows have stands for None. `summaries` are WBS codes with tasks below.
    """

    codes: Mapping[str, str | None] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str | None] = field(default_factory=dict)
    summaries: frozenset[str] = frozenset()
    dashed: bool = False


@lru_cache(maxsize=8192)
def parse(text: str) -> Parsed:
    return parse_links(text)


def is_links(value: Any) -> bool:
    """Whether a cell can hold predecessors: codes, or at least no date and no share."""
    if isinstance(value, float):
        return 0 < value < 10_000
    if not isinstance(value, str) or "%" in value:
        return False
    found = parse(value)
    return bool(found.links) and not found.unreadable


def read(values: Sequence[Any], table: Table, own: Sequence[str]) -> list[Any]:
    """The links of each row; `own` are the rows' WBS codes.

    A value is a tuple of `Link`, None, or a list of `Link`s and `Unread`s where some could not be
    read.
    """
    parsed = [_parsed(value, table.dashed) for value in values]
    by_id = _are_ids([link.wbs for found in parsed if found for link in found.links], table)
    return [
        None if found is None else _resolved(found, table, by_id, code)
        for found, code in zip(parsed, own, strict=True)
    ]


def by_plain_codes(
    values: Sequence[Any], own: Sequence[str], may_be_ids: bool = False
) -> list[Any] | None:
    """The links of each row where all of them are codes of other rows as they stand; else None.

    Where they `may_be_ids`, one of them must have a point to show that they are none.
    """
    known = set(own)
    found: list[Any] = []
    has_point = not may_be_ids
    for value, code in zip(values, own, strict=True):
        if value == "":
            found.append(None)
            continue
        links = _plain_links(value) if isinstance(value, str) else ()
        for link in links:
            if link.wbs not in known or link.wbs == code:
                return None
            has_point = has_point or "." in link.wbs
        if not links:
            return None
        found.append(links)
    return found if has_point else None


@lru_cache(maxsize=8192)
def _plain_links(text: str) -> tuple[Link, ...]:
    found = parse(text)
    return () if found.unreadable else tuple(dict.fromkeys(found.links))


def _parsed(value: Any, dashed: bool) -> Parsed | None:
    if value is None or value == "":
        return None
    text = shown(value)
    if words.is_nothing(text):
        return None
    return parse(DASHED.sub(".", plain(text)) if dashed else text)


def _are_ids(codes: Sequence[str], table: Table) -> bool:
    if not codes or not table.ids or any("." in code for code in codes):
        return False
    as_ids = sum(code in table.ids for code in codes)
    as_codes = sum(bool(table.codes.get(wbs.clean(code))) for code in codes)
    if as_ids != as_codes:
        return as_ids > as_codes
    # Both fit: planners link what is done, not what it is summed up in.
    return any(table.codes.get(wbs.clean(code)) in table.summaries for code in codes)


def _resolved(found: Parsed, table: Table, by_id: bool, own: str) -> Any:
    links: list[Link] = []
    problems: list[Unread] = []
    for link in found.links:
        target = table.ids.get(link.wbs) if by_id else table.codes.get(wbs.clean(link.wbs))
        if not by_id and wbs.clean(link.wbs) in table.codes and target is None:
            problems.append(Unread("predecessor_unclear", {"part": link.wbs}))
        else:
            _take(link, target or _by_name(link.wbs, table), own, links, problems)
    for piece in found.unreadable:
        for part in PIECES.split(piece.text):
            _take_name(part, table, own, links, problems)
    if problems:
        return [*links, *problems]
    return tuple(links) if len(links) < 2 else tuple(dict.fromkeys(links))


def _take(
    link: Link, target: str | None, own: str, links: list[Link], problems: list[Unread]
) -> None:
    if not target:
        problems.append(Unread("predecessor_unknown", {"part": link.wbs}))
    elif target == own:
        problems.append(Unread("predecessor_itself", {"part": link.wbs}))
    else:
        links.append(link if link.wbs == target else Link(target, link.type, link.lag_minutes))


def _by_name(name: str, table: Table) -> str | None:
    return table.names.get(key(name))


def _take_name(
    part: str, table: Table, own: str, links: list[Link], problems: list[Unread]
) -> None:
    """A task's name, perhaps with a type and a lag behind it."""
    target = _by_name(part, table)
    if target:
        _take(Link(part), target, own, links, problems)
        return
    behind = TYPE_BEHIND.search(part)
    target = _by_name(part[: behind.start()], table) if behind else None
    kind = parse(f"1{behind[0].strip()}") if behind and target else Parsed()
    if target and kind.links:
        _take(replace(kind.links[0], wbs=part), target, own, links, problems)
    else:
        problems.append(Unread("not_a_predecessor", {"part": part}))
