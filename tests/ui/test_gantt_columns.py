"""More columns than the table has room for: the names stand still, the others are scrolled."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pmo_desktop.charts.palette import LIGHT
from pmo_desktop.language import Language
from pmo_desktop.ui.gantt.sizes import ROW
from pmo_desktop.ui.gantt.tree import LEAST_NAME
from pmo_desktop.ui.gantt.view import GanttView
from tests.ui.test_gantt_view import many


@pytest.fixture
def view(qtbot: QtBot) -> GanttView:
    made = GanttView(Language("en"), LIGHT)
    qtbot.addWidget(made)
    made.resize(1000, 400)
    made.show()
    made.set_plan(many())
    made.tree.hide_columns(set())
    made.splitter.setSizes([400, 600])
    QApplication.processEvents()
    return made


def keys(view: GanttView) -> list[str]:
    return [column.key for column in view.model.columns]


def to_the_end(view: GanttView) -> None:
    view.columns_bar.setValue(view.columns_bar.maximum())
    QApplication.processEvents()


def test_names_are_never_squeezed(view: GanttView) -> None:
    assert view.tree.header().sectionSize(0) == LEAST_NAME
    assert view.columns_bar.isVisible()
    assert view.columns_bar.maximum() == view.tree.horizontalScrollBar().maximum() > 300


def test_without_many_columns_there_is_nothing_to_scroll(view: GanttView) -> None:
    view.tree.hide_columns(set(keys(view)) - {"name", "start"})
    QApplication.processEvents()
    assert not view.columns_bar.isVisible()
    assert view.tree.header().length() == view.tree.viewport().width()
    height = view.canvas.viewport().height()
    view.tree.hide_columns(set())
    QApplication.processEvents()
    assert view.columns_bar.isVisible()
    assert view.canvas.viewport().height() == height == view.tree.viewport().height()


def test_the_names_stand_still_while_the_others_are_scrolled(view: GanttView) -> None:
    tree = view.tree
    before = tree.viewport().grab().toImage()
    head = tree.header().viewport().grab().toImage()
    to_the_end(view)
    after = tree.viewport().grab().toImage()
    head_after = tree.header().viewport().grab().toImage()
    names = (0, 0, LEAST_NAME - 2, after.height())
    assert after.copy(*names) == before.copy(*names)
    assert head_after.copy(*names) == head.copy(*names)
    rest = (LEAST_NAME, 0, after.width() - LEAST_NAME, after.height())
    assert after.copy(*rest) != before.copy(*rest)


def test_a_click_finds_the_column_that_is_seen(view: GanttView) -> None:
    to_the_end(view)
    tree, last = view.tree, len(keys(view)) - 1
    assert tree.indexAt(QPoint(20, ROW + 5)).column() == 0
    assert tree.indexAt(QPoint(LEAST_NAME - 3, ROW + 5)).column() == 0
    assert tree.indexAt(QPoint(tree.viewport().width() - 5, ROW + 5)).column() == last
    assert tree.visualRect(view.model.index(1, 0)).left() == 0


def test_the_keyboard_brings_a_covered_column_into_sight(view: GanttView, qtbot: QtBot) -> None:
    to_the_end(view)
    tree = view.tree
    tree.setFocus()
    tree.setCurrentIndex(view.model.index(1, len(keys(view)) - 1))
    for _ in range(len(keys(view)) - 2):
        qtbot.keyClick(tree, Qt.Key.Key_Left)
        cell = tree.visualRect(tree.currentIndex())
        assert cell.left() >= LEAST_NAME
        assert cell.right() <= tree.viewport().width()
    assert tree.currentIndex().column() == 1
    assert tree.horizontalScrollBar().value() == 0


def test_going_through_the_names_does_not_scroll_the_columns(view: GanttView, qtbot: QtBot) -> None:
    to_the_end(view)
    aside = view.columns_bar.value()
    view.tree.setCurrentIndex(view.model.index(0, 0))
    view.tree.setFocus()
    qtbot.keyClick(view.tree, Qt.Key.Key_Down)
    assert view.tree.currentIndex().row() == 1
    assert view.columns_bar.value() == aside


def test_an_arrow_of_the_outline_folds_while_the_columns_are_scrolled(view: GanttView) -> None:
    to_the_end(view)
    before = view.model.rowCount()
    point = QPointF(14, ROW / 2)
    at_screen = QPointF(view.tree.viewport().mapToGlobal(point.toPoint()))
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseButtonPress, point, at_screen, left, left, none)
    QApplication.sendEvent(view.tree.viewport(), event)
    assert view.model.rowCount() < before


def test_the_table_leaves_the_bars_half_of_a_narrow_view(view: GanttView) -> None:
    view.tree.hide_columns({"baseline"})
    view.resize(1400, 400)
    QApplication.processEvents()
    wide = view.splitter.sizes()[0]
    view.resize(700, 400)
    QApplication.processEvents()
    table, bars = view.splitter.sizes()
    assert abs(table - bars) <= 2
    view.resize(1400, 400)
    QApplication.processEvents()
    assert view.splitter.sizes()[0] == wide


def test_a_table_that_was_drawn_wider_stays_so(view: GanttView) -> None:
    view.splitter.moveSplitter(700, 1)
    QApplication.processEvents()
    share = view.splitter.sizes()[0] / sum(view.splitter.sizes())
    assert share > 0.6
    view.resize(900, 400)
    QApplication.processEvents()
    assert view.splitter.sizes()[0] / sum(view.splitter.sizes()) == pytest.approx(share, abs=0.03)
