"""Spreadsheets in and out: the review of what came back, the sending out, the rounds of both."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from pmo_desktop.ui.context import Context
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.people.taking_in import PoolPanel
from pmo_desktop.ui.performance.returns import ReturnsPanel
from pmo_desktop.ui.portfolio_watch import PortfolioWatch
from pmo_desktop.ui.sheets.review.panel import ReviewPanel
from pmo_desktop.ui.sheets.rounds.panel import RoundsPanel
from pmo_desktop.ui.sheets.sending import SendPanel
from pmo_desktop.ui.widgets.card import row
from pmo_desktop.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from pmo_desktop.exchange.understood import Understood

VIEWS = ("in", "out", "rounds", "returns", "pool")


class SheetsPage(Page):
    """A review is of the database as it was: it is made again after the data changed."""

    tables = frozenset(
        {
            "project",
            "task",
            "person",
            "risk",
            "issue",
            "status_report",
            "custom_field",
            "timesheet_entry",
            "resource_request",
            "absence",
            "person_capacity",
            "person_rate",
            "person_skill",
            "skill",
            "team",
            "team_member",
            "department",
            "booking",
        }
    )

    def __init__(self, context: Context, watch: PortfolioWatch) -> None:
        super().__init__(context)
        self.views = Segments(VIEWS)
        self.panel_in = ReviewPanel(context)
        self.panel_out = SendPanel(context, watch)
        self.rounds = RoundsPanel(context, watch)
        self.returns = ReturnsPanel(context)
        self.pool = PoolPanel(context)
        self._summaries = dict.fromkeys(VIEWS, "")
        self._stack = QStackedWidget()
        self._bars = QStackedWidget()
        self._bars.addWidget(self.panel_in.bar)
        self._bars.addWidget(QWidget())
        self._bars.addWidget(self.rounds.bar)
        self._bars.addWidget(self.returns.bar)
        self._bars.addWidget(self.pool.bar)
        self._stack.addWidget(self.panel_in)
        self._stack.addWidget(self.panel_out)
        self._stack.addWidget(self.rounds)
        self._stack.addWidget(self.returns)
        self._stack.addWidget(self.pool)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        # A bar that goes on in a second line leaves the views in the first.
        head = row(self.views, self._bars)
        head.setAlignment(self.views, Qt.AlignmentFlag.AlignTop)
        head.setStretch(1, 1)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        self.views.chosen.connect(self._on_view_chosen)
        self.panel_in.summary_changed.connect(lambda words: self._on_summary("in", words))
        self.rounds.summary_changed.connect(lambda words: self._on_summary("rounds", words))
        self.rounds.review_wanted.connect(self.review)
        self.rounds.returns_found.connect(self._on_returns_along)
        self.panel_in.returns_found.connect(self._on_returns_found)
        self.returns.summary_changed.connect(lambda words: self._on_summary("returns", words))
        self.pool.summary_changed.connect(lambda words: self._on_summary("pool", words))
        self.pool.wanted.connect(self.review)
        self.retranslate()

    @override
    def refresh(self) -> None:
        self.panel_out.fill_projects()
        self.panel_in.review_again()
        self.returns.again()
        self.pool.again()

    @override
    def retranslate(self) -> None:
        text = self.context.language.text
        words = (text("Take in"), text("Send out"), text("Rounds"), text("Timesheets & answers"),
                 text("People"))  # fmt: skip
        self.views.set_texts([word.replace("&", "&&") for word in words])
        self.panel_in.retranslate()
        self.panel_out.retranslate()
        self.rounds.retranslate()
        self.returns.retranslate()
        self.pool.retranslate()

    @override
    def restyle(self) -> None:
        self.panel_in.restyle()
        self.panel_out.restyle()
        self.rounds.restyle()

    def filter_field(self) -> QLineEdit:
        if self.shows_rounds:
            return self.rounds.inbox.table.filter_edit
        if self.views.current == "returns":
            return self.returns.table.filter_edit
        if self.views.current == "pool":
            return self.pool.table.filter_edit
        return self.panel_in.details.filter_field()

    @property
    def shows_rounds(self) -> bool:
        return self.views.current == "rounds"

    def receive(self, paths: Sequence[Path]) -> None:
        """What is dropped while the rounds are in sight goes to the inbox."""
        self.rounds.receive(paths)

    def review(self, paths: Sequence[Path]) -> None:
        """Show what these files and folders would change."""
        self.views.choose("in")
        self.panel_in.review(paths)

    def choose_files(self) -> None:
        self.views.choose("in")
        self.panel_in.choose_files()

    def show_sending(self) -> None:
        self.views.choose("out")

    @override
    def reveal(self, table: str, row_id: int) -> None:
        if table in VIEWS:
            self.views.choose(table)

    def _on_returns_found(self, found: Sequence[Understood], *, along: bool = False) -> None:
        """What is not about projects has a place of its own."""
        from pmo_desktop.exchange.pool.review import pools_among

        pools, returned = pools_among(found)
        if returned:
            self._show_returns(returned, along=along)
        if pools:
            self._show_pools(pools, alone=not returned and not along)

    def _on_returns_along(self, found: Sequence[Understood]) -> None:
        """What came for a round, or into a watched folder: who looks at something else stays."""
        self._on_returns_found(found, along=True)

    def _show_pools(self, pools: Sequence[Understood], *, alone: bool) -> None:
        self.pool.show_files(pools)
        if alone and not self.panel_in.choices:
            self.views.choose("pool")
        else:
            self.context.inform(
                "{n} files about people came along: see under “People”.", n=len(pools)
            )

    def _show_returns(self, returned: Sequence[Understood], *, along: bool) -> None:
        """Timesheets and answers have a place of their own; they are shown where nothing else came
        with them."""
        self.returns.show_files(returned)
        if not along and not self.panel_in.choices:
            self.views.choose("returns")
        else:
            self.context.inform(
                "{n} timesheets or answers came along: see under “Timesheets & answers”.",
                n=len(returned),
            )

    def _on_view_chosen(self, key: str) -> None:
        self._stack.setCurrentIndex(VIEWS.index(key))
        self._bars.setCurrentIndex(VIEWS.index(key))
        self.set_subtitle(self._summaries[key])

    def _on_summary(self, view: str, words: str) -> None:
        self._summaries[view] = words
        if self.views.current == view:
            self.set_subtitle(words)
