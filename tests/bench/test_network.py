"""The measurement of a large plan runs to its end, and says where it cannot."""

from __future__ import annotations

from datetime import datetime

import pytest

from pmo_desktop.bench import network
from pmo_desktop.domain.schedule.compiled import compile_network
from pmo_desktop.progress import Progress, silent


def test_a_full_pass_is_measured_against_the_longest_path(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("networkx")
    monkeypatch.setattr(network, "TASKS", 600)
    monkeypatch.setattr(network, "LINKS", 900)
    monkeypatch.setattr(network, "ROUNDS", 1)
    (figure,) = network.measure_network(silent)
    assert figure.code == "network.pass"
    assert figure.ours > 0
    assert figure.baseline > 0


def test_the_plan_that_is_measured_has_no_loop_and_three_calendars() -> None:
    activities, ties = network.plan(2_000, 3_000)
    assert (len(activities), len(ties)) == (2_000, 3_000)
    compiled = compile_network(activities, ties, network.calendars(), network.START)
    assert not compiled.loops
    assert {activity.calendar for activity in activities} == {0, 1, 2}
    holiday = datetime(2026, 10, 1)
    assert not any(calendar.is_working(holiday.date()) for calendar in network.calendars())


def test_without_networkx_the_figure_is_left_out_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(network, "find_spec", lambda _: None)
    said: list[Progress] = []
    assert network.measure_network(said.append) == ()
    assert "networkx is not installed" in said[0].text
