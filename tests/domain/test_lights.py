"""The traffic lights' rules, at and around their limits, and their words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from math import inf
from string import Formatter

import pytest

from pmo_desktop.domain import lights
from pmo_desktop.domain.health import Light, Verdict
from pmo_desktop.domain.lights import Peak, Rule, Thresholds
from pmo_desktop.language import Language

GREEN, AMBER, RED, GREY = Light.GREEN, Light.AMBER, Light.RED, Light.GREY
WEEK = date(2026, 11, 16)


def said(verdict: Verdict, language: str = "en") -> list[str]:
    return [Language(language).text(r.rule, **r.params) for r in verdict.reasons]


@pytest.mark.parametrize(
    ("spi", "light"),
    [(1.2, GREEN), (0.95, GREEN), (0.946, GREEN), (0.944, AMBER), (0.85, AMBER), (0.84, RED),
     (0.0, RED)],
)  # fmt: skip
def test_an_index_is_worse_below_its_limit(spi: float, light: Light) -> None:
    assert lights.schedule(spi, None).light is light
    assert lights.cost(spi).light is light


@pytest.mark.parametrize(
    ("days", "light"), [(-3, GREEN), (0, GREEN), (7, GREEN), (8, AMBER), (21, AMBER), (22, RED)]
)
def test_a_slip_is_worse_above_its_limit(days: float, light: Light) -> None:
    assert lights.schedule(None, days).light is light


def test_the_worse_of_index_and_slip_counts_with_its_reason() -> None:
    verdict = lights.schedule(0.98, 8)
    assert verdict.light is AMBER
    assert said(verdict) == [
        "The finish is 8 days behind the baseline, above 7, where amber begins"
    ]
    assert said(lights.schedule(0.8, 25)) == [
        "SPI 0.8 is below 0.85, where red begins",
        "The finish is 25 days behind the baseline, above 21, where red begins",
    ]


def test_a_green_light_has_its_reasons_too() -> None:
    assert said(lights.schedule(1.0, -2)) == [
        "SPI 1 is not below 0.95, where amber begins",
        "The finish is not behind the baseline",
    ]


def test_one_day_is_said_in_the_singular() -> None:
    assert said(lights.schedule(None, 1))[0].startswith("The finish is 1 day behind")


def test_an_overspent_budget_is_red_whatever_the_index() -> None:
    verdict = lights.cost(1.1, Decimal(1200), Decimal(1000))
    assert verdict.light is RED
    assert said(verdict) == ["120% of the budget is spent"]
    assert lights.cost(None, Decimal(1200), Decimal(1000)).light is RED
    assert lights.cost(None, Decimal(1000), Decimal(1000)).light is GREY
    assert lights.cost(1.0, Decimal(10), Decimal(0)).light is GREEN


@pytest.mark.parametrize(
    ("rate", "light"), [(None, GREY), (1.0, GREEN), (0.95, GREEN), (0.94, AMBER), (0.89, RED)]
)
def test_quality_is_worse_below_its_limit(rate: float | None, light: Light) -> None:
    assert lights.quality(rate).light is light


@pytest.mark.parametrize(
    ("exposure", "budget", "light"),
    [(None, 1000, GREY), (0, 1000, GREEN), (0, None, GREEN), (100, 1000, GREEN),
     (101, 1000, AMBER), (201, 1000, RED), (5, None, GREY), (5, 0, GREY)],
)  # fmt: skip
def test_exposure_is_held_against_the_budget(
    exposure: int | None, budget: int | None, light: Light
) -> None:
    risk = None if exposure is None else Decimal(exposure)
    assert lights.risk(risk, None if budget is None else Decimal(budget)).light is light


@pytest.mark.parametrize(
    ("load", "light"), [(0.2, GREEN), (1.0, GREEN), (1.1, AMBER), (1.3, AMBER), (1.31, RED)]
)
def test_load_is_worse_above_its_limit(load: float, light: Light) -> None:
    assert lights.resource(Peak(load, "Lin Feng", WEEK)).light is light


def test_the_busiest_person_is_named() -> None:
    peak = Peak(1.25, "林峰", WEEK)
    assert said(lights.resource(peak)) == [
        "林峰 is booked to 125% in the week of 2026-11-16, above 100%, where amber begins"
    ]
    assert said(lights.resource(peak), "zh") == [
        "林峰在 2026-11-16 当周的负荷为 125%，超过黄灯阈值 100%"
    ]


def test_a_booking_without_capacity_is_red() -> None:
    verdict = lights.resource(Peak(inf, "Lin Feng", WEEK))
    assert verdict.light is RED
    assert said(verdict) == ["Lin Feng is booked in the week of 2026-11-16, but has no capacity"]


def test_without_figures_every_light_is_grey_and_says_why() -> None:
    verdicts = [
        lights.schedule(None, None),
        lights.cost(None),
        lights.quality(None),
        lights.risk(None, None),
        lights.resource(None),
    ]
    assert {verdict.light for verdict in verdicts} == {GREY}
    assert len({said(verdict)[0] for verdict in verdicts}) == 5


def test_the_office_sets_the_limits() -> None:
    strict = Thresholds(amber_index=1.0, red_index=0.99, amber_slip_days=0, red_slip_days=1)
    assert lights.schedule(1.0, None, strict).light is GREEN
    assert lights.schedule(0.99, None, strict).light is AMBER
    assert lights.schedule(0.98, None, strict).light is RED
    assert lights.schedule(None, 1, strict).light is AMBER


SENTENCES = [
    sentence
    for name, value in vars(lights).items()
    if name.isupper()
    for sentence in ((value.green, value.amber, value.red) if isinstance(value, Rule) else (value,))
    if isinstance(sentence, str)
]


def test_there_are_sentences() -> None:
    assert len(SENTENCES) > 6 * 3


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_sentence_has_its_chinese(sentence: str) -> None:
    names = {name for _, name, _, _ in Formatter().parse(sentence) if name}
    params = dict.fromkeys(names, 7.5)
    chinese = Language("zh").text(sentence, **params)
    assert any("\u4e00" <= character <= "\u9fff" for character in chinese)
    assert "{" not in chinese


def test_the_standard_limits_are_the_office_s() -> None:
    from pmo_desktop.models.office import Office

    fields = Office.model_fields
    for name, value in vars(Thresholds()).items():
        assert fields[name].default == value
