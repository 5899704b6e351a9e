"""Habits of teams' spreadsheets that go together badly: spacers, phases, units, old formats."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmo_desktop.exchange.files import reading
from pmo_desktop.exchange.parsing import dates, money, shares
from pmo_desktop.exchange.team import facts
from pmo_desktop.exchange.team.headers import meanings
from pmo_desktop.exchange.understanding import understand
from tests.exchange.books import (
    TODAY,
    Formatted,
    book,
    by_wbs,
    codes,
    days,
    names,
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


# --- which column is which


def test_a_phase_that_stands_once_is_no_name(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        [
            ["No.", "Stage", "Description", "Owner", "Start", "End"],
            [1, "Initiation", "Survey", "Jane Doe", "2026-11-02", "2026-11-06"],
            [2, None, "Security review", "Jane Doe", "2026-11-09", "2026-11-13"],
            [3, None, "Contract", "Tom Becker", "2026-11-09", "2026-11-13"],
            [4, "Design", "Prototype", "Tom Becker", "2026-11-16", "2026-11-20"],
            [5, None, "Solution", "Tom Becker", "2026-11-16", "2026-11-20"],
            [6, None, "Review", "Jane Doe", "2026-11-20", "2026-11-20"],
        ],
    )
    assert names(found)["1"] == "Initiation"
    assert names(found)["2.1"] == "Prototype"
    assert len(names(found)) == 8


def test_yes_and_no_are_no_names_of_tasks(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        [
            ["一级任务", "二级任务", "里程碑", "负责人", "开始", "完成"],
            ["启动", "方案设计", "否", "张伟", "2026/11/2", "2026/11/6"],
            [None, "方案评审", "是", "张伟", "2026/11/6", "2026/11/6"],
        ],
    )
    assert names(found) == {"1": "启动", "1.1": "方案设计", "1.2": "方案评审"}
    assert values(found, "kind")["1.2"] == "milestone"


def test_deliverables_beside_columns_of_levels_are_no_tasks(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        [
            ["一级任务", "二级任务", "负责人", "交付物", "开始", "完成"],
            ["启动", "方案设计", "张伟", "设计文档", "2026/11/2", "2026/11/6"],
            [None, "安全评估", "李娜", "评审报告", "2026/11/9", "2026/11/13"],
        ],
    )
    assert names(found) == {"1": "启动", "1.1": "方案设计", "1.2": "安全评估"}
    assert values(found, "people") == {"1.1": ("张伟",), "1.2": ("李娜",)}


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("预算总额/万元", "project.budget"),
        ("工期/天", "task.duration"),
        ("预计损失/Cost/万元", "risk.cost"),
        ("Actual cost to date", "project.spent"),
        ("要求完成日期", "risk.due"),
        ("% Comp.", "task.percent_complete"),
    ],
)
def test_headers_are_known_with_their_units(header: str, code: str) -> None:
    assert code in [meaning.code for meaning in meanings(header)]


@pytest.mark.parametrize(
    ("header", "scale"),
    [("预算 (Budget) (万元)", 10_000), ("Budget (kCNY)", 1000), ("预算 (Budget) (kCNY)", 1000)],
)
def test_the_unit_may_stand_in_brackets_of_its_own(header: str, scale: int) -> None:
    assert money.header_unit(header)[0] == scale


# --- the outline


def test_indented_cells_go_before_rows_that_have_only_a_name(tmp_path: Path) -> None:
    rows: list[list[object]] = [["任务名称", "负责人", "开始", "完成"]]
    for name, indent in (("启动", 0), ("子系统", 1), ("设计", 2), ("评估", 2), ("里程碑", 1)):
        dated = ["张伟", "2026/11/2", "2026/11/6"] if indent and name != "子系统" else []
        rows.append([Formatted(name, indent=indent), *dated])
    found = read(tmp_path, rows)
    assert names(found) == {
        "1": "启动",
        "1.1": "子系统",
        "1.1.1": "设计",
        "1.1.2": "评估",
        "1.2": "里程碑",
    }


def test_a_phase_without_a_number_may_say_how_far_it_is(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        [
            ["序号", "任务名称", "负责人", "开始", "完成", "完成率"],
            [None, "启动", None, None, None, "50%"],
            [1, "设计", "张伟", "2026/11/2", "2026/11/6", "100%"],
            [2, "评估", "李娜", "2026/11/9", "2026/11/13", "0%"],
            [None, "上线", None, None, None, "0%"],
            [3, "割接", "李娜", "2026/11/16", "2026/11/20", "0%"],
        ],
    )
    assert list(names(found)) == ["1", "1.1", "1.2", "2", "2.1"]


# --- values


def test_a_state_may_have_its_percentage_behind_it() -> None:
    assert shares.parse("进行中(30%)") == 0.3
    assert shares.parse("In progress (85%)") == 0.85


def test_month_and_day_with_a_point_are_a_date_below_a_header_of_dates(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        [
            ["WBS", "任务名称", "开始", "完成"],
            ["1.1", "设计", "11.2", "11.20"],
            ["1.2", "评估", "11.9", "12.13"],
        ],
    )
    assert days(found) == {"1.1": ("11-02", "11-20"), "1.2": ("11-09", "12-13")}
    assert not dates.is_date("1.2")


def test_an_amount_with_its_scale_has_decimals() -> None:
    amount = money.parse("CNY 1.078m")
    assert isinstance(amount, money.Amount)
    assert amount.value == 1_078_000


def test_whole_numbers_of_old_formats_are_numbers_like_others() -> None:
    rows = reading._with_floats([[1, 1.1, "1", True]])
    assert rows == [[1.0, 1.1, "1", True]]
    assert [type(value) for value in rows[0]] == [float, float, str, bool]


# --- the project


def test_two_tables_about_the_project_are_put_together(tmp_path: Path) -> None:
    path = book(
        tmp_path / "plan.xlsx",
        {
            "封面": [["项目编号", "项目名称", "项目经理"], ["P-2601", "数据治理", "罗敏"]],
            "计划": [PLAN, ["1.1", "设计", "张伟", "2026/11/2", "2026/11/6", "0%"]],
            "预算": [["项目编号", "预算(万元)", "已支出(万元)"], ["P-2601", 240, 48]],
        },
    )
    project = only(found := understand(path, today=TODAY)).project
    assert (project.values["name"], project.values["manager"]) == ("数据治理", "罗敏")
    assert (project.values["budget"], project.values["spent"]) == (2_400_000, 480_000)
    assert "project_twice" not in codes(found)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("财务共享中心二期 项目月度报告", "财务共享中心二期"),
        ("Project: Contact centre upgrade", "Contact centre upgrade"),
        ("P-2601 智能仓储项目进度计划表", "智能仓储"),
        ("二、项目风险", ""),
        ("Risk log", ""),
    ],
)
def test_titles_have_the_project_s_name_and_headings_have_none(title: str, name: str) -> None:
    assert facts.name_in_title(title) == name


def test_a_file_s_name_may_begin_with_a_common_word() -> None:
    assert facts.name_in_file("P-2667-Data platform(最终版)") == "Data platform"


def test_a_labelled_name_may_hold_the_code(tmp_path: Path) -> None:
    rows = [["Project: Mobile approvals [P-2683]"], [], PLAN]
    found = read(tmp_path, [*rows, ["1.1", "设计", "张伟", "2026/11/2", "2026/11/6"]], "x.xlsx")
    project = only(found).project
    assert (project.values["code"], project.values["name"]) == ("P-2683", "Mobile approvals")


def test_remarks_above_a_table_do_not_name_the_project(tmp_path: Path) -> None:
    rows = [["说明: 每周五 17:00 前提交"], [], PLAN]
    path = "P-2610_设备维护.xlsx"
    found = read(tmp_path, [*rows, ["1.1", "设计", "张伟", "2026/11/2", "2026/11/6"]], path)
    assert only(found).project.values["name"] == "设备维护"
