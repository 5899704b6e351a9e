"""A plan as it would be, before it is: shown by every page that can, until it is adopted or left.

A preview is an edit that was not made. Pages that read figures ask for them as they would be: the
edit is tried in the database, they are read, and it is taken back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from pmo_desktop.domain.gaps import Rests

if TYPE_CHECKING:
    from pmo_desktop.ui.context import Context
    from pmo_desktop.ui.gantt.plan_edits import PlanEdit
    from pmo_desktop.ui.jobs import Job

Dates = tuple[dt.datetime | None, dt.datetime | None]


@dataclass(frozen=True)
class Preview:
    """`moved` has the dates that tasks would have, by id, and `rests` when those that are split
    would rest; `changed` are those of them that the edit itself changes, where the others only
    follow, and those that stay where they are. `text` with `params` says what it is."""

    edit: PlanEdit
    moved: Mapping[int, Dates]
    text: str
    params: Mapping[str, Any] = field(default_factory=dict)
    changed: Mapping[int, Dates] = field(default_factory=dict)
    rests: Mapping[int, Rests] = field(default_factory=dict)


def ask_as_shown(
    context: Context,
    reader: Callable[..., Any],
    *args: Any,
    then: Callable[[Any], None],
    owner: QObject | None = None,
) -> Job:
    """A reader's rows beside the window: of the preview, where there is one."""
    preview, workspace = context.preview, context.workspace
    if preview is None or workspace is None:
        return context.ask(reader, *args, then=then, owner=owner)
    edit = preview.edit

    def work() -> Any:
        found: list[Any] = []

        def tried(session: Any) -> None:
            edit.verb(session, *edit.args, **edit.options)
            found.append(reader(session, *args))

        workspace.try_edit(tried)
        return found[0]

    return context.jobs.ask(work, then, owner=owner)
