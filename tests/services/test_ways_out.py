"""Ways out of a conflict: each kind, its price, and that adopting it does what was told."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.ways_out import Conflict, Way, WayKind, WaysOut
from pmo_desktop.language import Language
from pmo_desktop.models import (
    Absence,
    Assignment,
    Booking,
    PersonCapacity,
    PersonRate,
    PersonSkill,
    Skill,
    Task,
)
from pmo_desktop.services.balancing import moved_tasks, put_back
from pmo_desktop.services.load import load
from pmo_desktop.services.ways_out import title_of, verb_of, ways_out
from pmo_desktop.storage.workspace import Workspace
from tests.services.offices import MONDAY, Office, at, make

WEEK = (MONDAY, date(2026, 11, 29))


def found(workspace: Workspace, person: int) -> WaysOut:
    return ways_out(workspace, Conflict(person, *WEEK))


def of(ways: WaysOut, kind: WayKind) -> list[Way]:
    return [way for way in ways.ways if way.kind is kind]


def one(ways: WaysOut, kind: WayKind) -> Way:
    (way,) = of(ways, kind)
    return way


def said(way: Way, language: str = "en") -> str:
    return Language(language).text(way.what.rule, **way.what.params)


def adopt(workspace: Workspace, ways: WaysOut, way: Way) -> None:
    workspace.edit(title_of(way, ways.person), verb_of(way), *way.args)


def hours_beyond(workspace: Workspace, person: int) -> float:
    rows = workspace.query(load, MONDAY, 1).rows
    (cell,) = next(row.cells for row in rows if row.person_id == person)
    return max(0.0, cell.demand_hours - cell.capacity_hours)


def dates(session: Session) -> dict[int, tuple[datetime | None, datetime | None]]:
    return {row.id or 0: (row.start, row.finish) for row in session.scalars(select(Task))}


def two_weeks_in_one(office: Office, **of_second: Any) -> dict[str, int]:
    """Ann is asked for two weeks in one; the less important project's work has a milestone."""
    ann = office.person("Ann", role="Fitter")
    first, second = office.project("A", 1), office.project("B", 5)
    a = office.task(first, "dig A", 5, people={ann: 1.0})
    b = office.task(second, "dig B", 5, people={ann: 1.0}, **of_second)
    done = office.task(second, "done B", 0, kind="milestone")
    office.link(b, done)
    return {"ann": ann, "a": a, "b": b, "done": done, "first": first, "second": second}


def test_every_kind_is_there_or_says_why_not(workspace: Workspace) -> None:
    made = make(workspace, two_weeks_in_one)
    ways = found(workspace, made["ann"])
    assert (ways.person, ways.asked, ways.capacity, ways.over) == ("Ann", 80.0, 40.0, 40.0)
    assert {way.kind for way in ways.ways} == set(WayKind)
    for way in ways.ways:
        assert said(way)
        assert said(way, "zh") != said(way)


def test_moving_beyond_float_says_which_milestone_and_project_slip(workspace: Workspace) -> None:
    made = make(workspace, two_weeks_in_one)
    way = one(found(workspace, made["ann"]), WayKind.BEYOND)
    assert said(way) == '"2 dig B" (B, priority 5) begins on 2026-11-30 instead of 2026-11-23'
    effect = way.effect
    assert effect is not None
    assert effect.solves
    assert [(s.project_code, s.name, s.days) for s in effect.milestones] == [("B", "done B", 7)]
    assert [(s.project_code, s.days) for s in effect.finishes] == [("B", 7)]
    assert effect.cost == 0


def test_without_float_it_is_said_how_much_is_missing(workspace: Workspace) -> None:
    made = make(workspace, two_weeks_in_one)
    way = one(found(workspace, made["ann"]), WayKind.FLOAT)
    assert not way.exists
    assert "would have to move 5 days, and has 0 days" in said(way)


def test_with_float_work_is_moved_and_nothing_slips(workspace: Workspace) -> None:
    def fill(office: Office) -> dict[str, int]:
        made = two_weeks_in_one(office)
        office.task(made["second"], "long", 15)
        return made

    made = make(workspace, fill)
    ways = found(workspace, made["ann"])
    way = one(ways, WayKind.FLOAT)
    assert way.effect is not None
    assert (way.effect.solves, way.effect.finishes) == (True, ())
    assert said(one(ways, WayKind.BEYOND)) == "No task has to move beyond its float"


def test_what_is_adopted_is_what_was_told_and_one_undo(workspace: Workspace) -> None:
    made = make(workspace, lambda office: with_others(office, two_weeks_in_one(office)))
    before = workspace.query(dates)
    ways = found(workspace, made["ann"])
    tried = [way for way in ways.ways if way.exists]
    assert {way.kind for way in tried} >= {WayKind.BEYOND, WayKind.OTHER}
    for way in tried:
        assert workspace.query(dates) == before
        adopt(workspace, ways, way)
        assert way.effect is not None
        assert abs(hours_beyond(workspace, made["ann"]) - way.effect.hours_left) < 0.01
        after = workspace.query(dates)
        moved = {n: after[n] for n in after if after[n] != before[n]}
        assert moved == {n: tuple(pair) for n, pair in way.effect.moved.items()}
        workspace.undo()


def with_others(office: Office, made: dict[str, int]) -> dict[str, int]:
    """Three who know what Ann knows: one is busy, one is dear."""
    skill = office.put(Skill(uid="s", name="Digging"))
    made["busy"] = office.person("Busy", role="Digger")
    made["dear"] = office.person("Dear", role="Digger")
    made["good"] = office.person("Good", role="Digger")
    for person, level in (("ann", 3), ("busy", 5), ("dear", 4), ("good", 3)):
        office.put(PersonSkill(person_id=made[person], skill_id=skill, level=level))
    office.task(made["first"], "busy", 5, people={made["busy"]: 1.0})
    for person, rate in (("ann", 10_000), ("dear", 30_000), ("good", 8_000)):
        office.put(PersonRate(person_id=made[person], standard_minor=rate, overtime_minor=rate * 2))
    return made


def test_another_person_has_the_skill_and_the_room_and_a_price(workspace: Workspace) -> None:
    made = make(workspace, lambda office: with_others(office, two_weeks_in_one(office)))
    ways = of(found(workspace, made["ann"]), WayKind.OTHER)
    assert "Busy" not in " ".join(map(said, ways))
    assert said(ways[0]) == 'Dear does "2 dig B" (B, priority 5)'
    reasons = [Language("en").text(r.rule, **r.params) for r in ways[0].known]
    assert reasons == ["Digging: level 4 (Ann has 3)"]
    costs = {said(way).split()[0]: way.effect.cost for way in ways if way.effect}
    assert costs == {"Dear": Decimal("8000.00"), "Good": Decimal("-800.00")}
    assert all(way.effect is not None and way.effect.solves for way in ways)
    changed = [list(way.effect.changed) for way in ways if way.effect]
    assert changed == [[made["b"]], [made["b"]], [made["a"]], [made["a"]]]


def test_where_nobody_has_the_skill_or_the_room_it_is_said(workspace: Workspace) -> None:
    def fill(office: Office) -> dict[str, int]:
        made = two_weeks_in_one(office)
        skill = office.put(Skill(uid="s", name="Digging"))
        office.put(PersonSkill(person_id=made["ann"], skill_id=skill, level=3))
        return made

    made = make(workspace, fill)
    way = one(found(workspace, made["ann"]), WayKind.OTHER)
    assert said(way) == 'Nobody else has "Digging", or the role Fitter'

    def busy(office: Office) -> None:
        other = office.person("Bob", role="Fitter")
        office.task(made["first"], "own", 5, people={other: 1.0})

    make(workspace, busy)
    way = one(found(workspace, made["ann"]), WayKind.OTHER)
    assert said(way) == 'Those who could do it have no room in these weeks: "Bob"'


def test_what_has_been_done_stays_with_who_did_it(workspace: Workspace) -> None:
    def fill(office: Office) -> dict[str, int]:
        ann, bob = office.person("Ann", role="Fitter"), office.person("Bob", role="Fitter")
        first = office.project("A", 1, start=date(2026, 11, 16))
        second = office.project("B", 5, start=date(2026, 11, 16))
        office.task(first, "dig A", 5, people={ann: 1.0}, constraint="snet",
                    constraint_date=at(23))  # fmt: skip
        begun = office.task(second, "dig B", 10, people={ann: 1.0}, start=at(16),
                            actual_start=at(16), percent_complete=0.4)  # fmt: skip
        return {"ann": ann, "bob": bob, "begun": begun}

    made = make(workspace, fill)
    ways = found(workspace, made["ann"])
    way = of(ways, WayKind.OTHER)[0]
    adopt(workspace, ways, way)

    def parts(session: Session) -> list[tuple[int, Any, Any]]:
        rows = session.scalars(select(Assignment).where(Assignment.task_id == made["begun"]))
        return [(row.person_id, row.start, row.finish) for row in rows]

    assert workspace.query(parts) == [
        (made["ann"], None, datetime(2026, 11, 23)),
        (made["bob"], datetime(2026, 11, 23), None),
    ]
    assert hours_beyond(workspace, made["ann"]) == 0


def test_a_task_that_goes_on_over_the_week_rests_in_it(workspace: Workspace) -> None:
    def fill(office: Office) -> dict[str, int]:
        ann = office.person("Ann")
        first = office.project("A", 1)
        second = office.project("B", 5, start=date(2026, 11, 20))
        office.task(first, "dig A", 5, people={ann: 1.0})
        long = office.task(second, "dig B", 8, people={ann: 1.0})
        return {"ann": ann, "long": long}

    made = make(workspace, fill)
    ways = found(workspace, made["ann"])
    way = one(ways, WayKind.SPLIT)
    assert "rests from 2026-11-23 and goes on on 2026-11-30" in said(way)
    assert way.effect is not None
    assert way.effect.solves
    assert way.effect.rests == {made["long"]: ((datetime(2026, 11, 20, 18), at(30)),)}
    adopt(workspace, ways, way)
    assert workspace.query(dates)[made["long"]] == (at(20), datetime(2026, 12, 8, 18))
    assert hours_beyond(workspace, made["ann"]) == 0


def test_with_less_a_week_it_takes_as_much_longer(workspace: Workspace) -> None:
    def fill(office: Office) -> dict[str, int]:
        ann = office.person("Ann")
        office.task(office.project("A", 1), "dig A", 5, people={ann: 0.6})
        office.task(office.project("B", 5), "dig B", 5, people={ann: 0.8})
        return {"ann": ann}

    made = make(workspace, fill)
    ways = found(workspace, made["ann"])
    way = one(ways, WayKind.REDUCE)
    assert said(way) == '"2 dig B" (B, priority 5) with 40% instead of 80%, 5 days longer'
    assert way.effect is not None
    assert (way.effect.solves, way.effect.finishes[0].days) == (True, 7)


def test_more_capacity_costs_overtime_and_the_rest_of_the_year_stays(workspace: Workspace) -> None:
    def fill(office: Office) -> dict[str, int]:
        ann = office.person("Ann")
        office.put(PersonCapacity(person_id=ann, first=date(2026, 11, 1), capacity=0.8))
        office.put(PersonRate(person_id=ann, standard_minor=10_000, overtime_minor=15_000))
        office.task(office.project("A", 1), "dig A", 5, people={ann: 1.0})
        return {"ann": ann}

    made = make(workspace, fill)
    ways = found(workspace, made["ann"])
    way = one(ways, WayKind.CAPACITY)
    assert said(way).startswith("Ann gives 100% of a full-time week instead of 80%")
    assert way.effect is not None
    assert (way.effect.solves, way.effect.cost) == (True, Decimal("1200.00"))
    adopt(workspace, ways, way)

    def ranges(session: Session) -> list[tuple[Any, ...]]:
        rows = session.scalars(select(PersonCapacity).order_by(PersonCapacity.first))  # type: ignore[arg-type]
        return [(row.first, row.last, row.capacity) for row in rows]

    assert workspace.query(ranges) == [
        (date(2026, 11, 1), date(2026, 11, 22), 0.8),
        (*WEEK, 1.0),
        (date(2026, 11, 30), None, 0.8),
    ]


def test_who_is_away_or_asked_for_double_cannot_give_more(workspace: Workspace) -> None:
    made = make(workspace, two_weeks_in_one)
    assert "more than 150% is no way out" in said(
        one(found(workspace, made["ann"]), WayKind.CAPACITY)
    )

    def away(office: Office) -> None:
        office.put(Absence(uid="1", person_id=made["ann"], first=MONDAY, last=WEEK[1]))

    make(workspace, away)
    way = one(found(workspace, made["ann"]), WayKind.CAPACITY)
    assert said(way) == "Ann is not there in these weeks"


def test_team_dates_that_are_pushed_move_too_and_can_be_put_back(workspace: Workspace) -> None:
    def fill(office: Office) -> dict[str, int]:
        made = two_weeks_in_one(office, fixed=True, start=at(23), finish=at(27, 18))
        after = office.task(
            made["second"], "after", 1, fixed=True, start=datetime(2026, 11, 30, 9),
            finish=datetime(2026, 11, 30, 18),
        )  # fmt: skip
        office.link(made["b"], after)
        return {**made, "after": after}

    made = make(workspace, fill)
    before = workspace.query(dates)
    ways = found(workspace, made["ann"])
    way = one(ways, WayKind.BEYOND)
    adopt(workspace, ways, way)
    after = workspace.query(dates)
    assert after[made["b"]] == (datetime(2026, 11, 30, 9), datetime(2026, 12, 4, 18))
    assert after[made["after"]] == (datetime(2026, 12, 7, 9), datetime(2026, 12, 7, 18))
    assert {task.name for task in workspace.query(moved_tasks)} == {"dig B", "after"}
    workspace.edit(title_of(way, "Ann"), put_back)
    assert workspace.query(dates) == before


def test_bookings_alone_leave_more_capacity_alone(workspace: Workspace) -> None:
    def fill(office: Office) -> dict[str, int]:
        ann = office.person("Ann")
        for number in range(2):
            office.put(
                Booking(uid=f"{number}", person_id=ann, first=WEEK[0], last=WEEK[1], units=0.7)
            )
        return {"ann": ann}

    made = make(workspace, fill)
    ways = found(workspace, made["ann"])
    assert [way.kind for way in ways.ways if way.exists] == [WayKind.CAPACITY]
    assert all(said(way) for way in ways.ways)


def begun_the_week_before(office: Office) -> dict[str, int]:
    """Ann's less important work begins in the week before she is asked for too much."""
    made = {name.lower(): office.person(name, role="Digger") for name in ("Ann", "Ben")}
    first = office.project("A", 1, start=date(2026, 11, 30))
    second = office.project("B", 5)
    office.task(first, "dig A", 5, people={made["ann"]: 1.0})
    office.task(second, "dig B", 8, people={made["ann"]: 1.0})
    return made


def of_the_second_week(workspace: Workspace, person: int) -> WaysOut:
    return ways_out(workspace, Conflict(person, date(2026, 11, 30), date(2026, 12, 6)))


def test_who_takes_work_over_that_begins_before_the_week_has_room_for_all_of_it(
    workspace: Workspace,
) -> None:
    def fill(office: Office) -> dict[str, int]:
        made = begun_the_week_before(office)
        office.put(Booking(uid="b", person_id=made["ben"], first=date(2026, 11, 23),
                           last=date(2026, 11, 27), units=1.0))  # fmt: skip
        return made

    made = make(workspace, fill)
    ways = of(of_the_second_week(workspace, made["ann"]), WayKind.OTHER)
    assert not any("dig B" in said(way) for way in ways if way.exists)


def test_the_price_of_work_that_begins_before_the_week_is_that_of_all_of_it(
    workspace: Workspace,
) -> None:
    def fill(office: Office) -> dict[str, int]:
        made = begun_the_week_before(office)
        for person, cents in ((made["ann"], 10000), (made["ben"], 15000)):
            office.put(PersonRate(person_id=person, standard_minor=cents))
        return made

    made = make(workspace, fill)
    ways = of(of_the_second_week(workspace, made["ann"]), WayKind.OTHER)
    costs = [way.effect.cost for way in ways if way.effect and "dig B" in said(way)]
    assert costs == [8 * 8 * Decimal("50.00")]


def test_what_others_are_relieved_of_in_the_weeks_before_is_told_too(workspace: Workspace) -> None:
    def fill(office: Office) -> dict[str, int]:
        made = begun_the_week_before(office)
        third = office.project("C", 2)
        office.task(third, "dig C", 5, people={made["ben"]: 1.0})
        both = office.task(third, "dig D", 8, people={made["ann"]: 0.5, made["ben"]: 0.5})
        office.task(third, "long", 40)
        return made | {"both": both}

    made = make(workspace, fill)
    before = hours_beyond(workspace, made["ben"])
    ways = of_the_second_week(workspace, made["ann"])
    moving = next(way for way in ways.ways if way.effect and made["both"] in way.effect.changed
                  and way.effect.moved)  # fmt: skip
    adopt(workspace, ways, moving)
    relieved = hours_beyond(workspace, made["ben"]) - before
    assert relieved < 0
    assert moving.effect is not None
    (ben,) = [one for one in moving.effect.others if one.person == "Ben"]
    assert ben.hours <= relieved
