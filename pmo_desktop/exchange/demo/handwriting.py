"""How a team writes its values into cells: dates, shares, durations, money, levels, links, names.

A hand is a choice among the ways that are met in practice. Whatever it writes means the plain value
that it was given: a start and a finish by their day, a duration in days of eight hours, a share in
whole per cent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from pmo_desktop.domain.tasks import Link, LinkType

DAY = 480
WEEK_DAYS = 5
WAN = 10_000
EXCEL_EPOCH = date(1899, 12, 30)
WIDE = str.maketrans("0123456789%-", "０１２３４５６７８９％－")


class Written(NamedTuple):
    """What stands in a cell, and the number format that it is shown with."""

    value: Any
    number_format: str = "General"


Writer = Callable[[Any, Random], Written]


def mixed_date(day: date, rng: Random) -> Written:
    """Typed by several people, each in a way of their own."""
    plain = f"{day.year}/{day.month}/{day.day}"
    ways = (plain, plain.replace("/", "."), f"{day.year}年{day.month}月{day.day}日", f" {day}")
    return Written(rng.choice(ways))


def english_date(day: date, rng: Random) -> Written:
    del rng
    return Written(f"{day:%d}-{MONTHS[day.month - 1]}-{day.year}")


def dotted_date(day: date, rng: Random) -> Written:
    del rng
    return Written(f"{day:%d.%m.%Y}")


def iso_date(day: date, rng: Random) -> Written:
    del rng
    return Written(day.isoformat())


def chinese_date(day: date, rng: Random) -> Written:
    del rng
    return Written(f"{day.year}年{day.month}月{day.day}日")


def wide_date(day: date, rng: Random) -> Written:
    """Typed with a Chinese keyboard left in its full-width state, now and then."""
    return Written(str(day).translate(WIDE) if rng.random() < 0.3 else str(day))


def serial_date(day: date, rng: Random) -> Written:
    """A date whose cell lost its format."""
    del rng
    return Written((day - EXCEL_EPOCH).days)


def real_date(shown: str) -> Writer:
    """A real date, shown as the team likes it."""

    def write(day: date, rng: Random) -> Written:
        del rng
        return Written(datetime(day.year, day.month, day.day), shown)

    return write


def percent_text(share: float, rng: Random) -> Written:
    del rng
    return Written(f"{round(share * 100)}%")


def percent_points(share: float, rng: Random) -> Written:
    del rng
    return Written(round(share * 100))


def percent_format(share: float, rng: Random) -> Written:
    del rng
    return Written(share, "0%")


def wide_percent(share: float, rng: Random) -> Written:
    text = f"{round(share * 100)}%"
    return Written(text.translate(WIDE) if rng.random() < 0.3 else text)


def days_with(unit: str) -> Writer:
    """`15天`, `15d`, `15 个工作日`."""

    def write(minutes: int, rng: Random) -> Written:
        del rng
        return Written(f"{minutes / DAY:g}{unit}")

    return write


def days_or_weeks(minutes: int, rng: Random) -> Written:
    """`15天`, and `3周` where the weeks are whole."""
    days = minutes / DAY
    if days and days % WEEK_DAYS == 0 and rng.random() < 0.5:
        return Written(f"{days / WEEK_DAYS:g}周")
    return Written(f"{days:g}天")


def days_number(minutes: int, rng: Random) -> Written:
    del rng
    return Written(round(minutes / DAY, 2))


def wan(amount: Decimal, rng: Random) -> Written:
    """`12.5万`."""
    del rng
    return Written(f"{amount / WAN:.4f}".rstrip("0").rstrip(".") + "万")


def yuan(amount: Decimal, rng: Random) -> Written:
    del rng
    return Written(f"¥{amount:,.2f}")


def thousands(amount: Decimal, rng: Random) -> Written:
    del rng
    return Written(f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}")


def coded_money(amount: Decimal, rng: Random) -> Written:
    del rng
    return Written(f"CNY {amount:,.2f}")


def money_number(amount: Decimal, rng: Random) -> Written:
    del rng
    return Written(float(amount), "#,##0.00")


def level_number(level: int, rng: Random) -> Written:
    del rng
    return Written(level)


def level_words(*words: str) -> Writer:
    """The words for the levels 1 to 5."""

    def write(level: int, rng: Random) -> Written:
        del rng
        return Written(words[level - 1])

    return write


def wbs_links(links: Sequence[Link], numbers: Mapping[str, int]) -> str:
    """`3.2`, `3.2SS+2d`."""
    del numbers
    return ", ".join(_link(link, link.wbs, "d") for link in links)


def typed_links(links: Sequence[Link], numbers: Mapping[str, int]) -> str:
    """`3.2FS`, `3.2SS+2d`: the type always written."""
    del numbers
    return ";".join(f"{link.wbs}{link.type}{_lag(link, 'd')}" for link in links)


def chinese_links(links: Sequence[Link], numbers: Mapping[str, int]) -> str:
    """`3.2`, `3.2SS+2天`."""
    del numbers
    return "、".join(_link(link, link.wbs, "天") for link in links)


def numbered_links(links: Sequence[Link], numbers: Mapping[str, int]) -> str:
    """By the number of the row: `12`, `12SS+2 个工作日`."""
    return ",".join(_link(link, str(numbers[link.wbs]), " 个工作日") for link in links)


def _link(link: Link, name: str, unit: str) -> str:
    if link.type is LinkType.FS and not link.lag_minutes:
        return name
    return f"{name}{link.type}{_lag(link, unit)}"


def _lag(link: Link, unit: str) -> str:
    return f"{link.lag_minutes / DAY:+g}{unit}" if link.lag_minutes else ""


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
CHINESE_LEVELS = level_words("很低", "低", "中", "高", "很高")
ENGLISH_LEVELS = level_words("Very low", "Low", "Medium", "High", "Very high")
SHORT_LEVELS = level_words("VL", "L", "M", "H", "VH")


@dataclass(frozen=True)
class Hand:
    """One team's ways; `stray` is the share of Chinese names with a space left in them."""

    dates: Writer = iso_date
    shares: Writer = percent_format
    durations: Writer = days_number
    money: Writer = money_number
    levels: Writer = level_number
    links: Callable[[Sequence[Link], Mapping[str, int]], str] = wbs_links
    people: str = "、"
    stray: float = 0.0

    def name(self, name: str, rng: Random) -> str:
        """A person's name as it is typed: `张 伟`, `Ana Silva `."""
        if rng.random() >= self.stray:
            return name
        return f"{name} " if name.isascii() else f"{name[0]} {name[1:]}"
