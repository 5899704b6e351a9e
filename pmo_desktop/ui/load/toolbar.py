"""The bar above the heat map: how far ahead, how it is grouped and sorted, who is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from pmo_desktop.language import Language
from pmo_desktop.ui.icons import icon
from pmo_desktop.ui.load.lines import Grouping, LoadFilter, Order
from pmo_desktop.ui.widgets.flow import FlowRow
from pmo_desktop.ui.widgets.segments import Segments

HORIZONS = ("13", "26", "52")
FILTER_DELAY_MS = 150
FILTER_WIDTH = 110
DEPARTMENT_WIDTH = 136
ROLE_WIDTH = 110


class LoadBar(QWidget):
    """`weeks_changed` asks for other weeks, `changed` for another look at the same ones."""

    weeks_changed = Signal()
    changed = Signal()
    left = Signal()

    def __init__(self, palette: Mapping[str, str]) -> None:
        super().__init__()
        self._horizon = Segments(HORIZONS)
        self._grouping = Segments([by.value for by in Grouping])
        self._order = Segments([order.value for order in Order])
        self._department, self._role = QComboBox(), QComboBox()
        self.overloaded = QPushButton()
        self.overloaded.setCheckable(True)
        self.filter_edit = QLineEdit()
        self._search = self.filter_edit.addAction(
            icon("search", palette["ink3"]), QLineEdit.ActionPosition.LeadingPosition
        )
        self._lay_out()
        self._connect()

    @property
    def weeks(self) -> int:
        return int(self._horizon.current)

    @property
    def grouping(self) -> Grouping:
        return Grouping(self._grouping.current)

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
        self._horizon.choose(weeks)

    def choose_grouping(self, by: str) -> None:
        self._grouping.choose(by)

    def clear_filter(self) -> None:
        """Show everyone."""
        with QSignalBlocker(self):
            self._department.setCurrentIndex(0)
            self._role.setCurrentIndex(0)
            self.overloaded.setChecked(False)
            self.filter_edit.clear()

    def state(self) -> dict[str, Any]:
        """What is worth keeping until next time."""
        return {
            "weeks": self._horizon.current,
            "grouping": self.grouping.value,
            "order": self.order.value,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """As it was left: half a year, ungrouped, the heaviest first at the beginning."""
        with QSignalBlocker(self):
            _choose(self._horizon, HORIZONS, state.get("weeks", HORIZONS[1]))
            _choose(self._grouping, list(Grouping), state.get("grouping"))
            _choose(self._order, list(Order), state.get("order"))

    def retranslate(self, language: Language) -> None:
        text, term = language.text, language.term
        self._horizon.set_texts([text("{n} weeks", n=int(weeks)) for weeks in HORIZONS])
        self._grouping.set_texts([term(f"load_grouping.{by.value}") for by in Grouping])
        self._order.set_texts([term(f"load_order.{order.value}") for order in Order])
        self.overloaded.setText(text("Overloaded"))
        self.filter_edit.setPlaceholderText(text("Filter"))
        self.filter_edit.setToolTip(text("Words of a name, role or department"))

    def restyle(self, palette: Mapping[str, str]) -> None:
        self._search.setIcon(icon("search", palette["ink3"]))

    def _lay_out(self) -> None:
        self.filter_edit.setFixedWidth(FILTER_WIDTH)
        self.filter_edit.setClearButtonEnabled(True)
        self._department.setFixedWidth(DEPARTMENT_WIDTH)
        self._role.setFixedWidth(ROLE_WIDTH)
        first = (self._horizon, self._grouping, self._order, self.overloaded)
        self.setLayout(FlowRow(*first, None, self._department, self._role, self.filter_edit))

    def _connect(self) -> None:
        self._filter_later = QTimer(self, singleShot=True, interval=FILTER_DELAY_MS)
        self._filter_later.timeout.connect(self.changed)
        self.filter_edit.textChanged.connect(self._on_filter_typed)
        self.filter_edit.returnPressed.connect(self._on_filter_entered)
        self._horizon.chosen.connect(self.weeks_changed)
        self._grouping.chosen.connect(self.changed)
        self._order.chosen.connect(self.changed)
        self.overloaded.toggled.connect(self.changed)
        self._department.currentIndexChanged.connect(self.changed)
        self._role.currentIndexChanged.connect(self.changed)

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
