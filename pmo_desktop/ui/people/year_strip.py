"""A person's year at a glance: a column a week, a square a day, and what keeps them from work.

A working day is filled as far as the person gives of it; an absence has its kind's colour, half a
day half the square; a day off is faint, a day before the first or after the last one empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from pmo_desktop.domain.pool import Span
from pmo_desktop.language import Language

if TYPE_CHECKING:
    from pmo_desktop.services.people_pool import AbsenceRow, PersonSheet

WEEKS, DAYS = 54, 7
MONTHS_HEIGHT, LEGEND_HEIGHT, FONT = 15, 18, 10
MOST_CELL = 11.0
ROLES = {"leave": "accent", "sickness": "red", "training": "green", "duty": "amber",
         "other": "split"}  # fmt: skip


class YearStrip(QWidget):
    """`day_chosen(day)` when a day is clicked, `day_wanted(day)` when it is clicked twice; arrows
    left and right change the year."""

    day_chosen = Signal(object)
    day_wanted = Signal(object)
    year_changed = Signal(int)

    def __init__(self, language: Language, palette: Mapping[str, str]) -> None:
        super().__init__()
        self.year = 2000
        self.sheet: PersonSheet | None = None
        self.language = language
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_palette(palette)

    def show_sheet(self, sheet: PersonSheet | None) -> None:
        is_other = self.sheet is None or sheet is None or self.sheet.person.id != sheet.person.id
        self.sheet = sheet
        if sheet is not None and is_other:
            self.show_year(sheet.today.year)
        self.update()

    def show_year(self, year: int) -> None:
        self.year = year
        self.year_changed.emit(year)
        self.update()

    def set_language(self, language: Language) -> None:
        self.language = language
        self.update()

    def set_palette(self, palette: Mapping[str, str]) -> None:
        self._colours = {role: QColor(colour) for role, colour in palette.items()}
        self.update()

    def rect_of(self, day: date) -> QRectF:
        """Where a day of the year lies in the widget."""
        cell = self._cell()
        first = date(self.year, 1, 1)
        week, at = divmod((day - first).days + first.weekday(), DAYS)
        return QRectF(week * cell, MONTHS_HEIGHT + at * cell, cell - 1.5, cell - 1.5)

    def day_at(self, point: QPointF) -> date | None:
        """The day at a point of the widget."""
        cell, first = self._cell(), date(self.year, 1, 1)
        week, at = int(point.x() // cell), int((point.y() - MONTHS_HEIGHT) // cell)
        if point.y() < MONTHS_HEIGHT or not (0 <= week < WEEKS and 0 <= at < DAYS):
            return None
        day = first + timedelta(week * DAYS + at - first.weekday())
        return day if day.year == self.year else None

    def absences_on(self, day: date) -> list[AbsenceRow]:
        found = self.sheet.absences if self.sheet is not None else ()
        return [one for one in found if Span(one.first, one.last).covers(day)]

    def share_on(self, day: date) -> float:
        """What the person gives of a working day where nothing keeps them away."""
        sheet = self.sheet
        if sheet is None or sheet.person.placeholder or not self._is_of_office(day):
            return 0.0
        for one in sheet.capacities:
            if Span(one.first, one.last).covers(day):
                return one.capacity
        return sheet.person.capacity

    @override
    def sizeHint(self) -> QSize:
        return QSize(400, round(MONTHS_HEIGHT + DAYS * self._cell() + LEGEND_HEIGHT + 2))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(WEEKS * 5, self.sizeHint().height())

    def _cell(self) -> float:
        return min(max(self.width() / WEEKS, 5.0), MOST_CELL)

    def _is_of_office(self, day: date) -> bool:
        person = self.sheet.person if self.sheet is not None else None
        if person is None:
            return False
        joined, left = person.joined, person.left_on
        return (joined is None or joined <= day) and (left is None or day <= left)

    # Painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = QFont(self.font())
        font.setPixelSize(FONT)
        painter.setFont(font)
        if self.sheet is None:
            return
        self._paint_months(painter)
        day = date(self.year, 1, 1)
        while day.year == self.year:
            self._paint_day(painter, day)
            day += timedelta(days=1)
        self._paint_legend(painter)

    def _paint_months(self, painter: QPainter) -> None:
        painter.setPen(self._colours["ink3"])
        for month in range(1, 13):
            box = self.rect_of(date(self.year, month, 1))
            name = self.language.term(f"month.{month}")
            painter.drawText(QPointF(box.left(), MONTHS_HEIGHT - 4), name)

    def _paint_day(self, painter: QPainter, day: date) -> None:
        assert self.sheet is not None  # nothing is painted without one
        box = self.rect_of(day)
        working = self.sheet.calendar.is_working(day)
        painter.fillRect(box, self._colours["nonworking" if not working else "line"])
        if working and (share := min(self.share_on(day), 1.0)) > 0:
            painter.fillRect(_lower(box, share), self._colours["bar"])
        if working and self._is_of_office(day):
            top = box.bottom()
            for absence in self.absences_on(day):
                part = _lower(box, min(absence.share, 1.0))
                part.moveBottom(top)
                top = part.top()
                role = ROLES.get(absence.kind, ROLES["other"])
                painter.fillRect(part.intersected(box), self._colours[role])
        if day == self.sheet.today:
            painter.setPen(self._colours["ink"])
            painter.drawRect(box.adjusted(-0.5, -0.5, 0, 0))

    def _paint_legend(self, painter: QPainter) -> None:
        y = MONTHS_HEIGHT + DAYS * self._cell() + 4
        x = 0.0
        for kind, role in ROLES.items():
            words = self.language.term(f"absence_kind.{kind}")
            wide = painter.fontMetrics().horizontalAdvance(words)
            if x + wide + 14 > self.width():
                return
            painter.fillRect(QRectF(x, y + 2, 8, 8), self._colours[role])
            painter.setPen(self._colours["ink2"])
            painter.drawText(QPointF(x + 12, y + 10), words)
            x += wide + 24

    # What the user does

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position())
        if day is not None:
            self.day_chosen.emit(day)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position())
        if day is not None:
            self.day_wanted.emit(day)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if Qt.Key(event.key()) in steps:
            self.show_year(self.year + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            day = self.day_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._words(day) if day else "", self)
            return True
        return super().event(event)

    def _words(self, day: date) -> str:
        """What there is to say of a day."""
        assert self.sheet is not None  # no day is found without one
        language = self.language
        lines = [language.long_date(day)]
        if not self.sheet.calendar.is_working(day):
            lines.append(language.term("calendar.off"))
        for one in self.absences_on(day):
            kind = language.term(f"absence_kind.{one.kind}")
            lines.append(f"{kind} {language.percent(one.share)}  {one.note}".strip())
        lines.append(f"{language.term('person.capacity')} {language.percent(self.share_on(day))}")
        return "\n".join(lines)


def _lower(box: QRectF, share: float) -> QRectF:
    """The lower part of a square."""
    return QRectF(
        box.left(), box.bottom() - box.height() * share, box.width(), box.height() * share
    )
