"""The demo teams' own layouts: their sheets and headers, and where everything stands.

A layout is data; `teamsheets` writes records by it. No two are alike, and each is of a kind that
project offices get to see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pmo_desktop.exchange.demo import handwriting as hand
from pmo_desktop.exchange.demo.handwriting import Hand


class Column(NamedTuple):
    """A field below its header; `group` is a header above it. The field `#` is the row's number,
    `formula` counts the days between start and finish."""

    field: str
    header: str
    group: str = ""


Columns = tuple[Column, ...]


@dataclass(frozen=True)
class Register:
    """A sheet of risks or issues; `title` stands above its headers where it is not empty."""

    sheet: str
    columns: Columns
    title: str = ""


@dataclass(frozen=True)
class Layout:
    """How one team lays out its workbook.

    `head` are the lines above the plan's headers, `left` and `top` empty columns and rows before
    it. Names are set in by `indent` (`spaces` or `cells`); `spaced` leaves a row before each phase,
    `merged` merges titles and phases, `total` is the label of a row of sums, `hidden` the name of
    a sheet that is put away, `comments` what some cells are commented with. `facts` says whether
    the project's money stands in a `table` or as `pairs` of label and value; `words` has the labels
    of the team's words on the period.
    """

    name: str
    language: str
    file_name: str
    sheet: str
    hand: Hand
    columns: Columns
    risks: Register
    head: tuple[str, ...] = ()
    issues: Register | None = None
    left: int = 0
    top: int = 0
    indent: str = ""
    total: str = ""
    facts: str = ""
    facts_sheet: str = ""
    words: Mapping[str, str] | None = None
    words_sheet: str = ""
    merged: bool = False
    spaced: bool = False
    hidden: str = ""
    comments: str = ""
    summary_dates: bool = False


def _columns(*pairs: tuple[str, ...]) -> Columns:
    return tuple(Column(*pair) for pair in pairs)


RISKS = _columns(
    ("code", "编号"), ("name", "风险描述"), ("probability", "概率"), ("impact", "影响"),
    ("cost", "预计损失"), ("owner", "责任人"), ("due", "截止日期"), ("state", "状态"),
)  # fmt: skip
RISKS_IN_FULL = _columns(
    ("code", "风险编号"), ("name", "风险事件"), ("probability", "可能性"), ("impact", "影响程度"),
    ("cost", "预计损失(元)"), ("response", "应对策略"), ("action", "应对措施"),
    ("owner", "风险责任人"), ("due", "应对期限"), ("state", "状态"),
)  # fmt: skip
ENGLISH_RISKS = _columns(
    ("code", "Risk ID"), ("name", "Description"), ("probability", "Probability"),
    ("impact", "Impact"), ("cost", "Cost if it happens"), ("owner", "Owner"), ("due", "Due"),
    ("state", "Status"),
)  # fmt: skip
ENGLISH_RISKS_IN_FULL = _columns(
    ("code", "Ref"), ("name", "Risk"), ("probability", "Likelihood"), ("impact", "Impact"),
    ("cost", "Cost impact"), ("response", "Response"), ("action", "Mitigation"),
    ("owner", "Risk owner"), ("due", "Target date"), ("state", "Open/closed"),
)  # fmt: skip
ISSUES = _columns(
    ("code", "编号"), ("name", "问题描述"), ("severity", "严重程度"), ("owner", "处理人"),
    ("due", "计划解决日期"), ("action", "解决措施"), ("state", "处理状态"),
)  # fmt: skip
ENGLISH_ISSUES = _columns(
    ("code", "Issue ID"), ("name", "Issue"), ("severity", "Severity"), ("owner", "Assigned to"),
    ("due", "Resolve by"), ("action", "Resolution"), ("state", "Status"),
)  # fmt: skip
WORDS = {
    "achievements": "本期成果",
    "plans": "下期计划",
    "support": "需要支持",
    "quality": "质量合格率",
}
MONTH_WORDS = {
    "achievements": "本月完成工作", "plans": "下月工作计划", "support": "需协调事项",
    "quality": "一次合格率",
}  # fmt: skip
ENGLISH_WORDS = {
    "achievements": "Achievements", "plans": "Next period", "support": "Support needed",
    "quality": "Quality pass rate",
}  # fmt: skip
HIGHLIGHTS = {
    "achievements": "Highlights", "plans": "Plans for next period", "support": "Escalations",
    "quality": "First-pass yield",
}  # fmt: skip

MONTHLY = Layout(
    name="monthly",
    language="zh",
    file_name="月报_{code}",
    sheet="进度计划",
    head=(
        "{name} 项目状态报告", "项目编号: {code}   项目经理: {manager}", "报告日期 {date}",
        "部门: {department}",
    ),
    hand=Hand(
        dates=hand.mixed_date, shares=hand.percent_text, durations=hand.days_with("天"),
        money=hand.wan, levels=hand.CHINESE_LEVELS, stray=0.15,
    ),
    columns=_columns(
        ("wbs", "编号"), ("name", "工作项"), ("people", "责任人"), ("start", "开始日期"),
        ("finish", "结束日期"), ("duration", "工期"), ("percent_complete", "进度"),
        ("predecessors", "前置"),
    ),
    risks=Register("风险登记", RISKS),
    issues=Register("问题清单", ISSUES),
    facts="table",
    facts_sheet="预算",
    words=MONTH_WORDS,
    words_sheet="工作小结",
    merged=True,
    spaced=True,
)  # fmt: skip
LOG = Layout(
    name="log",
    language="en",
    file_name="{code} status Nov",
    sheet="Plan",
    head=("{name} - project status report",),
    hand=Hand(
        dates=hand.english_date, shares=hand.percent_points, durations=hand.days_with("d"),
        money=hand.thousands, levels=hand.SHORT_LEVELS, links=hand.typed_links, people=", ",
        stray=0.1,
    ),
    columns=_columns(
        ("wbs", "ID"), ("name", "Task"), ("people", "Owner"), ("start", "Start"),
        ("finish", "Finish"), ("duration", "Duration"), ("percent_complete", "% Complete"),
        ("predecessors", "Predecessors"),
    ),
    risks=Register("Risks", ENGLISH_RISKS, "Risk log"),
    issues=Register("Issues", ENGLISH_ISSUES, "Issue log"),
    facts="table",
    facts_sheet="Budget",
    words=ENGLISH_WORDS,
    words_sheet="Status",
)  # fmt: skip
LEAD = Layout(
    name="lead",
    language="en",
    file_name="Team sheet {code}",
    sheet="Plan",
    head=(
        "{name}", "Project code: {code}   Project manager: {manager}", "Report date {date}",
        "Department: {department}", "Please note: yellow cells are mandatory", "",
    ),
    hand=Hand(
        dates=hand.real_date("dd/mm/yyyy"), shares=hand.percent_text, money=hand.money_number,
        people=" / ",
    ),
    columns=_columns(
        ("wbs", "No."), ("name", "Work package"), ("kind", "Type"), ("people", "Lead"),
        ("start", "Planned start"), ("finish", "Planned end"), ("formula", "Days"),
        ("percent_complete", "Progress"), ("predecessors", "Depends on"),
    ),
    risks=Register("Risks", ENGLISH_RISKS),
    facts="table",
    facts_sheet="Budget",
    words=HIGHLIGHTS,
    words_sheet="Report",
    total="Total",
)  # fmt: skip
GROUPED = Layout(
    name="grouped",
    language="zh",
    file_name="{name}(最终版2)",
    sheet="Sheet1",
    head=("{name} 项目状态报告", "项目编号: {code}   项目经理: {manager}", "报告日期 {date}"),
    hand=Hand(
        dates=hand.serial_date, shares=hand.percent_format, money=hand.yuan, stray=0.1, people="，"
    ),
    columns=_columns(
        ("wbs", "WBS"), ("name", "活动"), ("people", "执行人"), ("start", "开始", "计划"),
        ("finish", "完成", "计划"), ("duration", "天数", "计划"),
        ("actual_start", "开始", "实际"), ("actual_finish", "完成", "实际"),
        ("percent_complete", "完成百分比", "执行"), ("predecessors", "紧前活动", "执行"),
    ),
    risks=Register("风险登记", RISKS),
    facts="table",
    facts_sheet="预算",
    words=WORDS,
    words_sheet="本期小结",
    hidden="旧版",
)  # fmt: skip
WEEKLY = Layout(
    name="weekly",
    language="zh",
    file_name="周报{code}",
    sheet="Plan",
    head=("{name} 项目周报", "项目编号: {code}   项目经理: {manager}"),
    hand=Hand(
        dates=hand.real_date("yyyy-mm-dd"), shares=hand.percent_format, stray=0.1, people="/",
        links=hand.chinese_links,
    ),
    columns=_columns(
        ("#", "序号"), ("wbs", "WBS"), ("name", "任务名称"), ("people", "负责人"),
        ("start", "计划开始"), ("finish", "计划完成"), ("duration", "工期(天)"),
        ("percent_complete", "完成率"), ("predecessors", "前置任务"), ("notes", "备注"),
    ),
    risks=Register("风险", RISKS_IN_FULL, "风险清单"),
    issues=Register("问题", ISSUES, "问题清单"),
    facts="table",
    facts_sheet="费用",
    total="合计",
)  # fmt: skip
TERSE = Layout(
    name="terse",
    language="zh",
    file_name="项目进度-{name}",
    sheet="进度计划",
    hand=Hand(
        dates=hand.chinese_date, shares=hand.percent_points, durations=hand.days_or_weeks,
        money=hand.wan, levels=hand.CHINESE_LEVELS, stray=0.15,
    ),
    columns=_columns(
        ("wbs", "序"), ("name", "任务"), ("people", "负责"), ("start", "起"), ("finish", "止"),
        ("duration", "周期"), ("percent_complete", "%"), ("predecessors", "依赖"),
    ),
    risks=Register("风险登记", RISKS, "风险清单"),
    facts="table",
    facts_sheet="预算",
    indent="spaces",
    comments="等客户确认",
)  # fmt: skip
SHIFTED = Layout(
    name="shifted",
    language="en",
    file_name="{name} tracker",
    sheet="Schedule 进度",
    head=("{name}", "Project code: {code}", "Status date: {date}", ""),
    hand=Hand(
        dates=hand.real_date('yyyy"年"m"月"d"日"'), shares=hand.percent_format,
        durations=hand.days_number, money=hand.coded_money, levels=hand.ENGLISH_LEVELS,
        people="; ",
    ),
    columns=_columns(
        ("wbs", "WBS"), ("name", "任务名称 Task name"), ("people", "负责人 Owner"),
        ("start", "开始 Start"), ("finish", "完成 Finish"), ("duration", "工期(天) Days"),
        ("percent_complete", "进度 Progress"), ("predecessors", "前置任务 Predecessors"),
        ("notes", "备注 Remarks"),
    ),
    risks=Register("Risks 风险", ENGLISH_RISKS_IN_FULL, "Risk register 风险登记册"),
    issues=Register("Issues 问题", ENGLISH_ISSUES),
    facts="pairs",
    facts_sheet="Project",
    words=ENGLISH_WORDS,
    words_sheet="Report",
    left=2,
    top=2,
)  # fmt: skip
OUTLINE = Layout(
    name="outline",
    language="zh",
    file_name="{code} {name} 计划",
    sheet="任务",
    hand=Hand(
        dates=hand.chinese_date, shares=hand.percent_format, durations=hand.days_with(" 个工作日"),
        money=hand.money_number, links=hand.numbered_links, people=",",
    ),
    columns=_columns(
        ("#", "标识号"), ("name", "任务名称"), ("duration", "工期"), ("start", "开始时间"),
        ("finish", "完成时间"), ("predecessors", "前置任务"), ("people", "资源名称"),
        ("percent_complete", "完成百分比"),
    ),
    risks=Register("风险", RISKS_IN_FULL),
    issues=Register("问题", ISSUES),
    facts="pairs",
    facts_sheet="项目信息",
    indent="cells",
    summary_dates=True,
)  # fmt: skip
DOTTED = Layout(
    name="dotted",
    language="en",
    file_name="Status_{code}_Nov26",
    sheet="Timeline",
    head=("Project: {name} ({code})", "Project manager: {manager}", "As of {date}"),
    hand=Hand(
        dates=hand.dotted_date, shares=hand.percent_text, durations=hand.days_with(" days"),
        money=hand.coded_money, levels=hand.ENGLISH_LEVELS, people=" & ",
    ),
    columns=_columns(
        ("wbs", "WBS code"), ("name", "Activity"), ("people", "Responsible"), ("start", "Begin"),
        ("finish", "End"), ("duration", "Planned duration"), ("percent_complete", "% done"),
        ("predecessors", "Pred."), ("notes", "Comments"),
    ),
    risks=Register("Risk register", ENGLISH_RISKS_IN_FULL),
    facts="pairs",
    facts_sheet="Facts",
    words=HIGHLIGHTS,
    words_sheet="Summary",
)  # fmt: skip
WIDE = Layout(
    name="wide",
    language="zh",
    file_name="{name}_11月反馈",
    sheet="计划表",
    head=(
        "{name}进度计划表", "填表说明：日期请写成 2026-11-05",
        "项目编号：{code}　填报日期：{date}",
    ),
    hand=Hand(
        dates=hand.wide_date, shares=hand.wide_percent, durations=hand.days_with("天"),
        money=hand.yuan, levels=hand.CHINESE_LEVELS, links=hand.chinese_links, people="、",
        stray=0.2,
    ),
    columns=_columns(
        ("wbs", "WBS编码"), ("name", "任务内容"), ("people", "执行人"),
        ("start", "计划开始时间"), ("finish", "计划完成时间"), ("duration", "计划工期"),
        ("percent_complete", "实际进度"), ("predecessors", "紧前任务"),
    ),
    risks=Register("风险清单", RISKS_IN_FULL),
    issues=Register("问题清单", ISSUES),
    facts="pairs",
    facts_sheet="项目概况",
    words=MONTH_WORDS,
    words_sheet="月度总结",
    left=1,
    merged=True,
    total="合计",
)  # fmt: skip

LAYOUTS = (MONTHLY, LOG, LEAD, GROUPED, WEEKLY, TERSE, SHIFTED, OUTLINE, DOTTED, WIDE)
