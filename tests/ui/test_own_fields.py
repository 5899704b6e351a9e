"""Own fields in the window: a column that a team added is kept, and spoken of by its name."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from pmo_desktop.app import Program
from pmo_desktop.services.custom_fields import custom_fields
from pmo_desktop.services.records import project_ids, project_records
from tests.ui.conftest import settle


@pytest.fixture
def plan(program: Program, tmp_path: Path) -> Path:
    """A team's own plan of a known project, with a column that nobody knows."""
    workspace: Any = program.context.workspace
    code, project_id = next(iter(workspace.query(project_ids).items()))
    tasks = [
        task
        for task in workspace.query(project_records, project_id).tasks
        if task.values["kind"] == "task"
    ][:6]
    book = Workbook()
    page = book.active
    page.append(["项目编号", code])
    page.append([])
    page.append(["WBS", "任务名称", "开始", "完成", "心情"])
    for at, task in enumerate(tasks):
        dates = [task.values[name].date() for name in ("start", "finish")]
        page.append([task.values["wbs"], task.values["name"], *dates, "晴" if at % 2 else "雨"])
    book.save(tmp_path / f"{code} 计划.xlsx")
    return tmp_path / f"{code} 计划.xlsx"


@pytest.fixture
def panel(program: Program, plan: Path) -> Any:
    program.desk.import_paths([plan])
    settle(program)
    return program.stage.page("sheets").panel_in  # type: ignore[attr-defined]


def own_changes(panel: Any) -> list[Any]:
    return [
        field.after
        for choice in panel.choices
        for change in choice.changes()
        for record in change.changes
        for field in record.fields
        if field.name.startswith("custom.")
    ]


def test_a_column_that_a_team_added_is_kept_as_a_field_and_then_taken_in(
    program: Program, panel: Any
) -> None:
    keep = panel.details.keep
    assert keep.isVisibleTo(panel.details)
    assert keep.text() == "Keep a column…"
    (action,) = keep.menu_of_columns().actions()
    assert action.text() == 'Column E of "Sheet": 心情, 6 values'
    action.trigger()
    form = keep.form
    assert (form.kind.currentData(), form.options.text()) == ("choice", "雨; 晴")
    form.en.setText("Mood")
    form.save.click()
    settle(program)
    workspace: Any = program.context.workspace
    (field,) = workspace.query(custom_fields)
    assert (field.names, field.options) == ({"zh": "心情", "en": "Mood"}, ("雨", "晴"))
    assert sorted(own_changes(panel)) == ["晴"] * 3 + ["雨"] * 3
    assert not keep.isVisibleTo(panel.details)
    table = panel.details.tables["changes"]
    shown = [row for row in table.model.shown if row.field and row.field.name == field.name]
    column = next(c for c in table.model.columns if c.key == "field")
    assert {column.text(row, program.context.language) for row in shown} == {"Mood"}
    panel.bar.commit.click()
    settle(program)
    assert workspace.query(custom_fields)[0].values == 6
    program.context.undo()
    settle(program)
    assert workspace.query(custom_fields)[0].values == 0
    program.context.undo()
    settle(program)
    assert workspace.query(custom_fields) == ()
    assert dict(program.context.language.words) == {}


def test_a_value_of_one_s_own_in_the_review_is_picked_from_the_field_s_list(
    program: Program, panel: Any
) -> None:
    from pmo_desktop.ui.tables.editors import ListEditor

    panel.details.keep.menu_of_columns().actions()[0].trigger()
    panel.details.keep.form.save.click()
    settle(program)
    table = panel.details.tables["changes"]
    chosen = next(row for row in table.model.shown if row.field and row.value == "雨")
    table.select(chosen.id)
    panel.details.deciding.edit.trigger()
    (editor,) = table.view.findChildren(ListEditor)
    assert [editor.itemText(n) for n in range(editor.count())] == ["", "雨", "晴"]
    assert editor.currentText() == "雨"
    editor.setCurrentText("晴")
    editor.activated.emit(editor.currentIndex())
    settle(program)
    assert panel.choices[0].value(chosen.id) == "晴"


def test_a_field_that_cannot_be_is_said_and_nothing_is_made(program: Program, panel: Any) -> None:
    form = panel.details.keep.ask(panel.details.keep._columns[0])
    form.zh.setText("状态")
    form.en.setText("Start")
    form.save.click()
    settle(program)
    assert "already" in program.desk.messages.text
    workspace: Any = program.context.workspace
    assert workspace.query(custom_fields) == ()


def test_the_window_says_the_name_in_its_language(program: Program) -> None:
    from pmo_desktop.services.custom_fields import add_custom_field
    from pmo_desktop.storage.changes import Title

    context = program.context
    names = {"zh": "成本中心", "en": "Cost centre"}
    edited = context.edit(Title("Edit"), add_custom_field, "risk", names, "date")
    settle(program)
    code = f"risk.custom.{edited.result}"
    assert context.language.term(code) == "Cost centre"
    context.set_language("zh")
    assert context.language.term(code) == "成本中心"


def test_own_fields_are_hidden_columns_of_the_registers_to_be_chosen_and_edited(
    program: Program,
) -> None:
    from pmo_desktop.services.custom_fields import add_custom_field
    from pmo_desktop.services.registers import risks
    from pmo_desktop.storage.changes import Title

    context: Any = program.context
    edit = Title("Edit")
    name = "custom." + context.edit(edit, add_custom_field, "risk", {"en": "Cap"}, "money").result
    project = context.edit(edit, add_custom_field, "project", {"en": "Site"}).result
    program.stage.show_page("risks")
    settle(program)
    table: Any = program.stage.page("risks").registers["risk"].table  # type: ignore[attr-defined]
    keys = [column.key for column in table.model.columns]
    assert keys[-1] == name
    number = len(keys) - 1
    header = table.view.horizontalHeader()
    assert header.isSectionHidden(number)
    action = next(a for a in table.columns.menu().actions() if a.text() == "Cap")
    action.setChecked(True)
    assert not header.isSectionHidden(number)
    row = table.model.shown[0]
    index = table.model.index(0, number)
    assert table.model.setData(index, Decimal(12500))
    settle(program)
    at = table.model.row_of(row.id)
    assert table.model.index(at, number).data() == "¥12k"
    context.undo()
    settle(program)
    assert table.model.index(table.model.row_of(row.id), number).data() == ""
    assert row.id in {risk.id for risk in context.query(risks)}
    program.stage.show_page("portfolio")
    settle(program)
    page: Any = program.stage.page("portfolio")
    assert page.table.model.columns[-1].key == f"custom.{project}"
    assert page.table.view.horizontalHeader().isSectionHidden(len(page.table.model.columns) - 1)


def test_a_choice_of_an_own_field_is_picked_from_its_list(program: Program) -> None:
    from pmo_desktop.services.custom_fields import add_custom_field
    from pmo_desktop.storage.changes import Title
    from pmo_desktop.ui.tables.editors import ListEditor, make_editor

    context = program.context
    names = {"en": "Board", "zh": "看板"}
    context.edit(Title("Edit"), add_custom_field, "risk", names, "choice", ("red", "blue"))
    program.stage.show_page("risks")
    settle(program)
    page: Any = program.stage.page("risks")
    column = page.registers["risk"].table.model.columns[-1]
    assert column.options == ("red", "blue")
    editor = make_editor(
        page, context, column.field, lambda _: (), lambda _: None, column.options
    )  # fmt: skip
    assert isinstance(editor, ListEditor)
    assert [editor.itemText(n) for n in range(editor.count())] == ["", "red", "blue"]
