from __future__ import annotations

import json
from pathlib import Path

import pytest

from pmo_desktop.exchange.exporting import export_document, export_json
from pmo_desktop.services.importing import commit
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from tests.exchange.office_records import RECORDS, additions


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    workspace.edit(Title("x"), commit, [additions(RECORDS)])
    return workspace


def test_an_empty_office_is_an_empty_document(workspace: Workspace) -> None:
    document = export_document(workspace)
    assert document["projects"] == []
    assert document["people"] == []


def test_a_project_comes_with_its_own_figures(office: Workspace) -> None:
    (project,) = export_document(office)["projects"]
    assert {name: project[name] for name in
            ("code", "name", "manager", "department", "budget", "spent", "start")} == {
        "code": "P-0605",
        "name": "数据中心节能改造",
        "manager": "何伟",
        "department": "基建部",
        "budget": "18500000.00",
        "spent": "3700000.05",
        "start": "2026-08-17",
    }  # fmt: skip


def test_a_task_has_dates_floats_people_and_links(office: Workspace) -> None:
    (project,) = export_document(office)["projects"]
    tasks = {task["wbs"]: task for task in project["tasks"]}
    assert list(tasks) == ["1", "1.1", "1.2", "1.9", "2", "2.1", "2.2", "2.10"]
    assessment = tasks["1.2"]
    assert assessment["kind"] == "task"
    assert assessment["start"] == "2026-08-18T13:00"
    assert assessment["finish"] == "2026-09-14T14:30"
    assert assessment["percent_complete"] == pytest.approx(1 / 3)
    assert assessment["assignees"] == ["徐佳", "张伟"]
    assert assessment["predecessors"] == [{"wbs": "1.1", "type": "FS", "lag_minutes": 960}]
    assert isinstance(assessment["duration_minutes"], int)
    assert isinstance(assessment["total_float_minutes"], int)
    assert isinstance(assessment["critical"], bool)
    assert (tasks["1"]["kind"], tasks["1.9"]["kind"]) == ("summary", "milestone")
    assert any(task["critical"] for task in tasks.values())


def test_registers_and_people_come_as_plain_values(office: Workspace) -> None:
    document = export_document(office)
    (project,) = document["projects"]
    first, second = project["risks"]
    assert first == {
        "code": "R-01",
        "name": "关键人员流失",
        "probability": 2,
        "impact": 3,
        "cost": "125000.50",
        "owner": "周扬",
        "due": "2026-12-19",
        "response": "mitigate",
        "action": "培养备份\n交叉培训",
        "state": "open",
    }
    assert (second["cost"], second["owner"], second["due"]) == (None, None, None)
    assert project["issues"][0]["severity"] == 4
    assert project["status"][0]["quality"] == 0.975
    people = {person["name"]: person for person in document["people"]}
    assert people["何伟"]["capacity"] == 0.5
    assert people["徐佳"]["active"] is False


def test_the_file_holds_the_document_as_json(office: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "office.json"
    export_json(office, file)
    assert json.loads(file.read_text(encoding="utf-8")) == export_document(office)
    assert "数据中心" in file.read_text(encoding="utf-8")
    assert list(tmp_path.glob("*.part")) == []
