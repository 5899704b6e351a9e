"""China's statutory holidays and the make-up working days that go with them.

The State Council publishes them for the year to come, usually in November; `chinesecalendar`
carries what was published. A holiday's name is a code of the vocabulary
(`holiday.spring_festival`), and a make-up working day has the code of the holiday it makes up for.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pmo_desktop.domain.calendars import STANDARD_DAY
from pmo_desktop.domain.health import Reason


class StatutoryDay(NamedTuple):
    """A day off (`working` False) or a make-up working day; `name` is a vocabulary code."""

    day: date
    working: bool
    name: str

    @property
    def hours(self) -> str:
        """The day's hours as a calendar's exception has them."""
        return STANDARD_DAY if self.working else ""


def statutory_days(year: int) -> list[StatutoryDay] | None:
    """The year's holidays and make-up working days by date; None where it is not published."""
    from chinese_calendar import Holiday, holidays, workdays

    if year not in _published_years():
        return None
    codes = {holiday.value: f"holiday.{holiday.name}" for holiday in Holiday}
    found = [
        StatutoryDay(day, working, codes[name])
        for working, days in ((False, holidays), (True, workdays))
        for day, name in days.items()
        if day.year == year
    ]
    return sorted(found)


def unpublished_reason(years: list[int]) -> Reason:
    """What to say of a plan that runs into such years."""
    return Reason(
        "The plan runs into {years}, whose statutory holidays are not published yet: plain weeks"
        " are reckoned there",
        {"years": ", ".join(map(str, years))},
    )


def _published_years() -> set[int]:
    """Those with a National Day: some days of a turn of the year do not make a year."""
    from chinese_calendar import holidays

    return {day.year for day in holidays if (day.month, day.day) == (10, 1)}
