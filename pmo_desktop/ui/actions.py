"""The window's actions as data: what the menus hold, in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.icons import icon


@dataclass(frozen=True)
class ActionSpec:
    """`text` is an English source sentence; one that `needs_office` wants a database."""

    key: str
    text: str
    shortcut: str = ""
    icon: str = ""
    needs_office: bool = True


SEPARATOR = ActionSpec("", "")
MENUS: tuple[tuple[str, tuple[ActionSpec, ...]], ...] = (
    (
        "File",
        (
            ActionSpec("new", "New office…", "Ctrl+N", "add", False),
            ActionSpec("open", "Open…", "Ctrl+O", "open", False),
            ActionSpec("recent", "Recent", needs_office=False),
            ActionSpec("demo", "Demo office…", "", "demo", False),
            SEPARATOR,
            ActionSpec("import", "Import spreadsheets…", "Ctrl+I", "receive"),
            ActionSpec("send", "Send out workbooks…", "Ctrl+Shift+S", "send"),
            ActionSpec("export", "Export everything…", "", "save"),
            ActionSpec("export_plan", "Export a plan to MS Project XML…", "", "save"),
            ActionSpec("pack", "Steering pack…", "Ctrl+P", "print"),
            SEPARATOR,
            ActionSpec("backup", "Back up now", "Ctrl+B", "folder"),
            ActionSpec("close_period", "Close the period"),
            SEPARATOR,
            ActionSpec("quit", "Quit", "Ctrl+Q", needs_office=False),
        ),
    ),
    (
        "Edit",
        (
            ActionSpec("undo", "Undo", "Ctrl+Z", "undo"),
            ActionSpec("redo", "Redo", "Ctrl+Y", "redo"),
            SEPARATOR,
            ActionSpec("find", "Find…", "Ctrl+K", "search"),
            ActionSpec("filter", "Filter the table", "Ctrl+F"),
        ),
    ),
    (
        "View",
        (
            ActionSpec("pages", "Pages"),
            ActionSpec("next_page", "Next page", "Ctrl+PgDown"),
            ActionSpec("previous_page", "Previous page", "Ctrl+PgUp"),
            SEPARATOR,
            ActionSpec("language", "Language", needs_office=False),
            ActionSpec("theme", "Colours", needs_office=False),
            ActionSpec("refresh", "Read again", "F5"),
        ),
    ),
    (
        "Help",
        (
            ActionSpec("keys", "Keys and gestures", "F1", needs_office=False),
            ActionSpec("log", "Open the log folder", needs_office=False),
            ActionSpec("about", "About PMO Desktop", needs_office=False),
        ),
    ),
)
SUBMENUS = ("recent", "pages", "language", "theme")


class Actions:
    """The actions of `MENUS` on a window; `handlers` says what each does."""

    def __init__(
        self, window: QWidget, context: Context, handlers: Mapping[str, Callable[[], object]]
    ) -> None:
        self._context = context
        self._menus: list[tuple[QMenu, str]] = []
        self._drawn = False
        self._actions: dict[str, tuple[QAction, ActionSpec]] = {}
        self.submenus = {key: QMenu(window) for key in SUBMENUS}
        self.menu = QMenu(window)
        for title, specs in MENUS:
            menu = self.menu.addMenu(title)
            self._menus.append((menu, title))
            for spec in specs:
                if spec is SEPARATOR:
                    menu.addSeparator()
                else:
                    self._add(window, menu, spec, handlers)
        self.retranslate()
        # Most starts show no menu: its icons are drawn when it opens for the first time.
        self.menu.aboutToShow.connect(self._draw_icons)

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key][0]

    def enable(self, office_is_open: bool) -> None:
        for action, spec in self._actions.values():
            action.setEnabled(office_is_open or not spec.needs_office)

    def retranslate(self) -> None:
        language = self._context.language
        for menu, title in self._menus:
            menu.setTitle(language.text(title))
        for action, spec in self._actions.values():
            action.setText(language.text(spec.text))

    def restyle(self) -> None:
        """The colours are others now."""
        self._drawn = False

    def _draw_icons(self) -> None:
        if self._drawn:
            return
        self._drawn = True
        for action, spec in self._actions.values():
            if spec.icon:
                action.setIcon(icon(spec.icon, self._context.palette["ink2"]))

    def _add(
        self,
        window: QWidget,
        menu: QMenu,
        spec: ActionSpec,
        handlers: Mapping[str, Callable[[], object]],
    ) -> None:
        if spec.key in self.submenus:
            action = menu.addMenu(self.submenus[spec.key])
        else:
            action = QAction(window)
            handler = handlers[spec.key]
            action.triggered.connect(lambda: handler())
            menu.addAction(action)
            window.addAction(action)
        if spec.shortcut:
            action.setShortcut(QKeySequence(spec.shortcut))
        self._actions[spec.key] = (action, spec)
