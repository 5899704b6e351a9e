"""The user's verbs on single records, and what follows from them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from pmo_desktop.domain.tasks import Link, LinkType
from pmo_desktop.services.editing import add, change, remove
from pmo_desktop.services.gantt import plan
from pmo_desktop.services.load import load
from pmo_desktop.services.portfolio import portfolio, portfolio_of_file
from pmo_desktop.services.records import project_records
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.registers import risks
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

EDIT = Title("Edit")


@pytest.fixture
def opened(workspace: Workspace) -> Workspace:
    return workspace


@pytest.fixture
def project(opened: Workspace) -> int:
    values = {
        "code": "P-1",
        "name": "云化迁移",
        "budget": Decimal("1250000.50"),
        "spent": Decimal("600000"),
        "manager": "王岚",
        "start": date(2026, 11, 2),
    }
    return opened.edit(EDIT, add, "project", values).result


def add_task(workspace: Workspace, project: int, **values: object) -> int:
    return workspace.edit(EDIT, add, "task", values, project).result


def task(workspace: Workspace, project: int, wbs: str) -> dict:
    records = workspace.query(project_records, project).tasks
    return dict(next(r.values for r in records if r.values["wbs"] == wbs))


def test_a_project_is_read_back_as_it_was_given(opened: Workspace, project: int) -> None:
    values = opened.query(project_records, project).project.values
    assert values["budget"] == Decimal("1250000.50")
    assert values["manager"] == "王岚"
    assert values["start"] == date(2026, 11, 2)


@pytest.mark.usefixtures("project")
def test_a_code_is_given_once(opened: Workspace) -> None:
    with pytest.raises(Refused, match="already a project with the code"):
        opened.edit(EDIT, add, "project", {"code": "p-1 ", "name": "Another"})


def test_a_task_without_dates_follows_its_predecessor(opened: Workspace, project: int) -> None:
    add_task(opened, project, wbs="1", name="Design", duration=2 * 480)
    add_task(opened, project, wbs="2", name="Build", duration=480, predecessors=(Link("1"),))
    opened.edit(EDIT, change, "project", project, {"start": date(2026, 12, 1)})
    assert task(opened, project, "1")["finish"] == datetime(2026, 12, 2, 18)
    assert task(opened, project, "2")["start"] == datetime(2026, 12, 3, 9)


def test_given_dates_are_kept_and_the_clash_is_told(opened: Workspace, project: int) -> None:
    add_task(opened, project, wbs="1", name="Design", start=datetime(2026, 12, 1),
             finish=datetime(2026, 12, 4))  # fmt: skip
    add_task(opened, project, wbs="2", name="Build", start=datetime(2026, 12, 3),
             finish=datetime(2026, 12, 8), predecessors=(Link("1", LinkType.FS, 480),))  # fmt: skip
    assert task(opened, project, "2")["start"] == datetime(2026, 12, 3, 9)
    findings = opened.query(plan).findings
    assert len(findings) == 1
    assert findings[0].params["n"] == 3.0, findings


def test_a_date_typed_over_a_computed_one_fixes_the_task(opened: Workspace, project: int) -> None:
    made = add_task(opened, project, wbs="1", name="Design", duration=480 * 3)
    opened.edit(EDIT, change, "task", made, {"start": datetime(2026, 12, 7)})
    found = task(opened, project, "1")
    assert found["start"] == datetime(2026, 12, 7, 9)
    assert found["finish"] == datetime(2026, 12, 9, 18)
    assert found["duration"] == 480 * 3


def test_a_milestone_stands_at_the_end_of_its_day(opened: Workspace, project: int) -> None:
    add_task(opened, project, wbs="1", name="Go", kind="milestone", finish=datetime(2026, 12, 7))
    found = task(opened, project, "1")
    assert found["start"] == found["finish"] == datetime(2026, 12, 7, 18)


def test_a_task_with_others_below_becomes_a_summary(opened: Workspace, project: int) -> None:
    add_task(opened, project, wbs="1", name="Phase")
    add_task(opened, project, wbs="1.1", name="A", start=datetime(2026, 12, 1),
             finish=datetime(2026, 12, 2), percent_complete=1.0)  # fmt: skip
    add_task(opened, project, wbs="1.2", name="B", start=datetime(2026, 12, 3),
             finish=datetime(2026, 12, 8))  # fmt: skip
    found = task(opened, project, "1")
    assert found["kind"] == "summary"
    assert (found["start"], found["finish"]) == (
        datetime(2026, 12, 1, 9),
        datetime(2026, 12, 8, 18),
    )
    assert found["percent_complete"] == pytest.approx(2 / 6)


def test_a_finish_before_the_start_is_refused(opened: Workspace, project: int) -> None:
    with pytest.raises(Refused, match="lies before the start"):
        add_task(opened, project, wbs="1", name="A", start=datetime(2026, 12, 3),
                 finish=datetime(2026, 12, 2))  # fmt: skip


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": ""}, "must not be empty"),
        ({"percent_complete": 1.5}, "between 0% and 100%"),
        ({"kind": "phase"}, "not one of the choices"),
        ({"predecessors": (Link("9"),)}, "no task 9"),
        ({"predecessors": (Link("1"),)}, "cannot depend on itself"),
    ],
)
def test_what_may_not_stand_in_a_field_is_refused(
    opened: Workspace, project: int, values: dict, sentence: str
) -> None:
    made = add_task(opened, project, wbs="1", name="A")
    with pytest.raises(Refused, match=sentence):
        opened.edit(EDIT, change, "task", made, values)


def test_links_in_a_circle_are_named_and_not_hung_on(opened: Workspace, project: int) -> None:
    first = add_task(opened, project, wbs="1", name="A")
    add_task(opened, project, wbs="2", name="B", predecessors=(Link("1"),))
    opened.edit(EDIT, change, "task", first, {"predecessors": (Link("2"),)})
    (finding,) = opened.query(plan).findings
    assert "1 A" in finding.params["circle"]
    assert "2 B" in finding.params["circle"]


def test_removing_a_project_takes_its_tasks_and_undo_brings_all_back(
    opened: Workspace, project: int
) -> None:
    add_task(opened, project, wbs="1", name="A", people=("王岚", "李娜"))
    add_task(opened, project, wbs="1.1", name="B", predecessors=())
    opened.edit(EDIT, add, "risk", {"name": "Delay", "probability": 3, "impact": 4}, project)
    before = opened.query(project_records, project)
    opened.edit(Title("Remove"), remove, "project", project)
    assert opened.query(portfolio).projects == ()
    opened.undo()
    assert opened.query(project_records, project) == before


def test_removing_a_person_leaves_the_risk_without_an_owner(
    opened: Workspace, project: int
) -> None:
    opened.edit(EDIT, add, "risk", {"name": "Delay", "owner": "周扬"}, project)
    person = opened.query(lambda s: s.connection().exec_driver_sql(
        "SELECT id FROM person WHERE name = '周扬'").scalar())  # fmt: skip
    opened.edit(EDIT, remove, "person", person)
    assert opened.query(risks)[0].owner == ""


def test_the_next_risk_has_the_next_code(opened: Workspace, project: int) -> None:
    for _ in range(2):
        opened.edit(EDIT, add, "risk", {"name": "Delay"}, project)
    assert [risk.code for risk in opened.query(risks)] == ["R-01", "R-02"]


def test_a_person_booked_twice_is_over_the_limit(opened: Workspace, project: int) -> None:
    for wbs in ("1", "2"):
        add_task(opened, project, wbs=wbs, name=wbs, people=("王 岚",),
                 start=datetime(2026, 11, 23), finish=datetime(2026, 11, 27))  # fmt: skip
    rows = opened.query(load, date(2026, 11, 25), 2).rows
    busy = next(row for row in rows if row.name == "王岚")
    assert [round(cell.load, 2) for cell in busy.cells] == [2.0, 0.0]
    assert busy.cells[0].shares[0].hours == pytest.approx(80)


def test_the_thin_reader_and_the_session_give_the_same_portfolio(
    opened: Workspace, project: int
) -> None:
    add_task(opened, project, wbs="1", name="A", start=datetime(2026, 11, 2),
             finish=datetime(2026, 11, 27), percent_complete=0.5, people=("王岚",))  # fmt: skip
    opened.edit(EDIT, add, "risk", {"name": "R", "probability": 5, "cost": Decimal(100)}, project)
    thin = portfolio_of_file(opened.path)
    assert thin == opened.query(portfolio)
    (row,) = thin.projects
    assert row.exposure == Decimal("90")
    assert row.cpi == pytest.approx(float(row.earned_value / row.spent))
