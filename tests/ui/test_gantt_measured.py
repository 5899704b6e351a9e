"""Columns of the plan that say what it differs by from the baseline in use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from pmo_desktop.app import Program
from pmo_desktop.services.baselines import save_baseline
from pmo_desktop.services.editing import add, change
from pmo_desktop.storage.changes import Title
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.gantt.against import AgainstPopup
from pmo_desktop.ui.gantt.page import GanttPage
from pmo_desktop.ui.gantt.tree import LEAST_NAME
from pmo_desktop.ui.gantt.view import TREE_WIDTH
from tests.ui.conftest import settle as settle_program
from tests.ui.test_gantt_own_columns import X, choose, column, texts
from tests.ui.test_gantt_page import settle

SHOWN = ("Baseline start", "Start variance", "Finish variance", "Duration variance",
         "Work variance", "Cost variance")  # fmt: skip


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> Iterator[GanttPage]:
    """A project of two tasks, with a baseline; the first has become two days longer since."""
    cloud = context.edit(
        X, add, "project", {"code": "P-1", "name": "Cloud", "start": date(2026, 12, 1)}
    ).result
    values = {"name": "Plan", "duration": 480, "people": ("Ana",)}
    task = context.edit(X, add, "task", values, cloud).result
    context.edit(X, add, "task", {"name": "Build", "duration": 480}, cloud)
    context.edit(X, save_baseline, 0, "Approved")
    context.edit(X, change, "task", task, {"duration": 1440})
    made = GanttPage(context)
    made.resize(1100, 600)
    with qtbot.waitExposed(made):
        made.show()
    settle(context)
    yield made
    made.close()


def test_they_are_hidden_until_they_are_chosen_and_then_read(
    page: GanttPage, context: Context
) -> None:
    header = page.view.tree.header()
    assert all(header.isSectionHidden(column(page, word)) for word in SHOWN)
    assert texts(page, "Work variance") == ["", "", ""]
    choose(page, context, *SHOWN)
    settle(context)
    assert not any(header.isSectionHidden(column(page, word)) for word in SHOWN)
    assert texts(page, "Start variance")[1:] == ["0 d", "0 d"]
    assert texts(page, "Finish variance")[1:] == ["+2 d", "0 d"]
    assert texts(page, "Duration variance") == ["", "+2 d", "0 d"]
    assert texts(page, "Work variance") == ["+2 d", "+2 d", ""]
    assert texts(page, "Cost variance") == ["", "", ""]
    page.view.tree.grab()


def test_names_stay_to_be_read_when_columns_are_chosen(page: GanttPage, context: Context) -> None:
    page.view.splitter.setSizes([400, 700])
    choose(page, context, "Start variance", "Finish variance")
    assert page.view.tree.header().sectionSize(0) >= LEAST_NAME
    bars = page.view.splitter.sizes()[1]
    choose(page, context, *SHOWN)
    assert page.view.splitter.sizes()[1] <= bars
    assert page.view.splitter.sizes()[1] >= sum(page.view.splitter.sizes()) // 2
    assert page.view.tree.header().sectionSize(0) >= LEAST_NAME


def test_the_table_gets_its_whole_width_in_a_wide_window(program: Program) -> None:
    program.shell.resize(1366, 768)
    program.stage.show_page("gantt")
    settle_program(program)
    page: Any = program.stage.page("gantt")
    assert page.view.splitter.sizes()[0] == TREE_WIDTH


def test_they_follow_what_changes_and_are_remembered(page: GanttPage, context: Context) -> None:
    choose(page, context, "Duration variance")
    settle(context)
    task = page.view.model.row(1).task_id
    context.edit(Title("Edit"), change, "task", task, {"duration": 240})
    settle(context)
    assert texts(page, "Duration variance")[1:] == ["-0.5 d", "0 d"]
    later = GanttPage(context)
    later.refresh()
    settle(context)
    assert not later.view.tree.header().isSectionHidden(column(later, "Duration variance"))
    assert later.view.tree.header().isSectionHidden(column(later, "Work variance"))
    assert texts(later, "Duration variance")[1:] == ["-0.5 d", "0 d"]


def test_a_row_is_shown_beside_each_baseline(page: GanttPage, context: Context) -> None:
    page.questions.ask_against(page.view.model.index(1, 0), QPoint(10, 10))
    settle(context)
    (popup,) = page.findChildren(AgainstPopup)
    words = [label.text() for label in popup.findChildren(QLabel)]
    assert words[0] == "Plan"
    assert any(word.startswith("0 Approved") and word.endswith("in use") for word in words)
    assert "1 d\n+2 d" in words
    assert "3 d" in words
    popup.close()
