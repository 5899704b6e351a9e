"""The bar above everything: where we are, search, period, language, colours, menu."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QWidget

from pmo_desktop.ui.actions import Actions
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.icons import icon
from pmo_desktop.ui.search import SearchField
from pmo_desktop.ui.settings import THEMES
from pmo_desktop.ui.shell import TOP_HEIGHT

THEME_ICONS = {"light": "light", "dark": "dark", "system": "system"}


class TopBar(QFrame):
    """`title` and `subtitle` are set by the shell as pages change."""

    language_wanted = Signal(str)
    theme_wanted = Signal(str)

    def __init__(self, context: Context, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top_bar")
        self.setFixedHeight(TOP_HEIGHT)
        self._context = context
        self.title = QLabel()
        self.title.setProperty("look", "page")
        self.subtitle = QLabel()
        self.subtitle.setProperty("look", "quiet")
        self.search = SearchField(context)
        self.period = QPushButton()
        self._period_text = ""
        self._period_menu = QMenu(self.period)
        self._period_menu.addAction(actions["close_period"])
        self.period.setMenu(self._period_menu)
        self._period_menu.aboutToHide.connect(self._let_go_of_period)
        self.language = QPushButton()
        self.language.clicked.connect(self._on_language)
        self.theme = QToolButton()
        self.theme.clicked.connect(self._on_theme)
        self.menu = QToolButton()
        self.menu.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu.setMenu(actions.menu)
        QShortcut(QKeySequence(Qt.Key.Key_F10), self, self._open_menu)
        self._lay_out()
        self.retranslate()
        self.restyle()

    def set_period(self, period: str) -> None:
        """The open reporting period, or nothing where no office is open."""
        self._period_text = period
        self.period.setVisible(bool(period))
        text = self._context.language.text("Period {period}", period=period)
        self.period.setText(f"{text}  ▾")

    def retranslate(self) -> None:
        language = self._context.language
        self.search.retranslate()
        self.set_period(self._period_text)
        self.language.setText("中 / EN")
        self.language.setToolTip(language.text("Switch to Chinese"))
        if language.is_chinese:
            self.language.setToolTip(language.text("Switch to English"))
        self.menu.setToolTip(language.text("Menu"))
        self._say_theme()

    def restyle(self) -> None:
        ink = self._context.palette["ink2"]
        self.search.restyle()
        self.menu.setIcon(icon("menu", ink, 18))
        self.menu.setIconSize(QSize(18, 18))
        self._say_theme()

    def _say_theme(self) -> None:
        theme = self._context.settings.theme
        language = self._context.language
        names = {
            "light": language.text("Light colours"),
            "dark": language.text("Dark colours"),
            "system": language.text("Colours as the system has them"),
        }
        self.theme.setToolTip(names[theme])
        self.theme.setIcon(icon(THEME_ICONS[theme], self._context.palette["ink2"], 16))

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 12, 0)
        layout.setSpacing(8)
        layout.addWidget(self.menu)
        layout.addWidget(self.title)
        layout.addSpacing(6)
        layout.addWidget(self.subtitle, 1)
        layout.addWidget(self.search, 2)
        for part in (self.period, self.language, self.theme):
            part.setCursor(Qt.CursorShape.PointingHandCursor)
            layout.addWidget(part)

    def _let_go_of_period(self) -> None:
        """The pointer left the button for its menu, of which Qt tells the button nothing."""
        self.period.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
        self.period.update()

    def _on_language(self) -> None:
        self.language_wanted.emit("en" if self._context.language.is_chinese else "zh")

    def _on_theme(self) -> None:
        now = THEMES.index(self._context.settings.theme)
        self.theme_wanted.emit(THEMES[(now + 1) % len(THEMES)])

    def _open_menu(self) -> None:
        """From the keyboard: below its button, at its first entry."""
        menu = self.menu.menu()
        menu.popup(self.menu.mapToGlobal(self.menu.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])
