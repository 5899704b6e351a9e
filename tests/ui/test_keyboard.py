"""The window without a mouse: where the keyboard lands, and what it reaches from there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from pmo_desktop.app import Program
from tests.ui.conftest import settle


@pytest.mark.parametrize("page", ["portfolio", "risks", "people", "decisions", "audit", "office"])
def test_the_arrow_keys_move_in_the_table_of_a_page_that_was_just_shown(
    program: Program, qtbot: QtBot, page: str
) -> None:
    with qtbot.waitActive(program.shell):
        program.shell.activateWindow()
    program.stage.show_page(page)
    settle(program)
    table = QApplication.focusWidget()
    assert isinstance(table, QTableView)
    QTest.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(table, Qt.Key.Key_Down)
    last = min(1, table.model().rowCount() - 1)
    assert table.currentIndex().row() == last


def test_enter_goes_the_first_way_to_an_office(start: Callable[..., Program], qtbot: QtBot) -> None:
    program = start(None)
    with qtbot.waitActive(program.shell):
        program.shell.activateWindow()
    assert QApplication.focusWidget() is program.stage.findChild(QPushButton, "way_demo")
    ways: list[str] = []
    program.stage.way_chosen.disconnect()
    program.stage.way_chosen.connect(ways.append)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Enter):
        at = QApplication.focusWidget()
        assert at is not None
        QTest.keyClick(at, key)
    assert ways == ["demo", "new"]


def test_f10_opens_the_menu(program: Program, qtbot: QtBot) -> None:
    with qtbot.waitActive(program.shell):
        program.shell.activateWindow()
    menu = program.desk.actions.menu
    QTest.keyClick(program.shell, Qt.Key.Key_F10)
    assert menu.isVisible()
    assert menu.activeAction() is menu.actions()[0]
    menu.hide()


def test_no_key_is_given_twice_and_ten_pages_have_a_number(program: Program) -> None:
    keys = Counter(
        action.shortcut().toString()
        for action in program.shell.actions()
        if not action.shortcut().isEmpty()
    )
    assert [key for key, n in keys.items() if n > 1] == []
    assert {f"Ctrl+{digit}" for digit in range(10)} <= set(keys)


def test_the_keyboard_goes_from_page_to_page(program: Program, qtbot: QtBot) -> None:
    with qtbot.waitActive(program.shell):
        program.shell.activateWindow()
    control = Qt.KeyboardModifier.ControlModifier
    pages = [spec.key for spec in program.stage.specs]
    for key, shown in (
        (Qt.Key.Key_2, pages[1]),
        (Qt.Key.Key_PageDown, pages[2]),
        (Qt.Key.Key_PageUp, pages[1]),
        (Qt.Key.Key_1, pages[0]),
        (Qt.Key.Key_PageUp, pages[-1]),
        (Qt.Key.Key_PageDown, pages[0]),
    ):
        at = QApplication.focusWidget()
        assert at is not None
        QTest.keyClick(at, key, control)
        settle(program)
        assert program.stage.current == shown


def test_without_an_office_no_key_leads_away_from_the_ways_to_one(
    start: Callable[..., Program], qtbot: QtBot
) -> None:
    program = start(None)
    with qtbot.waitActive(program.shell):
        program.shell.activateWindow()
    for key in (Qt.Key.Key_1, Qt.Key.Key_PageDown):
        at = QApplication.focusWidget()
        assert at is not None
        QTest.keyClick(at, key, Qt.KeyboardModifier.ControlModifier)
        settle(program)
        assert program.stage.current == ""
