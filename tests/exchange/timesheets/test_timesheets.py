"""Timesheets as people send them: recognised, read, matched, compared, taken in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_desktop.domain.timesheets import EntryState
from pmo_desktop.exchange.findings import NOTE, say
from pmo_desktop.exchange.parsing.values import Unread
from pmo_desktop.exchange.returns import returns_among
from pmo_desktop.exchange.timesheets import words
from pmo_desktop.exchange.timesheets.columns import columns_of
from pmo_desktop.exchange.timesheets.hours import read, unit_of
from pmo_desktop.exchange.timesheets.lines import listed
from pmo_desktop.exchange.timesheets.review import (
    FileOfTimesheets,
    review_timesheets,
)
from pmo_desktop.exchange.timesheets.template import write_timesheets
from pmo_desktop.exchange.understanding import understand
from pmo_desktop.exchange.understood import Understood
from pmo_desktop.language import CODES, Language
from pmo_desktop.paths import resource
from pmo_desktop.services.editing import add
from pmo_desktop.services.timesheet_people import timesheet_people
from pmo_desktop.services.timesheets import EntryRow, entries_of, known_work, take_timesheets
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from tests.exchange.books import TODAY, book

X = Title("x")
MONDAY = date(2026, 11, 16)
HEAD = ["Name", "Date", "Project", "Task", "Hours", "Note"]
WEEK = ["项目编号", "任务", "周一", "周二", "周三", "周四", "周五", "周六", "周日", "合计"]


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    """P-1 Depot with Dig (1.1) and Build (1.2), P-2 Harbour with Dig (1.1); Ann works on P-1's."""
    dates = {"start": datetime(2026, 11, 16, 9), "finish": datetime(2026, 11, 27, 18)}
    for code, name, people in (("P-1", "Depot", ("Ann",)), ("P-2", "Harbour", ("张伟",))):
        given = {"code": code, "name": name, "state": "active"}
        project = workspace.edit(X, add, "project", given).result
        for wbs, task in (("1.1", "Dig"), ("1.2", "Build")):
            values = {"wbs": wbs, "name": f"{task}", "people": people, **dates}
            workspace.edit(X, add, "task", values, project)
    workspace.edit(X, add, "person", {"name": "Bo Li", "email": "bo@example.com"})
    return workspace


def taken(office: Workspace, path: Path) -> FileOfTimesheets:
    """The file as it is reviewed, and then taken in."""
    understood = understand(path, today=TODAY)
    found = review_timesheets(office, [understood]).files[0]
    office.edit(X, take_timesheets, [found.as_taken()])
    return found


def worked(office: Workspace) -> list[tuple[str, int, str, str, int, str]]:
    rows: Sequence[EntryRow] = office.query(entries_of, date(2026, 1, 1), date(2027, 1, 1))
    return [(r.person, (r.day - MONDAY).days, r.project[:3], r.task, r.minutes, r.note)
            for r in rows]  # fmt: skip


def codes(found: FileOfTimesheets) -> list[tuple[str, str, Any]]:
    return [(f.code, f.text, f.params.get("rows")) for f in found.findings]


def test_a_list_is_read_with_dates_and_hours_in_whatever_form(
    office: Workspace, tmp_path: Path
) -> None:
    rows = [
        HEAD,
        ["Ann", MONDAY, "P-1", "1.1", 7.5, "trench"],
        ["Ann", "17/11/2026", "Depot", "Dig", "7:30", None],
        ["Ann", "18/11/2026", "P-1 Depot", "1.2 Build", "7.5h", None],
        ["bo@example.com", "2026-11-19", "p-1", None, time(1, 15), None],
        ["Bo Li", "20 Nov 2026", "internal", None, timedelta(hours=2), "training"],
        ["Total", None, None, None, 25.75, None],
    ]
    found = taken(office, book(tmp_path / "list.xlsx", {"Log": rows}))
    assert worked(office) == [
        ("Ann", 0, "P-1", "1.1 Dig", 450, "trench"),
        ("Ann", 1, "P-1", "1.1 Dig", 450, ""),
        ("Ann", 2, "P-1", "1.2 Build", 450, ""),
        ("Bo Li", 3, "P-1", "", 75, ""),
        ("Bo Li", 4, "", "", 120, "internal: training"),
    ]
    assert codes(found) == [("timesheet_totals", "", "7")]


def test_a_week_is_read_with_the_person_above_it(office: Workspace, tmp_path: Path) -> None:
    rows = [
        ["工时表"],
        ["姓名：", "张伟", None, "周起始日期", "2026年11月16日"],
        [],
        WEEK,
        ["P-2", "Dig", 8, "7:30", "半天", None, "2小时30分", None, None, 22],
        ["P-2", "1.2", None, None, None, 8, None, None, None, 8],
        ["合计", None, 8, 7.5, 4, 8, 2.5, 0, 0, 30],
        [],
        [],
        ["签字", "主管", "x", "x", "x", "x", "x"],
    ]
    found = taken(office, book(tmp_path / "周.xlsx", {"工时": rows}))
    assert worked(office) == [
        ("张伟", 0, "P-2", "1.1 Dig", 480, ""),
        ("张伟", 1, "P-2", "1.1 Dig", 450, ""),
        ("张伟", 2, "P-2", "1.1 Dig", 240, ""),
        ("张伟", 3, "P-2", "1.2 Build", 480, ""),
        ("张伟", 4, "P-2", "1.1 Dig", 150, ""),
    ]
    assert codes(found) == [
        ("timesheet_totals", "", "7"), ("timesheet_column_left", "J 合计", "5")]  # fmt: skip


@pytest.mark.parametrize(
    ("above", "days"),
    [
        ([["Week of", MONDAY]], ["Mon", "Tue", "Wed", "Thu", "Fri"]),
        ([["Week ending: 22 Nov 2026"]], ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]),
        ([["Period", "2026-11-16 ~ 2026-11-22"]], ["一", "二", "三", "四", "五"]),
        ([["Timesheet W47"]], ["Mon", "Tue", "Wed", "Thu", "Fri"]),
        ([], ["Mon 16 Nov", "Tue 17 Nov", "Wed 18 Nov", "Thu 19 Nov", "Fri 20 Nov"]),
        ([], ["11/16", "11/17", "11/18", "11/19", "11/20"]),
        ([], [MONDAY + timedelta(days=at) for at in range(5)]),
    ],
    ids=["date", "ending", "range", "number", "in headers", "bare", "real"],
)
def test_the_days_of_a_week_are_found_however_it_is_named(
    office: Workspace, tmp_path: Path, above: list[Any], days: list[Any]
) -> None:
    rows = [["Employee: Ann"], *above, ["Project", "Task", *days], ["P-1", "Dig", 1, 2, 3, 4, 5]]
    taken(office, book(tmp_path / "week.xlsx", {"Sheet": rows}))
    assert [(row[1], row[4]) for row in worked(office)] == [(at, 60 * (at + 1)) for at in range(5)]


def test_dates_may_stand_below_the_weekdays_and_weeks_below_one_another(
    office: Workspace, tmp_path: Path
) -> None:
    def week(first: date) -> list[list[Any]]:
        days = [first + timedelta(days=at) for at in range(7)]
        return [["Project", "Task", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
                [None, None, *days], ["P-1", "Dig", 1, 1, 1, 1, 1, None, 2], []]  # fmt: skip

    rows = [["Name", "Ann"], *week(MONDAY), *week(MONDAY + timedelta(days=7))]
    taken(office, book(tmp_path / "two.xlsx", {"Sheet": rows}))
    assert [row[1] for row in worked(office)] == [0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 13]


def test_a_week_that_is_not_named_is_told_and_nothing_of_it_taken(
    office: Workspace, tmp_path: Path
) -> None:
    rows = [["Name", "Ann"], WEEK, ["P-1", "Dig", 8]]
    found = taken(office, book(tmp_path / "week.xlsx", {"Sheet": rows}))
    assert worked(office) == []
    assert [code for code, _, _ in codes(found)] == ["week_unknown"]


def test_a_sheet_without_a_name_goes_by_the_name_of_the_sheet_or_file(
    office: Workspace, tmp_path: Path
) -> None:
    rows = [["Week of", MONDAY], ["Project", "Task", "Mon", "Tue", "Wed", "Thu", "Fri"],
            ["P-1", "Dig", 8]]  # fmt: skip
    found = taken(office, book(tmp_path / "timesheet_bo-li_W47.xlsx", {"Sheet1": rows}))
    assert [row[0] for row in worked(office)] == ["Bo Li"]
    assert [code for code, _, _ in codes(found)] == ["timesheet_person_guessed"]
    found = taken(office, book(tmp_path / "unsigned.xlsx", {"Sheet1": rows}))
    assert codes(found) == [("timesheet_no_person", "", "3")]


def test_whatever_is_unknown_is_told_with_its_rows_and_left_out(
    office: Workspace, tmp_path: Path
) -> None:
    rows = [
        HEAD,
        ["Zoe", MONDAY, "P-1", "Dig", 1, None],
        ["Zoe", MONDAY, "P-1", "Dig", 1, None],
        ["Ann", MONDAY, "P-9", "Dig", 1, None],
        ["Ann", MONDAY, "P-1", "Paint", 1, None],
        ["Zoe", MONDAY, "P-1", "Dig", 1, None],
        ["Ann", MONDAY, "P-1", "Dig", "lots", None],
        ["Ann", "some day", "P-1", "Dig", 1, None],
        ["Ann", MONDAY, None, "Paint", 1, None],
        ["Bo Li", MONDAY, None, "Dig", 1, None],
        ["Bo Li", MONDAY, None, None, 1, None],
        ["Ann", MONDAY, "P-1", "Dig", 25, None],
    ]
    found = taken(office, book(tmp_path / "list.xlsx", {"Log": rows}))
    assert worked(office) == []
    assert codes(found) == [
        ("not_hours", "lots", "7"),
        ("timesheet_no_day", "some day", "8"),
        ("hours_over_day", "25", "12"),
        ("timesheet_nobody", "Zoe", "2-3, 6"),
        ("timesheet_no_project", "P-9", "4"),
        ("timesheet_no_task", "Paint", "5"),
        ("timesheet_loose_task", "Paint", "9"),
        ("timesheet_two_tasks", "Dig", "10"),
        ("timesheet_no_work", "", "11"),
    ]


def test_a_task_without_its_project_is_the_persons_own(office: Workspace, tmp_path: Path) -> None:
    taken(office, book(tmp_path / "a.xlsx", {"Log": [HEAD, ["Ann", MONDAY, None, "Dig", 1]]}))
    assert [row[2] for row in worked(office)] == ["P-1"]


def test_the_same_file_twice_changes_nothing_and_a_corrected_one_what_it_corrects(
    office: Workspace, tmp_path: Path
) -> None:
    rows = [HEAD, ["Ann", MONDAY, "P-1", "Dig", 3, "am"], ["Ann", MONDAY, "P-1", "Dig", 4, "pm"],
            ["Ann", MONDAY, "P-1", "Build", 1, None]]  # fmt: skip
    first = book(tmp_path / "a.xlsx", {"Log": rows})
    taken(office, first)
    before = worked(office)
    assert [(row[3], row[4], row[5]) for row in before] == [
        ("1.1 Dig", 420, "am; pm"),
        ("1.2 Build", 60, ""),
    ]
    again = taken(office, first)
    assert (again.news, worked(office)) == (0, before)
    assert "timesheet_known" in [code for code, _, _ in codes(again)]
    rows[1:] = [["Ann", MONDAY, "P-1", "Dig", 5, None], ["Ann", MONDAY, "P-1", "Build", 0, None]]
    corrected = taken(office, book(tmp_path / "b.xlsx", {"Log": rows}))
    states = [placed.change.state for placed in corrected.changes]
    assert states == [EntryState.CHANGED, EntryState.REMOVED]
    assert [(row[3], row[4]) for row in worked(office)] == [("1.1 Dig", 300)]
    office.undo()
    assert worked(office) == before


def test_of_several_files_about_the_same_day_the_later_one_counts(
    office: Workspace, tmp_path: Path
) -> None:
    paths = [
        book(tmp_path / f"{n}.xlsx", {"Log": [HEAD, ["Ann", MONDAY, "P-1", "Dig", n]]})
        for n in (3, 5)
    ]
    found = review_timesheets(office, [understand(path, today=TODAY) for path in paths])
    office.edit(X, take_timesheets, [file.as_taken() for file in found.files])
    assert [row[4] for row in worked(office)] == [300]
    assert office.undo() is not None
    assert worked(office) == []


def test_more_than_a_day_has_and_days_to_come_are_told(office: Workspace, tmp_path: Path) -> None:
    rows = [HEAD, ["Ann", MONDAY, "P-1", "Dig", 14], ["Ann", MONDAY, "P-1", "Build", 14],
            ["Ann", date(2026, 12, 24), "P-1", "Dig", 1]]  # fmt: skip
    found = taken(office, book(tmp_path / "a.xlsx", {"Log": rows}))
    assert [f.code for f in found.findings] == ["timesheet_long_day", "timesheet_future"]
    assert found.findings[0].params["hours"] == 28
    assert [f.params["rows"] for f in found.findings] == ["2-3", "4"]


def test_a_row_without_a_name_is_nobodys_in_a_list_that_repeats_names(
    office: Workspace, tmp_path: Path
) -> None:
    rows = [HEAD, *[["Ann", MONDAY + timedelta(days=n), "P-1", "Dig", 8] for n in range(3)],
            [None, MONDAY + timedelta(days=3), "P-1", "Dig", 8],
            ["Bo Li", MONDAY, "P-1", "Dig", 8]]  # fmt: skip
    found = taken(office, book(tmp_path / "a.xlsx", {"Ann": rows}))
    assert codes(found) == [("timesheet_nameless", "", "5")]
    assert [row[:2] for row in worked(office)] == [("Ann", 0), ("Bo Li", 0), ("Ann", 1), ("Ann", 2)]


def test_a_name_that_stands_once_above_its_rows_is_theirs_and_that_is_said(
    office: Workspace, tmp_path: Path
) -> None:
    rows = [HEAD, ["Ann", MONDAY, "P-1", "Dig", 8], [None, MONDAY, "P-1", "Build", 1],
            ["Bo Li", MONDAY, "P-1", "Dig", 8], [None, MONDAY, "P-1", "Build", 1],
            [None, MONDAY, "P-2", "Dig", 1]]  # fmt: skip
    found = taken(office, book(tmp_path / "a.xlsx", {"Log": rows}))
    assert codes(found) == [
        ("timesheet_from_above", "Ann", "3"),
        ("timesheet_from_above", "Bo Li", "5-6"),
    ]
    assert [row[0] for row in worked(office)] == ["Ann", "Ann", "Bo Li", "Bo Li", "Bo Li"]


def test_a_merged_name_is_that_of_all_its_rows(office: Workspace, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    rows = [HEAD, ["Ann", MONDAY, "P-1", "Dig", 8], [None, MONDAY, "P-1", "Build", 1],
            *[["Bo Li", MONDAY + timedelta(days=n), "P-1", "Dig", 8] for n in range(4)],
            [None, MONDAY, "P-1", "Build", 1]]  # fmt: skip
    path = book(tmp_path / "a.xlsx", {"Log": rows})
    merged = load_workbook(path)
    merged["Log"].merge_cells("A2:A3")
    merged.save(path)
    assert codes(taken(office, path)) == [
        ("timesheet_from_above", "Ann", "3"), ("timesheet_nameless", "", "8")]  # fmt: skip


def test_the_same_work_twice_and_impossible_days_are_told_with_their_rows(
    office: Workspace, tmp_path: Path
) -> None:
    rows = [HEAD, ["Ann", MONDAY, "P-1", "Dig", 3], ["Ann", MONDAY, "P-1", "Dig", 3],
            ["Ann", date(1999, 12, 31), "P-1", "Dig", 1],
            ["Ann", date(2031, 1, 1), "P-1", "Dig", 1]]  # fmt: skip
    found = taken(office, book(tmp_path / "a.xlsx", {"Log": rows}))
    assert codes(found) == [
        ("timesheet_far_day", "1999-12-31", "4"),
        ("timesheet_far_day", "2031-01-01", "5"),
        ("timesheet_twice", "", "2-3"),
    ]
    assert [row[4] for row in worked(office)] == [360]


@pytest.mark.parametrize("code", CODES)
def test_a_timesheet_that_was_written_out_and_filled_in_comes_back(
    office: Workspace, tmp_path: Path, code: str
) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "sheets.xlsx"
    people = office.query(timesheet_people, MONDAY, 2)
    assert write_timesheets(path, people, Language(code)) == 3
    filled = load_workbook(path)
    page = filled["Ann"]
    grid = [cell for row in page.iter_rows() for cell in row]
    digs = [cell.row for cell in grid if cell.value == "Dig"]
    assert len(digs) == 2
    page.cell(digs[0], 5).value = 7.5
    page.cell(digs[1], 9).value = "6:30"
    free = page.cell(digs[0] + 2, 2)
    free.value = {"zh": "内部", "en": "Internal"}[code]
    page.cell(free.row, 4).value = "x"
    page.cell(free.row, 6).value = 2
    filled.save(path)
    found = taken(office, path)
    assert [f.code for f in found.findings if f.severity != NOTE] == ["timesheet_future"]
    assert [row[:5] for row in worked(office)] == [
        ("Ann", 0, "P-1", "1.1 Dig", 450),
        ("Ann", 1, "", "", 120),
        ("Ann", 11, "P-1", "1.1 Dig", 390),
    ]


def test_plans_and_registers_are_no_timesheets(samples: Path, tmp_path: Path) -> None:
    days = [MONDAY + timedelta(days=at) for at in range(7)]
    plan = [["Task", "Start", "Finish", *days], ["Dig", MONDAY, MONDAY, 1, 1]]
    found = [understand(book(tmp_path / "plan.xlsx", {"Plan": plan}), today=TODAY)]
    paths = [*samples.rglob("*.xlsx"), *samples.rglob("*.csv")][:120]
    found += [understand(path, today=TODAY) for path in paths]
    assert returns_among(found)[0] == []


def test_rows_are_listed_as_a_reader_looks_for_them() -> None:
    assert listed({3, 9, 4, 5, 11}) == "3-5, 9, 11"


@given(st.integers(0, 24 * 60))
def test_every_way_to_write_minutes_is_read_as_the_same(minutes: int) -> None:
    hours, rest = divmod(minutes, 60)
    ways: list[Any] = [
        minutes / 60,
        f"{hours}:{rest:02}",
        f"{hours}h{rest:02}",
        f"{hours}小时{rest}分",
        f"{hours} hours {rest} min",
        f"{minutes}min",
        timedelta(minutes=minutes),
    ]
    if minutes < 24 * 60:
        ways.append(time(hours, rest))
    assert {read(way) for way in ways} == {minutes}


@pytest.mark.parametrize("value", ["lots", "-1", "7:75", 25, "25h", -1.0, True, "1.5.2", "h"])
def test_what_is_no_number_of_hours_is_not_read(value: Any) -> None:
    assert isinstance(read(value), Unread)


@pytest.mark.parametrize(
    ("header", "value", "minutes"),
    [("工时（天）", 0.5, 240), ("Time (min)", 90, 90), ("Hours", 1, 60), ("Days (d)", "3h", 180)],
)
def test_a_header_says_what_its_numbers_count(header: str, value: Any, minutes: int) -> None:
    assert read(value, unit_of(header)) == minutes


def test_a_newer_version_of_a_file_takes_back_what_it_says_no_more(
    office: Workspace, tmp_path: Path
) -> None:
    days = [MONDAY + timedelta(days=at) for at in range(3)]
    rows: list[Any] = [HEAD, *(["Ann", day, "P-1", "Dig", 8] for day in days)]
    other = [HEAD, ["Ann", MONDAY, "P-2", "Dig", 1]]
    taken(office, book(tmp_path / "other.xlsx", {"Log": other}))
    taken(office, book(tmp_path / "a.xlsx", {"Log": rows}))
    before = worked(office)
    rows[1][3] = "Build"
    del rows[2]
    found = taken(office, book(tmp_path / "a.xlsx", {"Log": rows}))
    assert [(f.code, f.params["n"]) for f in found.findings] == [
        ("timesheet_replaced", 2), ("timesheet_left", 1)]  # fmt: skip
    assert [row[1:5] for row in worked(office)] == [
        (0, "P-2", "1.1 Dig", 60),
        (0, "P-1", "1.2 Build", 480),
        (2, "P-1", "1.1 Dig", 480),
    ]
    office.undo()
    assert worked(office) == before


def test_nothing_is_taken_back_where_some_of_the_file_could_not_be_read(
    office: Workspace, tmp_path: Path
) -> None:
    rows: list[Any] = [
        HEAD, ["Ann", MONDAY, "P-1", "Dig", 8], ["Ann", MONDAY, "P-1", "Build", 1]]  # fmt: skip
    taken(office, book(tmp_path / "a.xlsx", {"Log": rows}))
    rows[2][3] = "Biuld it"
    found = taken(office, book(tmp_path / "a.xlsx", {"Log": rows}))
    assert [f.code for f in found.findings] == ["timesheet_no_task", "timesheet_left"]
    assert len(worked(office)) == 2


def test_a_code_and_a_name_of_two_things_are_neither(office: Workspace, tmp_path: Path) -> None:
    head = ["Name", "Date", "Project code", "Project", "WBS", "Task", "Hours"]
    rows = [head, ["Ann", MONDAY, "P-1", "Harbour", None, None, 1],
            ["Ann", MONDAY, "P-1", "Depot", "1.1", "Build", 1],
            ["Ann", MONDAY, "P-1", "its new name", "1.1", "its new name", 1]]  # fmt: skip
    found = taken(office, book(tmp_path / "a.xlsx", {"Log": rows}))
    assert codes(found) == [
        ("timesheet_two_projects", "P-1 Harbour", "2"),
        ("timesheet_two_tasks", "1.1 Build", "3"),
    ]
    assert [row[3] for row in worked(office)] == ["1.1 Dig"]


def test_a_wbs_code_that_lost_its_zero_as_a_number_is_told(
    office: Workspace, tmp_path: Path
) -> None:
    (project,) = [p.id for p in office.query(known_work).projects if p.code == "P-1"]
    office.edit(X, add, "task", {"wbs": "1.10", "name": "Paint"}, project)
    head = ["Name", "Date", "Project", "WBS", "Hours"]
    rows = [head, ["Ann", MONDAY, "P-1", 1.1, 1], ["Ann", MONDAY, "P-1", "1.10", 2],
            ["Ann", MONDAY, "P-1", 1.2, 4]]  # fmt: skip
    found = taken(office, book(tmp_path / "a.xlsx", {"Log": rows}))
    assert codes(found) == [("timesheet_two_tasks", "1.1", "2")]
    assert [row[3:5] for row in worked(office)] == [("1.10 Paint", 120), ("1.2 Build", 240)]


def test_what_is_written_like_an_unknown_name_is_offered(office: Workspace, tmp_path: Path) -> None:
    rows = [HEAD, ["Bo Lee", MONDAY, "P-1", "Dig", 1], ["张玮", MONDAY, "P-1", "Dig", 1],
            ["Ann", MONDAY, "Harbor", "Dig", 1], ["Ann", MONDAY, "P-1", "Digg", 1]]  # fmt: skip
    found = taken(office, book(tmp_path / "a.xlsx", {"Log": rows}))
    assert [f.params["near"] for f in found.findings] == [
        "Bo Li", "张伟", "P-2 Harbour", "1.1 Dig"]  # fmt: skip
    assert "Bo Li" in say(found.findings[0], Language("en"))
    assert worked(office) == []


LINES = st.lists(
    st.tuples(
        st.sampled_from(["Ann", "Bo Li", "张伟"]),
        st.integers(0, 4),
        st.sampled_from([("P-1", "Dig"), ("P-1", "Build"), ("P-2", ""), ("internal", "talk")]),
        st.integers(0, 12).map(lambda n: n / 4),
    ),
    max_size=14,
)


@settings(max_examples=20)
@given(LINES, LINES)
def test_any_two_lists_leave_the_last_word_of_each_day_and_work(
    new_workspace: Callable[[], Workspace], first: Any, second: Any
) -> None:
    workspace = new_workspace()
    folder = workspace.path.parent
    try:
        office.__wrapped__(workspace)  # type: ignore[attr-defined]  # the fixture's own function
        for number, lines in enumerate((first, second, second)):
            rows = [[who, MONDAY + timedelta(days=day), *work, size]
                    for who, day, work, size in lines]  # fmt: skip
            path = book(folder / f"{number}.xlsx", {"Log": [HEAD, *rows]})
            understood: Understood = understand(path, today=TODAY)
            if understood.timesheet is not None:
                (file,) = review_timesheets(workspace, [understood]).files
                if number == 2:
                    assert file.news == 0
                workspace.edit(X, take_timesheets, [file.as_taken()])
        expected: dict[Any, float] = {}
        for lines in (first, second):
            sums: dict[Any, float] = {}
            for who, day, work, size in lines:
                sums[who, day, work] = sums.get((who, day, work), 0) + size * 60
            expected |= sums
        stored = {
            (who, day, project or "internal", task[4:] or note): minutes
            for who, day, project, task, minutes, note in worked(workspace)
        }
        assert stored == {
            (who, day, code, task): minutes
            for (who, day, (code, task)), minutes in expected.items()
            if minutes
        }
    finally:
        workspace.close()


def test_no_word_of_a_column_has_a_number_but_in_brackets_it_may_stand() -> None:
    lists = json.loads(resource("templates", "timesheets.json").read_text(encoding="utf-8"))
    assert not [word for name in words.COLUMNS for word in lists[name] if re.search(r"\d", word)]
    header = ["Name", "Project 7", "Hours (week 47)", "日期【2026】", "Task <2>"]
    assert columns_of(header) == {"person": 0, "hours": 2, "day": 3, "task": 4}
