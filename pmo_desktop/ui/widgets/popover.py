"""A small panel beside what was clicked: why a light or a figure is what it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.lights import light_pixmap
from pmo_desktop.ui.tables.column import Why

WIDTH = 380


class Popover(QFrame):
    """Goes at the next click elsewhere, or with Escape, and frees itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("look", "popover")
        self.setMaximumWidth(WIDTH)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 12, 16, 12)
        self.body.setSpacing(8)

    def add_text(self, text: str, look: str = "") -> QLabel:
        label = QLabel(text)
        label.setProperty("look", look)
        label.setWordWrap(True)
        label.setMinimumWidth(WIDTH - 60)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(label)
        return label

    def show_at(self, point: QPoint) -> None:
        """Beside `point` of the screen, inside the screen."""
        self.adjustSize()
        screen = QGuiApplication.screenAt(point) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        x = min(point.x(), room.right() - self.width() - 8)
        y = point.y() + 4
        if y + self.height() > room.bottom():
            y = point.y() - self.height() - 24
        self.move(max(x, room.left() + 8), max(y, room.top() + 8))
        self.show()


def open_why(
    context: Context,
    parent: QWidget,
    why: Why,
    point: QPoint,
    whence: Callable[[], None] | None = None,
) -> Popover:
    """The rule and the inputs behind a light or a figure; `whence` opens where those come from."""
    popover = Popover(parent)
    head = QHBoxLayout()
    head.setSpacing(8)
    if why.light is not None:
        mark = QLabel()
        mark.setPixmap(light_pixmap(why.light, context.palette))
        head.addWidget(mark)
    title = QLabel(why.title)
    title.setProperty("look", "title")
    head.addWidget(title, 1)
    popover.body.addLayout(head)
    language = context.language
    for reason in why.reasons:
        popover.add_text(language.text(reason.rule, **reason.params), "quiet")
    if not why.reasons:
        popover.add_text(language.text("There is nothing to judge it by yet."), "quiet")
    if whence is not None:
        link = QPushButton(language.text("Where it comes from"))
        link.setProperty("look", "link")
        link.clicked.connect(popover.close)
        link.clicked.connect(whence)
        popover.body.addWidget(link)
    popover.show_at(point)
    return popover
