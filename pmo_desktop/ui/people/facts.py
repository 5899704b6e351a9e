"""What is said of a person besides the table: days, calendar, ticks. Each is kept as it is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from pmo_desktop.domain.fields import Kind
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.names import Names
from pmo_desktop.ui.theme import qt_locale
from pmo_desktop.ui.widgets.card import row
from pmo_desktop.ui.widgets.optional_date import OptionalDate

if TYPE_CHECKING:
    from pmo_desktop.services.people_pool import PoolPerson

TICKS = ("external", "placeholder", "active")
DAYS = ("joined", "left_on")
MOST_PERCENT = 1000.0


class Facts(QWidget):
    """`change(values)` is asked with one field at a time and says whether it was accepted."""

    def __init__(
        self, context: Context, names: Names, change: Callable[[dict[str, Any]], bool]
    ) -> None:
        super().__init__()
        self._context, self._names, self._change = context, names, change
        self._person: PoolPerson | None = None
        self.email, self.calendar = QLineEdit(), QComboBox()
        self.capacity = QDoubleSpinBox()
        self.days = {name: OptionalDate() for name in DAYS}
        self.ticks = {name: QCheckBox() for name in TICKS}
        self._labels: dict[str, QLabel] = {}
        self._lay_out()
        self._connect()
        self.retranslate()

    def show_person(self, person: PoolPerson | None) -> None:
        self._person = person
        self.setEnabled(person is not None)
        if person is None:
            return
        self._fill_calendars(person.calendar)
        fields = (self.email, self.capacity, *self.ticks.values())
        blocked = [QSignalBlocker(field) for field in fields]
        if not self.email.hasFocus():
            self.email.setText(person.email)
        self.capacity.setValue(person.capacity * 100)
        for name, tick in self.ticks.items():
            tick.setChecked(getattr(person, name))
        for name, day in self.days.items():
            day.set_value(getattr(person, name))
        del blocked

    def retranslate(self) -> None:
        term = self._context.language.term
        for name, shown in self._labels.items():
            shown.setText(term(f"person.{name}"))
        for name, tick in self.ticks.items():
            tick.setText(term(f"person.{name}"))
        for day in self.days.values():
            day.set_locale(qt_locale(self._context.language))
        self.capacity.setSuffix(term("unit.percent"))
        self.show_person(self._person)

    def _lay_out(self) -> None:
        self.capacity.setRange(0, MOST_PERCENT)
        self.capacity.setDecimals(0)
        self.capacity.setSingleStep(10)
        self.capacity.setKeyboardTracking(False)
        form = QFormLayout(self)
        form.setContentsMargins(0, 4, 0, 0)
        form.setSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        parts = {"email": self.email, "calendar": self.calendar, "capacity": self.capacity,
                 **self.days}  # fmt: skip
        for name, part in parts.items():
            self._labels[name] = QLabel()
            form.addRow(self._labels[name], part)
        form.addRow(row(*self.ticks.values(), None, spacing=16))

    def _connect(self) -> None:
        self.email.editingFinished.connect(lambda: self._set("email", self.email.text().strip()))
        self.calendar.activated.connect(
            lambda _: self._set("calendar", self.calendar.currentData() or "")
        )
        self.capacity.valueChanged.connect(lambda value: self._set("capacity", value / 100))
        for name, day in self.days.items():
            day.changed.connect(lambda value, key=name: self._set(key, value))
        for name, tick in self.ticks.items():
            tick.toggled.connect(lambda on, key=name: self._set(key, on))

    def _set(self, name: str, value: Any) -> None:
        person = self._person
        if person is None or getattr(person, name) == value:
            return
        if not self._change({name: value}):
            self.show_person(person)

    def _fill_calendars(self, chosen: str) -> None:
        blocked = QSignalBlocker(self.calendar)
        self.calendar.clear()
        self.calendar.addItem(self._context.language.text("The office's calendar"), "")
        for name in self._names(Kind.CALENDAR):
            self.calendar.addItem(name, name)
        self.calendar.setCurrentIndex(max(self.calendar.findData(chosen), 0))
        del blocked
