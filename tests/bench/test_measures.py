"""The measurements run to their end; what they find is not a test's to judge."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from pmo_desktop.bench import gantt, importing, reading, reviewing, simulation, start, workbooks
from pmo_desktop.exchange.comparing.review import Review, review
from pmo_desktop.exchange.demo.office import DemoResult
from pmo_desktop.exchange.findings import NOTE
from pmo_desktop.exchange.understanding import understand_all
from pmo_desktop.progress import silent
from pmo_desktop.services.importing import commit
from pmo_desktop.services.opening import open_workspace
from pmo_desktop.storage.changes import Title


def review_of_returned(folder: Path) -> Review:
    """What a returned workbook changes in a database that knows its project."""
    with closing(open_workspace(folder / "office.db")) as workspace:
        sent = review(workspace, understand_all(workbooks.write_workbooks(folder)))
        workspace.edit(Title("Import {n} files", {"n": 1}), commit, sent.changes)
        returned = workbooks.write_returned(workspace, folder)
        return review(workspace, understand_all(returned))


def test_reading_is_measured_against_both_bare_readers(
    demo_office: DemoResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "ROUNDS", 1)
    figures = reading.measure_reading(demo_office.files, silent)
    assert [figure.code for figure in figures] == ["reading.calamine", "reading.openpyxl"]
    assert all(figure.ours > 0 and figure.baseline > 0 for figure in figures)


def test_the_bare_readers_read_the_same_files(demo_office: DemoResult) -> None:
    file = next(file for file in demo_office.files if file.suffix == ".xlsx")
    assert reading.read_with_calamine(file) > 0
    assert reading.read_with_openpyxl(file) > 0


def test_a_large_import_is_measured_to_its_commit_and_its_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "WORKBOOKS", 2)
    monkeypatch.setattr(importing, "RETURNED_ROUNDS", 1)
    figures = importing.measure_importing(tmp_path, silent)
    codes = ["calamine", "openpyxl", "returned", "checks", "commit", "memory"]
    assert [figure.code.removeprefix("import.") for figure in figures] in (codes, codes[:-1])
    assert all(figure.ours > 0 and figure.baseline > 0 for figure in figures)


def test_the_workbooks_to_import_are_understood_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "WORKBOOKS", 1)
    (found,) = understand_all(workbooks.write_workbooks(tmp_path))
    (project,) = found.projects
    assert project.project.values["code"] == "P-3000"
    assert len(project.tasks) == 100
    assert not [finding for finding in found.findings if finding.severity != NOTE]


def test_the_returned_workbooks_have_a_third_of_their_tasks_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "WORKBOOKS", 1)
    found = review_of_returned(tmp_path)
    (project,) = found.changes
    changed = [(one.table, field.name) for one in project.changes for field in one.fields]
    assert changed == [("task", "name")] * 34


def test_the_gantt_is_measured_moving_and_appearing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gantt, "MANY_TASKS", 12_000)
    monkeypatch.setattr(gantt, "STEPS", 36)
    figures = gantt.measure_gantt(silent)
    codes = ["scroll", "zoom", "bars", "frame", "first"]
    assert [figure.code.removeprefix("gantt.") for figure in figures] == codes
    assert all(figure.ours > 0 and figure.baseline > 0 for figure in figures)


def test_the_start_is_measured_to_the_first_picture_and_to_the_filled_list(
    demo_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "ROUNDS", 1)
    painted, filled, anew = start.measure_start(demo_database, silent)
    assert 0 < painted.baseline == filled.baseline == anew.baseline
    assert painted.ours <= filled.ours


def test_the_stops_of_the_window_are_measured_for_each_step_of_a_review(tmp_path: Path) -> None:
    home = tmp_path / "books"
    home.mkdir()
    workbooks.write_workbooks(home, 3)
    found = reviewing.stops(home)
    assert {"read", "choose a file", "filter by words", "decide one row"} <= found.keys()
    assert all(0 < stop < 60 for stop in found.values())


def test_a_simulation_is_measured_against_one_plain_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation, "TASKS", 200)
    monkeypatch.setattr(simulation, "LINKS", 300)
    monkeypatch.setattr(simulation, "RUNS", 20)
    monkeypatch.setattr(simulation, "ROUNDS", 1)
    (figure,) = simulation.measure_simulation(silent)
    assert figure.ours > 0
    assert figure.baseline > 0


def test_the_plain_pass_finds_the_floats_of_a_network_without_days_off() -> None:
    from datetime import datetime

    from pmo_desktop.bench.network import plan
    from pmo_desktop.domain.activities import Activity
    from pmo_desktop.domain.calendars import ROUND_THE_CLOCK_WEEK, Calendar
    from pmo_desktop.domain.network import schedule

    activities, ties = plan(300, 400)
    one_project = [Activity(one.id, one.duration_minutes) for one in activities]
    always = Calendar.from_text(ROUND_THE_CLOCK_WEEK)
    result = schedule(one_project, ties, always, datetime(2026, 1, 5))
    found = simulation.plain_pass(one_project, ties)()
    assert found == [result.activities[n].total_float_minutes for n in range(300)]
