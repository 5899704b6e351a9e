"""Summary tasks: roll-up, and links with them."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.activities import Activity, Tie, Whole
from pmo_desktop.domain.calendars import STANDARD
from pmo_desktop.domain.network import schedule
from pmo_desktop.domain.summaries import Outlined, due_dates, expand, held_starts, roll_up
from pmo_desktop.domain.tasks import LagKind, LinkType, TaskKind

DAY = 480
START = datetime(2026, 11, 2, 9)


def day(number: int, hour: int) -> datetime:
    return datetime(2026, 11, number, hour)


def summary(number: int, parent: int | None = None) -> Outlined:
    return Outlined(number, parent, TaskKind.SUMMARY, None, None, 0, 0.0)


def task(number: int, parent: int | None, first: int, last: int, done: float = 0.0) -> Outlined:
    start, finish = day(first, 9), day(last, 18)
    minutes = STANDARD.between(start, finish)
    return Outlined(number, parent, TaskKind.TASK, start, finish, minutes, done)


def test_a_summary_spans_its_tasks() -> None:
    rolled = roll_up([summary(1), task(2, 1, 3, 4), task(3, 1, 5, 10)], STANDARD)[1]
    assert (rolled.start, rolled.finish) == (day(3, 9), day(10, 18))
    assert rolled.duration_minutes == 6 * DAY


def test_progress_is_weighted_by_duration_over_all_leaves() -> None:
    """Ten days done and ten not, though one of the two halves lies a level deeper."""
    tasks = [summary(1), task(2, 1, 2, 13, 1.0), summary(3, 1), task(4, 3, 2, 4, 0.0),
             task(5, 3, 5, 13, 0.0)]  # fmt: skip
    rolled = roll_up(tasks, STANDARD)
    assert rolled[1].percent_complete == pytest.approx(0.5)
    assert rolled[3].percent_complete == 0


def test_milestones_alone_count_alike() -> None:
    stones = [
        Outlined(n, 1, TaskKind.MILESTONE, day(n, 18), day(n, 18), 0, float(n == 2))
        for n in (2, 3, 4, 5)
    ]
    assert roll_up([summary(1), *stones], STANDARD)[1].percent_complete == 0.25


def test_a_task_with_others_below_it_becomes_a_summary() -> None:
    rolled = roll_up([task(1, None, 2, 2, 0.7), task(2, 1, 3, 4)], STANDARD)
    assert rolled[1].kind is TaskKind.SUMMARY
    assert rolled[1].percent_complete == 0
    assert rolled[2].kind is TaskKind.TASK


def test_an_empty_summary_keeps_its_own_and_counts_as_a_leaf() -> None:
    empty = Outlined(2, 1, TaskKind.SUMMARY, day(9, 9), day(10, 18), 2 * DAY, 0.5)
    rolled = roll_up([summary(1), empty, task(3, 1, 2, 3)], STANDARD)
    assert rolled[2] == empty
    assert rolled[1].finish == day(10, 18)
    assert rolled[1].percent_complete == 0.25


def test_a_summary_of_tasks_without_dates_keeps_its_dates() -> None:
    above = Outlined(1, None, TaskKind.SUMMARY, day(2, 9), day(6, 18), 5 * DAY, 0.0)
    below = Outlined(2, 1, TaskKind.TASK, None, None, DAY, 0.5)
    rolled = roll_up([above, below], STANDARD)[1]
    assert (rolled.start, rolled.finish) == (day(2, 9), day(6, 18))
    assert rolled.percent_complete == 0.5
    assert roll_up([summary(1), below], STANDARD)[1].start is None


def test_tasks_that_are_each_other_s_parents_stay_as_they_are() -> None:
    tasks = [task(1, 2, 2, 3), task(2, 1, 4, 5), task(3, None, 2, 2)]
    assert roll_up(tasks, STANDARD) == {t.id: t for t in tasks}


def test_a_parent_that_is_not_there_makes_a_task_outermost() -> None:
    assert roll_up([task(2, 99, 2, 3)], STANDARD)[2].parent == 99


def test_outlines_may_be_ten_thousand_deep() -> None:
    count = 10_000
    tasks = [summary(n, n - 1 if n else None) for n in range(count)]
    rolled = roll_up([*tasks, task(count, count - 1, 3, 4, 1.0)], STANDARD)
    assert rolled[0].percent_complete == 1
    assert rolled[0].start == day(3, 9)


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(2, 27), st.floats(0, 1)), max_size=12))
def test_a_summary_says_the_same_of_its_leaves_at_any_depth(
    rows: list[tuple[int, int, float]],
) -> None:
    """Task n hangs below the n-th of those before it."""
    tasks = [summary(0)]
    for number, (above, first, done) in enumerate(rows, 1):
        tasks.append(task(number, above % number, first, first, done))
    rolled = roll_up(tasks, STANDARD)
    parents = {t.parent for t in tasks}
    leaves = [t for t in tasks if t.id not in parents]
    weight = sum(leaf.duration_minutes for leaf in leaves)
    if weight:
        done = sum(leaf.duration_minutes * leaf.percent_complete for leaf in leaves) / weight
        assert rolled[0].percent_complete == pytest.approx(done)
    if rows:
        assert rolled[0].start == min(leaf.start for leaf in leaves if leaf.start)
        assert rolled[0].finish == max(leaf.finish for leaf in leaves if leaf.finish)


# Two phases: 1 with 11 -> 12 and 13, 2 with 21 -> 22 and the empty summary 23.
PARENTS = {1: None, 11: 1, 12: 1, 13: 1, 2: None, 21: 2, 22: 2, 23: 2, 3: None}
INNER = [Tie(11, 12), Tie(21, 22)]


def expanded(tie: Tie) -> set[tuple[int, int]]:
    found = expand([*INNER, tie], PARENTS)
    return {
        (t.predecessor, t.successor)
        for t, origin in zip(found.ties, found.origins, strict=True)
        if origin == len(INNER)
    }


@pytest.mark.parametrize(
    ("kind", "sources", "targets"),
    [
        (LinkType.FS, {11, 12, 13}, {21, 22, 23}),
        (LinkType.SS, {11, 13}, {21, 22, 23}),
        (LinkType.FF, {11, 12, 13}, {22, 23}),
        (LinkType.SF, {11, 13}, {22, 23}),
    ],
)
def test_a_link_between_summaries_ties_the_leaves_at_its_ends(
    kind: LinkType, sources: set[int], targets: set[int]
) -> None:
    assert expanded(Tie(1, 2, kind)) == {(a, b) for a in sources for b in targets}


def test_a_link_between_tasks_stays_what_it_is() -> None:
    assert expand([Tie(3, 11, LinkType.SF, 30)], PARENTS).ties == (Tie(3, 11, LinkType.SF, 30),)


def test_a_link_from_a_summary_to_what_is_below_it_is_left_out_and_told() -> None:
    strange = [Tie(1, 12), Tie(12, 1), Tie(1, 1)]
    found = expand([*strange, Tie(11, 11)], PARENTS)
    assert found.within == tuple(strange)
    assert found.ties == (Tie(11, 11),)


def test_what_follows_a_phase_starts_behind_the_last_of_it() -> None:
    tasks = [Activity(11, DAY), Activity(12, 2 * DAY), Activity(13, 5 * DAY), Activity(3, DAY)]
    parents = {1: None, 11: 1, 12: 1, 13: 1, 3: None}
    ties = expand([Tie(11, 12), Tie(1, 3)], parents).ties
    assert schedule(tasks, ties, STANDARD, START).activities[3].start == day(9, 9)


def test_a_phase_starts_behind_what_its_summary_follows() -> None:
    tasks = [Activity(3, 2 * DAY), Activity(11, DAY), Activity(12, DAY)]
    parents = {1: None, 11: 1, 12: 1, 3: None}
    rows = schedule(tasks, expand([Tie(3, 1)], parents).ties, STANDARD, START).activities
    assert [rows[n].start for n in (11, 12)] == [day(4, 9), day(4, 9)]


def test_a_lag_behind_a_summary_stays_elapsed_or_a_share() -> None:
    elapsed = Tie(1, 3, LinkType.FS, 1440, LagKind.ELAPSED)
    share = Tie(3, 2, LinkType.SS, 0, LagKind.SHARE, 0.5)
    found = expand([elapsed, share], PARENTS).ties
    assert {(tie.lag_kind, tie.lag_minutes, tie.lag_share) for tie in found} == {
        (LagKind.ELAPSED, 1440, 0.0),
        (LagKind.SHARE, 0, 0.5),
    }


def test_what_summaries_say_of_their_start_holds_for_all_below_them() -> None:
    parents = {1: None, 2: 1, 3: 2, 4: 1, 5: None}
    assert held_starts(parents, {1: day(3, 9), 2: day(5, 9)}) == {
        2: day(3, 9),
        3: day(5, 9),
        4: day(3, 9),
    }
    assert held_starts(parents, {}) == {}


def test_what_is_due_above_a_task_is_due_for_it() -> None:
    parents = {1: None, 2: 1, 3: 2, 4: 1, 5: None}
    assert due_dates(parents, {1: day(5, 18), 2: day(6, 18)}) == {
        2: day(5, 18),
        3: day(5, 18),
        4: day(5, 18),
    }


def test_a_share_of_a_summary_is_one_of_its_own_duration() -> None:
    """Two days and then three, beside a task of one: half of five days behind the last of them."""
    tasks = [Activity(11, 2 * DAY), Activity(12, 3 * DAY), Activity(13, DAY), Activity(3, DAY)]
    parents = {1: None, 11: 1, 12: 1, 13: 1, 3: None}
    half = Tie(1, 3, LinkType.FS, lag_kind=LagKind.SHARE, lag_share=0.5)
    ties = expand([Tie(11, 12), half], parents).ties
    assert {tie.whole for tie in ties[1:]} == {Whole((11, 12, 13))}
    rows = schedule(tasks, ties, STANDARD, START).activities
    assert rows[3].start == datetime(2026, 11, 11, 14)
    assert rows[12].total_float_minutes == 0
    assert rows[13].total_float_minutes == 4 * DAY


def test_a_share_behind_a_start_of_a_summary_counts_all_of_it() -> None:
    tasks = [Activity(11, 2 * DAY), Activity(12, 2 * DAY), Activity(3, DAY)]
    parents = {1: None, 11: 1, 12: 1, 3: None}
    half = Tie(1, 3, LinkType.SS, lag_kind=LagKind.SHARE, lag_share=0.5)
    rows = schedule(tasks, expand([Tie(11, 12), half], parents).ties, STANDARD, START).activities
    assert rows[3].start == day(4, 9)


def test_shares_of_summaries_that_follow_each_other_are_found_in_turn() -> None:
    """Each phase of two days starts a whole phase behind the one before: two days work, two lag."""
    count = 5
    tasks, parents, ties = [], {}, []
    for phase in range(count):
        parents[phase] = None
        for leaf in (10 * phase + 100, 10 * phase + 101):
            parents[leaf] = phase
            tasks.append(Activity(leaf, DAY))
        ties.append(Tie(10 * phase + 100, 10 * phase + 101))
        if phase:
            ties.append(Tie(phase - 1, phase, lag_kind=LagKind.SHARE, lag_share=1.0))
    rows = schedule(tasks, expand(ties, parents).ties, STANDARD, START).activities
    starts = [rows[10 * phase + 100].start for phase in range(count)]
    assert starts == [STANDARD.next_working(STANDARD.add(START, 4 * DAY * n)) for n in range(count)]
