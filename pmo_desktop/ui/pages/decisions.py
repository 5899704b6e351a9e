"""The decisions wanted from the committee, and what it decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from pmo_desktop.domain.risk import DecisionState
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.names import Names
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.portfolio_watch import PortfolioWatch
from pmo_desktop.ui.tables.column import of_field
from pmo_desktop.ui.tables.register import Register, RegisterSpec, project_column, state_chip
from pmo_desktop.ui.widgets.card import Card, row

if TYPE_CHECKING:
    from pmo_desktop.services.registers import DecisionRow


def _due_tone(decision: Any) -> str | None:
    late = decision.due is not None and decision.due < date.today()
    return "red_ink" if late and decision.state == DecisionState.WANTED else None


DECISIONS = RegisterSpec(
    "decision",
    (
        project_column(),
        of_field("decision.code", width=60),
        of_field("decision.name", width=190, stretch=True),
        of_field("decision.impact", width=150),
        of_field("decision.recommendation", width=170),
        of_field("decision.due", width=92, tone=_due_tone),
        of_field(
            "decision.state",
            width=92,
            chip=state_chip({"wanted": "amber", "decided": "green"}),
        ),
        of_field("decision.outcome", width=120),
        of_field("decision.decided_on", width=92),
    ),
    new_name="New decision",
    add="Add a decision",
    remove="Remove the chosen decision",
    empty="No decisions yet. Add with + what the committee has to decide.",
    is_open=lambda decision: decision.state == DecisionState.WANTED,
    open_only="Wanted only",
    in_project=False,
)


class DecisionsPage(Page):
    tables = frozenset({"decision", "project"})

    def __init__(self, context: Context, watch: PortfolioWatch, names: Names) -> None:
        super().__init__(context)
        self.register = Register(context, DECISIONS, names, watch)
        self.card = Card()
        self.card.head.addLayout(self.register.bar)
        self.card.body.addWidget(self.register, 1)
        self.setLayout(row(self.card))
        self.setFocusProxy(self.register)
        self.retranslate()

    @override
    def refresh(self) -> None:
        from pmo_desktop.services.registers import decisions

        self.context.ask(decisions, then=self._take, owner=self)

    @override
    def retranslate(self) -> None:
        text = self.context.language.text
        self.card.say(text("Decisions of the committee"), "")
        self.register.retranslate()

    @override
    def reveal(self, table: str, row_id: int) -> None:
        self.register.reveal(row_id)

    def filter_field(self) -> QLineEdit:
        return self.register.table.filter_edit

    def _take(self, rows: Sequence[DecisionRow]) -> None:
        self.register.set_rows(rows)
        text = self.context.language.text
        wanted = sum(1 for row in rows if row.state == DecisionState.WANTED)
        self.set_subtitle(text("{n} wanted", n=wanted))
