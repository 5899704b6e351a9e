from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.outline import Where
from pmo_desktop.domain.tasks import Link
from pmo_desktop.models import Dependency, Task
from pmo_desktop.services.editing import add, change
from pmo_desktop.services.outlining import (
    indent,
    insert_task,
    make_milestones,
    move_rows,
    outdent,
    place_rows,
    remove_tasks,
)
from pmo_desktop.services.refused import Refused
from pmo_desktop.storage.bulk import table_of
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

TITLE = Title("Change the plan")
Ids = dict[str, int]


@pytest.fixture
def project(workspace: Workspace) -> int:
    return int(workspace.edit(TITLE, add, "project", {"code": "P-1", "name": "Cloud"}).result)


def fill(workspace: Workspace, project: int, **tasks: str) -> Ids:
    """`A="1"`: a task A with the code 1."""

    def put(session: Session) -> Ids:
        return {
            name: add(session, "task", {"name": name, "wbs": code}, project)
            for name, code in tasks.items()
        }

    return workspace.edit(TITLE, put).result


@pytest.fixture
def tasks(workspace: Workspace, project: int) -> Ids:
    return fill(workspace, project, A="1", B="1.1", C="1.2", D="2", E="3")


def rows(session: Session) -> list[dict[str, Any]]:
    table = table_of(Task)
    found = session.connection().execute(select(table).order_by(table.c.position))
    return [dict(row._mapping) for row in found]


def shown(workspace: Workspace) -> str:
    """Codes and names, top to bottom; summaries with a colon."""
    return " ".join(
        f"{row['wbs']} {row['name']}{':' if row['kind'] == 'summary' else ''}"
        for row in workspace.query(rows)
    )


def links(workspace: Workspace) -> set[tuple[int, int]]:
    table = table_of(Dependency)

    def read(session: Session) -> set[tuple[int, int]]:
        found = session.connection().execute(select(table))
        return {(row.predecessor_id, row.successor_id) for row in found}

    return workspace.query(read)


def test_indenting_makes_the_task_before_it_a_summary(workspace: Workspace, tasks: Ids) -> None:
    workspace.edit(TITLE, indent, [tasks["E"]])
    assert shown(workspace) == "1 A: 1.1 B 1.2 C 2 D: 2.1 E"
    workspace.undo()
    assert shown(workspace) == "1 A: 1.1 B 1.2 C 2 D 3 E"


def test_outdenting_the_last_one_makes_a_task_of_its_summary(
    workspace: Workspace, tasks: Ids
) -> None:
    workspace.edit(TITLE, outdent, [tasks["B"], tasks["C"]])
    assert shown(workspace) == "1 A 2 B 3 C 4 D 5 E"


def test_rows_move_with_what_is_below_them(workspace: Workspace, tasks: Ids) -> None:
    workspace.edit(TITLE, move_rows, [tasks["A"]], 1)
    assert shown(workspace) == "1 D 2 A: 2.1 B 2.2 C 3 E"


def test_what_cannot_be_done_is_a_sentence_and_changes_nothing(
    workspace: Workspace, tasks: Ids
) -> None:
    with pytest.raises(Refused, match="no task before it"):
        workspace.edit(TITLE, indent, [tasks["B"]])
    assert shown(workspace) == "1 A: 1.1 B 1.2 C 2 D 3 E"


def test_a_new_task_stands_below_the_chosen_one(
    workspace: Workspace, project: int, tasks: Ids
) -> None:
    workspace.edit(TITLE, insert_task, project, {"name": "N"}, tasks["A"])
    assert shown(workspace) == "1 A: 1.1 B 1.2 C 2 N 3 D 4 E"
    workspace.edit(TITLE, insert_task, project, {"name": "M"}, tasks["A"], inside=True)
    assert shown(workspace) == "1 A: 1.1 M 1.2 B 1.3 C 2 N 3 D 4 E"
    workspace.edit(TITLE, insert_task, project, {"name": "Z"})
    assert shown(workspace).endswith("4 E 5 Z")


def test_several_rows_are_removed_in_one_edit(workspace: Workspace, tasks: Ids) -> None:
    workspace.edit(TITLE, remove_tasks, [tasks["A"], tasks["D"]])
    assert shown(workspace) == "1 E"
    workspace.undo()
    assert shown(workspace) == "1 A: 1.1 B 1.2 C 2 D 3 E"


def test_removing_all_below_a_summary_makes_a_task_of_it(workspace: Workspace, tasks: Ids) -> None:
    workspace.edit(TITLE, remove_tasks, [tasks["B"], tasks["C"]])
    assert shown(workspace) == "1 A 2 D 3 E"


def test_a_task_becomes_a_milestone_and_a_task_again(workspace: Workspace, tasks: Ids) -> None:
    workspace.edit(TITLE, make_milestones, [tasks["E"]])
    (milestone,) = [row for row in workspace.query(rows) if row["name"] == "E"]
    assert (milestone["kind"], milestone["duration_minutes"]) == ("milestone", 0)
    assert milestone["start"] == milestone["finish"]
    workspace.edit(TITLE, make_milestones, [tasks["E"]])
    (task,) = [row for row in workspace.query(rows) if row["name"] == "E"]
    assert (task["kind"], task["duration_minutes"]) == ("task", 480)


def test_a_summary_cannot_be_a_milestone(workspace: Workspace, tasks: Ids) -> None:
    with pytest.raises(Refused, match="made of those below it"):
        workspace.edit(TITLE, make_milestones, [tasks["A"]])


def test_codes_of_the_teams_own_stay_and_a_later_edit_keeps_the_outline(
    workspace: Workspace, project: int
) -> None:
    ids = fill(workspace, project, A="Design", B="Build", C="Gate")
    assert shown(workspace) == "Build B Design A Gate C"
    workspace.edit(TITLE, move_rows, [ids["C"]], -1)
    workspace.edit(TITLE, indent, [ids["C"]])
    assert shown(workspace) == "Build B: Gate C Design A"
    workspace.edit(TITLE, change, "task", ids["A"], {"name": "A2", "duration": 960})
    assert shown(workspace) == "Build B: Gate C Design A2"


def test_links_survive_and_speak_of_the_new_codes(workspace: Workspace, tasks: Ids) -> None:
    workspace.edit(TITLE, change, "task", tasks["E"], {"predecessors": (Link("1.2"),)})
    workspace.edit(TITLE, move_rows, [tasks["C"]], -1)
    assert links(workspace) == {(tasks["C"], tasks["E"])}
    assert shown(workspace).startswith("1 A: 1.1 C 1.2 B")


def test_a_task_does_not_go_below_one_that_it_is_tied_to(workspace: Workspace, tasks: Ids) -> None:
    workspace.edit(TITLE, change, "task", tasks["E"], {"predecessors": (Link("2"),)})
    with pytest.raises(Refused, match="remove the link before one goes below"):
        workspace.edit(TITLE, indent, [tasks["E"]])


def test_an_outline_that_would_close_a_loop_is_refused(workspace: Workspace, tasks: Ids) -> None:
    workspace.edit(TITLE, change, "task", tasks["D"], {"predecessors": (Link("1"),)})
    workspace.edit(TITLE, change, "task", tasks["E"], {"predecessors": (Link("2"),)})
    workspace.edit(TITLE, move_rows, [tasks["E"]], -1)
    with pytest.raises(Refused, match="wait for each other"):
        workspace.edit(TITLE, indent, [tasks["E"]])


STEPS = ("indent", "outdent", "up", "down", "insert", "remove")


EDITS = st.tuples(st.sampled_from(STEPS), st.sets(st.integers(0, 7), min_size=1))


@settings(max_examples=20)
@given(steps=st.lists(EDITS, min_size=1, max_size=5))
def test_every_edit_of_the_outline_is_undone_to_the_row(
    steps: list[tuple[str, set[int]]], new_workspace: Callable[[], Workspace]
) -> None:
    workspace = new_workspace()
    made = workspace.edit(TITLE, add, "project", {"code": "P", "name": "P"}).result
    fill(workspace, made, A="1", B="1.1", C="1.1.1", D="1.2", E="2", F="X", G="X.1", H="Y")
    for step, picked in steps:
        before = workspace.query(rows)
        if not before:
            break
        ids = [before[at % len(before)]["id"] for at in sorted(picked)]
        try:
            _do(workspace, made, step, ids)
        except Refused:
            assert workspace.query(rows) == before
            continue
        after = workspace.query(rows)
        known: set[int] = set()
        for row in after:
            assert row["parent_id"] is None or row["parent_id"] in known, "a tree, top to bottom"
            known.add(row["id"])
        workspace.undo()
        assert workspace.query(rows) == before
        workspace.redo()
        assert workspace.query(rows) == after
    workspace.close()


def _do(workspace: Workspace, project: int, step: str, ids: list[int]) -> None:
    match step:
        case "indent":
            workspace.edit(TITLE, indent, ids)
        case "outdent":
            workspace.edit(TITLE, outdent, ids)
        case "up" | "down":
            workspace.edit(TITLE, move_rows, ids, -1 if step == "up" else 1)
        case "insert":
            workspace.edit(TITLE, insert_task, project, {"name": "N"}, ids[0])
        case _:
            workspace.edit(TITLE, remove_tasks, ids)


def test_rows_are_put_before_after_or_below_another_as_one_edit(
    workspace: Workspace, project: int, tasks: Ids
) -> None:
    workspace.edit(TITLE, place_rows, [tasks["E"]], Where.BEFORE, tasks["C"], project)
    assert shown(workspace) == "1 A: 1.1 B 1.2 E 1.3 C 2 D"
    workspace.undo()
    workspace.edit(TITLE, place_rows, [tasks["B"], tasks["E"]], Where.BELOW, tasks["D"], project)
    assert shown(workspace) == "1 A: 1.1 C 2 D: 2.1 B 2.2 E"
    workspace.edit(TITLE, place_rows, [tasks["C"]], Where.BELOW, None, project)
    assert shown(workspace) == "1 A 2 D: 2.1 B 2.2 E 3 C"
    workspace.undo()
    workspace.undo()
    assert shown(workspace) == "1 A: 1.1 B 1.2 C 2 D 3 E"


def test_rows_that_cannot_be_put_somewhere_are_told_why(
    workspace: Workspace, project: int, tasks: Ids
) -> None:
    with pytest.raises(Refused, match="stands there already"):
        workspace.edit(TITLE, place_rows, [tasks["B"]], Where.BEFORE, tasks["C"], project)
    with pytest.raises(Refused, match="below itself"):
        workspace.edit(TITLE, place_rows, [tasks["A"]], Where.BELOW, tasks["C"], project)
    other = workspace.edit(TITLE, add, "project", {"code": "P-2", "name": "Store"}).result
    with pytest.raises(Refused, match="another project"):
        workspace.edit(TITLE, place_rows, [tasks["B"]], Where.BELOW, None, other)
    workspace.edit(TITLE, change, "task", tasks["E"], {"predecessors": (Link("2"),)})
    with pytest.raises(Refused):
        workspace.edit(TITLE, place_rows, [tasks["E"]], Where.BELOW, tasks["D"], project)
    assert shown(workspace) == "1 A: 1.1 B 1.2 C 2 D 3 E"
