"""The cover: whose meeting, which period, what is inside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pmo_desktop.language import ENGLISH_MONTH_NAMES, Language
from pmo_desktop.reports.pages.page import Context, Page
from pmo_desktop.reports.wrapping import wrap

if TYPE_CHECKING:
    from pmo_desktop.reports.sheet import Sheet

KEY = "cover"


def page(context: Context, following: Sequence[Page]) -> Page:
    """`following` are the pages after it, for the list of contents."""
    title = _title(context)
    return Page(
        key=KEY,
        paint=lambda sheet: _paint(sheet, context, title, following),
        title=title,
        entry=context.language.text("Cover"),
        framed=False,
    )


def _title(context: Context) -> str:
    return context.data.office.committee or context.language.text("Steering committee")


def period_name(period: str, language: Language) -> str:
    """`2026-11` as a reader says it; anything else as it is."""
    year, _, month = period.partition("-")
    if not (year.isdigit() and month.isdigit() and 1 <= int(month) <= 12):
        return period
    if language.is_chinese:
        return f"{year} 年 {int(month)} 月"
    return f"{ENGLISH_MONTH_NAMES[int(month) - 1]} {year}"


def _paint(sheet: Sheet, context: Context, title: str, following: Sequence[Page]) -> None:
    m, language, office = sheet.measures, context.language, context.data.office
    sheet.rect((0, 0, m.width, m.height), "navigation")
    x, y = m.margin * 1.4, m.height * 0.36
    room = m.width * 0.56 - x
    y = _heading(sheet, title, x, y, room)
    period = period_name(office.period, language)
    subtitle = language.text("Report pack, {period}", period=period) if period else ""
    sheet.write(x, y + 10, subtitle, m.title * 0.8, "navigation_ink", width=room)
    meeting = office.committee_date
    facts = (
        office.name,
        language.text("Meeting {day}", day=meeting) if meeting else "",
        language.text("Data as of {day}", day=office.status_date),
    )
    sheet.write(
        x, m.height * 0.76, "  ·  ".join(filter(None, facts)), m.body, "navigation_ink2",
        width=room,
    )  # fmt: skip
    _contents(sheet, context, following)


def _heading(sheet: Sheet, title: str, x: float, y: float, width: float) -> float:
    """Up to three lines, the last one on y; a long name is set smaller."""
    text, size = sheet.typeface.clean(title), sheet.measures.title * 1.75
    lines = _broken(sheet, text, width, size)
    while len(lines) > 2 and size > sheet.measures.title * 0.9:
        size *= 0.92
        lines = _broken(sheet, text, width, size)
    lines = lines[:3]
    top = y - (len(lines) - 1) * size * 1.25
    for index, line in enumerate(lines):
        sheet.write(
            x, top + index * size * 1.25, line, size, "navigation_title", bold=True, width=width
        )
    return y + sheet.measures.title * 1.1


def _broken(sheet: Sheet, text: str, width: float, size: float) -> list[str]:
    return wrap(text, width, lambda part: sheet.typeface.width(part, size, True))


def _contents(sheet: Sheet, context: Context, following: Sequence[Page]) -> None:
    """The outline's top level with page numbers, each a link."""
    m = sheet.measures
    entries: list[tuple[str, int, str]] = []
    for number, page in enumerate(following, start=2):
        name = page.section or (page.entry if page.level == 0 else "")
        if name:
            entries.append((name, number, page.key))
    step, size = m.body * 2.0, m.body
    left, right = m.width * 0.66, m.width - m.margin * 1.4
    y = m.height * 0.36 - m.title * 1.0
    sheet.write(left, y, context.language.text("Contents"), m.small, "navigation_ink2")
    y += 8
    for name, number, key in entries:
        sheet.lines(((left, y, right, y),), "nav_selected", 0.6)
        sheet.write(left, y + step * 0.66, name, size, "navigation_ink", width=right - left - 30)
        sheet.write(right, y + step * 0.66, str(number), size, "navigation_ink", align="right")
        sheet.link(key, (left, y, right - left, step))
        y += step
