"""A marked file in the real LibreOffice: it opens, shows the marks, and comes back through it.

Left out where LibreOffice is not installed.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pmo_desktop.exchange.findings import LIST_MARK
from pmo_desktop.exchange.returning.marking import marked
from pmo_desktop.exchange.understanding import understand
from pmo_desktop.language import Language
from tests.exchange.books import TODAY, book
from tests.exchange.marked_files import coloured, comments, rich_workbook, warning

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
PLAN = "Plan 'A' & B"
CELLS = ("D2", "E3", "B4", "E4", "C1", "G3")

pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed here")


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"-env:UserInstallation={(tmp_path_factory.mktemp('office') / 'p').as_uri()}"


def convert(path: Path, kind: str, profile: str) -> Path:
    """The file as LibreOffice writes it in another format, or in the same."""
    out = path.parent / f"as_{kind}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", kind, "--outdir", str(out)]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=180)
    (written,) = out.glob(f"{path.stem}.*")
    return written


def mark(path: Path, *cells: str) -> Path:
    """The file with these cells marked, in place."""
    found = [warning(PLAN, cell) for cell in cells]
    result = marked(path.read_bytes(), found, Language("zh"), title="审核意见")
    path.write_bytes(result.content)
    return path


def test_it_opens_and_shows_colours_comments_links_and_the_rest(
    tmp_path: Path, profile: str
) -> None:
    path = mark(rich_workbook(tmp_path / "plan.xlsx"), *CELLS)
    shown = convert(path, "fods", profile).read_text(encoding="utf-8")
    assert shown.count("<office:annotation ") == len(CELLS)
    assert "what the team says" in shown
    assert "不是完整的日期" in shown
    assert re.findall(r'table:name="([^"]*)" table:style-name', shown)[-1:] == ["审核意见"]
    links = [html.unescape(found) for found in re.findall(r'xlink:href="(#[^"]*)"', shown)]
    # Each was understood as a cell: LibreOffice writes a point between sheet and cell.
    assert set(links) == {f"#'Plan ''A'' & B'.${cell[0]}${cell[1]}" for cell in CELLS}
    assert "draw:object" in shown  # the chart


def test_it_becomes_a_document_of_several_pages(tmp_path: Path, profile: str) -> None:
    path = mark(rich_workbook(tmp_path / "plan.xlsx"), *CELLS)
    assert convert(path, "pdf", profile).read_bytes().startswith(b"%PDF")


def test_what_libreoffice_has_saved_is_marked_anew_and_not_twice(
    tmp_path: Path, profile: str
) -> None:
    path = rich_workbook(tmp_path / "plan.xlsx")
    before = load_workbook(path)[PLAN]
    saved = convert(mark(path, *CELLS), "xlsx", profile)
    assert coloured(saved.read_bytes()) == {(PLAN, cell) for cell in CELLS}
    assert len(comments(saved.read_bytes())) == len(CELLS)
    mark(saved, "C2")
    again = load_workbook(saved)
    assert again.sheetnames == [PLAN, "Lists", "审核意见"]
    assert again["审核意见"]["A1"].value == LIST_MARK
    assert again["审核意见"].max_row == 5
    said = comments(saved.read_bytes())
    assert set(said) == {(PLAN, "B4"), (PLAN, "C2")}
    assert said[PLAN, "B4"].strip() == "what the team says\nin two lines"
    assert coloured(saved.read_bytes()) == {(PLAN, "C2")}
    for cell in ("E4", "C1"):
        shown = again[PLAN][cell].fill
        assert shown.fgColor.rgb[2:] == before[cell].fill.fgColor.rgb[2:], cell
    assert again[PLAN]["D2"].fill.fill_type is None


def test_a_file_that_was_saved_with_its_marks_is_read_as_before(
    tmp_path: Path, profile: str
) -> None:
    rows = [
        ["WBS", "任务", "开始", "完成", "完成百分比"],
        ["1", "启动", "2026-11-02", "2026-11-05", 0.5],
        ["2", "验收", "2026-11-05", "十一月中", 0.2],
    ]
    path = book(tmp_path / "P-1 计划.xlsx", {PLAN: rows})
    before = understand(path, today=TODAY)
    saved = convert(mark(path, "D3"), "xlsx", profile)
    after = understand(saved, today=TODAY)
    assert after.projects == before.projects
    assert [finding.code for finding in after.findings if finding.code != "sheet_of_findings"] == [
        finding.code for finding in before.findings
    ]
