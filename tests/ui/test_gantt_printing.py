"""The rows in sight of the Gantt page on paper, and what is in sight as a picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from pmo_desktop.charts.palette import LIGHT
from pmo_desktop.language import Language
from pmo_desktop.ui.context import Context, Message
from pmo_desktop.ui.gantt.outline import Show
from pmo_desktop.ui.gantt.page import GanttPage
from pmo_desktop.ui.gantt.picturing import copy_picture, picture, save_picture
from pmo_desktop.ui.gantt.printing import Printing
from tests.reports.reading import page_sizes, page_texts
from tests.ui.test_gantt_page import fill, page, settle

__all__ = ["fill", "page"]
Open = Callable[[], Printing]
EN = Language("en")


@pytest.fixture
def told(context: Context) -> list[Message]:
    found: list[Message] = []
    context.message_posted.connect(found.append)
    return found


@pytest.fixture
def opened(page: GanttPage, context: Context) -> Open:
    """Opens the window and waits until its pages are there."""

    def open_() -> Printing:
        page.bar.printed["paper"].trigger()
        found = page.findChildren(Printing)[-1]
        settle(context)
        return found

    return open_


def test_the_pages_are_shown_before_they_are_saved(
    page: GanttPage,
    opened: Open,
    told: list[Message],
    context: Context,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "plan.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    page.bar.show_only(Show.UNFINISHED)
    window = opened()
    assert len(window.view.sizes) == 1
    window.save.click()
    (text,) = page_texts(path)
    assert "Build" in text
    assert "Assess" not in text, "it is finished"
    assert page_sizes(path) == {(842, 595)}
    assert [message.say(EN) for message in told] == [f"1 page was written to {path}."]
    assert context.settings.export_folder == str(tmp_path)


def test_nothing_is_written_where_nobody_says_where_to(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    opened().save.click()
    assert list(tmp_path.glob("*.pdf")) == []


def test_paper_way_and_fit_are_chosen_shown_and_remembered(opened: Open, context: Context) -> None:
    window = opened()
    window.paper.setCurrentIndex(window.paper.findData("a3"))
    window.way.choose("upright")
    window.fit.setCurrentIndex(window.fit.findData("page"))
    settle(context)
    (size,) = window.view.sizes
    assert (round(size.width), round(size.height)) == (842, 1191)
    window.close()
    again = opened()
    assert (again.paper.currentData(), again.way.current, again.fit.currentData()) == (
        "a3", "upright", "page",
    )  # fmt: skip


def test_the_scale_of_the_screen_is_kept_over_pages_side_by_side(
    page: GanttPage, opened: Open, context: Context
) -> None:
    page.view.zoom_to(60.0, 0)
    window = opened()
    window.fit.setCurrentIndex(window.fit.findData("scale"))
    settle(context)
    assert len(window.view.sizes) > 3


def test_columns_and_language_are_those_of_the_page(
    page: GanttPage, opened: Open, context: Context, tmp_path: Path
) -> None:
    context.set_language("zh")
    page.retranslate()
    page.view.tree.hide_columns({"people", "duration"})
    opened().save_to(tmp_path / "plan")
    (text,) = page_texts(tmp_path / "plan.pdf")
    assert {"任务", "开始", "总浮动", "基线完成"} <= set(text.split())
    assert not {"负责人", "工期"} & set(text.split())


def test_a_folder_that_is_not_there_is_told(
    opened: Open, told: list[Message], tmp_path: Path
) -> None:
    opened().save_to(tmp_path / "none" / "plan.pdf")
    (message,) = told
    assert "does not exist" in message.say(EN)


def test_without_rows_there_is_nothing_to_print(page: GanttPage) -> None:
    assert page.bar.print_.isEnabled()
    page.bar.filter_edit.setText("nowhere")
    page.bar.filter_edit.returnPressed.emit()
    assert not page.bar.print_.isEnabled()


def test_a_picture_has_the_rows_and_the_dates_in_sight(page: GanttPage, context: Context) -> None:
    page.bar.show_only(Show.ALL)
    scene = picture(page.view, context)
    texts = " ".join(scene.texts())
    assert "Build" in texts
    assert "Assess" in texts
    assert scene.width > page.view.canvas.width()


def test_the_picture_goes_to_the_clipboard_as_pixels_and_as_vectors(
    page: GanttPage, context: Context, told: list[Message]
) -> None:
    page.bar.printed["copy"].trigger()
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage()
    assert b"<svg" in data.data("image/svg+xml").data()
    scene, image = picture(page.view, context), QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (round(scene.width) * 2, round(scene.height) * 2)
    assert image.pixelColor(image.width() - 2, image.height() - 4).name().upper() == LIGHT["panel"]
    assert len(told) == 1


@pytest.mark.parametrize(("name", "begins"), [("a.png", b"\x89PNG"), ("a.svg", b"<?xml")])
def test_the_picture_is_saved_as_what_its_name_says(
    page: GanttPage, context: Context, tmp_path: Path, name: str, begins: bytes
) -> None:
    save_picture(page.view, context, tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(begins)
    if name.endswith("png"):
        assert not QImage(str(tmp_path / name)).isNull()


def test_a_picture_without_a_folder_is_told(
    page: GanttPage, context: Context, told: list[Message], tmp_path: Path
) -> None:
    save_picture(page.view, context, tmp_path / "none" / "a.png")
    assert "does not exist" in told[0].say(EN)


def test_the_picture_is_white_on_a_dark_screen_too(page: GanttPage, context: Context) -> None:
    context.set_theme("dark")
    page.restyle()
    copy_picture(page.view, context)
    image = QGuiApplication.clipboard().image()
    assert image.pixelColor(4, image.height() - 4).lightness() > 200
