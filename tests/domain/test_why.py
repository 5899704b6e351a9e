"""From a date back to what it hangs on, in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings

from pmo_desktop.domain.activities import Activity, Tie
from pmo_desktop.domain.calendars import STANDARD
from pmo_desktop.domain.network import schedule
from pmo_desktop.domain.schedule.compiled import compile_network
from pmo_desktop.domain.schedule.holds import HoldKind, hold_of
from pmo_desktop.domain.schedule.solving import solve
from pmo_desktop.domain.tasks import Constraint, LagKind, LinkType, ProgressRule
from pmo_desktop.domain.why import Step, why
from pmo_desktop.language import Language
from tests.domain.networks import CALENDARS, RICH, START, Net, nets

DAY = 480
MONDAY = datetime(2026, 11, 2, 9)
NAMES = {1: "Design", 2: "Build", 3: "Test"}


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}")


def chain(activities: list[Activity], ties: list[Tie], last: int, status: str = "") -> list[Step]:
    result = schedule(activities, ties, STANDARD, MONDAY, at(status) if status else None)
    assert result.solution is not None
    return list(why(result.solution, last, NAMES))


def words(step: Step, language: str = "en") -> str:
    return Language(language).text(step.reason.rule, **step.reason.params)


def test_a_date_is_followed_back_to_the_project_s_start() -> None:
    tasks = [Activity(1, 5 * DAY), Activity(2, DAY), Activity(3, DAY)]
    ties = [Tie(1, 2), Tie(2, 3, LinkType.SS, DAY)]
    steps = chain(tasks, ties, 3)
    assert [words(step) for step in steps] == [
        'It cannot start before "Build" has started (SS+1d)',
        'It cannot start before "Design" is finished (FS)',
        "It starts with its project on 2026-11-02",
    ]
    assert [step.start for step in steps] == [at("11-10 09:00"), at("11-09 09:00"), MONDAY]
    assert words(steps[1], "zh") == "“Design”完成之前不能开始（FS）"


def test_a_status_date_that_moves_nothing_holds_nothing() -> None:
    task = Activity(1, DAY, progress_rule=ProgressRule.STANDS)
    (step,) = chain([task], [], 1, "11-20 00:00")
    assert step.start == MONDAY
    assert words(step) == "It starts with its project on 2026-11-02"


def test_the_rest_of_what_was_begun_too_early_waits() -> None:
    begun = Activity(2, 4 * DAY, actual_start=at("11-04 09:00"), percent_complete=0.25)
    steps = chain([Activity(1, 5 * DAY), begun], [Tie(1, 2)], 2)
    assert words(steps[0]) == 'It has begun; what is left of it waits for "Design" (FS)'
    assert [step.activity for step in steps] == [2, 1]


def test_days_off_between_a_predecessor_and_its_successor_are_named() -> None:
    steps = chain([Activity(1, 5 * DAY), Activity(2, DAY)], [Tie(1, 2)], 2)
    rest = steps[0].rest
    assert rest is not None
    assert Language("en").text(rest.rule, **rest.params) == (
        "Its calendar has no working time from 2026-11-07 to 2026-11-08"
    )
    assert steps[1].rest is None


CASES: list[tuple[dict[str, Any], str, HoldKind, str]] = [
    ({"constraint": Constraint.SNET, "constraint_date": at("11-09 09:00")}, "",
     HoldKind.CONSTRAINT, "2026-11-09"),
    ({"constraint": Constraint.FNET, "constraint_date": at("11-10 18:00")}, "",
     HoldKind.CONSTRAINT, "2026-11-10"),
    ({}, "11-05 00:00", HoldKind.STATUS, "2026-11-05"),
    ({"actual_start": MONDAY, "percent_complete": 0.5}, "11-05 00:00",
     HoldKind.STATUS, "2026-11-05"),
    ({"actual_start": MONDAY, "percent_complete": 0.5}, "", HoldKind.BEGUN, "2026-11-02"),
    ({"actual_start": MONDAY, "percent_complete": 0.5, "resume": at("11-06 09:00")}, "",
     HoldKind.RESUME, "2026-11-06"),
    ({"fixed": True, "start": MONDAY, "finish": at("11-04 18:00")}, "", HoldKind.FIXED, "given"),
    ({"actual_start": MONDAY, "actual_finish": at("11-04 18:00")}, "", HoldKind.DONE, "done"),
    ({"constraint": Constraint.ALAP, "deadline": at("11-06 18:00")}, "",
     HoldKind.DEADLINE, "2026-11-06"),
    ({"constraint": Constraint.ALAP}, "", HoldKind.FINISH, "2026-11-27"),
    ({"backwards": True, "not_after": at("11-20 18:00"), "project": 1}, "",
     HoldKind.FINISH, "2026-11-20"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "status", "kind", "said"), CASES)
def test_what_holds_a_task_is_named_with_its_date(
    what: dict[str, Any], status: str, kind: HoldKind, said: str
) -> None:
    long = Activity(9, 20 * DAY, fixed=True, start=MONDAY, finish=at("11-27 18:00"))
    (step,) = chain([Activity(1, 2 * DAY, **what), long], [], 1, status)
    assert step.hold.kind is kind
    assert said in words(step)
    assert words(step, "zh") != words(step)


def test_a_constraint_that_wins_over_a_link_is_named() -> None:
    held = Activity(2, DAY, constraint=Constraint.MSO, constraint_date=at("11-03 09:00"))
    (step,) = chain([Activity(1, 5 * DAY), held], [Tie(1, 2)], 2)
    assert step.hold.kind is HoldKind.LATEST
    assert words(step) == (
        "A date that was set for it does not let it be later: Must start on 2026-11-03"
    )


def test_what_lies_late_names_what_follows_it() -> None:
    tasks = [Activity(1, DAY, constraint=Constraint.ALAP), Activity(2, DAY), Activity(3, 9 * DAY)]
    tie = Tie(1, 2, lag_minutes=1440, lag_kind=LagKind.ELAPSED)
    steps = chain(tasks, [tie], 1)
    assert words(steps[0]) == 'It lies as late as "Build" lets it (FS+1d (24 h))'
    assert steps[1].hold.kind is HoldKind.LINK
    assert len(steps) == 2


def test_a_circle_has_no_beginning() -> None:
    (step,) = chain([Activity(1, DAY), Activity(2, DAY)], [Tie(1, 2), Tie(2, 1)], 1)
    assert step.hold.kind is HoldKind.LOOP


def test_what_is_not_there_has_no_reason() -> None:
    with pytest.raises(KeyError):
        chain([Activity(1, DAY), Activity(2, DAY, active=False)], [], 2)


@settings(max_examples=150, deadline=None)
@given(nets(kinds=(*RICH, "free"), status=True, rich=True))
def test_every_chain_ends_and_its_links_are_those_of_the_plan(net: Net) -> None:
    solution = solve(compile_network(net.activities, net.ties, CALENDARS, START, net.status))
    labels = {activity.id: str(activity.id) for activity in net.activities}
    for activity in solution.compiled.index:
        steps = why(solution, activity, labels)
        assert steps[-1].other is None
        for step in steps:
            tie = step.hold.tie
            assert tie is None or tie in net.ties
            assert hold_of(solution, step.activity) == step.hold
