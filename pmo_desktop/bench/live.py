"""How soon an edit shows: one task's duration is changed in a plan of 10,000, until it is painted.

Beside it, in turns, bare SQLite reads the plan's rows: what showing it anew would begin with.
`python -m pmo_desktop.bench.live` measures in a fresh process without a display and prints the
medians; `measure_live` runs it.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from pmo_desktop.bench.figure import Figure, seconds
from pmo_desktop.progress import Progress, Report

TASKS, PER_PHASE = 10_000, 10
EDITS, WARM_UP = 41, 4
# What an edit may take of a bare reading; the aim is 50 ms.
LIMIT = 3.0
DAY = 480
PLAIN = "-"


def measure_live(report: Report) -> tuple[Figure, ...]:
    """The median edit of a task's duration."""
    report(Progress(0, 1, "Editing a large plan"))
    told = subprocess.run(
        [sys.executable, "-m", "pmo_desktop.bench.live"],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    times = json.loads(told.stdout.splitlines()[-1])
    return (
        Figure(
            "gantt.edit",
            "Plan of 10,000 tasks: a changed duration until it shows, against bare SQLite rows",
            times["ours"],
            times["bare"],
            LIMIT,
        ),
    )


def fill(session: Any) -> None:
    """One project of phases with nine tasks each; most follow the one before, some another too."""
    from pmo_desktop.models import Dependency, Task
    from pmo_desktop.services.editing import add
    from pmo_desktop.services.scheduling import reschedule
    from pmo_desktop.storage.bulk import bulk_insert

    rng = random.Random(7)
    given = {"code": "B-1", "name": "Plan", "start": date(2026, 12, 1)}
    project = add(session, "project", given)
    leaves: list[int] = []
    for phase in range(TASKS // PER_PHASE):
        top = {"uid": f"s{phase}", "wbs": f"{phase + 1}", "name": f"Phase {phase + 1}"}
        place = {"project_id": project, "position": phase * PER_PHASE + 1, "kind": "summary"}
        above = bulk_insert(session, Task, [{**top, **place}])[0]
        rows = [
            {"uid": f"t{phase}-{n}", "project_id": project, "parent_id": above, "name": f"Task {n}",
             "wbs": f"{phase + 1}.{n}", "position": phase * PER_PHASE + 1 + n,
             "duration_minutes": DAY * rng.randint(1, 8)}
            for n in range(1, PER_PHASE)
        ]  # fmt: skip
        leaves += bulk_insert(session, Task, rows)
    links = []
    for at, task in enumerate(leaves):
        before = {at - 1} if at % (PER_PHASE - 1) else set()
        if at > 20:
            before.add(rng.randrange(max(0, at - 300), at))
        links += [{"predecessor_id": leaves[n], "successor_id": task} for n in sorted(before)]
    bulk_insert(session, Dependency, links)
    reschedule(session, [project])


def main() -> None:
    """Measure in this process, and print the medians as JSON."""
    with tempfile.TemporaryDirectory(prefix="pmo-live-", ignore_cleanup_errors=True) as home:
        print(json.dumps(_measured(Path(home))))
    sys.stdout.flush()
    os._exit(0)  # what is left open needs no orderly end


def _measured(home: Path) -> dict[str, float]:
    from PySide6.QtWidgets import QApplication

    from pmo_desktop.charts.palette import LIGHT
    from pmo_desktop.language import Language
    from pmo_desktop.services.editing import change
    from pmo_desktop.services.live_plan import live_plan
    from pmo_desktop.services.opening import open_workspace
    from pmo_desktop.storage.changes import Title
    from pmo_desktop.ui.gantt.view import GanttView
    from pmo_desktop.ui.theme import apply_theme, register_fonts

    app = QApplication([])
    register_fonts(app)
    apply_theme(app, LIGHT)
    workspace = open_workspace(home / "office.db")
    workspace.edit(Title(PLAIN), fill)
    live = workspace.query(live_plan)
    workspace.accompany(live)
    view = GanttView(Language("en"), LIGHT)
    view.resize(1600, 900)
    view.set_plan(live.plan)
    view.show()
    app.processEvents()
    rng = random.Random(1)
    tasks = [row for row in live.plan.rows if row.kind == "task"]

    def edit() -> None:
        row = rng.choice(tasks)
        values: dict[str, Any] = {"duration": DAY * rng.randint(1, 8)}
        edited = workspace.edit(Title(PLAIN), change, "task", row.task_id or 0, values)
        if edited.changes is not None and not live.follow(edited.changes):
            raise RuntimeError("the edit was not followed")
        view.set_plan(live.plan)
        view.repaint()
        app.processEvents()

    with closing(sqlite3.connect(home / "office.db")) as bare:

        def read() -> None:
            bare.execute("SELECT * FROM task").fetchall()

        times = [(seconds(edit), seconds(read)) for _ in range(EDITS + WARM_UP)][WARM_UP:]
    return {"ours": median(t[0] for t in times), "bare": median(t[1] for t in times)}


if __name__ == "__main__":
    main()
