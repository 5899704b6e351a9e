"""A team's task list as records of tasks: their outline, kinds, dates and predecessors.

Of a summary the dates, duration and progress follow from the tasks below it and are not taken. A
milestone is at the end of its day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from pmo_desktop.domain import wbs
from pmo_desktop.domain.record_columns import RecordColumns
from pmo_desktop.exchange.findings import NOTE, WARNING, Finding
from pmo_desktop.exchange.parsing import dates, shares
from pmo_desktop.exchange.parsing.values import Unread
from pmo_desktop.exchange.team.filling import Filled, of_projects
from pmo_desktop.exchange.team.task_kinds import MILESTONE, SUMMARY, TASK, kinds
from pmo_desktop.exchange.team.task_lines import TaskList, task_list
from pmo_desktop.exchange.team.task_links import links

FOLLOWS_FROM_BELOW = (
    "start",
    "finish",
    "duration",
    "percent_complete",
    "actual_start",
    "actual_finish",
)
SPANS = (("start", "finish"), ("actual_start", "actual_finish"))


def read(filled: Filled, gaps: set[int]) -> dict[str, RecordColumns]:
    """The tasks of a team's table, by the project that a column names; `` where none does."""
    _progress_from_state(filled)
    found = {}
    for project, positions in of_projects(filled).items():
        tasks = task_list(filled, positions, gaps)
        if tasks is not None:
            found[project] = _records(tasks)
    return found


def _progress_from_state(filled: Filled) -> None:
    """Without a column of progress, `已完成` in one of states says it as well."""
    if "percent_complete" in filled.columns or "state" not in filled.columns:
        return
    raw = filled.raw["state"]
    parsed = [shares.parse(value) if isinstance(value, str) and value else None for value in raw]
    filled.columns["percent_complete"] = filled.columns["state"]
    filled.values["percent_complete"] = [s if isinstance(s, float) else None for s in parsed]
    vague = [i for i, share in enumerate(parsed) if isinstance(share, Unread)]
    if vague:
        filled.tell("states_without_share", NOTE, "percent_complete", vague[0], n=len(vague))


def _records(tasks: TaskList) -> RecordColumns:
    above = wbs.heads(tasks.codes)
    followed = links(tasks, above)
    columns = {name: tasks.column(cells) for name, cells in tasks.filled.values.items()}
    kind_of = kinds(tasks, columns, above)
    columns = {"wbs": tasks.codes, "name": tasks.names, **columns, "kind": kind_of}
    if followed is not None:
        columns["predecessors"] = followed
    _drop_what_follows(columns, kind_of)
    _fit_dates(tasks, columns, kind_of)
    return RecordColumns("task", columns, tasks.cells)


def _drop_what_follows(columns: dict[str, Sequence[Any]], kind_of: Sequence[str]) -> None:
    """Of summaries nothing is taken that follows from the tasks below them."""
    above = [at for at, kind in enumerate(kind_of) if kind == SUMMARY]
    for name in FOLLOWS_FROM_BELOW:
        if any(columns[name][at] is not None for at in above if name in columns):
            columns[name] = column = list(columns[name])
            for at in above:
                column[at] = None


# --- dates


def _fit_dates(tasks: TaskList, columns: dict[str, Sequence[Any]], kind_of: Sequence[str]) -> None:
    """Bring the dates into the form that their tasks' kinds have; most are in it."""
    odd = {at for at, kind in enumerate(kind_of) if kind == MILESTONE}
    odd |= {at for at in _reversed(columns) if kind_of[at] != SUMMARY}
    if not odd:
        return
    fitted = {name: list(cells) for name, cells in columns.items()}
    for at in sorted(odd):
        given = {name: column[at] for name, column in fitted.items() if column[at] is not None}
        _date(tasks, at, given)
        for name in fitted.keys() | given.keys():
            fitted.setdefault(name, [None] * len(kind_of))[at] = given.get(name)
    columns.update(fitted)


def _reversed(columns: Mapping[str, Sequence[Any]]) -> Iterator[int]:
    """The tasks that would finish before they start."""
    for first, last in SPANS:
        if first in columns and last in columns:
            spans = enumerate(zip(columns[first], columns[last], strict=True))
            yield from (at for at, (start, end) in spans if start and end and end < start)


def _date(tasks: TaskList, at: int, given: dict[str, Any]) -> None:
    """The dates of a task as its kind has them."""
    filled, position = tasks.filled, tasks.positions[at] or 0
    start, finish = given.get("start"), given.get("finish")
    if given["kind"] == MILESTONE and (start or finish):
        if start and finish and start.date() != finish.date():
            cell = tasks.cell(at)
            filled.findings.append(
                Finding("milestone_with_span", WARNING, cell.sheet, cell.address, tasks.names[at])
            )
            given["kind"] = TASK
        else:
            given["start"] = given["finish"] = _end_of_day(finish or start)
            given.pop("duration", None)
            if "actual_finish" in given:
                given["actual_start"] = given["actual_finish"]
    elif start and finish and finish < start:
        filled.tell("finish_before_start", WARNING, "finish", position)
        del given["finish"]
    if "actual_finish" in given and given["actual_finish"] < given.get(
        "actual_start", dates.EARLIEST
    ):
        filled.tell("finish_before_start", WARNING, "actual_finish", position)
        del given["actual_finish"]


@lru_cache(maxsize=8192)
def _end_of_day(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), dates.DAY_ENDS)
