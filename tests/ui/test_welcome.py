"""The ways to an office: what they say, and what they say while one is being gone."""

from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pmo_desktop.progress import Progress, Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.welcome import Welcome


@pytest.fixture
def welcome(context: Context, qtbot: QtBot) -> Welcome:
    shown = Welcome(context)
    qtbot.addWidget(shown)
    shown.resize(1180, 650)
    shown.show()
    return shown


def test_while_an_office_is_being_made_no_other_way_is_open(
    context: Context, welcome: Welcome, qtbot: QtBot
) -> None:
    go_on, reported = Event(), Event()

    def work(report: Report) -> None:
        report(Progress(1, 4, "Drafting the demo office"))
        reported.set()
        assert go_on.wait(30)

    context.set_language("zh")
    context.jobs.run(Named("Make the demo office"), work)
    qtbot.waitUntil(lambda: reported.is_set() and "%" in welcome.work.text())
    assert "生成演示办公室" in welcome.work.text()
    assert welcome.work.isVisibleTo(welcome)
    assert not any(button.isEnabled() for button, _, _ in welcome.ways)
    go_on.set()
    qtbot.waitUntil(lambda: all(button.isEnabled() for button, _, _ in welcome.ways))
    assert not welcome.work.text()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_of_the_welcome_is_a_word_or_two(
    context: Context, welcome: Welcome, language: str
) -> None:
    context.set_language(language)
    QApplication.processEvents()
    text, metrics = welcome.text, welcome.text.fontMetrics()
    lines = text.height() // metrics.lineSpacing()
    length = metrics.horizontalAdvance(text.text())
    assert length > (lines - 1) * text.width() + text.width() / 4
