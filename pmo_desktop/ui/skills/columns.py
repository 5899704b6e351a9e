"""The columns of the skills: what is needed of each, who has it, what is missing."""

from __future__ import annotations

from typing import Any

from pmo_desktop.domain.fields import Kind
from pmo_desktop.domain.skills import SkillGap
from pmo_desktop.language import Language
from pmo_desktop.ui.people.columns import level_dots, of_pool
from pmo_desktop.ui.skills.grid import TONES
from pmo_desktop.ui.tables.column import Column


def _gap(skill: Any, language: Language) -> str:
    return language.term(f"skill_gap.{skill.gap}")


def _tone(skill: Any) -> str:
    return TONES[skill.gap]


def _share(skill: Any, _language: Language) -> str:
    return f"{skill.holders}/{skill.needed_holders}"


def _names(skill: Any, language: Language) -> str:
    return language.enumeration(skill.names)


def is_short(skill: Any) -> bool:
    return skill.gap is not SkillGap.NONE


SKILLS: tuple[Column, ...] = (
    of_pool("skill.name", width=150),
    of_pool("skill.category", width=110),
    Column("gap", "skill.gap", lambda skill: skill.gravity, width=150, show=_gap, chip=_tone),
    of_pool("skill.needed_holders", width=92),
    of_pool("skill.needed_level", width=80),
    Column("holders", "skill.holders", lambda skill: skill.holders, Kind.INTEGER, 70),
    Column("people", "skill.people", lambda skill: skill.people, Kind.INTEGER, 70),
    Column("best", "skill.best", lambda skill: skill.best, width=92,
           show=lambda skill, _: level_dots(skill.best)),
    Column("asked", "skill.asked", lambda skill: skill.asked, Kind.INTEGER, 70),
    Column("names", "skill.names", lambda skill: skill.names, width=160, stretch=True,
           show=_names),
)  # fmt: skip
GAPS: tuple[Column, ...] = (
    Column("gap", "skill.gap", lambda skill: skill.gravity, width=142, show=_gap, chip=_tone),
    Column("name", "skill.name", lambda skill: skill.name, width=90, stretch=True),
    Column("holders", "skill.holders", lambda skill: skill.holders, width=62, right=True,
           show=_share),
    Column("asked", "skill.asked", lambda skill: skill.asked, Kind.INTEGER, 64),
)  # fmt: skip
