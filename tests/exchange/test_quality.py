"""What a file would make doubtful is told with its cell, before it is taken."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmo_desktop.domain.records import Cell, ProjectRecords, Record
from pmo_desktop.domain.tasks import Link
from pmo_desktop.exchange.comparing.checking import Checks, check_all
from pmo_desktop.exchange.comparing.choice import Choice
from pmo_desktop.exchange.comparing.places import Decision
from pmo_desktop.exchange.comparing.review import FileReview, review
from pmo_desktop.exchange.findings import Finding, say
from pmo_desktop.exchange.understood import Understood
from pmo_desktop.language import Language
from pmo_desktop.services.absences import add_absence
from pmo_desktop.services.editing import add
from pmo_desktop.services.importing import commit
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace

AT = datetime


def row(table: str, at: int, **values: Any) -> Record:
    cells = {name: Cell("Plan", f"{chr(66 + n)}{at}") for n, name in enumerate(values)}
    return Record(table, values, cells=cells)


def task(at: int, wbs: str, name: str, start: int, finish: int, **more: Any) -> Record:
    dates = {"start": AT(2026, 12, start, 9), "finish": AT(2026, 12, finish, 18)}
    return row("task", at, wbs=wbs, name=name, **dates, **more)


def file(name: str, code: str, *tasks: Record, **tables: Any) -> Understood:
    project = row("project", 1, code=code, name=code, state="active")
    records = ProjectRecords(project, tasks=tasks, **tables)
    return Understood(Path(name), name, projects=(records,))


def reviewed(workspace: Workspace, *files: Understood) -> list[FileReview]:
    choices = [Choice(found) for found in review(workspace, files).files]
    return [choice.file for choice in check_all(workspace, choices)]


def take(workspace: Workspace, *files: Understood) -> None:
    workspace.edit(Title("x"), commit, review(workspace, files).changes)


def checks(found: FileReview) -> list[Finding]:
    return [finding for finding in found.findings if finding.kind == "check"]


def test_an_overload_that_a_file_brings_is_told_and_not_told_again(workspace: Workspace) -> None:
    ann = {"people": ("Ann",)}
    take(workspace, file("a.xlsx", "P-1", task(2, "1", "Dig", 7, 11, **ann)))
    more = file("b.xlsx", "P-2", task(5, "1", "Fill", 7, 11, **ann))
    (found,) = reviewed(workspace, more)
    (told,) = [finding for finding in checks(found) if finding.code == "check_overload"]
    assert (told.sheet, told.cell, told.severity) == ("Plan", "F5", "warning")
    assert say(told, Language("en")) == (
        "Ann would be asked for more than 130% in one week: 200% in the one of 2026-12-07."
    )
    assert "200%" in say(told, Language("zh"))
    take(workspace, more)
    later = file("c.xlsx", "P-2", task(5, "1", "Fill", 7, 11, notes="more", **ann))
    (found,) = reviewed(workspace, later)
    assert "check_overload" not in [finding.code for finding in checks(found)]


def test_who_has_no_capacity_or_is_away_then_is_told_with_the_tasks(workspace: Workspace) -> None:
    workspace.edit(Title("x"), add, "person", {"name": "Zoe", "capacity": 0.0})
    bo = workspace.edit(Title("x"), add, "person", {"name": "Bo"}).result
    workspace.edit(Title("x"), add_absence, bo, date(2026, 12, 7), date(2026, 12, 13))
    dig = task(2, "1", "Dig", 7, 11, people=("Zoe", "Bo"))
    (found,) = reviewed(workspace, file("a.xlsx", "P-1", dig))
    told = {one.code: one for one in checks(found)}
    assert told["check_no_capacity"].params["name"] == "Zoe"
    assert told["check_away"].params["name"] == "Bo"
    for finding in told.values():
        assert finding.cell == "F2"
        assert "1 Dig" in say(finding, Language("en"))
        assert "1 Dig" in say(finding, Language("zh"))


def test_two_files_of_one_import_are_seen_together(workspace: Workspace) -> None:
    files = [
        file(f"{n}.xlsx", f"P-{n}", task(2, "1", "Dig", 7, 11, people=("Ann",))) for n in (1, 2)
    ]
    first, second = reviewed(workspace, *files)
    assert "check_overload" not in [finding.code for finding in checks(first)]
    assert "check_overload" in [finding.code for finding in checks(second)]


@pytest.mark.parametrize("again", [False, True])
def test_what_was_doubtful_before_is_told_no_more(workspace: Workspace, again: bool) -> None:
    risk = row("risk", 7, code="R-1", name="Flood", probability=5, impact=4)
    done = task(3, "1", "Dig", 7, 11, percent_complete=1.0, actual_start=AT(2026, 12, 7, 9))
    plan = file("a.xlsx", "P-1", done, risks=(risk,))
    if again:
        take(workspace, plan)
        named = row("task", 3, wbs="1", name="Dig", notes="deeper")
        plan = file("b.xlsx", "P-1", named, risks=(row("risk", 7, code="R-1", action="Pump"),))
    (found,) = reviewed(workspace, plan)
    told = {finding.code: finding for finding in checks(found)}
    if again:
        assert told == {}
        return
    assert told["check_high_risk"].cell == "B7"
    assert "Owner" in say(told["check_high_risk"], Language("en"))
    assert told["check_actual_ahead"].cell == "G3"
    assert {"check_done_ahead", "check_done_undated"} <= told.keys()
    for finding in told.values():
        assert say(finding, Language("en"))
        assert say(finding, Language("zh"))


def codes(found: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in found if finding.severity == "warning"]


def test_the_comparison_itself_checks_nothing(workspace: Workspace) -> None:
    late = task(2, "1", "Dig", 7, 11, percent_complete=1.0)
    (found,) = review(workspace, [file("a.xlsx", "P-1", late)]).files
    assert checks(found) == []


def test_a_finding_goes_away_with_what_brings_it_about_and_comes_back(
    workspace: Workspace,
) -> None:
    take(workspace, file("a.xlsx", "P-1", task(2, "1", "Dig", 7, 11)))
    done = row("task", 3, wbs="1", name="Dig", percent_complete=1.0, notes="ready")
    (choice,) = map(Choice, review(workspace, [file("b.xlsx", "P-1", done)]).files)
    stage = Checks(workspace)
    place = next(place for place in choice.places if place.field == "percent_complete")
    assert codes(stage.of([choice])[0]) == ["check_done_ahead"]
    choice.decide(place, Decision.KEEP)
    assert codes(stage.of([choice])[0]) == []
    choice.edit(place, 0.5)
    assert codes(stage.of([choice])[0]) == []
    choice.edit(place, 1.0)
    assert codes(stage.of([choice])[0]) == ["check_done_ahead"]
    choice.whole = False
    assert codes(stage.of([choice])[0]) == []


def test_a_row_that_is_left_out_takes_its_load_from_the_files_behind_it(
    workspace: Workspace,
) -> None:
    files = [
        file(f"{n}.xlsx", f"P-{n}", task(2, "1", "Dig", 7, 11, people=("Ann",))) for n in (1, 2)
    ]
    first, second = map(Choice, review(workspace, files).files)
    stage = Checks(workspace)
    assert [codes(one) for one in stage.of([first, second])] == [[], ["check_overload"]]
    for place in [place for place in first.places if first.record(place).table == "task"]:
        first.take(place, False)
    assert [codes(one) for one in stage.of([first, second])] == [[], []]
    first.take(next(p for p in first.places if first.record(p).table == "task"), True)
    assert [codes(one) for one in stage.of([first, second])] == [[], ["check_overload"]]


def test_a_later_file_about_a_project_is_held_against_what_is_taken_of_the_earlier(
    workspace: Workspace,
) -> None:
    take(workspace, file("a.xlsx", "P-1", task(2, "1", "Dig", 7, 11)))
    new = task(3, "2", "Fill", 7, 11)
    after = row("task", 4, wbs="1", name="Dig", predecessors=(Link("2"),))
    files = [file("b.xlsx", "P-1", new), file("c.xlsx", "P-1", after)]
    first, second = map(Choice, review(workspace, files).files)
    stage = Checks(workspace)
    assert codes(stage.of([first, second])[1]) == []
    (place,) = [p for p in first.places if first.record(p).table == "task"]
    first.decide(place, Decision.KEEP)
    assert codes(stage.of([first, second])[1]) == ["check_lost_link"]


def test_what_is_decided_while_checks_run_does_not_reach_them(workspace: Workspace) -> None:
    late = task(2, "1", "Dig", 7, 11, percent_complete=1.0)
    (choice,) = map(Choice, review(workspace, [file("a.xlsx", "P-1", late)]).files)
    then = choice.copy()
    for place in choice.places:
        choice.decide(place, Decision.KEEP)
    assert choice.changes() == ()
    assert codes(Checks(workspace).of([then])[0]) == ["check_done_ahead"]


def test_links_follow_a_task_that_the_file_renumbers(workspace: Workspace) -> None:
    later = task(3, "2", "Fill", 8, 11, predecessors=(Link("1"),))
    take(workspace, file("a.xlsx", "P-1", task(2, "1", "Dig", 7, 8), later))
    dig, fill = task(2, "7", "Dig", 7, 8), task(3, "2", "Fill", 8, 11, notes="more")
    (choice,) = map(Choice, review(workspace, [file("b.xlsx", "P-1", dig, fill)]).files)
    assert "wbs" in [place.field for place in choice.places]
    assert codes(Checks(workspace).of([choice])[0]) == []


_HYPOTHESIS = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@_HYPOTHESIS
@given(decisions=st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=8))
def test_keeping_what_was_found_gives_what_finding_all_anew_does(
    workspace: Workspace, decisions: list[tuple[int, bool]]
) -> None:
    ann = {"people": ("Ann",)}
    files = [
        file("1.xlsx", "P-1", task(2, "1", "Dig", 7, 11, **ann)),
        file("2.xlsx", "P-2", task(2, "1", "Fill", 7, 11, percent_complete=1.0, **ann)),
        file("3.xlsx", "P-1", task(3, "2", "Lay", 9, 15, predecessors=(Link("1"),), **ann)),
    ]
    choices = [Choice(found) for found in review(workspace, files).files]
    spots = [(choice, place) for choice in choices for place in choice.places]
    stage = Checks(workspace)
    stage.of(choices)
    for number, taken in decisions:
        choice, place = spots[number % len(spots)]
        choice.take(place, taken)
        assert stage.of(choices) == Checks(workspace).of(choices)
