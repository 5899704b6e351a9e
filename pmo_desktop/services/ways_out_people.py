"""Ways out that change who does the work, or how much somebody gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from math import ceil
from typing import Any, NamedTuple

from pmo_desktop.domain.health import Reason
from pmo_desktop.domain.ways_out import WayKind
from pmo_desktop.services.naming import named
from pmo_desktop.services.pool_groups import Member
from pmo_desktop.services.ways_out_effects import Priced
from pmo_desktop.services.ways_out_state import Part, State, beyond

MOST_PEOPLE, MOST_TASKS, MOST_OF_A_TASK = 4, 3, 2
MOST_SHARE = 1.5
LEAST_LEVEL = 3
NEARLY = 0.5
MINUTES_PER_HOUR = 60
GIVEN = "{other} does “{task}” ({project}, priority {priority})"
SKILLED = "{skill}: level {level} ({person} has {own})"
SAME_ROLE = "The same role: {role}"
SAME_DEPARTMENT = "Of the same department"
NO_OTHER = "Nobody else has {skills}, or the role {role}"
NO_ROOM = "Those who could do it have no room in these weeks: {people}"
NO_PART = "What is asked for are bookings, no tasks: change those"
MORE = "{person} gives {share} of a full-time week instead of {before} from {first} to {last}"
TOO_MUCH = "{person} would have to give {share} of a full-time week: more than {most} is no way out"
AWAY = "{person} is not there in these weeks"


class Other(NamedTuple):
    """Somebody who could do it: the best shared skill with both levels, where there is one."""

    person: Member
    skill: int | None
    level: int
    own: int
    same_role: bool
    same_department: bool


def others(state: State) -> Iterator[Priced]:
    """The best people with the skill and the room, for the least important tasks first."""
    parts = [part for part in state.parts if _work_left(state, part) > 0]
    if not parts:
        yield Priced(WayKind.OTHER, Reason(NO_PART))
        return
    able = sorted(_able(state), key=lambda one: (-_fit(one), one.person.name))
    if not able:
        skills = [state.pool.skills[skill] for skill in state.pool.held.get(state.person.id, {})]
        params = {"skills": named(skills), "role": state.person.role}
        yield Priced(WayKind.OTHER, Reason(NO_OTHER, params))
        return
    found = 0
    for part in parts[:MOST_TASKS]:
        free = [one for one in able if _has_room(state, part, one.person.id)]
        free.sort(key=lambda one: (-_fit(one), not one.same_department, _dear(state, part, one)))
        for one in free[: min(MOST_OF_A_TASK, MOST_PEOPLE - found)]:
            found += 1
            yield _giving(state, part, one)
        if found >= MOST_PEOPLE:
            return
    if not found:
        names = named([one.person.name for one in able])
        yield Priced(WayKind.OTHER, Reason(NO_ROOM, {"people": names}))


def _able(state: State) -> Iterator[Other]:
    me = state.person
    mine = state.pool.held.get(me.id, {})
    for person in state.pool.people:
        if person.id == me.id or not person.active or person.placeholder:
            continue
        if not state.times[person.id].ever:
            continue
        theirs = state.pool.held.get(person.id, {})
        shared = [
            (min(theirs[skill], own), theirs[skill], -skill)
            for skill, own in mine.items()
            if theirs.get(skill, 0) >= min(own, LEAST_LEVEL)
        ]
        same_role = bool(me.role) and person.role == me.role
        if not shared and not same_role:
            continue
        _, level, number = max(shared, default=(0, 0, 0))
        skill = -number if shared else None
        own = mine.get(skill, 0) if skill is not None else 0
        same_department = me.department_id is not None and person.department_id == me.department_id
        yield Other(person, skill, level, own, same_role, same_department)


def _fit(one: Other) -> int:
    """The skill at the level first, then the role, then the level."""
    return (one.skill is not None and one.level >= one.own) * 100 + one.same_role * 10 + one.level


def money(amount: Decimal) -> Decimal:
    """To the cent: hours times a rate have more."""
    return amount.quantize(Decimal("0.01"))


def _has_room(state: State, part: Part, person: int) -> bool:
    """Whether all of the part that would be handed over fits into the weeks as they are."""
    if any(line.person_id == person for line in state.lines[part.task.id]):
        return False
    asked, capacity = state.asked(person), state.capacity(person)
    return all(
        not more or asked[week] + more <= capacity[week] * state.limit + NEARLY
        for week, more in _handed_over(state, part)
    )


def _handed_over(state: State, part: Part) -> Iterator[tuple[int, float]]:
    """Weeks with the minutes of a part: what has been done stays with who did it."""
    first = state.inside.start if part.begun else 0
    return ((week, part.minutes[week]) for week in range(first, len(part.minutes)))


def _work_left(state: State, part: Part) -> float:
    """Hours that would be handed over."""
    return sum(minutes for _, minutes in _handed_over(state, part)) / MINUTES_PER_HOUR


def _dear(state: State, part: Part, one: Other) -> tuple[bool, Decimal]:
    rate = state.rate(one.person.id, part.line.start.date())
    return rate is None, rate or Decimal(0)


def _giving(state: State, part: Part, one: Other) -> Priced:
    day = part.line.start.date()
    now, then = state.rate(state.person.id, day), state.rate(one.person.id, day)
    cost = None
    if now is not None and then is not None:
        cost = money((then - now) * Decimal(_work_left(state, part)))
    known = []
    if one.skill is not None:
        params = {
            "skill": state.pool.skills[one.skill], "level": one.level, "own": one.own,
            "person": state.person.name,
        }  # fmt: skip
        known.append(Reason(SKILLED, params))
    if one.same_role:
        known.append(Reason(SAME_ROLE, {"role": one.person.role}))
    if one.same_department:
        known.append(Reason(SAME_DEPARTMENT))
    params = {
        "other": one.person.name,
        "task": f"{part.task.wbs} {part.task.name}".strip(),
        "project": part.project.code,
        "priority": part.project.priority,
    }
    since = state.begin if part.begun else None
    return Priced(
        WayKind.OTHER, Reason(GIVEN, params), "give_to", (part.line.id, one.person.id, since), cost,
        part.project.priority, tuple(known),
    )  # fmt: skip


def more_capacity(state: State) -> Iterator[Priced]:
    """As much more as the heaviest of these weeks needs, where that can be asked of anybody."""
    person = state.conflict.person_id
    asked, capacity = state.asked(person), state.capacity(person)
    weeks = [week for week in state.inside if asked[week] > capacity[week]]
    name = state.person.name
    if not weeks or any(capacity[week] <= 0 for week in weeks):
        yield Priced(WayKind.CAPACITY, Reason(AWAY, {"person": name}))
        return
    usual = {week: state.usual(state.edges[week]) for week in weeks}
    now = max(usual.values())
    need = max(usual[week] * asked[week] / capacity[week] for week in weeks)
    # In steps of five percent, so that it can be said.
    share = ceil(round(need * 20, 6)) / 20
    first, last = state.edges[weeks[0]], state.edges[weeks[-1] + 1] - timedelta(days=1)
    if share > MOST_SHARE:
        too_much = {"person": name, "share": f"{share:.0%}", "most": f"{MOST_SHARE:.0%}"}
        yield Priced(WayKind.CAPACITY, Reason(TOO_MUCH, too_much))
        return
    hours = sum(beyond(asked, capacity, state.limit)[week] for week in weeks) / MINUTES_PER_HOUR
    rate = state.overtime(person, first)
    params: dict[str, Any] = {
        "person": name, "share": f"{share:.0%}", "before": f"{now:.0%}", "first": first,
        "last": last,
    }  # fmt: skip
    yield Priced(
        WayKind.CAPACITY, Reason(MORE, params), "give_more", (person, first, last, share),
        None if rate is None else money(rate * Decimal(hours)),
    )  # fmt: skip
