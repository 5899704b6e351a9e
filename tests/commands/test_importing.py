"""What `import` tells of a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.test_commands import result


def test_links_in_a_circle_are_told_before_anything_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    plan = tmp_path / "P-7_Depot.csv"
    rows = ("WBS,Task,Start,Finish,Predecessors",
            "1,Dig,2026-11-02,2026-11-06,2", "2,Fill,2026-11-09,2026-11-13,1")  # fmt: skip
    plan.write_text("\n".join(rows), encoding="utf-8")
    path = tmp_path / "new.db"
    status, found = result(capsys, "import", plan, "--dry-run", "--database", path)
    told = [one for one in found["files"][0]["findings"] if one["code"] == "link_loop"]
    assert [(one["severity"], one["cell"]) for one in told] == [("warning", "E2")]
    assert "1 Dig (E2) → 2 Fill (E3) → 1 Dig" in told[0]["text"]
    assert (status, found["committed"]) == (1, False)
