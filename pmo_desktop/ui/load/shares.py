"""What asks for the time of a line of the map, week by week, as stacked bars below its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from pmo_desktop.charts.histogram import Series, histogram, ranked
from pmo_desktop.charts.scene import Item, Rect, Text
from pmo_desktop.language import Language
from pmo_desktop.ui.load.heat import MARGIN, HeatMap
from pmo_desktop.ui.load.lines import LoadLine
from pmo_desktop.ui.painting import ScenePainter

HEIGHT = 150
FOOT = 6
LEGEND_TOP = 30
LEGEND_STEP = 19


class ShareBars(QWidget):
    """Shares the map's columns and sideways scrolling."""

    def __init__(self, heat: HeatMap, language: Language, palette: Mapping[str, str]) -> None:
        super().__init__()
        self._heat = heat
        self._line: LoadLine | None = None
        self._series: tuple[Series, ...] = ()
        self.setMinimumHeight(HEIGHT)
        self.set_language(language)
        self.set_palette(palette)
        heat.moved.connect(self.update)

    @property
    def series(self) -> tuple[Series, ...]:
        """The projects as they are stacked, the largest first."""
        return self._series

    def show_line(self, line: LoadLine | None) -> None:
        self._line = line
        self._series = ()
        if line is not None:
            self._series = ranked(_by_project(line), self._language.text("Other projects"))
        self.update()

    def set_language(self, language: Language) -> None:
        self._language = language
        self.show_line(self._line)

    def set_palette(self, palette: Mapping[str, str]) -> None:
        """The colours, by role."""
        self._scenes = ScenePainter(palette)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(700, HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._line is None:
            return
        painter = QPainter(self)
        height = self.height() - FOOT
        left, step = self._heat.first_x, self._heat.cell_width
        capacity = [cell.capacity_hours for cell in self._line.cells]
        self._scenes.paint(painter, self._legend())
        painter.setClipRect(self._heat.cells_left, 0, self.width(), self.height())
        self._scenes.paint(painter, histogram(self._series, capacity, step, height, left=left))

    def _legend(self) -> Sequence[Item]:
        """The projects' names in the columns of the names."""
        assert self._line is not None
        hours = max((cell.capacity_hours for cell in self._line.cells), default=0.0)
        text = self._language.text("Capacity {hours} h a week", hours=round(hours))
        room = self._heat.cells_left - MARGIN - 24.0
        items: list[Item] = [Text(MARGIN, 10, text, "ink2", 12, max_width=room + 16)]
        for number, series in enumerate(self._series):
            y = LEGEND_TOP + number * LEGEND_STEP
            items.append(Rect(MARGIN, y - 5, 10, 10, series.role))
            items.append(Text(MARGIN + 16, y, series.name, "ink2", 12, max_width=room))
        return items


def _by_project(line: LoadLine) -> list[tuple[str, Sequence[float]]]:
    """Each project's hours in every week."""
    hours: dict[str, list[float]] = {}
    for week, cell in enumerate(line.cells):
        for share in cell.shares:
            name = f"{share.code} {share.name}".strip()
            hours.setdefault(name, [0.0] * len(line.cells))[week] += share.hours
    return list(hours.items())
