"""The steering pack: options at the left, its pages as they will be printed at the right."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QStackedWidget,
    QWidget,
)
from typing_extensions import override

from pmo_desktop.language import Language
from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.edits import change_the_office
from pmo_desktop.ui.icons import icon
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.pdf import PageSize, page_sizes
from pmo_desktop.ui.portfolio_watch import PortfolioWatch
from pmo_desktop.ui.theme import qt_locale
from pmo_desktop.ui.widgets.card import Card, label, row
from pmo_desktop.ui.widgets.optional_date import OptionalDate
from pmo_desktop.ui.widgets.pdf_view import PdfView
from pmo_desktop.ui.widgets.segments import Segments
from pmo_desktop.ui.widgets.spin import indent
from pmo_desktop.ui.widgets.ticked_list import TickedList

if TYPE_CHECKING:
    from pmo_desktop.reports.pack import PackResult

FORMATS = ("16:9", "a4")
LANGUAGES = ("zh", "en")
OPTIONS_WIDTH = 300
MAKE_DELAY_MS = 350
PREVIEW = "pack-{number}.pdf"


class PackPage(Page):
    """The preview is the very file that is saved; it is made again when anything changes."""

    def __init__(self, context: Context, watch: PortfolioWatch) -> None:
        super().__init__(context)
        self._watch = watch
        self._folder = TemporaryDirectory(prefix="pmo-pack-", ignore_cleanup_errors=True)
        self._made = 0
        self._current: Path | None = None
        self.formats = Segments(FORMATS)
        self.language = QComboBox()
        self.weeks = QSpinBox()
        indent(self.weeks)
        self.office_name, self.committee = QLineEdit(), QLineEdit()
        self.date = OptionalDate()
        self.sources = QCheckBox()
        self.projects = TickedList()
        self.save, self.print_ = QPushButton(), QPushButton()
        self.options, self.preview = Card(), Card(titled=False)
        self.view = PdfView(context)
        self._waiting = label(look="empty")
        self._notes = label(look="warn", wrap=True)
        self._later = QTimer(self, singleShot=True, interval=MAKE_DELAY_MS)
        self._later.timeout.connect(self._make)
        self._form: list[tuple[QLabel, str]] = []
        self._lay_out()
        self._connect()
        self.retranslate()
        self.restyle()

    @override
    def refresh(self) -> None:
        self._fill_cover()
        self._fill_projects()
        self._later.start()

    @override
    def retranslate(self) -> None:
        text = self.context.language.text
        self.options.say(text("What goes in"))
        for shown, source in self._form:
            shown.setText(text(source))
        self.formats.set_texts(("16:9", "A4"))
        self.weeks.setSuffix(" " + text("weeks ahead"))
        self.sources.setText(text("End with where the figures come from"))
        self.save.setText(text("Save as PDF…"))
        self.print_.setText(text("Print…"))
        self.date.set_locale(qt_locale(self.context.language))
        self._waiting.setText(text("The pages are being made…"))

    @override
    def restyle(self) -> None:
        self.save.setIcon(icon("save", self.context.palette["on_accent"]))
        self.print_.setIcon(icon("print", self.context.palette["ink2"]))

    # Layout

    def _lay_out(self) -> None:
        for code, name in zip(LANGUAGES, ("中文", "English"), strict=True):
            self.language.addItem(name, code)
        self.language.setCurrentIndex(LANGUAGES.index(self.context.language.code))
        self.formats.choose(self.context.settings.pack_format)
        self.weeks.setRange(4, 52)
        self.weeks.setValue(12)
        self.options.setFixedWidth(OPTIONS_WIDTH)
        form = QFormLayout()
        form.setSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._add_line(form, "Format", self.formats)
        self._add_line(form, "Language", self.language)
        self._add_line(form, "Outlook", self.weeks)
        self._add_line(form, "Office", self.office_name)
        self._add_line(form, "Committee", self.committee)
        self._add_line(form, "Meeting", self.date)
        self.options.body.addLayout(form)
        self.sources.setChecked(True)
        self.options.body.addWidget(self.sources)
        heading = label(look="small")
        self._form.append((heading, "Projects with a page of their own"))
        self.options.body.addWidget(heading)
        self.options.body.addWidget(self.projects, 1)
        self.options.body.addWidget(self._notes)
        self._notes.hide()
        self.save.setProperty("look", "primary")
        self.options.body.addWidget(self.save)
        self.options.body.addWidget(self.print_)
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._waiting)
        self._stack.addWidget(self.view)
        self.preview.body.setContentsMargins(4, 4, 4, 4)
        self.preview.body.addWidget(self._stack)
        layout = row(self.options, self.preview, spacing=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._enable(False)

    def _add_line(self, form: QFormLayout, source: str, field: QWidget) -> None:
        shown = label(look="small")
        self._form.append((shown, source))
        form.addRow(shown, field)

    def _connect(self) -> None:
        self.formats.chosen.connect(self._on_format_chosen)
        self.language.currentIndexChanged.connect(lambda: self._later.start())
        self.weeks.valueChanged.connect(lambda: self._later.start())
        self.sources.toggled.connect(lambda: self._later.start())
        self.projects.changed.connect(self._later.start)
        self.office_name.editingFinished.connect(self._keep_cover)
        self.committee.editingFinished.connect(self._keep_cover)
        self.date.changed.connect(self._keep_cover)
        self.save.clicked.connect(self.ask_save)
        self.print_.clicked.connect(self.ask_print)
        self._watch.changed.connect(self._fill_projects)

    # Options

    @property
    def pack_language(self) -> Language:
        return Language(self.language.currentData())

    def _fill_cover(self) -> None:
        from pmo_desktop.services.office import office

        self.context.ask(office, then=self._take_office, owner=self)

    def _take_office(self, office: Any) -> None:
        self.office_name.setText(office.name)
        self.committee.setText(office.committee)
        self.date.set_value(office.committee_date)

    def _keep_cover(self) -> None:
        """What stands on the cover is the office's: kept with it, and undone like any edit."""
        portfolio = self._watch.portfolio
        if portfolio is None:
            return
        values = {
            "name": self.office_name.text().strip(),
            "committee": self.committee.text().strip(),
            "committee_date": self.date.value(),
        }
        office = portfolio.office
        changed = {key: value for key, value in values.items() if getattr(office, key) != value}
        if changed:
            change_the_office(self.context, changed)

    def _fill_projects(self) -> None:
        portfolio = self._watch.portfolio
        if portfolio is None:
            return
        before = self.projects.boxes()
        self.projects.fill(
            (project.id, f"{project.code} {project.name}", before.get(project.id, True))
            for project in portfolio.projects
            if project.state == "active"
        )

    def _chosen_projects(self) -> tuple[int, ...] | None:
        """None where nobody left one out."""
        chosen = self.projects.ticked()
        return None if len(chosen) == self.projects.count() else chosen

    def _on_format_chosen(self, key: str) -> None:
        self.context.settings.pack_format = key
        self._later.start()

    # Making

    def _make(self) -> None:
        """Make the pack in the temporary folder and show its pages."""
        if self.context.workspace is None:
            return
        self._made += 1
        number = self._made
        path = Path(self._folder.name) / PREVIEW.format(number=number)
        work = self._work(path)

        def with_sizes(report: Report) -> tuple[PackResult, tuple[PageSize, ...]]:
            return work(report), page_sizes(path)

        self.context.jobs.run(
            Named("Make the steering pack"),
            with_sizes,
            lambda made: self._take(number, *made),
            lane="make",
            owner=self,
        )

    def _work(self, path: Path) -> Any:
        """The job that writes the pack with the options of now to `path`."""
        workspace, language = self.context.workspace, self.pack_language
        chosen, weeks, name = self._chosen_projects(), self.weeks.value(), self.formats.current
        sources = self.sources.isChecked()

        def work(report: Report) -> PackResult:
            from pmo_desktop.reports.data import PackOptions
            from pmo_desktop.reports.formats import page_format
            from pmo_desktop.reports.gathering import gather
            from pmo_desktop.reports.pack import make_pack

            assert workspace is not None  # asked before the job was made
            data = gather(workspace, PackOptions(projects=chosen, weeks=weeks, sources=sources))
            return make_pack(data, language, page_format(name), path, report)

        return work

    def _take(self, number: int, result: PackResult, sizes: tuple[PageSize, ...]) -> None:
        if number != self._made:
            result.path.unlink(missing_ok=True)
            return
        before, self._current = self._current, result.path
        self.view.show_file(result.path, sizes)
        if before is not None:
            before.unlink(missing_ok=True)
        self._stack.setCurrentWidget(self.view)
        self._enable(True)
        text = self.context.language.text
        self.set_subtitle(text("{n} pages", n=result.pages))
        self._notes.setVisible(bool(result.replaced))
        self._notes.setText(
            text(
                "The fonts lack these characters, they are written as □: {characters}",
                characters=" ".join(result.replaced),
            )
        )

    def _enable(self, enabled: bool) -> None:
        self.save.setEnabled(enabled)
        self.print_.setEnabled(enabled)

    # Saving and printing

    def ask_save(self) -> None:
        from pmo_desktop.ui.printing import ask_pdf

        period = self._watch.portfolio.office.period if self._watch.portfolio else ""
        name = self.context.language.text("Steering pack {period}", period=period)
        path = ask_pdf(self, self.context, name)
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Write the pack to `path`."""
        from pmo_desktop.ui.printing import pdf_path

        target = pdf_path(path)
        self.context.jobs.run(
            Named("Save the steering pack"),
            self._work(target),
            lambda result: self.context.inform(
                "{n} pages were written to {path}.", n=result.pages, path=result.path
            ),
            lane="make",
        )

    def ask_print(self) -> None:
        from pmo_desktop.ui.printing import ask_printer

        if self._current is not None:
            ask_printer(self, self.context, self._current, Named("Print the steering pack"))
