"""The demo office as a whole: what is in its database, and that it agrees with itself."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pmo_desktop.domain.findings import FindingKind
from pmo_desktop.domain.health import DIMENSIONS
from pmo_desktop.exchange.demo.office import DemoResult, make_demo
from pmo_desktop.exchange.demo.words import words
from pmo_desktop.progress import Cancelled, Progress
from pmo_desktop.services.audit import audit
from pmo_desktop.services.portfolio import Portfolio, portfolio
from pmo_desktop.services.scenario_figures import compare
from pmo_desktop.services.scenarios import scenarios
from pmo_desktop.services.scheduling import compute
from pmo_desktop.storage.errors import IsFounding
from pmo_desktop.storage.workspace import Workspace

PERIODS = [f"2026-{month:02d}" for month in range(6, 12)]
UNTOLD = {"change_set", "change_row", "alembic_version"}


@pytest.fixture(scope="module")
def made(large_demo_office: DemoResult) -> DemoResult:
    return large_demo_office


@pytest.fixture(scope="module")
def office(made: DemoResult) -> Iterator[Workspace]:
    workspace = Workspace.open(made.database, create=False)
    yield workspace
    workspace.close()


@pytest.fixture(scope="module")
def figures(office: Workspace) -> Portfolio:
    return office.query(portfolio)


def counts(database: Path) -> dict[str, int]:
    with closing(sqlite3.connect(database)) as connection:
        tables = [
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            )
        ]
        return {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in tables
        }


def contents(database: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(database)) as connection:
        return {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
            for table in counts(database)
            if table not in UNTOLD and counts(database)[table]
        }


def test_it_has_the_size_that_was_asked_for(made: DemoResult) -> None:
    found = counts(made.database)

    assert (found["project"], found["task"]) == (30, 4000)
    assert found["person"] == 240 + len(words("pool")["placeholders"])
    assert found["department"] == 8
    assert 5 <= found["programme"] <= 6
    assert 150 <= made.counts["risk"] <= 250
    assert 60 <= made.counts["issue"] <= 100
    assert 4 <= found["decision"] <= 8
    assert len(made.files) == 30


def test_plans_have_between_60_and_260_rows(office: Workspace) -> None:
    sizes = [len(tasks) for tasks in office.query(compute).tasks.values()]

    assert min(sizes) >= 60
    assert max(sizes) <= 260


def test_about_60_percent_are_green_25_amber_15_red(figures: Portfolio) -> None:
    active = [project for project in figures.projects if project.state == "active"]
    lights = Counter(project.verdicts["overall"].light.value for project in active)

    assert 0.5 <= lights["green"] / len(active) <= 0.7
    assert 0.2 <= lights["amber"] / len(active) <= 0.35
    assert 0.1 <= lights["red"] / len(active) <= 0.2


def test_every_light_is_what_its_project_s_story_wants(figures: Portfolio) -> None:
    stories = {spec["code"]: spec["story"] for spec in words("portfolio")["projects"]}

    for project in figures.projects:
        if project.state == "active":
            lights = {name: project.verdicts[name].light.value for name in DIMENSIONS}
            wanted = {name: stories[project.code].get(name, "green") for name in DIMENSIONS}
            assert lights == wanted, project.code


def test_some_people_have_too_much_to_do_in_the_coming_weeks(figures: Portfolio) -> None:
    assert 10 <= figures.overloaded_people <= 15


def test_health_got_worse_over_six_periods(figures: Portfolio) -> None:
    assert [trend.period for trend in figures.trend] == PERIODS
    shares = [trend.green / (trend.green + trend.amber + trend.red) for trend in figures.trend]
    assert shares[0] > 0.8
    assert shares[-1] < 0.7
    assert figures.previous_spi is not None
    assert figures.previous_cpi is not None


def test_stored_dates_agree_with_the_links(office: Workspace) -> None:
    computed = office.query(compute)

    for tasks in computed.tasks.values():
        for task in tasks:
            outlined = computed.outlined[task.id]
            assert (task.start, task.finish) == (outlined.start, outlined.finish), task.wbs


def test_two_projects_have_dates_that_clash_with_links_and_one_a_missed_deadline(
    office: Workspace,
) -> None:
    computed = office.query(compute)
    codes = {project.id: project.code for project in computed.projects}
    owner = {task.id: codes[p] for p, tasks in computed.tasks.items() for task in tasks}

    found = {
        kind: {owner[f.activities[-1]] for f in computed.result.findings if f.kind is kind}
        for kind in FindingKind
    }

    assert found[FindingKind.CLASH] == {"P-2546", "P-2659"}
    assert found[FindingKind.DEADLINE] == {"P-2649"}
    assert not found[FindingKind.LOOP]
    assert not found[FindingKind.OUT_OF_SEQUENCE]
    short = {
        owner[activity.id]
        for activity in computed.result.activities.values()
        if (activity.total_float_minutes or 0) < 0
    }
    assert short == {"P-2649"}


def test_reports_of_closed_periods_are_there_and_the_newest_wait_for_the_teams(
    made: DemoResult,
) -> None:
    with closing(sqlite3.connect(made.database)) as connection:
        rows = connection.execute(
            "SELECT period, achievements, plans, quality FROM status_report"
        ).fetchall()

    assert {row[0] for row in rows} == set(PERIODS[:-1])
    assert all(said and plans and 0.8 < quality <= 1 for _, said, plans, quality in rows)


def test_committee_and_status_date_are_set(figures: Portfolio) -> None:
    assert figures.office.status_date == date(2026, 11, 22)
    assert figures.office.period == "2026-11"
    assert figures.office.committee_date == date(2026, 11, 28)


def test_it_is_what_the_office_starts_from_and_never_undone(tmp_path: Path) -> None:
    made = make_demo(tmp_path / "small.db", projects=3, people=30, tasks=200)
    before = contents(made.database)
    workspace = Workspace.open(made.database, create=False)
    (entry,) = workspace.query(audit)
    assert (entry.kind, entry.title.text) == ("founding", "Make the demo office")

    assert workspace.undo_title() is None
    assert workspace.undo() is None
    with pytest.raises(IsFounding, match="started from"):
        workspace.lost_by_undo(entry.id)
    workspace.close()
    assert contents(made.database) == before


def test_the_same_seed_makes_the_same_office_and_another_one_another(tmp_path: Path) -> None:
    sizes = {"projects": 4, "people": 40, "tasks": 300}
    first = make_demo(tmp_path / "first.db", seed=5, **sizes)
    second = make_demo(tmp_path / "second.db", seed=5, **sizes)
    other = make_demo(tmp_path / "other.db", seed=6, **sizes)

    ours = contents(first.database)
    # The calendar is the office's own and not the demo's: its identity is drawn anew.
    for found in (ours, again := contents(second.database)):
        found["working_calendar"] = [row[2:] for row in found["working_calendar"]]
    assert ours == again
    assert [file.name for file in first.files] == [file.name for file in second.files]
    assert contents(other.database)["person"] != ours["person"]


def test_more_projects_than_the_word_list_has_get_codes_of_their_own(tmp_path: Path) -> None:
    made = make_demo(tmp_path / "many.db", projects=33, people=60, tasks=33 * 60)

    with closing(sqlite3.connect(made.database)) as connection:
        codes = [row[0] for row in connection.execute("SELECT code FROM project")]
    assert len(set(codes)) == 33


def test_a_demo_that_is_made_again_replaces_the_old_one(tmp_path: Path) -> None:
    sizes = {"people": 40, "tasks": 240}
    make_demo(tmp_path / "office.db", projects=4, **sizes)

    again = make_demo(tmp_path / "office.db", projects=2, **sizes)

    assert counts(again.database)["project"] == 2
    assert sorted(again.returned_folder.iterdir()) == sorted(again.files)


def test_a_demo_that_is_cancelled_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    make_demo(path, projects=2, people=40, tasks=130)
    before = contents(path)

    def cancel(progress: Progress) -> None:
        if progress.done == 1 and "spreadsheet" in progress.text:
            raise Cancelled

    with pytest.raises(Cancelled):
        make_demo(path, projects=4, people=40, tasks=260, report=cancel)

    assert contents(path) == before
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_file()] == ["office.db"]


def test_its_scenarios_can_be_worked_out(demo_database: Path) -> None:
    workspace = Workspace.open(demo_database, create=False)
    found = compare(workspace)
    rows = workspace.query(scenarios)
    workspace.close()
    assert {"次要项目延后一个月", "Balanced by priority"} <= {row.name for row in rows}
    assert all(row.steps and None not in [step.step for step in row.steps] for row in rows)
    assert not any(figures.left_out for figures in found.scenarios.values())


def test_balancing_it_takes_overload_away(office: Workspace) -> None:
    rows = office.query(scenarios)
    balanced = next(row.id for row in rows if row.name == "Balanced by priority")
    found = compare(office, [balanced])
    assert found.scenarios[balanced].overload_hours < found.record.overload_hours
