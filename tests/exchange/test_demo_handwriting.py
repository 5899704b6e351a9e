"""How the demo teams write values into cells."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

import pytest

from pmo_desktop.domain.tasks import Link, LinkType
from pmo_desktop.exchange.demo import handwriting as hand
from pmo_desktop.exchange.demo.layouts import LAYOUTS

DAY = date(2026, 11, 5)
RNG = Random(1)
LINKS = (Link("1.2"), Link("1.3", LinkType.SS, 960), Link("2.1", LinkType.FF, -480))


@pytest.mark.parametrize(
    ("writer", "text"),
    [
        (hand.english_date, "05-Nov-2026"),
        (hand.dotted_date, "05.11.2026"),
        (hand.chinese_date, "2026年11月5日"),
        (hand.serial_date, 46331),
    ],
)
def test_dates_are_written_in_the_team_s_way(writer: hand.Writer, text: object) -> None:
    assert writer(DAY, RNG).value == text


def test_several_people_write_dates_in_several_ways() -> None:
    written = {hand.mixed_date(DAY, Random(n)).value for n in range(40)}

    assert written == {"2026/11/5", "2026.11.5", "2026年11月5日", " 2026-11-05"}


def test_money_is_written_in_ten_thousands_with_signs_or_codes() -> None:
    amount = Decimal("125000")

    assert hand.wan(amount, RNG).value == "12.5万"
    assert hand.yuan(amount, RNG).value == "¥125,000.00"
    assert hand.thousands(amount, RNG).value == "125,000"
    assert hand.coded_money(amount, RNG).value == "CNY 125,000.00"


def test_whole_weeks_may_be_written_as_weeks() -> None:
    written = {hand.days_or_weeks(15 * 480, Random(n)).value for n in range(20)}

    assert written == {"15天", "3周"}
    assert hand.days_or_weeks(4 * 480, RNG).value == "4天"


def test_links_are_written_with_their_types_and_lags() -> None:
    numbers = {"1.2": 3, "1.3": 4, "2.1": 7}

    assert hand.wbs_links(LINKS, numbers) == "1.2, 1.3SS+2d, 2.1FF-1d"
    assert hand.typed_links(LINKS, numbers) == "1.2FS;1.3SS+2d;2.1FF-1d"
    assert hand.chinese_links(LINKS, numbers) == "1.2、1.3SS+2天、2.1FF-1天"
    assert hand.numbered_links(LINKS, numbers) == "3,4SS+2 个工作日,7FF-1 个工作日"


def test_stray_spaces_stand_within_chinese_names_and_behind_others() -> None:
    careless = hand.Hand(stray=1.0)

    assert careless.name("张晓彤", RNG) == "张 晓彤"
    assert careless.name("Ana Costa", RNG) == "Ana Costa "
    assert hand.Hand().name("张晓彤", RNG) == "张晓彤"


def test_no_two_teams_have_the_same_layout() -> None:
    headers = [tuple(column.header for column in layout.columns) for layout in LAYOUTS]

    assert len(LAYOUTS) >= 8
    assert len(set(headers)) == len(LAYOUTS)
    assert {layout.language for layout in LAYOUTS} == {"zh", "en"}
