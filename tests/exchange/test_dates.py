"""Dates as teams write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.exchange.parsing import dates
from pmo_desktop.exchange.parsing.values import Unread
from tests.exchange.books import cells, codes, days, ends, read, starts, values

FIFTH = datetime(2026, 11, 5)
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    "text",
    ["2026/11/5", " 2026-11-05", "2026.11.05", "2026年11月5日", "2026年11月5号", "05-Nov-2026",
     "5 Nov 2026", "Nov 5, 2026", "November 5th, 2026", "5th November 2026", "20261105",
     "２０２６／１１／５", "2026-11-05 00:00:00", "2026-11-05T00:00", "2026-11-05（周四）",
     "2026年11月5日 星期四", "Thu 05 Nov 2026", "2026-Nov-05", "46331", "2026 / 11 / 5",
     "5-Nov-26", "\u3000２０２６年１１月５日 "],
)  # fmt: skip
def test_a_full_date_is_read_however_it_is_written(text: str) -> None:
    assert dates.parse(text) == FIFTH


@pytest.mark.parametrize(
    "text", ["2026年11月", "Nov 2026", "Q4 2026", "11月底", "下周", "2026/2/30", "1.2"]
)
def test_what_is_no_full_date_is_not_guessed(text: str) -> None:
    assert isinstance(dates.parse(text), Unread)


@pytest.mark.parametrize("text", ["", "-", "TBD", "待定", "N/A", "无", "/"])
def test_what_says_that_there_is_none_is_none(text: str) -> None:
    assert dates.parse(text) is None


def test_a_time_is_kept_and_a_bare_date_is_the_whole_working_day() -> None:
    given_time = dates.parse("2026-11-05 14:30")
    assert given_time == datetime(2026, 11, 5, 14, 30)
    assert dates.start_of(FIFTH) == starts("2026-11-05")
    assert dates.finish_of(FIFTH) == ends("2026-11-05")
    assert dates.start_of(given_time) == dates.finish_of(given_time) == given_time


def test_a_number_is_a_date_only_where_it_is_a_likely_serial() -> None:
    assert dates.parse(46331.0) == FIFTH
    assert dates.parse(46331.0 - 1462, since_1904=True) == FIFTH
    assert dates.parse(20261105.0) == FIFTH
    assert isinstance(dates.parse(11.5), Unread)
    assert isinstance(dates.parse(100.0), Unread)


@given(DAYS)
def test_every_day_is_read_back_from_every_way_of_writing_it(day: date) -> None:
    moment = datetime(day.year, day.month, day.day)
    assert dates.parse(f"{day.year}/{day.month}/{day.day}") == moment
    assert dates.parse(f"{day:%Y.%m.%d}") == moment
    assert dates.parse(f"{day.year}年{day.month}月{day.day}日") == moment
    assert dates.parse(f"{day:%d-%b-%Y}") == moment
    assert dates.parse(f"{day:%B} {day.day}, {day.year}") == moment
    assert dates.parse(float((moment - datetime(1899, 12, 30)).days)) == moment
    assert dates.parse(day) == moment


@given(st.lists(DAYS, min_size=4, max_size=12, unique=True))
def test_the_order_of_day_and_month_is_found_or_told_but_never_wrong(
    days_given: list[date],
) -> None:
    for day_first in (True, False):
        texts = [f"{d:%d/%m/%Y}" if day_first else f"{d:%m/%d/%Y}" for d in days_given]
        column = [dates.parse(text) for text in texts]
        order = dates.orders([column], (), date(2026, 11, 20), False)
        for day, value in zip(days_given, column, strict=True):
            read_as = dates.ordered(value, order)
            assert isinstance(read_as, Unread) or read_as == datetime(day.year, day.month, day.day)


def plan(
    folder: Path, pairs: list[tuple[Any, Any]], headers: tuple[str, str] = ("开始", "完成")
) -> Any:
    rows = [["任务", *headers], *([f"任务{i}", *pair] for i, pair in enumerate(pairs))]
    return read(folder, rows)


def test_days_beyond_twelve_decide_for_the_whole_table(tmp_path: Path) -> None:
    found = plan(tmp_path, [("5/11/2026", "6/11/2026"), ("9/11/2026", "13/11/2026")])
    assert days(found) == {"1": ("11-05", "11-06"), "2": ("11-09", "11-13")}
    assert "day_first" in codes(found)


def test_finishes_that_would_come_before_their_starts_decide_too(tmp_path: Path) -> None:
    found = plan(tmp_path, [("11/2/2026", "12/1/2026"), ("5/11/2026", "6/10/2026")])
    assert days(found) == {"1": ("11-02", "12-01"), "2": ("05-11", "06-10")}
    assert "month_first" in codes(found)


def test_where_nothing_decides_the_dates_are_told_and_not_taken(tmp_path: Path) -> None:
    found = plan(tmp_path, [("5/11/2026", "6/11/2026"), ("7/11/2026", "8/11/2026")])
    assert days(found) == {}
    assert cells(found, "date_unordered") == ["B2", "B3", "C2", "C3"]


def test_two_digits_are_a_year_where_only_that_is_likely(tmp_path: Path) -> None:
    found = plan(tmp_path, [("26/11/5", "26/11/6"), ("26-12-28", "27-01-04")])
    assert days(found) == {"1": ("11-05", "11-06"), "2": ("12-28", "01-04")}
    assert values(found, "finish")["2"].year == 2027


def test_dates_without_a_year_follow_the_day_that_is_reported_on(tmp_path: Path) -> None:
    found = plan(
        tmp_path,
        [
            ("8月17日", "9月4日"),
            ("10月21日", "11月4日"),
            ("12月28日", "1月8日"),
            ("1月11日", "1月15日"),
        ],
    )
    assert [f"{d:%Y-%m-%d}" for d in values(found, "start").values()] == [
        "2026-08-17", "2026-10-21", "2026-12-28", "2027-01-11",
    ]  # fmt: skip
    assert [f"{d:%Y-%m-%d}" for d in values(found, "finish").values()] == [
        "2026-09-04", "2026-11-04", "2027-01-08", "2027-01-15",
    ]  # fmt: skip
    assert cells(found, "years_added") == ["B2", "C2"]


def test_dates_without_a_year_follow_those_that_have_one(tmp_path: Path) -> None:
    found = plan(
        tmp_path, [("2025年3月1日", "3月20日"), ("4月1日", "2025/4/20"), ("5月1日", "5月20日")]
    )
    assert {d.year for d in values(found, "start").values()} == {2025}
    assert {d.year for d in values(found, "finish").values()} == {2025}


def test_the_report_s_own_date_counts_for_years(tmp_path: Path) -> None:
    rows = [["报告日期：2024年5月10日"], ["任务", "开始", "完成"], ["设计", "4月1日", "5月20日"]]
    assert values(read(tmp_path, rows), "start")["1"].year == 2024


@given(st.dates(date(2026, 6, 15), date(2027, 4, 15)), st.lists(st.integers(0, 40), max_size=8))
def test_a_plan_around_today_gets_its_own_years_back(first: date, gaps: list[int]) -> None:
    plan_days = [first]
    for gap in gaps:
        plan_days.append(plan_days[-1] + timedelta(days=gap))
    texts = [f"{d.month}月{d.day}日" for d in plan_days]
    near = plan_days[len(plan_days) // 2]
    found = dates.with_years([dates.parse(text) for text in texts], near)
    assert [moment.date() for moment in found] == plan_days  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    ["2026/11/5~2026/11/20", "2026-11-05 - 2026-11-20", "2026.11.5至2026.11.20", "2026/11/5-11/20",
     "5 Nov 2026 to 20 Nov 2026", "2026年11月5日—2026年11月20日", "2026年11月5日-20日"],
)  # fmt: skip
def test_a_range_has_two_ends(text: str) -> None:
    found = dates.parse_range(text)
    assert found is not None
    first, last = found
    assert first == FIFTH
    assert last == datetime(2026, 11, 20) or last == dates.Yearless(11, 20)


def test_a_single_date_is_no_range() -> None:
    assert dates.parse_range("2026-11-05") is None


def test_a_number_that_is_shown_as_a_day_of_1900_is_told(tmp_path: Path) -> None:
    rows = [["任务", "开始", "完成"], ["甲", datetime(1900, 1, 15), datetime(2026, 11, 6)]]
    found = read(tmp_path, rows)
    assert cells(found, "date_far") == ["B2"]
    assert "start" not in values(found, "name")
