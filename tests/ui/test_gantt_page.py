from __future__ import annotations

import datetime as dt
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from pmo_desktop.services.editing import add
from pmo_desktop.storage.changes import Title
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.gantt.columns import COLUMNS
from pmo_desktop.ui.gantt.demand import Demand
from pmo_desktop.ui.gantt.exporting import sheet_of_plan
from pmo_desktop.ui.gantt.grouping import Grouping
from pmo_desktop.ui.gantt.menus import columns_menu, row_menu
from pmo_desktop.ui.gantt.outline import Show
from pmo_desktop.ui.gantt.page import GanttPage
from pmo_desktop.ui.gantt.toolbar import ALL_LEVELS
from tests.ui.collector import nothing_collected

STATUS = dt.date(2026, 11, 20)
Fill = Callable[[], dict[str, int]]


def start_of(day: int) -> dt.datetime:
    return dt.datetime(2026, 11, day, 9)


def end_of(day: int) -> dt.datetime:
    return dt.datetime(2026, 11, day, 18)


def settle(context: Context) -> None:
    for _ in range(4):
        context.jobs.wait()
        QApplication.processEvents()


@pytest.fixture
def fill(context: Context) -> Fill:
    """One project: a finished task, one under way that Ana and Bo share, and a milestone."""

    def made() -> dict[str, int]:
        workspace = context.workspace
        assert workspace is not None

        def put(table: str, project: int | None = None, **values: object) -> int:
            title = Title("Add task “{name}”", {"name": str(values["name"])})
            return int(workspace.edit(title, add, table, values, project).result)

        cloud = put("project", code="P-1", name="Cloud", state="active")
        for name in ("Ana", "Bo"):
            put("person", name=name, role="Architect")
        tasks = {
            "Assess": {"start": start_of(2), "finish": end_of(6), "percent_complete": 1.0},
            "Build": {"start": start_of(16), "finish": end_of(27), "people": ("Ana", "Bo")},
            "Approved": {"kind": "milestone", "start": end_of(30), "finish": end_of(30)},
        }
        return {name: put("task", cloud, name=name, **v) for name, v in tasks.items()} | {
            "Cloud": cloud
        }

    return made


@pytest.fixture
def page(context: Context, fill: Fill, qtbot: QtBot) -> Iterator[GanttPage]:
    fill()
    made = GanttPage(context)
    made.resize(1100, 600)
    with qtbot.waitExposed(made):
        made.show()
    settle(context)
    yield made
    made.close()


def names(page: GanttPage) -> list[str]:
    return [page.view.model.row(at).name for at in range(page.view.model.rowCount())]


def column(key: str) -> int:
    return [known.key for known in COLUMNS].index(key)


def test_only_what_is_unfinished_is_shown_at_first(page: GanttPage) -> None:
    assert names(page) == ["Cloud", "Build", "Approved"]
    page.bar.show_only(Show.ALL)
    assert names(page) == ["Cloud", "Assess", "Build", "Approved"]


def test_the_subtitle_counts_projects_and_tasks(page: GanttPage) -> None:
    assert page.subtitle == "1 project · 3 tasks"


def test_words_in_the_filter_narrow_the_plan(page: GanttPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.filter_field(), "approved")
    qtbot.keyClick(page.filter_field(), Qt.Key.Key_Return)
    assert names(page) == ["Cloud", "Approved"]


def test_where_nothing_matches_the_page_says_so(page: GanttPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.filter_field(), "nothing like it")
    qtbot.keyClick(page.filter_field(), Qt.Key.Key_Return)
    assert page.note.isVisible()
    assert "Clear the filter" in page.note.text()


def test_an_office_without_projects_is_told_what_to_do(context: Context, qtbot: QtBot) -> None:
    page = GanttPage(context)
    with qtbot.waitExposed(page):
        page.show()
    settle(context)
    assert page.note.isVisible()
    assert "Drop the teams' spreadsheets" in page.note.text()


def test_tasks_can_be_grouped_by_person_and_by_date(page: GanttPage) -> None:
    page.bar.group_by(Grouping.PERSON)
    assert names(page) == ["Ana", "Build", "Bo", "Build", "Nobody yet", "Approved"]
    page.bar.group_by(Grouping.DATE)
    assert names(page) == ["Build", "Approved"]


def test_a_cell_is_edited_in_place_and_undone(
    page: GanttPage, context: Context, qtbot: QtBot
) -> None:
    index = page.view.model.index(1, column("percent_complete"))
    page.view.tree.setCurrentIndex(index)
    page.view.tree.edit(index)
    editor = page.view.tree.viewport().findChild(QLineEdit)
    assert editor.text() == "0%"
    editor.selectAll()
    qtbot.keyClicks(editor, "40%")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle(context)
    assert page.view.model.texts(1)[column("percent_complete")] == "40%"
    context.undo()
    settle(context)
    assert page.view.model.texts(1)[column("percent_complete")] == "0%"


def test_return_opens_the_editor_of_the_current_cell(page: GanttPage, qtbot: QtBot) -> None:
    page.view.tree.select(1)
    qtbot.keyClick(page.view.tree, Qt.Key.Key_Return)
    editor = page.view.tree.viewport().findChild(QLineEdit)
    assert editor.text() == "Build"


def test_a_projects_name_and_manager_are_edited_here_too(page: GanttPage, context: Context) -> None:
    model = page.view.model
    assert model.setData(model.index(0, column("people")), "Ana")
    assert model.setData(model.index(0, column("name")), "Cloud 2")
    settle(context)
    assert names(page)[0] == "Cloud 2"


def test_what_cannot_be_read_keeps_the_editor_open(page: GanttPage, qtbot: QtBot) -> None:
    index = page.view.model.index(1, column("finish"))
    page.view.tree.setCurrentIndex(index)
    page.view.tree.edit(index)
    editor = page.view.tree.viewport().findChild(QLineEdit)
    editor.setText("one day")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.isVisible()
    assert page.view.model.texts(1)[column("finish")] == "27 Nov"


def test_revealing_a_task_shows_it_whatever_was_chosen(page: GanttPage) -> None:
    page.bar.group_by(Grouping.DATE)
    done = next(row for row in page.view.outline.plan.rows if row.name == "Assess")
    assert done.task_id is not None
    page.reveal("task", done.task_id)
    chosen = page.view.selected()
    assert chosen is not None
    assert chosen.name == "Assess"
    assert page.bar.filter.show is Show.ALL
    assert page.bar.grouping is Grouping.PROJECT


def test_a_task_can_be_revealed_before_the_plan_is_read(
    context: Context, fill: Fill, qtbot: QtBot
) -> None:
    ids = fill()
    page = GanttPage(context)
    with qtbot.waitExposed(page):
        page.show()
    page.reveal("task", ids["Approved"])
    settle(context)
    chosen = page.view.selected()
    assert chosen is not None
    assert chosen.name == "Approved"


def test_demand_is_that_of_the_chosen_projects_people(page: GanttPage) -> None:
    assert page.demand.demand.people == 2
    assert sum(page.demand.demand.asked) > 0
    page.view.tree.select(0)
    assert page.demand.demand.people == 2
    assert page.demand.of == "Cloud"


def test_demand_is_that_of_the_chosen_tasks_people(page: GanttPage) -> None:
    tasks = [page.view.model.row(n) for n in range(page.view.model.rowCount())]
    at = next(n for n, row in enumerate(tasks) if row.people)
    page.view.tree.select(at)
    assert page.demand.demand.people == len(tasks[at].people)
    assert tasks[at].people[0] in page.demand.people


def test_the_strip_of_demand_can_be_hidden_and_stays_so(page: GanttPage, context: Context) -> None:
    page.bar.toggles["demand"].trigger()
    assert not page.demand.isVisible()
    assert not GanttPage(context).bar.wants_demand


def test_toggles_say_what_is_drawn(page: GanttPage) -> None:
    page.bar.toggles["links"].trigger()
    assert not page.view.options.links
    assert page.view.options.baseline


def test_zooming_by_the_wheel_moves_the_buttons(page: GanttPage) -> None:
    page.view.zoom_by(20)
    assert page.bar.zooms.current == "day"
    page.bar.zooms.choose("quarter")
    assert page.view.scale.zoom.value == "quarter"


def test_words_follow_the_language_and_colours_the_theme(page: GanttPage, context: Context) -> None:
    context.set_language("zh")
    context.set_theme("dark")
    settle(context)
    assert page.bar.fit.text() == "全览"
    assert page.subtitle == "1 个项目 · 3 个任务"
    assert page.view.model.headerData(0, Qt.Orientation.Horizontal) == "任务"
    assert page.grab().toImage().pixelColor(600, 300).lightness() < 80


def test_columns_are_chosen_on_the_header_and_remembered(page: GanttPage, context: Context) -> None:
    menu = columns_menu(page, page.view, context.language, page.save)
    chosen = {action.text(): action for action in menu.actions()}
    chosen["Baseline"].trigger()
    chosen["Float"].trigger()
    hidden = page.view.tree.hidden_columns()
    assert "baseline" not in hidden
    assert {"float", "deadline", "start_variance", "cost_variance"} <= hidden
    assert GanttPage(context).view.tree.hidden_columns() == hidden


def trigger(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()


def test_a_rows_menu_folds_and_unfolds(page: GanttPage, context: Context) -> None:
    trigger(row_menu(page, page.view, context.language, 0), "Fold to projects")
    assert names(page) == ["Cloud"]
    trigger(row_menu(page, page.view, context.language, 0), "Unfold everything")
    assert names(page) == ["Cloud", "Build", "Approved"]


def test_a_page_that_nobody_holds_is_gone_at_once(context: Context) -> None:
    with nothing_collected():
        page = GanttPage(context)
        page.show()
        settle(context)
        known = weakref.ref(page)
        del page
        assert known() is None


def test_people_that_are_not_counted_yet_are_not_called_none(page: GanttPage) -> None:
    words = lambda: [getattr(item, "text", "") for item in page.demand._legend(400)]  # noqa: E731
    assert "All 2 people" in words()
    page.demand.show_demand(Demand(dt.date.min))
    assert not [text for text in words() if "0" in text]


def test_the_plan_is_exported_as_it_is_shown(page: GanttPage) -> None:
    sheet = sheet_of_plan(page.view, page.context.language)
    assert [row[1] for row in sheet.rows] == [
        page.view.outline.plan.rows[number].name for number in page.view.outline.rows
    ]
    assert [column.header for column in sheet.columns][:2] == ["WBS", "Task"]
    starts = [row[3] for row in sheet.rows if row[3] is not None]
    assert starts
    assert all(isinstance(start, dt.datetime) for start in starts)


def test_the_selected_rows_project_is_written_for_microsoft_project(
    page: GanttPage, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "P-1.xml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    page.view.tree.select(names(page).index("Build"))
    page.bar.printed["plan"].trigger()
    settle(context)
    assert "<Name>Build</Name>" in path.read_text(encoding="utf-8")


def test_without_a_selected_row_the_project_is_asked_for(
    page: GanttPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def choose(_parent: object, _title: str, _label: str, offered: list[str], *_: object) -> object:
        asked.append(offered)
        return offered[0], False

    monkeypatch.setattr(QInputDialog, "getItem", choose)
    page.view.tree.clearSelection()
    page.bar.printed["plan"].trigger()
    assert asked == [["P-1 Cloud"]]


def test_a_portfolio_has_a_row_a_project_with_its_milestones(page: GanttPage) -> None:
    page.bar.views.choose("portfolio")
    rows = [page.view.model.row(n) for n in range(page.view.model.rowCount())]
    assert {row.kind for row in rows} == {"project"}
    chart = page.view.canvas.item.chart
    names = {mark.name for marks in chart.marks.values() for mark in marks}
    assert "Approved" in names
    told = [page.view.canvas._tooltip(n) for n in range(len(rows))]
    assert any("Approved" in text for text in told)
    page.bar.views.choose("plan")
    assert page.view.model.rowCount() > len(rows)
    assert not page.view.canvas.item.chart.marks


def test_the_trend_takes_the_place_of_the_plan_and_knows_its_projects(page: GanttPage) -> None:
    page.bar.views.choose("trend")
    settle(page.context)
    assert page.stack.currentWidget() is page.trend
    assert page.trend.projects.count() > 1
    assert page.trend.milestones.count() > 0
    page.bar.views.choose("plan")
    assert page.stack.currentIndex() == 0


def test_the_trend_offers_nothing_that_does_nothing_in_it(page: GanttPage) -> None:
    page.bar.views.choose("trend")
    assert page.bar.views.isEnabled()
    parts = (page.bar.zooms, page.bar.fit, page.bar.show_, page.bar.filter_edit, page.bar.print_,
             page.edit_bar)  # fmt: skip
    assert not any(part.isEnabled() for part in parts)
    page.bar.views.choose("portfolio")
    assert all(part.isEnabled() for part in parts)


def test_what_else_is_drawn_is_chosen_in_a_menu_and_stays_so(
    page: GanttPage, context: Context
) -> None:
    assert not page.view.options.progress
    page.bar.shown["progress"].trigger()
    page.bar.shown["labels"].trigger()
    assert page.view.options.progress
    assert not page.view.options.labels
    again = GanttPage(context)
    assert again.view.options.progress
    assert not again.view.options.labels


def test_levels_fold_the_outline(page: GanttPage) -> None:
    page.bar.show_only(Show.ALL)
    whole = page.view.model.rowCount()
    page.bar.level_chosen.emit(0)
    assert {page.view.model.row(n).depth for n in range(page.view.model.rowCount())} == {0}
    page.bar.level_chosen.emit(ALL_LEVELS)
    assert page.view.model.rowCount() == whole


def again(context: Context, qtbot: QtBot) -> GanttPage:
    """The page as it is after the next start."""
    made = GanttPage(context)
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    settle(context)
    return made


@pytest.mark.parametrize("view", ["portfolio", "trend"])
def test_the_chosen_view_is_there_again_next_time(
    page: GanttPage, context: Context, qtbot: QtBot, view: str
) -> None:
    page.bar.views.choose(view)
    page.close()
    found = again(context, qtbot)
    assert found.bar.views.current == view
    assert found.stack.currentWidget() is found.trend if view == "trend" else True
    assert found.bar.zooms.isEnabled() == (view == "portfolio")
    kinds = {found.view.model.row(n).kind for n in range(found.view.model.rowCount())}
    assert view == "trend" or kinds == {"project"}
    assert view == "portfolio" or found.trend.milestones.count() > 0


def test_grouping_filter_zoom_and_level_are_there_again_next_time(
    page: GanttPage, context: Context, qtbot: QtBot
) -> None:
    page.bar.show_only(Show.ALL)
    page.bar.group_by(Grouping.PERSON)
    page.bar.filter_edit.setText("b")
    qtbot.keyClick(page.bar.filter_edit, Qt.Key.Key_Return)
    page.bar.zooms.choose("month")
    page.bar.level_chosen.emit(0)
    page.close()
    found = again(context, qtbot)
    assert found.bar.grouping is Grouping.PERSON
    assert found.bar.filter == page.bar.filter
    assert found.view.outline.filter.text == "b"
    assert found.bar.zooms.current == found.view.scale.zoom.value == "month"
    assert names(found) == names(page) != []


def test_a_level_that_was_unfolded_again_is_not_there_next_time(
    page: GanttPage, context: Context, qtbot: QtBot
) -> None:
    page.bar.level_chosen.emit(0)
    trigger(row_menu(page, page.view, context.language, 0), "Unfold everything")
    page.close()
    assert names(again(context, qtbot)) == names(page)


def test_without_a_closed_period_nothing_is_changed_and_it_says_so(
    page: GanttPage, context: Context
) -> None:
    page.bar.show_only(Show.CHANGED)
    settle(context)
    assert page.stack.currentIndex() == 1
    assert "No period is closed" in page.note.text()


def test_what_changed_since_the_last_period_is_shown(page: GanttPage, context: Context) -> None:
    from pmo_desktop.services.editing import change
    from pmo_desktop.services.period import close_period
    from pmo_desktop.storage.changes import Title

    workspace = context.workspace
    assert workspace is not None
    page.bar.show_only(Show.ALL)
    row = next(
        row
        for n in range(page.view.model.rowCount())
        if (row := page.view.model.row(n)).kind == "task"
    )
    workspace.edit(Title("Close the period"), close_period)
    workspace.edit(Title("Change"), change, "task", row.task_id, {"name": "Another name"})
    settle(context)
    page.refresh()
    page.bar.show_only(Show.CHANGED)
    settle(context)
    shown = [page.view.model.row(n) for n in range(page.view.model.rowCount())]
    assert [r.name for r in shown if r.kind == "task"] == ["Another name"]


@pytest.mark.parametrize("view", ["portfolio", "trend"])
def test_what_is_looked_for_is_shown_in_the_plan_whatever_view_was_open(
    page: GanttPage, view: str
) -> None:
    rows = [page.view.model.row(n) for n in range(page.view.model.rowCount())]
    wanted = next(row for row in rows if row.kind == "task")
    page.bar.views.choose(view)
    page.reveal("task", wanted.task_id)
    assert page.bar.views.current == "plan"
    assert page.stack.currentIndex() == 0
    chosen = page.view.selected()
    assert chosen is not None
    assert chosen.task_id == wanted.task_id


def test_it_says_of_a_plan_that_is_still_read_no_more_than_that(
    context: Context, qtbot: QtBot
) -> None:
    page = GanttPage(context)
    qtbot.addWidget(page)
    page.show()
    assert page.note.text() == "The plan is being read…"
    settle(context)
    assert "No plan yet" in page.note.text()
