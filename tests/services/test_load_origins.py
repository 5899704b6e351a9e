"""A cell of the load names its tasks and the cells of the files that they stand in."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from pmo_desktop.domain.records import Cell, ProjectRecords, Record
from pmo_desktop.exchange.comparing.review import review
from pmo_desktop.exchange.understood import Understood
from pmo_desktop.services.importing import commit
from pmo_desktop.services.load import load
from pmo_desktop.services.load_origins import load_origin
from pmo_desktop.services.office import office
from pmo_desktop.services.origins import OriginKind
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

COLUMNS = {"wbs": "B", "name": "C", "start": "D", "finish": "E", "people": "F"}
WEEK = date(2026, 12, 9)


def plan(line: int, wbs: str, name: str, *people: str) -> Record:
    dates = {"start": datetime(2026, 12, 7, 9), "finish": datetime(2026, 12, 11, 18)}
    values = {"wbs": wbs, "name": name, **dates, "people": people}
    cells = {key: Cell("Plan", f"{column}{line}") for key, column in COLUMNS.items()}
    return Record("task", values, cells=cells)


def ids(workspace: Workspace) -> dict[str, int]:
    rows = workspace.query(load, WEEK, 1).rows
    return {row.name: row.person_id for row in rows}


def test_hours_lead_to_tasks_and_those_to_the_cells_of_their_file(workspace: Workspace) -> None:
    project = Record("project", {"code": "P-1", "name": "Depot", "state": "active"})
    tasks = (plan(5, "1", "Dig", "Ann", "Bo"), plan(6, "2", "Lay", "Ann"))
    given = Understood(Path("plan.xlsx"), "d", projects=(ProjectRecords(project, tasks),))
    workspace.edit(Title("x"), commit, review(workspace, [given]).changes)
    found = workspace.query(load_origin, [ids(workspace)["Ann"]], WEEK, 8)
    assert [(part.label, part.hours) for part in found.parts] == [
        ("P-1 1 Dig", 40.0),
        ("P-1 2 Lay", 40.0),
    ]
    origins = found.parts[1].origins
    assert {name: (one.file, one.cell) for name, one in origins.items()} == {
        "start": ("plan.xlsx", "D6"),
        "finish": ("plan.xlsx", "E6"),
        "people": ("plan.xlsx", "F6"),
    }
    assert list(found.capacity) == ["Ann"]


def test_the_parts_of_everybody_s_week_add_up_to_the_cells_of_the_load(
    demo_workspace: Workspace,
) -> None:
    first = demo_workspace.query(office).status_date
    found = demo_workspace.query(load, first, 3)
    for at, week in enumerate(found.weeks):
        everybody = [row.person_id for row in found.rows]
        origin = demo_workspace.query(load_origin, everybody, week, 0)
        hours = dict.fromkeys((row.name for row in found.rows), 0.0)
        for part in origin.parts:
            hours[part.person] += part.hours
        for row in found.rows:
            assert abs(hours[row.name] - row.cells[at].demand_hours) < 1e-6


def test_only_so_many_tasks_are_looked_up(demo_workspace: Workspace) -> None:
    found = demo_workspace.query(load, demo_workspace.query(office).status_date, 1)
    everybody = [row.person_id for row in found.rows]
    origin = demo_workspace.query(load_origin, everybody, found.weeks[0], 2)
    assert [bool(part.origins) for part in origin.parts[:3]] == [True, True, False]
    assert origin.parts[0].origins["people"].kind in set(OriginKind)
