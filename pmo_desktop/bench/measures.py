"""All the figures, on a demo office that is made for them and thrown away."""

from __future__ import annotations

import tempfile
from pathlib import Path

from pmo_desktop.bench.balancing import measure_balancing
from pmo_desktop.bench.figure import Figure
from pmo_desktop.bench.gantt import measure_gantt
from pmo_desktop.bench.importing import measure_importing
from pmo_desktop.bench.levelling import measure_levelling
from pmo_desktop.bench.live import measure_live
from pmo_desktop.bench.load import measure_load
from pmo_desktop.bench.network import measure_network
from pmo_desktop.bench.plan_files import measure_plan_files
from pmo_desktop.bench.reading import measure_reading
from pmo_desktop.bench.reviewing import measure_reviewing
from pmo_desktop.bench.simulation import measure_simulation
from pmo_desktop.bench.start import measure_start
from pmo_desktop.progress import Report, silent


def measure(report: Report = silent, folder: Path | None = None) -> tuple[Figure, ...]:
    """Reading (the files of `folder`, without one those of the demo office), a large
    import and its review in the window, a large plan's schedule, Gantt, start."""
    from pmo_desktop.exchange.demo.office import make_demo
    from pmo_desktop.exchange.files.collecting import spreadsheets

    with tempfile.TemporaryDirectory(prefix="pmo-bench-", ignore_cleanup_errors=True) as home:
        made = make_demo(Path(home) / "demo.db", report=report)
        files = made.files if folder is None else spreadsheets([folder])
        return (
            *measure_reading(files, report),
            *measure_importing(Path(home), report),
            measure_plan_files(report),
            measure_reviewing(Path(home), report),
            *measure_network(report),
            *measure_simulation(report),
            *measure_load(report),
            *measure_levelling(report),
            *measure_balancing(report),
            *measure_gantt(report),
            *measure_live(report),
            *measure_start(made.database, report),
        )
