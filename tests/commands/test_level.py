"""`level`: from a plan file to a balanced plan, and back."""

from __future__ import annotations

import csv
import signal
import threading
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.commands.interrupts import Interrupts
from pmo_desktop.models import Project, Task
from pmo_desktop.progress import Cancelled, Progress, silent
from pmo_desktop.services.balancing import moved_tasks
from pmo_desktop.storage.workspace import Workspace
from tests.commands.instances import Instance, as_plan, drawn, read, usage, violations
from tests.commands.test_commands import result, run

START = datetime(2026, 1, 1)
Capture = pytest.CaptureFixture[str]


def imported(capsys: Capture, folder: Path, **instances: Instance) -> Path:
    """A database with a project each."""
    database = folder / "office.db"
    for name, instance in instances.items():
        file = folder / f"{name}.xml"
        file.write_text(as_plan(instance, name), encoding="utf-8")
        status, _ = run(capsys, "import", "--yes", "--database", database, file)
        assert status in (0, 1)
    return database


def starts(session: Session) -> dict[str, dict[int, int]]:
    """Each project's jobs with the days on which they begin."""
    names = {row.id: row.name for row in session.scalars(select(Project))}
    found: dict[str, dict[int, int]] = {name: {} for name in names.values()}
    for row in session.scalars(select(Task)):
        assert row.start is not None
        found[names[row.project_id]][int(row.wbs)] = (row.start - START).days
    return found


def tasks_of(database: Path) -> dict[str, dict[int, int]]:
    opened = Workspace.open(database, create=False)
    try:
        return opened.query(starts)
    finally:
        opened.close()


def days(moment: str) -> int:
    return (datetime.fromisoformat(moment) - START).days


def test_a_plan_file_is_levelled_and_adopted_as_it_was_told(
    tmp_path: Path, capsys: Capture
) -> None:
    instance = drawn(1)
    database = imported(capsys, tmp_path, one=instance)
    common = ("level", "--database", database, "--schedules", 300, "--objective", "makespan")
    status, told = result(capsys, *common)
    before = tasks_of(database)["one"]
    assert any(
        taken > instance.capacities[resource]
        for (resource, _), taken in usage(instance, before).items()
    )
    assert status == 0
    assert (told["adopted"], told["unsolved"], told["overload_hours_after"]) == (False, [], 0)
    assert told["schedules"] <= 300
    again_status, adopted = result(capsys, *common, "--adopt")
    assert again_status == 0
    assert {**adopted, "adopted": False, "seconds": 0} == {**told, "seconds": 0}
    after = tasks_of(database)["one"]
    assert violations(instance, after) == []
    for (resource, _), taken in usage(instance, after).items():
        assert taken <= instance.capacities[resource]
    (project,) = adopted["projects"]
    last = max(after[job] + instance.days[job] for job in after)
    assert days(project["finish_after"]) == last
    assert days(project["finish_before"]) == max(before[j] + instance.days[j] for j in before)
    moved = {int(move["wbs"]): days(move["to"]) for move in adopted["moved"]}
    assert {job: day for job, day in after.items() if day != before[job]} == moved
    assert all(move["why"] for move in adopted["moved"])


def test_projects_share_resources_by_their_names(tmp_path: Path, capsys: Capture) -> None:
    instances = {"one": drawn(2, 10), "two": drawn(3, 10), "three": drawn(4, 10)}
    database = imported(capsys, tmp_path, **instances)
    status, told = result(
        capsys, "level", "--database", database, "--schedules", 200, "--seed", 1, "--adopt",
        "--objective", "makespan",
    )  # fmt: skip
    assert (status, told["unsolved"]) == (0, [])
    assert sorted(project["name"] for project in told["projects"]) == ["one", "three", "two"]
    taken: dict[tuple[int, int], int] = {}
    after = tasks_of(database)
    for name, instance in instances.items():
        assert violations(instance, after[name]) == []
        for place, units in usage(instance, after[name]).items():
            taken[place] = taken.get(place, 0) + units
    assert all(units <= (5, 6)[resource] for (resource, _), units in taken.items())


def test_the_same_seed_gives_the_same_plan(tmp_path: Path, capsys: Capture) -> None:
    database = imported(capsys, tmp_path, one=drawn(5))
    arguments = ("level", "--database", database, "--schedules", 100, "--seed")
    first, again = (result(capsys, *arguments, 7)[1] for _ in range(2))
    assert {**first, "seconds": 0} == {**again, "seconds": 0}


def test_what_was_moved_is_put_back(tmp_path: Path, capsys: Capture) -> None:
    database = imported(capsys, tmp_path, one=drawn(6))
    before = tasks_of(database)
    result(capsys, "level", "--database", database, "--schedules", 50, "--adopt")
    assert tasks_of(database) != before
    status, told = result(capsys, "level", "--database", database, "--put-back")
    assert status == 0
    assert told["put_back"]
    assert tasks_of(database) == before
    status, told = result(capsys, "level", "--database", database, "--put-back")
    assert (status, told["put_back"]) == (0, [])
    opened = Workspace.open(database, create=False)
    assert opened.query(moved_tasks) == ()
    opened.close()


def test_adopting_is_one_undo(tmp_path: Path, capsys: Capture) -> None:
    database = imported(capsys, tmp_path, one=drawn(8))
    before = tasks_of(database)
    result(capsys, "level", "--database", database, "--schedules", 50, "--adopt")
    run(capsys, "undo", "--database", database)
    assert tasks_of(database) == before


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_told_in_words(demo_database: Path, capsys: Capture, language: str) -> None:
    status, out = run(
        capsys, "level", "--database", demo_database, "--schedules", "5", "--language", language
    )
    assert status in (0, 1)
    assert ("schedules in" if language == "en" else "个排程") in out


@pytest.mark.parametrize(
    "wrong",
    [
        ("--schedules", "0"), ("--seconds", "-1"), ("--seconds", "nan"), ("--seconds", "inf"),
        ("--project", "nowhere"), ("--keep", "nobody"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_a_sentence(
    demo_database: Path, capsys: Capture, wrong: tuple[str, ...]
) -> None:
    status, out = run(capsys, "level", "--database", demo_database, "--language", "en", *wrong)
    assert status == 2
    assert out.strip().endswith(".")


@pytest.mark.parametrize("name", ["j301_1.sm", "j303_4.sm", "j305_2.sm", "j309_7.sm"])
def test_instances_of_the_library_end_near_the_best_that_is_known(
    name: str, tmp_path: Path, samples: Path, capsys: Capture
) -> None:
    folder = samples / "psplib_j30"
    if not (folder / name).is_file():
        pytest.skip("no such instances here")
    with (folder / "optimum.csv").open() as file:
        best: dict[str, Any] = dict(row[:2] for row in csv.reader(file))
    instance = read((folder / name).read_text())
    database = imported(capsys, tmp_path, one=instance)
    status, told = result(
        capsys, "level", "--database", database, "--schedules", 1000, "--seed", 1, "--objective",
        "makespan", "--adopt",
    )  # fmt: skip
    assert (status, told["unsolved"]) == (0, [])
    after = tasks_of(database)["one"]
    assert violations(instance, after) == []
    assert all(
        taken <= instance.capacities[resource]
        for (resource, _), taken in usage(instance, after).items()
    )
    finish = max(after[job] + instance.days[job] for job in after)
    assert int(best[name]) <= finish <= 1.05 * int(best[name])


def test_the_first_interrupt_ends_the_search_and_keeps_the_best(
    tmp_path: Path, capsys: Capture
) -> None:
    database = imported(capsys, tmp_path, one=drawn(1, 60))
    before = tasks_of(database)
    timer = threading.Timer(2, signal.raise_signal, (signal.SIGINT,))
    timer.start()
    begun = perf_counter()
    status, told = result(
        capsys, "level", "--database", database, "--seconds", 300, "--adopt", "--objective",
        "makespan",
    )  # fmt: skip
    timer.join()
    assert perf_counter() - begun < 60
    assert (status, told["stopped"], told["adopted"]) == (0, True, True)
    assert tasks_of(database) != before


def test_a_second_interrupt_stops_at_once() -> None:
    with Interrupts() as interrupts:
        report = interrupts.heeded_by(silent)
        report(Progress(0, 1))
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(Cancelled):
            report(Progress(0, 1))
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert interrupts.came
