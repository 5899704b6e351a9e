"""A small panel at a link: its type, its lag, and what the lag counts.

What was changed is taken when the panel closes, as one edit; Escape leaves all as it was.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QWidget,
)
from typing_extensions import override

from pmo_desktop.domain.plan import PlanLink, PlanRow
from pmo_desktop.domain.tasks import LagKind, LinkType
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.widgets.popover import Popover
from pmo_desktop.ui.widgets.spin import indent

DAY_OF_CLOCK = 24 * 60
MOST = 9999.0


class LinkPopup(Popover):
    """`changed(values)` has what `services.linking.change_link` takes."""

    changed = Signal(dict)
    removed = Signal()

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        link: PlanLink,
        before: PlanRow,
        after: PlanRow,
        minutes_per_day: int,
    ) -> None:
        super().__init__(parent)
        self._link = link
        self._day = minutes_per_day
        self.type, self.unit, self.lag = QComboBox(), QComboBox(), QDoubleSpinBox()
        text, term = context.language.text, context.language.term
        self.add_text(f"{before.name} → {after.name}", "title")
        for kind in LinkType:
            self.type.addItem(term(f"link_type.{kind.value}"), kind)
        for unit in LagKind:
            self.unit.addItem(term(f"lag_unit.{unit.value}"), unit)
        self.lag.setRange(-MOST, MOST)
        self.lag.setDecimals(2)
        indent(self.lag)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.addRow(text("Type"), self.type)
        beside = QHBoxLayout()
        beside.addWidget(self.lag, 1)
        beside.addWidget(self.unit, 2)
        form.addRow(text("Lag"), beside)
        self.body.addLayout(form)
        self._add_buttons(context)
        self._fill()

    def _add_buttons(self, context: Context) -> None:
        text = context.language.text
        self.remove = QPushButton(text("Remove the link"))
        self.remove.setProperty("look", "link")
        self.done = QPushButton(text("Done"))
        self.done.setDefault(True)
        self.remove.clicked.connect(self._on_removed)
        self.done.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addWidget(self.remove)
        row.addStretch(1)
        row.addWidget(self.done)
        self.body.addLayout(row)

    def _fill(self) -> None:
        self.type.setCurrentIndex(list(LinkType).index(self._link.type))
        self.unit.setCurrentIndex(list(LagKind).index(self._link.lag_kind))
        self.lag.setValue(self._shown())
        self._before = self.values()

    def _shown(self) -> float:
        link = self._link
        if link.lag_kind is LagKind.SHARE:
            return link.lag_share * 100
        return link.lag_minutes / (DAY_OF_CLOCK if link.lag_kind is LagKind.ELAPSED else self._day)

    def values(self) -> dict[str, Any]:
        """As they stand in the fields."""
        unit, lag = list(LagKind)[self.unit.currentIndex()], self.lag.value()
        day = DAY_OF_CLOCK if unit is LagKind.ELAPSED else self._day
        is_share = unit is LagKind.SHARE
        return {
            "type": list(LinkType)[self.type.currentIndex()].value,
            "lag_kind": unit.value,
            "lag_minutes": 0 if is_share else round(lag * day),
            "lag_share": round(lag / 100, 6) if is_share else 0.0,
        }

    def _on_removed(self) -> None:
        self._before = self.values()
        self.removed.emit()
        self.close()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._before = self.values()
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        values = self.values()
        if values != self._before:
            self._before = values
            self.changed.emit(values)
        super().closeEvent(event)
