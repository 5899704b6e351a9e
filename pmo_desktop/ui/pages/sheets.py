"""Spreadsheets in and out: the review of what came back, and the sending out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.pages.review_panel import ReviewPanel
from pmo_desktop.ui.pages.send_panel import SendPanel
from pmo_desktop.ui.portfolio_watch import PortfolioWatch
from pmo_desktop.ui.widgets.card import row
from pmo_desktop.ui.widgets.segments import Segments

VIEWS = ("in", "out")


class SheetsPage(Page):
    """A review is of the database as it was: it is made again after the data changed."""

    tables = frozenset({"project", "task", "person", "risk", "issue", "status_report"})

    def __init__(self, context: Context, watch: PortfolioWatch) -> None:
        super().__init__(context)
        self.views = Segments(VIEWS)
        self.panel_in = ReviewPanel(context)
        self.panel_out = SendPanel(context, watch)
        self._stack = QStackedWidget()
        self._bars = QStackedWidget()
        self._bars.addWidget(self.panel_in.bar)
        self._bars.addWidget(QWidget())
        self._stack.addWidget(self.panel_in)
        self._stack.addWidget(self.panel_out)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(row(self.views, self._bars))
        layout.addWidget(self._stack, 1)
        self.views.chosen.connect(self._on_view_chosen)
        self.panel_in.summary_changed.connect(self.set_subtitle)
        self.retranslate()

    @override
    def refresh(self) -> None:
        self.panel_out.fill_projects()
        self.panel_in.review_again()

    @override
    def retranslate(self) -> None:
        text = self.context.language.text
        self.views.set_texts((text("Take in"), text("Send out")))
        self.panel_in.retranslate()
        self.panel_out.retranslate()

    @override
    def restyle(self) -> None:
        self.panel_in.restyle()
        self.panel_out.restyle()

    def filter_field(self) -> QLineEdit:
        return self.panel_in.details.filter_field()

    def review(self, paths: Sequence[Path]) -> None:
        """Show what these files and folders would change."""
        self.views.choose("in")
        self.panel_in.review(paths)

    def choose_files(self) -> None:
        self.views.choose("in")
        self.panel_in.choose_files()

    def show_sending(self) -> None:
        self.views.choose("out")

    def _on_view_chosen(self, key: str) -> None:
        self._stack.setCurrentIndex(VIEWS.index(key))
        self._bars.setCurrentIndex(VIEWS.index(key))
