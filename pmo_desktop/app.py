"""The windowed program. The only place that wires its objects together.

Start: the bare window is painted; then the first page stands in it, and a thin reader fills the
portfolio; then bars and menus follow, the libraries load beside the window, and the database is
opened for work. Imports follow that order, so that each step waits only for what it needs.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from pmo_desktop.collector import freeze
from pmo_desktop.paths import APP_NAME, default_database, user_data
from pmo_desktop.ui.settings import Settings
from pmo_desktop.ui.shell import Shell
from pmo_desktop.ui.theme import first_palette

if TYPE_CHECKING:
    from types import TracebackType

    from PySide6.QtCore import QTranslator

    from pmo_desktop.ui.context import Context
    from pmo_desktop.ui.stage import PageSpec


# The style that looks alike on every system and takes all its colours from the palette.
STYLE = "Fusion"


class Program(QObject):
    """One window with all that belongs to it.

    `filled` is sent when the first portfolio shows, `built` when bars and menus are there too.
    """

    built = Signal()
    filled = Signal()

    def __init__(
        self, app: QApplication, database: Path | None = None, store: QSettings | None = None
    ) -> None:
        super().__init__()
        self._app = app
        self._translators: tuple[QTranslator, ...] = ()
        self._stands = self._is_furnished = False
        self.settings = Settings(store)
        self._database = database or self._last_database()
        self.shell = Shell(self.settings, first_palette(app, self.settings.theme))
        # Queued behind the picture, so that nothing delays it.
        self.shell.painted.connect(lambda: QTimer.singleShot(0, self._on_painted))

    def show(self) -> None:
        """Show the window; everything that is slow follows the first picture of it."""
        self.shell.show()

    def build(self) -> None:
        """Everything that stands in the window, at once."""
        self._set_stage()
        self._furnish()

    def _set_stage(self) -> None:
        """What the first page needs, and that page."""
        if self._stands:
            return
        self._stands = True
        from pmo_desktop.ui.context import Context
        from pmo_desktop.ui.jobs import Jobs
        from pmo_desktop.ui.names import Names
        from pmo_desktop.ui.portfolio_watch import PortfolioWatch
        from pmo_desktop.ui.stage import Stage
        from pmo_desktop.ui.theme import register_fonts

        register_fonts(self._app)
        self.jobs = Jobs(self)
        self.context = Context(self.settings, self.jobs, self)
        self.watch = PortfolioWatch(self.context)
        self.names = Names(self.context)
        self._dress()
        self.stage = Stage(self.context, self._pages())
        filled = self._read_at_once()
        if self._database is None:
            self.stage.show_welcome()
        else:
            self.stage.show_page("portfolio")
        self.shell.put("stage", self.stage)
        if filled:
            self.filled.emit()

    def _furnish(self) -> None:
        """The bars and the navigation around the stage."""
        if self._is_furnished:
            return
        self._is_furnished = True
        from pmo_desktop.ui.desk import Desk

        self._speak()
        self.context.theme_changed.connect(self._dress)
        self.context.language_changed.connect(self._speak)
        self._app.styleHints().colorSchemeChanged.connect(self.context.refresh_theme)
        self.desk = Desk(self.context, self.watch, self.stage, self.shell)
        self.built.emit()

    def close(self) -> None:
        """End the work under way and let go of the database."""
        if self._stands:
            self.jobs.close()
            self.context.set_workspace(None)
        self._fall_silent()

    def _last_database(self) -> Path | None:
        """What was open last time, or the office in the user's data folder, if it is there."""
        last = self.settings.database
        if last and Path(last).is_file():
            return Path(last)
        usual = default_database()
        return usual if usual.is_file() else None

    def _on_painted(self) -> None:
        self._set_stage()
        # What is there now is painted before the rest is made.
        QTimer.singleShot(0, self._open)

    def _read_at_once(self) -> bool:
        """Have the portfolio before the database library is there; whether it could be read."""
        if self._database is None or not self._database.is_file():
            return False
        try:
            self.watch.read_thin(self._database)
        except Exception:
            # The real opening says what is wrong with the file, and what to do.
            return False
        return True

    def _open(self) -> None:
        self._furnish()
        start_log()
        if self._database is None:
            return
        self.jobs.failed.connect(self._on_failed)
        self.desk.files.open(self._database, create=not self._database.exists())

    def _on_failed(self, *_: object) -> None:
        if self.context.workspace is None:
            self.stage.show_welcome()

    def _dress(self) -> None:
        from pmo_desktop.ui.theme import apply_theme

        apply_theme(self._app, self.context.palette)

    def _speak(self) -> None:
        """Qt's own texts follow the language."""
        from pmo_desktop.ui.qt_words import qt_translators

        self._fall_silent()
        self._translators = qt_translators(self.context.language)
        for translator in self._translators:
            self._app.installTranslator(translator)

    def _fall_silent(self) -> None:
        for translator in self._translators:
            self._app.removeTranslator(translator)
        self._translators = ()

    # Pages are imported when they are first shown.

    def _pages(self) -> tuple[PageSpec, ...]:
        from pmo_desktop.ui.stage import PageSpec

        return (
            PageSpec("portfolio", "Dashboard", "Overview", "portfolio", self._portfolio),
            PageSpec("gantt", "Gantt plan", "Portfolio", "gantt", self._gantt),
            PageSpec("risks", "Risks & issues", "Portfolio", "risks", self._risks),
            PageSpec("forecast", "Schedule risk", "Portfolio", "forecast", _forecast),
            PageSpec("checks", "Schedule checks", "Portfolio", "checks", _checks),
            PageSpec("people", "People", "Resources", "people", self._people),
            PageSpec("skills", "Skills", "Resources", "skills", _skills),
            PageSpec("load", "Resource load", "Resources", "load", _load),
            PageSpec("bookings", "Bookings", "Resources", "bookings", self._bookings),
            PageSpec("balance", "Balance", "Resources", "balance", _balance),
            PageSpec("requests", "Requests", "Resources", "requests", self._requests),
            PageSpec("scenarios", "Scenarios", "Resources", "scenarios", _scenarios),
            PageSpec("actuals", "Plan and actual", "Resources", "actuals", _actuals),
            PageSpec("decisions", "Decisions", "Governance", "decisions", self._decisions),
            PageSpec("audit", "Change log", "Governance", "audit", _audit),
            PageSpec("calendars", "Calendars", "Governance", "calendars", _calendars),
            PageSpec("office", "Office settings", "Governance", "office", _office),
            PageSpec("sheets", "Spreadsheets", "Communication", "sheets", self._sheets),
            PageSpec("template", "Template", "Communication", "columns", _template),
            PageSpec("pack", "Steering pack", "Communication", "pack", self._pack),
        )

    def _portfolio(self, context: Context) -> QWidget:
        from pmo_desktop.ui.portfolio.page import PortfolioPage

        return PortfolioPage(context, self.watch, self.names)

    def _gantt(self, context: Context) -> QWidget:
        from pmo_desktop.ui.gantt.page import GanttPage

        return GanttPage(context, self.names)

    def _risks(self, context: Context) -> QWidget:
        from pmo_desktop.ui.risks.page import RisksPage

        return RisksPage(context, self.watch, self.names)

    def _people(self, context: Context) -> QWidget:
        from pmo_desktop.ui.people.page import PeoplePage

        return PeoplePage(context, self.names)

    def _requests(self, context: Context) -> QWidget:
        from pmo_desktop.ui.coordination.page import RequestsPage

        return RequestsPage(context, self.watch, self.names)

    def _bookings(self, context: Context) -> QWidget:
        from pmo_desktop.ui.bookings.page import BookingsPage

        return BookingsPage(context, self.names)

    def _decisions(self, context: Context) -> QWidget:
        from pmo_desktop.ui.pages.decisions import DecisionsPage

        return DecisionsPage(context, self.watch, self.names)

    def _sheets(self, context: Context) -> QWidget:
        from pmo_desktop.ui.sheets.page import SheetsPage

        return SheetsPage(context, self.watch)

    def _pack(self, context: Context) -> QWidget:
        from pmo_desktop.ui.pages.pack import PackPage

        return PackPage(context, self.watch)


def _load(context: Context) -> QWidget:
    from pmo_desktop.ui.load.page import LoadPage

    return LoadPage(context)


def _skills(context: Context) -> QWidget:
    from pmo_desktop.ui.skills.page import SkillsPage

    return SkillsPage(context)


def _forecast(context: Context) -> QWidget:
    from pmo_desktop.ui.forecast.page import ForecastPage

    return ForecastPage(context)


def _checks(context: Context) -> QWidget:
    from pmo_desktop.ui.pages.checks import ChecksPage

    return ChecksPage(context)


def _audit(context: Context) -> QWidget:
    from pmo_desktop.ui.pages.audit import AuditPage

    return AuditPage(context)


def _template(context: Context) -> QWidget:
    from pmo_desktop.ui.template.page import TemplatePage

    return TemplatePage(context)


def _balance(context: Context) -> QWidget:
    from pmo_desktop.ui.balance.page import BalancePage

    return BalancePage(context)


def _scenarios(context: Context) -> QWidget:
    from pmo_desktop.ui.scenarios.page import ScenariosPage

    return ScenariosPage(context)


def _calendars(context: Context) -> QWidget:
    from pmo_desktop.ui.calendars.page import CalendarsPage

    return CalendarsPage(context)


def _actuals(context: Context) -> QWidget:
    from pmo_desktop.ui.performance.page import ActualsPage

    return ActualsPage(context)


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
    """The application; it is dressed when the stage is set."""
    gc.disable()  # a start makes objects and throws none away; see `wake_collector`
    # By the environment: `setStyle` would load the whole of Qt's styles before the first picture.
    os.environ.setdefault("QT_STYLE_OVERRIDE", STYLE)
    app = QApplication.instance() or QApplication(list(argv))
    assert isinstance(app, QApplication)
    app.setApplicationName(APP_NAME)
    return app


def wake_collector() -> None:
    """What stands now stays to the end: no round of the collector need look at it again."""
    freeze()
    gc.enable()


def main(argv: Sequence[str] | None = None) -> int:
    """Show the window, on the database that is named or the one that was open last."""
    arguments = list(sys.argv if argv is None else argv)
    app = make_application(arguments[:1])
    named = [Path(argument) for argument in arguments[1:] if not argument.startswith("-")]
    program = Program(app, named[0] if named else None)
    program.built.connect(wake_collector)
    program.built.connect(lambda: tell_of_surprises(program.context))
    program.show()
    try:
        return app.exec()
    finally:
        program.close()


if __name__ == "__main__":
    sys.exit(main())
