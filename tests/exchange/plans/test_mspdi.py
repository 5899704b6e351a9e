"""What a Microsoft Project XML file says, taken as it is meant; what is wrong in it, told."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from pmo_desktop.domain.plan_file import PlanLink
from pmo_desktop.domain.projects import ScheduleFrom
from pmo_desktop.domain.tasks import Constraint, LagKind, LinkType, ResourceKind, TaskKind
from pmo_desktop.exchange.plans.mspdi import NotAPlan, read_mspdi
from pmo_desktop.exchange.plans.reading import plan_of
from pmo_desktop.exchange.plans.recognising import PlanKind
from tests.exchange.plans.files import calendar, codes, link, project, read, task


def test_tasks_come_with_their_outline() -> None:
    plan = read(project(task(1) + task(2, level=2) + task(3, level=2) + task(4, days=0)))
    assert [(t.uid, t.level, t.kind) for t in plan.tasks] == [
        ("1", 1, TaskKind.SUMMARY),
        ("2", 2, TaskKind.TASK),
        ("3", 2, TaskKind.TASK),
        ("4", 1, TaskKind.MILESTONE),
    ]


def test_a_file_without_a_namespace_is_read_as_well() -> None:
    assert len(read(project(task(1), namespace="")).tasks) == 1


@pytest.mark.parametrize(
    ("lag", "lag_format", "expected"),
    [
        (4800, 7, (480, LagKind.WORKING, 0.0)),
        (-4800, 5, (-480, LagKind.WORKING, 0.0)),
        (14400, 8, (1440, LagKind.ELAPSED, 0.0)),
        (14400, 40, (1440, LagKind.ELAPSED, 0.0)),
        (50, 19, (0, LagKind.SHARE, 0.5)),
        (-25, 51, (0, LagKind.SHARE, -0.25)),
    ],
)
def test_a_lag_is_worked_elapsed_or_a_share(
    lag: int, lag_format: int, expected: tuple[int, LagKind, float]
) -> None:
    plan = read(project(task(1) + task(2, rest=link(1, 3, lag, lag_format))))
    assert plan.tasks[1].links == (PlanLink("1", LinkType.SS, *expected),)


def test_a_lag_of_a_hundred_years_is_told_and_left_out() -> None:
    plan = read(
        project(task(1) + task(2, rest=link(1, 1, 10**12)) + task(3, rest=link(1, 3, 10**12, 19)))
    )
    assert plan.tasks[1].links == (PlanLink("1"),)
    assert plan.tasks[2].links == (PlanLink("1", LinkType.SS),)
    assert codes(plan) == ["plan_odd_long_duration"]


def test_links_to_nothing_to_themselves_and_twice_are_told_and_dropped() -> None:
    links = link(9) + link(2) + link(1) + link(1)
    plan = read(project(task(1) + task(2, rest=links)))
    assert plan.tasks[1].links == (PlanLink("1"),)
    assert codes(plan) == ["plan_link_nowhere", "plan_link_itself", "plan_link_twice"]


def test_links_between_a_summary_and_what_is_below_it_are_told_and_dropped() -> None:
    tasks = task(1, rest=link(2)) + task(2, level=2) + task(3, level=2, rest=link(1) + link(2))
    plan = read(project(tasks))
    assert [t.links for t in plan.tasks] == [(), (), (PlanLink("2"),)]
    assert codes(plan) == ["plan_link_within"]
    assert plan.findings[0].params["n"] == 2


def test_ids_that_stand_twice_are_given_anew() -> None:
    plan = read(project(task(1, "One") + task(1, "Other")))
    assert [t.uid for t in plan.tasks] == ["1", "2"]
    assert codes(plan) == ["plan_task_twice"]


def test_odd_dates_and_durations_are_told_and_the_rest_is_kept() -> None:
    odd = (
        "<Start>1900-01-01T08:00:00</Start><Deadline>9999-12-31T17:00:00</Deadline>"
        "<ConstraintType>4</ConstraintType><ConstraintDate>someday</ConstraintDate>"
    )
    long = task(2).replace("PT8H0M0S", "PT8000000H0M0S")
    plan = read(project(task(1, rest=odd) + long))
    first, second = plan.tasks
    assert (first.start, first.deadline, first.constraint) == (None, None, Constraint.ASAP)
    assert second.duration_minutes == 480
    assert set(codes(plan)) == {
        "plan_odd_far_date",
        "plan_odd_date",
        "plan_odd_long_duration",
        "constraint_without_date",
    }


def test_constraints_deadlines_and_modes_are_taken() -> None:
    rest = (
        "<Manual>1</Manual><Active>0</Active><Start>2026-03-04T08:00:00</Start>"
        "<Finish>2026-03-04T17:00:00</Finish><ConstraintType>7</ConstraintType>"
        "<ConstraintDate>2026-03-06T17:00:00</ConstraintDate>"
        "<Deadline>2026-03-10T17:00:00</Deadline><CalendarUID>-1</CalendarUID>"
    )
    (found,) = read(project(task(1, rest=rest))).tasks
    assert (found.manual, found.active, found.calendar) == (True, False, "")
    assert (found.constraint, found.constraint_date) == (
        Constraint.FNLT,
        datetime(2026, 3, 6, 17),
    )
    assert found.deadline == datetime(2026, 3, 10, 17)


def test_the_project_says_how_it_is_scheduled() -> None:
    head = (
        "<ScheduleFromStart>0</ScheduleFromStart><FinishDate>2026-06-30T17:00:00</FinishDate>"
        "<HonorConstraints>0</HonorConstraints><StatusDate>2026-04-01T17:00:00</StatusDate>"
        "<MinutesPerDay>450</MinutesPerDay><CurrencyCode>EUR</CurrencyCode>"
    )
    plan = read(project(task(1), head=head))
    assert plan.schedule_from is ScheduleFrom.FINISH
    assert not plan.honours_constraints
    assert (plan.status_date, plan.minutes_per_day, plan.currency) == (
        date(2026, 4, 1),
        450,
        "EUR",
    )


def test_what_has_no_field_is_kept_under_its_own_name() -> None:
    definition = (
        "<ExtendedAttributes><ExtendedAttribute><FieldID>188743731</FieldID>"
        "<FieldName>Text1</FieldName><Alias>Building</Alias></ExtendedAttribute>"
        "</ExtendedAttributes>"
    )
    rest = (
        "<Hyperlink>x</Hyperlink><Rollup>0</Rollup><Critical>1</Critical>"
        "<ExtendedAttribute><FieldID>188743731</FieldID><Value>B 7</Value></ExtendedAttribute>"
    )
    plan = read(project(task(1, rest=rest), head=definition))
    assert plan.tasks[0].extras == (("Hyperlink", "x"), ("Text1", "B 7"))
    assert dict(plan.extras)["ExtendedAttributes"].count("Building") == 1


def test_people_material_and_money_are_resources() -> None:
    rest = (
        "<Resources><Resource><UID>0</UID></Resource>"
        "<Resource><UID>1</UID><Name>Ann</Name><Type>1</Type><MaxUnits>0.5</MaxUnits>"
        "<StandardRate>80.5</StandardRate><CostPerUse>500</CostPerUse></Resource>"
        "<Resource><UID>2</UID><Name>Steel</Name><Type>0</Type><MaterialLabel>t</MaterialLabel>"
        "</Resource><Resource><UID>3</UID><Name>Travel</Name><Type>0</Type>"
        "<IsCostResource>1</IsCostResource></Resource></Resources>"
        "<Assignments><Assignment><UID>1</UID><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID>"
        "<Units>0.5</Units><Work>PT4H0M0S</Work><Delay>4800</Delay></Assignment>"
        "<Assignment><UID>2</UID><TaskUID>1</TaskUID><ResourceUID>-65535</ResourceUID></Assignment>"
        "<Assignment><UID>3</UID><TaskUID>7</TaskUID><ResourceUID>1</ResourceUID></Assignment>"
        "</Assignments>"
    )
    plan = read(project(task(1), rest=rest))
    assert [(r.name, r.kind) for r in plan.resources] == [
        ("Ann", ResourceKind.WORK),
        ("Steel", ResourceKind.MATERIAL),
        ("Travel", ResourceKind.COST),
    ]
    assert [(r.standard, r.per_use) for r in plan.resources[0].rates] == [(8050, 500)]
    (found,) = plan.assignments
    assert (found.units, found.work_minutes, found.delay_minutes) == (0.5, 240, 480)
    assert codes(plan) == ["plan_assignment_nowhere"]


def test_a_plan_without_a_calendar_has_the_usual_week_and_no_holidays() -> None:
    text = project(task(1)).replace(calendar(), "").replace("<CalendarUID>1</CalendarUID>", "")
    plan = read(text)
    (found,) = plan.calendars
    assert plan.calendar == found.uid
    assert found.week[:1] == ("08:00-12:00,13:00-17:00",)
    assert found.days == ()


def test_a_document_type_is_refused_before_anything_is_read() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE Project [<!ENTITY a "aaaa">]><Project>&a;</Project>'
    with pytest.raises(NotAPlan) as refused:
        read_mspdi(bomb.encode(), "plan")
    assert refused.value.code == "plan_with_entities"


def test_of_a_file_that_breaks_off_what_is_whole_is_kept() -> None:
    text = project(task(1) + task(2) + task(3))
    plan = read(text[: text.index("Task 3")])
    assert [t.uid for t in plan.tasks] == ["1", "2"]
    assert plan.title == "Bridge"
    assert codes(plan) == ["plan_broken_off"]
    assert plan.findings[0].params["task"] == "Task 2"


@pytest.mark.parametrize(
    ("encoding", "declared", "told"),
    [
        ("utf-8-sig", "UTF-8", False),
        ("utf-16", "UTF-16", False),
        ("gbk", "GBK", False),
        ("gb18030", "gb2312", False),
        ("utf-8", "UTF-16", True),
        ("gbk", "UTF-8", True),
        ("utf-16", "UTF-8", True),
    ],
)
def test_letters_are_told_from_the_bytes(encoding: str, declared: str, told: bool) -> None:
    text = project(task(1, "桥梁施工")).replace('encoding="UTF-8"', f'encoding="{declared}"')
    plan = read_mspdi(text.encode(encoding), "plan")
    assert plan.tasks[0].name == "桥梁施工"
    assert codes(plan) == (["plan_mislabelled"] if told else [])


def test_characters_that_no_xml_may_hold_are_passed_over() -> None:
    plan = read(project(task(1, "A\x0bB&#x1;C")))
    assert plan.tasks[0].name == "ABC"
    assert codes(plan) == ["plan_characters"]


def test_what_is_no_plan_is_refused() -> None:
    with pytest.raises(NotAPlan):
        read_mspdi(b"<?xml version='1.0'?><Report><Title/></Report>", "plan")


FROM_FINISH = "<ScheduleFromStart>0</ScheduleFromStart><FinishDate>2026-03-13T17:00:00</FinishDate>"
LATE = "<ConstraintType>1</ConstraintType>"


def starts(tasks: str) -> list[str]:
    """When the tasks of a plan begin that is scheduled from Friday, 13 March."""
    reading = plan_of(project(tasks, head=FROM_FINISH).encode(), "plan", PlanKind.MSPDI)
    dates = reading.computed.dates
    return [f"{start:%d}" for task in reading.plan.tasks if (start := dates[task.uid].start)]


def test_from_its_finish_as_soon_as_possible_is_meant_where_others_are_late() -> None:
    chain = task(1, days=3, rest=LATE) + task(2, days=4, rest=LATE + link(1))
    assert starts(chain + task(3)) == ["05", "10", "05"]
    assert starts(chain + task(3, rest=LATE)) == ["05", "10", "13"]


def test_from_its_finish_as_soon_as_possible_for_all_is_what_the_dates_say() -> None:
    """Without dates nobody has said it of any task."""
    chain = task(1, days=3) + task(2, days=4, rest=link(1))
    assert starts(chain + task(3)) == ["05", "10", "13"]
    soon = "<Start>2026-03-05T08:00:00</Start><Finish>2026-03-05T17:00:00</Finish>"
    assert starts(chain + task(3, rest=soon)) == ["05", "10", "05"]


def test_impossible_units_are_told_with_task_and_person_and_brought_to_sense() -> None:
    people = "".join(
        f"<Resource><UID>{uid}</UID><Name>{name}</Name><Type>{kind}</Type>"
        f"<MaxUnits>{most}</MaxUnits></Resource>"
        for uid, name, kind, most in (
            (1, "Ann", 1, 1), (2, "Neg", 1, -1), (3, "Steel", 0, 1), (4, "All", 1, 1e12),
        )
    )  # fmt: skip
    given = (
        (1, 1, -1, ""),
        (2, 1, 1e12, ""),
        (3, 1, 1, "<Work>-PT8H0M0S</Work>"),
        (1, 3, 5000, ""),
    )
    assigned = "".join(
        f"<Assignment><TaskUID>{task}</TaskUID><ResourceUID>{who}</ResourceUID>"
        f"<Units>{units}</Units>{work}</Assignment>"
        for task, who, units, work in given
    )
    rest = f"<Resources>{people}</Resources><Assignments>{assigned}</Assignments>"
    plan = read(project(task(1, "Dig") + task(2, "Fill") + task(3, "Pave"), rest=rest))
    assert [one.units for one in plan.resources] == [1, 0, 1, 1]
    found = {(one.task, one.resource): (one.units, one.work_minutes) for one in plan.assignments}
    assert found == {("1", "1"): (0, None), ("3", "1"): (1, 0), ("1", "3"): (5000, None)}
    told = {one.code: one.params["names"] for one in plan.findings}
    assert told == {
        "plan_capacity_odd": ("Neg (-100%)", "All (100000000000000%)"),
        "plan_units_below": ("Dig: Ann (-100%)", "Pave: Ann (100%)"),
        "plan_units_beyond": ("Fill: Ann (100000000000000%)",),
    }
