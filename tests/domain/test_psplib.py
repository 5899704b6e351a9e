"""The critical path's length on instances of PSPLIB, as their authors give it (`MPM-Time`)."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from pmo_desktop.domain.calendars import STANDARD
from pmo_desktop.domain.network import Activity, Result, Tie, schedule

DAY = 480
START = datetime(2026, 11, 2, 9)


@pytest.fixture(scope="module")
def instances(samples: Path) -> list[Path]:
    found = sorted((samples / "psplib_j30").glob("*.sm"))
    if not found:
        pytest.skip("no instances of PSPLIB among the samples")
    return found


def rows(text: str, heading: str) -> list[list[int]]:
    """The lines of whole numbers below a heading."""
    body = text.split(heading, 1)[1].split("***", 1)[0]
    lines = [line for line in body.splitlines() if re.fullmatch(r"[\s\d]+", line) and line.strip()]
    return [list(map(int, line.split())) for line in lines]


def test_the_critical_path_is_as_long_as_its_authors_say(instances: list[Path]) -> None:
    for instance in instances:
        text = instance.read_text(encoding="ascii")
        ties = [
            Tie(job, successor)
            for job, _, _, *successors in rows(text, "PRECEDENCE RELATIONS:")
            for successor in successors
        ]
        durations = {row[0]: row[2] for row in rows(text, "REQUESTS/DURATIONS:")}
        result = schedule(
            [Activity(job, days * DAY) for job, days in durations.items()], ties, STANDARD, START
        )
        expected = rows(text, "PROJECT INFORMATION:")[0][5]
        assert result.finish is not None
        assert STANDARD.between(START, result.finish) == expected * DAY, instance.name
        assert critical_length(result, durations, ties) == expected, instance.name


def critical_length(result: Result, durations: dict[int, int], ties: list[Tie]) -> int:
    """The longest way over critical activities only."""
    critical = {n for n, row in result.activities.items() if row.critical}
    length: dict[int, int] = {}
    for job in sorted(critical):
        before = [
            length[t.predecessor] for t in ties if t.successor == job and t.predecessor in length
        ]
        length[job] = max(before, default=0) + durations[job]
    return max(length.values())
