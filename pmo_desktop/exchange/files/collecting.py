"""Which files are meant where files and folders are named or dropped.

A folder stands for the spreadsheets and plan files in it, not for those of its own folders. Files
that a spreadsheet program keeps beside an open workbook (`~$plan.xlsx`, `.~lock.plan.xlsx#`) are no
input.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods", ".csv", ".gan")
# Plans that are not read: they are told by name, with what to do instead.
TOLD = (".mpp", ".mpt", ".mpx", ".xer", ".planner")
# What may be a plan and may be anything: a folder stands for those that are.
PERHAPS = (".xml",)
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
        if not file.name.startswith(LOCK_PREFIXES) and file.is_file() and _is_input(file)
    )


def _is_input(file: Path) -> bool:
    suffix = file.suffix.lower()
    return suffix in SUFFIXES or suffix in TOLD or (suffix in PERHAPS and _is_plan(file))


def _is_plan(file: Path) -> bool:
    """Whether it begins like one; what is no plan lies in the folder for another reason."""
    from pmo_desktop.exchange.files.formats import Refusal
    from pmo_desktop.exchange.plans.recognising import HEAD, plan_kind

    try:
        with file.open("rb") as opened:
            return plan_kind(opened.read(HEAD), file.suffix.lower()) is not None
    except OSError:
        return False
    except Refusal:
        return True
