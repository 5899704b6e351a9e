"""Whatever a timesheet looks like, it is read as what it says, or it is told that it was not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.exchange.findings import WARNING
from pmo_desktop.exchange.timesheets.lines import TimesheetReading
from pmo_desktop.exchange.understanding import understand
from tests.exchange.books import TODAY, book
from tests.exchange.timesheets.layouts import HOURS, LAYOUTS, Sheets, Way, Worked

FIRST = date(2026, 9, 28)
MONDAY = date(2026, 11, 16)
WAYS = st.builds(
    Way, st.sampled_from(["en", "zh"]), st.booleans(), st.sampled_from(HOURS), st.integers(0, 59)
)
WORKED = st.dictionaries(
    st.tuples(
        st.sampled_from(["Ann Lee", "张伟", "Bo Li"]),
        st.integers(0, 59).map(lambda n: FIRST + timedelta(days=n)),
        st.sampled_from([("P-1", "Dig"), ("P-1", "Build"), ("P-2", "汇总"), ("P-3", "1.1")]),
    ),
    st.integers(1, 48).map(lambda quarters: quarters * 15),
    min_size=1,
    max_size=30,
).map(lambda found: [Worked(who, day, *work, size) for (who, day, work), size in found.items()])


def read_back(path: Path) -> TimesheetReading:
    found = understand(path, today=TODAY).timesheet
    assert found is not None
    return found


def said(reading: TimesheetReading) -> list[Worked]:
    return sorted(
        Worked(one.who.written, one.day, one.project_code or one.project, one.task, one.minutes)
        for one in reading.lines
        if one.minutes
    )


def warnings(reading: TimesheetReading) -> list[str]:
    return [one.code for one in reading.findings if one.severity == WARNING]


@given(st.sampled_from(LAYOUTS), WAYS, WORKED)
def test_a_timesheet_in_any_layout_is_read_as_what_it_says(
    tmp_path_factory: pytest.TempPathFactory,
    layout: Callable[[Sequence[Worked], Way], Sheets],
    way: Way,
    worked: list[Worked],
) -> None:
    sheets = layout(worked, way)
    path = book(tmp_path_factory.mktemp("t") / "sheet.xlsx", sheets.rows, sheets.merges)
    reading = read_back(path)
    assert said(reading) == sorted(worked)
    assert set(warnings(reading)) <= {"timesheet_days_perhaps"}


LIST = ["Name", "Date", "Project", "Task", "Hours"]
WEEK = ["Project", "Task", "Mon", "Tue", "Wed", "Thu", "Fri"]


def told(reading: TimesheetReading) -> list[tuple[str, str, Any]]:
    return [(one.code, one.text, one.params.get("rows")) for one in reading.findings]


def read(tmp_path: Path, rows: Any, name: str = "Log", merges: Sequence[str] = ()) -> Any:
    return read_back(book(tmp_path / "sheet.xlsx", {name: rows}, {name: merges}))


def test_a_row_without_a_date_is_no_days_in_a_list_that_repeats_dates(tmp_path: Path) -> None:
    rows = [LIST, *[["Ann", MONDAY + timedelta(days=n), "P-1", "Dig", 8] for n in range(3)],
            ["Ann", None, "P-1", "Dig", 7]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert told(reading) == [("timesheet_dayless", "", "5")]
    assert [one.minutes for one in reading.lines] == [480] * 3


def test_a_date_that_stands_once_above_its_rows_is_theirs_and_that_is_said(tmp_path: Path) -> None:
    rows = [LIST, ["Ann", MONDAY, "P-1", "Dig", 8], ["Ann", None, "P-1", "Build", 1],
            ["Ann", MONDAY + timedelta(days=1), "P-1", "Dig", 8], ["Ann", None, "P-2", "Dig", 1],
            ["Ann", None, "P-2", "Build", 1]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert told(reading) == [
        ("timesheet_day_above", "2026-11-16", "3"),
        ("timesheet_day_above", "2026-11-17", "5-6"),
    ]
    assert [(one.day - MONDAY).days for one in reading.lines] == [0, 0, 1, 1, 1]


def test_a_project_that_stands_once_above_its_tasks_is_theirs_and_that_is_said(
    tmp_path: Path,
) -> None:
    rows = [["Name", "Ann"], ["Week of", MONDAY], WEEK, ["P-1", "Dig", 1], [None, "Build", 1],
            ["P-2", "Dig", 1], [None, "Build", 1], [None, "internal", 1]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert [(one.project, one.task) for one in reading.lines] == [
        ("P-1", "Dig"), ("P-1", "Build"), ("P-2", "Dig"), ("P-2", "Build"), ("", "internal"),
    ]  # fmt: skip
    assert [one for one in told(reading) if one[0] != "timesheet_days_perhaps"] == [
        ("timesheet_project_above", "P-1", "5"),
        ("timesheet_project_above", "P-2", "7"),
    ]


@pytest.mark.parametrize(
    ("title", "name", "first"),
    [
        ("2026年11月工时表", "Sheet1", date(2026, 11, 1)),
        ("Timesheet November 2026", "Sheet1", date(2026, 11, 1)),
        ("Timesheet", "11月", date(2026, 11, 1)),
        ("Timesheet", "Nov 2026", date(2026, 11, 1)),
        ("Month: 2026-10", "Sheet1", date(2026, 10, 1)),
        ("1月", "Sheet1", date(2027, 1, 1)),
        (date(2026, 10, 1), "Sheet1", date(2026, 10, 1)),
    ],
)
def test_bare_days_are_those_of_the_month_that_is_named(
    tmp_path: Path, title: Any, name: str, first: date
) -> None:
    head = ["Project", *map(float, range(1, 32))]
    rows = [[title], ["Name", "Ann"], head, ["P-1", 8, *[None] * 27, 4]]
    reading = read(tmp_path, rows, name)
    assert [(one.day - first).days for one in reading.lines] == [0, 28]


def test_a_month_that_is_not_named_or_named_twice_is_told_and_nothing_taken(
    tmp_path: Path,
) -> None:
    head = ["Project", *map(float, range(1, 32))]
    rows = [["Timesheet"], ["Name", "Ann"], head, ["P-1", 8]]
    reading = read(tmp_path, rows)
    assert (told(reading)[0][0], reading.lines) == ("month_unknown", ())
    rows[0] = ["Timesheet 2026-10"]
    reading = read(tmp_path, rows, "2026-11")
    assert told(reading)[0][:2] == ("months_differ", "2026-10, 2026-11")
    assert reading.lines == ()


def test_days_from_one_month_to_the_next_go_by_the_period_alone(tmp_path: Path) -> None:
    head = ["Project", *map(float, [*range(26, 32), *range(1, 26)])]
    rows = [["Name", "Ann"], ["Period", "2026-10-26 ~ 2026-11-25"], head,
            ["P-1", 8, *[None] * 5, 4]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert [one.day for one in reading.lines] == [date(2026, 10, 26), date(2026, 11, 1)]
    rows[1] = ["2026年11月"]
    assert warnings(read(tmp_path, rows)) == ["month_unknown"]


def test_days_that_a_month_has_not_and_weekdays_of_another_month_are_told(tmp_path: Path) -> None:
    head = ["Project", *map(float, range(1, 32))]
    rows = [["2026年11月"], ["Name", "Ann"], head, ["P-1", *[None] * 29, 8, 4]]
    reading = read(tmp_path, rows)
    assert [(one.day, one.minutes) for one in reading.lines] == [(date(2026, 11, 30), 480)]
    assert told(reading) == [("timesheet_no_such_day", "31", "4")]
    october = [None, *("四五六日一二三"[n % 7] for n in range(31))]
    reading = read(tmp_path, [*rows[:3], october, rows[3]])
    assert (warnings(reading), reading.lines) == (["weekday_differs"], ())


def test_hours_count_what_is_written_above_them(tmp_path: Path) -> None:
    rows = [["工时表（单位：人天）"], ["姓名", "张伟"], ["周起始日期", MONDAY],
            ["项目", "周一", "周二", "周三", "周四", "周五"],
            ["P-1", 1, 0.5, 1, "4小时"]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert [one.minutes for one in reading.lines] == [480, 240, 480, 240]
    assert warnings(reading) == []


def test_numbers_that_may_be_days_are_told(tmp_path: Path) -> None:
    rows = [["Name", "Ann"], ["Week of", MONDAY], WEEK, ["P-1", "Dig", 1, 0.5, 1, 1]]
    assert told(read(tmp_path, rows)) == [("timesheet_days_perhaps", "", "4")]
    rows[3] = ["P-1", "Dig", 1, 0.5, 1, 2]
    assert told(read(tmp_path, rows)) == []


def test_overtime_is_added_and_other_columns_of_hours_are_told(tmp_path: Path) -> None:
    rows = [["姓名", "日期", "项目", "工时", "加班工时", "夜班小时", "计划工时"],
            ["张伟", MONDAY, "P-1", 8, 2, 1, 9],
            ["张伟", date(2026, 11, 17), "P-1", None, 3]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert [one.minutes for one in reading.lines] == [600, 180]
    assert told(reading) == [("timesheet_column_unread", "F 夜班小时", "1")]


def test_totals_are_held_against_what_was_read(tmp_path: Path) -> None:
    rows = [["Name", "Ann"], ["Week of", MONDAY], [*WEEK, "Total"],
            ["P-1", "Dig", 8, 8, None, None, None, 24], ["P-1", "Build", 1, None, 4, None, None, 5],
            ["Total", None, 9, 8, 4, None, None, 21]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert warnings(reading) == ["timesheet_total_differs"]
    assert told(reading)[0] == ("timesheet_total_differs", "", "4")
    rows = [LIST, ["Ann", MONDAY, "P-1", "Dig", 8], ["Subtotal", None, None, None, 8],
            ["Bo", MONDAY, "P-1", "Dig", 7], ["Subtotal", None, None, None, 7],
            ["Total", None, None, None, 16]]  # fmt: skip
    assert told(read(tmp_path, rows)) == [
        ("timesheet_totals", "", "3, 5-6"), ("timesheet_total_differs", "", "6")]  # fmt: skip


def test_a_column_of_hours_without_a_day_above_it_is_told(tmp_path: Path) -> None:
    rows = [["Name", "Ann"], ["Week of", MONDAY], [*WEEK, None, "Extra"],
            ["P-1", "Dig", 8, 8, None, None, None, 2, 3]]  # fmt: skip
    assert told(read(tmp_path, rows)) == [
        ("timesheet_column_unread", "H", "4"),
        ("timesheet_column_unread", "I Extra", "4"),
    ]


def test_several_peoples_tables_on_one_sheet_are_each_their_own(tmp_path: Path) -> None:
    grid = [["Name", "Ann"], ["Week of", MONDAY], WEEK, ["P-1", "Dig", 8], [],
            ["Name", "Bo"], WEEK, ["P-1", "Dig", 7]]  # fmt: skip
    assert [(one.who.written, one.day, one.minutes) for one in read(tmp_path, grid).lines] == [
        ("Ann", MONDAY, 480), ("Bo", MONDAY, 420)]  # fmt: skip
    header = ["Date", "Project", "Hours"]
    table = [["Name: Ann"], header, [MONDAY, "P-1", 8], [], ["Name: Bo"], header,
             [MONDAY, "P-1", 7], [], ["Name: Cy"], [MONDAY, "P-1", 6]]  # fmt: skip
    reading = read(tmp_path, table)
    assert [(one.who.written, one.minutes) for one in reading.lines] == [
        ("Ann", 480), ("Bo", 420), ("Cy", 360)]  # fmt: skip


def test_a_week_is_not_taken_from_a_date_that_says_something_else(tmp_path: Path) -> None:
    rows = [["Name", "Ann"], ["Printed on", date(2026, 12, 1)], WEEK, ["P-1", "Dig", 8]]
    assert told(read(tmp_path, rows)) == [("week_unknown", "", "3")]
    rows[1] = ["Timesheet 2026-11-16 to 2026-11-20"]
    reading = read(tmp_path, rows)
    assert [one.day for one in reading.lines] == [MONDAY]
    assert told(reading)[0][0] == "week_taken"
    rows[1] = ["Period", "2026-11-01 ~ 2026-11-30"]
    assert told(read(tmp_path, rows)) == [("week_unknown", "", "3")]


def test_a_sheet_that_is_copied_hidden_or_not_read_is_told(tmp_path: Path) -> None:
    rows = [["Name", "Ann"], ["Week of", MONDAY], WEEK, ["P-1", "Dig", 8]]
    sheets: dict[str, Any] = {
        "W47": rows,
        "W47 (2)": rows,
        "More": [["Dig", 8.0]],
        "Read me": [["Fill in"]],
        "Old": rows,
    }
    reading = read_back(book(tmp_path / "a.xlsx", sheets, hidden=["Old"]))
    assert len(reading.lines) == 1
    assert sorted((one.code, one.severity, one.sheet) for one in reading.findings) == [
        ("sheet_hidden", "warning", "Old"), ("sheet_without_table", "note", "Read me"),
        ("sheet_without_table", "warning", "More"), ("timesheet_copy", "warning", "W47 (2)"),
    ]  # fmt: skip


def test_hours_in_cells_over_several_days_are_told(tmp_path: Path) -> None:
    rows = [["Name", "Ann"], ["Week of", MONDAY], WEEK, ["P-1", "Dig", 16]]
    assert told(read(tmp_path, rows, merges=["C4:D4"])) == [("timesheet_merged", "16", "4")]


def test_lists_of_time_clocks_and_of_issue_trackers_are_read(tmp_path: Path) -> None:
    clock = ["User", "Project", "Task", "Start date", "Start time", "End date", "End time",
             "Duration"]  # fmt: skip
    rows = [clock, ["Ann", "P-1", "Dig", "2026-11-16", "09:00:00", "2026-11-16", "10:30:00",
                    "01:30:00"]]  # fmt: skip
    (line,) = read(tmp_path, rows).lines
    assert (line.who.written, line.day, line.minutes) == ("Ann", MONDAY, 90)
    tracker = ["Issue summary", "Hours", "Work date", "Username", "Full name"]
    (line,) = read(tmp_path, [tracker, ["Dig", 1.5, "2026-11-16 09:00", "al", "Ann Lee"]]).lines
    assert (line.who.written, line.day, line.minutes) == ("Ann Lee", MONDAY, 90)


def test_a_day_and_a_name_above_a_list_are_those_of_all_its_rows(tmp_path: Path) -> None:
    rows = [["日期：2026年11月16日", "姓名：张伟"], ["项目", "工作内容", "工时"],
            ["P-1", "Dig", 4], ["P-2", "Dig", 3], ["合计", None, 7]]  # fmt: skip
    reading = read(tmp_path, rows)
    assert [(one.who.written, one.day, one.project, one.minutes) for one in reading.lines] == [
        ("张伟", MONDAY, "P-1", 240), ("张伟", MONDAY, "P-2", 180)]  # fmt: skip
    assert warnings(reading) == []


def test_three_rows_of_headers_that_are_merged_are_one(tmp_path: Path) -> None:
    numbers = [float(number) for number in range(1, 31)]
    weekdays = ["日一二三四五六"[number % 7] for number in range(30)]
    rows = [["2026年11月"], ["姓名", "项目", "11月"], [None, None, *numbers],
            [None, None, *weekdays], ["张伟", "P-1", None, 8],
            [None, "P-2", None, None, 4]]  # fmt: skip
    reading = read(tmp_path, rows, merges=["A2:A4", "B2:B4", "C2:AF2", "A5:A6"])
    assert [(one.who.written, one.day.day, one.project) for one in reading.lines] == [
        ("张伟", 2, "P-1"), ("张伟", 3, "P-2")]  # fmt: skip


def test_a_list_of_other_numbers_is_no_timesheet(tmp_path: Path) -> None:
    rows = [["Task", *map(float, range(1, 6))], ["Dig", 1, 2, 3, 4, 5]]
    path = book(tmp_path / "matrix.xlsx", {"Scores": rows})
    assert understand(path, today=TODAY).timesheet is None
