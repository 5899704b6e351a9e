"""A plan file in the window: what would move is listed, and may keep its recorded dates."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pmo_desktop.app import Program
from pmo_desktop.exchange.plans.mspdi import read_mspdi
from pmo_desktop.services.plans.identity import project_choices
from pmo_desktop.services.plans.stored_plan import stored_plan
from tests.exchange.plans.files import link, project, task
from tests.ui.conftest import settle

RECORDED = "<Start>2026-03-02T08:00:00</Start><Finish>2026-03-02T17:00:00</Finish>"


@pytest.fixture
def panel(program: Program, tmp_path: Path) -> Any:
    """The review of a plan whose second task was recorded on top of the first."""
    path = tmp_path / "bridge.xml"
    tasks = task(1, "Dig", rest=RECORDED) + task(2, "Pour", rest=RECORDED + link(1))
    path.write_text(project(tasks), encoding="utf-8")
    program.desk.import_paths([path])
    settle(program)
    return program.stage.page("sheets").panel_in  # type: ignore[attr-defined]


def taken(program: Program) -> Any:
    workspace = program.desk.context.workspace
    assert workspace is not None
    chosen = next(c for c in workspace.query(project_choices) if c.name == "Bridge")
    return workspace.query(stored_plan, chosen.id).plan


def test_what_would_move_is_listed_with_its_reason(panel: Any) -> None:
    details = panel.details
    details.views.choose("understood")
    assert details._stack.currentWidget() is details.moves
    (row,) = details.moves.model.rows
    assert (row.move.name, row.move.start) == ("Pour", datetime(2026, 3, 3, 8))
    assert "Dig" in details._note.text()


def test_taken_in_as_computed_it_moves(panel: Any, program: Program) -> None:
    panel.commit_all()
    settle(program)
    plan = taken(program)
    assert [t.start for t in plan.tasks] == [datetime(2026, 3, 2, 8), datetime(2026, 3, 3, 8)]
    assert not any(t.manual for t in plan.tasks)


def test_with_the_recorded_dates_it_stays_and_becomes_fixed(panel: Any, program: Program) -> None:
    panel.details.keep_dates.click()
    settle(program)
    assert panel.details.keep_dates.isChecked()
    panel.commit_all()
    settle(program)
    plan = taken(program)
    assert [(t.start.day, t.manual) for t in plan.tasks if t.start] == [(2, False), (2, True)]


def test_a_spreadsheet_has_no_such_choice(panel: Any, program: Program, demo_office: Any) -> None:
    panel.reset()
    program.desk.import_paths([demo_office.files[0]])
    settle(program)
    assert panel.details.keep_dates.isHidden()


def test_a_plan_is_written_from_the_menu(panel: Any, program: Program, tmp_path: Path) -> None:
    panel.commit_all()
    settle(program)
    workspace = program.desk.context.workspace
    assert workspace is not None
    chosen = next(c for c in workspace.query(project_choices) if c.name == "Bridge")
    program.desk.files.export_plan(chosen.id, tmp_path / "out.xml")
    settle(program)
    plan = read_mspdi((tmp_path / "out.xml").read_bytes(), "out")
    assert [t.name for t in plan.tasks] == ["Dig", "Pour"]
