"""`template`: shown, shared as a file, taken from one, as usual again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pmo_desktop.domain.template import usual
from pmo_desktop.exchange.workbook import template_file
from pmo_desktop.services.opening import open_workspace
from pmo_desktop.services.template import (
    add_question,
    instruct_sheet,
    move_column,
    require_column,
    reword_column,
    show_column,
    show_sheet,
    template,
)
from pmo_desktop.storage.changes import Title
from tests.commands.test_commands import result, run

EDIT = Title("Edit")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "office.db"
    opened = open_workspace(path)
    opened.edit(EDIT, add_question, "risk", {"en": "Region", "zh": "地区"}, "choice", ["N", "S"])
    opened.edit(EDIT, add_question, "task", {"en": "Centre"}, "integer")
    opened.edit(EDIT, reword_column, "task.finish", {"zh": "交付日"})
    opened.edit(EDIT, move_column, "task.finish", 0)
    opened.edit(EDIT, show_column, "task.notes", False)
    opened.edit(EDIT, require_column, "task.people", True)
    opened.edit(EDIT, show_sheet, "issue", False)
    opened.edit(EDIT, instruct_sheet, "risk", {"en": "Only the five gravest."})
    opened.close()
    return path


def test_a_template_travels_to_another_office_and_comes_back_the_same(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, database: Path
) -> None:
    file, other = tmp_path / "t.json", tmp_path / "other.db"
    status, first = result(capsys, "template", "--export", file, "--database", database)
    assert (status, json.loads(file.read_text(encoding="utf-8"))) == (0, first)
    status, second = result(capsys, "template", "--import", file, "--database", other)
    assert (status, second) == (0, first)
    _, again = result(capsys, "template", "--import", file, "--database", other)
    assert again == first
    opened = open_workspace(other)
    assert template_file.as_json(opened.query(template)) == first
    opened.undo()
    opened.undo()
    assert opened.query(template) == usual()
    opened.close()


def test_a_field_of_the_same_name_is_not_made_twice(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, database: Path
) -> None:
    file, other = tmp_path / "t.json", tmp_path / "other.db"
    result(capsys, "template", "--export", file, "--database", database)
    opened = open_workspace(other)
    opened.edit(EDIT, add_question, "task", {"en": "centre"}, "integer")
    opened.close()
    status, found = result(capsys, "template", "--import", file, "--database", other)
    assert status == 0
    tasks = next(sheet for sheet in found["sheets"] if sheet["table"] == "task")
    assert sum(".custom." in column["field"] for column in tasks["columns"]) == 1


def test_it_is_shown_to_people_and_reset(
    capsys: pytest.CaptureFixture[str], database: Path
) -> None:
    status, out = run(capsys, "template", "--database", database, "--language", "zh")
    assert status == 0
    assert "交付日" in out
    assert "地区" in out
    assert "备注" not in out.split("风险")[0]
    status, found = result(capsys, "template", "--reset", "--database", database)
    assert status == 0
    assert all(sheet["shown"] for sheet in found["sheets"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format": "pmo-desktop template", "version": 2, "sheets": []}',
        '{"format": "pmo-desktop template", "version": 1}',
        '{"format": "pmo-desktop template", "version": 1, "sheets": [{"table": "x"}]}',
        '{"format": "pmo-desktop template", "version": 1, "sheets": [{"table": "task", '
        '"columns": [{"field": "task.nothing"}]}]}',
        '{"format": "pmo-desktop template", "version": 1, "sheets": [{"table": "task", '
        '"columns": [{"field": "task.name", "shown": false}]}]}',
        '{"format": "pmo-desktop template", "version": 1, "sheets": [{"table": "task", '
        '"columns": [{"field": "task.notes", "shown": 1}]}]}',
        '{"format": "pmo-desktop template", "version": 1, "sheets": [{"table": "task", '
        '"columns": [{"field": "task.custom.links-1"}]}]}',
        "[" * 100_000,
    ],
)
def test_what_is_no_template_is_said_in_a_sentence_and_changes_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str
) -> None:
    file = tmp_path / "bad.json"
    file.write_text(text, encoding="utf-8")
    path = tmp_path / "office.db"
    status, found = result(capsys, "template", "--import", file, "--database", path)
    assert status == 2
    assert found["error"]
    assert "mistake" not in found["error"]
    assert "错误" not in found["error"]
    opened = open_workspace(path)
    assert opened.query(template) == usual()
    opened.close()
