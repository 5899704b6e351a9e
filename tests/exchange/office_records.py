"""Records of one project with every kind of field: what goes out and comes back in the tests."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pmo_desktop.domain.fields import TABLES
from pmo_desktop.domain.records import (
    ChangeKind,
    FieldChange,
    ProjectChange,
    ProjectRecords,
    Record,
    RecordChange,
)
from pmo_desktop.domain.tasks import Link, LinkType

AT = datetime


def record(table: str, number: int, **values: Any) -> Record:
    """A record with all fields of its table, the unnamed ones empty, as the database gives it."""
    empty = {field.name: field.empty for field in TABLES[table]}
    return Record(table, {**empty, **values}, f"u{table}{number:04d}", number)


def task(number: int, wbs: str, name: str, **values: Any) -> Record:
    usual = {"kind": "task", "duration": 480, "percent_complete": 0.0}
    return record("task", number, wbs=wbs, name=name, **{**usual, **values})


PROJECT = record(
    "project",
    1,
    code="P-0605",
    name="数据中心节能改造",
    manager="何伟",
    department="基建部",
    programme="绿色运营",
    sponsor="王总",
    objective="降低能耗 20%",
    priority=1,
    phase="execution",
    state="active",
    currency="CNY",
    budget=Decimal("18500000.00"),
    spent=Decimal("3700000.05"),
    start=date(2026, 8, 17),
    description="=1+1 is no formula\nand this is the second line",
)
TASKS = (
    task(1, "1", "启动与规划", kind="summary", start=AT(2026, 8, 17, 9),
         finish=AT(2026, 9, 14, 18), duration=9600, percent_complete=0.72),
    task(2, "1.1", "方案设计", people=("Jane Doe",), start=AT(2026, 8, 17, 9),
         finish=AT(2026, 9, 4, 18), duration=7200, percent_complete=1.0,
         actual_start=AT(2026, 8, 18, 10), actual_finish=AT(2026, 9, 4, 18)),
    task(3, "1.2", "安全评估", people=("徐佳", "张伟"), start=AT(2026, 8, 18, 13),
         finish=AT(2026, 9, 14, 14, 30), duration=9195, percent_complete=1 / 3,
         predecessors=(Link("1.1", LinkType.FS, 960),), notes="第一行\n第二行"),
    task(4, "1.9", "里程碑：启动完成", kind="milestone", start=AT(2026, 9, 14, 18),
         finish=AT(2026, 9, 14, 18), duration=0, deadline=AT(2026, 9, 30, 18)),
    task(5, "2", "+plus", kind="summary", start=AT(2026, 11, 2, 9), finish=AT(2026, 12, 4, 18),
         duration=12000, percent_complete=0.3),
    task(6, "2.1", "=SUM(A1)", start=AT(2026, 11, 2, 9), finish=AT(2026, 11, 13, 18),
         duration=4800, percent_complete=0.6, people=("李娜", "Jane Doe", "徐佳"),
         predecessors=(Link("1.2", LinkType.SS, -240), Link("1.9", LinkType.FF, 100))),
    task(7, "2.2", "-minus", start=AT(2026, 11, 16, 9), finish=AT(2026, 12, 4, 18),
         duration=7200, predecessors=(Link("2.1", LinkType.SF),)),
    task(8, "2.10", "@at  007", duration=100),
)  # fmt: skip
RISKS = (
    record("risk", 1, code="R-01", name="关键人员流失", probability=2, impact=3,
           cost=Decimal("125000.50"), owner="周扬", due=date(2026, 12, 19),
           response="mitigate", action="培养备份\n交叉培训", state="open"),
    record("risk", 2, code="007", name="合规审批滞后", state="happened"),
)  # fmt: skip
ISSUES = (
    record("issue", 1, code="0012", name="场地电力不足", severity=4, owner="邓超",
           due=date(2026, 11, 30), action="@供电局", state="in_progress"),
)  # fmt: skip
PEOPLE = tuple(
    record("person", number, name=name, role=role, department=department, email=email,
           capacity=capacity, active=active)
    for number, (name, role, department, email, capacity, active) in enumerate(
        (
            ("何伟", "项目经理", "基建部", "hewei@example.com", 0.5, True),
            ("Jane Doe", "Architect", "Service", "", 1.0, True),
            ("徐佳", "", "", "", 0.333, False),
            ("张伟", "工程师", "基建部", "", 1.0, True),
            ("李娜", "工程师", "基建部", "", 1.0, True),
            ("周扬", "", "基建部", "", 1.0, True),
            ("邓超", "", "", "", 1.0, True),
        ),
        start=1,
    )
)  # fmt: skip
STATUS = (
    record("status", 1, period="2026-10", status_date=date(2026, 10, 20), author="何伟",
           achievements="完成方案评审\n完成招标", plans="设备到货", quality=0.975),
)  # fmt: skip
RECORDS = ProjectRecords(PROJECT, TASKS, RISKS, ISSUES, PEOPLE, STATUS)
NAMES = tuple(person.values["name"] for person in PEOPLE)
DEPARTMENTS = ("Service", "基建部")


def additions(records: ProjectRecords) -> ProjectChange:
    """All of a project as new records, as an import brings them."""
    changes = tuple(
        RecordChange(
            ChangeKind.ADD,
            record.table,
            record.label,
            None,
            record.uid,
            tuple(FieldChange(name, None, value) for name, value in record.values.items()),
        )
        for table in ("project", "person", "task", "risk", "issue", "status")
        for record in records.of(table)
    )
    code, name = (records.project.values[field] for field in ("code", "name"))
    return ProjectChange(None, code, name, "seed.xlsx", "seed", "team", None, changes)
