"""The planner's verbs on the outline: indent, outdent, move, insert, remove, turn to milestones.

Each is one edit over any number of rows, also of several projects. Codes follow as
`domain.outline_codes` says; links stay, and an outline that would make them mean nothing is
refused. A summary task that nothing lies below any more is a task again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pmo_desktop.domain import outline
from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.outline import Lines, OutlineError, Where, lines_of, parents_of
from pmo_desktop.domain.outline_codes import renumbered
from pmo_desktop.domain.records import ChangeKind, FieldChange, RecordChange
from pmo_desktop.domain.tasks import TaskKind
from pmo_desktop.models import Task
from pmo_desktop.services.calendars import calendar_of_project
from pmo_desktop.services.editing import remove_rows
from pmo_desktop.services.linking import check_links, link_graph
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.scheduling import reschedule
from pmo_desktop.services.several_tasks import changed
from pmo_desktop.services.tasks import next_wbs, project_tasks
from pmo_desktop.services.writing import write_records
from pmo_desktop.storage.bulk import bulk_update, table_of

TASKS = table_of(Task)
Step = Callable[[Lines, Collection[int]], Lines]


def indent(session: Session, task_ids: Sequence[int]) -> None:
    """The tasks one level deeper, below the task before them. Raises `Refused`."""
    _change(session, task_ids, outline.indent)


def outdent(session: Session, task_ids: Sequence[int]) -> None:
    """The tasks one level up; those beside and after them come below them. Raises `Refused`."""
    _change(session, task_ids, outline.outdent)


def move_rows(session: Session, task_ids: Sequence[int], step: int, over: int = 1) -> None:
    """The tasks before (-1) or after (1) the one beside them, or `over` several of them as far as
    there are so many. Raises `Refused`."""

    def moved(lines: Lines, ids: Collection[int]) -> Lines:
        made = outline.move(lines, ids, step)
        for _ in range(over - 1):
            try:
                made = outline.move(made, ids, step)
            except OutlineError:
                break
        return made

    _change(session, task_ids, moved)


def place_rows(
    session: Session, task_ids: Sequence[int], where: Where, other: int | None, project_id: int
) -> None:
    """The tasks together before or after another one of their project, or below it as its last;
    below None is the end of the project. Raises `Refused`."""
    strangers = [row for row in _rows(session, task_ids) if row.project_id != project_id]
    if strangers:
        raise Refused(
            "“{task}” belongs to another project: rows are moved within their own.",
            task=strangers[0].name,
        )

    def placed(lines: Lines, ids: Collection[int]) -> Lines:
        made = outline.put(lines, ids, where, other)
        if made == lines:
            raise OutlineError(Reason("It stands there already."))
        return made

    _change(session, task_ids, placed)


def insert_task(
    session: Session,
    project_id: int,
    values: Mapping[str, Any],
    after: int | None = None,
    *,
    inside: bool = False,
) -> int:
    """A new task behind another and all below it, or `inside` it as its first; without one, at
    the end of the project. Returns its id. Raises `Refused`."""
    before, was = _lines(session, project_id), link_graph(session, project_id)
    given = {"wbs": next_wbs(session, project_id), **values}
    fields = tuple(FieldChange(name, None, value) for name, value in given.items())
    record = RecordChange(ChangeKind.ADD, "task", "", None, None, fields)
    write_records(session, project_id, [record])
    known = {line.id for line in before}
    number = next(row.id for row in project_tasks(session, project_id) if row.id not in known)
    lines = _done(lambda: outline.insert(before, number, after, inside))
    _store(session, project_id, before, lines)
    check_links(session, project_id, was)
    reschedule(session, [project_id])
    return int(number)


def remove_tasks(session: Session, task_ids: Sequence[int]) -> None:
    """The tasks with everything below them, and with their links."""
    for project_id, ids in _by_project(session, task_ids).items():
        before = _lines(session, project_id)
        lines = outline.without(before, ids)
        remove_rows(session, Task, outline.topmost(before, ids))
        _store(session, project_id, before, lines)
        reschedule(session, [project_id])


def make_milestones(session: Session, task_ids: Sequence[int]) -> None:
    """The tasks as milestones, at their finish where their dates are their own; milestones alone
    become tasks of a day. Raises `Refused`."""
    rows = _rows(session, task_ids)
    if any(row.kind == TaskKind.SUMMARY for row in rows):
        raise Refused("A summary task is made of those below it: it cannot be a milestone.")
    back = all(row.kind == TaskKind.MILESTONE for row in rows)
    for project_id in {row.project_id for row in rows}:
        day = calendar_of_project(session, project_id).minutes_per_day
        changes = [
            changed(row.id, _as_task(row, day) if back else _as_milestone(row))
            for row in rows
            if row.project_id == project_id
        ]
        write_records(session, project_id, changes)
        reschedule(session, [project_id])


def _as_milestone(row: Row[Any]) -> dict[str, Any]:
    dates = {"finish": row.finish} if row.fixed and row.finish is not None else {}
    return {"kind": TaskKind.MILESTONE.value, **dates}


def _as_task(row: Row[Any], day: int) -> dict[str, Any]:
    dates = {"finish": row.finish} if row.fixed and row.finish is not None else {}
    return {"kind": TaskKind.TASK.value, "duration": day, **dates}


def _change(session: Session, task_ids: Sequence[int], step: Step) -> None:
    refused: OutlineError | None = None
    done = False
    for project_id, ids in _by_project(session, task_ids).items():
        before, was = _lines(session, project_id), link_graph(session, project_id)
        try:
            lines = step(before, ids)
        except OutlineError as error:
            refused = error
            continue
        done = True
        _store(session, project_id, before, lines)
        check_links(session, project_id, was)
        reschedule(session, [project_id])
    if refused is not None and not done:
        raise Refused(refused.reason.rule, **refused.reason.params)


def _done(step: Callable[[], Lines]) -> Lines:
    try:
        return step()
    except OutlineError as error:
        raise Refused(error.reason.rule, **error.reason.params) from error


def _lines(session: Session, project_id: int) -> Lines:
    rows = project_tasks(session, project_id)
    return lines_of((row.id, row.parent_id, row.wbs) for row in rows)


def _store(session: Session, project_id: int, before: Lines, after: Lines) -> None:
    """Write parents, places, codes and kinds as the outline has them now."""
    rows = {row.id: row for row in project_tasks(session, project_id)}
    codes, parents = renumbered(before, after), parents_of(after)
    had, has = set(parents_of(before).values()), set(parents.values())
    updates = []
    for position, line in enumerate(after, 1):
        kind = rows[line.id].kind
        update: dict[str, Any] = {"id": line.id, "parent_id": parents[line.id]}
        if line.id in has:
            kind, update["fixed"] = TaskKind.SUMMARY.value, False
        elif line.id in had:
            kind = TaskKind.TASK.value
        updates.append({**update, "position": position, "wbs": codes[line.id], "kind": kind})
    bulk_update(session, Task, updates)


def _rows(session: Session, task_ids: Iterable[int]) -> list[Row[Any]]:
    ids = set(task_ids)
    rows = list(session.connection().execute(select(TASKS).where(TASKS.c.id.in_(ids))))
    if len(rows) < len(ids):
        raise Refused("This row is no longer there: it was removed in the meantime.")
    return rows


def _by_project(session: Session, task_ids: Sequence[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for row in _rows(session, task_ids):
        found.setdefault(row.project_id, set()).add(row.id)
    return found
