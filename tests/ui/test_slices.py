"""Long work on the main thread: in order, a little a turn, nothing forgotten."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pmo_desktop.ui import slices
from pmo_desktop.ui.slices import Slices


def test_small_work_is_done_at_once(qapp: QApplication) -> None:
    done: list[object] = []
    Slices(qapp).run("abc", done.append, lambda: done.append("end"))
    assert done == ["a", "b", "c", "end"]


def test_long_work_lets_the_window_live_and_keeps_its_order(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "SLICE_SECONDS", 1e-9)
    owner = QObject()
    done: list[object] = []
    work = Slices(owner)
    work.run(range(3), done.append, lambda: done.append("first"))
    work.run(range(3, 5), done.append, lambda: done.append("second"))
    assert work.is_busy
    assert len(done) < 3
    qtbot.waitUntil(lambda: not work.is_busy)
    assert done == [0, 1, 2, "first", 3, 4, "second"]


def test_what_is_stopped_is_left(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "SLICE_SECONDS", 1e-9)
    done: list[object] = []
    work = Slices(qapp)
    work.run(range(5), done.append, lambda: done.append("end"))
    work.stop()
    qapp.processEvents()
    assert not work.is_busy
    assert "end" not in done
