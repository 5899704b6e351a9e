"""How fast the Gantt is: a step of it, table and bars together, against an empty plot's frame; a
large plan's bars alone, and with the table; and its first paint, against one item a bar.

`python -m pmo_desktop.bench.gantt TASKS MANY_TASKS STEPS` measures in a fresh process without a
display and prints the medians; `measure_gantt` runs it. A frame ends when everything that the step
touched was painted.
"""

from __future__ import annotations

import gc
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from pmo_desktop.bench.figure import Figure, seconds
from pmo_desktop.progress import Progress, Report

if TYPE_CHECKING:
    from pmo_desktop.domain.plan import Plan

TASKS, MANY_TASKS = 10_000, 100_000
WIDTH, HEIGHT = 1600, 900
STEPS, RUN = 240, 12
WARM_UP = 20
LIMIT, BARS_LIMIT, FIRST_LIMIT = 2.0, 1.0, 1 / 50
FIRST_ROUNDS = 3
DAYS_IN_SIGHT, ROWS_IN_SIGHT = 200, 35
DOWN, SIDEWAYS = 87, 40
PANS = 100
PATIENCE = 10_000
ZOOM_STEPS = 12
NAMES = {
    "scroll": "Gantt of 10,000 tasks: a scroll step, against an empty PlotWidget's frame",
    "zoom": "Gantt of 10,000 tasks: a zoom step, against an empty PlotWidget's frame",
    "bars": "Gantt of 100,000 tasks: a full frame of bars, against an empty PlotWidget's",
    "frame": "Gantt of 100,000 tasks: a full frame with the table, against an empty PlotWidget's",
    "first": "Gantt of 100,000 tasks: the first paint, against an item for every bar",
}
LIMITS = {"bars": BARS_LIMIT, "first": FIRST_LIMIT}
Step = Callable[[], object]


def measure_gantt(report: Report) -> tuple[Figure, ...]:
    """Each as the median over its rounds, with its baseline taken in turns."""
    report(Progress(0, 1, "Moving the Gantt"))
    told = subprocess.run(
        [sys.executable, "-m", "pmo_desktop.bench.gantt", *map(str, (TASKS, MANY_TASKS, STEPS))],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    times: Mapping[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return tuple(
        Figure(f"gantt.{code}", name, times[code][0], times[code][1], LIMITS.get(code, LIMIT))
        for code, name in NAMES.items()
    )


def main() -> None:
    """Measure in this process, and print the medians as JSON."""
    from PySide6.QtWidgets import QApplication

    from pmo_desktop.bench.plans import plan_of
    from pmo_desktop.charts.palette import LIGHT
    from pmo_desktop.language import Language
    from pmo_desktop.ui.gantt.view import GanttView
    from pmo_desktop.ui.theme import apply_theme, register_fonts

    few_tasks, many_tasks, steps = map(int, sys.argv[1:])
    app = QApplication([])
    register_fonts(app)
    apply_theme(app, LIGHT)
    plot = _EmptyPlot(app)
    gantt = GanttView(Language("en"), LIGHT)
    gantt.set_plan(plan_of(few_tasks))
    paints = _shown(app, gantt, gantt.canvas.viewport())
    moved = _Frames(app, plot, paints, steps)
    times = {"scroll": moved.against(_scrolls(gantt)), "zoom": moved.against(_zooms(gantt))}
    many = plan_of(many_tasks)
    times["first"] = _first_paints(app, gantt, many)
    gantt.set_plan(many)
    gantt.set_zoom(gantt.scale.zoom)
    app.processEvents()
    times["frame"] = moved.against(_scrolls(gantt))
    times["bars"] = moved.against(_moved_bars(gantt))
    print(json.dumps(times))
    sys.stdout.flush()
    os._exit(0)  # what is left open needs no orderly end


class _Frames:
    """Steps of a widget and of the empty plot in turns, each until it has painted."""

    def __init__(self, app: Any, plot: _EmptyPlot, paints: Any, steps: int) -> None:
        self._app, self._plot, self._paints, self._steps = app, plot, paints, steps

    def against(self, steps: Iterator[Step]) -> tuple[float, float]:
        """The median seconds of a step, and of the plot's: runs of steps, as a hand makes them."""
        plot = self._plot
        for step in itertools.islice(steps, WARM_UP):
            self._frame(step, self._paints)
        ours: list[float] = []
        bare: list[float] = []
        for _ in range(self._steps // RUN):
            bare += [self._frame(plot.pan, plot.paints) for _ in range(RUN)]
            ours += [self._frame(step, self._paints) for step in itertools.islice(steps, RUN)]
        return median(ours), median(bare)

    def _frame(self, step: Step, paints: Any) -> float:
        before, begun = paints.count, perf_counter()
        step()
        for _ in range(PATIENCE):
            self._app.processEvents()
            if paints.count > before:
                return perf_counter() - begun
        raise RuntimeError("the step painted nothing")


class _EmptyPlot:
    """pyqtgraph's plot with nothing in it, moved sideways."""

    def __init__(self, app: Any) -> None:
        import pyqtgraph as pg

        self._plot = pg.PlotWidget()
        self.paints = _shown(app, self._plot, self._plot.viewport())
        self._at = itertools.cycle(range(PANS))

    def pan(self) -> None:
        x = next(self._at)
        self._plot.setXRange(x, x + 100, padding=0)


def _shown(app: Any, widget: Any, painted: Any) -> Any:
    """Show a widget; what counts how often `painted` is painted from then on."""
    from PySide6.QtCore import QEvent, QObject
    from typing_extensions import override

    class Paints(QObject):
        count = 0

        @override
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            self.count += event.type() is QEvent.Type.Paint
            return super().eventFilter(watched, event)

    paints = Paints(widget)
    painted.installEventFilter(paints)
    widget.resize(WIDTH, HEIGHT)
    widget.show()
    app.processEvents()
    return paints


def _first_paints(app: Any, gantt: Any, plan: Plan) -> tuple[float, float]:
    """A plan as it comes until table and bars are painted; and one item for every bar."""
    from pmo_desktop.domain.plan import Plan

    ours, items = [], []
    for _ in range(FIRST_ROUNDS):
        gantt.set_plan(Plan())
        app.processEvents()
        gc.collect()

        def show() -> None:
            gantt.set_plan(plan)
            app.processEvents()

        ours.append(seconds(show))
        items.append(_item_for_every_bar(app, plan))
    return median(ours), median(items)


def _item_for_every_bar(app: Any, plan: Plan) -> float:
    """The seconds until a shown plot has an item for every row and has painted those in sight.

    The items go straight under the plot's own group: `addItem` for each would take ten times that.
    """
    import pyqtgraph as pg
    from PySide6.QtGui import QBrush, QColor
    from PySide6.QtWidgets import QGraphicsRectItem

    from pmo_desktop.charts.palette import LIGHT

    plot = pg.PlotWidget()
    plot.resize(WIDTH, HEIGHT)
    plot.show()
    app.processEvents()
    group, brush = plot.getViewBox().childGroup, QBrush(QColor(LIGHT["bar"]))

    def show() -> None:
        for number, row in enumerate(plan.rows):
            if row.start is not None and row.finish is not None:
                days = (row.finish - row.start).days
                item = QGraphicsRectItem(row.start.toordinal(), number, days, 0.6, group)
                item.setBrush(brush)
        first = plan.rows[0].start
        begin = first.toordinal() if first else 0
        plot.setXRange(begin, begin + DAYS_IN_SIGHT)
        plot.setYRange(0, ROWS_IN_SIGHT)
        app.processEvents()

    took = seconds(show)
    plot.close()
    return took


def _scrolls(gantt: Any) -> Iterator[Step]:
    """Down and sideways in turn, back and forth within the plan."""
    for number in itertools.count():
        forth = 1 if number // 40 % 2 == 0 else -1
        dx, dy = (SIDEWAYS * forth, 0) if number % 2 else (0, DOWN * forth)
        yield lambda dx=dx, dy=dy: gantt.scroll_by(dx, dy)  # type: ignore[misc]


def _moved_bars(gantt: Any) -> Iterator[Step]:
    """The bars alone, in the same steps: the table stays where it is."""
    item = gantt.canvas.item
    for number in itertools.count():
        forth = 1 if number // 40 % 2 == 0 else -1
        dx, dy = (SIDEWAYS * forth, 0) if number % 2 else (0, DOWN * forth)

        def step(dx: int = dx, dy: int = dy) -> None:
            item.x_offset += dx
            item.y_offset += dy
            item.update()

        yield step


def _zooms(gantt: Any) -> Iterator[Step]:
    """Closer and further again."""
    for number in itertools.count():
        step = 0.5 if number // ZOOM_STEPS % 2 == 0 else -0.5
        yield lambda step=step: gantt.zoom_by(step)  # type: ignore[misc]


if __name__ == "__main__":
    main()
