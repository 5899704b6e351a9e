"""What a round is to be: period, due date, sheets, projects, folder and file names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from pmo_desktop.domain.rounds import DEFAULT_PATTERN, NAME_PARTS, FoldersBy
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.icons import icon
from pmo_desktop.ui.portfolio_watch import PortfolioWatch
from pmo_desktop.ui.theme import qt_locale
from pmo_desktop.ui.widgets.card import Card, label, row
from pmo_desktop.ui.widgets.folder_field import FolderField
from pmo_desktop.ui.widgets.optional_date import OptionalDate
from pmo_desktop.ui.widgets.ticked_list import TickedList

if TYPE_CHECKING:
    from pmo_desktop.services.portfolio import ProjectRow
    from pmo_desktop.services.rounds import RoundPlan

WIDTH = 372
LANGUAGES = (("zh", "中文"), ("en", "English"))
SHEETS = ("project", "task", "person", "risk", "issue", "status")
USUAL_STATES = ("active", "on_hold")
SHEETS_A_LINE = 3


class RoundForm(Card):
    """`send_wanted` and `save_wanted` are sent when the user asks for it; `plan()` says what."""

    send_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, context: Context, watch: PortfolioWatch) -> None:
        super().__init__()
        self._context = context
        self._watch = watch
        self._period: str | None = None
        self._chosen: set[int] | None = None
        self.period, self.pattern = QLineEdit(), QLineEdit()
        self.folder = FolderField()
        self.due = OptionalDate()
        self.language, self.folders_by = QComboBox(), QComboBox()
        self.sheets = {sheet: QCheckBox() for sheet in SHEETS}
        self.projects = TickedList()
        self.all, self.none = QPushButton(), QPushButton()
        self.save, self.send = QPushButton(), QPushButton()
        self._labels: list[tuple[QLabel, str]] = []
        self._lay_out()
        self._connect()
        self.retranslate()
        self.restyle()
        self.begin()

    # What the panel uses

    def begin(self) -> None:
        """Show a new round: the open period, all usual projects."""
        from pmo_desktop.services.rounds import RoundPlan

        office = self._watch.portfolio.office if self._watch.portfolio else None
        folder = self._context.settings.export_folder
        language = self._context.language.code
        self._show(RoundPlan(office.period if office else "", (), SHEETS, language, folder=folder))
        self._period, self._chosen = None, None
        self.fill_projects()

    def show_plan(self, plan: RoundPlan) -> None:
        """Show a round that there is."""
        self._show(plan)
        self._period, self._chosen = plan.period, set(plan.projects)
        self.fill_projects()

    @property
    def is_new(self) -> bool:
        return self._period is None

    def plan(self) -> RoundPlan:
        """What the fields say."""
        from pmo_desktop.services.rounds import RoundPlan

        return RoundPlan(
            self.period.text().strip(),
            self.projects.ticked(),
            tuple(sheet for sheet, box in self.sheets.items() if box.isChecked()),
            self.language.currentData(),
            self.due.value(),
            self.folder.text(),
            FoldersBy(self.folders_by.currentData()),
            self.pattern.text().strip(),
        )

    def fill_projects(self) -> None:
        """The usual projects and those of the round; a choice made before stays."""
        portfolio = self._watch.portfolio
        if portfolio is None:
            return
        if self.is_new and not self.period.text():
            self.period.setText(portfolio.office.period)
        ticked = self._ticked(portfolio.projects)
        self.projects.fill(
            (project.id, f"{project.code} {project.name}", project.id in ticked)
            for project in portfolio.projects
            if project.state in USUAL_STATES or project.id in ticked
        )
        self._say()

    def retranslate(self) -> None:
        text, term = self._context.language.text, self._context.language.term
        for shown, source in self._labels:
            shown.setText(text(source))
        for sheet, box in self.sheets.items():
            box.setText(term(f"table.{sheet}"))
        for number, by in enumerate(FoldersBy):
            self.folders_by.setItemText(number, term(f"folders_by.{by}"))
        self.folder.retranslate(self._context.language)
        self.all.setText(text("All"))
        self.none.setText(text("None"))
        self.save.setText(text("Save"))
        parts = " ".join("{" + part + "}" for part in NAME_PARTS)
        self.pattern.setToolTip(text("Words and any of {parts}", parts=parts))
        self.due.set_locale(qt_locale(self._context.language))
        self._say()

    def restyle(self) -> None:
        self.send.setIcon(icon("send", self._context.palette["on_accent"]))

    # Layout

    def _lay_out(self) -> None:
        self.setFixedWidth(WIDTH)
        for code, name in LANGUAGES:
            self.language.addItem(name, code)
        for by in FoldersBy:
            self.folders_by.addItem("", by.value)
        boxes = QGridLayout()
        boxes.setContentsMargins(0, 0, 0, 0)
        boxes.setSpacing(4)
        for number, box in enumerate(self.sheets.values()):
            boxes.addWidget(box, number // SHEETS_A_LINE, number % SHEETS_A_LINE)
        sheets = QWidget()
        sheets.setLayout(boxes)
        form = QFormLayout()
        form.setSpacing(6)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for source, field in (
            ("Period", self.period),
            ("Due", self.due),
            ("Language", self.language),
            ("Sheets", sheets),
            ("Folder", self.folder),
            ("Folders", self.folders_by),
            ("File names", self.pattern),
        ):
            form.addRow(self._labelled(source), field)
        self.send.setProperty("look", "primary")
        self.projects.setMinimumHeight(80)
        self.body.addLayout(form)
        self.body.addLayout(row(self._labelled("Projects"), None, self.all, self.none))
        self.body.addWidget(self.projects, 1)
        buttons = row(self.save, self.send)
        buttons.setStretch(1, 1)
        self.body.addLayout(buttons)

    def _labelled(self, source: str) -> QLabel:
        shown = label(look="small")
        self._labels.append((shown, source))
        return shown

    def _connect(self) -> None:
        self._watch.changed.connect(self.fill_projects)
        self.projects.changed.connect(self._say)
        self.all.clicked.connect(lambda: self.projects.tick_all(True))
        self.none.clicked.connect(lambda: self.projects.tick_all(False))
        self.send.clicked.connect(self.send_wanted)
        self.save.clicked.connect(self.save_wanted)

    # Inside

    def _show(self, plan: RoundPlan) -> None:
        self.period.setText(plan.period)
        self.due.set_value(plan.due)
        self.language.setCurrentIndex(max(self.language.findData(plan.language), 0))
        for sheet, box in self.sheets.items():
            box.setChecked(sheet in plan.sheets)
        self.folder.set_text(plan.folder)
        self.folders_by.setCurrentIndex(max(self.folders_by.findData(plan.folders_by.value), 0))
        self.pattern.setText(plan.name_pattern or DEFAULT_PATTERN)
        self.projects.clear()

    def _ticked(self, projects: Sequence[ProjectRow]) -> set[int]:
        """Who is to be in: as ticked now, else as in the round, else all usual ones."""
        shown = self.projects.boxes()
        usual = {project.id for project in projects if project.state in USUAL_STATES}
        wanted = usual if self._chosen is None else self._chosen
        return {project.id for project in projects if shown.get(project.id, project.id in wanted)}

    def _say(self) -> None:
        text, number = self._context.language.text, len(self.projects.ticked())
        self.send.setText(text("Send out {n} workbooks", n=number))
        self.send.setEnabled(number > 0)
        self.save.setEnabled(number > 0)
        self.save.setVisible(not self.is_new)
        if self.is_new:
            self.say(text("A new round"))
        else:
            self.say(text("The round {period}", period=self._period))
