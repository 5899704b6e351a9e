"""Somebody's time: the year on one strip, the absences, the capacities by date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.people.absences import Absences
from pmo_desktop.ui.people.capacities import Capacities
from pmo_desktop.ui.people.edits import PoolEdits
from pmo_desktop.ui.people.year_strip import YearStrip
from pmo_desktop.ui.widgets.card import label, row
from pmo_desktop.ui.widgets.split import stacked

if TYPE_CHECKING:
    from pmo_desktop.services.people_pool import PersonSheet

YEAR_WIDTH, STEP_WIDTH = 40, 20


class TimeTab(QWidget):
    def __init__(self, context: Context, edits: PoolEdits) -> None:
        super().__init__()
        self._context = context
        self.strip = YearStrip(context.language, context.palette)
        self.earlier, self.later = QPushButton("‹"), QPushButton("›")
        self.year = label(look="quiet")
        self.absences = Absences(context, edits)
        self.capacities = Capacities(context, edits)
        self._lay_out()
        self.strip.year_changed.connect(lambda year: self.year.setText(str(year)))
        self.earlier.clicked.connect(lambda: self.strip.show_year(self.strip.year - 1))
        self.later.clicked.connect(lambda: self.strip.show_year(self.strip.year + 1))
        self.strip.day_chosen.connect(self._on_day_chosen)
        self.strip.day_wanted.connect(self._on_day_wanted)

    def show_sheet(self, sheet: PersonSheet | None) -> None:
        for part in (self.strip, self.absences, self.capacities):
            part.show_sheet(sheet)

    def retranslate(self) -> None:
        self.strip.set_language(self._context.language)
        self.absences.retranslate()
        self.capacities.retranslate()

    def restyle(self) -> None:
        self.strip.set_palette(self._context.palette)

    def _lay_out(self) -> None:
        self.year.setFixedWidth(YEAR_WIDTH)
        self.year.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for button in (self.earlier, self.later):
            button.setProperty("look", "link")
            button.setFixedWidth(STEP_WIDTH)
        split = stacked(self.absences, self.capacities, shares=(3, 2))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(row(self.earlier, self.year, self.later, None, spacing=2))
        layout.addWidget(self.strip)
        layout.addWidget(split, 1)

    def _on_day_chosen(self, day: date) -> None:
        """A click on a day shows its absence."""
        found = self.strip.absences_on(day)
        if found:
            self.absences.table.select(found[0].id, "kind")
            self.absences.table.setFocus()

    def _on_day_wanted(self, day: date) -> None:
        """A double click on a day without an absence makes one there."""
        if not self.strip.absences_on(day):
            self.absences.open_later(self.absences.add_on(day))
