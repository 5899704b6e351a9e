"""Levelling small plans that can be reckoned by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from pmo_desktop.bench.levelled import instance, portfolio
from pmo_desktop.domain.activities import Tie
from pmo_desktop.domain.calendars import STANDARD, Calendar
from pmo_desktop.domain.levelling.explaining import MoveReason, UnsolvedReason
from pmo_desktop.domain.levelling.objective import Objective
from pmo_desktop.domain.levelling.plan import Plan
from pmo_desktop.domain.levelling.problem import Job, Need, Problem, Project, Resource
from pmo_desktop.domain.levelling.resources import HORIZONS
from pmo_desktop.domain.levelling.search import level
from pmo_desktop.domain.timeline import instant_of, moment_of
from pmo_desktop.progress import Cancelled, Progress

MONDAY = instant_of(datetime(2026, 11, 2, 9))
DAY = 480
ANA = 7


def job(number: int, days: int, project: int = 1, **more: object) -> Job:
    needs = (Need(ANA, 100),)
    return Job(number, project, days * DAY, needs=needs, release=MONDAY, **more)  # type: ignore[arg-type]


def problem(*jobs: Job, ties: tuple[Tie, ...] = (), capacity: int = 100) -> Problem:
    projects = Project(1, priority=1), Project(2, priority=2)
    return Problem(jobs, ties, [STANDARD], [Resource(ANA, ((0, capacity),))], projects)


def test_who_is_needed_twice_does_the_more_important_project_first() -> None:
    found = level(problem(job(1, 2, project=2), job(2, 1, project=1)))
    first = found.first
    assert moment_of(first.starts[2]) == datetime(2026, 11, 2, 9)
    assert moment_of(first.starts[1]) == datetime(2026, 11, 3, 9)
    assert moment_of(first.finishes[1]) == datetime(2026, 11, 4, 18)
    assert not found.unsolved


def test_what_was_moved_names_whom_it_waits_for_and_what_took_the_room() -> None:
    found = level(
        problem(job(1, 2, project=2), job(2, 1), job(3, 1, project=2), ties=(Tie(1, 3),)),
        schedules=1,
    )
    moved = found.why
    assert moved[1] == (1, DAY, MoveReason.ROOM, ANA, (2,))
    assert moved[3] == (3, DAY, MoveReason.LINK, None, (1,))
    assert 2 not in moved


def test_a_need_beyond_all_there_is_takes_what_there_is_and_is_told() -> None:
    found = level(problem(job(1, 1), capacity=50))
    assert moment_of(found.plan.finishes[1]) == datetime(2026, 11, 2, 18)
    [told] = found.unsolved
    assert (told.job, told.resource, told.reason) == (1, ANA, UnsolvedReason.TOO_MUCH)
    assert told.params == {"needed": 100, "greatest": 50}


def test_a_date_that_must_hold_goes_before_priority_when_it_is_searched() -> None:
    wanted = MONDAY + 9 * 60  # the end of that day
    found = level(problem(job(1, 2, project=1), job(2, 1, project=2, latest=wanted)))
    assert found.first.finishes[2] > wanted
    assert found.plan.finishes[2] == wanted
    assert not found.unsolved


def test_a_date_that_cannot_hold_is_told() -> None:
    found = level(problem(job(1, 2, latest=MONDAY + 9 * 60)))
    [told] = found.unsolved
    assert (told.job, told.reason, told.params) == (1, UnsolvedReason.LATE, {"minutes": DAY})


def test_what_is_pinned_stays_and_the_others_go_around_it() -> None:
    tuesday = instant_of(datetime(2026, 11, 3, 9))
    found = level(problem(job(1, 2), job(2, 1, project=2, pinned=tuesday)))
    assert found.plan.starts[2] == tuesday
    assert moment_of(found.plan.starts[1]) == datetime(2026, 11, 4, 9)


def test_pinned_jobs_that_take_too_much_together_are_told() -> None:
    found = level(problem(job(1, 2, pinned=MONDAY), job(2, 1, pinned=MONDAY)))
    told = {(one.job, one.reason, one.params["minutes"]) for one in found.unsolved}
    assert told == {(1, UnsolvedReason.OVERLOAD, DAY), (2, UnsolvedReason.OVERLOAD, DAY)}


def test_who_leaves_in_the_midst_takes_what_fits_before() -> None:
    leaves = MONDAY + 9 * 60
    jobs = job(1, 1), job(2, 1, project=2)
    gone = Problem(jobs, (), [STANDARD], [Resource(ANA, ((0, 100), (leaves, 0)))])
    found = level(gone)
    [told] = found.unsolved
    assert (told.resource, told.reason) == (ANA, UnsolvedReason.NO_ROOM)
    assert found.plan.starts[1] == MONDAY


def test_links_in_a_circle_are_told_and_do_not_stop_anything() -> None:
    found = level(problem(job(1, 1), job(2, 1), ties=(Tie(1, 2), Tie(2, 1))))
    assert {one.reason for one in found.unsolved} == {UnsolvedReason.LOOP}
    assert len(set(found.plan.starts.values())) == 2


def test_nothing_to_level_is_a_plan() -> None:
    found = level(Problem(()))
    assert found.plan.starts == {}
    assert found.unsolved == ()


def test_stopping_hands_out_the_best_so_far() -> None:
    def stop(progress: Progress) -> None:
        raise Cancelled(progress.text)

    handed: list[Plan] = []
    found = level(instance(10), seconds=60, report=stop, better=handed.append)
    assert found.stopped
    assert handed[-1] == found.plan
    assert found.plan.cost(Objective.MAKESPAN) <= found.first.cost(Objective.MAKESPAN)


def test_the_time_is_kept() -> None:
    assert level(instance(10), seconds=0).schedules <= 2


def test_projects_that_are_late_are_late_by_less() -> None:
    problem = portfolio(2)
    found = level(problem, Objective.TARDINESS, schedules=200)
    assert found.plan.cost(Objective.TARDINESS) < found.first.cost(Objective.TARDINESS)


def test_what_is_asked_for_at_first_leaves_the_rest_to_others() -> None:
    rising = replace(job(1, 2), needs=(Need(ANA, 100, 0, DAY), Need(ANA, 40, DAY, 2 * DAY)))
    other = replace(job(2, 1, project=2), needs=(Need(ANA, 60),))
    found = level(problem(rising, other))
    assert (moment_of(found.plan.starts[1]).day, moment_of(found.plan.starts[2]).day) == (2, 3)
    assert not found.unsolved


def test_needs_of_one_resource_that_meet_add_up() -> None:
    twice = replace(job(1, 1), needs=(Need(ANA, 60), Need(ANA, 40, 0, 60)))
    other = replace(job(2, 1, project=2), needs=(Need(ANA, 40),))
    found = level(problem(twice, other), schedules=1)
    assert moment_of(found.plan.starts[2]) == datetime(2026, 11, 2, 10)


SIX_DAYS = Calendar.from_text("09:00-12:00,13:00-18:00;" * 6)


def six_days(*jobs: Job) -> Problem:
    """Jobs in a week of six days for somebody who works five of them."""
    ana = Resource(ANA, ((0, 100),), 1)
    return replace(problem(*jobs), calendars=[SIX_DAYS, STANDARD], resources=[ana])


def test_what_takes_longer_than_a_common_week_is_worked_on_days_off_and_told() -> None:
    found = level(six_days(job(1, 8), job(2, 2, project=2)), schedules=1)
    assert moment_of(found.plan.starts[1]) == datetime(2026, 11, 2, 9)
    assert moment_of(found.plan.finishes[1]) == datetime(2026, 11, 10, 18)
    assert moment_of(found.plan.starts[2]) == datetime(2026, 11, 11, 9)
    assert [(one.job, one.reason) for one in found.unsolved] == [(1, UnsolvedReason.OUTSIDE)]


def test_what_fits_into_a_common_week_waits_for_the_next() -> None:
    friday = MONDAY + 4 * 1440
    found = level(six_days(replace(job(1, 2), release=friday)))
    assert moment_of(found.plan.starts[1]) == datetime(2026, 11, 9, 9)
    assert not found.unsolved


def away_for(days: int) -> list[Resource]:
    gone = MONDAY + 4 * 1440
    return [Resource(ANA, ((0, 100), (gone, 0), (gone + days * 1440, 100)))]


def test_nothing_is_put_behind_what_is_gone_for_long() -> None:
    jobs = job(1, 4), job(2, 4, project=2)
    waits = level(replace(problem(*jobs), resources=away_for(80)), schedules=1)
    assert moment_of(waits.plan.starts[2]) > datetime(2027, 1, 20)
    assert not waits.unsolved
    stays = level(replace(problem(*jobs), resources=away_for(90)), schedules=1)
    assert max(stays.plan.starts.values()) < MONDAY + 10 * 1440
    [told] = stays.unsolved
    assert (told.resource, told.reason) == (ANA, UnsolvedReason.NO_ROOM)


def test_an_hour_left_every_day_is_no_room_for_a_days_work() -> None:
    """As of somebody who is fully booked in another calendar."""
    steps = [(0, 100)]
    for day in range(365):
        steps += [(MONDAY + day * 1440 + 60, 0), (MONDAY + day * 1440 + 540, 100)]
    jobs = job(1, 1), replace(job(2, 1), duration=60)
    found = level(replace(problem(*jobs), resources=[Resource(ANA, tuple(steps))]))
    assert set(found.plan.starts.values()) == {MONDAY}
    assert [(one.job, one.reason) for one in found.unsolved] == [(1, UnsolvedReason.NO_ROOM)]


def test_who_is_there_by_half_for_long_does_one_after_the_other() -> None:
    half = [Resource(ANA, ((0, 50), (MONDAY + 400 * 1440, 100)))]
    found = level(replace(problem(job(1, 1), job(2, 1, project=2)), resources=half))
    days = sorted(moment_of(start).day for start in found.plan.starts.values())
    assert days == [2, 3]
    assert {one.reason for one in found.unsolved} == {UnsolvedReason.NO_ROOM}


def test_a_search_bounded_by_time_tells_how_much_of_it_is_over() -> None:
    told: list[Progress] = []
    level(instance(10), seconds=0.4, report=told.append)
    assert told
    assert all(0 <= one.done <= one.total == 400 and not one.counted for one in told)


def test_calendars_are_not_laid_out_for_decades_for_what_is_not_to_wait() -> None:
    gone = MONDAY + 4 * 1440
    ana = Resource(ANA, ((0, 100), (gone, 0), (gone + 200 * 1440, 100)), 1)
    jobs = job(1, 4), replace(job(2, 4, project=2), calendar=1)
    found = level(replace(six_days(*jobs), resources=[ana]), schedules=1)
    assert {one.reason for one in found.unsolved} == {UnsolvedReason.NO_ROOM}
    assert found.supply.horizon == HORIZONS[0]
