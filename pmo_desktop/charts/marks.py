"""Milestones on the row of what they belong to: a portfolio's project with its dates.

The row's bar is a line at its foot, on which the diamonds stand; what they are called is written
above them, as far as the next one leaves room.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np

from pmo_desktop.charts.labels import milestone_label, spread
from pmo_desktop.charts.layers import Boxes, Part, Shapes
from pmo_desktop.charts.scene import Text, text_width
from pmo_desktop.charts.shapes import Places, diamonds
from pmo_desktop.charts.timescale import TimeScale
from pmo_desktop.domain.plan import PlanRow
from pmo_desktop.language import Language

Marks = Mapping[int, Sequence[PlanRow]]
LINE, HIGH, HALF = 18.0, 4.0, 6.0
TEXT, TEXT_SIZE = 6.0, 10.0


def none() -> tuple[list[Part], tuple[Text, ...]]:
    """No marks."""
    return [], ()


def drawn(
    at: Places, marks: Marks, scale: TimeScale, language: Language
) -> tuple[list[Part], tuple[Text, ...]]:
    """The rows' lines, how far they are, the diamonds; and what of their names has room."""
    unit, size = at.unit, TEXT_SIZE * at.unit
    corners: dict[str, list[tuple[float, float]]] = {}
    texts: list[Text] = []
    for row, top in zip(at.rows.tolist(), at.top.tolist(), strict=True):
        found: list[tuple[float, str]] = []
        for mark in sorted(marks[row], key=lambda one: one.finish or dt.datetime.max):
            if mark.finish is not None:
                x = scale.to_x(mark.finish)
                corners.setdefault(_role(mark), []).append((x, top + LINE * unit))
                words = f"{mark.name} {milestone_label(mark, language)}"
                found.append((x - HALF * unit, words))
        shown = spread(found, lambda text: text_width(text, size))
        texts += [Text(x, top + TEXT * unit, text, "ink", size) for x, text in shown]
    lines = _lines(at)
    for role, places in corners.items():
        x_, y = np.array(places).T
        lines.append(Shapes(role, diamonds(x_, y, HALF * unit), "panel", unit))
    return lines, tuple(texts)


def _lines(at: Places) -> list[Part]:
    if not len(at.left):
        return []
    y = at.top + (LINE - HIGH / 2) * at.unit
    wide, high = at.right - at.left, np.full(len(at.left), HIGH * at.unit)
    return [
        Boxes("summary", np.stack([at.left, y, wide, high], axis=1)),
        Boxes("summary_done", np.stack([at.left, y, wide * at.done, high], axis=1)),
    ]


def _role(row: PlanRow) -> str:
    if row.percent_complete >= 1:
        return "milestone_done"
    return "critical_done" if row.critical else "milestone"
