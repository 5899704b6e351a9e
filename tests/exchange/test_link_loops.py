"""Circles of links are named in the review, before anything is written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.findings import FindingKind
from pmo_desktop.domain.records import Cell, ProjectRecords, Record
from pmo_desktop.domain.tasks import Link
from pmo_desktop.exchange.comparing.checking import check_all
from pmo_desktop.exchange.comparing.choice import Choice
from pmo_desktop.exchange.comparing.comparison import OfficeView, compare
from pmo_desktop.exchange.comparing.link_loops import Standing, loop_findings, loops_after
from pmo_desktop.exchange.comparing.overlay import project_after
from pmo_desktop.exchange.comparing.review import review
from pmo_desktop.exchange.findings import WARNING, Finding, say
from pmo_desktop.exchange.understood import OWN, TEAM
from pmo_desktop.language import Language
from pmo_desktop.services.importing import commit
from pmo_desktop.services.scheduling import compute
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from tests.exchange.office_records import RECORDS
from tests.exchange.test_review import about, file

Network = list[tuple[int, int]]


def task(line: int, wbs: str, name: str, *before: str) -> Record:
    """A row as a team writes it, on the line of this number: WBS in B, predecessors in F."""
    values = {"wbs": wbs, "name": name, "duration": 480}
    values |= {"predecessors": tuple(Link(code) for code in before)} if before else {}
    columns = {"wbs": "B", "name": "C", "duration": "D", "predecessors": "F"}
    cells = {name: Cell("Plan", f"{columns[name]}{line}") for name in values}
    return Record("task", values, cells=cells)


def loops(*tasks: Record, kind: str = TEAM) -> list[Finding]:
    """Of a new project with these tasks."""
    return found(about("P-9", *tasks, name="New"), None, kind)


def found(given: ProjectRecords, known: ProjectRecords | None, kind: str) -> list[Finding]:
    """The circles once everything that differs is taken."""
    compared = compare(given, known, kind, OfficeView()).changes
    # As the review does, which gives what is new its identity.
    changes = [one if one.id else replace(one, uid=f"new {at}") for at, one in enumerate(compared)]
    after = project_after(known, changes)
    return loops_after(after.tasks, changes, given.tasks, kind == OWN)


def circle(finding: Finding) -> str:
    return str(finding.params["circle"])


def test_a_circle_is_named_with_its_tasks_and_the_cells_of_its_links() -> None:
    (told,) = loops(task(5, "1", "Dig", "3"), task(6, "2", "Lay", "1"), task(7, "3", "Fill", "2"))
    assert (told.severity, told.sheet, told.cell) == (WARNING, "Plan", "F5")
    assert circle(told) == "1 Dig (F5) → 2 Lay (F6) → 3 Fill (F7) → 1 Dig"


def test_links_without_a_circle_are_not_told() -> None:
    assert not loops(task(5, "1", "Dig"), task(6, "2", "Lay", "1"), task(7, "3", "Fill", "1", "2"))


def test_each_circle_is_told_once_and_what_hangs_behind_it_is_not_in_it() -> None:
    told = loops(
        task(5, "1", "A", "2"),
        task(6, "2", "B", "1"),
        task(7, "3", "C", "2", "4"),
        task(8, "4", "D", "3"),
        task(9, "5", "E", "4"),
    )
    assert [circle(one) for one in told] == [
        "1 A (F5) → 2 B (F6) → 1 A",
        "3 C (F7) → 4 D (F8) → 3 C",
    ]


def test_a_circle_by_way_of_a_phase_is_told_at_the_phase_s_own_link() -> None:
    (told,) = loops(
        task(5, "1", "Phase", "2"), task(6, "1.1", "Inside"), task(7, "2", "After", "1.1")
    )
    assert circle(told) == "1.1 Inside (F5) → 2 After (F7) → 1.1 Inside"


def test_a_circle_that_a_file_closes_with_links_of_the_database_is_told() -> None:
    """The database has 1.2 after 1.1."""
    rows = about("P-0605", task(9, "1.1", "方案设计", "1.2"))
    assert [(one.cell, circle(one)) for one in found(rows, RECORDS, TEAM)] == [
        ("F9", "1.1 方案设计 (F9) → 1.2 安全评估 → 1.1 方案设计")
    ]


def test_a_circle_of_the_database_is_not_told_of_a_file_that_does_not_touch_it() -> None:
    looped = tuple(
        Record("task", {**one.values, "predecessors": (Link(before),)}, one.uid, one.id)
        if (before := {"1.1": "1.2", "1.2": "1.1"}.get(one.values["wbs"]))
        else one
        for one in RECORDS.tasks
    )
    known = type(RECORDS)(RECORDS.project, tasks=looped)
    note = Record("task", {"wbs": "2.1", "name": "=SUM(A1)", "notes": "ok"})
    for kind, rows in ((TEAM, (note,)), (OWN, looped)):
        assert found(about("P-0605", *rows), known, kind) == []


@given(st.integers(1, 7).flatmap(lambda n: st.lists(st.tuples(*[st.integers(1, n)] * 2))))
def test_there_is_a_finding_exactly_where_a_task_follows_itself(links: Network) -> None:
    before: dict[int, list[int]] = defaultdict(list)
    for one, other in links:
        if one != other:
            before[other].append(one)
    tasks = [
        Standing(str(code), "", tuple(Link(str(one)) for one in before[code]), said=True)
        for code in range(1, 8)
    ]
    assert bool(loop_findings(tasks)) == any(_follows(code, code, before) for code in range(1, 8))


def _follows(code: int, other: int, before: dict[int, list[int]]) -> bool:
    seen: set[int] = set()
    waiting = list(before[code])
    while waiting:
        one = waiting.pop()
        if one == other:
            return True
        if one not in seen:
            seen.add(one)
            waiting += before[one]
    return False


def test_what_the_review_tells_is_what_the_schedule_finds_after_the_commit(
    workspace: Workspace,
) -> None:
    rows = about("P-9", task(5, "1", "A", "2"), task(6, "2", "B", "1"), name="New")
    reviewed = review(workspace, [file("a.xlsx", rows)])
    (checked,) = check_all(workspace, list(map(Choice, reviewed.files)))
    (told,) = (one for one in checked.file.findings if one.code == "link_loop")
    assert circle(told) == "1 A (F5) → 2 B (F6) → 1 A"
    assert checked.file.state == "attention"
    workspace.edit(Title("x"), commit, reviewed.changes)
    computed = workspace.query(lambda session: compute(session).result.findings)
    assert [one.kind for one in computed] == [FindingKind.LOOP]


@pytest.mark.parametrize(
    ("code", "start"), [("en", "Links run in a circle"), ("zh", "任务链接形成循环")]
)
def test_the_sentence_is_there_in_both_languages(code: str, start: str) -> None:
    (told,) = loops(task(5, "1", "A", "2"), task(6, "2", "B", "1"))
    assert say(told, Language(code)).startswith(start)
