"""The dark list at the left that leads to the pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.icons import icon
from pmo_desktop.ui.shell import NAVIGATION_WIDTH
from pmo_desktop.ui.stage import PageSpec

if not TYPE_CHECKING:
    from pmo_desktop.ui.marks import override
else:
    from PySide6.QtGui import QResizeEvent
    from typing_extensions import override

ICON_SIZE = 16
# Heights of a page's button, and the room above a group's name: as roomy as the window allows.
DENSITIES = ((32, 12), (29, 8), (26, 4), (24, 2), (22, 0), (20, 0))
GROUP_HEIGHT, GAP = 20, 2
MOST_COUNTED = 99


class Navigation(QFrame):
    """Emits the key of the page that the user wants to see."""

    page_chosen = Signal(str)

    def __init__(
        self, context: Context, pages: Sequence[PageSpec], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self.setFixedWidth(NAVIGATION_WIDTH)
        self._context = context
        self._pages = tuple(pages)
        self._group = QButtonGroup(self)
        self._group_labels: list[tuple[QLabel, str]] = []
        self._badges: dict[str, QLabel] = {}
        self._density = (0, 0)
        self.room = QScrollArea()
        self._brand = QLabel()
        self._brand.setProperty("look", "brand")
        self._fill()
        self.retranslate()
        self.restyle()
        context.language_changed.connect(self.retranslate)
        context.theme_changed.connect(self.restyle)

    def show_current(self, key: str) -> None:
        """Mark the page in sight."""
        for number, page in enumerate(self._pages):
            if page.key == key:
                self._group.button(number).setChecked(True)
                self.room.ensureWidgetVisible(self._group.button(number))

    def set_badge(self, key: str, count: int) -> None:
        """A small number beside a page; 0 for none."""
        badge = self._badges[key]
        # More would lie upon the page's name.
        badge.setText(str(count) if count <= MOST_COUNTED else f"{MOST_COUNTED}+")
        badge.setVisible(count > 0)

    def retranslate(self) -> None:
        language = self._context.language
        self._brand.setText(language.text("PMO Desktop"))
        for label, source in self._group_labels:
            label.setText(language.text(source))
        for number, page in enumerate(self._pages):
            title = language.text(page.title).replace("&", "&&")
            # The gap that the style leaves between icon and text is too small.
            self._group.button(number).setText(f"  {title}")

    def restyle(self) -> None:
        roles = self._context.palette
        for number, page in enumerate(self._pages):
            image = icon(page.icon, roles["navigation_ink2"], ICON_SIZE, roles["on_nav_selected"])
            self._group.button(number).setIcon(image)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pack(self.room.viewport().height())

    def _fill(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 14, 0, 8)
        whole.setSpacing(2)
        self._brand.setContentsMargins(18, 0, 0, 4)
        whole.addWidget(self._brand)
        inside = QWidget()
        inside.setObjectName("navigation_inside")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(GAP)
        group = ""
        for number, page in enumerate(self._pages):
            if page.group != group:
                group = page.group
                layout.addWidget(self._group_label(group))
            layout.addWidget(self._button(number, page))
        layout.addStretch(1)
        self.room.setWidget(inside)
        self.room.setWidgetResizable(True)
        self.room.setFrameShape(QFrame.Shape.NoFrame)
        self.room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole.addWidget(self.room, 1)

    def _pack(self, height: int) -> None:
        """Take the roomiest density that fits; where none does, the list scrolls."""
        buttons, groups = len(self._pages), len(self._group_labels)
        for density in DENSITIES:
            tall, above = density
            needed = buttons * (tall + GAP) + groups * (GROUP_HEIGHT + above + GAP)
            if needed <= height:
                break
        if density == self._density:
            return
        self._density = density
        for button in self._group.buttons():
            button.setFixedHeight(tall)
        for label, _source in self._group_labels:
            label.setContentsMargins(10, above, 0, 2)
            label.setFixedHeight(GROUP_HEIGHT + above)

    def _group_label(self, source: str) -> QLabel:
        label = QLabel()
        label.setProperty("look", "group")
        self._group_labels.append((label, source))
        return label

    def _button(self, number: int, page: PageSpec) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"to_{page.key}")
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: self.page_chosen.emit(page.key))
        self._group.addButton(button, number)
        badge = QLabel(button)
        badge.setProperty("look", "badge")
        badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        badge.hide()
        inside = QHBoxLayout(button)
        inside.setContentsMargins(0, 0, 4, 0)
        inside.addStretch(1)
        inside.addWidget(badge)
        self._badges[page.key] = badge
        return button
