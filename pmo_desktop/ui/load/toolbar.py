"""The bar above the heat map: of whom, in what steps and units, how far ahead, who is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from pmo_desktop.domain.load_grains import Grain
from pmo_desktop.language import Language
from pmo_desktop.services.load_page import Asking
from pmo_desktop.services.load_shapes import By
from pmo_desktop.ui.icons import icon
from pmo_desktop.ui.load.lines import LoadFilter, Order, Unit
from pmo_desktop.ui.widgets.flow import FlowRow
from pmo_desktop.ui.widgets.segments import Segments

HORIZONS = ("13", "26", "52", "104", "156")
FILTER_DELAY_MS = 150
FILTER_WIDTH = 110
BY_WIDTH, GRAIN_WIDTH, UNIT_WIDTH, HORIZON_WIDTH = 110, 90, 102, 92
DEPARTMENT_WIDTH = 138
ROLE_WIDTH = 100


class LoadBar(QWidget):
    """`asked_changed` asks for other figures, `changed` for another look at the same ones."""

    asked_changed = Signal()
    changed = Signal()
    left = Signal()

    def __init__(self, palette: Mapping[str, str]) -> None:
        super().__init__()
        self._by, self._unit, self._horizon = QComboBox(), QComboBox(), QComboBox()
        self._grain = QComboBox()
        self._order = Segments([order.value for order in Order])
        self._department, self._role = QComboBox(), QComboBox()
        self.overloaded, self.candidates = QPushButton(), QPushButton()
        for button in (self.overloaded, self.candidates):
            button.setCheckable(True)
        self.filter_edit = QLineEdit()
        self._search = self.filter_edit.addAction(
            icon("search", palette["ink3"]), QLineEdit.ActionPosition.LeadingPosition
        )
        self._fill_choices(Language("en"))
        self._lay_out()
        self._connect()

    @property
    def asked(self) -> Asking:
        return Asking(
            By(self._by.currentData()),
            Grain(self._grain.currentData()),
            int(self._horizon.currentData()),
            self.candidates.isChecked(),
        )

    @property
    def unit(self) -> Unit:
        return Unit(self._unit.currentData())

    @property
    def order(self) -> Order:
        return Order(self._order.current)

    @property
    def filter(self) -> LoadFilter:
        return LoadFilter(
            self.filter_edit.text(),
            self._department.currentData() or "",
            self._role.currentData() or "",
            self.overloaded.isChecked(),
        )

    def offer(self, departments: Sequence[str], roles: Sequence[str], language: Language) -> None:
        """The departments and roles that there are; the choice stays."""
        _fill(self._department, language.text("All departments"), departments)
        _fill(self._role, language.text("All roles"), roles)

    def choose_weeks(self, weeks: str) -> None:
        """One of `HORIZONS`."""
        self._horizon.setCurrentIndex(HORIZONS.index(weeks))

    def choose_by(self, by: By) -> None:
        self._by.setCurrentIndex(self._by.findData(by.value))

    def choose_grain(self, grain: Grain) -> None:
        self._grain.setCurrentIndex(self._grain.findData(grain.value))

    def choose_unit(self, unit: Unit) -> None:
        self._unit.setCurrentIndex(self._unit.findData(unit.value))

    def clear_filter(self) -> None:
        """Show everyone."""
        with QSignalBlocker(self):
            self._department.setCurrentIndex(0)
            self._role.setCurrentIndex(0)
            self.overloaded.setChecked(False)
            self.filter_edit.clear()

    def state(self) -> dict[str, Any]:
        """What is worth keeping until next time."""
        asked = self.asked
        return {
            "by": asked.by.value,
            "grain": asked.grain.value,
            "unit": self.unit.value,
            "weeks": str(asked.weeks),
            "order": self.order.value,
            "candidates": asked.candidates,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """As it was left: people, half a year of weeks, the heaviest first at the beginning."""
        with QSignalBlocker(self):
            for box, name, usual in (
                (self._by, "by", By.PERSON.value),
                (self._unit, "unit", Unit.SHARE.value),
                (self._horizon, "weeks", HORIZONS[1]),
                (self._grain, "grain", Grain.WEEK.value),
            ):
                at = box.findData(state.get(name, usual))
                box.setCurrentIndex(at if at >= 0 else box.findData(usual))
            _choose(self._order, list(Order), state.get("order"))
            self.candidates.setChecked(bool(state.get("candidates")))

    def retranslate(self, language: Language) -> None:
        text, term = language.text, language.term
        self._fill_choices(language)
        self._order.set_texts([term(f"load_order.{order.value}") for order in Order])
        self.overloaded.setText(text("Overloaded"))
        self.candidates.setText(text("Candidates"))
        self.candidates.setToolTip(
            text("Also what proposed projects would ask for: softly, as nothing is agreed")
        )
        self.filter_edit.setPlaceholderText(text("Filter"))
        self.filter_edit.setToolTip(text("Words of a name, role or department"))

    def restyle(self, palette: Mapping[str, str]) -> None:
        self._search.setIcon(icon("search", palette["ink3"]))

    def _fill_choices(self, language: Language) -> None:
        terms = [(language.term(f"load_by.{by.value}"), by.value) for by in By]
        units = [(language.term(f"load_unit.{unit.value}"), unit.value) for unit in Unit]
        weeks = [(language.text("{n} weeks", n=int(count)), count) for count in HORIZONS]
        grains = [(language.term(f"grain.{grain.value}"), grain.value) for grain in Grain]
        for box, choices in (
            (self._by, terms),
            (self._grain, grains),
            (self._unit, units),
            (self._horizon, weeks),
        ):
            chosen = box.currentData()
            with QSignalBlocker(box):
                box.clear()
                for words, value in choices:
                    box.addItem(words, value)
                box.setCurrentIndex(max(box.findData(chosen), 0))

    def _lay_out(self) -> None:
        self.filter_edit.setFixedWidth(FILTER_WIDTH)
        self.filter_edit.setClearButtonEnabled(True)
        for box, width in (
            (self._by, BY_WIDTH),
            (self._grain, GRAIN_WIDTH),
            (self._unit, UNIT_WIDTH),
            (self._horizon, HORIZON_WIDTH),
            (self._department, DEPARTMENT_WIDTH),
            (self._role, ROLE_WIDTH),
        ):
            box.setFixedWidth(width)
        first = (self._by, self._grain, self._unit, self._horizon, self._order)
        last = (self.overloaded, self.candidates, self._department, self._role, self.filter_edit)
        self.setLayout(FlowRow(*first, None, *last))

    def _connect(self) -> None:
        self._filter_later = QTimer(self, singleShot=True, interval=FILTER_DELAY_MS)
        self._filter_later.timeout.connect(self.changed)
        self.filter_edit.textChanged.connect(self._on_filter_typed)
        self.filter_edit.returnPressed.connect(self._on_filter_entered)
        for box in (self._by, self._grain, self._horizon):
            box.currentIndexChanged.connect(self.asked_changed)
        self.candidates.toggled.connect(self.asked_changed)
        self._order.chosen.connect(self.changed)
        self.overloaded.toggled.connect(self.changed)
        for box in (self._unit, self._department, self._role):
            box.currentIndexChanged.connect(self.changed)

    def _on_filter_typed(self) -> None:
        self._filter_later.start()

    def _on_filter_entered(self) -> None:
        self._filter_later.stop()
        self.changed.emit()
        self.left.emit()


def _choose(segments: Segments, known: Sequence[str], key: Any) -> None:
    segments.choose(key if key in known else known[0])


def _fill(box: QComboBox, any_one: str, names: Sequence[str]) -> None:
    chosen = box.currentData()
    with QSignalBlocker(box):
        box.clear()
        box.addItem(any_one, "")
        for name in names:
            box.addItem(name, name)
        box.setCurrentIndex(max(box.findData(chosen), 0))
