"""What a file would make doubtful is told with its cell, before it is taken."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pmo_desktop.domain.records import Cell, ProjectRecords, Record
from pmo_desktop.exchange.comparing.review import FileReview, review
from pmo_desktop.exchange.findings import Finding, say
from pmo_desktop.exchange.understood import Understood
from pmo_desktop.language import Language
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
    return list(review(workspace, files).files)


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
