"""The page of the working calendars: made, changed in place and on the year, removed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from pmo_desktop.app import Program
from pmo_desktop.services.calendar_sheet import CalendarSheet, calendar_sheet
from pmo_desktop.services.office import office
from pmo_desktop.ui.calendars.adding import NewCalendar
from pmo_desktop.ui.calendars.assigning import AssignCalendar
from pmo_desktop.ui.calendars.page import CalendarsPage
from tests.ui.conftest import settle

MONDAY, FRIDAY, SATURDAY = date(2026, 11, 2), date(2026, 11, 6), date(2026, 11, 7)
HOLIDAY = date(2026, 10, 1)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(program: Program) -> CalendarsPage:
    """With a calendar "Crane" on the office's chosen, at the year 2026."""
    program.stage.show_page("calendars")
    settle(program)
    shown = program.stage.page("calendars")
    assert isinstance(shown, CalendarsPage)
    shown.buttons.add.click()
    popover = shown.findChild(NewCalendar)
    assert popover is not None
    QTest.keyClicks(popover.name, "Crane")
    popover.done.click()
    settle(program)
    shown.year.year.setValue(2026)
    return shown


def sheet(program: Program, page: CalendarsPage) -> CalendarSheet:
    assert program.context.workspace is not None
    found: CalendarSheet | None = program.context.query(calendar_sheet, page.table.selected().id)
    assert found is not None
    return found


def at(page: CalendarsPage, day: date) -> QPoint:
    return page.year.grid.rect_of(day).center().toPoint()


def mark(program: Program, page: CalendarsPage, first: date, last: date, action: Any) -> None:
    """Drag over days and choose from the menu."""
    grid = page.year.grid
    QTest.mousePress(grid, LEFT, pos=at(page, first))
    QTest.mouseMove(grid, at(page, last))
    move_drag(grid, at(page, last))
    QTest.mouseRelease(grid, LEFT, pos=at(page, last))
    assert page.year.menu.isVisible()
    assert (grid.first, grid.last) == (first, last)
    page.year.menu.close()
    action.trigger()
    settle(program)


def move_drag(grid: Any, point: QPoint) -> None:
    """A move with the button held, which `mouseMove` does not send offscreen."""
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(point), grid.mapToGlobal(QPointF(point)),
        Qt.MouseButton.NoButton, LEFT, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(grid, event)


def undo(program: Program) -> None:
    program.context.undo()
    settle(program)


def test_an_added_calendar_is_chosen_and_stands_on_the_office_s(
    page: CalendarsPage, program: Program
) -> None:
    assert page.table.selected().row.name == "Crane"
    assert not sheet(program, page).row.is_office
    assert sheet(program, page).week == ("*",) * 7
    assert not page.year.grid.calendar.is_working(HOLIDAY)  # type: ignore[union-attr]
    undo(program)
    assert [use.row.name for use in page.table.model.rows] != ["Crane"]
    assert page.table.selected().row.is_office


def test_a_drag_makes_days_off_and_only_those_that_were_worked(
    page: CalendarsPage, program: Program
) -> None:
    mark(program, page, MONDAY, SATURDAY, page.year.off)
    own = [day.day for day in sheet(program, page).found.days if not day.base]
    assert own == [date(2026, 11, day) for day in range(2, 7)]
    assert page.year.grid.kind(FRIDAY) == "off"
    assert page.year.grid.kind(SATURDAY) == "week_off"
    mark(program, page, MONDAY, MONDAY, page.year.as_week)
    assert page.year.grid.kind(MONDAY) == "working"
    undo(program)
    assert page.year.grid.kind(MONDAY) == "off"
    undo(program)
    assert page.year.grid.kind(FRIDAY) == "working"


def test_a_holiday_of_the_base_can_be_worked(page: CalendarsPage, program: Program) -> None:
    assert page.year.grid.kind(HOLIDAY) == "off"
    mark(program, page, HOLIDAY, HOLIDAY, page.year.working)
    assert page.year.grid.kind(HOLIDAY) == "extra"
    assert str(sheet(program, page).calendar.hours(HOLIDAY)) == "09:00-12:00,13:00-18:00"
    mark(program, page, HOLIDAY, HOLIDAY, page.year.off)
    assert not [day for day in sheet(program, page).found.days if not day.base]


def test_the_hours_of_a_day_are_edited_in_place(page: CalendarsPage, program: Program) -> None:
    friday = page.week.hours[4]
    friday.selectAll()
    QTest.keyClicks(friday, "08:00-12:00")
    QTest.keyClick(friday, Qt.Key.Key_Return)
    settle(program)
    assert sheet(program, page).week[4] == "08:00-12:00"
    assert str(page.year.grid.calendar.hours(FRIDAY)) == "08:00-12:00"  # type: ignore[union-attr]
    undo(program)
    assert page.week.hours[4].text() == "*"


def test_hours_that_cannot_be_read_are_told_and_taken_back(
    page: CalendarsPage, program: Program
) -> None:
    friday = page.week.hours[4]
    friday.selectAll()
    QTest.keyClicks(friday, "nine to five")
    QTest.keyClick(friday, Qt.Key.Key_Return)
    settle(program)
    assert "nine to five" in program.desk.messages.text
    assert friday.text() == "*"
    assert sheet(program, page).week[4] == "*"


def test_a_calendar_is_renamed_and_a_name_that_is_taken_refused(
    page: CalendarsPage, program: Program
) -> None:
    taken = page.table.model.rows[0].row.name
    for name in ("Big crane", taken):
        page.week.name.setText(name)  # QTest types no Chinese
        QTest.keyClick(page.week.name, Qt.Key.Key_Return)
        settle(program)
    assert taken in program.desk.messages.text
    assert page.week.name.text() == page.table.selected().row.name == "Big crane"


def test_a_project_gets_a_calendar_and_removing_it_tells_so(
    page: CalendarsPage, program: Program
) -> None:
    page.assign.click()
    popover = page.findChild(AssignCalendar)
    assert popover is not None
    popover.done.click()
    settle(program)
    assert page.table.selected().projects == 1
    page.buttons.remove.click()
    settle(program)
    assert "1 projects" in program.desk.messages.text
    assert "Crane" not in [use.row.name for use in page.table.model.rows]
    undo(program)
    assert [u.projects for u in page.table.model.rows if u.row.name == "Crane"] == [1]


def test_the_office_s_calendar_cannot_be_removed(page: CalendarsPage, program: Program) -> None:
    office_s = page.table.model.rows[0]
    assert office_s.row.is_office
    page.table.select(office_s.id)
    settle(program)
    assert not page.buttons.remove.isEnabled()


def test_a_base_that_stands_on_the_calendar_is_refused(
    page: CalendarsPage, program: Program
) -> None:
    crane = page.table.selected().id
    page.table.select(page.table.model.rows[0].id)
    settle(program)
    base = page.week.base
    base.setCurrentIndex(base.findData(crane))
    base.activated.emit(base.currentIndex())
    settle(program)
    assert "stands on this one already" in program.desk.messages.text
    assert base.currentData() is None


def test_the_keyboard_moves_and_extends_the_days(page: CalendarsPage) -> None:
    grid = page.year.grid
    QTest.mouseClick(grid, LEFT, pos=at(page, MONDAY))
    page.year.menu.close()
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert (grid.first, grid.last) == (date(2026, 11, 3), date(2026, 11, 4))
    QTest.keyClick(grid, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(grid, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert (grid.first, grid.last) == (MONDAY, date(2026, 11, 3))
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert page.year.menu.isVisible()
    page.year.menu.close()


def test_the_words_follow_the_language(page: CalendarsPage, program: Program) -> None:
    program.context.set_language("zh")
    settle(program)
    assert page.year.off.text() == "休息日"
    assert page.week.labels[2].text() == "星期一"
    assert "国庆" in page.year.grid.told(at(page, HOLIDAY))


def test_the_office_says_what_is_near_critical_and_how_progress_counts(program: Program) -> None:
    program.stage.show_page("office")
    settle(program)
    shown: Any = program.stage.page("office")
    shown.near.setValue(4.5)
    settle(program)
    shown.rule.setCurrentIndex(shown.rule.findData("override"))
    shown.rule.activated.emit(shown.rule.currentIndex())
    settle(program)
    found = program.context.query(office)
    assert (found.near_critical_days, found.progress_rule) == (4.5, "override")
    undo(program)
    assert shown.rule.currentData() == "retained"
    undo(program)
    assert shown.near.value() == 2.0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_year_and_its_legend_stand_whole_on_a_laptop(
    page: CalendarsPage, program: Program, language: str
) -> None:
    """1366 x 768 without the window's frame."""
    program.shell.resize(1350, 728)
    program.context.set_language(language)
    settle(program)
    assert page.year.room.verticalScrollBar().maximum() == 0
    assert page.days.table.view.horizontalScrollBar().maximum() == 0
