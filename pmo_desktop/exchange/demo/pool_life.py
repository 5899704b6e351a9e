"""What keeps the demo office's people from work, and what they cost: absences, part time, rates,
externals, roles still to be filled, somebody who leaves; teams, line managers, needed skills.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from pmo_desktop.domain.pool import AbsenceKind
from pmo_desktop.exchange.demo.busyness import Busyness
from pmo_desktop.exchange.demo.draft import Draft
from pmo_desktop.exchange.demo.people import DemoPerson
from pmo_desktop.exchange.demo.pool import Ids
from pmo_desktop.exchange.demo.words import dice, uid, words
from pmo_desktop.models import (
    Absence,
    Booking,
    Department,
    Person,
    PersonCapacity,
    PersonRate,
    PersonSkill,
    Skill,
    Team,
    TeamMember,
)
from pmo_desktop.storage.bulk import bulk_insert, bulk_update

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

EXTERNAL_SHARE, PART_TIME_SHARE, JOINED_SHARE = 0.08, 0.07, 0.05
ABSENCES = ((0, 20), (1, 40), (2, 30), (3, 10))
KINDS = ((AbsenceKind.LEAVE, 60), (AbsenceKind.TRAINING, 16), (AbsenceKind.DUTY, 14),
         (AbsenceKind.SICKNESS, 10))  # fmt: skip
LENGTHS = {AbsenceKind.LEAVE: (2, 10), AbsenceKind.TRAINING: (1, 5), AbsenceKind.DUTY: (1, 8),
           AbsenceKind.SICKNESS: (1, 6)}  # fmt: skip
SPRING_FESTIVAL = (date(2027, 2, 15), date(2027, 2, 19))
SPRING_SHARE = 0.15
BEFORE_DAYS, AFTER_DAYS = 60, 200
RAISE, EXTERNAL_RATE, OVERTIME = 1.05, 1.6, 1.5
RAISED_ON = date(2026, 7, 1)
TEAM_SIZE = (4, 8)
LEAVES_IN_DAYS = 90
WANTED_IN_DAYS = 78
ROUND_TO = 5
MINOR = 100
NEEDED = (2, 3)


def file_pool_life(session: Session, draft: Draft, ids: Ids) -> None:
    """Write all of it; the people, their skills and departments are there already."""
    lists = words("pool")
    people = [person for person in draft.people if person.active]
    externals = _externals(draft, people)
    _file_standing(session, draft, people, externals, ids)
    _file_absences(session, draft, people, ids, lists)
    _file_capacities(session, draft, people, ids)
    _file_rates(session, draft, people, externals, ids, lists)
    skills = _file_skills(session, draft, people, ids, lists)
    _file_teams(session, draft, people, ids, lists)
    _file_managers(session, people, ids)
    _file_placeholders(session, draft, ids, lists, skills)
    _file_wanted(session, draft, ids, lists, skills)


def _externals(draft: Draft, people: Sequence[DemoPerson]) -> set[str]:
    rng = dice(draft.seed, "externals")
    others = [person for person in people if person.role != "manager"]
    return {person.uid for person in others if rng.random() < EXTERNAL_SHARE}


def _file_standing(
    session: Session, draft: Draft, people: Sequence[DemoPerson], externals: set[str], ids: Ids
) -> None:
    """Who is external, who came lately, and one who leaves in the midst of the work."""
    rng = dice(draft.seed, "standing")
    rows: dict[int, dict[str, Any]] = {}
    for person in people:
        row = rows.setdefault(ids.people[person.uid], {"id": ids.people[person.uid]})
        row["external"] = person.uid in externals
        if rng.random() < JOINED_SHARE:
            row["joined"] = draft.status_date - timedelta(days=rng.randint(20, 200))
    leaver = _busiest(draft)
    if leaver is not None:
        last = draft.status_date + timedelta(days=LEAVES_IN_DAYS)
        row = rows.setdefault(ids.people[leaver], {"id": ids.people[leaver]})
        row["left_on"] = last
        row.pop("joined", None)
    same: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows.values():
        same.setdefault(tuple(sorted(row)), []).append(row)
    for alike in same.values():
        bulk_update(session, Person, alike)


def _busiest(draft: Draft) -> str | None:
    """Who has the most to do after the leaving, and manages no project."""
    last = draft.status_date + timedelta(days=LEAVES_IN_DAYS)
    managers = {project.project.manager.uid for project in draft.projects}
    counts: dict[str, int] = {}
    for project in draft.projects:
        for wbs, crew in project.bookings.items():
            if project.execution.baseline[wbs][1].date() > last:
                for booking in crew:
                    counts[booking.person.uid] = counts.get(booking.person.uid, 0) + 1
    free = sorted((-n, who) for who, n in counts.items() if who not in managers)
    return free[0][1] if free else None


def _file_absences(
    session: Session, draft: Draft, people: Sequence[DemoPerson], ids: Ids, lists: Mapping[str, Any]
) -> None:
    rng, busy = dice(draft.seed, "absences"), Busyness(draft)
    rows = []
    for person in people:
        known: list[tuple[date, date]] = []
        for first, last, kind in _absences(rng, draft.status_date):
            share = 0.5 if kind is AbsenceKind.DUTY or rng.random() < 0.12 else 1.0
            if any(first <= other[1] and other[0] <= last for other in known):
                continue
            if not busy.leaves_room(person.uid, first, last, share):
                continue
            known.append((first, last))
            rows.append(
                {
                    "uid": uid(rng),
                    "person_id": ids.people[person.uid],
                    "kind": kind.value,
                    "first": first,
                    "last": last,
                    "share": share,
                    "note": rng.choice(lists["notes"][kind.value]),
                }
            )
    bulk_insert(session, Absence, rows)


def _absences(rng: Random, today: date) -> Iterator[tuple[date, date, AbsenceKind]]:
    """First day, last day and kind; they may meet."""
    if rng.random() < SPRING_SHARE:
        yield (*SPRING_FESTIVAL, AbsenceKind.LEAVE)
    for _ in range(_drawn(rng, ABSENCES)):
        kind = _drawn(rng, KINDS)
        first = today + timedelta(days=rng.randint(-BEFORE_DAYS, AFTER_DAYS))
        first -= timedelta(days=max(first.weekday() - 4, 0))
        last = first + timedelta(days=rng.randint(*LENGTHS[kind]) - 1)
        yield first, last, kind


def _file_capacities(
    session: Session, draft: Draft, people: Sequence[DemoPerson], ids: Ids
) -> None:
    """Part time for some months, or from a day on."""
    rng, busy = dice(draft.seed, "part time"), Busyness(draft)
    rows = []
    for person in people:
        if rng.random() >= PART_TIME_SHARE:
            continue
        first = (draft.status_date + timedelta(days=rng.randint(-120, 150))).replace(day=1)
        last = None if rng.random() < 0.4 else first + timedelta(days=rng.choice((91, 181)))
        share = rng.choice([one for one in (0.5, 0.6, 0.8, 1.0) if one != person.capacity])
        if not busy.leaves_room(person.uid, first, last, max(1 - share / person.capacity, 0)):
            continue
        rows.append({"person_id": ids.people[person.uid], "first": first, "last": last,
                     "capacity": share})  # fmt: skip
    bulk_insert(session, PersonCapacity, rows)


def _file_rates(
    session: Session,
    draft: Draft,
    people: Sequence[DemoPerson],
    externals: set[str],
    ids: Ids,
    lists: Mapping[str, Any],
) -> None:
    """One from ever, and a raise in the year."""
    rng = dice(draft.seed, "rates")
    rows = []
    for person in people:
        base = lists["rates"][person.role] * rng.uniform(0.85, 1.2)
        base *= EXTERNAL_RATE if person.uid in externals else 1
        for from_day, rate in ((None, base), (RAISED_ON, base * RAISE)):
            standard = round(rate / ROUND_TO) * ROUND_TO * MINOR
            rows.append(
                {
                    "person_id": ids.people[person.uid],
                    "from_day": from_day,
                    "standard_minor": standard,
                    "overtime_minor": round(standard * OVERTIME),
                }
            )
    bulk_insert(session, PersonRate, rows)


def _file_skills(
    session: Session, draft: Draft, people: Sequence[DemoPerson], ids: Ids, lists: Mapping[str, Any]
) -> dict[str, int]:
    """Categories and needs; some skills that one person has alone, some that nobody has."""
    from sqlalchemy import select

    from pmo_desktop.storage.bulk import table_of

    rng = dice(draft.seed, "skills")
    new = [*lists["missing"], *lists["alone"]]
    bulk_insert(session, Skill, [{"uid": uid(rng), "name": name} for name in new])
    table = table_of(Skill)
    rows = session.connection().execute(select(table.c.id, table.c.name))
    known = {row.name: row.id for row in rows}
    categories = {skill: name for name, skills in lists["categories"].items() for skill in skills}
    updates = []
    for name, number in known.items():
        holders, level = lists["needed"].get(name, NEEDED)
        updates.append({"id": number, "category": categories.get(name, "其他"),
                        "needed_holders": holders, "needed_level": level})  # fmt: skip
    bulk_update(session, Skill, updates)
    holders = rng.sample(list(people), len(lists["alone"]))
    bulk_insert(session, PersonSkill, [
        {"person_id": ids.people[person.uid], "skill_id": known[name], "level": 4}
        for person, name in zip(holders, lists["alone"], strict=True)
    ])  # fmt: skip
    return known


def _file_teams(
    session: Session, draft: Draft, people: Sequence[DemoPerson], ids: Ids, lists: Mapping[str, Any]
) -> None:
    """A team has people of one trade, and some others; its lead is one of them."""
    rng = dice(draft.seed, "teams")
    for name, role in zip(lists["teams"], lists["teams_of"], strict=True):
        trade = [person for person in people if person.role == role]
        others = [person for person in people if person.role != role]
        size = rng.randint(*TEAM_SIZE)
        crew = rng.sample(trade, min(len(trade), size))
        crew += rng.sample(others, min(len(others), 2))
        lead = ids.people[crew[0].uid]
        team = bulk_insert(session, Team, [{"uid": uid(rng), "name": name, "lead_id": lead}])[0]
        members = [{"team_id": team, "person_id": ids.people[person.uid]} for person in crew]
        bulk_insert(session, TeamMember, members)


def _file_managers(session: Session, people: Sequence[DemoPerson], ids: Ids) -> None:
    """A department's first manager is its line manager, else the first of its people."""
    rows = []
    for name, number in ids.departments.items():
        mine = [person for person in people if person.department == name]
        managers = [person for person in mine if person.role == "manager"]
        if mine:
            manager = (managers or mine)[0]
            rows.append({"id": number, "manager_id": ids.people[manager.uid]})
    bulk_update(session, Department, rows)


def _file_placeholders(
    session: Session, draft: Draft, ids: Ids, lists: Mapping[str, Any], skills: Mapping[str, int]
) -> None:
    """Roles that are not filled yet, each wanted at a project for some weeks."""
    rng = dice(draft.seed, "placeholders")
    roles = words("people")["roles"]
    codes = [project.code for project in draft.projects if project.code in ids.projects]
    # Behind the weeks that lights look at: whom a role is to be filled with is not decided yet.
    first = draft.status_date + timedelta(days=WANTED_IN_DAYS)
    for number, (name, role, skill, level) in enumerate(lists["placeholders"]):
        department = ids.departments.get(roles[role]["departments"][0])
        row = {"uid": uid(rng), "name": name, "role": roles[role]["zh"], "placeholder": True,
               "department_id": department}  # fmt: skip
        person = bulk_insert(session, Person, [row])[0]
        if skill in skills:
            held = {"person_id": person, "skill_id": skills[skill], "level": level}
            bulk_insert(session, PersonSkill, [held])
        booking = {
            "uid": uid(rng),
            "name": name,
            "project_id": ids.projects[codes[number % len(codes)]],
            "person_id": person,
            "first": first,
            "last": first + timedelta(weeks=8 + 4 * number),
            "units": 1.0,
            "firm": False,
        }
        bulk_insert(session, Booking, [booking])


def _file_wanted(
    session: Session, draft: Draft, ids: Ids, lists: Mapping[str, Any], skills: Mapping[str, int]
) -> None:
    """A skill that a project asks for, and that nobody has."""
    rng = dice(draft.seed, "wanted")
    skill, level, name = lists["wanted"]
    codes = [project.code for project in draft.projects if project.code in ids.projects]
    first = draft.status_date + timedelta(days=15)
    booking = {"uid": uid(rng), "name": name, "project_id": ids.projects[rng.choice(codes)],
               "skill_id": skills[skill], "level": level, "first": first,
               "last": first + timedelta(weeks=10), "units": 0.5, "firm": False}  # fmt: skip
    bulk_insert(session, Booking, [booking])


def _drawn(rng: Random, weighted: Sequence[tuple[Any, int]]) -> Any:
    values, weights = zip(*weighted, strict=True)
    return rng.choices(values, weights)[0]
