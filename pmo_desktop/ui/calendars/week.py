"""What a calendar is called, what it stands on, and the hours of its week, edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit

from pmo_desktop.domain.base_calendars import AS_BASE
from pmo_desktop.ui.calendars.edits import CalendarEdits
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.widgets.card import Card, label

if TYPE_CHECKING:
    from pmo_desktop.services.calendar_sheet import CalendarSheet, CalendarUse

COLUMNS = 3
LEAST_WIDTH = 100


class WeekCard(Card):
    """Each field is kept as soon as it is left, as an edit of its own."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._sheet: CalendarSheet | None = None
        self._edits = CalendarEdits(context, self, self._show_again)
        self._uses: Sequence[CalendarUse] = ()
        self.name, self.base = QLineEdit(), QComboBox()
        self.hours = tuple(QLineEdit() for _ in range(7))
        self.labels: list[QLabel] = []
        self._lay_out()
        self.name.editingFinished.connect(self._on_name_left)
        self.base.activated.connect(self._on_base_chosen)
        for field in self.hours:
            field.editingFinished.connect(self._on_hours_left)

    def show_sheet(self, sheet: CalendarSheet | None, uses: Sequence[CalendarUse]) -> None:
        self._sheet, self._uses = sheet, uses
        self.setEnabled(sheet is not None)
        self._show_again()

    def retranslate(self) -> None:
        text, term = self._context.language.text, self._context.language.term
        self.say(text("Week"), text("* as the base, empty: a day off"))
        words = [term("calendar.name"), term("calendar_day.base")]
        words += [term(f"weekday.{number}") for number in range(1, 8)]
        for shown, word in zip(self.labels, words, strict=True):
            shown.setText(word)
        self._show_again()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        for number, field in enumerate((self.name, self.base, *self.hours)):
            shown = label(look="small")
            self.labels.append(shown)
            shown.setBuddy(field)
            line, column = divmod(number, COLUMNS)
            grid.addWidget(shown, line * 2, column)
            grid.addWidget(field, line * 2 + 1, column)
            field.setMinimumWidth(LEAST_WIDTH)
        self.base.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )  # fmt: skip
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)

    def _show_again(self) -> None:
        """What stands, whatever was typed."""
        sheet = self._sheet
        self.name.setText("" if sheet is None else sheet.row.name)
        self.base.clear()
        if sheet is None:
            for field in self.hours:
                field.clear()
            return
        self.base.addItem(self._context.language.text("none"), None)
        for use in self._uses:
            if use.id != sheet.row.id and use.row.project_id in (None, sheet.row.project_id):
                self.base.addItem(use.label, use.id)
        self.base.setCurrentIndex(max(self.base.findData(sheet.row.base_id), 0))
        day_off = self._context.language.term("calendar.off")
        for field, written, hours in zip(
            self.hours, sheet.week, sheet.calendar.week, strict=True
        ):  # fmt: skip
            field.setText(written)
            field.setCursorPosition(0)
            field.setPlaceholderText(day_off)
            field.setToolTip(str(hours) or day_off)

    def _on_name_left(self) -> None:
        from pmo_desktop.services.working_calendars import rename_calendar
        from pmo_desktop.storage.changes import Title

        sheet, name = self._sheet, self.name.text().strip()
        if sheet is None or name == sheet.row.name:
            return
        title = Title("Rename calendar “{name}”", {"name": sheet.row.name})
        self._edits.do(title, rename_calendar, sheet.row.id, name)

    def _on_base_chosen(self) -> None:
        from pmo_desktop.services.working_calendars import set_base
        from pmo_desktop.storage.changes import Title

        sheet, base = self._sheet, self.base.currentData()
        if sheet is None or base == sheet.row.base_id:
            return
        title = Title("Choose the base of calendar “{name}”", {"name": sheet.row.name})
        self._edits.do(title, set_base, sheet.row.id, base)

    def _on_hours_left(self) -> None:
        from pmo_desktop.services.working_calendars import set_week
        from pmo_desktop.storage.changes import Title

        sheet = self._sheet
        week = tuple(plain_hours(field.text()) for field in self.hours)
        if sheet is None or week == sheet.week:
            return
        title = Title("Set the week of calendar “{name}”", {"name": sheet.row.name})
        self._edits.do(title, set_week, sheet.row.id, ";".join(week))


def plain_hours(text: str) -> str:
    """The hours of one day as they are written down; a semicolon parts only days."""
    plain = text.strip().replace("；", ",").replace(";", ",")
    return AS_BASE if plain in ("*", "＊") else plain
