"""The figures at the head of the summary, each against the last closed period."""

from __future__ import annotations

from decimal import Decimal

from pmo_desktop.domain.health import SEVERITY, Light
from pmo_desktop.domain.load import WEEKS_AHEAD
from pmo_desktop.reports import figures
from pmo_desktop.reports.data import overall
from pmo_desktop.reports.pages.cards import Figure
from pmo_desktop.reports.pages.page import Context


def key_figures(context: Context) -> list[Figure]:
    """Projects, lights, SPI, CPI, exposure, overload."""
    data, language, portfolio = context.data, context.language, context.data.portfolio
    active = len(data.active)
    held = len(data.current) - active
    lights = [(x, data.count(x)) for x in (Light.RED, Light.AMBER, Light.GREEN)]
    new = len(data.since.new_projects)
    note = language.text("{n} on hold", n=held) if held else ""
    over = figures.overloaded(data.load, data.office.amber_load)
    return [
        Figure(
            language.text("Projects under way"),
            str(active),
            language.text("{n} new", n=new) if new else note,
        ),
        _lights(context, lights),
        _index(context, language.term("metric.spi"), portfolio.spi, portfolio.previous_spi),
        _index(context, language.term("metric.cpi"), portfolio.cpi, portfolio.previous_cpi),
        _exposure(context),
        Figure(
            language.text("People over capacity"),
            str(len(over)),
            language.text("in {n} weeks, of {people}", n=WEEKS_AHEAD, people=portfolio.people),
        ),
    ]


def _lights(context: Context, lights: list[tuple[Light, int]]) -> Figure:
    language, active = context.language, context.data.active
    label = language.text("Red / amber / green")
    steps = [
        SEVERITY[overall(p)] - SEVERITY[p.previous_overall]
        for p in active
        if p.previous_overall is not None
    ]
    if not steps:
        return Figure(label, "", lights=lights)
    worse, better = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
    note = language.text("{worse} worse, {better} better", worse=worse, better=better)
    return Figure(label, "", note, lights=lights)


def _index(context: Context, label: str, now: float | None, before: float | None) -> Figure:
    language = context.language
    if now is None:
        return Figure(label, "–", language.text("no data"))
    if before is None:
        return Figure(label, language.number(now, 2))
    step = round(now, 2) - round(before, 2)
    shown = language.number(abs(step), 2)
    if shown == "0.00":
        return Figure(label, language.number(now, 2), language.text("unchanged"))
    note = _against(context, shown)
    return Figure(label, language.number(now, 2), note, 1 if step > 0 else -1, step > 0)


def _against(context: Context, amount: str) -> str:
    period = context.data.since.period or ""
    return context.language.text("{amount} vs {period}", amount=amount, period=period).strip()


def _exposure(context: Context) -> Figure:
    language, portfolio = context.language, context.data.portfolio
    currency = context.data.office.currency
    label = language.term("risk.exposure")
    value = language.money(portfolio.exposure, currency)
    before: Decimal | None = portfolio.previous_exposure
    if before is None:
        return Figure(label, value)
    step = portfolio.exposure - before
    if not step:
        return Figure(label, value, language.text("unchanged"))
    note = _against(context, language.money(abs(step), currency))
    return Figure(label, value, note, 1 if step > 0 else -1, step < 0)
