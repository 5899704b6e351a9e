"""A pack of what the database holds: the readers' rows, then the file."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pmo_desktop.domain.health import Light
from pmo_desktop.domain.load import WEEKS_AHEAD
from pmo_desktop.language import Language
from pmo_desktop.reports.data import PackData, PackOptions
from pmo_desktop.reports.formats import PageFormat
from pmo_desktop.reports.gathering import gather
from pmo_desktop.reports.pack import make_pack
from pmo_desktop.services.editing import add, change
from pmo_desktop.services.period import close_period
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from tests.reports.reading import page_texts

EDIT = Title("Edit")


def added(workspace: Workspace, table: str, project: int | None = None, **values: Any) -> int:
    row: int = workspace.edit(EDIT, add, table, values, project).result
    return row


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    """Two projects under way and one completed; 2026-11 is closed, then a finish moved."""
    first = added(workspace, "project", code="P-1", name="云化迁移", budget=Decimal(1_000_000),
                  spent=Decimal(300_000), manager="王岚", priority=1, state="active")  # fmt: skip
    added(workspace, "project", code="P-2", name="支付网关", priority=2, state="active")
    added(workspace, "project", code="P-3", name="旧系统", priority=3, state="completed")
    task = added(workspace, "task", first, name="设计", kind="task", people=("林峰",),
                 start=datetime(2026, 11, 9, 9), finish=datetime(2026, 12, 4, 18))  # fmt: skip
    for name, day, done in (("已过", 2, 1.0), ("逾期", 13, 0.0), ("评审", 27, 0.0)):
        moment = datetime(2026, 11, day, 18)
        added(workspace, "task", first, name=name, kind="milestone", start=moment, finish=moment,
              percent_complete=done)  # fmt: skip
    workspace.edit(EDIT, close_period)
    workspace.edit(EDIT, change, "task", task, {"finish": datetime(2026, 12, 18, 18)})
    added(workspace, "risk", first, code="R1", name="延期", probability=4, impact=5,
          cost=Decimal(100_000))  # fmt: skip
    added(workspace, "decision", first, code="D1", name="追加预算", state="wanted",
          due=date(2026, 12, 1))  # fmt: skip
    for period in ("2026-10", "2026-11"):
        added(workspace, "status", first, period=period, achievements=f"{period} 完成")
    return workspace


def test_only_what_is_under_way_is_current_and_gets_a_page(office: Workspace) -> None:
    data = gather(office)
    assert [p.code for p in data.current] == ["P-1", "P-2"]
    assert [p.code for p in data.chosen] == ["P-1", "P-2"]
    assert {row.project_id for row in data.plan.rows} == {p.id for p in data.chosen}


def test_the_projects_asked_for_are_chosen(office: Workspace) -> None:
    third = next(p.id for p in gather(office).portfolio.projects if p.code == "P-3")
    data = gather(office, PackOptions(projects=(third,)))
    assert [p.code for p in data.chosen] == ["P-3"]
    assert {row.project_id for row in data.plan.rows} == {third}


def test_overdue_and_coming_milestones_are_ahead_those_done_are_not(office: Workspace) -> None:
    assert [m.name for m in gather(office).milestones] == ["逾期", "评审"]


def test_the_newest_report_of_a_project_counts(office: Workspace) -> None:
    (status,) = gather(office).statuses.values()
    assert status.period == "2026-11"


def test_the_load_looks_as_many_weeks_ahead_as_asked_for_and_as_overload_counts(
    office: Workspace,
) -> None:
    load = gather(office, PackOptions(weeks=6)).load
    assert load.weeks[0] == date(2026, 11, 16)
    assert len(load.weeks) == WEEKS_AHEAD
    assert len(gather(office, PackOptions(weeks=20)).load.weeks) == 20
    assert "林峰" in [row.name for row in load.rows]


def test_what_changed_since_the_closed_period_is_there(office: Workspace) -> None:
    since = gather(office).since
    assert since.period == "2026-11"
    assert [(f.project_code, f.days) for f in since.finishes] == [("P-1", 14)]
    assert [r.code for r in since.new_risks] == ["R1"]


@pytest.mark.parametrize("code", ["zh", "en"])
@pytest.mark.parametrize("page_format", PageFormat)
def test_a_pack_is_made_of_it(
    office: Workspace, tmp_path: Path, code: str, page_format: PageFormat
) -> None:
    data = gather(office)
    made = make_pack(data, Language(code), page_format, tmp_path / "pack.pdf")
    text = "".join(page_texts(made.path))
    assert made.pages == len(page_texts(made.path))
    for said in ("云化迁移", "支付网关", "追加预算", "2026-11 完成", "延期", "office.db"):
        assert said in text
    assert "旧系统" not in text


def test_a_pack_is_made_of_a_new_office(workspace: Workspace, tmp_path: Path) -> None:
    data: PackData = gather(workspace)
    assert data.count(Light.RED) == 0
    made = make_pack(data, Language("en"), PageFormat.A4, tmp_path / "pack.pdf")
    assert "The portfolio is empty" in page_texts(made.path)[1]
