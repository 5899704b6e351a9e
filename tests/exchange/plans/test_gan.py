"""GanttProject's files: days, links and holidays as that program means them."""

from __future__ import annotations

from datetime import date, datetime

from pmo_desktop.domain.plan_file import PlanFile, PlanLink
from pmo_desktop.domain.tasks import Constraint, LinkType, TaskKind
from pmo_desktop.exchange.plans.computing import compute
from pmo_desktop.exchange.plans.gan import read_gan

WEEK = (
    '<calendars><day-types><default-week id="1" name="default" sun="1" mon="0" tue="0" wed="0" '
    'thu="0" fri="0" sat="1"/><only-show-weekends value="false"/></day-types>'
)
HOLIDAY = '<date year="2026" month="5" date="1" type="HOLIDAY">May Day</date>'


def read(tasks: str, rest: str = "", holiday: str = HOLIDAY) -> PlanFile:
    text = (
        f'<?xml version="1.0"?><project name="Bridge" view-date="2026-01-01">{WEEK}{holiday}'
        f"</calendars><tasks>{tasks}</tasks>{rest}</project>"
    )
    return read_gan(text.encode(), "plan")


def task(uid: int, start: str, days: int, inside: str = "", **more: str) -> str:
    extra = "".join(f' {name}="{value}"' for name, value in more.items())
    return (
        f'<task id="{uid}" name="Task {uid}" start="{start}" duration="{days}"{extra}>'
        f"{inside}</task>"
    )


def test_a_task_works_on_working_days_alone() -> None:
    (found,) = read(task(0, "2026-04-30", 2)).tasks
    assert (found.start, found.finish) == (datetime(2026, 4, 30, 9), datetime(2026, 5, 4, 18))


def test_links_are_written_at_their_predecessors() -> None:
    first = task(0, "2026-03-02", 2, '<depend id="1" type="2" difference="1" hardness="Strong"/>')
    plan = read(first + task(1, "2026-03-05", 1))
    assert plan.tasks[1].links == (PlanLink("0", LinkType.FS, 480),)
    assert compute(plan).dates["1"].start == datetime(2026, 3, 5, 9)


def test_a_task_without_a_link_stays_where_it_was_put() -> None:
    plan = read(task(0, "2026-03-02", 1) + task(1, "2026-03-09", 1))
    assert plan.tasks[1].constraint is Constraint.SNET
    assert compute(plan).dates["1"].start == datetime(2026, 3, 9, 9)


def test_milestones_outlines_and_people_are_taken() -> None:
    inside = task(1, "2026-03-02", 1) + task(2, "2026-03-03", 0, meeting="true")
    rest = (
        '<resources><resource id="0" name="Ann" contacts="ann@x"/></resources>'
        '<allocations><allocation task-id="1" resource-id="0" load="50.0"/>'
        '<allocation task-id="9" resource-id="0" load="50.0"/></allocations>'
    )
    plan = read(task(0, "2026-03-02", 1, inside), rest)
    assert [(t.level, t.kind) for t in plan.tasks] == [
        (1, TaskKind.SUMMARY),
        (2, TaskKind.TASK),
        (2, TaskKind.MILESTONE),
    ]
    assert [(a.task, a.units) for a in plan.assignments] == [("1", 0.5)]
    assert [f.code for f in plan.findings] == ["plan_assignment_nowhere"]


def test_who_is_asked_for_less_than_nothing_or_for_no_end_is_told() -> None:
    people = "".join(f'<resource id="{n}" name="P{n}"/>' for n in range(4))
    loads = "".join(
        f'<allocation task-id="0" resource-id="{n}" load="{load}"/>'
        for n, load in enumerate(("-50.0", "1e300", "nan", ""))
    )
    rest = f"<resources>{people}</resources><allocations>{loads}</allocations>"
    plan = read(task(0, "2026-03-02", 1), rest)
    assert [(a.resource, a.units) for a in plan.assignments] == [("0", 0.0), ("3", 1.0)]
    told = {one.code: one.params["names"] for one in plan.findings}
    assert told["plan_units_below"] == ("Task 0: P0 (-50%)",)
    assert told["plan_units_beyond"] == ("Task 0: P1 (1e+300%)", "Task 0: P2 (nan%)")


def test_a_holiday_that_returns_is_one_every_year() -> None:
    again = '<date year="" month="5" date="1" type="HOLIDAY"/>'
    days = {day for day, _, _ in read(task(0, "2026-03-02", 1), holiday=again).calendars[0].days}
    assert {date(2026, 5, 1), date(2029, 5, 1)} <= days


def test_an_earlier_state_is_a_baseline() -> None:
    rest = (
        '<previous><previous-tasks name="First"><previous-task id="0" start="2026-03-02" '
        'duration="3"/></previous-tasks></previous>'
    )
    (found,) = read(task(0, "2026-03-04", 3), rest).tasks
    assert [(b.number, b.finish) for b in found.baselines] == [(0, datetime(2026, 3, 4, 18))]


def test_dates_and_durations_beyond_reason_are_told_and_left_out() -> None:
    plan = read(task(0, "9999-12-31", 1) + task(1, "2026-03-02", 1_000_000))
    assert [f.code for f in plan.findings] == ["plan_odd_far_date", "plan_odd_duration"]
    assert [f.code for f in read(task(0, "2026-03-02", -5)).findings] == ["plan_odd_duration"]
    assert [(t.start is None, t.duration_minutes) for t in plan.tasks] == [
        (True, 480),
        (False, 480),
    ]


def test_a_rubber_link_pushes_its_task_and_does_not_pull_it() -> None:
    rubber = '<depend id="1" type="2" difference="0" hardness="Rubber"/>'
    plan = read(task(0, "2026-03-02", 2, rubber) + task(1, "2026-03-09", 1))
    assert compute(plan).dates["1"].start == datetime(2026, 3, 9, 9)
    assert [f.code for f in plan.findings] == ["plan_rubber"]
    longer = read(task(0, "2026-03-02", 7, rubber) + task(1, "2026-03-09", 1))
    assert compute(longer).dates["1"].start == datetime(2026, 3, 11, 9)


def test_beside_a_strong_link_a_rubber_one_lets_its_task_be_pulled() -> None:
    rubber = '<depend id="2" type="2" difference="0" hardness="Rubber"/>'
    strong = rubber.replace("Rubber", "Strong")
    plan = read(task(0, "2026-03-02", 1, rubber) + task(1, "2026-03-02", 2, strong)
                + task(2, "2026-03-09", 1))  # fmt: skip
    assert compute(plan).dates["2"].start == datetime(2026, 3, 4, 9)
    assert plan.findings == ()


def test_what_moves_no_task_there_is_told_and_left_out() -> None:
    rest = (
        '<resources><resource id="0" name="Ann" function="Default:1" phone="12"/></resources>'
        '<vacations><vacation start="2026-03-02" end="2026-03-04" resourceid="0"/></vacations>'
    )
    plan = read(task(0, "2026-03-02", 1, color="#ff0000"), rest)
    assert [(f.code, f.params["names"]) for f in plan.findings] == [
        ("plan_vacations", ("Ann",)),
        ("plan_roles", ("Ann",)),
        ("plan_looks", ("Task 0",)),
    ]


def test_tasks_that_share_an_id_or_have_none_get_one_of_their_own() -> None:
    nameless = '<task name="C" start="2026-03-02" duration="1"/>'
    plan = read(task(7, "2026-03-02", 1) + task(7, "2026-03-02", 1) + nameless)
    assert [t.uid for t in plan.tasks] == ["7", "8", "9"]
    assert [(f.code, f.params["n"]) for f in plan.findings] == [("plan_task_twice", 1)]


def test_links_that_lead_nowhere_or_within_a_family_are_told() -> None:
    below = task(2, "2026-03-02", 1)
    depends = "".join(f'<depend id="{uid}" type="2"/>' for uid in (1, 2, 9))
    plan = read(task(1, "2026-03-02", 1, depends + below))
    assert [f.code for f in plan.findings] == [
        "plan_link_nowhere",
        "plan_link_itself",
        "plan_link_within",
    ]
    assert not any(t.links for t in plan.tasks)
