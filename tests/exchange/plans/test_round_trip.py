"""Written and read again, any plan is the same plan."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.plan_file import (
    PlanAssignment,
    PlanBaseline,
    PlanCalendar,
    PlanFile,
    PlanLink,
    PlanRate,
    PlanResource,
    PlanTask,
    parents_of,
)
from pmo_desktop.domain.projects import ScheduleFrom
from pmo_desktop.domain.tasks import (
    Constraint,
    Contour,
    LagKind,
    LinkType,
    ResourceKind,
    TaskKind,
    TaskType,
)
from pmo_desktop.exchange.plans.mspdi import read_mspdi
from pmo_desktop.exchange.plans.writing.mspdi import mspdi_bytes

WEEK = ("08:00-12:00,13:00-17:00",) * 5 + ("", "")
TEXT = st.text(st.sampled_from("abc 任务&<>\"'é-1"), min_size=1, max_size=8).map(
    lambda text: " ".join(text.split()) or "x"
)
MOMENTS = st.integers(0, 400_000).map(lambda n: datetime(2025, 1, 1) + timedelta(minutes=n))
MAYBE = st.none() | MOMENTS
DAYS = st.integers(0, 700).map(lambda n: date(2025, 1, 1) + timedelta(days=n))
MONEY = st.none() | st.integers(1, 10**9)
MINUTES = st.none() | st.integers(0, 10**6)
HOURS = st.sampled_from(("", "08:00-12:00", "00:00-24:00", "08:00-12:00,13:00-17:00"))


@st.composite
def levels(draw: st.DrawFn, count: int) -> tuple[int, ...]:
    found: list[int] = []
    for _ in range(count):
        found.append(draw(st.integers(1, min(found[-1] + 1, 4) if found else 1)))
    return tuple(found)


@st.composite
def links(draw: st.DrawFn, free: list[int]) -> tuple[PlanLink, ...]:
    """From some of the tasks with these numbers."""
    if not free:
        return ()
    keys = draw(
        st.lists(
            st.tuples(st.sampled_from(free), st.sampled_from(LinkType)), unique=True, max_size=3
        )
    )
    found = []
    for predecessor, kind in keys:
        lag, share = draw(st.integers(-9_999, 9_999)), draw(st.integers(-99, 99))
        lag_kind = draw(st.sampled_from(LagKind))
        if lag_kind is LagKind.SHARE:
            lag = 0
            found.append(PlanLink(str(predecessor), kind, 0, lag_kind, (share or 1) / 100))
        else:
            found.append(PlanLink(str(predecessor), kind, lag or 60, lag_kind))
    return tuple(found)


def unrelated(place: int, parents: tuple[int | None, ...]) -> list[int]:
    """The numbers of the tasks that are neither this one, nor above it, nor below it."""

    def line(of: int) -> set[int]:
        found, at = set(), parents[of]
        while at is not None:
            found.add(at)
            at = parents[at]
        return found

    every = range(len(parents))
    return [n + 1 for n in every if n != place and n not in line(place) and place not in line(n)]


@st.composite
def tasks(draw: st.DrawFn, calendars: int) -> tuple[PlanTask, ...]:
    count = draw(st.integers(0, 7))
    depths = draw(levels(count))
    above = set(parents_of(depths))
    found = []
    for place in range(count):
        duration = draw(st.integers(0, 20_000))
        constraint = draw(st.sampled_from(Constraint))
        dated = constraint not in (Constraint.ASAP, Constraint.ALAP)
        kind = TaskKind.SUMMARY if place in above else TaskKind.TASK
        if kind is TaskKind.TASK and duration == 0:
            kind = TaskKind.MILESTONE
        baselines = sorted(draw(st.sets(st.integers(0, 10), max_size=2)))
        by_hand = kind is not TaskKind.SUMMARY and draw(st.booleans())
        found.append(
            PlanTask(
                uid=str(place + 1),
                name=draw(TEXT),
                level=depths[place],
                kind=kind,
                active=draw(st.booleans()),
                manual=by_hand,
                start=draw(MOMENTS if by_hand else MAYBE),
                finish=draw(MAYBE),
                duration_minutes=duration,
                elapsed=draw(st.booleans()),
                estimated=draw(st.booleans()),
                constraint=constraint,
                constraint_date=draw(MOMENTS) if dated else None,
                deadline=draw(MAYBE),
                calendar=draw(st.sampled_from(["", *map(str, range(1, calendars + 1))])),
                ignores_people=draw(st.booleans()),
                priority=draw(st.integers(0, 1000)),
                task_type=draw(st.sampled_from(TaskType)),
                effort_driven=draw(st.booleans()),
                percent_complete=draw(st.integers(0, 100)) / 100,
                actual_start=draw(MAYBE),
                work_minutes=draw(MINUTES),
                fixed_cost=draw(MONEY),
                cost=draw(MONEY),
                actual_cost=draw(MONEY),
                notes=draw(st.just("") | TEXT),
                links=draw(links(unrelated(place, parents_of(depths)))),
                baselines=tuple(
                    PlanBaseline(
                        number, draw(MOMENTS), draw(MAYBE), draw(MINUTES), None, draw(MONEY)
                    )
                    for number in baselines
                ),
                extras=tuple(sorted(draw(st.sets(EXTRAS, max_size=2)))),
            )
        )
    return tuple(found)


EXTRAS = st.sampled_from(
    [("Hyperlink", "a & b"), ("Contact", "张伟"), ("Field188743731", "x"), ("Rollup", "1")]
)


@st.composite
def calendars(draw: st.DrawFn) -> tuple[PlanCalendar, ...]:
    found = [PlanCalendar("1", "Standard", WEEK)]
    for uid in range(2, draw(st.integers(1, 3)) + 1):
        days = sorted(draw(st.sets(DAYS, max_size=4)))
        derived = draw(st.booleans())
        week = tuple(draw(HOURS) for _ in range(7))
        found.append(
            PlanCalendar(
                str(uid),
                draw(TEXT),
                ("*", *week[1:]) if derived else ("08:00-12:00", *week[1:]),
                tuple((day, draw(HOURS), draw(st.just("") | TEXT)) for day in days),
                "1" if derived else "",
            )
        )
    return tuple(found)


@st.composite
def plans(draw: st.DrawFn) -> PlanFile:
    with_calendars = draw(calendars())
    of_plan = draw(tasks(len(with_calendars)))
    resources = tuple(
        PlanResource(
            str(number),
            f"{draw(TEXT)} {number}",
            draw(st.sampled_from(ResourceKind)),
            units=draw(st.integers(0, 800)) / 100,
            active=draw(st.booleans()),
            calendar=draw(st.sampled_from(["", "1"])),
            rates=draw(
                st.just(())
                | st.builds(
                    PlanRate, st.sampled_from("ABE"), st.none() | DAYS, st.integers(1, 9999)
                ).map(lambda rate: (rate,))
            ),
        )
        for number in range(1, draw(st.integers(0, 2)) + 1)
    )
    assignments = tuple(
        PlanAssignment(
            task.uid,
            resource.uid,
            draw(st.integers(0, 300)) / 100,
            draw(MINUTES),
            delay_minutes=draw(st.integers(0, 999)),
            contour=draw(st.sampled_from([c for c in Contour if c is not Contour.OWN])),
            rate_table=draw(st.sampled_from("ABCDE")),
            cost=draw(MONEY),
        )
        for task in of_plan
        for resource in resources
        if draw(st.booleans())
    )
    return PlanFile(
        name="plan",
        title=draw(TEXT),
        project_uid=draw(st.sampled_from(["", "u123"])),
        manager=draw(st.just("") | TEXT),
        start=draw(MAYBE),
        finish=draw(MAYBE),
        schedule_from=draw(st.sampled_from(ScheduleFrom)),
        honours_constraints=draw(st.booleans()),
        status_date=draw(st.none() | DAYS),
        currency=draw(st.sampled_from(["", "EUR"])),
        minutes_per_day=draw(st.integers(1, 1440)),
        calendar="1",
        calendars=with_calendars,
        tasks=of_plan,
        resources=resources,
        assignments=assignments,
    )


@given(plans())
def test_written_and_read_again_it_is_the_same(plan: PlanFile) -> None:
    assert read_mspdi(mspdi_bytes(plan), "plan") == plan


def test_splits_survive() -> None:
    task = PlanTask(
        "1",
        "Split",
        start=datetime(2026, 3, 2, 8),
        finish=datetime(2026, 3, 6, 17),
        duration_minutes=3 * 480,
        gaps="480+960",
    )
    plan = PlanFile(
        "plan",
        title="Split",
        start=task.start,
        finish=task.finish,
        calendar="1",
        calendars=(PlanCalendar("1", "Standard", WEEK),),
        tasks=(task,),
    )
    assert read_mspdi(mspdi_bytes(plan), "plan") == plan
