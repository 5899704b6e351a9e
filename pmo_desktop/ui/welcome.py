"""What is shown while no office is open: the ways to get one, and how far the chosen one is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.icons import icon
from pmo_desktop.ui.jobs import Job
from pmo_desktop.ui.widgets.card import Card, label, row

CARD_WIDTH = 620


@dataclass(frozen=True)
class Way:
    """`action` is the key of the window's action that it leads to."""

    action: str
    icon: str
    title: str
    text: str


WAYS = (
    Way("demo", "demo", "Demo office…", "30 projects with history, to look around in."),
    Way("new", "add", "New office…", "An empty database, with the Chinese working calendar."),
    Way("open", "open", "Open…", "An office that is there already."),
    Way("import_new", "receive", "Start from spreadsheets…", "A new office from the teams' files."),
)


class Welcome(QWidget):
    way_chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._title = label(look="welcome")
        self.text = label(look="empty", wrap=True)
        self.ways: list[tuple[QPushButton, QLabel, Way]] = []
        # It keeps its room, so that nothing moves when there is something to say.
        self.work = label(look="quiet")
        self._card = Card(titled=False)
        self._card.setFixedWidth(CARD_WIDTH)
        self._card.body.setContentsMargins(32, 28, 32, 28)
        self._card.body.setSpacing(12)
        self._card.body.addWidget(self._title)
        self._card.body.addWidget(self.text)
        self._card.body.addSpacing(8)
        for way in WAYS:
            self._add_way(way)
        self._card.body.addWidget(self.work)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        # Between stretches, not aligned: an aligned card would not get the height of its text.
        layout.addLayout(row(None, self._card, None))
        layout.addStretch(3)
        self.setFocusProxy(self.ways[0][0])
        self.retranslate()
        self.restyle()
        context.language_changed.connect(self.retranslate)
        context.theme_changed.connect(self.restyle)
        for signal in (context.jobs.started, context.jobs.progressed, context.jobs.finished):
            signal.connect(self._say_work)

    def retranslate(self) -> None:
        text = self._context.language.text
        self._title.setText(text("Welcome to PMO Desktop"))
        self.text.setText(
            text(
                "The teams' spreadsheets come in, the schedule and the load stand on the screen, "
                "the steering pack goes out. Choose where to begin:"
            )
        )
        for button, explanation, way in self.ways:
            button.setText(text(way.title))
            explanation.setText(text(way.text))

    def restyle(self) -> None:
        for button, _, way in self.ways:
            button.setIcon(icon(way.icon, self._context.palette["ink2"]))

    def _say_work(self, _job: Job) -> None:
        """What is under way for an office; until it is done there is no other way."""
        job = next((job for job in self._context.jobs.running if job.title is not None), None)
        was_busy = bool(self.work.text())
        for button, _, _ in self.ways:
            button.setEnabled(job is None)
        if job is None:
            self.work.clear()
            if was_busy:
                self.setFocus(Qt.FocusReason.OtherFocusReason)  # the buttons had to let go of it
            return
        language, progress = self._context.language, job.progress
        parts = [self._context.title(job)]
        if progress.text:
            parts.append(language.text(progress.text, **progress.params))
        if progress.total:
            parts.append(language.percent(progress.done / progress.total))
        self.work.setText(" · ".join(parts))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes the way that the keyboard is at."""
        at = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(at, QPushButton):
            at.click()
        else:
            super().keyPressEvent(event)

    def _add_way(self, way: Way) -> None:
        button = QPushButton()
        button.setObjectName(f"way_{way.action}")
        button.setIconSize(QSize(16, 16))
        button.setFixedWidth(210)
        button.setMinimumHeight(34)
        button.clicked.connect(lambda: self.way_chosen.emit(way.action))
        explanation = label(look="quiet", wrap=True)
        self.ways.append((button, explanation, way))
        line = row(button, explanation, spacing=16)
        line.setStretch(1, 1)
        self._card.body.addLayout(line)
