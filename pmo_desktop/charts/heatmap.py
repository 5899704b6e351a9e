"""Load as a heat map: people down, weeks across, the share of capacity that is asked for.

A load is demand over capacity: 1.0 is full. None means that nobody is there (no capacity) and
nothing is asked. Groups: `cells`, `numbers`, `names`, `header`.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from pmo_desktop.charts.scene import Group, Item, Polygon, Rect, Scene, Text, text_width
from pmo_desktop.domain.load import ROUNDING
from pmo_desktop.domain.load_grains import Grain
from pmo_desktop.language import Language

LIMITS = (0.0, 0.55, 0.8, 1.0, 1.2, 1.4)
"""Step n holds the loads above limit n-1 and up to limit n; step 6 is all above the last."""
NUMBER_SIZE = 11.0
SOFT, OVER = 3.0, 8.0
NAME_SIZE = 12.0


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One person: `note` is the role. `numbers` stand in the cells in place of the percentages;
    `soft` says in which cells something is asked softly besides, `over` in which cells of a group
    somebody has too much."""

    name: str
    note: str
    loads: tuple[float | None, ...]
    numbers: tuple[str, ...] = ()
    soft: tuple[bool, ...] = ()
    over: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class HeatLook:
    """Sizes: columns of names and notes, one cell with the gap to the next, the header."""

    name_width: float = 84.0
    note_width: float = 76.0
    cell_width: float = 34.0
    row_height: float = 26.0
    header_height: float = 42.0
    gap: float = 2.0

    @property
    def left(self) -> float:
        return self.name_width + self.note_width

    def width(self, weeks: int) -> float:
        return self.left + weeks * self.cell_width

    def height(self, rows: int) -> float:
        return self.header_height + rows * self.row_height


def heat_step(load: float | None) -> int:
    """The step 0..6 of the scale; what is shown as 100 % is not over 100 %."""
    if load is None:
        return 0
    return bisect_left(LIMITS, load - ROUNDING)


def heatmap(
    rows: Sequence[HeatRow],
    weeks: Sequence[dt.date],
    language: Language,
    look: HeatLook | None = None,
) -> Scene:
    """The whole map with names and header, for a page."""
    look = look or HeatLook()
    top = look.header_height
    groups = (
        *body(rows, look, look.left, top),
        names(rows, look, 0, top),
        week_header(weeks, language, look, look.left),
    )
    return Scene(look.width(len(weeks)), look.height(len(rows)), groups)


def body(rows: Sequence[HeatRow], look: HeatLook, left: float, top: float) -> tuple[Group, Group]:
    """Cells and numbers, the first row's first cell at (`left`, `top`).

    Rows may be a run of all people and their loads a run of the weeks: a screen draws only what it
    shows.
    """
    cells: list[Rect] = []
    marks: list[Item] = []
    numbers: list[Text] = []
    width, height = look.cell_width - look.gap, look.row_height - look.gap
    for index, row in enumerate(rows):
        y = top + index * look.row_height + look.gap / 2
        for week, load in enumerate(row.loads):
            x, step = left + week * look.cell_width, heat_step(load)
            cells.append(Rect(x, y, width, height, f"heat{step}", radius=1.5))
            if row.soft and row.soft[week]:
                marks.append(Rect(x, y + height - SOFT, width, SOFT, "accent"))
            if row.over and row.over[week]:
                right = x + width
                marks.append(Polygon(((right - OVER, y), (right, y), (right, y + OVER)), "red"))
            if step and load is not None:
                number = row.numbers[week] if row.numbers else f"{load * 100:.0f}"
                at, middle, role = x + width / 2, y + height / 2, f"on_heat{step}"
                numbers.append(Text(at, middle, number, role, NUMBER_SIZE, "middle"))
    cells.sort(key=lambda cell: cell.fill or "")
    return Group("cells", (*cells, *marks)), Group("numbers", tuple(numbers))


def names(rows: Sequence[HeatRow], look: HeatLook, left: float, top: float) -> Group:
    """The column of names and the column of roles."""
    texts: list[Item] = []
    for index, row in enumerate(rows):
        y = top + (index + 0.5) * look.row_height
        texts.append(Text(left, y, row.name, "ink", NAME_SIZE, max_width=look.name_width - 8))
        texts.append(
            Text(
                left + look.name_width, y, row.note, "ink3", NAME_SIZE - 1,
                max_width=look.note_width - 8,
            )
        )  # fmt: skip
    return Group("names", tuple(texts))


def bucket_header(
    starts: Sequence[dt.date], grain: Grain, language: Language, look: HeatLook, left: float
) -> Group:
    """Months over days or weeks, years over months or quarters."""
    if grain is Grain.WEEK:
        return week_header(starts, language, look, left)
    texts: list[Item] = []
    position = 0
    is_day = grain is Grain.DAY
    for key, run in groupby(starts, key=lambda day: (day.year, day.month if is_day else 1)):
        count = len(tuple(run))
        label = language.month(dt.date(*key, 1)) if is_day else str(key[0])
        if text_width(label, NUMBER_SIZE) <= max(count, 2) * look.cell_width:
            x = left + position * look.cell_width
            texts.append(Text(x, look.header_height * 0.28, label, "ink", NUMBER_SIZE))
        position += count
    for index, day in enumerate(starts):
        x = left + index * look.cell_width + (look.cell_width - look.gap) / 2
        text = str(day.day) if is_day else str(day.month)
        if grain is Grain.QUARTER:
            text = language.text("Q{quarter}", quarter=(day.month + 2) // 3)
        y = look.header_height * 0.72
        texts.append(Text(x, y, text, "ink3", NUMBER_SIZE - 1, "middle"))
    return Group("header", tuple(texts))


def week_header(weeks: Sequence[dt.date], language: Language, look: HeatLook, left: float) -> Group:
    """Months over week numbers. A week belongs to the month of its Monday."""
    texts: list[Item] = []
    position = 0
    for month, run in groupby(weeks, key=lambda monday: (monday.year, monday.month)):
        count = len(tuple(run))
        label = language.month(dt.date(*month, 1))
        if text_width(label, NUMBER_SIZE) <= count * look.cell_width:
            x = left + position * look.cell_width
            texts.append(Text(x, look.header_height * 0.28, label, "ink", NUMBER_SIZE))
        position += count
    for index, monday in enumerate(weeks):
        x = left + index * look.cell_width + (look.cell_width - look.gap) / 2
        week = monday.isocalendar().week
        text = language.text("W{week}", week=week)
        texts.append(Text(x, look.header_height * 0.72, text, "ink3", NUMBER_SIZE - 1, "middle"))
    return Group("header", tuple(texts))
