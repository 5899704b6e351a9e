"""The window's frame: where it stands at the first start, and at the next."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QRect, QSettings
from PySide6.QtGui import QScreen
from pytestqt.qtbot import QtBot

from pmo_desktop.ui.settings import Settings
from pmo_desktop.ui.shell import FIRST_SIZE, Shell
from pmo_desktop.ui.theme import LIGHT


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


def shell_on(
    room: QRect, settings: Settings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Shell:
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _: room)
    shell = Shell(settings, LIGHT)
    qtbot.addWidget(shell)
    return shell


def test_on_a_laptop_the_first_window_stays_on_the_screen(
    settings: Settings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = QRect(0, 24, 1366, 728)
    shell = shell_on(room, settings, qtbot, monkeypatch)
    assert room.contains(shell.geometry())
    assert shell.height() > 0.9 * room.height()


def test_on_a_large_screen_the_first_window_leaves_room(
    settings: Settings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = shell_on(QRect(0, 0, 1920, 1040), settings, qtbot, monkeypatch)
    assert (shell.width(), shell.height()) == FIRST_SIZE


def test_a_window_stands_where_it_was_left(
    settings: Settings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = shell_on(QRect(0, 0, 1920, 1040), settings, qtbot, monkeypatch)
    before.resize(1200, 650)
    settings.geometry = QByteArray(before.saveGeometry())
    again = shell_on(QRect(0, 0, 1366, 728), settings, qtbot, monkeypatch)
    assert again.height() == before.height()
