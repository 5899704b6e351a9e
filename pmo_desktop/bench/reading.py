"""How fast an import reads and understands its files, against bare readers of the same files.

The bare readers take every value of every sheet and throw it away.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from zipfile import is_zipfile

from pmo_desktop.bench.figure import Figure, in_turns
from pmo_desktop.progress import Progress, Report

ROUNDS = 5
# Those that both bare readers open; a protected workbook, say, is one by its name only.
SUFFIXES = (".xlsx", ".xlsm")
CALAMINE_LIMIT, OPENPYXL_LIMIT = 3.0, 0.2


def measure_reading(files: Sequence[Path], report: Report) -> tuple[Figure, ...]:
    """Medians over `ROUNDS` rounds of all files, the three readers in turn."""
    from pmo_desktop.exchange.understanding import understand_all

    taken = [file for file in files if file.suffix.lower() in SUFFIXES and is_zipfile(file)]
    report(Progress(0, 1, "Reading {n} files", {"n": len(taken)}))
    times = in_turns(
        {
            "ours": lambda: understand_all(taken),
            "calamine": lambda: [read_with_calamine(file) for file in taken],
            "openpyxl": lambda: [read_with_openpyxl(file) for file in taken],
        },
        ROUNDS,
    )
    return (
        Figure(
            "reading.calamine",
            "Reading an import's files, against bare python-calamine",
            times["ours"],
            times["calamine"],
            CALAMINE_LIMIT,
        ),
        Figure(
            "reading.openpyxl",
            "Reading an import's files, against bare openpyxl",
            times["ours"],
            times["openpyxl"],
            OPENPYXL_LIMIT,
        ),
    )


def read_with_calamine(file: Path) -> int:
    """How many rows there are."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(file) as book:
        return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def read_with_openpyxl(file: Path) -> int:
    """How many rows there are."""
    from openpyxl import load_workbook

    book = load_workbook(file)
    return sum(1 for sheet in book.worksheets for _ in sheet.iter_rows(values_only=True))
