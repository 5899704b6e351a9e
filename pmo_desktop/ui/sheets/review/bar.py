"""Above a review: where its files come from, what is ready of them, and the commit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton, QWidget

from pmo_desktop.exchange.comparing.choice import Choice
from pmo_desktop.language import Language
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.icons import icon
from pmo_desktop.ui.sheets.review.committing import is_ready, is_waiting
from pmo_desktop.ui.widgets.card import label
from pmo_desktop.ui.widgets.flow import FlowRow


class ReviewBar(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.choose, self.choose_folder, self.clear = QPushButton(), QPushButton(), QPushButton()
        self.only, self.commit = QPushButton(), QPushButton()
        self.summary = label(look="quiet")
        self.only.setCheckable(True)
        self.commit.setProperty("look", "primary")
        self.setLayout(
            FlowRow(
                self.choose,
                self.choose_folder,
                self.clear,
                self.summary,
                None,
                self.only,
                self.commit,
            )
        )

    def retranslate(self) -> None:
        text = self._context.language.text
        self.choose.setText(text("Choose files…"))
        self.choose_folder.setText(text("Choose a folder…"))
        self.clear.setText(text("Clear"))
        self.only.setText(text("Only what to look at"))

    def restyle(self) -> None:
        colour = self._context.palette["ink2"]
        self.choose.setIcon(icon("receive", colour))
        self.choose_folder.setIcon(icon("folder", colour))

    def say(self, choices: Sequence[Choice], *, may_commit: bool, is_checking: bool) -> None:
        """Say how far the files are; `is_checking`: their plans are looked at just now."""
        text = self._context.language.text
        ready, waiting = sum(map(is_ready, choices)), sum(map(is_waiting, choices))
        self.commit.setText(text("Commit {n} files", n=ready))
        self.commit.setEnabled(ready > 0 and may_commit)
        self.commit.setToolTip(
            text("{n} files wait: decide their conflicts first (N goes to the next).", n=waiting)
            if waiting
            else ""
        )
        parts = _counted(choices, waiting, self._context.language) if choices else []
        if parts and is_checking:
            parts.append(text("the plans are being checked…"))
        self.summary.setText(" · ".join(parts))


def _counted(choices: Sequence[Choice], waiting: int, language: Language) -> list[str]:
    text = language.text
    states = Counter(str(choice.file.state) for choice in choices)
    parts = [text("{n} ready", n=states["ready"])]
    if states["attention"]:
        parts.append(text("{n} to look at", n=states["attention"]))
    if states["refused"]:
        parts.append(text("{n} refused", n=states["refused"]))
    parts.append(text("{n} changes", n=sum(choice.count for choice in choices)))
    if waiting:
        parts.append(text("{n} files to decide", n=waiting))
    return parts
