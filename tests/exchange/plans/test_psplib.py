"""Scheduling instances with known answers, written as plans on a calendar round the clock."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from pmo_desktop.exchange.plans.computing import compute
from tests.conftest import ROOT
from tests.exchange.plans.files import calendar, link, project, read, task

FOLDER = Path(os.environ.get("PMO_SAMPLES", ROOT.parent / "shared" / "samples")) / "psplib_j30"
INSTANCES = sorted(FOLDER.glob("*.sm")) if FOLDER.is_dir() else []
WHOLE_DAY = (
    "<WorkingTimes><WorkingTime><FromTime>00:00:00</FromTime><ToTime>00:00:00</ToTime>"
    "</WorkingTime></WorkingTimes>"
)
CLOCK = "".join(
    f"<WeekDay><DayType>{day}</DayType><DayWorking>1</DayWorking>{WHOLE_DAY}</WeekDay>"
    for day in range(1, 8)
)


def rows(text: str, title: str, skipped: int) -> list[list[int]]:
    """The numbers of a section, below its header lines."""
    lines = text.split(title, 1)[1].splitlines()[skipped:]
    found = []
    for line in lines:
        if not line or line.startswith("*"):
            break
        found.append([int(part) for part in line.split()])
    return found


@pytest.mark.skipif(not INSTANCES, reason="no sample instances")
@pytest.mark.parametrize("path", INSTANCES, ids=lambda path: path.stem)
def test_the_critical_path_is_as_long_as_the_instance_says(path: Path) -> None:
    text = path.read_text()
    known = re.search(r"MPM-Time\s*\n-*\n?\s*(?:\d+\s+){5}(\d+)", text)
    assert known is not None
    links = {row[0]: row[3:] for row in rows(text, "PRECEDENCE RELATIONS:", 2)}
    days = {row[0]: row[2] for row in rows(text, "REQUESTS/DURATIONS:", 3)}
    tasks = "".join(
        task(job, days=3 * length, rest="".join(link(i) for i in links if job in links[i]))
        for job, length in days.items()
    )
    plan = read(project(tasks, calendars=calendar(week=CLOCK)))
    finish = compute(plan).result.finish
    assert plan.start is not None
    assert finish is not None
    assert (finish - plan.start).total_seconds() == int(known[1]) * 24 * 3600
