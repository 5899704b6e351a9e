"""Team spreadsheets in the layouts that they come in: where tables stand, what columns are."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pmo_desktop.domain.tasks import Link
from pmo_desktop.exchange.understanding import understand
from pmo_desktop.exchange.understood import Understood
from tests.exchange.books import (
    TODAY,
    Formatted,
    book,
    by_wbs,
    cells,
    codes,
    days,
    ends,
    names,
    only,
    percent,
    read,
    starts,
    values,
)

HEADERS = ["WBS", "任务名称", "负责人", "开始", "完成", "工期", "完成率", "前置任务"]
PLAN: list[Any] = [
    HEADERS,
    ["1", "启动与规划", None, None, None, None, None, None],
    ["1.1", "方案设计", "张伟", "2026/11/2", "2026/11/6", "5天", "100%", None],
    ["1.2", "安全评估", "李 娜", "2026/11/9", "2026/11/13", "5天", "40%", "1.1"],
    ["1.9", "里程碑:启动与规划", "罗敏", "2026/11/13", "2026/11/13", "0天", "0%", "1.2"],
]


def moved(rows: list[Any], right: int, down: int) -> list[Any]:
    return [[] for _ in range(down)] + [[None] * right + row for row in rows]


def assert_plan(found: Understood) -> None:
    tasks = by_wbs(found)
    assert list(tasks) == ["1", "1.1", "1.2", "1.9"]
    assert tasks["1"].values == {"wbs": "1", "name": "启动与规划", "kind": "summary"}
    assert tasks["1.2"].values == {
        "wbs": "1.2",
        "name": "安全评估",
        "kind": "task",
        "people": ("李娜",),
        "start": starts("2026-11-09"),
        "finish": ends("2026-11-13"),
        "duration": 2400,
        "percent_complete": 0.4,
        "predecessors": (Link("1.1"),),
    }
    milestone = tasks["1.9"].values
    assert milestone["kind"] == "milestone"
    assert milestone["start"] == milestone["finish"] == ends("2026-11-13")


def test_a_plain_table_is_read(tmp_path: Path) -> None:
    assert_plan(read(tmp_path, PLAN))


@pytest.mark.parametrize(("right", "down"), [(0, 3), (2, 0), (3, 5)])
def test_a_table_may_be_shifted(tmp_path: Path, right: int, down: int) -> None:
    found = read(tmp_path, moved(PLAN, right, down))
    assert_plan(found)
    assert by_wbs(found)["1.2"].cells["name"].address == f"{chr(66 + right)}{4 + down}"


def test_titles_above_the_table_say_what_the_project_is(tmp_path: Path) -> None:
    rows = [
        ["供应商协同门户 项目状态报告"],
        ["项目编号: P-2619   项目经理: 罗 敏"],
        ["报告日期 2026-11-18"],
        [],
        *PLAN,
    ]
    found = read(tmp_path, rows, "周报.xlsx")
    project = only(found).project
    assert project.values == {"code": "P-2619", "manager": "罗敏", "name": "供应商协同门户"}
    assert project.cells["code"].address == "A2"
    assert "name" not in project.cells  # it was concluded, and renames nothing
    assert found.status_date == date(2026, 11, 18)
    assert_plan(found)


def test_labels_may_have_their_values_in_the_next_cells(tmp_path: Path) -> None:
    rows = [
        ["项目编号", "P-2619", None, "项目经理：", "罗敏"],
        ["所属部门", "采购部", None, "预算(万元)", 240],
        [],
        *PLAN,
    ]
    assert only(read(tmp_path, rows, "周报.xlsx")).project.values == {
        "code": "P-2619",
        "manager": "罗敏",
        "department": "采购部",
        "budget": Decimal(2_400_000),
    }


def test_headers_of_two_rows_say_planned_and_actual(tmp_path: Path) -> None:
    rows = [
        ["WBS", "任务名称", "计划", None, "实际", None, "备注"],
        [None, None, "开始", "完成", "开始", "完成", None],
        ["1", "方案设计", "2026-11-02", "2026-11-06", "2026-11-03", "2026-11-09", "延迟一天"],
        ["2", "安全评估", "2026-11-09", "2026-11-13", None, None, None],
    ]
    merges = ["A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:G2"]
    for merged in (merges, []):
        found = read(tmp_path, rows, merges=merged)
        task = by_wbs(found)["1"].values
        assert (task["start"], task["finish"]) == (starts("2026-11-02"), ends("2026-11-06"))
        assert task["actual_start"] == starts("2026-11-03")
        assert task["actual_finish"] == ends("2026-11-09")
        assert task["notes"] == "延迟一天"
        assert found.sheets[0].tables[0].header_row == 2


def test_a_group_above_full_headers_changes_nothing(tmp_path: Path) -> None:
    rows = [["计划表"], [None, None, None, "计划", None, None, "执行", None], *PLAN]
    assert_plan(read(tmp_path, rows, merges=["D2:E2"]))


def test_planned_counts_and_baseline_does_not(tmp_path: Path) -> None:
    rows = [
        ["任务", "基线开始", "基线完成", "计划开始", "计划完成", "实际开始"],
        ["方案设计", "2026-10-01", "2026-10-05", "2026-11-02", "2026-11-06", "2026-11-03"],
        ["安全评估", "2026-10-06", "2026-10-09", "2026-11-09", "2026-11-13", None],
    ]
    found = read(tmp_path, rows)
    assert days(found) == {"1": ("11-02", "11-06"), "2": ("11-09", "11-13")}
    assert values(found, "actual_start") == {"1": starts("2026-11-03")}
    reasons = {c.header: c.reason for c in found.sheets[0].tables[0].columns if c.reason}
    assert reasons == {"基线开始": "column_not_kept", "基线完成": "column_not_kept"}


def test_several_tables_stand_below_each_other(tmp_path: Path) -> None:
    rows = [
        ["项目编号: P-2619"],
        *PLAN,
        [],
        ["风险清单"],
        ["编号", "风险描述", "概率", "影响", "预计损失", "责任人", "截止日期"],
        ["R-01", "供应商交付延期", "高", "很高", "12.5万", "王 岚", "2026/12/1"],
        [],
        ["问题清单"],
        ["问题", "严重程度", "责任人", "状态"],
        ["接口不通", "中", "张伟", "处理中"],
        [],
        ["项目", "预算", "已支出"],
        ["P-2619", "240万", "48万"],
    ]
    found = read(tmp_path, rows)
    assert_plan(found)
    project = only(found)
    assert [r.values["name"] for r in project.risks] == ["供应商交付延期"]
    risk = project.risks[0].values
    assert (risk["probability"], risk["impact"], risk["cost"]) == (4, 5, Decimal(125_000))
    assert (risk["owner"], risk["due"]) == ("王岚", date(2026, 12, 1))
    assert project.issues[0].values["state"] == "in_progress"
    assert project.project.values["budget"] == Decimal(2_400_000)
    assert project.project.values["spent"] == Decimal(480_000)


def test_two_tables_stand_beside_each_other(tmp_path: Path) -> None:
    risks = [
        ["风险描述", "概率", "影响", "责任人"],
        ["关键人员流失", 3, 4, "周扬"],
        ["预算不足", 2, 5, "徐佳"],
    ]
    rows = [left + [None] + (risks[at] if at < len(risks) else []) for at, left in enumerate(PLAN)]
    found = read(tmp_path, rows)
    assert_plan(found)
    assert [r.values["name"] for r in only(found).risks] == ["关键人员流失", "预算不足"]
    assert only(found).risks[1].cells["impact"].address == "L3"


def test_repeated_headers_are_no_tasks(tmp_path: Path) -> None:
    rows = [*PLAN[:3], HEADERS, *PLAN[3:]]
    assert_plan(read(tmp_path, rows))


def test_blank_rows_between_tasks_are_skipped(tmp_path: Path) -> None:
    assert_plan(read(tmp_path, [*PLAN[:2], [], *PLAN[2:4], [], [], *PLAN[4:]]))


def test_totals_examples_and_instructions_are_left_out_and_told(tmp_path: Path) -> None:
    rows = [
        HEADERS,
        ["示例", "示例任务", "某人", "2026/1/1", "2026/1/2", "2天", "0%", None],
        *PLAN[1:],
        [None, "合 计", None, None, None, "15天", "35%", None],
        ["填表说明：黄色为必填"],
    ]
    found = read(tmp_path, rows)
    assert_plan(found)
    assert {"rows_total", "rows_example", "rows_note"} <= set(codes(found))


@pytest.mark.parametrize("word", ["Total", "合计", "小计", "总计：", "Grand total", "平均"])
def test_words_for_totals_are_known(tmp_path: Path, word: str) -> None:
    assert_plan(read(tmp_path, [*PLAN, [None, word, None, None, None, 10, percent(0.5)]]))


def test_hidden_sheets_are_left_out_and_told(tmp_path: Path) -> None:
    old = [HEADERS, ["1.1", "不要导入", "张伟", "2020-01-01", "2020-01-02", "2天", "0%", None]]
    path = book(tmp_path / "P-2601.xlsx", {"Plan": PLAN, "旧版": old}, hidden=["旧版"])
    found = understand(path, today=TODAY)
    assert_plan(found)
    assert "sheet_hidden" in codes(found)
    assert {s.name: s.left_out for s in found.sheets}["旧版"] == "sheet_hidden"


def test_a_visible_sheet_that_is_called_old_is_left_out_beside_another(tmp_path: Path) -> None:
    old = [HEADERS, ["1.1", "旧任务", "张伟", "2020-01-01", "2020-01-02", "2天", "0%", None]]
    path = book(tmp_path / "P-2601.xlsx", {"旧版计划": old, "Plan": PLAN})
    found = understand(path, today=TODAY)
    assert_plan(found)
    assert "sheet_put_away" in codes(found)


def test_rows_hidden_by_hand_are_left_out_and_grouped_ones_are_read(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    rows = [*PLAN, ["1.10", "不要导入", "张伟", "2026/11/2", "2026/11/3", "2天", "0%", None]]
    path = book(tmp_path / "P-2601.xlsx", {"Plan": rows})
    workbook = load_workbook(path)
    workbook["Plan"].row_dimensions[6].hidden = True
    workbook["Plan"].row_dimensions[3].hidden = True
    workbook["Plan"].row_dimensions[3].outlineLevel = 1
    workbook.save(path)
    found = understand(path, today=TODAY)
    assert_plan(found)
    assert [f.params["rows"] for f in found.findings if f.code == "rows_hidden"] == ["6"]


@pytest.mark.parametrize(
    "headers",
    [
        ["序", "任务", "负责", "起", "止", "周期", "%", "依赖"],
        ["ID", "Task", "Owner", "Start", "Finish", "Duration", "% Complete", "Predecessors"],
        [
            "No.",
            "Work package",
            "Lead",
            "Planned start",
            "Planned end",
            "Days",
            "Progress",
            "Depends on",
        ],
        ["编号*", "工作项*", "责任人", "开始日期", "结束日期", "工期（天）", "进度", "前置"],
        ["WBS", "活动", "执行人", "计划开始时间", "计划结束时间", "天数", "完成百分比", "紧前活动"],
        [
            "任务编号",
            "任务名称\nTask name",
            "责任人\nOwner",
            "开始\nStart",
            "结束\nEnd",
            "工期\nDays",
            "完成率\n%",
            "前置任务\nPredecessor",
        ],
        [
            "WBS Code",
            "Activity Name",
            "Responsible Person",
            "Start Date",
            "End Date",
            "Duration (days)",
            "Percent Complete",
            "Predecessor(s)",
        ],
        ["任务编号", "工作内容", "主责人", "启动日期", "完工日期", "历时", "当前进度", "依赖任务"],
        [
            "Outline Number",
            "Task Name",
            "Resource Names",
            "Begin",
            "To",
            "Dur.",
            "Compl. %",
            "Dependencies",
        ],
    ],
)
def test_headers_have_many_words(tmp_path: Path, headers: list[str]) -> None:
    assert_plan(read(tmp_path, [headers, *PLAN[1:]]))


def test_misspelt_headers_are_known_again_where_nothing_else_is(tmp_path: Path) -> None:
    rows = [
        [".", "Duration(day)", "Predesedors"],
        ["A", 3, None],
        ["B", 4, "A"],
        ["C", 2, "A"],
        ["D", 5, "B,C"],
        [],
        ["Note: ABD is the critical path"],
        ["AC = 5 days"],
    ]
    found = read(tmp_path, rows, "network.xlsx")
    assert names(found) == {"A": "A", "B": "B", "C": "C", "D": "D"}
    assert values(found, "duration")["D"] == 5 * 480
    assert values(found, "predecessors")["D"] == (Link("B"), Link("C"))
    assert "column_doubtful" in codes(found)
    assert cells(found, "row_not_understood") == ["A8"]


def test_a_list_without_headers_is_read_by_what_it_holds_and_doubted(tmp_path: Path) -> None:
    rows = [row[:5] + row[6:7] for row in PLAN[2:]]
    rows.append(["1.10", "联调测试", "张伟", "2026/11/16", "2026/11/20", "0%"])
    found = read(tmp_path, rows)
    assert days(found)["1.10"] == ("11-16", "11-20")
    assert names(found)["1.2"] == "安全评估"
    assert "headers_guessed" in codes(found)


def test_a_column_whose_header_says_what_its_cells_do_not_is_left_out(tmp_path: Path) -> None:
    rows = [
        ["任务", "开始", "完成", "完成标准"],
        ["方案设计", "2026-11-02", "2026-11-06", "评审通过"],
        ["安全评估", "2026-11-09", "2026-11-13", "报告签字"],
    ]
    found = read(tmp_path, rows)
    assert days(found) == {"1": ("11-02", "11-06"), "2": ("11-09", "11-13")}
    assert "完成标准" in [f.text for f in found.findings if f.code == "column_unknown"]


def test_serial_numbers_follow_the_workbook_s_epoch(tmp_path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    rows: list[list[Any]] = [
        ["任务", "开始", "完成"],
        ["方案设计", 46328, 46332],
        ["安全评估", 46335, 46339],
    ]
    assert days(read(tmp_path, rows)) == {"1": ("11-02", "11-06"), "2": ("11-09", "11-13")}
    workbook = Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    for row in rows:
        workbook.active.append([c - 1462 if isinstance(c, int) else c for c in row])
    workbook.save(tmp_path / "mac.xlsx")
    found = understand(tmp_path / "mac.xlsx", today=TODAY)
    assert days(found) == {"1": ("11-02", "11-06"), "2": ("11-09", "11-13")}


def test_real_dates_are_read_in_both_epochs(tmp_path: Path) -> None:
    rows = [
        ["任务", "开始", "完成"],
        ["方案设计", datetime(2026, 11, 2), datetime(2026, 11, 6, 17)],
    ]
    task = by_wbs(read(tmp_path, rows))["1"].values
    assert task["start"] == starts("2026-11-02")
    assert task["finish"] == datetime(2026, 11, 6, 17)


def test_formulas_without_results_and_errors_are_told_by_cell(tmp_path: Path) -> None:
    rows = [
        ["WBS", "任务", "开始", "完成", "工期", "完成率"],
        ["1", "方案设计", datetime(2026, 11, 2), datetime(2026, 11, 6), "=NETWORKDAYS(C2,D2)", 0.5],
        ["2", "安全评估", "=D2+3", datetime(2026, 11, 13), "=NETWORKDAYS(C3,D3)", 1],
    ]
    found = read(tmp_path, rows)
    assert "start" not in by_wbs(found)["2"].values
    assert sorted(cells(found, "formula_unfilled")) == ["C3", "E2"]


def test_error_values_are_told_by_cell(tmp_path: Path) -> None:
    rows = [
        ["WBS", "任务", "开始", "完成", "完成率"],
        ["1", "方案设计", datetime(2026, 11, 2), datetime(2026, 11, 6), "#DIV/0!"],
        ["2", "安全评估", datetime(2026, 11, 9), datetime(2026, 11, 13), 1],
    ]
    found = read(tmp_path, rows)
    assert cells(found, "error_value") == ["E2"]
    assert values(found, "percent_complete") == {"2": 1.0}


def test_a_table_of_milestones_has_milestones(tmp_path: Path) -> None:
    rows = [
        ["里程碑", "计划日期", "实际日期", "负责人"],
        ["需求冻结", "2026-11-06", "2026-11-09", "张伟"],
        ["上线", "2026-12-30", None, "李娜"],
    ]
    found = read(tmp_path, rows)
    assert set(values(found, "kind").values()) == {"milestone"}
    assert values(found, "finish") == {"1": ends("2026-11-06"), "2": ends("2026-12-30")}
    assert values(found, "actual_finish") == {"1": ends("2026-11-09")}


@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [("是否里程碑", "是", "否"), ("Milestone", "Y", "N"), ("里程碑", "◆", None), ("MS?", "x", "")],
)
def test_a_column_may_mark_milestones(tmp_path: Path, header: str, yes: str, no: str) -> None:
    rows = [
        ["WBS", "任务", "开始", "完成", header if header != "MS?" else "Is milestone"],
        ["1", "方案设计", "2026-11-02", "2026-11-06", no],
        ["2", "设计评审", "2026-11-06", "2026-11-06", yes],
        ["3", "安全评估", "2026-11-09", "2026-11-13", no],
    ]
    assert values(read(tmp_path, rows), "kind") == {"1": "task", "2": "milestone", "3": "task"}


def test_a_column_of_kinds_is_believed(tmp_path: Path) -> None:
    rows = [
        ["WBS", "任务", "类型", "开始", "完成"],
        ["1", "阶段一", "阶段", None, None],
        ["1.1", "方案设计", "任务", "2026-11-02", "2026-11-06"],
        ["1.2", "设计评审", "里程碑", None, "2026-11-06"],
    ]
    found = read(tmp_path, rows)
    assert values(found, "kind") == {"1": "summary", "1.1": "task", "1.2": "milestone"}
    assert values(found, "start")["1.2"] == ends("2026-11-06")


def test_a_milestone_that_takes_days_is_taken_as_a_task_and_told(tmp_path: Path) -> None:
    rows = [
        ["WBS", "任务", "开始", "完成"],
        ["1", "里程碑：上线", "2026-11-02", "2026-11-06"],
        ["2", "方案设计", "2026-11-02", "2026-11-06"],
    ]
    found = read(tmp_path, rows)
    assert values(found, "kind")["1"] == "task"
    assert "milestone_with_span" in codes(found)


def test_a_finish_before_its_start_is_told_and_not_taken(tmp_path: Path) -> None:
    rows = [
        ["WBS", "任务", "开始", "完成"],
        ["1", "方案设计", "2026-11-12", "2026-11-06"],
        ["2", "安全评估", "2026-11-09", "2026-11-13"],
    ]
    found = read(tmp_path, rows)
    assert cells(found, "finish_before_start") == ["D2"]
    assert "finish" not in by_wbs(found)["1"].values


def test_ranges_in_one_column_are_starts_and_finishes(tmp_path: Path) -> None:
    rows = [
        ["任务", "起止时间", "负责人"],
        ["方案设计", "2026/11/2~2026/11/6", "张伟"],
        ["安全评估", "11月9日-11月13日", "李娜"],
        ["上线", "2026/11/20", "李娜"],
    ]
    assert days(read(tmp_path, rows)) == {
        "1": ("11-02", "11-06"),
        "2": ("11-09", "11-13"),
        "3": ("11-20", "11-20"),
    }


def test_a_time_line_beside_the_plan_is_no_data(tmp_path: Path) -> None:
    weeks = [datetime(2026, 11, d) for d in (2, 9, 16, 23)]
    rows = [[*HEADERS, *weeks], *[[*row, "■", None, "■", None] for row in PLAN[1:]]]
    assert_plan(read(tmp_path, rows))


def test_states_stand_for_progress_where_there_is_no_column_of_it(tmp_path: Path) -> None:
    rows = [
        ["任务", "负责人", "截止日期", "状态"],
        ["方案设计", "张伟", "2026-11-06", "已完成"],
        ["安全评估", "李娜", "2026-11-13", "进行中"],
        ["上线", "李娜", "2026-11-20", "未开始"],
    ]
    found = read(tmp_path, rows)
    assert values(found, "percent_complete") == {"1": 1.0, "3": 0.0}
    assert values(found, "finish")["1"] == ends("2026-11-06")
    assert {"states_without_share", "due_as_finish"} <= set(codes(found))


def test_a_deadline_is_one_beside_a_finish(tmp_path: Path) -> None:
    rows = [
        ["任务", "开始", "完成", "截止日期"],
        ["方案设计", "2026-11-02", "2026-11-06", "2026-11-10"],
        ["安全评估", "2026-11-09", "2026-11-13", None],
    ]
    found = read(tmp_path, rows)
    assert values(found, "deadline") == {"1": ends("2026-11-10")}
    assert days(found)["1"] == ("11-02", "11-06")


def test_merged_cells_over_several_rows_count_for_each(tmp_path: Path) -> None:
    rows = [
        ["WBS", "任务", "负责人", "开始", "完成"],
        ["1", "方案设计", "张伟", "2026-11-02", "2026-11-06"],
        ["2", "安全评估", None, "2026-11-09", "2026-11-13"],
        ["3", "上线", "李娜", "2026-11-16", "2026-11-20"],
    ]
    found = read(tmp_path, rows, merges=["C2:C3"])
    assert values(found, "people") == {"1": ("张伟",), "2": ("张伟",), "3": ("李娜",)}


def test_a_second_plan_that_repeats_the_first_adds_nothing(tmp_path: Path) -> None:
    milestones = [
        ["里程碑", "日期"],
        ["里程碑:启动与规划", "2026/11/13"],
        ["正式上线", "2026/12/30"],
    ]
    path = book(tmp_path / "P-2601.xlsx", {"计划": PLAN, "里程碑": milestones})
    found = understand(path, today=TODAY)
    assert names(found)["2"] == "正式上线"
    assert len(only(found).tasks) == 5
    assert "records_repeated" in codes(found)


def test_phases_on_sheets_of_their_own_make_one_plan(tmp_path: Path) -> None:
    second = [
        HEADERS,
        ["2", "设计", *[None] * 6],
        ["2.1", "接口设计", "张伟", "2026/12/1", "2026/12/4", "4天", "0%", "1.2"],
    ]
    path = book(tmp_path / "P-2601.xlsx", {"阶段一": PLAN, "阶段二": second})
    assert list(by_wbs(understand(path, today=TODAY))) == ["1", "1.1", "1.2", "1.9", "2", "2.1"]


def test_formats_of_cells_decide_between_one_and_one_percent(tmp_path: Path) -> None:
    rows = [
        ["任务", "开始", "完成", "进度"],
        ["甲", "2026-11-02", "2026-11-06", 100],
        ["乙", "2026-11-02", "2026-11-06", percent(1)],
        ["丙", "2026-11-02", "2026-11-06", percent(0.35)],
        ["丁", "2026-11-02", "2026-11-06", Formatted(0.5)],
        ["戊", "2026-11-02", "2026-11-06", 40],
    ]
    found = read(tmp_path, rows)
    assert values(found, "percent_complete") == {"1": 1.0, "2": 1.0, "3": 0.35, "5": 0.4}
    assert cells(found, "share_unclear") == ["D5"]


def test_items_of_one_project_may_be_headed_by_project(tmp_path: Path) -> None:
    rows = [
        ["序号", "项目", "负责人", "开始", "结束"],
        ["1", "启动", None, None, None],
        ["1.1", "方案设计", "张伟", "2026-11-02", "2026-11-06"],
        ["1.2", "安全评估", "李娜", "2026-11-09", "2026-11-13"],
    ]
    assert names(read(tmp_path, rows)) == {"1": "启动", "1.1": "方案设计", "1.2": "安全评估"}
    plain = [
        ["项目编号：P-2601"],
        [],
        ["项目", "负责人", "开始", "结束"],
        *[r[1:] for r in rows[2:]],
    ]
    assert names(read(tmp_path, plain)) == {"1": "方案设计", "2": "安全评估"}


def test_a_column_of_deliverables_is_not_taken_for_the_names(tmp_path: Path) -> None:
    rows = [
        ["No.", "Deliverable", "Short description of the work", "Start", "Finish"],
        ["1", None, "Kick-off", None, None],
        ["1.1", "Concept", "Write the concept", "2026-11-02", "2026-11-06"],
        ["1.2", None, "Assess security", "2026-11-09", "2026-11-13"],
    ]
    assert names(read(tmp_path, rows))["1.2"] == "Assess security"


def test_rows_without_a_name_are_told(tmp_path: Path) -> None:
    rows = [*PLAN, [None, None, "张伟", "2026/11/16", "2026/11/20", "5天", "0%", None]]
    found = read(tmp_path, rows)
    assert_plan(found)
    assert [f.params["rows"] for f in found.findings if f.code == "rows_without_name"] == ["6"]


def test_headers_of_three_rows_say_planned_and_actual(tmp_path: Path) -> None:
    rows = [
        ["项目计划"],
        ["WBS", "任务", "计划", None, None, "实际", None],
        [None, None, "时间", None, "工期", "时间", None],
        [None, None, "开始", "完成", None, "开始", "完成"],
        ["1", "甲", "2026-11-02", "2026-11-06", 5, "2026-11-03", None],
        ["2", "乙", "2026-11-09", "2026-11-13", 5, None, None],
    ]
    found = read(tmp_path, rows, merges=["C2:E2", "F2:G2", "C3:D3", "F3:G3"])
    assert days(found) == {"1": ("11-02", "11-06"), "2": ("11-09", "11-13")}
    assert values(found, "duration") == {"1": 2400, "2": 2400}
    assert values(found, "actual_start") == {"1": starts("2026-11-03")}
    assert found.sheets[0].tables[0].header_row == 4


def test_two_sheets_that_both_look_like_the_plan_are_told_where_they_disagree(
    tmp_path: Path,
) -> None:
    plan = [["任务", "开始", "完成"], ["设计", "2026-11-02", "2026-11-06"]]
    other = [["任务", "开始", "完成"], ["设计", "2026-11-03", "2026-11-06"]]
    found = understand(book(tmp_path / "P-1.xlsx", {"计划A": plan, "计划B": other}), today=TODAY)
    (told,) = [f for f in found.findings if f.code == "repeated_otherwise"]
    assert (told.sheet, told.cell, told.severity) == ("计划B", "B2", "warning")
    assert len(only(found).tasks) == 1
