"""How near levelled plans come to the optima of PSPLIB's instances of 30 activities."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import pytest

from pmo_desktop.bench.levelled import CLOCK, DAY
from pmo_desktop.domain.activities import Tie
from pmo_desktop.domain.levelling.problem import Job, Need, Problem, Resource
from pmo_desktop.domain.levelling.search import level
from pmo_desktop.domain.timeline import instant_of
from tests.domain.levelling.checker import Checker
from tests.domain.test_psplib import rows

BEGIN = instant_of(datetime(2026, 11, 2, 9))
SCHEDULES = 1000
MEAN_DEVIATION = 0.003
HARD = "j305_*.sm", "j309_*.sm"


@pytest.fixture(scope="module")
def folder(samples: Path) -> Path:
    found = samples / "psplib_j30"
    if not (found / "optimum.csv").exists():
        pytest.skip("no instances of PSPLIB among the samples")
    return found


def problem_of(path: Path, day: int = DAY) -> Problem:
    text = path.read_text(encoding="ascii")
    ties = [
        Tie(job, successor)
        for job, _, _, *successors in rows(text, "PRECEDENCE RELATIONS:")
        for successor in successors
    ]
    jobs = [
        Job(
            job,
            1,
            days * day,
            needs=tuple(Need(r, 100 * units) for r, units in enumerate(needs)),
            release=BEGIN,
        )
        for job, _, days, *needs in rows(text, "REQUESTS/DURATIONS:")
    ]
    capacities = rows(text, "RESOURCEAVAILABILITIES:")[0]
    resources = [Resource(r, ((0, 100 * units),)) for r, units in enumerate(capacities)]
    return Problem(jobs, ties, [CLOCK], resources)


def test_a_thousand_schedules_come_within_a_third_of_a_percent_of_the_optimum(
    folder: Path,
) -> None:
    with (folder / "optimum.csv").open(encoding="ascii") as file:
        optima = {row["problem"]: int(row["optimum"]) for row in csv.DictReader(file)}
    deviations = []
    for path in sorted(folder.glob("*.sm")):
        name, optimum = path.name, optima[path.name]
        found = level(problem_of(path), schedules=SCHEDULES)
        days = (max(found.plan.finishes.values()) - BEGIN) / DAY
        assert days >= optimum, name
        assert not found.unsolved, name
        deviations.append(days / optimum - 1)
    assert sum(deviations) / len(deviations) <= MEAN_DEVIATION


def test_their_plans_hold_what_they_must(folder: Path) -> None:
    for path in sorted(folder.glob("*.sm"))[::15]:
        problem = problem_of(path, day=1)
        found = level(problem, schedules=100)
        assert not Checker(problem, found.plan.starts, found.plan.finishes).all()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_seed_is_unlucky_where_resources_are_scarce(folder: Path, seed: int) -> None:
    with (folder / "optimum.csv").open(encoding="ascii") as file:
        optima = {row["problem"]: int(row["optimum"]) for row in csv.DictReader(file)}
    late = 0.0
    for path in sorted(path for scarce in HARD for path in folder.glob(scarce)):
        found = level(problem_of(path), schedules=SCHEDULES, seed=seed)
        days = (max(found.plan.finishes.values()) - BEGIN) / DAY
        late += days / optima[path.name] - 1
    # The other sets' are all planned as short as can be.
    assert late / len(list(folder.glob("*.sm"))) <= MEAN_DEVIATION
