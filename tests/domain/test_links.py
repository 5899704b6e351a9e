"""Predecessors as planners write them, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_desktop.domain.lags import format_lag
from pmo_desktop.domain.links import format_links, parse_links
from pmo_desktop.domain.tasks import Link, LinkType
from pmo_desktop.language import Language

DAY = 480
FS, SS, FF, SF = LinkType.FS, LinkType.SS, LinkType.FF, LinkType.SF


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("3.2", [Link("3.2")]),
        ("3.2FS", [Link("3.2")]),
        ("3.2fs+2d", [Link("3.2", FS, 2 * DAY)]),
        ("1.1SS-1w", [Link("1.1", SS, -5 * DAY)]),
        ("3.2 FF + 1.5 d", [Link("3.2", FF, 720)]),
        ("4SF+4h", [Link("4", SF, 240)]),
        ("3.2+2d", [Link("3.2", FS, 2 * DAY)]),
        ("3.2FS+30min", [Link("3.2", FS, 30)]),
        ("3.2FS+3", [Link("3.2", FS, 3 * DAY)]),
        ("3.2 FS +2 days", [Link("3.2", FS, 2 * DAY)]),
        ("3.2完成-开始", [Link("3.2")]),
        ("3.2完成-开始+2天", [Link("3.2", FS, 2 * DAY)]),
        ("3.2 开始—开始 ＋ 1 周", [Link("3.2", SS, 5 * DAY)]),
        ("3.2（完成-完成）-4小时", [Link("3.2", FF, -240)]),
        ("3.2开始到完成", [Link("3.2", SF)]),
        ("3.2FS+2个工作日", [Link("3.2", FS, 2 * DAY)]),
        ("3.2提前2天", [Link("3.2", FS, -2 * DAY)]),
        ("3.2FS滞后1天", [Link("3.2", FS, DAY)]),
        ("3.2 finish-to-start", [Link("3.2")]),
        ("3.2 start to start -1 day", [Link("3.2", SS, -DAY)]),
        ("３．２ＦＳ＋２ｄ", [Link("3.2", FS, 2 * DAY)]),
        ("WP-03", [Link("WP-03")]),
        ("T12SS", [Link("T12", SS)]),
        ("A FS+1d", [Link("A", FS, DAY)]),
        ("1.2a", [Link("1.2a")]),
        ("1.2.", [Link("1.2")]),
    ],
)
def test_a_link_is_read(text: str, links: list[Link]) -> None:
    assert parse_links(text).links == tuple(links)
    assert parse_links(text).unreadable == ()


@pytest.mark.parametrize(
    "text",
    ["1.1,1.2SS", "1.1;1.2SS", "1.1、1.2SS", "1.1，1.2SS；", "1.1 1.2 SS", "1.1\n1.2SS",
     "1.1/1.2SS", "1.1和1.2SS", "1.1 and 1.2SS", "1.1 & 1.2SS", " ,1.1 ,, 1.2SS, 1.1"],
)  # fmt: skip
def test_links_are_parted_in_many_ways(text: str) -> None:
    parsed = parse_links(text)
    assert parsed.links == (Link("1.1"), Link("1.2", SS))
    assert parsed.unreadable == ()


@pytest.mark.parametrize("text", ["", " ", "-", "—", "/", "无", "None", "N/A"])
def test_nothing_is_nothing(text: str) -> None:
    assert parse_links(text).links == ()
    assert parse_links(text).unreadable == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.1FS+50%", "percent_lag"),
        ("1.1FS+2ed", "elapsed_lag"),
        ("1.1FS+2日历天", "elapsed_lag"),
        ("1.1FS+1mon", "lag_unit"),
        ("1.1FS+1个月", "lag_unit"),
        ("方案设计", "not_a_link"),
        ("1.2-1.4", "not_a_link"),
        ("1.2+3", "not_a_link"),
        ("FS", "not_a_link"),
        ("+2d", "not_a_link"),
        ("CLASS", "not_a_link"),
        ("1.1FSS", "not_a_link"),
        ("2026-11-05", "not_a_link"),
        ("after kick-off", "not_a_link"),
    ],
)
def test_what_cannot_be_read_is_told_and_not_guessed(text: str, code: str) -> None:
    parsed = parse_links(f"3.1, {text}; 3.3")
    assert parsed.links == (Link("3.1"), Link("3.3"))
    (unreadable,) = parsed.unreadable
    assert (unreadable.text, unreadable.code) == (text, code)
    reason = unreadable.reason
    for language in (Language("en"), Language("zh")):
        assert text in language.text(reason.rule, **reason.params)


def test_days_are_as_long_as_the_calendar_s() -> None:
    parsed = parse_links("1FS+1d, 2FS+1w", minutes_per_day=420, days_per_week=6)
    assert [link.lag_minutes for link in parsed.links] == [420, 2520]


def test_links_are_written_in_the_largest_whole_unit() -> None:
    links = [Link("3.2"), Link("1.1", SS, -DAY), Link("4", FS, 240), Link("5", FF, 45)]
    assert format_links(links) == "3.2, 1.1SS-1d, 4FS+4h, 5FF+45m"
    assert format_links(links, chinese=True) == "3.2、1.1SS-1天、4FS+4小时、5FF+45分钟"
    assert format_lag(0) == ""


codes = st.lists(st.integers(0, 99), min_size=1, max_size=4).map(lambda c: ".".join(map(str, c)))
some_links = st.lists(
    st.builds(Link, codes, st.sampled_from(LinkType), st.integers(-5000, 5000)), unique=True
)


@given(some_links, st.booleans())
def test_what_is_written_is_read_again(links: list[Link], chinese: bool) -> None:
    parsed = parse_links(format_links(links, chinese=chinese))
    assert parsed.links == tuple(links)
    assert parsed.unreadable == ()


@given(st.text(alphabet="0123456789.FSfs+-dwh%,;、 开始完成天A(", max_size=30))
def test_every_text_is_either_read_or_told(text: str) -> None:
    parsed = parse_links(text)
    assert all(link.wbs for link in parsed.links)
    assert all(piece.text for piece in parsed.unreadable)
    if any(character.isalnum() for character in text):
        assert parsed.links or parsed.unreadable
