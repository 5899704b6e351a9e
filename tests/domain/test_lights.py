"""The traffic lights' rules, at and around their limits, and their words."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from math import inf
from string import Formatter

import pytest

from pmo_desktop.domain import lights
from pmo_desktop.domain.health import Light, Verdict
from pmo_desktop.domain.lights import PersonWeek, Rule, Thresholds
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


def weeks(person: str, *loads: float) -> list[PersonWeek]:
    """Somebody's loads, week by week."""
    return [PersonWeek(load, person, WEEK + timedelta(weeks=at)) for at, load in enumerate(loads)]


@pytest.mark.parametrize(
    ("load", "light"), [(0.2, GREEN), (1.0, GREEN), (1.01, AMBER), (1.3, AMBER), (1.9, AMBER)]
)
def test_a_single_week_is_amber_at_most(load: float, light: Light) -> None:
    assert lights.resource(weeks("Lin Feng", 0.5, load, 0.5), 8).light is light


@pytest.mark.parametrize(
    ("loads", "light"),
    [
        ((1.31, 1.31), AMBER),
        ((1.31, 1.31, 1.3), AMBER),
        ((1.31, 1.31, 1.31), RED),
        ((1.5, 0.2, 1.5, 0.2, 0.2, 1.5), RED),
        ((1.2,) * 8, AMBER),
    ],
)
def test_who_is_above_red_s_limit_in_three_weeks_makes_it_red(
    loads: tuple[float, ...], light: Light
) -> None:
    assert lights.resource(weeks("Lin Feng", *loads), 8).light is light


def test_the_weeks_of_several_people_do_not_add_up_to_red() -> None:
    booked = [*weeks("A", 1.5), *weeks("B", 1.5), *weeks("C", 1.5, 1.5)]
    assert lights.resource(booked, 8).light is AMBER


def test_overloaded_person_weeks_are_counted_and_the_busiest_is_named() -> None:
    booked = [*weeks("林峰", 1.05, 1.25), *weeks("罗敏", 1.0, 1.1)]
    assert said(lights.resource(booked, 8)) == [
        "3 person-weeks are above 100%, where amber begins; at most 125% (林峰, 2026-11-23)"
    ]
    assert said(lights.resource(booked, 8), "zh") == [
        "有 3 个人周的负荷超过黄灯阈值 100%，最高 125%（林峰，2026-11-23 当周）"
    ]
    assert said(lights.resource(weeks("Lin Feng", 1.25), 8)) == [
        "1 person-week is above 100%, where amber begins: 125% (Lin Feng, 2026-11-16)"
    ]


def test_a_lasting_overload_is_told_with_its_weeks() -> None:
    booked = [*weeks("林峰", 1.4, 1.45, 1.35, 1.2), *weeks("罗敏", 1.5)]
    assert said(lights.resource(booked, 8)) == [
        "林峰 is above 130% in 3 of the next 8 weeks; 3 make it red",
        "5 person-weeks are above 100%, where amber begins; at most 150% (罗敏, 2026-11-16)",
    ]
    assert said(lights.resource(booked, 8), "zh")[0] == (
        "林峰在未来 8 周中有 3 周的负荷超过 130%；达到 3 周即为红灯"
    )


def test_without_overload_the_busiest_person_is_named() -> None:
    assert said(lights.resource(weeks("Lin Feng", 0.8, 0.95), 8)) == [
        "At most, Lin Feng is booked to 95% in the week of 2026-11-23; amber begins above 100%"
    ]


@pytest.mark.parametrize(("number", "light"), [(1, AMBER), (3, RED)])
def test_a_booking_without_capacity_is_over_every_limit(number: int, light: Light) -> None:
    verdict = lights.resource(weeks("Lin Feng", *[inf] * number), 8)
    assert verdict.light is light
    assert said(verdict)[-1] == (
        "Lin Feng is booked in the week of 2026-11-16, but has no capacity"
    )


def test_without_figures_every_light_is_grey_and_says_why() -> None:
    verdicts = [
        lights.schedule(None, None),
        lights.cost(None),
        lights.quality(None),
        lights.risk(None, None),
        lights.resource((), 8),
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
