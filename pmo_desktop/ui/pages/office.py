"""What holds for the whole office: its name, committee, thresholds of the lights, calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from pmo_desktop.language import CURRENCY_SIGNS, Language
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.edits import change_the_office, clear_day, set_day
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.tables.column import Column
from pmo_desktop.ui.tables.table import RecordTable
from pmo_desktop.ui.theme import qt_locale
from pmo_desktop.ui.widgets.buttons import AddRemove
from pmo_desktop.ui.widgets.card import Card, label, row
from pmo_desktop.ui.widgets.optional_date import SHOWN_AS, OptionalDate
from pmo_desktop.ui.widgets.spin import indent

if TYPE_CHECKING:
    from pmo_desktop.services.calendar_days import CalendarDayRow, CalendarDays
    from pmo_desktop.services.office import OfficeRow

FORM_WIDTH = 420


@dataclass(frozen=True)
class Threshold:
    """A pair of the office's columns, `amber_<name>` and `red_<name>`; `scale` leads to what is
    shown, `unit` is the term after it."""

    name: str
    text: str
    scale: float
    unit: str
    decimals: int
    most: float


THRESHOLDS = (
    Threshold("index", "SPI or CPI below", 1, "", 2, 2),
    Threshold("slip_days", "Slip of the finish from", 1, "unit.days", 0, 400),
    Threshold("quality", "Quality pass rate below", 100, "unit.percent", 0, 100),
    Threshold("exposure", "Exposure as a share of the budget from", 100, "unit.percent", 0, 500),
    Threshold("load", "Load of a person above", 100, "unit.percent", 0, 500),
)
COLOURS = ("amber", "red")


def _weekday(day: CalendarDayRow, language: Language) -> str:
    return language.term(f"weekday.{day.day.isoweekday()}")


def _kind(day: CalendarDayRow, language: Language) -> str:
    return language.term("calendar.working" if day.working else "calendar.off")


DAYS: tuple[Column, ...] = (
    Column("day", "calendar.day", lambda row: row.day, width=96,
           show=lambda row, language: language.date(row.day)),
    Column("weekday", "calendar.weekday", lambda row: row.day.isoweekday(), width=84,
           show=_weekday),
    Column("kind", "calendar.kind", lambda row: row.working, width=120, show=_kind,
           chip=lambda row: "amber" if row.working else "accent"),
    Column("name", "calendar.name", lambda row: row.name, width=140, stretch=True,
           show=lambda row, language: language.term(row.name)),
)  # fmt: skip


class OfficePage(Page):
    """Each field is kept as soon as it is left, as an edit of its own."""

    tables = frozenset({"office", "calendar_day", "working_calendar"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._office: OfficeRow | None = None
        self._published: Any = None
        self.name, self.committee = QLineEdit(), QLineEdit()
        self.currency = QComboBox()
        self.status_date = QDateEdit()
        self.meeting = OptionalDate()
        self.period = QLabel()
        self.limits: dict[str, QDoubleSpinBox] = {}
        self.days = RecordTable(context, "calendar_days", DAYS, empty=self._no_days)
        self.new_day, self.new_kind, self.new_name = QDateEdit(), QComboBox(), QLineEdit()
        self.buttons = AddRemove(context)
        self.office_card, self.limits_card, self.days_card = Card(), Card(), Card()
        self._labels: list[tuple[QLabel, str]] = []
        self._colour_labels: list[tuple[QLabel, str]] = []
        self._note = label(look="hint", wrap=True)
        self._published_note = label(look="warn", wrap=True)
        self.setFocusProxy(self.days)
        self._lay_out()
        self._connect()
        self.retranslate()

    @override
    def refresh(self) -> None:
        from pmo_desktop.services.calendar_days import calendar_days
        from pmo_desktop.services.office import office

        self.context.ask(office, then=self._take_office, owner=self)
        self.context.ask(calendar_days, then=self._take_days, owner=self)

    @override
    def retranslate(self) -> None:
        text, term = self.context.language.text, self.context.language.term
        self.office_card.say(text("Office"))
        self.limits_card.say(text("Thresholds of the lights"))
        self.days_card.say(text("Working calendar"), text("days that differ from the week"))
        for shown, source in self._labels:
            shown.setText(text(source))
        for shown, colour in self._colour_labels:
            shown.setText(term(f"light.{colour}"))
        locale = qt_locale(self.context.language)
        for field in (self.status_date, self.new_day, self.meeting.field):
            field.setLocale(locale)
        for threshold in THRESHOLDS:
            for colour in COLOURS:
                self.limits[f"{colour}_{threshold.name}"].setSuffix(self._suffix(threshold))
        self.new_kind.setItemText(0, term("calendar.off"))
        self.new_kind.setItemText(1, term("calendar.working"))
        self.new_name.setPlaceholderText(text("What for"))
        self.buttons.say(text("Set this day"), text("Let the week hold again for the chosen day"))
        self._note.setText(text("A change here is an edit like any other: undo takes it back."))
        self._say_published()

    def filter_field(self) -> QLineEdit:
        return self.days.filter_edit

    # Layout

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.office_card)
        left.addWidget(self.limits_card)
        left.addWidget(self._note)
        left.addStretch(1)
        self._fill_office()
        self._fill_limits()
        self._fill_days()
        column = QWidget()
        column.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        column.setFixedWidth(FORM_WIDTH)
        layout = row(column, self.days_card, spacing=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _fill_office(self) -> None:
        form = QFormLayout()
        form.setSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for code in CURRENCY_SIGNS:
            self.currency.addItem(code, code)
        for date_field in (self.status_date, self.new_day):
            date_field.setCalendarPopup(True)
            date_field.setDisplayFormat(SHOWN_AS)
        lines: tuple[tuple[str, QWidget], ...] = (
            ("Name", self.name),
            ("Currency", self.currency),
            ("Status date", self.status_date),
            ("Reporting period", self.period),
            ("Committee", self.committee),
            ("Meeting", self.meeting),
        )
        for source, field in lines:
            shown = label(look="small")
            self._labels.append((shown, source))
            form.addRow(shown, field)
        self.office_card.body.addLayout(form)

    def _fill_limits(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(8)
        grid.setColumnStretch(0, 1)
        for column, colour in enumerate(COLOURS, 1):
            head = label(look=f"chip_{colour}")
            head.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._colour_labels.append((head, colour))
            grid.addWidget(head, 0, column)
        for line, threshold in enumerate(THRESHOLDS, 1):
            shown = label(look="small", wrap=True)
            self._labels.append((shown, threshold.text))
            grid.addWidget(shown, line, 0)
            for column, colour in enumerate(COLOURS, 1):
                grid.addWidget(self._limit(threshold, f"{colour}_{threshold.name}"), line, column)
        self.limits_card.body.addLayout(grid)

    def _limit(self, threshold: Threshold, name: str) -> QDoubleSpinBox:
        field = QDoubleSpinBox()
        indent(field)
        field.setDecimals(threshold.decimals)
        field.setRange(0, threshold.most)
        field.setSingleStep(10**-threshold.decimals)
        field.setFixedWidth(92)
        field.setKeyboardTracking(False)
        field.valueChanged.connect(lambda value: self._keep_limit(threshold, name, value))
        self.limits[name] = field
        return field

    def _fill_days(self) -> None:
        self.new_kind.addItem("", False)
        self.new_kind.addItem("", True)
        self.new_day.setDate(QDate.currentDate())
        line = row(self.new_day, self.new_kind, self.new_name, self.buttons)
        line.setStretch(2, 1)
        self.days_card.head.addWidget(self.days.filter_edit)
        self.days_card.body.addLayout(line)
        self.days_card.body.addWidget(self._published_note)
        self.days_card.body.addWidget(self.days, 1)

    def _connect(self) -> None:
        self.name.editingFinished.connect(lambda: self._keep("name", self.name.text().strip()))
        self.committee.editingFinished.connect(
            lambda: self._keep("committee", self.committee.text().strip())
        )
        self.currency.activated.connect(lambda: self._keep("currency", self.currency.currentData()))
        self.status_date.dateChanged.connect(
            lambda day: self._keep("status_date", _python_date(day))
        )
        self.meeting.changed.connect(lambda day: self._keep("committee_date", day))
        self.days.row_selected.connect(lambda found: self.buttons.enable_remove(found is not None))
        self.buttons.add_wanted.connect(self.add_day)
        self.buttons.remove_wanted.connect(self.remove_day)

    # Showing

    def _take_office(self, office: OfficeRow) -> None:
        self._office = None  # what follows is no edit
        self.name.setText(office.name)
        self.committee.setText(office.committee)
        self.currency.setCurrentIndex(self.currency.findData(office.currency))
        self.period.setText(office.period)
        day = office.status_date
        self.status_date.setDate(QDate(day.year, day.month, day.day))
        self.meeting.set_value(office.committee_date)
        for threshold in THRESHOLDS:
            for colour in COLOURS:
                name = f"{colour}_{threshold.name}"
                self.limits[name].setValue(getattr(office, name) * threshold.scale)
        self._office = office
        self.set_subtitle(office.name)

    def _take_days(self, found: CalendarDays) -> None:
        self._published = found.published_until
        self.days.set_rows(found.days)
        self._say_published()
        if self.days.selected() is None and self._office is not None:
            today = self._office.status_date
            later = [row.id for row in found.days if row.day >= today]
            newest = [row.id for row in found.days[-1:]]
            self.days.select(next(iter(later + newest), None))

    def _say_published(self) -> None:
        text = self.context.language.text
        self._published_note.setVisible(self._published is not None)
        self._published_note.setText(
            text(
                "Statutory days are published up to {day}; later years have the plain week "
                "until their days are set here.",
                day=self._published,
            )
        )

    def _suffix(self, threshold: Threshold) -> str:
        return self.context.language.term(threshold.unit) if threshold.unit else ""

    def _no_days(self) -> str:
        return self.context.language.text("No day differs from the week. Set one above.")

    # Editing

    def _keep(self, name: str, value: Any) -> None:
        if self._office is None or getattr(self._office, name) == value:
            return
        if not change_the_office(self.context, {name: value}):
            self._take_office(self._office)

    def _keep_limit(self, threshold: Threshold, name: str, shown: float) -> None:
        value = round(shown / threshold.scale, 4)
        self._keep(name, int(value) if threshold.name == "slip_days" else value)

    def add_day(self) -> None:
        """Make the day that stands in the fields one off, or a working one."""
        day = _python_date(self.new_day.date())
        set_day(self.context, day, self.new_kind.currentData(), self.new_name.text().strip())

    def remove_day(self) -> None:
        found: CalendarDayRow | None = self.days.selected()
        if found is not None:
            clear_day(self.context, found.id, found.day)


def _python_date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
