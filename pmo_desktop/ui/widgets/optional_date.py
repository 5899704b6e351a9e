"""A date that may not be set: ticked it is, and can be chosen."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QCheckBox, QDateEdit, QHBoxLayout, QWidget

SHOWN_AS = "yyyy-MM-dd"


class OptionalDate(QWidget):
    """`changed` is sent with the date, or None, when the user changed it."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.tick = QCheckBox()
        self.field = QDateEdit()
        self.field.setCalendarPopup(True)
        self.field.setDisplayFormat(SHOWN_AS)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tick)
        layout.addWidget(self.field, 1)
        self.tick.toggled.connect(self._on_changed)
        self.field.dateChanged.connect(self._on_changed)
        self.set_value(None)

    def value(self) -> date | None:
        chosen = self.field.date()
        if not self.tick.isChecked():
            return None
        return date(chosen.year(), chosen.month(), chosen.day())

    def set_value(self, day: date | None) -> None:
        """Show a date without saying that it was changed."""
        self.blockSignals(True)
        self.tick.setChecked(day is not None)
        shown = QDate.currentDate() if day is None else QDate(day.year, day.month, day.day)
        self.field.setDate(shown)
        self.field.setEnabled(day is not None)
        self.blockSignals(False)

    def set_locale(self, locale: QLocale) -> None:
        self.field.setLocale(locale)

    def _on_changed(self) -> None:
        self.field.setEnabled(self.tick.isChecked())
        self.changed.emit(self.value())
