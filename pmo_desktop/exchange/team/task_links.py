"""What the tasks of a team's list follow: their predecessors, as links between WBS codes."""

from __future__ import annotations

from typing import Any

from pmo_desktop.domain import wbs
from pmo_desktop.exchange.findings import WARNING
from pmo_desktop.exchange.parsing import predecessors, values
from pmo_desktop.exchange.parsing.text import key
from pmo_desktop.exchange.parsing.values import Unread
from pmo_desktop.exchange.team import breakdown
from pmo_desktop.exchange.team.filling import Filled
from pmo_desktop.exchange.team.task_lines import TaskList


def links(tasks: TaskList, summaries: frozenset[str]) -> list[Any] | None:
    """The links of each task, None where it has none; nothing at all where the table has none."""
    raw = tasks.filled.raw
    if "predecessors" not in raw:
        return None
    given = tasks.column(raw["predecessors"], "")
    if not any(value != "" for value in given):
        return None
    read = predecessors.by_plain_codes(given, tasks.codes, may_be_ids="id" in raw)
    if read is not None:
        return read
    read = predecessors.read(given, _names_of(tasks, summaries), tasks.codes)
    return [
        _told(tasks.filled, position, value) or None
        for position, value in zip(tasks.positions, read, strict=True)
    ]


def _told(filled: Filled, position: int | None, value: Any) -> Any:
    if not isinstance(value, list):
        return value
    for problem in value:
        if isinstance(problem, Unread):
            filled.tell(problem.code, WARNING, "predecessors", position or 0, **problem.params)
    return tuple(link for link in value if not isinstance(link, Unread))


def _names_of(tasks: TaskList, summaries: frozenset[str]) -> predecessors.Table:
    """What the tasks of a list can be called in it."""
    codes: dict[str, str | None] = {}
    names: dict[str, str | None] = {}
    ids: dict[str, str] = {}
    raw_ids = tasks.filled.raw.get("id")
    for line in tasks.lines:
        for code in {wbs.clean(line.was_read), breakdown.normal(line.was_read), line.wbs} - {""}:
            codes[code] = None if code in codes and codes[code] != line.wbs else line.wbs
        name = key(line.name)
        names[name] = None if name in names else line.wbs
        if raw_ids is not None and line.position is not None:
            ids.setdefault(values.shown(raw_ids[line.position]).strip(), line.wbs)
    return predecessors.Table(codes, ids, names, summaries, tasks.is_dashed)
