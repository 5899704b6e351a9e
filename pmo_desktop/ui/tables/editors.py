"""Editors of a cell, one for each kind of field.

An editor is a `QLineEdit` (typed text, read by `tables.typed`) or a `QComboBox` (a list to choose
from). Text that cannot be read keeps the editor open with a sentence under it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QCompleter,
    QLineEdit,
    QListView,
    QWidget,
)

from pmo_desktop.domain.fields import Field, Kind
from pmo_desktop.domain.risk import LEVELS
from pmo_desktop.domain.tasks import Link, LinkType
from pmo_desktop.language import Language
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.icons import icon
from pmo_desktop.ui.tables import typed
from pmo_desktop.ui.tables.column import written
from pmo_desktop.ui.tables.delegate import Names
from pmo_desktop.ui.theme import qt_locale
from pmo_desktop.ui.widgets.bubble import Bubble

DATES = {Kind.DATE, Kind.START, Kind.FINISH}
NAMED = {Kind.PERSON, Kind.DEPARTMENT, Kind.CALENDAR}
# Pixels: the longest text that an editor grows for, its margins, the calendar's button.
LONGEST = 240
MARGINS = 18
BUTTON = 24
LISTED = {Kind.LEVEL, Kind.CHOICE, Kind.BOOL}


def make_editor(
    parent: QWidget,
    context: Context,
    field: Field,
    names: Names,
    finish: Callable[[QWidget], None],
    options: Sequence[str] = (),
) -> TextEditor | ListEditor:
    """The editor for a field; `names` gives the persons or departments to complete from, `finish`
    takes what was chosen from a list at once; `options` are the choices of an own field."""
    if field.kind in LISTED or options:
        choices = _options(options) if options else _choices(field, context.language)
        chooser = ListEditor(parent, choices)
        chooser.activated.connect(lambda: finish(chooser))
        return chooser
    editor = TextEditor(parent, context, field)
    if field.kind in DATES:
        editor.add_calendar()
    if field.kind in NAMED:
        editor.complete_from(names(field.kind))
    return editor


def editable_text(value: Any, field: Field, language: Language) -> str:
    """A value as the user would type it: money and shares to the last digit."""
    if value is None or value == "":
        return ""
    if isinstance(value, Decimal):
        return f"{value:,.2f}".removesuffix(".00")
    if field.kind is Kind.SHARE:
        return f"{value * 100:.1f}".removesuffix(".0") + "%"
    if field.kind is Kind.LINKS:
        return ", ".join(_link_text(link, language) for link in value)
    if field.kind is Kind.INTEGER:
        return str(value)
    return written(value, field.kind, language)


def _link_text(link: Link, language: Language) -> str:
    kind = "" if link.type is LinkType.FS and not link.lag_minutes else link.type.value
    lag = language.days(abs(link.lag_minutes)).replace(" ", "")
    sign = "-" if link.lag_minutes < 0 else "+"
    return f"{link.wbs}{kind}{f'{sign}{lag}' if link.lag_minutes else ''}"


class TextEditor(QLineEdit):
    """Typed text, read as the field's kind."""

    def __init__(self, parent: QWidget, context: Context, field: Field) -> None:
        super().__init__(parent)
        self._context = context
        self._field = field
        self._bubble: Bubble | None = None
        self.textEdited.connect(self._on_edited)

    def least_width(self) -> int:
        """Pixels for a date, or for what the cell holds where that is longer; not for a novel."""
        metrics = self.fontMetrics()
        text = min(metrics.horizontalAdvance(self.text()), LONGEST)
        button = BUTTON if self._field.kind in DATES else 0
        return max(text, metrics.horizontalAdvance("2026-12-31 ")) + MARGINS + button

    def set_value(self, value: Any) -> None:
        self.setText(editable_text(value, self._field, self._context.language))
        self.selectAll()

    def value(self) -> Any:
        """Raises `typed.Invalid`."""
        return typed.read(self._field, self.text())

    def is_valid(self) -> bool:
        try:
            self.value()
        except typed.Invalid:
            return False
        return True

    def complain(self) -> None:
        """Say under the editor why the text cannot be taken."""
        try:
            self.value()
        except typed.Invalid as error:
            self._show_bubble(self._context.language.text(error.sentence, **error.params))

    def complete_from(self, names: Sequence[str]) -> None:
        completer = QCompleter(list(names), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        offers = QListView()
        offers.setProperty("look", "completion")
        completer.setPopup(offers)
        self.setCompleter(completer)

    def add_calendar(self) -> None:
        """A button that opens a calendar; typing works as well."""
        image: QIcon = icon("calendar", self._context.palette["ink2"])
        action = self.addAction(image, QLineEdit.ActionPosition.TrailingPosition)
        action.setToolTip(self._context.language.text("Open the calendar"))
        action.triggered.connect(self.open_calendar)

    def open_calendar(self) -> QCalendarWidget:
        calendar = _Calendar(self)
        calendar.setLocale(qt_locale(self._context.language))
        current = self.value() if self.is_valid() else None
        day = current.date() if isinstance(current, datetime) else current
        if isinstance(day, date):
            calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        calendar.clicked.connect(lambda chosen: self._take(calendar, chosen))
        calendar.move(self.mapToGlobal(QPoint(0, self.height())))
        calendar.show()
        return calendar

    def _take(self, calendar: QCalendarWidget, chosen: QDate) -> None:
        self.setText(chosen.toString("yyyy-MM-dd"))
        self._on_edited()
        calendar.close()
        self.setFocus()

    def _on_edited(self) -> None:
        self._mark(False)
        if self._bubble is not None:
            self._bubble.hide()

    def _mark(self, invalid: bool) -> None:
        if bool(self.property("invalid")) != invalid:
            self.setProperty("invalid", invalid)
            self.style().unpolish(self)
            self.style().polish(self)

    def _show_bubble(self, text: str) -> None:
        self._mark(True)
        if self._bubble is None:
            self._bubble = Bubble(self)
        self._bubble.say(text)


class ListEditor(QComboBox):
    """One of a few values; an optional field also offers nothing. What a record has although it is
    offered no more (a team wrote it) is offered in its cell."""

    def __init__(self, parent: QWidget, choices: Sequence[tuple[str, Any]]) -> None:
        super().__init__(parent)
        self._opened = False
        for text, value in choices:
            self.addItem(text, value)

    def least_width(self) -> int:
        """Pixels for the longest choice."""
        return self.sizeHint().width()

    def set_value(self, value: Any) -> None:
        """Show the value in force; the list opens with it."""
        found = next((i for i in range(self.count()) if self.itemData(i) == value), -1)
        if found < 0 and value and isinstance(value, str):
            self.addItem(value, value)
            found = self.count() - 1
        self.setCurrentIndex(max(found, 0))
        if not self._opened:
            self._opened = True
            self.showPopup()

    def value(self) -> Any:
        return self.currentData()

    def text(self) -> str:
        return self.currentText()

    def is_valid(self) -> bool:
        """A list offers nothing that cannot be taken."""
        return True

    def complain(self) -> None:
        """Nothing to complain of: see `is_valid`."""


def _choices(field: Field, language: Language) -> list[tuple[str, Any]]:
    if field.kind is Kind.LEVEL:
        levels = [(f"{n}  {language.term(f'level.{n}')}", n) for n in LEVELS]
        return [("", None), *levels]
    if field.kind is Kind.BOOL:
        return [(language.term("bool.true"), True), (language.term("bool.false"), False)]
    return [(language.term(field.choice_term(c.value)), c.value) for c in field.choices or ()]


def _options(options: Sequence[str]) -> list[tuple[str, Any]]:
    return [("", ""), *((text, text) for text in options)]


class _Calendar(QCalendarWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
