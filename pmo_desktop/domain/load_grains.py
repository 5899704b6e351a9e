"""Buckets of time: days, weeks from Monday, months, quarters."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum


class Grain(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


def bucket_start(grain: Grain, day: date) -> date:
    """The first day of the bucket that the day lies in."""
    if grain is Grain.WEEK:
        return day - timedelta(days=day.weekday())
    if grain is Grain.MONTH:
        return day.replace(day=1)
    if grain is Grain.QUARTER:
        return date(day.year, day.month - (day.month - 1) % 3, 1)
    return day


def next_bucket(grain: Grain, start: date) -> date:
    """The first day of the bucket behind the one that begins with `start`."""
    if grain in (Grain.DAY, Grain.WEEK):
        return start + timedelta(days=1 if grain is Grain.DAY else 7)
    months = start.year * 12 + start.month - 1 + (1 if grain is Grain.MONTH else 3)
    return date(months // 12, months % 12 + 1, 1)


def edges_of(grain: Grain, first: date, until: date) -> list[date]:
    """The first days of all buckets from that of `first` to that of `until`, and of the next."""
    found = [bucket_start(grain, first)]
    while found[-1] <= until:
        found.append(next_bucket(grain, found[-1]))
    return found


def after(grain: Grain, first: date, count: int) -> date:
    """The last day of so many buckets from that of `first` on."""
    day = bucket_start(grain, first)
    for _ in range(count):
        day = next_bucket(grain, day)
    return day - timedelta(days=1)
