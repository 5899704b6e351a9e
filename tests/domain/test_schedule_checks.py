"""The checks of a schedule's health, each on a small plan that shows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from pmo_desktop.domain.schedule_checks import (
    CheckedLink,
    CheckedTask,
    CheckFrame,
    Outcome,
    ScheduleCheck,
    check_schedule,
)
from pmo_desktop.domain.tasks import Constraint, LagKind, LinkType

DAY = 480
STATUS = datetime(2026, 11, 20)
BEFORE, AFTER = datetime(2026, 11, 10, 9), datetime(2026, 11, 30, 18)
SOUND = CheckedTask(1, DAY, AFTER, AFTER, total_float_minutes=0, links_in=1, links_out=1, people=1)


def outcome(
    check: ScheduleCheck,
    *tasks: CheckedTask,
    links: tuple[CheckedLink, ...] = (),
    frame: CheckFrame | None = None,
) -> Outcome:
    found = check_schedule(tasks, links, frame or CheckFrame(STATUS))
    return next(one for one in found if one.check is check)


def of(**values: object) -> CheckedTask:
    return replace(SOUND, **values)  # type: ignore[arg-type]


def test_a_sound_task_fails_nothing() -> None:
    link = CheckedLink(1)
    frame = CheckFrame(STATUS, DAY, 10 * DAY, 0, True, (1,))
    done = of(id=2, percent_complete=1, actual_start=BEFORE, actual_finish=BEFORE,
              finish=BEFORE, baseline_finish=BEFORE)  # fmt: skip
    assert all(one.passes for one in check_schedule([SOUND, done], [link], frame))


@pytest.mark.parametrize(
    ("check", "task"),
    [
        (ScheduleCheck.LOGIC, of(links_in=0)),
        (ScheduleCheck.LOGIC, of(links_out=0)),
        (ScheduleCheck.HARD_CONSTRAINTS, of(constraint=Constraint.FNLT)),
        (ScheduleCheck.HIGH_FLOAT, of(total_float_minutes=45 * DAY)),
        (ScheduleCheck.NEGATIVE_FLOAT, of(total_float_minutes=-1)),
        (ScheduleCheck.HIGH_DURATION, of(duration_minutes=45 * DAY)),
        (ScheduleCheck.INVALID_DATES, of(actual_start=AFTER)),
        (ScheduleCheck.INVALID_DATES, of(start=BEFORE)),
        (ScheduleCheck.INVALID_DATES, of(actual_start=BEFORE, finish=BEFORE)),
        (ScheduleCheck.RESOURCES, of(people=0)),
        (ScheduleCheck.MISSED, of(baseline_finish=BEFORE)),
        (ScheduleCheck.BEI, of(baseline_finish=BEFORE)),
        (ScheduleCheck.DONE_UNDATED, of(percent_complete=1)),
    ],
)
def test_a_task_fails(check: ScheduleCheck, task: CheckedTask) -> None:
    found = outcome(check, task)
    assert found.tasks == (1,)
    assert found.passes is False


@pytest.mark.parametrize(
    ("check", "link"),
    [
        (ScheduleCheck.LEADS, CheckedLink(1, lag_minutes=-DAY)),
        (ScheduleCheck.LEADS, CheckedLink(1, lag_kind=LagKind.SHARE, lag_share=-0.5)),
        (ScheduleCheck.LAGS, CheckedLink(1, lag_minutes=6 * DAY)),
        (ScheduleCheck.LAGS, CheckedLink(1, lag_minutes=6 * 1440, lag_kind=LagKind.ELAPSED)),
        (ScheduleCheck.RELATIONS, CheckedLink(1, LinkType.SS)),
    ],
)
def test_a_link_fails(check: ScheduleCheck, link: CheckedLink) -> None:
    assert outcome(check, SOUND, links=(link,)).tasks == (1,)
    assert outcome(check, SOUND, links=(CheckedLink(1, lag_minutes=DAY),)).passes


def test_what_is_done_needs_no_links_and_nobody() -> None:
    done = of(percent_complete=1, links_in=0, links_out=0, people=0)
    assert outcome(ScheduleCheck.LOGIC, done).passes is None
    assert outcome(ScheduleCheck.RESOURCES, done).passes is None


def test_one_in_twenty_may_lack_a_link() -> None:
    many = [of(id=n, links_in=n > 0) for n in range(20)]
    assert outcome(ScheduleCheck.LOGIC, *many).passes
    assert outcome(ScheduleCheck.LOGIC, *many[:19]).passes is False


def test_a_delay_that_goes_nowhere_breaks_the_critical_path() -> None:
    frame = CheckFrame(STATUS, delay_passes=False, critical=(1,))
    assert outcome(ScheduleCheck.CRITICAL_PATH, SOUND, frame=frame).tasks == (1,)
    assert outcome(ScheduleCheck.CRITICAL_PATH, SOUND).passes is None


def test_the_length_index_falls_with_the_way_that_is_lacking() -> None:
    frame = CheckFrame(STATUS, DAY, length=100 * DAY, spare=-10 * DAY)
    found = outcome(ScheduleCheck.CPLI, SOUND, frame=frame)
    assert (found.value, found.passes) == (0.9, False)
    assert outcome(ScheduleCheck.CPLI, SOUND).passes is None


def test_the_execution_index_counts_what_is_done_early_too() -> None:
    due = of(baseline_finish=BEFORE)
    early = of(id=2, baseline_finish=AFTER, actual_finish=BEFORE, percent_complete=1)
    assert outcome(ScheduleCheck.BEI, due, early).value == 1.0
