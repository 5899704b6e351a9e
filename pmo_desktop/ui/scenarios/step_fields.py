"""The fields in which the parts of a step are given: each a widget with a `value` of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QDateEdit, QDoubleSpinBox, QLineEdit, QSpinBox

from pmo_desktop.ui.widgets.optional_date import SHOWN_AS, OptionalDate
from pmo_desktop.ui.widgets.spin import indent

MOST_DAYS, MOST_PRIORITY, MOST_SCHEDULES = 2000, 9999, 1_000_000
WIDEST = 320


class StepField(Protocol):
    def value(self) -> Any: ...
    def set_value(self, value: Any, /) -> None: ...


class Choice(QComboBox):
    """One of several by its key; typing finds it by any part of its name."""

    def __init__(self, choices: Mapping[str, str]) -> None:
        super().__init__()
        for key, name in choices.items():
            self.addItem(name, key)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaximumWidth(WIDEST)
        completer = self.completer()
        if completer is not None:
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)

    def value(self) -> str:
        at = self.currentIndex()
        if self.itemText(at) != self.currentText():
            at = self.findText(self.currentText())
        return "" if at < 0 else str(self.itemData(at))

    def set_value(self, value: str) -> None:
        self.setCurrentIndex(max(self.findData(value), 0))


class Words(QLineEdit):
    def value(self) -> str:
        return self.text().strip()

    def set_value(self, value: str) -> None:
        self.setText(value)


class Count(QSpinBox):
    def __init__(self, least: int, most: int, suffix: str = "") -> None:
        super().__init__()
        self.setRange(least, most)
        self.setSuffix(suffix)
        indent(self)

    def set_value(self, value: int) -> None:
        self.setValue(value)


class Days(QDoubleSpinBox):
    """Working minutes, shown as days of so many."""

    def __init__(self, minutes_per_day: int, suffix: str) -> None:
        super().__init__()
        self._day = minutes_per_day
        self.setRange(0.1, MOST_DAYS)
        self.setDecimals(1)
        self.setSuffix(suffix)
        indent(self)

    def value(self) -> int:
        return round(super().value() * self._day)

    def set_value(self, value: int) -> None:
        self.setValue(value / self._day)


class Share(QSpinBox):
    """A share 0..1, shown in percent."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(0, 100)
        self.setSingleStep(10)
        self.setSuffix(" %")
        indent(self)

    def value(self) -> float:  # type: ignore[override]  # a share is what a step has
        return super().value() / 100

    def set_value(self, value: float) -> None:
        self.setValue(round(value * 100))


class Day(QDateEdit):
    def __init__(self) -> None:
        super().__init__()
        self.setCalendarPopup(True)
        self.setDisplayFormat(SHOWN_AS)

    def value(self) -> date:
        chosen = self.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def set_value(self, value: date) -> None:
        self.setDate(QDate(value.year, value.month, value.day))


class MaybeDay(OptionalDate):
    """A day, or none."""
