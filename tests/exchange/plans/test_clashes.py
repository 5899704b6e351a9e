"""Constraints against links: the file says which win, and its own dates decide where it errs."""

from __future__ import annotations

from datetime import datetime

import pytest

from pmo_desktop.exchange.plans.reading import PlanReading, plan_of
from pmo_desktop.exchange.plans.recognising import PlanKind
from tests.exchange.plans.files import link, project, task


def reading(honours: int, recorded: str) -> PlanReading:
    """Two days, then a task that must start on the second of them."""
    clash = (
        f"<Start>2026-03-{recorded}T08:00:00</Start><Finish>2026-03-{recorded}T17:00:00</Finish>"
        "<ConstraintType>2</ConstraintType><ConstraintDate>2026-03-03T08:00:00</ConstraintDate>"
    )
    first = "<Start>2026-03-02T08:00:00</Start><Finish>2026-03-03T17:00:00</Finish>"
    tasks = task(1, days=2, rest=first) + task(2, rest=clash + link(1))
    head = f"<HonorConstraints>{honours}</HonorConstraints>"
    return plan_of(project(tasks, head=head).encode(), "plan", PlanKind.MSPDI)


@pytest.mark.parametrize("honours", [0, 1])
@pytest.mark.parametrize("recorded", ["03", "04"])
def test_the_recorded_dates_decide(honours: int, recorded: str) -> None:
    found = reading(honours, recorded)
    assert found.moves == ()
    assert found.computed.dates["2"].start == datetime(2026, 3, int(recorded), 8)
    is_as_said = found.plan.honours_constraints == bool(honours)
    assert is_as_said == (not found.plan.findings)
