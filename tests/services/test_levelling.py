"""Balancing a database: what moves, what stays, and that adopting leads to the very same dates."""

from __future__ import annotations

import random
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from pmo_desktop.domain.balance import Bounds, Levelled
from pmo_desktop.domain.levelling.objective import Objective
from pmo_desktop.language import Language
from pmo_desktop.models import Absence, Assignment, Booking, PersonCapacity, Task, WorkingCalendar
from pmo_desktop.services.balancing import adopt, moved_tasks, put_back
from pmo_desktop.services.gantt import plan
from pmo_desktop.services.levelling import asked, balance
from pmo_desktop.services.refused import Refused
from pmo_desktop.services.scheduling import compute
from pmo_desktop.services.why import why
from pmo_desktop.storage.changes import Title
from pmo_desktop.storage.workspace import Workspace
from tests.services.levelled_check import Checked
from tests.services.offices import DAY, MONDAY, Office, at, make

BALANCE = Title("Balance")
Dates = dict[str, tuple[datetime | None, datetime | None]]


def levelled(workspace: Workspace, **bounds: Any) -> Levelled:
    return balance(workspace.query(asked, Bounds(**{"schedules": 60, **bounds})))


def adopted(workspace: Workspace, **bounds: Any) -> Levelled:
    found = levelled(workspace, **bounds)
    workspace.edit(BALANCE, adopt, found.tasks)
    return found


def stored(session: Session) -> Dates:
    return {row.name: (row.start, row.finish) for row in session.scalars(select(Task))}


def starts(workspace: Workspace) -> dict[str, datetime | None]:
    return {name: dates[0] for name, dates in workspace.query(stored).items()}


def overloads(session: Session) -> dict[str, set[date]]:
    return Checked(session).overloads()


def broken_links(session: Session) -> list[tuple[str, str]]:
    return Checked(session).broken_links()


def said(reasons: Any, language: str = "en") -> list[str]:
    return [Language(language).text(one.rule, **one.params) for one in reasons]


def two_projects(office: Office) -> None:
    """Ann is asked for twice in the same week; the first project is the more important one."""
    ann = office.person("Ann")
    for code, priority in (("A", 1), ("B", 2)):
        project = office.project(code, priority)
        dig = office.task(project, f"dig {code}", 2, people={ann: 1.0})
        fill = office.task(project, f"fill {code}", 1)
        office.link(dig, fill)


def test_the_less_important_project_gives_way(workspace: Workspace) -> None:
    make(workspace, two_projects)
    assert workspace.query(overloads) == {"Ann": {date(2026, 11, 23), date(2026, 11, 24)}}
    found = adopted(workspace)
    assert workspace.query(overloads) == {}
    assert starts(workspace) == {
        "dig A": at(23), "fill A": at(25), "dig B": at(25), "fill B": at(27),
    }  # fmt: skip
    assert [(one.code, one.days) for one in found.projects] == [("A", 0), ("B", 2)]


def test_it_is_said_what_moved_and_why(workspace: Workspace) -> None:
    make(workspace, two_projects)
    found = levelled(workspace)
    assert [(move.name, move.days, move.held) for move in found.moves] == [
        ("dig B", 2, True), ("fill B", 2, False),
    ]  # fmt: skip
    assert [said(move.reasons) for move in found.moves] == [
        ['Ann cannot do it earlier: the room is taken by "A 1 dig A (1)"'],
        ['It follows "B 3 dig B" (FS)'],
    ]
    assert said(found.moves[0].reasons, "zh") == ["Ann无法更早进行：时间已由“A 1 dig A (1)”占用"]
    assert (found.before.clash, found.after.clash) == (16.0, 0.0)
    # The week has room for both: it is no overload, as load and scenarios have it.
    assert (found.before.over, found.before.person_weeks, found.after.over) == (0.0, 0, 0.0)


def test_the_tasks_of_the_reasons_can_be_found(workspace: Workspace) -> None:
    make(workspace, two_projects)
    first, second = levelled(workspace).moves
    assert [one[1:] for one in first.by] == [("A", "1", "dig A")]
    assert [one[1:] for one in second.by] == [("B", "3", "dig B")]


def test_only_what_nothing_else_keeps_there_is_held(workspace: Workspace) -> None:
    make(workspace, two_projects)
    adopted(workspace)
    (moved,) = workspace.query(moved_tasks)
    assert (moved.name, moved.moved_from, moved.start) == ("dig B", at(23), at(25))


def test_adopting_is_one_edit_that_can_be_undone(workspace: Workspace) -> None:
    make(workspace, two_projects)
    before = workspace.query(stored)
    adopted(workspace)
    workspace.undo()
    assert workspace.query(stored) == before
    workspace.redo()
    assert workspace.query(overloads) == {}


def test_balancing_again_moves_nothing_any_more(workspace: Workspace) -> None:
    make(workspace, two_projects)
    adopted(workspace)
    again = levelled(workspace)
    assert again.moves == ()
    assert [one.days for one in again.projects] == [0, 0]


def test_put_back_all_lie_where_they_lay(workspace: Workspace) -> None:
    make(workspace, two_projects)
    before = workspace.query(stored)
    adopted(workspace)
    assert workspace.edit(BALANCE, put_back).result == 1
    assert workspace.query(stored) == before
    assert workspace.query(moved_tasks) == ()
    with pytest.raises(Refused):
        workspace.edit(BALANCE, put_back)


def test_chosen_tasks_are_put_back_alone(workspace: Workspace) -> None:
    def fill(office: Office) -> dict[str, int]:
        ann = office.person("Ann")
        project = office.project("A")
        return {name: office.task(project, name, 1, people={ann: 1.0}) for name in "abc"}

    tasks = make(workspace, fill)
    adopted(workspace)
    assert starts(workspace) == {"a": at(23), "b": at(24), "c": at(25)}
    workspace.edit(BALANCE, put_back, [tasks["b"]])
    assert starts(workspace) == {"a": at(23), "b": at(23), "c": at(25)}


def team_dates(office: Office) -> None:
    ann = office.person("Ann")
    for code, priority in (("A", 1), ("B", 2)):
        office.task(
            office.project(code, priority), f"dig {code}", 2, people={ann: 1.0}, fixed=True,
            start=at(24), finish=at(25, 18),
        )  # fmt: skip


def test_dates_that_a_team_gave_are_the_earliest_and_are_kept_beside(workspace: Workspace) -> None:
    make(workspace, team_dates)
    found = adopted(workspace)
    assert workspace.query(stored)["dig B"] == (at(26), at(27, 18))
    assert workspace.query(stored)["dig A"] == (at(24), at(25, 18))
    (moved,) = workspace.query(moved_tasks)
    assert (moved.name, moved.moved_from) == ("dig B", at(24))
    assert found.moves[0].fixed
    workspace.edit(BALANCE, put_back)
    assert workspace.query(stored)["dig B"] == (at(24), at(25, 18))


def test_why_a_date_is_what_it_is_names_levelling(workspace: Workspace) -> None:
    make(workspace, team_dates)
    adopted(workspace)
    task = workspace.query(moved_tasks)[0].task_id
    (step,) = workspace.query(why, task)
    assert said([step.reason]) == ["Levelling moved it here: its team gave 2026-11-24 as its start"]


def test_it_names_what_levelling_holds_too(workspace: Workspace) -> None:
    make(workspace, two_projects)
    adopted(workspace)
    task = workspace.query(moved_tasks)[0].task_id
    (step,) = workspace.query(why, task)
    assert said([step.reason]) == [
        "Levelling holds it until 2026-11-25: its people have more to do before"
    ]


def test_the_plan_says_where_a_task_was_moved_from(workspace: Workspace) -> None:
    make(workspace, two_projects)
    assert {row.moved_from for row in workspace.query(plan).rows} == {None}
    adopted(workspace)
    moved = {row.name: row.moved_from for row in workspace.query(plan).rows if row.moved_from}
    assert moved == {"dig B": at(23)}


def test_team_dates_that_shall_hold_stay_and_the_overload_is_told(workspace: Workspace) -> None:
    make(workspace, team_dates)
    found = adopted(workspace, keep_team_dates=True)
    assert found.moves == ()
    (unsolved,) = found.unsolved
    assert (unsolved.person, unsolved.first, unsolved.last, unsolved.hours) == (
        "Ann", date(2026, 11, 24), date(2026, 11, 25), 16.0,
    )  # fmt: skip
    assert said([unsolved.reason]) == ['"A 1 dig A (1)" stays where it is: its team gave its dates']


def test_the_tasks_of_whom_must_not_change_stay(workspace: Workspace) -> None:
    def fill(office: Office) -> int:
        ann, bob = office.person("Ann"), office.person("Bob")
        for code, priority in (("A", 1), ("B", 2)):
            people = {ann: 1.0, bob: 1.0} if code == "B" else {ann: 1.0}
            office.task(office.project(code, priority), f"dig {code}", 2, people=people)
        return bob

    bob = make(workspace, fill)
    adopted(workspace, kept=frozenset({bob}))
    assert starts(workspace) == {"dig B": at(23), "dig A": at(25)}
    assert workspace.query(overloads) == {}


def test_only_projects_that_are_in_are_moved_and_the_others_take_room(workspace: Workspace) -> None:
    make(workspace, two_projects)
    found = adopted(workspace, projects=frozenset({1}))
    assert [one.code for one in found.projects] == ["A"]
    assert starts(workspace)["dig A"] == at(25)
    assert workspace.query(overloads) == {}


def test_what_has_begun_stays_and_takes_room(workspace: Workspace) -> None:
    def fill(office: Office) -> None:
        ann = office.person("Ann")
        project = office.project("A", start=date(2026, 11, 16))
        office.task(
            project, "begun", 5, people={ann: 1.0}, percent_complete=0.2, actual_start=at(19),
            start=at(19),
        )  # fmt: skip
        office.task(project, "open", 1, people={ann: 1.0})

    make(workspace, fill)
    before = workspace.query(stored)["begun"]
    adopted(workspace)
    after = workspace.query(stored)
    assert after["begun"] == before
    begins, ended = after["open"][0], before[1]
    assert begins is not None
    assert ended is not None
    assert begins >= ended
    assert workspace.query(overloads) == {}


def test_priority_1000_and_dates_that_must_hold_are_never_moved(workspace: Workspace) -> None:
    def fill(office: Office) -> None:
        ann = office.person("Ann")
        project = office.project("A")
        office.task(project, "first", 1, people={ann: 1.0}, priority=1000)
        must = {"constraint": "mso", "constraint_date": at(24)}
        office.task(project, "must", 1, people={ann: 1.0}, **must)
        office.task(project, "free", 1, people={ann: 1.0})

    make(workspace, fill)
    adopted(workspace)
    assert starts(workspace) == {"first": at(23), "must": at(24), "free": at(25)}


def test_projects_that_are_not_active_neither_move_nor_take_room(workspace: Workspace) -> None:
    def fill(office: Office) -> None:
        ann = office.person("Ann")
        for code, state in (("A", "on_hold"), ("B", "active"), ("C", "proposed")):
            office.task(office.project(code, 1, state=state), code, 1, people={ann: 1.0})

    make(workspace, fill)
    assert levelled(workspace).moves == ()


def test_absence_capacity_and_bookings_take_room(workspace: Workspace) -> None:
    def fill(office: Office) -> None:
        ann, bob, cat = (office.person(name) for name in ("Ann", "Bob", "Cat"))
        project = office.project("A")
        for name, person in (("ann's", ann), ("bob's", bob), ("cat's", cat)):
            office.task(project, name, 1, people={person: 0.6})
        office.put(Absence(uid="1", person_id=ann, first=MONDAY, last=MONDAY))
        office.put(
            PersonCapacity(person_id=bob, first=MONDAY, last=date(2026, 11, 24), capacity=0.5)
        )
        office.put(
            Booking(uid="2", person_id=cat, first=MONDAY, last=date(2026, 11, 25), units=0.5)
        )

    make(workspace, fill)
    adopted(workspace)
    assert starts(workspace) == {"ann's": at(24), "bob's": at(25), "cat's": at(26)}
    assert workspace.query(overloads) == {}


def test_soft_assignments_and_soft_bookings_take_none(workspace: Workspace) -> None:
    def fill(office: Office) -> None:
        ann = office.person("Ann")
        task = office.task(office.project("A"), "dig", 1, people={ann: 1.0})
        other = office.task(office.project("B"), "ask", 1)
        office.put(Assignment(task_id=other, person_id=ann, units=1.0, firm=False))
        office.put(Booking(uid="1", person_id=ann, first=MONDAY, last=MONDAY, firm=False))
        assert task

    make(workspace, fill)
    assert levelled(workspace).moves == ()


def test_deadlines_hold_where_they_shall(workspace: Workspace) -> None:
    def fill(office: Office) -> None:
        ann = office.person("Ann")
        office.task(office.project("A", 1), "first", 2, people={ann: 1.0})
        office.task(office.project("B", 2), "second", 2, people={ann: 1.0}, deadline=at(24, 18))

    make(workspace, fill)
    adopted(workspace, keep_deadlines=True, schedules=200)
    assert starts(workspace) == {"second": at(23), "first": at(25)}


def test_what_lies_as_late_as_may_be_is_not_pulled_forward(workspace: Workspace) -> None:
    def fill(office: Office) -> None:
        ann = office.person("Ann")
        project = office.project("A")
        office.task(project, "long", 4)
        office.task(project, "early", 1, people={ann: 1.0})
        for name in ("late", "later"):
            office.task(project, name, 1, people={ann: 1.0}, constraint="alap")

    make(workspace, fill)
    before = starts(workspace)
    assert before["late"] == before["later"] == at(26)
    adopted(workspace)
    after = starts(workspace)
    assert after["early"] == at(23)
    assert {after["late"], after["later"]} == {at(26), at(27)}
    assert workspace.query(overloads) == {}


def test_the_part_that_somebody_has_in_a_task_moves_with_it(workspace: Workspace) -> None:
    def fill(office: Office) -> None:
        ann = office.person("Ann")
        office.task(office.project("A", 1), "first", 2, people={ann: 1.0})
        second = office.task(office.project("B", 2), "second", 2)
        office.put(
            Assignment(task_id=second, person_id=ann, units=1.0, start=at(24), finish=at(24, 18))
        )

    def part(session: Session) -> tuple[Any, Any]:
        row = session.scalars(select(Assignment).where(Assignment.start.is_not(None))).one()  # type: ignore[union-attr]
        return row.start, row.finish

    make(workspace, fill)
    before = workspace.query(part)
    adopted(workspace)
    # Nobody asks for her on the first day of the second task.
    assert starts(workspace)["second"] == at(24)
    assert workspace.query(part) == (at(25), at(25, 18))
    workspace.edit(BALANCE, put_back)
    assert workspace.query(part) == before


def test_a_plan_that_changed_meanwhile_is_not_adopted(workspace: Workspace) -> None:
    from pmo_desktop.services.editing import change

    make(workspace, two_projects)
    found = levelled(workspace)
    workspace.edit(BALANCE, change, "task", 1, {"duration": 5 * DAY})
    with pytest.raises(Refused):
        workspace.edit(BALANCE, adopt, found.tasks)


# Bad input


def test_work_for_nobody_is_a_finding_that_names_the_row(workspace: Workspace) -> None:
    def fill(office: Office) -> None:
        gone = office.person("Gone", active=False)
        zero = office.person("Zero", capacity=0.0)
        wanted = office.person("Engineer", placeholder=True)
        project = office.project("A")
        for person in (gone, zero, wanted):
            office.task(project, f"dig {person}", 1, people={person: 1.0})

    make(workspace, fill)
    found = levelled(workspace)
    assert found.moves == ()
    assert said(found.findings) == [
        f'"{n} dig {n}" of A asks for {name}, who never has capacity: nobody does this part'
        for n, name in ((1, "Gone"), (2, "Zero"), (3, "Engineer"))
    ]
    assert len({*said(found.findings, "zh")}) == 3


def test_who_leaves_or_is_away_for_all_of_it_is_told(workspace: Workspace) -> None:
    def fill(office: Office) -> None:
        ann = office.person("Ann", left_on=date(2026, 11, 24))
        away = office.person("Away")
        project = office.project("A")
        for name in ("one", "two", "three"):
            office.task(project, name, 1, people={ann: 1.0})
        far = office.task(project, "far", 1, people={away: 1.0})
        office.link(far, office.task(project, "behind", 1))
        office.put(Absence(uid="1", person_id=away, first=MONDAY, last=date(2035, 12, 31)))

    make(workspace, fill)
    found = adopted(workspace)
    assert {one.person for one in found.unsolved} == {"Ann", "Away"}
    assert (starts(workspace)["far"], starts(workspace)["behind"]) == (at(23), at(24))
    (away,) = (one for one in found.unsolved if one.person == "Away")
    assert (away.tasks, away.hours) == (("A 4 far",), 8.0)
    assert said([away.reason]) == [
        'Away is away whenever asked for "A 4 far (1)": somebody else must do this'
    ]
    assert said([away.reason], "zh") == [
        "“A 4 far (1)”需要Away时，其始终不在岗或产能不足：须由他人承担"
    ]


def test_nothing_is_pushed_behind_a_long_absence_or_a_long_part_time(
    workspace: Workspace,
) -> None:
    def fill(office: Office) -> None:
        ann, bob = office.person("Ann"), office.person("Bob")
        project = office.project("A")
        for name in ("first", "second", "third"):
            office.task(project, name, 4, people={ann: 1.0})
        office.task(project, "whole", 1, people={bob: 1.0})
        office.put(
            Absence(uid="1", person_id=ann, first=date(2026, 12, 3), last=date(2029, 12, 31))
        )
        office.put(
            Absence(uid="2", person_id=bob, first=MONDAY, last=date(2029, 12, 31), share=0.5)
        )

    make(workspace, fill)
    found = adopted(workspace)
    assert max(day for day in starts(workspace).values() if day) < datetime(2026, 12, 31)
    assert starts(workspace)["whole"] == at(23)
    assert {one.person for one in found.unsolved} == {"Ann", "Bob"}


def test_what_rises_and_what_falls_are_done_at_the_same_time(workspace: Workspace) -> None:
    def fill(office: Office) -> None:
        ann = office.person("Ann")
        for code, contour in (("A", "back_loaded"), ("B", "front_loaded")):
            task = office.task(office.project(code), code, 10)
            office.put(Assignment(task_id=task, person_id=ann, units=0.4, contour=contour))

    make(workspace, fill)
    found = adopted(workspace)
    assert (found.moves, found.unsolved) == ((), ())
    assert workspace.query(overloads) == {}


def test_somebody_is_free_before_and_behind_their_part_of_a_task(workspace: Workspace) -> None:
    def fill(office: Office) -> None:
        ann = office.person("Ann")
        whole = office.task(office.project("A"), "whole", 5)
        part = {"start": at(24), "finish": at(25, 18)}
        office.put(Assignment(task_id=whole, person_id=ann, units=1.0, **part))
        for name in ("first", "second"):
            office.task(office.project(name, 2), name, 1, people={ann: 1.0})

    make(workspace, fill)
    adopted(workspace)
    assert starts(workspace) == {"whole": at(23), "first": at(23), "second": at(26)}
    assert workspace.query(overloads) == {}


SIX_DAYS = "09:00-12:00,13:00-18:00;" * 6


def six_days(office: Office, *lengths: float) -> None:
    """Projects in a week of six days for somebody in the office's of five."""
    ann = office.person("Ann")
    week = office.put(WorkingCalendar(uid="six", name="Six days", week=SIX_DAYS))
    for number, days in enumerate(lengths, 1):
        project = office.project(f"P{number}", number, calendar_id=week)
        office.task(project, f"t{number}", days, people={ann: 1.0})


def test_work_on_days_off_that_no_move_spares_stays_and_is_told_once(workspace: Workspace) -> None:
    make(workspace, lambda office: six_days(office, 14, 2))
    found = adopted(workspace, schedules=1)
    assert starts(workspace) == {"t1": at(23), "t2": at(9, month=12)}
    (told,) = found.unsolved
    assert (told.tasks, told.hours, told.first, told.last) == (
        ("P1 1 t1",), 16.0, date(2026, 11, 28), date(2026, 12, 5),
    )  # fmt: skip
    assert said([told.reason]) == [
        '"P1 1 t1 (1)" has working time in which Ann never works: no move changes that, and it'
        " counts as it stands"
    ]
    assert len({*said([told.reason], "zh"), *said([told.reason])}) == 2


def test_days_off_in_what_has_begun_are_told_once_too(workspace: Workspace) -> None:
    def fill(office: Office) -> None:
        six_days(office)
        (week,) = office.session.scalars(
            select(WorkingCalendar.id).where(WorkingCalendar.uid == "six")
        )
        project = office.project("A", calendar_id=week)
        begun = {"percent_complete": 0.1, "actual_start": at(23), "start": at(23)}
        office.task(project, "begun", 20, people={1: 1.0}, **begun)

    make(workspace, fill)
    (told,) = levelled(workspace).unsolved
    assert (told.first, told.last, told.hours) == (date(2026, 11, 28), date(2026, 12, 12), 24.0)


def test_what_fits_between_days_off_waits_for_the_next_week(workspace: Workspace) -> None:
    make(workspace, lambda office: six_days(office, 3, 3))
    found = adopted(workspace)
    assert sorted(day for day in starts(workspace).values() if day) == [at(23), at(30)]
    assert found.unsolved == ()


def test_nothing_waits_for_who_is_booked_for_years(workspace: Workspace) -> None:
    """Also in another calendar than their own, of which an hour a day is left."""

    def fill(office: Office) -> None:
        own = office.put(
            WorkingCalendar(uid="own", name="Own", week="10:00-12:00,13:00-19:00;" * 5 + ";")
        )
        ann, bob = office.person("Ann"), office.person("Bob", calendar_id=own)
        project = office.project("A")
        office.task(office.project("long", 2), "long", 700)
        for name, person in (("ann's", ann), ("bob's", bob)):
            task = {"ignores_people": True}
            office.task(project, name, 1, people={person: 1.0}, **task)
            office.put(
                Booking(uid=name, person_id=person, first=MONDAY, last=date(2029, 12, 31), units=1)
            )

    make(workspace, fill)
    found = adopted(workspace)
    assert (starts(workspace)["ann's"], starts(workspace)["bob's"]) == (at(23), at(23))
    assert {one.person for one in found.unsolved} == {"Ann", "Bob"}
    assert said([found.unsolved[0].reason]) == [
        '"A 2 ann\'s (1)" would have to wait for sixty working days or more until Ann has room: it'
        " stays where its links put it"
    ]


def test_work_waits_for_who_comes_back_soon(workspace: Workspace) -> None:
    def fill(office: Office) -> None:
        ann = office.person("Ann")
        office.task(office.project("A"), "dig", 1, people={ann: 1.0})
        office.put(Absence(uid="1", person_id=ann, first=MONDAY, last=date(2026, 12, 31)))

    make(workspace, fill)
    assert adopted(workspace).unsolved == ()
    assert starts(workspace)["dig"] == datetime(2027, 1, 1, 9)


def test_who_never_has_capacity_did_not_leave(workspace: Workspace) -> None:
    def fill(office: Office) -> None:
        zero = office.person("Zero", capacity=0.0)
        for code in "AB":
            office.task(office.project(code), "dig", 1, people={zero: 1.0})

    make(workspace, fill)
    (told,) = levelled(workspace).unsolved
    assert told.tasks == ("A 1 dig", "B 2 dig")
    assert said([told.reason]) == ["Zero has no capacity at any time"]


def test_bookings_that_are_too_much_are_named(workspace: Workspace) -> None:
    def fill(office: Office) -> None:
        ann = office.person("Ann")
        project = office.project("A")
        office.task(project, "other", 5)
        for number, (name, owner) in enumerate((("duty", None), ("", project))):
            office.put(
                Booking(uid=str(number), name=name, project_id=owner, person_id=ann, first=MONDAY,
                        last=MONDAY, units=0.8)
            )  # fmt: skip

    make(workspace, fill)
    (told,) = levelled(workspace).unsolved
    assert told.tasks == ()
    assert set(told.bookings) == {"duty", "A 2026-11-23 – 2026-11-23"}
    assert said([told.reason]) == [
        "Ann is booked for more than there is, and bookings are not moved"
    ]


def test_deadlines_that_cannot_be_met_are_told_where_they_shall_hold(workspace: Workspace) -> None:
    def fill(office: Office) -> None:
        project = office.project("A")
        office.task(project, "passed", 1, deadline=datetime(2025, 1, 1, 18))
        office.task(project, "too long", 5, deadline=at(24, 18))
        office.task(project, "in time", 1, deadline=at(24, 18))

    make(workspace, fill)
    assert levelled(workspace).unsolved == ()
    told = levelled(workspace, keep_deadlines=True).unsolved
    assert [one.tasks for one in told] == [("A 1 passed",), ("A 2 too long",)]
    assert said(one.reason for one in told) == [
        'The deadline of "1 passed" of A, 2025-01-01, has passed: it cannot be met',
        'The deadline of "2 too long" of A, 2026-11-24, cannot be met, whoever does the work',
    ]


def test_more_than_there_ever_is_is_told_and_the_rest_levelled(workspace: Workspace) -> None:
    def fill(office: Office) -> None:
        ann = office.person("Ann")
        project = office.project("A")
        for name, units in (("two of her", 2.0), ("dig", 1.0)):
            office.task(project, name, 1, people={ann: units})

    make(workspace, fill)
    found = adopted(workspace)
    assert len({*starts(workspace).values()}) == 2
    assert said(found.findings) == [
        '"1 two of her" of A asks for 200% of Ann, who never has more than 100%'
    ]
    assert [one.person for one in found.unsolved] == ["Ann"]


# Any office


def random_office(dice: random.Random) -> Any:
    def fill(office: Office) -> None:
        people = [
            office.person(f"P{n}", capacity=dice.choice([0.5, 0.8, 1.0, 1.0])) for n in range(3)
        ]
        projects = [office.project(code, n + 1) for n, code in enumerate("AB")]
        tasks = []
        for n in range(9):
            given: dict[str, Any] = {}
            sort = dice.random()
            day = at(23 + dice.randrange(5))
            length = dice.choice([0.5, 0.7, 1, 1, 2])
            if sort < 0.2:
                last = day.replace(hour=18) if length > 0.7 else day.replace(hour=14)
                length = 1 if length > 0.7 else 0.5
                given = {"fixed": True, "start": day, "finish": last}
            elif sort < 0.3:
                given = {"constraint": "snet", "constraint_date": day}
            elif sort < 0.37:
                given = {"constraint": "mso", "constraint_date": day}
            elif sort < 0.42:
                given = {"priority": 1000}
            units = dice.choice([0.25, 0.4, 0.5])
            who = dict.fromkeys(dice.sample(people, dice.choice([0, 1, 1, 2])), units)
            task = office.task(dice.choice(projects), f"t{n}", length, people=who, **given)
            tasks.append(task)
            if dice.random() < 0.4:
                own: dict[str, Any] = {"contour": dice.choice(["back_loaded", "bell", "late_peak"])}
                if not given and dice.random() < 0.5:
                    own = {"start": at(23, 11), "finish": at(23, 14)}
                office.put(
                    Assignment(task_id=task, person_id=dice.choice(people), units=0.25, **own)
                )
        for _ in range(6):
            before, after = sorted(dice.sample(range(9), 2))
            kind = dice.choice(["FS", "FS", "SS", "FF"])
            office.link(tasks[before], tasks[after], kind, dice.choice([0, 0, 240]))
        away = dice.choice(people)
        office.put(
            Absence(
                uid="a", person_id=away, first=MONDAY, last=MONDAY, share=dice.choice([0.5, 1.0])
            )
        )
        office.put(Booking(uid="b", person_id=dice.choice(people), first=date(2026, 11, 24),
                           last=date(2026, 11, 25), units=0.25))  # fmt: skip

    return fill


@given(st.integers(0, 10**6), st.sampled_from(Objective))
@settings(max_examples=25)
def test_no_link_no_capacity_and_no_fixed_date_is_violated(
    tmp_path_factory: pytest.TempPathFactory, seed: int, objective: Objective
) -> None:
    workspace = open_office(tmp_path_factory)
    try:
        make(workspace, random_office(random.Random(seed)))
        links_before = set(workspace.query(broken_links))
        must = {
            name: dates
            for name, dates in workspace.query(stored).items()
            if name in workspace.query(must_stay)
        }
        found = adopted(workspace, objective=objective)
        # What the plan says is what the tables and the network say.
        wanted = {one.task_id: (one.start, one.finish) for one in found.tasks}
        computed = workspace.query(compute)
        rows = {row.id: row for rows in computed.tasks.values() for row in rows}
        assert {number: (rows[number].start, rows[number].finish) for number in wanted} == wanted
        outlined = computed.outlined
        assert {n: (outlined[n].start, outlined[n].finish) for n in wanted} == wanted
        # Nothing is violated but what is told.
        broken = set(workspace.query(broken_links))
        assert broken <= links_before
        told = {one.person for one in found.unsolved if one.person}
        assert set(workspace.query(overloads)) <= told
        after = workspace.query(stored)
        assert {name: after[name] for name in must} == must
    finally:
        workspace.close()


def must_stay(session: Session) -> set[str]:
    return {
        row.name
        for row in session.scalars(select(Task))
        if row.priority == 1000 or row.constraint == "mso"
    }


def open_office(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    from functools import partial

    from pmo_desktop.services.founding import found_office
    from tests.conftest import TODAY

    path = tmp_path_factory.mktemp("levelled") / "office.db"
    return Workspace.open(path, found=partial(found_office, today=TODAY))
