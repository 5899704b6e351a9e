"""The rows of a project that its Gantt shows when not all of them fit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.plan import Plan
from pmo_desktop.reports.pages.lifeline import key_rows
from tests.reports.office_sample import plan_rows

ROWS = plan_rows(1, "核心系统云化迁移")
PLAN = Plan(ROWS)
ALL = range(len(ROWS))


def names(most: int) -> list[str]:
    return [ROWS[i].name for i in key_rows(PLAN, ALL, most)]


def test_all_rows_are_shown_where_they_fit() -> None:
    assert key_rows(PLAN, ALL, len(ROWS)) == list(ALL)


def test_summaries_and_coming_milestones_come_before_tasks() -> None:
    assert names(7) == [
        "核心系统云化迁移",
        "规划与设计",
        "迁移策略评审",
        "环境与平台",
        "应用迁移",
        "割接与上线",
        "正式割接",
    ]


def test_a_coming_milestone_comes_before_the_last_summaries() -> None:
    assert names(5) == ["核心系统云化迁移", "规划与设计", "环境与平台", "应用迁移", "正式割接"]


def test_critical_tasks_come_before_others() -> None:
    assert "现状评估" not in names(10)
    assert "支付域" in names(10)


def test_no_room_shows_no_row() -> None:
    assert key_rows(PLAN, ALL, 0) == []


@given(st.integers(min_value=0, max_value=20))
def test_as_many_rows_as_fit_in_the_plans_order(most: int) -> None:
    rows = key_rows(PLAN, ALL, most)
    assert rows == sorted(set(rows))
    assert len(rows) == min(most, len(ROWS))
