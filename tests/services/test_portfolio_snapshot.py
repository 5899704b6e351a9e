"""The portfolio kept for the next start."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from pmo_desktop.services.editing import change
from pmo_desktop.services.portfolio import portfolio, portfolio_of_file
from pmo_desktop.services.portfolio_snapshot import (
    leave_portfolio,
    load_snapshot,
    portfolio_at_once,
    snapshot_file,
    version_of_file,
)
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace


def rename(workspace: Workspace, name: str) -> None:
    first = workspace.query(portfolio).projects[0].id
    workspace.edit(Title("Rename"), change, "project", first, {"name": name})


def test_what_is_kept_is_what_was_read(demo_workspace: Workspace) -> None:
    leave_portfolio(demo_workspace.path)
    kept = load_snapshot(demo_workspace.path)
    assert kept == demo_workspace.query(portfolio)


def test_a_change_makes_what_was_kept_void(demo_workspace: Workspace) -> None:
    leave_portfolio(demo_workspace.path)
    rename(demo_workspace, "Another name")
    assert load_snapshot(demo_workspace.path) is None
    assert portfolio_at_once(demo_workspace.path).projects[0].name == "Another name"


def test_an_undo_makes_what_was_kept_void(demo_workspace: Workspace) -> None:
    rename(demo_workspace, "Another name")
    leave_portfolio(demo_workspace.path)
    demo_workspace.undo()
    assert load_snapshot(demo_workspace.path) is None


@pytest.mark.parametrize(
    "kept", ["", "{", "[]", '{"version": [1, "x"]}', '{"portfolio": ["x", []]}']
)
def test_a_damaged_file_is_read_past(demo_workspace: Workspace, kept: str) -> None:
    snapshot_file(demo_workspace.path).write_text(kept)
    assert portfolio_at_once(demo_workspace.path) == portfolio_of_file(demo_workspace.path)


def test_a_file_of_another_shape_of_rows_is_read_past(demo_workspace: Workspace) -> None:
    leave_portfolio(demo_workspace.path)
    file = snapshot_file(demo_workspace.path)
    file.write_text(file.read_text().replace('"Trend", [', '"Trend", [1, ', 1))
    assert load_snapshot(demo_workspace.path) is None


def test_a_place_that_cannot_be_written_costs_only_time(demo_workspace: Workspace) -> None:
    snapshot_file(demo_workspace.path).mkdir()
    leave_portfolio(demo_workspace.path)
    assert portfolio_at_once(demo_workspace.path).projects


def test_a_file_that_is_no_database_has_no_version(tmp_path: Path) -> None:
    wrong = tmp_path / "letter.db"
    wrong.write_text("Dear Sir" * 400)
    assert version_of_file(wrong) is None
    with pytest.raises(sqlite3.Error):
        portfolio_at_once(wrong)
