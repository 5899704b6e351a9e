"""The windowed program. The only place that wires its objects together.

Start: the window is painted empty; then a thin reader fills the portfolio straight from the file;
then the libraries load beside the window and the database is opened for work.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QSettings, QTranslator, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from pmo_desktop.paths import APP_NAME, default_database, user_data
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.jobs import Jobs
from pmo_desktop.ui.names import Names
from pmo_desktop.ui.navigation import PageSpec
from pmo_desktop.ui.portfolio_watch import PortfolioWatch
from pmo_desktop.ui.settings import Settings
from pmo_desktop.ui.shell import Shell
from pmo_desktop.ui.theme import apply_theme, qt_translator, register_fonts

log = logging.getLogger(__name__)


class Program(QObject):
    """One window with all that belongs to it. `filled` is sent when the first portfolio shows."""

    filled = Signal()

    def __init__(
        self, app: QApplication, database: Path | None = None, store: QSettings | None = None
    ) -> None:
        super().__init__()
        self._app = app
        self._translator: QTranslator | None = None
        self.jobs = Jobs(self)
        self.context = Context(Settings(store), self.jobs, self)
        self.watch = PortfolioWatch(self.context)
        self.names = Names(self.context)
        self._database = database or self._last_database()
        self._dress()
        self.shell = Shell(self.context, self.watch, self._pages())
        self.context.theme_changed.connect(self._dress)
        self.context.language_changed.connect(self._speak)
        self._speak()
        app.styleHints().colorSchemeChanged.connect(self.context.refresh_theme)
        self.shell.painted.connect(self._on_painted)

    def show(self) -> None:
        """Show the window; everything that is slow follows the first picture of it."""
        if self._database is None:
            self.shell.show_welcome()
        else:
            self.shell.show_page("portfolio")
        self.shell.show()

    def close(self) -> None:
        """End the work under way and let go of the database."""
        self.jobs.close()
        self.context.set_workspace(None)

    def _last_database(self) -> Path | None:
        """What was open last time, or the office in the user's data folder, if it is there."""
        last = self.context.settings.database
        for path in (Path(last) if last else None, default_database()):
            if path is not None and path.is_file():
                return path
        return None

    def _on_painted(self) -> None:
        start_log()
        if self._database is None:
            return
        try:
            if self._database.is_file():
                self.watch.read_thin(self._database)
                self.filled.emit()
        except Exception:
            # The real opening says what is wrong with the file, and what to do.
            log.warning("thin reading failed", exc_info=True)
        self.jobs.failed.connect(self._on_failed)
        self.shell.files.open(self._database, create=not self._database.exists())

    def _on_failed(self, *_: object) -> None:
        if self.context.workspace is None:
            self.shell.show_welcome()

    def _dress(self) -> None:
        apply_theme(self._app, self.context.palette)

    def _speak(self) -> None:
        """Qt's own texts follow the language."""
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
        self._translator = qt_translator(self.context.language)
        if self._translator is not None:
            self._app.installTranslator(self._translator)

    # Pages are imported when they are first shown.

    def _pages(self) -> tuple[PageSpec, ...]:
        return (
            PageSpec("portfolio", "Portfolio overview", "Overview", "portfolio", self._portfolio),
            PageSpec("gantt", "Gantt plan", "Portfolio", "gantt", _gantt),
            PageSpec("load", "Resource load", "Portfolio", "load", _load),
            PageSpec("risks", "Risks & issues", "Portfolio", "risks", self._risks),
            PageSpec("people", "People", "Portfolio", "people", self._people),
            PageSpec("decisions", "Decisions", "Governance", "decisions", self._decisions),
            PageSpec("audit", "Change log", "Governance", "audit", _audit),
            PageSpec("office", "Office settings", "Governance", "office", _office),
            PageSpec("sheets", "Spreadsheets", "Communication", "sheets", self._sheets),
            PageSpec("pack", "Steering pack", "Communication", "pack", self._pack),
        )

    def _portfolio(self, context: Context) -> QWidget:
        from pmo_desktop.ui.pages.portfolio import PortfolioPage

        return PortfolioPage(context, self.watch, self.names)

    def _risks(self, context: Context) -> QWidget:
        from pmo_desktop.ui.pages.risks import RisksPage

        return RisksPage(context, self.watch, self.names)

    def _people(self, context: Context) -> QWidget:
        from pmo_desktop.ui.pages.people import PeoplePage

        return PeoplePage(context, self.names)

    def _decisions(self, context: Context) -> QWidget:
        from pmo_desktop.ui.pages.decisions import DecisionsPage

        return DecisionsPage(context, self.watch, self.names)

    def _sheets(self, context: Context) -> QWidget:
        from pmo_desktop.ui.pages.sheets import SheetsPage

        return SheetsPage(context, self.watch)

    def _pack(self, context: Context) -> QWidget:
        from pmo_desktop.ui.pages.pack import PackPage

        return PackPage(context, self.watch)


def _gantt(context: Context) -> QWidget:
    from pmo_desktop.ui.gantt.page import GanttPage

    return GanttPage(context)


def _load(context: Context) -> QWidget:
    from pmo_desktop.ui.load.page import LoadPage

    return LoadPage(context)


def _audit(context: Context) -> QWidget:
    from pmo_desktop.ui.pages.audit import AuditPage

    return AuditPage(context)


def _office(context: Context) -> QWidget:
    from pmo_desktop.ui.pages.office import OfficePage

    return OfficePage(context)


def start_log() -> None:
    from pmo_desktop.logs import start_logging

    start_logging(user_data())


def tell_of_surprises(context: Context) -> None:
    """Whatever nobody caught becomes a sentence in the window and lines in the log."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        context.show_error(error)

    sys.excepthook = hook


def make_application(argv: Sequence[str]) -> QApplication:
    app = QApplication.instance() or QApplication(list(argv))
    assert isinstance(app, QApplication)
    QGuiApplication.setApplicationDisplayName("")
    app.setApplicationName(APP_NAME)
    app.setStyle("Fusion")
    register_fonts(app)
    return app


def main(argv: Sequence[str] | None = None) -> int:
    """Show the window, on the database that is named or the one that was open last."""
    arguments = list(sys.argv if argv is None else argv)
    app = make_application(arguments[:1])
    named = [Path(argument) for argument in arguments[1:] if not argument.startswith("-")]
    program = Program(app, named[0] if named else None)
    tell_of_surprises(program.context)
    program.show()
    try:
        return app.exec()
    finally:
        program.close()


if __name__ == "__main__":
    sys.exit(main())
