"""The rows in sight of the Gantt page as a PDF."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from pmo_desktop.ui.context import Context, Message
from pmo_desktop.ui.gantt.outline import Show
from pmo_desktop.ui.gantt.page import GanttPage
from pmo_desktop.ui.gantt.printing import print_to
from tests.reports.reading import page_sizes, page_texts
from tests.ui.test_gantt_page import fill, page, settle

__all__ = ["fill", "page"]


@pytest.fixture
def told(context: Context) -> list[Message]:
    found: list[Message] = []
    context.message_posted.connect(found.append)
    return found


def test_the_button_asks_where_to_and_writes_the_rows_in_sight(
    page: GanttPage,
    context: Context,
    told: list[Message],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "plan.pdf"
    chosen = (str(path), "16:9 (*.pdf)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen)
    page.bar.show_only(Show.UNFINISHED)
    page.bar.print_.click()
    settle(context)
    (text,) = page_texts(path)
    assert "Build" in text
    assert "Assess" not in text, "it is finished"
    assert page_sizes(path) == {(960, 540)}
    assert [message.text for message in told] == [f"1 page was written to {path}."]
    assert context.settings.export_folder == str(tmp_path)


def test_nothing_is_written_where_nobody_says_where_to(
    page: GanttPage, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    page.bar.print_.click()
    settle(context)
    assert list(tmp_path.glob("*.pdf")) == []


def test_columns_and_language_are_those_of_the_page(
    page: GanttPage, context: Context, tmp_path: Path
) -> None:
    context.set_language("zh")
    page.view.tree.hide_columns({"people", "duration"})
    print_to(page.view, context, tmp_path / "plan", "a4")
    settle(context)
    (text,) = page_texts(tmp_path / "plan.pdf")
    assert {"任务", "开始", "总浮动", "基线完成"} <= set(text.split())
    assert not {"负责人", "工期"} & set(text.split())


def test_a_folder_that_is_not_there_is_told(
    page: GanttPage, context: Context, told: list[Message], tmp_path: Path
) -> None:
    print_to(page.view, context, tmp_path / "none" / "plan.pdf", "a4")
    settle(context)
    (message,) = told
    assert "does not exist" in message.text


def test_without_rows_there_is_nothing_to_print(page: GanttPage) -> None:
    assert page.bar.print_.isEnabled()
    page.bar.filter_edit.setText("nowhere")
    page.bar.filter_edit.returnPressed.emit()
    assert not page.bar.print_.isEnabled()
