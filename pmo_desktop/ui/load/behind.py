"""What stands behind the chosen cell: its tasks and bookings with their hours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalMapper, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from pmo_desktop.language import Language
from pmo_desktop.ui.load.lines import LoadLine
from pmo_desktop.ui.load.words import sentences, when
from pmo_desktop.ui.widgets.card import Card, label

if TYPE_CHECKING:
    from pmo_desktop.services.load_findings import FoundRow
    from pmo_desktop.services.load_parts import LoadPart
    from pmo_desktop.services.overload import OverPerson

MOST_PARTS, MOST_NAMES = 7, 3
LINK_WIDTH = 230  # beside the hours, in the card


class BehindCard(Card):
    """`task_wanted(task_id)` and `booking_wanted(booking_id)` where a row is clicked."""

    task_wanted = Signal(int)
    booking_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.summary = label(look="quiet", wrap=True)
        self.body.addWidget(self.summary)
        self.parts: Sequence[LoadPart] = ()
        self._grid: QWidget | None = None
        self._tasks, self._bookings = QSignalMapper(self), QSignalMapper(self)
        self._tasks.mappedInt.connect(self.task_wanted)
        self._bookings.mappedInt.connect(self.booking_wanted)

    def show_nothing(self, language: Language) -> None:
        self.say(language.text("Behind a cell"))
        self.summary.setText(language.text("Choose a cell to see what asks for that time."))
        self.show_parts((), language)

    def show_cell(
        self, line: LoadLine, bucket: int, language: Language, over: Sequence[OverPerson] = ()
    ) -> None:
        """A cell, while its parts are still being read; of a group with who has too much."""
        self.say(line.name, when(line.matrix.buckets[bucket], line.matrix.grain, language))
        said = sentences(line, line.cell(bucket), language)
        if over and line.person_id is None:
            names = [one.name for one in over[:MOST_NAMES]]
            if len(over) > MOST_NAMES:
                names.append(language.text("and {n} more", n=len(over) - MOST_NAMES))
            names_said = language.enumeration(names)
            said.append(language.text("{n} have too much: {names}.", n=len(over), names=names_said))
        self.summary.setText(" ".join(said))

    def show_rows(
        self, head: str, sentence: str, rows: Sequence[FoundRow], language: Language
    ) -> None:
        """What a finding is about: its tasks and bookings, each of which leads there."""
        self.parts = ()
        self.say(head, language.text("{n} rows", n=len(rows)))
        self.summary.setText(sentence)
        links = [
            self._link(row.label or str(row.id), row.label, row.task_id, row.id)
            for row in rows[:MOST_PARTS]
        ]
        made = QWidget()
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        for link in links:
            layout.addWidget(link)
        if len(rows) > MOST_PARTS:
            more = language.text("and {n} more", n=len(rows) - MOST_PARTS)
            layout.addWidget(label(more, "hint"))
        self._put(made)

    def show_parts(
        self, parts: Sequence[LoadPart], language: Language, *, names: bool = False
    ) -> None:
        """With the people's names where they are several."""
        self.parts = parts
        self._put(self._made(parts, language, names) if parts else None)

    def _put(self, grid: QWidget | None) -> None:
        """In the place of what is there."""
        if self._grid is not None:
            self._grid.hide()
            self._grid.deleteLater()
        self._grid = grid
        if self._grid is not None:
            self.body.addWidget(self._grid)

    def _made(self, parts: Sequence[LoadPart], language: Language, names: bool) -> QWidget:
        grid = QWidget()
        layout = QGridLayout(grid)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(10)
        layout.setVerticalSpacing(5)
        layout.setColumnStretch(0, 1)
        layout.addWidget(_cell(language.text("Tasks and bookings"), "hint", 0), 0, 0)
        layout.addWidget(_cell(language.text("Hours"), "hint", 1), 0, 1)
        for number, part in enumerate(parts[:MOST_PARTS], 1):
            layout.addWidget(self._button(part, language, names), number, 0)
            hours = language.number(part.hours, 0 if part.hours >= 10 else 1)
            said = language.text("{hours} soft", hours=hours) if part.soft else hours
            layout.addWidget(_cell(said, "hint" if part.soft else "", 1), number, 1)
        more = len(parts) - MOST_PARTS
        if more > 0:
            rest = label(language.text("and {n} more", n=more), "hint")
            layout.addWidget(rest, MOST_PARTS + 1, 0)
        return grid

    def _button(self, part: LoadPart, language: Language, names: bool) -> QPushButton:
        """Leads to the task in its plan, or to the booking."""
        label_of = part.label or part.project
        if part.task_id is None:
            kind = language.term(f"booking_kind.{part.kind}")
            label_of = " · ".join(filter(None, (label_of, kind)))
        text = f"{part.person} · {label_of}" if names and part.person else label_of
        tip = "\n".join(filter(None, (part.person, part.project, label_of)))
        return self._link(text, tip, part.task_id, part.id)

    def _link(self, text: str, tip: str, task_id: int | None, booking_id: int) -> QPushButton:
        """To the task, where there is one, or to the booking."""
        button = QPushButton()
        shown = button.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, LINK_WIDTH)
        button.setText(shown)
        button.setAccessibleName(text)
        button.setProperty("look", "link")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setToolTip(tip)
        button.setMinimumWidth(40)
        mapper, number = self._tasks, task_id
        if number is None:
            mapper, number = self._bookings, booking_id
        mapper.setMapping(button, number)
        button.clicked.connect(mapper.map)
        return button


def _cell(text: str, look: str, column: int) -> QWidget:
    made = label(text, look)
    if column:
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made
