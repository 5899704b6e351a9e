"""Writes the tasks of one project, with their people, links and place in the outline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import Row, Table, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.outline_codes import arranged
from pmo_desktop.domain.records import RecordChange
from pmo_desktop.domain.tasks import LagKind, Link, TaskKind
from pmo_desktop.models import Assignment, Dependency, Project, Task
from pmo_desktop.services.columns import columns
from pmo_desktop.services.custom_fields import write_custom_values
from pmo_desktop.services.dates import dated, fitted_finish, fitted_start
from pmo_desktop.services.identities import new_uid
from pmo_desktop.services.known import Known
from pmo_desktop.services.names import Names
from pmo_desktop.services.planned import ROUND_THE_CLOCK, planned
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.sources import source_of, source_of_field
from pmo_desktop.storage.among import rows_among
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update, table_of
from pmo_desktop.storage.recorder import recorder
from pmo_desktop.storage.waiting import waiting

PROJECTS, TASKS = table_of(Project), table_of(Task)
ASSIGNMENTS, DEPENDENCIES = table_of(Assignment), table_of(Dependency)
DATES = ("start", "finish", "duration")
SHAPING = frozenset(("wbs", "kind", "active"))
_DATED = frozenset(("start", "finish", "duration_minutes"))


def write_tasks(
    session: Session,
    project_id: int,
    changes: Sequence[RecordChange],
    known: Known,
    file: str | None = None,
) -> None:
    """Add and change tasks of a project; the caller reschedules afterwards. Raises `Refused`."""
    names, calendar = known.names, known.calendar_of(project_id)
    shaped = _is_shaping(changes)
    rows = project_tasks(session, project_id) if shaped else _these_tasks(session, changes)
    stored = {row.id: row for row in rows}
    changed: list[tuple[int, RecordChange]] = []
    added: list[RecordChange] = []
    updates: list[dict[str, Any]] = []
    inserts: list[dict[str, Any]] = []
    for change in changes:
        old = dict(stored[change.id]._mapping) if change.id is not None else {}
        row = task_columns(change.values, old, project_id, known, calendar)
        if change.id is None:
            inserts.append({"uid": change.uid or new_uid(), "project_id": project_id, **row})
            added.append(change)
        else:
            updates.append({**row, "id": change.id})
            changed.append((change.id, change))
    ids = bulk_insert(session, Task, inserts)
    bulk_update(session, Task, updates)
    _follow_activity(session, changed, stored)
    _write_parts(session, project_id, [*changed, *zip(ids, added, strict=True)], names, file)
    if shaped or any(row.kind == TaskKind.SUMMARY.value for row in rows):
        recoded = {task_id for task_id, change in changed if "wbs" in change.values}
        arrange(session, project_id, ids, recoded)


def _is_shaping(changes: Sequence[RecordChange]) -> bool:
    """Whether the outline, or more tasks than these, may follow from the changes."""
    return any(change.id is None or not SHAPING.isdisjoint(change.values) for change in changes)


def _these_tasks(session: Session, changes: Sequence[RecordChange]) -> list[Row[Any]]:
    """The rows of the tasks that are changed."""
    ids = [change.id for change in changes if change.id is not None]
    return list(rows_among(session, select(TASKS), TASKS.c.id, ids))


def _write_parts(
    session: Session,
    project_id: int,
    written: Sequence[tuple[int, RecordChange]],
    names: Names,
    file: str | None,
) -> None:
    """What of the written tasks stands in other tables, and where everything came from."""
    sources = {task_id: source_of(change, file) for task_id, change in written}
    _note_sources(session, "task", sources)
    write_custom_values(session, written, file)
    people = _write_people(session, project_id, _given("people", written), names)
    links = _write_links(session, project_id, _given("predecessors", written))
    for table, field, rows in (
        ("assignment", "people", people),
        ("dependency", "predecessors", links),
    ):
        parts = {row: source_of_field(sources[task], field) for row, task in rows.items()}
        _note_sources(session, table, parts)


def _given(name: str, written: Sequence[tuple[int, RecordChange]]) -> dict[int, Any]:
    """Task id -> its new value of the field, where it was given."""
    given = ((task_id, change.values) for task_id, change in written)
    return {task_id: values[name] for task_id, values in given if name in values}


def project_tasks(session: Session, project_id: int) -> list[Row[Any]]:
    """The rows of a project's tasks, in their order."""
    later = waiting(session)
    if later is not None and later.has(PROJECTS, project_id):
        return later.tuples(TASKS, project_id)
    statement = select(TASKS).where(TASKS.c.project_id == project_id)
    return list(session.connection().execute(statement.order_by(TASKS.c.position, TASKS.c.id)))


def arrange(
    session: Session,
    project_id: int,
    new: Collection[int] = (),
    recoded: Collection[int] = (),
) -> None:
    """Order the tasks, hang each below its parent, and make parents summary tasks: by their WBS
    codes where these are an outline; else as the outline was, with what is `new` put into it."""
    rows = {row.id: row for row in project_tasks(session, project_id)}
    known = [(row.id, row.parent_id, row.wbs) for row in rows.values()]
    parents = {number: parent for number, parent, _ in arranged(known, new, recoded)}
    above = set(parents.values()) - {None}
    order = [rows[number] for number in parents]
    in_order = all(one.position < other.position for one, other in pairwise(order))
    updates = []
    for position, row in enumerate(order, 1):
        kind = TaskKind.SUMMARY.value if row.id in above else row.kind
        update = {"parent_id": parents[row.id], "kind": kind}
        update["position"] = row.position if in_order else position
        if row.id in above:
            update["fixed"] = False
        updates.append({"id": row.id, **update})
    bulk_update(session, Task, updates)


def next_wbs(session: Session, project_id: int) -> str:
    """A code for a new task at the end of the project's top level."""
    tops = [row.wbs.split(".")[0] for row in project_tasks(session, project_id)]
    return str(max((int(top) for top in tops if top.isdigit()), default=0) + 1)


def _follow_activity(
    session: Session,
    changed: Sequence[tuple[int, RecordChange]],
    stored: Mapping[int, Row[Any]],
) -> None:
    """What lies below a task is as active as that."""
    given = {task: c.values["active"] for task, c in changed if "active" in c.values}
    if not given:
        return
    updates = []
    for row in stored.values():
        above, seen = row.parent_id, {row.id}
        while above is not None and above not in given and above not in seen:
            seen.add(above)
            above = stored[above].parent_id if above in stored else None
        if above in given and row.id not in given:
            updates.append({"id": row.id, "active": bool(given[above])})
    bulk_update(session, Task, updates)


def task_columns(
    values: Mapping[str, Any],
    old: Mapping[str, Any],
    project_id: int,
    known: Known,
    calendar: Calendar,
) -> dict[str, Any]:
    """The columns of a task that follow from plain values, where it stands as `old` (new: empty)
    and its project works in `calendar`. Raises `Refused`."""
    row = columns("task", values, known.names, "", project_id)
    for name in DATES:
        row.pop(name, None)
    own = row.get("calendar_id", old.get("calendar_id"))
    if own is not None:
        calendar = known.calendars.get(own, calendar)
    clock = ROUND_THE_CLOCK if row.get("elapsed", old.get("elapsed")) else calendar
    fixed = row.get("fixed")
    row |= dated(values, old, calendar, clock)
    if fixed is not None:
        row["fixed"] = fixed
    if "calendar_id" in row and old.get("fixed") and not row.keys() & _DATED:
        row["duration_minutes"] = clock.between(old["start"], old["finish"])
    row |= planned(row, old, calendar)
    if "actual_start" in row:
        row["actual_start"] = fitted_start(row["actual_start"], calendar)
    for name in ("actual_finish", "deadline"):
        if name in row:
            row[name] = fitted_finish(row[name], calendar)
    if "kind" not in row and not old and row.get("duration_minutes") == 0:
        row["kind"] = TaskKind.MILESTONE.value
    if row.get("kind") == "":
        row["kind"] = TaskKind.TASK.value
    return row | _progress(row, old)


def _progress(row: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    """A computed task that has begun or ended must say when, or the schedule would move it."""
    merged = {**old, **row}
    done = merged.get("percent_complete") or 0.0
    if "percent_complete" not in row or merged.get("fixed") or merged.get("start") is None:
        return {}
    found: dict[str, Any] = {}
    if done > 0 and merged.get("actual_start") is None:
        found["actual_start"] = merged["start"]
    if done >= 1 and merged.get("actual_finish") is None:
        found["actual_finish"] = merged["finish"]
    if done < 1 and merged.get("actual_finish") is not None and "actual_finish" not in row:
        found["actual_finish"] = None
    return found


def _write_people(
    session: Session, project_id: int, people: Mapping[int, Sequence[str]], names: Names
) -> dict[int, int]:
    """Replace the people of tasks; who stays keeps the units. Returns the rows' tasks."""
    if not people:
        return {}
    stored: dict[int, dict[int, Row[Any]]] = defaultdict(dict)
    for row in _of_tasks(session, ASSIGNMENTS, "task_id", project_id):
        stored[row.task_id][row.person_id] = row
    touched = {row.id: task_id for task_id in people for row in stored[task_id].values()}
    gone: list[int] = []
    inserts: list[dict[str, Any]] = []
    updates: list[dict[str, Any]] = []
    for task_id, task_names in people.items():
        wanted = [person for name in task_names if (person := names.person(name)) is not None]
        for position, person in enumerate(dict.fromkeys(wanted)):
            held = stored[task_id].pop(person, None)
            if held is None:
                inserts.append({"task_id": task_id, "person_id": person, "position": position})
            else:
                updates.append({"id": held.id, "position": position})
        gone += [row.id for row in stored[task_id].values()]
    bulk_delete(session, Assignment, gone)
    bulk_update(session, Assignment, updates)
    ids = bulk_insert(session, Assignment, inserts)
    return touched | dict(zip(ids, (row["task_id"] for row in inserts), strict=True))


def _write_links(
    session: Session, project_id: int, links: Mapping[int, Sequence[Link]]
) -> dict[int, int]:
    """Replace the links from tasks of the same project; links to other projects stay. Returns the
    rows' tasks."""
    if not links:
        return {}
    ids = {row.wbs: row.id for row in project_tasks(session, project_id)}
    ours = set(ids.values())
    stored: dict[int, dict[tuple[int, str], Row[Any]]] = defaultdict(dict)
    for row in _of_tasks(session, DEPENDENCIES, "successor_id", project_id):
        if row.predecessor_id in ours:
            stored[row.successor_id][(row.predecessor_id, row.type)] = row
    touched = {row.id: task_id for task_id in links for row in stored[task_id].values()}
    gone: list[int] = []
    inserts: list[dict[str, Any]] = []
    updates: list[dict[str, Any]] = []
    for task_id, wanted in links.items():
        for link in wanted:
            key = (predecessor_of(link, ids, task_id), str(link.type))
            held = stored[task_id].pop(key, None)
            if held is None:
                ends = {"predecessor_id": key[0], "successor_id": task_id, "type": key[1]}
                inserts.append({**ends, "lag_minutes": link.lag_minutes})
            else:
                updates.append({"id": held.id, **_lag(link, held)})
        gone += [row.id for row in stored[task_id].values()]
    bulk_delete(session, Dependency, gone)
    bulk_update(session, Dependency, updates)
    added = bulk_insert(session, Dependency, inserts)
    return touched | dict(zip(added, (row["successor_id"] for row in inserts), strict=True))


def _of_tasks(session: Session, table: Table, column: str, project_id: int) -> list[Row[Any]]:
    """The rows of `table` whose `column` names a task of the project."""
    later = waiting(session)
    if later is not None and later.has(PROJECTS, project_id):
        return []  # Who writes more to a project that waits has it written before.
    statement = (
        select(table)
        .join(TASKS, TASKS.c.id == table.c[column])
        .where(TASKS.c.project_id == project_id)
    )
    return list(session.connection().execute(statement))


def _lag(link: Link, held: Row[Any]) -> dict[str, Any]:
    """A lag that was given anew is one of working time."""
    if link.lag_minutes == held.lag_minutes:
        return {}
    return {"lag_minutes": link.lag_minutes, "lag_kind": LagKind.WORKING.value, "lag_share": 0.0}


def predecessor_of(link: Link, ids: Mapping[str, int], task_id: int) -> int:
    """The id of the task that a link comes from; raises `Refused` where it is not there."""
    if link.wbs not in ids:
        raise Refused("There is no task {wbs} in this project to depend on.", wbs=link.wbs)
    if ids[link.wbs] == task_id:
        raise Refused("Task {wbs} cannot depend on itself.", wbs=link.wbs)
    return ids[link.wbs]


def _note_sources(
    session: Session, table: str, sources: Mapping[int, Mapping[str, Any] | None]
) -> None:
    for row_id, source in sources.items():
        if source is not None:
            recorder(session).note_source(table, row_id, source)
