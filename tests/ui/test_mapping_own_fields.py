"""Columns and cells of a team's sheet as fields of the office's own; sheets without headers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint

from pmo_desktop.app import Program
from pmo_desktop.services.custom_fields import add_custom_field, custom_fields
from pmo_desktop.storage.changes import Title
from pmo_desktop.ui.sheets.mapping.asking import NEW_FIELD
from pmo_desktop.ui.sheets.mapping.panel import MappingPanel
from tests.ui.conftest import settle

ROWS = "1,Dig,2026-12-01,2026-12-04,Ann,calm\n2,Lay,2026-12-05,2026-12-09,Bo,wild\n"
Show = Callable[[Path], MappingPanel]


@pytest.fixture
def show(program: Program) -> Show:
    """Shows how a file was read."""

    def shown(file: Path) -> MappingPanel:
        program.desk.import_paths([file])
        settle(program)
        panel: Any = program.stage.page("sheets").panel_in  # type: ignore[attr-defined]
        panel.show_reading(file)
        settle(program)
        found: MappingPanel = panel.mapping
        return found

    return shown


def written(folder: Path, text: str) -> Path:
    path = folder / "P-7701_Depot.csv"
    path.write_text(text, encoding="utf-8")
    return path


def fields(panel: MappingPanel) -> list[str]:
    table = panel.table()
    return [column.field for column in table.columns] if table else []


def choose(panel: MappingPanel, value: str) -> None:
    """Choose a line of the list that is open."""
    chooser = panel.asking.chooser
    assert chooser is not None
    values = [offer.value for offer in chooser._offers]
    assert value in values
    chooser.close()
    chooser.chosen.emit(value)


def test_a_sheet_without_headers_is_mapped_with_the_mouse(
    program: Program, show: Show, tmp_path: Path
) -> None:
    panel = show(written(tmp_path, ROWS))
    assert panel.headless.isVisible()
    if panel.headless.isChecked():
        panel.headless.click()
        settle(program)
        assert not panel.headless.isChecked()
    panel.headless.click()
    settle(program)
    assert panel.headless.isChecked()
    for position, field in enumerate(("wbs", "name", "start", "finish", "people")):
        panel.asking.ask_column(position, QPoint(200, 200))
        choose(panel, field)
        settle(program)
    assert fields(panel)[:5] == ["wbs", "name", "start", "finish", "people"]
    panel.back.click()
    settle(program)
    review: Any = program.stage.page("sheets").panel_in  # type: ignore[attr-defined]
    (choice,) = review.choices
    tasks = choice.file.understood.projects[0].tasks
    assert [task.values["name"] for task in tasks] == ["Dig", "Lay"]
    assert tasks[1].values["people"] == ("Bo",)


def test_what_was_guessed_of_columns_without_headers_stays(
    program: Program, show: Show, tmp_path: Path
) -> None:
    panel = show(written(tmp_path, ROWS + "3,Fill,2026-12-10,2026-12-12,Ann,calm\n"))
    table = panel.table()
    assert table is not None
    assert table.last < table.first
    before = [(c.index, c.field) for c in table.columns if c.field]
    panel.corrections.set_header_row(-1, 0)
    settle(program)
    after = panel.table()
    assert after is not None
    assert before
    assert set(before) <= {(c.index, c.field) for c in after.columns}


def test_a_column_becomes_an_own_field_that_is_there(
    program: Program, show: Show, tmp_path: Path
) -> None:
    context: Any = program.context
    made = context.edit(Title("x"), add_custom_field, "task", {"en": "Mood", "zh": "心情"}, "text")
    settle(program)
    name = f"custom.{made.result}"
    panel = show(
        written(tmp_path, "WBS,Task,Start,Finish,Wetter\n1,Dig,2026-12-01,2026-12-04,calm\n")
    )
    panel.asking.ask_column(4, QPoint(200, 200))
    choose(panel, name)
    settle(program)
    assert fields(panel)[4] == name
    panel.asking.ask_column(3, QPoint(200, 200))
    choose(panel, "finish")
    settle(program)
    assert fields(panel)[4] == name
    panel.back.click()
    settle(program)
    review: Any = program.stage.page("sheets").panel_in  # type: ignore[attr-defined]
    (task,) = review.choices[0].file.understood.projects[0].tasks
    assert task.values[name] == "calm"


def test_a_column_becomes_a_new_own_field_at_once(
    program: Program, show: Show, tmp_path: Path
) -> None:
    rows = "".join(f"{n},Dig {n},2026-12-01,2026-12-04,2026-11-0{n}\n" for n in range(1, 4))
    panel = show(written(tmp_path, f"WBS,Task,Start,Finish,Wetter\n{rows}"))
    review: Any = program.stage.page("sheets").panel_in  # type: ignore[attr-defined]
    panel.asking.ask_column(4, QPoint(200, 200))
    choose(panel, NEW_FIELD)
    form = panel.asking.new_field.form
    assert form is not None
    assert (form.en.text(), form.kind.currentData()) == ("Wetter", "date")
    form.en.setText("Weather")
    form.zh.setText("天气")
    form.save.click()
    settle(program)
    workspace: Any = program.context.workspace
    (field,) = workspace.query(custom_fields)
    assert field.names == {"en": "Weather", "zh": "天气"}
    assert review._stack.currentWidget() is panel
    assert fields(panel)[4] == field.name
    panel.back.click()
    settle(program)
    (choice,) = review.choices
    assert choice.file.understood.projects[0].tasks[0].values[field.name] == date(2026, 11, 1)
    program.context.undo()
    settle(program)
    (choice,) = review.choices
    assert field.name not in choice.file.understood.projects[0].tasks[0].values


def test_a_single_cell_says_an_own_field_of_the_project(
    program: Program, show: Show, tmp_path: Path
) -> None:
    context: Any = program.context
    made = context.edit(Title("x"), add_custom_field, "project", {"en": "Site"}, "bool")
    settle(program)
    panel = show(
        written(
            tmp_path,
            "Project code:,P-7701,,\nOn site?,yes,,\n,,,\n"
            "WBS,Task,Start,Finish\n1,Dig,2026-12-01,2026-12-04\n",
        )
    )
    panel.asking.ask_form(1, 1, QPoint(200, 200))
    choose(panel, f"project.custom.{made.result}")
    settle(program)
    panel.back.click()
    settle(program)
    review: Any = program.stage.page("sheets").panel_in  # type: ignore[attr-defined]
    project = review.choices[0].file.understood.projects[0].project
    assert project.values[f"custom.{made.result}"] is True
