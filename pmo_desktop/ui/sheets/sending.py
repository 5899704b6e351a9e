"""Sending out: a prefilled workbook for every chosen project, into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

from pmo_desktop.domain.health import Light
from pmo_desktop.language import Language
from pmo_desktop.progress import Report
from pmo_desktop.ui.context import Context, Named
from pmo_desktop.ui.icons import icon
from pmo_desktop.ui.lights import light_icon
from pmo_desktop.ui.portfolio_watch import PortfolioWatch
from pmo_desktop.ui.widgets.card import Card, label, row
from pmo_desktop.ui.widgets.folder_field import FolderField
from pmo_desktop.ui.widgets.ticked_list import TickedList

if TYPE_CHECKING:
    from pmo_desktop.exchange.workbook.sending import SentOut

OPTIONS_WIDTH = 380
LANGUAGES = (("zh", "中文"), ("en", "English"))


class SendPanel(QWidget):
    def __init__(self, context: Context, watch: PortfolioWatch) -> None:
        super().__init__()
        self._context = context
        self._watch = watch
        self.folder = FolderField(context.settings.export_folder)
        self.open_folder = QPushButton()
        self.language = QComboBox()
        self.projects, self.results = TickedList(), QListWidget()
        self.all, self.none, self.send = QPushButton(), QPushButton(), QPushButton()
        self.options, self.outcome = Card(), Card()
        self._labels: list[tuple[QLabel, str]] = []
        self._lay_out()
        self._connect()
        self.retranslate()
        self.restyle()

    def retranslate(self) -> None:
        text = self._context.language.text
        self.options.say(text("What goes out"))
        self.outcome.title.setText(text("What was written"))
        self.folder.retranslate(self._context.language)
        self.open_folder.setText(text("Open the folder"))
        self.all.setText(text("All"))
        self.none.setText(text("None"))
        for shown, source in self._labels:
            shown.setText(text(source))
        self._say_count()

    def restyle(self) -> None:
        self.send.setIcon(icon("send", self._context.palette["on_accent"]))
        roles = self._context.palette
        self.open_folder.setIcon(icon("folder", roles["ink2"], disabled=roles["disabled"]))

    def fill_projects(self) -> None:
        """The projects under way, all of them chosen; a choice made before stays."""
        portfolio = self._watch.portfolio
        if portfolio is None:
            return
        before = self.projects.boxes()
        self.projects.fill(
            (project.id, f"{project.code} {project.name}", before.get(project.id, True))
            for project in portfolio.projects
            if project.state in ("active", "on_hold")
        )
        self._say_count()

    def send_out(self) -> None:
        """Write the workbooks of the chosen projects into the folder."""
        workspace, ids = self._context.workspace, self.projects.ticked()
        folder = self.folder.text()
        if workspace is None or not ids:
            return
        if not folder:
            self._context.warn("Choose a folder for the workbooks first.")
            self.folder.setFocus()
            return
        self._context.settings.export_folder = folder
        language = Language(self.language.currentData())

        def work(report: Report) -> SentOut:
            from pmo_desktop.exchange.workbook.sending import send_out

            return send_out(workspace, Path(folder), language, ids, report)

        self._context.jobs.run(
            Named("Send out {n} workbooks", {"n": len(ids)}),
            work,
            self._take,
            lane="make",
            owner=self,
        )

    # Layout

    def _lay_out(self) -> None:
        for code, name in LANGUAGES:
            self.language.addItem(name, code)
        self.language.setCurrentIndex(self.language.findData(self._context.language.code))
        form = QFormLayout()
        form.setSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for source, field in (("Folder", self.folder), ("Language", self.language)):
            shown = label(look="small")
            self._labels.append((shown, source))
            form.addRow(shown, field)
        heading = label(look="small")
        self._labels.append((heading, "Projects"))
        self.send.setProperty("look", "primary")
        self.options.setFixedWidth(OPTIONS_WIDTH)
        self.options.body.addLayout(form)
        self.options.body.addLayout(row(heading, None, self.all, self.none))
        self.options.body.addWidget(self.projects, 1)
        self.options.body.addWidget(self.send)
        self.outcome.head.addWidget(self.open_folder)
        self.outcome.body.addWidget(self.results, 1)
        self.open_folder.setEnabled(False)
        layout = row(self.options, self.outcome, spacing=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self._watch.changed.connect(self.fill_projects)
        self.projects.changed.connect(self._say_count)
        self.open_folder.clicked.connect(self._on_open_folder)
        self.all.clicked.connect(lambda: self.projects.tick_all(True))
        self.none.clicked.connect(lambda: self.projects.tick_all(False))
        self.send.clicked.connect(self.send_out)

    # What happens

    def _say_count(self) -> None:
        number = len(self.projects.ticked())
        self.send.setText(self._context.language.text("Send out {n} workbooks", n=number))
        self.send.setEnabled(number > 0)
        if not self.results.count():
            self.outcome.hint.setText(self._context.language.text("nothing yet"))

    def _take(self, sent: SentOut) -> None:
        text, roles = self._context.language.text, self._context.palette
        self.results.clear()
        for finding in sent.findings:
            words = text(finding.sentence, **finding.params)
            QListWidgetItem(light_icon(Light.RED, roles), words, self.results)
        for path in sent.files:
            QListWidgetItem(light_icon(Light.GREEN, roles), path.name, self.results)
        self.open_folder.setEnabled(bool(sent.files))
        self.outcome.hint.setText(text("{n} workbooks", n=len(sent.files)))
        if sent.files:
            folder = sent.files[0].parent
            self._context.inform(
                "{n} workbooks were written to {path}.", n=len(sent.files), path=folder
            )

    def _on_open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self.folder.text()))
