"""`mappings`, and `import` with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pmo_desktop.exchange.team import mapping_file
from tests.commands.test_commands import result, run
from tests.exchange.books import book
from tests.exchange.test_mapping import foreign, plan


def found_codes(answer: dict[str, Any]) -> list[str]:
    return [finding["code"] for file in answer["files"] for finding in file["findings"]]


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    mapping_file.write(foreign(), tmp_path / "shared.json")
    return tmp_path / "shared.json"


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    return book(tmp_path / "plan.xlsx", {"Plan": plan()})


def test_a_mapping_is_taken_in_listed_written_and_deleted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, shared: Path
) -> None:
    path = tmp_path / "office.db"
    status, found = result(capsys, "mappings", "--import", shared, "--database", path)
    assert status == 0
    assert [(m["name"], m["team"]) for m in found["mappings"]] == [("Foreign", "P-2601")]
    assert "Kennung" in found["mappings"][0]["headers"]
    status, out = run(capsys, "mappings", "--database", path, "--language", "en")
    assert "Foreign · P-2601 · 7 headers" in out
    copy = tmp_path / "copy.json"
    assert run(capsys, "mappings", "--export", "foreign", copy, "--database", path)[0] == 0
    assert mapping_file.read(copy) == foreign()
    status, found = result(capsys, "mappings", "--delete", "Foreign", "--database", path)
    assert (status, found["mappings"]) == (0, [])
    assert run(capsys, "undo", "--database", path)[0] == 0
    assert len(result(capsys, "mappings", "--database", path)[1]["mappings"]) == 1


def test_what_is_not_there_or_no_mapping_ends_with_a_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "office.db"
    broken = tmp_path / "broken.json"
    broken.write_text("{}", encoding="utf-8")
    status, found = result(capsys, "mappings", "--import", broken, "--database", path)
    assert status == 2
    assert "broken.json" in found["error"]
    for option in (("--delete", "X"), ("--export", "X", tmp_path / "x.json")):
        status, found = result(capsys, "mappings", *option, "--database", path, "--language", "en")
        assert status == 2
        assert 'There is no mapping called "X"' in found["error"]


def test_an_import_uses_a_saved_mapping_by_itself_and_says_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, shared: Path, plan_file: Path
) -> None:
    path = tmp_path / "office.db"
    _, before = result(capsys, "import", plan_file, "--dry-run", "--database", path)
    assert "mapping_used" not in found_codes(before)
    assert result(capsys, "mappings", "--import", shared, "--database", path)[0] == 0
    _, after = result(capsys, "import", plan_file, "--dry-run", "--database", path)
    assert "mapping_used" in found_codes(after)
    assert sum(project["tasks"] for project in after["files"][0]["projects"]) == 3
    columns = after["files"][0]["sheets"][0]["tables"][0]["columns"]
    assert "task.percent_complete" in json.dumps(columns)


def test_an_import_by_a_shared_mapping(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, shared: Path, plan_file: Path
) -> None:
    path = tmp_path / "office.db"
    status, found = result(
        capsys, "import", plan_file, "--mapping", shared, "--yes", "--database", path
    )
    assert found["committed"]
    assert "mapping_used" in found_codes(found)
    other = book(tmp_path / "P-1 x.xlsx", {"S": [["Task", "Start"], ["A", "2026-11-02"]]})
    _, unfit = result(capsys, "import", other, "--mapping", shared, "--dry-run", "--database", path)
    assert "mapping_unfit" in found_codes(unfit)
    status, refused = result(
        capsys, "import", plan_file, "--mapping", plan_file, "--database", path
    )
    assert (status, "plan.xlsx" in refused["error"]) == (2, True)
