"""A year of a calendar as twelve small months. What a day is differs by colour and by shape: a
working day is plain, a day off of the week a grey square, a day off of its own a filled circle, a
working day of its own an outlined square with a bar.

A click takes a day, a drag or Shift a range; then a menu asks what the days shall be. Arrows move
the day, Enter opens the menu.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.language import Language

ACROSS, DOWN = 4, 3
GAP, TITLE, WEEKDAYS, WEEKS = 14, 18, 14, 6
LEGEND_LINE, LEGEND_GAP = 18, 16
MARK = 12
FONT = 11
LEAST_HEIGHT = 346
BAR = 3
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
KINDS = ("working", "week_off", "off", "extra")
WORDS = {"working": "calendar.working", "week_off": "calendar.week_off", "off": "calendar.own_off",
         "extra": "calendar.own_working"}  # fmt: skip


class YearGrid(QWidget):
    """`days_taken(first, last, where)` when days were chosen, `where` a point of the screen."""

    days_taken = Signal(object, object, QPoint)

    def __init__(self, language: Language, palette: Mapping[str, str]) -> None:
        super().__init__()
        self.year = 2000
        self.calendar: Calendar | None = None
        self.first = self.last = date(2000, 1, 1)
        self._names: Mapping[date, str] = {}
        self._own: Mapping[date, bool] = {}
        self._today: date | None = None
        self._anchor: date | None = None
        self.language = language
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_palette(palette)

    def show_calendar(
        self, calendar: Calendar | None, names: Mapping[date, str], today: date
    ) -> None:
        """`names` are those of the exceptions."""
        self.calendar, self._names, self._today = calendar, names, today
        self._own = {} if calendar is None else {d: bool(h) for d, h in calendar.exceptions}
        self.update()

    def show_year(self, year: int) -> None:
        self.year = year
        day = min(self.first.day, 28)
        self.first = self.last = date(year, self.first.month, day)
        self.update()

    def set_language(self, language: Language) -> None:
        self.language = language
        self.update()

    def set_palette(self, palette: Mapping[str, str]) -> None:
        self._colours = {role: QColor(colour) for role, colour in palette.items()}
        self.update()

    def kind(self, day: date) -> str:
        """One of `KINDS`."""
        if day in self._own:
            return "extra" if self._own[day] else "off"
        assert self.calendar is not None  # nothing is painted without one
        return "working" if self.calendar.is_working(day) else "week_off"

    def day_at(self, point: QPointF) -> date | None:
        """The day at a point of the widget."""
        width, height = self._month_size()
        column, line = int(point.x() // (width + GAP)), int(point.y() // height)
        if not (0 <= column < ACROSS and 0 <= line < DOWN):
            return None
        x, y = point.x() - column * (width + GAP), point.y() - line * height - TITLE - WEEKDAYS
        at, week = int(x // (width / 7)), int(y // self._cell_height())
        if y < 0 or x >= width or week >= WEEKS:
            return None
        first = date(self.year, line * ACROSS + column + 1, 1)
        day = first + timedelta(week * 7 + at - first.weekday())
        return day if day.month == first.month else None

    def rect_of(self, day: date) -> QRectF:
        """Where a day of the year lies in the widget."""
        width, height = self._month_size()
        line, column = divmod(day.month - 1, ACROSS)
        week, at = divmod(day.day - 1 + day.replace(day=1).weekday(), 7)
        cell = self._cell_height()
        x = column * (width + GAP) + at * width / 7
        return QRectF(x, line * height + TITLE + WEEKDAYS + week * cell, width / 7, cell)

    @override
    def sizeHint(self) -> QSize:
        return QSize(640, 440)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(340, LEAST_HEIGHT)

    def _month_size(self) -> tuple[float, float]:
        return (self.width() - GAP * (ACROSS - 1)) / ACROSS, (
            self.height() - self._legend()[1]
        ) / DOWN

    def _cell_height(self) -> float:
        return (self._month_size()[1] - TITLE - WEEKDAYS - 4) / WEEKS

    # Painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font())
        if self.calendar is None:
            return
        for month in range(1, 13):
            self._paint_month(painter, date(self.year, month, 1))
        self._paint_legend(painter)

    def _paint_month(self, painter: QPainter, first: date) -> None:
        corner = self.rect_of(first)
        width, height = self._month_size()
        line, column = divmod(first.month - 1, ACROSS)
        left, top = column * (width + GAP), line * height
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(self._colours["ink"])
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(left + 3, top, width, TITLE), middle, self.language.month(first))
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(self._colours["ink3"])
        for at in range(7):
            box = QRectF(left + at * corner.width(), top + TITLE, corner.width(), WEEKDAYS)
            word = self.language.term(f"weekday_letter.{at + 1}")
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
        day = first
        while day.month == first.month:
            self._paint_day(painter, day)
            if day == date.max:
                return
            day += timedelta(1)

    def _paint_day(self, painter: QPainter, day: date) -> None:
        box, kind = self.rect_of(day), self.kind(day)
        if self.first <= day <= self.last and self.hasFocus():
            painter.setPen(self._colours["focus"])
            painter.setBrush(self._colours["selection"])
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        ink = self._paint_mark(painter, box, kind)
        painter.setPen(self._colours[ink])
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(day.day))
        if day == self._today:
            painter.setPen(self._colours["accent"])
            painter.drawLine(box.bottomLeft() + QPointF(4, 0), box.bottomRight() - QPointF(4, 0))

    def _paint_mark(self, painter: QPainter, box: QRectF, kind: str) -> str:
        """The shape behind a day's number; the role of the number's ink."""
        side = min(box.height(), box.width()) - 1
        painter.setPen(Qt.PenStyle.NoPen)
        if kind == "week_off":
            painter.setBrush(self._colours["grey_soft"])
            painter.drawRect(box.adjusted(1, 1, -1, -1))
            return "ink2"
        if kind == "off":
            painter.setBrush(self._colours["accent"])
            painter.drawEllipse(box.center(), side / 2 + 1, side / 2)
            return "on_accent"
        if kind == "extra":
            inner = box.adjusted(1.5, 1.5, -1.5, -1.5)
            painter.setPen(self._colours["amber"])
            painter.setBrush(self._colours["amber_soft"])
            painter.drawRect(inner)
            bar = QRectF(inner.left(), inner.top(), BAR, inner.height())
            painter.fillRect(bar, self._colours["amber"])
            return "amber_ink"
        return "ink"

    def _legend(self) -> tuple[list[tuple[str, str, float, float]], float]:
        """Kind, word and place of each entry from the legend's top, and the legend's height; it
        goes on in another line where the widget is narrow."""
        metrics = QFontMetricsF(self._font())
        x, y, placed = 3.0, 4.0, []
        for kind in KINDS:
            word = self.language.term(WORDS[kind])
            width = 25 + metrics.horizontalAdvance(word)
            if x + width > self.width() and x > LEGEND_GAP:
                x, y = 3.0, y + LEGEND_LINE
            placed.append((kind, word, x, y))
            x += width + LEGEND_GAP
        return placed, y + LEGEND_LINE

    def _paint_legend(self, painter: QPainter) -> None:
        placed, height = self._legend()
        for kind, word, x, y in placed:
            box = QRectF(x, self.height() - height + y, 20, 15)
            ink = self._paint_mark(painter, box, kind)
            painter.setPen(self._colours[ink])
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(MARK))
            painter.setPen(self._colours["ink2"])
            painter.drawText(box.bottomRight() + QPointF(5, -3), word)

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(FONT)
        return font

    # Choosing

    def _choose(self, day: date, *, extend: bool) -> None:
        if not extend or self._anchor is None:
            self._anchor = day
        self.first, self.last = min(day, self._anchor), max(day, self._anchor)
        self.update()

    def _take(self, where: QPointF) -> None:
        self.days_taken.emit(self.first, self.last, self.mapToGlobal(where.toPoint()))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position())
        if day is not None and event.button() == Qt.MouseButton.LeftButton:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._choose(day, extend=shift)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position())
        if day is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._choose(day, extend=True)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and self.calendar is not None and self.day_at(event.position()) is not None:
            self._take(event.position())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in STEPS:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            end = self.last if self._anchor == self.first else self.first
            day = end + timedelta(STEPS[key])
            if day.year == self.year:
                self._choose(day, extend=shift)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self.calendar is not None:
                self._take(self.rect_of(self.last).bottomLeft())
        else:
            super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.told(event.pos()), self)
            return True
        return super().event(event)

    def told(self, point: QPoint) -> str:
        """A day's date, hours and name."""
        day = self.day_at(QPointF(point))
        if day is None or self.calendar is None:
            return ""
        hours = str(self.calendar.hours(day)) or self.language.term("calendar.off")
        name = self._names.get(day, "")
        parts = (self.language.date(day), self.language.term(f"weekday.{day.isoweekday()}"),
                 hours, self.language.term(name) if name else "")  # fmt: skip
        return " · ".join(filter(None, parts))
