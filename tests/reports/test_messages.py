"""Titles say what the data says, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import inf
from typing import Any

import pytest

from pmo_desktop.language import Language
from pmo_desktop.reports import messages
from pmo_desktop.reports.data import PackData
from pmo_desktop.services.since import Since
from tests.reports.office_sample import (
    LOAD,
    OFFICE,
    PROJECTS,
    empty_office,
    project,
    risk,
    small_office,
)

ZH, EN = Language("zh"), Language("en")


def office(*letters: str, **values: Any) -> PackData:
    """Projects with these lights, no decision wanted."""
    base = small_office()
    projects = tuple(project(i, f"P-{i}", "x", each) for i, each in enumerate(letters))
    portfolio = replace(base.portfolio, projects=projects)
    return replace(base, portfolio=portfolio, decisions=(), **values)


@pytest.mark.parametrize(
    ("letters", "said"),
    [
        ((), "No project is under way yet"),
        (("rgggg",), "1 red project"),
        (("rgggg", "gggrg", "agggg"), "2 red projects"),
        (("agggg", "ggggg"), "No project is red, 1 is amber"),
        (("ggggg", "ggggg"), "All 2 projects are green"),
        (("ggggg", "-----"), "No project is red or amber, 1 cannot be judged yet"),
        (("-----",), "The only project cannot be judged yet"),
    ],
)
def test_the_summary_says_the_worst_of_the_lights(letters: tuple[str, ...], said: str) -> None:
    assert messages.summary(office(*letters), EN) == said


def test_a_project_on_hold_is_not_counted() -> None:
    data = office("rgggg", "ggggg")
    held = replace(data.portfolio.projects[0], state="on_hold")
    projects = (held, *data.portfolio.projects[1:])
    held_office = replace(data, portfolio=replace(data.portfolio, projects=projects))
    assert messages.summary(held_office, EN) == "The only project is green"
    assert held_office.current == projects


def test_the_summary_adds_the_decisions_that_are_wanted() -> None:
    assert (
        messages.summary(small_office(), EN)
        == "2 red projects; 2 decisions are needed by 28 November"
    )
    assert messages.summary(small_office(), ZH) == "2 个红灯项目，2 项决策须在 11 月 28 日前作出"


def decided(meeting: date | None, *dues: date | None) -> str:
    data = small_office()
    wanted = tuple(replace(data.decisions[0], id=i, due=due) for i, due in enumerate(dues))
    portfolio = replace(data.portfolio, office=replace(OFFICE, committee_date=meeting))
    return messages.decisions(replace(data, decisions=wanted, portfolio=portfolio), EN)


def test_decisions_are_counted_to_the_meeting() -> None:
    meeting = date(2026, 11, 28)
    assert decided(meeting, date(2026, 11, 25), date(2026, 12, 20)) == (
        "1 decision is needed by 28 November"
    )


def test_decisions_after_the_meeting_are_counted_to_the_first_day() -> None:
    meeting = date(2026, 11, 28)
    days = (date(2027, 1, 15), date(2027, 1, 15), date(2027, 2, 1), None)
    assert decided(meeting, *days) == "2 decisions are needed by 15 January 2027"


def test_decisions_without_a_day_are_only_counted() -> None:
    assert decided(None, None, None) == "2 decisions are needed"


def test_overdue_decisions_are_called_so() -> None:
    assert decided(None, date(2026, 11, 1), date(2026, 12, 1)) == "1 decision is overdue"


def test_no_decision_is_said_so() -> None:
    assert decided(None) == "No decision is wanted from the committee"


@pytest.mark.parametrize(
    ("letters", "said"),
    [
        (("rgggg", "aragg"), "Pressure is highest on schedule: 1 red and 1 amber of 2 projects"),
        (("gragg", "grggg"), "Pressure is highest on cost: 2 of 2 projects red"),
        (("gggga", "ggggg"), "Pressure is highest on resources: 1 of 2 projects amber"),
        (("ggggg",), "The only project is green"),
    ],
)
def test_the_portfolio_names_the_dimension_under_most_pressure(
    letters: tuple[str, ...], said: str
) -> None:
    assert messages.portfolio(office(*letters), EN) == said


@pytest.mark.parametrize(
    ("letters", "values", "said"),
    [
        ("rgggg", {"slip_days": 24}, "finish slips 24 days"),
        ("rgggg", {"slip_days": 0, "spi": 0.8}, "behind schedule, SPI 0.80"),
        ("grggg", {"cpi": 0.91}, "forecast 9.9% over budget"),
        ("grggg", {"budget": None, "cpi": 0.8}, "over cost, CPI 0.80"),
        ("ggrgg", {"quality": 0.885}, "pass rate 88%"),
        ("gggrg", {"exposure": Decimal(47_000), "currency": "USD"}, "risk exposure $47k"),
        ("ggggr", {}, "people over capacity"),
        ("gggrg", {"exposure": Decimal(0)}, "Risk red"),
        ("rargr", {"slip_days": 1}, "finish slips 1 day; pass rate 96%"),
        ("ggggg", {"percent_complete": 0.42}, "on course, 42% complete"),
        ("-----", {}, "not enough data to judge it yet"),
    ],
)
def test_a_projects_message_is_its_worst_dimensions(
    letters: str, values: dict[str, Any], said: str
) -> None:
    assert messages.project_clause(project(1, "P-1", "x", letters, **values), EN) == said


def test_milestones_name_the_one_that_slipped_most() -> None:
    assert messages.milestones(small_office(), EN) == (
        "3 of 5 milestones ahead are late, at most by 24 days (P-2601 切换演练)"
    )
    on_time = replace(small_office(), milestones=small_office().milestones[3:])
    assert messages.milestones(on_time, EN) == "No milestone ahead is later than its baseline"
    no_baseline = replace(small_office(), milestones=small_office().milestones[4:])
    assert messages.milestones(no_baseline, EN) == (
        "1 milestone lies ahead; it has no baseline yet"
    )
    assert messages.milestones(empty_office(), ZH) == "未来 12 周没有里程碑"


def test_load_names_the_most_loaded_person() -> None:
    assert messages.load(small_office(), EN) == (
        "2 people are over capacity in the next 12 weeks, 林峰 up to 145%"
    )
    first = LOAD.rows[0]
    none = replace(first.cells[3], load=inf, capacity_hours=0.0)
    endless = replace(LOAD, rows=(replace(first, cells=(*first.cells[:3], none)), *LOAD.rows[2:]))
    assert messages.load(replace(small_office(), load=endless), EN) == (
        "1 person is over capacity in the next 12 weeks: 林峰, without any capacity"
    )
    calm = replace(small_office(), load=replace(LOAD, rows=LOAD.rows[2:]))
    assert messages.load(calm, EN) == "No one is over capacity in the next 12 weeks"
    assert messages.load(empty_office(), EN) == "No one is assigned to work in the next 12 weeks"


def test_risks_say_how_much_the_high_ones_hold() -> None:
    assert messages.risks(small_office(), EN) == "3 high risks hold 92% of the exposure of ¥2.85m"
    assert messages.risks(empty_office(), EN) == "No risk is open"
    low = replace(small_office(), risks=small_office().risks[3:5])
    assert messages.risks(low, EN) == "2 risks are open, none of them is high"


def test_exposures_in_several_currencies_are_not_added_up() -> None:
    data = small_office()
    mixed = (*data.risks, risk(9, PROJECTS[3], "USD", 5, 5, 90_000))
    assert messages.risks(replace(data, risks=mixed), EN) == "4 high risks are open"


def test_changes_are_counted_since_the_closed_period() -> None:
    data = small_office()
    assert messages.changes(data, EN) == (
        "Since 2026-10: 1 light got worse; 1 got better; 1 project finishes later"
    )
    assert messages.changes(replace(data, since=Since("2026-10")), EN) == (
        "No light and no finish changed since 2026-10"
    )
    assert messages.changes(empty_office(), ZH) == "尚未关账任何报告期，暂无可比数据"
