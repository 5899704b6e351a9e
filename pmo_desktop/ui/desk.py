"""The bars, the navigation and the menus around the stage, and what the user asks of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QActionGroup, QKeySequence

from pmo_desktop.paths import user_data
from pmo_desktop.ui.actions import Actions
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.files import Files, is_database
from pmo_desktop.ui.navigation import Navigation
from pmo_desktop.ui.portfolio_watch import PortfolioWatch
from pmo_desktop.ui.settings import THEMES
from pmo_desktop.ui.shell import Shell
from pmo_desktop.ui.stage import Stage
from pmo_desktop.ui.status_bar import StatusBar
from pmo_desktop.ui.top_bar import TopBar
from pmo_desktop.ui.widgets.message_bar import MessageBar

if TYPE_CHECKING:
    from pmo_desktop.services.search import Hit
    from pmo_desktop.storage.changes import Title
    from pmo_desktop.ui.sheets.page import SheetsPage
    from pmo_desktop.ui.widgets.drop_hint import DropHint

# On which page a row of a table is shown.
PAGE_OF_TABLE = {
    "project": "portfolio",
    "task": "gantt",
    "person": "people",
    "team": "people",
    "department": "people",
    "skill": "skills",
    "booking": "bookings",
    "risk": "risks",
    "issue": "risks",
    "decision": "decisions",
}
# The first pages are a digit away; a key that stood twice would do nothing.
DIGITS = "1234567890"
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}


class Desk(QObject):
    """What stands around the stage: bars, navigation, menus, and what the user asks of them."""

    def __init__(self, context: Context, watch: PortfolioWatch, stage: Stage, shell: Shell) -> None:
        super().__init__(shell)
        self.context = context
        self.stage = stage
        self._watch = watch
        self._shell = shell
        self._import_after_opening = False
        self._drop_hint: DropHint | None = None
        self.files = Files(context, shell)
        self.actions = Actions(shell, context, self._handlers())
        self.top_bar = TopBar(context, self.actions)
        self.navigation = Navigation(context, stage.specs)
        self.messages = MessageBar(context)
        self.status_bar = StatusBar(context)
        self._fill_submenus()
        self._lay_out()
        self._connect()
        self.retranslate()
        self._on_workspace_changed()
        self._on_page_shown(stage.current)

    def import_paths(self, paths: list[Path]) -> None:
        """Review spreadsheets: files, or folders with all that is in them; while the rounds are in
        sight they are received instead."""
        if self.context.workspace is None:
            self.context.warn("Open or make an office first, then drop the files again.")
            return
        receives = self._shows_rounds()
        page = self._sheets()
        if receives:
            page.receive(paths)
        else:
            page.review(paths)

    # Words and colours

    def retranslate(self) -> None:
        language = self.context.language
        self._shell.setWindowTitle(self._window_title())
        self.actions.retranslate()
        self.top_bar.retranslate()
        self._say_place()
        for spec in self.stage.specs:
            title = language.text(spec.title).replace("&", "&&")
            self._page_actions[spec.key].setText(title)
        for theme, action in zip(THEMES, self._theme_actions, strict=True):
            action.setText(_theme_name(self.context, theme))
        self._say_state()
        self._on_portfolio_changed()

    def restyle(self) -> None:
        self.actions.restyle()
        self.top_bar.restyle()

    # Files let fall on the window

    def _on_dropped(self, paths: list[Path]) -> None:
        if len(paths) == 1 and is_database(paths[0]):
            self.files.open(paths[0])
        elif paths:
            self.import_paths(paths)

    def _on_dragged_over(self, over: bool) -> None:
        if self._drop_hint is None:
            from pmo_desktop.ui.widgets.drop_hint import DropHint

            self._drop_hint = DropHint(self._shell)
        if over:
            self._drop_hint.show_over(
                self._shell, self.context.language, receives=self._shows_rounds()
            )
        else:
            self._drop_hint.hide()

    # Setting up

    def _handlers(self) -> Mapping[str, Callable[[], object]]:
        return {
            "new": lambda: self.files.ask_new(),
            "open": lambda: self.files.ask_open(),
            "demo": lambda: self.files.ask_demo(),
            "import": lambda: self._sheets().choose_files(),
            "send": lambda: self._sheets().show_sending(),
            "export": lambda: self.files.ask_export(),
            "export_plan": lambda: self.files.ask_export_plan(),
            "pack": lambda: self.stage.show_page("pack"),
            "backup": lambda: self.files.backup(),
            "close_period": lambda: self.files.close_period(),
            "quit": self._shell.close,
            "undo": self.context.undo,
            "redo": self.context.redo,
            "find": self._on_find,
            "filter": self._on_filter,
            "next_page": lambda: self._turn_page(1),
            "previous_page": lambda: self._turn_page(-1),
            "refresh": lambda: self.context.data_changed.emit(frozenset(ANY_TABLE)),
            "keys": self._show_keys,
            "log": self._open_log_folder,
            "about": self._show_about,
        }

    def _lay_out(self) -> None:
        self.stage.column.insertWidget(0, self.messages)
        self._shell.put("top", self.top_bar)
        self._shell.put("navigation", self.navigation)
        self._shell.put("status", self.status_bar)
        self._shell.setAcceptDrops(True)

    def _fill_submenus(self) -> None:
        menus = self.actions.submenus
        self._page_actions = {}
        for number, spec in enumerate(self.stage.specs):
            action = menus["pages"].addAction(spec.title)
            action.triggered.connect(lambda _=False, key=spec.key: self.stage.show_page(key))
            if number < len(DIGITS):
                action.setShortcut(QKeySequence(f"Ctrl+{DIGITS[number]}"))
            self._shell.addAction(action)
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
        self._shell.dropped.connect(self._on_dropped)
        self._shell.dragged_over.connect(self._on_dragged_over)
        self.navigation.page_chosen.connect(self.stage.show_page)
        self.stage.page_shown.connect(self._on_page_shown)
        self.stage.subtitle_changed.connect(self.top_bar.subtitle.setText)
        self.stage.way_chosen.connect(self._on_way_chosen)
        self.status_bar.undo_wanted.connect(context.undo)
        self.status_bar.redo_wanted.connect(context.redo)
        self.top_bar.language_wanted.connect(context.set_language)
        self.top_bar.theme_wanted.connect(self._set_theme)
        self.top_bar.search.hit_chosen.connect(self._on_hit_chosen)

    # What the user does

    def _set_theme(self, theme: str) -> None:
        self.context.set_theme(theme)
        self._theme_actions[THEMES.index(theme)].setChecked(True)
        self.top_bar.restyle()

    def _sheets(self) -> SheetsPage:
        """The page of spreadsheets, in sight."""
        from pmo_desktop.ui.sheets.page import SheetsPage

        self.stage.show_page("sheets")
        page = self.stage.page("sheets")
        assert isinstance(page, SheetsPage)
        return page

    def _shows_rounds(self) -> bool:
        if self.stage.current != "sheets":
            return False
        return bool(getattr(self.stage.page("sheets"), "shows_rounds", False))

    def _resume_watching(self) -> None:
        """A folder that is watched for a round is watched from the start on."""
        from pmo_desktop.ui.sheets.page import SheetsPage

        page = self.stage.page("sheets")
        assert isinstance(page, SheetsPage)
        page.rounds.resume()

    def _on_way_chosen(self, action: str) -> None:
        if action == "import_new":
            self._import_after_opening = True
            self.files.ask_new()
        else:
            self.actions[action].trigger()

    def _on_hit_chosen(self, hit: Hit) -> None:
        self.stage.go_to(PAGE_OF_TABLE[hit.table], hit.table, hit.id)

    def _on_find(self) -> None:
        self.top_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top_bar.search.selectAll()

    def _turn_page(self, step: int) -> None:
        keys = [spec.key for spec in self.stage.specs]
        here = keys.index(self.stage.current) if self.stage.current else -step
        self.stage.show_page(keys[(here + step) % len(keys)])

    def _on_filter(self) -> None:
        if not self.stage.current:
            return
        field = getattr(self.stage.page(self.stage.current), "filter_field", None)
        if field is not None:
            field().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _fill_recent(self) -> None:
        menu = self.actions.submenus["recent"]
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
                "Ctrl+K finds, Ctrl+F filters the table, Ctrl+1 to Ctrl+0 show the first ten "
                "pages,\n"
                "Ctrl+Page Down and Ctrl+Page Up the next and the one before.\n"
                "F2, a double click or typing edits a cell; Ctrl+Z takes back.\n"
                "Ctrl+C copies the chosen rows as a table; F4 says where a cell comes from.\n"
                "A click on a light or a figure says why it is so.\n"
                "A right click on a table's head chooses its columns.\n"
                "In the Gantt plan, drag bars, their ends, and the circles beside them to draw "
                "links;\n"
                "Alt+Shift and the arrows change the outline, Ctrl and the arrows move a bar.\n"
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
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(QMessageBox.Icon.NoIcon, title, words, parent=self._shell)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _open_log_folder(self) -> None:
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(user_data())))

    # What is told at the edges

    def _on_workspace_changed(self) -> None:
        opened = self.context.workspace is not None
        self.actions.enable(opened)
        self.navigation.setEnabled(opened)
        for action in self._page_actions.values():
            action.setEnabled(opened)
        self.top_bar.search.setEnabled(opened)
        self._say_state()
        if opened and not self.stage.current:
            self.stage.show_page("portfolio")
        if opened and self.context.settings.watches:
            self._resume_watching()
        if opened and self._import_after_opening:
            self._import_after_opening = False
            self._sheets().choose_files()

    def _say_state(self) -> None:
        self._shell.setWindowTitle(self._window_title())
        self._say_file()
        workspace = self.context.workspace
        if workspace is None:
            self.status_bar.show_steps("", "")
            return
        self.context.jobs.ask(
            lambda: (workspace.undo_title(), workspace.redo_title()), self._say_undo, owner=self
        )

    def _say_undo(self, titles: tuple[Title | None, Title | None]) -> None:
        text = self.context.language.text
        undo, redo = titles
        self.actions["undo"].setEnabled(undo is not None)
        self.actions["redo"].setEnabled(redo is not None)
        undoes = undo and text("Undo: {title}", title=self.context.say(undo))
        redoes = redo and text("Redo: {title}", title=self.context.say(redo))
        self.actions["undo"].setText((undoes or text("Undo")).replace("&", "&&"))
        self.actions["redo"].setText((redoes or text("Redo")).replace("&", "&&"))
        self.status_bar.show_steps(undoes or "", redoes or "")

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

    def _on_page_shown(self, key: str) -> None:
        self.navigation.show_current(key)
        self._say_place()

    def _say_place(self) -> None:
        self.top_bar.title.setText(self.context.language.text(self.stage.title or "PMO Desktop"))
        self.top_bar.subtitle.setText(self.stage.subtitle)

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
