"""Which files are meant where files and folders are named or dropped.

A folder stands for the spreadsheets in it, not for those of its own folders. Files that a
spreadsheet program keeps beside an open workbook (`~$plan.xlsx`, `.~lock.plan.xlsx#`) are no input.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods", ".csv")
LOCK_PREFIXES = ("~$", ".~lock.", "._")


def spreadsheets(paths: Iterable[Path]) -> list[Path]:
    """The files that are named, and those in the folders that are named; each once, in order.

    A folder without any spreadsheet is returned itself, so that reading it can say so.
    """
    found: dict[Path, None] = {}
    for path in paths:
        inside = _inside(path) if path.is_dir() else [path]
        for file in inside or [path]:
            if not file.name.startswith(LOCK_PREFIXES):
                found[file] = None
    return list(found)


def _inside(folder: Path) -> list[Path]:
    return sorted(
        file
        for file in folder.iterdir()
        if file.suffix.lower() in SUFFIXES
        and file.is_file()
        and not file.name.startswith(LOCK_PREFIXES)
    )
