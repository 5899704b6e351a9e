"""How a file was read: shown on the sheet itself, corrected by hand, remembered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from pmo_desktop.app import Program
from pmo_desktop.exchange.demo.office import DemoResult
from pmo_desktop.exchange.team import mapping_file
from pmo_desktop.language import Language
from pmo_desktop.services.mappings import mappings
from pmo_desktop.ui.sheets.mapping.panel import MappingPanel
from tests.exchange.books import book
from tests.exchange.test_mapping import FIELDS, FORM, foreign, plan
from tests.ui.conftest import settle

RISKS = [["Risk", "Probability", "Owner"], ["Fire", "eher ja", "the boss"], ["Flood", 2, "Li Na"]]
HEADER_ROW = 2


@pytest.fixture
def file(tmp_path: Path) -> Path:
    sheets = {"Plan": plan(), "Risks": RISKS, "Form": FORM}
    return book(tmp_path / "P-2601 foreign.xlsx", sheets)


@pytest.fixture
def panel(program: Program, file: Path) -> Any:
    """The review of one file in a layout of its team's own."""
    program.desk.import_paths([file])
    settle(program)
    return program.stage.page("sheets").panel_in  # type: ignore[attr-defined]


@pytest.fixture
def shown(program: Program, panel: Any) -> MappingPanel:
    panel.details.how_read.click()
    settle(program)
    found: MappingPanel = panel.mapping
    return found


def chips(panel: MappingPanel) -> dict[str, str]:
    table = panel.table()
    return {c.header: c.field for c in table.columns} if table else {}


def correct_plan(program: Program, panel: MappingPanel) -> None:
    """Say what the columns of the plan are, one after the other."""
    panel.corrections.set_header_row(HEADER_ROW)
    settle(program)
    for position, field in enumerate(FIELDS):
        panel.corrections.set_column(position, field)
        settle(program)


def test_the_sheet_itself_is_shown_with_what_was_understood(
    panel: Any, shown: MappingPanel
) -> None:
    assert panel._stack.currentWidget() is shown
    assert [shown.sheets.tabText(at) for at in range(3)] == ["Plan", "Risks", "Form"]
    model = shown.grid.sheet_model
    assert model.text(2, 1) == "Vorgang"
    assert model.form_field(0, 1) == "project.code"
    shown.sheets.setCurrentIndex(1)
    assert chips(shown) == {"Risk": "name", "Probability": "probability", "Owner": "owner"}
    assert model.is_header(0, 1)
    assert model.is_told(1, 1)
    assert not model.is_told(2, 1)


def test_a_header_row_and_columns_are_said_and_the_review_takes_them(
    program: Program, panel: Any, shown: MappingPanel
) -> None:
    correct_plan(program, shown)
    assert list(chips(shown).values()) == FIELDS
    assert shown.table().first == HEADER_ROW  # type: ignore[union-attr]
    before = panel.choices[0].file.understood
    shown.back.click()
    settle(program)
    assert panel._stack.currentWidget() is panel._split
    tasks = panel.choices[0].file.understood.projects[0].tasks
    assert [task.values["name"] for task in tasks] == ["Design", "Review", "Build"]
    assert panel.choices[0].file.understood != before
    panel.details.how_read.click()
    settle(program)
    assert list(chips(shown).values()) == FIELDS


def test_going_back_without_a_correction_compares_nothing_again(
    program: Program, panel: Any, shown: MappingPanel
) -> None:
    choice = panel.choices[0]
    choice.whole = False
    shown.back.click()
    settle(program)
    assert panel.choices[0] is choice


def test_what_was_decided_of_other_files_stays(
    program: Program, panel: Any, demo_office: DemoResult, file: Path
) -> None:
    panel.review(demo_office.files)
    settle(program)
    names = [choice.file.path for choice in panel.choices]
    other = next(c for c in panel.choices if c.count > 1 and c.file.path != file)
    other.take(other.places[0], False)
    panel.show_reading(file)
    settle(program)
    panel.mapping.sheets.setCurrentIndex(1)
    panel.mapping.corrections.set_column(2, "")
    settle(program)
    panel.mapping.back.click()
    settle(program)
    assert [choice.file.path for choice in panel.choices] == names
    assert other in panel.choices
    assert not other.takes(other.places[0])
    changed = panel.choices[panel.list.currentIndex().row()]
    assert changed.file.path == file
    assert "owner" not in changed.file.understood.projects[0].risks[0].values


def test_a_column_is_chosen_from_a_list_that_typing_makes_shorter(
    program: Program, shown: MappingPanel, qtbot: QtBot
) -> None:
    shown.sheets.setCurrentIndex(1)
    shown.asking.ask_column(2, QPoint(300, 300))
    chooser = shown.asking.chooser
    assert chooser is not None
    assert chooser.list.currentItem().text() == "Owner"
    for typed in (Language("zh").term("risk.action"), "acti"):
        chooser.search.setText(typed)
        assert [chooser.list.item(at).text() for at in range(chooser.list.count())] == ["Action"]
    qtbot.keyClick(chooser.search, Qt.Key.Key_Return)
    settle(program)
    assert chips(shown)["Owner"] == "action"


def test_a_column_can_be_left_out_and_left_to_the_guess_again(
    program: Program, shown: MappingPanel
) -> None:
    shown.sheets.setCurrentIndex(1)
    for value, field in (("", ""), (None, "owner")):
        shown.corrections.set_column(2, value)
        settle(program)
        assert chips(shown)["Owner"] == field
    assert shown.grid.sheet_model.is_left_out(1, 2) is False


def test_what_a_word_means_is_said_once_for_all_cells(
    program: Program, shown: MappingPanel
) -> None:
    shown.sheets.setCurrentIndex(1)
    assert [field for field, _ in shown.words.editors] == ["probability"]
    editor = shown.words.editors["probability", "eherja"]
    assert isinstance(editor, QComboBox)
    editor.setCurrentIndex(editor.findText("4", Qt.MatchFlag.MatchStartsWith))
    editor.activated.emit(editor.currentIndex())
    settle(program)
    fire = shown.layout_shown.understood.projects[0].risks[0]  # type: ignore[union-attr]
    assert fire.values["probability"] == 4
    assert not shown.grid.sheet_model.is_told(1, 1)
    again = shown.words.editors["probability", "eherja"]
    assert isinstance(again, QComboBox)
    assert again.currentData() == "4"
    again.activated.emit(0)
    settle(program)
    assert shown.grid.sheet_model.is_told(1, 1)


def test_a_cell_of_a_form_is_said_from_the_list(
    program: Program, shown: MappingPanel, qtbot: QtBot
) -> None:
    shown.sheets.setCurrentIndex(2)
    menu = shown.asking.menu_of_cell(3, 3, QPoint(10, 10))
    asked = next(a for a in menu.actions() if "single cell" in a.text())
    asked.trigger()
    chooser = shown.asking.chooser
    assert chooser is not None
    qtbot.keyClicks(chooser.search, "project manager")
    qtbot.keyClick(chooser.search, Qt.Key.Key_Return)
    settle(program)
    project = shown.layout_shown.understood.projects[0].project  # type: ignore[union-attr]
    assert project.values["manager"] == "Luo Min"
    (cell,) = shown.mapping.cells
    assert (cell.cell, cell.label, cell.label_cell) == ("D4", "Chef", "D3")
    shown.corrections.set_cell(3, 3, None)
    settle(program)
    assert shown.mapping.cells == ()


def test_sheets_and_tables_can_be_left_out(program: Program, shown: MappingPanel) -> None:
    shown.sheets.setCurrentIndex(1)
    shown.without_sheet.click()
    settle(program)
    assert shown.sheet().left_out == "sheet_left_out"  # type: ignore[union-attr]
    shown.without_sheet.click()
    settle(program)
    assert chips(shown)
    shown.kind.setCurrentIndex(shown.kind.findData(""))
    shown.kind.activated.emit(shown.kind.currentIndex())
    settle(program)
    assert shown.table() is None
    shown.again.click()
    settle(program)
    assert chips(shown)["Risk"] == "name"


def test_a_table_can_be_of_another_kind(program: Program, shown: MappingPanel) -> None:
    shown.sheets.setCurrentIndex(1)
    shown.kind.setCurrentIndex(shown.kind.findData("issue"))
    shown.kind.activated.emit(shown.kind.currentIndex())
    settle(program)
    assert shown.table().kind == "issue"  # type: ignore[union-attr]
    assert chips(shown)["Owner"] == "owner"


def test_a_mapping_is_remembered_and_used_by_itself(
    program: Program, panel: Any, shown: MappingPanel, tmp_path: Path, qtbot: QtBot
) -> None:
    correct_plan(program, shown)
    shown.saved.remember.click()
    form = shown.saved.form
    assert form is not None
    assert form.name.text() == "P-2601 foreign"
    form.name.setText("Foreign plans")
    form.team.setText("foreign")
    qtbot.keyClick(form.team, Qt.Key.Key_Return)
    settle(program)
    workspace: Any = program.context.workspace
    (row,) = workspace.query(mappings)
    assert (row.name, row.team) == ("Foreign plans", "foreign")
    assert "Foreign plans" in shown.hint.text()
    panel.reset()
    other = book(tmp_path / "next month.xlsx", {"Other": [[], *plan()]})
    panel.review([other])
    settle(program)
    codes = [finding.code for finding in panel.choices[0].file.findings]
    assert "mapping_used" in codes
    assert len(panel.choices[0].file.understood.projects[0].tasks) == 3
    assert workspace.undo_title().text == "Remember the mapping “{name}”"
    program.context.undo()
    settle(program)
    assert workspace.query(mappings) == ()


def test_saved_mappings_are_used_renamed_shared_and_deleted(
    program: Program, shown: MappingPanel, tmp_path: Path
) -> None:
    path = tmp_path / "shared.json"
    mapping_file.write(foreign(), path)
    shown.saved.load(path)
    settle(program)
    assert list(chips(shown).values()) == FIELDS
    shown.saved._on_named("Ours", "")
    settle(program)
    menu = shown.saved.menu()
    assert menu.actions()[0].text().startswith("Ours (")
    (row,) = program.context.query(mappings)
    shown.saved.rename(row, "Theirs", "T")
    (row,) = program.context.query(mappings)
    assert (row.name, row.team) == ("Theirs", "T")
    shown.saved.export(row, tmp_path / "again.json")
    assert mapping_file.read(tmp_path / "again.json").name == "Theirs"
    shown.saved.export(None, tmp_path / "shown.json")
    assert mapping_file.read(tmp_path / "shown.json").sheets
    shown.again.click()
    settle(program)
    shown.saved.use(row)
    settle(program)
    assert list(chips(shown).values()) == FIELDS
    shown.saved.delete(row)
    assert program.context.query(mappings) == ()


def test_a_file_that_is_no_mapping_is_refused_with_a_sentence(
    program: Program, shown: MappingPanel, tmp_path: Path
) -> None:
    path = tmp_path / "broken.json"
    path.write_text("nothing", encoding="utf-8")
    shown.saved.load(path)
    assert "broken.json" in program.desk.messages.text


def test_the_keyboard_asks_and_goes_back(
    program: Program, panel: Any, shown: MappingPanel, qtbot: QtBot
) -> None:
    asked: list[tuple[int, int]] = []
    shown.grid.cell_asked.disconnect()
    shown.grid.cell_asked.connect(lambda row, column, _: asked.append((row, column)))
    shown.grid.setFocus()
    shown.grid.setCurrentIndex(shown.grid.sheet_model.index(2, 1))
    qtbot.keyClick(shown.grid, Qt.Key.Key_Return)
    qtbot.keyClick(shown.grid, Qt.Key.Key_Down)
    qtbot.keyClick(shown.grid, Qt.Key.Key_Space)
    assert asked == [(2, 1), (3, 1)]
    qtbot.keyClick(shown.grid, Qt.Key.Key_Escape)
    settle(program)
    assert panel._stack.currentWidget() is panel._split


def test_a_click_on_a_column_s_head_asks_what_it_is(shown: MappingPanel, qtbot: QtBot) -> None:
    shown.sheets.setCurrentIndex(1)
    head = shown.grid.columns
    place = QPoint(head.sectionViewportPosition(1) + 20, 30)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shown.asking.chooser is not None
    assert shown.asking.chooser.list.currentItem().text() == "Probability"
    shown.asking.chooser.close()


def test_words_of_fields_without_choices_are_written(program: Program, shown: MappingPanel) -> None:
    shown.sheets.setCurrentIndex(0)
    correct_plan(program, shown)
    told = {field for field, _ in shown.words.editors}
    assert "percent_complete" in told
    for editor in shown.words.editors.values():
        assert isinstance(editor, QComboBox | QLineEdit)


def test_a_turned_table_has_its_chips_beside_the_rows(
    program: Program, shown: MappingPanel
) -> None:
    shown.sheets.setCurrentIndex(1)
    shown.turned.click()
    settle(program)
    table = shown.table()
    assert table is not None
    assert table.is_turned
    model = shown.grid.sheet_model
    assert model.chip(0, across=True) is None
    assert model.chip(0, across=False) is not None


def test_our_own_workbook_needs_no_explaining(program: Program, panel: Any, tmp_path: Path) -> None:
    from pmo_desktop.exchange.workbook.sending import send_out
    from pmo_desktop.services.records import project_ids

    workspace: Any = program.context.workspace
    ids = list(workspace.query(project_ids).values())[:1]
    send_out(workspace, tmp_path / "out", Language("en"), ids)
    panel.reset()
    panel.review([tmp_path / "out"])
    settle(program)
    assert panel.choices[0].file.understood.kind == "own"
    assert not panel.details.how_read.isEnabled()
