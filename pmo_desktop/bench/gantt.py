"""How fast the Gantt moves: a step of it, table and bars together, against an empty plot's frame.

`python -m pmo_desktop.bench.gantt` measures in a fresh process without a display and prints the
medians; `measure_gantt` runs it. A frame ends when everything that the step touched was painted.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from statistics import median

from pmo_desktop.bench.figure import Figure, seconds
from pmo_desktop.progress import Progress, Report

TASKS = 10_000
WIDTH, HEIGHT = 1600, 900
STEPS = 200
WARM_UP = 20
LIMIT = 2.0
DOWN, SIDEWAYS = 87, 40
PATIENCE = 10_000
ZOOM_STEPS = 12


def measure_gantt(report: Report) -> tuple[Figure, ...]:
    """Scrolling and zooming, as medians over `STEPS` steps, each beside a frame of the plot."""
    report(Progress(0, 1, "Moving the Gantt"))
    told = subprocess.run(
        [sys.executable, "-m", "pmo_desktop.bench.gantt"],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    times = json.loads(told.stdout.splitlines()[-1])
    return (
        Figure(
            "gantt.scroll",
            "Gantt of 10,000 tasks: a scroll step, against an empty PlotWidget's frame",
            times["scroll"]["ours"],
            times["scroll"]["plot"],
            LIMIT,
        ),
        Figure(
            "gantt.zoom",
            "Gantt of 10,000 tasks: a zoom step, against an empty PlotWidget's frame",
            times["zoom"]["ours"],
            times["zoom"]["plot"],
            LIMIT,
        ),
    )


def main() -> None:
    """Measure in this process, and print the medians as JSON."""
    import pyqtgraph as pg
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication, QWidget
    from typing_extensions import override

    from pmo_desktop.bench.plans import plan_of
    from pmo_desktop.charts.palette import LIGHT
    from pmo_desktop.language import Language
    from pmo_desktop.ui.gantt.view import GanttView
    from pmo_desktop.ui.theme import apply_theme, register_fonts

    app = QApplication([])
    register_fonts(app)
    apply_theme(app, LIGHT)

    class Paints(QObject):
        """Counts what is painted."""

        count = 0

        @override
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            self.count += event.type() is QEvent.Type.Paint
            return super().eventFilter(watched, event)

    def frame(step: Callable[[], object], paints: Paints) -> None:
        before = paints.count
        step()
        for _ in range(PATIENCE):
            app.processEvents()
            if paints.count > before:
                return
        raise RuntimeError("the step painted nothing")

    def shown(widget: QWidget, painted: QWidget) -> Paints:
        paints = Paints(widget)
        painted.installEventFilter(paints)
        widget.resize(WIDTH, HEIGHT)
        widget.show()
        app.processEvents()
        return paints

    plot = pg.PlotWidget()
    gantt = GanttView(Language("en"), LIGHT)
    gantt.set_plan(plan_of(TASKS))
    plot_paints = shown(plot, plot.viewport())
    gantt_paints = shown(gantt, gantt.canvas.viewport())
    pans = itertools.count()

    def pan() -> None:
        x = next(pans)
        plot.setXRange(x, x + 100, padding=0)

    times = {}
    for kind, steps in (("scroll", _scrolls(gantt)), ("zoom", _zooms(gantt))):
        ours, bare = [], []
        for number, step in enumerate(itertools.islice(steps, STEPS + WARM_UP)):
            plot_took = seconds(lambda: frame(pan, plot_paints))
            gantt_took = seconds(lambda step=step: frame(step, gantt_paints))  # type: ignore[misc]
            if number >= WARM_UP:
                bare.append(plot_took)
                ours.append(gantt_took)
        times[kind] = {"ours": median(ours), "plot": median(bare)}
    print(json.dumps(times))
    sys.stdout.flush()
    os._exit(0)  # what is left open needs no orderly end


def _scrolls(gantt: object) -> Iterator[Callable[[], object]]:
    """Down and sideways in turn, back and forth within the plan."""
    for number in itertools.count():
        forth = 1 if number // 40 % 2 == 0 else -1
        dx, dy = (SIDEWAYS * forth, 0) if number % 2 else (0, DOWN * forth)
        yield lambda dx=dx, dy=dy: gantt.scroll_by(dx, dy)  # type: ignore[attr-defined,misc]


def _zooms(gantt: object) -> Iterator[Callable[[], object]]:
    """Closer and further again."""
    for number in itertools.count():
        step = 0.5 if number // ZOOM_STEPS % 2 == 0 else -0.5
        yield lambda step=step: gantt.zoom_by(step)  # type: ignore[attr-defined,misc]


if __name__ == "__main__":
    main()
