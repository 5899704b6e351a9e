"""`coordinate` and `actuals` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.test_timesheets import run


def test_the_sheet_and_the_requests_are_written(
    demo_database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = ("coordinate", "--database", demo_database)
    pdf, asked = tmp_path / "sheet.pdf", tmp_path / "asked.xlsx"
    status, found = run(capsys, *base, "--pdf", pdf, "--requests", asked, "--weeks", 4)
    assert (status, found["requests"] > 0, found["pages"] > 1) == (0, True, True)
    assert pdf.read_bytes().startswith(b"%PDF")
    status, found = run(capsys, "import", "--database", demo_database, asked, "--dry-run")
    assert (status, found["answers"][0]["answers"]) == (0, [])
    assert run(capsys, *base)[0] == 2
    assert run(capsys, *base, "--pdf", pdf, "--department", "Nowhere")[0] == 2


def test_actuals_name_people_only_where_the_office_shows_them(
    demo_database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from pmo_desktop.services.feedback import show_performance
    from pmo_desktop.storage.changes import Title
    from pmo_desktop.storage.workspace import Workspace

    base = ("actuals", "--database", demo_database)
    status, found = run(capsys, *base)
    assert (status, found["shows_performance"]) == (0, True)
    assert found["people"]
    assert found["feedback"]
    total = sum(row["actual_minutes"] for row in found["projects"])
    assert total == sum(row["actual_minutes"] for row in found["people"]) > 0
    opened = Workspace.open(demo_database, create=False)
    opened.edit(Title("x"), show_performance, False)
    opened.close()
    status, hidden = run(capsys, *base)
    assert (hidden["shows_performance"], hidden["projects"]) == (False, found["projects"])
    assert not {"people", "feedback"} & hidden.keys()
    assert not any("person" in row for row in hidden["work"])


def test_a_period_that_ends_before_it_begins_and_too_many_weeks_are_refused(
    demo_database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = ("--database", demo_database)
    days = ("--since", "2026-11-20", "--to", "2026-11-01")
    assert run(capsys, "actuals", *base, *days)[0] == 2
    assert run(capsys, "actuals", *base, "--since", "2031-01-01")[0] == 2
    for weeks in (0, -1, 13, 99):
        pdf = tmp_path / "sheet.pdf"
        assert run(capsys, "coordinate", *base, "--pdf", pdf, "--weeks", weeks)[0] == 2
        assert not pdf.exists()
