"""The columns of the pool: people, and what belongs to them; teams and departments."""

from __future__ import annotations

from typing import Any

from pmo_desktop.domain.fields import Field, Kind
from pmo_desktop.domain.pool import PoolStanding
from pmo_desktop.domain.pool_fields import pool_field
from pmo_desktop.domain.skills import LEVELS
from pmo_desktop.language import Language
from pmo_desktop.ui.tables.column import Column, of_field, written

STANDING_TONES = {
    PoolStanding.PRESENT: "green",
    PoolStanding.AWAY: "amber",
    PoolStanding.COMING: "accent",
    PoolStanding.LEFT: "grey",
    PoolStanding.PLACEHOLDER: "red",
}
ABSENCE_TONES = {"leave": "accent", "sickness": "red", "training": "green", "duty": "amber"}
FULL = 1.0


def of_pool(code: str, **options: Any) -> Column:
    """The column of a field of `domain.pool_fields`, edited in place; the row's attribute has its
    name."""
    field = pool_field(code)
    value = options.pop("value", lambda row: getattr(row, field.name))
    if field.kind is Kind.CHOICE:
        options.setdefault("show", lambda row, language: _choice(field, value(row), language))
    options.setdefault("cell_field", lambda _: field)
    return Column(key=field.name, term=code, value=value, kind=field.kind, **options)


def _choice(field: Field, value: str, language: Language) -> str:
    return language.term(field.choice_term(value)) if value else ""


def level_dots(level: int) -> str:
    """A level as it is read at a glance: `●●●○○ 3`."""
    return f"{'●' * level}{'○' * (len(LEVELS) - level)} {level}" if level else ""


def _quiet(person: Any) -> str | None:
    return None if person.is_there else "ink3"


def _standing(person: Any, language: Language) -> str:
    return language.term(f"pool_standing.{person.standing}")


def _capacity_tone(person: Any) -> str | None:
    return None if person.capacity_now == person.capacity else "amber_ink"


def _external(person: Any, language: Language) -> str:
    return written(person.external, Kind.BOOL, language) if person.external else ""


def _teams(person: Any, language: Language) -> str:
    return language.enumeration(person.teams)


PEOPLE: tuple[Column, ...] = (
    of_field("person.name", width=124, tone=_quiet),
    Column("standing", "person.standing", lambda person: person.standing.value, width=88,
           show=_standing, chip=lambda person: STANDING_TONES[person.standing]),
    of_field("person.role", width=100, tone=_quiet),
    of_field("person.department", width=104, tone=_quiet),
    of_field("person.capacity", width=64, hidden=True),
    Column("capacity_now", "person.capacity_now", lambda person: person.capacity_now, Kind.SHARE,
           104, progress=True, tone=_capacity_tone),
    Column("next_absence", "person.next_absence", lambda person: person.next_absence, Kind.DATE,
           92),
    Column("skills", "person.skills", lambda person: person.skills, width=120, stretch=True),
    Column("teams", "person.teams", lambda person: _plain(person.teams), width=104, hidden=True,
           show=_teams),
    of_field("person.external", width=72, center=True, show=_external),
    Column("rate", "person.rate", lambda person: person.rate, Kind.MONEY, 88, hidden=True,
           currency=lambda person: person.currency),
    of_field("person.email", width=170, hidden=True),
    of_field("person.calendar", width=110, hidden=True),
    of_field("person.joined", width=92, hidden=True),
    of_field("person.left_on", width=92, hidden=True),
    of_field("person.placeholder", width=92, hidden=True),
    Column("tasks", "person.tasks", lambda person: person.tasks, Kind.INTEGER, 52),
    Column("bookings", "person.bookings", lambda person: person.bookings, Kind.INTEGER, 72,
           hidden=True),
    of_field("person.active", width=70, hidden=True),
)  # fmt: skip


def _plain(names: tuple[str, ...]) -> str:
    return ", ".join(names)


ABSENCES: tuple[Column, ...] = (
    of_pool("absence.kind", width=104, chip=lambda row: ABSENCE_TONES.get(row.kind, "grey")),
    of_pool("absence.first", width=88),
    of_pool("absence.last", width=88),
    of_pool("absence.share", width=56),
    of_pool("absence.note", width=60, stretch=True),
)
CAPACITIES: tuple[Column, ...] = (
    of_pool("person_capacity.first", width=104),
    of_pool("person_capacity.last", width=104),
    of_pool("person_capacity.capacity", width=90, stretch=True, progress=True),
)
RATES: tuple[Column, ...] = (
    Column("now", "person_rate.now", lambda row: row.now, width=56,
           show=lambda row, language: language.term("person_rate.now") if row.now else "",
           chip=lambda _: "green"),
    of_pool("person_rate.rate_table", width=52, center=True),
    of_pool("person_rate.from_day", width=92),
    of_pool("person_rate.standard", width=96, stretch=True, currency=lambda row: row.currency),
    of_pool("person_rate.overtime", width=96, currency=lambda row: row.currency),
    of_pool("person_rate.per_use", width=84, hidden=True, currency=lambda row: row.currency),
)  # fmt: skip
LEVEL = Field("person_skill", "level", Kind.INTEGER)
HELD: tuple[Column, ...] = (
    Column("skill", "person_skill.skill", lambda row: row.skill, width=110, stretch=True),
    Column("category", "skill.category", lambda row: row.category, width=88),
    Column("level", "person_skill.level", lambda row: row.level, Kind.INTEGER, 92,
           show=lambda row, _: level_dots(row.level), cell_field=lambda _: LEVEL,
           tone=lambda row: None if row.level >= row.needed_level else "ink3"),
)  # fmt: skip
JOINED: tuple[Column, ...] = (
    Column("name", "team.name", lambda row: row.name, width=120, stretch=True),
    Column("lead", "team.lead", lambda row: row.lead, width=100),
    Column("members", "team.people", lambda row: row.members, Kind.INTEGER, 60),
)
TEAMS: tuple[Column, ...] = (
    of_pool("team.name", width=140, stretch=True),
    of_pool("team.lead", width=130),
    Column("count", "team.people", lambda row: row.count, Kind.INTEGER, 64),
    Column("full_time", "team.full_time", lambda row: row.full_time, width=84, right=True,
           show=lambda row, language: language.number(row.full_time, 1)),
)  # fmt: skip
DEPARTMENTS: tuple[Column, ...] = (
    of_pool("department.name", width=140, stretch=True),
    of_pool("department.manager", width=130),
    Column("count", "department.people", lambda row: row.count, Kind.INTEGER, 64),
    Column("full_time", "department.full_time", lambda row: row.full_time, width=84, right=True,
           show=lambda row, language: language.number(row.full_time, 1)),
    Column("projects", "department.projects", lambda row: row.projects, Kind.INTEGER, 68),
)  # fmt: skip
MEMBERS: tuple[Column, ...] = (
    Column("name", "person.name", lambda row: row.name, width=110, stretch=True, tone=_quiet),
    Column("role", "person.role", lambda row: row.role, width=110),
    Column("department", "person.department", lambda row: row.department, width=110),
    Column("capacity_now", "person.capacity_now", lambda row: row.capacity_now, Kind.SHARE, 104,
           progress=True),
)  # fmt: skip
