"""The strip below the bars: what is asked of the people each week, against what they have.

It shares the bars' time scale and offset. Red are the hours beyond what each single person has, so
that one's spare time does not hide another's overload.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from pmo_desktop.charts.histogram import Series, histogram
from pmo_desktop.charts.scene import Item, Line, Rect, Text
from pmo_desktop.language import Language
from pmo_desktop.ui.gantt.view import GanttView
from pmo_desktop.ui.painting import Prepared, ScenePainter, paint_prepared

if TYPE_CHECKING:
    from pmo_desktop.services.load import Load, LoadRow

HEIGHT = 104
FOOT = 10
TOP = 6
DAYS = 7


@dataclass(frozen=True)
class Demand:
    """Hours a week from `first` (a Monday) on; `over` is the part of `asked` beyond capacity."""

    first: dt.date
    asked: tuple[float, ...] = ()
    over: tuple[float, ...] = ()
    capacity: tuple[float, ...] = ()
    people: int = 0


def demand_of(load: Load, project_id: int | None = None, people: Collection[str] = ()) -> Demand:
    """The demand of all people, or of those who work on a project, or of these by their names;
    whatever else they do."""
    if people:
        rows = [row for row in load.rows if row.name in people]
    else:
        rows = [row for row in load.rows if project_id is None or _works_on(row, project_id)]
    columns = list(zip(*(row.cells for row in rows), strict=True)) if rows else []
    return Demand(
        load.weeks[0] if load.weeks else dt.date.min,
        tuple(sum(cell.demand_hours for cell in cells) for cells in columns),
        tuple(
            sum(max(cell.demand_hours - cell.capacity_hours, 0.0) for cell in cells)
            for cells in columns
        ),
        tuple(sum(cell.capacity_hours for cell in cells) for cells in columns),
        len(rows),
    )


def _works_on(row: LoadRow, project_id: int) -> bool:
    return any(share.project_id == project_id for cell in row.cells for share in cell.shares)


class DemandStrip(QWidget):
    """Beside the table a legend, below the bars one column a week."""

    def __init__(self, view: GanttView, language: Language, palette: Mapping[str, str]) -> None:
        super().__init__()
        self._view = view
        self.demand = Demand(dt.date.min)
        self.of = self.people = ""
        self._bars: tuple[float, Prepared] = (0.0, ())
        self.setFixedHeight(HEIGHT)
        self.set_language(language)
        self.set_palette(palette)
        view.scaled.connect(self.update)
        view.splitter.splitterMoved.connect(self._on_splitter_moved)

    def show_demand(self, demand: Demand, of: str = "", people: str = "") -> None:
        """`of` names the project whose people these are, `people` themselves; without both they
        are all people."""
        self.demand = demand
        self.of = of
        self.people = people
        self._forget()

    def set_language(self, language: Language) -> None:
        self._language = language
        self._forget()

    def set_palette(self, palette: Mapping[str, str]) -> None:
        """The colours, by role."""
        self._scenes = ScenePainter(palette)
        self._colours = {role: QColor(colour) for role, colour in palette.items()}
        self._forget()

    def _on_splitter_moved(self, *_: int) -> None:
        self.update()

    def _forget(self) -> None:
        self._bars = (0.0, ())
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        width, height = self.width(), self.height()
        left, room = self._view.chart_edges()
        painter.fillRect(0, 0, width, 1, self._colours["line"])
        painter.fillRect(left - 1, 0, 1, height, self._colours["line"])
        self._scenes.paint(painter, self._legend(left))
        painter.setClipRect(left, 1, room, height - 1)
        painter.translate(left - self._view.x_offset, TOP)
        paint_prepared(painter, self._prepared())

    def _prepared(self) -> Prepared:
        """The columns, drawn anew only where the scale is another one."""
        per_day, prepared = self._bars
        scale = self._view.scale
        if not prepared or per_day != scale.per_day:
            prepared = self._scenes.prepare(self._columns())
            self._bars = (scale.per_day, prepared)
        return prepared

    def _columns(self) -> Sequence[Item]:
        demand, scale = self.demand, self._view.scale
        if not demand.capacity:
            return ()
        within = tuple(a - o for a, o in zip(demand.asked, demand.over, strict=True))
        series = (Series("", within, "demand"), Series("", demand.over, "over_capacity"))
        step, left = scale.per_day * DAYS, scale.to_x(demand.first)
        return tuple(histogram(series, demand.capacity, step, HEIGHT - TOP - FOOT, left=left))

    def _legend(self, width: int) -> Sequence[Item]:
        text, room = self._language.text, width - 28.0
        # Nothing is said of how many while they are being counted.
        of = text("All {n} people", n=self.demand.people) if self.demand.people else ""
        if self.of:
            of = text("The {n} people of {project}", n=self.demand.people, project=self.of)
        of = self.people or of
        keys = (text("asked"), text("beyond capacity"), text("capacity"))
        items: list[Item] = [
            Text(14, 20, text("Demand and capacity"), "ink", 13, bold=True, max_width=room),
            Text(14, 42, of, "ink2", 12, max_width=room),
        ]
        x = 14.0
        for key, role in zip(keys, ("demand", "over_capacity", "capacity"), strict=True):
            if role == "capacity":
                items.append(Line(x, 64, x + 14, 64, role, 1.5, (4.0, 3.0)))
            else:
                items.append(Rect(x, 59, 10, 10, role))
            items.append(Text(x + 18, 64, key, "ink2", 12))
            x += 18 + self._scenes.width(key, 12) + 16
        return items
