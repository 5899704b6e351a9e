"""The page of the workbook's template: each thing that is said is one edit, and one undo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pmo_desktop.app import Program
from pmo_desktop.domain.template import usual
from pmo_desktop.services.custom_fields import custom_fields
from pmo_desktop.services.template import template
from pmo_desktop.ui.template.columns import EN, KIND, REQUIRED, SHOWN, ZH
from tests.ui.conftest import settle

TICKED, UNTICKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


@pytest.fixture
def page(program: Program) -> Any:
    program.stage.show_page("template")
    settle(program)
    return program.stage.page("template")


def wished(page: Any, table: str = "task") -> Any:
    return page.context.query(template).sheet(table)


def row_of(page: Any, code: str) -> int:
    columns = wished(page, page.table).columns
    return [column.field.code for column in columns].index(code)


def undone(program: Program, page: Any) -> None:
    """One undo, and all is as usual again."""
    program.context.undo()
    settle(program)
    assert page.context.query(template) == usual()


def test_a_header_is_typed_over_and_emptied_to_be_the_usual_one(
    program: Program, page: Any
) -> None:
    at = row_of(page, "task.finish")
    assert page.columns.item(at, EN).text() == "Finish"
    page.columns.item(at, EN).setText("Ready by")
    page.columns.item(at, ZH).setText("交付日")
    assert wished(page).column("task.finish").headers == {"en": "Ready by", "zh": "交付日"}
    page.columns.item(at, ZH).setText("")
    assert page.columns.item(at, ZH).text() == "完成"
    program.context.undo()
    program.context.undo()
    settle(program)
    undone(program, page)
    assert page.columns.item(at, EN).text() == "Finish"


def test_a_column_is_hidden_and_required_by_its_ticks(program: Program, page: Any) -> None:
    at = row_of(page, "task.notes")
    page.columns.item(at, SHOWN).setCheckState(UNTICKED)
    assert not wished(page).column("task.notes").shown
    undone(program, page)
    page.columns.item(at, REQUIRED).setCheckState(TICKED)
    assert wished(page).column("task.notes").is_required
    undone(program, page)
    name = page.columns.item(row_of(page, "task.name"), SHOWN)
    assert not name.flags() & Qt.ItemFlag.ItemIsEnabled


def test_a_column_moves_by_button_keyboard_and_drag(
    program: Program, page: Any, qtbot: QtBot
) -> None:
    page.columns.setCurrentCell(row_of(page, "task.finish"), ZH)
    start = page.columns.currentRow()
    page.up.click()
    settle(program)
    assert row_of(page, "task.finish") == page.columns.currentRow() == start - 1
    qtbot.keyClick(page.columns, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settle(program)
    assert row_of(page, "task.finish") == start
    page.columns.verticalHeader().moveSection(start, 0)
    settle(program)
    assert row_of(page, "task.finish") == 0
    assert page.columns.item(0, EN).text() == "Finish"
    assert not page.columns.can_move(-1)
    for _ in range(2):
        program.context.undo()
        settle(program)
    undone(program, page)


def test_a_refused_header_is_said_and_put_back(program: Program, page: Any) -> None:
    at = row_of(page, "task.finish")
    page.columns.item(at, EN).setText("Start")
    settle(program)
    assert "Start" in program.desk.messages.text
    assert page.columns.item(at, EN).text() == "Finish"


def test_a_question_is_added_answered_by_choice_and_removed(program: Program, page: Any) -> None:
    page.choose_sheet("risk")
    form = page.ask_question()
    form.en.setText("Region")
    form.kind.setCurrentIndex(form.kind.findData("choice"))
    form.options.setText("North; South，West")
    form.save.click()
    settle(program)
    (field,) = program.context.query(custom_fields)
    assert (field.options, field.asked) == (("North", "South", "West"), True)
    at = row_of(page, field.field.code)
    assert page.columns.item(at, EN).text() == "Region"
    assert page.columns.item(at, KIND).text() == "Question: Choice"
    assert "one question" in page.subtitle
    page.columns.setCurrentCell(at, ZH)
    assert page.remove.isVisibleTo(page)
    page.remove.click()
    settle(program)
    assert program.context.query(custom_fields) == ()
    assert "undo" in program.desk.messages.text
    program.context.undo()
    settle(program)
    undone(program, page)


def test_sheets_and_instructions_are_the_office_s(program: Program, page: Any) -> None:
    item = page.sheets.item(4)
    item.setCheckState(UNTICKED)
    settle(program)
    assert not wished(page, "issue").shown
    page.choose_sheet("risk")
    line = page.instructions["en"]
    assert "from 1" in line.placeholderText()
    line.setText("Only the five gravest.")
    line.editingFinished.emit()
    settle(program)
    assert wished(page, "risk").instructions == {"en": "Only the five gravest."}
    reset = next(a for a in page.menu().actions() if "whole" in a.text())
    reset.trigger()
    settle(program)
    assert page.context.query(template) == usual()


def test_a_sample_shows_what_was_said(program: Program, page: Any, tmp_path: Path) -> None:
    page.columns.item(row_of(page, "task.finish"), EN).setText("Ready by")
    page.write_sample(tmp_path / "sample.xlsx")
    settle(program)
    book = load_workbook(tmp_path / "sample.xlsx")
    assert "Ready by" in [cell.value for cell in book["Task"][3]]
    assert "sample.xlsx" in program.desk.messages.text


def test_a_template_is_saved_and_loaded(program: Program, page: Any, tmp_path: Path) -> None:
    page.columns.item(row_of(page, "task.finish"), EN).setText("Ready by")
    settle(program)
    page.edits.export(page.context.query(template), tmp_path / "t.json")
    program.context.undo()
    settle(program)
    assert page.edits.load(tmp_path / "t.json")
    settle(program)
    assert wished(page).column("task.finish").headers == {"en": "Ready by"}
    (tmp_path / "bad.json").write_text("{}", encoding="utf-8")
    assert not page.edits.load(tmp_path / "bad.json")
    assert "no template" in program.desk.messages.text
