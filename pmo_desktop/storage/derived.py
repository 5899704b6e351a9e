"""What follows from other columns, and is computed again rather than lost.

The schedule gives a task its dates unless the team gave them (`fixed`), a summary its duration and
progress; the outline gives a task its parent, its place, and makes it a summary. An edit that moved
such columns did not mean them, so that a later edit that moves them too contradicts nothing.

The people of a task, its predecessors and the skills of a person are fields of theirs, whatever
number of rows holds them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

PLACE = ("parent_id", "position")
DATES = ("start", "finish")
ROLLED_UP = ("duration_minutes", "percent_complete")
MADE_SUMMARY = ("kind", "fixed")
SUMMARY = "summary"

# Columns of which the later value simply counts: where a file of an inbox stands says what was done
# with it last. That it went back to its team is as true when its import is undone.
LAST_WORD = frozenset({("received_file", "state")})


class Part(NamedTuple):
    """A table whose rows are a field of another one's: `column` points to the row that has it."""

    column: str
    owner: str
    field: str


PARTS: Mapping[str, Part] = {
    "assignment": Part("task_id", "task", "people"),
    "dependency": Part("successor_id", "task", "predecessors"),
    "person_skill": Part("person_id", "person", "skills"),
}


def is_derived(table: str, column: str, after: Mapping[str, Any], *, got_children: bool) -> bool:
    """Whether the column of a row that stood as `after` right after the edit followed from others;
    `got_children`: the same edit hung tasks below it."""
    if table != "task":
        return False
    is_summary = after.get("kind") == SUMMARY
    if column in PLACE:
        return True
    if column in DATES:
        return not after.get("fixed")
    if column in ROLLED_UP:
        return is_summary
    return column in MADE_SUMMARY and is_summary and got_children
