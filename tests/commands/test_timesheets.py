"""`import` takes timesheets in beside other files, `timesheet` writes empty ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pmo_desktop.cli import main
from tests.exchange.books import book


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, dict[str, Any]]:
    status = main([*map(str, words), "--json", "--language", "en"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return status, found


def test_a_timesheet_is_known_by_itself_shown_and_taken_in_once(
    demo_database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = tmp_path / "empty.xlsx"
    base = ("--database", demo_database)
    assert run(capsys, "timesheet", *base, "-o", written, "--week", "2026-11-16")[0] == 0
    filled = load_workbook(written)
    page = next(
        sheet for sheet in filled if sheet.cell(8, 4).value  # somebody with a task in that week
    )  # fmt: skip
    page.cell(8, 5).value = 7.5
    filled.save(written)
    rows = [["Name", "Date", "Project", "Hours"], ["Nobody Here", "2026-11-16", "P-1", 3]]
    strange = book(tmp_path / "strange.xlsx", {"Log": rows})
    status, found = run(capsys, "import", *base, written, strange, "--dry-run")
    (first, second) = found["timesheets"]
    assert (status, found["committed"]) == (1, False)
    assert (first["new"], first["entries"][0]["person"]) == (1, page.title)
    assert [finding["code"] for finding in second["findings"]] == ["timesheet_nobody"]
    status, found = run(capsys, "import", *base, written, "--yes")
    assert (status, found["committed"]) == (0, True)
    status, found = run(capsys, "import", *base, written, "--yes")
    assert (status, found["committed"]) == (0, False)
    assert found["timesheets"][0]["known"] == 1
    assert run(capsys, "undo", *base)[0] == 0
    status, found = run(capsys, "import", *base, written, "--dry-run")
    assert found["timesheets"][0]["new"] == 1


def test_nobody_gets_a_timesheet_in_a_department_that_is_not_there(
    demo_database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("-o", tmp_path / "x.xlsx", "--department", "Nowhere")
    status, found = run(capsys, "timesheet", "--database", demo_database, *words)
    assert status == 2
    assert "Nowhere" in str(found["error"])
