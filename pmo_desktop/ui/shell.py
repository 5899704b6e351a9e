"""The main window: bars, navigation, one page in sight. Pages are built when first shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QActionGroup,
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QPaintEvent,
)
from PySide6.QtWidgets import QMainWindow, QMessageBox, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from pmo_desktop.paths import user_data
from pmo_desktop.ui.actions import Actions
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.files import Files, is_database
from pmo_desktop.ui.navigation import Navigation, PageSpec
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.portfolio_watch import PortfolioWatch
from pmo_desktop.ui.settings import THEMES
from pmo_desktop.ui.status_bar import StatusBar
from pmo_desktop.ui.top_bar import TopBar
from pmo_desktop.ui.welcome import Welcome
from pmo_desktop.ui.widgets.card import row
from pmo_desktop.ui.widgets.drop_hint import DropHint
from pmo_desktop.ui.widgets.message_bar import MessageBar

if TYPE_CHECKING:
    from pmo_desktop.services.search import Hit
    from pmo_desktop.storage.changes import Title

FIRST_SIZE = (1440, 900)
SMALLEST_SIZE = (1100, 640)
# On which page a row of a table is shown.
PAGE_OF_TABLE = {
    "project": "portfolio",
    "task": "gantt",
    "person": "people",
    "risk": "risks",
    "issue": "risks",
    "decision": "decisions",
}
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}


class Shell(QMainWindow):
    """`painted` is sent once, when the window has been on the screen for the first time."""

    painted = Signal()
    page_shown = Signal(str)

    def __init__(
        self, context: Context, watch: PortfolioWatch, pages: tuple[PageSpec, ...]
    ) -> None:
        super().__init__()
        self.context = context
        self._watch = watch
        self._specs: Mapping[str, PageSpec] = {spec.key: spec for spec in pages}
        self._pages: dict[str, QWidget] = {}
        self._current = ""
        self._was_painted = False
        self._import_after_opening = False
        self.files = Files(context, self)
        self.actions_ = Actions(self, context, self._handlers())
        self.top_bar = TopBar(context, self.actions_)
        self.navigation = Navigation(context, pages)
        self.messages = MessageBar(context)
        self.stack = QStackedWidget()
        self.welcome = Welcome(context)
        self.status_bar = StatusBar(context)
        self._drop_hint = DropHint(self)
        self._lay_out()
        self._fill_submenus(pages)
        self._connect()
        self.setAcceptDrops(True)
        self.retranslate()
        self._on_workspace_changed()

    # Pages

    @property
    def current_page(self) -> str:
        """The key of the page in sight; empty while there is none."""
        return self._current

    def page(self, key: str) -> QWidget:
        """The page with this key, built now if it has not been shown yet."""
        if key not in self._pages:
            made = self._specs[key].make(self.context)
            self._pages[key] = made
            self.stack.addWidget(made)
            if isinstance(made, Page):
                made.subtitle_changed.connect(lambda _, k=key: self._say_subtitle(k))
                made.page_wanted.connect(self.go_to)
        return self._pages[key]

    def show_page(self, key: str) -> None:
        self._current = key
        self.context.settings.page = key
        self.navigation.show_current(key)
        page = self.page(key)
        self.stack.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.top_bar.title.setText(self.context.language.text(self._specs[key].title))
        self._say_subtitle(key)
        self.page_shown.emit(key)

    def go_to(self, key: str, table: str = "", row_id: int = 0) -> None:
        """Show a page, and there one row."""
        self.show_page(key)
        page = self.page(key)
        if table and isinstance(page, Page):
            page.reveal(table, row_id)

    def show_welcome(self, *, waiting: bool = False) -> None:
        self._current = ""
        self.welcome.wait(waiting)
        self.stack.setCurrentWidget(self.welcome)
        self.top_bar.title.setText(self.context.language.text("PMO Desktop"))
        self.top_bar.subtitle.clear()

    def import_paths(self, paths: list[Path]) -> None:
        """Review spreadsheets: files, or folders with all that is in them."""
        if self.context.workspace is None:
            self.context.warn("Open or make an office first, then drop the files again.")
            return
        self.show_page("sheets")
        page = self.page("sheets")
        review = getattr(page, "review", None)
        if review is not None:
            review(paths)

    # Words and colours

    def retranslate(self) -> None:
        language = self.context.language
        self.setWindowTitle(self._window_title())
        self.actions_.retranslate()
        self.top_bar.retranslate()
        if self._current:
            self.top_bar.title.setText(language.text(self._specs[self._current].title))
            self._say_subtitle(self._current)
        elif self.context.workspace is None:
            self.top_bar.title.setText(language.text("PMO Desktop"))
        for key, action in self._page_actions.items():
            action.setText(language.text(self._specs[key].title).replace("&", "&&"))
        for theme, action in zip(THEMES, self._theme_actions, strict=True):
            action.setText(_theme_name(self.context, theme))
        self._say_state()
        self._on_portfolio_changed()

    def restyle(self) -> None:
        self.actions_.restyle()
        self.top_bar.restyle()

    # Qt

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            # After this event, so that what follows does not delay the picture.
            QTimer.singleShot(0, self.painted.emit)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.context.settings.geometry = self.saveGeometry()
        super().closeEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._drop_hint.show_over(self, self.context.language)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._drop_hint.hide()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._drop_hint.hide()
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if len(paths) == 1 and is_database(paths[0]):
            self.files.open(paths[0])
        elif paths:
            self.import_paths(paths)

    # Setting up

    def _handlers(self) -> Mapping[str, Callable[[], object]]:
        return {
            "new": lambda: self.files.ask_new(),
            "open": lambda: self.files.ask_open(),
            "demo": lambda: self.files.ask_demo(),
            "import": lambda: self._open_sheets("choose_files"),
            "send": lambda: self._open_sheets("show_sending"),
            "export": lambda: self.files.ask_export(),
            "pack": lambda: self.show_page("pack"),
            "backup": lambda: self.files.backup(),
            "close_period": lambda: self.files.close_period(),
            "quit": self.close,
            "undo": self.context.undo,
            "redo": self.context.redo,
            "find": self._on_find,
            "filter": self._on_filter,
            "refresh": lambda: self.context.data_changed.emit(frozenset(ANY_TABLE)),
            "keys": self._show_keys,
            "log": self._open_log_folder,
            "about": self._show_about,
        }

    def _lay_out(self) -> None:
        self.resize(*FIRST_SIZE)
        self.setMinimumSize(*SMALLEST_SIZE)
        geometry = self.context.settings.geometry
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 14, 16, 14)
        inside.setSpacing(8)
        inside.addWidget(self.messages)
        inside.addWidget(self.stack, 1)
        self.stack.addWidget(self.welcome)
        middle = row(self.navigation, spacing=0)
        middle.addLayout(inside, 1)
        whole = QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.top_bar)
        whole.addLayout(middle, 1)
        whole.addWidget(self.status_bar)
        body = QWidget()
        body.setLayout(whole)
        self.setCentralWidget(body)

    def _fill_submenus(self, pages: tuple[PageSpec, ...]) -> None:
        menus = self.actions_.submenus
        self._page_actions = {}
        for number, spec in enumerate(pages):
            action = menus["pages"].addAction(spec.title)
            action.triggered.connect(lambda _=False, key=spec.key: self.show_page(key))
            # Ten pages: Ctrl+1 ... Ctrl+9, Ctrl+0.
            action.setShortcut(QKeySequence(f"Ctrl+{(number + 1) % 10}"))
            self.addAction(action)
            self._page_actions[spec.key] = action
        for code, name in LANGUAGE_NAMES.items():
            action = menus["language"].addAction(name)
            action.triggered.connect(lambda _=False, c=code: self.context.set_language(c))
        self._theme_group = QActionGroup(self)
        self._theme_actions = []
        for theme in THEMES:
            action = menus["theme"].addAction(theme)
            action.setCheckable(True)
            action.setChecked(theme == self.context.settings.theme)
            action.triggered.connect(lambda _=False, t=theme: self._set_theme(t))
            self._theme_group.addAction(action)
            self._theme_actions.append(action)
        menus["recent"].aboutToShow.connect(self._fill_recent)

    def _connect(self) -> None:
        context = self.context
        context.language_changed.connect(self.retranslate)
        context.theme_changed.connect(self.restyle)
        context.workspace_changed.connect(self._on_workspace_changed)
        context.data_changed.connect(lambda _: self._say_state())
        self._watch.changed.connect(self._on_portfolio_changed)
        self.navigation.page_chosen.connect(self.show_page)
        self.welcome.way_chosen.connect(self._on_way_chosen)
        self.status_bar.undo_wanted.connect(context.undo)
        self.top_bar.language_wanted.connect(context.set_language)
        self.top_bar.theme_wanted.connect(self._set_theme)
        self.top_bar.search.hit_chosen.connect(self._on_hit_chosen)

    # What the user does

    def _set_theme(self, theme: str) -> None:
        self.context.set_theme(theme)
        self._theme_actions[THEMES.index(theme)].setChecked(True)
        self.top_bar.restyle()

    def _open_sheets(self, verb: str) -> None:
        self.show_page("sheets")
        getattr(self.page("sheets"), verb)()

    def _on_way_chosen(self, action: str) -> None:
        if action == "import_new":
            self._import_after_opening = True
            self.files.ask_new()
        else:
            self.actions_[action].trigger()

    def _on_hit_chosen(self, hit: Hit) -> None:
        self.go_to(PAGE_OF_TABLE[hit.table], hit.table, hit.id)

    def _on_find(self) -> None:
        self.top_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top_bar.search.selectAll()

    def _on_filter(self) -> None:
        field = getattr(self._pages.get(self._current), "filter_field", None)
        if field is not None:
            field().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _fill_recent(self) -> None:
        menu = self.actions_.submenus["recent"]
        menu.clear()
        for path in self.context.settings.recent:
            action = menu.addAction(str(path))
            action.triggered.connect(lambda _=False, p=path: self.files.open(p))
        if menu.isEmpty():
            menu.addAction(self.context.language.text("Nothing was opened yet")).setEnabled(False)

    def _show_keys(self) -> None:
        text = self.context.language.text
        self._tell(
            text("Keys and gestures"),
            text(
                "Ctrl+K finds, Ctrl+F filters the table, Ctrl+1 to Ctrl+0 change the page.\n"
                "F2, a double click or typing edits a cell; Ctrl+Z takes back.\n"
                "Ctrl+C copies the chosen rows as a table.\n"
                "A click on a light or a figure says why it is so.\n"
                "A right click on a table's head chooses its columns.\n"
                "Files and folders can be dropped anywhere on the window."
            ),
        )

    def _show_about(self) -> None:
        from importlib.metadata import version

        text = self.context.language.text
        self._tell(
            text("About PMO Desktop"),
            text("PMO Desktop {version}", version=version("pmo-desktop"))
            + "\n"
            + text("One project management office on one laptop."),
        )

    def _tell(self, title: str, words: str) -> None:
        box = QMessageBox(QMessageBox.Icon.NoIcon, title, words, parent=self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _open_log_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(user_data())))

    # What is told at the edges

    def _on_workspace_changed(self) -> None:
        opened = self.context.workspace is not None
        self.actions_.enable(opened)
        self.navigation.setEnabled(opened)
        self.top_bar.search.setEnabled(opened)
        self._say_state()
        if opened and not self._current:
            self.show_page("portfolio")
        if opened and self._import_after_opening:
            self._import_after_opening = False
            self._open_sheets("choose_files")

    def _say_state(self) -> None:
        self.setWindowTitle(self._window_title())
        self._say_file()
        workspace = self.context.workspace
        if workspace is None:
            self.status_bar.show_undo("")
            return
        self.context.jobs.ask(
            lambda: (workspace.undo_title(), workspace.redo_title()), self._say_undo, owner=self
        )

    def _say_undo(self, titles: tuple[Title | None, Title | None]) -> None:
        text = self.context.language.text
        undo, redo = titles
        self.actions_["undo"].setEnabled(undo is not None)
        self.actions_["redo"].setEnabled(redo is not None)
        self.status_bar.show_undo("")
        self.actions_["undo"].setText(text("Undo"))
        self.actions_["redo"].setText(text("Redo"))
        if undo is not None:
            words = text("Undo: {title}", title=self.context.say(undo))
            self.actions_["undo"].setText(words)
            self.status_bar.show_undo(f"{words}  Ctrl+Z")
        if redo is not None:
            self.actions_["redo"].setText(text("Redo: {title}", title=self.context.say(redo)))

    def _on_portfolio_changed(self) -> None:
        portfolio = self._watch.portfolio
        if portfolio is None:
            self.status_bar.counts.clear()
            self.top_bar.set_period("")
            return
        text = self.context.language.text
        self.top_bar.set_period(portfolio.office.period)
        self.navigation.set_badge("load", portfolio.overloaded_people)
        self.status_bar.counts.setText(
            " · ".join(
                (
                    text("{n} projects", n=len(portfolio.projects)),
                    text("{n} tasks", n=portfolio.tasks),
                    text("{n} people", n=portfolio.people),
                )
            )
        )

    def _say_file(self) -> None:
        workspace = self.context.workspace
        if workspace is None:
            self.status_bar.show_file("", "")
            return
        saved = self.context.language.text("saved")
        self.status_bar.show_file(f"{workspace.path.name} · {saved}", str(workspace.path))

    def _say_subtitle(self, key: str) -> None:
        page = self._pages.get(key)
        if key == self._current:
            self.top_bar.subtitle.setText(page.subtitle if isinstance(page, Page) else "")

    def _window_title(self) -> str:
        name = self.context.language.text("PMO Desktop")
        workspace = self.context.workspace
        return name if workspace is None else f"{workspace.path.stem} — {name}"


ANY_TABLE = ("office", "project", "task", "person", "risk", "issue", "decision", "change_set")


def _theme_name(context: Context, theme: str) -> str:
    text = context.language.text
    names = {
        "light": text("Light colours"),
        "dark": text("Dark colours"),
        "system": text("Colours as the system has them"),
    }
    return names[theme]
