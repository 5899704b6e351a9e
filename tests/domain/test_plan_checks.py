from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from pmo_desktop.domain.plan_checks import (
    RISK_NEEDS,
    Check,
    Frame,
    PlanRisk,
    PlanTask,
    check_plan,
    check_risks,
)
from pmo_desktop.domain.tasks import Link

AT = datetime
FRAME = Frame(date(2026, 11, 20), date(2026, 9, 1), date(2026, 12, 31))
SOUND = PlanTask("1.1", "Dig", start=AT(2026, 11, 2, 9), finish=AT(2026, 11, 6, 18), duration=2400)
NEXT = PlanTask("1.2", "Fill", start=AT(2026, 11, 9, 9), finish=AT(2026, 11, 27, 18),
                duration=7200, links=(Link("1.1"),))  # fmt: skip


def told(*tasks: PlanTask, frame: Frame = FRAME) -> list[tuple[str, tuple[int, ...], str]]:
    return [(check.code, check.places, check.field) for check in check_plan(tasks, frame)]


def test_a_sound_plan_is_told_nothing_of() -> None:
    assert told(SOUND, NEXT) == []


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({"links": (Link("9"),)}, ("check_lost_link", "predecessors")),
        ({"finish": AT(2026, 10, 30, 18)}, ("check_reversed", "finish")),
        ({"kind": "milestone"}, ("check_milestone", "duration")),
        ({"start": AT(2026, 8, 31, 9)}, ("check_before_project", "start")),
        ({"actual_start": AT(2026, 11, 23, 9)}, ("check_actual_ahead", "actual_start")),
        ({"actual_finish": AT(2026, 12, 1, 18)}, ("check_actual_ahead", "actual_finish")),
        ({"done": 1.0}, ("check_done_undated", "percent_complete")),
        ({"finish": AT(2027, 1, 4, 18)}, ("check_beyond_holidays", "finish")),
    ],
)
def test_what_is_doubtful_is_told_at_its_field(
    values: dict[str, Any], wanted: tuple[str, str]
) -> None:
    (check,) = check_plan([replace(SOUND, **values), NEXT], FRAME)
    assert (check.code, check.field) == wanted
    assert check.places == (0,)


def test_a_task_that_is_done_before_its_day_is_told() -> None:
    codes = [code for code, _, _ in told(SOUND, replace(NEXT, done=1.0))]
    assert codes == ["check_done_ahead", "check_done_undated"]
    finished = replace(NEXT, done=1.0, actual_finish=AT(2026, 11, 19, 18))
    assert told(SOUND, finished) == []


def test_a_milestone_with_one_date_takes_no_time() -> None:
    moment = AT(2026, 11, 27, 18)
    gate = PlanTask("1.3", "Gate", "milestone", moment, moment, 0, links=(Link("1.2"),))
    assert told(SOUND, NEXT, gate) == []


def test_tasks_that_nothing_moves_are_told_together() -> None:
    loose = [PlanTask(f"2.{n}", "Alone", start=SOUND.start, finish=SOUND.finish) for n in (1, 2)]
    assert told(SOUND, NEXT, *loose) == [("check_loose", (2, 3), "predecessors")]
    summary = PlanTask("2", "Both", "summary", links=(Link("1"),))
    assert told(SOUND, NEXT, summary, *loose) == [("check_lost_link", (2,), "predecessors")]
    above = PlanTask("1", "All", "summary")
    assert told(above, SOUND, NEXT, summary, *loose) == []


def test_what_is_not_known_is_not_held_against_a_plan() -> None:
    early = replace(SOUND, start=AT(2020, 1, 1, 9), done=1.0, finish=AT(2040, 1, 1, 18))
    codes = [code for code, _, _ in told(early, NEXT, frame=Frame())]
    assert codes == ["check_done_undated"]


def test_a_high_risk_must_have_somebody_who_does_something_by_some_day() -> None:
    high = PlanRisk("R-1 Flood", 4, 3)
    (check,) = check_risks([high])
    assert isinstance(check, Check)
    assert check.params["fields"] == ("risk.owner", "risk.response", "risk.due")
    (check,) = check_risks([replace(high, has=frozenset({"owner", "due"}))])
    assert (check.field, check.params["fields"]) == ("response", ("risk.response",))
    ready = [replace(high, has=frozenset(RISK_NEEDS)), replace(high, is_open=False),
             PlanRisk("R-2", 3, 3), PlanRisk("R-3", None, 5)]  # fmt: skip
    assert check_risks(ready) == []
