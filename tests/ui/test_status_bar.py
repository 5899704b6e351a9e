"""The bar below everything: what can be undone and redone, in the room that there is."""

from __future__ import annotations

from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from pmo_desktop.progress import Progress, Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.status_bar import StepLink, WorkShown


def test_a_step_is_offered_with_its_words_and_its_key(qtbot: QtBot) -> None:
    link = StepLink()
    qtbot.addWidget(link)
    link.offer("Undo: Add a risk", "Ctrl+Z")
    link.resize(link.sizeHint())
    assert link.text() == "Undo: Add a risk  Ctrl+Z"
    assert not link.toolTip()
    assert not link.isHidden()


def test_long_words_are_cut_where_there_is_no_room_and_the_tip_has_them(qtbot: QtBot) -> None:
    link = StepLink()
    qtbot.addWidget(link)
    words = "Undo: Change task \u201c" + "Long name " * 30 + "\u201d"
    link.offer(words, "Ctrl+Z")
    link.resize(200, 20)
    assert link.minimumSizeHint().width() < 200
    assert link.fontMetrics().horizontalAdvance(link.text()) <= 200
    assert link.text().startswith("Undo: Change")
    assert link.text().endswith("Ctrl+Z")
    assert link.toolTip() == words


def test_where_there_is_nothing_to_offer_nothing_is_shown(qtbot: QtBot) -> None:
    link = StepLink()
    qtbot.addWidget(link)
    link.offer("Undo: Add a risk", "Ctrl+Z")
    link.offer("", "Ctrl+Z")
    assert link.isHidden()


@pytest.mark.parametrize(("counted", "said"), [(True, "Trying · 3 / 10"), (False, "Trying")])
def test_steps_are_counted_where_their_number_says_something(
    context: Context, qtbot: QtBot, counted: bool, said: str
) -> None:
    shown = WorkShown(context)
    qtbot.addWidget(shown)
    go_on = Event()

    def work(report: Report) -> None:
        report(Progress(3, 10, "Trying", counted=counted))
        go_on.wait(10)

    context.jobs.run(Named("Look for it"), work, lambda _: None, owner=shown)
    qtbot.waitUntil(lambda: shown.bar.value() == 3)
    assert shown.label.text() == f"Look for it · {said}"
    assert shown.bar.maximum() == 10
    go_on.set()
    qtbot.waitUntil(lambda: not context.jobs.running)
