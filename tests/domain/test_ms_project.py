"""What Microsoft Project itself recorded comes out again by computation, in every sample file.

Tasks that it schedules by hand keep their dates; its late dates of those are of no rule and are
left out, as are the two spellings of one instant (17:00, and 08:00 of the next working day).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from xml.etree.ElementTree import Element, parse

import pytest

from pmo_desktop.domain.activities import Activity, Tie
from pmo_desktop.domain.calendars import Calendar
from pmo_desktop.domain.network import schedule
from pmo_desktop.domain.tasks import Constraint, LinkType

SPACE = "{http://schemas.microsoft.com/project}"
WEEK = Calendar.from_text("08:00-12:00,13:00-17:00;" * 5 + ";")
CONSTRAINTS = [
    Constraint.ASAP, Constraint.ALAP, Constraint.MSO, Constraint.MFO,
    Constraint.SNET, Constraint.SNLT, Constraint.FNET, Constraint.FNLT,
]  # fmt: skip
LINKS = [LinkType.FF, LinkType.FS, LinkType.SF, LinkType.SS]
ELAPSED = {4, 6, 8, 10, 12, 20}


@pytest.fixture(scope="module")
def files(samples: Path) -> list[Path]:
    found = sorted((samples / "mspdi").glob("*.xml"))
    if not found:
        pytest.skip("no plans of Microsoft Project among the samples")
    return found


def text(element: Element, name: str) -> str:
    return element.findtext(SPACE + name) or ""


def number(element: Element, name: str) -> int:
    return int(text(element, name) or 0)


def moment(element: Element, name: str) -> datetime | None:
    found = text(element, name)
    return datetime.fromisoformat(found) if found else None


def leaves(project: Element) -> Iterator[Element]:
    for task in project.iter(SPACE + "Task"):
        if number(task, "UID") and not number(task, "Summary") and text(task, "Duration"):
            yield task


def activity(task: Element) -> Activity:
    hours, minutes = re.match(r"PT(\d+)H(\d+)M", text(task, "Duration")).groups()  # type: ignore[union-attr]
    return Activity(
        number(task, "UID"),
        int(hours) * 60 + int(minutes),
        fixed=bool(number(task, "Manual")),
        start=moment(task, "Start"),
        finish=moment(task, "Finish"),
        constraint=CONSTRAINTS[number(task, "ConstraintType")],
        constraint_date=moment(task, "ConstraintDate"),
        deadline=moment(task, "Deadline"),
        actual_start=moment(task, "ActualStart"),
        actual_finish=moment(task, "ActualFinish"),
        percent_complete=number(task, "PercentComplete") / 100,
        elapsed=number(task, "DurationFormat") % 32 in ELAPSED,
    )


def ties(task: Element) -> Iterator[Tie]:
    for link in task.findall(SPACE + "PredecessorLink"):
        kind = LINKS[number(link, "Type")]
        lag = number(link, "LinkLag") // 10
        yield Tie(number(link, "PredecessorUID"), number(task, "UID"), kind, lag)


def test_the_dates_and_floats_are_those_that_it_recorded(files: list[Path]) -> None:
    compared = 0
    for file in files:
        project = parse(file).getroot()
        tasks = list(leaves(project))
        start = moment(project, "StartDate")
        assert start is not None
        result = schedule(
            [activity(task) for task in tasks],
            [tie for task in tasks for tie in ties(task)],
            WEEK,
            start,
        )
        for task in tasks:
            row = result.activities[number(task, "UID")]
            where = f"{file.name}, task {row.id}"
            assert (row.start, row.finish) == (moment(task, "Start"), moment(task, "Finish")), where
            if number(task, "Manual"):
                continue
            compared += 1
            late = (moment(task, "LateStart"), moment(task, "LateFinish"))
            assert (row.late_start, row.late_finish) == late, where
            floats = row.total_float_minutes, row.free_float_minutes
            slacks = number(task, "TotalSlack") // 10, number(task, "FreeSlack") // 10
            assert floats == slacks, where
    assert compared > 100
