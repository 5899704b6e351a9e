"""Workbooks to measure with: the same every time, each with a plan of a hundred tasks. Teams' own
ones, and the program's own as they come back, with one of twenty of their tasks' cells changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pmo_desktop.domain.records import Record
    from pmo_desktop.storage.workspace import Workspace

WORKBOOKS = 200
PHASES, TASKS_PER_PHASE = 10, 9
HEADERS = ("WBS", "Task", "Owner", "Start", "Finish", "Duration", "% complete", "Predecessors")
PEOPLE = ("Ana Silva", "Li Siyuan", "王岚", "Marco Rossi", "张伟", "Chen Jie")
FIRST = datetime(2026, 1, 5)
PHASE_DAYS, TASK_DAYS = 14, 3
# About seven cells of a task are filled in.
RENAMED_EACH = 3


def write_workbooks(folder: Path, count: int | None = None) -> list[Path]:
    """`WORKBOOKS` files (or `count`) in `folder`, each about a project of its own."""
    from openpyxl import Workbook

    files = []
    for number in range(WORKBOOKS if count is None else count):
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


def write_returned(workspace: Workspace, folder: Path) -> list[Path]:
    """The workbooks of all projects of a database as their teams would return them."""
    from pmo_desktop.exchange.demo.ownsheets import own_workbook
    from pmo_desktop.exchange.workbook.sending import office_setting
    from pmo_desktop.language import Language
    from pmo_desktop.services.records import project_ids, project_records

    setting, files = office_setting(workspace), []
    for code, number in workspace.query(project_ids).items():
        sent = workspace.query(project_records, number)
        meant = replace(sent, tasks=tuple(map(_renamed, range(len(sent.tasks)), sent.tasks)))
        files.append(folder / f"Returned {code}.xlsx")
        files[-1].write_bytes(own_workbook(sent, meant, {}, setting, Language("en")))
    return files


def _renamed(place: int, task: Record) -> Record:
    if place % RENAMED_EACH:
        return task
    return replace(task, values={**task.values, "name": f"{task.values['name']}, again"})
