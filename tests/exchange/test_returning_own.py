"""The program's own workbook, filled in with every kind of mistake: marked, mended, taken in."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pmo_desktop.exchange.comparing.review import FileReview, review
from pmo_desktop.exchange.returning.returned import Kind, return_files, to_return
from pmo_desktop.exchange.understanding import understand
from pmo_desktop.exchange.workbook import template
from pmo_desktop.exchange.workbook.sending import send_out
from pmo_desktop.language import Language
from pmo_desktop.services.importing import commit
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from tests.exchange.books import TODAY
from tests.exchange.marked_files import coloured, comments, is_well_formed
from tests.exchange.office_records import RECORDS, additions

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
# What a team wrote into the third task: the field, the mistake, and what was meant.
MISTAKES = {
    "start": ("十一月初", "2026-08-18"),
    "percent_complete": ("half", 0.5),
    "predecessors": ("99.9", "1.1"),
    "duration": ("15-20天", None),
}


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> Language:
    return Language(request.param)


@pytest.fixture
def damaged(workspace: Workspace, language: Language, tmp_path: Path) -> Path:
    """A workbook that was sent out and filled in wrongly."""
    workspace.edit(Title("x"), commit, [additions(RECORDS)])
    (path,) = send_out(workspace, tmp_path, language).files
    fill(path, language, {name: wrong for name, (wrong, _) in MISTAKES.items()})
    return path


def address(name: str) -> str:
    """The cell of a field of the third task."""
    sheet = next(sheet for sheet in template.SHEETS if sheet.table == "task")
    return f"{chr(64 + sheet.position(name))}{template.FIRST_ROW + 2}"


def fill(path: Path, language: Language, values: dict[str, Any]) -> None:
    book = load_workbook(path)
    for name, value in values.items():
        book[language.term("table.task")][address(name)].value = value
    book.save(path)


def reviewed(workspace: Workspace, path: Path) -> FileReview:
    (file,) = review(workspace, [understand(path, today=TODAY)]).files
    return file


def changed(file: FileReview) -> list[Any]:
    return [(record.table, record.label, record.fields) for record in file.records]


def test_every_mistake_is_marked_and_nothing_is_read_otherwise(
    workspace: Workspace, language: Language, damaged: Path, tmp_path: Path
) -> None:
    before = reviewed(workspace, damaged)
    (done,) = return_files([before], tmp_path / "out", None, office=Language("en"))
    assert done.kind is Kind.MARKED
    assert done.path is not None
    data = done.path.read_bytes()
    assert is_well_formed(data)
    page = language.term("table.task")
    wanted = {(page, address(name)) for name in MISTAKES}
    assert coloured(data) >= wanted
    assert comments(data).keys() >= wanted
    after = reviewed(workspace, done.path)
    assert changed(after) == changed(before)
    assert [f for f in to_return(after) if f.cell] == [f for f in to_return(before) if f.cell]
    assert after.understood.projects == before.understood.projects
    # What the program's own workbook hides and offers is still there.
    book = load_workbook(io.BytesIO(data))
    assert book[template.META_SHEET].sheet_state == "veryHidden"
    assert book[page].data_validations.count == load_workbook(damaged)[page].data_validations.count
    assert book[page].protection.sheet


def test_what_was_mended_in_the_marked_copy_has_nothing_to_return(
    workspace: Workspace, language: Language, damaged: Path, tmp_path: Path
) -> None:
    (done,) = return_files(
        [reviewed(workspace, damaged)], tmp_path / "out", None, office=Language("en")
    )
    assert done.path is not None
    fill(done.path, language, {name: right for name, (_, right) in MISTAKES.items()})
    mended = reviewed(workspace, done.path)
    page = language.term("table.task")
    assert not {f.cell for f in to_return(mended) if f.sheet == page} & {
        address(name) for name in ("start", "percent_complete", "predecessors")
    }


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed here")
def test_the_marked_copy_opens_in_libreoffice(
    workspace: Workspace, language: Language, damaged: Path, tmp_path: Path
) -> None:
    (done,) = return_files(
        [reviewed(workspace, damaged)], tmp_path / "out", None, office=Language("en")
    )
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", "xlsx", "--outdir"]
    subprocess.run(
        [*command, str(tmp_path / "as_xlsx"), str(done.path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    (saved,) = (tmp_path / "as_xlsx").iterdir()
    page = language.term("table.task")
    assert coloured(saved.read_bytes()) >= {(page, address(name)) for name in MISTAKES}
    assert understand(saved, today=TODAY).projects[0].tasks
