"""The office's own fields as columns of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.qtbot import QtBot

from pmo_desktop.services.custom_fields import add_custom_field, change_custom_field
from pmo_desktop.services.editing import add
from pmo_desktop.storage.changes import Title
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.gantt.exporting import sheet_of_plan
from pmo_desktop.ui.gantt.menus import columns_menu
from pmo_desktop.ui.gantt.page import GanttPage
from pmo_desktop.ui.gantt.picturing import picture
from pmo_desktop.ui.gantt.printing import Printing
from pmo_desktop.ui.tables.editors import ListEditor, make_editor
from tests.reports.reading import page_texts
from tests.ui.test_gantt_page import settle

X = Title("x")


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> Iterator[GanttPage]:
    """A project with a cost centre of its own, and three tasks, of which one has a mood."""
    workspace = context.workspace
    assert workspace is not None
    moods = {"en": "Mood", "zh": "心情"}
    mood = workspace.edit(X, add_custom_field, "task", moods, "choice", ("fine", "grim")).result
    centre = workspace.edit(X, add_custom_field, "project", {"en": "Cost centre"}, "text").result
    values = {"code": "P-1", "name": "Cloud", "state": "active", f"custom.{centre}": "K-7"}
    cloud = workspace.edit(X, add, "project", values).result
    for name, more in (("Plan", {}), ("Build", {f"custom.{mood}": "grim"})):
        workspace.edit(X, add, "task", {"name": name, "duration": 480, **more}, cloud)
    made = GanttPage(context)
    made.resize(1100, 600)
    with qtbot.waitExposed(made):
        made.show()
    settle(context)
    yield made
    made.close()


def choose(page: GanttPage, context: Context, *words: str) -> None:
    menu = columns_menu(page, page.view, context.language, page.save)
    for action in menu.actions():
        if action.text() in words:
            action.trigger()


def column(page: GanttPage, word: str) -> int:
    header = page.view.model.headerData
    count = page.view.model.columnCount()
    return next(n for n in range(count) if header(n, Qt.Orientation.Horizontal) == word)


def texts(page: GanttPage, word: str) -> list[str]:
    model, number = page.view.model, column(page, word)
    return [model.texts(at)[number] for at in range(model.rowCount())]


def cell(page: GanttPage, at: int, word: str) -> QModelIndex:
    return page.view.model.index(at, column(page, word))


def test_own_fields_are_columns_that_are_hidden_until_they_are_chosen(
    page: GanttPage, context: Context
) -> None:
    header = page.view.tree.header()
    assert header.isSectionHidden(column(page, "Mood"))
    assert texts(page, "Mood") == ["", "", "grim"]
    assert texts(page, "Cost centre") == ["K-7", "", ""]
    choose(page, context, "Mood")
    assert not header.isSectionHidden(column(page, "Mood"))
    assert header.isSectionHidden(column(page, "Cost centre"))


def test_which_are_shown_is_remembered_also_before_they_are_read(
    page: GanttPage, context: Context
) -> None:
    choose(page, context, "Mood")
    later = GanttPage(context)
    later.save()
    settle(context)
    later.refresh()
    settle(context)
    assert not later.view.tree.header().isSectionHidden(column(later, "Mood"))
    assert later.view.tree.header().isSectionHidden(column(later, "Cost centre"))


def test_a_field_that_comes_and_one_that_gets_another_name_leave_the_shown_ones_alone(
    page: GanttPage, context: Context
) -> None:
    choose(page, context, "Mood")
    workspace = context.workspace
    assert workspace is not None
    own = page.view.model.columns[column(page, "Mood")].key
    context.edit(X, add_custom_field, "task", {"en": "Room"}, "text")
    settle(context)
    context.edit(X, change_custom_field, own.removeprefix("task.custom."), {"en": "Weather"})
    settle(context)
    header = page.view.tree.header()
    assert not header.isSectionHidden(column(page, "Weather"))
    assert header.isSectionHidden(column(page, "Room"))
    page.view.tree.grab()


def test_a_value_is_picked_from_the_field_s_choices(page: GanttPage, context: Context) -> None:
    index = cell(page, 2, "Mood")
    model = page.view.model
    edited = model._edited_column(index)
    assert edited is not None
    editor = make_editor(
        page, context, edited.field, lambda _: (), lambda _: None, edited.options
    )  # fmt: skip
    assert isinstance(editor, ListEditor)
    assert [editor.itemText(n) for n in range(editor.count())] == ["", "fine", "grim"]
    editor.set_value("grim")
    editor.setCurrentIndex(1)
    assert model.setData(index, editor.value())
    settle(context)
    assert texts(page, "Mood") == ["", "", "fine"]
    context.undo()
    settle(context)
    assert texts(page, "Mood") == ["", "", "grim"]


def test_a_value_that_is_no_choice_any_more_stays_to_be_chosen(
    page: GanttPage, context: Context
) -> None:
    edited = page.view.model._edited_column(cell(page, 2, "Mood"))
    assert edited is not None
    editor = make_editor(page, context, edited.field, lambda _: (), lambda _: None, ("fine",))
    editor.set_value("grim")
    assert editor.value() == "grim"


def test_a_field_of_projects_is_edited_on_their_rows_alone(page: GanttPage) -> None:
    edits = [page.view.model.field(cell(page, at, "Cost centre")) for at in range(3)]
    assert [field is not None for field in edits] == [True, False, False]
    edits = [page.view.model.field(cell(page, at, "Mood")) for at in range(3)]
    assert [field is not None for field in edits] == [False, True, True]


def test_they_are_exported_with_the_columns_that_are_shown(
    page: GanttPage, context: Context
) -> None:
    choose(page, context, "Mood")
    sheet = sheet_of_plan(page.view, context.language)
    at = [one.header for one in sheet.columns].index("Mood")
    assert [row[at] for row in sheet.rows] == [None, None, "grim"]


def test_headers_speak_the_language(page: GanttPage, context: Context) -> None:
    context.set_language("zh")
    settle(context)
    page.retranslate()
    assert texts(page, "心情") == ["", "", "grim"]


def test_own_columns_and_those_against_the_baseline_are_printed(
    page: GanttPage, context: Context, tmp_path: Path
) -> None:
    choose(page, context, "Mood", "Cost centre", "Finish variance", "Float", "Owner")
    window = Printing(page, page.view, context)
    settle(context)
    window.save_to(tmp_path / "plan.pdf")
    (text,) = page_texts(tmp_path / "plan.pdf")
    words = text.split()
    assert {"Mood", "grim", "K-7"} <= set(words)
    assert "Cost" in words
    assert "variance" in words
    assert "Float" not in words
    drawn = " ".join(picture(page.view, context).texts())
    assert "grim" in drawn
