"""Links between tasks: drawn, changed and removed. Each verb is one edit, and schedules again.

Between the same two tasks there is at most one link of a type.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from pmo_desktop.domain.link_graph import LinkGraph
from pmo_desktop.domain.tasks import LagKind, LinkType
from pmo_desktop.models import Dependency, Task
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.scheduling import connected, reschedule
from pmo_desktop.storage.bulk import bulk_delete, bulk_insert, bulk_update, table_of

TASKS, LINKS = table_of(Task), table_of(Dependency)
COLUMNS = frozenset({"type", "lag_minutes", "lag_kind", "lag_share"})


def link(
    session: Session,
    before: int,
    after: int,
    kind: LinkType = LinkType.FS,
    lag_minutes: int = 0,
) -> int:
    """Let a task follow another one; returns the link's id. Raises `Refused` where it may not."""
    tasks = _tasks(session, (before, after))
    graph, names = _graph(session, {row.project_id for row in tasks})
    _refuse(graph, before, after, names)
    if _between(session, before, after, kind) is not None:
        raise Refused("They are linked in this way already: select the link to change its lag.")
    ends = {"predecessor_id": before, "successor_id": after, "type": kind.value}
    (number,) = bulk_insert(session, Dependency, [{**ends, "lag_minutes": lag_minutes}])
    reschedule(session, {row.project_id for row in tasks})
    return number


def change_link(session: Session, link_id: int, values: Mapping[str, Any]) -> None:
    """Set `type`, `lag_minutes`, `lag_kind` or `lag_share` of a link. Raises `Refused`."""
    row = _link(session, link_id)
    given: dict[str, Any] = {name: values[name] for name in COLUMNS & values.keys()}
    given |= {name: str(given[name]) for name in ("type", "lag_kind") if name in given}
    kind = LinkType(given.get("type", row.type))
    if given.get("lag_kind") == LagKind.SHARE:
        given["lag_minutes"] = 0
    elif "lag_kind" in given:
        given["lag_share"] = 0.0
    other = _between(session, row.predecessor_id, row.successor_id, kind)
    if other not in (None, link_id):
        raise Refused("There is another link of this type between the two: remove that one first.")
    bulk_update(session, Dependency, [{"id": link_id, **given}])
    _reschedule(session, [row])


def unlink(session: Session, link_ids: Iterable[int]) -> None:
    """Remove links; those that are gone already are no matter."""
    statement = select(LINKS).where(LINKS.c.id.in_(list(link_ids)))
    rows = list(session.connection().execute(statement))
    bulk_delete(session, Dependency, [row.id for row in rows])
    _reschedule(session, rows)


def link_in_order(session: Session, task_ids: Sequence[int]) -> int:
    """Let each task follow the one named before it; returns how many links are new."""
    if len(task_ids) < 2:
        raise Refused("Select two or more tasks to link them in order.")
    projects = {row.project_id for row in _tasks(session, task_ids)}
    made = 0
    for before, after in pairwise(task_ids):
        if _between(session, before, after, LinkType.FS) is not None:
            continue
        graph, names = _graph(session, projects)
        _refuse(graph, before, after, names)
        ends = {"predecessor_id": before, "successor_id": after, "type": LinkType.FS.value}
        bulk_insert(session, Dependency, [ends])
        made += 1
    if not made:
        raise Refused("They are linked in this order already.")
    reschedule(session, projects)
    return made


def unlink_tasks(session: Session, task_ids: Sequence[int]) -> int:
    """Remove the links among the tasks, or all of a single one; returns how many."""
    statement = select(LINKS)
    before, after = LINKS.c.predecessor_id.in_(task_ids), LINKS.c.successor_id.in_(task_ids)
    chosen = or_(before, after) if len(task_ids) == 1 else before & after
    rows = list(session.connection().execute(statement.where(chosen)))
    if not rows:
        raise Refused("There is no link to remove.")
    unlink(session, [row.id for row in rows])
    return len(rows)


def check_links(session: Session, project_id: int, was: LinkGraph) -> None:
    """After the outline changed: no link may have come to stand between a task and its own summary,
    nor close a loop that was not there. Raises `Refused`."""
    graph, names = _graph(session, {project_id})
    pair = graph.within_family()
    if pair is not None and was.within_family() is None:
        one, other = pair
        raise Refused(
            "“{before}” and “{after}” are linked: remove the link before one goes below the other.",
            before=names.get(one, ""),
            after=names.get(other, ""),
        )
    if graph.has_loop() and not was.has_loop():
        raise Refused(
            "A summary task and tasks below it would wait for each other: remove a link first."
        )


def link_graph(session: Session, project_id: int) -> LinkGraph:
    """The links of a project, and of all that are tied to it."""
    return _graph(session, {project_id})[0]


def _graph(session: Session, projects: Iterable[int]) -> tuple[LinkGraph, dict[int, str]]:
    statement = select(TASKS.c.id, TASKS.c.parent_id, TASKS.c.name)
    wanted = connected(session, projects)
    rows = list(session.connection().execute(statement.where(TASKS.c.project_id.in_(wanted))))
    ends = session.connection().execute(select(LINKS.c.predecessor_id, LINKS.c.successor_id))
    graph = LinkGraph({row.id: row.parent_id for row in rows}, [(one, two) for one, two in ends])
    return graph, {row.id: row.name for row in rows}


def _refuse(graph: LinkGraph, before: int, after: int, names: Mapping[int, str]) -> None:
    reason = graph.refusal(before, after, names)
    if reason is not None:
        raise Refused(reason.rule, **reason.params)


def _between(session: Session, before: int, after: int, kind: LinkType) -> int | None:
    statement = select(LINKS.c.id).where(
        LINKS.c.predecessor_id == before,
        LINKS.c.successor_id == after,
        LINKS.c.type == kind.value,
    )
    found: int | None = session.connection().execute(statement).scalar()
    return found


def _link(session: Session, link_id: int) -> Row[Any]:
    row = session.connection().execute(select(LINKS).where(LINKS.c.id == link_id)).one_or_none()
    if row is None:
        raise Refused("This row is no longer there: it was removed in the meantime.")
    return row


def _tasks(session: Session, ids: Sequence[int]) -> Sequence[Any]:
    statement = select(TASKS.c.id, TASKS.c.project_id).where(TASKS.c.id.in_(ids))
    rows = session.connection().execute(statement).all()
    if len(rows) < len(set(ids)):
        raise Refused("This row is no longer there: it was removed in the meantime.")
    return rows


def _reschedule(session: Session, links: Iterable[Row[Any]]) -> None:
    ends = {number for row in links for number in (row.predecessor_id, row.successor_id)}
    statement = select(TASKS.c.project_id).where(TASKS.c.id.in_(ends)).distinct()
    projects = set(session.connection().execute(statement).scalars())
    if projects:
        reschedule(session, projects)
