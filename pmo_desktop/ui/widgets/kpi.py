"""A key figure: what it is, the figure, how it moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy

from pmo_desktop.domain.health import Light
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.lights import light_pixmap
from pmo_desktop.ui.theme import set_look
from pmo_desktop.ui.widgets.card import Card, label, row

if not TYPE_CHECKING:
    from pmo_desktop.ui.marks import override
else:
    from PySide6.QtGui import QKeyEvent, QMouseEvent
    from typing_extensions import override

ASKING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Kpi(Card):
    """`look` of the note: `good`, `bad`, `warn` or `small`. One that can be asked where it comes
    from says so by `asked`, at a click and with Enter."""

    asked = Signal()

    def __init__(self, context: Context, *, can_be_asked: bool = False) -> None:
        super().__init__(titled=False)
        self._can_be_asked = can_be_asked
        if can_be_asked:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._context = context
        self.name = label(look="small")
        self.figure = label(look="figure")
        self.note = label(look="small")
        self._lights = row(spacing=4)
        self.body.setSpacing(0)
        self.body.setContentsMargins(14, 10, 8, 10)
        self.body.addWidget(self.name)
        self.body.addWidget(self.figure)
        self.body.addLayout(row(self.note, self._lights, None))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, name: str, figure: str = "", note: str = "", look: str = "small") -> None:
        set_look(self.note, look)
        self.name.setText(name)
        self.figure.setText(figure or "–")
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def show_lights(self, counts: Sequence[tuple[Light, int]]) -> None:
        """How many of each light, instead of a note."""
        while item := self._lights.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for light, count in counts:
            mark = QLabel()
            mark.setPixmap(light_pixmap(light, self._context.palette, 13))
            number = label(str(count), "small")
            number.setContentsMargins(0, 0, 8, 0)
            self._lights.addWidget(mark)
            self._lights.addWidget(number)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._can_be_asked and self.rect().contains(event.position().toPoint()):
            self.asked.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._can_be_asked and event.key() in ASKING_KEYS:
            self.asked.emit()
        else:
            super().keyPressEvent(event)
