"""What asks for the time of a line of the map, week by week, as stacked bars below its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from pmo_desktop.charts.histogram import Series, histogram, ranked
from pmo_desktop.charts.scene import Item, Rect, Text
from pmo_desktop.language import Language
from pmo_desktop.ui.load.heat import MARGIN, HeatMap
from pmo_desktop.ui.load.lines import MINUTES_PER_HOUR, LoadLine
from pmo_desktop.ui.painting import ScenePainter

if TYPE_CHECKING:
    from pmo_desktop.services.load_page import Split

HEIGHT = 150
FOOT = 6
LEGEND_TOP = 30
LEGEND_STEP = 17


class ShareBars(QWidget):
    """Shares the map's columns and sideways scrolling."""

    def __init__(self, heat: HeatMap, language: Language, palette: Mapping[str, str]) -> None:
        super().__init__()
        self._heat = heat
        self._line: LoadLine | None = None
        self._split: Split | None = None
        self._series: tuple[Series, ...] = ()
        self.setMinimumHeight(HEIGHT)
        self.set_language(language)
        self.set_palette(palette)
        heat.moved.connect(self.update)

    @property
    def series(self) -> tuple[Series, ...]:
        """What asks, as it is stacked, the largest first; what is asked softly on top."""
        return self._series

    def show_line(self, line: LoadLine | None, split: Split | None = None) -> None:
        """A line; without a split its bars are still being read."""
        self._line, self._split = line, split
        self._series = ()
        if line is not None and split is not None:
            text = self._language.text
            nobody = text("Other duties") if line.by.is_of_people else text("to be found")
            named = [
                (name or nobody, (values / MINUTES_PER_HOUR).tolist())
                for name, values in split.hard
            ]
            self._series = ranked(named, text("Others"))
            if split.soft.any():
                soft = tuple((split.soft / MINUTES_PER_HOUR).tolist())
                self._series += (Series(text("Asked softly"), soft, "heat1"),)
        self.update()

    def set_language(self, language: Language) -> None:
        self._language = language
        self.show_line(self._line, self._split)

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
        capacity = self._capacity()
        self._scenes.paint(painter, self._legend())
        painter.setClipRect(self._heat.cells_left, 0, self.width(), self.height())
        # Only what is in sight, but as high as all of it asks for.
        begin, end = self._heat.weeks_in_sight()
        shown = [replace(one, values=one.values[begin:end]) for one in self._series]
        left += begin * step
        scene = histogram(shown, capacity[begin:end], step, height, left=left, most=self._most())
        self._scenes.paint(painter, scene)

    def _capacity(self) -> list[float]:
        assert self._line is not None
        found = self._line.matrix.capacity[self._line.at] / MINUTES_PER_HOUR
        hours: list[float] = found.tolist()
        return hours

    def _most(self) -> float:
        """The highest of all bars and of the capacity."""
        totals = [sum(values) for values in zip(*(s.values for s in self._series), strict=True)]
        return max((*totals, *self._capacity()), default=0.0)

    def _legend(self) -> Sequence[Item]:
        """The projects' names in the columns of the names."""
        assert self._line is not None
        hours = max(self._capacity(), default=0.0)
        text = self._language.text("Capacity {hours} h at most", hours=round(hours))
        if not self._line.by.is_of_people:
            text = self._language.text("Hours asked for")
        room = self._heat.cells_left - MARGIN - 24.0
        items: list[Item] = [Text(MARGIN, 10, text, "ink2", 12, max_width=room + 16)]
        for number, series in enumerate(self._series):
            y = LEGEND_TOP + number * LEGEND_STEP
            items.append(Rect(MARGIN, y - 5, 10, 10, series.role))
            items.append(Text(MARGIN + 16, y, series.name, "ink2", 12, max_width=room))
        return items
