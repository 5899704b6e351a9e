"""Risks and issues: the matrix narrows the register by a click; both registers are edited here."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout
from PySide6.QtWidgets import QWidget as Widget
from typing_extensions import override

from pmo_desktop.charts.matrix import MatrixGrid, MatrixRisk, matrix
from pmo_desktop.charts.scene import Group, Rect, Scene
from pmo_desktop.domain.risk import Rating
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.names import Names
from pmo_desktop.ui.page import Page
from pmo_desktop.ui.portfolio_watch import PortfolioWatch
from pmo_desktop.ui.risks.columns import ISSUES, RATING_TONES, RISKS
from pmo_desktop.ui.tables.register import Register
from pmo_desktop.ui.widgets.card import Card, label, row
from pmo_desktop.ui.widgets.scene_view import SceneView
from pmo_desktop.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from pmo_desktop.services.registers import IssueRow, RiskRow

MATRIX_WIDTH = 320
MATRIX_HEIGHT = 340
RATINGS = (Rating.HIGH, Rating.MEDIUM, Rating.LOW)


class RisksPage(Page):
    tables = frozenset({"risk", "issue", "project", "person", "office"})

    def __init__(self, context: Context, watch: PortfolioWatch, names: Names) -> None:
        super().__init__(context)
        self._cell: tuple[int, int] | None = None
        self.views = Segments(("risk", "issue"))
        self.registers = {
            "risk": Register(context, RISKS, names, watch),
            "issue": Register(context, ISSUES, names, watch),
        }
        self.matrix_card, self.totals_card, self.register_card = Card(), Card(), Card(titled=False)
        self.matrix = SceneView(context)
        self.show_all = QPushButton()
        self.show_all.setProperty("look", "link")
        self._totals = QGridLayout()
        self._lay_out()
        self._connect()
        self.retranslate()

    @override
    def refresh(self) -> None:
        from pmo_desktop.services.registers import issues, risks

        self.context.ask(risks, then=self._take_risks, owner=self)
        self.context.ask(issues, then=self._take_issues, owner=self)

    @override
    def retranslate(self) -> None:
        text = self.context.language.text
        self.views.set_texts((text("Risks"), text("Issues")))
        self.matrix_card.say(
            text("Probability and impact"), text("a click on a cell narrows the list")
        )
        self.totals_card.say(text("Exposure by rating"), text("open risks"))
        self.show_all.setText(text("Show all cells"))
        for register in self.registers.values():
            register.retranslate()
        self._show_picture()

    @override
    def reveal(self, table: str, row_id: int) -> None:
        self.views.choose(table)
        self._choose_cell(None)
        self.registers[table].reveal(row_id)

    def filter_field(self) -> QLineEdit:
        return self.registers[self.views.current].table.filter_edit

    # Layout

    def _lay_out(self) -> None:
        self.matrix.setFixedSize(MATRIX_WIDTH, MATRIX_HEIGHT)
        self.matrix_card.body.addWidget(self.matrix)
        self.matrix_card.body.addWidget(self.show_all)
        self.totals_card.body.addLayout(self._totals)
        self.totals_card.body.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.matrix_card)
        left.addWidget(self.totals_card, 1)
        self.left = Widget()
        self.left.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        self._stack, self._bars = QStackedWidget(), QStackedWidget()
        self.setFocusProxy(self.registers["risk"])
        for register in self.registers.values():
            self._stack.addWidget(register)
            bar = Widget()
            bar.setLayout(register.bar)
            self._bars.addWidget(bar)
        head = row(self.views, None, self._bars)
        self._bars.setSizePolicy(
            self.views.sizePolicy().Policy.Maximum, self.views.sizePolicy().Policy.Preferred
        )
        self.register_card.body.addLayout(head)
        self.register_card.body.addWidget(self._stack, 1)
        layout = row(self.left, self.register_card, spacing=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.views.chosen.connect(self._on_view_chosen)
        self.matrix.clicked.connect(self._on_matrix_clicked)
        self.show_all.clicked.connect(lambda: self._choose_cell(None))
        self.registers["risk"].narrowed.connect(self._show_picture)
        self.show_all.hide()

    # Showing

    def _take_risks(self, rows: Sequence[RiskRow]) -> None:
        self.registers["risk"].set_rows(rows)
        self._say_counts()

    def _take_issues(self, rows: Sequence[IssueRow]) -> None:
        self.registers["issue"].set_rows(rows)
        self._say_counts()

    def _say_counts(self) -> None:
        text = self.context.language.text
        risks, issues = (self.registers[key].in_scope() for key in ("risk", "issue"))
        self.set_subtitle(
            f"{text('{n} risks listed', n=len(risks))} · {text('{n} issues listed', n=len(issues))}"
        )

    def _rated(self) -> list[RiskRow]:
        rows: list[RiskRow] = self.registers["risk"].in_scope()
        return [risk for risk in rows if risk.rating is not None]

    def _show_picture(self) -> None:
        rated = self._rated()
        language, cell = self.context.language, self._cell
        risks = [
            MatrixRisk(self._shown_code(risk), risk.probability, risk.impact)
            for risk in rated
            if risk.probability is not None and risk.impact is not None
        ]

        def compose(width: float, height: float) -> Scene:
            scene = matrix(risks, language, width, height)
            return scene if cell is None else _with_frame(scene, cell)

        self.matrix.show_scene(compose)
        self._show_totals(rated)
        self._say_counts()

    def _shown_code(self, risk: RiskRow) -> str:
        """A code says enough within one project alone."""
        one = self.registers["risk"].project_id
        return risk.code if one else f"{risk.project_code} {risk.code}"

    def _show_totals(self, rated: Sequence[RiskRow]) -> None:
        while item := self._totals.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        language = self.context.language
        self._totals.setColumnStretch(1, 1)
        for line, rating in enumerate(RATINGS):
            found = [risk for risk in rated if risk.rating is rating]
            chip = label(language.term(f"rating.{rating.value}"), f"chip_{RATING_TONES[rating]}")
            count = label(language.text("{n} risks", n=len(found)), "quiet")
            self._totals.addWidget(chip, line, 0)
            self._totals.addWidget(count, line, 1)
            total = label(_money(found, language))
            total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._totals.addWidget(total, line, 2)

    # What the user does

    def _on_view_chosen(self, key: str) -> None:
        number = list(self.registers).index(key)
        self._stack.setCurrentIndex(number)
        self._bars.setCurrentIndex(number)
        self.left.setVisible(key == "risk")

    def _on_matrix_clicked(self, x: float, y: float) -> None:
        grid = MatrixGrid(float(self.matrix.width()), float(self.matrix.height()))
        cell = grid.levels_at(x, y)
        self._choose_cell(None if cell == self._cell else cell)

    def _choose_cell(self, cell: tuple[int, int] | None) -> None:
        """Narrow the register to a cell's risks, or show all again."""
        self._cell = cell
        self.show_all.setVisible(cell is not None)
        accepts = None
        if cell is not None:
            accepts = lambda risk: (risk.probability, risk.impact) == cell  # noqa: E731
        self.registers["risk"].set_filter(accepts)


def _with_frame(scene: Scene, cell: tuple[int, int]) -> Scene:
    """The scene with the chosen cell framed."""
    box = MatrixGrid(scene.width, scene.height).cell(*cell)
    frame = Rect(box.x + 1, box.y + 1, box.width - 2, box.height - 2, None, "accent", 2.0)
    return Scene(scene.width, scene.height, (*scene.groups, Group("chosen", (frame,))))


def _money(risks: Sequence[RiskRow], language: Any) -> str:
    """The sum for each currency."""
    sums: dict[str, Decimal] = {}
    for risk in risks:
        sums[risk.currency] = sums.get(risk.currency, Decimal(0)) + risk.exposure
    return " + ".join(language.money(total, currency) for currency, total in sums.items() if total)
