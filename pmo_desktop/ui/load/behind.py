"""What stands behind the chosen cell: the projects with their hours, and what is too much."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from pmo_desktop.language import Language
from pmo_desktop.services.load import LoadCell, LoadShare
from pmo_desktop.ui.load.lines import LoadLine, is_over
from pmo_desktop.ui.widgets.card import Card, label

MOST_SHARES = 8


class BehindCard(Card):
    """`project_wanted(project_id)` where a project's name is clicked."""

    project_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.summary = label(look="quiet", wrap=True)
        self.body.addWidget(self.summary)
        self._grid: QWidget | None = None

    def show_nothing(self, language: Language) -> None:
        self.say(language.text("Behind a cell"))
        self.summary.setText(
            language.text("Choose a cell to see which projects ask for that week's hours.")
        )
        self._put(None)

    def show_cell(
        self, line: LoadLine, monday: dt.date, cell: LoadCell, language: Language
    ) -> None:
        """The projects of a line's week."""
        self.say(line.name, when(monday, language))
        self.summary.setText(sentence(cell, language))
        self._put(self._shares(cell, language) if cell.shares else None)

    def _put(self, grid: QWidget | None) -> None:
        if self._grid is not None:
            self._grid.hide()
            self._grid.deleteLater()
        self._grid = grid
        if grid is not None:
            self.body.addWidget(grid)

    def _shares(self, cell: LoadCell, language: Language) -> QWidget:
        grid = QWidget()
        layout = QGridLayout(grid)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(10)
        layout.setVerticalSpacing(6)
        layout.setColumnStretch(0, 1)
        heads = (
            language.term("task_kind.project"),
            language.term("project.priority"),
            language.text("Hours"),
        )
        for column, head in enumerate(heads):
            layout.addWidget(_cell(head, "hint", column), 0, column)
        for number, share in enumerate(cell.shares[:MOST_SHARES], 1):
            layout.addWidget(self._project(share), number, 0)
            layout.addWidget(_cell(str(share.priority), "", 1), number, 1)
            hours = language.number(share.hours, 0 if share.hours >= 10 else 1)
            layout.addWidget(_cell(hours, "", 2), number, 2)
        more = len(cell.shares) - MOST_SHARES
        if more > 0:
            layout.addWidget(
                label(language.text("and {n} more", n=more), "hint"), MOST_SHARES + 1, 0
            )
        return grid

    def _project(self, share: LoadShare) -> QWidget:
        name = f"{share.code} {share.name}".strip()
        button = QPushButton(name)
        button.setProperty("look", "link")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setToolTip(name)
        button.setMinimumWidth(40)
        button.clicked.connect(lambda: self.project_wanted.emit(share.project_id))
        return button


def when(monday: dt.date, language: Language) -> str:
    """A week by its number and days."""
    sunday = monday + dt.timedelta(days=6)
    return language.text(
        "Week {week}, {first} to {last}",
        week=monday.isocalendar().week,
        first=language.short_date(monday),
        last=language.short_date(sunday),
    )


def sentence(cell: LoadCell, language: Language) -> str:
    if not cell.demand_hours and not cell.capacity_hours:
        return language.text("Nobody is there this week, and nothing is asked.")
    if not cell.demand_hours:
        return language.text(
            "Nothing is asked; {capacity} h are free.", capacity=round(cell.capacity_hours)
        )
    known = {
        "load": language.percent(cell.load),
        "asked": round(cell.demand_hours),
        "capacity": round(cell.capacity_hours),
    }
    if not cell.capacity_hours:
        return language.text("{asked} h are asked in a week without capacity.", **known)
    if is_over(cell):
        over = round(cell.demand_hours - cell.capacity_hours)
        return language.text(
            "{load}: {asked} h are asked, {over} h more than there are.", over=over, **known
        )
    return language.text("{load}: {asked} h of {capacity} h are asked.", **known)


def _cell(text: str, look: str, column: int) -> QWidget:
    made = label(text, look)
    if column:
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made
