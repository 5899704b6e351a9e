"""What was touched since an entry, against the records as they stood then."""

from __future__ import annotations

import random

from sqlalchemy.orm import Session

from pmo_desktop.services.bases import Then, records_of
from pmo_desktop.services.editing import add, change, remove
from pmo_desktop.services.office import change_office
from pmo_desktop.services.records import project_records
from pmo_desktop.services.touched import touched_after
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

PROJECTS = 4


def found_projects(session: Session) -> None:
    for number in range(PROJECTS):
        project = add(session, "project", {"code": f"P-{number}", "name": f"Project {number}"})
        for wbs in ("1", "2", "3"):
            task = {"wbs": wbs, "name": f"Task {wbs}", "people": (f"Person {number}",)}
            add(session, "task", task, project)
        add(session, "risk", {"name": "Fire"}, project)


def some_edit(session: Session, rng: random.Random) -> None:
    project = rng.randint(1, PROJECTS)
    records = project_records(session, project)
    kind = rng.choice(["task", "people", "add", "remove", "risk", "project", "person", "office"])
    if kind == "add" or not records.tasks:
        add(session, "task", {"wbs": str(rng.randint(10, 99999)), "name": "New"}, project)
    elif kind == "task":
        change(session, "task", rng.choice(records.tasks).id or 0, {"notes": str(rng.random())})
    elif kind == "people":
        names = tuple(f"Person {n}" for n in rng.sample(range(9), rng.randint(0, 2)))
        change(session, "task", rng.choice(records.tasks).id or 0, {"people": names})
    elif kind == "remove":
        remove(session, "task", rng.choice(records.tasks).id or 0)
    elif kind == "risk":
        change(session, "risk", records.risks[0].id or 0, {"action": str(rng.random())})
    elif kind == "project":
        change(session, "project", project, {"sponsor": str(rng.random())})
    elif kind == "person" and records.people:
        change(session, "person", records.people[0].id or 0, {"role": str(rng.random())})
    else:
        change_office(session, {"committee": str(rng.random())})


def test_what_is_said_to_be_untouched_stands_as_it_stood(workspace: Workspace) -> None:
    rng = random.Random(11)
    workspace.edit(Title("x"), found_projects)
    stops = [workspace.newest_change()]
    for _ in range(40):
        step = rng.random()
        if step < 0.1:
            workspace.undo()
        elif step < 0.2:
            workspace.redo()
        else:
            workspace.edit(Title("x"), some_edit, rng)
        stops.append(workspace.newest_change())
    ids = range(1, PROJECTS + 1)
    now = workspace.query(records_of, ids)
    untouched = 0
    for stop, then in workspace.query_back(stops, lambda s, _: records_of(s, ids)).items():
        assert isinstance(then, Then)
        touched = workspace.query(touched_after, stop)
        for project in ids:
            if not touched.since(stop, project):
                untouched += 1
                assert then.projects[project] == now.projects[project]
    assert untouched > PROJECTS


def test_an_edit_touches_its_own_project_alone(workspace: Workspace) -> None:
    workspace.edit(Title("x"), found_projects)
    stop = workspace.newest_change()
    task = workspace.query(project_records, 2).tasks[0]
    workspace.edit(Title("x"), change, "task", task.id or 0, {"people": ("Person 3",)})
    touched = workspace.query(touched_after, stop)
    assert [touched.since(stop, project) for project in range(1, PROJECTS + 1)] == [
        False,
        True,
        False,
        False,
    ]
