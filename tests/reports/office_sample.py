"""A small fixed office for the pack's tests, and larger or emptier ones made from it.

Every figure can be read here; nothing is random.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from pmo_desktop.domain.health import DIMENSIONS, Light, Reason, Verdict, worst
from pmo_desktop.domain.plan import Plan, PlanLink, PlanRow
from pmo_desktop.domain.risk import exposure, rating
from pmo_desktop.reports.data import PackData
from pmo_desktop.services.load import Load, LoadCell, LoadRow, LoadShare
from pmo_desktop.services.office import OfficeRow
from pmo_desktop.services.portfolio import Portfolio, ProjectRow, Trend
from pmo_desktop.services.registers import DecisionRow, MilestoneRow, RiskRow, StatusRow
from pmo_desktop.services.since import FinishChange, LightChange, Since

TODAY = date(2026, 11, 22)
OFFICE = OfficeRow(
    name="集团项目管理办公室",
    currency="CNY",
    status_date=TODAY,
    period="2026-11",
    committee="项目组合指导委员会",
    committee_date=date(2026, 11, 28),
    amber_index=0.95,
    red_index=0.85,
    amber_slip_days=5,
    red_slip_days=15,
    amber_quality=0.95,
    red_quality=0.90,
    amber_exposure=0.10,
    red_exposure=0.20,
    amber_load=1.0,
    red_load=1.3,
)
LETTERS = {"g": Light.GREEN, "a": Light.AMBER, "r": Light.RED, "-": Light.GREY}
REASONS = {
    "schedule": Reason(
        "SPI {value} is below {limit}, where red begins", {"value": 0.82, "limit": 0.85}
    ),
    "cost": Reason(
        "CPI {value} is below {limit}, where amber begins", {"value": 0.91, "limit": 0.95}
    ),
    "quality": Reason(
        "The quality pass rate {value}% is below {limit}%, where amber begins",
        {"value": 93.0, "limit": 95.0},
    ),
    "risk": Reason(
        "The risk exposure is {value}% of the budget, above {limit}%, where red begins",
        {"value": 24.5, "limit": 20.0},
    ),
    "resource": Reason(
        "{n} person-weeks are above {limit}%, where amber begins; at most {value}%"
        " ({person}, {week})",
        {"n": 4, "person": "林峰", "value": 145.0, "week": date(2026, 12, 7), "limit": 100.0},
    ),
}


def verdicts(letters: str) -> dict[str, Verdict]:
    """`ragga` is red schedule, amber cost, green quality, green risk, amber resources."""
    found = {
        name: Verdict(LETTERS[letter], (REASONS[name],) if letter in "ar" else ())
        for name, letter in zip(DIMENSIONS, letters, strict=True)
    }
    return {"overall": worst(found), **found}


def project(number: int, code: str, name: str, letters: str, **values: Any) -> ProjectRow:
    base = ProjectRow(
        id=number,
        uid=f"uid-{number}",
        code=code,
        name=name,
        department="数字化部",
        manager="王岚",
        programme="",
        objective="",
        priority=number,
        phase="execution",
        state="active",
        currency="CNY",
        budget=Decimal(24_000_000),
        spent=Decimal(11_000_000),
        percent_complete=0.42,
        start=date(2026, 8, 3),
        finish=date(2027, 3, 12),
        baseline_finish=date(2027, 3, 12),
        slip_days=0,
        verdicts=verdicts(letters),
        planned_value=None,
        earned_value=None,
        spi=1.0,
        cpi=1.0,
        quality=0.96,
        exposure=Decimal(860_000),
        open_risks=3,
        open_issues=1,
        next_milestone="切换演练",
        next_milestone_date=date(2026, 12, 18),
        previous_overall=Light.AMBER,
    )
    return _earned(replace(base, **values))


def _earned(row: ProjectRow) -> ProjectRow:
    """With the earned and planned value that its indices stand for."""
    if row.spent is None or row.cpi is None or row.spi is None:
        return row
    earned = row.spent * Decimal(repr(row.cpi))
    planned = (earned / Decimal(repr(row.spi))).quantize(Decimal("0.01"))
    return replace(row, earned_value=earned, planned_value=planned)


PROJECTS = (
    project(1, "P-2601", "核心系统云化迁移", "raara", slip_days=24, spi=0.82, cpi=0.91,
            quality=0.93),
    project(2, "P-2605", "数据中心节能改造", "arggg", manager="何伟", department="基建",
            spent=Decimal(3_500_000), slip_days=8, spi=0.88, cpi=0.79, budget=Decimal(8_500_000)),
    project(3, "P-2604", "智能仓储二期", "aggag", manager="李思远", department="供应链",
            slip_days=9, spi=0.93, cpi=0.97, previous_overall=Light.GREEN),
    project(4, "P-2611", "海外支付网关", "gagga", manager="Ana Silva", currency="USD",
            budget=Decimal(1_200_000), spent=Decimal(530_000), spi=1.01, cpi=0.94,
            exposure=Decimal(47_000)),
    project(5, "P-2602", "ERP 财务共享", "ggggg", manager="赵明", department="财务",
            slip_days=-3, spi=1.02, cpi=1.01, previous_overall=Light.GREEN),
    project(6, "P-2620", "客户数据平台", "-----", budget=None, spent=None, spi=None, cpi=None,
            quality=None, slip_days=None, baseline_finish=None, start=None, finish=None,
            percent_complete=0.0, exposure=Decimal(0), open_risks=0, open_issues=0,
            next_milestone="", next_milestone_date=None, previous_overall=None),
    project(7, "P-2590", "旧系统下线", "ggggg", state="completed"),
)  # fmt: skip


def moment(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour)


def row(
    project_id: int, wbs: str, name: str, kind: str, start: str, finish: str, **values: Any
) -> PlanRow:
    """A plan's row between two days; a milestone stands at its finish."""
    first, last = date.fromisoformat(start), date.fromisoformat(finish)
    begins = moment(last, 18) if kind == "milestone" else moment(first, 9)
    base = PlanRow(
        task_id=None if kind == "project" else 100 * project_id + len(wbs),
        project_id=project_id,
        parent=-1,
        depth=0 if kind == "project" else wbs.count(".") + 1,
        wbs=wbs,
        name=name,
        kind=kind,
        start=begins,
        finish=moment(last, 18),
        duration_minutes=0,
        percent_complete=0.0,
    )
    return replace(base, **values)


def later(finish: str) -> dict[str, Any]:
    """A milestone's baseline."""
    day = moment(date.fromisoformat(finish), 18)
    return {"baseline_start": day, "baseline_finish": day}


def base(start: str, finish: str) -> dict[str, Any]:
    return {
        "baseline_start": moment(date.fromisoformat(start), 9),
        "baseline_finish": moment(date.fromisoformat(finish), 18),
    }


def plan_rows(number: int, name: str) -> tuple[PlanRow, ...]:
    return (
        row(number, "", name, "project", "2026-08-03", "2027-03-12", percent_complete=0.52,
            **base("2026-08-03", "2027-02-16")),
        row(number, "1", "规划与设计", "summary", "2026-08-03", "2026-10-02", percent_complete=1.0,
            **base("2026-08-03", "2026-10-02")),
        row(number, "1.1", "现状评估", "task", "2026-08-03", "2026-08-26", percent_complete=1.0,
            people=("刘洋",), **base("2026-08-03", "2026-08-26")),
        row(number, "1.2", "迁移策略评审", "milestone", "2026-10-02", "2026-10-02",
            percent_complete=1.0, **later("2026-09-28")),
        row(number, "2", "环境与平台", "summary", "2026-09-24", "2026-11-30", percent_complete=0.7,
            **base("2026-09-24", "2026-11-23")),
        row(number, "2.1", "网络专线与安全基线", "task", "2026-10-10", "2026-11-16",
            percent_complete=0.6, people=("周扬",), critical=True,
            **base("2026-10-10", "2026-11-10")),
        row(number, "3", "应用迁移", "summary", "2026-10-17", "2027-02-05", percent_complete=0.4,
            **base("2026-10-17", "2027-01-29")),
        row(number, "3.1", "支付域", "task", "2026-11-16", "2026-12-24", percent_complete=0.4,
            people=("林峰",), critical=True, **base("2026-11-09", "2026-12-16")),
        row(number, "4", "割接与上线", "summary", "2027-01-29", "2027-03-12",
            **base("2027-01-15", "2027-02-26")),
        row(number, "4.1", "正式割接", "milestone", "2027-03-01", "2027-03-01", critical=True,
            **later("2027-02-05")),
        row(number, "4.2", "稳定期保障", "task", "2027-03-01", "2027-03-12", people=("陈刚",),
            critical=True, **base("2027-02-05", "2027-02-26")),
    )  # fmt: skip


PLAN = Plan(
    rows=tuple(r for p in PROJECTS[:5] for r in plan_rows(p.id, p.name)),
    links=(PlanLink(5, 7, critical=True),),
    status_date=TODAY,
)


def milestone(number: int, of: ProjectRow, name: str, day: str, was: str | None) -> MilestoneRow:
    when = date.fromisoformat(day)
    before = date.fromisoformat(was) if was else None
    return MilestoneRow(
        task_id=number,
        project_id=of.id,
        project_code=of.code,
        project_name=of.name,
        name=name,
        date=when,
        baseline=before,
        slip_days=(when - before).days if before else None,
        done=False,
    )


MILESTONES = (
    milestone(1, PROJECTS[2], "AGV 到货", "2026-11-16", "2026-11-07"),
    milestone(2, PROJECTS[0], "切换演练", "2027-01-11", "2026-12-18"),
    milestone(3, PROJECTS[1], "验收", "2027-01-28", "2027-01-10"),
    milestone(4, PROJECTS[3], "上线", "2027-02-12", "2027-02-15"),
    milestone(5, PROJECTS[4], "共享中心启用", "2027-02-05", None),
)


def risk(number: int, of: ProjectRow, name: str, p: int | None, i: int | None, cost: int,
         state: str = "open") -> RiskRow:  # fmt: skip
    return RiskRow(
        id=number,
        project_id=of.id,
        project_code=of.code,
        project_name=of.name,
        currency=of.currency,
        code=f"R{number}",
        name=name,
        probability=p,
        impact=i,
        cost=Decimal(cost),
        exposure=exposure(p, Decimal(cost)),
        rating=rating(p, i) if p and i else None,
        owner="林峰",
        due=date(2026, 12, 5),
        response="mitigate",
        action="提前锁定割接窗口，准备回退方案并演练两轮",
        state=state,
    )


RISKS = (
    risk(1, PROJECTS[0], "割接窗口与海外支付上线在同一周末，演练资源不足", 4, 5, 1_000_000),
    risk(2, PROJECTS[0], "网络专线交付延期", 3, 4, 600_000),
    risk(3, PROJECTS[1], "冷机设备涨价", 5, 4, 1_800_000),
    risk(4, PROJECTS[2], "AGV 供应商产能不足", 3, 3, 400_000),
    risk(5, PROJECTS[4], "期初数据质量差", 2, 2, 100_000),
    risk(6, PROJECTS[4], "未评级的风险", None, None, 0),
    risk(7, PROJECTS[4], "已关闭的风险", 5, 5, 900_000, state="closed"),
)


def decision(number: int, of: ProjectRow | None, name: str, due: str, **values: Any) -> DecisionRow:
    base = DecisionRow(
        id=number,
        project_id=of.id if of else None,
        project_code=of.code if of else "",
        project_name=of.name if of else "",
        code=f"D{number}",
        name=name,
        impact="不批准则 2 月停工",
        recommendation="批准，动用应急储备",
        due=date.fromisoformat(due),
        state="wanted",
        outcome="",
        decided_on=None,
    )
    return replace(base, **values)


DECISIONS = (
    decision(1, PROJECTS[1], "追加预算 180 万元", "2026-11-28"),
    decision(2, PROJECTS[0], "云化迁移与支付网关的割接窗口冲突", "2026-11-28",
             impact="二者定在同一周末",
             recommendation="云化迁移优先，支付网关顺延 12 天（浮动内）"),
    decision(3, None, "上期遗留：统一外包框架合同", "2026-10-30", state="decided",
             outcome="同意，由采购部牵头", decided_on=date(2026, 10, 30)),
)  # fmt: skip
STATUSES = {
    1: StatusRow(1, 1, "2026-11", TODAY, "王岚",
                 "完成网络专线基线；支付域迁移 40%。\n首轮演练失败一次，原因已定位。",
                 "第 2 轮演练；清结算域启动。", "请确认割接窗口（D2）。", 0.93),
    2: StatusRow(2, 2, "2026-10", TODAY, "何伟", "冷机招标完成", "", "", None),
}  # fmt: skip


def cell(load: float, *shares: tuple[ProjectRow, float]) -> LoadCell:
    parts = tuple(LoadShare(p.id, p.code, p.name, p.priority, hours) for p, hours in shares)
    return LoadCell(load, load * 40, 40.0, parts)


def person(number: int, name: str, role: str, *loads: float) -> LoadRow:
    cells = tuple(
        cell(load, (PROJECTS[0], load * 25), (PROJECTS[3], load * 15)) if load else cell(0.0)
        for load in loads
    )
    return LoadRow(number, name, role, "数字化部", cells)


WEEKS = tuple(date(2026, 11, 16) + timedelta(weeks=week) for week in range(12))
LOAD = Load(
    WEEKS,
    (
        person(1, "林峰", "架构师", 0.9, 1.0, 1.2, 1.45, 1.3, 1.0, 0.8, 0.5, 0.5, 0.2, 0.0, 0.0),
        person(2, "周扬", "网络工程师", 0.5, *[0.8] * 6, 1.05, *[0.3] * 4),
        person(3, "Ana Silva", "Project manager", *[0.6] * 12),
        person(4, "陈刚", "运维", *[0.0] * 12),
    ),
)
SINCE = Since(
    period="2026-10",
    lights=(
        LightChange("P-2601", "核心系统云化迁移", Light.AMBER, Light.RED, REASONS["schedule"]),
        LightChange("P-2602", "ERP 财务共享", Light.AMBER, Light.GREEN, None),
    ),
    finishes=(
        FinishChange("P-2601", "核心系统云化迁移", date(2027, 2, 16), date(2027, 3, 12), 24),
        FinishChange("P-2604", "智能仓储二期", date(2027, 2, 1), date(2027, 1, 29), -3),
    ),
    new_risks=(RISKS[0],),
    closed_risks=1,
    new_projects=("客户数据平台",),
)
PORTFOLIO = Portfolio(
    office=OFFICE,
    projects=PROJECTS,
    trend=(Trend("2026-08", 4, 1, 0), Trend("2026-09", 3, 1, 1), Trend("2026-10", 2, 2, 1)),
    spi=0.96,
    cpi=0.98,
    quality=0.94,
    exposure=Decimal(12_840_000),
    previous_spi=0.98,
    previous_cpi=0.97,
    previous_exposure=Decimal(11_480_000),
    overloaded_people=2,
    people=4,
    tasks=55,
)


def small_office() -> PackData:
    """Six current projects, one completed; two decisions; 2026-10 is closed."""
    return PackData(
        portfolio=PORTFOLIO,
        since=SINCE,
        load=LOAD,
        plan=PLAN,
        milestones=MILESTONES,
        risks=RISKS,
        decisions=DECISIONS,
        statuses=STATUSES,
        source="pmo.db",
    )


def empty_office() -> PackData:
    """Just founded: no project, no person, nothing closed."""
    portfolio = replace(
        PORTFOLIO, projects=(), trend=(), spi=None, cpi=None, quality=None, exposure=Decimal(0),
        previous_spi=None, previous_cpi=None, previous_exposure=None, overloaded_people=0,
        people=0, tasks=0,
    )  # fmt: skip
    portfolio = replace(portfolio, office=replace(OFFICE, committee="", committee_date=None))
    return PackData(portfolio=portfolio, since=Since(None), load=Load(WEEKS, ()))


def large_office(count: int) -> PackData:
    """`count` projects like the first ones, each with its plan, risks, milestones and report."""
    projects = tuple(
        replace(PROJECTS[i % 5], id=i + 1, code=f"P-{3000 + i}", priority=i + 1)
        for i in range(count)
    )
    rows = tuple(r for p in projects for r in plan_rows(p.id, p.name))
    risks = tuple(
        replace(r, id=10 * p.id + r.id, project_id=p.id, project_code=p.code)
        for p in projects
        for r in RISKS[:4]
    )
    milestones = tuple(
        replace(m, task_id=10 * p.id + m.task_id, project_id=p.id, project_code=p.code)
        for p in projects
        for m in MILESTONES[1:3]
    )
    people = tuple(
        replace(LOAD.rows[i % 3], person_id=i, name=f"{LOAD.rows[i % 3].name}{i}")
        for i in range(count * 2)
    )
    return PackData(
        portfolio=replace(PORTFOLIO, projects=projects),
        since=SINCE,
        load=Load(WEEKS, people),
        plan=Plan(rows, status_date=TODAY),
        milestones=milestones,
        risks=risks,
        decisions=DECISIONS * 5,
        statuses={p.id: replace(STATUSES[1], project_id=p.id) for p in projects},
        source="pmo.db",
    )
