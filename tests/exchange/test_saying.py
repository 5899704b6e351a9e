"""Rows that say nothing, and fields that have no say in dates, are passed by: with the same review
as if every row were compared whole."""

from __future__ import annotations

import random
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pmo_desktop.exchange.comparing import review as reviewing
from pmo_desktop.exchange.comparing.review import FileReview, review
from pmo_desktop.exchange.comparing.saying import Said
from pmo_desktop.exchange.understanding import understand
from pmo_desktop.exchange.understood import OWN, Understood
from pmo_desktop.exchange.workbook import template
from pmo_desktop.exchange.workbook.sending import send_out
from pmo_desktop.language import Language
from pmo_desktop.services.editing import change
from pmo_desktop.services.importing import commit
from pmo_desktop.services.records import project_records
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from tests.exchange.office_records import RECORDS, additions

TODAY = date(2026, 11, 20)
EDIT = Title("x")
SEEDS = range(16)
TYPED: dict[str, tuple[Any, ...]] = {
    "wbs": ("7", "1.9", None),
    "name": ("Another name", " Stray  blanks "),
    "kind": ("Milestone", "Task"),
    "people": ("Zoe Newcomer", None),
    "start": (datetime(2026, 12, 1), datetime(2027, 1, 4, 13, 30), None),
    "finish": (datetime(2026, 12, 24), datetime(2027, 2, 1), None),
    "duration": (0, 3, 12.5),
    "percent_complete": (0, 0.333333, 1),
    "predecessors": ("1", "1.1SS+2d", None),
    "notes": ("Said by the team", None),
}
STORED: dict[str, tuple[Any, ...]] = {
    "name": ("Named by the office",),
    "notes": ("Said by the office", ""),
    "percent_complete": (1 / 3, 0.5),
    "people": (("Zoe Newcomer",), ()),
}


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    workspace.edit(EDIT, commit, [additions(RECORDS)])
    return workspace


def typed_over(path: Path, rng: random.Random, *, own: bool) -> None:
    """A few cells of the tasks; without the hidden sheet it is a workbook like any other."""
    book = openpyxl.load_workbook(path)
    page = book[Language("en").term("table.task")]
    sheet = next(sheet for sheet in template.SHEETS if sheet.table == "task")
    rows = range(template.FIRST_ROW, template.FIRST_ROW + len(RECORDS.tasks))
    for _ in range(rng.randint(0, 6)):
        name = rng.choice(list(TYPED))
        page.cell(rng.choice(rows), sheet.position(name)).value = rng.choice(TYPED[name])
    if not own:
        del book[template.META_SHEET]
    book.save(path)


def some_edits(workspace: Workspace, rng: random.Random) -> None:
    for _ in range(rng.randint(0, 3)):
        task = rng.choice(workspace.query(project_records, 1).tasks)
        name = rng.choice(list(STORED))
        workspace.edit(EDIT, change, "task", task.id or 0, {name: rng.choice(STORED[name])})


def reviewed(workspace: Workspace, file: Understood, patch: pytest.MonkeyPatch) -> FileReview:
    numbers = count()
    patch.setattr(reviewing, "new_uid", lambda: f"u{next(numbers)}")
    return review(workspace, [file]).files[0]


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_by_passing_rows_by(
    office: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, own: bool
) -> None:
    rng = random.Random(seed)
    (path,) = send_out(office, tmp_path, Language("en")).files
    typed_over(path, rng, own=own)
    some_edits(office, rng)
    file = understand(path, today=TODAY)
    assert (file.kind == OWN) is own
    short = reviewed(office, file, monkeypatch)
    monkeypatch.setattr(Said, "is_settled", False)
    monkeypatch.setattr(Said, "leaves_dates", False)
    assert short == reviewed(office, file, monkeypatch)
