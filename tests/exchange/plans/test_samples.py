"""Plan files as Microsoft Project and GanttProject wrote them: what they recorded comes out again.

Skipped where there are none; see `PMO_SAMPLES` in CONTRIBUTING.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.plan_file import PlanFile
from pmo_desktop.exchange.files.formats import Refusal
from pmo_desktop.exchange.plans.mspdi import read_mspdi
from pmo_desktop.exchange.plans.reading import PlanReading, read_plan
from pmo_desktop.exchange.plans.writing.mspdi import mspdi_bytes
from pmo_desktop.services.importing import commit
from pmo_desktop.services.plans.stored_plan import stored_plan
from pmo_desktop.services.records import project_ids
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from tests.conftest import ROOT

FOLDER = Path(os.environ.get("PMO_SAMPLES", ROOT.parent / "shared" / "samples"))


def files(folder: str, *suffixes: str) -> list[Path]:
    inside = FOLDER / folder
    found = inside.iterdir() if inside.is_dir() else ()
    return sorted(path for path in found if path.suffix in suffixes)


PLANS = files("mspdi", ".xml")
GANTT_PROJECT = files("ganttproject", ".gan")
pytestmark = pytest.mark.skipif(not PLANS, reason="no sample plans")


def read(path: Path) -> PlanReading:
    found = read_plan(path)
    assert found is not None
    return found


def nameless(plan: PlanFile, **told: Any) -> PlanFile:
    """A project that its file does not name is called as the file."""
    extras = tuple(pair for pair in plan.extras if pair[0] != "Name")
    return replace(plan, extras=extras, **told)


def is_same(one: datetime, other: datetime, line: Calendar) -> bool:
    """The end of a working day and the beginning of the next are the same moment of work."""
    return one == other or line.between(one, other) == 0


@pytest.mark.parametrize("path", [*PLANS, *GANTT_PROJECT], ids=lambda path: path.stem)
def test_no_task_lies_elsewhere_than_recorded_without_a_reason(path: Path) -> None:
    assert [(m.name, m.start, m.code) for m in read(path).moves] == []


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_early_and_late_dates_and_floats_come_out_again(path: Path) -> None:
    """But for tasks scheduled by hand: their program reckons no float along their links."""
    reading = read(path)
    differing = []
    for task in reading.plan.tasks:
        found = reading.computed.scheduled.get(task.uid)
        if found is None or task.manual:
            continue
        line = reading.computed.calendars[task.uid]
        for name, moment in (
            ("EarlyStart", found.start),
            ("EarlyFinish", found.finish),
            ("LateStart", found.late_start),
            ("LateFinish", found.late_finish),
        ):
            recorded = task.recorded.get(name)
            if recorded and not is_same(datetime.fromisoformat(recorded), moment, line):
                differing.append((task.name, name, recorded, moment))
        for name, minutes in (
            ("TotalSlack", found.total_float_minutes),
            ("FreeSlack", found.free_float_minutes),
        ):
            if name in task.recorded and int(task.recorded[name]) / 10 != minutes:
                differing.append((task.name, name, task.recorded[name], minutes))
    assert differing == []


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_written_and_read_again_a_plan_is_identical(path: Path) -> None:
    plan = read_mspdi(path.read_bytes(), path.stem)
    again = read_mspdi(mspdi_bytes(plan), path.stem)
    assert again == plan
    assert again.findings == ()


@pytest.mark.parametrize("path", [*PLANS, *GANTT_PROJECT], ids=lambda path: path.stem)
def test_taken_in_written_and_read_again_a_plan_is_identical(
    path: Path, workspace: Workspace
) -> None:
    from pmo_desktop.exchange.comparing.review import review
    from pmo_desktop.exchange.understanding import understand_all

    understood = understand_all([path])
    workspace.edit(Title("Import"), commit, review(workspace, understood).changes)
    (project,) = workspace.query(project_ids).values()
    stored = workspace.query(stored_plan, project).plan
    again = review(workspace, understand_all([path]))
    written = read_mspdi(mspdi_bytes(stored), path.stem)
    assert replace(written, name="") == replace(stored, name="")
    reading = understood[0].plan
    assert reading is not None
    told = {"name": "", "title": "", "project_uid": "", "currency": "", "finish": None}
    assert nameless(stored, **told) == nameless(reading.plan, **told)
    assert again.changes == ()


@pytest.mark.parametrize(
    "path", files("not_mspdi", ".xer", ".mpx", ".planner"), ids=lambda path: path.name
)
def test_what_is_something_else_is_refused_by_name(path: Path) -> None:
    codes = {".xer": "plan_xer", ".mpx": "plan_mpx", ".planner": "plan_planner"}
    with pytest.raises(Refusal) as refused:
        read_plan(path)
    assert refused.value.code == codes[path.suffix]
