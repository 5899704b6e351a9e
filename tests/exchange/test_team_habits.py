"""Habits of teams' spreadsheets that go together badly: spacers, phases, units, old formats."""

from __future__ import annotations

from pathlib import Path


from tests.exchange.books import (
    by_wbs,
    days,
    only,
    read,
    values,
)

PLAN = ["WBS", "任务名称", "负责人", "开始", "完成", "完成率"]
RISKS = ["风险编号", "风险描述", "概率", "影响", "责任人", "截止日期"]


# --- where tables end


def test_a_blank_column_within_a_table_does_not_part_it(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        [
            ["WBS", "任务名称", "负责人", None, "开始", "完成", "完成率", "前置任务"],
            ["1", "启动"],
            ["1.1", "方案设计", "张伟", None, "2026/11/2", "2026/11/6", "100%"],
            ["1.2", "安全评估", "李娜", None, "2026/11/9", "2026/11/13", "40%", "1.1"],
        ],
    )
    assert days(found) == {"1.1": ("11-02", "11-06"), "1.2": ("11-09", "11-13")}
    assert values(found, "percent_complete") == {"1.1": 1.0, "1.2": 0.4}
    assert [link.wbs for link in by_wbs(found)["1.2"].values["predecessors"]] == ["1.1"]


def test_a_table_with_a_blank_column_has_another_beside_it(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        [
            ["WBS", "任务名称", None, "开始", "完成", None, *RISKS],
            ["1.1", "方案设计", None, "2026/11/2", "2026/11/6", None, "R-01", "预算不足", 2, 3],
            ["1.2", "安全评估", None, "2026/11/9", "2026/11/13"],
        ],
    )
    assert days(found) == {"1.1": ("11-02", "11-06"), "1.2": ("11-09", "11-13")}
    assert [risk.values["name"] for risk in only(found).risks] == ["预算不足"]


def test_dates_are_headed_by_a_group_above_them_alone(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        [
            ["WBS", "任务名称", "负责人", "计划日期", None, "实际日期", None, "完成率"],
            [None, None, None, "开始", "完成", "开始", "完成"],
            ["1", "启动"],
            ["1.1", "设计", "张伟", "2026/11/2", "2026/11/6", "2026/11/3", "2026/11/9", 1],
            ["1.2", "评估", "李娜", "2026/11/9", "2026/11/13", None, None, 0],
        ],
        merges=["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1", "H1:H2"],
    )
    assert days(found) == {"1.1": ("11-02", "11-06"), "1.2": ("11-09", "11-13")}
    assert f"{by_wbs(found)['1.1'].values['actual_finish']:%m-%d}" == "11-09"


def test_headers_of_two_rows_stand_beside_a_table_with_one(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        [
            ["WBS", "任务名称", "计划日期", None, "完成率", None, *RISKS],
            [None, None, "开始", "完成", None, None, "R-01", "预算不足", 2, 3],
            ["1.1", "方案设计", "2026/11/2", "2026/11/6", 1, None, "R-02", "范围蔓延", 1, 5],
            ["1.2", "安全评估", "2026/11/9", "2026/11/13", 0.4],
        ],
        merges=["A1:A2", "B1:B2", "C1:D1", "E1:E2"],
    )
    assert days(found) == {"1.1": ("11-02", "11-06"), "1.2": ("11-09", "11-13")}
    assert [risk.values["name"] for risk in only(found).risks] == ["预算不足", "范围蔓延"]
