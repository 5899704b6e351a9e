"""A project that is not known: its tasks looked at together, against each looked at by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.new_records import Changes, loose
from pmo_desktop.domain.record_columns import RecordColumns
from pmo_desktop.domain.records import Cell, ProjectRecords, Record, RecordChange
from pmo_desktop.domain.tasks import Link
from pmo_desktop.exchange.comparing.comparison import Compared, OfficeView, compare

DAY = 480
FIRST = datetime(2026, 11, 2, 9)
PROJECT = Record("project", {"code": "P-1", "name": "Portal"}, cells={"code": Cell("Plan", "B1")})
OFFICE = OfficeView((Record("person", {"name": "罗敏"}, id=1),))
CODES = ("1", "1.1", "1.2", "1.2.1", "2", "2.1", "3.4.1", "4")

starts = st.integers(0, 9).map(lambda days: FIRST + timedelta(days=days))
rows = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(("task", "task", "milestone", "summary")),
        "people": st.sampled_from((None, ("罗敏",), ("罗 敏", "王岚"), ("罗闽",), ("陈杰",))),
        "start": st.none() | starts,
        "finish": st.none() | starts.map(lambda moment: moment.replace(hour=18)),
        "duration": st.sampled_from((None, 0, DAY, 3 * DAY)),
        "percent_complete": st.sampled_from((None, 0.0, 0.5, 1.0, 1.5)),
        "predecessors": st.sampled_from(
            (None, (Link("1.1"),), (Link("1.1"), Link("2")), (Link("2"), Link("2")), (Link("9"),))
        ),
        "notes": st.sampled_from((None, "later")),
    }
)
lists = st.lists(rows, min_size=1, max_size=len(CODES))


def in_columns(found: list[dict[str, Any]]) -> RecordColumns:
    columns = {name: [row[name] for row in found] for name in found[0]}
    codes = list(CODES[: len(found)])
    names = [f"Task {code}" for code in codes]
    given = {"wbs": codes, "name": names, **columns}
    return RecordColumns("task", given, lambda at: cells(given, at))


def cells(columns: dict[str, Any], at: int) -> dict[str, Cell]:
    return {name: Cell("Plan", f"{chr(65 + n)}{at + 5}") for n, name in enumerate(columns)}


def compared(tasks: RecordColumns | tuple[Record, ...]) -> Compared:
    return compare(ProjectRecords(PROJECT, tasks), None, "team", OFFICE)


def without_uids(changes: Any) -> list[RecordChange]:
    return [replace(change, uid=None) for change in changes]


@given(lists)
def test_tasks_looked_at_together_are_what_each_is_by_itself(found: list[dict[str, Any]]) -> None:
    tasks = in_columns(found)
    together, apart = compared(tasks), compared(tuple(tasks))
    assert isinstance(together.changes, Changes)
    assert not isinstance(apart.changes, Changes)
    assert without_uids(together.changes) == without_uids(apart.changes)
    assert [change.placed for change in together.changes] == [
        change.placed for change in apart.changes
    ]
    assert together.findings == apart.findings


@given(lists)
def test_every_new_task_has_an_identity_of_its_own(found: list[dict[str, Any]]) -> None:
    changes = compared(in_columns(found)).changes
    uids = [change.uid for change in changes if change.table == "task"]
    assert None not in uids
    assert len(set(uids)) == len(found)


def test_what_may_be_asked_about_is_apart_from_what_is_only_new() -> None:
    plain = dict.fromkeys(("start", "finish", "duration"))
    changes = compared(in_columns([{"kind": "task", "people": ("王岚",), **plain}])).changes
    assert [change.table for change in changes] == ["project", "person", "task"]
    assert [change.table for change in loose(changes)] == ["project", "person"]
    assert len(changes) == 3
    assert changes[2].label == "1 Task 1"


def test_tasks_with_what_has_happened_are_looked_at_one_by_one() -> None:
    dates = {"finish": FIRST, "actual_finish": FIRST}
    changes = compared(in_columns([{"kind": "task", "start": FIRST, **dates}])).changes
    assert not isinstance(changes, Changes)
    assert changes[-1].values["baseline_finish"]
