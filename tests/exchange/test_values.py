"""Shares, money, durations, levels and people as teams write them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.exchange.parsing import durations, levels, money, people, shares, values
from pmo_desktop.exchange.parsing.values import Unread

DAY = 480


def shown_as_numbers(_position: int) -> bool:
    return False


def read_shares(*cells: Any, percent: tuple[int, ...] = ()) -> list[Any]:
    return [
        value.code if isinstance(value, Unread) else value
        for value in shares.read(cells, lambda position: position in percent)
    ]


def test_shares_are_fractions_points_or_percentages_by_their_column() -> None:
    assert read_shares(0.0, 0.85, 1.0) == [0.0, 0.85, 1.0]
    assert read_shares(0.0, 85.0, 100.0, "50") == [0.0, 0.85, 1.0, 0.5]
    assert read_shares("85%", "８５％", "100 %", "约50%", "33.3%") == [0.85, 0.85, 1.0, 0.5, 0.333]
    assert read_shares("0.85", "1") == [0.85, 1.0]


def test_one_among_percent_points_is_one_percent_unless_its_cell_says_otherwise() -> None:
    assert read_shares(1.0, 5.0, 100.0) == [0.01, 0.05, 1.0]
    assert read_shares(1.0, 5.0, 100.0, percent=(0,)) == [1.0, 0.05, 1.0]


def test_fractions_among_percent_points_are_not_guessed() -> None:
    assert read_shares(0.5, 1.0, 80.0) == ["share_unclear", "share_unclear", 0.8]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("完成", 1.0),
        ("已完成", 1.0),
        ("Done", 1.0),
        ("√", 1.0),
        ("未开始", 0.0),
        ("Not started", 0.0),
        ("进行中", "share_in_words"),
        ("In progress", "share_in_words"),
        ("大半", "not_a_share"),
        ("120%", "share_out_of_range"),
        ("-5%", "share_out_of_range"),
        ("3/5", 0.6),
        ("", None),
        ("待定", None),
    ],
)
def test_words_are_shares_where_they_say_how_much(text: str, expected: object) -> None:
    assert read_shares(text) == [expected]


@given(st.lists(st.integers(0, 100), min_size=1, max_size=20))
def test_percent_points_and_percentages_say_the_same(points: list[int]) -> None:
    from_texts = read_shares(*[f"{point}%" for point in points])
    assert from_texts == [point / 100 for point in points]
    if max(points) > 1:
        assert read_shares(*[float(point) for point in points]) == from_texts


def amounts(*cells: Any, header: str = "预算") -> list[Any]:
    return [
        value.code if isinstance(value, Unread) else value for value in money.read(cells, header)[0]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.5万", 125_000),
        ("¥1,250,000.00", 1_250_000),
        ("1,250,000", 1_250_000),
        ("1.2亿", 120_000_000),
        ("120k", 120_000),
        ("USD 1.2m", 1_200_000),
        ("¥ 12.5 万元", 125_000),
        ("￥３００，０００", 300_000),
        ("1.250.000,00", 1_250_000),
        ("(3,000)", -3_000),
        ("-3,000", -3_000),
        ("30000元", 30_000),
        ("12.5w", 125_000),
        ("约30万", 300_000),
        ("1 250 000", 1_250_000),
        ("$1.5M", 1_500_000),
        ("RMB 12,500", 12_500),
        ("€ 1,5 Mio", 1_500_000),
        ("0", 0),
        ("3万", 30_000),
        ("12,50万", 125_000),
    ],
)
def test_money_is_read_however_it_is_written(text: str, expected: int) -> None:
    assert amounts(text) == [Decimal(expected)]


@pytest.mark.parametrize("text", ["100-120万", "很多", "12.5.3", "三万", "1,25,0"])
def test_what_is_no_amount_is_told(text: str) -> None:
    assert amounts(text) == ["not_money"]


def test_a_point_that_may_part_thousands_waits_for_its_column() -> None:
    assert amounts("1.250") == ["number_unclear"]
    assert amounts("1.250", "2.500,50") == [Decimal(1250), Decimal("2500.50")]
    assert amounts("1.250", "2,500.50") == [Decimal("1.250"), Decimal("2500.50")]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("预算(万元)", 125_000),
        ("预算（单位：万元）", 125_000),
        ("Budget (k)", 12_500),
        ("金额/千元", 12_500),
        ("Cost £m", 12_500_000),
        ("预算(元)", "12.5"),
        ("Budget (approved)", "12.5"),
    ],
)
def test_a_header_s_unit_counts_for_numbers_without_one(header: str, expected: Any) -> None:
    assert amounts(12.5, "12.5", header=header) == [Decimal(expected)] * 2
    assert amounts("30万", header=header) == [Decimal(300_000)]


def test_another_currency_in_the_column_is_told() -> None:
    assert amounts("$100", "$200", "¥300") == [Decimal(100), Decimal(200), "other_currency"]


@given(st.decimals(0, 10**9, places=2, allow_nan=False))
def test_any_amount_is_read_back(amount: Decimal) -> None:
    assert amounts(f"¥{amount:,.2f}", f"{amount:.2f}", float(amount)) == [amount] * 3


def minutes(*cells: Any, header: str = "工期") -> list[Any]:
    return [
        value.code if isinstance(value, Unread) else value
        for value in durations.read(cells, header)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15天", 15 * DAY),
        ("15d", 15 * DAY),
        ("3周", 15 * DAY),
        ("3w", 15 * DAY),
        ("15 days", 15 * DAY),
        ("2个月", 40 * DAY),
        ("4h", 240),
        ("15工作日", 15 * DAY),
        ("15个工作日", 15 * DAY),
        ("0天", 0),
        ("1.5d", 720),
        ("1周2天", 7 * DAY),
        ("2w 3d", 13 * DAY),
        ("1 week", 5 * DAY),
        ("半天", 240),
        ("１５天", 15 * DAY),
        ("15", 15 * DAY),
        ("15 working days", 15 * DAY),
        ("", None),
        ("-", None),
        ("15自然日", "calendar_days"),
        ("5 ed", "calendar_days"),
        ("15人天", "person_days"),
        ("很久", "not_a_duration"),
        ("-3天", "not_a_duration"),
    ],
)
def test_durations_are_working_minutes(text: str, expected: object) -> None:
    assert minutes(text) == [expected]


def test_numbers_have_the_unit_of_their_header() -> None:
    assert minutes(3.0, "3") == [3 * DAY, 3 * DAY]
    assert minutes(3.0, "2", "4天", header="Duration (weeks)") == [15 * DAY, 10 * DAY, 4 * DAY]
    assert minutes(16.0, header="工期(小时)") == [960]
    assert minutes(16.0, header="工期(日历天)") == ["calendar_days"]


def read_levels(*cells: Any, header: str = "") -> list[Any]:
    return [
        value.code if isinstance(value, Unread) else value for value in levels.read(cells, header)
    ]


def test_levels_are_numbers_words_or_both() -> None:
    assert read_levels(1.0, 3.0, 5.0) == [1, 3, 5]
    assert read_levels("VL", "L", "M", "H", "VH") == [1, 2, 3, 4, 5]
    assert read_levels("很低", "低", "中", "高", "很高") == [1, 2, 3, 4, 5]
    assert read_levels("Very Low", "极高", "中等", "Almost certain", "轻微") == [1, 5, 3, 5, 2]
    assert read_levels("4-高", "高(4)", "3级", "高（3）") == [4, 4, 3, "level_unclear"]


def test_shares_become_the_level_that_stands_for_them() -> None:
    assert read_levels("10%", "30%", "50%", "70%", "90%") == [1, 2, 3, 4, 5]
    assert read_levels(0.1, 0.7, 1.0) == [1, 4, 5]


def test_other_scales_are_told_and_not_converted() -> None:
    assert read_levels(2.0, 9.0) == ["level_scale", "level_scale"]
    assert read_levels(1.0, 3.0, header="概率(1-3)") == ["level_scale", "level_scale"]
    assert read_levels("红", 2.5) == ["not_a_level", "not_a_level"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("王 岚", ["王岚"]),
        ("Marco  Rossi", ["Marco Rossi"]),
        ("张伟（外包）", ["张伟"]),
        ("张伟/李娜", ["张伟", "李娜"]),
        ("张伟、李娜(50%)", ["张伟", "李娜"]),
        ("张伟 李娜", ["张伟", "李娜"]),
        ("欧阳 娜娜", ["欧阳娜娜"]),
        ("王 小明", ["王小明"]),
        ("Rossi, Marco", ["Rossi, Marco"]),
        ("Marco Rossi, Jane Doe", ["Marco Rossi", "Jane Doe"]),
        ("张伟，李娜", ["张伟", "李娜"]),
        ("张伟和李娜", ["张伟", "李娜"]),
        ("@张伟", ["张伟"]),
        ("Tom Becker & 王岚", ["Tom Becker", "王岚"]),
        ("张伟\n李娜", ["张伟", "李娜"]),
        ("　罗敏 ", ["罗敏"]),
        ("TBD", []),
        ("无", []),
        ("张伟;张伟", ["张伟"]),
    ],
)
def test_names_are_tidied_and_parted(text: str, expected: list[str]) -> None:
    assert list(people.read(text)) == expected


def test_one_and_true_are_not_the_same() -> None:
    assert values.text(1.0) == "1"
    assert values.text(True) == "TRUE"
    assert values.yes_or_no(True) is True
    assert isinstance(values.whole_number(1.5), Unread)


@pytest.mark.parametrize(
    ("cell", "expected"), [(2.0, 2), ("P1", 1), ("3", 3), ("高", None), ("", None), ("2级", 2)]
)
def test_whole_numbers_may_have_a_letter(cell: Any, expected: int | None) -> None:
    found = values.whole_number(cell)
    assert (None if isinstance(found, Unread) else found) == expected
