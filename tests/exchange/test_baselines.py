"""A sheet with planned and actual dates: what was planned is kept as the baseline."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pmo_desktop.exchange.comparing.review import Review, review
from pmo_desktop.exchange.reporting import as_json
from pmo_desktop.language import Language
from pmo_desktop.services.gantt import plan
from pmo_desktop.services.importing import commit
from pmo_desktop.services.portfolio import portfolio
from pmo_desktop.services.records import project_ids, project_records
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from tests.exchange.books import ends, read, starts
from tests.storage.test_workspace import dump

HEADERS = ["WBS", "任务", "计划开始", "计划完成", "实际开始", "实际完成"]
SHEET: list[list[Any]] = [
    HEADERS,
    ["1", "准备", None, None, None, None],
    ["1.1", "方案设计", "2026-11-02", "2026-11-06", "2026-11-03", "2026-11-12"],
    ["1.2", "设备采购", "2026-11-09", "2026-11-27", "2026-11-16", None],
    ["1.3", "安装", "2026-11-30", "2026-12-11", None, None],
    ["1.4", "里程碑：上线", "2026-12-14", "2026-12-14", None, None],
]
BASELINE = {
    "1": (None, None),
    "1.1": (starts("2026-11-02"), ends("2026-11-06")),
    "1.2": (starts("2026-11-09"), ends("2026-11-27")),
    "1.3": (starts("2026-11-30"), ends("2026-12-11")),
    "1.4": (ends("2026-12-14"), ends("2026-12-14")),
}


def reviewed(office: Workspace, folder: Path, rows: list[list[Any]]) -> Review:
    return review(office, [read(folder, rows)])


def take(office: Workspace, folder: Path, rows: list[list[Any]]) -> None:
    office.edit(Title("x"), commit, reviewed(office, folder, rows).changes)


def stored(office: Workspace, *names: str) -> dict[str, tuple[datetime | None, ...]]:
    """These fields of all tasks, by their WBS."""
    records = office.query(project_records, office.query(project_ids)["P-2601"])
    return {
        task.values["wbs"]: tuple(task.values[name] for name in names) for task in records.tasks
    }


def baselines(office: Workspace) -> dict[str, tuple[datetime | None, ...]]:
    return stored(office, "baseline_start", "baseline_finish")


def test_planned_dates_become_the_baseline_and_actual_ones_are_shown(
    workspace: Workspace, tmp_path: Path
) -> None:
    take(workspace, tmp_path, SHEET)
    assert baselines(workspace) == BASELINE
    shown = stored(workspace, "start", "finish")
    assert shown["1.1"] == (starts("2026-11-03"), ends("2026-11-12"))
    row = next(row for row in workspace.query(plan).rows if row.wbs == "1.1")
    assert (row.baseline_start, row.baseline_finish) == BASELINE["1.1"]


def test_tasks_that_have_not_begun_are_no_slip(workspace: Workspace, tmp_path: Path) -> None:
    take(workspace, tmp_path, SHEET)
    (project,) = workspace.query(portfolio).projects
    assert project.slip_days == 0


def test_the_review_shows_the_baseline_with_the_cells_of_the_plan(
    workspace: Workspace, tmp_path: Path
) -> None:
    planned = [[*row[:4], None, None] for row in SHEET[1:]]
    take(workspace, tmp_path, [HEADERS, *planned])
    assert set(baselines(workspace).values()) == {(None, None)}
    report = as_json(reviewed(workspace, tmp_path, SHEET), Language("en"))
    told = {
        (one["label"], one["field"]): (one["before"], one["after"], one["cell"])
        for one in report["files"][0]["changed"]
    }
    assert told["1.1 方案设计", "baseline_start"] == ("", "2026-11-02", "C3")
    assert told["1.1 方案设计", "baseline_finish"] == ("", "2026-11-06", "D3")
    assert told["1.4 里程碑：上线", "baseline_finish"] == ("", "2026-12-14", "D6")
    take(workspace, tmp_path, SHEET)
    assert baselines(workspace) == BASELINE


def test_a_baseline_that_is_there_is_not_replaced_by_a_later_plan(
    workspace: Workspace, tmp_path: Path
) -> None:
    take(workspace, tmp_path, SHEET)
    later = [list(row) for row in SHEET]
    later[3][3], later[4][2:4] = "2026-12-04", ["2026-12-07", "2026-12-18"]
    take(workspace, tmp_path, later)
    assert baselines(workspace) == BASELINE
    assert stored(workspace, "start", "finish")["1.3"] == (starts("2026-12-07"), ends("2026-12-18"))


def test_the_same_sheet_changes_nothing_the_second_time_and_says_nothing_of_its_plan(
    workspace: Workspace, tmp_path: Path
) -> None:
    take(workspace, tmp_path, SHEET)
    (again,) = reviewed(workspace, tmp_path, SHEET).files
    assert again.changes == ()
    assert "actual_decides" not in [finding.code for finding in again.findings]


def test_a_sheet_without_actual_dates_gives_no_baseline(
    workspace: Workspace, tmp_path: Path
) -> None:
    take(workspace, tmp_path, [row[:4] for row in SHEET])
    assert set(baselines(workspace).values()) == {(None, None)}


def test_a_planned_finish_alone_is_a_baseline_too(workspace: Workspace, tmp_path: Path) -> None:
    rows = [["任务", "计划完成", "实际完成"], ["方案设计", "2026-11-06", "2026-11-12"]]
    take(workspace, tmp_path, rows)
    assert list(baselines(workspace).values()) == [(None, ends("2026-11-06"))]


@pytest.mark.parametrize("known", [False, True])
def test_undo_takes_the_baseline_back(workspace: Workspace, tmp_path: Path, known: bool) -> None:
    if known:
        take(workspace, tmp_path, [row[:4] for row in SHEET])
    before = dump(workspace.path)
    take(workspace, tmp_path, SHEET)
    assert dump(workspace.path) != before
    workspace.undo()
    assert dump(workspace.path) == before
