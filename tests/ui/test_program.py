"""The whole window on the small demo office: start, pages, search, undo, language, colours."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QIcon
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from pmo_desktop.app import Program
from pmo_desktop.exchange.demo.office import make_demo
from pmo_desktop.services.office import office
from pmo_desktop.services.registers import decisions, risks
from pmo_desktop.storage.workspace import Workspace
from pmo_desktop.ui.portfolio.page import PortfolioPage, next_project_code
from pmo_desktop.ui.risks.page import RisksPage
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.widgets.buttons import AddRemove
from tests.ui.conftest import end, settle


def opened(program: Program) -> Workspace:
    assert program.context.workspace is not None
    return program.context.workspace


def column_of(columns: tuple[Column, ...], key: str) -> Column:
    return next(column for column in columns if column.key == key)


def change(program: Program, table: Any, row: Any, key: str, value: Any) -> None:
    """As the cell's editor does it."""
    model = table.model
    number = [column.key for column in model.columns].index(key)
    assert model.setData(model.index(model.row_of(row.id), number), value)
    settle(program)


def test_without_an_office_the_ways_to_one_are_shown(start: Callable[..., Program]) -> None:
    program = start(None)
    assert program.stage.current == ""
    ways = [button.text() for button in program.stage.findChildren(QPushButton) if button.text()]
    assert ways == ["Demo office…", "New office…", "Open…", "Start from spreadsheets…"]
    assert not program.desk.actions["undo"].isEnabled()
    assert not program.desk.navigation.isEnabled()


def test_a_new_office_is_made_and_remembered(start: Callable[..., Program], tmp_path: Path) -> None:
    program = start(None)
    program.desk.files.open(tmp_path / "mine.db", create=True)
    settle(program)
    assert opened(program).path == tmp_path / "mine.db"
    assert program.stage.current == "portfolio"
    assert program.settings.recent[0] == tmp_path / "mine.db"


def test_a_file_that_is_no_database_is_told_and_the_ways_stay(
    start: Callable[..., Program], tmp_path: Path
) -> None:
    wrong = tmp_path / "letter.db"
    wrong.write_text("Dear Sir or Madam" * 100)
    program = start(wrong)
    assert program.context.workspace is None
    assert program.stage.current == ""
    assert "letter.db" in program.desk.messages.text
    assert wrong.read_text().startswith("Dear Sir")


def test_the_portfolio_is_there_before_the_database_is_opened(
    qapp: Any, store: Any, demo_database: Path
) -> None:
    program = Program(qapp, demo_database, store)
    filled: list[int] = []
    program.filled.connect(lambda: filled.append(len(program.watch.portfolio.projects)))
    program._set_stage()
    assert filled == [6]
    assert program.context.workspace is None
    end(program)


def test_every_page_can_be_shown_and_has_its_title(program: Program) -> None:
    keys = [spec.key for spec in program.stage.specs]
    assert len(keys) == len(set(keys))
    for key in keys:
        program.desk.navigation.findChild(QToolButton, f"to_{key}").click()
        settle(program)
        assert program.stage.current == key
        assert program.desk.top_bar.title.text()


def test_an_edit_in_the_portfolio_is_one_undo(program: Program) -> None:
    page = program.stage.page("portfolio")
    assert isinstance(page, PortfolioPage)
    before = page.table.model.shown[0]
    change(program, page.table, before, "name", "Another name")
    assert page.table.model.shown[0].name == "Another name"
    assert "Another name" not in program.desk.status_bar.undo.text()
    assert f"{before.code} {before.name}" in program.desk.status_bar.undo.text()
    program.desk.status_bar.undo.click()
    settle(program)
    assert page.table.model.shown[0].name == before.name
    assert not program.desk.status_bar.undo.isVisible()
    assert f"{before.code} {before.name}" in program.desk.status_bar.redo.text()
    program.desk.status_bar.redo.click()
    settle(program)
    assert page.table.model.shown[0].name == "Another name"
    assert not program.desk.status_bar.redo.isVisible()


def test_what_the_rules_refuse_is_told_and_changes_nothing(program: Program) -> None:
    program.stage.show_page("office")
    settle(program)
    page: Any = program.stage.page("office")
    page.limits["amber_index"].setValue(0.5)
    settle(program)
    assert "amber" in program.desk.messages.text
    assert page.limits["amber_index"].value() == pytest.approx(0.95)


def test_below_which_load_somebody_is_idle_is_the_office_s_to_say(program: Program) -> None:
    workspace = program.context.workspace
    assert workspace is not None
    program.stage.show_page("office")
    settle(program)
    page: Any = program.stage.page("office")
    page.idle.setValue(30)
    settle(program)
    assert workspace.query(office).idle_load == pytest.approx(0.3)
    page.limits["amber_load"].setValue(20)
    settle(program)
    assert "idle" in program.desk.messages.text
    assert page.limits["amber_load"].value() == pytest.approx(100)
    program.context.undo()
    settle(program)
    assert page.idle.value() == pytest.approx(50)


def test_a_project_can_be_added_and_removed(program: Program) -> None:
    page: Any = program.stage.page("portfolio")
    page.buttons.add.click()
    settle(program)
    added = page.table.selected()
    assert added.name == "New project"
    page.buttons.remove.click()
    settle(program)
    assert page.table.model.row_of(added.id) == -1


def test_the_next_project_code_follows_the_highest() -> None:
    assert next_project_code({"P-2601", "P-2611", "X-9"}) == "P-2612"
    assert next_project_code(set()) == "P-001"


def test_a_cell_of_the_matrix_narrows_the_register(program: Program, qtbot: QtBot) -> None:
    program.stage.show_page("risks")
    settle(program)
    page = program.stage.page("risks")
    assert isinstance(page, RisksPage)
    register = page.registers["risk"]
    risk = next(row for row in register.table.model.shown if row.rating)
    page._choose_cell((risk.probability, risk.impact))
    narrowed = register.table.model.shown
    assert risk in narrowed
    assert {(r.probability, r.impact) for r in narrowed} == {(risk.probability, risk.impact)}
    qtbot.mouseClick(page.show_all, Qt.MouseButton.LeftButton)
    assert len(register.table.model.shown) > len(narrowed)


def test_a_new_risk_wants_a_project_and_gets_its_code(program: Program) -> None:
    program.stage.show_page("risks")
    settle(program)
    register = program.stage.page("risks").registers["risk"]  # type: ignore[attr-defined]
    register.table.view.clearSelection()
    register.table.view.setCurrentIndex(register.table.model.index(-1, 0))
    register.add()
    assert "project" in program.desk.messages.text
    register.project.setCurrentIndex(1)
    register.add()
    settle(program)
    added = register.table.selected()
    assert (added.name, added.project_id) == ("New risk", register.project.currentData())
    assert added.code
    register.remove()
    settle(program)
    assert added.id not in {risk.id for risk in opened(program).query(risks)}


def test_a_decision_is_decided_in_its_row(program: Program) -> None:
    program.stage.show_page("decisions")
    settle(program)
    register = program.stage.page("decisions").register  # type: ignore[attr-defined]
    wanted = register.table.model.shown[0]
    change(program, register.table, wanted, "state", "decided")
    assert register.table.model.row_of(wanted.id) == -1
    stored = {row.id: row.state for row in opened(program).query(decisions)}
    assert stored[wanted.id] == "decided"


def test_the_change_log_shows_what_an_edit_changed(program: Program) -> None:
    page: Any = program.stage.page("portfolio")
    change(program, page.table, page.table.model.shown[0], "name", "Another name")
    program.stage.show_page("audit")
    settle(program)
    log: Any = program.stage.page("audit")
    assert log.entries.selected().kind == "edit"
    details = [row.detail for row in log.details.model.shown]
    assert [(d.table, d.field, d.after) for d in details] == [("project", "name", "Another name")]


def test_a_calendar_day_is_set_and_cleared(program: Program) -> None:
    program.stage.show_page("office")
    settle(program)
    page: Any = program.stage.page("office")
    days = page.days
    before = len(days.table.model.rows)
    days.name.setText("Company day")
    days.day.setDate(days.day.date().addYears(2))
    days.add_day()
    settle(program)
    assert len(days.table.model.rows) == before + 1
    added = next(row for row in days.table.model.rows if row.name == "Company day")
    assert not added.working
    days.table.select(added.id)
    days.remove_day()
    settle(program)
    assert len(days.table.model.rows) == before


def test_search_leads_to_the_row_that_was_found(program: Program) -> None:
    risk = opened(program).query(risks)[0]
    field = program.desk.top_bar.search
    field.setText(risk.name[:12])
    field._search()
    settle(program)
    hits = field._results.list
    names = [hits.item(at).text() for at in range(hits.count())]
    at = next(number for number, name in enumerate(names) if risk.name in name)
    hits.itemClicked.emit(hits.item(at))
    settle(program)
    assert program.stage.current == "risks"
    selected = program.stage.page("risks").registers["risk"].table.selected()  # type: ignore[attr-defined]
    assert selected.name == risk.name


def test_the_language_changes_everywhere_at_once(program: Program) -> None:
    program.desk.top_bar.language.click()
    settle(program)
    assert program.settings.language == "zh"
    assert program.desk.top_bar.title.text() == "组合总览"
    assert program.desk.navigation.findChild(QToolButton, "to_risks").text().strip() == "风险与问题"
    assert program.desk.actions["import"].text() == "导入表格…"
    page: Any = program.stage.page("portfolio")
    assert page.kpis["projects"].name.text() == "在管项目"


def test_the_colours_change_everywhere_at_once(program: Program, qapp: Any) -> None:
    light = program.shell.grab().toImage().pixelColor(700, 20)
    program.context.set_theme("dark")
    qapp.processEvents()
    dark = program.shell.grab().toImage().pixelColor(700, 20)
    assert light.lightness() > 200 > 100 > dark.lightness()


def test_files_dropped_on_the_window_are_reviewed(program: Program, demo_office: Any) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(demo_office.returned_folder))])
    event = QDropEvent(
        QPointF(300, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    program.shell.dropEvent(event)
    settle(program)
    assert program.stage.current == "sheets"
    panel = program.stage.page("sheets").panel_in  # type: ignore[attr-defined]
    assert len(panel.choices) == len(demo_office.files)


def test_closing_the_period_opens_the_next(program: Program) -> None:
    program.desk.actions["close_period"].trigger()
    settle(program)
    assert "2026-12" in program.desk.top_bar.period.text()
    program.context.undo()
    settle(program)
    assert "2026-11" in program.desk.top_bar.period.text()


def test_a_backup_is_made_beside_the_database(program: Program) -> None:
    program.desk.actions["backup"].trigger()
    settle(program)
    assert list(opened(program).path.parent.glob("backups/*.db"))


def test_a_warning_after_an_information_is_in_the_warning_s_ink(program: Program) -> None:
    context, bar = program.context, program.desk.messages
    context.inform("Backed up to {path}.", path="a")
    QApplication.processEvents()
    context.warn("{path} is there already. Choose another name.", path="b")
    QApplication.processEvents()
    ink = bar._label.palette().color(bar._label.foregroundRole()).name()
    assert ink.upper() == context.palette["amber_ink"].upper()


def test_a_figure_is_as_last_period_only_where_it_looks_the_same(program: Program) -> None:
    page = program.stage.page("portfolio")
    assert isinstance(page, PortfolioPage)
    assert page._moved(0.976, 0.9749, higher_is_better=True) == ("▲ 0.01 on last period", "good")
    assert page._moved(0.9749, 0.976, higher_is_better=True) == ("▼ 0.01 on last period", "bad")
    assert page._moved(0.9749, 0.9741, higher_is_better=True) == ("as last period", "small")


def test_who_makes_the_demo_office_is_told_what_to_drop(
    start: Callable[..., Program], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = "pmo_desktop.exchange.demo.office.make_demo"
    small = partial(make_demo, projects=2, people=40, tasks=200)
    monkeypatch.setattr(office, small)
    program = start(None)
    program.desk.files.make_demo(tmp_path / "demo.db")
    settle(program)
    assert opened(program).path == tmp_path / "demo.db"
    folder = tmp_path / "demo_returned"
    assert folder.is_dir()
    assert str(folder) in program.desk.messages.text


def test_a_button_that_cannot_be_used_looks_so_in_the_dark(program: Program) -> None:
    context = program.context
    context.set_theme("dark")
    buttons = AddRemove(context)
    QApplication.processEvents()
    image = buttons.remove.icon().pixmap(16, mode=QIcon.Mode.Disabled).toImage()
    drawn = {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert drawn == {context.palette["disabled"].upper()}


def test_another_office_is_not_narrowed_to_a_project_of_the_one_before(
    program: Program, tmp_path: Path
) -> None:
    program.stage.show_page("risks")
    settle(program)
    page = program.stage.page("risks")
    assert isinstance(page, RisksPage)
    chosen = page.registers["risk"].project
    chosen.setCurrentIndex(2)
    program.desk.files.open(Path(shutil.copy(opened(program).path, tmp_path / "twin.db")))
    settle(program)
    assert opened(program).path.name == "twin.db"
    assert chosen.currentIndex() == 0
    assert chosen.count() > 2


def test_what_the_message_area_says_follows_the_language(program: Program) -> None:
    context: Any = program.context
    context.warn("{n} files", n=2)
    assert program.desk.messages.text == "2 files"
    context.set_language("zh")
    assert program.desk.messages.text == "2 个文件"
    context.show_error(ValueError("no"))
    said = program.desk.messages.text
    context.set_language("en")
    assert program.desk.messages.text != said
    assert "Something unexpected happened" in program.desk.messages.text


def test_the_start_shows_the_dashboard_whatever_page_was_open_last(
    program: Program, start: Any
) -> None:
    program.stage.show_page("people")
    settle(program)
    assert start(program.context.workspace.path).stage.current == "portfolio"  # type: ignore[union-attr]
