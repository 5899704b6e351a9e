"""The days on which a calendar differs from its week: a list, and fields to set one more."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit

from pmo_desktop.domain.fields import Field, Kind
from pmo_desktop.language import Language
from pmo_desktop.ui.calendars.edits import CalendarEdits
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.theme import qt_locale
from pmo_desktop.ui.widgets.buttons import AddRemove
from pmo_desktop.ui.widgets.card import Card, label, row
from pmo_desktop.ui.widgets.optional_date import SHOWN_AS

if TYPE_CHECKING:
    from pmo_desktop.services.calendar_days import CalendarDayRow, CalendarDays

HOURS, NAME = Field("calendar_day", "hours", Kind.TEXT), Field("calendar_day", "name", Kind.TEXT)
# A name that is a word of the vocabulary is not the user's to write.
STATUTORY = "holiday."


def _weekday(day: CalendarDayRow, language: Language) -> str:
    return language.term(f"weekday.{day.day.isoweekday()}")


def _kind(day: CalendarDayRow, language: Language) -> str:
    return language.term("calendar.working" if day.working else "calendar.off")


def _name_field(day: CalendarDayRow) -> Field | None:
    return None if day.base or day.name.startswith(STATUTORY) else NAME


def _quiet(day: CalendarDayRow) -> str | None:
    return "ink3" if day.base else None


DAYS: tuple[Column, ...] = (
    Column("day", "calendar.day", lambda row: row.day, width=92, tone=_quiet,
           show=lambda row, language: language.date(row.day)),
    Column("weekday", "calendar.weekday", lambda row: row.day.isoweekday(), width=84, tone=_quiet,
           show=_weekday),
    Column("kind", "calendar.kind", lambda row: row.working, width=92, show=_kind,
           chip=lambda row: "amber" if row.working else "accent"),
    Column("name", "calendar.name", lambda row: row.name, width=80, stretch=True, tone=_quiet,
           show=lambda row, language: language.term(row.name), cell_field=_name_field),
    Column("hours", "calendar_day.hours", lambda row: row.hours, width=150, hidden=True,
           cell_field=lambda row: None if row.base else HOURS),
    Column("base", "calendar_day.base", lambda row: row.base, width=110, hidden=True),
)  # fmt: skip


class DaysCard(Card):
    """Of the office's calendar until another one is named."""

    def __init__(self, context: Context, key: str) -> None:
        super().__init__()
        self._context = context
        self._calendar: int | None = None
        self._chosen: int | None = None
        self._published: date | None = None
        self._edits = CalendarEdits(context, self, lambda: None)
        self.table = RecordTable(context, key, DAYS, empty=self._empty, edit=self._change)
        self.day, self.kind, self.name = QDateEdit(), QComboBox(), QLineEdit()
        self.buttons = AddRemove(context)
        self.published = label(look="warn", wrap=True)
        self._lay_out()
        self.table.row_selected.connect(self._on_row_selected)
        self.buttons.add_wanted.connect(self.add_day)
        self.buttons.remove_wanted.connect(self.remove_day)

    def show_days(self, calendar: int | None, found: CalendarDays, today: date) -> None:
        """The days of a calendar (None: the office's); the first from today on is chosen."""
        self._published = found.published_until
        is_other, self._calendar = calendar != self._calendar, calendar
        self.table.set_rows(found.days)
        self._say_published()
        if is_other or self.table.selected() is None:
            later = [day.id for day in found.days if day.day >= today]
            self.table.select(next(iter(later + [day.id for day in found.days[-1:]]), None))
        self._on_row_selected()

    def retranslate(self) -> None:
        text, term = self._context.language.text, self._context.language.term
        self.say(text("Working calendar"), text("days that differ from the week"))
        self.day.setLocale(qt_locale(self._context.language))
        self.kind.setItemText(0, term("calendar.off"))
        self.kind.setItemText(1, term("calendar.working"))
        self.name.setPlaceholderText(text("What for"))
        self.buttons.say(text("Set this day"), text("Let the week hold again for the chosen day"))
        self._say_published()

    def add_day(self) -> None:
        """Make the day that stands in the fields one off, or a working one."""
        from pmo_desktop.services.calendar_days import set_calendar_day
        from pmo_desktop.storage.changes import Title

        day = _python_date(self.day.date())
        title = Title("Set {day} in the calendar", {"day": day.isoformat()})
        working, name = self.kind.currentData(), self.name.text().strip()
        self._edits.do(title, set_calendar_day, day, working, name, self._calendar)

    def remove_day(self) -> None:
        from pmo_desktop.services.calendar_days import clear_calendar_day
        from pmo_desktop.storage.changes import Title

        found: CalendarDayRow | None = self.table.selected()
        if found is not None and not found.base:
            title = Title("Clear {day} in the calendar", {"day": found.day.isoformat()})
            self._edits.do(title, clear_calendar_day, found.id)

    def _lay_out(self) -> None:
        self.kind.addItem("", False)
        self.kind.addItem("", True)
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat(SHOWN_AS)
        self.day.setDate(QDate.currentDate())
        line = row(self.day, self.kind, self.name, self.buttons)
        line.setStretch(2, 1)
        self.head.addWidget(self.table.filter_edit)
        self.body.addLayout(line)
        self.body.addWidget(self.published)
        self.body.addWidget(self.table, 1)

    def _say_published(self) -> None:
        text = self._context.language.text
        self.published.setVisible(self._published is not None)
        self.published.setText(
            text(
                "Statutory days are published up to {day}; later years have the plain week "
                "until their days are set here.",
                day=self._published,
            )
        )

    def _empty(self) -> str:
        return self._context.language.text("No day differs from the week. Set one above.")

    def _on_row_selected(self, _row: object = None) -> None:
        found = self.table.selected()
        self.buttons.enable_remove(found is not None and not found.base)

    def _change(self, day: CalendarDayRow, column: Column, value: Any) -> bool:
        from pmo_desktop.services.calendar_days import change_calendar_day
        from pmo_desktop.storage.changes import Title

        title = Title("Set {day} in the calendar", {"day": day.day.isoformat()})
        values = {"hours": day.hours, "name": day.name} | {column.key: value or ""}
        return self._edits.do(title, change_calendar_day, day.id, values["hours"], values["name"])


def _python_date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
