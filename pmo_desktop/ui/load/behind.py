"""What stands behind the chosen cell: the projects with their hours, and what is too much."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QSignalMapper, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from pmo_desktop.language import Language
from pmo_desktop.services.load import LoadCell, LoadShare
from pmo_desktop.ui.load.lines import LoadLine
from pmo_desktop.ui.load.words import sentence, when
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
        self._projects = QSignalMapper(self)
        self._projects.mappedInt.connect(self.project_wanted)

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
        self._projects.setMapping(button, share.project_id)
        button.clicked.connect(self._projects.map)
        return button


def _cell(text: str, look: str, column: int) -> QWidget:
    made = label(text, look)
    if column:
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made
