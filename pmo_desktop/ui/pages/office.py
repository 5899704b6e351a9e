"""What holds for the whole office: its name, committee, thresholds of the lights, calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from pmo_desktop.domain.tasks import ProgressRule
from pmo_desktop.language import CURRENCY_SIGNS
from pmo_desktop.ui.calendars.days import DaysCard
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.edits import change_the_office
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.theme import qt_locale
from pmo_desktop.ui.widgets.card import Card, label, row
from pmo_desktop.ui.widgets.optional_date import SHOWN_AS, OptionalDate
from pmo_desktop.ui.widgets.spin import indent

if TYPE_CHECKING:
    from pmo_desktop.services.calendar_days import CalendarDays
    from pmo_desktop.services.office import OfficeRow

FORM_WIDTH = 460
SPACING = 5  # so that all of it stands in the smallest window
CURRENCY_WIDTH = 72
LIMIT_WIDTH = 92
MOST_NEAR_DAYS = 100


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


RULES = tuple(rule.value for rule in ProgressRule)


class OfficePage(Page):
    """Each field is kept as soon as it is left, as an edit of its own."""

    tables = frozenset({"office", "calendar_day", "working_calendar"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._office: OfficeRow | None = None
        self.name, self.committee = QLineEdit(), QLineEdit()
        self.currency = QComboBox()
        self.status_date = QDateEdit()
        self.meeting = OptionalDate()
        self.period = QLabel()
        self.limits: dict[str, QDoubleSpinBox] = {}
        self.rule, self.near = QComboBox(), QDoubleSpinBox()
        self.idle, self.performance = QDoubleSpinBox(), QCheckBox()
        self.office_card, self.limits_card = Card(), Card()
        self.days = DaysCard(context, "calendar_days")
        self._labels: list[tuple[QLabel, str]] = []
        self._colour_labels: list[tuple[QLabel, str]] = []
        self.setFocusProxy(self.days.table)
        self._lay_out()
        self._connect()
        self.retranslate()

    @override
    def refresh(self) -> None:
        from pmo_desktop.services.calendar_days import calendar_days
        from pmo_desktop.services.feedback import shows_performance
        from pmo_desktop.services.office import office

        self.context.ask(office, then=self._take_office, owner=self)
        self.context.ask(shows_performance, then=self._take_performance, owner=self)
        self.context.ask(calendar_days, then=self._take_days, owner=self)

    @override
    def retranslate(self) -> None:
        text, term = self.context.language.text, self.context.language.term
        self.office_card.say(text("Office"), text("Reporting period"))
        self.limits_card.say(text("Thresholds of the lights"), text("every change can be undone"))
        self.days.retranslate()
        for shown, source in self._labels:
            shown.setText(text(source))
        for shown, colour in self._colour_labels:
            shown.setText(term(f"light.{colour}"))
        locale = qt_locale(self.context.language)
        for field in (self.status_date, self.meeting.field):
            field.setLocale(locale)
        for threshold in THRESHOLDS:
            for colour in COLOURS:
                self.limits[f"{colour}_{threshold.name}"].setSuffix(self._suffix(threshold))
        self.near.setSuffix(term("unit.days"))
        for at, rule in enumerate(RULES):
            self.rule.setItemText(at, term(f"progress_rule.{rule}"))
        self.idle.setSuffix(term("unit.percent"))
        self.performance.setText(
            text("Show how people did: hours by person, their figures, feedback")
        )

    def filter_field(self) -> QLineEdit:
        return self.days.table.filter_edit

    # Layout

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.office_card)
        left.addWidget(self.limits_card)
        left.addStretch(1)
        self._fill_office()
        self._fill_limits()
        column = QWidget()
        column.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        column.setFixedWidth(FORM_WIDTH)
        layout = row(column, self.days, spacing=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _fill_office(self) -> None:
        form = QFormLayout()
        form.setSpacing(SPACING)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for code in CURRENCY_SIGNS:
            self.currency.addItem(code, code)
        self.status_date.setCalendarPopup(True)
        self.status_date.setDisplayFormat(SHOWN_AS)
        for rule in RULES:
            self.rule.addItem("", rule)
        indent(self.near)
        self.near.setDecimals(1)
        self.near.setRange(0, MOST_NEAR_DAYS)
        self.near.setSingleStep(0.5)
        self.near.setKeyboardTracking(False)
        indent(self.idle)
        self.idle.setDecimals(0)
        self.idle.setRange(0, 100)
        self.idle.setKeyboardTracking(False)
        lines: tuple[tuple[str, QWidget | QLayout], ...] = (
            ("Name", self.name),
            ("Status date", self._day_and_currency()),
            ("Committee", self.committee),
            ("Meeting", self.meeting),
            ("Work out of sequence", self.rule),
            ("Near-critical up to a float of", self.near),
            ("Idle with a load below", self.idle),
        )
        for source, field in lines:
            form.addRow(self._named(source), field)
        form.addRow(self.performance)
        self.office_card.head.addWidget(self.period)
        self.office_card.body.addLayout(form)

    def _day_and_currency(self) -> QLayout:
        self.currency.setFixedWidth(CURRENCY_WIDTH)
        line = row(self.status_date, self._named("Currency"), self.currency)
        line.setStretch(0, 1)
        return line

    def _named(self, source: str) -> QLabel:
        shown = label(look="small")
        self._labels.append((shown, source))
        return shown

    def _fill_limits(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(SPACING)
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
        field.setFixedWidth(LIMIT_WIDTH)
        field.setKeyboardTracking(False)
        field.valueChanged.connect(lambda value: self._keep_limit(threshold, name, value))
        self.limits[name] = field
        return field

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
        self.rule.activated.connect(lambda: self._keep("progress_rule", self.rule.currentData()))
        self.near.valueChanged.connect(lambda days: self._keep("near_critical_days", days))
        self.idle.valueChanged.connect(lambda value: self._keep("idle_load", round(value / 100, 4)))
        self.performance.clicked.connect(self._keep_performance)

    # Showing

    def _take_performance(self, shown: bool) -> None:
        self.performance.setChecked(shown)

    def _take_office(self, office: OfficeRow) -> None:
        self._office = None  # what follows is no edit
        self.name.setText(office.name)
        self.committee.setText(office.committee)
        self.currency.setCurrentIndex(self.currency.findData(office.currency))
        self.period.setText(office.period)
        day = office.status_date
        self.status_date.setDate(QDate(day.year, day.month, day.day))
        self.meeting.set_value(office.committee_date)
        self.rule.setCurrentIndex(self.rule.findData(office.progress_rule))
        self.near.setValue(office.near_critical_days)
        self.idle.setValue(office.idle_load * 100)
        for threshold in THRESHOLDS:
            for colour in COLOURS:
                name = f"{colour}_{threshold.name}"
                self.limits[name].setValue(getattr(office, name) * threshold.scale)
        self._office = office
        self.set_subtitle(office.name)

    def _take_days(self, found: CalendarDays) -> None:
        today = self._office.status_date if self._office is not None else date.today()
        self.days.show_days(None, found, today)

    def _suffix(self, threshold: Threshold) -> str:
        return self.context.language.term(threshold.unit) if threshold.unit else ""

    # Editing

    def _keep(self, name: str, value: Any) -> None:
        if self._office is None or getattr(self._office, name) == value:
            return
        if not change_the_office(self.context, {name: value}):
            self._take_office(self._office)

    def _keep_performance(self, shown: bool) -> None:
        from pmo_desktop.services.feedback import show_performance
        from pmo_desktop.storage.changes import Title

        title = Title("Show how people did" if shown else "Hide how people did")
        if self.context.edit(title, show_performance, shown) is None:
            self.performance.setChecked(not shown)

    def _keep_limit(self, threshold: Threshold, name: str, shown: float) -> None:
        value = round(shown / threshold.scale, 4)
        self._keep(name, int(value) if threshold.name == "slip_days" else value)


def _python_date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
