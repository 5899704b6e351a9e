"""Of what kind the tasks of a team's list are: summaries, milestones, or tasks.

A task with tasks below it is a summary. A milestone is one that is called or marked so, or takes no
time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.exchange.parsing import values, words
from pmo_desktop.exchange.parsing.text import key, plain
from pmo_desktop.exchange.team.filling import Filled
from pmo_desktop.exchange.team.task_lines import TaskList

NUMBERED_MILESTONE = re.compile(r"^(?:M|MS)\d{1,2}\b(?!\s*[-:]?\d)")
PLAIN_START = re.compile(r"[A-Za-z\u4e00-\u9fff]")
SUMMARY, TASK, MILESTONE = TaskKind.SUMMARY.value, TaskKind.TASK.value, TaskKind.MILESTONE.value
SURELY, PERHAPS = "surely", "perhaps"


def kinds(
    tasks: TaskList, columns: Mapping[str, Sequence[Any]], above: frozenset[str]
) -> list[str]:
    """The kind of each task; `columns` are the list's values by field, `above` the codes that have
    others below them."""
    nothing = [None] * len(tasks.codes)
    given = _marked(tasks, columns.get("kind", nothing))
    lengths = columns.get("duration", nothing)
    called = _called(tasks.names)
    if _lists_milestones(tasks.filled):
        found = [kind or MILESTONE for kind in given]
    elif called is None and 0 not in lengths:
        found = [kind or TASK for kind in given]
    else:
        rows = (given, called or nothing, lengths, columns.get("start", nothing))
        shown = zip(*rows, columns.get("finish", nothing), strict=True)
        found = [kind or _kind(*rest) for kind, *rest in shown]
    if above:
        found = [SUMMARY if c in above else k for c, k in zip(tasks.codes, found, strict=True)]
    return found


def _marked(tasks: TaskList, given: Sequence[str | None]) -> Sequence[str | None]:
    """The kinds that cells give, a mark for milestones before the others."""
    marks = tasks.filled.raw.get("milestone")
    if marks is None:
        return given
    marked = [values.yes_or_no(mark) is True for mark in tasks.column(marks, "")]
    return [MILESTONE if mark else k for mark, k in zip(marked, given, strict=True)]


def _kind(
    called: str | None, length: int | None, start: datetime | None, finish: datetime | None
) -> str:
    if length == 0 or called == SURELY:
        return MILESTONE
    is_one_day = start is None or finish is None or start.date() == finish.date()
    return MILESTONE if called and not length and is_one_day else TASK


def _called(names: Sequence[str]) -> list[str] | None:
    """Whether each task is called a milestone: surely (`里程碑:启动`), perhaps (`M1 启动`), or not
    (``); None where none may be."""
    if not any(map(_may_be_milestone, {name[:1] for name in names})):
        return None
    return [_told_milestone(name) if _may_be_milestone(name[:1]) else "" for name in names]


@lru_cache(maxsize=4096)
def _may_be_milestone(start: str) -> bool:
    """Whether a name that begins so may be a milestone's; most are ruled out by that."""
    if not PLAIN_START.fullmatch(start):
        return True
    known = {word[:1] for word in words.lists()["milestone_name"]}
    return start == "M" or start.lower() in known


@lru_cache(maxsize=8192)
def _told_milestone(name: str) -> str:
    low = plain(name).lower()
    if low.startswith(words.lists()["milestone_name"]):
        return SURELY
    return PERHAPS if NUMBERED_MILESTONE.match(name) else ""


def _lists_milestones(filled: Filled) -> bool:
    """A table whose names are headed `里程碑` lists nothing else."""
    column = filled.columns.get("name")
    return column is not None and key(column.header) in words.keys("milestone_headers")
