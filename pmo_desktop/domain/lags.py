"""A lag as it is written behind a link: `+2d`, `-4h`. Working minutes; a lead is below 0."""

from __future__ import annotations

from pmo_desktop.domain.tasks import LagKind

MINUTES_PER_DAY, MINUTES_IN_DAY = 480, 1440
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


def format_lag_of(
    minutes: int,
    kind: LagKind = LagKind.WORKING,
    share: float = 0.0,
    *,
    minutes_per_day: int = MINUTES_PER_DAY,
) -> str:
    """A lag of any kind: `+2d`; `+1d (24 h)` where it is elapsed, `+50%` where it is a share."""
    if kind is LagKind.SHARE:
        return f"{share * 100:+.0f}%" if share else ""
    if kind is LagKind.ELAPSED:
        return f"{format_lag(minutes, minutes_per_day=MINUTES_IN_DAY)} (24 h)" if minutes else ""
    return format_lag(minutes, minutes_per_day=minutes_per_day)
