"""What a simulation is asked: how many runs, the seed, how durations spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLabel, QPushButton, QSpinBox, QWidget

from pmo_desktop.domain.estimates import Distribution
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.widgets.flow import FlowRow
from pmo_desktop.ui.widgets.spin import indent

if TYPE_CHECKING:
    from pmo_desktop.services.simulation import Options

RUNS = (FEWEST, MOST, STEP) = (10, 100_000, 500)
SHORTEST, LONGEST = 90, 130
LAST_SEED = 999_999


class SimulationOptions(QWidget):
    """`asked` is sent when the user wants it simulated, by the button or by Enter in a field."""

    asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.runs, self.seed = QSpinBox(), QSpinBox()
        self.shortest, self.longest = QDoubleSpinBox(), QDoubleSpinBox()
        self.distribution = QComboBox()
        self.start = QPushButton()
        self._labels = {name: QLabel() for name in ("runs", "seed", "spread", "to")}
        self._set_up()
        self.setLayout(
            FlowRow(
                self._labels["runs"], self.runs,
                self._labels["spread"], self.shortest, self._labels["to"], self.longest,
                self.distribution, self._labels["seed"], self.seed,
                None, self.start,
            )
        )  # fmt: skip
        self.retranslate()

    def _set_up(self) -> None:
        self.runs.setRange(FEWEST, MOST)
        self.runs.setSingleStep(STEP)
        self.runs.setValue(1000)
        self.runs.setGroupSeparatorShown(True)
        self.seed.setRange(0, LAST_SEED)
        self.seed.setValue(1)
        self.shortest.setRange(0, 100)
        self.shortest.setValue(SHORTEST)
        self.longest.setRange(100, 1000)
        self.longest.setValue(LONGEST)
        for share in (self.shortest, self.longest):
            share.setDecimals(0)
            share.setSingleStep(5)
        for field in (self.runs, self.seed, self.shortest, self.longest):
            indent(field)
            field.lineEdit().returnPressed.connect(self.asked)
        for _ in Distribution:
            self.distribution.addItem("")
        self.start.setProperty("look", "primary")
        self.start.clicked.connect(self.asked)

    @property
    def options(self) -> Options:
        from pmo_desktop.services.simulation import Options

        return Options(
            self.runs.value(),
            self.seed.value(),
            list(Distribution)[self.distribution.currentIndex()],
            self.shortest.value() / 100,
            self.longest.value() / 100,
        )

    def retranslate(self) -> None:
        text, term = self._context.language.text, self._context.language.term
        self._labels["runs"].setText(text("Runs"))
        self._labels["spread"].setText(text("Tasks without three points"))
        self._labels["to"].setText(text("to"))
        self._labels["seed"].setText(text("Seed"))
        self.start.setText(text("Simulate"))
        self.seed.setToolTip(text("The same number gives the same result again"))
        for field in (self.shortest, self.longest):
            field.setSuffix(" %")
            field.setToolTip(text("Of the planned duration; 100 % and 100 %: they do not vary"))
        for number, kind in enumerate(Distribution):
            self.distribution.setItemText(number, term(f"distribution.{kind.value}"))
