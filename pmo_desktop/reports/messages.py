"""The titles of the pages: what the data says, as a sentence.

A title is one or two clauses chosen from the figures; every word is a source sentence of the
language. Dates in titles are spoken (`28 November`, `11月28日`), with the year where it is another
than the status date's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from math import isinf
from types import MappingProxyType
from typing import TYPE_CHECKING

from pmo_desktop.domain.health import DIMENSIONS, SEVERITY, Light
from pmo_desktop.domain.load import WEEKS_AHEAD
from pmo_desktop.domain.risk import Rating
from pmo_desktop.language import ENGLISH_MONTH_NAMES, Language
from pmo_desktop.reports import figures
from pmo_desktop.reports.data import PackData, overall

if TYPE_CHECKING:
    from pmo_desktop.services.portfolio import ProjectRow
    from pmo_desktop.services.registers import MilestoneRow

ORDER: Mapping[str, int] = MappingProxyType({name: i for i, name in enumerate(DIMENSIONS)})


def spoken(day: date, language: Language, today: date | None = None) -> str:
    """A day as it is said; with its year where `today` is in another one."""
    with_year = today is not None and day.year != today.year
    if language.is_chinese:
        return f"{day.year} 年 " * with_year + f"{day.month} 月 {day.day} 日"
    return f"{day.day} {ENGLISH_MONTH_NAMES[day.month - 1]}" + f" {day.year}" * with_year


def joined(clauses: Iterable[str], language: Language) -> str:
    """Clauses as one sentence; empty ones are left out."""
    first, *rest = [clause for clause in clauses if clause] or [""]
    for clause in rest:
        first = language.text("{first}; {second}", first=first, second=clause)
    return first


def summary(data: PackData, language: Language) -> str:
    """`4 red projects; 2 decisions are needed by 28 November`."""
    wanted = decisions(data, language) if data.wanted else ""
    return joined((_lights(data, language), wanted), language)


def _lights(data: PackData, language: Language) -> str:
    red, amber, grey = (data.count(x) for x in (Light.RED, Light.AMBER, Light.GREY))
    total = len(data.active)
    if not total:
        return language.text("No project is under way yet")
    if red:
        return language.text("{n} red projects", n=red)
    if amber:
        return language.text("No project is red, {n} are amber", n=amber)
    if grey == total:
        return language.text("None of the {n} projects can be judged yet", n=total)
    if grey:
        return language.text("No project is red or amber, {n} cannot be judged yet", n=grey)
    return language.text("All {n} projects are green", n=total)


def decisions(data: PackData, language: Language) -> str:
    """`2 decisions are needed by 28 November`: by the meeting, else by the first one's day."""
    wanted, today = data.wanted, data.office.status_date
    if not wanted:
        return language.text("No decision is wanted from the committee")
    dues = sorted(d.due for d in wanted if d.due is not None)
    if not dues:
        return language.text("{n} decisions are needed", n=len(wanted))
    meeting = data.office.committee_date
    by = meeting if meeting is not None and dues[0] <= meeting else dues[0]
    if by < today:
        overdue = sum(due < today for due in dues)
        return language.text("{n} decisions are overdue", n=overdue)
    count = sum(due <= by for due in dues)
    return language.text(
        "{n} decisions are needed by {day}", n=count, day=spoken(by, language, today)
    )


def changes(data: PackData, language: Language) -> str:
    """How many lights got worse and better since the last closed period."""
    since = data.since
    if since.period is None:
        return language.text("No period was closed yet: there is nothing to compare with")
    worse = sum(SEVERITY[c.after] > SEVERITY[c.before] for c in since.lights)
    better = sum(SEVERITY[c.after] < SEVERITY[c.before] for c in since.lights)
    later = sum(c.days > 0 for c in since.finishes)
    clauses = (
        language.text("{n} lights got worse", n=worse) if worse else "",
        language.text("{n} got better", n=better) if better else "",
        language.text("{n} projects finish later", n=later) if later else "",
    )
    found = joined(clauses, language)
    if not found:
        return language.text("No light and no finish changed since {period}", period=since.period)
    return language.text("Since {period}: {what}", period=since.period, what=found)


def portfolio(data: PackData, language: Language) -> str:
    """The dimension under most pressure."""
    total = len(data.active)
    if not total:
        return language.text("No project is under way yet")
    counts: dict[str, Counter[Light]] = {
        name: Counter(p.verdicts[name].light for p in data.active if name in p.verdicts)
        for name in DIMENSIONS
    }
    worst = max(DIMENSIONS, key=lambda n: 2 * counts[n][Light.RED] + counts[n][Light.AMBER])
    red, amber = counts[worst][Light.RED], counts[worst][Light.AMBER]
    name = language.term(f"dimension.{worst}").lower()
    if red and amber:
        return language.text(
            "Pressure is highest on {dimension}: {red} red and {amber} amber of {n} projects",
            dimension=name, red=red, amber=amber, n=total,
        )  # fmt: skip
    if red or amber:
        light = language.term("light.red" if red else "light.amber").lower()
        return language.text(
            "Pressure is highest on {dimension}: {count} of {n} projects {light}",
            dimension=name, count=red or amber, light=light, n=total,
        )  # fmt: skip
    return _lights(data, language)


def milestones(data: PackData, language: Language) -> str:
    """How many of the milestones ahead are late, and the worst of them."""
    ahead = data.milestones
    if not ahead:
        return language.text("No milestone falls in the next {n} weeks", n=data.weeks)
    late = [m for m in ahead if (m.slip_days or 0) > 0]
    if not late:
        if all(m.baseline is None for m in ahead):
            return language.text("{n} milestones lie ahead; none has a baseline yet", n=len(ahead))
        return language.text("No milestone ahead is later than its baseline")
    worst: MilestoneRow = max(late, key=lambda m: (m.slip_days or 0, m.project_code))
    return language.text(
        "{n} of {total} milestones ahead are late, at most by {days} days ({code} {name})",
        n=len(late), total=len(ahead), days=worst.slip_days, code=worst.project_code,
        name=worst.name,
    )  # fmt: skip


def milestone_trend(data: PackData, language: Language) -> str:
    """How many milestones still to come have slipped, since when, and the worst of them."""
    worst, period = data.slipped[0], min(t.points[0].period for t in data.slipped)
    return language.text(
        "{n} milestones have slipped since {period}, at most by {days} days ({code} {name})",
        n=len(data.slipped), period=period, days=worst.moved_days, code=worst.project_code,
        name=worst.name,
    )  # fmt: skip


def project(name: str, message: str, language: Language) -> str:
    """`P-2601 Core migration: finish slips 24 days; forecast 9% over budget`."""
    return language.text("{project}: {message}", project=name, message=message)


def project_clause(row: ProjectRow, language: Language, most: int = 2) -> str:
    """The worst dimensions in words, `most` of them."""
    light = overall(row)
    if light is Light.GREY:
        return language.text("not enough data to judge it yet")
    if light is Light.GREEN:
        done = language.percent(row.percent_complete)
        return language.text("on course, {percent} complete", percent=done)
    names = [n for n in DIMENSIONS if n in row.verdicts and row.verdicts[n].light is light]
    return joined([_dimension(name, row, language) for name in names[:most]], language)


def _dimension(name: str, row: ProjectRow, language: Language) -> str:
    """What is wrong in one dimension, as a clause."""
    if name == "schedule" and (row.slip_days or 0) > 0:
        return language.text("finish slips {n} days", n=row.slip_days)
    if name == "schedule" and row.spi is not None:
        return language.text("behind schedule, SPI {spi}", spi=language.number(row.spi, 2))
    if name == "cost" and (over := figures.overrun(row)) is not None and over > 0:
        return language.text("forecast {percent} over budget", percent=_share(over, language))
    if name == "cost" and row.cpi is not None:
        return language.text("over cost, CPI {cpi}", cpi=language.number(row.cpi, 2))
    if name == "quality" and row.quality is not None:
        return language.text("pass rate {percent}", percent=_share(row.quality, language))
    if name == "risk" and row.exposure:
        money = language.money(row.exposure, row.currency)
        return language.text("risk exposure {money}", money=money)
    if name == "resource":
        return language.text("people over capacity")
    light = language.term(f"light.{row.verdicts[name].light.value}").lower()
    return language.text(
        "{dimension} {light}", dimension=language.term(f"dimension.{name}"), light=light
    )


def load(data: PackData, language: Language) -> str:
    """How many people are over capacity, and who most of all."""
    shown = figures.first_weeks(data.load, data.weeks)
    if not any(peak.load > 0 for peak in figures.peaks(shown)):
        return language.text("No one is assigned to work in the next {n} weeks", n=data.weeks)
    over = figures.overloaded(data.load, data.office.amber_load)
    if not over:
        return language.text("No one is over capacity in the next {n} weeks", n=WEEKS_AHEAD)
    worst = over[0]
    if isinf(worst.load):
        return language.text(
            "{n} people are over capacity in the next {weeks} weeks, {name} without any capacity",
            n=len(over),
            weeks=WEEKS_AHEAD,
            name=worst.row.name,
        )
    return language.text(
        "{n} people are over capacity in the next {weeks} weeks, {name} up to {percent}",
        n=len(over), weeks=WEEKS_AHEAD, name=worst.row.name,
        percent=language.percent(worst.load),
    )  # fmt: skip


def risks(data: PackData, language: Language) -> str:
    """How many risks are high, and how much of the exposure they hold."""
    rows = data.open_risks
    if not rows:
        return language.text("No risk is open")
    high = [r for r in rows if r.rating is Rating.HIGH]
    if not high:
        return language.text("{n} risks are open, none of them is high", n=len(rows))
    currencies = {r.currency for r in rows if r.exposure}
    whole = sum((r.exposure for r in rows), Decimal(0))
    if len(currencies) != 1 or not whole:
        return language.text("{n} high risks are open", n=len(high))
    held = sum((r.exposure for r in high), Decimal(0))
    return language.text(
        "{n} high risks hold {percent} of the exposure of {money}",
        n=len(high), percent=language.percent(float(held / whole)),
        money=language.money(whole, currencies.pop()),
    )  # fmt: skip


def _share(share: float, language: Language) -> str:
    """A percentage with one decimal where it is below ten."""
    return language.percent(share, 1 if abs(share) < 0.0995 else 0)
