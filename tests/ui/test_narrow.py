"""At its smallest the window shows every control whole, in both languages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from pmo_desktop.app import Program
from pmo_desktop.ui.shell import SMALLEST_SIZE
from pmo_desktop.ui.widgets.flow import FlowRow
from tests.ui.conftest import settle

CONTROLS = (QAbstractButton, QComboBox, QLineEdit)


def controls(page: QWidget) -> list[QWidget]:
    """Those in sight, without what another control or a table is made of."""
    found = [child for child in page.findChildren(QWidget) if isinstance(child, CONTROLS)]
    return [
        child
        for child in found
        if child.isVisible()
        and child.objectName() != "qt_spinbox_lineedit"
        and not isinstance(child.parentWidget(), CONTROLS)
    ]


def box(control: QWidget, page: QWidget) -> QRect:
    return QRect(control.mapTo(page, control.rect().topLeft()), control.size())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_control_is_cut_or_covered_at_the_smallest_size(program: Program, language: str) -> None:
    program.shell.resize(*SMALLEST_SIZE)
    program.context.set_language(language)
    for spec in program.stage.specs:
        program.stage.show_page(spec.key)
        settle(program)
        page = program.stage.page(spec.key)
        seen = controls(page)
        for at, control in enumerate(seen):
            name = f"{spec.key}: {getattr(control, 'text', str)()} {control}"
            if isinstance(control, QPushButton):
                assert control.width() >= control.sizeHint().width(), name
            assert control.visibleRegion().boundingRect() == control.rect(), name
            for other in seen[at + 1 :]:
                both = box(control, page) & box(other, page)
                # Joined segments share a border.
                assert min(both.width(), both.height()) <= 1, f"{name} and {other}"


def test_on_a_laptop_the_list_of_pages_stands_whole(program: Program) -> None:
    """1366 x 768 without the window's frame."""
    program.shell.resize(1350, 728)
    settle(program)
    assert program.desk.navigation.room.verticalScrollBar().maximum() == 0


def test_in_a_low_window_the_page_that_is_shown_is_in_sight_in_the_list(program: Program) -> None:
    program.shell.resize(*SMALLEST_SIZE)
    settle(program)
    for spec in (program.stage.specs[-1], program.stage.specs[0]):
        program.stage.show_page(spec.key)
        settle(program)
        button = program.desk.navigation.findChild(QToolButton, f"to_{spec.key}")
        assert button is not None
        assert button.visibleRegion().boundingRect() == button.rect()


def test_a_row_that_is_too_long_goes_on_below(qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    parts = [QWidget() for _ in range(3)]
    for part in parts:
        part.setFixedSize(100, 20)
    whole.setLayout(FlowRow(parts[0], parts[1], None, parts[2]))
    whole.resize(400, 100)
    whole.show()
    assert [part.x() for part in parts] == [0, 108, 300]
    assert {part.y() for part in parts} == {0}
    assert whole.heightForWidth(250) == 48
    whole.resize(250, 100)
    assert [(part.x(), part.y()) for part in parts] == [(0, 0), (108, 0), (0, 28)]
    parts[1].hide()
    whole.layout().activate()
    assert [part.y() for part in (parts[0], parts[2])] == [0, 0]
