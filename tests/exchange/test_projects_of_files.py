"""Which project a file is about, and files about several projects, people, reports."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from pmo_desktop.exchange.team.facts import code_in, name_in_file, name_in_title
from pmo_desktop.exchange.understanding import understand
from tests.exchange.books import TODAY, book, by_wbs, codes, only, read

PLAN = [["任务", "开始", "完成"], ["方案设计", "2026-11-02", "2026-11-06"]]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("供应商协同门户 项目状态报告", "供应商协同门户"),
        ("Field service app 项目状态报告", "Field service app"),
        ("项目状态报告：供应商协同门户", "供应商协同门户"),
        ("碳排放核算系统项目周报（第47周）", "碳排放核算系统"),
        ("Project Plan - Data Centre Move", "Data Centre Move"),
        ("2026年11月项目进度表", ""),
        ("P-2601 核心系统云化迁移 月报", "核心系统云化迁移"),
        ("Weekly Status Report: Billing revamp (Nov 2026)", "Billing revamp"),
        ("任务清单", ""),
        ("项目计划", ""),
    ],
)
def test_a_title_has_the_project_s_name_beside_what_makes_it_a_report(
    title: str, name: str
) -> None:
    assert name_in_title(title) == name


@pytest.mark.parametrize(
    ("stem", "code", "name"),
    [("P-2617 status Nov", "P-2617", ""), ("Team sheet P-2601", "P-2601", ""), ("标准周报", "", ""),
     ("供应商协同门户(最终版2)", "", "供应商协同门户"), ("月报_P-2615", "P-2615", ""),
     ("项目进度-碳排放核算系统", "", "碳排放核算系统"), ("ERP升级 v2.3 final", "", "ERP升级"),
     ("P-2633_Billing_revamp_plan", "P-2633", "Billing revamp"), ("Plan (1)", "", "")],
)  # fmt: skip
def test_a_file_s_name_may_have_the_code_and_the_name(stem: str, code: str, name: str) -> None:
    assert code_in(stem) == code
    assert name_in_file(stem) == name


def test_what_is_inside_counts_before_the_file_s_name(tmp_path: Path) -> None:
    found = read(tmp_path, [["项目编号：P-2619"], *PLAN], "P-2601 周报.xlsx")
    assert only(found).project.values["code"] == "P-2619"
    assert "code_differs" in codes(found)


def test_the_file_s_name_counts_where_nothing_is_inside(tmp_path: Path) -> None:
    found = read(tmp_path, PLAN, "P-2601 碳排放核算系统.xlsx")
    project = only(found).project
    assert project.values == {"code": "P-2601", "name": "碳排放核算系统"}
    assert not project.cells
    assert {"code_from_file", "name_from_file"} <= set(codes(found))


def test_a_file_that_does_not_say_its_project_is_told(tmp_path: Path) -> None:
    assert "no_project" in codes(read(tmp_path, PLAN, "Plan (1).xlsx"))


def test_a_table_of_one_project_may_have_a_code_below_project(tmp_path: Path) -> None:
    path = book(
        tmp_path / "周报.xlsx",
        {"计划": PLAN, "预算": [["项目", "预算", "已支出"], ["P-2619", "¥2,400,000.00", 1440000]]},
    )
    project = only(understand(path, today=TODAY)).project
    assert project.values["code"] == "P-2619"
    assert project.values["budget"] == Decimal(2_400_000)
    assert project.cells["spent"].address == "C2"


def test_the_file_s_own_row_is_taken_from_a_budget_of_many(tmp_path: Path) -> None:
    rows = [["项目编号", "预算(万元)", "已支出(万元)"], ["P-2601", 100, 10], ["P-2619", 240, 48]]
    path = book(tmp_path / "P-2619 周报.xlsx", {"计划": PLAN, "预算": rows})
    found = understand(path, today=TODAY)
    assert only(found).project.values["budget"] == Decimal(2_400_000)
    assert [f.text for f in found.findings if f.code == "row_of_other_project"] == ["P-2601"]


def test_kinds_of_cost_are_summed_up_or_their_total_is_taken(tmp_path: Path) -> None:
    rows = [["费用科目", "预算(万元)", "已支出(万元)"], ["人力", 100, 40], ["设备", 60.5, 20]]
    path = book(tmp_path / "P-2619.xlsx", {"计划": PLAN, "预算": rows})
    found = understand(path, today=TODAY)
    assert only(found).project.values["budget"] == Decimal(1_605_000)
    assert "budget_summed" in codes(found)
    path = book(tmp_path / "P-2619.xlsx", {"计划": PLAN, "预算": [*rows, ["合计", 161, 61]]})
    found = understand(path, today=TODAY)
    assert only(found).project.values["budget"] == Decimal(1_610_000)
    assert only(found).project.values["spent"] == Decimal(610_000)


def test_an_amount_that_is_given_twice_and_differently_is_told(tmp_path: Path) -> None:
    path = book(
        tmp_path / "P-2619.xlsx",
        {"计划": [["预算：200万"], *PLAN], "预算": [["项目", "预算"], ["P-2619", "240万"]]},
    )
    found = understand(path, today=TODAY)
    assert "given_twice" in codes(found)
    assert only(found).project.values["budget"] == Decimal(2_000_000)


def test_a_foreign_currency_is_the_project_s(tmp_path: Path) -> None:
    path = book(
        tmp_path / "P-2619.xlsx",
        {"Plan": PLAN, "Budget": [["Project", "Budget (USD)", "Spent (USD)"], ["P-2619", 100, 5]]},
    )
    assert only(understand(path, today=TODAY)).project.values["currency"] == "USD"


def test_a_list_of_projects_gives_each_of_them(tmp_path: Path) -> None:
    rows = [
        ["项目台账"],
        [
            "编号",
            "项目名称",
            "项目经理",
            "部门",
            "优先级",
            "阶段",
            "状态",
            "预算(万元)",
            "开始日期",
        ],
        ["P-2601", "云化迁移", "王 岚", "数字化部", 1, "执行", "在管", 98, datetime(2026, 3, 2)],
        ["P-2602", "移动终端", "李娜", "采购部", "P2", "规划", "暂停", "1.2亿", "2026/5/6"],
        [None, "合计", None, None, None, None, None, 12098, None],
    ]
    found = read(tmp_path, rows, "台账.xlsx")
    assert [p.project.values for p in found.projects] == [
        {"code": "P-2601", "name": "云化迁移", "manager": "王岚", "department": "数字化部",
         "priority": 1, "phase": "execution", "state": "active", "budget": Decimal(980_000),
         "start": date(2026, 3, 2)},
        {"code": "P-2602", "name": "移动终端", "manager": "李娜", "department": "采购部",
         "priority": 2, "phase": "planning", "state": "on_hold", "budget": Decimal(120_000_000),
         "start": date(2026, 5, 6)},
    ]  # fmt: skip
    assert found.projects[1].project.cells["budget"].address == "H4"


def test_a_list_with_a_project_a_column_is_turned_round(tmp_path: Path) -> None:
    rows = [
        ["Project name", "Alpha", "Beta", "Gamma"],
        ["Department", "IT", "Sales", "IT"],
        ["Project manager", "Ann Lee", "Bob Ray", "Cy Poe"],
        ["Budget (k)", 10, 20, 30],
    ]
    found = read(tmp_path, rows, "portfolio.xlsx")
    assert [p.project.values["name"] for p in found.projects] == ["Alpha", "Beta", "Gamma"]
    assert found.projects[2].project.values["budget"] == Decimal(30_000)
    assert found.projects[2].project.cells["budget"].address == "D4"


def test_a_project_that_stands_twice_in_a_list_is_told(tmp_path: Path) -> None:
    rows = [["项目编号", "项目名称", "预算"], ["P-1", "甲", 1], ["P-2", "乙", 2], ["P-1", "甲", 3]]
    found = read(tmp_path, rows, "台账.xlsx")
    assert len(found.projects) == 2
    assert "project_twice" in codes(found)


def test_rows_of_several_years_are_each_a_project_of_its_own(tmp_path: Path) -> None:
    rows = [
        ["项目编号", "项目名称", "年度", "预算"],
        ["P-1", "甲", 2026, 3],
        ["P-1", "甲", 2025, 2],
        ["P-2", "乙", 2025, 1],
    ]
    found = read(tmp_path, rows, "台账.xlsx")
    assert [(p.project.values["code"], p.project.values["name"]) for p in found.projects] == [
        ("P-1", "甲"),
        ("P-1 (2025)", "甲 (2025)"),
        ("P-2", "乙"),
    ]
    assert "project_editions" in codes(found)
    assert "project_twice" not in codes(found)


def test_a_row_that_repeats_the_headers_is_no_project(tmp_path: Path) -> None:
    rows = [
        ["项目编号", "项目名称", "部门"],
        ["code", "project name", "department"],
        ["P-2", "乙", "财务部"],
    ]
    found = read(tmp_path, rows, "台账.xlsx")
    assert [p.project.values["name"] for p in found.projects] == ["乙"]


def test_a_list_with_commas_is_read_in_any_usual_coding(tmp_path: Path) -> None:
    text = '项目编号,项目名称,预算\nP-2601,云化迁移,98万\nP-2602,移动终端,"1,250,000"\n'
    for number, (coding, mark) in enumerate(
        [
            ("utf-8", ","),
            ("utf-8-sig", ","),
            ("gb18030", ","),
            ("utf-16", ","),
            ("utf-8", ";"),
            ("utf-8", "\t"),
        ]
    ):
        path = tmp_path / f"list{number}.csv"
        written = text if mark == "," else text.replace('"1,250,000"', "1250000").replace(",", mark)
        path.write_bytes(written.encode(coding))
        found = understand(path, today=TODAY)
        budgets = [p.project.values["budget"] for p in found.projects]
        assert budgets == [Decimal(980_000), Decimal(1_250_000)], coding


def test_a_plan_of_several_projects_is_parted_by_their_column(tmp_path: Path) -> None:
    rows = [
        ["项目", "任务", "负责人", "开始", "完成"],
        ["P-2601", "方案设计", "张伟", "2026-11-02", "2026-11-06"],
        ["P-2601", "安全评估", "李娜", "2026-11-09", "2026-11-13"],
        ["P-2602", "方案设计", "张伟", "2026-11-02", "2026-11-06"],
    ]
    found = read(tmp_path, rows, "部门计划.xlsx")
    assert {p.project.values["code"]: len(p.tasks) for p in found.projects} == {
        "P-2601": 2,
        "P-2602": 1,
    }


def test_people_are_read_from_their_list(tmp_path: Path) -> None:
    rows = [
        ["姓名", "角色", "部门", "邮箱", "投入比例", "电话"],
        ["王 岚", "项目经理", "数字化部", "wl@example.com", "50%", "123"],
        ["Marco Rossi", "Architect", "IT", None, 1, None],
    ]
    path = book(tmp_path / "P-2601.xlsx", {"计划": PLAN, "团队成员": rows})
    people = only(understand(path, today=TODAY)).people
    assert people[0].values == {
        "name": "王岚", "role": "项目经理", "department": "数字化部", "email": "wl@example.com",
        "capacity": 0.5,
    }  # fmt: skip
    assert people[1].values["capacity"] == 1.0


def test_a_report_is_read_from_labels_and_from_headings(tmp_path: Path) -> None:
    by_labels = [
        ["报告日期", datetime(2026, 11, 20)],
        ["填报人", "王岚"],
        ["本期成果", "完成方案评审"],
        ["下期计划", "开始开发"],
        ["需要支持", "测试环境"],
    ]
    by_headings = [
        ["报告日期：2026年11月20日", None],
        ["填报人：王岚", None],
        ["一、本期成果", None],
        ["完成方案评审", None],
        ["二、下期计划", None],
        ["开始开发", None],
        ["三、需要支持", None],
        ["测试环境", None],
    ]
    for rows in (by_labels, by_headings):
        path = book(tmp_path / "P-2601.xlsx", {"计划": PLAN, "状态报告": rows})
        (report,) = only(understand(path, today=TODAY)).status
        assert report.values["period"] == "2026-11"
        assert report.values["status_date"] == date(2026, 11, 20)
        assert report.values["author"] == "王岚"
        assert report.values["achievements"] == "完成方案评审"
        assert report.values["plans"] == "开始开发"
        assert report.values["support"] == "测试环境"


def test_a_table_of_decisions_is_told_and_left_out(tmp_path: Path) -> None:
    rows = [["决策事项", "PMO建议", "期限"], ["追加预算", "同意", "2026-11-30"]]
    path = book(tmp_path / "P-2601.xlsx", {"计划": PLAN, "决策": rows})
    found = understand(path, today=TODAY)
    assert "sheet_of_decisions" in codes(found)
    assert len(by_wbs(found)) == 1


def test_the_language_is_that_of_the_headers(tmp_path: Path) -> None:
    assert read(tmp_path, PLAN).language == "zh"
    english = [["Task", "Start", "Finish"], ["方案设计", "2026-11-02", "2026-11-06"]]
    assert read(tmp_path, english).language == "en"


def test_several_owners_of_a_risk_are_told_and_the_first_is_taken(tmp_path: Path) -> None:
    rows = [["风险描述", "概率", "影响", "责任人"], ["延期", "高", "中", "张伟/李娜"]]
    path = book(tmp_path / "P-2601.xlsx", {"计划": PLAN, "风险": rows})
    found = understand(path, today=TODAY)
    assert only(found).risks[0].values["owner"] == "张伟"
    assert "several_owners" in codes(found)
