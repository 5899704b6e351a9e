"""The measurement of plan files runs to its end, over a plan like those that are sent."""

from __future__ import annotations

import pytest

from pmo_desktop.bench import plan_files
from pmo_desktop.exchange.plans.mspdi import read_mspdi
from pmo_desktop.progress import silent


def test_reading_a_plan_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_files, "TASKS", 60)
    monkeypatch.setattr(plan_files, "ROUNDS", 1)
    assert plan_files.measure_plan_files(silent).code == "plan_files.mspdi"


def test_the_plan_that_is_measured_is_whole() -> None:
    data = plan_files.plan_bytes(60)
    plan = read_mspdi(data, "plan")
    assert (len(plan.tasks), len(plan.assignments), plan.findings) == (60, 57, ())
    assert plan_files.read_bare(data) > 60 * 60
