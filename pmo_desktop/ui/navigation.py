"""The dark list at the left that leads to the pages."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.icons import icon
from pmo_desktop.ui.shell import NAVIGATION_WIDTH
from pmo_desktop.ui.stage import PageSpec

ICON_SIZE = 16


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

    def set_badge(self, key: str, count: int) -> None:
        """A small number beside a page; 0 for none."""
        badge = self._badges[key]
        badge.setText(str(count))
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

    def _fill(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 14, 8, 12)
        layout.setSpacing(2)
        self._brand.setContentsMargins(10, 0, 0, 4)
        layout.addWidget(self._brand)
        group = ""
        for number, page in enumerate(self._pages):
            if page.group != group:
                group = page.group
                layout.addWidget(self._group_label(group))
            layout.addWidget(self._button(number, page))
        layout.addStretch(1)

    def _group_label(self, source: str) -> QLabel:
        label = QLabel()
        label.setProperty("look", "group")
        label.setContentsMargins(10, 12, 0, 2)
        self._group_labels.append((label, source))
        return label

    def _button(self, number: int, page: PageSpec) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"to_{page.key}")
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
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
