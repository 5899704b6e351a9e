"""What is said of a week and of a cell."""

from __future__ import annotations

import datetime as dt

from pmo_desktop.language import Language
from pmo_desktop.services.load import LoadCell
from pmo_desktop.ui.load.lines import LoadLine, is_over


def tooltip(line: LoadLine, monday: dt.date, cell: LoadCell, language: Language) -> str:
    """Whose week, how much, and for which projects."""
    shares = [f"{s.code} {s.name}: {language.number(s.hours, 1)} h" for s in cell.shares]
    return "\n".join([f"{line.name} · {when(monday, language)}", sentence(cell, language), *shares])


def when(monday: dt.date, language: Language) -> str:
    """A week by its number and days."""
    sunday = monday + dt.timedelta(days=6)
    return language.text(
        "Week {week}, {first} to {last}",
        week=monday.isocalendar().week,
        first=language.short_date(monday),
        last=language.short_date(sunday),
    )


def sentence(cell: LoadCell, language: Language) -> str:
    if not cell.demand_hours and not cell.capacity_hours:
        return language.text("Nobody is there this week, and nothing is asked.")
    if not cell.demand_hours:
        return language.text(
            "Nothing is asked; {capacity} h are free.", capacity=round(cell.capacity_hours)
        )
    known = {
        "load": language.percent(cell.load),
        "asked": round(cell.demand_hours),
        "capacity": round(cell.capacity_hours),
    }
    if not cell.capacity_hours:
        return language.text("{asked} h are asked in a week without capacity.", **known)
    if is_over(cell):
        over = round(cell.demand_hours - cell.capacity_hours)
        return language.text(
            "{load}: {asked} h are asked, {over} h more than there are.", over=over, **known
        )
    return language.text("{load}: {asked} h of {capacity} h are asked.", **known)
