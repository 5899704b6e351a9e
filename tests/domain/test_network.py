"""The schedule on small plans whose dates can be followed by hand.

Standard days: 09:00-12:00 and 13:00-18:00, Monday to Friday; 2 November 2026 is a Monday.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from pmo_desktop.domain.calendars import ROUND_THE_CLOCK_WEEK, STANDARD, Calendar
from pmo_desktop.domain.findings import Finding, FindingKind
from pmo_desktop.domain.network import Activity, Result, Tie, schedule
from pmo_desktop.domain.tasks import Constraint, LinkType

DAY = 480
FS, SS, FF, SF = LinkType.FS, LinkType.SS, LinkType.FF, LinkType.SF


def at(text: str) -> datetime:
    """`11-05 18:00`, in 2026."""
    return datetime.fromisoformat(f"2026-{text}")


START = at("11-02 09:00")


def plan(activities: list[Activity], ties: list[Tie], status: str = "") -> Result:
    return schedule(activities, ties, STANDARD, START, at(status) if status else None)


def dates(result: Result, activity: int) -> str:
    row = result.activities[activity]
    return f"{row.start:%m-%d %H:%M} - {row.finish:%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("kind", "lag", "expected"),
    [
        (FS, 0, "11-05 09:00 - 11-06 18:00"),
        (FS, DAY, "11-06 09:00 - 11-09 18:00"),
        (FS, -DAY, "11-04 09:00 - 11-05 18:00"),
        (FS, 180, "11-05 13:00 - 11-09 12:00"),
        (SS, 0, "11-02 09:00 - 11-03 18:00"),
        (SS, 2 * DAY, "11-04 09:00 - 11-05 18:00"),
        (FF, 0, "11-03 09:00 - 11-04 18:00"),
        (FF, DAY, "11-04 09:00 - 11-05 18:00"),
        (SF, 0, "11-02 09:00 - 11-03 18:00"),
        (SF, 4 * DAY, "11-04 09:00 - 11-05 18:00"),
    ],
)
def test_a_link_places_its_successor(kind: LinkType, lag: int, expected: str) -> None:
    """Three days' work, then two, tied by each type of link."""
    activities = [Activity(1, 3 * DAY), Activity(2, 2 * DAY)]
    assert dates(plan(activities, [Tie(1, 2, kind, lag)]), 2) == expected


def test_a_lead_does_not_pull_before_the_project_start() -> None:
    result = plan([Activity(1, DAY), Activity(2, DAY)], [Tie(1, 2, FS, -5 * DAY)])
    assert dates(result, 2) == "11-02 09:00 - 11-02 18:00"


def test_a_milestone_stands_at_its_predecessor_s_finish() -> None:
    result = plan([Activity(1, 5 * DAY), Activity(2, 0), Activity(3, DAY)], [Tie(1, 2), Tie(2, 3)])
    assert dates(result, 2) == "11-06 18:00 - 11-06 18:00"
    assert dates(result, 3) == "11-09 09:00 - 11-09 18:00"
    assert all(row.critical for row in result.activities.values())


def test_a_milestone_some_days_behind_stands_at_a_day_s_end() -> None:
    tasks = [Activity(1, DAY), Activity(2, 0), Activity(3, 0)]
    result = plan(tasks, [Tie(1, 2, FS, DAY), Tie(1, 3, SS, 2 * DAY)])
    assert dates(result, 2) == "11-03 18:00 - 11-03 18:00"
    assert dates(result, 3) == "11-03 18:00 - 11-03 18:00"


def test_a_milestone_with_nothing_before_it_stands_at_the_project_start() -> None:
    assert dates(plan([Activity(1, 0)], []), 1) == "11-02 09:00 - 11-02 09:00"
    assert dates(plan([Activity(1, 0), Activity(2, DAY)], [Tie(2, 1, SS)]), 1) == (
        "11-02 09:00 - 11-02 09:00"
    )


def test_floats_of_two_ways_to_one_end() -> None:
    """A - B - D takes nine days, A - C - D six: C has three days, all of them free."""
    activities = [Activity(1, 2 * DAY), Activity(2, 5 * DAY), Activity(3, 2 * DAY),
                  Activity(4, 2 * DAY)]  # fmt: skip
    result = plan(activities, [Tie(1, 2), Tie(1, 3), Tie(2, 4), Tie(3, 4)])
    rows = result.activities
    assert [rows[n].total_float_minutes for n in (1, 2, 3, 4)] == [0, 0, 3 * DAY, 0]
    assert [rows[n].free_float_minutes for n in (1, 2, 3, 4)] == [0, 0, 3 * DAY, 0]
    assert [rows[n].critical for n in (1, 2, 3, 4)] == [True, True, False, True]
    assert (rows[3].late_start, rows[3].late_finish) == (at("11-09 09:00"), at("11-10 18:00"))
    assert [rows[n].driver for n in (1, 2, 3, 4)] == [None, 1, 1, 2]
    assert result.finish == at("11-12 18:00")


def test_the_float_of_a_chain_is_shared_but_free_only_at_its_end() -> None:
    activities = [Activity(1, DAY), Activity(2, DAY), Activity(3, 5 * DAY)]
    rows = plan(activities, [Tie(1, 2)]).activities
    assert [rows[n].total_float_minutes for n in (1, 2)] == [3 * DAY, 3 * DAY]
    assert [rows[n].free_float_minutes for n in (1, 2)] == [0, 3 * DAY]


def test_constraints_hold_the_start_or_the_finish() -> None:
    held = Activity(1, 2 * DAY, constraint=Constraint.SNET, constraint_date=at("11-10 09:00"))
    assert dates(plan([held], []), 1) == "11-10 09:00 - 11-11 18:00"
    held = Activity(1, 2 * DAY, constraint=Constraint.FNET, constraint_date=at("11-10 18:00"))
    assert dates(plan([held], []), 1) == "11-09 09:00 - 11-10 18:00"


def test_a_project_that_starts_on_a_day_off_starts_on_the_next_working_day() -> None:
    result = schedule([Activity(1, DAY), Activity(2, 0)], [], STANDARD, at("10-31 09:00"))
    assert dates(result, 1) == "11-02 09:00 - 11-02 18:00"
    assert dates(result, 2) == "11-02 09:00 - 11-02 09:00"


def fixed(number: int, start: str, finish: str, days: float = 1, **more: object) -> Activity:
    return Activity(number, int(days * DAY), fixed=True, start=at(start), finish=at(finish), **more)  # type: ignore[arg-type]


def test_a_fixed_task_keeps_its_dates_and_the_clash_is_told() -> None:
    late = fixed(2, "11-03 09:00", "11-04 18:00", 2)
    result = plan([Activity(1, 3 * DAY), late, Activity(3, DAY)], [Tie(1, 2), Tie(2, 3)])
    assert dates(result, 2) == "11-03 09:00 - 11-04 18:00"
    assert dates(result, 3) == "11-05 09:00 - 11-05 18:00"
    assert result.findings == (Finding(FindingKind.CLASH, (1, 2), 2 * DAY, FS, 0),)
    rows = result.activities
    assert rows[1].total_float_minutes == -2 * DAY
    assert rows[1].critical
    assert rows[2].total_float_minutes == 0


def test_a_fixed_task_on_a_day_off_keeps_it() -> None:
    result = plan([fixed(1, "11-07 09:00", "11-08 18:00"), Activity(2, DAY)], [Tie(1, 2)])
    assert dates(result, 1) == "11-07 09:00 - 11-08 18:00"
    assert dates(result, 2) == "11-09 09:00 - 11-09 18:00"
    assert result.findings == ()


def test_a_fixed_task_with_one_date_gets_the_other_by_its_duration() -> None:
    by_start = Activity(1, 2 * DAY, fixed=True, start=at("11-05 09:00"))
    by_finish = Activity(2, 2 * DAY, fixed=True, finish=at("11-09 18:00"))
    result = plan([by_start, by_finish], [])
    assert dates(result, 1) == "11-05 09:00 - 11-06 18:00"
    assert dates(result, 2) == "11-06 09:00 - 11-09 18:00"


def test_a_fixed_task_without_dates_is_placed_by_its_links() -> None:
    result = plan([Activity(1, DAY), Activity(2, DAY, fixed=True)], [Tie(1, 2)])
    assert dates(result, 2) == "11-03 09:00 - 11-03 18:00"


def test_a_fixed_task_floats_to_the_project_s_finish() -> None:
    result = plan([fixed(1, "11-03 09:00", "11-03 18:00"), Activity(2, 5 * DAY)], [])
    assert result.activities[1].total_float_minutes == 3 * DAY


def test_the_dates_of_a_fixed_task_say_how_long_it_takes() -> None:
    """Three days by its dates, one by its duration: what precedes it has three days less."""
    longer = fixed(2, "11-03 09:00", "11-05 18:00", days=1)
    result = plan([Activity(1, DAY), longer, Activity(3, 10 * DAY)], [Tie(1, 2)])
    assert result.activities[1].total_float_minutes == 6 * DAY
    assert result.activities[2].late_start == at("11-11 09:00")


def test_dates_the_wrong_way_round_are_told() -> None:
    result = plan([fixed(1, "11-05 09:00", "11-03 18:00")], [])
    assert result.findings == (Finding(FindingKind.REVERSED, (1,)),)


def test_what_is_finished_keeps_its_actual_dates_and_is_not_critical() -> None:
    done = Activity(1, 2 * DAY, actual_start=at("11-03 09:00"), actual_finish=at("11-05 18:00"))
    result = plan([done, Activity(2, DAY)], [Tie(1, 2)], "11-05 18:00")
    assert dates(result, 1) == "11-03 09:00 - 11-05 18:00"
    assert dates(result, 2) == "11-06 09:00 - 11-06 18:00"
    assert not result.activities[1].critical
    assert result.activities[2].critical


def test_what_is_complete_without_actual_dates_keeps_its_planned_ones() -> None:
    done = Activity(1, DAY, start=at("11-02 09:00"), finish=at("11-02 18:00"), percent_complete=1.0)
    assert dates(plan([done], [], "11-20 18:00"), 1) == "11-02 09:00 - 11-02 18:00"


def test_what_is_complete_without_any_dates_lies_at_the_project_start() -> None:
    result = plan([Activity(1, 2 * DAY, percent_complete=1.0)], [], "11-20 18:00")
    assert dates(result, 1) == "11-02 09:00 - 11-03 18:00"


def test_the_rest_of_a_started_task_waits_for_the_status_date() -> None:
    """Half of four days is left on Thursday evening: Friday and Monday."""
    running = Activity(1, 4 * DAY, actual_start=at("11-02 09:00"), percent_complete=0.5)
    assert dates(plan([running], [], "11-05 18:00"), 1) == "11-02 09:00 - 11-09 18:00"


def test_a_started_task_that_is_ahead_finishes_sooner() -> None:
    running = Activity(1, 10 * DAY, actual_start=at("11-02 09:00"), percent_complete=0.9)
    assert dates(plan([running], [], "11-03 18:00"), 1) == "11-02 09:00 - 11-04 18:00"


def test_the_rest_of_a_started_task_waits_for_its_predecessors() -> None:
    """Retained logic: begun out of sequence, it cannot be finished before what it needs is."""
    running = Activity(2, 2 * DAY, actual_start=at("11-02 09:00"), percent_complete=0.5)
    result = plan([Activity(1, 4 * DAY), running], [Tie(1, 2)], "11-02 18:00")
    assert dates(result, 1) == "11-03 09:00 - 11-06 18:00"
    assert dates(result, 2) == "11-02 09:00 - 11-09 18:00"
    assert result.findings == (Finding(FindingKind.OUT_OF_SEQUENCE, (1, 2), 5 * DAY, FS, 0),)
    assert result.activities[1].total_float_minutes == 0


def test_without_a_status_date_a_started_task_takes_its_duration() -> None:
    running = Activity(1, 4 * DAY, actual_start=at("11-04 09:00"), percent_complete=0.25)
    assert dates(plan([running], []), 1) == "11-04 09:00 - 11-09 18:00"


def test_a_started_task_without_an_actual_start_began_as_planned() -> None:
    running = Activity(1, 2 * DAY, start=at("11-04 09:00"), percent_complete=0.5)
    assert dates(plan([running], [], "11-04 18:00"), 1) == "11-04 09:00 - 11-05 18:00"
    running = Activity(1, 2 * DAY, percent_complete=0.5)
    assert dates(plan([running], [], "11-04 18:00"), 1) == "11-02 09:00 - 11-05 18:00"


def test_a_task_that_is_almost_done_still_has_a_minute() -> None:
    running = Activity(1, DAY, actual_start=START, percent_complete=0.9999)
    assert dates(plan([running], [], "11-02 18:00"), 1) == "11-02 09:00 - 11-03 09:01"


def test_an_unstarted_task_waits_for_the_status_date() -> None:
    result = plan([Activity(1, DAY), Activity(2, 0)], [], "11-05 18:00")
    assert dates(result, 1) == "11-06 09:00 - 11-06 18:00"
    assert dates(result, 2) == "11-06 09:00 - 11-06 09:00"


def test_a_milestone_that_was_reached_stays_where_it_was() -> None:
    reached = Activity(1, 0, actual_start=at("11-03 18:00"))
    assert reached.is_finished
    assert dates(plan([reached], [], "11-09 18:00"), 1) == "11-03 18:00 - 11-03 18:00"


def test_a_link_into_what_is_finished_binds_nobody() -> None:
    done = Activity(2, DAY, actual_start=START, actual_finish=at("11-02 18:00"))
    result = plan([Activity(1, DAY), done, Activity(3, 9 * DAY)], [Tie(1, 2)], "11-02 18:00")
    assert result.activities[1].total_float_minutes == 8 * DAY


def test_a_link_from_the_start_of_what_has_begun_binds_nobody() -> None:
    """The finish of a running task is free, though another task hangs on its start."""
    running = Activity(1, 2 * DAY, actual_start=START, percent_complete=0.5)
    tasks = [running, Activity(2, 5 * DAY), Activity(3, 9 * DAY)]
    result = plan(tasks, [Tie(1, 2, SS)], "11-02 18:00")
    assert result.activities[1].total_float_minutes == 8 * DAY
    assert result.activities[1].free_float_minutes == 8 * DAY
    not_begun = plan([Activity(1, DAY), *tasks[1:]], [Tie(1, 2, SS)], "11-02 18:00")
    assert not_begun.activities[1].total_float_minutes == 4 * DAY


def test_a_deadline_moves_nothing_but_bounds_the_float() -> None:
    tasks = [Activity(1, 3 * DAY, deadline=at("11-03 18:00")), Activity(2, 5 * DAY)]
    result = plan(tasks, [])
    assert dates(result, 1) == "11-02 09:00 - 11-04 18:00"
    assert result.activities[1].total_float_minutes == -DAY
    assert result.activities[1].critical
    assert result.findings == (Finding(FindingKind.DEADLINE, (1,), DAY),)
    kept = Activity(1, 3 * DAY, deadline=at("11-05 18:00"))
    result = plan([kept, Activity(2, 5 * DAY)], [])
    assert result.activities[1].total_float_minutes == DAY
    assert not result.findings


def test_each_project_has_its_own_finish() -> None:
    tasks = [Activity(1, DAY, project=7), Activity(2, 5 * DAY, project=8)]
    result = plan(tasks, [])
    assert result.finishes == {7: at("11-02 18:00"), 8: at("11-06 18:00")}
    assert [row.total_float_minutes for row in result.activities.values()] == [0, 0]


def test_each_task_can_have_its_own_earliest_start() -> None:
    result = plan([Activity(1, DAY, not_before=at("11-11 09:00")), Activity(2, DAY)], [])
    assert dates(result, 1) == "11-11 09:00 - 11-11 18:00"
    assert dates(result, 2) == "11-02 09:00 - 11-02 18:00"


def test_tasks_can_have_calendars_of_their_own() -> None:
    """Pouring goes on through the weekend, and drying with it; painting waits for Monday."""
    always = Calendar.from_text(ROUND_THE_CLOCK_WEEK)
    tasks = [Activity(1, 5 * DAY), Activity(2, 1440, calendar=1), Activity(3, DAY)]
    result = schedule(tasks, [Tie(1, 2), Tie(2, 3)], [STANDARD, always], START)
    assert dates(result, 2) == "11-06 18:00 - 11-07 18:00"
    assert dates(result, 3) == "11-09 09:00 - 11-09 18:00"
    assert result.activities[2].total_float_minutes == 24 * 60 + 15 * 60


SATURDAYS = Calendar.from_text(";;;;;10:00-14:00;")


def test_a_start_that_must_lie_before_a_saturday_has_its_last_minute_on_friday() -> None:
    """The test on Saturday may begin once the work has begun; the report follows the test."""
    tasks = [Activity(1, 60), Activity(2, 240, calendar=1), Activity(3, 9 * DAY)]
    result = schedule(tasks, [Tie(1, 2, SS), Tie(2, 3)], [STANDARD, SATURDAYS], START)
    assert dates(result, 2) == "11-07 10:00 - 11-07 14:00"
    assert result.activities[1].late_start == at("11-06 17:59")
    assert result.activities[1].late_finish == at("11-09 09:59")


def test_what_a_milestone_follows_at_a_distance_may_take_the_night_as_well() -> None:
    """A working day behind Monday's end and behind Tuesday's beginning is Tuesday's end."""
    always = Calendar.from_text(ROUND_THE_CLOCK_WEEK)
    tasks = [Activity(1, 9 * 60, calendar=1), Activity(2, 0)]
    result = schedule(tasks, [Tie(1, 2, FS, DAY)], [STANDARD, always], START)
    assert dates(result, 1) == "11-02 09:00 - 11-02 18:00"
    assert dates(result, 2) == "11-03 18:00 - 11-03 18:00"
    assert result.activities[1].late_finish == at("11-03 09:00")
    assert result.activities[1].total_float_minutes == 15 * 60


def test_a_loop_is_named_and_all_else_is_still_computed() -> None:
    tasks = [
        Activity(1, DAY),
        Activity(2, DAY, start=at("11-05 09:00"), finish=at("11-05 18:00")),
        Activity(3, DAY, start=at("11-06 09:00"), finish=at("11-06 18:00")),
        Activity(4, DAY),
        Activity(5, DAY, start=at("11-10 09:00")),
        Activity(6, 2 * DAY),
    ]
    ties = [Tie(1, 2), Tie(2, 3), Tie(3, 4), Tie(4, 2), Tie(4, 5), Tie(1, 6)]
    result = plan(tasks, ties)
    assert result.loops == ((2, 3, 4),)
    assert Finding(FindingKind.LOOP, (2, 3, 4)) in result.findings
    assert dates(result, 2) == "11-05 09:00 - 11-05 18:00"
    assert dates(result, 4) == "11-02 09:00 - 11-02 18:00"
    assert dates(result, 5) == "11-10 09:00 - 11-10 18:00"
    assert result.activities[5].total_float_minutes is None
    assert not result.activities[5].critical
    assert dates(result, 6) == "11-03 09:00 - 11-04 18:00"
    assert result.activities[6].total_float_minutes is not None


def test_a_task_that_follows_itself_is_a_loop() -> None:
    assert plan([Activity(1, DAY)], [Tie(1, 1)]).loops == ((1,),)


def test_two_tangles_are_two_loops() -> None:
    tasks = [Activity(number, DAY) for number in range(6)]
    ties = [Tie(0, 1), Tie(1, 0), Tie(1, 2), Tie(3, 4), Tie(4, 5), Tie(5, 3), Tie(2, 3)]
    assert plan(tasks, ties).loops == ((0, 1), (3, 4, 5))


def test_a_chain_of_a_hundred_thousand_is_no_matter() -> None:
    count = 100_000
    tasks = [Activity(number, 1) for number in range(count)]
    ties = [Tie(number - 1, number) for number in range(1, count)]
    result = plan(tasks, ties)
    assert result.activities[count - 1].finish == STANDARD.add(START, count)
    assert all(row.critical for row in result.activities.values())
    circle = plan(tasks, [*ties, Tie(count - 1, 0)])
    assert circle.loops == (tuple(range(count)),)


def test_dates_that_leave_the_calendar_are_told() -> None:
    result = plan([Activity(1, 10**10), Activity(2, DAY)], [Tie(1, 2)])
    assert result.activities[2].finish.year == 9999
    assert [finding.kind for finding in result.findings] == [FindingKind.BEYOND] * 2


def test_an_empty_plan_has_no_finish() -> None:
    result = plan([], [])
    assert result.activities == {}
    assert result.finish is None


@pytest.mark.parametrize(
    ("activities", "ties"),
    [
        ([Activity(1, DAY), Activity(1, DAY)], []),
        ([Activity(1, -1)], []),
        ([Activity(1, DAY)], [Tie(1, 2)]),
    ],
)
def test_what_makes_no_network_is_refused(activities: list[Activity], ties: list[Tie]) -> None:
    with pytest.raises(ValueError, match="activity"):
        plan(activities, ties)
