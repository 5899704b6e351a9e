"""Single edits as the pages make them: each has a title, and is one undo.

The services are imported at first use, so that the first paint does without them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmo_desktop.ui.context import Context

CHANGE_TITLES = {
    "project": "Change project “{name}”",
    "task": "Change task “{name}”",
    "risk": "Change risk “{name}”",
    "issue": "Change issue “{name}”",
    "person": "Change person “{name}”",
    "status": "Change status report {name}",
    "decision": "Change decision “{name}”",
}
ADD_TITLES = {
    "project": "Add project “{name}”",
    "task": "Add task “{name}”",
    "risk": "Add risk “{name}”",
    "issue": "Add issue “{name}”",
    "person": "Add person “{name}”",
    "decision": "Add decision “{name}”",
}
REMOVE_TITLES = {
    "project": "Remove project “{name}”",
    "task": "Remove task “{name}”",
    "risk": "Remove risk “{name}”",
    "issue": "Remove issue “{name}”",
    "person": "Remove person “{name}”",
    "decision": "Remove decision “{name}”",
}


def change_record(
    context: Context, table: str, row_id: int, name: str, values: Mapping[str, Any]
) -> bool:
    """Set plain values of a record called `name`; whether it was accepted."""
    from pmo_desktop.services.editing import change
    from pmo_desktop.storage.changes import Title

    title = Title(CHANGE_TITLES[table], {"name": name})
    return context.edit(title, change, table, row_id, values) is not None


def add_record(
    context: Context, table: str, values: Mapping[str, Any], project_id: int | None = None
) -> int | None:
    """Add a record; its id, or None when it was refused."""
    from pmo_desktop.services.editing import add
    from pmo_desktop.storage.changes import Title

    title = Title(ADD_TITLES[table], {"name": values.get("name", "")})
    edited = context.edit(title, add, table, values, project_id)
    return None if edited is None else int(edited.result)


def remove_record(context: Context, table: str, row_id: int, name: str) -> bool:
    """Remove a record called `name`; undo brings it back."""
    from pmo_desktop.services.editing import remove
    from pmo_desktop.storage.changes import Title

    title = Title(REMOVE_TITLES[table], {"name": name})
    return context.edit(title, remove, table, row_id) is not None


def change_the_office(context: Context, values: Mapping[str, Any]) -> bool:
    """Set values of the office; whether they were accepted."""
    from pmo_desktop.services.editing import set_office
    from pmo_desktop.storage.changes import Title

    return context.edit(Title("Change the office's settings"), set_office, values) is not None
