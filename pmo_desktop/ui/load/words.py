"""What is said of a bucket and of a cell."""

from __future__ import annotations

import datetime as dt

from pmo_desktop.domain.load import is_over
from pmo_desktop.domain.load_grains import Grain, next_bucket
from pmo_desktop.language import Language
from pmo_desktop.ui.load.lines import Cell, LoadLine

WORTH_SAYING = 0.05  # hours


def tooltip(line: LoadLine, bucket: int, language: Language) -> str:
    """Whose time, when, how much."""
    start, cell = line.matrix.buckets[bucket], line.cell(bucket)
    head = f"{line.name} · {when(start, line.matrix.grain, language)}"
    return "\n".join([head, *sentences(line, cell, language)])


def when(start: dt.date, grain: Grain, language: Language) -> str:
    """A bucket by its number and days."""
    if grain is Grain.DAY:
        return language.date(start)
    last = next_bucket(grain, start) - dt.timedelta(days=1)
    days = {"first": language.short_date(start), "last": language.short_date(last)}
    if grain is Grain.WEEK:
        week = start.isocalendar().week
        return language.text("Week {week}, {first} to {last}", week=week, **days)
    if grain is Grain.MONTH:
        return language.month(start)
    quarter = (start.month + 2) // 3
    return language.text("Q{quarter} {year}", quarter=quarter, year=start.year)


def sentences(line: LoadLine, cell: Cell, language: Language) -> list[str]:
    found = [sentence(cell, language, has_capacity=line.by.is_of_people)]
    if cell.soft > WORTH_SAYING:
        soft = language.number(cell.soft)
        if line.by.is_of_people and cell.capacity:
            said = {"hours": soft, "load": language.percent(cell.with_soft)}
            found.append(language.text("{hours} h more are asked softly: {load} then.", **said))
        else:
            found.append(language.text("{hours} h more are asked softly.", hours=soft))
    return found


def sentence(cell: Cell, language: Language, *, has_capacity: bool = True) -> str:
    asked = language.number(cell.hard)
    if not has_capacity:
        share = language.percent(cell.load, 1)
        return language.text(
            "{asked} h are asked: {load} of what everybody has.", asked=asked, load=share
        )
    if not cell.hard and not cell.capacity:
        return language.text("Nobody is there then, and nothing is asked.")
    if not cell.hard:
        free = round(cell.capacity)
        return language.text("Nothing is asked; {capacity} h are free.", capacity=free)
    if not cell.capacity:
        return language.text("{asked} h are asked where there is no capacity.", asked=asked)
    known = {"load": language.percent(cell.load), "asked": asked, "capacity": round(cell.capacity)}
    if is_over(cell.load):
        over = round(cell.hard - cell.capacity)
        return language.text(
            "{load}: {asked} h are asked, {over} h more than there are.", over=over, **known
        )
    return language.text("{load}: {asked} h of {capacity} h are asked.", **known)
