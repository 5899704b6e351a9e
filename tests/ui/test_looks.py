"""What the style sheet makes of the window, where a look is easily lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QToolButton
from PySide6.QtWidgets import QWidget as Widget
from pytestqt.qtbot import QtBot

from pmo_desktop.app import Program
from pmo_desktop.charts.palette import DARK, LIGHT
from pmo_desktop.ui.theme import style_sheet
from tests.ui.conftest import settle


def colours(widget: Widget) -> set[str]:
    image = widget.grab().toImage()
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(image.height())
    }


def test_without_an_office_the_ways_to_the_pages_look_shut(start: Callable[..., Program]) -> None:
    program = start(None)
    button = program.desk.navigation.findChild(QToolButton, "to_gantt")
    assert button is not None
    roles = program.context.palette
    assert roles["navigation_ink"].upper() not in colours(button)
    assert roles["navigation_ink2"].upper() in colours(button)


@pytest.mark.parametrize(("roles", "tick"), [(LIGHT, "check-white"), (DARK, "check-dark")])
def test_a_tick_is_seen_upon_its_ground(roles: dict[str, str], tick: str) -> None:
    assert f"{tick}.svg" in style_sheet(roles)


def test_numbers_stand_as_far_in_as_words(program: Program) -> None:
    program.stage.show_page("office")
    settle(program)
    page = program.stage.page("office")
    spin = page.limits["red_load"]  # type: ignore[attr-defined]
    line = spin.findChild(QLineEdit)
    line.deselect()
    QApplication.processEvents()
    image = spin.grab().toImage()
    ground = image.pixelColor(QPoint(4, 4))
    inked = [
        x
        for x in range(3, spin.width() - 20)
        for y in range(6, spin.height() - 6)
        if image.pixelColor(x, y) != ground
    ]
    assert min(inked) >= 8


def test_the_number_beside_a_page_stands_clear_of_its_name(program: Program) -> None:
    button = program.desk.navigation.findChild(QToolButton, "to_load")
    assert button is not None
    program.desk.navigation.set_badge("load", 19)
    settle(program)
    badge = program.desk.navigation._badges["load"]
    text = button.fontMetrics().horizontalAdvance(button.text())
    assert badge.x() - (8 + 16 + text) >= 4


def test_a_button_has_one_frame_where_the_keyboard_is(
    start: Callable[..., Program], qtbot: QtBot
) -> None:
    program = start(None)
    with qtbot.waitActive(program.shell):
        program.shell.activateWindow()
    button = program.stage.findChild(QPushButton, "way_open")
    assert button is not None
    # Qt draws a frame of its own for those who came with Tab.
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    image = button.grab().toImage()
    line = {image.pixelColor(x, 5).name() for x in range(4, 40)}
    assert len(line) == 1


def test_a_large_number_beside_a_page_leaves_its_name_free(program: Program) -> None:
    navigation = program.desk.navigation
    for count, shown in ((99, "99"), (100, "99+"), (1234, "99+")):
        navigation.set_badge("load", count)
        assert navigation._badges["load"].text() == shown
