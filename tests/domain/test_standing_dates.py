"""A plan of another program: what is late stays where its links put it, whatever day it is."""

from __future__ import annotations

from datetime import datetime

from pmo_desktop.domain.calendars import STANDARD
from pmo_desktop.domain.network import Activity, schedule
from pmo_desktop.domain.tasks import ProgressRule

START, LATER = datetime(2026, 11, 2, 9), datetime(2026, 11, 16)
DAY = 480


def dates(activity: Activity) -> tuple[datetime, datetime]:
    found = schedule([activity], [], STANDARD, START, LATER).activities[activity.id]
    return found.start, found.finish


def test_the_status_date_moves_nothing_that_stands() -> None:
    waiting = Activity(1, DAY, progress_rule=ProgressRule.STANDS)
    assert dates(waiting) == (START, datetime(2026, 11, 2, 18))


def test_what_has_begun_and_stands_takes_its_duration() -> None:
    begun = Activity(
        1,
        4 * DAY,
        actual_start=START,
        percent_complete=0.25,
        progress_rule=ProgressRule.STANDS,
    )
    assert dates(begun) == (START, datetime(2026, 11, 5, 18))
