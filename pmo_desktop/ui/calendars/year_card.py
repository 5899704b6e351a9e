"""The year of a calendar with its switcher, and the menu that says what days shall be."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QSpinBox

from pmo_desktop.ui.calendars.edits import CalendarEdits
from pmo_desktop.ui.calendars.year import YearGrid
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.widgets.card import Card
from pmo_desktop.ui.widgets.spin import indent

if TYPE_CHECKING:
    from pmo_desktop.services.calendar_sheet import CalendarSheet

YEARS = (1970, 2149)


class YearCard(Card):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._sheet: CalendarSheet | None = None
        self._edits = CalendarEdits(context, self, lambda: None)
        self.grid = YearGrid(context.language, context.palette)
        self.year = QSpinBox()
        self.year.setRange(*YEARS)
        self.year.setKeyboardTracking(False)
        indent(self.year)
        self.menu = QMenu(self)
        self.off, self.working, self.as_week = (self.menu.addAction("") for _ in range(3))
        self.head.addWidget(self.year)
        self.room = QScrollArea()
        self.room.setWidgetResizable(True)
        self.room.setFrameShape(QFrame.Shape.NoFrame)
        self.room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.room.setWidget(self.grid)
        self.body.addWidget(self.room, 1)
        self.year.valueChanged.connect(self.grid.show_year)
        self.grid.days_taken.connect(self._on_days_taken)
        self.off.triggered.connect(lambda: self._mark(working=False))
        self.working.triggered.connect(lambda: self._mark(working=True))
        self.as_week.triggered.connect(self._clear)

    def show_sheet(self, sheet: CalendarSheet | None, today: date) -> None:
        is_first, self._sheet = self._sheet is None, sheet
        if is_first and sheet is not None:
            self.year.setValue(today.year)
            self.grid.show_year(self.year.value())
        names = {} if sheet is None else {day.day: day.name for day in sheet.found.days}
        self.grid.show_calendar(None if sheet is None else sheet.calendar, names, today)

    def retranslate(self) -> None:
        text = self._context.language.text
        self.say(text("Year"), text("click or drag days to change them"))
        self.off.setText(text("Day off"))
        self.working.setText(text("Working day"))
        self.as_week.setText(text("As the week or the base says"))
        self.grid.set_language(self._context.language)

    def restyle(self) -> None:
        self.grid.set_palette(self._context.palette)

    def _on_days_taken(self, _first: date, _last: date, where: QPoint) -> None:
        self.menu.popup(where)

    def _days(self) -> set[date]:
        first, last = self.grid.first, self.grid.last
        return {first + timedelta(n) for n in range((last - first).days + 1)}

    def _mark(self, *, working: bool) -> None:
        from pmo_desktop.services.working_calendars import mark_days
        from pmo_desktop.storage.changes import Title

        if self._sheet is not None:
            title = Title("Set days of calendar “{name}”", {"name": self._sheet.row.name})
            self._edits.do(title, mark_days, self._sheet.row.id, self._days(), working)

    def _clear(self) -> None:
        from pmo_desktop.services.working_calendars import clear_days
        from pmo_desktop.storage.changes import Title

        if self._sheet is not None:
            title = Title("Set days of calendar “{name}”", {"name": self._sheet.row.name})
            self._edits.do(title, clear_days, self._sheet.row.id, self._days())
