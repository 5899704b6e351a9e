"""What lies as late as it may, on random networks: nothing is broken, nothing could be later."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pmo_desktop.domain.activities import Activity, Result, Tie
from pmo_desktop.domain.calendars import STANDARD
from pmo_desktop.domain.findings import FindingKind
from pmo_desktop.domain.network import place, schedule
from pmo_desktop.domain.summaries import expand
from pmo_desktop.domain.tasks import Constraint, LagKind, LinkType
from tests.domain.networks import CALENDARS, CLOCKS, RICH, START, Net, nets
from tests.domain.reference import missing

THOROUGH = settings(max_examples=200, deadline=None)
AIM = datetime(2026, 12, 4, 18)


def broken(net: Net, result: Result) -> list[object]:
    """The links that do not hold, among those that are not begun or fixed."""
    dates = {row.id: (row.start, row.finish) for row in result.activities.values()}
    return [
        tie
        for tie in net.ties
        if missing(
            tie, net.activities[tie.predecessor], dates,
            CLOCKS[net.activities[tie.successor].calendar], CLOCKS,
        ) > 0
    ]  # fmt: skip


@THOROUGH
@given(nets(kinds=("free", "soft"), rich=True), st.data())
def test_what_is_to_be_late_could_not_be_later(net: Net, data: st.DataObject) -> None:
    """Held where it lies it leaves the finish where it is, a minute later it does not."""
    one = data.draw(st.sampled_from([a for a in net.activities if a.constraint is Constraint.ASAP]
                                    or [None]))  # fmt: skip
    assume(one is not None and not one.elapsed)
    assert one is not None
    before = net.schedule()
    late = net.with_activity(replace(one, constraint=Constraint.ALAP))
    result = late.schedule()
    assert not broken(late, result)
    assert result.finish == before.finish
    row = result.activities[one.id]
    assert row.start >= before.activities[one.id].start
    assert row.total_float_minutes == 0
    calendar = CALENDARS[one.calendar]
    for minutes in (0, 1):
        until = calendar.add(row.start, minutes)
        held = net.with_activity(
            replace(one, constraint=Constraint.SNET, constraint_date=until)
        ).schedule()
        assert held.finish is not None
        assert before.finish is not None
        assert (held.finish > before.finish) == bool(minutes)


def aimed(net: Net) -> Net:
    """The net as a project that is scheduled from a finish far behind."""
    activities = tuple(replace(a, backwards=True, not_after=AIM) for a in net.activities)
    return replace(net, activities=activities)


@THOROUGH
@given(nets(rich=True))
def test_from_its_finish_nothing_is_broken_and_nothing_could_be_later(net: Net) -> None:
    net = aimed(net)
    net = replace(
        net,
        activities=tuple(
            replace(a, constraint=Constraint.ASAP, constraint_date=None) for a in net.activities
        ),
    )
    result = net.schedule()
    assert not broken(net, result)
    assert not result.findings
    for row in result.activities.values():
        assert row.finish <= AIM
        assert row.free_float_minutes == 0
        assert row.total_float_minutes is not None
        assert row.total_float_minutes >= 0
    assert any(row.critical for row in result.activities.values())


def early(net: Net, *numbers: int) -> Net:
    """Some of its activities as soon as possible."""
    return replace(net, activities=tuple(replace(a, early=a.id in numbers) for a in net.activities))


@THOROUGH
@given(nets(rich=True), st.sets(st.integers(0, 6), min_size=1))
def test_from_its_finish_what_is_to_be_early_could_not_be_earlier(
    net: Net, numbers: set[int]
) -> None:
    """Nothing is broken, nothing lies before the start that the others lead to, nor later than it
    would without; and what is early lies where it would from that start on."""
    net = aimed(
        replace(
            net,
            activities=tuple(
                replace(a, constraint=Constraint.ASAP, constraint_date=None,
                        duration_minutes=a.duration_minutes or 1)
                for a in net.activities
            ),
        )
    )  # fmt: skip
    late = net.schedule()
    result = early(net, *numbers).schedule()
    assert not broken(net, result)
    first = min(row.start for row in late.activities.values())
    forth = schedule(
        [replace(a, backwards=False) for a in net.activities], net.ties, CALENDARS, first
    )
    for number, row in result.activities.items():
        assert row.finish <= late.activities[number].finish
        if number in numbers:
            assert row.finish <= forth.activities[number].finish


def test_what_follows_nothing_starts_with_a_project_that_is_scheduled_from_its_finish() -> None:
    """Ten days of work lead to the finish; a day of permits, and its day of papers before, need not
    wait for the end."""
    names = ("dig", "pour", "papers", "permit")
    days = dict(zip(names, (5, 5, 1, 1), strict=True))
    activities = [
        Activity(n, days[name] * 480, backwards=True, not_after=datetime(2026, 11, 20, 18),
                 early=name == "permit")
        for n, name in enumerate(names)
    ]  # fmt: skip
    ties = [Tie(0, 1), Tie(2, 3)]
    rows = schedule(activities, ties, STANDARD, START).activities
    assert [rows[n].start for n in range(4)] == [
        datetime(2026, 11, 9, 9),
        datetime(2026, 11, 16, 9),
        datetime(2026, 11, 9, 9),
        datetime(2026, 11, 10, 9),
    ]
    assert rows[3].total_float_minutes == 8 * 480


@THOROUGH
@given(nets(rich=True))
def test_from_the_start_that_a_finish_leads_to_all_is_done_in_time(net: Net) -> None:
    """Milestones apart: they would stand at the beginning of the next day's work."""
    net = replace(
        net,
        activities=tuple(
            replace(a, duration_minutes=a.duration_minutes or 1) for a in net.activities
        ),
    )
    found = aimed(net).schedule()
    first = min(row.start for row in found.activities.values())
    forth = schedule(net.activities, net.ties, CALENDARS, first)
    assert forth.finish is not None
    for number, row in found.activities.items():
        if net.activities[number].constraint is Constraint.ASAP:
            assert forth.activities[number].finish <= row.finish


@given(nets(kinds=RICH, status=True, rich=True), st.booleans())
def test_placing_alone_gives_the_dates_of_the_schedule_with_everything_at_once(
    net: Net, backwards: bool
) -> None:
    if backwards:
        net = aimed(net)
    found = place(net.activities, net.ties, CALENDARS, START, net.status)
    rows = net.schedule().activities
    assert {n: tuple(row) for n, row in found.items()} == {
        n: (row.start, row.finish) for n, row in rows.items()
    }


@THOROUGH
@given(nets(kinds=(*RICH, "begun"), status=True, rich=True))
def test_every_link_holds_or_is_told(net: Net) -> None:
    result = net.schedule()
    there = {a.id for a in net.activities if a.active}
    net = replace(
        net, ties=tuple(t for t in net.ties if t.predecessor in there and t.successor in there)
    )
    told = [
        finding.activities
        for finding in result.findings
        if finding.kind in (FindingKind.CLASH, FindingKind.OUT_OF_SEQUENCE)
    ]
    assert [(t.predecessor, t.successor) for t in broken(net, result)] == told  # type: ignore[attr-defined]


@THOROUGH
@given(nets(kinds=RICH, status=True, rich=True))
def test_what_is_late_is_told_or_has_no_float(net: Net) -> None:
    """Early dates lie before late ones, unless the float says by how much they do not."""
    for row in net.schedule().activities.values():
        activity = net.activities[row.id]
        assert row.total_float_minutes is not None
        if row.total_float_minutes >= 0 and not (activity.fixed or activity.is_finished):
            assert row.finish <= row.late_finish
            assert row.start <= row.late_start


@given(nets(kinds=RICH, calendars=(0,), status=True, rich=True), st.integers(-60, 60))
def test_a_plan_some_weeks_later_is_the_same_plan(net: Net, weeks: int) -> None:
    """On a calendar without exceptions."""
    shift = timedelta(weeks=weeks)
    names = ("start", "finish", "constraint_date", "deadline", "actual_start", "actual_finish", "resume")  # fmt: skip  # noqa: E501
    moved = tuple(
        replace(
            activity,
            **{
                name: getattr(activity, name) + shift
                for name in names
                if getattr(activity, name) is not None
            },
        )
        for activity in net.activities
    )
    assert net.status is not None
    there = schedule(moved, net.ties, CALENDARS, START + shift, net.status + shift)
    here = net.schedule()
    for number, row in here.activities.items():
        other = there.activities[number]
        assert other[4:] == row[4:] or other[5:] == row[5:]
        assert [one - shift for one in other[1:5]] == list(row[1:5])  # type: ignore[operator]


@THOROUGH
@given(nets(kinds=(*RICH, "free", "free"), status=True, rich=True), st.data())
def test_links_that_follow_from_others_may_be_left_out(net: Net, data: st.DataObject) -> None:
    """Two phases, tied as a whole: all ties between their tasks, or those that are needed."""
    there = {a.id for a in net.activities if a.active}
    cut = data.draw(st.integers(1, len(net.activities) - 1))
    parents: dict[int, int | None] = {100: None, 200: None}
    parents |= {a.id: 100 if a.id < cut else 200 for a in net.activities}
    kind = data.draw(st.sampled_from(LinkType))
    lag = data.draw(st.sampled_from([0, 0, 2, -1]))
    lag_kind = data.draw(st.sampled_from([LagKind.WORKING, LagKind.ELAPSED]))
    ties = [*net.ties, Tie(100, 200, kind, lag, lag_kind)]
    rigid = {a.id for a in net.activities if a.is_rigid}
    whole, few = expand(ties, parents).ties, expand(ties, parents, rigid).ties
    assert set(few) <= set(whole)
    one, other = (
        replace(net, ties=tuple(t for t in some if {t.predecessor, t.successor} <= there))
        for some in (whole, few)
    )
    found, expected = other.schedule(), one.schedule()
    # A free float to a kept date that breaks a link says which, and that may be another's now.
    clash = any(finding.kind is FindingKind.CLASH for finding in expected.findings)
    hidden = {"driver": None} | ({"free_float_minutes": None} if clash else {})
    for number in there:
        row, same = found.activities[number], expected.activities[number]
        assert row._replace(**hidden) == same._replace(**hidden)  # type: ignore[arg-type]
