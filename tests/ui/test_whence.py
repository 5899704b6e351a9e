"""Asking a cell, a key figure or a light where it comes from, and undoing an older change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from pmo_desktop.exchange.files.provenance import Provenance
from pmo_desktop.services.editing import change
from pmo_desktop.storage.changes import Title
from tests.ui.conftest import settle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from pmo_desktop.app import Program
    from pmo_desktop.exchange.demo.office import DemoResult

EDIT = Title("Edit")


def texts(qtbot: QtBot) -> list[str]:
    """What the open popover says."""
    from PySide6.QtWidgets import QApplication, QLabel

    from pmo_desktop.ui.widgets.popover import Popover

    def popover() -> Popover | None:
        return next(
            (w for w in QApplication.topLevelWidgets() if isinstance(w, Popover) and w.isVisible()),
            None,
        )

    qtbot.waitUntil(lambda: popover() is not None)
    found = popover()
    assert found is not None
    said = [label.text() for label in found.findChildren(QLabel)]
    found.close()
    return said


def first_project(program: Program) -> int:
    page: Any = program.stage.page("portfolio")
    found: int = page.table.model.shown[0].id
    return found


@pytest.fixture
def edited(program: Program) -> int:
    """A project whose sponsor was changed by hand, and then its budget."""
    workspace = program.context.workspace
    assert workspace is not None
    project = first_project(program)
    done = workspace.edit(EDIT, change, "project", project, {"objective": "Growth"}).changes
    workspace.edit(EDIT, change, "project", project, {"name": "Renamed"})
    assert done is not None
    return done.id


def test_a_cell_says_who_entered_it(program: Program, edited: int, qtbot: QtBot) -> None:
    assert edited
    page: Any = program.stage.page("portfolio")
    table = page.table
    table.select(table.model.shown[0].id, "name")
    table.ask_whence()
    said = texts(qtbot)
    assert "Entered by hand" in said
    assert any("Renamed" in line and "→" in line for line in said)


def test_a_light_a_figure_and_a_card_say_what_they_are_made_of(
    program: Program, qtbot: QtBot
) -> None:
    page: Any = program.stage.page("portfolio")
    page.table.select(page.table.model.shown[0].id, "spi")
    page.table.ask_whence()
    assert any(line.startswith("SPI is the working time") for line in texts(qtbot))
    page.kpis["spi"].asked.emit()
    assert any("active projects" in line for line in texts(qtbot))


def test_a_task_of_the_plan_says_where_its_dates_come_from(program: Program, qtbot: QtBot) -> None:
    program.stage.show_page("gantt")
    page: Any = program.stage.page("gantt")
    qtbot.waitUntil(lambda: page.view.tree.model().rowCount() > 1)
    page.view.fold_to(1_000)
    page.questions.ask_whence(page.view.tree.model().index(0, 3))
    assert any("task that ends last" in line for line in texts(qtbot))
    page.questions.ask_whence(page.view.tree.model().index(1, 3))
    assert texts(qtbot)[0].startswith("Where ")


def test_an_older_change_is_undone_by_itself(program: Program, edited: int, qtbot: QtBot) -> None:
    program.stage.show_page("audit")
    page: Any = program.stage.page("audit")
    qtbot.waitUntil(lambda: page.entries.select(edited))
    qtbot.waitUntil(page.undo_this.isEnabled)
    page.undo_this.click()
    qtbot.waitUntil(lambda: page.entries.model.rows[0].kind == "revert")
    assert next(row for row in page.entries.model.rows if row.id == edited).state == "reverted"


def test_what_would_be_lost_is_shown(program: Program, edited: int, qtbot: QtBot) -> None:
    workspace = program.context.workspace
    assert workspace is not None
    project = first_project(program)
    workspace.edit(EDIT, change, "project", project, {"objective": "Cost"})
    program.stage.show_page("audit")
    page: Any = program.stage.page("audit")
    qtbot.waitUntil(lambda: page.entries.select(edited))
    page.undo_chosen()
    said = texts(qtbot)
    assert said[0] == "This would be lost with it"
    assert any("was changed again" in line for line in said)


def test_the_panel_speaks_chinese(program: Program, edited: int, qtbot: QtBot) -> None:
    assert edited
    program.context.set_language("zh")
    page: Any = program.stage.page("portfolio")
    table = page.table
    table.select(table.model.shown[0].id, "name")
    table.ask_whence()
    assert "手工录入" in texts(qtbot)


def test_a_card_is_asked_by_keyboard_and_mouse(program: Program, qtbot: QtBot) -> None:
    from PySide6.QtCore import Qt

    page: Any = program.stage.page("portfolio")
    qtbot.keyClick(page.kpis["cpi"], Qt.Key.Key_Return)
    assert 'Where "CPI" comes from' in texts(qtbot)
    qtbot.mouseClick(page.kpis["exposure"], Qt.MouseButton.LeftButton)
    assert any("active projects" in line for line in texts(qtbot))
    qtbot.keyClick(page.kpis["projects"], Qt.Key.Key_Return)
    assert page.kpis["projects"].focusPolicy() is Qt.FocusPolicy.NoFocus


def test_the_reasons_of_a_light_lead_to_where_they_come_from(
    program: Program, qtbot: QtBot
) -> None:
    from PySide6.QtWidgets import QApplication, QPushButton

    from pmo_desktop.ui.widgets.popover import Popover

    page: Any = program.stage.page("portfolio")
    keys = [column.key for column in page.table.model.columns]
    page.table.select(first_project(program), "cost")
    page.table.view.clicked.emit(page.table.model.index(0, keys.index("cost")))
    (popover,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, Popover)]
    (link,) = popover.findChildren(QPushButton)
    link.click()
    assert any(line.startswith("CPI is the earned value") for line in texts(qtbot))


def test_a_cell_of_the_load_says_which_tasks_and_cells_are_behind_it(
    program: Program, qtbot: QtBot
) -> None:
    program.stage.show_page("load")
    page: Any = program.stage.page("load")
    qtbot.waitUntil(lambda: len(page.heat.lines) > 1)
    at = next(n for n, line in enumerate(page.heat.lines) if line.cell(0).hard)
    page.heat.choose(at, 0)
    page._whence.trigger()
    said = texts(qtbot)
    assert said[0].startswith(f'Where "{page.heat.lines[at].name} · Week')
    assert any(line.startswith("P-") and line.endswith(" h") for line in said)
    assert any("Finish" in line and "Responsible" in line for line in said)


def test_a_group_s_week_names_whose_hours_they_are(program: Program, qtbot: QtBot) -> None:
    from pmo_desktop.services.load_matrix import By

    program.stage.show_page("load")
    page: Any = program.stage.page("load")
    qtbot.waitUntil(lambda: len(page.heat.lines) > 1)
    names = {line.person_id: line.name for line in page.heat.lines}
    page.bar.choose_by(By.DEPARTMENT)
    qtbot.waitUntil(lambda: any(line.is_group for line in page.heat.lines))
    at = next(n for n, one in enumerate(page.heat.lines) if one.is_group and one.cell(0).hard)
    people = {names[one] for one in page.heat.lines[at].members}
    page.heat.choose(at, 0)
    page.ask_whence()
    said = texts(qtbot)
    assert any(line.split(" · ")[0] in people for line in said)


def test_a_value_under_review_says_file_cell_sender_what_was_sent_and_what_stands(
    program: Program, demo_office: DemoResult, qtbot: QtBot
) -> None:
    program.desk.import_paths([demo_office.returned_folder])
    settle(program)
    panel: Any = program.stage.page("sheets").panel_in  # type: ignore[attr-defined]
    choice = next(one for one in panel.choices if any(place.field for place in one.places))
    sent = replace(choice.file.understood, provenance=Provenance("Li Na"))
    choice.file = replace(choice.file, understood=sent)
    panel.list.select(panel.choices.index(choice))
    table = panel.details.tables["changes"]
    place = next(place for place in choice.places if place.field and choice.field(place).cell)
    table.select(place)
    table.ask_whence()
    said = texts(qtbot)
    field = choice.field(place)
    assert said[0].startswith('Where "')
    assert said[1] == f"{choice.file.path.name} · {field.cell}"
    assert "Saved by Li Na." in said
    assert {"Sent or accepted", "In the database"} <= set(said)


def test_a_new_record_under_review_is_not_in_the_database_yet(
    program: Program, demo_office: DemoResult, qtbot: QtBot
) -> None:
    program.context.set_language("zh")
    program.desk.import_paths([demo_office.returned_folder])
    settle(program)
    panel: Any = program.stage.page("sheets").panel_in  # type: ignore[attr-defined]
    choice = next(
        one for one in panel.choices
        if any(not p.field and one.record(p).doubt is None for p in one.places)
    )  # fmt: skip
    panel.list.select(panel.choices.index(choice))
    table = panel.details.tables["changes"]
    table.select(next(p for p in choice.places if not p.field and choice.record(p).doubt is None))
    table.ask_whence()
    assert "此项为新增，数据库中尚无记录。" in texts(qtbot)
