"""Edits of the plan as the chart and its keys make them: each has a title, and is one undo.

An edit is made up first and done later, so that what it would bring about can be tried while the
mouse is still down. It is done in the writers' lane: a large plan is scheduled beside the window.
The services are imported at first use.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from pmo_desktop.domain.outline import Where
from pmo_desktop.domain.plan import PlanLink, PlanRow
from pmo_desktop.domain.tasks import LinkType

if TYPE_CHECKING:
    from pmo_desktop.ui.context import Context

Rows = Sequence[PlanRow]
Then = Callable[[Any], None]


@dataclass(frozen=True)
class PlanEdit:
    """`text` is the English title with its `params`; `verb(session, *args, **options)` does it."""

    text: str
    params: Mapping[str, Any]
    verb: Callable[..., Any]
    args: tuple[Any, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)


def do(context: Context, edit: PlanEdit, owner: QObject, then: Then | None = None) -> None:
    """Do an edit beside the window; `then(result)` is called when it is done."""
    from pmo_desktop.storage.changes import Title

    workspace = context.workspace
    if workspace is None:
        return
    title = Title(edit.text, dict(edit.params))

    def work(_report: object) -> Any:
        return workspace.edit(title, edit.verb, *edit.args, **edit.options).result

    context.jobs.run(title, work, then, owner=owner)


# Bars


def moving(rows: Rows, minutes: int, to: dt.datetime | None = None) -> PlanEdit:
    """Tasks and whole projects by working minutes; the first of the tasks exactly `to`."""
    from pmo_desktop.services.placing import move

    tasks = _tasks(rows)
    projects = [row.project_id for row in rows if row.kind == "project"]
    text = "Move “{name}”" if len(rows) == 1 else "Move {n} tasks"
    return PlanEdit(text, _params(rows), move, (minutes, tasks, projects, to))


def stretching(row: PlanRow, start: dt.datetime | None, finish: dt.datetime | None) -> PlanEdit:
    """Another finish, or another start of what has dates of its own."""
    from pmo_desktop.services.placing import stretch

    args = (row.task_id, start, finish)
    return PlanEdit("Change the duration of “{name}”", _params([row]), stretch, args)


def lengthening(rows: Rows, minutes: int) -> PlanEdit:
    """Longer or shorter by working minutes."""
    from pmo_desktop.services.placing import lengthen

    text = "Change the duration of “{name}”"
    if len(rows) > 1:
        text = "Change the duration of {n} tasks"
    return PlanEdit(text, _params(rows), lengthen, (minutes, _tasks(rows)))


def progressing(rows: Rows, share: float, *, more: bool = False) -> PlanEdit:
    """So much done (0..1), or so much `more`."""
    from pmo_desktop.services.placing import add_progress, set_progress

    text = "Change the progress of “{name}”"
    if len(rows) > 1:
        text = "Change the progress of {n} tasks"
    verb = add_progress if more else set_progress
    return PlanEdit(text, _params(rows), verb, (share, _tasks(rows)))


# Links


def linking(before: PlanRow, after: PlanRow, kind: LinkType) -> PlanEdit:
    """One task follows another."""
    from pmo_desktop.services.linking import link

    args = (before.task_id, after.task_id, kind)
    return PlanEdit("Link “{before}” to “{after}”", _ends(before, after), link, args)


def relinking(
    link: PlanLink, before: PlanRow, after: PlanRow, values: Mapping[str, Any]
) -> PlanEdit:
    """Another type or lag."""
    from pmo_desktop.services.linking import change_link

    text = "Change the link from “{before}” to “{after}”"
    return PlanEdit(text, _ends(before, after), change_link, (link.id, dict(values)))


def unlinking(link: PlanLink, before: PlanRow, after: PlanRow) -> PlanEdit:
    """Without a link."""
    from pmo_desktop.services.linking import unlink

    text = "Remove the link from “{before}” to “{after}”"
    return PlanEdit(text, _ends(before, after), unlink, ([link.id],))


def linking_in_order(rows: Rows) -> PlanEdit:
    """Each task follows the one before it."""
    from pmo_desktop.services.linking import link_in_order

    return PlanEdit("Link {n} tasks in order", _params(rows), link_in_order, (_tasks(rows),))


def unlinking_tasks(rows: Rows) -> PlanEdit:
    """Without the links among the tasks; a single one without all of its own."""
    from pmo_desktop.services.linking import unlink_tasks

    text = "Unlink “{name}”" if len(rows) == 1 else "Unlink {n} tasks"
    return PlanEdit(text, _params(rows), unlink_tasks, (_tasks(rows),))


# Outline


def indenting(rows: Rows) -> PlanEdit:
    """One level deeper."""
    from pmo_desktop.services.outlining import indent

    text = "Indent “{name}”" if len(rows) == 1 else "Indent {n} tasks"
    return PlanEdit(text, _params(rows), indent, (_tasks(rows),))


def outdenting(rows: Rows) -> PlanEdit:
    """One level up."""
    from pmo_desktop.services.outlining import outdent

    text = "Outdent “{name}”" if len(rows) == 1 else "Outdent {n} tasks"
    return PlanEdit(text, _params(rows), outdent, (_tasks(rows),))


def moving_rows(rows: Rows, step: int, over: int = 1) -> PlanEdit:
    """Before (-1) or after (1) the row beside, or `over` several."""
    from pmo_desktop.services.outlining import move_rows

    text = "Move the row of “{name}”" if len(rows) == 1 else "Move the rows of {n} tasks"
    return PlanEdit(text, _params(rows), move_rows, (_tasks(rows), step, over))


def placing_rows(rows: Rows, where: Where, other: PlanRow | None, project_id: int) -> PlanEdit:
    """Together before, after or below another row; None is the end of the project."""
    from pmo_desktop.services.outlining import place_rows

    text = "Move the row of “{name}”" if len(rows) == 1 else "Move the rows of {n} tasks"
    args = (_tasks(rows), where, None if other is None else other.task_id, project_id)
    return PlanEdit(text, _params(rows), place_rows, args)


def inserting(
    project_id: int, name: str, after: PlanRow | None, *, inside: bool, milestone: bool
) -> PlanEdit:
    """A new task or milestone."""
    from pmo_desktop.services.outlining import insert_task

    values: dict[str, Any] = {"name": name}
    if milestone:
        values["kind"] = "milestone"
    text = "Insert a milestone" if milestone else "Insert a task"
    args = (project_id, values, None if after is None else after.task_id)
    return PlanEdit(text, {}, insert_task, args, {"inside": inside})


def removing(rows: Rows) -> PlanEdit:
    """Without the tasks and all that lies below them."""
    from pmo_desktop.services.outlining import remove_tasks

    text = "Remove task “{name}”" if len(rows) == 1 else "Remove {n} tasks"
    return PlanEdit(text, _params(rows), remove_tasks, (_tasks(rows),))


def turning_to_milestones(rows: Rows) -> PlanEdit:
    """As milestones; milestones alone as tasks."""
    from pmo_desktop.services.outlining import make_milestones

    back = all(row.kind == "milestone" for row in rows)
    if back:
        text = "Turn “{name}” into a task" if len(rows) == 1 else "Turn {n} milestones into tasks"
    else:
        text = "Turn “{name}” into a milestone"
        if len(rows) > 1:
            text = "Turn {n} tasks into milestones"
    return PlanEdit(text, _params(rows), make_milestones, (_tasks(rows),))


def changing(rows: Rows, values: Mapping[str, Any]) -> PlanEdit:
    """Other values of fields, the same for all."""
    from pmo_desktop.services.several_tasks import change_tasks

    text = "Change task “{name}”" if len(rows) == 1 else "Change {n} tasks"
    return PlanEdit(text, _params(rows), change_tasks, (_tasks(rows), dict(values)))


def _tasks(rows: Rows) -> list[int]:
    return [row.task_id for row in rows if row.task_id is not None]


def _params(rows: Rows) -> dict[str, Any]:
    return {"name": rows[0].name} if len(rows) == 1 else {"n": len(rows)}


def _ends(before: PlanRow, after: PlanRow) -> dict[str, Any]:
    return {"before": before.name, "after": after.name}
