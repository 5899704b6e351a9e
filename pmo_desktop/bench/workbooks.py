"""Teams' workbooks to measure with: the same every time, each with a plan of a hundred tasks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

WORKBOOKS = 200
PHASES, TASKS_PER_PHASE = 10, 9
HEADERS = ("WBS", "Task", "Owner", "Start", "Finish", "Duration", "% complete", "Predecessors")
PEOPLE = ("Ana Silva", "Li Siyuan", "王岚", "Marco Rossi", "张伟", "Chen Jie")
FIRST = datetime(2026, 1, 5)
PHASE_DAYS, TASK_DAYS = 14, 3


def write_workbooks(folder: Path) -> list[Path]:
    """`WORKBOOKS` files in `folder`, each about a project of its own."""
    from openpyxl import Workbook

    files = []
    for number in range(WORKBOOKS):
        book = Workbook()
        for row in _rows(number):
            book.active.append(row)
        files.append(folder / f"P-{3000 + number}.xlsx")
        book.save(files[-1])
    return files


def _rows(number: int) -> Iterator[list[Any]]:
    """A title, the project's code, the headers; then each phase with its tasks."""
    yield [f"Project: Platform {number}"]
    yield [f"Project code: P-{3000 + number}"]
    yield []
    yield list(HEADERS)
    for phase in range(1, PHASES + 1):
        yield [str(phase), f"Phase {phase} of platform {number}"]
        for task in range(1, TASKS_PER_PHASE + 1):
            yield _task(number, phase, task)


def _task(number: int, phase: int, task: int) -> list[Any]:
    start = FIRST + timedelta(days=number + PHASE_DAYS * phase + TASK_DAYS * task)
    return [
        f"{phase}.{task}",
        f"Work item {phase}.{task} of platform {number}",
        PEOPLE[(number + task) % len(PEOPLE)],
        start,
        start + timedelta(days=TASK_DAYS),
        f"{TASK_DAYS}d",
        (number + phase + task) % 11 / 10,
        f"{phase}.{task - 1}" if task > 1 else None,
    ]
