"""The rules of the traffic lights: what makes each green, amber or red, and the reasons.

A figure on its limit is still the better colour. It is compared as it is shown, rounded to two
decimals (percent and days to one), so that a light never contradicts the number beside it. Where a
light has several figures the worst counts; where none is known it is grey.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import inf
from typing import Any, NamedTuple

from pmo_desktop.domain.health import SEVERITY, Light, Reason, Verdict
from pmo_desktop.domain.load import is_over


@dataclass(frozen=True)
class Thresholds:
    """The office's limits: ratios (indices, load), shares 0..1, or calendar days (slip)."""

    amber_index: float = 0.95
    red_index: float = 0.85
    amber_slip_days: int = 7
    red_slip_days: int = 21
    amber_quality: float = 0.95
    red_quality: float = 0.90
    amber_exposure: float = 0.10
    red_exposure: float = 0.20
    amber_load: float = 1.0
    red_load: float = 1.3


STANDARD = Thresholds()
# A single full week is a week in which somebody works longer; so many make a red light.
RED_LOAD_WEEKS = 3


@dataclass(frozen=True)
class Rule:
    """The sentences on a figure `{value}` (or `{n}`, where it is counted) and the limit that it was
    held against: `{limit}`, amber's where it is green."""

    green: str
    amber: str
    red: str

    def at_least(self, value: float, amber: float, red: float, **params: Any) -> Verdict:
        """For figures that should be high."""
        return self._verdict(value, amber, red, (value < amber, value < red), params)

    def at_most(self, value: float, amber: float, red: float, **params: Any) -> Verdict:
        """For figures that should be low."""
        return self._verdict(value, amber, red, (value > amber, value > red), params)

    def _verdict(
        self, value: float, amber: float, red: float, beyond: tuple[bool, bool], params: Any
    ) -> Verdict:
        light, sentence = Light.GREEN, self.green
        if beyond[0]:
            light, sentence = Light.AMBER, self.amber
        if beyond[1]:
            light, sentence = Light.RED, self.red
        limit = red if beyond[1] else amber
        return Verdict(light, (Reason(sentence, {**params, "value": value, "limit": limit}),))


SPI = Rule(
    "SPI {value} is not below {limit}, where amber begins",
    "SPI {value} is below {limit}, where amber begins",
    "SPI {value} is below {limit}, where red begins",
)
SLIP = Rule(
    "The finish is {n} days behind the baseline; amber begins above {limit}",
    "The finish is {n} days behind the baseline, above {limit}, where amber begins",
    "The finish is {n} days behind the baseline, above {limit}, where red begins",
)
CPI = Rule(
    "CPI {value} is not below {limit}, where amber begins",
    "CPI {value} is below {limit}, where amber begins",
    "CPI {value} is below {limit}, where red begins",
)
QUALITY = Rule(
    "The quality pass rate {value}% is not below {limit}%, where amber begins",
    "The quality pass rate {value}% is below {limit}%, where amber begins",
    "The quality pass rate {value}% is below {limit}%, where red begins",
)
EXPOSURE = Rule(
    "The risk exposure is {value}% of the budget; amber begins above {limit}%",
    "The risk exposure is {value}% of the budget, above {limit}%, where amber begins",
    "The risk exposure is {value}% of the budget, above {limit}%, where red begins",
)
LOAD = Rule(
    "At most, {person} is booked to {value}% in the week of {week}; amber begins above {limit}%",
    "{n} person-weeks are above {limit}%, where amber begins; at most {value}% ({person}, {week})",
    "{person} is above {limit}% in {n} of the next {weeks} weeks; {least} make it red",
)
AHEAD = "The finish is not behind the baseline"
OVERSPENT = "{value}% of the budget is spent"
NO_CAPACITY = "{person} is booked in the week of {week}, but has no capacity"
NO_EXPOSURE = "The open risks have no exposure"
NO_SCHEDULE = "There is no baseline, and nothing was planned to be done by now"
NO_COST = "Earned value or actual cost is not known"
NO_QUALITY = "No quality pass rate was reported"
NO_RISKS = "There is no risk register"
NO_BUDGET = "There is no budget to hold the risk exposure against"
NO_LOAD = "Nobody is booked in the weeks ahead"


def schedule(spi: float | None, slip_days: float | None, limits: Thresholds = STANDARD) -> Verdict:
    """By the schedule performance index, and by how many calendar days the finish lies behind the
    baseline's (below 0: ahead)."""
    found = []
    if spi is not None:
        found.append(SPI.at_least(round(spi, 2), limits.amber_index, limits.red_index))
    if slip_days is not None:
        days = round(slip_days, 1)
        behind = SLIP.at_most(days, limits.amber_slip_days, limits.red_slip_days, n=days)
        found.append(behind if days > 0 else _because(Light.GREEN, AHEAD))
    return _worst(found, NO_SCHEDULE)


def cost(
    cpi: float | None,
    spent: Decimal | None = None,
    budget: Decimal | None = None,
    limits: Thresholds = STANDARD,
) -> Verdict:
    """By the cost performance index; red where more than the budget is spent."""
    found = []
    if cpi is not None:
        found.append(CPI.at_least(round(cpi, 2), limits.amber_index, limits.red_index))
    if spent is not None and budget is not None and spent > budget > 0:
        found.append(_because(Light.RED, OVERSPENT, value=_percent(float(spent / budget))))
    return _worst(found, NO_COST)


def quality(rate: float | None, limits: Thresholds = STANDARD) -> Verdict:
    """By the quality pass rate that was reported last, 0..1."""
    if rate is None:
        return _because(Light.GREY, NO_QUALITY)
    amber, red = _percent(limits.amber_quality), _percent(limits.red_quality)
    return QUALITY.at_least(_percent(rate), amber, red)


def risk(
    exposure: Decimal | None, budget: Decimal | None, limits: Thresholds = STANDARD
) -> Verdict:
    """By the expected monetary value of the open risks as a share of the budget; an exposure of
    None is a project without a risk register."""
    if exposure is None:
        return _because(Light.GREY, NO_RISKS)
    if exposure <= 0:
        return _because(Light.GREEN, NO_EXPOSURE)
    if budget is None or budget <= 0:
        return _because(Light.GREY, NO_BUDGET)
    amber, red = _percent(limits.amber_exposure), _percent(limits.red_exposure)
    return EXPOSURE.at_most(_percent(float(exposure / budget)), amber, red)


class PersonWeek(NamedTuple):
    """The load (demand by capacity, over all projects) of somebody who works on a project in the
    week of this Monday; infinite where there is no capacity."""

    load: float
    person: str
    week: date


def resource(booked: Sequence[PersonWeek], weeks: int, limits: Thresholds = STANDARD) -> Verdict:
    """By the loads of those who work on the project in the next `weeks`, in the weeks in which they
    do. Any person-week above amber's limit is amber; red is who is above red's in
    `RED_LOAD_WEEKS` of them."""
    if not booked:
        return _because(Light.GREY, NO_LOAD)
    amber, red = _percent(limits.amber_load), _percent(limits.red_load)
    above = sum(is_over(each.load, limits.amber_load) for each in booked)
    found = _heaviest(booked, above, amber)
    lasting = Counter(each.person for each in booked if is_over(each.load, limits.red_load))
    person, number = max(lasting.items(), key=lambda item: item[1], default=("", 0))
    if number < RED_LOAD_WEEKS:
        return found
    params = {"person": person, "n": number, "weeks": weeks, "limit": red, "least": RED_LOAD_WEEKS}
    return Verdict(Light.RED, (Reason(LOAD.red, params), *found.reasons))


def _heaviest(booked: Sequence[PersonWeek], above: int, limit: float) -> Verdict:
    """The person-week with the highest load, and how many are above amber's limit."""
    most = max(booked, key=lambda each: each.load)
    params = {"person": most.person, "week": most.week}
    if most.load == inf:
        return _because(Light.AMBER, NO_CAPACITY, **params)
    params |= {"value": _percent(most.load), "limit": limit}
    if not above:
        return _because(Light.GREEN, LOAD.green, **params)
    return _because(Light.AMBER, LOAD.amber, n=above, **params)


def _percent(share: float) -> float:
    return round(share * 100, 1)


def _because(light: Light, sentence: str, **params: Any) -> Verdict:
    return Verdict(light, (Reason(sentence, params),))


def _worst(found: Sequence[Verdict], unknown: str) -> Verdict:
    """The worst of a light's figures, with the reasons of those that are so bad."""
    if not found:
        return _because(Light.GREY, unknown)
    light = max((verdict.light for verdict in found), key=SEVERITY.__getitem__)
    return Verdict(light, tuple(r for v in found if v.light is light for r in v.reasons))
