"""A lag as it is written behind a link: `+2d`, `-4h`. Working minutes; a lead is below 0."""

from __future__ import annotations

MINUTES_PER_DAY = 480
CHINESE_UNITS = {"d": "天", "h": "小时", "m": "分钟"}


def format_lag(
    minutes: int, *, minutes_per_day: int = MINUTES_PER_DAY, chinese: bool = False
) -> str:
    """`+2d`, `-4h`, `+45m` in the largest unit that has no remainder; nothing for no lag."""
    if not minutes:
        return ""
    sizes = {"d": minutes_per_day, "h": 60, "m": 1}
    unit = next(unit for unit, size in sizes.items() if minutes % size == 0)
    return f"{minutes // sizes[unit]:+d}{CHINESE_UNITS[unit] if chinese else unit}"
