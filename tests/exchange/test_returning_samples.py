"""Files that nobody tuned: each is returned marked, or as a list, and told."""

from __future__ import annotations

import shutil
import subprocess
import warnings
from pathlib import Path

import pytest
from openpyxl.utils import get_column_letter
from python_calamine import load_workbook as calamine_workbook

from pmo_desktop.exchange.comparing.review import FileReview
from pmo_desktop.exchange.findings import Finding
from pmo_desktop.exchange.returning.returned import Kind, Returned, return_files
from pmo_desktop.exchange.understanding import understand
from pmo_desktop.language import Language
from tests.exchange.books import TODAY
from tests.exchange.marked_files import changed_parts, error, is_well_formed, warning

FOLDERS = ("team_files", "quirky_xlsx", "hostile_xlsx")
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
MAY_CHANGE = ("content_types", "workbook", "styles", "worksheets/", "comments", "vmldrawing")


def doubts(sheets: list[str]) -> list[Finding]:
    """Cells that are there and cells that are not, on every sheet."""
    return [
        found
        for name in sheets
        for found in (
            warning(name, "A1"), warning(name, "B5"), error(name, "B5"), warning(name, "C3"),
            error(name, f"{get_column_letter(30)}7"), warning(name, "C300", "=x"),
        )
    ]  # fmt: skip


def give_back(path: Path, out: Path) -> Returned:
    understood = understand(path, today=TODAY)
    found = doubts([sheet.name for sheet in understood.sheets])
    review = FileReview(understood, (), (*understood.findings, *found))
    (returned,) = return_files([review], out, None, office=Language("zh"), notes=True)
    return returned


def values(path: Path) -> dict[str, list[list[object]]]:
    book = calamine_workbook(path)
    found = {}
    for sheet in book.sheets_metadata:
        if str(sheet.typ) == "SheetTypeEnum.WorkSheet":
            found[sheet.name] = book.get_sheet_by_name(sheet.name).to_python()
    return found


@pytest.fixture(scope="module")
def returned(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Returned]:
    out = tmp_path_factory.mktemp("returned")
    files = [f for name in FOLDERS for f in sorted((samples / name).glob("*.xls*"))]
    before = {file: file.read_bytes() for file in files}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        done = [give_back(file, out / file.parent.name) for file in files]
    assert all(file.read_bytes() == content for file, content in before.items())
    return done


def test_every_file_ends_in_a_marked_copy_or_in_a_list_that_says_why(
    returned: list[Returned],
) -> None:
    for item in returned:
        assert item.path is not None
        if item.source.parent.name == "hostile_xlsx":
            assert (item.kind, len(item.notes)) == (Kind.LISTED, 1), item.source.name
        else:
            assert item.kind is Kind.MARKED, item.source.name
            assert item.marked_cells > 0


def test_all_values_and_all_parts_that_need_not_change_are_as_they_were(
    returned: list[Returned],
) -> None:
    for item in returned:
        if item.kind is not Kind.MARKED or item.path is None:
            continue
        old, new = item.source.read_bytes(), item.path.read_bytes()
        assert is_well_formed(new), item.source.name
        changed = [name.lower() for name in changed_parts(old, new)]
        assert all(any(word in name for word in MAY_CHANGE) for name in changed), changed
        assert values(item.path).items() >= values(item.source).items(), item.source.name


def test_what_was_returned_and_comes_back_is_understood_as_before(
    returned: list[Returned],
) -> None:
    for item in returned:
        if item.kind is Kind.MARKED and item.path is not None:
            before = understand(item.source, today=TODAY)
            assert understand(item.path, today=TODAY).projects == before.projects


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed here")
def test_libreoffice_opens_every_one_of_them(returned: list[Returned], tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    paths = [str(item.path) for item in returned]
    out = tmp_path / "as_csv"
    command = [str(OFFICE), profile, "--headless", "--convert-to", "csv", "--outdir", str(out)]
    subprocess.run([*command, *paths], check=True, capture_output=True, timeout=400)
    assert {file.stem for file in out.glob("*.csv")} == {Path(path).stem for path in paths}
