"""The schedule of random networks, held against a slow reference and against what it promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pmo_desktop.domain.findings import FindingKind
from pmo_desktop.domain.network import place
from pmo_desktop.domain.tasks import Constraint
from tests.domain.networks import CALENDARS, CLOCKS, RICH, START, Net, moments, nets, phased
from tests.domain.reference import early, missing

# What is subtle about floats and calendars shows in few of many networks.
THOROUGH = settings(max_examples=250)


def spans(net: Net) -> dict[int, tuple]:
    return {row.id: (row.start, row.finish) for row in net.schedule().activities.values()}


def unheld(net: Net) -> list[int]:
    """What can be delayed: not begun, not fixed, with no constraint of its own."""
    return [
        a.id
        for a in net.activities
        if not (a.fixed or a.is_running or a.is_finished or a.elapsed)
        and a.active
        and a.constraint is Constraint.ASAP
    ]


@THOROUGH
@given(nets())
def test_early_dates_are_those_of_the_reference(net: Net) -> None:
    assert spans(net) == early(net.activities, net.ties, CLOCKS, START)


@THOROUGH
@given(nets(kinds=("free", "fixed")))
def test_early_dates_around_fixed_ones_are_those_of_the_reference(net: Net) -> None:
    assert spans(net) == early(net.activities, net.ties, CLOCKS, START)


@settings(max_examples=400)
@given(nets(kinds=RICH, status=True, rich=True))
def test_dates_with_everything_at_once_are_those_of_the_reference(net: Net) -> None:
    assert spans(net) == early(net.activities, net.ties, CLOCKS, START, net.status)


@settings(max_examples=400)
@given(nets(kinds=RICH, rich=True))
def test_dates_without_a_status_date_are_those_of_the_reference(net: Net) -> None:
    assert spans(net) == early(net.activities, net.ties, CLOCKS, START)


@settings(max_examples=400)
@given(phased(kinds=RICH, status=True))
def test_dates_behind_shares_of_summaries_are_those_of_the_reference(net: Net) -> None:
    found = spans(net)
    assert found == early(net.activities, net.ties, CLOCKS, START, net.status)
    placed = place(net.activities, net.ties, CALENDARS, START, net.status)
    assert {one: (row.start, row.finish) for one, row in placed.items()} == found


@THOROUGH
@given(nets(kinds=("free", "fixed", "begun"), status=True))
def test_placing_alone_gives_the_dates_of_the_schedule(net: Net) -> None:
    found = place(net.activities, net.ties, CALENDARS, START, net.status)
    assert {one: (row.start, row.finish) for one, row in found.items()} == spans(net)


@given(phased(kinds=RICH, status=True), st.lists(st.one_of(st.none(), moments), min_size=7))
def test_what_is_due_above_is_reckoned_with_like_a_deadline(
    net: Net, days: list[datetime | None]
) -> None:
    """Only that what is missed is not told of each task."""
    above, own = (
        replace(
            net,
            activities=tuple(
                replace(a, **{name: day}) for a, day in zip(net.activities, days, strict=False)
            ),
        ).schedule()
        for name in ("due", "deadline")
    )
    assert above.activities == own.activities
    assert above.findings == tuple(f for f in own.findings if f.kind is not FindingKind.DEADLINE)


@given(nets(kinds=("fixed",)))
def test_placing_keeps_the_dates_of_what_is_fixed(net: Net) -> None:
    found = place(net.activities, net.ties, CALENDARS, START)
    assert {one: (row.start, row.finish) for one, row in found.items()} == spans(net)


@given(nets(kinds=("free", "fixed", "begun"), status=True))
def test_no_link_of_an_activity_that_is_not_begun_is_broken(net: Net) -> None:
    dates = spans(net)
    for tie in net.ties:
        after = net.activities[tie.successor]
        if not (after.fixed or after.is_running or after.is_finished):
            clock = CLOCKS[after.calendar]
            before = net.activities[tie.predecessor]
            assert missing(tie, before, dates, clock, CLOCKS) <= 0


@given(nets(kinds=("free", "fixed", "begun"), status=True))
def test_nothing_that_can_wait_starts_before_the_status_date(net: Net) -> None:
    assert net.status is not None
    rows = net.schedule().activities
    for activity in net.activities:
        row = rows[activity.id]
        if activity.fixed:
            assert (row.start, row.finish) == (
                activity.actual_start or activity.start,
                activity.actual_finish or activity.finish,
            )
        elif activity.is_finished:
            assert row.start == activity.actual_start
            if activity.actual_finish:
                assert row.finish == activity.actual_finish
        elif activity.is_running:
            assert row.start == activity.actual_start
            assert row.finish > net.status
        else:
            assert row.start >= net.status
            assert row.start >= START


@given(nets(kinds=("free", "soft", "begun", "odd"), status=True, rich=True))
def test_nothing_is_late_where_nothing_is_fixed(net: Net) -> None:
    rows = net.schedule().activities
    for activity in net.activities:
        if activity.is_finished or not activity.active:
            continue
        row = rows[activity.id]
        assert row.total_float_minutes is not None
        assert row.total_float_minutes >= 0
        assert row.start <= row.late_start
        assert row.finish <= row.late_finish
        assert row.free_float_minutes is not None
        assert 0 <= row.free_float_minutes <= row.total_float_minutes


@given(nets(kinds=("free", "soft", "begun", "odd"), status=True, rich=True))
def test_the_last_to_finish_is_critical(net: Net) -> None:
    result = net.schedule()
    last = [row for row in result.activities.values() if row.finish == result.finish]
    assert all(row.critical or net.activities[row.id].is_finished for row in last)


@THOROUGH
@given(nets(kinds=("free", "soft", "begun", "odd"), status=True, rich=True), st.data())
def test_the_total_float_is_what_the_finish_allows_to_the_minute(
    net: Net, data: st.DataObject
) -> None:
    candidates = unheld(net)
    assume(candidates)
    one = data.draw(st.sampled_from(candidates))
    result = net.schedule()
    room = result.activities[one].total_float_minutes
    assert room is not None
    assert net.delayed(one, room).schedule().finish == result.finish
    later = net.delayed(one, room + 1).schedule().finish
    assert later is not None
    assert result.finish is not None
    assert later > result.finish


@THOROUGH
@given(nets(kinds=("free", "soft", "begun", "odd"), status=True, rich=True), st.data())
def test_the_free_float_is_what_all_others_allow_to_the_minute(
    net: Net, data: st.DataObject
) -> None:
    candidates = unheld(net)
    assume(candidates)
    one = data.draw(st.sampled_from(candidates))
    result = net.schedule()
    room = result.activities[one].free_float_minutes
    assert room is not None

    def others(changed: Net) -> list[object]:
        found = changed.schedule()
        return [
            found.finish,
            *((r.start, r.finish) for r in found.activities.values() if r.id != one),
        ]

    assert others(net.delayed(one, room)) == others(net)
    assert others(net.delayed(one, room + 1)) != others(net)


@given(nets(), st.data())
def test_a_fixed_activity_that_no_link_contradicts_floats_like_one_that_is_held(
    net: Net, data: st.DataObject
) -> None:
    held = net
    for activity in net.activities:
        if activity.duration_minutes and data.draw(st.booleans()):
            held = held.delayed(activity.id, data.draw(st.integers(0, 6)))
    expected = held.schedule()
    fixed = held
    for activity in held.activities:
        if activity.duration_minutes and activity.constraint is Constraint.SNET:
            row = expected.activities[activity.id]
            fixed = fixed.with_activity(
                replace(activity, fixed=True, start=row.start, finish=row.finish)
            )
    found = fixed.schedule()
    assert not found.findings
    for number, row in expected.activities.items():
        assert found.activities[number]._replace(driver=None) == row._replace(driver=None)


@given(nets(kinds=("free", "fixed", "begun"), status=True))
def test_the_broken_links_are_told_and_no_others(net: Net) -> None:
    dates = spans(net)
    expected = []
    for tie in net.ties:
        clock = CLOCKS[net.activities[tie.successor].calendar]
        short = missing(tie, net.activities[tie.predecessor], dates, clock, CLOCKS)
        if short > 0:
            expected.append((tie.predecessor, tie.successor, tie.type, tie.lag_minutes, short))
    told = [
        (*finding.activities, finding.link, finding.lag_minutes, finding.minutes)
        for finding in net.schedule().findings
        if finding.kind in (FindingKind.CLASH, FindingKind.OUT_OF_SEQUENCE)
    ]
    assert told == expected


@given(nets(kinds=("free", "fixed", "begun"), status=True))
def test_without_its_driver_an_activity_would_start_earlier(net: Net) -> None:
    """Or another link or date holds it at the very same place."""
    result = net.schedule()
    for one in unheld(net):
        driver = result.activities[one].driver
        rest = tuple(t for t in net.ties if t.successor != one)
        alone = replace(net, ties=rest).schedule().activities[one]
        if driver is None:
            assert alone.start == result.activities[one].start
        else:
            only = tuple(t for t in net.ties if t.successor != one or t.predecessor == driver)
            driven = replace(net, ties=only).schedule().activities[one]
            assert driven == result.activities[one]._replace(
                late_start=driven.late_start,
                late_finish=driven.late_finish,
                total_float_minutes=driven.total_float_minutes,
                free_float_minutes=driven.free_float_minutes,
                critical=driven.critical,
            )


@given(nets(kinds=("free", "fixed", "begun"), status=True), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(net: Net, random: object) -> None:
    activities, ties = list(net.activities), list(net.ties)
    random.shuffle(activities)  # type: ignore[attr-defined]
    random.shuffle(ties)  # type: ignore[attr-defined]
    mixed = Net(tuple(activities), tuple(ties), net.status).schedule().activities
    for number, row in net.schedule().activities.items():
        assert mixed[number]._replace(driver=None) == row._replace(driver=None)


def test_the_calendars_of_these_tests_are_not_alike() -> None:
    assert len({calendar.week for calendar in CALENDARS}) == len(CALENDARS)
