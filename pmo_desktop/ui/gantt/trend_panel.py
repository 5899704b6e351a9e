"""The milestone trend beside its picker: which project's milestones, and which of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from pmo_desktop.charts.milestone_trend import TrendLine, milestone_trend
from pmo_desktop.domain.plan import Plan
from pmo_desktop.ui.context import Context
from pmo_desktop.ui.widgets.scene_view import SceneView

if TYPE_CHECKING:
    from pmo_desktop.services.milestone_trend import MilestoneTrend

PICKER_WIDTH = 300
MOST_AT_FIRST = 6
EVERY = 0
MARGIN = 14


class TrendPanel(QWidget):
    """`show_plan` says which projects there are; the milestones are read when it is shown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._trends: tuple[MilestoneTrend, ...] = ()
        self._projects: list[tuple[int, str]] = []
        self.projects = QComboBox()
        self.milestones = QListWidget()
        self.chart = SceneView(context)
        self._lay_out()
        self.projects.currentIndexChanged.connect(self._on_project_chosen)
        self.milestones.itemChanged.connect(self._on_ticked)

    def show_plan(self, plan: Plan) -> None:
        """The projects to choose from."""
        self._projects = [
            (row.project_id, f"{row.wbs} {row.name}") for row in plan.rows if row.kind == "project"
        ]
        self.retranslate()
        self.refresh()

    def choose(self, project_id: int) -> None:
        """Show one project's milestones; 0 is all projects."""
        at = self.projects.findData(project_id)
        if at >= 0:
            self.projects.setCurrentIndex(at)

    def refresh(self) -> None:
        """Read the milestones, if somebody looks."""
        if not self.isVisible() or self._context.workspace is None:
            return
        from pmo_desktop.services.milestone_trend import milestone_trends

        chosen = self.projects.currentData()
        wanted = [number for number, _ in self._projects if chosen in (EVERY, None, number)]
        self._context.ask(milestone_trends, wanted, then=self._take, owner=self)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def retranslate(self) -> None:
        text, chosen = self._context.language.text, self.projects.currentData()
        with QSignalBlocker(self.projects):
            self.projects.clear()
            self.projects.addItem(text("All projects"), EVERY)
            for number, name in self._projects:
                self.projects.addItem(name, number)
            self.projects.setCurrentIndex(max(self.projects.findData(chosen), 0))
        self._draw()

    def lines(self) -> list[TrendLine]:
        """The ticked milestones, as they are drawn."""
        every = self.projects.currentData() in (EVERY, None)
        return [
            _line(trend, every)
            for trend, item in zip(self._trends, self._items(), strict=True)
            if item.checkState() is Qt.CheckState.Checked
        ]

    def _lay_out(self) -> None:
        self.projects.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        left = QWidget()
        left.setFixedWidth(PICKER_WIDTH)
        beside = QVBoxLayout(left)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.projects)
        beside.addWidget(self.milestones, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(MARGIN)
        layout.addWidget(left)
        layout.addWidget(self.chart, 1)

    def _take(self, trends: Sequence[MilestoneTrend]) -> None:
        kept = {t.task_id for t, i in zip(self._trends, self._items(), strict=True)
                if i.checkState() is Qt.CheckState.Checked}  # fmt: skip
        trends = sorted(trends, key=_told_first)
        self._trends = tuple(trends)
        if not kept & {trend.task_id for trend in trends}:
            kept = _most_telling(trends)
        with QSignalBlocker(self.milestones):
            self.milestones.clear()
            every = self.projects.currentData() in (EVERY, None)
            for trend in trends:
                item = QListWidgetItem(_line(trend, every).name, self.milestones)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable
                              | Qt.ItemFlag.ItemIsSelectable)  # fmt: skip
                ticked = trend.task_id in kept
                item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
                item.setToolTip(item.text())
        self._draw()

    def _items(self) -> list[QListWidgetItem]:
        return [self.milestones.item(n) for n in range(self.milestones.count())]

    def _draw(self) -> None:
        language, lines = self._context.language, self.lines()
        if not lines:
            self.chart.show_note(language.text("Tick milestones to see how their dates moved."))
        elif max(len(line.points) for line in lines) < 2:
            self.chart.show_note(
                language.text("Close a period to see from then on how milestones move.")
            )
        else:
            self.chart.show_scene(
                lambda width, height: milestone_trend(lines, language, width, height)
            )

    def _on_project_chosen(self) -> None:
        self.refresh()

    def _on_ticked(self) -> None:
        self._draw()


def _line(trend: MilestoneTrend, every: bool) -> TrendLine:
    name = f"{trend.project_code} {trend.name}" if every else trend.name
    points = tuple((point.period, point.finish) for point in trend.points)
    return TrendLine(name, points, trend.done)


def _most_telling(trends: Sequence[MilestoneTrend]) -> set[int]:
    """The first ones: those that moved most of what is still to come."""
    return {trend.task_id for trend in trends[:MOST_AT_FIRST]}


def _told_first(trend: MilestoneTrend) -> tuple[bool, int]:
    return trend.done, -abs(trend.moved_days)
