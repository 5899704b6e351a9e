"""Every rule of the schedule on a plan of a few tasks, to be followed by hand.

Standard days: 09:00-12:00 and 13:00-18:00, Monday to Friday; 2 November 2026 is a Monday.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from pmo_desktop.domain.activities import Activity, Result, Tie
from pmo_desktop.domain.calendars import STANDARD
from pmo_desktop.domain.findings import Finding, FindingKind
from pmo_desktop.domain.network import place, schedule
from pmo_desktop.domain.tasks import Constraint, LagKind, LinkType, ProgressRule

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


def held(constraint: Constraint, date: str, *, honoured: bool = True) -> Activity:
    """Two days behind three of another task."""
    return Activity(
        2, 2 * DAY, constraint=constraint, constraint_date=at(date), honours_constraint=honoured
    )


@pytest.mark.parametrize(
    ("constraint", "date", "expected", "free"),
    [
        (Constraint.SNET, "11-09 09:00", "11-09 09:00 - 11-10 18:00", 0),
        (Constraint.SNET, "11-03 09:00", "11-05 09:00 - 11-06 18:00", 0),
        (Constraint.FNET, "11-10 18:00", "11-09 09:00 - 11-10 18:00", 0),
        (Constraint.SNLT, "11-06 09:00", "11-05 09:00 - 11-06 18:00", DAY),
        (Constraint.SNLT, "11-04 09:00", "11-04 09:00 - 11-05 18:00", -DAY),
        (Constraint.FNLT, "11-09 18:00", "11-05 09:00 - 11-06 18:00", DAY),
        (Constraint.FNLT, "11-04 18:00", "11-03 09:00 - 11-04 18:00", -2 * DAY),
        (Constraint.MSO, "11-09 09:00", "11-09 09:00 - 11-10 18:00", 0),
        (Constraint.MSO, "11-04 09:00", "11-04 09:00 - 11-05 18:00", -DAY),
        (Constraint.MFO, "11-10 18:00", "11-09 09:00 - 11-10 18:00", 0),
        (Constraint.MFO, "11-05 18:00", "11-04 09:00 - 11-05 18:00", -DAY),
    ],
)
def test_a_date_wins_over_links_where_constraints_are_honoured(
    constraint: Constraint, date: str, expected: str, free: int
) -> None:
    """`free` is the float that the constraint leaves in a project that ends much later."""
    tasks = [Activity(1, 3 * DAY), held(constraint, date), Activity(3, 20 * DAY)]
    result = plan(tasks, [Tie(1, 2)])
    assert dates(result, 2) == expected
    if constraint not in (Constraint.SNET, Constraint.FNET):
        assert result.activities[2].total_float_minutes == free
    if free < 0:
        assert result.activities[1].total_float_minutes == free
        assert result.activities[2].critical
        assert result.findings == (Finding(FindingKind.CLASH, (1, 2), -free, FS),)
    else:
        assert not result.findings


@pytest.mark.parametrize(
    ("constraint", "date"),
    [
        (Constraint.SNLT, "11-04 09:00"),
        (Constraint.FNLT, "11-05 18:00"),
        (Constraint.MSO, "11-04 09:00"),
        (Constraint.MFO, "11-05 18:00"),
    ],
)
def test_links_win_where_constraints_are_not_honoured_and_the_float_tells(
    constraint: Constraint, date: str
) -> None:
    tasks = [Activity(1, 3 * DAY), held(constraint, date, honoured=False)]
    result = plan(tasks, [Tie(1, 2)])
    assert dates(result, 2) == "11-05 09:00 - 11-06 18:00"
    assert [row.total_float_minutes for row in result.activities.values()] == [-DAY, -DAY]
    assert result.findings == (Finding(FindingKind.CONSTRAINT, (2,), DAY),)


def test_a_date_before_the_project_starts_takes_its_place() -> None:
    """As Microsoft Project does it; the status date still holds."""
    early = Activity(1, DAY, constraint=Constraint.SNET, constraint_date=at("10-28 09:00"))
    assert dates(plan([early], []), 1) == "10-28 09:00 - 10-28 18:00"
    assert dates(plan([early], [], "11-04 00:00"), 1) == "11-04 09:00 - 11-04 18:00"


def test_a_milestone_keeps_to_its_constraint_s_instant() -> None:
    stone = Activity(2, 0, constraint=Constraint.MFO, constraint_date=at("11-03 18:00"))
    result = plan([Activity(1, 3 * DAY), stone], [Tie(1, 2)])
    assert dates(result, 2) == "11-03 18:00 - 11-03 18:00"
    assert result.activities[2].total_float_minutes == -DAY
    assert result.findings == (Finding(FindingKind.CLASH, (1, 2), DAY, FS),)


def test_what_is_to_be_late_takes_all_its_float_and_pushes_what_follows() -> None:
    """The first has nine days to the finish; what follows it as soon as possible follows it."""
    tasks = [
        Activity(1, DAY, constraint=Constraint.ALAP),
        Activity(2, DAY),
        Activity(3, 10 * DAY),
        Activity(4, DAY, constraint=Constraint.ALAP),
    ]
    result = plan(tasks, [Tie(1, 2), Tie(4, 1)])
    assert dates(result, 4) == "11-11 09:00 - 11-11 18:00"
    assert dates(result, 1) == "11-12 09:00 - 11-12 18:00"
    assert dates(result, 2) == "11-13 09:00 - 11-13 18:00"
    assert [row.total_float_minutes for row in result.activities.values()] == [0, 0, 0, 0]
    assert place(tasks, [Tie(1, 2), Tie(4, 1)], STANDARD, START)[1].start == at("11-12 09:00")


def test_a_deadline_stops_what_is_to_be_late() -> None:
    late = Activity(1, DAY, constraint=Constraint.ALAP, deadline=at("11-05 18:00"))
    assert dates(plan([late, Activity(2, 10 * DAY)], []), 1) == "11-05 09:00 - 11-05 18:00"


def test_an_elapsed_duration_runs_through_the_weekend() -> None:
    """Poured on Friday, dry on Monday evening."""
    tasks = [Activity(1, 5 * DAY), Activity(2, 3 * 1440, elapsed=True), Activity(3, DAY)]
    result = plan(tasks, [Tie(1, 2), Tie(2, 3)])
    assert dates(result, 2) == "11-06 18:00 - 11-09 18:00"
    assert dates(result, 3) == "11-10 09:00 - 11-10 18:00"
    assert all(row.critical for row in result.activities.values())


def test_an_elapsed_lag_counts_nights_and_days_off() -> None:
    tasks = [Activity(1, 5 * DAY), Activity(2, DAY), Activity(3, 0)]
    lag = {"lag_minutes": 3 * 1440, "lag_kind": LagKind.ELAPSED}
    result = plan(tasks, [Tie(1, 2, **lag), Tie(1, 3, **lag)])  # type: ignore[arg-type]
    assert dates(result, 2) == "11-10 09:00 - 11-10 18:00"
    assert dates(result, 3) == "11-09 18:00 - 11-09 18:00"
    back = {"lag_minutes": -1440, "lag_kind": LagKind.ELAPSED}
    result = plan(tasks, [Tie(1, 2, **back)])  # type: ignore[arg-type]
    assert dates(result, 2) == "11-06 09:00 - 11-06 18:00"


@pytest.mark.parametrize(
    ("kind", "share", "expected"),
    [(SS, 0.5, "11-06 09:00"), (SS, 1.0, "11-12 09:00"), (FS, -0.25, "11-10 09:00")],
)
def test_a_share_is_a_lag_as_long_as_part_of_the_predecessor(
    kind: LinkType, share: float, expected: str
) -> None:
    tie = Tie(1, 2, kind, lag_kind=LagKind.SHARE, lag_share=share)
    result = plan([Activity(1, 8 * DAY), Activity(2, DAY)], [tie])
    assert result.activities[2].start == at(expected)


def test_the_gaps_of_a_split_task_are_kept() -> None:
    """A day's work, two days' gap, two more days."""
    result = plan([Activity(1, 3 * DAY, gaps=((DAY, 2 * DAY),)), Activity(2, DAY)], [Tie(1, 2)])
    assert dates(result, 1) == "11-02 09:00 - 11-06 18:00"
    assert dates(result, 2) == "11-09 09:00 - 11-09 18:00"


def test_a_gap_that_lies_behind_what_is_done_is_over() -> None:
    running = Activity(
        1, 4 * DAY, gaps=((DAY, DAY), (3 * DAY, DAY)), actual_start=START, percent_complete=0.5
    )
    assert dates(plan([running], [], "11-05 00:00"), 1) == "11-02 09:00 - 11-09 18:00"
    assert dates(plan([running], []), 1) == "11-02 09:00 - 11-09 18:00"


def test_work_goes_on_where_it_is_to_resume() -> None:
    running = Activity(
        1, 2 * DAY, actual_start=START, percent_complete=0.5, resume=at("11-09 09:00")
    )
    assert dates(plan([running], [], "11-04 00:00"), 1) == "11-02 09:00 - 11-09 18:00"


def test_with_progress_override_what_was_begun_too_early_goes_on() -> None:
    """It does not wait for what it follows, but for what holds its finish."""

    def running(rule: ProgressRule) -> Activity:
        return Activity(2, 2 * DAY, actual_start=START, percent_complete=0.5, progress_rule=rule)

    before = Activity(1, 4 * DAY)
    for rule, expected in (
        (ProgressRule.RETAINED, "11-02 09:00 - 11-09 18:00"),
        (ProgressRule.OVERRIDE, "11-02 09:00 - 11-03 18:00"),
    ):
        result = plan([before, running(rule)], [Tie(1, 2)], "11-03 00:00")
        assert dates(result, 2) == expected
        assert result.findings[0].kind is FindingKind.OUT_OF_SEQUENCE
    finish_tie = plan([before, running(ProgressRule.OVERRIDE)], [Tie(1, 2, FF)], "11-03 00:00")
    assert dates(finish_tie, 2) == "11-02 09:00 - 11-06 18:00"


def test_what_is_inactive_is_not_there() -> None:
    tasks = [Activity(1, DAY), Activity(2, 5 * DAY, active=False), Activity(3, DAY)]
    result = plan(tasks, [Tie(1, 2), Tie(2, 3)])
    assert list(result.activities) == [1, 3]
    assert dates(result, 3) == "11-02 09:00 - 11-02 18:00"
    assert list(place(tasks, [Tie(1, 2), Tie(2, 3)], STANDARD, START)) == [1, 3]


def test_each_project_has_its_own_start_and_status_date() -> None:
    """A link between two projects holds across them."""
    tasks = [
        Activity(1, DAY, project=1, status=at("11-05 00:00")),
        Activity(2, DAY, project=2, not_before=at("11-04 09:00")),
        Activity(3, DAY, project=2, not_before=at("11-04 09:00")),
    ]
    result = plan(tasks, [Tie(1, 3)])
    assert dates(result, 1) == "11-05 09:00 - 11-05 18:00"
    assert dates(result, 2) == "11-04 09:00 - 11-04 18:00"
    assert dates(result, 3) == "11-06 09:00 - 11-06 18:00"
    assert result.activities[2].total_float_minutes == 2 * DAY


def test_from_its_finish_a_project_lies_as_late_as_it_may() -> None:
    """Five days to Friday the 13th: the short way waits, and has its float to be earlier."""
    tasks = [
        Activity(n, days * DAY, backwards=True, not_after=at("11-13 18:00"))
        for n, days in ((1, 1), (2, 3), (3, 1), (4, 1))
    ]
    result = plan(tasks, [Tie(1, 2), Tie(1, 3), Tie(2, 4), Tie(3, 4)])
    assert dates(result, 1) == "11-09 09:00 - 11-09 18:00"
    assert dates(result, 2) == "11-10 09:00 - 11-12 18:00"
    assert dates(result, 3) == "11-12 09:00 - 11-12 18:00"
    assert dates(result, 4) == "11-13 09:00 - 11-13 18:00"
    assert [row.total_float_minutes for row in result.activities.values()] == [0, 0, 2 * DAY, 0]
    assert [row.critical for row in result.activities.values()] == [True, True, False, True]
    assert result.finish == at("11-13 18:00")


def test_from_its_finish_without_a_date_it_ends_where_it_would_from_its_start() -> None:
    tasks = [Activity(1, 5 * DAY, backwards=True), Activity(2, DAY, backwards=True)]
    result = plan(tasks, [])
    assert dates(result, 1) == "11-02 09:00 - 11-06 18:00"
    assert dates(result, 2) == "11-06 09:00 - 11-06 18:00"


def test_what_follows_a_project_that_is_scheduled_from_its_finish_starts_behind_it() -> None:
    tasks = [
        Activity(1, DAY, project=1, backwards=True, not_after=at("11-13 18:00")),
        Activity(2, DAY, project=2),
    ]
    result = plan(tasks, [Tie(1, 2)])
    assert dates(result, 1) == "11-13 09:00 - 11-13 18:00"
    assert dates(result, 2) == "11-16 09:00 - 11-16 18:00"
    assert result.finishes == {1: at("11-13 18:00"), 2: at("11-16 18:00")}
