"""How fast a large import is, from its files to the comparison and on into the database.

The comparison is held against bare readers of the same files, the commit against `executemany` of
the same rows, into the same tables of an empty database. The same rows are all that the commit
leaves behind, the journal's among them: that every value can be taken back and traced to its cell
is what an import is for, so those rows have to be written whoever writes them. What stands against
the baseline is then what it costs to make the rows: checks, dates, outline, schedule, sources.
Whether the plans are sound is asked after the comparison, beside the window, and has a figure of
its own. `python -m pmo_desktop.bench.importing DATABASE FILE...` imports once in a fresh process,
for its memory.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from sqlite3 import connect
from statistics import median
from typing import TYPE_CHECKING

from pmo_desktop.bench.figure import MEGABYTES, Figure, in_turns, seconds
from pmo_desktop.bench.memory import peak
from pmo_desktop.bench.reading import read_with_calamine, read_with_openpyxl
from pmo_desktop.bench.workbooks import write_returned, write_workbooks
from pmo_desktop.progress import Progress, Report

if TYPE_CHECKING:
    from pmo_desktop.exchange.comparing.review import Review
    from pmo_desktop.storage.workspace import Workspace

ROUNDS = 1
# So many of the program's own workbooks come back: to write them takes long, to take them in does
# not, and what is short is measured more than once.
RETURNED, RETURNED_ROUNDS = 40, 5
CALAMINE_LIMIT, OPENPYXL_LIMIT, COMMIT_LIMIT = 4.0, 1 / 6, 5.0
CHECKS_LIMIT = 3.0
MEMORY_LIMIT = 400.0


def measure_importing(folder: Path, report: Report) -> tuple[Figure, ...]:
    """`folder` is for files that are made and thrown away. A large import is long by itself, and
    takes one round after one to warm up."""
    report(Progress(0, 1, "Writing workbooks to import"))
    files = write_workbooks(folder)
    report(Progress(0, 1, "Importing {n} workbooks", {"n": len(files)}))
    return (
        *_measure_comparing(files, folder),
        _measure_returned(files[:RETURNED], folder),
        _measure_checking(files, folder),
        _measure_committing(files, folder),
        *_measure_memory(files, folder),
    )


def _measure_comparing(files: Sequence[Path], folder: Path) -> tuple[Figure, ...]:
    database = folder / "comparing.db"
    times = in_turns(
        {
            "ours": lambda: _compared(files, database),
            "calamine": lambda: [read_with_calamine(file) for file in files],
            "openpyxl": lambda: [read_with_openpyxl(file) for file in files],
        },
        ROUNDS,
    )
    return (
        Figure(
            "import.calamine",
            "Reading and comparing 200 workbooks, against bare python-calamine",
            times["ours"],
            times["calamine"],
            CALAMINE_LIMIT,
        ),
        Figure(
            "import.openpyxl",
            "Reading and comparing 200 workbooks, against bare openpyxl",
            times["ours"],
            times["openpyxl"],
            OPENPYXL_LIMIT,
        ),
    )


def _measure_returned(files: Sequence[Path], folder: Path) -> Figure:
    """The program's own workbooks, against a database that knows their projects."""
    from pmo_desktop.services.opening import open_workspace

    database = folder / "returned.db"
    _commit(_compared(files, database), database)
    with closing(open_workspace(database)) as workspace:
        returned = write_returned(workspace, folder)
    times = in_turns(
        {
            "ours": lambda: _compared(returned, database),
            "calamine": lambda: [read_with_calamine(file) for file in returned],
        },
        RETURNED_ROUNDS,
    )
    return Figure(
        "import.returned",
        "Reading and comparing returned workbooks, against bare python-calamine",
        times["ours"],
        times["calamine"],
        CALAMINE_LIMIT,
    )


def _measure_checking(files: Sequence[Path], folder: Path) -> Figure:
    """The stage after the comparison: all plans as they would be once everything is taken."""
    from pmo_desktop.services.opening import open_workspace

    database = folder / "checking.db"
    found = _compared(files, database)
    with closing(open_workspace(database)) as workspace:
        times = in_turns(
            {
                "ours": lambda: _checked(found, workspace),
                "calamine": lambda: [read_with_calamine(file) for file in files],
            },
            ROUNDS,
        )
    return Figure(
        "import.checks",
        "Checking the plans of 200 workbooks, against bare python-calamine reading them",
        times["ours"],
        times["calamine"],
        CHECKS_LIMIT,
    )


def _checked(found: Review, workspace: Workspace) -> None:
    from pmo_desktop.exchange.comparing.checking import check_all
    from pmo_desktop.exchange.comparing.choice import Choice

    check_all(workspace, list(map(Choice, found.files)))


def _compared(files: Sequence[Path], database: Path) -> Review:
    from pmo_desktop.exchange.comparing.review import review
    from pmo_desktop.exchange.understanding import understand_all
    from pmo_desktop.services.opening import open_workspace

    with closing(open_workspace(database)) as workspace:
        return review(workspace, understand_all(files))


def _commit(found: Review, database: Path) -> float:
    """How long it takes; the database is made anew."""
    from pmo_desktop.services.importing import commit
    from pmo_desktop.services.opening import open_workspace
    from pmo_desktop.storage.changes import Title

    with closing(open_workspace(database)) as workspace:
        title = Title("Import {n} files", {"n": len(found.files)})
        return seconds(lambda: workspace.edit(title, commit, found.changes))


def _measure_committing(files: Sequence[Path], folder: Path) -> Figure:
    found = _compared(files, folder / "committing.db")
    ours, bare = [], []
    for number in range(ROUNDS):
        full = folder / f"committed-{number}.db"
        ours.append(_commit(found, full))
        bare.append(_write_barely(full, folder / f"bare-{number}.db"))
    return Figure(
        "import.commit",
        "Committing 200 workbooks, against sqlite3's executemany of the same rows",
        median(ours),
        median(bare),
        COMMIT_LIMIT,
    )


def _write_barely(full: Path, empty: Path) -> float:
    """How long `executemany` takes for all rows of `full` that a new database has not."""
    from pmo_desktop.services.opening import open_workspace

    open_workspace(empty).close()
    with closing(connect(full)) as source, closing(connect(empty)) as target:
        names = source.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        rows = {
            name: source.execute(f'SELECT * FROM "{name}"').fetchall()
            for (name,) in names
            if target.execute(f'SELECT count(*) FROM "{name}"').fetchone() == (0,)
        }

        def write() -> None:
            for name, values in rows.items():
                if values:
                    places = ", ".join("?" * len(values[0]))
                    target.executemany(f'INSERT INTO "{name}" VALUES ({places})', values)
            target.commit()

        return seconds(write)


def _measure_memory(files: Sequence[Path], folder: Path) -> tuple[Figure, ...]:
    """The peak of a process that imports once; nothing where the system does not tell it."""
    command = [sys.executable, "-m", "pmo_desktop.bench.importing", str(folder / "memory.db")]
    told = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=True)
    peak = float(told.stdout.split()[-1])
    return (
        Figure(
            "import.memory",
            "Importing 200 workbooks: the most memory, against 400 MB",
            peak,
            MEMORY_LIMIT,
            1.0,
            MEGABYTES,
        ),
    )[: 1 if peak else 0]


def main(arguments: Sequence[str]) -> None:
    from pmo_desktop.services.opening import open_workspace

    database = Path(arguments[0])
    found = _compared([Path(file) for file in arguments[1:]], database)
    with closing(open_workspace(database)) as workspace:
        _checked(found, workspace)
    _commit(found, database)
    print(peak())


if __name__ == "__main__":
    main(sys.argv[1:])
